"""One warm process beside the server, for work of a second or two that would make pages stutter."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from typing import Any

from wargame.ensemble.parts import play_parts
from wargame.ensemble.pick import pick_game, run_folder
from wargame.ensemble.store import Store
from wargame.ensemble.tasks import Task
from wargame.faults import WargameError
from wargame.forecast import Pool


def measure(task: Task) -> tuple[float, int]:
    """Play a block and return the seconds it took and the bytes of its parts."""
    began = time.perf_counter()
    parts = play_parts(task)
    return time.perf_counter() - began, sum(map(len, parts.values()))


def save_game(folder: str, replicate: int, point: int) -> str:
    """Play one game of an ensemble again, save it in ``runs/`` and return its folder's name."""
    game, _ = pick_game(folder, replicate, point)
    return game.save(run_folder(game, Store.open(folder).plan, point)).name


class Process:
    """One warm process beside the server, for work of a second or two."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: Pool | None = None

    def do(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """Return what a function that travels returns there."""
        with self._lock:
            self._pool = pool = self._pool or Pool(workers=1)
        try:
            return pool.map(work, *([each] for each in arguments))[0]
        except BrokenProcessPool:
            with self._lock:
                self._pool = None
            raise WargameError(
                "The process that plays beside the pages has ended; it may lack memory. Try again."
            ) from None


@cache
def process() -> Process:
    """Return the one of this server."""
    return Process()
