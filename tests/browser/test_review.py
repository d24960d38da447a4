"""A game that is over, walked through in a real browser: turns by keys, ledger, turning points, a branch, two games."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from wargame.game import Game
from wargame.record import Record

pytestmark = pytest.mark.browser


def wg(name: str) -> str:
    """Return the selector of a control by its stable name."""
    return f'[data-wg="{name}"]'


@pytest.fixture
def run(server: Any) -> str:
    """Return the name of a game of house AI that is over, in the folder of the server."""
    game = Game.new("four-islands", seed=7, turns=3)
    while not game.over:
        game.advance()
    folder: Path = server.folder / "runs" / "over"
    game.save(folder)
    return folder.name


@pytest.fixture
def page(server: Any, open_page: Any, run: str) -> Any:
    made = open_page(f"{server.address}/review/{run}?turn=1")
    made.wait_for_selector(wg("turns"))
    return made


def test_keys_walk_through_the_turns_and_the_address_keeps_them(page: Any) -> None:
    now = page.locator(".wg-rv-now b")
    assert now.inner_text() == "Turn 1"
    for key, text in (
        ("ArrowRight", "Turn 2"),
        ("End", "Turn 3"),
        ("Home", "Opening"),
        ("ArrowRight", "Turn 1"),
    ):
        page.keyboard.press(key)
        page.wait_for_function("text => document.querySelector('.wg-rv-now b').innerText === text", arg=text)
    page.wait_for_url("**turn=1*")
    page.click(wg("tab:ledger"))
    page.wait_for_selector(".wg-rv-ledger")
    page.reload()
    page.wait_for_selector(".wg-rv-ledger")
    assert now.inner_text() == "Turn 1"


def test_lines_run_straight_from_year_to_year_and_political_capital_in_steps(page: Any) -> None:
    page.click(wg("tab:charts"))
    page.click(wg("charts:Money and power"))
    page.wait_for_selector('.wg-figure path[stroke-linejoin="bevel"]', state="attached")
    page.wait_for_timeout(1500)
    drawn = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.wg-figure')].map((box) => [
          box.querySelector('b').innerText,
          [...box.querySelectorAll('svg path[fill="none"][stroke-linejoin="bevel"]')]
            .map((p) => p.getAttribute('d'))]))"""
    )
    paths = [path for each in drawn.values() for path in each]
    assert paths
    assert not [path for path in paths if "C" in path]
    points = {name: max(path.count("L") for path in each) for name, each in drawn.items() if each}
    assert points["Political capital"] > points["Technology level"]


def test_a_number_opens_into_reasons_that_lead_to_the_rulebook(page: Any) -> None:
    page.click(wg("tab:ledger"))
    page.fill(wg("ledger:text"), "tension")
    page.wait_for_selector(wg("why:tension narrows"))
    page.click(wg("why:tension narrows"))
    link = page.locator(".wg-rv-reasons a").first
    link.wait_for()
    assert str(link.get_attribute("href")).startswith("/rulebook?game=over#")


def test_a_page_that_was_never_there_says_so(server: Any, open_page: Any) -> None:
    made = open_page(f"{server.address}/review/no-such-game")
    assert "There is no game 'no-such-game'" in made.wait_for_selector('[role="alert"]').inner_text()


def test_a_branch_is_begun_from_the_turn_that_is_shown(page: Any, server: Any) -> None:
    page.click(wg("branch"))
    page.select_option(wg("branch:seat"), "BRENN")
    page.click(wg("branch:begin"))
    page.wait_for_url("**/play/*")
    page.wait_for_selector(wg("commit"))
    record = Record.read(server.folder / "runs" / page.url.rsplit("/", 1)[1])
    assert (record.turns, record.header.people) == (1, ("BRENN",))


def test_two_games_stand_side_by_side(server: Any, open_page: Any, run: str) -> None:
    grown = Game.load(server.folder / "runs" / run).branch(1, people=["BRENN"])
    while not grown.over:
        grown.advance()
    grown.save(server.folder / "runs" / "grown")
    page = open_page(f"{server.address}/review/{run}?tab=fork")
    page.select_option(wg("fork:game"), "grown")
    page.wait_for_selector("text=They share the first turn and part in turn 2")
    assert page.locator(".wg-rv-strand .wg-rv-shared").count() == 1


@pytest.mark.slow
def test_turning_points_come_as_they_are_found_and_stop_when_told(page: Any) -> None:
    page.click(wg("tab:turning"))
    page.click(wg("turning:start"))
    page.wait_for_selector(".wg-rv-point")
    page.click(wg("turning:cancel"))
    page.wait_for_selector("text=What was found so far is kept below")
    assert page.locator(".wg-rv-point").count() > 0
    assert page.inner_text(wg("turning:start")) == "Go on"
