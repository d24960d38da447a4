"""Every page in every size and both themes: drawn, within the width, readable by tools that read pages aloud."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.looks import faults, look
from wargame.game import Game

pytestmark = pytest.mark.browser
PAGES = {
    "home": "/",
    "seat": "/play/middle",
    "seat-four": "/play/islands",
    "review": "/review/whole",
    "review-middle": "/review/middle",
    "explore": "/explore",
    "rulebook": "/rulebook",
    "fault": "/play/no-such-game",
}
LOOKS = [
    ("laptop", "light"),
    ("laptop", "dark"),
    ("tablet", "light"),
    ("tablet", "dark"),
    ("desk", "light"),
    ("desk", "dark"),
]
SETTLED = 1500
"""Milliseconds after which charts and what-ifs have been drawn once."""


@pytest.fixture
def games(tmp_path: Path) -> None:
    """A game that is over, one of the baseline in its third turn, one of the islands at its opening."""
    whole = Game.new("northeast-asia-2022", seed=7)
    while not whole.over:
        whole.advance()
    whole.save(tmp_path / "runs" / "whole")
    middle = Game.new("northeast-asia-2022", seed=7, people=["JPN"])
    middle.advance()
    middle.submit("JPN", ["consult", "statement"])
    middle.advance()
    middle.save(tmp_path / "runs" / "middle")
    Game.new("four-islands", seed=7, people=["BRENN"]).save(tmp_path / "runs" / "islands")


def _ready(page: Any) -> None:
    page.wait_for_selector("#wg-main")
    page.wait_for_timeout(SETTLED)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_and_can_be_read_aloud(
    name: str, games: None, server: Any, open_page: Callable[..., Any], watch: Any, tmp_path: Path
) -> None:
    for size, theme in LOOKS:
        page = open_page(server.address + PAGES[name], size, theme)
        _ready(page)
        look(page, name, size, theme, tmp_path)
        if size != "desk":
            bad = faults(page)
            assert not bad, f"{name}, {size}, {theme}: " + "; ".join(bad)
        page.context.close()


def test_the_theme_is_kept_and_limits_are_one_click_away(page: Any) -> None:
    page.click("button[aria-label='Dark page']")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    page.wait_for_selector("#wg-main")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.click("button[aria-label='Limits of use']")
    dialog = page.get_by_role("dialog")
    assert "Explores, does not predict" in dialog.inner_text()
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Limits of use"


def test_pages_are_walked_by_keyboard_and_the_back_button(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "wg-skip"
    page.click("nav >> text=Rulebook")
    page.wait_for_url("**/rulebook")
    page.wait_for_selector("a[aria-current='page'] >> text=Rulebook")
    page.go_back()
    page.wait_for_selector("a[aria-current='page'] >> text=Home")


def test_an_address_that_is_nothing_says_so_in_a_sentence(server: Any, open_page: Callable[..., Any]) -> None:
    page = open_page(server.address + "/play/no-such-game")
    told = page.wait_for_selector("[role=alert]").inner_text()
    assert "no-such-game" in told
    page.click("[data-wg=home]")
    page.wait_for_selector("nav a[aria-current='page'] >> text=Home")
