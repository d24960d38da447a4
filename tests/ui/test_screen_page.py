"""The big screen and twin tables as components: who may walk the reveal, and that all screens of a room go together."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import solara

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


class Rendered:
    """A component as widgets, found by what their payload holds."""

    def __init__(self, made: Any) -> None:
        self.box, self.context = solara.render(made, handle_error=False)

    def panel(self, key: str) -> Any:
        """Return the one panel whose payload holds a key."""
        found = [each for each in _walk(self.box) if key in (getattr(each, "view", None) or {})]
        assert len(found) == 1, f"{len(found)} panels hold {key!r}"
        return found[0]

    @property
    def text(self) -> str:
        """All payloads, as the browser gets them."""
        return json.dumps([each.view for each in _walk(self.box) if hasattr(each, "view")], allow_nan=False)


def _walk(widget: Any) -> Iterator[Any]:
    yield widget
    for child in getattr(widget, "children", ()):
        if not isinstance(child, str):
            yield from _walk(child)


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
    projector.panel("desk").vue_act({"do": "next"})
    assert at(room).step == 0
    desk.panel("desk").vue_act({"do": "next"})
    assert (at(room).step, at(room).held) == (1, True)
    desk.panel("desk").vue_act({"do": "run"})
    assert not at(room).held


def test_a_step_whose_time_is_up_goes_on_once_for_all_screens(room: Room) -> None:
    room.white.adjudicate(force=True)
    screens = [wall(room, walker=False) for _ in range(2)]

    screens[0].panel("held").vue_act({"do": "due", "step": 0})
    assert at(room).step == 0, "its time is not up"
    assert screens[0].panel("held").view["left"] > 20.0
    pages._reveals[room.name] = Reveal(at(room).of, 0, at(room).since - 60.0)
    for each in screens:
        each.panel("held").vue_act({"do": "due", "step": 0})
    assert at(room).step == 1


def test_what_a_page_of_the_turn_before_asks_is_left_alone(room: Room) -> None:
    room.white.adjudicate(force=True)
    late = wall(room, walker=True)
    room.white.next_phase()
    room.white.adjudicate(force=True)
    wall(room, walker=True)

    late.panel("desk").vue_act({"do": "next"})
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
        desk.panel("desk").vue_act({"do": "next"})
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

    page.panel("shown").vue_act({"do": "measure", "id": "tension narrows"})
    assert "Tension: The Narrows" in page.panel("kind").view["title"]
    page.panel("turns").vue_act({"do": "turn", "turn": 99})
    assert page.panel("turns").view["turn"] == 1
    page.panel("desks").vue_act({"do": "go", "path": f"/facilitator/{other.name}"})
    assert gone == [f"/facilitator/{other.name}"]
