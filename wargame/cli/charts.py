"""Commands on what an ensemble kept: chart, compare."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from wargame.cli.endings import INTERVAL, usual_outcomes
from wargame.cli.playtests import table_facts
from wargame.cli.rules import AsJson
from wargame.cli.shell import app, tell, tell_json, working
from wargame.ensemble import Results, open_results
from wargame.experiment.courses import course_chart, course_table, usual_courses
from wargame.experiment.libraries import need
from wargame.experiment.writing import write_charts
from wargame.faults import WargameError
from wargame.forecast import NO_DIFFERENCE
from wargame.forecast.ensembles import compare as compare_results
from wargame.narrate.screen import Line, grid, heading
from wargame.tables import MONEY, PRICES

PERCENT = 100.0
SEEN = 0.8
"""Share of comparisons that detect the difference told as the least that would show."""


@app.command(short_help="Draw how numbers move in the games of an ensemble.")
def chart(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of an ensemble.")],
    of: Annotated[
        list[str] | None,
        typer.Option("--of", metavar="NUMBER", help="tension:strait, spending:JPN, home.approval:JPN."),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Tell what can be drawn, and draw nothing.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the charts.")] = None,
    as_json: AsJson = False,
) -> None:
    """Draw numbers turn by turn, SVG and PNG.

    A quantity gets bands that hold a share of the games, the median and thirty single games; a level with names gets
    the share of games at each step.
    """
    if listed:
        _list(open_results(folder), as_json)
        return
    need("matplotlib")
    with working("Drawing"):
        results = open_results(folder)
        names = of or usual_courses(results)
        if not names:
            course_table(results)
            raise WargameError("Name what to draw with --of; --list tells what there is.")
        charts = [course_chart(results, name, _command(folder, name)) for name in names]
        written = write_charts(charts, folder / "charts" if out is None else out)
    if as_json:
        tell_json([str(path) for path in written])
    else:
        tell(Line(str(path)) for path in written)


def _command(folder: Path, name: str) -> str:
    """Return the command that draws a chart again; of a path of this machine only the last part is told."""
    place = folder.name if folder.is_absolute() else str(folder)
    return shlex.join(["wargame", "chart", place, "--of", name])


def _list(results: Results, as_json: bool) -> None:
    rows: Any = course_table(results).to_dict("records")
    if as_json:
        tell_json(rows)
        return
    tell(grid([(row["name"], f"{row['text']} ({row['unit']})") for row in rows], indent=0))
    places = {row["name"].partition(":")[2]: row["entries"] for row in rows if row["entries"]}
    tell([*heading("What stands for"), *grid([(name, ", ".join(held)) for name, held in places.items()])])


@app.command(short_help="Set two ensembles side by side, with what differs.")
def compare(
    first: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of an ensemble.")],
    second: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of another.")],
    of: Annotated[
        list[str] | None, typer.Option("--of", metavar="OUTCOME", help="Outcome to look at, such as calm.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell what the second ensemble has otherwise than the first.

    Games of one scenario, seed and length had the same luck and are compared one by one; others are compared as two
    samples. Verdicts are held to all outcomes that are looked at together.
    """
    with working("Comparing"):
        both = open_results(first), open_results(second)
        found = compare_results(*both, of or _usual(both))
    if as_json:
        tell_json(
            {
                "first": {"folder": str(first), "plan": both[0].plan.title},
                "second": {"folder": str(second), "plan": both[1].plan.title},
                "paired": found.attrs["paired"],
                "why_unpaired": found.attrs["why_unpaired"],
                "games": list(found.attrs["games"]),
                "outcomes": table_facts(found),
            }
        )
        return
    tell(_opening(both, found))
    tell(_table(found))


def _usual(both: tuple[Results, Results]) -> list[str]:
    """Return the outcomes that the end of an ensemble tells, if both ensembles have them."""
    told = [usual_outcomes(results.plan.settings[0].scenario) for results in both]
    return [name for name in told[0] if name in told[1]]


def _opening(both: tuple[Results, Results], found: pd.DataFrame) -> list[Line]:
    """Return which ensembles these are, and whether their games are pairs."""
    lines = [
        Line(f"{name}  {results.folder}: {results.plan.title}", style="bold")
        for name, results in zip("AB", both, strict=True)
    ]
    one, other = found.attrs["games"]
    if found.attrs["paired"]:
        told = f"{one:,} pairs: game r of both had the same luck."
        alone = [(name, results.games - one) for name, results in zip("AB", both, strict=True)]
        told += "".join(f" {games:,} more of {name} have no partner." for name, games in alone if games)
    else:
        told = (
            f"Not paired, as {found.attrs['why_unpaired']}: {one:,} games against {other:,}, "
            "so that their luck differs too."
        )
    return [*lines, Line(told)]


def _table(found: pd.DataFrame) -> list[Line]:
    rows: list[tuple[str, ...]] = [("", "unit", "A", "B", "B less A", INTERVAL, "would show", "difference")]
    rows += [_cells(row) for row in found.to_dict("records")]
    together = f", held to all {len(found)} rows together (Holm)" if len(found) > 1 else ""
    return [
        *heading("Outcomes"),
        *grid(rows, right=(2, 3, 4, 5, 6)),
        Line(),
        Line(
            f"Interval: of B less A, of a single row. Would show: the least difference that {PERCENT * SEEN:.0f} of "
            f"100 such comparisons detect. Difference: the verdict{together}."
        ),
    ]


def _cells(row: Any) -> tuple[str, ...]:
    scale, places = (PERCENT, 1) if row["unit"] == "share" else (1.0, 2)
    numbers = ("first", "second", "difference", "low", "high", "detectable")
    one, other, step, low, high, least = (scale * row[name] for name in numbers)
    return (
        row["outcome"],
        {"share": "%", MONEY: PRICES}.get(row["unit"], row["unit"]),
        f"{one:.{places}f}",
        f"{other:.{places}f}",
        f"{step:+.{places}f}",
        f"{low:+.{places}f} to {high:+.{places}f}",
        f"{least:.{places}f}" if least > 0.0 else "-",
        "none detected" if row["verdict"] == NO_DIFFERENCE else f"likely {row['verdict']}",
    )
