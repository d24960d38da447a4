"""One exercise with all who take part in it, as a test leads them."""

from __future__ import annotations

from typing import Any

from tests.browser.servers import Program, Workshop
from wargame.workshop.script import PHASE_NAMES
from wargame.workshop.store import Entry, Store

PHASE = "(name) => document.querySelector('.wg-fc-now [data-wg=phase]').innerText === name"
"""Whether the facilitator's page shows a phase."""


def wg(name: str) -> str:
    """Return the selector of a control by its stable name."""
    return f'[data-wg="{name}"]'


class Table:
    """One exercise with all who take part: the facilitator, three teams and a screen in browsers, three bots."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.desk = workshop.facilitator()
        self.room = ""
        self.codes: dict[str, str] = {}
        self.teams: dict[str, Any] = {}
        self.bots: list[Program] = []
        self.screen: Any = None

    @property
    def log(self) -> tuple[Entry, ...]:
        """The log of the room as it is on disk."""
        store = Store.open(self.workshop.folder / "runs" / "rooms" / f"{self.room}.db", reading=True)
        try:
            return tuple(store.entries)
        finally:
            store.close()

    def logged(self, kind: str, **body: Any) -> list[Entry]:
        """Return the entries of a kind whose body holds some values."""
        return [each for each in self.log if each.kind == kind and body.items() <= each.body.items()]

    # -- the facilitator -------------------------------------------------------------------------------------

    def phase(self) -> str:
        """Return the phase that the facilitator's page shows."""
        return str(self.desk.inner_text(".wg-fc-now [data-wg=phase]"))

    def lead_on(self) -> None:
        """Press the button that leads on, and wait until it has."""
        before = self.desk.inner_text(".wg-fc-now")
        self.desk.wait_for_selector(f"{wg('next')}:not([disabled])")
        self.desk.click(wg("next"))
        self.desk.wait_for_function("(t) => document.querySelector('.wg-fc-now').innerText !== t", arg=before)

    def lead_to(self, phase: str) -> None:
        """Lead on until a phase."""
        while self.phase() != PHASE_NAMES[phase]:
            self.lead_on()

    def jump_to(self, phase: str) -> None:
        """Go to a phase of the turn at once."""
        self.desk.select_option(wg("jump"), phase)
        self.desk.wait_for_function(PHASE, arg=PHASE_NAMES[phase])

    def answer(self, **fields: str) -> None:
        """Answer what the facilitator's page asks before an act."""
        self.desk.wait_for_selector(wg("ask"))
        for name, text in fields.items():
            self.desk.fill(wg(f"ask:{name}"), text)
        self.desk.click(wg("ask:yes"))
        self.desk.wait_for_selector(wg("ask"), state="detached")

    # -- teams -----------------------------------------------------------------------------------------------

    def commit_bots(self, turn: int) -> None:
        """Let every bot commit one order."""
        for bot in self.bots:
            bot.ask("/draft", {"turn": turn, "orders": ["statement"]}, "PUT")
            bot.ask("/commit", {"turn": turn})

    def commit(self, *seats: str) -> None:
        """Let teams commit what they have drafted, by a second click too many."""
        for seat in seats:
            page = self.teams[seat]
            page.click(wg("commit"), click_count=2)
            page.wait_for_selector(wg("sealed"))

    def read_on(self, *seats: str) -> None:
        """See that a new turn leads teams from the report of the last one to its news."""
        for seat in seats:
            self.teams[seat].wait_for_selector(wg("report:close"), state="detached")
            self.teams[seat].wait_for_selector(wg("panel:draft"), state="attached")


def add(page: Any, order: str) -> None:
    """Draft an order."""
    page.click(wg(f"add:{order}"))
    page.wait_for_selector(wg(f"drop:{order}"))


def say(page: Any, channel: str, text: str) -> None:
    """Write a message, in the room beside the seat."""
    page.click(wg(f"with:{channel}"))
    page.fill(wg("say"), text)
    page.press(wg("say"), "Enter")
    page.wait_for_selector(f".wg-talk-list >> text={text}")
