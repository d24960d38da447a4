"""The API of a room with two seats, and programs that ask it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from tests.workshop.conftest import make_plan
from wargame.arrange import arrange
from wargame.live.whatif import Forecaster
from wargame.server.api import api_routes, door, white, who
from wargame.server.door import Door
from wargame.workshop import Room, Rooms, entrance
from wargame.workshop.entrance import Entrance, open_entrance

PLANTED = "ONLY-ALDA-KNOWS"
HERE = "http://127.0.0.1:8000"
PATIENCE = 30
"""Seconds after which something that should have come will not."""


class Resting(Forecaster):
    """Takes questions and plays nothing."""

    def add(self, whatif: object) -> None:
        """Leave it waiting."""


class Exchange:
    """A request to the application, whose answer is read as it comes.

    Parameters
    ----------
    body : in the pieces in which it comes
    """

    def __init__(
        self, app: Starlette, method: str, path: str, token: str = "", body: Sequence[bytes] = ()
    ) -> None:
        self.status, self.pieces = 0, asyncio.Queue[bytes]()
        self._left, self._gone = list(body) or [b""], asyncio.Event()
        raw = [(b"host", b"127.0.0.1:8000"), (b"content-type", b"application/json")]
        raw += [(b"authorization", f"Bearer {token}".encode())] if token else []
        raw += [(b"content-length", str(len(body[0])).encode())] if len(body) == 1 else []
        path, _, query = path.partition("?")
        scope = {"type": "http", "method": method, "path": f"/api{path}", "query_string": query.encode(),
                 "headers": raw, "root_path": "", "scheme": "http", "http_version": "1.1",
                 "server": ("127.0.0.1", 8000), "client": ("127.0.0.1", 5000)}  # fmt: skip
        self.task = asyncio.ensure_future(app(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        if not self._left:
            await self._gone.wait()
            return {"type": "http.disconnect"}
        piece = self._left.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(self._left)}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message["body"]:
            await self.pieces.put(message["body"])

    async def text(self) -> str:
        """Return the whole answer; a fault of the program has been answered before it is raised."""
        with suppress(RuntimeError):
            await self.task
        return b"".join([self.pieces.get_nowait() for _ in range(self.pieces.qsize())]).decode()

    async def event(self) -> dict[str, Any]:
        """Return the data of the next event of a stream."""
        text = (await asyncio.wait_for(self.pieces.get(), PATIENCE)).decode()
        lines = dict(line.split(": ", 1) for line in text.strip().splitlines())
        assert lines["event"] == "change"
        told: dict[str, Any] = json.loads(lines["data"])
        return told

    async def end(self) -> None:
        """Leave, as a client does that is gone."""
        self._gone.set()
        await asyncio.wait_for(self.task, PATIENCE)


class Client:
    """A program that holds a token, or none."""

    def __init__(self, app: Starlette, token: str = "") -> None:
        self.app, self.token = app, token

    def send(self, method: str, path: str, *body: bytes) -> tuple[int, Any]:
        """Send a request and return the status and what was answered."""

        async def sent() -> tuple[int, Any]:
            exchange = Exchange(self.app, method, path, self.token, body)
            text = await exchange.text()
            return exchange.status, json.loads(text)

        return asyncio.run(sent())

    def ask(self, path: str, body: Any = None, method: str = "", status: int = 200) -> Any:
        """Ask and return what was answered, which came with a status."""
        sent = () if body is None else (json.dumps(body).encode(),)
        found, told = self.send(method or ("POST" if sent else "GET"), path, *sent)
        assert found == status, told
        return told

    def fault(self, path: str, body: Any = None, status: int = 422, method: str = "") -> str:
        """Ask for what cannot be had and return the sentence that was answered."""
        told = self.ask(path, body, method, status)
        assert list(told) == ["error"]
        return str(told["error"])


@pytest.fixture(scope="module", autouse=True)
def read_once() -> Iterator[None]:
    """Read the rules once for all rooms of this file."""
    kept = cache(arrange)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("wargame.workshop.plan.arrange", "wargame.game.arrange"):
            patch.setattr(name, kept)
        yield


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rooms]:
    """The rooms of a server of one test."""
    made = Rooms(tmp_path / "rooms", Resting(0))
    for module in (entrance, who, door, white):
        monkeypatch.setattr(module, "rooms", lambda: made)
    yield made
    open_entrance(None)
    made.close()


@pytest.fixture
def app(held: Rooms) -> Starlette:
    made = Entrance((HERE,))
    open_entrance(made)
    return Starlette(routes=api_routes(), middleware=[Middleware(Door, entrance=made)])


@pytest.fixture
def room(held: Rooms) -> Room:
    """A game of three teams that has begun."""
    made = held.begin(make_plan(seats=["ALDA", "BRENN", "CORVE"], practice=False))
    made.white.begin()
    return made


@pytest.fixture
def join(app: Starlette, room: Room) -> Callable[..., Client]:
    """Let a program join a seat by its code."""

    def joined(seat: str, name: str = "", roles: tuple[str, ...] = ()) -> Client:
        body = {"code": room.codes[seat], "name": name, "roles": list(roles)}
        told = Client(app).ask("/join", body)
        assert (told["room"], told["seat"]) == (room.name, seat)
        return Client(app, told["token"])

    return joined


@pytest.fixture
def alda(join: Callable[..., Client]) -> Client:
    return join("ALDA", "Ada")


@pytest.fixture
def brenn(join: Callable[..., Client]) -> Client:
    return join("BRENN", "Bo")


@pytest.fixture
def desk(app: Starlette, held: Rooms) -> Client:
    """A program of the facilitator."""
    return Client(app, Client(app).ask("/key", {"key": held.keys.key})["token"])


def cheap(client: Client) -> list[str]:
    """Return an order that the seat can pay."""
    return [row["text"] for row in client.ask("/seat/orders")["orders"] if row["capital"] <= 1.0][:1]
