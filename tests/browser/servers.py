"""Servers for real browsers, each a process of its own in a folder of its own."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Self

from tests.workshop.served import Desk
from wargame.examples.listening_bot import ask

ENDS = 20
"""Seconds in which a server that was told to end has ended."""


@dataclass
class Server:
    """``wargame serve`` as a process of its own, in a folder of its own.

    Attributes
    ----------
    said : all that it has printed, as far as it was read
    """

    folder: Path
    port: int = 0
    process: subprocess.Popen[str] | None = None
    log: Path = field(init=False)
    said: str = ""
    command: ClassVar[tuple[str, ...]] = ("serve",)

    def __post_init__(self) -> None:
        self.log = self.folder / "server.log"

    @property
    def address(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Self:
        """Start it, on the port it had before if it had one."""
        command = [sys.executable, "-m", "wargame", *self.command, "--no-browser", "--port", str(self.port)]
        with self.log.open("a", encoding="utf-8") as errors:
            self.process = subprocess.Popen(
                command, cwd=self.folder, stdout=subprocess.PIPE, stderr=errors, text=True
            )
        self.port = int(self.told(r"http://127\.0\.0\.1:(\d+)/"))
        return self

    def told(self, what: str) -> str:
        """Wait until it prints a line with a pattern, and return what stands in the pattern's group."""
        assert self.process is not None
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if found := re.search(what, line):
                return found[1]
        raise AssertionError(f"the server did not start: {self.said}{self.log.read_text(encoding='utf-8')}")

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as Ctrl-C would."""
        self._end(signal.SIGINT)

    def _end(self, sign: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(sign)
            self.process.wait(timeout=ENDS)
            assert self.process.stdout is not None
            self.said += self.process.stdout.read()

    def get(self, path: str) -> str:
        """Return what it answers to a plain request."""
        with urllib.request.urlopen(self.address + path, timeout=ENDS) as answer:
            return str(answer.read().decode("utf-8"))


@dataclass
class Workshop(Server):
    """``wargame workshop open``, with its doors as people use them.

    Attributes
    ----------
    open_page : opens a page in a browser of its own;  key : the facilitator's, of this start
    """

    open_page: Callable[..., Any] = field(kw_only=True)
    key: str = ""
    pages: list[Any] = field(default_factory=list)
    command: ClassVar[tuple[str, ...]] = ("workshop", "open")

    def start(self) -> Self:
        """Start it, on the port it had before if it had one; every start has another key."""
        super().start()
        self.key = self.told(r"^Key:\s+(\S+)")
        return self

    def close_pages(self) -> None:
        """Close all pages that were opened here."""
        for page in self.pages:
            page.context.close()

    # -- people, each in a browser of their own -------------------------------------------------------------

    def page(self, path: str, size: str = "laptop", theme: str = "light") -> Any:
        """Open a page of this server in a browser that nobody has used before."""
        made = self.open_page(self.address + path, size, theme)
        self.pages.append(made)
        return made

    def facilitator(self, path: str = "", size: str = "laptop", theme: str = "light") -> Any:
        """Let a facilitator in by the key, and return their page: that of all exercises, or another one."""
        page = self.page("/key", size, theme)
        page.fill("#key", self.key)
        page.press("#key", "Enter")
        page.wait_for_url("**/host")
        if path:
            page.goto(self.address + path)
        page.wait_for_selector("#wg-main, .wg-screen")
        return page

    def team(
        self,
        code: str,
        name: str = "",
        roles: Sequence[str] = (),
        size: str = "laptop",
        theme: str = "light",
    ) -> Any:
        """Let somebody join by the code of a seat, and return their page."""
        page = self.page(f"/join/{code}", size, theme)
        if name:
            page.fill("#name", name)
        for role in roles:
            page.check(f"[name=role][value={role}]")
        page.click(".wg-plain-go")
        page.wait_for_url("**/team")
        page.wait_for_selector("#wg-main")
        return page

    def screen(self, code: str, size: str = "desk", theme: str = "light") -> Any:
        """Open a big screen by its code, and return its page."""
        page = self.page(f"/join/{code}", size, theme)
        page.click(".wg-plain-go")
        page.wait_for_url("**/screen/*")
        page.wait_for_selector(".wg-screen")
        return page

    # -- programs -------------------------------------------------------------------------------------------

    def desk(self) -> Desk:
        """Return the facilitator as a program."""
        return Desk(self)

    def program(self, code: str, name: str = "", roles: Sequence[str] = ()) -> Program:
        """Return a program that has joined by the code of a seat."""
        body = {"code": code, "name": name, "roles": list(roles)}
        return Program(self.address, ask(f"{self.address}/api/join", body=body)["token"])


@dataclass(frozen=True)
class Program:
    """A program at a seat, over the API."""

    address: str
    token: str

    def ask(self, path: str, body: Any = None, method: str | None = None) -> Any:
        """Ask for what lies under the seat, such as ``/draft``."""
        return ask(f"{self.address}/api/seat{path}", self.token, body, method)
