"""The practice game in a real browser, played by a script that does only what the page marks; and the first page."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from typing import Any

import pytest

from wargame.live.script import read_script

pytestmark = pytest.mark.browser

MARKED = """(done) => {
  const panel = document.querySelector('[data-guide-step]'), on = document.querySelectorAll('[data-guide="on"]');
  if (!panel || on.length !== 1 || !on[0].getClientRects().length) return null;
  const now = panel.dataset.guideStep + ' ' + on[0].dataset.wg;
  return now === done ? null : now;
}"""
"""What the page marks now, as step and control; null as long as that is what was used last."""


def marked(page: Any, done: str) -> str:
    """Return step and control that are marked, once they are others than those used last."""
    return str(page.wait_for_function(MARKED, arg=done).json_value())


def use(page: Any) -> None:
    """Click the control that is marked, or type into it the text that it asks for."""
    control = page.locator('[data-guide="on"]')
    text = control.get_attribute("data-guide-type")
    if text is None:
        control.click()
    else:
        control.fill(text)
        control.press("Enter")


def follow(page: Any, until: str = "finished") -> list[str]:
    """Use what is marked until a step comes up; return the steps on the way."""
    steps: list[str] = []
    now = marked(page, "")
    while not now.startswith(f"{until} "):
        steps.append(now.split()[0])
        use(page)
        now = marked(page, now)
    return steps


@pytest.mark.parametrize("size", ["laptop", "tablet"])
def test_the_practice_game_is_played_through_by_what_the_page_marks(
    server: Any, open_page: Callable[..., Any], size: str
) -> None:
    page = open_page(server.address, size)
    page.click('[data-wg="practice"]')

    steps = follow(page)

    assert list(dict.fromkeys(steps)) == [row.id for row in read_script("four-islands").steps]
    page.click('[data-wg="guide:review"]')
    page.wait_for_url("**/review/four-islands-seed0-r0")
    page.wait_for_selector("#wg-main")


def test_the_guide_survives_a_reload_and_a_restart_and_may_be_left_and_taken_up(
    page: Any, server: Any, watch: Any
) -> None:
    page.click('[data-wg="practice"]')
    follow(page, until="refusal")
    page.reload()
    page.wait_for_selector('[data-guide-step="refusal"]')
    page.wait_for_selector('[data-wg="drop:consult"]')

    server.kill()
    server.start()
    page.reload()
    page.wait_for_selector('[data-guide-step="refusal"]')
    watch.forget()
    page.click('[data-wg="guide:back"]')
    page.wait_for_selector('[data-guide-step="draft"] [data-wg="guide:next"][data-guide="on"]')
    page.click('[data-wg="guide:leave"]')
    page.wait_for_selector('[data-wg="guide:return"]')
    assert page.locator("[data-guide]").count() == 0
    page.click('[data-wg="guide:return"]')
    page.wait_for_selector('[data-guide-step="draft"]')


def test_the_guide_never_covers_what_it_points_to(page: Any) -> None:
    page.click('[data-wg="practice"]')
    covered = """() => {
      const on = document.querySelector('[data-guide-mark]');
      if (!on || !on.getClientRects().length) return '';
      const box = on.getBoundingClientRect(), panel = document.querySelector('.wg-guide').getBoundingClientRect();
      const apart = box.top >= panel.bottom - 1 || box.bottom <= panel.top + 1;
      return apart ? '' : on.dataset.wg;
    }"""
    now = ""
    for _ in range(9):
        now = marked(page, now)
        assert page.evaluate(covered) == ""
        use(page)


# -- the first page ----------------------------------------------------------------------------------------


def test_one_click_begins_a_game_and_it_is_listed_to_be_gone_on_with(page: Any) -> None:
    page.click('[data-wg="scenario:four-islands"]')
    page.click('[data-wg="seat:CORVE"]')
    page.click('[data-wg="begin"]')
    page.wait_for_url("**/play/four-islands-seed*")
    page.wait_for_selector(".wg-strip")
    name = page.url.rsplit("/", 1)[1]

    page.click('.wg-nav a[href="/"]')
    row = page.locator(f'[data-wg="record:{name}"]')
    row.wait_for()
    assert "Corve, turn 1 of 4" in row.inner_text()
    row.locator("a").click()
    page.wait_for_url(f"**/play/{name}")


def test_what_was_chosen_is_what_is_played(page: Any, server: Any) -> None:
    page.click('[data-wg="scenario:four-islands"]')
    page.click('[data-wg="seat:ALDA"]')
    page.click('[data-wg="more"]')
    page.fill('[data-wg="turns"]', "6")
    page.fill('[data-wg="seed"]', "42")
    page.select_option('[data-wg="character:DRAY"]', "hawk")
    page.click('[data-wg="begin"]')
    page.wait_for_url("**/play/four-islands-seed42-r0")

    header = json.loads(
        (server.folder / "runs/four-islands-seed42-r0/header.json").read_text(encoding="utf-8")
    )
    assert header["people"] == ["ALDA"]
    assert header["turns"] == 6
    assert dict(zip(header["seats"], header["characters"], strict=True))["DRAY"] == "hawk"


@pytest.mark.parametrize("typed", ["eight", "9" * 40, "-3"])
def test_a_number_that_is_none_is_told_and_nothing_typed_is_lost(page: Any, typed: str) -> None:
    page.click('[data-wg="seat:JPN"]')
    page.click('[data-wg="more"]')
    page.fill('[data-wg="turns"]', typed)
    page.click('[data-wg="begin"]')

    told = page.locator('.wg-new [role="alert"]')
    told.wait_for()
    assert "Write a whole number from 1 to 40" in told.inner_text()
    assert page.input_value('[data-wg="turns"]') == typed
    assert page.is_checked('[data-wg="seat:JPN"]')
    page.fill('[data-wg="turns"]', "2")
    page.click('[data-wg="begin"]')
    page.wait_for_url("**/play/northeast-asia-2022-seed*")


def test_a_double_click_begins_one_game(page: Any, server: Any) -> None:
    page.dblclick('[data-wg="practice"]')
    page.wait_for_url("**/play/*")
    page.wait_for_selector("[data-guide-step]")

    assert len(list((server.folder / "runs").glob("*/header.json"))) == 1


def test_records_that_cannot_be_opened_are_told_and_the_filter_finds_one(
    server: Any, open_page: Callable[..., Any]
) -> None:
    page = open_page(server.address + "/")
    page.click('[data-wg="practice"]')
    page.wait_for_url("**/play/*")
    runs = server.folder / "runs"
    for number in range(8):
        shutil.copytree(runs / "four-islands-seed0-r0", runs / f"copy-{number}")
    (runs / "copy-3" / "tail.json").write_text("{", encoding="utf-8")
    newer = json.loads((runs / "copy-4" / "header.json").read_text(encoding="utf-8"))
    (runs / "copy-4" / "header.json").write_text(json.dumps({**newer, "engine": 99}), encoding="utf-8")

    page.goto(server.address + "/")
    page.fill('[data-wg="filter"]', "copy-3")
    bad = page.locator('[data-wg="record:copy-3"]')
    bad.wait_for()
    assert "tail.json" in bad.inner_text()
    page.fill('[data-wg="filter"]', "copy-4")
    assert "engine 99" in page.locator('[data-wg="record:copy-4"]').inner_text()
    page.fill('[data-wg="filter"]', "copy-5 brenn")
    assert page.locator(".wg-records li").count() == 1
    page.fill('[data-wg="filter"]', "x" * 200)
    assert "Nothing fits" in page.locator(".wg-records").inner_text()
