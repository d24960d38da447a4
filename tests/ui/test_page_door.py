"""Pages ask who looks, whichever way they were reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import solara
import solara.lab

from tests.ui.rendered import Placed, Rendered
from wargame.ui import door as ui_door
from wargame.ui.shell import Shell, page
from wargame.workshop import Room
from wargame.workshop.entrance import NOBODY, WHITE, Identity, open_entrance

# -- pages ----------------------------------------------------------------------------------------------------


@pytest.fixture
def drawn() -> Iterator[Callable[..., Rendered]]:
    """Draw pages to which a browser's connection has moved without a request; they are closed at the end."""
    held: list[Rendered] = []

    def draw(path: str, see: tuple[str, ...], **cookies: str) -> Rendered:
        while held:
            held.pop().close()
        solara.lab.cookies.set(dict(cookies))
        held.append(_draw(path, see))
        return held[0]

    yield draw
    while held:
        held.pop().close()


def _draw(path: str, see: tuple[str, ...]) -> Rendered:
    @page(see=see)
    def Page() -> None:
        solara.use_state(0)
        with Shell(title="A page"):
            solara.Text("drawn")

    return Rendered(Placed(path, Page))


def _is_drawn(made: Rendered) -> bool:
    return any(each.get("title") == "A page" for each in made.views)


def test_a_page_reached_without_a_request_asks_who_looks(drawn: Callable[..., Rendered], room: Room):
    token = room.join("ALDA")
    assert not _is_drawn(drawn("/host", ("white",), wg_team=token))
    assert not _is_drawn(drawn("/team", ("team",)))
    assert _is_drawn(drawn("/team", ("team",), wg_team=token))


def test_a_page_that_is_open_goes_when_its_person_does(drawn: Callable[..., Rendered], room: Room):
    made = drawn("/team", ("team",), wg_team=room.join("ALDA"))
    assert _is_drawn(made)
    room.white.remove(room.people[0].id)
    ui_door.tick.set(ui_door.tick.peek() + 1)
    assert not _is_drawn(made)
    told = made.panel("text").view
    assert "at no table" in told["text"]
    assert told["load"] == "/join"


def test_the_head_leads_to_ones_own_pages(drawn: Callable[..., Rendered], room: Room):
    head = drawn("/team", ("team",), wg_team=room.join("BRENN")).panel("pages").view
    assert head["home"] == "/team"
    assert {each["name"]: each["path"] for each in head["pages"]} == {
        "My seat": "/team",
        "Rulebook": "/rulebook?scenario=four-islands&seat=BRENN",
    }


def test_without_a_workshop_all_is_the_owners(drawn: Callable[..., Rendered]):
    open_entrance(None)
    assert _is_drawn(drawn("/", ui_door.SOLO))
    assert not _is_drawn(drawn("/host", ("white",)))


def test_every_page_declares_who_sees_it():
    from wargame.ui.pages import routes

    kinds = {"owner", "white", "team", "screen", ui_door.LOOKS_BACK}
    seen = {route.path: set(route.component.see) for route in routes}
    assert all(see and see <= kinds for see in seen.values())
    assert {path for path, see in seen.items() if "team" in see} == {"rulebook", "team", "twins"}
    assert {path for path, see in seen.items() if "screen" in see} == {"screen"}


@pytest.mark.parametrize(
    ("who", "path", "told"),
    [
        (NOBODY, ["team"], "You are at no table"),
        (WHITE, ["team"], "This page is a team's"),
        (Identity("owner"), ["host"], "belongs to a workshop"),
        (Identity("screen", "north", 1), ["screen", "south"], "not for this big screen"),
    ],
)
def test_a_refusal_says_whose_page_it_is(who: Identity, path: list[str], told: str):
    see = {"team": ("team",), "host": ("white",), "screen": ("white", "screen")}[path[0]]
    assert told in ui_door.refusal(who, see, path)
