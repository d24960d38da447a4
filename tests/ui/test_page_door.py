"""Pages ask who looks, whichever way they were reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import solara
import solara.lab

from wargame.ui import door as ui_door
from wargame.ui.shell import Shell, page
from wargame.workshop import Room
from wargame.workshop.entrance import NOBODY, WHITE, Identity, open_entrance

# -- pages ----------------------------------------------------------------------------------------------------


def _views(rc: Any) -> list[dict[str, Any]]:
    found, stack = [], [rc.container]
    while stack:
        widget = stack.pop()
        if isinstance(getattr(widget, "view", None), dict):
            found.append(widget.view)
        stack += [each for each in getattr(widget, "children", None) or () if not isinstance(each, str)]
    return found


@pytest.fixture
def drawn() -> Iterator[Callable[..., Any]]:
    """Draw pages to which a browser's connection has moved without a request; they are closed at the end."""
    held: list[Any] = []

    def draw(path: str, see: tuple[str, ...], **cookies: str) -> Any:
        while held:
            held.pop().close()
        solara.lab.cookies.set(dict(cookies))
        held.append(_draw(path, see))
        return held[0]

    yield draw
    while held:
        held.pop().close()


def _draw(path: str, see: tuple[str, ...]) -> Any:
    @page(see=see)
    def Page() -> None:
        solara.use_state(0)
        with Shell(title="A page"):
            solara.Text("drawn")

    @solara.component
    def Place() -> None:
        solara.routing.router_context.provide(solara.routing.Router(path, [], lambda _: None))
        Page()

    return solara.render(Place(), handle_error=False)[1]


def _is_drawn(rc: Any) -> bool:
    return any(each.get("title") == "A page" for each in _views(rc))


def test_a_page_reached_without_a_request_asks_who_looks(drawn: Callable[..., Any], room: Room):
    token = room.join("ALDA")
    assert not _is_drawn(drawn("/host", ("white",), wg_team=token))
    assert not _is_drawn(drawn("/team", ("team",)))
    assert _is_drawn(drawn("/team", ("team",), wg_team=token))


def test_a_page_that_is_open_goes_when_its_person_does(drawn: Callable[..., Any], room: Room):
    rc = drawn("/team", ("team",), wg_team=room.join("ALDA"))
    assert _is_drawn(rc)
    room.white.remove(room.people[0].id)
    ui_door.tick.set(ui_door.tick.peek() + 1)
    assert not _is_drawn(rc)
    told = next(each for each in _views(rc) if "text" in each)
    assert "at no table" in told["text"]
    assert told["load"] == "/join"


def test_the_head_leads_to_ones_own_pages(drawn: Callable[..., Any], room: Room):
    head = next(
        each for each in _views(drawn("/team", ("team",), wg_team=room.join("BRENN"))) if "pages" in each
    )
    assert head["home"] == "/team"
    assert {each["name"]: each["path"] for each in head["pages"]} == {
        "My seat": "/team",
        "Rulebook": "/rulebook?scenario=four-islands&seat=BRENN",
    }


def test_without_a_workshop_all_is_the_owners(drawn: Callable[..., Any]):
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
