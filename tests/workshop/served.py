"""A workshop that is open, in a process and a folder of its own, and its facilitator as a script."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.error import HTTPError

from wargame.examples.listening_bot import ask

ROOT = Path(__file__).parents[2]
OPENED = re.compile(r"(http://[\d.:]+)/key\s+Key:\s+(\S+)")
PATIENCE = 300.0
"""Seconds after which something that should have come will not."""


class Served:
    """A server, ended with the block.

    Parameters
    ----------
    folder : in which it keeps its rooms;  port : 0 for any that is free

    Attributes
    ----------
    address : without a slash at the end;  key : the facilitator's;  pid : of the process
    """

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder, self.port = folder, port

    def __enter__(self) -> Self:
        command = [
            sys.executable,
            "-m",
            "wargame",
            "workshop",
            "open",
            "--no-browser",
            "--port",
            str(self.port),
        ]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
        with (self.folder / "server.log").open("w") as errors:
            self._process = subprocess.Popen(
                command, cwd=self.folder, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment
            )
        self.pid = self._process.pid
        try:
            self.address, self.key = self._opened()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def end(self) -> None:
        """End the server and wait for it."""
        self._process.terminate()
        self._process.wait(PATIENCE)

    @property
    def memory(self) -> float:
        """Resident memory of the server, MB."""
        text = Path(f"/proc/{self.pid}/status").read_text()
        return int(next(line for line in text.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024

    @property
    def seconds(self) -> float:
        """Processor time that the server has used."""
        held = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(held[11]) + int(held[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def threads(self) -> int:
        """Threads of the server."""
        return len(list(Path(f"/proc/{self.pid}/task").iterdir()))

    def _opened(self) -> tuple[str, str]:
        told = ""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            told += line
            if found := OPENED.search(told):
                return found[1], found[2]
        raise AssertionError(f"the server ended: {told}{(self.folder / 'server.log').read_text()}")


class Desk:
    """The facilitator, as a script."""

    def __init__(self, served: Served) -> None:
        self.api = f"{served.address}/api"
        self.token = ask(f"{self.api}/key", body={"key": served.key})["token"]

    def do(self, act: str, body: Any = None) -> Any:
        """Ask for the rooms, or do something in one."""
        return ask(f"{self.api}/white/rooms{act}", self.token, body)

    def open(self, plan: Mapping[str, Any]) -> Any:
        """Open a room and begin its exercise at once; return how it stands, with its codes."""
        opened = self.do("", plan)
        self.do(f"/{opened['room']}/begin", {"practice": False})
        return opened

    def ready(self) -> None:
        """Wait until the server is ready."""
        until = time.monotonic() + PATIENCE
        while not _ready(self.api):
            assert time.monotonic() < until
            time.sleep(0.1)

    def facilitate(self, room: str) -> None:
        """Play every turn of a room once all have committed, to the debrief."""
        until = time.monotonic() + PATIENCE
        while (now := self.do(f"/{room}"))["stage"] == "play":
            assert time.monotonic() < until, now
            with suppress(HTTPError):  # the clock moved the phase on meanwhile
                self._move(room, now)

    def _move(self, room: str, now: Mapping[str, Any]) -> None:
        """Go on from how a room stands, or wait a moment."""
        seen = {"turn": now["turn"], "phase": now["phase"]}
        if now["phase"] == "why":
            self.do(f"/{room}/next_phase", seen)
        elif all(team["committed"] for team in now["teams"] if not team["house"]):
            self.do(f"/{room}/adjudicate", seen)
        else:
            time.sleep(0.05)


def _ready(api: str) -> bool:
    try:
        return bool(ask(f"{api}/ready")["ready"])
    except OSError:
        return False
