"""What the facilitator is asked before an act of the course of the exercise; and all asks by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wargame.faults import WargameError
from wargame.views.room import asks_people
from wargame.views.room.asking import Ask, Given, choice_field, given_reason, reason_field
from wargame.views.room.now import in_words, mark
from wargame.workshop.room import Room

FINISHED = "The exercise is complete."


def ask(room: Room, told: Given) -> Ask:
    """Return the question before an act.

    Parameters
    ----------
    told : ``what`` with the ``seat`` or ``person`` that it is about

    Raises
    ------
    WargameError
        there is no such act, or it cannot be done now
    """
    made = ASKS.get(str(told.get("what", "")))
    if made is None:
        raise WargameError("There is no such act on this page. Load the page again.")
    return made(room, told)


def _skip(room: Room, told: Given) -> Ask:
    def done(given: Given) -> str:
        room.white.begin(practice=False)
        return "Turn 1 has begun, without a practice turn."

    text = (
        "Teams then meet offers, the second key and sealed orders for the first time in a turn that counts.",
        "A practice turn takes about a quarter of an hour and makes the first turns quicker.",
    )
    return Ask("Skip the practice turn?", text, "Begin turn 1 without practice", room.stage, done)


def _leave(room: Room, told: Given) -> Ask:
    def done(given: Given) -> str:
        room.white.start_real()
        return "Turn 1 has begun, from the opening."

    text = ("Teams have not seen yet what came of their practice orders. Turn 1 begins from the opening.",)
    return Ask("End the practice here?", text, "Begin turn 1", room.stage, done)


def _force(room: Room, told: Given) -> Ask:
    missing = room.live.missing
    if not missing:
        raise WargameError("All teams have committed: adjudicate with the button above.")
    seats = in_words(room, missing)
    turn = room.turn

    def done(given: Given) -> str:
        room.white.adjudicate(force=True, drafts=given.get("drafts") == "take", seen=room.white.here)
        return _adjudicated(room, turn)

    options = (
        ("take", "Take their drafts as they lie", "Where a draft is not legal as a whole, the seat holds."),
        ("hold", "They hold", "No orders, and nothing in pencil is signed. Their drafts are lost."),
    )
    choice = choice_field("drafts", f"What counts for {seats}?", options, value="take")
    text = (
        f"{seats} {'have' if len(missing) > 1 else 'has'} not committed. What is played is not played again.",
    )
    return Ask(
        f"Adjudicate turn {turn} without {seats}?", text, "Adjudicate", mark(room), done, (choice,), True
    )


def _adjudicated(room: Room, turn: int) -> str:
    """Return what became of those who had not committed when the turn was adjudicated."""
    body = next(entry.body for entry in reversed(room.log) if entry.kind == "adjudicated")
    parts = [f"Turn {turn} is adjudicated."]
    if body["taken"]:
        parts.append(f"The drafts of {in_words(room, body['taken'])} were taken as they lay.")
    if body["held"]:
        parts.append(f"{in_words(room, body['held'])} held.")
    if body.get("wordless"):
        parts.append(f"The free order of {in_words(room, body['wordless'])} had no sentence: it did nothing.")
    return " ".join(parts)


def _end(room: Room, told: Given) -> Ask:
    def done(given: Given) -> str:
        room.white.end(given_reason(given))
        return "The exercise has ended. Its record is in the White cell tab."

    early = room.stage in ("practice", "play")
    first = "There is no debrief then; it is where people learn most from an exercise." if early else ""
    text = (
        *([first] if first else []),
        "Codes open nothing any more. Pages that are open stay, so that teams can take their record home.",
    )
    reason = reason_field("Why it ends here", "" if early else FINISHED)
    title = "End without a debrief?" if early else "End the exercise?"
    return Ask(title, text, "End the exercise", room.stage, done, (reason,), True)


def _cut(room: Room, told: Given) -> Ask:
    def done(given: Given) -> str:
        room.white.cut_turn()
        return f"The exercise now has {room.turns} turns. All teams see it."

    text = (
        f"The game then ends after turn {room.turns - 1}, and is scored as it stands there.",
        "Tell the room: promises and programmes that were meant for later no longer pay.",
    )
    return Ask(f"Cut turn {room.turns}?", text, "Cut one turn", room.turns, done)


def _add(room: Room, told: Given) -> Ask:
    def done(given: Given) -> str:
        room.white.add_turn()
        return f"The exercise now has {room.turns} turns. All teams see it."

    text = (f"The game then ends after turn {room.turns + 1}.",)
    return Ask(f"Plan turn {room.turns + 1} again?", text, "Add one turn", room.turns, done)


ASKS: Mapping[str, Callable[[Room, Given], Ask]] = {
    "skip": _skip,
    "leave": _leave,
    "force": _force,
    "undebriefed": _end,
    "end": _end,
    "cut": _cut,
    "add": _add,
    "house": asks_people.house,
    "people": asks_people.people,
    "code": asks_people.code,
    "move": asks_people.move,
    "remove": asks_people.remove,
}
"""What is asked before an act, by its name."""
