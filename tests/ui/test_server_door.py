"""The door of a workshop: who gets what over HTTP and WebSocket, and from where."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from tests.ui.doors import ORIGIN, client_of, plan_of, team_of, white_of
from wargame.ui import door as ui_door
from wargame.workshop import Room, Rooms

# -- who gets what --------------------------------------------------------------------------------------------


ALL = ("nobody", "team", "screen", "white")
MAY = {
    "/join": ALL,
    "/key": ALL,
    "/wg/all.css": ALL,
    "/api/health": ALL,
    "/api/ready": ALL,
    "/api/schema": ALL,
    "/api/join": ALL,
    "/readyz": ("team", "screen", "white"),
    "/static/main.js": ("team", "screen", "white"),
    "/_solara/cdn/require.js": ("team", "screen", "white"),
    "/jupyter/nbextensions/a.js": ("team", "screen", "white"),
    "/team": ("team", "white"),
    "/api/seat": ("team", "white"),
    "/api/seat/draft": ("team", "white"),
    "/api/take-home": ("team", "white"),
    "/rulebook": ("team", "white"),
    "/twins/north": ("team", "white"),
    "/screen/north": ("screen", "white"),
    "/screen/south": ("white",),
    "/screen": ("white",),
    "/host": ("white",),
    "/home": ("white",),
    "/play/a-game": ("white",),
    "/play": ("white",),
    "/review/a-game": ("white",),
    "/explore": ("white",),
    "/facilitator/north": ("white",),
    "/print/north/kit": ("white",),
    "/api/white/rooms": ("white",),
    "/api/export/north": ("white",),
    "/api/report/a-game": ("white",),
    "/api/seats": ("white",),
    "/api": ("white",),
    "/resourcez": ("white",),
    "/joined": ("white",),
    "/teams": ("white",),
    "/nothing-here": ("white",),
    "/%68ost": ("white",),
    "/team/../host": ("white",),
}
"""Path -> who is let through to what is behind the door."""


def _as(kind: str, app: Starlette, rooms: Rooms, room: Room) -> TestClient:
    if kind == "white":
        return white_of(app, rooms)
    if kind == "nobody":
        return client_of(app, wg_team="nonsense", wg_white="nonsense")
    return team_of(app, room, "screen" if kind == "screen" else "ALDA")


@pytest.mark.parametrize("kind", ALL)
def test_everybody_gets_what_is_theirs_and_nothing_else(kind: str, app: Starlette, rooms: Rooms, room: Room):
    asking = _as(kind, app, rooms, room)
    let = {path: asking.get(path).status_code == 200 for path in MAY}
    assert let == {path: kind in who for path, who in MAY.items()}


@pytest.mark.parametrize(
    ("kind", "home"),
    [("white", "/host"), ("team", "/team"), ("screen", "/screen/north"), ("nobody", "/join")],
)
def test_the_first_address_leads_to_ones_own_page(
    kind: str, home: str, app: Starlette, rooms: Rooms, room: Room
):
    answer = _as(kind, app, rooms, room).get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, home)


def test_a_stranger_is_led_to_the_form_and_a_program_is_told(client: TestClient):
    assert client.get("/facilitator/north").headers["location"] == "/join"
    answer = client.get("/api/seat")
    assert answer.status_code == 401
    assert answer.json() == {"error": ui_door.ELSEWHERE["nobody"]}
    assert client.post("/host", headers=ORIGIN).status_code == 401


def test_who_may_not_see_a_page_is_told_with_the_way_to_their_own(app: Starlette, room: Room):
    answer = team_of(app, room).get("/host")
    assert answer.status_code == 403
    assert "This page is the facilitator's" in answer.text.replace("&#x27;", "'")
    assert 'href="/team"' in answer.text


def test_a_team_looks_back_at_its_own_game_once_it_is_over(
    app: Starlette, rooms: Rooms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    room = rooms.begin(plan_of("East"))
    team = team_of(app, room)
    paths = ["/review/{0}", "/api/report/{0}", "/review/other", "/api/report/other", "/play/{0}"]

    def seen(run: str) -> list[bool]:
        return [team.get(path.format(run)).status_code == 200 for path in paths]

    room.white.begin(False)
    room.white.adjudicate(force=True)
    assert seen("east") == [False] * 5
    room.white.end("It is late.")
    assert room.run
    assert seen(room.run) == [True, True, False, False, False]


def test_a_program_brings_its_token_itself(app: Starlette, room: Room, client: TestClient):
    token = room.join("BRENN")
    answer = client.get("/team", headers={"authorization": f"Bearer {token}"})
    assert answer.text == "inside team"
    assert client.get("/team", headers={"authorization": f"Basic {token}"}).status_code == 303


def test_a_browser_that_is_both_is_its_seats_at_the_table(app: Starlette, rooms: Rooms, room: Room):
    both = white_of(app, rooms)
    both.cookies.set("wg_team", room.join("ALDA"))
    assert both.get("/team").text == "inside team"
    assert both.get("/api/seat").text == "inside team"
    assert both.get("/host").text == "inside white"


def test_what_is_personal_is_kept_by_no_browser(app: Starlette, room: Room):
    team = team_of(app, room)
    for path in ("/team", "/host", "/api/seat", "/join"):
        assert team.get(path).headers["cache-control"] == "no-store", path
    assert "cache-control" not in team.get("/static/main.js").headers


# -- from where -----------------------------------------------------------------------------------------------


def test_a_write_by_cookie_names_the_page_that_it_comes_from(app: Starlette, room: Room):
    team = team_of(app, room)
    assert team.post("/api/seat", headers=ORIGIN).status_code == 200
    assert team.post("/api/seat").status_code == 403
    assert team.post("/api/seat", headers={"origin": "https://elsewhere.example"}).status_code == 403
    assert team.post("/api/seat", headers={"origin": "null"}).status_code == 403
    bearer = {"authorization": f"Bearer {team.cookies['wg_team']}"}
    assert client_of(app).post("/api/seat", headers=bearer).status_code == 200


@pytest.mark.parametrize(
    ("address", "host", "status"),
    [
        ("http://192.0.2.7:8781", "192.0.2.7:8781", 200),
        ("http://192.0.2.7:8781", "table.example:8781", 200),
        ("http://192.0.2.7:8781", "TABLE.example", 200),
        ("http://192.0.2.7:8781", "192.0.2.8:8781", 403),
        ("http://192.0.2.7:8781", "evil.example", 403),
        ("http://192.0.2.7:8781", "192.0.2.7.evil.example", 403),
        ("http://192.0.2.7:8781", "192.0.2.7@evil.example", 403),
        ("http://192.0.2.7:8781", "", 403),
        ("http://[fd00::7]:8781", "[fd00::7]:8781", 200),
        ("http://[fd00::7]:8781", "[FD00:0::7]:8781", 200),
        ("http://[fd00::7]:8781", "[fd00::8]:8781", 403),
    ],
)
def test_the_server_answers_by_its_own_addresses_and_names(
    app: Starlette, address: str, host: str, status: int
):
    assert client_of(app, address).get("/join", headers={"host": host}).status_code == status


# -- connections ----------------------------------------------------------------------------------------------


KERNEL = "ws://127.0.0.1:8781/jupyter/api/kernels/k/channels"


@pytest.mark.parametrize("headers", [{}, {"origin": "https://elsewhere.example"}, {"origin": "null"}])
def test_a_socket_that_names_no_page_of_ours_is_closed(app: Starlette, room: Room, headers: dict[str, str]):
    with (
        pytest.raises(WebSocketDisconnect) as told,
        team_of(app, room).websocket_connect(KERNEL, headers=headers),
    ):
        pass
    assert told.value.code == 1008


def test_a_socket_without_a_token_is_closed(client: TestClient, room: Room):
    with pytest.raises(WebSocketDisconnect) as told, client.websocket_connect(KERNEL, headers=ORIGIN):
        pass
    assert told.value.code == 1008


def test_a_socket_ends_with_its_token(app: Starlette, room: Room):
    with team_of(app, room).websocket_connect(KERNEL, headers=ORIGIN) as held:
        held.send_text("one")
        assert held.receive_text() == "heard one"
        room.white.move(room.people[0].id, "BRENN")
        held.send_text("two")
        assert held.receive_text() == "heard two"
        room.white.remove(room.people[0].id)
        held.send_text("three")
        with pytest.raises(WebSocketDisconnect) as told:
            held.receive_text()
        assert told.value.code == 1008


def test_a_facilitators_socket_ends_when_the_browser_is_forgotten(app: Starlette, rooms: Rooms):
    with white_of(app, rooms).websocket_connect(KERNEL, headers=ORIGIN) as held:
        rooms.keys.forget()
        held.send_text("one")
        with pytest.raises(WebSocketDisconnect):
            held.receive_text()


# -- the rulebook ---------------------------------------------------------------------------------------------


def test_a_team_reads_the_edition_of_its_seat_whatever_it_asks_for(app: Starlette, rooms: Rooms, room: Room):
    own = team_of(app, room).get("/api/book").json()
    for asked in ("?seat=BRENN", "?scenario=northeast-asia-2022&seat=USA", "?seat=", "?game=north"):
        assert team_of(app, room).get(f"/api/book{asked}").json() == own
    whole = white_of(app, rooms).get("/api/book?scenario=four-islands").json()
    assert len(own["html"]) < len(whole["html"])
    assert team_of(app, room).get("/api/book?part=limits").status_code == 200
