"""What the facilitator is asked before a seat changes hands, or somebody is moved or removed."""

from __future__ import annotations

from wargame.faults import WargameError
from wargame.views.room.asking import Ask, Given, choice_field, given_reason, reason_field
from wargame.views.room.teams import person_name
from wargame.workshop.door import show_code
from wargame.workshop.people import Person, Team
from wargame.workshop.plan import MOST_IN_SEAT
from wargame.workshop.room import Room
from wargame.workshop.standing import SCREEN


def _team(room: Room, told: Given) -> Team:
    seat = str(told.get("seat", ""))
    found = next((team for team in room.teams if team.seat == seat), None)
    if found is None:
        raise WargameError("There is no such seat. Load the page again.")
    return found


def house(room: Room, told: Given) -> Ask:
    """Ask before handing a seat to house AI."""
    team = _team(room, told)

    def done(given: Given) -> str:
        room.white.hand(team.seat, True, given_reason(given))
        return f"House AI plays {team.name} now. Its people watch, and can have the seat back."

    sealed = "Its orders of this turn are sealed already, and stand." if team.committed else ""
    text = (
        f"House AI answers what waits for {team.name} at once, and orders when the turn is played. {sealed}".strip(),
        "All teams are told. You can hand the seat back at any time.",
    )
    return Ask(
        f"Hand {team.name} to house AI?",
        text,
        "Hand it over",
        (team.seat, team.house),
        done,
        (reason_field("For example: the team is held up elsewhere"),),
    )


def people(room: Room, told: Given) -> Ask:
    """Ask before handing a seat to people."""
    team = _team(room, told)

    def done(given: Given) -> str:
        room.white.hand(team.seat, False, given_reason(given))
        return f"People play {team.name} now. Its code is {show_code(room.codes[team.seat])}."

    text = ("What house AI has agreed at the table stands. All teams are told.",)
    return Ask(
        f"Hand {team.name} to people?",
        text,
        "Hand it back",
        (team.seat, team.house),
        done,
        (reason_field("For example: the team is back"),),
    )


def code(room: Room, told: Given) -> Ask:
    """Ask before giving a seat another code."""
    team = _team(room, told)

    def done(given: Given) -> str:
        return f"The new code of {team.name} is {show_code(room.white.new_code(team.seat))}."

    text = ("The old code opens nothing from now on, also on paper. Those who have joined stay.",)
    return Ask(f"A new code for {team.name}?", text, "New code", (team.seat, room.codes.get(team.seat)), done)


def move(room: Room, told: Given) -> Ask:
    """Ask before moving somebody to another seat."""
    person, name = _person(room, told)
    sizes = {team.seat: len(team.people) for team in room.teams}
    rows = room.live.game.play.scenario.nations
    options = [
        (seat, row.name, f"{sizes[seat]} of {MOST_IN_SEAT} people")
        for seat, row in rows.items()
        if seat in room.codes and seat != person.seat and sizes[seat] < MOST_IN_SEAT
    ]
    if not options:
        raise WargameError(
            "There is no other seat with room for one more. Hand a seat of house AI to people first."
        )

    def done(given: Given) -> str:
        seat = str(given.get("seat", ""))
        room.white.move(person.id, seat)
        return f"{name} sits for {rows[seat].name} now. Their page moves by itself."

    choice = choice_field("seat", "To which seat?", options, "Choose a seat.")
    text = (
        f"{name} then sees what that seat knows. They take along what they have read of {_seat(room, person.seat)}.",
    )
    return Ask(f"Move {name}?", text, "Move", (person.id, person.seat), done, (choice,))


def remove(room: Room, told: Given) -> Ask:
    """Ask before removing somebody from the table."""
    person, name = _person(room, told)

    def done(given: Given) -> str:
        room.white.remove(person.id)
        return f"{name} is no longer at the table. With the code of a seat they can join again."

    text = (f"Their page closes. What lies on the desk of {_seat(room, person.seat)} stays.",)
    return Ask(f"Remove {name}?", text, "Remove", (person.id, person.seat), done, danger=True)


def _person(room: Room, told: Given) -> tuple[Person, str]:
    number = told.get("person")
    found = next((each for each in room.people if each.id == number), None)
    if found is None:
        raise WargameError("They have left the table already.")
    return found, person_name(room, found.id)


def _seat(room: Room, seat: str) -> str:
    return "the big screen" if seat == SCREEN else room.live.game.play.scenario.nations[seat].name
