"""Checks of a scenario's rows against each other and against its ruleset."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from wargame.faults import nearest
from wargame.reading.rules import MEETINGS
from wargame.reading.tables import Key, Table
from wargame.schema import (
    AgreementType,
    Drain,
    EligibleAgreement,
    Flashpoint,
    Frame,
    Group,
    Nation,
    Pair,
    Programme,
    ScheduledMeeting,
)

TURN_YEARS = (1.0, 0.5, 0.25)
"""Lengths of a turn, years: a year must hold a whole number of turns."""

Tables = Mapping[str, Table]
_STARTED = ("research", "development", "test", "fielded")


@dataclass(frozen=True)
class Opening:
    """What checks look up: the tables of scenario and ruleset, and the frame if it could be read."""

    tables: Tables
    rules: Tables
    frame: Frame | None

    def home(self, kind: str) -> Table:
        """Return the table that ids of a kind stand in."""
        where, name = _HOMES[kind]
        return (self.rules if where == "ruleset" else self.tables)[name]

    def known(self, kind: str) -> Mapping[str, Any]:
        """Return the raw rows that ids of a kind may name, whether or not they are faultless."""
        return self.home(kind).rows

    def raws(self, kind: str) -> list[dict[str, Any]]:
        """Return the raw rows of a kind that are tables."""
        return [raw for raw in self.known(kind).values() if isinstance(raw, dict)]

    def exists(self, table: Table, path: Key, kind: str, name: str) -> bool:
        """Tell whether an id names something of a kind; if not, note it with the nearest there is."""
        if self.home(kind).has(name):
            return True
        table.fault(path, f"there is no {kind} {name!r}.", nearest(name, self.known(kind)))
        return False

    def exist(self, table: Table, path: Key, kind: str, names: Iterable[str]) -> None:
        """Note each id of a list that does not exist or stands there twice."""
        seen: set[str] = set()
        for place, name in enumerate(names):
            self.exists(table, (*path, place), kind, name)
            if name in seen:
                table.fault((*path, place), f"{name!r} stands here twice.", "Write it once.")
            seen.add(name)


_HOMES = {
    "nation": ("scenario", "nations"),
    "flashpoint": ("scenario", "flashpoints"),
    "drain": ("scenario", "drains"),
    "group": ("scenario", "groups"),
    "programme": ("scenario", "programmes"),
    "agreement": ("scenario", "agreements"),
    "event": ("scenario", "events"),
    "track": ("ruleset", "tracks"),
    "area": ("ruleset", "areas"),
    "gate": ("ruleset", "gates"),
    "character": ("ruleset", "characters"),
    "kind of agreement": ("ruleset", "agreements"),
}


def check_frame(table: Table, frame: Frame) -> None:
    """Note a length of turn that does not divide a year."""
    if frame.turn_years not in TURN_YEARS:
        what = f"a turn of {frame.turn_years:g} years does not fit into years."
        table.fault(("scenario", "turn_years"), what, "Write 1, 0.5 or 0.25.")


def check_nations(opening: Opening, rows: Mapping[str, Nation]) -> None:
    """Note nations whose keys do not exist, or whose numbers are out of bounds."""
    table = opening.tables["nations"]
    if table.whole and len(table.rows) < 2:
        table.fault((), "a scenario needs two nations or more.", "Add a table for each nation.")
    iso: dict[str, str] = {}
    for key, row in rows.items():
        for part, kind in (("capability", "area"), ("home", "track"), ("support", "gate")):
            for name, value in getattr(row, part).items():
                if opening.exists(table, (key, part, name), kind, name) and name in opening.known(kind):
                    _check_bound(table, (key, part, name), value, _ceiling(opening, kind, name))
        opening.exists(table, (key, "character"), "character", row.character)
        if iso.setdefault(row.iso3, key) != key:
            table.fault(
                (key, "iso3"), f"{row.iso3!r} is that of [{iso[row.iso3]}] too.", "Give each its own."
            )
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", row.colour):
            table.fault(
                (key, "colour"), f"{row.colour!r} is not a colour.", "Write six hex digits, '#3366aa'."
            )
        capital = row.capital
        if not 0 <= capital.start <= capital.cap:
            what = f"{capital.start:g} PC at the start do not fit under a cap of {capital.cap:g}."
            table.fault((key, "capital", "start"), what, f"Write 0 to {capital.cap:g}.")
        for name in ("slots", "orders"):
            if getattr(row, name) < 1:
                table.fault((key, name), f"{getattr(row, name)} is too few.", "Write 1 or more.")


def _ceiling(opening: Opening, kind: str, name: str) -> float:
    """Return the highest value of a capability (10), a track (its ``high``) or support (100)."""
    if kind != "track":
        return 10.0 if kind == "area" else 100.0
    high = opening.known("track")[name].get("high", 100.0)
    return float(high) if isinstance(high, int | float) else 100.0


def _check_bound(table: Table, path: Key, value: float, high: float) -> None:
    """Note a number outside 0 to ``high``."""
    if not 0 <= value <= high:
        table.fault(path, f"{value:g} is out of bounds.", f"Write 0 to {high:g}.")


def check_pairs(opening: Opening, rows: Mapping[str, Pair]) -> None:
    """Note pairs that name no nation, one nation twice, the same two again, and pairs that are missing."""
    table = opening.tables["pairs"]
    for key, row in rows.items():
        for side in ("a", "b"):
            opening.exists(table, (key, side), "nation", getattr(row, side))
    seen: dict[frozenset[str], str] = {}
    for key, raw in table.rows.items():
        a, b = (str(raw.get(side)) for side in "ab") if isinstance(raw, dict) else ("", "")
        first = seen.setdefault(frozenset((a, b)), key)
        if a and a == b:
            table.fault((key,), f"{a!r} is paired with itself.", "Name two nations.")
        elif first != key:
            mend = f"Keep one of them; a variant names them in the order of {first}."
            table.fault((key,), f"{a} and {b} stand here twice.", mend)
    for a, b in combinations(opening.known("nation"), 2):
        if table.whole and table.layers and frozenset((a, b)) not in seen:
            table.fault(
                (), f"the pair of {a} and {b} is missing.", f'Add [[pair]] with a = "{a}", b = "{b}".'
            )


def check_flashpoints(opening: Opening, rows: Mapping[str, Flashpoint]) -> None:
    """Note flashpoints with unknown sides, a nation on both sides, or tension out of bounds."""
    table = opening.tables["flashpoints"]
    for key, row in rows.items():
        opening.exist(table, (key, "challengers"), "nation", row.challengers)
        opening.exist(table, (key, "defenders"), "nation", row.defenders)
        for name in sorted(set(row.challengers) & set(row.defenders)):
            what = f"{name!r} challenges and defends."
            table.fault((key, "defenders"), what, "A nation stands on one side of a flashpoint.")
        for name in ("base", "tension"):
            _check_bound(table, (key, name), getattr(row, name), 100.0)


def check_drains(opening: Opening, rows: Mapping[str, Drain]) -> None:
    """Note drains that name no nation, or whose cost is below 0."""
    table = opening.tables["drains"]
    for key, row in rows.items():
        for name in ("mover", "distracted", "drained"):
            opening.exists(table, (key, name), "nation", getattr(row, name))
        for name in ("capital", "funds"):
            for place, value in enumerate(getattr(row, name)):
                _check_bound(table, (key, name, place), value, 100.0)


def check_groups(opening: Opening, rows: Mapping[str, Group]) -> None:
    """Note groups of unknown nations, and groups formed against a member."""
    table = opening.tables["groups"]
    for key, row in rows.items():
        opening.exist(table, (key, "members"), "nation", row.members)
        opening.exist(table, (key, "against"), "nation", row.against)
        for name in sorted(set(row.members) & set(row.against)):
            table.fault((key, "against"), f"{name!r} is a member too.", "Remove it from one of the lists.")


def check_programmes(opening: Opening, rows: Mapping[str, Programme]) -> None:
    """Note programmes without owners or area, and joint ones that no agreement could start."""
    table = opening.tables["programmes"]
    covered = {str(raw.get("programme")) for raw in opening.raws("agreement")}
    for key, row in rows.items():
        opening.exist(table, (key, "owners"), "nation", row.owners)
        opening.exists(table, (key, "area"), "area", row.area)
        joint = len(row.owners) > 1 and opening.home("agreement").whole
        if joint and row.stage not in _STARTED and key not in covered:
            mend = f'Add an agreement with programme = "{key}", or name one owner.'
            table.fault((key, "owners"), "no agreement could start this joint programme.", mend)


def check_agreements(
    opening: Opening,
    rows: Mapping[str, EligibleAgreement],
    types: Mapping[str, AgreementType],
    meetings: Mapping[str, ScheduledMeeting],
) -> None:
    """Note agreements that name what does not exist, whose terms cannot be, or that no meeting could sign."""
    table = opening.tables["agreements"]
    for key, row in rows.items():
        opening.exist(table, (key, "parties"), "nation", row.parties)
        opening.exist(table, (key, "areas"), "area", row.areas)
        _check_turn(opening, table, (key, "tabled"), row.tabled, lowest=0)
        for name in ("burden", "left"):
            if (getattr(row, name) or 0.0) < 0:
                table.fault((key, name), f"{getattr(row, name):g} is below 0.", "Write 0 or more.")
        if not opening.exists(table, (key, "type"), "kind of agreement", row.type) or row.type not in types:
            continue
        kind = types[row.type]
        _check_cover(opening, key, row, kind)
        if row.share is not None and row.share not in kind.terms:
            menu = ", ".join(f"{share:g}" for share in kind.terms)
            table.fault(
                (key, "share"), f"{row.share:g} is not on the menu of {row.type!r}.", f"Write one of: {menu}."
            )
        if row.in_force and kind.term > 0 and row.left <= 0:
            what = f"it is in force, and no year of its term of {kind.term:g} is left."
            table.fault((key, "left"), what, "Write how many years are left, or in_force = false.")
        _check_window(opening, key, row, kind, meetings)


def _check_cover(opening: Opening, key: str, row: EligibleAgreement, kind: AgreementType) -> None:
    """Note an agreement that enables a programme or research and names none, or names what is not its own."""
    table = opening.tables["agreements"]
    if kind.enables == "research" and not row.areas:
        table.fault(
            (key, "areas"), "a research agreement covers areas, and none is named.", "Name one or more."
        )
    if kind.enables == "programme" and not row.programme:
        mend = 'Write programme = "…", the id of a joint programme.'
        table.fault((key, "programme"), "it starts a joint programme, and none is named.", mend)
    if not row.programme or not opening.exists(table, (key, "programme"), "programme", row.programme):
        return
    if kind.enables != "programme":
        what = f"an agreement of type {row.type!r} starts no programme."
        table.fault((key, "programme"), what, "Remove the key 'programme', or change the type.")
    raw = opening.known("programme").get(row.programme)
    owners = raw.get("owners") if isinstance(raw, dict) else None
    if isinstance(owners, list) and set(map(str, owners)) != set(row.parties):
        what = f"the parties are not the owners of {row.programme!r}: {', '.join(map(str, owners))}."
        table.fault((key, "parties"), what, "Name the same nations in both.")


def _check_window(
    opening: Opening,
    key: str,
    row: EligibleAgreement,
    kind: AgreementType,
    meetings: Mapping[str, ScheduledMeeting],
) -> None:
    """Note an agreement whose parties no meeting of the level it needs could bring together."""
    table = opening.tables["meetings"]
    if not kind.meeting or not table.whole or len(meetings) < len(table.rows):
        return
    ranks = {level: rank for rank, level in enumerate(MEETINGS)}
    for meeting in meetings.values():
        if ranks[meeting.level] >= ranks[kind.meeting] and set(row.parties) <= set(meeting.parties):
            return
    what = f"no meeting of {kind.meeting} brings {', '.join(row.parties)} together to sign it."
    opening.tables["agreements"].fault((key,), what, "Add one to meetings.toml.")


def check_meetings(opening: Opening, rows: Mapping[str, ScheduledMeeting]) -> None:
    """Note meetings of unknown nations, and meetings before the first or after the last turn."""
    table = opening.tables["meetings"]
    for key, row in rows.items():
        opening.exist(table, (key, "parties"), "nation", row.parties)
        for place, turn in enumerate(row.scheduled):
            _check_turn(opening, table, (key, "scheduled", place), turn, lowest=1)


def _check_turn(opening: Opening, table: Table, path: Key, turn: int, lowest: int) -> None:
    """Note a turn that the game does not have."""
    if opening.frame and not lowest <= turn <= opening.frame.turns:
        what = f"turn {turn} is not played: the game has {opening.frame.turns} turns."
        table.fault(path, what, f"Write {lowest} to {opening.frame.turns}.")
