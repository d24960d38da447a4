"""Commands on experiments: experiment, chart."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from wargame.cli.ensembles import Resume, Scheduler, Workers, playing
from wargame.cli.playtests import table_facts
from wargame.cli.rules import AsJson
from wargame.cli.runs import Out, Turns
from wargame.cli.shell import app, tell, tell_json, working
from wargame.ensemble import open_results
from wargame.experiment import (
    Experiment,
    Study,
    find_experiments,
    make_experiment,
    read_experiment,
    study,
    write_study,
)
from wargame.experiment.courses import fan_chart, usual_courses
from wargame.experiment.edges import edge_table
from wargame.experiment.findings import (
    change_words,
    command,
    conclusion_words,
    design_words,
    luck_words,
    matters_words,
    why_no_luck,
)
from wargame.experiment.libraries import need
from wargame.experiment.writing import REPORT, write_charts
from wargame.faults import WargameError
from wargame.narrate.screen import Line, grid, heading
from wargame.record import RUNS
from wargame.ruleset import rules_folder
from wargame.scenario import find_scenarios

NO_BREAK = "\u00a0"
"""A space at which no line breaks: a number and its percent sign stay together."""
LIBRARIES = ("SALib", "sklearn", "matplotlib", "scipy")
"""What an experiment will need at its end: told before hours are played."""


@app.command(short_help="Vary what is not known, and see what it changes.")
def experiment(
    target: Annotated[
        str,
        typer.Argument(
            metavar="EXPERIMENT",
            help="A TOML file, the id of one in rules/experiments/, or a scenario with --vary.",
        ),
    ] = "",
    vary: Annotated[
        list[str] | None,
        typer.Option(
            "--vary", metavar="NAME=…", help="growth.inertia=0.1:0.3, CHN=dove,hawk, turns=6,8, kind=assumed."
        ),
    ] = None,
    method: Annotated[str | None, typer.Option(help="grid, latin, sobol or morris.")] = None,
    points: Annotated[int | None, typer.Option(help="Points (latin), or base sample (sobol).")] = None,
    trajectories: Annotated[int | None, typer.Option(help="Trajectories (morris).")] = None,
    levels: Annotated[int | None, typer.Option(help="Steps of each range (grid, morris).")] = None,
    replicates: Annotated[int | None, typer.Option(help="Games at each point.")] = None,
    outcome: Annotated[list[str] | None, typer.Option("--outcome", help="Outcome to look at.")] = None,
    conclusion: Annotated[
        str | None, typer.Option(help="What is tested, such as 'breakdown <= 0.1'.")
    ] = None,
    on_map: Annotated[
        list[str] | None, typer.Option("--map", help="The two factors of a map (grid).")
    ] = None,
    turns: Turns = None,
    seed: Annotated[
        int | None, typer.Option(help="Names all dice: the same seed gives the same games.")
    ] = None,
    out: Out = None,
    resume: Resume = False,
    scheduler: Scheduler = None,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Play a design of factors and write what matters, how much is luck, and what would change the conclusion.

    Without a name, the experiments that come with the project are listed.
    """
    if not target:
        _list(as_json)
        return
    head = {
        "method": method,
        "points": points,
        "trajectories": trajectories,
        "levels": levels,
        "replicates": replicates,
        "outcomes": tuple(outcome or ()),
        "conclusion": conclusion,
        "map": tuple(on_map or ()),
        "turns": turns,
        "seed": seed,
    }
    for name in LIBRARIES:
        need(name)
    with working("Reading the rules"):
        asked = _asked(
            target, vary or [], {key: value for key, value in head.items() if value not in (None, ())}
        )
        folder = _folder(asked, out, resume)
    with playing(folder) as watch:
        found = study(asked, folder, scheduler=scheduler, workers=workers, resume=resume, watch=watch)
    with working("Writing tables and charts"):
        write_study(found, folder)
    if as_json:
        tell_json(_facts(found, folder))
    else:
        tell(
            Line(each.text.replace(" %", NO_BREAK + "%"), each.indent, each.style, each.lead)
            for each in _lines(found, folder)
        )


def _list(as_json: bool) -> None:
    held = [read_experiment(path) for path in find_experiments().values()]
    if as_json:
        keys = ("id", "title", "question", "method", "points", "replicates")
        tell_json([{key: getattr(each, key) for key in keys} for each in held])
        return
    tell(grid([(each.id, each.question) for each in held], indent=0))
    tell([Line(), Line("wargame experiment NAME plays one; --vary makes your own of a scenario.")])


def _asked(target: str, vary: list[str], head: dict[str, Any]) -> Experiment:
    """Return the experiment that was asked for: a file with some of its head changed, or one of the command line."""
    is_file = target in find_experiments() or target.endswith(".toml")
    if is_file and vary:
        raise WargameError(f"{target} says what is varied. Take --vary out, or name a scenario instead.")
    if vary:
        head.setdefault("outcomes", ("breakdown", "calm", "tense"))
        return make_experiment(target, vary, head)
    if not is_file and target in find_scenarios(rules_folder()):
        raise WargameError(
            f"{target} is a scenario: say what to vary, for example --vary growth.inertia --vary kind=assumed."
        )
    lists = {name: list(value) if isinstance(value, tuple) else value for name, value in head.items()}
    return read_experiment(target, lists)


def _folder(asked: Experiment, out: Path | None, resume: bool) -> Path:
    """Return the folder to write to: the one named, or a new one in runs/."""
    if out is not None:
        return out
    if resume:
        raise WargameError("--resume goes on in a folder. Name it with --out.")
    name, count = f"experiment-{asked.id}-seed{asked.seed}", 1
    while (folder := Path(RUNS) / (name if count == 1 else f"{name}-{count}")).exists():
        count += 1
    return folder


def _lines(found: Study, folder: Path) -> list[Line]:
    """Return what is told at the end: luck or doubt, what matters, the conclusion, the files."""
    held = found.experiment
    lines = [Line(held.question, style="bold"), Line(design_words(found)), *heading("Luck or doubt")]
    if found.luck is None:
        lines.append(Line(why_no_luck(found), 2))
    else:
        rows = found.luck.to_dict("records")
        lines += grid([(str(row["outcome"]), luck_words(row)) for row in rows])
    lines += heading(f"What matters ({found.measure})")
    lines += grid([(row.name, matters_words(found, row.name)) for row in held.outcomes])
    lines += heading("What would change this conclusion")
    lines += [Line(text, 2) for text in conclusion_words(found)]
    lines += [Line(f"- {text}", 2) for text in change_words(found)]
    lines += heading(f"Files: {folder}")
    lines += grid(
        [
            (REPORT, "the report, one file"),
            ("charts/", "SVG and PNG"),
            ("tables/", "CSV, with every factor and every point"),
            ("outcomes/", "every game, Parquet"),
        ]
    )
    return [
        *lines,
        Line(),
        Line("House AI only, in this family of scenarios: it explores, it does not predict."),
    ]


def _facts(found: Study, folder: Path) -> dict[str, Any]:
    """Return what a study found, as plain values."""
    held, discovery = found.experiment, found.discovery
    return {
        "experiment": held.id,
        "question": held.question,
        "scenario": held.scenario.id,
        "method": held.method,
        "points": found.design.points,
        "replicates": held.replicates,
        "seed": held.seed,
        "folder": str(folder),
        "command": command(found),
        "outcomes": table_facts(found.outcome_table()),
        "luck": None if found.luck is None else table_facts(found.luck),
        "matters": {name: table_facts(table) for name, table in found.matters.items()},
        "conclusion": str(held.conclusion) if held.conclusion else None,
        "told": conclusion_words(found),
        "boxes": [] if discovery is None else table_facts(discovery.table()),
        "changes_alone": table_facts(edge_table(found.edges)),
        "changes_together": [] if discovery is None else table_facts(discovery.flip_table()),
    }


@app.command(short_help="Draw how numbers move in the games of an ensemble.")
def chart(
    folder: Annotated[Path, typer.Argument(metavar="ENSEMBLE", help="Folder of an ensemble.")],
    of: Annotated[
        list[str] | None,
        typer.Option("--of", metavar="NUMBER", help="tension:strait, spending:JPN, home.approval:JPN."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the charts.")] = None,
) -> None:
    """Draw fan charts, SVG and PNG: bands that hold a share of the games, the median, thirty single games."""
    need("matplotlib")
    with working("Drawing"):
        results = open_results(folder)
        names = of or usual_courses(results) or ("tension",)
        charts = [fan_chart(results, name, f"wargame chart {folder.name} --of {name}") for name in names]
        written = write_charts(charts, folder / "charts" if out is None else out)
    tell(Line(str(path)) for path in written)
