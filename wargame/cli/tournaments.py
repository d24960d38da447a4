"""The command that plays characters against characters: tournament."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from wargame.cli.ensembles import Resume, Scheduler, Workers, playing
from wargame.cli.playtests import table_facts
from wargame.cli.rules import BASELINE, AsJson, ScenarioName
from wargame.cli.runs import Out, Seed, Turns
from wargame.cli.shell import app, tell, tell_json, working
from wargame.ensemble.store import folder_for
from wargame.faults import WargameError
from wargame.narrate.screen import Line, grid, heading
from wargame.tournament import (
    PAY_OFFS,
    Tournament,
    line_up,
    play_tournament,
    tournament_facts,
    write_tournament,
)

WORDS = {
    "score": "score (objectives met times what stability lets them count for)",
    "objectives": "objectives met",
    "succeeds": "whether the seat succeeds",
}
"""The pay-offs in words."""
ALIKE = 1e-9
"""Width below which an interval is a rounding."""
WHERE = {1: "rows", 2: "columns"}
"""Where the table of the blocs names the characters of each side."""


@app.command(short_help="Play characters against characters.")
def tournament(
    scenario: ScenarioName = BASELINE,
    games: Annotated[int, typer.Option("--games", "-n", help="Games of every cell, at least 3.")] = 100,
    characters: Annotated[
        str, typer.Option(metavar="NAME,NAME", help="Characters that compete; all if none is named.")
    ] = "",
    seats: Annotated[
        str, typer.Option(metavar="SEAT,SEAT", help="Seats they are tried in; all if none is named.")
    ] = "",
    bloc: Annotated[
        list[str] | None,
        typer.Option("--bloc", metavar="SEAT,SEAT", help="Seats that get one character; name two blocs."),
    ] = None,
    pay_off: Annotated[
        str, typer.Option(metavar="|".join(PAY_OFFS), help="What ranking and blocs go by.")
    ] = PAY_OFFS[0],
    seed: Seed = 0,
    turns: Turns = None,
    scheduler: Scheduler = None,
    workers: Workers = None,
    resume: Resume = False,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Play characters of house AI against each other, seat by seat and bloc against bloc, with the same luck.

    Every game is kept as a row of a Parquet table, the tables told here as CSV.
    """
    with working("Reading the rules"):
        lineup = line_up(
            scenario,
            characters=_names(characters),
            seats=_names(seats),
            blocs=None if bloc is None else _blocs(bloc),
            games=games,
            seed=seed,
            turns=turns,
            pay_off=pay_off,
        )
        folder = folder_for(lineup.plan, resume, "tournament") if out is None else out
    with playing(folder) as watch:
        found = play_tournament(
            lineup, folder, scheduler=scheduler, workers=workers, resume=resume, watch=watch
        )
    write_tournament(found, folder)
    if as_json:
        tell_json({"folder": str(folder), **_tournament_facts(found)})
        return
    tell([*_tournament_lines(found), *_closing(folder, found)])


def _names(text: str) -> list[str]:
    """Return the names of a list such as ``dove, hawk``."""
    return [name.strip() for name in text.split(",") if name.strip()]


def _blocs(words: Sequence[str]) -> tuple[list[str], list[str]]:
    sides = [_names(text) for text in words]
    if len(sides) != 2:
        raise WargameError(
            "--bloc: name it twice, once for each side, such as --bloc USA,JPN --bloc CHN,RUS."
        )
    return sides[0], sides[1]


def _tournament_facts(found: Tournament) -> dict[str, Any]:
    tables = {name: table_facts(getattr(found, name)) for name in ("seats", "ranking", "cells")}
    return {**tournament_facts(found.lineup), "tables": tables}


def _tournament_lines(found: Tournament) -> list[Line]:
    held = found.lineup
    lines = [
        Line(f"Tournament: {held.scenario.frame.title}", style="bold"),
        Line(
            f"{held.games:,} games a cell, seed {held.seed}, the same luck in every cell. Pay-off: "
            f"{WORDS[held.pay_off]}."
        ),
    ]
    lines += [*_seat_lines(found), *_ranking_lines(found)]
    return [*lines, *_bloc_lines(found)] if held.blocs[0] else lines


def _closing(folder: Path, found: Tournament) -> list[Line]:
    """Return where everything is, and what can be done with it."""
    held = found.lineup
    return [
        *heading(f"Files: {folder}"),
        *grid(
            [
                ("tables/", "CSV: ranking, seats, cells, points, and dictionary for every column"),
                ("outcomes/", f"every game, Parquet: {held.plan.games:,} at {len(held.plan.points)} points"),
                ("tournament.json", "scenario, hashes, versions, and the command that repeats it"),
            ]
        ),
        Line(f"wargame pick {folder} 0 --point {len(held.plan.points) - 1}", 2),
    ]


def _seat_lines(found: Tournament) -> list[Line]:
    """Tell what each character brings each seat over the scenario's own: gain and half of its interval."""
    lineup, name = found.lineup, found.lineup.pay_off
    held: dict[tuple[str, str], Any] = {
        (row["character"], row["seat"]): row for row in found.seats.to_dict("records")
    }
    own = [held[lineup.own(seat), seat][name] for seat in lineup.seats]
    rows = [("", *lineup.seats), ("own character", *(f"{each:z.2f}" for each in own))]
    for character in lineup.characters:
        rows.append((character, *(_gain(held[character, seat], name) for seat in lineup.seats)))
    told = [
        "± is half of the 95 % interval of the difference, game by game. * marks differences that stand although "
        "the whole table is looked at (Holm, 5 %); the others may be luck. same: as much in each game; each: by so "
        "much in each game."
    ]
    return [
        *heading(
            "One seat at a time, the others as the scenario has them: gain over the seat's own character"
        ),
        *grid(rows, right=range(1, len(lineup.seats) + 1)),
        *(Line(text, 2) for text in told),
    ]


def _gain(row: Any, name: str) -> str:
    if row["own"]:
        return "own "
    gain, low, high = (row[f"{name}_gain{end}"] for end in ("", "_low", "_high"))
    mark = "*" if row[f"{name}_verdict"] in ("better", "worse") else " "
    if low == high == 0.0:
        return f"same{mark}"
    return f"{signed(gain)} {_half(low, high)}{mark}"


def _half(low: float, high: float) -> str:
    """Return half of an interval, ``each`` where the number was the same in each game."""
    return f"±{(high - low) / 2:.2f}" if high - low > ALIKE else "each"


def signed(value: float) -> str:
    """Return a number with its sign and two places; what rounds to nothing has none.

    Examples
    --------
    >>> signed(0.126), signed(-0.004)
    ('+0.13', '0.00')
    """
    text = f"{value:+.2f}"
    return text if float(text) else "0.00"


def _ranking_lines(found: Tournament) -> list[Line]:
    rows = [("rank", "character", "gain", "95 % interval", "better in", "worse in", "own in")]
    for row in found.ranking.to_dict("records"):
        ranks = [str(row[end]) for end in ("rank_first", "rank_last")]
        rows.append(
            (
                "-".join(dict.fromkeys(ranks)),
                row["character"],
                signed(row["gain"]),
                f"{signed(row['low'])} to {signed(row['high'])}",
                *(f"{row[f'{what}_in']}" for what in ("better", "worse", "own")),
            )
        )
    count = len(found.lineup.seats)
    seats = f"{count} seat{'' if count == 1 else 's'}"
    return [
        *heading(f"Ranking, mean gain over {seats}"),
        *grid(rows, right=(2, 3, 4, 5, 6)),
        Line(
            "Ranks are those that the differences between characters leave open (Holm, 5 %). A seat whose own "
            "character it is counts as a gain of 0; the last columns count seats, by the marks above.",
            2,
        ),
    ]


def _bloc_lines(found: Tournament) -> list[Line]:
    """Tell the pay-offs of both blocs, best replies and equilibria marked."""
    lines, lineup = [], found.lineup
    for side in (1, 2):
        own, other = lineup.blocs[side - 1], lineup.blocs[2 - side]
        lines += heading(
            f"Mean pay-off of {', '.join(own)} (its character in the {WHERE[side]}) against {', '.join(other)}"
        )
        rows = [("", *lineup.characters)]
        for first in lineup.characters:
            held = found.cells[found.cells["first"] == first].set_index("second")
            rows.append((first, *(_cell(held.loc[second], side) for second in lineup.characters)))
        lines += grid(rows, right=range(1, len(lineup.characters) + 1))
    marks = (
        "* best reply in this sample; ~ not told apart from it (Holm over the table, 5 %). ± is half of the 95 % "
        "interval; each: so much in each game."
    )
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
    mark = "*" if row[f"best_{side}"] else "~" if row[f"tie_{side}"] else " "
    return f"{row[f'pay_off_{side}']:z.2f} {_half(row[f'low_{side}'], row[f'high_{side}'])}{mark}"
