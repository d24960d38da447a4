"""The log of a room as moments: each entry with the game that was in play, and when; and what a table is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wargame.workshop.store import Entry

Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """One table: what it holds, its columns with what they are, its rows."""

    text: str
    columns: Mapping[str, str]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Moment:
    """An entry of the log with the number of the game that was in play, and minutes since the room was opened."""

    entry: Entry
    game: int
    minute: float

    def row(self, **more: Any) -> Row:
        """Return the columns that tell when, and some more."""
        return {"minute": self.minute, "game": self.game, "turn": self.entry.turn, **more}


WHEN: Mapping[str, str] = {
    "minute": "minutes since the room was opened",
    "game": "number of the game that was in play, as in the folder games",
    "turn": "turn that people were at, from 1",
}
"""Columns that tell when something happened, and what they hold."""
SEAT, PERSON = "the seat whose act it is", "number of the person, as in people; 0 for the facilitator"
"""What columns of a seat and of a person hold."""


def moments_of(log: Iterable[Entry]) -> Iterator[Moment]:
    """Yield the entries of a log as moments."""
    game, began = 0, None
    for entry in log:
        began = entry.at if began is None else began
        if entry.kind == "game":
            game = int(entry.body["game"])
        yield Moment(entry, game, round((entry.at - began) / 60.0, 2))


def of_kind(moments: Iterable[Moment], *kinds: str) -> list[Moment]:
    """Return the moments of some kinds."""
    return [each for each in moments if each.entry.kind in kinds]


def readable(entries: Iterable[Entry]) -> frozenset[int]:
    """Return the numbers of the free orders that are committed, and of the forecasts whose turn is played.

    The others are their team's alone: neither the white cell nor an export has them yet.
    """
    shown, forecasts = set[int](), list[int]()
    written: dict[str, list[int]] = {}
    sealed = set[str]()
    for entry in entries:
        if entry.kind == "umpire":
            written.setdefault(entry.who, []).append(entry.n)
        elif entry.kind == "forecast":
            forecasts.append(entry.n)
        elif entry.kind == "commit":
            sealed.add(entry.who)
        elif entry.kind == "recall":
            sealed.discard(entry.who)
        elif entry.kind == "adjudicated":
            sealed.update(written)
            shown.update(forecasts)
        if entry.kind in ("adjudicated", "game"):
            shown.update(*(written.get(seat, ()) for seat in sealed))
            written, forecasts, sealed = {}, [], set()
    return frozenset(shown.union(*(written.get(seat, ()) for seat in sealed)))
