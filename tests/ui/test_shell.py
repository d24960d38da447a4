"""The frame of a page: what fails on it is a sentence with a way home, and its head leads to the right book."""

from __future__ import annotations

import logging

import pytest
import solara

from tests.ui.rendered import Placed, Rendered
from wargame.faults import WargameError
from wargame.ui.shell import FAILED, Shell, page


def _drawn(fault: Exception | None, path: str = "/") -> Rendered:
    @page
    def Page() -> None:
        if fault is not None:
            raise fault
        with Shell(title="A page"):
            solara.Text("drawn")

    return Rendered(Placed(path, Page))


def test_what_a_person_can_mend_is_told_as_it_is():
    assert {"text": "There is no such game."} in _drawn(WargameError("There is no such game.")).views


def test_a_fault_of_ours_is_told_without_its_insides_and_logged(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.ERROR):
        found = _drawn(ZeroDivisionError("secret insides")).views
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
    head = _drawn(None, path).panel("pages").view
    assert {each["name"]: each["path"] for each in head["pages"]}["Rulebook"] == book
