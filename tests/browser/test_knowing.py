"""What a seat knows, in a real browser: why beside the report and back, tabs at their top, one part on a tablet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

SCROLLERS = """() => [...document.querySelectorAll('.wg-seat-cols *')].filter((each) => {
  const style = getComputedStyle(each);
  return /auto|scroll/.test(style.overflowY) && each.scrollHeight > each.clientHeight + 2
    && each.clientHeight > 60 && each.tagName !== 'TEXTAREA';
}).map((each) => each.className)"""
FOCUS = "document.activeElement.getAttribute('data-wg')"


def wg(name: str) -> str:
    """Return the selector of a control by its stable name."""
    return f'[data-wg="{name}"]'


def _begin(page: Any) -> None:
    page.click(wg("scenario:northeast-asia-2022"))
    page.click(wg("seat:JPN"))
    page.click(wg("begin"))
    page.wait_for_url("**/play/*")
    page.wait_for_selector(wg("commit"))


def _play(page: Any) -> None:
    page.click(wg("commit"))
    page.wait_for_selector(wg("panel:report"))


def test_a_number_of_the_report_tells_why_in_place_and_leads_back(page: Any) -> None:
    _begin(page)
    page.click('[data-wg^="add:hotline"]')
    page.wait_for_selector('[data-wg^="drop:hotline"]')
    _play(page)
    number = page.locator(wg("panel:report")).locator('[data-wg^="why:"]').first
    name = number.get_attribute("data-wg")

    number.click()
    page.wait_for_selector(wg("panel:why"))
    assert page.locator(wg("panel:report")).count() == 1
    page.click(wg("why:close"))
    page.wait_for_selector(wg("panel:why"), state="detached")
    assert page.locator(wg("panel:report")).count() == 1
    assert page.evaluate(FOCUS) == name


def test_a_tab_begins_at_its_top_and_the_ladder_stands_once(page: Any) -> None:
    _begin(page)
    _play(page)
    page.click(wg("report:close"))
    page.click(wg("tab:situation"))
    page.wait_for_selector(wg("panel:situation"))
    assert page.locator(wg("why:strait tension")).count() == 1
    page.evaluate("document.querySelector('.wg-seat-body').scrollTop = 1e5")
    page.click(wg("why:strait tension"))
    page.wait_for_selector(wg("panel:why"))
    page.wait_for_function("document.querySelector('.wg-why').getBoundingClientRect().top > 100")
    page.click(wg("tab:others"))
    page.wait_for_selector(wg("panel:others"))
    assert page.evaluate("document.querySelector('.wg-seat-body').scrollTop") == 0


def test_a_tablet_shows_one_part_at_a_time_and_scrolls_as_one(
    server: Any, open_page: Callable[..., Any], watch: Any
) -> None:
    page = open_page(server.address, "tablet")
    _begin(page)
    parts = {"know": "panel:news", "order": "panel:orders", "draft": "panel:draft"}
    page.wait_for_selector(wg("tab:know"))
    for name in ("order", "draft", "know"):
        page.click(wg(f"tab:{name}"))
        page.wait_for_selector(f".wg-pane-{name}")
        assert page.evaluate(SCROLLERS) == []
        assert page.locator(wg("commit")).is_visible()
        shown = [
            each
            for each in parts
            if page.locator(f"{wg(parts[each])} h2, {wg(parts[each])} h3").first.is_visible()
        ]
        assert shown == [name]
