"""People at a table: their roles, whether they are here, and the teams they make."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from wargame.faults import WargameError, nearest

ROLES: Mapping[str, str] = {
    "head": "Head of government",
    "foreign": "Foreign affairs",
    "finance": "Finance",
    "defence": "Defence and programmes",
    "intelligence": "Intelligence",
    "press": "Press",
}
"""Roles in a team; people share them out, and nobody need hold just one."""
DUTIES: Mapping[str, str] = {
    "head": "commits the orders",
    "foreign": "speaks at the table: offers, answers, meetings",
    "finance": "holds the second key to orders of more than a quarter of the free funds",
    "defence": "drafts the orders on programmes and forces",
    "intelligence": "watches the estimates, and states the team's forecast",
    "press": "writes the turn's sentence and the signal",
}
"""What each role does."""
LETTERS = 40
"""Letters of a name at most."""
GONE = 60.0
"""Seconds after which somebody who sends nothing and has no page open counts as away."""
TYPES = 4.0
"""Seconds for which somebody who typed counts as typing."""


@dataclass(frozen=True)
class Person:
    """Somebody at the table, now.

    Attributes
    ----------
    id : number in the room;  seat : of the team, or ``screen``
    here : has a page or a program's stream of events open, or did or asked something just now
    seen : seconds since the last sign of them;  typing : is writing
    """

    id: int
    seat: str
    roles: tuple[str, ...]
    here: bool
    seen: float
    typing: bool


@dataclass(frozen=True)
class Team:
    """The people of a seat, now.

    Attributes
    ----------
    house : house AI plays the seat
    committed : its orders for the open turn are sealed;  here : people who are there
    silent : seconds since anybody of it did something
    """

    seat: str
    name: str
    colour: str
    house: bool
    people: tuple[Person, ...]
    committed: bool
    silent: float
    here: int


def checked_roles(roles: Iterable[str]) -> tuple[str, ...]:
    """Return roles in their order, each once.

    Raises
    ------
    WargameError
        there is no such role
    """
    asked = set(roles)
    for role in sorted(asked - ROLES.keys()):
        raise WargameError(f"There is no role {role[:40]!r}. {nearest(role[:40], ROLES)}")
    return tuple(role for role in ROLES if role in asked)


def readable(text: str) -> str:
    r"""Return what people wrote without signs that cannot be shown, and with one empty line at most between others.

    Examples
    --------
    >>> readable(" a\x00b\n\n\n\nc\u202e ")
    'ab\n\nc'
    """
    shown = "".join(each for each in text if each.isprintable() or each == "\n")
    return re.sub(r"\n(\s*\n)+", "\n\n", shown).strip()


def checked_name(name: str) -> str:
    """Return a name without what cannot be shown.

    Raises
    ------
    WargameError
        longer than a name
    """
    shown = " ".join("".join(each if each.isprintable() else " " for each in name).split())
    if len(shown) > LETTERS:
        raise WargameError(f"A name has {LETTERS} letters at most. Write a short one, or none.")
    return shown


class Presence:
    """Who is here and who is typing: known by this process only, as it ends with every page.

    Parameters
    ----------
    now : seconds of a clock that only goes forward
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._began = now, now()
        self._seen: dict[int, float] = {}
        self._pages: dict[int, int] = {}
        self._typed: dict[int, float] = {}
        self._acted: dict[str, float] = {}

    def came(self, person: int) -> bool:
        """Note a page that opened; return whether they were away."""
        away = not self.here(person)
        self._pages[person] = self._pages.get(person, 0) + 1
        self._seen[person] = self._now()
        return away

    def went(self, person: int) -> bool:
        """Note a page that closed; return whether it was their last."""
        self._pages[person] = max(self._pages.get(person, 0) - 1, 0)
        self._seen[person] = self._now() - (0.0 if self._pages[person] else GONE)
        return not self._pages[person]

    def asked(self, person: int) -> bool:
        """Note that a program of somebody asked for something; return whether they were away."""
        away = not self.here(person)
        self._seen[person] = self._now()
        return away

    def sign(self, person: int, seat: str) -> None:
        """Note that somebody did something."""
        self._seen[person] = self._acted[seat] = self._now()

    def typed(self, person: int, typing: bool) -> None:
        """Note that somebody types, or has stopped."""
        self._typed[person] = self._now() if typing else self._now() - TYPES
        self._seen[person] = self._now()

    def here(self, person: int) -> bool:
        """Tell whether somebody is here."""
        return self._pages.get(person, 0) > 0 or self.since(person) < GONE

    def since(self, person: int) -> float:
        """Return the seconds since the last sign of somebody."""
        return self._now() - self._seen.get(person, self._began - GONE)

    def typing(self, person: int) -> bool:
        """Tell whether somebody is typing."""
        return self._now() - self._typed.get(person, self._began - TYPES) < TYPES

    def silent(self, seat: str) -> float:
        """Return the seconds since anybody of a seat did something."""
        return self._now() - self._acted.get(seat, self._began)
