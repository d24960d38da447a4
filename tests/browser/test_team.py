"""A team in real browsers: a phone and a laptop at one desk, from the lobby to the record that is taken home."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import TimeoutError

from tests.browser.servers import Workshop
from tests.workshop.conftest import PLAIN

pytestmark = pytest.mark.browser
PLAN = {**PLAIN, "title": "Table North", "turns": 2, "question": "Who gives way first?", "auto": False}
NARROW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LOOKS = [(size, theme) for size in ("laptop", "tablet", "desk", "phone") for theme in ("light", "dark")]


def wg(name: str) -> str:
    """Return the selector of a control by its stable name."""
    return f'[data-wg="{name}"]'


@dataclass
class Exercise:
    """A room in a workshop, with its facilitator as a script."""

    workshop: Workshop
    name: str
    codes: dict[str, str]

    def do(self, act: str, body: Any = None) -> Any:
        """Act as the facilitator."""
        return self.workshop.desk().do(f"/{self.name}/{act}", body or {})

    def join(self, seat: str, name: str, *roles: str, **look: str) -> Any:
        """Let somebody join, and return their page."""
        return self.workshop.team(self.codes[seat], name, roles, **look)

    def go(self, *phases: str) -> None:
        """Go on, phase by phase, until the last of those named."""
        while (now := self.workshop.desk().do(f"/{self.name}"))["phase"] != phases[-1]:
            self.do("next_phase", {"turn": now["turn"], "phase": now["phase"]})

    def adjudicate(self) -> None:
        """Play the open turn, whoever has committed."""
        now = self.workshop.desk().do(f"/{self.name}")
        self.do("adjudicate", {"turn": now["turn"], "phase": now["phase"], "force": True})


@pytest.fixture
def exercise(workshop: Workshop) -> Exercise:
    """An open room of two seats that has not begun."""
    opened = workshop.desk().do("", PLAN)
    return Exercise(workshop, opened["room"], opened["codes"])


def begun(exercise: Exercise, phase: str = "plan") -> None:
    exercise.do("begin", {"practice": False})
    exercise.go(phase)


def test_a_team_plays_a_turn_on_a_phone_and_a_laptop(exercise: Exercise) -> None:
    ann = exercise.join("ALDA", "Ann", "head", size="phone")
    abe = exercise.join("ALDA", "Abe", "finance")
    ben = exercise.join("BRENN", "Ben")
    ann.wait_for_selector(wg("wait") + " >> text=/Waiting for the facilitator/")
    ann.wait_for_selector(".wg-room-people >> text=Abe")
    ben.click(wg("role:press"))
    ben.wait_for_selector(wg("role:press") + '[aria-pressed="true"]')

    begun(exercise)
    abe.wait_for_selector(wg("phase") + " >> text=Plan")
    ann.click(".wg-seat-panes " + wg("tab:order"))
    ann.click(wg("add:consult"))
    abe.wait_for_selector(wg("drop:consult"))
    assert "Ann added" in abe.inner_text(wg("changed"))
    assert abe.is_disabled(wg("undo"))

    # a message is text, and reaches whom it is for
    abe.click(wg("room:open"))
    abe.fill(wg("say"), "<script>alert(1)</script> we hold")
    abe.press(wg("say"), "Enter")
    abe.wait_for_selector(".wg-talk-list >> text=/alert/")
    assert abe.input_value(wg("say")) == ""
    ann.click(".wg-seat-panes " + wg("tab:room"))
    ann.wait_for_selector(".wg-talk-list >> text=/we hold/")
    assert ben.locator("text=/we hold/").count() == 0

    # said in public, at once
    abe.click(wg("todo:statement"))
    abe.fill(wg("statement"), "Alda stands by its friends.")
    abe.click(wg("statement:say"))
    ben.click(wg("todo:statement"))
    ben.wait_for_selector(wg("public:ALDA") + " >> text=/stands by its friends/")

    # the head of government commits, and takes back, and commits
    exercise.go("commit")
    abe.wait_for_selector(wg("stop") + " >> text=/Ann commits/")
    assert abe.is_disabled(wg("commit"))
    ann.click(wg("commit"))
    abe.wait_for_selector(wg("sealed"))
    ann.click(wg("recall"))
    abe.wait_for_selector(wg("commit"))
    ann.wait_for_selector(wg("commit"))
    ann.click(wg("commit"))
    ben.wait_for_selector(".wg-chips li.wg-done >> text=ALDA")
    exercise.adjudicate()
    for page in (ann, abe, ben):
        page.wait_for_selector(wg("report:close"))
    ben.wait_for_selector(wg("notice:taken"))
    abe.reload()
    abe.wait_for_selector(wg("report:close"))


def test_no_phase_is_wider_than_a_phone_and_a_new_turn_leads_on(exercise: Exercise) -> None:
    ann = exercise.join("ALDA", "Ann Varga", "head", size="phone")
    exercise.join("ALDA", "Abe Cole", "finance")
    begun(exercise, "news")
    for phase in ("news", "plan", "diplomacy", "signal", "commit"):
        exercise.go(phase)
        ann.wait_for_selector(wg("phase") + f" >> text=/{'What is new|News' if phase == 'news' else phase}/i")
        if phase != "news":
            ann.wait_for_selector(wg("todo:statement"))
        assert ann.evaluate(NARROW) <= 0, phase
        for pill in ann.locator(".wg-room-todo button").all():
            box = pill.bounding_box()
            assert box["x"] + box["width"] <= 390, phase
        commit = ann.locator(wg("commit")).bounding_box()
        assert commit["x"] + commit["width"] <= 390, phase

    # the report comes before the room, and a new turn before the report
    ann.click(".wg-seat-panes " + wg("tab:room"))
    exercise.adjudicate()
    ann.wait_for_selector(wg("tension"))
    room = ann.locator(".wg-room").bounding_box()
    assert room is None or room["y"] > ann.locator(wg("tension")).bounding_box()["y"]
    assert ann.evaluate(NARROW) <= 0
    exercise.go("news")
    ann.wait_for_selector(wg("report:close"), state="detached")
    ann.wait_for_selector(wg("panel:news"))


def test_the_debrief_is_answered_and_the_record_is_taken_home(exercise: Exercise) -> None:
    ben = exercise.join("BRENN", "Ben")
    begun(exercise)
    for _ in range(2):
        exercise.go("commit")
        exercise.adjudicate()
        ben.wait_for_selector(wg("report:close"))
        ben.click(wg("report:close"))
        exercise.go("news") if _ == 0 else None
    ben.wait_for_selector(wg("wait") + " >> text=/debrief/")
    assert ben.locator(".wg-scores").count() == 0
    now = exercise.workshop.desk().do(f"/{exercise.name}")
    exercise.do("next_phase", {"turn": now["turn"], "phase": now["phase"]})
    ben.wait_for_selector(".wg-scores")
    ben.click(wg("home:survey"))
    for name in ("understood", "choice", "others", "question", "again"):
        ben.check(wg(f"survey:{name}:4"), force=True)
    ben.fill(wg("survey:text"), "More time at the table.")
    ben.click(wg("survey:send"))
    ben.wait_for_selector("text=/your answers are kept/")
    ben.click(wg("home:review"))
    ben.wait_for_url("**/review/*")
    ben.wait_for_selector(wg("tab:turning"))
    ben.go_back()
    ben.wait_for_selector(".wg-scores")
    with ben.expect_download() as taken:
        ben.click(wg("home:record"))
    assert taken.value.suggested_filename


def test_nothing_typed_is_lost_when_the_net_or_the_server_is(exercise: Exercise, watch: Any) -> None:
    ann = exercise.join("ALDA", "Ann", "head")
    begun(exercise)
    ann.click(wg("add:consult"))
    ann.wait_for_selector(wg("drop:consult"))
    ann.click(wg("room:open"))
    ann.fill(wg("say"), "half a sen")
    _cut(ann)
    ann.type(wg("say"), "tence")
    ann.context.set_offline(False)
    ann.wait_for_selector("#wg-connection", state="hidden")
    assert ann.input_value(wg("say")) == "half a sentence"

    exercise.workshop.kill()
    ann.wait_for_selector("#wg-connection >> text=/lost/")
    exercise.workshop.start()
    ann.wait_for_selector("#wg-connection", state="hidden")
    ann.wait_for_selector(wg("room:open") + '[aria-pressed="false"]')  # the page has built itself anew
    ann.wait_for_selector(wg("drop:consult"))
    ann.click(wg("room:open"))
    ann.wait_for_selector(wg("say"))
    assert ann.input_value(wg("say")) == "half a sentence"
    ann.press(wg("say"), "Enter")
    ann.wait_for_selector(".wg-talk-list >> text=half a sentence")
    watch.forget()


def _cut(page: Any) -> None:
    """Cut the net of a page; a browser that comes back before it is cut is cut again."""
    lost = page.locator("#wg-connection >> text=/lost/")
    for _ in range(8):
        page.evaluate("solara.debug.kernel()._ws.close()")
        page.context.set_offline(True)
        try:
            lost.wait_for(timeout=8000)
        except TimeoutError:
            page.context.set_offline(False)
        else:
            return
    raise AssertionError("the net of the page could not be cut")


def test_two_tabs_of_one_person_are_one_desk(exercise: Exercise) -> None:
    ann = exercise.join("ALDA", "Ann", "head")
    begun(exercise)
    other = ann.context.new_page()
    other.goto(exercise.workshop.address + "/team")
    ann.click(wg("add:consult"))
    other.wait_for_selector(wg("drop:consult"))
    ann.dblclick(wg("commit"))
    other.wait_for_selector(wg("recall"))
    ann.wait_for_selector(wg("recall"))
    assert "Your orders are sealed" in other.inner_text(wg("sealed"))


def test_a_seat_in_other_hands_says_so(exercise: Exercise) -> None:
    ann = exercise.join("ALDA", "Ann", "head")
    begun(exercise)
    ann.wait_for_selector(wg("commit"))
    exercise.do("hand", {"seat": "ALDA", "house": True, "reason": "Nobody was there."})
    ann.wait_for_selector(wg("told") + " >> text=/handed your seat to house AI/")
    ann.wait_for_selector(wg("commit") + ":disabled")
    exercise.do("hand", {"seat": "ALDA", "house": False, "reason": "They are back."})
    ann.wait_for_selector(wg("told") + " >> text=/yours again/")
    exercise.do("end", {"reason": "The time is up."})
    ann.wait_for_selector(wg("phase") + " >> text=/exercise has ended/")


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["lobby", "plan", "why", "debrief"])
def test_every_moment_fits_every_screen_and_can_be_read_aloud(
    moment: str, exercise: Exercise, tmp_path: Path
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    shots = Path(os.environ.get("WARGAME_SHOTS", tmp_path / "shots"))
    shots.mkdir(parents=True, exist_ok=True)
    first = exercise.join("ALDA", "Ann Varga", "head")
    _until(moment, exercise)
    held = first.context.cookies()
    for size, theme in LOOKS:
        page = exercise.workshop.page("/join", size, theme)
        page.context.add_cookies(held)
        page.goto(exercise.workshop.address + "/team")
        page.wait_for_selector(".wg-team")
        page.wait_for_timeout(800)
        page.screenshot(path=shots / f"team-{moment}-{size}-{theme}.png")
        assert page.evaluate(NARROW) <= 0, f"{moment}, {size}"
        bad = [
            f"{each['id']}: {[node['target'] for node in each['nodes']][:4]}"
            for each in Axe().run(page).response["violations"]
            if each["impact"] in ("serious", "critical")
        ]
        assert not bad, f"{moment}, {size}, {theme}: " + "; ".join(bad)
        page.context.close()


def _until(moment: str, exercise: Exercise) -> None:
    """Go to a moment of the exercise."""
    acts: dict[str, Callable[[], Any]] = {
        "plan": lambda: begun(exercise),
        "why": exercise.adjudicate,
        "debrief": lambda: exercise.do("end", {"reason": "The time is up."}),
    }
    for name, act in acts.items():
        if moment == "lobby":
            return
        act()
        if name == moment:
            return
