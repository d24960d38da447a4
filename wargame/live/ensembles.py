"""Ensembles that pages begin, follow, stop and go on with; each is a folder of ``runs/`` and a job of this server.

What is played is in the folder, whole at every moment: a page that is left, a tab that is closed and a server that is
started again lose nothing, and the run goes on from there.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from wargame.ensemble import Progress, run_plan
from wargame.ensemble.store import MANIFEST, Store, folder_for
from wargame.ensemble.tasks import Cutter
from wargame.faults import WargameError, nearest
from wargame.live.aside import measure, process, save_game
from wargame.live.jobs import Job, Jobs, jobs
from wargame.live.wanted import Wanted
from wargame.record import ENGINE, RUNS

BLOCK = 250
"""Games in a block of a page's ensemble: fewer than usual, so that progress shows and a stop is quick."""
NAME = re.compile(r"[^./\\\0][^/\\\0]{0,200}")
"""What the name of a folder in ``runs/`` looks like; anything else leads elsewhere or nowhere."""
START = 2.0
"""Seconds in which the processes of a run are there."""
FRESH = 30.0
"""Seconds for which a measured block tells how fast this machine is."""
DOUBT = "doubt"
"""First word of the folder of an ensemble that varies the assumed numbers; others begin with ``ensemble``."""


@dataclass(frozen=True)
class Standing:
    """How far a run is.

    Attributes
    ----------
    rate : games a second since the first block was there, 0 until the second is
    left : seconds that the rest takes at this rate, None if that is not known
    lacking : bytes by which the disk is likely to be too small, judged by the first block
    """

    done: int
    games: int
    rate: float = 0.0
    left: float | None = None
    lacking: int = 0


@dataclass(frozen=True)
class Estimate:
    """What an ensemble is likely to take, by a first block that was played for it.

    Attributes
    ----------
    seconds : with all processes;  size : bytes on disk;  free : bytes that are there
    measured, rate : games that were played for it, and games a second of one process
    workers : processes that will play
    """

    games: int
    seconds: float
    size: int
    free: int
    measured: int
    rate: float
    workers: int


class Ensembles:
    """The ensembles of this server.

    Parameters
    ----------
    long : jobs that play; those that measure and open single games never wait behind them

    Attributes
    ----------
    version : rises whenever one of the ensembles moves on
    """

    def __init__(self, long: Jobs | None = None) -> None:
        self.version = 0
        self._long, self._brief = long or jobs(), Jobs()
        self._standing: dict[str, Standing] = {}
        self._opened: dict[tuple[str, int, int], str] = {}
        self._measured: dict[str, tuple[float, tuple[float, int]]] = {}
        self._stores: dict[str, tuple[tuple[int, int], Store]] = {}
        self._watchers: list[Callable[[Ensembles], None]] = []
        self._lock = threading.Lock()

    # -- what is there ------------------------------------------------------------------------------------------

    def names(self) -> tuple[str, ...]:
        """Return the folders of all ensembles, the latest first."""
        found = [(path.stat().st_mtime, path.parent.name) for path in Path(RUNS).glob(f"*/{MANIFEST}")]
        return tuple(name for _, name in sorted(found, reverse=True))

    def store(self, name: str) -> Store:
        """Return an ensemble by the name of its folder.

        Raises
        ------
        WargameError
            there is none of this name, or its manifest is damaged
        """
        path = Path(RUNS) / name / MANIFEST
        if not NAME.fullmatch(name) or not path.is_file():
            known = self.names()
            hint = nearest(name, known) if known else "There is none yet: run one from the page Explore."
            raise WargameError(f"There is no ensemble {name[:80]!r} in {RUNS}/. {hint}")
        told = path.stat()
        mark = (told.st_mtime_ns, told.st_size)
        with self._lock:
            held = self._stores.get(name)
        if held is None or held[0] != mark:
            held = (mark, Store.open(path.parent))
            with self._lock:
                self._stores[name] = held
        return held[1]

    def job(self, name: str) -> Job | None:
        """Return the job that plays an ensemble, or the last that did; None if this server has not played it."""
        return self._long.get(f"ensemble {name}")

    def running(self, name: str) -> bool:
        """Tell whether an ensemble is being played by this server, or waits for it."""
        job = self.job(name)
        return job is not None and not job.over

    def standing(self, name: str) -> Standing:
        """Return how far an ensemble is."""
        held = self._standing.get(name)
        if held is not None and self.running(name):
            return held
        store = self.store(name)
        return Standing(store.games, store.plan.games)

    def watch(self, watcher: Callable[[Ensembles], None]) -> Callable[[], None]:
        """Have a function called whenever one of the ensembles moves on; return what ends that."""
        self._watchers = [*self._watchers, watcher]

        def end() -> None:
            self._watchers = [each for each in self._watchers if each is not watcher]

        return end

    # -- playing ------------------------------------------------------------------------------------------------

    def begin(self, wanted: Wanted) -> str:
        """Begin an ensemble and return the name of its folder; one that was begun before goes on or is done.

        Raises
        ------
        WargameError
            what ``Wanted.plan`` says, or a folder that cannot be written
        """
        plan = wanted.plan()
        folder = folder_for(plan, resume=True, kind=DOUBT if wanted.doubt else "ensemble")
        store = Store.begin(plan, folder, BLOCK, resume=True)
        if store.games < plan.games:
            self._play(store)
        return folder.name

    def go_on(self, name: str) -> None:
        """Play what is not finished of an ensemble.

        Raises
        ------
        WargameError
            there is none of this name, or another engine began it
        """
        store = self.store(name)
        if store.key != store.plan.key:
            told = store.versions
            raise WargameError(
                f"{name} was begun by wargame {told['wargame']} (engine {told['engine']}), and this is another release "
                f"(engine {ENGINE}). What is there can be looked at; go on with that release, or run a new one."
            )
        self._play(store)

    def cancel(self, name: str) -> None:
        """Stop playing an ensemble after the blocks that are being played; what is finished is kept."""
        job = self.job(name)
        if job is not None:
            job.cancel()

    def _play(self, store: Store) -> Job:
        name = store.folder.name
        self._standing[name] = Standing(store.games, store.plan.games)

        def work(watch: Callable[[float, str], None], stop: threading.Event) -> str:
            first: list[
                tuple[float, int]
            ] = []  # when the first block came, and the games that were there then

            def note(now: Progress) -> None:
                if now.done > now.kept and not first:
                    first.append((time.monotonic(), now.done))
                standing = _standing(now, *(first[0] if first else (0.0, now.done)))
                self._standing[name] = standing
                watch(standing.done / standing.games, f"{standing.done:,} of {standing.games:,} games")

            run_plan(store.plan, store.folder, workers=workers_for(store.blocks), resume=True, watch=note)
            return name

        job = self._long.start(f"ensemble {name}", work)
        job.watch(self._tell)
        self._tell()
        return job

    def _tell(self, *_: Any) -> None:
        self.version += 1
        for watcher in self._watchers:
            watcher(self)

    # -- before and after ---------------------------------------------------------------------------------------

    def estimate(self, wanted: Wanted) -> Job:
        """Return the job that plays a first block and then tells, as ``Estimate``, what all of it takes.

        Raises
        ------
        WargameError
            what ``Wanted.plan`` says
        """
        plan = wanted.plan()

        def work(watch: Callable[[float, str], None], stop: threading.Event) -> Estimate:
            block = next(plan.blocks(BLOCK))
            like = replace(wanted, games=block.games, seed=0)  # neither moves the time of a game
            told = self._measured.get(repr(like))
            if told is None or time.monotonic() - told[0] > FRESH:
                found = process().do(measure, Cutter(plan).task(block))
                told = self._measured[repr(like)] = (time.monotonic(), found)
            seconds, size = told[1]
            rate, workers = block.games / seconds, workers_for(plan.count_blocks(BLOCK))
            return Estimate(
                plan.games,
                START + plan.games / (rate * min(workers, _cores())),
                round(size * plan.games / block.games),
                shutil.disk_usage(_standing_place()).free,
                block.games,
                rate,
                workers,
            )

        return self._brief.start(f"estimate {plan.key}", work)

    def open_game(self, name: str, replicate: int, point: int = 0) -> Job:
        """Return the job that plays one game of an ensemble again and returns the folder it is saved in.

        Raises
        ------
        WargameError
            there is no ensemble of this name
        """
        folder, key = self.store(name).folder, (name, replicate, point)

        def work(watch: Callable[[float, str], None], stop: threading.Event) -> str:
            kept = self._opened.get(key, "")
            if not kept or not (Path(RUNS) / kept).is_dir():
                self._opened[key] = kept = process().do(save_game, str(folder), replicate, point)
            return kept

        return self._brief.start(f"game {name} {point} {replicate}", work)


def _standing(now: Progress, since: float, before: int) -> Standing:
    """Return how far a run is.

    Parameters
    ----------
    since, before : when the first block came, and games that were there then: processes take their time to start
    """
    played = now.done - before
    rate = played / max(time.monotonic() - since, 1e-3) if played else 0.0
    left = (now.games - now.done) / rate if rate else None
    return Standing(now.done, now.games, rate, left, now.lacking)


def _cores() -> int:
    return os.cpu_count() or 1


def _standing_place() -> Path:
    """Return the folder whose disk runs are kept on."""
    return Path(RUNS) if Path(RUNS).is_dir() else Path()


def workers_for(blocks: int) -> int:
    """Return in how many processes a page's ensemble is played: never in the server's own, which has pages to serve."""
    return max(2, min(_cores(), blocks))


@cache
def ensembles() -> Ensembles:
    """Return the ensembles of this process."""
    return Ensembles()
