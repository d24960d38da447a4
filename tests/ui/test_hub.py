"""Pages are told of changes on their own loop, each once it lags; what is internal to Solara is held here."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import solara
from solara.server import kernel, kernel_context

from wargame.ui import hub as hubs
from wargame.ui.hub import Hub


class Page:
    """A kernel of Solara's with a loop in a thread, as an open page has; ``seen`` grows when it is told."""

    def __init__(self, hub: Hub, name: str) -> None:
        self.context = kernel_context.VirtualKernelContext(id=name, kernel=kernel.Kernel(), session_id=name)
        self.context.event_loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.context.event_loop.run_forever, daemon=True)
        self.thread.start()
        self.seen: list[int] = []
        self.threads: set[str] = set()
        with self.context:
            self.leave = hub.attach()
            hubs.tick.subscribe(self._told)

    def _told(self, value: int) -> None:
        self.seen.append(value)
        self.threads.add(threading.current_thread().name)

    def follow(self, hub: Hub, topic: str) -> Callable[[], None]:
        with self.context:
            return hub.follow(topic, hub.version(topic))

    def away(self) -> None:
        """Lose the connection: the loop ends and is closed."""
        loop = self.context.event_loop
        loop.call_soon_threadsafe(loop.stop)
        self.thread.join(5)
        loop.close()


def _until(holds: Callable[[], bool]) -> None:
    """Wait for what another thread does; fail if it does not come."""
    last = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < last, "it did not come"
        time.sleep(0.005)


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
def pages(hub: Hub) -> Iterator[list[Page]]:
    made = [Page(hub, f"page-{k}") for k in range(3)]
    yield made
    for page in made:
        if not page.context.event_loop.is_closed():
            page.away()


def test_a_page_is_told_of_what_it_follows_and_of_nothing_else(hub, pages):
    pages[0].follow(hub, "a")
    pages[1].follow(hub, "b")
    hub.publish("a")
    _until(lambda: len(pages[0].seen) == 1)
    hub.publish("b")
    _until(lambda: len(pages[1].seen) == 1)
    assert [len(page.seen) for page in pages] == [1, 1, 0]


def test_a_page_is_told_on_its_own_loop_never_on_the_thread_that_changed_something(hub, pages):
    pages[0].follow(hub, "a")
    hub.publish("a")
    _until(lambda: bool(pages[0].seen))
    assert pages[0].threads == {pages[0].thread.name}


def test_many_changes_at_once_are_told_a_few_times(hub, pages):
    pages[0].follow(hub, "a")
    for _ in range(500):
        hub.publish("a")
    _until(lambda: bool(pages[0].seen) and hub.version("a") == 500)
    time.sleep(0.2)
    assert 1 <= len(pages[0].seen) < 20


def test_what_changed_between_drawing_and_following_is_told(hub, pages):
    hub.publish("a")
    with pages[0].context:
        hub.follow("a", 0)
    _until(lambda: len(pages[0].seen) == 1)


def test_pages_are_drawn_one_after_the_other(hub, pages):
    drawing, most = [], []

    def draw(_: int) -> None:
        drawing.append(1)
        most.append(len(drawing))
        time.sleep(0.05)
        drawing.pop()

    ends = []
    for page in pages:
        with page.context:
            ends.append(hubs.tick.subscribe(draw))
        page.follow(hub, "a")
    hub.publish("a")
    _until(lambda: len(most) == len(pages))
    assert most == [1, 1, 1]
    for end in ends:
        end()


def test_a_page_that_is_stuck_is_not_waited_for(hub, pages, monkeypatch):
    monkeypatch.setattr(hubs, "LONG", 0.05)
    stuck, enough = threading.Event(), threading.Event()

    def draw(_: int) -> None:
        stuck.set()
        enough.wait(10)

    with pages[0].context:
        end = hubs.tick.subscribe(draw)
    pages[0].follow(hub, "a")
    for page in pages[1:]:
        page.follow(hub, "b")
    hub.publish("a")
    _until(stuck.is_set)
    hub.publish("b")
    _until(lambda: all(page.seen for page in pages[1:]))
    enough.set()
    end()


def test_a_page_that_is_away_is_drawn_again_too(hub, pages):
    pages[0].follow(hub, "a")
    pages[0].away()
    hub.publish("a")
    _until(lambda: len(pages[0].seen) == 1)


def test_a_change_handed_to_a_loop_that_died_is_told_on_the_next_one(hub, pages):
    pages[0].follow(hub, "a")
    follower = hub._followers["page-0"]
    dead = asyncio.new_event_loop()  # takes callbacks and never runs them
    alive = pages[0].context.event_loop
    pages[0].context.event_loop = dead
    hub.publish("a")
    _until(lambda: follower.flying is dead)
    pages[0].context.event_loop = alive
    _until(lambda: len(pages[0].seen) >= 1)
    dead.close()


def test_one_page_that_fails_keeps_no_other_waiting(hub, pages, caplog):
    pages[0].follow(hub, "a")
    pages[1].follow(hub, "a")
    pages[0].context.event_loop = SimpleNamespace(is_closed=lambda: 1 / 0, call_soon_threadsafe=None)
    hub.publish("a")
    _until(lambda: len(pages[1].seen) == 1)
    assert "could not be told" in caplog.text
    pages[0].context.event_loop = asyncio.new_event_loop()
    pages[0].context.event_loop.close()


def test_a_page_that_left_is_forgotten(hub, pages):
    ends: Any = pages[0].follow(hub, "a")
    ends()
    assert hub._followers["page-0"].seen == {}
    pages[0].leave()
    assert "page-0" not in hub._followers
    hub.publish("a")
    time.sleep(0.1)
    assert pages[0].seen == []


def test_solaras_import_run_is_no_page(hub):
    context = kernel_context.VirtualKernelContext(id="dummy", kernel=kernel.Kernel(), session_id="x")
    with context:
        assert hub.attach() is None


def test_what_the_hub_takes_from_solara_is_there():
    fields = kernel_context.VirtualKernelContext.__dataclass_fields__
    assert {"id", "event_loop", "closed_event"} <= set(fields)
    assert callable(kernel_context.get_current_context)
    assert callable(solara.lab.on_kernel_start)


def test_a_page_follows_as_long_as_one_part_of_it_does(hub: Hub, pages: list[Page]) -> None:
    whole, part = (pages[0].follow(hub, "room") for _ in range(2))
    part()
    hub.publish("room")
    _until(lambda: bool(pages[0].seen))
    whole()
    hub.publish("room")
    pages[1].follow(hub, "room")
    hub.publish("room")
    _until(lambda: bool(pages[1].seen))
    assert len(pages[0].seen) == 1
