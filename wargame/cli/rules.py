"""Commands on the rules themselves: check, rulebook, scenarios, playtest."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from wargame.adjudication.turn import prepare
from wargame.cli.shell import FOUND, app, tell, tell_json, tell_long, working
from wargame.faults import WargameError
from wargame.narrate.screen import Line, grid
from wargame.playtest import casts_of
from wargame.playtest import playtest as measure
from wargame.rulebook import page
from wargame.rulebook import rulebook as write_rulebook
from wargame.scenario import check as find_faults
from wargame.scenario import list_scenarios, read_scenario

BASELINE = "northeast-asia-2022"
"""The scenario that is played where none is named."""
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
ScenarioName = Annotated[str, typer.Argument(help="Id of a scenario, or the path of its folder.")]


@app.command(short_help="Find every fault of the rules.")
def check(
    path: Annotated[
        Path | None, typer.Argument(help="A folder rules/, or a ruleset or scenario in one.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell every fault of a ruleset or scenario: where, what, how to mend. Exit code 1 if there is any."""
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


@app.command(short_help="Print the rulebook, or write it as a page.")
def rulebook(
    scenario: ScenarioName = BASELINE,
    seat: Annotated[
        str, typer.Option("--seat", metavar="SEAT", help="The edition of one seat, without others' secrets.")
    ] = "",
    html: Annotated[
        Path | None, typer.Option("--html", help="Write one self-contained HTML file instead.")
    ] = None,
) -> None:
    """Print the rulebook: order of play, rules, numbers with their sources, orders, agreements, cards."""
    with working("Writing the rulebook"):
        text = write_rulebook(read_scenario(scenario), seat)
    if html is None:
        tell_long(text)
        return
    try:
        html.write_text(page(text), encoding="utf-8")
    except OSError as error:
        told = f"{html}: it cannot be written ({error.strerror})."
        raise WargameError(f"{told} Name a file in a folder that exists.") from None
    tell([Line(f"Wrote {html}.")])


@app.command(short_help="List the scenarios.")
def scenarios(as_json: AsJson = False) -> None:
    """List the scenarios that can be played."""
    listed = list_scenarios()
    if as_json:
        tell_json([{"id": name, **frame.model_dump(exclude={"story"})} for name, frame in listed])
        return
    rows = [(name, f"{frame.title}. {frame.turns} turns from {frame.first_year}.") for name, frame in listed]
    tell(grid(rows, indent=0))


@app.command(short_help="Measure hundreds of games of house AI.")
def playtest(
    scenario: ScenarioName = BASELINE,
    games: Annotated[int, typer.Option("--games", min=1, help="Number of games of house AI.")] = 500,
    seed: Annotated[int, typer.Option("--seed", help="Names all dice.")] = 1,
    characters: Annotated[
        str,
        typer.Option(help="'own' for the scenario's characters, 'mixed', or one character for every seat."),
    ] = "own",
    as_json: AsJson = False,
) -> None:
    """Play hundreds of games of house AI and set the play-test measures beside their windows."""
    with working("Reading the rules"):
        play = prepare(read_scenario(scenario))
        casts = casts_of(play, characters, games, seed)
    with working(f"Playing {games} games"):
        found = measure(casts, games, seed)
    if as_json:
        rows = [asdict(row) | {"figure": float(row.figure), "fits": bool(row.fits)} for row in found.measures]
        tell_json(
            {"scenario": play.scenario.id, "games": games, "measures": rows, "use_of_orders": found.use}
        )
        return
    table = [("", "measure", "figure", "window")]
    table += [
        (
            "" if row.fits else "*",
            f"{row.group}: {row.name}",
            f"{row.figure:.2f}",
            f"{row.low:.2f}-{row.high:.2f}",
        )
        for row in found.measures
    ]
    inside = sum(row.fits for row in found.measures)
    tell(
        [
            *grid(table, indent=0),
            Line(f"{inside} of {len(found.measures)} measures lie in their window; * marks the others."),
        ]
    )
    rare = [name for name, share in found.use.items() if share < 0.03]
    tell([Line(f"Orders used in under 3 % of the seat-turns where legal: {', '.join(rare) or 'none'}.")])
