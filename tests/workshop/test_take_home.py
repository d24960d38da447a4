"""What is taken home: by the facilitator all of it, by a team its own edition until the game is over."""

from __future__ import annotations

import json
import zipfile
from html import escape
from io import BytesIO
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.workshop.conftest import make_plan, sit
from wargame.game import Game
from wargame.live import Draft
from wargame.server import routes_export
from wargame.server.door import WHO
from wargame.server.routes import broken
from wargame.workshop import Room
from wargame.workshop.entrance import NOBODY, Identity
from wargame.workshop.rooms import Rooms

NAME = "Annabel Secretname"


class As:
    """Says whose every request is, as the door does."""

    who = NOBODY

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[WHO] = self.who
        await self.app(scope, receive, send)


@pytest.fixture
def room(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A room after its first turn, in which each team committed something."""
    monkeypatch.setattr(routes_export, "rooms", lambda: rooms)
    made = rooms.begin(make_plan())
    places = [sit(made, "ALDA", "head", name=NAME), sit(made, "BRENN")]
    made.white.begin(practice=False)
    for place, order in zip(places, ("consult", "statement"), strict=True):
        place.keep(place.seat, Draft([order]), 1)
        place.commit(place.seat, 1)
    made.white.adjudicate()
    return made


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=routes_export.routes(), middleware=[Middleware(As)]))


def test_while_the_game_runs_a_team_takes_home_what_it_may_know(
    room: Room, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(As, "who", Identity("team", room.name, 1, "ALDA"))

    answer = client.get("/api/take-home")

    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''north-table-ALDA.html"
    assert "Edition of Alda" in answer.text
    for goal in room.live.game.play.scenario.objectives.values():
        assert goal.seat == "ALDA" or escape(goal.text) not in answer.text


def test_when_the_game_is_over_everybody_takes_home_all_of_it(
    room: Room, client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(As, "who", Identity("team", room.name, 1, "ALDA"))
    room.white.end("lunch")

    answer = client.get("/api/take-home")

    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''north-table-record.zip"
    zipfile.ZipFile(BytesIO(answer.content)).extractall(tmp_path)
    assert Game.replay(tmp_path / "north-table-record" / "record").same
    report = (tmp_path / "north-table-record" / "report.html").read_text(encoding="utf-8")
    assert "The whole game" in report
    assert NAME not in report + (tmp_path / "north-table-record" / "record" / "log.jsonl").read_text(
        encoding="utf-8"
    )


def test_the_facilitator_takes_all_of_a_room_and_names_only_if_asked(room: Room, client: TestClient) -> None:
    bare = zipfile.ZipFile(BytesIO(client.get("/api/export/north-table").content))
    named = zipfile.ZipFile(BytesIO(client.get("/api/export/north-table?names=1").content))

    assert {"north-table-export/README.md", "north-table-export/report.html"} <= set(bare.namelist())
    assert not any(NAME.encode() in bare.read(each) for each in bare.namelist())
    assert set(named.namelist()) - set(bare.namelist()) == {
        "north-table-export/names.csv",
        "north-table-export/north-table.db",
    }
    about = json.loads(bare.read("north-table-export/exercise.json"))
    assert (about["stage"], about["games"][0]["turns_played"]) == ("play", 1)


def test_what_is_not_there_is_told_in_a_sentence(
    room: Room, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = client.get("/api/export/south-table")
    assert answer.status_code == 404
    assert answer.json() == {"error": "There is no room 'south-table'. Did you mean 'north-table'?"}

    monkeypatch.setattr(As, "who", Identity("white"))
    answer = client.get("/api/take-home")
    assert answer.json()["error"].startswith("A team takes home what it played.")


@pytest.fixture(autouse=True)
def no_reports_are_kept() -> None:
    routes_export._reports.clear()


def test_a_fault_of_the_program_is_told_as_a_sentence(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*asked: object) -> str:
        raise KeyError("white cell")

    monkeypatch.setattr(routes_export, "report", fails)
    monkeypatch.setattr(As, "who", Identity("team", room.name, 1, "ALDA"))
    guarded = [Middleware(As)]
    app = Starlette(routes=routes_export.routes(), middleware=guarded, exception_handlers={Exception: broken})

    answer = TestClient(app, raise_server_exceptions=False).get("/api/take-home")

    assert answer.status_code == 500
    assert "could not be made" in answer.text
    assert "white cell" not in answer.text
