"""Plays a plan: in this process, on all cores, or on the machines behind a scheduler."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from wargame.ensemble.parts import decode, deliver, play_parts, write_parts
from wargame.ensemble.plan import BLOCK, Plan
from wargame.ensemble.points import Block
from wargame.ensemble.results import Results
from wargame.ensemble.store import Store
from wargame.ensemble.tasks import Cutter, Task, play_task
from wargame.faults import WargameError

R = TypeVar("R")

ALONE = 2000
"""Games below which starting other processes takes longer than they save."""


@dataclass(frozen=True)
class Progress:
    """How far a run is.

    Attributes
    ----------
    done, games : games finished, those of an earlier run included; games of the plan
    kept : games that an earlier run had finished
    returned : blocks that workers sent here, as they do not see the folder
    lacking : bytes by which the disk is likely to be too small, judged by the first block
    """

    done: int
    games: int
    kept: int = 0
    returned: int = 0
    lacking: int = 0


Watch = Callable[[Progress], None]


def run_plan(
    plan: Plan,
    out: str | Path | None = None,
    *,
    scheduler: str | None = None,
    workers: int | None = None,
    resume: bool = False,
    watch: Watch | None = None,
    block: int = BLOCK,
) -> Results:
    """Play a plan.

    Where the games are played changes nothing of what comes out, down to the bytes of the files. A script that plays
    on several processes calls this below ``if __name__ == "__main__":``, as each of them reads the script again.

    Parameters
    ----------
    plan : which games
    out : folder for the tables, one that does not exist; None to keep them in memory
    scheduler : address of a Dask scheduler, ``tcp://host:8786``, whose workers play
    workers : processes of this machine; if not given, this one in memory and below ``ALONE`` games, else one a core
    resume : go on where a run to this folder stopped, or begin if none did
    watch : called at the start and after every block
    block : most games that are played side by side; a run that goes on keeps the one it began with

    Raises
    ------
    WargameError
        a folder that holds something else, a full disk, no scheduler or one that is lost; what is finished is kept
    """
    for what, number in (("workers", workers), ("games in a block", block)):
        if number is not None and number < 1:
            raise WargameError(f"{number} {what} were asked for. Ask for 1 or more.")
    watch = watch or (lambda progress: None)
    if scheduler:
        _dask().knock(scheduler)
    if out is None:
        return _in_memory(plan, _Place(scheduler, workers or 1), watch, block)
    store = Store.begin(plan, Path(out), block, resume)
    _fill(store, scheduler, workers, watch)
    return Results.of_store(store)


@dataclass(frozen=True)
class _Place:
    """Where tasks are worked on: behind a scheduler, in this process (1 worker), or in several (None: one a core)."""

    scheduler: str | None
    workers: int | None

    @property
    def is_here(self) -> bool:
        """Whether that is this process."""
        return self.scheduler is None and self.workers == 1

    def work(
        self, tasks: Iterable[Task], work: Callable[..., R], arguments: tuple[str, ...] = ()
    ) -> Generator[tuple[Block, R], None, None]:
        """Yield each block with what the work on it returned, as they come."""
        if self.is_here:
            yield from ((task.block, work(task, *arguments)) for task in tasks)
            return
        cluster = _dask()
        with (
            cluster.behind(self.scheduler)
            if self.scheduler
            else cluster.on_this_machine(self.workers) as client
        ):
            yield from cluster.play_tasks(client, work, tasks, arguments)


def _dask() -> ModuleType:
    """Return what speaks to Dask; loading it takes longer than many a small ensemble."""
    from wargame.ensemble import cluster

    return cluster


def _in_memory(plan: Plan, place: _Place, watch: Watch, size: int) -> Results:
    """Play a plan and keep its tables here."""
    tasks, parts, now = map(Cutter(plan).task, plan.blocks(size)), {}, Progress(0, plan.games)
    watch(now)
    # tables travel as files: what Arrow unpickles lies askew in memory
    with closing(place.work(tasks, play_task if place.is_here else play_parts)) as played:
        for block, found in played:
            parts[block.number] = found if place.is_here else {n: decode(part) for n, part in found.items()}
            now = replace(now, done=now.done + block.games)
            watch(now)
    return Results.of_parts(plan, [parts[number] for number in sorted(parts)])


def _fill(store: Store, scheduler: str | None, workers: int | None, watch: Watch) -> None:
    """Play what is not finished yet of a store's plan."""
    plan, cutter, whole = store.plan, Cutter(store.plan), store.whole()
    kept = sum(block.games for block in plan.blocks(store.size) if block.number in whole)
    now = Progress(kept, plan.games, kept)
    watch(now)
    if kept == plan.games:
        return
    if workers is None and plan.games - kept < ALONE:
        workers = 1
    missing = (block for block in plan.blocks(store.size) if block.number not in whole)
    sign = store.sign()
    arguments = (str(store.folder.resolve()), sign.name)
    try:
        with closing(
            _Place(scheduler, workers).work(map(cutter.task, missing), deliver, arguments)
        ) as played:
            for block, parts in played:
                if parts is not None:
                    write_parts(store.folder, block, parts)
                first = now.done == kept
                now = replace(now, done=now.done + block.games, returned=now.returned + (parts is not None))
                if first:
                    now = replace(now, lacking=store.lacking(block, plan.games - now.done))
                watch(now)
    finally:
        sign.unlink(missing_ok=True)
        store.sweep()
