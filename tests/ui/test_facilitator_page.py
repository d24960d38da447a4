"""The facilitator's desk as components: every tab is drawn, and every act of a template reaches the room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.rendered import Rendered
from wargame.inputs import Draft
from wargame.live.whatif import Forecaster
from wargame.ui.pages import facilitator as pages
from wargame.ui.pages import umpire
from wargame.workshop import Plan, Room, Rooms

PLAN = Plan("North", "four-islands", ("ALDA", "BRENN"), turns=2, seed=7)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.chdir(tmp_path)
    shelf = Rooms(tmp_path / "rooms", Forecaster(0))
    made = shelf.begin(PLAN)
    made.join("ALDA", "Ann")
    made.join("BRENN", "Ben")
    monkeypatch.setattr(umpire, "use_room", lambda name, audience: made)
    monkeypatch.setattr(pages, "rooms", lambda: shelf)
    yield made
    shelf.close()


@pytest.fixture
def page(room: Room) -> Iterator[Rendered]:
    made = Rendered(pages.Desk(room, 0))
    yield made
    made.close()


def test_acts_of_the_panels_reach_the_room(page: Rendered, room: Room) -> None:
    page.act("primary", do="next", mark=page.panel("primary").view["mark"])
    assert (room.stage, page.panel("primary").view["phase"]) == ("practice", "News")
    page.act("teams", do="ask", what="house", seat="BRENN", person=None)
    page.act("yes", do="yes", n=page.panel("yes").view["n"], given={"reason": "They are late."})
    assert [team.house for team in room.teams[:2]] == [False, True]
    page.act("may_cut", do="allow", questions=5)
    assert room.standing.questions == 5
    page.act("sent", do="tell", to="ALDA", text="Are you all right?")
    assert room.messages("ALDA")[-1].text == "Are you all right?"


def test_every_tab_is_drawn_and_sealed_orders_are_on_none(page: Rendered, room: Room) -> None:
    room.white.begin(practice=False)
    room.white.go("commit")
    room.place(1).keep("ALDA", Draft(("statement",)), 1)
    room.place(1).commit("ALDA", 1)
    for tab, key in (("white", "cards"), ("table", "deals"), ("log", "asked"), ("control", "teams")):
        page.tab("Parts of the desk", tab)
        assert page.has(key)
        assert '"statement"' not in page.text


def test_a_link_moves_to_another_page(page: Rendered, monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[str] = []
    monkeypatch.setattr(pages, "go", moved.append)
    page.act("primary", do="go", path="/host")
    assert moved == ["/host"]
