"""A facilitator sets up an exercise in a real browser, hands out its codes and prints its kit."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.conftest import Watch
from tests.browser.servers import Workshop
from wargame.workshop.export import snapshot

pytestmark = pytest.mark.browser


@pytest.fixture
def host(workshop: Workshop) -> Any:
    """The form, as a facilitator sees it who has given the key."""
    return ready(workshop.facilitator())


def ready(page: Any) -> Any:
    """Wait until the form has told how long the exercise takes."""
    page.wait_for_selector(".wg-host-time b")
    return page


def printed(page: Any, path: str) -> int:
    """Return the number of sheets of paper that a page of the kit takes."""
    page.goto(path)
    return len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True)))


def test_an_exercise_is_set_up_and_its_kit_printed(workshop: Workshop, host: Any) -> None:
    assert "United States 2, Japan 2, South Korea 2 and China 2" in host.inner_text(".wg-host-advice")
    assert host.inner_text(".wg-host-time b") == "2 h 29"
    host.fill("[name=people]", "5")
    host.wait_for_selector(".wg-host-advice:has-text('United States 3 and Japan 2')")
    host.wait_for_selector("[data-wg='character:ROK']")
    host.check("[data-wg='preset:short']")
    host.wait_for_selector(".wg-host-time b:has-text('2 h 14')")
    host.fill("[name=question]", "Who pays?")
    host.fill("[name=name-1]", "Tuesday <b>table</b>")
    host.dblclick("[data-wg=open]")

    host.wait_for_selector(".wg-host-codes")

    assert host.url.endswith("/host/tuesday-b-table-b")
    codes = {
        each: host.inner_text(f"[data-wg='code:{each}'] .wg-host-code") for each in ("USA", "JPN", "screen")
    }
    assert all(re.fullmatch(r"[B-Z]{3}-[B-Z]{3}", code) for code in codes.values())
    assert host.locator("[data-wg^='room:']").count() == 1  # of two clicks one counted
    room = f"{workshop.address}/print/tuesday-b-table-b"
    assert printed(host, f"{room}/briefs") == 2
    assert host.locator("h1").all_inner_texts() == ["United States", "Japan"]
    assert host.locator("text=Tuesday <b>table</b>").first.is_visible()
    assert printed(host, f"{room}/cards") == 2
    assert printed(host, f"{room}/sheets") == 2 * 5
    assert printed(host, f"{room}/seat/JPN") == 1 + 1 + 5
    assert codes["USA"] not in host.inner_text("body")


def test_what_is_wrong_is_told_where_it_stands_and_what_was_typed_stays(
    workshop: Workshop, host: Any, watch: Watch
) -> None:
    host.fill("[name=seed]", "1.5")
    host.wait_for_selector(".wg-error:has-text('Seed: “1.5” is no whole number.')")
    host.select_option("[name=tables]", "2")
    host.fill("[name=name-2]", "North")
    host.wait_for_selector(".wg-error:has-text('Two tables have the same name.')")
    assert host.inner_text("[data-wg=wrong]") == "Mend first: Seed and Name."
    assert "2 h 29" in host.inner_text("[data-wg=estimate]"), "as it was before"
    host.click("[data-wg='skip:practice']")
    assert "make their first mistakes where they count" in host.inner_text(".wg-host-loses")
    host.click("[data-wg=open]")
    host.wait_for_selector(".wg-error:has-text('Seed')")

    host.reload()
    host.wait_for_selector("[data-wg=open]")

    assert (host.input_value("[name=seed]"), host.input_value("[name=name-2]")) == ("1.5", "North")
    host.fill("[name=seed]", "77")
    host.fill("[name=name-2]", "South")
    host.click("[data-wg=open]")
    host.wait_for_selector(".wg-host-codes")
    assert host.locator("[data-wg^='room:']").count() == 2
    with snapshot(workshop.folder / "runs" / "rooms" / "south.db") as south:
        assert (south.plan.seed, south.plan.group, south.plan.practice) == (77, "shared-shield-77", False)


def test_a_room_goes_on_after_a_power_cut_and_a_damaged_one_is_told(
    workshop: Workshop, host: Any, watch: Watch
) -> None:
    host.click("[data-wg=open]")
    host.wait_for_selector(".wg-host-codes")
    code = host.inner_text("[data-wg='code:JPN'] .wg-host-code")
    (workshop.folder / "runs" / "rooms" / "old.db").write_bytes(b"not a room at all" * 99)

    workshop.kill()
    workshop.start()
    host.wait_for_function("window.solara && solara.debug.kernel().connectionStatus === 'connected'")
    watch.forget()
    host.goto(host.url)
    host.wait_for_selector(".wg-host-damaged")

    assert host.inner_text("[data-wg='code:JPN'] .wg-host-code") == code
    assert "no file of a room" in host.inner_text(".wg-host-damaged")


def test_nothing_runs_over_the_edge(workshop: Workshop) -> None:
    for size, theme in (("laptop", "light"), ("tablet", "dark"), ("phone", "light"), ("desk", "dark")):
        page = ready(workshop.facilitator("", size, theme))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size
        page.click("[data-wg=open]")
        page.wait_for_selector(".wg-host-codes")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size
