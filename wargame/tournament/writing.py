"""The files of a tournament beside its games: what was asked and how to repeat it, tables, what their columns are.

tournament.json     scenario, ruleset and their hashes, seed, characters, versions, the command that repeats it
tables/*.csv        ranking, seats, cells, points, and dictionary: what every column is
manifest.json, dictionary.csv, outcomes/    the games themselves, as of any ensemble
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from wargame.ensemble.parts import write_whole
from wargame.ensemble.store import Store
from wargame.tournament.lineup import PAY_OFFS, LineUp
from wargame.tournament.play import Tournament

FACTS = "tournament.json"
UNITS = {"score": "points", "objectives": "count", "succeeds": "share"}
"""Units of the pay-offs."""


def tournament_facts(lineup: LineUp) -> dict[str, Any]:
    """Return what was asked, as values that JSON can hold."""
    scenario, rules, plan = lineup.scenario, lineup.scenario.ruleset, lineup.plan
    return {
        "command": lineup.command,
        "scenario": {
            "id": scenario.id,
            "title": scenario.frame.title,
            "turns": scenario.frame.turns,
            "hash": scenario.content_hash(),
        },
        "ruleset": {"id": rules.id, "version": rules.head.version, "hash": rules.content_hash()},
        "seed": lineup.seed,
        "games_a_cell": lineup.games,
        "cells": len(plan.points),
        "games": plan.games,
        "pay_off": lineup.pay_off,
        "characters": list(lineup.characters),
        "seats": list(lineup.seats),
        "own_characters": {seat: lineup.own(seat) for seat in scenario.nations},
        "blocs": [list(side) for side in lineup.blocs],
        "key": plan.key,
    }


def write_tournament(found: Tournament, folder: Path) -> list[Path]:
    """Write the tables and what was asked into the folder that holds the games; the same games, the same bytes.

    Returns
    -------
    the files, ``tournament.json`` last

    Raises
    ------
    WargameError
        the folder holds no games, or cannot be written
    """
    versions = dict(Store.open(folder).versions)
    tables = {
        "ranking": found.ranking,
        "seats": found.seats,
        "cells": found.cells,
        "points": found.results.points(),
        "dictionary": dictionary(found),
    }
    (folder / "tables").mkdir(exist_ok=True)
    written = []
    for name, table in tables.items():
        text = table.to_csv(index=False, lineterminator="\n", float_format="%.10g") if len(table) else ""
        written.append(folder / "tables" / f"{name}.csv")
        write_whole(written[-1], text.encode())
    told = json.dumps({**tournament_facts(found.lineup), "versions": versions}, ensure_ascii=False, indent=1)
    write_whole(folder / FACTS, f"{told}\n".encode())
    return [*written, folder / FACTS]


def dictionary(found: Tournament) -> pd.DataFrame:
    """Return what every column of the tables is: ``table, column, unit, text``."""
    unit, pay_off = UNITS[found.lineup.pay_off], found.lineup.pay_off
    rows = [
        ("ranking", "rank_first", "count", "best rank that the games leave open"),
        ("ranking", "rank_last", "count", "worst rank that the games leave open"),
        ("ranking", "character", "", "character of house AI"),
        ("ranking", "gain", unit, f"mean gain in {pay_off} over the seats; 0 in a seat whose own it is"),
        *_ends("ranking", "", unit, "gain"),
        ("ranking", "better_in", "count", "seats in which it is told to be better than the seat's own"),
        ("ranking", "worse_in", "count", "seats in which it is told to be worse than the seat's own"),
        ("ranking", "own_in", "count", "seats whose own character it is"),
        ("seats", "seat", "", "nation"),
        ("seats", "character", "", "character of the seat; the others have those of the scenario"),
        ("seats", "own", "", "the seat's own character in the scenario"),
    ]
    for each in PAY_OFFS:
        rows += [
            ("seats", each, UNITS[each], f"mean {each} of the seat"),
            *_ends("seats", f"{each}_", UNITS[each], "mean"),
            ("seats", f"{each}_gain", UNITS[each], f"{each} less that of the own character, same games"),
            *_ends("seats", f"{each}_gain_", UNITS[each], "gain"),
            ("seats", f"{each}_gain_p", "", "p value of the gain, Holm's over all gains of the table"),
            ("seats", f"{each}_verdict", "", "better, worse, no difference detected (Holm's p > 0.05), own"),
        ]
    rows += _cell_rows(unit, pay_off) if found.lineup.blocs[0] else []
    rows += [
        ("points", "point", "count", "cell, as outcomes/ names it, from 0"),
        ("points", "part", "", "own: all as in the scenario; seats: one seat changed; blocs: two blocs"),
        ("points", "seat", "", "the seat that is changed"),
        ("points", "first", "", "character of the seat, or of the first bloc"),
        ("points", "second", "", "character of the second bloc"),
    ]
    return pd.DataFrame(rows, columns=["table", "column", "unit", "text"])


def _ends(table: str, stem: str, unit: str, what: str) -> list[tuple[str, str, str, str]]:
    return [
        (table, f"{stem}{end}", unit, f"{end} end of the 95 % interval of the {what}")
        for end in ("low", "high")
    ]


def _cell_rows(unit: str, pay_off: str) -> list[tuple[str, str, str, str]]:
    rows = [(name, f"character of the {name} bloc") for name in ("first", "second")]
    told = [("cells", name, "", text) for name, text in rows]
    for side, bloc in enumerate(("first", "second"), 1):
        told += [
            ("cells", f"pay_off_{side}", unit, f"mean {pay_off} of the {bloc} bloc's seats"),
            ("cells", f"low_{side}", unit, "low end of the 95 % interval of the mean"),
            ("cells", f"high_{side}", unit, "high end of the 95 % interval of the mean"),
            ("cells", f"best_{side}", "", "best reply to the other bloc in this sample"),
            ("cells", f"tie_{side}", "", "not told apart from the best reply (Holm's p > 0.05)"),
        ]
    return [
        *told,
        ("cells", "nash", "", "both are best replies in this sample: a pure equilibrium"),
        ("cells", "nash_share", "share", "share of 400 bootstrap samples in which it is one"),
    ]
