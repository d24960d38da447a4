"""Who is told when something changes: a game, a job."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")


class Watchers(Generic[T]):
    """Functions that are called with a thing after every change of it."""

    def __init__(self) -> None:
        self._held: tuple[Callable[[T], None], ...] = ()

    def add(self, watcher: Callable[[T], None]) -> Callable[[], None]:
        """Have a function called from now on; return what ends that."""
        self._held = (*self._held, watcher)

        def end() -> None:
            self._held = tuple(each for each in self._held if each is not watcher)

        return end

    def tell(self, thing: T) -> None:
        """Call them all; one that fails is logged and keeps nobody else."""
        for watcher in self._held:
            try:
                watcher(thing)
            except Exception:
                log.exception("a watcher failed")
