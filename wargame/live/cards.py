"""Cards: what every folder of ``runs/`` is, told in short; a damaged one is told too, and stops nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from wargame.ensemble.changes import words_of
from wargame.ensemble.store import MANIFEST, Store
from wargame.faults import WargameError
from wargame.live.wanted import differs_of
from wargame.origin import people_of
from wargame.record import HEADER, LOG, TAIL, Header, Record
from wargame.scenario import Scenario
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
    seed, replicate : of the dice;  differs : what is otherwise than in the scenario, in a few words
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
    seed: int = 0
    replicate: int = 0
    differs: str = ""
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


def is_plain(name: str) -> bool:
    """Tell whether the name of a folder can be shown and stand in an address."""
    return name.isprintable()


def card_of(folder: Path) -> Card | None:
    """Return the card of a folder, None if it holds nothing that can be opened here."""
    when = max((time for time, _ in signature(folder)), default=0) / 1e9
    if not is_plain(folder.name):
        shown = "".join(each if each.isprintable() else "?" for each in folder.name)
        fault = f"{shown}: the name of this folder holds signs that cannot be shown. Give it another name."
        return Card(shown, "game", when=when, fault=fault) if (folder / HEADER).is_file() else None
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
        people_of(record),
        record.turns,
        frame.turns,
        seed=header.seed,
        replicate=header.replicate,
        differs=characters_of(header, record.scenario),
        over=_is_over(record),
        branch="" if origin is None else f"{origin['run']}, turn {origin['turn']}",
        when=when,
    )


def characters_of(header: Header, scenario: Scenario) -> str:
    """Return the characters of house AI that are others than the scenario's, in a few words: ``CHN hawk``."""
    cast: Mapping[str, str] = dict(zip(header.seats, header.characters, strict=True))
    own = {seat: row.character for seat, row in scenario.nations.items()}
    changed = {
        seat: name for seat, name in cast.items() if seat not in header.people and own.get(seat) != name
    }
    return words_of(changed, header.seats)


def _is_over(record: Record) -> bool:
    """Tell whether a game has ended; a record holds no states, but a digest of each field of the last one."""
    told = record.of(record.turns, "digest")
    going = digest_of({"ending": np.asarray(PLAYING, dtype=FIELDS["ending"].dtype)}, record.turns)
    return bool(told) and not going.startswith(told[-1]["fields"]["ending"])


def _ensemble(folder: Path, when: float) -> Card:
    store = Store.open(folder)
    plan = store.plan
    scenarios = {each.scenario.id: each.scenario for each in plan.settings}
    return Card(
        folder.name,
        "ensemble",
        ", ".join(dict.fromkeys(each.frame.title for each in scenarios.values())),
        ", ".join(scenarios),
        turns=plan.settings[0].scenario.frame.turns,
        games=plan.games,
        seed=plan.seed,
        differs=differs_of(plan),
        over=store.games >= plan.games,
        when=when,
    )
