"""Cards: what every folder of ``runs/`` is, told in short; a damaged one is told too, and stops nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from wargame.ensemble.store import MANIFEST, Store
from wargame.faults import WargameError
from wargame.record import HEADER, LOG, TAIL, Record
from wargame.state import FIELDS, PLAYING, digest_of

MARKS = (HEADER, LOG, TAIL, MANIFEST)
"""Files by which a folder is known, and whose times tell whether it changed."""


@dataclass(frozen=True)
class Card:
    """One folder of ``runs/``.

    Attributes
    ----------
    kind : game, ensemble or experiment (a folder that holds the ensembles of one)
    title : of the scenario;  scenario : its id
    seats, people : all seats of a game, and those that persons play
    turn, turns : turns played, and planned;  games : games planned in an ensemble
    over : whether the game has ended, or all games of the ensemble are played
    branch : run and turn that a game grew from, "" for none
    when : seconds since 1970 at which it was written last
    fault : one sentence for a folder that cannot be opened, else ""
    """

    name: str
    kind: str
    title: str = ""
    scenario: str = ""
    seats: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    turn: int = 0
    turns: int = 0
    games: int = 0
    over: bool = False
    branch: str = ""
    when: float = 0.0
    fault: str = ""


def signature(folder: Path) -> tuple[tuple[int, int], ...]:
    """Return times and sizes of the files by which a folder is known; empty if it is none of ours."""
    found = []
    for mark in MARKS:
        try:
            told = (folder / mark).stat()
        except OSError:
            continue
        found.append((told.st_mtime_ns, told.st_size))
    return tuple(found)


def card_of(folder: Path) -> Card | None:
    """Return the card of a folder, None if it holds nothing that can be opened here."""
    when = max((time for time, _ in signature(folder)), default=0) / 1e9
    try:
        if (folder / HEADER).is_file():
            return _game(folder, when)
        if (folder / MANIFEST).is_file():
            return _ensemble(folder, when)
    except WargameError as error:
        kind = "game" if (folder / HEADER).is_file() else "ensemble"
        return Card(folder.name, kind, when=when, fault=str(error))
    parts = [path.parent for path in folder.glob(f"*/{MANIFEST}")]
    if not parts:
        return None
    times = [time for part in parts for time, _ in signature(part)]
    return Card(folder.name, "experiment", when=max(times) / 1e9)


def _game(folder: Path, when: float) -> Card:
    record = Record.read(folder)
    header, frame = record.header, record.scenario.frame
    origin: Any = header.branched_from
    return Card(
        folder.name,
        "game",
        frame.title,
        record.scenario.id,
        header.seats,
        header.people,
        record.turns,
        frame.turns,
        over=_is_over(record),
        branch="" if origin is None else f"{origin['run']}, turn {origin['turn']}",
        when=when,
    )


def _is_over(record: Record) -> bool:
    """Tell whether a game has ended; a record holds no states, but a digest of each field of the last one."""
    told = record.of(record.turns, "digest")
    going = digest_of({"ending": np.asarray(PLAYING, dtype=FIELDS["ending"].dtype)}, record.turns)
    return bool(told) and not going.startswith(told[-1]["fields"]["ending"])


def _ensemble(folder: Path, when: float) -> Card:
    store = Store.open(folder)
    scenarios = {each.scenario.id: each.scenario for each in store.plan.settings}
    return Card(
        folder.name,
        "ensemble",
        ", ".join(dict.fromkeys(each.frame.title for each in scenarios.values())),
        ", ".join(scenarios),
        games=store.plan.games,
        over=store.games >= store.plan.games,
        when=when,
    )
