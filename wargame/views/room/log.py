"""The log of a room as the white cell reads it: filtered, newest first, and as a table to take along."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from wargame.views.board.scope import colours
from wargame.views.room.entries import Reader, line
from wargame.workshop import Room
from wargame.workshop.moments import readable
from wargame.workshop.standing import BRANCH, PRACTICE
from wargame.workshop.store import Entry

Payload = dict[str, Any]
PAGE = 200
"""Entries that are shown at first, and more at each asking."""
GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "white": ("Cards, rulings, openings", ("inject", "ruling", "undone", "judged", "unjudged", "opening")),
    "course": (
        "The course",
        ("opened", "stage", "phase", "adjudicated", "game", "back", "branch", "run", "ended"),
    ),
    "clock": ("Clock and length", ("clock", "auto", "turns", "questions")),
    "orders": ("Commitments", ("commit", "recall", "refused", "key", "umpire")),
    "table": ("Table and signals", ("talk", "signal", "statement")),
    "messages": ("Messages", ("message",)),
    "people": ("People and seats", ("join", "person", "code", "hand")),
    "other": ("What-ifs, forecasts, survey, notes", ("asked", "forecast", "survey", "note")),
}
"""Groups of kinds of entries that the filter offers."""
APART = ("join", "person", "message", "note", "code", "game", "back")
"""Kinds of entries that stand whatever turn the room goes back to."""
_GROUP = {kind: group for group, (_, kinds) in GROUPS.items() for kind in kinds}


@dataclass(frozen=True)
class Filter:
    """What of the log is asked for: a group of kinds, who, a turn, words; "" for everything; how many at most."""

    kind: str = ""
    who: str = ""
    turn: str = ""
    text: str = ""
    most: int = PAGE


def filter_of(told: Mapping[str, Any]) -> Filter:
    """Return the filter that a page asks for."""
    kind, who, turn, text = (str(told.get(name, ""))[:80] for name in ("kind", "who", "turn", "text"))
    return Filter(kind, who, turn, text)


def more(wanted: Filter) -> Filter:
    """Return the same filter for more entries."""
    return replace(wanted, most=wanted.most + PAGE)


def log(room: Room, wanted: Filter) -> Payload:
    """Return the log, newest first, as far as it is asked for.

    Returns
    -------
    ``rows`` (``n``, ``at``, ``iso``, ``turn``, ``who``, ``colour``, ``text``, ``reason``, ``gone``), ``more`` that are
    not shown, and what the filter may be: ``kinds``, ``who``, ``turns``
    """
    entries, turns = room.log, _turns(room.log)
    reader = _reader(room, names_too=True)
    found = _found(reader, entries, turns, wanted)
    shown = found[: wanted.most]
    shades = colours(reader.scenario)
    return {
        "rows": [_row(entry, told, turns[entry.n], reader, shades) for entry, told in shown],
        "more": min(len(found) - len(shown), PAGE),
        "told": f"{len(found)} of {len(entries)} entries"
        if len(found) < len(entries)
        else f"{len(entries)} entries",
        "empty": "No entry matches. Ask for everything, or for other words.",
        "kinds": _kinds(entries),
        "who": [{"id": each, "name": reader.seat(each)} for each in dict.fromkeys(e.who for e in entries)],
        "turns": [{"id": label, "name": label} for label, _ in dict.fromkeys(turns.values()) if label],
        "asked": {"kind": wanted.kind, "who": wanted.who, "turn": wanted.turn, "text": wanted.text},
    }


def _kinds(entries: Sequence[Entry]) -> list[Payload]:
    count = dict.fromkeys(GROUPS, 0)
    for entry in entries:
        count[_GROUP.get(entry.kind, "other")] += 1
    return [{"id": each, "name": GROUPS[each][0], "count": held} for each, held in count.items() if held]


def _found(
    reader: Reader, entries: Sequence[Entry], turns: Mapping[int, tuple[str, bool]], wanted: Filter
) -> list[tuple[Entry, tuple[str, str]]]:
    """Return the entries asked for with what is told of them, newest first."""
    words = wanted.text.lower().split()
    found = []
    for entry in reversed(entries):
        if wanted.kind and _GROUP.get(entry.kind, "other") != wanted.kind:
            continue
        if (wanted.who and entry.who != wanted.who) or (wanted.turn and turns[entry.n][0] != wanted.turn):
            continue
        told = line(reader, entry)
        text = f"{reader.seat(entry.who)} {told[0]} {told[1]}".lower()
        if all(word in text for word in words):
            found.append((entry, told))
    return found


def _row(
    entry: Entry, told: tuple[str, str], turn: tuple[str, bool], reader: Reader, shades: Mapping[str, str]
) -> Payload:
    return {
        "n": entry.n,
        "at": entry.at,
        "iso": _iso(entry.at),
        "turn": turn[0],
        "gone": turn[1],
        "who": entry.who if entry.who in shades else reader.seat(entry.who),
        "colour": shades.get(entry.who, ""),
        "text": told[0],
        "reason": told[1],
    }


def _turns(entries: Sequence[Entry]) -> dict[int, tuple[str, bool]]:
    """Return for each entry its turn in words, and whether the room went back behind it since."""
    told: dict[int, tuple[str, bool]] = {}
    kind, held = "", list[Entry]()
    for entry in entries:
        if entry.kind == "game":
            kept = int(entry.body["turn"])
            if entry.body["kind"] == BRANCH:
                for each in held:
                    if each.turn > kept:
                        told[each.n] = (told[each.n][0], True)
                held = [each for each in held if each.turn <= kept]
            kind = str(entry.body["kind"])
        label = "" if not entry.turn else f"practice {entry.turn}" if kind == PRACTICE else str(entry.turn)
        told[entry.n] = (label, False)
        if kind != PRACTICE and entry.kind not in APART:
            held.append(entry)
    return told


def _reader(room: Room, names_too: bool) -> Reader:
    held = {each.id: room.name_of(each.id) for each in room.people} if names_too else {}

    def called(person: int) -> str:
        return (held.get(person) or f"person {person}") if person else ""

    return Reader(room.live.game.play.scenario, called, readable(room.log))


def as_csv(room: Room, wanted: Filter) -> str:
    """Return the entries that are asked for as a table, oldest first; people are numbers in it."""
    reader, turns = _reader(room, names_too=False), _turns(room.log)
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(("number", "time", "turn", "who", "kind", "text", "reason", "undone"))
    for entry, (text, reason) in reversed(_found(reader, room.log, turns, wanted)):
        label, gone = turns[entry.n]
        row = (label, entry.who, entry.kind, text, reason, "yes" if gone else "")
        table.writerow((entry.n, _iso(entry.at), *(_plain(each) for each in row)))
    return out.getvalue()


def _plain(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
