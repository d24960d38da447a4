"""A small application behind the door of a workshop, and who may stand before it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from wargame.live.whatif import Forecaster
from wargame.server import join, key, routes_book
from wargame.server.door import WHO, Door
from wargame.server.guard import Guard
from wargame.workshop import Plan, Room, Rooms, entrance
from wargame.workshop.door import Guesses
from wargame.workshop.entrance import Entrance, open_entrance

HERE = "http://127.0.0.1:8781"
ORIGIN = {"origin": HERE}


async def inside(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"inside {request.scope[WHO].kind}")


async def echo(socket: WebSocket) -> None:
    await socket.accept()
    async for text in socket.iter_text():
        await socket.send_text(f"heard {text}")


def plan_of(title: str = "North") -> Plan:
    return Plan.of(
        {"title": title, "scenario": "four-islands", "seats": ["ALDA", "BRENN"], "turns": 2, "seed": 7}
    )


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    """The rooms of all tests, with one that no test may end."""
    made = Rooms(tmp_path_factory.mktemp("runs") / "rooms", Forecaster(0))
    made.begin(plan_of())
    yield made
    made.close()


@pytest.fixture
def rooms(shelf: Rooms, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rooms]:
    """The rooms, in which nobody is and nobody has guessed."""
    for module in (entrance, join, key):
        monkeypatch.setattr(module, "rooms", lambda: shelf)
    shelf.guesses = Guesses()
    shelf.keys.guesses = Guesses()
    open_entrance(Entrance((HERE,)))
    yield shelf
    open_entrance(None)


@pytest.fixture
def room(rooms: Rooms) -> Iterator[Room]:
    made = rooms.open("north")
    yield made
    for person in made.people:
        made.white.remove(person.id)


@pytest.fixture
def app(rooms: Rooms) -> Starlette:
    """The door with its forms, and behind it something that answers at every path."""
    known = entrance.entrance()
    return Starlette(
        routes=[
            *join.routes(),
            *key.routes(),
            *routes_book.routes(),
            WebSocketRoute("/jupyter/api/kernels/{kernel}/channels", echo),
            Route("/{rest:path}", inside, methods=["GET", "POST"]),
        ],
        middleware=[
            Middleware(Guard, names={"table.example"}, abroad=True),
            Middleware(Door, entrance=known),
        ],
    )


def client_of(app: Starlette, address: str = HERE, **cookies: str) -> TestClient:
    return TestClient(app, base_url=address, cookies=cookies, follow_redirects=False)


@pytest.fixture
def client(app: Starlette) -> TestClient:
    return client_of(app)


def team_of(app: Starlette, room: Room, seat: str = "ALDA") -> TestClient:
    return client_of(app, wg_team=room.join(seat))


def white_of(app: Starlette, rooms: Rooms) -> TestClient:
    return client_of(app, wg_white=rooms.keys.enter(rooms.keys.key, "192.0.2.1"))
