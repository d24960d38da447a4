"""The command that holds the budget rule against the past: backtest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from wargame.backtest import Backtest, read_panel
from wargame.backtest import backtest as run_backtest
from wargame.backtest.findings import (
    LIMITS,
    TERMS,
    country_cells,
    left_out_words,
    method_words,
    miss_words,
    passing,
    score_cells,
    variant_cells,
    variant_words,
    verdict_words,
)
from wargame.backtest.panel import BEFORE
from wargame.backtest.reading import COLUMNS, WANTED
from wargame.backtest.report import prepare_folder, write_backtest
from wargame.backtest.trial import FEWEST_GAMES, GAMES, ORIGINS
from wargame.cli.playtests import table_facts
from wargame.cli.rules import AsJson
from wargame.cli.runs import Out, Seed
from wargame.cli.shell import app, tell, tell_json, working
from wargame.narrate.screen import Line, grid, heading


def _help() -> str:
    """Return the help of the command, with the columns of a panel as they are read."""
    columns = "\n".join(
        f"  {each.name}\n      {each.text}{'' if each.needed else ' (optional)'}" for each in COLUMNS
    )
    return (
        "Forecast military spending from past years by the budget rule and by naive methods, and tell the errors.\n\n"
        "Columns of the panel, a CSV file with a line for each country and year:\n\n"
        f"\b\n{columns}\n\n{WANTED} An origin needs {BEFORE} years before it."
    )


@app.command(short_help="Hold the budget rule against the past.", help=_help())
def backtest(
    data: Annotated[
        Path, typer.Option("--data", metavar="FILE|DIR", help="A panel, CSV, or the folder it lies in.")
    ],
    origin: Annotated[
        list[int] | None,
        typer.Option("--origin", metavar="YEAR", help="Last year a forecast knows; 2005 and 2010 if none."),
    ] = None,
    to: Annotated[
        list[int] | None,
        typer.Option("--to", metavar="YEAR", help="Last year it is held against; the panel's last if none."),
    ] = None,
    games: Annotated[
        int, typer.Option("--games", "-n", help=f"Games of an ensemble, at least {FEWEST_GAMES}.")
    ] = GAMES,
    seed: Seed = 0,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Forecast military spending from past years by the budget rule and by naive methods, and tell the errors."""
    with working("Reading the panel"):
        panel = read_panel(data)
    if out is not None:
        prepare_folder(out)
    with working("Forecasting") as say:
        found = run_backtest(panel, origin or ORIGINS, to or (), games=games, seed=seed, watch=say)
    if out is not None:
        with working("Writing tables and charts"):
            write_backtest(found, out)
    if as_json:
        tell_json(_facts(found))
    else:
        tell(_lines(found))
        tell(_written(out))


def _facts(found: Backtest) -> dict[str, Any]:
    return {
        "panel": found.panel.name,
        "ruleset": found.ruleset.id,
        "ruleset_version": found.ruleset.head.version,
        "games": found.games,
        "seed": found.seed,
        "origins": [
            {"year": each.year, "countries": list(each.past.countries), "left_out": dict(each.past.left_out)}
            for each in found.origins
        ],
        "targets": list(found.targets),
        "scores": table_facts(found.scores()),
        "verdicts": table_facts(found.verdicts()),
        "countries": table_facts(found.countries()),
        "variants": table_facts(found.variants()),
        "as_asked": passing(found),
    }


def _lines(found: Backtest) -> list[Line]:
    panel, verdicts = found.panel, found.verdicts()
    lines = [
        Line(f"Back-test on {panel.name}, {panel.years[0]}-{panel.last}", style="bold"),
        Line(method_words(found)),
        *(Line(text) for text in left_out_words(found)),
    ]
    for origin, to in found.pairs():
        years, countries = to - origin.year, len(origin.past.countries)
        told = verdicts[(verdicts["origin"] == origin.year) & (verdicts["to"] == to)].to_dict("records")
        lines += heading(f"{origin.year} to {to}: {years} years, {countries} countries")
        lines += _grid(score_cells(found, origin.year, to))
        lines += [Line(), *(Line(verdict_words(row), 2) for row in told)]
    lines += [Line(), *grid(TERMS, indent=0)]
    return [*lines, *_country_lines(found), *_variant_lines(found), *_limit_lines()]


def _grid(cells: Sequence[Sequence[str]]) -> list[Line]:
    """Set a table whose first column holds names and all others numbers."""
    return grid(cells, right=range(1, len(cells[0])))


def _country_lines(found: Backtest) -> list[Line]:
    """Tell outcome, forecast and errors country by country, at the last target."""
    lines, to = [], found.targets[-1]
    for origin in found.origins:
        lines += heading(
            f"{to} as forecast from {origin.year} by R1 as the game plays it, bn USD; errors are logs"
        )
        lines += _grid(country_cells(found, origin.year, to))
    return [*lines, *heading("Largest misses"), *(Line(text, 2) for text in miss_words(found))]


def _variant_lines(found: Backtest) -> list[Line]:
    """Tell how every variant did at the last target, and what earlier origins had asked for."""
    lines, to = [], found.targets[-1]
    for origin in found.origins:
        lines += heading(f"Variants of R1, {origin.year} to {to}")
        lines += _grid(variant_cells(found, origin.year, to))
    return [*lines, Line(), *(Line(text, 2) for text in variant_words(found))]


def _limit_lines() -> list[Line]:
    return [*heading("What these figures do not say"), *(Line(f"- {text}", 2) for text in LIMITS)]


def _written(folder: Path | None) -> list[Line]:
    if folder is None:
        return [Line(), Line("--out FOLDER writes all tables, the paths, charts and a report.")]
    rows = [
        ("report.html", "the report, one file"),
        ("charts/", "SVG and PNG, a chart an origin"),
        ("tables/", "scores, verdicts, countries, variants and every path, CSV"),
    ]
    return [*heading(f"Files: {folder}"), *grid(rows)]
