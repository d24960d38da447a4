"""The command that plays characters against characters: tournament."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from wargame.cli.ensembles import Workers
from wargame.cli.playtests import playing_games, table_facts
from wargame.cli.rules import BASELINE, AsJson, ScenarioName
from wargame.cli.runs import Out, Seed, Turns
from wargame.cli.shell import app, tell, tell_json
from wargame.faults import WargameError
from wargame.narrate.screen import Line, grid, heading
from wargame.tournament import PAY_OFFS, Tournament, claim_folder, play_tournament

WORDS = {
    "score": "score (objectives met times what stability lets them count for)",
    "objectives": "objectives met",
    "succeeds": "whether the seat succeeds",
}
"""The pay-offs in words."""
WHERE = {1: "rows", 2: "columns"}
"""Where the table of the blocs names the characters of each side."""


@app.command(short_help="Play characters against characters.")
def tournament(
    scenario: ScenarioName = BASELINE,
    games: Annotated[int, typer.Option("--games", "-n", help="Games of every cell, at least 3.")] = 100,
    character: Annotated[
        list[str] | None, typer.Option("--character", help="A character that competes; all if none is named.")
    ] = None,
    seat: Annotated[
        list[str] | None, typer.Option("--seat", help="A seat they are tried in; all if none is named.")
    ] = None,
    bloc: Annotated[
        list[str] | None,
        typer.Option("--bloc", metavar="SEAT,SEAT", help="Seats that get one character; name two blocs."),
    ] = None,
    pay_off: Annotated[
        str, typer.Option(help=f"What ranking and blocs go by: {', '.join(PAY_OFFS)}.")
    ] = PAY_OFFS[0],
    seed: Seed = 0,
    turns: Turns = None,
    workers: Workers = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Play characters of house AI against each other, seat by seat and bloc against bloc, with the same luck."""
    blocs = None if bloc is None else _blocs(bloc)
    if out is not None:
        claim_folder(out)
    with playing_games() as say:
        found = play_tournament(
            scenario,
            characters=character or (),
            seats=seat or (),
            blocs=blocs,
            games=games,
            seed=seed,
            turns=turns,
            pay_off=pay_off,
            workers=workers,
            watch=lambda progress: say(f"{progress.done:,} of {progress.games:,} games"),
        )
    if out is not None:
        found.save(out)
    if as_json:
        tell_json(_tournament_facts(found))
        return
    tell(_tournament_lines(found))
    if out is not None:
        tell(
            [
                Line(),
                Line(f"{out}: seats.csv, ranking.csv, cells.csv, games.csv ({len(found.games):,} games)."),
            ]
        )


def _blocs(words: Sequence[str]) -> tuple[list[str], list[str]]:
    sides = [[seat.strip() for seat in text.split(",") if seat.strip()] for text in words]
    if len(sides) != 2:
        raise WargameError(
            "--bloc: name it twice, once for each side, such as --bloc USA,JPN --bloc CHN,RUS."
        )
    return sides[0], sides[1]


def _tournament_facts(found: Tournament) -> dict[str, Any]:
    return {
        "scenario": found.scenario.id,
        "games_a_cell": found.replicates,
        "seed": found.seed,
        "pay_off": found.pay_off,
        "characters": list(found.characters),
        "blocs": [list(side) for side in found.blocs],
        "seats": table_facts(found.seats),
        "ranking": table_facts(found.ranking),
        "cells": table_facts(found.cells),
    }


def _tournament_lines(found: Tournament) -> list[Line]:
    lines = [
        Line(f"Tournament: {found.scenario.frame.title}", style="bold"),
        Line(
            f"{found.replicates:,} games a cell, seed {found.seed}, the same luck in every cell. Pay-off: "
            f"{WORDS[found.pay_off]}."
        ),
    ]
    lines += [*_seat_lines(found), *_ranking_lines(found)]
    return [*lines, *_bloc_lines(found)] if found.blocs[0] else lines


def _seat_lines(found: Tournament) -> list[Line]:
    """Tell what each character brings each seat over the scenario's own: gain and half of its interval."""
    held = found.seats.set_index(["character", "seat"])
    seats, name = list(dict.fromkeys(found.seats["seat"])), found.pay_off
    rows = [("", *seats), ("own character", *(f"{_own(found, seat)[name]:.2f}" for seat in seats))]
    for character in found.characters:
        cells = []
        for seat in seats:
            row = held.loc[(character, seat)]
            gain, low, high = (row[f"{name}_gain{end}"] for end in ("", "_low", "_high"))
            mark = "" if low <= 0.0 <= high else "*"
            cells.append("own" if row["own"] else f"{gain:+.2f} ±{(high - low) / 2:.2f}{mark or ' '}")
        rows.append((character, *cells))
    return [
        *heading(
            "One seat at a time, the others as the scenario has them: gain over the seat's own character"
        ),
        *grid(rows, right=range(1, len(seats) + 1)),
        Line(
            "± is half of the 95 % interval of the difference, game by game; * marks those that leave out 0.",
            2,
        ),
    ]


def _own(found: Tournament, seat: str) -> Any:
    table = found.seats
    return table[(table["seat"] == seat) & table["own"]].iloc[0]


def _ranking_lines(found: Tournament) -> list[Line]:
    rows = [("", "character", "gain", "95 % interval", "best in")]
    rows += [
        (
            f"{row['rank']}.",
            row["character"],
            f"{row['gain']:+.2f}",
            f"{row['low']:+.2f} to {row['high']:+.2f}",
            f"{row['best_in']} seat{'' if row['best_in'] == 1 else 's'}",
        )
        for row in found.ranking.to_dict("records")
    ]
    return [*heading("Ranking, mean gain over the seats"), *grid(rows, right=(2, 3))]


def _bloc_lines(found: Tournament) -> list[Line]:
    """Tell the pay-offs of both blocs, best replies and equilibria marked."""
    lines = []
    for side in (1, 2):
        own, other = found.blocs[side - 1], found.blocs[2 - side]
        lines += heading(
            f"Mean pay-off of {', '.join(own)} (its character in the {WHERE[side]}) against {', '.join(other)}"
        )
        rows = [("", *found.characters)]
        for first in found.characters:
            held = found.cells[found.cells["first"] == first].set_index("second")
            rows.append((first, *(_cell(held.loc[second], side) for second in found.characters)))
        lines += grid(rows, right=range(1, len(found.characters) + 1))
    marks = "* best reply in this sample; ~ not told apart from it. ± is half of the 95 % interval."
    nash = found.cells[found.cells["nash"]]
    told = [
        f"{row['first']} against {row['second']} (in {100 * row['nash_share']:.0f} % of resamples)"
        for row in nash.to_dict("records")
    ]
    return [
        *lines,
        Line(marks, 2),
        Line(),
        Line(f"Pure equilibria in this sample: {'; '.join(told) or 'none'}."),
    ]


def _cell(row: Any, side: int) -> str:
    mean, half = row[f"pay_off_{side}"], (row[f"high_{side}"] - row[f"low_{side}"]) / 2
    mark = "*" if row[f"best_{side}"] else "~" if row[f"tie_{side}"] else " "
    return f"{mean:.2f} ±{half:.2f}{mark}"
