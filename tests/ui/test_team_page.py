"""A team's page as components: every panel gets its payload, every act of a template reaches the room."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import solara

from tests.ui.rendered import Rendered, walk
from wargame.live.whatif import Forecaster
from wargame.ui.pages import team as pages
from wargame.ui.parts import team as parts
from wargame.workshop import Plan, Room
from wargame.workshop.store import Store

TEMPLATES = Path(parts.__file__).parent / "team"
PLAN = Plan("North", "four-islands", ("ALDA", "BRENN"), turns=2, seed=7)


@solara.component
def Bare(children: Sequence[Any] = (), **head: Any) -> Any:
    """Stand in for the frame of a page, which needs a server."""
    return solara.Div(children=list(children))


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pages, "Shell", Bare)
    monkeypatch.setattr(pages, "use_place", lambda room, person: None)
    quiet = Forecaster(0)
    quiet.add = lambda each: None  # type: ignore[method-assign]
    made = Room.make(Store.make(tmp_path / "north.db"), "north", PLAN, quiet)
    made.join("ALDA", "Ann", ("head",))
    made.join("BRENN", "Ben")
    yield made
    made.close()


class Page(Rendered):
    """The page of one person."""

    def __init__(self, room: Room, person: int) -> None:
        self.room, self.person = room, person
        super().__init__(self._drawn())

    def _drawn(self) -> Any:
        return pages.Seated(self.room, self.person, False, self.room.version("ALDA"))

    def again(self) -> Page:
        """Draw it anew, as the hub does when something changes for its seat."""
        self.context.render(self._drawn(), self.context.container)
        return self


def test_the_lobby_shows_the_seat_its_roles_and_its_brief(room: Room) -> None:
    page = Page(room, 2)
    for key in ("wait", "roles", "dilemma", "channels", "todo"):
        assert page.has(key), key
    page.act("roles", do="roles", roles=["press"])
    assert room.person(2).roles == ("press",)
    page.close()


def test_the_desk_is_that_of_a_seat_with_the_room_around_it(room: Room) -> None:
    room.white.begin(False)
    page = Page(room, 1)
    for key in ("objectives", "opening", "over", "sums", "clock", "channels", "seals", "questions", "roles"):
        assert page.has(key), key
    page.act("check", do="add", text="consult")
    assert room.live.draft("ALDA").orders == ("consult",)
    page.act("sums", do="undo")
    assert room.live.draft("ALDA").orders == ()
    page.act("channels", do="say", to="all", text="Good morning.")
    assert room.messages("BRENN")[-1].text == "Good morning."
    page.act("button", do="ask")
    assert page.panel("button").view["button"] == "Ask (2 left)"
    page.close()


def test_the_parts_of_the_room_are_opened_from_what_is_left_to_do(room: Room) -> None:
    room.white.begin(False)
    page = Page(room, 1)
    assert _classes(page, "wg-room")[-1] == "wg-room-at-talk"
    page.act("todo", do="show", id="signal")
    assert _classes(page, "wg-room")[-1] == "wg-room-at-public"
    page.tab("The room", "company")
    assert _classes(page, "wg-room")[-1] == "wg-room-at-company"
    page.close()


def _classes(page: Page, name: str) -> list[str]:
    """Return the classes of the first element that has one."""
    held = (str(getattr(each, "class_", "") or "").split() for each in walk(page.box))
    return next(each for each in held if name in each)


def test_a_turn_is_committed_told_and_debriefed(room: Room) -> None:
    room.white.begin(False)
    room.white.go("commit")
    page = Page(room, 1)
    page.act("sums", do="commit", turn=1)
    assert room.live.committed("ALDA")
    room.white.adjudicate(force=True)
    page.again()
    assert page.panel("changes").view["report"] == "To the orders of turn 2"
    page.act("changes", do="report")
    assert page.has("sums")
    room.white.debrief()
    page.again()
    for key in ("home", "scores", "survey"):
        assert page.has(key), key
    page.close()


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.vue")), ids=lambda path: path.stem)
def test_a_template_shows_text_as_text_and_declares_itself(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "v-html" not in text
    assert "module.exports" in text
    assert f'"team/{path.name}"' in Path(parts.__file__).read_text(encoding="utf-8")
    for name in re.findall(r'(?<!:)class="([^"]*)"', text):
        assert all(each.startswith("wg-") for each in name.split()), name
