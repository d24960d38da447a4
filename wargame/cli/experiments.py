"""The command on experiments: experiment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from wargame.cli.ensembles import Resume, Scheduler, Workers, playing
from wargame.cli.playtests import table_facts
from wargame.cli.rules import BASELINE, AsJson
from wargame.cli.runs import Out, Turns
from wargame.cli.shell import app, tell, tell_json, working
from wargame.experiment import (
    Experiment,
    Study,
    find_experiments,
    make_experiment,
    read_experiment,
    study,
    write_study,
)
from wargame.experiment.checks import MAY, STAYS, TURNS
from wargame.experiment.design import LEVELS
from wargame.experiment.edges import edge_table
from wargame.experiment.findings import (
    NO_BREAK,
    change_words,
    command,
    conclusion_words,
    design_words,
    luck_words,
    matters_words,
    no_change,
    why_no_luck,
)
from wargame.experiment.head import METHOD, REPLICATES, SIZES
from wargame.experiment.headline import short
from wargame.experiment.libraries import need
from wargame.experiment.reading import RESOLVED
from wargame.experiment.report import files_of
from wargame.faults import WargameError
from wargame.narrate.screen import Line, grid, heading
from wargame.record import RUNS
from wargame.ruleset import rules_folder
from wargame.scenario import find_scenarios

NOTHING = (
    "Name what to play: one of the list that wargame experiment shows, a TOML file, or what to vary, for example "
    "--vary growth.inertia."
)
USUAL = ("breakdown", "calm", "strained")
"""Outcomes of an experiment of one's own that names none."""
LIBRARIES = ("SALib", "sklearn", "matplotlib", "scipy")
"""What an experiment will need at its end: told before hours are played."""


def _usual(method: str) -> int:
    """Return the size of a design of a method where none is told."""
    return SIZES[method][1]


@app.command(short_help="Vary what is not known, and see what it changes.")
def experiment(
    target: Annotated[
        str,
        typer.Argument(
            metavar="EXPERIMENT",
            help="The id of one in rules/experiments/, a TOML file, a folder that one was written to, or, with "
            f"--vary, a scenario ({BASELINE} if none is named).",
        ),
    ] = "",
    vary: Annotated[
        list[str] | None,
        typer.Option(
            "--vary", metavar="NAME=…", help="growth.inertia=0.1:0.3, CHN=dove,hawk, turns=6,8, kind=assumed."
        ),
    ] = None,
    method: Annotated[str | None, typer.Option(help=f"grid, latin, sobol or morris [{METHOD}]")] = None,
    points: Annotated[
        int | None,
        typer.Option(help=f"Points of latin [{_usual('latin')}], base sample of sobol [{_usual('sobol')}]"),
    ] = None,
    trajectories: Annotated[
        int | None, typer.Option(help=f"Trajectories of morris [{_usual('morris')}]")
    ] = None,
    levels: Annotated[
        int | None, typer.Option(help=f"Steps of each range of grid [{_usual('grid')}], of morris [{LEVELS}]")
    ] = None,
    replicates: Annotated[int | None, typer.Option(help=f"Games at each point [{REPLICATES}]")] = None,
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
    given = {key: value for key, value in head.items() if value not in (None, ())}
    if not (target or vary):
        if given or out or resume or scheduler or workers:
            raise WargameError(NOTHING)
        _list(as_json)
        return
    for name in LIBRARIES:
        need(name)
    with working("Reading the rules"):
        asked = _asked(target or BASELINE, vary or [], given)
        folder = _folder(asked, out, resume)
    with playing(folder) as watch:
        found = study(asked, folder, scheduler=scheduler, workers=workers, resume=resume, watch=watch)
    with working("Writing tables and charts"):
        write_study(found, folder)
    if as_json:
        tell_json(_facts(found, folder))
        return
    lines = _lines(found, folder)
    tell(Line(line.text.replace(" %", NO_BREAK), line.indent, line.style, line.lead) for line in lines)


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
    is_file = target in find_experiments() or target.endswith(".toml") or (Path(target) / RESOLVED).is_file()
    if is_file and vary:
        raise WargameError(f"{target} says what is varied. Take --vary out, or name a scenario instead.")
    if vary:
        head.setdefault("outcomes", USUAL)
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
    # one that repeats the folder of another is named after it already
    name = asked.id if asked.id.startswith("experiment-") else f"experiment-{asked.id}-seed{asked.seed}"
    count = 1
    while (folder := Path(RUNS) / (name if count == 1 else f"{name}-{count}")).exists():
        count += 1
    return folder


def _lines(found: Study, folder: Path) -> list[Line]:
    """Return what is told at the end: the answer, luck or doubt, what matters, what would change it, the files."""
    held, outcomes = found.experiment, found.experiment.outcomes
    lines = [Line(held.question, style="bold"), Line(design_words(found)), *heading("In short")]
    lines += [Line(f"- {text}", 2) for text in short(found)]
    lines += heading(found.between.heading)
    if found.luck is None:
        lines.append(Line(why_no_luck(found), 2))
    else:
        lines += grid([(row.name, luck_words(found, row.name)) for row in outcomes])
    lines += heading(f"What matters ({found.measure})")
    lines += grid([(row.name, matters_words(found, row.name)) for row in outcomes])
    lines += heading("What would change this conclusion")
    told = change_words(found, TURNS, MAY)
    lines += [Line(text, 2) for text in filter(None, [*conclusion_words(found)[2:], no_change(found)])]
    lines += [Line(f"- {text}", 2) for text in told]
    if found.experiment.conclusion is None:
        lines += [Line(text, 2) for text in conclusion_words(found)]
    if less := change_words(found, STAYS):
        lines += [Line("Tried, and not enough:", 2), *(Line(f"- {text}", 4) for text in less)]
    return [
        *lines,
        *heading(f"Files: {folder}"),
        *grid(files_of(found)),
        Line(f"Plan {found.keys[''][:12]}: a run with the same plan has the same games, to the bit.", 2),
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
        "key": found.keys[""],
        "short": short(found),
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
