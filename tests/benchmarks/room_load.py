"""How a room bears many pages: connected team pages of six teams, one of them stalled. Run it on an idle machine:

    python -m tests.benchmarks.room_load [--clients 100] [--turns 3] [--port 8782]

It opens a workshop in a folder of its own. Its clients are light: they ask for ``/team`` and speak the protocol of a
page's kernel, but draw nothing. Server and clients share the machine, so that figures are on the high side.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import json
import re
import shutil
import socket
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.workshop.served import Desk, Served
from wargame.examples.listening_bot import ask

SCENARIO, SEATS = "northeast-asia-2022", ("USA", "JPN", "ROK", "CHN", "DPRK", "RUS")
IN_A_SEAT = 6
"""People of a seat at most; further clients are second pages of theirs."""
PART = re.compile(r"wg-team wg-team-(\w+)")
"""Stands in the last frame by which a team's page shows another part: the desk, or the report of a turn."""
REPORT, BUTTON = "report", '"report": "To the orders'
"""The part that shows the turn that was played; and what stands in the frame of its button."""
AT_ONCE = 10
"""Pages that load side by side, as people come in."""
PATIENCE = 120.0
"""Seconds after which a page counts as lost."""
NARROW = 4096
"""Bytes that a stalled client's system takes in for it."""


@dataclass(frozen=True)
class Turn:
    """What was measured in one turn, milliseconds but for the last two.

    Attributes
    ----------
    played : until the facilitator's request was answered;  shown : until each page showed the turn
    sent : bytes to each page;  worked : processor seconds of the server
    """

    played: float
    shown: Sequence[float]
    sent: float
    worked: float


def _message(kind: str, content: dict[str, Any]) -> str:
    header = {
        "msg_id": uuid.uuid4().hex,
        "msg_type": kind,
        "session": "load",
        "username": "",
        "version": "5.3",
    }
    return json.dumps(
        {
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": content,
            "channel": "shell",
            "buffers": [],
        }
    )


class Page:
    """A team's page without a browser.

    Attributes
    ----------
    loaded : seconds from the request to the page that was drawn
    size : bytes that came by the socket
    """

    def __init__(self, address: str, token: str) -> None:
        self.address, self.token = address, token
        self.loaded = 0.0
        self.size, self._button = 0, ""
        self._parts: asyncio.Queue[tuple[str, float]] = asyncio.Queue()

    async def load(self) -> None:
        """Ask for the page, connect to its kernel, and have it drawn."""
        began = time.perf_counter()
        cookies = await asyncio.to_thread(self._html)
        await self._connect(cookies)
        comm = uuid.uuid4().hex
        await self.socket.send(_message("kernel_info_request", {}))
        opened = {"comm_id": comm, "target_name": "solara.control", "data": {}}
        await self.socket.send(_message("comm_open", opened))
        run = {"path": "/team", "themes": {"light": {}, "dark": {}}, "dark": False}
        await self.socket.send(
            _message("comm_msg", {"comm_id": comm, "data": {"method": "run", "args": run}})
        )
        while '"finished"' not in await self._frame():
            pass
        self.loaded = time.perf_counter() - began

    async def follow(self) -> None:
        """Read what comes, for as long as the page is open."""
        while True:
            frame = await self._frame()
            if BUTTON in frame:
                self._button = json.loads(frame)["content"]["comm_id"]
            if found := PART.search(frame):
                await self._parts.put((found[1], time.perf_counter()))

    async def report(self) -> float:
        """Wait until the page shows a turn's report and return the moment."""
        return await self._until(lambda part: part == REPORT)

    async def close(self) -> None:
        """Put the report away, as a person does who has read it, and wait until the desk is shown."""
        click = {"method": "custom", "content": {"event": "act", "data": {"do": "report"}}}
        await self.socket.send(_message("comm_msg", {"comm_id": self._button, "data": click}))
        await self._until(lambda part: part != REPORT)

    async def _until(self, shows: Callable[[str], bool]) -> float:
        while True:
            part, at = await asyncio.wait_for(self._parts.get(), PATIENCE)
            if shows(part):
                return at

    async def _frame(self) -> str:
        frame = await self.socket.recv()
        self.size += len(frame)
        return frame if isinstance(frame, str) else ""

    def _html(self) -> str:
        """Return the cookies of a page that was asked for."""
        link = http.client.HTTPConnection(self.address.partition("//")[2], timeout=PATIENCE)
        link.request("GET", "/team", headers={"Cookie": f"wg_team={self.token}"})
        answer = link.getresponse()
        answer.read()
        link.close()
        assert answer.status == 200, answer.status
        own = [value.partition(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        return "; ".join([f"wg_team={self.token}", *own])

    async def _connect(self, cookies: str) -> None:
        from websockets.asyncio.client import connect  # here, as test runs read this file without it

        host = self.address.partition("//")[2]
        self.socket = await connect(
            f"ws://{host}/jupyter/api/kernels/{uuid.uuid4()}/channels?session_id={uuid.uuid4()}",
            additional_headers={"Cookie": cookies},
            origin=self.address,
            max_size=2**26,
            sock=self._plug(host),
        )

    def _plug(self, host: str) -> socket.socket | None:
        return None


class Stalled(Page):
    """A page of a laptop that has stopped reading, with its connection open."""

    async def follow(self) -> None:
        """Read nothing more."""
        self.socket.transport.pause_reading()

    def _plug(self, host: str) -> socket.socket:
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, NARROW)
        name, port = host.split(":")
        made.connect((name, int(port)))
        made.setblocking(False)
        return made


class Load:
    """Pages at a room, and what they bear.

    Parameters
    ----------
    clients : pages that are read
    """

    def __init__(self, served: Served, clients: int, turns: int) -> None:
        self.served, self.desk, self.clients = served, Desk(served), clients
        self.desk.ready()
        plan = {
            "title": "Load",
            "scenario": SCENARIO,
            "seats": [*SEATS],
            "turns": turns,
            "seed": 7,
            "auto": False,
        }
        self.room = self.desk.open(plan)
        people = min(clients, IN_A_SEAT * len(SEATS))
        self.tokens = [self._join(SEATS[number % len(SEATS)]) for number in range(people)]
        self.tasks: list[asyncio.Task[None]] = []

    async def measure(self, turns: int) -> None:
        """Load the pages, play turns, and print the figures."""
        before = self.served.memory
        pages = [Page(self.served.address, self.tokens[k % len(self.tokens)]) for k in range(self.clients)]
        await self._load(pages)
        loads = [page.loaded for page in pages]
        print(f"{self.clients} team pages of {len(self.tokens)} people, 6 teams, one room")
        print(f"  load: median {statistics.median(loads):.2f} s, last {max(loads):.2f} s ({AT_ONCE} at once)")
        more = self.served.memory - before
        print(
            f"  memory: {before:.0f} MB before, {more / self.clients:.2f} MB a page, {self.served.threads} threads"
        )
        for number in range(turns // 2):
            self._print(f"turn {number + 1}", await self._turn(pages))
        stalled = Stalled(self.served.address, self.tokens[0])
        await self._load([stalled])
        for number in range(turns // 2, turns):
            self._print(f"turn {number + 1}, one stalled", await self._turn(pages))
        print(f"  memory: {self.served.memory:.0f} MB in the end")
        for task in self.tasks:
            task.cancel()

    async def _load(self, pages: Sequence[Page]) -> None:
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(page: Page) -> None:
            async with gate:
                await asyncio.wait_for(page.load(), PATIENCE)

        await asyncio.gather(*(one(page) for page in pages))
        self.tasks += [asyncio.create_task(page.follow()) for page in pages]
        await asyncio.sleep(2.0)

    async def _turn(self, pages: Sequence[Page]) -> Turn:
        """Play a turn for which nobody has committed, and wait until every page shows it."""
        sizes, worked = [page.size for page in pages], self.served.seconds
        began = time.perf_counter()
        play = asyncio.to_thread(self._do, "adjudicate", {"force": True, "drafts": False})
        played, *moments = await asyncio.gather(play, *(page.report() for page in pages))
        await asyncio.sleep(3.0)  # forecasts of the next turn are worked out and shown
        sent = statistics.mean(page.size - size for page, size in zip(pages, sizes, strict=True))
        told = Turn(
            1000.0 * played, [1000.0 * (each - began) for each in moments], sent, self.served.seconds - worked
        )
        await asyncio.to_thread(self._do, "next_phase", {})
        await asyncio.gather(*(page.close() for page in pages))
        await asyncio.sleep(3.0)
        return told

    def _print(self, name: str, turn: Turn) -> None:
        shown = sorted(turn.shown)
        print(
            f"  {name}: adjudicated in {turn.played:.0f} ms; pages show it after {shown[0]:.0f} first, "
            f"{statistics.median(shown):.0f} median, {shown[-1]:.0f} ms last; {turn.sent / 1000:.0f} kB a page, "
            f"{turn.worked:.1f} s of processor"
        )

    def _do(self, act: str, body: Any) -> float:
        """Do something in the room and return how long it took, seconds."""
        began = time.perf_counter()
        self.desk.do(f"/{self.room['room']}/{act}", body)
        return time.perf_counter() - began

    def _join(self, seat: str) -> str:
        return str(ask(f"{self.desk.api}/join", body={"code": self.room["codes"][seat]})["token"])


def main() -> None:
    """Measure and tell."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--clients", type=int, default=100, help="team pages")
    options.add_argument("--turns", type=int, default=4, help="turns, half of them with a stalled page")
    options.add_argument("--port", type=int, default=0, help="port of the server, any free one if not given")
    told = options.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        with Served(folder, told.port) as served:
            asyncio.run(Load(served, told.clients, told.turns).measure(told.turns))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
