"""Warm processes that play the pairs of what-ifs, for a page or a room that answers many of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any


class Pool:
    """Processes that share the pairs of a what-if; what comes out is the same to the bit.

    They start with the first what-if, which takes a second or two, and are kept until ``close``. Meanwhile the
    process that asks is free for its own work.

    Parameters
    ----------
    workers : processes, one a core if not given

    Examples
    --------
    >>> with Pool(workers=2) as pool:
    ...     pool.workers
    2
    """

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        # read when a process loads NumPy: its matrix products are small, threads would only wait for each other
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        # a server has threads, and a process forked beside threads may hang
        self._processes = ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"))

    def map(self, work: Callable[..., Any], *arguments: Iterable[Any]) -> list[Any]:
        """Return what a function that travels returns for each set of arguments, in their order."""
        return list(self._processes.map(work, *arguments))

    def close(self) -> None:
        """End the processes; what they have not begun is dropped."""
        self._processes.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *ending: object) -> None:
        self.close()
