"""Commands on many games: ensemble, pick."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.text import Text

from wargame.cli.endings import (
    MEGA,
    closing_lines,
    opening_lines,
    same_as_before,
    summary_lines,
    usual_outcomes,
)
from wargame.cli.playtests import table_facts
from wargame.cli.rules import BASELINE, AsJson, ScenarioName
from wargame.cli.runs import Out, Seats, Seed, Turns, characters_of, closing, count_turns, facts_of
from wargame.cli.shell import app, keeping, tell, tell_json, working
from wargame.ensemble import Progress, plan_of, run_plan
from wargame.ensemble.pick import pick_game, run_folder
from wargame.ensemble.plan import TABLES
from wargame.ensemble.store import MANIFEST, Store, folder_for
from wargame.faults import WargameError
from wargame.narrate.screen import Line

Values = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PARAMETER=VALUE",
        help="A number of the rules, such as growth.inertia=0.1; a list as 20,40,60,75.",
    ),
]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", help="Play behind this Dask scheduler, tcp://host:8786.")
]
Workers = Annotated[
    int | None, typer.Option("--workers", help="Processes to play in; one a core if there is much to play.")
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on where a run of this experiment stopped.")]


@app.command(short_help="Play thousands of games and keep them as tables.")
def ensemble(
    scenario: ScenarioName = BASELINE,
    games: Annotated[int, typer.Option("-n", "--games", help="Number of games.")] = 1000,
    seed: Seed = 0,
    seat: Seats = None,
    values: Values = None,
    turns: Turns = None,
    keep: Annotated[
        str, typer.Option(metavar="TABLES", help="Tables to keep; outcomes always are.")
    ] = ",".join(TABLES),
    scheduler: Scheduler = None,
    workers: Workers = None,
    resume: Resume = False,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Play thousands of games of house AI and keep them as Parquet tables.

    Game r of seed N is bit for bit the one that wargame run --seed N --replicate r plays.
    """
    with working("Reading the rules"):
        plan = plan_of(
            scenario,
            games=games,
            seed=seed,
            characters=characters_of(seat),
            rules=numbers_of(values),
            turns=turns,
            tables=[name.strip() for name in keep.split(",") if name.strip()],
        )
        folder = folder_for(plan, resume) if out is None else out
    began = perf_counter()
    with playing(folder) as watch:
        results = run_plan(plan, folder, scheduler=scheduler, workers=workers, resume=resume, watch=watch)
    seconds = perf_counter() - began
    told = plan.settings[0].scenario
    summary = results.summary(usual_outcomes(told))
    if as_json:
        tell_json(
            {
                "folder": str(folder),
                "key": plan.key,
                "scenario": told.id,
                "seed": seed,
                "games": results.games,
                "turns": told.frame.turns,
                "characters": dict(plan.settings[0].characters),
                "changes": dict(plan.settings[0].changes),
                "differs": plan.differs,
                "outcomes": table_facts(summary),
            }
        )
        return
    tell(opening_lines(results))
    tell(Line(text) for text in same_as_before(plan, characters_of(seat), numbers_of(values)))
    rows: Any = summary.to_dict("records")
    tell(summary_lines(told, results.games, {row["outcome"]: row for row in rows}))
    tell(closing_lines(results, folder, watch.last, seconds))


@app.command(short_help="Play one game of an ensemble again, with its ledger.")
def pick(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of an ensemble.")],
    replicate: Annotated[int, typer.Argument(help="Which game, as the tables name it.")],
    point: Annotated[
        int, typer.Option("--point", metavar="NUMBER", help="At which point of an experiment.")
    ] = 0,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Play one game of an ensemble again as a full record with its ledger, and hold it against its row."""
    with working(f"Playing game {replicate}"):
        game, compared = pick_game(folder, replicate, point)
    plan = Store.open(folder).plan
    run = game.save(run_folder(game, plan, point) if out is None else out)
    differs = plan.point_differs(point)
    if as_json:
        tell_json(
            {"run": str(run), "point": point, "differs": differs, "compared": compared, **facts_of(game)}
        )
        return
    held = (
        f"its {compared} outcomes are those of the tables, to the bit"
        if compared
        else "its row is not there yet"
    )
    place = f"point {point}, " if len(plan.points) > 1 else ""
    tell(
        [
            Line(
                f"{game.play.scenario.frame.title}, {place}seed {game.seed}, replicate {game.replicate}",
                style="bold",
            ),
            Line(f"{differs or 'The scenario as it is: its own characters and numbers'}."),
            Line(f"{count_turns(game.turn)}, {game.ending}; {held}."),
            *closing(run),
        ]
    )


def numbers_of(texts: Sequence[str] | None) -> dict[str, Any]:
    """Return parameter -> number, or numbers, from texts like ``growth.inertia=0.1``.

    Raises
    ------
    WargameError
        a text of another form, something that is no number, a parameter named twice
    """
    chosen: dict[str, Any] = {}
    for text in texts or ():
        name, mark, written = (part.strip() for part in text.partition("="))
        if not (name and mark and written):
            raise WargameError(f"--set {text!r}: write a parameter and a number, such as growth.inertia=0.1.")
        if name in chosen:
            raise WargameError(f"--set {text!r}: {name} is {chosen[name]} already. Name each parameter once.")
        try:
            numbers = tuple(float(part) for part in written.split(","))
        except ValueError:
            raise WargameError(
                f"--set {text!r}: {written!r} is not a number. Write one such as 0.1, or several as 20,40,60."
            ) from None
        chosen[name] = numbers if len(numbers) > 1 else numbers[0]
    return chosen


class Watcher:
    """Shows how far a run is, and remembers the last it was told."""

    def __init__(self, show: Callable[[Progress], None]) -> None:
        self.last = Progress(0, 0)
        self._show = show

    def __call__(self, now: Progress) -> None:
        """Take in how far the run is."""
        if now.lacking > self.last.lacking:
            typer.echo(
                f"The disk is likely to be too small: {now.lacking / MEGA:,.0f} MB are lacking for all games. "
                "What is finished will be kept.",
                err=True,
            )
        self.last = now
        self._show(now)


class _Speed(ProgressColumn):
    """Games a second, over the last half minute."""

    def render(self, task: Any) -> Text:
        return Text(f"{task.speed:,.0f} games/s" if task.speed else "")


@contextmanager
def playing(folder: Path) -> Iterator[Watcher]:
    """Show a bar on standard error while games are played, nothing where it is no terminal.

    Raises
    ------
    Stopped
        by Ctrl-C: how far it got, and how to go on
    """
    err = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("games"), _Speed(), TimeRemainingColumn())
    with Bar(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("", visible=False)

        def show(now: Progress) -> None:
            if now.done == now.kept:
                bar.reset(task, total=now.games, completed=now.done, visible=True)
            bar.update(task, completed=now.done)

        with keeping(lambda: _kept(folder)):
            yield Watcher(show)


def _kept(folder: Path) -> str:
    """Return how far a run got that was stopped, and how to go on."""
    if not (folder / MANIFEST).is_file():
        return "No game was played yet."
    store = Store.open(folder)
    return (
        f"{store.games:,} of {store.plan.games:,} games are finished and kept in {folder}. "
        f"Go on with the same command and --resume --out {folder}."
    )
