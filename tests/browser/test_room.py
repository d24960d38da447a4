"""A whole exercise in real browsers: six seats, practice and three turns, from setting up to the record taken home."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.browser.servers import Workshop
from tests.browser.table import PHASE, Table, add, say, wg
from wargame.game import Game
from wargame.workshop.script import PHASE_NAMES

pytestmark = pytest.mark.browser
SEATS = ("USA", "JPN", "ROK", "CHN", "DPRK", "RUS")
BOTS = ("CHN", "DPRK", "RUS")
DEAL, MEETING = "interceptor2_usa_jpn", "leaders_usa_jpn"
SCRIPT = "<script>document.title='taken'</script>"
"""What nobody may be able to run on another's page, as a name and as a message."""
LOST = "#wg-connection >> text=/lost/"


@pytest.fixture
def table(workshop: Workshop) -> Table:
    return Table(workshop)


def test_an_exercise_from_setting_up_to_the_record_taken_home(
    table: Table, watch: Any, tmp_path: Path
) -> None:
    set_up(table)
    join(table, watch)
    practise(table)
    bargain_in_the_first_turn(table)
    assert (watch.errors, watch.failed) == ([], [])
    rule_and_hand_over_in_the_second(table)
    lose_the_server_in_the_third(table)
    look_back(table)
    take_home(table, tmp_path)
    watch.forget()  # the server was away, a connection was cut and a code was wrong, all on purpose


def set_up(table: Table) -> None:
    """The facilitator sets up a room for twelve people on the page; pressing twice opens one room."""
    desk = table.desk
    desk.fill("[name=people]", "12")
    desk.wait_for_selector(".wg-host-advice >> text=Russia 2")
    desk.fill("[name=turns]", "3")
    desk.click(wg("minutes"))
    desk.uncheck(".wg-host-check input")  # a slow machine must not be overtaken by the clock
    desk.fill("[name=seed]", "7")  # with other luck the treaty may fail at home
    desk.fill("[name=question]", "Who pays for the joint interceptor?")
    desk.fill("[name=name-1]", "North table")
    desk.wait_for_selector(".wg-host-time")
    desk.click(wg("open"), click_count=2)
    desk.wait_for_url("**/host/north-table")
    for seat in (*SEATS, "screen"):
        table.codes[seat] = desk.inner_text(f"{wg('code:' + seat)} .wg-host-code")
    assert [path.stem for path in (table.workshop.folder / "runs" / "rooms").glob("*.db")] == ["north-table"]
    table.room = "north-table"
    desk.click(wg("link:facilitator"))
    desk.wait_for_selector(wg("next"))


def join(table: Table, watch: Any) -> None:
    """Six teams join: a wrong code is told, any way of writing the right one opens the seat, a name is only text."""
    page = table.workshop.page("/join")
    page.fill("#code", "BCD-FGH")
    page.press("#code", "Enter")
    assert "No room has this code" in page.wait_for_selector("[role=alert]").inner_text()
    assert page.input_value("#code") == "BCD-FGH"
    watch.forget()
    page.fill("#code", table.codes["JPN"].lower().replace("-", " "))
    page.fill("#name", SCRIPT[:40])
    page.check("[name=role][value=head]")
    page.press("#code", "Enter")
    page.wait_for_selector(wg("panel:lobby"))
    table.teams["JPN"] = page
    table.teams["USA"] = table.workshop.team(table.codes["USA"], "Uma")
    table.teams["ROK"] = table.workshop.team(table.codes["ROK"], "Kim", size="phone")
    table.screen = table.workshop.screen(table.codes["screen"])
    table.bots = [table.workshop.program(table.codes[seat], "Bot") for seat in BOTS]
    table.desk.wait_for_selector("[data-wg^='person:'] >> nth=5")
    assert SCRIPT[:40] in table.desk.inner_text(wg("team:JPN"))
    assert table.desk.title() != "taken"


def practise(table: Table) -> None:
    """A practice turn that does not count, and after it the opening again."""
    table.lead_on()
    for page in table.teams.values():
        page.wait_for_selector(".wg-room-phase .wg-chip >> text=/Practice/")
        page.wait_for_selector(wg("panel:draft"), state="attached")
    add(table.teams["JPN"], "consult")
    table.jump_to("commit")
    table.commit_bots(1)
    table.commit("JPN", "USA")
    table.teams["ROK"].click(wg("commit"))
    table.teams["ROK"].wait_for_selector(wg("sealed"), state="attached")
    table.lead_on()
    for page in table.teams.values():
        page.wait_for_selector(wg("report:close"))
    table.lead_on()
    for page in table.teams.values():
        page.wait_for_selector("text=/Turn\\s*1/")
        page.wait_for_selector(wg("panel:draft"), state="attached")
    assert table.teams["JPN"].locator(wg("drop:consult")).count() == 0


def bargain_in_the_first_turn(table: Table) -> None:
    """Two teams bargain a treaty on their pages and sign it, a card falls, and the reveal tells both."""
    japan, states, desk = table.teams["JPN"], table.teams["USA"], table.desk
    desk.click(wg("tab:white"))
    desk.click(wg("open:rescue_at_sea"))
    desk.fill(wg("reason:rescue_at_sea"), "To see who comes.")
    desk.click(wg("fire:rescue_at_sea"), click_count=2)
    desk.wait_for_selector(f"{wg('panel:acts')} >> [data-wg^='act:']")
    desk.click(wg("tab:control"))
    card = table.logged("inject")
    assert [each.body["card"] for each in card] == ["rescue_at_sea"]

    for page in (japan, states):
        page.click(wg("tab:table"))
        page.locator(wg(f"convene:{MEETING}")).first.click()
    japan.wait_for_selector(wg(f"offer:{DEAL}"))
    japan.select_option(wg(f"share:{DEAL}"), label="Japan 50 %")
    japan.click(wg(f"offer:{DEAL}"))
    states.wait_for_selector(wg(f"accept:{DEAL}"))
    states.select_option(wg(f"share:{DEAL}"), label="Japan 60 %")
    states.click(wg(f"counter:{DEAL}"))
    japan.click(wg(f"take:{DEAL}"))
    for page in (japan, states):
        page.wait_for_selector(f"{wg('draft-sign:' + DEAL)}[aria-pressed=true]")

    japan.click(wg("room:open"))
    japan.click(wg("tab:forecast"))
    japan.wait_for_selector("[data-wg^='forecast:']").fill("70")
    japan.wait_for_selector("text=kept")
    japan.click(wg("tab:talk"))
    say(japan, "USA", SCRIPT)
    japan.click(wg("room:open"))
    states.click(wg("room:open"))
    states.click(wg("with:JPN"))
    states.wait_for_selector(f".wg-talk-list >> text={SCRIPT}")
    assert states.title() != "taken"
    states.click(wg("room:open"))

    table.lead_to("commit")
    table.commit_bots(1)
    table.commit("JPN", "USA", "ROK")
    assert len(table.logged("commit", person=1)) == 2, "a second click committed twice"
    table.screen.wait_for_selector(".wg-sc-seals li.wg-done >> nth=5")
    seal = table.screen.inner_text(".wg-sc-seals li:has-text('Japan') .wg-sc-code")
    table.lead_on()
    for page in (japan, states):
        page.wait_for_selector(wg("report:close"))
        told = page.inner_text(wg("panel:report"))
        assert "in force" in told
        assert "Rescue at sea" in told
    table.screen.wait_for_selector(".wg-sc-orders")
    assert table.screen.inner_text(".wg-sc-orders li:has-text('Japan') .wg-sc-code") == seal
    table.lead_on()
    table.read_on("JPN", "USA", "ROK")


def rule_and_hand_over_in_the_second(table: Table) -> None:
    """A ruling, a seat in other hands and back, a page loaded again in mid-draft, and a turn that one team misses."""
    japan, states, desk = table.teams["JPN"], table.teams["USA"], table.desk
    desk.click(wg("tab:white"))
    desk.click(wg("tab:rulings"))
    desk.locator("[data-wg^='no:']").first.click()
    desk.fill(wg("ruling:reason"), "The sea is calm.")
    desk.click(wg("ruling:set"))
    desk.wait_for_selector(f"{wg('panel:acts')} >> [data-wg^='act:']")
    desk.click(wg("tab:control"))
    assert len(table.logged("ruling")) == 1

    desk.click(wg("manage:ROK"))
    desk.click(wg("house:ROK"))
    table.answer(reason="They are at lunch.")
    table.teams["ROK"].wait_for_selector("text=/house AI/i")
    desk.wait_for_selector(f"{wg('team:ROK')}[data-state=house]")
    desk.click(wg("people:ROK"))
    table.answer(reason="They are back.")
    table.teams["ROK"].wait_for_selector("text=/Your seat is yours again/")

    add(japan, "consult")
    japan.reload()
    japan.wait_for_selector(wg("drop:consult"))

    add(states, "consult")
    states.context.set_offline(True)
    states.evaluate("solara.debug.kernel()._ws.close()")
    states.wait_for_selector(LOST)
    table.jump_to("commit")
    table.commit_bots(2)
    table.commit("JPN", "ROK")
    desk.click(wg("way:force"))
    table.answer()
    japan.wait_for_selector(wg("report:close"))
    states.context.set_offline(False)
    states.wait_for_selector("#wg-connection", state="hidden")
    states.wait_for_selector(wg("report:close"))
    assert table.logged("adjudicated")[-1].body["taken"] == ["USA"]
    table.lead_on()
    table.read_on("JPN", "USA", "ROK")


def lose_the_server_in_the_third(table: Table) -> None:
    """The server is killed in the middle of the turn: pages come back by themselves, and nothing is lost."""
    japan, states, desk = table.teams["JPN"], table.teams["USA"], table.desk
    add(japan, "consult")
    japan.click(wg("notes:open"))
    japan.fill(wg("notes"), "ask Seoul first")
    japan.wait_for_selector("text=kept")
    states.click(wg("room:open"))
    say(states, "all", "we shall see")
    table.jump_to("commit")
    table.commit("USA")
    table.commit_bots(3)
    table.workshop.kill()
    for page in (japan, states, desk, table.screen):
        page.wait_for_selector(LOST, state="attached")
    states.fill(wg("say"), "typed while nobody listened")
    table.workshop.start()
    for page in (japan, states, desk, table.teams["ROK"]):
        page.wait_for_selector("#wg-connection", state="hidden")
    japan.wait_for_selector(wg("drop:consult"))
    states.wait_for_selector(wg("sealed"))
    states.click(wg("room:open"))
    states.click(wg("with:all"))
    assert states.input_value(wg("say")) == "typed while nobody listened"
    assert states.locator(".wg-talk-list >> text=we shall see").count() == 1
    states.click(wg("room:open"))
    assert len(table.logged("message", text="we shall see")) == 1
    japan.click("nav >> text=Rulebook")
    japan.wait_for_selector("text=/Edition of Japan/")
    japan.go_back()
    japan.wait_for_selector(wg("drop:consult"))
    japan.click(wg("notes:open"))
    assert japan.input_value(wg("notes")) == "ask Seoul first"
    desk.wait_for_function(PHASE, arg=PHASE_NAMES["commit"])
    table.commit("JPN", "ROK")
    table.lead_on()
    for page in table.teams.values():
        page.wait_for_selector(wg("report:close"))
    assert len([each for each in table.logged("adjudicated") if each.turn == 3]) == 1


def look_back(table: Table) -> None:
    """The debrief: the league of forecasts, and five questions."""
    table.lead_on()
    japan = table.teams["JPN"]
    japan.wait_for_selector(wg("panel:debrief"))
    assert "Japan" in japan.inner_text(wg("league"))
    marks = japan.locator("[data-wg^='survey:'][data-wg$=':4']")
    for place in range(marks.count()):
        marks.nth(place).check(force=True)
    japan.fill(wg("survey:text"), "More time for the table.")
    japan.click(wg("survey:send"))
    japan.wait_for_selector("text=/your answers are kept/")
    table.screen.wait_for_selector("text=/How it ended/")


def take_home(table: Table, folder: Path) -> None:
    """A team takes the record home, and it plays again; the room's file is whole."""
    with table.teams["JPN"].expect_download() as waiting:
        table.teams["JPN"].click(wg("home:record"))
    with zipfile.ZipFile(waiting.value.path()) as held:
        held.extractall(folder / "home")
    (record,) = (folder / "home").glob("*/record")
    assert Game.load(record).turn == 3
    for command in (["replay", str(record)], ["workshop", "check", table.room]):
        done = subprocess.run(
            [sys.executable, "-m", "wargame", *command],
            cwd=table.workshop.folder,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    table.desk.click(wg("next"))
    table.answer()
    assert "has ended" in table.workshop.page(f"/join/{table.codes['JPN']}").inner_text("[role=alert]")
