"""What is sent to a page leaves in order, holds up nobody, and ends with the page."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from solara.server.websocket import WebSocketDisconnect
from starlette.websockets import WebSocketDisconnect as Gone

from wargame.server.wire import Wire

PATIENCE = 30.0
"""Seconds after which something that should have come will not."""


class Browser:
    """The other end: keeps what it gets, once it reads, until it is gone."""

    def __init__(self) -> None:
        self.got: list[str | bytes] = []
        self.reads, self.enough = asyncio.Event(), threading.Event()
        self.gone, self.awaited = False, 0

    async def send_text(self, data: str) -> None:
        await self._take(data)

    async def send_bytes(self, data: bytes) -> None:
        await self._take(data)

    async def _take(self, data: str | bytes) -> None:
        await self.reads.wait()
        if self.gone:
            raise Gone
        self.got.append(data)
        if len(self.got) == self.awaited:
            self.enough.set()


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """The loop of the network, in a thread of its own."""
    made = asyncio.new_event_loop()
    thread = threading.Thread(target=made.run_forever)
    thread.start()
    yield made
    made.call_soon_threadsafe(made.stop)
    thread.join(PATIENCE)
    made.close()


@pytest.fixture
def line(loop: asyncio.AbstractEventLoop) -> tuple[Wire, Browser]:
    """A connection and its other end, which does not read yet."""

    async def made() -> tuple[Wire, Browser]:
        browser = Browser()
        return Wire(browser, None), browser

    return asyncio.run_coroutine_threadsafe(made(), loop).result(PATIENCE)


def test_frames_leave_in_order_though_nobody_reads_yet(
    line: tuple[Wire, Browser], loop: asyncio.AbstractEventLoop
) -> None:
    wire, browser = line
    sent: list[Any] = [b"%d" % n if n % 7 == 0 else str(n) for n in range(200)]
    browser.awaited = len(sent)
    for each in sent:
        wire.send(each)  # returns, and that is the point: a stalled page holds up nobody
    assert browser.got == []
    loop.call_soon_threadsafe(browser.reads.set)
    assert browser.enough.wait(PATIENCE)
    assert browser.got == sent


def test_frames_of_several_threads_all_arrive(
    line: tuple[Wire, Browser], loop: asyncio.AbstractEventLoop
) -> None:
    wire, browser = line
    loop.call_soon_threadsafe(browser.reads.set)
    browser.awaited = 400

    def send(name: str) -> Callable[[], None]:
        def sending() -> None:
            for n in range(100):
                wire.send_text(f"{name}{n}")

        return sending

    threads = [threading.Thread(target=send(name)) for name in "abcd"]
    for thread in threads:
        thread.start()
    assert browser.enough.wait(PATIENCE)
    for name in "abcd":
        assert [each for each in browser.got if str(each)[0] == name] == [f"{name}{n}" for n in range(100)]


def test_whoever_sends_to_a_page_that_is_gone_is_told(
    line: tuple[Wire, Browser], loop: asyncio.AbstractEventLoop
) -> None:
    wire, browser = line
    browser.gone = True
    wire.send_text("the last")
    loop.call_soon_threadsafe(browser.reads.set)
    until = time.monotonic() + PATIENCE
    while not wire._lost:
        assert time.monotonic() < until
        time.sleep(0.01)
    with pytest.raises(WebSocketDisconnect):
        wire.send_text("more")
    assert browser.got == []


def test_a_server_that_has_ended_sends_nothing(line: tuple[Wire, Browser]) -> None:
    wire, _ = line
    ended = asyncio.new_event_loop()
    ended.close()
    wire.event_loop = ended
    for _ in range(2):
        with pytest.raises(WebSocketDisconnect):
            wire.send_text("a frame")


def test_pages_of_the_server_are_sent_so() -> None:
    import solara.server.starlette as solara_server

    import wargame.server.app  # noqa: F401

    assert solara_server.WebsocketWrapper is Wire
