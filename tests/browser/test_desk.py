"""The desk of a seat in a real browser: what is seen at once, what the keyboard does, what a search leaves alone."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser

SEEN = """(names) => {
  const panel = document.querySelector('[data-wg=whatif]').getBoundingClientRect();
  const body = document.querySelector('.wg-whatif-body').getBoundingClientRect();
  return names.map((name) => {
    const row = document.querySelector(`[data-wg="${name}"]`).getBoundingClientRect();
    return row.top >= panel.top - 1 && row.bottom <= Math.min(body.bottom, innerHeight) + 1 && row.height > 10;
  });
}"""
TOP = """(name) => {
  const box = document.querySelector(`[data-wg="${name}"]`).getBoundingClientRect();
  const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return !!hit && !!hit.closest(`[data-wg="${name}"]`);
}"""
FOCUS = "document.activeElement.getAttribute('data-wg') || document.activeElement.id"


def wg(name: str) -> str:
    """Return the selector of a control by its stable name."""
    return f'[data-wg="{name}"]'


def _begin(page: Any, scenario: str = "four-islands", seat: str = "BRENN") -> None:
    page.click(wg(f"scenario:{scenario}"))
    page.click(wg(f"seat:{seat}"))
    page.click(wg("begin"))
    page.wait_for_url("**/play/*")
    page.wait_for_selector(wg("commit"))


def _firm(page: Any) -> None:
    page.wait_for_selector(wg("whatif") + '[data-state="firm"]')


def test_the_small_what_if_shows_its_verdict_and_the_seats_objectives(page: Any) -> None:
    _begin(page, "northeast-asia-2022", "JPN")
    page.click(wg("add:consult"))
    _firm(page)
    aims = page.evaluate(
        "[...document.querySelectorAll('[data-wg^=\"whatif:objective:\"]')].map((each) => each.dataset.wg)"
    )
    assert len(aims) == 3
    assert page.evaluate(SEEN, ["whatif:words", *aims]) == [True] * 4
    page.click(wg("notes:open"))
    page.wait_for_selector(wg("notes"))
    assert page.evaluate(SEEN, ["whatif:words", *aims[:2]]) == [True] * 3
    page.click(wg("notes:open"))
    page.reload()
    page.wait_for_selector(wg("notes:open"))
    assert not page.locator(wg("notes")).is_visible()


def test_with_the_guide_docked_it_shows_them_too(page: Any) -> None:
    page.click(wg("practice"))
    page.wait_for_selector(wg("order-text"))
    page.fill(wg("order-text"), "consult")
    page.press(wg("order-text"), "Enter")
    page.wait_for_selector(wg("drop:consult"))
    _firm(page)
    names = ["whatif:words", "whatif:objective:brenn_protection", "whatif:objective:brenn_approval"]
    assert page.evaluate(SEEN, names) == [True] * 3
    page.click(wg("whatif:large"))
    assert page.evaluate(TOP, "guide:next")


def test_limits_open_above_the_large_what_if_and_escape_shuts_one_at_a_time(page: Any) -> None:
    _begin(page)
    page.click(wg("add:consult"))
    _firm(page)
    page.click(wg("whatif:large"))
    page.click(wg("whatif:limits"))
    dialog = page.locator(".wg-dialog")
    dialog.wait_for()
    above = """() => { const box = document.querySelector('.wg-dialog').getBoundingClientRect();
      return !!document.elementFromPoint(box.right - 20, box.top + box.height / 2).closest('.wg-dialog'); }"""
    assert page.evaluate(above)
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    assert page.get_attribute(wg("whatif:large"), "aria-pressed") == "true"
    page.click("h1")
    page.keyboard.press("Escape")
    page.wait_for_selector(wg("whatif:large") + '[aria-pressed="false"]')


def test_a_draft_that_is_not_legal_is_told_above_its_orders(page: Any) -> None:
    _begin(page)
    for name in ("consult", "statement", "persuade", "intelligence"):
        page.click(wg(f"add:{name}"))
        page.wait_for_selector(wg(f"drop:{name}"))
    fault = page.wait_for_selector(wg("fault"))
    page.wait_for_selector(wg("whatif") + '[data-state="refused"]')
    assert page.locator(".wg-whatif-bar").count() == 0
    assert fault.bounding_box()["y"] < page.locator(wg("drop:consult")).bounding_box()["y"]


def test_a_search_is_not_refused_until_enter_or_until_nothing_matches(page: Any) -> None:
    _begin(page)
    page.fill(wg("order-text"), "hot")
    page.wait_for_selector(wg("order:persuade"), state="detached")
    page.wait_for_timeout(900)
    assert page.locator(wg("refusal")).count() == 0
    assert page.locator(wg("order:hotline")).count() == 1
    page.press(wg("order-text"), "Enter")
    assert "there is no order 'hot'" in page.wait_for_selector(wg("refusal")).inner_text()
    page.fill(wg("order-text"), "zzz")
    page.wait_for_selector(wg("refusal") + " >> text=zzz")


def test_the_desk_is_worked_by_keys_alone(page: Any) -> None:
    _begin(page)
    page.keyboard.press("/")
    assert page.evaluate(FOCUS) == "order-text"
    page.keyboard.type("consult")
    page.keyboard.press("Enter")
    page.wait_for_selector(wg("drop:consult"))
    page.wait_for_function("document.querySelector('[data-wg=order-text]').value === ''")
    page.focus(wg("skip:draft"))
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUS) == "panel:draft"
    page.click(wg("tab:table"))
    page.click(wg("accept:research_alda_brenn"))
    page.wait_for_selector(wg("table:told"))
    page.wait_for_function(f"({FOCUS}) === 'table:told'")
    page.keyboard.press("/")
    page.wait_for_function(f"({FOCUS}) === 'order-text'")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(wg("report:close"))
    page.click(wg("report:close"))
    page.wait_for_function(f"({FOCUS}) === 'order-text'")


def test_what_is_agreed_is_compared_and_committed_without_any_order(page: Any) -> None:
    _begin(page)
    page.click(wg("tab:table"))
    page.click(wg("accept:research_alda_brenn"))
    page.wait_for_selector(wg("draft-sign:research_alda_brenn"))
    _firm(page)
    assert "Commit: no orders, sign 1" in page.inner_text(wg("commit"))
    page.click(wg("draft-withhold:research_alda_brenn"))
    page.wait_for_selector(wg("whatif") + '[data-state="empty"]')
    assert "Commit: hold" in page.inner_text(wg("commit"))
