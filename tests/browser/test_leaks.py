"""What one seat keeps never reaches another's browser: no frame, no page, no answer, nothing in the server's words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.servers import Workshop

pytestmark = pytest.mark.browser
PLAN = {
    "title": "North",
    "scenario": "northeast-asia-2022",
    "seats": ["JPN", "USA", "DPRK"],
    "turns": 2,
    "seed": 7,
    "auto": False,
}
NAME, NOTE, WITHIN, ASKED = (
    "Annabel Ownname",
    "own note of Tokyo",
    "own words of Tokyo",
    "own question of Tokyo",
)
SECRETS = (NAME, NOTE, WITHIN, ASKED)
REST = 1500
"""Milliseconds in which a page that is to be told of something has been told."""


def wg(name: str) -> str:
    """Return the selector of a control by its stable name."""
    return f'[data-wg="{name}"]'


class Ear:
    """All that one browser receives: frames as text, and what its page holds at the moments of asking."""

    def __init__(self) -> None:
        self.frames: list[str] = []
        self.held: list[str] = []

    def open(self, page: Any, path: str) -> Any:
        """Load a page anew, and listen to every connection that it makes."""
        page.on("websocket", lambda socket: socket.on("framereceived", self._keep))
        page.goto(path)
        page.wait_for_selector("#wg-main, .wg-screen")
        return page

    def _keep(self, frame: Any) -> None:
        self.frames.append(frame.decode("utf-8", "replace") if isinstance(frame, bytes) else str(frame))

    def look(self, page: Any) -> None:
        """Keep what a page holds now."""
        self.held.append(page.content())

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join((*self.frames, *self.held))


def test_what_a_team_keeps_reaches_no_other_browser(workshop: Workshop, watch: Any) -> None:
    opened = workshop.desk().open(PLAN)
    codes, address = opened["codes"], workshop.address
    mine, theirs, wall = Ear(), Ear(), Ear()
    japan = mine.open(workshop.team(codes["JPN"], NAME, ["head"]), f"{address}/team")
    states = theirs.open(workshop.team(codes["USA"], "Uma", ["head"]), f"{address}/team")
    screen = wall.open(workshop.screen(codes["screen"]), f"{address}/screen/north")
    states.wait_for_selector("[data-wg^='add:']")
    states.wait_for_timeout(REST)

    # what concerns one team alone stirs no other page, not even by a frame
    counted = [len(theirs.frames), len(wall.frames)]
    japan.click(wg("add:consult"))
    japan.wait_for_selector(wg("drop:consult"))
    japan.click(wg("notes:open"))
    japan.fill(wg("notes"), NOTE)
    japan.wait_for_selector("text=kept")
    japan.click(wg("room:open"))
    for channel, text in (("team", WITHIN), ("white", ASKED)):
        japan.click(wg(f"with:{channel}"))
        japan.fill(wg("say"), text)
        japan.press(wg("say"), "Enter")
        japan.wait_for_selector(f".wg-talk-list >> text={text}")
    states.wait_for_timeout(REST)
    assert [len(theirs.frames), len(wall.frames)] == counted
    japan.click(wg("with:USA"))
    japan.fill(wg("say"), "shall we meet")
    japan.press(wg("say"), "Enter")
    japan.wait_for_selector(".wg-talk-list >> text=shall we meet")
    states.wait_for_timeout(REST)
    assert len(theirs.frames) > counted[0], (
        "what concerns the other team did not reach it: this could not fail"
    )
    assert len(wall.frames) == counted[1]

    # somebody who looks everywhere, and asks for what is not theirs
    for name in ("situation", "others", "programmes", "agreements", "brief", "table", "orders"):
        states.click(wg(f"tab:{name}"))
        states.wait_for_timeout(150)
        theirs.look(states)
    states.fill(wg("order-text"), "fund hypersonic_dprk 100")
    states.wait_for_selector(wg("refusal"))
    theirs.look(states)
    states.fill(wg("order-text"), "")
    japan.click(wg("commit"))
    japan.wait_for_selector(wg("sealed"))
    workshop.desk().do("/north/adjudicate", {"force": True})
    states.wait_for_selector(wg("report:close"))
    for page, ear in ((states, theirs), (screen, wall), (japan, mine)):
        ear.look(page)
    for path in (
        "/facilitator/north",
        "/host",
        "/print/north/seat/JPN",
        "/api/white/rooms/north",
        "/api/export/north",
    ):
        states.goto(address + path)
        theirs.look(states)

    for secret in (*SECRETS, *(code for seat, code in codes.items() if seat != "USA")):
        assert secret not in theirs.text, f"another team received {secret!r}"
    for secret in (*SECRETS, *codes.values()):
        assert secret not in wall.text, f"the big screen received {secret!r}"
    for secret in SECRETS:
        assert secret in mine.text, f"{secret!r} did not reach its own team: this could not fail"
    cookies = [cookie for page in (japan, states, screen) for cookie in page.context.cookies()]
    tokens = [cookie["value"] for cookie in cookies if cookie["name"] == "wg_team"]
    assert len(tokens) == 3
    said = workshop.log.read_text(encoding="utf-8") + workshop.said.replace(workshop.key, "", 1)
    for secret in (*SECRETS, *codes.values(), *tokens, workshop.key):
        assert secret not in said, f"the server wrote {secret!r}"
    assert not [token for token in tokens if token in mine.text + theirs.text + wall.text]
    states.goto(address + "/rulebook")
    watch.forget()  # what was refused, was refused on purpose
