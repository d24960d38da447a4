"""The frame of a page: what fails on it is a sentence with a way home, and its head leads to the right book."""

from __future__ import annotations

import logging

import pytest
import solara

from wargame.faults import WargameError
from wargame.ui.shell import FAILED, Shell, page


def _drawn(fault: Exception | None, path: str = "/"):
    @page
    def Page() -> None:
        if fault is not None:
            raise fault
        with Shell(title="A page"):
            solara.Text("drawn")

    @solara.component
    def Place() -> None:
        solara.routing.router_context.provide(solara.routing.Router(path, [], lambda _: None))
        Page()

    return solara.render(Place(), handle_error=False)[1]


def _views(rc) -> list[dict]:
    found, stack = [], [rc.container]
    while stack:
        widget = stack.pop()
        if isinstance(getattr(widget, "view", None), dict):
            found.append(widget.view)
        stack += [each for each in getattr(widget, "children", None) or () if not isinstance(each, str)]
    return found


def test_what_a_person_can_mend_is_told_as_it_is():
    assert {"text": "There is no such game."} in _views(_drawn(WargameError("There is no such game.")))


def test_a_fault_of_ours_is_told_without_its_insides_and_logged(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.ERROR):
        found = _views(_drawn(ZeroDivisionError("secret insides")))
    assert {"text": FAILED} in found
    assert "secret insides" not in str(found)
    assert "secret insides" in caplog.text


@pytest.mark.parametrize(
    ("path", "book"),
    [
        ("/", "/rulebook"),
        ("/explore/a", "/rulebook"),
        ("/play/my%20game", "/rulebook?game=my%20game"),
        ("/play/a/JPN", "/rulebook?game=a&seat=JPN"),
        ("/review/a?turn=2&seat=USA", "/rulebook?game=a&seat=USA"),
    ],
)
def test_from_a_game_the_head_leads_to_the_book_of_that_game(path: str, book: str):
    head = next(each for each in _views(_drawn(None, path)) if "pages" in each)
    assert {each["name"]: each["path"] for each in head["pages"]}["Rulebook"] == book
