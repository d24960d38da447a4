"""Many games in a real browser: run, stop, go on, look, open one in Review; what is typed wrong is told at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from wargame.ensemble import plan_of, run_plan

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GAMES = "12000"
"""Enough that a run can be stopped in the middle."""


def wg(name: str) -> str:
    """Return the selector of a control by its stable name."""
    return f'[data-wg="{name}"]'


@pytest.fixture
def explore(server: Any, open_page: Callable[..., Any]) -> Any:
    """The page Explore with the invented islands chosen."""
    page = open_page(server.address + "/explore")
    page.select_option("select[name=scenario]", "four-islands")
    page.wait_for_function("document.querySelector('input[name=turns]').value === '4'")
    return page


def state(page: Any) -> str:
    return str(page.inner_text(".wg-ex-run .wg-ex-state"))


def test_a_run_is_stopped_goes_on_and_survives_the_server(server: Any, explore: Any, watch: Any) -> None:
    explore.fill("input[name=games]", GAMES)
    explore.fill("input[name=turns]", "2")
    explore.wait_for_selector("text=/12,000 games: about .* on disk/")
    explore.click(wg("begin"))
    explore.wait_for_url("**/explore/ensemble-*")
    explore.wait_for_selector("text=/a second, about .* left/")
    explore.wait_for_selector("figure")

    other = explore.context.new_page()
    other.goto(explore.url)
    other.wait_for_selector(wg("stop"))
    other.click(wg("stop"))
    explore.wait_for_selector(wg("go_on"))
    kept = int(re.sub(r"\D", "", state(explore).split(" of ")[0]))
    assert 0 < kept < int(GAMES)

    server.kill()
    server.start()
    explore.reload()
    explore.wait_for_selector(wg("go_on"))
    assert int(re.sub(r"\D", "", state(explore).split(" of ")[0])) >= kept
    explore.click(wg("go_on"))
    explore.wait_for_selector(".wg-ex-run .wg-ex-state", state="detached", timeout=180_000)
    explore.wait_for_selector("text=/share of 12,000 games,/")
    watch.forget()  # the server was away on purpose


def test_panels_answer_and_one_game_opens_in_review(explore: Any) -> None:
    explore.click("text=100 games")
    explore.check("input[name=doubt]")
    explore.wait_for_selector(f"{wg('begin')} >> text=Run 20 draws × 5 = 100 games")
    explore.click(wg("begin"))
    explore.wait_for_selector("text=Luck or doubt?")
    explore.select_option("select[name=outcome]", "level:narrows")
    explore.wait_for_selector("figcaption >> text=Level of the ladder at The Narrows at the end")
    explore.select_option("select[name=course]", "spending")
    explore.select_option("select[name=course-of]", "spending:DRAY")
    explore.wait_for_selector("figcaption >> text=How does the defence budget of Dray move?")
    explore.reload()
    explore.wait_for_selector("figcaption >> text=How does the defence budget of Dray move?")
    explore.wait_for_selector("figcaption >> text=Level of the ladder at The Narrows at the end")
    explore.fill("input[name=near]", "plenty")
    explore.press("input[name=near]", "Enter")
    explore.wait_for_selector("text=“plenty” is no number")
    explore.click('[data-wg-game="typical"]')
    explore.wait_for_url("**/review/*")
    explore.go_back()
    explore.wait_for_selector("text=Luck or doubt?")


def test_two_are_compared_in_the_order_in_which_they_were_chosen_and_can_be_swapped(
    server: Any, open_page: Callable[..., Any]
) -> None:
    for name, cast in (("older", {}), ("newer", {"DRAY": "hawk"})):
        run_plan(
            plan_of("four-islands", games=20, turns=2, characters=cast),
            server.folder / "runs" / name,
            workers=1,
        )
    page = open_page(server.address + "/explore")
    for name in ("older", "newer"):
        page.check(f'[data-wg-name="{name}"] input')
    page.click(wg("compare"))
    page.wait_for_url("**/explore/older?beside=newer")
    sides = page.locator(".wg-ex-sides")
    sides.wait_for()

    assert [part.strip().splitlines()[-1] for part in sides.locator("dd").all_inner_texts()] == [
        "older",
        "newer",
    ]
    assert sides.bounding_box()["y"] < 500
    page.click(wg("swap"))
    page.wait_for_url("**/explore/newer?beside=older")
    page.wait_for_selector(".wg-ex-sides > div:first-child >> text=newer")
    page.click(wg("alone"))
    sides.wait_for(state="detached")


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("games", "0", "Games: 0 is out of range"),
        ("games", "a million", "“a million” is no whole number"),
        ("seed", "x" * 10_000, "is no whole number"),
        ("turns", "", "nothing is written there"),
    ],
)
def test_a_wrong_number_is_told_and_nothing_begins(explore: Any, field: str, typed: str, told: str) -> None:
    explore.fill(f"input[name={field}]", typed)
    explore.wait_for_selector(f"[role=alert] >> text={told}")
    explore.wait_for_selector(f"{wg('begin')}:disabled")
    explore.press(f"input[name={field}]", "Enter")
    explore.wait_for_selector("text=Mend what is marked above")

    assert explore.url.endswith("/explore")
    explore.wait_for_selector("text=No ensemble is there yet")


@pytest.mark.parametrize("size", ["laptop", "tablet", "desk"])
def test_nothing_scrolls_sideways(server: Any, open_page: Callable[..., Any], size: str) -> None:
    page = open_page(server.address + "/explore", size)
    page.select_option("select[name=scenario]", "four-islands")
    page.wait_for_function("document.querySelector('input[name=turns]').value === '4'")
    page.click("text=100 games")
    page.click(wg("begin"))
    page.wait_for_selector("text=Beside another ensemble")

    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_folder_that_is_no_ensemble_is_one_sentence(server: Any, open_page: Callable[..., Any]) -> None:
    (server.folder / "runs" / "other").mkdir(parents=True)
    page = open_page(server.address + "/explore/other")

    page.wait_for_selector("text=There is no ensemble 'other' in runs/.")
