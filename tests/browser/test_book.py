"""The rulebook by keyboard, its rows by address, and the one-file report opened from the disk, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wargame.game import Game
from wargame.report import report

pytestmark = pytest.mark.browser
MARKED = "document.querySelector('.wg-book-mark') && document.querySelector('.wg-book-mark').id"


def in_sight(page: Any, name: str) -> bool:
    """Tell whether an element lies within the window."""
    place = page.evaluate(f"document.getElementById('{name}').getBoundingClientRect().top")
    return bool(0 < place < page.viewport_size["height"])


def test_a_row_is_found_by_keyboard_and_leads_to_its_source(
    server: Any, open_page: Callable[..., Any]
) -> None:
    page = open_page(f"{server.address}/rulebook?scenario=four-islands")
    page.wait_for_selector(".wg-book h1")
    page.keyboard.press("/")
    page.keyboard.type("growth.pull")
    page.wait_for_selector("#wg-book-found li")
    page.keyboard.press("Enter")
    page.wait_for_function(f"{MARKED} === 'parameter-growth-pull'")
    assert page.url.endswith("#parameter-growth-pull")
    assert in_sight(page, "parameter-growth-pull")

    page.locator(".wg-book-mark a").first.click()
    page.wait_for_function(f"({MARKED} || '').startsWith('source-')")
    page.go_back()
    page.wait_for_function(f"{MARKED} === 'parameter-growth-pull'")


def test_a_row_that_is_found_names_its_numbers(server: Any, open_page: Callable[..., Any]) -> None:
    page = open_page(f"{server.address}/rulebook?scenario=four-islands")
    page.wait_for_selector(".wg-book h1")
    page.keyboard.press("/")
    page.keyboard.type("growth.pull")
    page.wait_for_selector("#wg-book-found li")

    assert "growth.pull · Value 0." in page.inner_text("#wg-book-found li:first-child")


def test_an_address_leads_to_its_row_and_a_missing_one_is_told(
    server: Any, open_page: Callable[..., Any]
) -> None:
    page = open_page(f"{server.address}/rulebook?scenario=four-islands#order-fund")
    page.wait_for_function(f"{MARKED} === 'order-fund'")
    page.wait_for_timeout(500)
    assert in_sight(page, "order-fund")

    page = open_page(f"{server.address}/rulebook?scenario=four-islands&seat=BRENN#event-fair_winds")
    page.wait_for_selector(".wg-book-notice")
    assert "kept from this edition" in page.inner_text(".wg-book-notice")


def test_another_part_and_another_scenario_open_in_place(server: Any, open_page: Callable[..., Any]) -> None:
    page = open_page(f"{server.address}/rulebook")
    page.wait_for_selector(".wg-book h1")
    page.get_by_role("link", name="The model").click()
    page.wait_for_function("document.querySelector('.wg-book h1').textContent.startsWith('ODD')")
    page.get_by_label("Scenario").select_option("four-islands")
    page.wait_for_function("document.querySelector('.wg-book h1').textContent.includes('Four islands')")
    page.go_back()
    page.wait_for_function("document.querySelector('.wg-book h1').textContent.includes('Asia')")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a report on the disk."""
    game = Game.new("four-islands", seed=3)
    while not game.over:
        game.advance()
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report(game), encoding="utf-8")
    return path


def test_the_report_is_walked_through_from_the_disk(file: Path, open_page: Callable[..., Any]) -> None:
    page = open_page(file.as_uri())
    page.wait_for_selector(".wg-plot svg")
    shown = (
        "[...document.querySelectorAll('.wg-r-turn')].filter((each) => !each.hidden).map((each) => each.id)"
    )

    assert page.evaluate(shown) == ["turn-4"]
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(shown) == ["turn-1"]
    assert page.url.endswith("#turn-1")
    page.locator("#turn-1 [data-ledger] summary").click()
    page.locator("#turn-1 input[type=search]").fill("narrows tension")
    assert "Tension at the flashpoint" in page.inner_text("#turn-1 [data-ledger] tbody")
    page.get_by_label("All turns").check()
    assert len(page.evaluate(shown)) == 5
    with page.expect_download() as saved:
        page.get_by_label("Data of Tension at the flashpoints as CSV").click()
    assert Path(saved.value.path()).read_text(encoding="utf-8").startswith("year,")


def test_the_report_reads_without_scripts(file: Path, chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 834, "height": 1112})
    page = context.new_page()
    page.goto(file.as_uri())

    assert page.locator(".wg-r-turn:visible").count() == 5
    assert page.locator(".wg-r-turn svg.wg-region:visible").count() == 5
    assert page.locator(".wg-r-js:visible").count() == 0
    context.close()


def test_a_number_of_a_seat_leads_to_that_seats_book_in_a_tab_of_its_own(
    server: Any, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    Game.new("four-islands", seed=7, people=["BRENN"]).save(tmp_path / "runs" / "islands")
    page = open_page(f"{server.address}/play/islands")
    link = page.locator("a.wg-ref:visible").first
    link.wait_for()
    with page.expect_popup() as opened:
        link.click()
    book = opened.value
    book.wait_for_selector(".wg-book-mark", timeout=60_000)

    assert "/rulebook?game=islands#" in book.url
    assert book.inner_text(".wg-book-side .wg-chip") == "Edition of Brenn"
    assert book.locator("#chapter-cards").count() == 0
    assert page.url.endswith("/play/islands")
