"""Pages follow what happens elsewhere: a game that moves on, a what-if that grows, a job that is done.

The one module that uses Solara's internals (``kernel_context`` and a kernel's ``event_loop``); a test holds them.
Every open page is a kernel with a thread and a loop of its own. A change never renders a page from the thread that
made it: one thread wakes, waits a moment for more, and asks every kernel that follows to render on its own loop.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakSet

import solara
import solara.lab
from solara.server import kernel_context

from wargame.live import LiveGame, shelf

log = logging.getLogger("wargame.hub")
SETTLE = 0.03
"""Seconds that the hub waits for further changes before it tells pages."""
SWEEP = 1.0
"""Seconds after which it looks for pages that were missed: a callback handed to a loop that dies is lost."""
NOBODY = "dummy"
"""Id of the kernel in which Solara imports the app; no page."""

tick = solara.reactive(0)
"""Rises in a kernel when something that it follows has changed; one value a kernel."""


@dataclass
class _Follower:
    """A kernel that follows topics, with the version of each that it has seen."""

    context: Any
    seen: dict[str, int] = field(default_factory=dict)
    flying: Any = None


class Hub(threading.Thread):
    """Tells pages that what they follow has changed."""

    def __init__(self) -> None:
        super().__init__(daemon=True, name="wargame-hub")
        self._lock, self._wake = threading.Lock(), threading.Event()
        self._followers: dict[str, _Follower] = {}
        self._versions: dict[str, int] = {}
        self.start()

    def publish(self, topic: str) -> None:
        """Note that a topic has changed; returns at once."""
        with self._lock:
            self._versions[topic] = self._versions.get(topic, 0) + 1
        self._wake.set()

    def version(self, topic: str) -> int:
        """Return how often a topic has changed."""
        return self._versions.get(topic, 0)

    def attach(self) -> Callable[[], None] | None:
        """Let the kernel that starts be told; return what ends that."""
        context = kernel_context.get_current_context()
        if context.id == NOBODY:
            return None
        with self._lock:
            self._followers[context.id] = _Follower(context)

        def leave() -> None:
            with self._lock:
                self._followers.pop(context.id, None)

        return leave

    def follow(self, topic: str, seen: int) -> Callable[[], None]:
        """Let the current kernel follow a topic that it has seen at some version; return what ends that."""
        name = kernel_context.get_current_context().id
        with self._lock:
            if name in self._followers:
                self._followers[name].seen[topic] = seen
        self._wake.set()

        def leave() -> None:
            with self._lock:
                if name in self._followers:
                    self._followers[name].seen.pop(topic, None)

        return leave

    def run(self) -> None:
        """Wake, let changes settle, and hand each kernel that lags behind to its own loop."""
        while True:
            self._wake.wait(SWEEP)
            time.sleep(SETTLE)
            self._wake.clear()
            with self._lock:
                late = [each for each in self._followers.values() if self._lags(each)]
            for follower in late:
                try:
                    self._hand(follower)
                except Exception:  # one page must not keep the others from being told
                    log.exception("a page could not be told of a change")

    def _lags(self, follower: _Follower) -> bool:
        return any(self._versions.get(topic, 0) != seen for topic, seen in follower.seen.items())

    def _hand(self, follower: _Follower) -> None:
        loop = follower.context.event_loop  # another one after every reconnect
        if loop.is_closed():  # the page is away: render now, so that it finds the news when it returns
            self._deliver(follower)
        elif follower.flying is not loop:
            follower.flying = loop
            loop.call_soon_threadsafe(self._deliver, follower)

    def _deliver(self, follower: _Follower) -> None:
        follower.flying = None
        if follower.context.closed_event.is_set():
            return
        with self._lock:
            for topic in follower.seen:
                follower.seen[topic] = self._versions.get(topic, 0)
        with follower.context:
            tick.set(tick.peek() + 1)


HUB = Hub()
solara.lab.on_kernel_start(HUB.attach)


def use_topic(topic: str) -> int:
    """Render this component again whenever a topic changes; return its version."""
    tick.value  # noqa: B018  reading it is what subscribes the component
    version = HUB.version(topic)
    solara.use_effect(lambda: HUB.follow(topic, version), [topic])
    return version


def use_watch(thing: Any, topic: str) -> int:
    """Render again whenever something that can be watched changes.

    Parameters
    ----------
    thing : has ``watch(function)``, which returns what ends the watch, and may have a ``version`` that rises with every
        change; None for nothing to be watched
    topic : its name among all that is watched
    """
    seen = getattr(thing, "version", 0)

    def begin() -> Callable[[], None] | None:
        if thing is None:
            return None
        end: Callable[[], None] = thing.watch(lambda *_: HUB.publish(topic))
        if (
            getattr(thing, "version", 0) != seen
        ):  # it moved on after the page was built and before it was watched
            HUB.publish(topic)
        return end

    solara.use_effect(begin, [topic, id(thing)])
    return use_topic(topic)


def use_live(name: str) -> LiveGame:
    """Return a game of this server by the name of its folder; render again whenever it changes.

    Raises
    ------
    WargameError
        no such game, or a record that cannot be played; ``shell.page`` shows it
    """
    use_topic(f"game {name}")
    game = shelf().open(name)
    _watch_once(game)
    return game


_watched: WeakSet[LiveGame] = WeakSet()


def _watch_once(game: LiveGame) -> None:
    """Let the hub hear of a game's changes, as long as the server runs."""
    if game not in _watched:
        _watched.add(game)
        game.watch(lambda live: HUB.publish(f"game {live.name}"))
