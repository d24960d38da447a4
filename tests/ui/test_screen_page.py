"""The big screen and twin tables as components: who may walk the reveal, and that all screens of a room go together."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import solara

from tests.ui.rendered import Rendered
from wargame.live.whatif import Forecaster
from wargame.ui.pages import screen as pages
from wargame.ui.pages import twins
from wargame.views.room.screen_reveal import Reveal
from wargame.workshop import Plan, Room, Rooms
from wargame.workshop.entrance import WHITE

PLAN = Plan(
    "North", "four-islands", ("ALDA",), turns=2, seed=7, group="both", question="Who gives way first?"
)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rooms]:
    made = Rooms(tmp_path, Forecaster(0))
    monkeypatch.setattr(twins, "use_room", lambda name, audience: made.open(name))
    pages._reveals.clear()
    yield made
    made.close()


@pytest.fixture
def room(shelf: Rooms) -> Room:
    made = shelf.begin(PLAN)
    made.white.begin(practice=False)
    return made


def wall(room: Room, walker: bool) -> Rendered:
    """Return the screen of a room as it is drawn now."""
    return Rendered(pages.Wall(room, room.version("screen"), 0, walker))


def at(room: Room) -> Reveal:
    return pages._reveals[room.name]


def test_only_the_white_cell_walks_the_reveal(room: Room) -> None:
    room.white.adjudicate(force=True)
    projector, desk = wall(room, walker=False), wall(room, walker=True)

    assert projector.panel("desk").view == {"walk": None, "desk": ""}
    assert desk.panel("desk").view["walk"]["step"] == 0
    projector.act("desk", do="next")
    assert at(room).step == 0
    desk.act("desk", do="next")
    assert (at(room).step, at(room).held) == (1, True)
    desk.act("desk", do="run")
    assert not at(room).held


def test_a_step_whose_time_is_up_goes_on_once_for_all_screens(room: Room) -> None:
    room.white.adjudicate(force=True)
    screens = [wall(room, walker=False) for _ in range(2)]

    screens[0].act("held", do="due", step=0)
    assert at(room).step == 0, "its time is not up"
    assert screens[0].panel("held").view["left"] > 20.0
    pages._reveals[room.name] = Reveal(at(room).of, 0, at(room).since - 60.0)
    for each in screens:
        each.act("held", do="due", step=0)
    assert at(room).step == 1


def test_what_a_page_of_the_turn_before_asks_is_left_alone(room: Room) -> None:
    room.white.adjudicate(force=True)
    late = wall(room, walker=True)
    room.white.next_phase()
    room.white.adjudicate(force=True)
    wall(room, walker=True)

    late.act("desk", do="next")
    assert at(room).step == 0


def test_every_phase_is_drawn(room: Room) -> None:
    for phase in room.phases:
        if phase != "why":
            room.white.go(phase)
            assert PLAN.title in wall(room, walker=False).text


def test_the_debrief_is_drawn_step_by_step(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    room.white.adjudicate(force=True)
    room.white.debrief()
    desk = wall(room, walker=True)
    count = len(desk.panel("desk").view["walk"]["steps"])
    assert PLAN.question in desk.text
    for _ in range(count):
        desk.act("desk", do="next")
        json.loads(wall(room, walker=True).text)
    assert at(room).step == count - 1


def test_twin_tables_are_drawn_and_asked(room: Room, shelf: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    other = shelf.begin(PLAN)
    other.white.begin(practice=False)
    for each in (room, other):
        each.white.adjudicate(force=True)
    gone: list[str] = []
    monkeypatch.setattr(twins, "go", gone.append)
    monkeypatch.setattr(twins, "Shell", lambda **_: solara.Div())
    page = Rendered(twins.Beside((room.name, other.name), "both", WHITE))

    page.act("shown", do="measure", id="tension narrows")
    assert "Tension: The Narrows" in page.panel("kind").view["title"]
    page.act("turns", do="turn", turn=99)
    assert page.panel("turns").view["turn"] == 1
    page.act("desks", do="go", path=f"/facilitator/{other.name}")
    assert gone == [f"/facilitator/{other.name}"]
