"""Warm processes that play the pairs of what-ifs, for a page or a room that answers many of them."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from threading import Thread
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
        self._processes = ProcessPoolExecutor(
            self.workers, mp_context=get_context("spawn"), initializer=end_with_parent
        )

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


def end_with_parent() -> None:
    """Let this process end with the one that started it, and only then: Ctrl-C is meant for that one.

    A process that is killed cannot tell its own to end; they would wait for it for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=follow, daemon=True, name="follows its parent").start()
