"""Pages follow what happens elsewhere: a game that moves on, a what-if that grows, a job that is done.

One of two modules that use Solara's internals (``kernel_context``, a kernel's ``event_loop``), with ``server.wire``;
tests hold them.
Every open page is a kernel with a thread and a loop of its own. A change never renders a page from the thread that
made it: one thread wakes, waits a moment for more, and asks every kernel that follows to render on its own loop.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakSet

import solara
import solara.lab
from solara.server import kernel_context

from wargame.live import LiveGame, shelf
from wargame.workshop import Room, rooms

log = logging.getLogger("wargame.hub")
SETTLE = 0.03
"""Seconds that the hub waits for further changes before it tells pages."""
SWEEP = 1.0
"""Seconds after which it looks for pages that were missed: a callback handed to a loop that dies is lost."""
LONG = 1.0
"""Seconds after which the others no longer wait for a page that is being drawn."""
NOBODY = "dummy"
"""Id of the kernel in which Solara imports the app; no page."""

tick = solara.reactive(0)
"""Rises in a kernel when something that it follows has changed; one value a kernel."""


@dataclass
class _Follower:
    """A kernel that follows topics, with the version of each that it has seen.

    Attributes
    ----------
    held : how many components of the page follow each topic
    place : room and number of the person who sits at this page, None for nobody of a team
    here : the room was told that they are here
    """

    context: Any
    seen: dict[str, int] = field(default_factory=dict)
    held: Counter[str] = field(default_factory=Counter)
    flying: Any = None
    place: tuple[Room, int] | None = None
    here: bool = False

    def look(self) -> None:
        """Tell the room of who sits at this page whether it is connected: a closed lid is away, its kernel is not."""
        if self.place is None:
            return
        connected = not self.context.event_loop.is_closed() and not self.context.closed_event.is_set()
        if connected != self.here:
            self.here = connected
            room, person = self.place
            room.came(person) if connected else room.went(person)

    def rise(self) -> None:
        """Tell the room that whoever sits here has left the page."""
        if self.place is not None and self.here:
            self.place[0].went(self.place[1])
        self.place, self.here = None, False


class Hub(threading.Thread):
    """Tells pages that what they follow has changed."""

    def __init__(self) -> None:
        super().__init__(daemon=True, name="wargame-hub")
        self._lock, self._wake = threading.Lock(), threading.Event()
        self._drawing, self._drawn = threading.Lock(), 0
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
                gone = self._followers.pop(context.id, None)
            if gone is not None:
                gone.rise()

        return leave

    def seat(self, room: Room, person: int) -> Callable[[], None]:
        """Note who sits at the current page, so that their room knows whether they are here; return what ends that."""
        with self._lock:
            follower = self._followers.get(kernel_context.get_current_context().id)
        if follower is None:
            return lambda: None
        follower.rise()
        follower.place = room, person
        follower.look()
        return follower.rise

    def follow(self, topic: str, seen: int) -> Callable[[], None]:
        """Let the current kernel follow a topic that it has seen at some version; return what ends that."""
        name = kernel_context.get_current_context().id
        with self._lock:
            if name in self._followers:
                self._followers[name].seen[topic] = seen
                self._followers[name].held[topic] += 1
        self._wake.set()

        def leave() -> None:
            with self._lock:
                if name not in self._followers:
                    return
                follower = self._followers[name]
                follower.held[topic] -= 1
                if follower.held[topic] <= 0:
                    follower.seen.pop(topic, None)

        return leave

    def run(self) -> None:
        """Wake, let changes settle, and hand each kernel that lags behind to its own loop."""
        while True:
            self._wake.wait(SWEEP)
            time.sleep(SETTLE)
            self._wake.clear()
            with self._lock:
                followers = list(self._followers.values())
                late = {id(each) for each in followers if self._lags(each)}
            for follower in followers:
                try:
                    follower.look()
                    if id(follower) in late:
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
        with self._alone():
            follower.flying = None  # what changed while it waited is drawn with the rest
            if follower.context.closed_event.is_set():
                return
            with self._lock:
                for topic in follower.seen:
                    follower.seen[topic] = self._versions.get(topic, 0)
            with follower.context:
                tick.set(tick.peek() + 1)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Draw one page at a time, as side by side they slow each other and the network down; none waits for ever."""
        drawn = self._drawn
        while not (mine := self._drawing.acquire(timeout=LONG)) and self._drawn != drawn:
            drawn = self._drawn
        try:
            yield
        finally:
            self._drawn += 1
            if mine:
                self._drawing.release()


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


def use_room(name: str, audience: str) -> Room:
    """Return a room of this server; render again whenever something changes for an audience.

    Parameters
    ----------
    audience : a seat, ``white`` or ``screen``; pages of others neither change nor stir

    Raises
    ------
    WargameError
        no such room, or one that cannot be opened; ``shell.page`` shows it
    """
    use_topic(f"room {name} {audience}")
    room = rooms().open(name)
    if room not in _watched_rooms:
        _watched_rooms.add(room)
        room.watch(_publish)
    return room


def use_place(room: Room, person: int) -> None:
    """Let the room know that a person sits at this page, and whether the page is connected."""
    solara.use_effect(lambda: HUB.seat(room, person), [id(room), person])


_watched_rooms: WeakSet[Room] = WeakSet()


def _publish(room: str, audiences: frozenset[str]) -> None:
    for each in audiences:
        HUB.publish(f"room {room} {each}")
