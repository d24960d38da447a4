"""The seat's page: ``/play/<game>``, and ``/play/<game>/<seat>`` where several people play."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara

from wargame.faults import WargameError
from wargame.live import LiveGame
from wargame.ui.hub import use_live
from wargame.ui.part import whole
from wargame.ui.parts import seat as parts
from wargame.ui.parts.board import Ladder, ProgrammeBoard, RegionMap
from wargame.ui.parts.home import GuideDock
from wargame.ui.parts.shell import Fault
from wargame.ui.parts.whatif import WhatIfPanel
from wargame.ui.shell import Shell, go, page, use_address
from wargame.views import seat as view
from wargame.views import whatif

Told = Mapping[str, Any]
Act = Callable[[Told], None]
Draw = Callable[[], Any]


def nothing() -> None:
    """Draw nothing."""


@page
def SeatPage() -> None:
    """Show one seat of a game that is being played, or let people choose theirs."""
    address, _ = use_address()
    if not address:
        raise WargameError("The address names no game. Begin one, or take one up, on the first page.")
    live = use_live(address[0])
    seat = view.seat_of(live.people, address[1] if len(address) > 1 else "")
    with live.lock:
        sealed = [name for name in live.people if not live.game.over and live.committed(name)]
        head = view.head(live.game, live.people, sealed)
        choices = view.choices(live.game, live.people, live.name, sealed)
    with Shell(**head):
        if seat:
            Desk(live, seat, live.version).key(f"{live.name} {seat}")
        else:
            parts.ChooseSeat(view=choices, event_act=lambda told: go(str(told["path"])))


@solara.component
def Desk(live: LiveGame, seat: str, version: int) -> None:
    """Show the page of one seat; it is drawn anew whenever the version of its game rises."""
    visit = solara.use_memo(lambda: view.Visit(live, seat), [])
    _, again = solara.use_state(0)

    def act(told: Told) -> None:
        visit.act(told)
        again(lambda count: count + 1)

    try:
        made = whole(visit.payload())
    except WargameError as error:  # the run was changed from outside while the page was open
        Fault(view={"text": str(error)}, event_act=lambda _: go("/"))
        return
    asked = whatif.payload(live, seat)  # here: functions that hold the same things count as the same
    Panels(
        made,
        act,
        above=lambda: GuideDock(live, version),
        asks=lambda: WhatIfPanel(view=asked, event_act=lambda _: live.whatif(seat).ask()),
        ending=lambda: parts.Ending(view=made["ending"], event_act=lambda told: go(str(told["path"]))),
    )


@solara.component
def Panels(
    made: Told,
    act: Act,
    above: Draw,
    asks: Draw,
    ending: Draw,
    aside: Draw = nothing,
    before: Draw = nothing,
) -> None:
    """Show the panels of a seat, for one person or for a team.

    Parameters
    ----------
    made : ``Visit.payload``;  act : does what a panel asks for
    above : drawn between the head of the seat and its columns
    asks, ending : drawn where the what-if and the end of the game have their place
    aside : a column before all others;  before : drawn under the draft, to be looked at before it is committed
    """
    with solara.Div(classes=["wg-seat"]):
        parts.Strip(view=made["strip"])
        parts.Told(view=made["message"], event_act=act)
        above()
        if made["report"]:
            Report(made, act, aside)
        else:
            if not made["over"]:
                with solara.Div(classes=["wg-seat-panes"]):
                    parts.Tabs(view=made["panes"], event_act=act)
            shown = "wg-seat-over" if made["over"] else f"wg-pane-{made['pane']}"
            with solara.Div(classes=["wg-seat-cols", shown]):
                aside()
                Known(made, act)
                if made["over"]:
                    ending()
                else:
                    Middle(made, act)
                    Right(made, act, asks, before)


@solara.component
def Report(made: Told, act: Act, aside: Draw) -> None:
    """Show what the last turn brought, with the reasons of a number beside it."""
    with solara.Div(classes=["wg-seat-report", "wg-seat-asked" if made["why"] else "wg-seat-told"]):
        parts.News(view=made["report"], event_act=act).key("report")
        with solara.Div(classes=["wg-seat-reasons"]):
            Reasons(made, act)
        aside()


@solara.component
def Reasons(made: Told, act: Act) -> None:
    """Show why a number is what it is, once one was asked for."""
    if made["why"]:
        parts.Why(view=made["why"], event_act=act).key(f"why {made['why']['of']} {made['why']['field']}")


@solara.component
def Known(made: Told, act: Act) -> None:
    """Show what the seat knows, one tab at a time, with the reasons of a number above."""
    drawn = {
        "news": parts.News,
        "situation": parts.Situation,
        "others": parts.Others,
        "programmes": ProgrammeBoard,
        "agreements": parts.Agreements,
        "brief": parts.Brief,
    }
    with solara.Div(classes=["wg-card", "wg-seat-known"]):
        parts.Tabs(view=made["tabs"], event_act=act)
        with solara.Div(
            classes=["wg-scroll", "wg-seat-body"],
            attributes={"role": "tabpanel", "aria-label": "What you know", "tabindex": "0"},
        ).key(f"body {made['tab']}"):  # each tab begins at its top
            Reasons(made, act)
            drawn[made["tab"]](view=made["known"], event_act=act).key(made["tab"])
            if made["board"]:
                with solara.Div(classes=["wg-seat-board"]):
                    Ladder(view=made["board"]["ladder"], event_act=act)
                    RegionMap(view=made["board"]["region"], ground=made["board"]["ground"])


@solara.component
def Middle(made: Told, act: Act) -> None:
    """Show the orders desk and the table, one at a time."""
    with solara.Div(classes=["wg-card", "wg-seat-desk", f"wg-seat-{made['desk_tab']}"]):
        parts.Tabs(view=made["desk_tabs"], event_act=act)
        parts.Orders(view=made["desk"], menu=made["menu"], event_act=act)
        parts.Table(view=made["table"], event_act=act)


@solara.component
def Right(made: Told, act: Act, asks: Draw, before: Draw) -> None:
    """Show the draft, its what-if and the notes."""
    with solara.Div(classes=["wg-seat-draft"]):
        parts.DraftDesk(view=made["draft"], event_act=act)
        before()
        with solara.Div(classes=["wg-card", "wg-seat-whatif"]):
            asks()
        parts.Notes(view=made["notes"], event_act=act)
