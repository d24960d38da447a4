"""Commands on the rules themselves: check, rulebook and descriptions of the model, scenarios."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from wargame.cli.shell import FOUND, app, tell, tell_json, tell_long, working
from wargame.experiment import check_experiments
from wargame.faults import WargameError, nearest
from wargame.live.script import check_practice
from wargame.narrate.screen import Line, grid
from wargame.rulebook import limits, odd, page
from wargame.rulebook import rulebook as write_rulebook
from wargame.rulebook.trace import trace
from wargame.scenario import Scenario, list_scenarios, read_scenario
from wargame.scenario import check as find_faults

BASELINE = "northeast-asia-2022"
"""The scenario that is played where none is named."""
BOOK = "book"
PARTS = (BOOK, "odd", "trace", "limits")
"""What the rulebook command can write."""
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
ScenarioName = Annotated[str, typer.Argument(help="Id of a scenario, or the path of its folder.")]


@app.command(short_help="Find every fault of the rules.")
def check(
    path: Annotated[
        Path | None, typer.Argument(help="A folder rules/, or a ruleset or scenario in one.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell every fault of the rules: scenarios, experiments, practice games. Where, what, how to mend; exit code 1."""
    if path is not None and not path.exists():
        raise WargameError(
            f"{path}: there is no such folder. Name a folder of rules, or none for the usual one."
        )
    if path is not None and not _holds_rules(path):
        raise WargameError(
            f"{path}: there are no rules here. Name a folder rules/, one with a ruleset.toml or one with a "
            "scenario.toml."
        )
    with working("Reading the rules"):
        found = find_faults(path)
        if path is None:
            found = (*found, *check_experiments(), *check_practice())
    if as_json:
        tell_json([{"where": fault.where, "what": fault.what, "mend": fault.mend} for fault in found])
    else:
        tell(Line(str(fault)) for fault in found)
        count = f"{len(found)} faults" if len(found) != 1 else "1 fault"
        tell([Line(f"{count} found." if found else "No fault found.")])
    raise typer.Exit(FOUND if found else 0)


def _holds_rules(path: Path) -> bool:
    folder = path.parent if path.is_file() else path
    heads = ("ruleset.toml", "scenario.toml", "*/ruleset.toml")
    return any(True for head in heads for _ in folder.glob(head))


@app.command(short_help="Print the rulebook or a description of the model, or write it as a page.")
def rulebook(
    scenario: ScenarioName = BASELINE,
    part: Annotated[
        str,
        typer.Option(
            "--part",
            metavar="PART",
            help="book, odd (the model, so that it can be built again), trace (how it was tested) or limits.",
        ),
    ] = BOOK,
    seat: Annotated[
        str, typer.Option("--seat", metavar="SEAT", help="The edition of one seat, without others' secrets.")
    ] = "",
    html: Annotated[
        Path | None, typer.Option("--html", help="Write one self-contained HTML file instead.")
    ] = None,
) -> None:
    """Print the rulebook: order of play, rules, numbers with their sources, orders, agreements, cards.

    Other parts describe the model by the ODD protocol, tell what was verified, calibrated, corroborated and
    rejected (TRACE), or tell the limits of use.
    """
    _check_part(part, seat)
    with working("Writing the rulebook") as watch:
        text = _written(part, read_scenario(scenario), seat, watch, marked=html is not None)
    if html is None:
        tell_long(text)
        return
    try:
        html.write_text(page(text), encoding="utf-8")
    except OSError as error:
        told = f"{html}: it cannot be written ({error.strerror})."
        raise WargameError(f"{told} Name a file in a folder that exists.") from None
    tell([Line(f"Wrote {html}.")])


def _check_part(part: str, seat: str) -> None:
    if part not in PARTS:
        raise WargameError(f"--part {part!r}: there is no such part. {nearest(part, PARTS)}")
    if seat and part != BOOK:
        raise WargameError(
            f"--seat {seat} goes with the book: --part {part} is one text for all. "
            f"Leave out --seat, or --part {part}."
        )


def _written(part: str, scenario: Scenario, seat: str, watch: Callable[[str], None], marked: bool) -> str:
    if part == "odd":
        return odd(scenario, marked)
    if part == "trace":
        return trace(scenario, watch, marked)
    return limits(scenario, marked) if part == "limits" else write_rulebook(scenario, seat, marked)


@app.command(short_help="List the scenarios.")
def scenarios(as_json: AsJson = False) -> None:
    """List the scenarios that can be played."""
    listed = list_scenarios()
    if as_json:
        tell_json([{"id": name, **frame.model_dump(exclude={"story"})} for name, frame in listed])
        return
    rows = [(name, f"{frame.title}. {frame.turns} turns from {frame.first_year}.") for name, frame in listed]
    tell(grid(rows, indent=0))
