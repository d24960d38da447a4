"""The big screen in a real browser: it is read from afar, follows the room, and shows what all may know."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Watch
from tests.browser.servers import Workshop
from tests.workshop.conftest import PLAIN

pytestmark = pytest.mark.browser

PLAN = {**PLAIN, "title": "North", "question": "Who gives way first?", "auto": False}
SMALL = """() => [...document.querySelectorAll('.wg-screen *')].filter((e) => {
  const style = getComputedStyle(e);
  return !e.children.length && e.textContent.trim() && style.clipPath === 'none' && style.display !== 'none'
    && !e.closest('.wg-sc-controls, svg') && parseFloat(style.fontSize) < 27.5;
}).map((e) => e.className + ': ' + e.textContent)"""
OUTSIDE = """() => [...document.querySelectorAll('.wg-screen *')].filter((e) => {
  const box = e.getBoundingClientRect();
  return box.width && !e.closest('.wg-sc-controls, svg')
    && (box.bottom > innerHeight + 1 || box.right > innerWidth + 1);
}).map((e) => e.className + ': ' + e.textContent)"""
STILL = "document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth"


def is_readable(page: Any) -> None:
    """Hold a screen of 1920 by 1080 to what can be read at ten metres: no small type, nothing outside, no scrolling."""
    assert page.evaluate(SMALL) == []
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(STILL)


@pytest.fixture
def opened(workshop: Workshop) -> dict[str, Any]:
    """Return an exercise that has begun, with its codes."""
    return dict(workshop.desk().open(PLAN))


def test_a_screen_follows_the_room_from_phase_to_phase(workshop: Workshop, opened: dict[str, Any]) -> None:
    desk, room = workshop.desk(), opened["room"]
    screen = workshop.screen(opened["codes"]["screen"])
    for phase in ("News", "Plan", "Diplomacy", "Signal", "Commit"):
        screen.wait_for_selector(f".wg-sc-phase h2:text-is('{phase}')")
        is_readable(screen)
        if phase != "Commit":
            desk.do(f"/{room}/next_phase", {})

    alda = workshop.program(opened["codes"]["ALDA"])
    alda.ask("/commit", {"turn": 1})
    screen.wait_for_selector(".wg-sc-seals li.wg-done .wg-sc-code")
    seal = screen.inner_text(".wg-sc-seals li.wg-done .wg-sc-code")
    assert screen.locator(".wg-sc-seals li.wg-done").count() == 1
    desk.do(f"/{room}/adjudicate", {"force": True})
    screen.wait_for_selector(f".wg-sc-orders h3:has-text('{seal}')")
    is_readable(screen)
    assert screen.locator("text=Next").count() == 0, "a projector has no controls of the reveal"


def test_the_facilitator_walks_the_reveal_on_all_screens(workshop: Workshop, opened: dict[str, Any]) -> None:
    desk, room = workshop.desk(), opened["room"]
    screen = workshop.screen(opened["codes"]["screen"], theme="dark")
    desk.do(f"/{room}/adjudicate", {"force": True})
    screen.wait_for_selector(".wg-sc-strip h2:text-is('Orders are opened')")
    walker = workshop.facilitator(f"/screen/{room}", size="laptop")
    walker.wait_for_selector("button:has-text('Next')")

    steps = walker.locator(".wg-sc-strip li").count()
    for step in range(1, steps):
        walker.keyboard.press("PageDown")
        screen.wait_for_selector(f".wg-sc-strip li:nth-child({step + 1}).wg-now")
        is_readable(screen)
    walker.keyboard.press("ArrowLeft")
    screen.wait_for_selector(f".wg-sc-strip li:nth-child({steps - 1}).wg-now")
    assert walker.is_visible("button:has-text('Let it run')")


CUT = """() => [...document.querySelectorAll('.wg-sc-news ul')].filter((e) => e.scrollHeight > e.clientHeight + 1)
  .map((e) => e.textContent)"""
COVERED = """() => {
  const bar = document.querySelector('.wg-sc-controls').getBoundingClientRect();
  return [...document.querySelectorAll('.wg-sc-teams li, .wg-sc-teams p, .wg-sc-body')]
    .filter((e) => e.getBoundingClientRect().bottom > bar.top + 1).map((e) => e.textContent);
}"""


def test_many_cards_stand_whole_or_are_named_and_the_controls_cover_nothing(
    workshop: Workshop, opened: dict[str, Any]
) -> None:
    desk, room = workshop.desk(), opened["room"]
    screen = workshop.facilitator(f"/screen/{room}", size="desk")
    cards = [{"name": f"Card {k}", "text": "What is told here takes many words. " * 7} for k in range(5)]
    for card in cards:
        desk.do(f"/{room}/inject", {"card": card, "reason": "to fill the screen"})
    desk.do(f"/{room}/adjudicate", {"force": True})
    desk.do(f"/{room}/next_phase", {})
    screen.wait_for_selector(".wg-sc-news li:has-text('Card 0')")
    screen.wait_for_selector(".wg-sc-news .wg-sc-more:has-text('more: ')")
    screen.wait_for_function(f"({CUT})().length === 0")

    shown = screen.locator(".wg-sc-news li").count()
    assert 1 <= shown <= 4
    assert "Card 4" in screen.inner_text(".wg-sc-news .wg-sc-more")
    assert screen.evaluate(COVERED) == []
    is_readable(screen)


def test_a_screen_of_one_room_shows_no_other(
    workshop: Workshop, opened: dict[str, Any], watch: Watch
) -> None:
    other = workshop.desk().open({**PLAN, "title": "South"})
    screen = workshop.screen(opened["codes"]["screen"])
    status, told = screen.evaluate(
        "async (path) => { const answer = await fetch(path); return [answer.status, await answer.text()]; }",
        f"/screen/{other['room']}",
    )
    assert status == 403
    assert "not for this big screen" in told
    watch.forget()


def test_twin_tables_are_for_the_white_cell_until_all_are_over(workshop: Workshop) -> None:
    desk = workshop.desk()
    rooms = [desk.open({**PLAN, "title": f"Table {k}", "group": "both"}) for k in (1, 2)]
    for each in rooms:
        desk.do(f"/{each['room']}/adjudicate", {"force": True})
    page = workshop.facilitator("/twins/both", size="tablet")
    page.wait_for_selector(".wg-tw-tables li:has-text('Table 2')")
    page.click("button:has-text('Tension: The Narrows')")
    page.wait_for_selector("figcaption b:text-is('Tension: The Narrows')")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    team = workshop.team(rooms[0]["codes"]["ALDA"])
    team.goto(f"{workshop.address}/twins/both")
    team.wait_for_selector("text=still at it")
