"""Who is told when a room changes: audiences, each with a count of what changed for it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable

log = logging.getLogger("wargame.workshop")
Watcher = Callable[[str, frozenset[str]], None]
"""Told the name of a room and the audiences for whom it changed."""


class Telling:
    """The audiences of one room: its seats, ``white`` and ``screen``.

    A change concerns some of them; for the others nothing moves, not even a count, so that when something happened
    between others shows nowhere.

    Parameters
    ----------
    name : of the room
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._lock = threading.Lock()
        self._versions: dict[str, int] = {}
        self._watchers: tuple[Watcher, ...] = ()

    def version(self, audience: str) -> int:
        """Return how often something changed for an audience."""
        return self._versions.get(audience, 0)

    def tell(self, audiences: Iterable[str]) -> None:
        """Raise the version of audiences and tell the watchers; one that fails keeps nobody else."""
        told = frozenset(audiences)
        if not told:
            return
        with self._lock:
            for each in told:
                self._versions[each] = self._versions.get(each, 0) + 1
        for watcher in self._watchers:
            try:
                watcher(self.name, told)
            except Exception:
                log.exception("a watcher of a room failed")

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Have a function called after every change; return what ends that."""
        with self._lock:
            self._watchers = (*self._watchers, watcher)

        def end() -> None:
            with self._lock:
                self._watchers = tuple(each for each in self._watchers if each is not watcher)

        return end
