"""The printed kit: each seat's pages hold what is its own, one page a brief, and nothing of anybody else."""

from __future__ import annotations

import re
from html import escape, unescape

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.workshop.conftest import make_plan
from wargame.faults import WargameError
from wargame.game import Game
from wargame.scenario import Scenario
from wargame.server import print as printing
from wargame.server import printed, printed_seat
from wargame.views.room import kit as views
from wargame.views.room.kit import Kit
from wargame.workshop.plan import Plan
from wargame.workshop.rooms import Rooms

ADDRESS, BASELINE = "http://192.0.2.20:8765", "northeast-asia-2022"
LETTERS = "BCDFGHJKMNPRSTVWXYZ"
HIDDEN = "Zzyzx-secret"


def make_kit(plan: Plan) -> Kit:
    codes = {seat: f"CODE{LETTERS[place]}Z" for place, seat in enumerate(plan.seats)}
    return Kit.of(plan, {**codes, "screen": "SCREEN"}, ADDRESS)


@pytest.fixture(scope="module")
def kit() -> Kit:
    return make_kit(make_plan(seats=["ALDA", "BRENN", "CORVE", "DRAY"], turns=4, question="Who pays?"))


@pytest.fixture(scope="module")
def baseline() -> Kit:
    seats = ["USA", "JPN", "ROK", "CHN", "DPRK", "RUS"]
    return make_kit(make_plan(scenario=BASELINE, seats=seats, turns=6))


def pages_of(kit: Kit, seat: str) -> str:
    return "".join(printing._of_seat(kit, seat))


# -- whose pages they are -----------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["kit", "baseline"])
def test_the_pages_of_a_seat_hold_its_own_secrets_and_no_others(
    which: str, request: pytest.FixtureRequest
) -> None:
    kit: Kit = request.getfixturevalue(which)
    scenario = kit.game.play.scenario

    for seat in kit.seats:
        told = pages_of(kit, seat)
        for name, row in scenario.nations.items():
            assert (escape(row.brief) in told) == (name == seat)
            assert (escape(row.dilemma) in told) == (name == seat)
        for goal in scenario.objectives.values():
            assert (escape(goal.text) in told) == (goal.seat == seat)
        for other in (*kit.seats, "screen"):
            assert (kit.codes[other] in told) == (other == seat)


def test_what_others_keep_to_themselves_changes_nothing_on_a_seats_pages(kit: Kit) -> None:
    plain = kit.game.play.scenario.to_plain()
    for row in plain["nations"]:
        if row["id"] != "BRENN":
            row.update(brief=HIDDEN, dilemma=HIDDEN, slots=1, character="hawk")
            row["capital"] = {"start": 2.5, "income": 1.5, "cap": 8.5}
    for goal in plain["objectives"]:
        if goal["seat"] != "BRENN":
            goal["text"] = HIDDEN
    game = Game.new(Scenario.from_plain(plain), seed=kit.plan.seed, turns=kit.plan.turns, people=kit.seats)

    other = Kit(kit.plan, game, kit.seats, kit.codes, ADDRESS)

    assert pages_of(other, "BRENN") == pages_of(kit, "BRENN")
    assert HIDDEN in pages_of(other, "ALDA")


def test_only_the_cover_has_the_codes_of_all(kit: Kit) -> None:
    cover = printing._pages(kit, "kit")[0]

    assert all(f"{code[:3]}-{code[3:]}" in cover for code in kit.codes.values())
    assert "do not hand out" in cover
    assert not any(code[:3] in printing._pages(kit, "script")[0] for code in ("SCREEN",))


# -- what stands on them ------------------------------------------------------------------------------------


def test_a_brief_has_all_that_a_seat_needs_to_sit_down(baseline: Kit) -> None:
    told = views.brief(baseline, "JPN")

    assert len(told["objectives"]) == 3
    assert [row["code"] for row in told["orders"]].count("FD") == 1
    assert len(told["orders"]) == 10
    assert [step["name"] for step in told["ladder"]["steps"]][-1] == "breakdown"
    assert told["door"]["code"] == "COD-ECZ"
    assert told["door"]["address"] == f"{ADDRESS}/join"
    assert [row["name"] for row in told["rules"]][:3] == [
        "Offer, one counter, then sealed",
        "The weaker part rules",
        "Nobody scores after a breakdown",
    ]


def test_orders_are_written_so_that_the_desk_reads_them(kit: Kit, baseline: Kit) -> None:
    for each in (kit, baseline):
        for seat in each.seats:
            for row in views.sheets(each, seat)["crib"]:
                menu = each.game.sitting.menu(seat)
                option = menu.read(row["example"])
                assert each.game.play.options.may[menu.seat, option], (seat, row["example"])
                assert row["later"] or not each.game.refusal(seat, row["example"])


def test_there_is_a_sheet_for_every_turn_with_a_line_for_every_order(kit: Kit) -> None:
    pages = printed_seat.sheets(views.sheets(kit, "BRENN"))

    assert len(pages) == 4
    for turn, page in enumerate(pages, 1):
        assert f"turn {turn} of 4" in page
        assert len(re.findall(r'<th scope="row">\d</th>', page)) == 3


def test_all_that_is_listed_on_a_sheet_stands_for_something(kit: Kit) -> None:
    told = views.sheets(kit, "CORVE")
    listed = {row["kind"] for row in told["targets"]}

    for row in told["crib"]:
        for kind in re.findall(r"<(\w+)>", row["write"]):
            assert kind in listed or kind == "agreement"
    assert told["deals"]


def test_the_script_has_the_minutes_of_the_room(kit: Kit) -> None:
    told = views.script(kit)

    assert told["minutes"] == 10 + 18 + (18 + 18 + 15 + 15) + 5 + 15 + 5
    assert [scene["title"] for scene in told["scenes"]][:3] == ["Welcome", "The practice turn", "Turn 1"]
    assert "1:24" in printed.script(told)


def test_what_people_named_is_shown_as_text(kit: Kit) -> None:
    plan = make_plan(title="<script>alert(1)</script>", question='"><img src=x>')

    told = "".join(printing._pages(make_kit(plan), "kit"))

    assert "<script>alert" not in told
    assert "<img" not in told
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told


# -- routes -------------------------------------------------------------------------------------------------


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch, rooms: Rooms) -> TestClient:
    monkeypatch.setattr(printing, "rooms", lambda: rooms)
    rooms.begin(make_plan())
    return TestClient(Starlette(routes=printing.routes()))


def test_every_part_is_a_page_that_prints(client: TestClient) -> None:
    for path in (*printed.PARTS, "seat/BRENN"):
        answer = client.get(f"/print/north-table/{path}")

        assert answer.status_code == 200
        assert answer.text.startswith("<!doctype html>")
        assert "@page { size: A4" in answer.text
        assert not re.search(r'(?:src|href)="https?:', answer.text)


def test_what_is_not_there_is_told_in_a_sentence(client: TestClient) -> None:
    for path, words in {
        "north-table/breifs": "There is no part 'breifs' of a kit. Did you mean 'briefs'?",
        "north-table/seat/CORVE": "People do not play the seat 'CORVE' here.",
        "nort-table/kit": "There is no room 'nort-table'. Did you mean 'north-table'?",
    }.items():
        answer = client.get(f"/print/{path}")

        assert answer.status_code == 404
        assert words in unescape(answer.text)


def test_a_seat_that_came_late_has_pages_too(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "rooms", lambda: rooms)
    room = rooms.begin(make_plan(seats=["ALDA"]))
    with pytest.raises(WargameError, match="People do not play"):
        printing.kit_page(room.name, "", "BRENN")
    room.white.begin(practice=False)

    room.white.hand("BRENN", False, "a late team")

    assert room.codes["BRENN"][:3] in printing.kit_page(room.name, "", "BRENN")
