"""The forms by which people join and facilitators give their key."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.ui.doors import ORIGIN, client_of, plan_of
from wargame.workshop import Room, Rooms

# -- joining --------------------------------------------------------------------------------------------------


def _join(client: TestClient, **typed: Any) -> Any:
    return client.post("/join", data=typed, headers=ORIGIN)


def test_a_code_becomes_a_token_that_only_the_server_reads(client: TestClient, room: Room):
    answer = _join(client, code=room.codes["ALDA"].lower(), name="Aiko", role=["finance", "press"])
    assert (answer.status_code, answer.headers["location"]) == (303, "/team")
    cookie = answer.headers["set-cookie"]
    for part in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=604800"):
        assert part in cookie
    assert "Secure" not in cookie
    token = client.cookies["wg_team"]
    person = room.by_token(token)
    assert person is not None
    assert (person.seat, person.roles, room.name_of(person.id)) == ("ALDA", ("finance", "press"), "Aiko")
    assert token not in answer.headers["location"] + answer.text


def test_over_https_the_cookie_never_goes_in_the_clear(app: Starlette, room: Room):
    address = "https://127.0.0.1:8781"
    answer = client_of(app, address).post(
        "/join", data={"code": room.codes["ALDA"]}, headers={"origin": address}
    )
    assert "Secure" in answer.headers["set-cookie"]


def test_a_printed_code_shows_its_seat_and_table(client: TestClient, room: Room):
    text = client.get(f"/join/{room.codes['BRENN'].lower()}").text
    assert "<b>Brenn</b>" in text
    assert "Table North" in text
    assert 'name="name"' in text


def test_the_screen_needs_no_name(client: TestClient, room: Room):
    assert 'name="name"' not in client.get(f"/join/{room.codes['screen']}").text
    assert _join(client, code=room.codes["screen"]).headers["location"] == "/screen/north"
    assert client.get("/screen/north").text == "inside screen"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("BBBBBB", "No room has this code"),
        ("", "six letters"),
        ("<b>", "six letters"),
        ("0" * 500, "six letters"),
    ],
)
def test_a_wrong_code_is_told_and_what_was_typed_stays(client: TestClient, room: Room, code: str, words: str):
    answer = _join(client, code=code, name='"><script>x', role="press")
    assert answer.status_code == 403
    assert words in answer.text
    assert "<script>x" not in answer.text
    assert 'value="&quot;&gt;&lt;script&gt;x"' in answer.text
    assert 'value="press" checked' in answer.text
    assert "set-cookie" not in answer.headers


def test_a_replaced_code_opens_nothing(client: TestClient, room: Room):
    before = room.codes["ALDA"]
    room.white.new_code("ALDA")
    assert "replaced" in _join(client, code=before).text


def test_guessing_is_slowed_and_told_to_the_facilitator(client: TestClient, rooms: Rooms, room: Room):
    for _ in range(10):
        client.get("/join/BBBBBB")
    answer = _join(client, code=room.codes["ALDA"])
    assert re.search(r"Too many wrong codes came from here\. Wait \d+ seconds", answer.text)
    assert [each.tries for each in rooms.guesses.recent()] == [11]


def test_a_full_seat_and_an_exercise_that_has_ended_are_told(app: Starlette, rooms: Rooms, room: Room):
    for _ in range(6):
        room.join("ALDA")
    assert "This seat is full" in _join(client_of(app), code=room.codes["ALDA"]).text
    ended = rooms.begin(plan_of("Ended"))
    ended.white.end("It is late.")
    assert "has ended" in _join(client_of(app), code=ended.codes["BRENN"]).text


def test_joining_again_leads_back_and_makes_nobody_twice(client: TestClient, room: Room):
    _join(client, code=room.codes["ALDA"])
    answer = _join(client, code=room.codes["ALDA"])
    assert (answer.status_code, answer.headers["location"]) == (303, "/team")
    assert len(room.people) == 1
    assert "Alda, table North" in client.get("/join").text


def test_seats_are_changed_by_a_clear_choice_only(client: TestClient, room: Room):
    _join(client, code=room.codes["ALDA"], name="Aiko")
    before = client.cookies["wg_team"]
    asked = _join(client, code=room.codes["BRENN"], name="Aiko", role="press")
    assert asked.status_code == 200
    assert "Stay: Alda, table North" in asked.text
    assert "Change to: Brenn, table North" in asked.text
    assert [each.seat for each in room.people] == ["ALDA"]
    _join(client, code=room.codes["BRENN"], name="Aiko", role="press", change="1")
    assert [(each.seat, each.roles) for each in room.people] == [("BRENN", ("press",))]
    assert room.by_token(before) is None


def test_a_full_seat_costs_nobody_the_one_they_have(client: TestClient, room: Room):
    for _ in range(6):
        room.join("BRENN")
    _join(client, code=room.codes["ALDA"])
    assert "full" in _join(client, code=room.codes["BRENN"], change="1").text
    assert client.get("/team").text == "inside team"


def test_a_browser_whose_seat_has_ended_is_told(client: TestClient, room: Room):
    _join(client, code=room.codes["ALDA"])
    room.white.remove(room.people[0].id)
    assert client.get("/team").headers["location"] == "/join"
    assert "had has ended" in client.get("/join").text


def test_a_form_that_is_too_long_or_has_too_many_fields_is_read_as_none(client: TestClient, room: Room):
    assert "six letters" in _join(client, code=room.codes["ALDA"], name="x" * 20_000).text
    assert "six letters" in _join(client, code=room.codes["ALDA"], role=["press"] * 100).text


@pytest.mark.parametrize(
    ("typed", "words"), [({"name": "x" * 41}, "A name has 40 letters"), ({"role": "king"}, "no role")]
)
def test_a_name_or_role_that_cannot_be_is_told_beside_the_seat(
    client: TestClient, room: Room, typed: dict[str, str], words: str
):
    answer = _join(client, code=room.codes["ALDA"], **typed)
    assert words in answer.text
    assert "<b>Alda</b>" in answer.text
    assert room.people == ()


# -- the key --------------------------------------------------------------------------------------------------


def test_the_key_opens_the_desk_and_the_browser_can_be_forgotten(client: TestClient, rooms: Rooms):
    answer = client.post("/key", data={"key": rooms.keys.key.lower()}, headers=ORIGIN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/host")
    assert client.get("/host").text == "inside white"
    assert "Forget this browser" in client.get("/key").text
    held = client.cookies["wg_white"]
    assert client.post("/key", data={"forget": "1"}, headers=ORIGIN).headers["location"] == "/key"
    assert not rooms.keys.knows(held)
    assert client.get("/host").status_code == 303


def test_a_wrong_key_is_told_and_never_shown_again(client: TestClient, rooms: Rooms):
    answer = client.post("/key", data={"key": "BCDF-GHJK-MNPR-STVV"}, headers=ORIGIN)
    assert answer.status_code == 403
    assert "This is not the key" in answer.text
    assert "STVV" not in answer.text
    assert rooms.keys.key not in answer.text
