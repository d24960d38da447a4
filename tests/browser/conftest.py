"""A server of its own and a real browser for every test; no page may fail, complain or ask another host.

Where there is no browser the tests skip and say so, unless ``WARGAME_BROWSER=required`` (as in CI): then they fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest

from tests.browser.servers import Server, Workshop

AnyServer = TypeVar("AnyServer", bound=Server)
REQUIRED = os.environ.get("WARGAME_BROWSER") == "required"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZES = {"laptop": (1366, 768), "tablet": (834, 1112), "desk": (1920, 1080), "phone": (390, 844)}
WAIT = 60_000
"""Milliseconds that a test waits for something to appear: far more than it takes, as a busy machine is slow."""


def _absent(why: str) -> None:
    if REQUIRED:
        pytest.fail(f"{why}, and WARGAME_BROWSER=required")
    pytest.skip(why)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _absent("Playwright is not installed: pip install -e '.[test,browser]'")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        _absent("There is no chromium on this machine: apt-get install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A running server with an empty ``runs/``; what it printed as an error fails the test."""
    yield from _running(Server(tmp_path))


@pytest.fixture
def workshop(tmp_path: Path, open_page: Callable[..., Any]) -> Iterator[Workshop]:
    """An open workshop without rooms, whose pages are closed before it ends; errors that it printed fail the test."""
    made = Workshop(tmp_path, open_page=open_page)
    for each in _running(made):
        yield each
        made.close_pages()


def _running(made: AnyServer) -> Iterator[AnyServer]:
    made.start()
    yield made
    made.stop()
    told = made.log.read_text(encoding="utf-8")
    assert "Traceback" not in told, told


@dataclass
class Watch:
    """What pages did that they should not have done."""

    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    sent: int = 0
    received: int = 0

    def on(self, page: Any) -> Any:
        """Watch a page."""
        page.set_default_timeout(WAIT)
        page.on("request", lambda request: self._asked(request.url))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("response", lambda answer: self._answered(answer))
        page.on("websocket", lambda socket: self._opened(socket))
        return page

    def forget(self) -> None:
        """Forget errors that a test has provoked on purpose, such as a server that was away."""
        self.errors.clear()
        self.failed.clear()

    def _asked(self, url: str) -> None:
        if urlsplit(url).hostname not in ("127.0.0.1", None):
            self.foreign.append(url)

    def _answered(self, answer: Any) -> None:
        if answer.status >= 400:
            self.failed.append(f"{answer.status} {answer.url}")

    def _opened(self, socket: Any) -> None:
        self._asked(socket.url)
        socket.on("framereceived", lambda frame: self._count(frame))

    def _count(self, frame: Any) -> None:
        self.received += len(frame)


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Hold all pages of a test: no foreign host, no error on the console, no answer from 400 up."""
    made = Watch()
    yield made
    assert not made.foreign, f"asked other hosts: {made.foreign}"
    assert not made.failed, f"requests failed: {made.failed}"
    assert not made.errors, f"errors on the console: {made.errors}"


@pytest.fixture
def open_page(chromium: Any, watch: Watch) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a new page: ``open_page(address, size="laptop", theme="light")``."""
    contexts = []

    def opened(address: str, size: str = "laptop", theme: str = "light") -> Any:
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, reduced_motion="reduce"
        )
        contexts.append(context)
        page = watch.on(context.new_page())
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(server: Server, open_page: Callable[..., Any]) -> Any:
    """The first page, loaded."""
    made = open_page(server.address + "/")
    made.wait_for_selector("#wg-main")
    return made
