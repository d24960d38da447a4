"""The clock of a phase: seconds left, whether it runs. It counts by a clock that nobody can set."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Clock:
    """The clock of a phase as it stands.

    Attributes
    ----------
    total : seconds that the phase was given;  left : seconds left, below 0 for time over
    running : whether it counts
    """

    total: float = 0.0
    left: float = 0.0
    running: bool = False


class Timer:
    """A clock that counts down; what sets the time of day forward or back does not touch it.

    Parameters
    ----------
    now : seconds of a clock that only goes forward
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._total, self._left, self._began = 0.0, 0.0, now()
        self._running = False

    def set(self, total: float, left: float, running: bool) -> None:
        """Set it, from this moment on."""
        self._total, self._left, self._running, self._began = total, left, running, self._now()

    @property
    def clock(self) -> Clock:
        """How it stands."""
        passed = self._now() - self._began if self._running else 0.0
        return Clock(self._total, self._left - passed, self._running)
