"""The pages of a room at the moments of an exercise, in several sizes and both themes: drawn, whole, read aloud."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import SIZES
from tests.browser.looks import faults, look
from tests.browser.servers import Program, Workshop

pytestmark = pytest.mark.browser
SEATS = ("USA", "JPN", "ROK", "CHN", "DPRK", "RUS")
PLAN = {
    "title": "North table",
    "scenario": "northeast-asia-2022",
    "seats": list(SEATS),
    "turns": 3,
    "seed": 7,
    "auto": False,
    "question": "Who pays for the joint interceptor?",
}
LOOKS = {
    "desk": (("laptop", "light"), ("tablet", "dark")),
    "team": (("laptop", "light"), ("tablet", "dark"), ("phone", "light")),
    "screen": (("desk", "light"), ("laptop", "dark")),
}
"""Sizes and themes in which the pages of each kind of audience are looked at."""
READ = (("laptop", "light"), ("phone", "light"), ("laptop", "dark"))
"""Those in which a page is also held to what tools that read pages aloud need."""
SETTLED = 700
"""Milliseconds after which a page has been drawn anew."""


def wg(name: str) -> str:
    """Return the selector of a control by its stable name."""
    return f'[data-wg="{name}"]'


class Table:
    """A room with six teams of programs, three pages in it, and what was found wrong with them."""

    def __init__(self, workshop: Workshop, folder: Path) -> None:
        self.white, self.folder = workshop.desk(), folder
        opened = self.white.do("", PLAN)
        self.room, codes = opened["room"], opened["codes"]
        self.teams = {seat: workshop.program(codes[seat], f"{seat.title()} One", ["head"]) for seat in SEATS}
        self.pages = {
            "desk": workshop.facilitator(f"/facilitator/{self.room}"),
            "team": workshop.team(codes["JPN"], "Aiko Mori", ["finance", "foreign"]),
            "screen": workshop.screen(codes["screen"]),
        }
        self.found: list[str] = []

    def do(self, act: str, **body: Any) -> None:
        """Do something as the facilitator."""
        self.white.do(f"/{self.room}/{act}", body)

    def go(self, phase: str) -> None:
        """Lead on to a phase."""
        while self.white.do(f"/{self.room}")["phase"] != phase:
            self.do("next_phase")

    def shoot(self, kind: str, name: str) -> None:
        """Look at a page in all its sizes and themes."""
        page = self.pages[kind]
        for size, theme in LOOKS[kind]:
            width, height = SIZES[size]
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            page.wait_for_timeout(SETTLED)
            try:
                look(page, f"room-{name}", size, theme, self.folder)
            except AssertionError as error:
                self.found.append(str(error))
            if (size, theme) in READ:
                self.found += [f"{name}, {size}, {theme}: {each}" for each in faults(page)]
        page.set_viewport_size(dict(zip(("width", "height"), SIZES["laptop"], strict=True)))

    def plan(self) -> None:
        """Let teams draft, talk and bargain as far as a page has something to show."""
        japan, states = self.teams["JPN"], self.teams["USA"]
        japan.ask(
            "/message", {"to": "JPN", "text": "Shall we offer the interceptor first, or wait for Seoul?"}
        )
        states.ask(
            "/message",
            {"to": "JPN", "text": "We could carry half of the interceptor. Can you sign this turn?"},
        )
        states.ask("/message", {"to": "all", "text": "We meet at the table in two minutes."})
        states.ask("/statement", {"text": "We stand by our friends, and we keep the door open."})
        japan.ask("/draft", {"turn": 1, "orders": ["consult", "statement"]}, "PUT")
        for team in (japan, states):
            team.ask("/table", {"turn": 1, "verb": "convene", "what": "leaders_usa_jpn"})
        offer = {"turn": 1, "verb": "offer", "what": "interceptor2_usa_jpn", "value": 50.0}
        states.ask("/table", offer)

    def commit(self, turn: int, *seats: str) -> None:
        """Let teams commit one order each."""
        for seat in seats:
            team: Program = self.teams[seat]
            team.ask("/draft", {"turn": turn, "orders": ["statement"]}, "PUT")
            team.ask("/commit", {"turn": turn})


def test_the_pages_of_a_room_fit_and_can_be_read_aloud(workshop: Workshop, tmp_path: Path) -> None:
    table = Table(workshop, tmp_path)
    desk, team = table.pages["desk"], table.pages["team"]
    for kind in table.pages:
        table.shoot(kind, f"lobby-{kind}")
    table.do("begin", practice=False)
    table.go("diplomacy")
    table.plan()
    table.shoot("team", "team")
    team.click(wg("tab:table"))
    team.click(wg("room:open"))
    table.shoot("team", "team-room")
    team.click(wg("tab:forecast"))
    table.shoot("team", "team-forecast")
    table.shoot("screen", "screen-diplomacy")
    table.shoot("desk", "desk")
    for name in ("white", "table", "log"):
        desk.click(wg(f"tab:{name}"))
        table.shoot("desk", f"desk-{name}")
    desk.click(wg("tab:control"))

    table.go("commit")
    table.commit(1, "USA", "ROK", "CHN")
    for kind in table.pages:
        table.shoot(kind, f"commit-{kind}")
    table.commit(1, "JPN", "DPRK", "RUS")
    table.do("adjudicate")
    for kind in table.pages:
        table.shoot(kind, f"why-{kind}")
    for turn in (2, 3):
        table.do("next_phase")
        table.commit(turn, *SEATS)
        table.do("adjudicate")
    table.do("next_phase")
    for kind in table.pages:
        table.shoot(kind, f"debrief-{kind}")
    assert not table.found, "\n".join(table.found)


def test_the_ways_in_fit_and_can_be_read_aloud(workshop: Workshop, watch: Any, tmp_path: Path) -> None:
    codes = workshop.desk().do("", PLAN)["codes"]
    found: list[str] = []
    pages = {
        "join": "/join",
        "join-code": f"/join/{codes['JPN']}",
        "join-wrong": "/join/BCDFGH",
        "key": "/key",
    }
    for name, path in pages.items():
        for size, theme in (("laptop", "light"), ("phone", "dark")):
            page = workshop.page(path, size, theme)
            look(page, name, size, theme, tmp_path)
            found += [f"{name}, {size}, {theme}: {each}" for each in faults(page)]
    watch.forget()  # a wrong code is answered with 403
    for name, path in (("host", "/host"), ("host-codes", "/host/north-table")):
        for size, theme in (("laptop", "light"), ("tablet", "dark")):
            page = workshop.facilitator(path, size, theme)
            page.wait_for_timeout(SETTLED)
            look(page, name, size, theme, tmp_path)
            found += [f"{name}, {size}, {theme}: {each}" for each in faults(page)]
    assert not found, "\n".join(found)
