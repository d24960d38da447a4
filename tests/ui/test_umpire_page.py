"""The umpire's tabs as components: every panel gets its payload, every act of a template reaches the room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.rendered import Rendered
from wargame.inputs import Draft
from wargame.live.whatif import Forecaster
from wargame.ui.pages import umpire as pages
from wargame.workshop import Plan, Room, Rooms

PLAN = Plan("North", "four-islands", ("ALDA", "BRENN"), turns=3, seed=7)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    shelf = Rooms(tmp_path, Forecaster(0))
    made = shelf.begin(PLAN)
    made.join("ALDA", "Ann")
    made.white.begin(practice=False)
    made.white.go("plan")
    monkeypatch.setattr(pages, "use_room", lambda name, audience: made)
    yield made
    shelf.close()


@pytest.fixture
def page(room: Room) -> Iterator[Rendered]:
    made = Rendered(pages.Umpire(room))
    yield made
    made.close()


def test_a_card_is_opened_let_fall_and_taken_back(room: Room, page: Rendered) -> None:
    page.act("cards", do="open", id="storm_rescue")
    assert page.panel("cards").view["opened"]["words"]
    page.act("cards", do="fire", id="storm_rescue", reason="goodwill", tell=False, turn=1)
    assert [card.name for card in room.live.game.sitting.injects] == ["A rescue in the storm"]
    assert "falls as the turn is adjudicated" in page.panel("fault").view["text"]
    row = page.panel("due").view["rows"][0]
    page.act("due", do="undo", key=row["key"], reason="too early", turn=1)
    assert not room.live.game.sitting.acts
    page.act("fault", do="close")
    assert page.panel("fault").view["text"] == ""


def test_every_tab_is_drawn_and_nothing_sealed_is_in_it(room: Room, page: Rendered) -> None:
    own = room.place(1)
    own.keep("ALDA", Draft(("consult", "statement")), 1)
    own.umpire("We send apples.")
    for tab, key in (("rulings", "kinds"), ("free", "warning"), ("course", "cards"), ("debrief", "league")):
        page.act("open", do="tab", id=tab)
        assert page.has(key)
        assert "We send apples." not in page.text
    own.commit("ALDA", 1)
    page.act("open", do="tab", id="free")
    assert "We send apples." in page.text
    assert '"statement"' not in page.text


def test_a_form_opens_beside_its_tab_and_is_judged(room: Room, page: Rendered) -> None:
    own = room.place(1)
    own.keep("ALDA", Draft(("freeform",)), 1)
    own.umpire("We send apples.")
    own.commit("ALDA", 1)
    page.act("cards", do="write")
    assert page.panel("choices").view["mode"] == "card"
    page.act("choices", do="close", of="card")
    assert not page.has("choices")
    page.act("open", do="tab", id="free")
    page.act("warning", do="judging", seat="ALDA")
    assert page.panel("choices").view["sentence"] == "We send apples."
    told = {
        "seat": "ALDA",
        "effect": False,
        "card": {"text": "They are eaten."},
        "reason": "so it goes",
        "turn": 1,
    }
    page.act("choices", do="judge", **told)
    assert not page.has("choices")
    assert page.panel("warning").view["rows"][0]["judged"]["text"] == "They are eaten."


def test_notes_are_kept_by_the_room(room: Room, page: Rendered) -> None:
    page.act("most", do="note", text="Ask why.")
    assert room.standing.note == "Ask why."


def test_play_ends_and_the_desk_looks_back(
    room: Room, page: Rendered, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    room.white.adjudicate(force=True)
    page.act("open", do="tab", id="course")
    page.act("cards", do="debrief", stamp=page.panel("cards").view["stamp"])
    assert room.stage == "debrief"
    assert page.panel("stability").view["head"].startswith("Play ended after turn 1 of 3.")
    assert page.panel("sorts").view["progress"]["state"] == "idle"
    page.act("sorts", do="rank", sort="turn", seat="")
    assert page.panel("sorts").view["sort"] == "turn"


def test_the_log_is_filtered_and_handed_out(room: Room) -> None:
    page = Rendered(pages.RoomLog(room))
    page.act("asked", do="filter", kind="people", who="", turn="", text="")
    assert [row["text"] for row in page.panel("asked").view["rows"]] == ["Ann joined Alda."]
    page.act("asked", do="csv")
    file = page.panel("asked").view["file"]
    assert (file["n"], file["name"]) == (1, "north-log.csv")
    assert "person 1 joined Alda." in file["text"]
    assert "Ann" not in file["text"]
    page.act("asked", do="saved")
    assert page.panel("asked").view["file"]["text"] == ""
    page.context.close()


def test_a_turn_that_is_cut_counts_no_more_where_the_game_is_told(
    room: Room, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    room.white.adjudicate(force=True)
    page = Rendered(pages.Umpire(room))
    page.act("open", do="tab", id="debrief")
    assert "After turn 1 of 3" in page.panel("stability").view["head"]
    room.white.next_phase()
    room.white.cut_turn()
    page.act("open", do="tab", id="debrief")
    assert "After turn 1 of 2" in page.panel("stability").view["head"]
    room.white.debrief()
    page.act("open", do="tab", id="debrief")
    told = "Play ended after turn 1 of 2. The game is scored as it stood then. 1 turn was cut from the plan."
    assert page.panel("stability").view["head"] == told
    page.context.close()
