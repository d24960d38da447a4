"""The facilitator's desk in a real browser: one button leads on, nothing happens twice, nothing is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.servers import Workshop

pytestmark = pytest.mark.browser

NARROW = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
PHASE = "(name) => (document.querySelector('[data-wg=phase]') || {}).innerText === name"
TIME = "document.querySelector('[data-wg=clock] b').innerText"


def wg(name: str) -> str:
    """Return the selector of a control by its stable name."""
    return f'[data-wg="{name}"]'


@pytest.fixture
def desk(workshop: Workshop) -> Any:
    """The facilitator's desk of a room in which three people sit in two seats."""
    plan = {"title": "Table North", "scenario": "four-islands", "seats": ["ALDA", "BRENN"], "turns": 2}
    codes = workshop.desk().do("", {**plan, "question": "Who gives way?"})["codes"]
    for seat, name, role in (("ALDA", "Ann", "head"), ("ALDA", "Abe", "finance"), ("BRENN", "Ben", "head")):
        workshop.program(codes[seat], name, [role])
    page = workshop.facilitator("/facilitator/table-north")
    page.wait_for_selector(wg("next"))
    return page


def go_on(page: Any, phase: str) -> None:
    """Press the primary button by its key and wait for a phase."""
    page.keyboard.press("n")
    page.wait_for_function(PHASE, arg=phase)


def say_yes(page: Any, opener: str, **given: str) -> str:
    """Open a question, fill it in, say yes, and return what was told."""
    page.click(wg(opener))
    page.wait_for_selector(wg("ask"))
    for name, text in given.items():
        page.fill(wg(f"ask:{name}"), text)
    page.click(wg("ask:yes"))
    page.wait_for_selector(wg("ask"), state="detached")
    return str(page.wait_for_selector(wg("told")).inner_text())


def test_one_button_leads_from_the_welcome_through_a_turn(desk: Any) -> None:
    assert "Who gives way?" in desk.inner_text(wg("say"))
    assert "Begin the practice turn" in desk.inner_text(wg("next"))
    go_on(desk, "News")
    desk.keyboard.press("p")
    desk.wait_for_selector(wg("resume"))
    for phase in ("Plan", "Diplomacy", "Signal", "Commit"):
        go_on(desk, phase)
    assert desk.is_disabled(wg("next"))
    assert "It waits for the orders of Alda and Brenn." in desk.inner_text(wg("why"))
    desk.keyboard.press("n")  # a key opens no way round
    assert "adjudicated" in say_yes(desk, "way:force")
    desk.wait_for_function(PHASE, arg="What happened, and why")
    desk.click(wg("tab:table"))
    desk.wait_for_selector(wg("table"))
    desk.keyboard.press("n")
    desk.wait_for_function("document.querySelector('[data-wg=stage]').innerText === 'Turn 1 of 2'")


def test_keys_are_left_alone_where_somebody_types_and_in_a_question(desk: Any) -> None:
    go_on(desk, "News")
    desk.type(wg("message:text"), "no panic")
    desk.click(wg("cut"))
    desk.wait_for_selector(wg("ask"))
    desk.keyboard.press("n")
    desk.keyboard.press("Escape")
    desk.wait_for_selector(wg("ask"), state="detached")
    assert desk.evaluate("document.activeElement.dataset.wg") == "cut"
    assert desk.input_value(wg("message:text")) == "no panic"
    assert desk.inner_text(wg("phase")) == "News"
    assert desk.locator(wg("pause")).count() == 1
    desk.press(wg("message:text"), "Control+Enter")
    desk.wait_for_function("document.querySelector('[data-wg=\"message:text\"]').value === ''")
    assert "no panic" in desk.inner_text(wg("messages"))


def test_a_double_click_goes_on_once(desk: Any) -> None:
    go_on(desk, "News")
    desk.dblclick(wg("next"))
    desk.wait_for_function(PHASE, arg="Plan")
    desk.wait_for_timeout(800)
    assert desk.inner_text(wg("phase")) == "Plan"


def test_the_clock_runs_down_by_itself_and_stands_still(desk: Any) -> None:
    go_on(desk, "News")
    first = desk.evaluate(TIME)
    desk.wait_for_function(f"(first) => {TIME} !== first", arg=first)
    desk.click(wg("pause"))
    desk.wait_for_selector(wg("resume"))
    held = desk.evaluate(TIME)
    desk.click(wg("extend:2"))
    desk.wait_for_function(f"(held) => {TIME} !== held", arg=held)
    assert int(desk.evaluate(TIME).split(":")[0]) == int(held.split(":")[0]) + 2


def test_a_second_facilitator_sees_what_the_first_does(desk: Any) -> None:
    other = desk.context.new_page()
    other.goto(desk.url)
    other.wait_for_selector(wg("next"))
    go_on(desk, "News")
    other.wait_for_function(PHASE, arg="News")
    desk.click(wg("manage:BRENN"))
    assert "House AI plays Brenn now" in say_yes(desk, "house:BRENN", reason="They are late.")
    other.wait_for_selector(wg("team:BRENN") + "[data-state=house]")


def test_people_are_moved_and_codes_shown_and_hidden(desk: Any) -> None:
    desk.click(wg("manage:ALDA"))
    desk.click(wg("move:2"))
    desk.check(wg("ask:seat:BRENN"))
    desk.click(wg("ask:yes"))
    desk.wait_for_selector(wg("team:BRENN") + " " + wg("person:2"))
    assert "Abe sits for Brenn now" in desk.inner_text(wg("told"))
    assert desk.locator(wg("codes")).count() == 0
    desk.click(wg("codes:show"))
    codes = desk.wait_for_selector(wg("codes"))
    assert len(re.findall(r"[B-Z]{3}-[B-Z]{3}", codes.inner_text())) == 3
    desk.keyboard.press("Escape")
    desk.wait_for_selector(wg("codes"), state="detached")


def test_a_killed_server_comes_back_where_it_was(desk: Any, workshop: Workshop, watch: Any) -> None:
    go_on(desk, "News")
    go_on(desk, "Plan")
    workshop.kill()
    desk.wait_for_selector("#wg-connection:visible")
    workshop.start()
    desk.wait_for_selector("#wg-connection", state="hidden")
    desk.wait_for_function(PHASE, arg="Plan")
    watch.forget()
    go_on(desk, "Diplomacy")
    watch.forget()


def test_a_room_that_is_not_there_is_one_sentence(desk: Any, workshop: Workshop) -> None:
    desk.goto(workshop.address + "/facilitator/table-nort")
    assert "Did you mean 'table-north'?" in desk.wait_for_selector(".wg-error").inner_text()
    desk.goto(workshop.address + "/facilitator")
    assert "names no room" in desk.wait_for_selector(".wg-error").inner_text()


def test_nothing_is_wider_than_the_page(desk: Any) -> None:
    go_on(desk, "News")
    for width, height in ((390, 844), (834, 1112), (1366, 768), (1920, 1080)):
        desk.set_viewport_size({"width": width, "height": height})
        for tab in ("control", "table"):
            desk.click(wg(f"tab:{tab}"))
            desk.wait_for_selector(wg("door") if tab == "control" else ".wg-fc-happens")
            assert desk.evaluate(NARROW), (width, tab)


def test_what_is_told_stands_in_a_row_of_its_own(desk: Any) -> None:
    go_on(desk, "News")
    desk.click(wg("pause"))
    told = desk.wait_for_selector(wg("told")).bounding_box()
    for part in (".wg-fc-path", ".wg-fc-now", ".wg-fc-messages"):
        box = desk.locator(part).first.bounding_box()
        assert told["y"] + told["height"] <= box["y"], f"{part} is covered"
