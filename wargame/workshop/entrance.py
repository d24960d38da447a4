"""The entrance of a workshop: who stands behind a request, by the token that their browser keeps.

There is one for the process while a workshop is open, and none where one person plays alone: then all that comes from
this machine is the owner's.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from wargame.faults import WargameError
from wargame.workshop.door import hashed
from wargame.workshop.people import Person
from wargame.workshop.room import Room
from wargame.workshop.rooms import rooms
from wargame.workshop.standing import SCREEN

TEAM_COOKIE, WHITE_COOKIE = "wg_team", "wg_white"
"""Cookies of a token for a seat or a screen, and of a facilitator's."""
TEAM_PAGE = "team"
"""First part of the address of the page at which a browser that has both cookies is its seat's."""


@dataclass(frozen=True)
class Identity:
    """Who asks.

    Attributes
    ----------
    kind : ``owner`` of a server without a workshop, ``white`` for a facilitator, ``team``, ``screen`` or ``nobody``
    room : name of the room, "" for owner, facilitator and nobody
    person : number in the room, 0 where there is none
    seat : of the team, else ""
    """

    kind: str
    room: str = ""
    person: int = 0
    seat: str = ""

    @property
    def home(self) -> str:
        """Where their own page is.

        Examples
        --------
        >>> Identity("team", "north", 3, "JPN").home, Identity("nobody").home
        ('/team', '/join')
        """
        named = {"owner": "/", "white": "/host", "team": "/team", "screen": f"/screen/{self.room}"}
        return named.get(self.kind, "/join")

    def is_still(self, other: Identity) -> bool:
        """Tell whether it is the same person at the same table, in whichever seat."""
        return (self.kind, self.room, self.person) == (other.kind, other.room, other.person)


@dataclass(frozen=True)
class Tokens:
    """What a request brings to show whose it is.

    Attributes
    ----------
    team, white : tokens of the two cookies;  bearer : of a program, which then counts alone; "" where there is none
    as_team : the seat comes first where a browser is a facilitator's and a team's at once
    """

    team: str = ""
    white: str = ""
    bearer: str = ""
    as_team: bool = False


OWNER, WHITE, NOBODY = Identity("owner"), Identity("white"), Identity("nobody")


@dataclass(frozen=True)
class Entrance:
    """The door of an open workshop.

    Attributes
    ----------
    addresses : where other machines reach the server, the likeliest first, without a slash at the end
    """

    addresses: tuple[str, ...]
    _rooms: dict[str, str] = field(default_factory=dict)

    def identify(self, tokens: Tokens) -> Identity:
        """Return who holds the tokens of a request; quick, and never waits for a room at work that is open."""
        seated = self._seated(tokens.bearer or tokens.team)
        if seated != NOBODY and tokens.as_team:
            return seated
        return WHITE if rooms().keys.knows(tokens.bearer or tokens.white) else seated

    def _seated(self, token: str) -> Identity:
        """Return the person of a token, or nobody."""
        found = self._found(token) if token else None
        if found is None:
            return NOBODY
        room, person = found
        if person.seat == SCREEN:
            return Identity("screen", room.name, person.id)
        return Identity("team", room.name, person.id, person.seat)

    def _found(self, token: str) -> tuple[Room, Person] | None:
        """Return room and person of a token; the room that it was found in before is asked alone."""
        mark = hashed(token)
        if mark in self._rooms:
            try:
                room = rooms().open(self._rooms[mark])
            except WargameError:
                return None
            person = room.by_token(token)
            return None if person is None else (room, person)
        found = rooms().by_token(token)
        if found is not None:
            self._rooms[mark] = found[0].name
        return found


_open: list[Entrance] = []


def open_entrance(made: Entrance | None) -> None:
    """Let a workshop begin at this process, or end (None)."""
    _open[:] = [made] if made else []


def entrance() -> Entrance | None:
    """Return the entrance of the workshop that is open here; None where somebody plays alone."""
    return _open[0] if _open else None


def edition(who: Identity) -> tuple[str, str]:
    """Return the scenario and the seat of a team, whose edition of the rules is all that it may read.

    Raises
    ------
    WargameError
        the room cannot be had
    """
    return rooms().open(who.room).plan.scenario, who.seat


def may_look_back(who: Identity, game: str) -> bool:
    """Tell whether a team may see the whole of a game: that of its own table, once it is played."""
    try:
        room = rooms().open(who.room)
    except WargameError:
        return False
    return room.stage in ("debrief", "ended") and bool(game) and game == room.run
