"""Long work of pages in the background: ensembles, turning points; with progress, words and a way to stop.

A job outlives the page that started it: another page, another tab or the same one after a reload finds it by its
name. The thread of a job only waits; what takes processor time belongs in processes (``run_plan(workers=...)``, the
warm ``Pool``), or pages would stutter.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from wargame.faults import WargameError
from wargame.live.news import Watchers

log = logging.getLogger(__name__)

AT_ONCE = 2
"""Jobs that run side by side; others wait their turn."""
KEPT = 50
"""Jobs that ended and are still to be found."""
WAITING, RUNNING, DONE, CANCELLED, FAILED = "waiting", "running", "done", "cancelled", "failed"

BEHIND = 10
"""How far jobs stand behind pages and what-ifs, as the system counts it (0 not at all, 19 at most)."""

Watch = Callable[[float, str], None]
"""Tells a job's progress (0-1) and what it does now; raises ``Cancelled`` once the job is to stop."""
Work = Callable[[Watch, threading.Event], Any]


class Cancelled(Exception):
    """A job was told to stop; work may catch it to tidy up, and lets it pass."""


class Job:
    """One piece of long work.

    Parameters
    ----------
    name : by which pages find it, such as ``ensemble four-islands-seed7``
    work : called with ``watch`` and ``stop``; returns the result. Work that never calls ``watch`` looks at ``stop``

    Attributes
    ----------
    state : waiting, running, done, cancelled or failed
    progress : 0-1;  words : what it does now;  began : seconds since 1970, 0 while it waits
    result : what the work returned, also when it returned early because it was told to stop
    error : what went wrong, in words
    version : rises with every change
    """

    def __init__(self, name: str, work: Work) -> None:
        self.name, self.work = name, work
        self.state, self.progress, self.words, self.error = WAITING, 0.0, "", ""
        self.result: Any = None
        self.began = 0.0
        self.version = 1
        self._stop = threading.Event()
        self._ended = threading.Event()
        self._watchers: Watchers[Job] = Watchers()

    @property
    def over(self) -> bool:
        """Whether nothing more is to come."""
        return self._ended.is_set()

    @property
    def stopping(self) -> bool:
        """Whether it was told to stop, and has not stopped yet."""
        return self._stop.is_set() and not self.over

    def cancel(self) -> None:
        """Tell the work to stop; what it has finished stays."""
        if not self.over:
            self._stop.set()
            self._change(words="Stopping")

    def watch(self, watcher: Callable[[Job], None]) -> Callable[[], None]:
        """Have a function called after every change, in the job's thread; return what ends that."""
        return self._watchers.add(watcher)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end and return whether it came."""
        return self._ended.wait(seconds)

    def run(self) -> None:
        """Do the work in the thread that calls; whatever it raises ends the job and nothing else."""
        if self._stop.is_set():
            self._end(CANCELLED)
            return
        self.began = time.time()
        self._change(state=RUNNING)
        try:
            self.result = self.work(self._told, self._stop)
        except Cancelled:
            self._end(CANCELLED)
        except WargameError as error:
            self._end(FAILED, str(error))
        except Exception as error:
            log.exception("the job %s failed", self.name)
            self._end(
                FAILED,
                f"This stopped by a fault of the program ({type(error).__name__}); its log tells more.",
            )
        else:
            self._end(CANCELLED if self._stop.is_set() else DONE)

    def _told(self, progress: float, words: str = "") -> None:
        if self._stop.is_set():
            raise Cancelled
        self._change(progress=min(max(float(progress), 0.0), 1.0), words=words)

    def _end(self, state: str, error: str = "") -> None:
        self._ended.set()
        self._change(state=state, error=error, words="", **({"progress": 1.0} if state == DONE else {}))

    def _change(self, **changed: Any) -> None:
        for name, value in changed.items():
            setattr(self, name, value)
        self.version += 1
        self._watchers.tell(self)


class Jobs:
    """The jobs of a server, in the order in which they were started.

    Parameters
    ----------
    at_once : jobs that run side by side

    Examples
    --------
    >>> jobs = Jobs()
    >>> job = jobs.start("sum", lambda watch, stop: sum(range(10)))
    >>> job.wait(5), job.result, jobs.get("sum") is job
    (True, 45, True)
    """

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self.at_once = at_once
        self._lock = threading.Lock()
        self._jobs: list[Job] = []

    def start(self, name: str, work: Work) -> Job:
        """Start a job, or put it behind those that run; one of the same name that is not over is returned instead."""
        with self._lock:
            held = next((job for job in self._jobs if job.name == name and not job.over), None)
            if held is not None:
                return held
            job = Job(name, work)
            ended = [each for each in self._jobs if each.over and each.name != name][-KEPT:]
            self._jobs = [each for each in self._jobs if not each.over or each in ended] + [job]
        self._fill()
        return job

    def get(self, name: str) -> Job | None:
        """Return the latest job of a name, None if there is none."""
        with self._lock:
            return next((job for job in reversed(self._jobs) if job.name == name), None)

    def list(self) -> tuple[Job, ...]:
        """Return all jobs, the latest last."""
        with self._lock:
            return tuple(self._jobs)

    def close(self, seconds: float = 5.0) -> None:
        """Tell all jobs to stop and wait for them, for some seconds in all."""
        for job in self.list():
            job.cancel()
        until = time.monotonic() + seconds
        for job in self.list():
            job.wait(max(until - time.monotonic(), 0.0))

    def _fill(self) -> None:
        """Start as many of those that wait as may run."""
        with self._lock:
            running = sum(job.state == RUNNING for job in self._jobs)
            waiting = [job for job in self._jobs if job.state == WAITING]
            fresh = waiting[: max(self.at_once - running, 0)]
            for job in fresh:
                job.state = RUNNING
        for job in fresh:
            threading.Thread(target=self._work, args=(job,), name=f"job {job.name}", daemon=True).start()

    def _work(self, job: Job) -> None:
        _stand_behind()
        job.run()
        self._fill()


def _stand_behind() -> None:
    """Let this thread, and the processes that it starts, give way to what somebody waits for.

    Linux keeps a priority to one thread; elsewhere it would be that of the whole server, which stays as it is.
    """
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BEHIND)


@cache
def jobs() -> Jobs:
    """Return the jobs of this process."""
    return Jobs()
