"""Commands on many games: ensemble, pick."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.text import Text

from wargame.cli.rules import BASELINE, AsJson, ScenarioName
from wargame.cli.runs import Out, Seats, Seed, Turns, characters_of, closing, facts_of
from wargame.cli.shell import app, tell, tell_json, working
from wargame.ensemble import Progress, Results, plan_of, run_plan
from wargame.ensemble.pick import pick_game
from wargame.ensemble.plan import TABLES
from wargame.ensemble.store import MANIFEST, Store, folder_for, size_of
from wargame.faults import WargameError
from wargame.narrate.screen import Line, grid, heading
from wargame.scenario import Scenario

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
ENDINGS = {
    "breakdown": "talks broke down",
    "calm": "calm: friction or less everywhere",
    "tense": "tense: a show of force or more somewhere",
}
"""Outcomes by which games end, at most one of them in each."""
MEGA = 1e6
"""Bytes of a megabyte."""


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
    rows: Any = results.summary(_shown(told)).to_dict("records")
    if as_json:
        tell_json(
            {
                "folder": str(folder),
                "key": plan.key,
                "scenario": told.id,
                "seed": seed,
                "games": results.games,
                "outcomes": [{name: _plain(value) for name, value in row.items()} for row in rows],
            }
        )
        return
    tell(_summary(told, results.games, {row["outcome"]: row for row in rows}))
    tell(_closing(results, folder, watch.last, seconds))


@app.command(short_help="Play one game of an ensemble again, with its ledger.")
def pick(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of an ensemble.")],
    replicate: Annotated[int, typer.Argument(help="Which game, as the tables name it.")],
    point: Annotated[int, typer.Option("--point", help="At which point of an experiment.")] = 0,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Play one game of an ensemble again as a full record with its ledger, and hold it against its row."""
    with working(f"Playing game {replicate}"):
        game, compared = pick_game(folder, replicate, point)
    run = game.save(out)
    if as_json:
        tell_json({"run": str(run), "compared": compared, **facts_of(game)})
        return
    held = (
        f"its {compared} outcomes are those of the tables, to the bit"
        if compared
        else "its row is not there yet"
    )
    tell(
        [
            Line(
                f"{game.play.scenario.frame.title}, seed {game.seed}, replicate {game.replicate}",
                style="bold",
            ),
            Line(f"{game.turn} turns, {game.ending}; {held}."),
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
    WargameError
        the run was stopped by Ctrl-C: how far it got, and how to go on
    """
    err = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("games"), _Speed(), TimeRemainingColumn())
    with Bar(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("", visible=False)

        def show(now: Progress) -> None:
            if now.done == now.kept:
                bar.reset(task, total=now.games, completed=now.done, visible=True)
            bar.update(task, completed=now.done)

        watcher = Watcher(show)
        try:
            yield watcher
        except KeyboardInterrupt:
            raise WargameError(_stopped(folder)) from None


def _stopped(folder: Path) -> str:
    """Return how far a run got that was stopped, and how to go on."""
    if not (folder / MANIFEST).is_file():
        return "Stopped. No game was played yet."
    store = Store.open(folder)
    return (
        f"Stopped. {store.games:,} of {store.plan.games:,} games are finished and kept in {folder}. "
        f"Go on with the same command and --resume --out {folder}."
    )


def _shown(scenario: Scenario) -> list[str]:
    """Return the outcomes that the end of an ensemble tells."""
    seats = [f"{name}:{seat}" for seat in scenario.nations for name in ("succeeds", "objectives")]
    return [*ENDINGS, *seats, "stability", *(f"tension:{place}" for place in scenario.flashpoints)]


def _summary(scenario: Scenario, games: int, rows: Mapping[str, Mapping[str, Any]]) -> list[Line]:
    """Return what came of an ensemble: endings, seats, the region."""
    ends = [(text, _share(**rows[name])) for name, text in ENDINGS.items()]
    other = 1.0 - sum(rows[name]["mean"] for name in ENDINGS)
    spread = (max(other * (1.0 - other), 0.0) / max(games - 1, 1)) ** 0.5
    ends.append(("neither: some flashpoint at warning, none above", _share(other, spread)))
    seats = [("", "succeeds", "objectives met")]
    for seat, nation in scenario.nations.items():
        owned = sum(each.seat == seat for each in scenario.objectives.values())
        met = rows[f"objectives:{seat}"]
        seats.append(
            (nation.name, _share(**rows[f"succeeds:{seat}"]), f"{_mean(**met, places=2)} of {owned}")
        )
    places = {"stability": "regional stability"}
    places |= {f"tension:{name}": f"tension, {place.name}" for name, place in scenario.flashpoints.items()}
    last = [("", "mean", "5 to 95 % of games")]
    last += [
        (text, _mean(**rows[name]), f"{rows[name]['low']:.1f} to {rows[name]['high']:.1f}")
        for name, text in places.items()
    ]
    frame = scenario.frame
    return [
        Line(f"{frame.title}: {_games(games)} of {frame.turns} turns", style="bold"),
        *heading("How games end"),
        *grid(ends, right=(1,)),
        *heading("Seats"),
        *grid(seats, right=(1, 2)),
        *heading("At the end, points"),
        *grid(last, right=(1, 2)),
        *([Line(), Line("± one standard error of the mean over these games.")] if games > 1 else []),
    ]


def _share(mean: float, error: float, **rest: Any) -> str:
    if mean in (0.0, 1.0):  # a standard error of 0 would be too sure of it
        return f"{100 * mean:.1f} % ({'all' if mean else 'none'})"
    return f"{100 * mean:.1f} %" + (f" ± {100 * error:.1f}" if error == error else "")


def _mean(mean: float, error: float, places: int = 1, **rest: Any) -> str:
    return f"{mean:.{places}f}" + (f" ± {error:.{places}f}" if error == error else "")


def _games(count: int) -> str:
    return f"{count:,} game{'' if count == 1 else 's'}"


def _plain(value: Any) -> Any:
    return None if value != value else value


def _closing(results: Results, folder: Path, last: Progress, seconds: float) -> list[Line]:
    """Return where the tables are, how long it took, and what can be done with them."""
    played = last.done - last.kept
    took = f"{_games(played)} in {seconds:,.1f} s, {played / max(seconds, 1e-9):,.0f} a second."
    before = f" {last.kept:,} were there before." if last.kept else ""
    sent = f" {last.returned} blocks came from workers that do not see the folder." if last.returned else ""
    kept = ", ".join(results.plan.tables)
    return [
        *heading(f"Tables: {folder}"),
        Line(f"{kept} ({size_of(folder) / MEGA:,.1f} MB); dictionary.csv tells every column.", 2),
        Line(f"{took if played else 'Nothing was left to play.'}{before}{sent}", 2),
        Line(f"wargame pick {folder} {results.plan.replicates // 2}", 2),
    ]
