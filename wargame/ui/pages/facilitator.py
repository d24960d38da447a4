"""The facilitator's desk: ``/facilitator/<room>``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara

from wargame.faults import WargameError
from wargame.ui.hub import use_room
from wargame.ui.pages.umpire import RoomLog, Umpire
from wargame.ui.parts import facilitator as parts
from wargame.ui.parts.board import Feed, Ladder, ProgrammeBoard, RegionMap
from wargame.ui.parts.seat import Tabs, Told
from wargame.ui.shell import Shell, go, page, use_address
from wargame.views.room.control import Control
from wargame.workshop import Room, rooms
from wargame.workshop.entrance import entrance

Act = Callable[[Mapping[str, Any]], None]


@page(see=("white",))
def Facilitator() -> None:
    """Show the desk of the room that the address names."""
    address, _ = use_address()
    if not address:
        raise WargameError(
            "The address names no room. Open one, or take one up, on the page of all exercises."
        )
    room = use_room(address[0], "white")
    Desk(room, room.version("white")).key(room.name)


@solara.component
def Desk(room: Room, version: int) -> None:
    """Show the desk; it is drawn anew whenever the version of the room rises for the white cell."""
    control = solara.use_memo(lambda: _control(room), [])
    _, again = solara.use_state(0)

    def act(told: Mapping[str, Any]) -> None:
        if told.get("do") == "go":
            go(str(told["path"]))
            return
        control.act(told)
        again(lambda count: count + 1)

    made = control.payload()
    with Shell(**made["head"]), solara.Div(classes=["wg-fc"]):
        Told(view=made["message"], event_act=act)
        parts.Path(view=made["path"], event_act=act)
        parts.Now(view=made["now"], event_act=act)
        parts.Ask(view=made["ask"], event_act=act)
        Tabs(view=made["tabs"], event_act=act)
        if made["control"]:
            ControlTab(made["control"], act)
        elif made["table"]:
            TableTab(made["table"], act)
        elif made["tab"] == "white":
            Umpire(room)
        else:
            RoomLog(room)


def _control(room: Room) -> Control:
    """Return the page of one facilitator: where teams join, and who guesses at codes, is known by the process."""
    door = entrance()
    address = door.addresses[0] if door and door.addresses else ""
    return Control(room, address, rooms().guesses.recent, rooms().keys.guesses.recent)


@solara.component
def ControlTab(made: Mapping[str, Any], act: Act) -> None:
    """Show teams, and beside them pace, door and messages."""
    with solara.Div(classes=["wg-fc-control"]):
        with solara.Div(classes=["wg-fc-main"]):
            parts.Teams(view=made["teams"], event_act=act)
            parts.TableNow(view=made["table"])
        with solara.Div(classes=["wg-fc-side"]):
            parts.Pace(view=made["pace"], event_act=act)
            parts.Door(view=made["door"], event_act=act)
            parts.Messages(view=made["messages"], event_act=act)


@solara.component
def TableTab(made: Mapping[str, Any], act: Act) -> None:
    """Show what everybody knows, and what stands at the table."""
    with solara.Div(classes=["wg-fc-happens"]):
        with solara.Div():
            with solara.Div(classes=["wg-card"]):
                RegionMap(view=made["board"]["region"], ground=made["ground"])
            with solara.Div(classes=["wg-card"]):
                ProgrammeBoard(view=made["board"]["programmes"])
        with solara.Div():
            with solara.Div(classes=["wg-card"]):
                Ladder(view=made["board"]["ladder"])
            parts.TableNow(view=made["table"])
            with solara.Div(classes=["wg-card"]):
                Feed(view=made["feed"])
        parts.Messages(view=made["messages"], event_act=act)
