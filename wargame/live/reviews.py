"""Long looks back at a game, as jobs: its turning points, and the game without each act of the white cell.

A job belongs to a game as it stands: once another turn is played, it is another job. What has come so far is to be
read at any time, from any page.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from wargame.faults import WargameError
from wargame.forecast import Pool
from wargame.live.game import LiveGame
from wargame.live.jobs import CANCELLED, Job, Watch, jobs
from wargame.live.shelf import shelf
from wargame.review import Sheet, Turning, Weighed, acts_of, turning_points, weigh

TURNING, RULINGS = "turning", "rulings"
"""Kinds of long looks."""


class Work:
    """The work of a long look; what it has found so far stays when it is stopped, and it can go on from there.

    Parameters
    ----------
    found_by : yields the share done, words, and what is found so far

    Attributes
    ----------
    found : the latest of these, None before the first
    share : of the work that is done, 0 to 1
    """

    def __init__(self, found_by: Callable[[], Iterator[tuple[float, str, Any]]]) -> None:
        self.found: Any = None
        self.share = 0.0
        self._steps = found_by()

    def __call__(self, watch: Watch, stop: threading.Event) -> Any:
        """Work until it is done or told to stop.

        Raises
        ------
        WargameError
            a process that shared the work has died
        """
        watch(self.share, "going on" if self.found is not None else "reading the game")
        try:
            for share, words, found in self._steps:
                self.share, self.found = share, found
                watch(share, words)
        except BrokenProcessPool:
            shelf().forecaster.renew()
            raise WargameError(
                "A process of this server ended in the middle of the work. What was found so far is kept; begin again."
            ) from None
        return self.found


def start(live: LiveGame, kind: str) -> Job:
    """Start a long look, go on with one that was stopped, or return the one that is under way for the game.

    Parameters
    ----------
    kind : turning or rulings
    """
    with live.lock:
        game = live.game
        sheet, acts = Sheet.of(game), acts_of(game)
        name = job_name(live, kind)
    # the lock is free again: all that follows works on copies
    held = jobs().get(name)
    if held is not None and held.state == CANCELLED and isinstance(held.work, Work):
        return jobs().start(name, held.work)
    played = _turning(sheet) if kind == TURNING else _rulings(sheet, acts)
    return jobs().start(name, Work(played))


def find(live: LiveGame, kind: str) -> Job | None:
    """Return the long look of a kind at the game as it stands, None if none was started."""
    return jobs().get(job_name(live, kind))


def found(live: LiveGame, kind: str) -> Any:
    """Return what a long look has found so far, None for nothing."""
    job = find(live, kind)
    return None if job is None or not isinstance(job.work, Work) else job.work.found


def job_name(live: LiveGame, kind: str) -> str:
    """Return the name of the job of a long look."""
    with live.lock:
        return f"{kind} {live.name} {live.game.turn} {live.stamp[:12]}"


def _turning(sheet: Sheet) -> Callable[[], Iterator[tuple[float, str, Turning]]]:
    def played() -> Iterator[tuple[float, str, Turning]]:
        for each in turning_points(sheet, pool=_pool()):
            words = (
                f"fresh luck, up to {each.pairs} of {each.planned} pairs"
                if each.pairs
                else "the game's own luck"
            )
            yield each.share, words, each

    return played


def _rulings(sheet: Sheet, acts: Any) -> Callable[[], Iterator[tuple[float, str, tuple[Weighed, ...]]]]:
    def played() -> Iterator[tuple[float, str, tuple[Weighed, ...]]]:
        for each in weigh(sheet, acts, pool=_pool()):
            done = sum(row.judged for row in each)
            yield (1 + done) / (1 + len(acts)), f"{done} of {len(acts)} played under fresh luck", each

    return played


def _pool() -> Pool | None:
    """Return the processes that what-ifs share: a page that waits for one meets only part of a batch before it."""
    return shelf().forecaster.pool
