"""One person plays a game to its end on the page: a refused order, a treaty, what-ifs, reload, restart, two tabs."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wargame.game import Game

pytestmark = pytest.mark.browser
LINE = re.compile(r"likely (better|worse|higher|lower)|no difference (seen|detected)", re.I)


def wg(name: str) -> str:
    """Return the selector of a control by its stable name."""
    return f'[data-wg="{name}"]'


def _begin(page: Any, scenario: str, seat: str) -> str:
    """Begin a game from the first page; return its name."""
    page.click(wg(f"scenario:{scenario}"))
    page.click(wg(f"seat:{seat}"))
    page.click(wg("begin"))
    page.wait_for_url("**/play/*")
    page.wait_for_selector(wg("commit"))
    return str(page.url.rsplit("/", 1)[1])


def _commit(page: Any, turn: int) -> None:
    """Commit, and wait for the turn to be told."""
    page.click(wg("commit"))
    page.wait_for_selector(f"text=/Turn {turn}\\b/")
    page.wait_for_selector(wg("report:close"))


def test_a_person_plays_to_the_end(server: Any, page: Any) -> None:
    name = _begin(page, "four-islands", "BRENN")

    # an order that is refused says why, and what is nearest
    page.fill(wg("order-text"), "fund nosuch 50")
    refusal = page.wait_for_selector(wg("refusal")).inner_text()
    assert "nosuch" in refusal
    page.fill(wg("order-text"), "")

    # a treaty: offered, agreed or not, and told in the report
    page.click(wg("tab:table"))
    offers = page.locator('[data-wg^="offer:"]')
    convene = page.locator('[data-wg^="convene:"]')
    assert offers.count() + convene.count() > 0
    if offers.count() == 0:
        convene.first.click()
        offers.first.wait_for()
    offered = str(offers.first.get_attribute("data-wg")).split(":", 1)[1]
    offers.first.click()
    page.wait_for_selector(
        f'[data-wg="deal:{offered}"] >> text=/waiting|accepted|rejected|countered|pencilled/i'
    )
    page.click(wg("tab:orders"))

    # what-if beside the draft
    page.click('[data-wg="add:consult"]')
    page.wait_for_selector('[data-wg="drop:consult"]')
    page.wait_for_selector(wg("whatif") + '[data-state="firm"]')
    assert LINE.search(page.inner_text(wg("whatif")))

    turns = Game.load(server.folder / "runs" / name).play.scenario.frame.turns
    for turn in range(1, turns + 1):
        _commit(page, turn)
        page.click(wg("report:close"))
        if turn < turns:
            page.wait_for_selector(wg("commit"))
    page.wait_for_selector(wg("review"))
    assert Game.replay(server.folder / "runs" / name).same
    sealed = Game.load(server.folder / "runs" / name).record.of(1, "orders")
    assert next(fact["orders"] for fact in sealed if fact["seat"] == "BRENN") == ["consult"]
    page.click(wg("review"))
    page.wait_for_url(f"**/review/{name}*")
    page.wait_for_selector(wg("tab:turning"))


def test_what_is_typed_while_the_what_if_runs_stays(page: Any) -> None:
    _begin(page, "northeast-asia-2022", "JPN")
    page.click('[data-wg="add:consult"]')
    text = "statement, and then some more words that nobody should lose"
    page.focus(wg("order-text"))
    page.keyboard.type(text, delay=25)
    page.wait_for_selector(wg("whatif") + '[data-state="firm"]')
    assert page.input_value(wg("order-text")) == text
    assert page.evaluate("document.activeElement.getAttribute('data-wg')") == "order-text"


def test_reload_keeps_the_game_the_draft_and_the_notes(page: Any) -> None:
    _begin(page, "northeast-asia-2022", "JPN")
    page.click('[data-wg="add:consult"]')
    page.wait_for_selector('[data-wg="drop:consult"]')
    page.click(wg("notes:open"))
    page.fill(wg("notes"), "ask Seoul first")
    page.wait_for_selector("text=kept")
    page.reload()
    page.wait_for_selector('[data-wg="drop:consult"]')
    page.click(wg("notes:open"))
    assert page.input_value(wg("notes")) == "ask Seoul first"


def test_a_server_that_is_killed_and_started_again_is_found_by_itself(
    server: Any, page: Any, watch: Any
) -> None:
    _begin(page, "northeast-asia-2022", "JPN")
    page.click('[data-wg="add:consult"]')
    page.wait_for_selector('[data-wg="drop:consult"]')
    server.kill()
    page.wait_for_selector("#wg-connection >> text=/lost/")
    server.start()
    page.wait_for_selector("#wg-connection", state="hidden")
    page.wait_for_selector('[data-wg="drop:consult"]')
    page.click('[data-wg="add:statement"]')
    page.wait_for_selector('[data-wg="drop:statement"]')
    _commit(page, 1)
    watch.forget()


def test_two_tabs_show_one_game_and_play_a_turn_once(
    server: Any, page: Any, open_page: Callable[..., Any]
) -> None:
    name = _begin(page, "northeast-asia-2022", "JPN")
    other = open_page(page.url)
    other.wait_for_selector(wg("commit"))
    page.click('[data-wg="add:consult"]')
    other.wait_for_selector('[data-wg="drop:consult"]')
    page.click(wg("commit"))
    other.wait_for_selector("text=/Turn 1\\b/")
    page.wait_for_selector(wg("report:close"))
    assert Game.load(server.folder / "runs" / name).turn == 1


def test_a_connection_that_is_cut_comes_back_with_what_was_drafted(page: Any, watch: Any) -> None:
    _begin(page, "northeast-asia-2022", "JPN")
    page.click('[data-wg="add:consult"]')
    page.wait_for_selector('[data-wg="drop:consult"]')
    page.context.set_offline(True)
    page.evaluate("solara.debug.kernel()._ws.close()")
    page.wait_for_selector("#wg-connection >> text=/lost/")
    page.context.set_offline(False)
    page.wait_for_selector("#wg-connection", state="hidden")
    page.click('[data-wg="add:statement"]')
    page.wait_for_selector('[data-wg="drop:statement"]')
    assert page.locator('[data-wg="drop:consult"]').count() == 1
    watch.forget()


@pytest.mark.parametrize(
    "text", ["12345", "fund railgun 50 " * 700, "<script>alert(1)</script>", "  ", "100%"]
)
def test_odd_words_get_one_sentence_and_lose_nothing(page: Any, text: str) -> None:
    _begin(page, "northeast-asia-2022", "JPN")
    page.click('[data-wg="add:consult"]')
    page.wait_for_selector('[data-wg="drop:consult"]')
    page.fill(wg("order-text"), text)
    if text.strip():
        told = page.wait_for_selector(wg("refusal")).inner_text()
        assert len(told) < 600
    assert page.locator('[data-wg="drop:consult"]').count() == 1


def test_the_back_button_leads_home_and_forward_to_the_game(page: Any) -> None:
    _begin(page, "northeast-asia-2022", "JPN")
    page.click('[data-wg="add:consult"]')
    page.wait_for_selector('[data-wg="drop:consult"]')
    page.go_back()
    page.wait_for_selector(wg("begin"))
    page.go_forward()
    page.wait_for_selector('[data-wg="drop:consult"]')


def test_a_seat_page_holds_no_others_secret(server: Any, page: Any, tmp_path: Path) -> None:
    """Objectives and briefs of others never reach the page of a seat, in words or in what was sent for it."""
    frames: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda f: frames.append(str(f))))
    page.reload()
    page.wait_for_selector(wg("begin"))
    name = _begin(page, "northeast-asia-2022", "JPN")
    for tab in ("situation", "others", "programmes", "agreements", "brief"):
        page.click(wg(f"tab:{tab}"))
        page.wait_for_timeout(300)
    scenario = Game.load(server.folder / "runs" / name).play.scenario
    sent = "\n".join(frames)
    assert "JPN" in sent
    for row in scenario.objectives.values():
        if row.seat != "JPN":
            assert row.text not in sent, f"the objective of {row.seat} was sent: {row.text}"
    for seat, nation in scenario.nations.items():
        if seat != "JPN":
            assert nation.brief not in sent, f"the brief of {seat} was sent"


def test_a_server_killed_in_a_commit_plays_the_turn_when_it_is_back(
    server: Any, page: Any, watch: Any
) -> None:
    name = _begin(page, "northeast-asia-2022", "JPN")
    page.click('[data-wg="add:consult"]')
    page.wait_for_selector('[data-wg="drop:consult"]')
    log = server.folder / "runs" / name / "log.jsonl"
    page.click(wg("commit"))
    while '"orders"' not in log.read_text(encoding="utf-8"):
        page.wait_for_timeout(5)
    server.kill()
    server.start()
    page.wait_for_selector("#wg-connection", state="hidden")
    page.wait_for_selector(f"{wg('commit')}, {wg('report:close')}")
    if (
        Game.load(server.folder / "runs" / name).turn == 0
    ):  # killed before the commit was whole: the draft stands
        page.wait_for_selector('[data-wg="drop:consult"]')
        page.click(wg("commit"))
        page.wait_for_selector(wg("report:close"))
    assert Game.load(server.folder / "runs" / name).turn == 1
    sealed = Game.load(server.folder / "runs" / name).record.of(1, "orders")
    assert next(fact["orders"] for fact in sealed if fact["seat"] == "JPN") == ["consult"]
    watch.forget()


def test_nothing_at_an_address_is_told_with_the_way_home(
    server: Any, open_page: Callable[..., Any], watch: Any
) -> None:
    page = open_page(server.address + "/nosuch/page")
    assert "Nothing is at this address" in page.inner_text("h1")
    page.click("text=To the first page")
    page.wait_for_selector(wg("begin"))
    watch.forget()


def test_from_a_game_the_book_is_that_of_the_seat(page: Any) -> None:
    name = _begin(page, "northeast-asia-2022", "JPN")
    page.click("nav >> text=Rulebook")
    page.wait_for_url(f"**/rulebook?game={name}*")
    page.wait_for_selector("text=/Edition of Japan/")
