"""The people of a team with their roles, and the other seats: of those only what the whole room may see."""

from __future__ import annotations

from collections.abc import Callable

from wargame.views.seat.words import Payload
from wargame.workshop import DUTIES, ROLES, Person, Team
from wargame.workshop.hall import Hall
from wargame.workshop.people import LETTERS

Named = Callable[[int], str]
NEEDED = ("head", "finance")
"""Roles whose absence a team should know of."""


def team_of(room: Hall, seat: str) -> tuple[Person, ...]:
    """Return the people of a seat, in the order in which they joined."""
    return tuple(each for each in room.people if each.seat == seat)


def faces(room: Hall, seat: str, me: int, name_of: Named) -> list[Payload]:
    """Return who sits in a seat: name, roles, whether they are here and writing."""
    return [
        {
            "id": each.id,
            "name": name_of(each.id),
            "initials": initials(name_of(each.id)),
            "me": each.id == me,
            "here": each.here,
            "typing": each.typing and each.id != me,
            "duty": ", ".join(each.roles) or "no role",
            "text": _told(each),
        }
        for each in team_of(room, seat)
    ]


def initials(name: str) -> str:
    """Return what stands for a name where there is no room for it.

    Examples
    --------
    >>> initials("Aiko Mori"), initials("ben"), initials("Person 3")
    ('AM', 'B', 'P3')
    """
    return "".join(word[0] for word in name.split()[:2]).upper()


def _told(person: Person) -> str:
    roles = ", ".join(ROLES[role] for role in person.roles) or "no role yet"
    return f"{roles}; {'here' if person.here else 'away'}"


def company(room: Hall, seat: str, me: int, name_of: Named) -> Payload:
    """Return one's own name, the roles with who holds them, the team, and the other seats."""
    team = team_of(room, seat)
    return {
        "name": room.name_of(me),
        "letters": LETTERS,
        "roles": [
            {
                "id": role,
                "name": name,
                "text": DUTIES[role],
                "mine": any(each.id == me and role in each.roles for each in team),
                "who": ", ".join(name_of(each.id) for each in team if role in each.roles and each.id != me),
            }
            for role, name in ROLES.items()
        ],
        "open": unfilled(team),
        "people": faces(room, seat, me, name_of),
        "others": [other(room, each) for each in room.teams if each.seat != seat],
    }


def unfilled(team: tuple[Person, ...]) -> str:
    """Return what a team of several has to know of roles that nobody took."""
    free = [role for role in NEEDED if not any(role in each.roles for each in team)]
    if len(team) < 2 or not free:
        return ""
    told = {
        "head": "Nobody is head of government: anybody of you may commit.",
        "finance": "Nobody has finance: no second key is asked for.",
    }
    return " ".join(told[role] for role in free)


def other(room: Hall, team: Team) -> Payload:
    """Return another seat: who plays it, and whether it has committed."""
    return {
        "id": team.seat,
        "name": team.name,
        "colour": team.colour,
        "house": team.house,
        "committed": team.committed,
        "text": "played by house AI"
        if team.house
        else ("has committed" if team.committed else "has not committed")
        if room.playing
        else "played by people",
    }


def chips(room: Hall, seat: str) -> list[Payload]:
    """Return who has committed among the seats that people play, for the head of the page."""
    return [
        {
            "id": each.seat,
            "text": f"{each.name}{' (you)' if each.seat == seat else ''} "
            f"{'has committed' if each.committed else 'has not committed'}",
            "done": each.committed,
            "colour": each.colour,
        }
        for each in room.teams
        if not each.house
    ]
