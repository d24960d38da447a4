"""The page of a team: ``/team``. It is the page of a seat with several people at it, and the room around them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara

from wargame.ui.door import use_identity
from wargame.ui.hub import use_place, use_room
from wargame.ui.pages.seat import Panels, nothing
from wargame.ui.part import whole
from wargame.ui.parts import seat as desk
from wargame.ui.parts import team as parts
from wargame.ui.shell import Shell, go, page
from wargame.views.room.team import Chair
from wargame.workshop import Room

Told = Mapping[str, Any]
Act = Callable[[Told], None]


@page(see=("team",))
def Team() -> None:
    """Show the seat of whoever looks, as their token tells."""
    who = use_identity()
    room = use_room(who.room, who.seat)
    before = solara.use_ref("")
    moved = bool(before.current) and before.current != who.seat
    before.current = who.seat
    Seated(room, who.person, moved, room.version(who.seat)).key(f"{room.name} {who.person} {who.seat}")


@solara.component
def Seated(room: Room, person: int, moved: bool, version: int) -> None:
    """Show the page of one person; it is drawn anew whenever something changes for their seat."""
    use_place(room, person)
    chair = solara.use_memo(lambda: Chair(room, person, moved), [])
    _, again = solara.use_state(0)

    def act(told: Told) -> None:
        chair.act(told)
        again(lambda count: count + 1)

    made = whole(chair.payload())
    with Shell(here="/team", **made["head"]):
        Table(made, act)


@solara.component
def Table(made: Told, act: Act) -> None:
    """Show the line of the room, and below it what the moment asks for."""
    beside = ["wg-room-shown"] if made["beside"] else []
    with solara.Div(classes=["wg-team", f"wg-team-{made['shown']}", *beside]):
        parts.RoomStrip(view=made["strip"], event_act=act)
        if made["shown"] == "lobby":
            Waiting(made, act)
            return
        Panels(
            whole(made["made"]),
            act,
            above=lambda: Above(made, act),
            asks=lambda: Asked(made, act),
            ending=lambda: Ended(made, act),
            aside=lambda: RoomPanel(made, act),
            before=lambda: parts.Handover(view=made["handover"], event_act=act),
        )


@solara.component
def Waiting(made: Told, act: Act) -> None:
    """Show the lobby: who the team is, its roles, its brief."""
    desk.Told(view=made["message"], event_act=act)
    with solara.Div(classes=["wg-lobby-cols"]):
        with solara.Div(classes=["wg-lobby-left"]):
            parts.Lobby(view=made["lobby"])
            with solara.Div(classes=["wg-card", "wg-lobby-talk"]):
                parts.Talk(view=made["talk"], event_act=act)
        with solara.Div(classes=["wg-card", "wg-lobby-team"]):
            parts.Company(view=made["company"], event_act=act)
        with solara.Div(classes=["wg-card", "wg-lobby-brief"]):
            desk.Brief(view=made["brief"])


@solara.component
def RoomPanel(made: Told, act: Act) -> None:
    """Show the room beside the seat: messages, what is said in public, forecasts, the team."""
    with solara.Div(classes=["wg-card", "wg-room", f"wg-room-at-{made['tabs']['open']}"]):
        desk.Tabs(view=made["tabs"], event_act=lambda told: act({"do": "part", "id": told["id"]}))
        parts.Talk(view=made["talk"], event_act=act)
        parts.Public(view=made["public"], event_act=act)
        parts.Forecasts(view=made["forecast"], event_act=act)
        parts.Company(view=made["company"], event_act=act)


@solara.component
def Above(made: Told, act: Act) -> None:
    """Show what the facilitator did with the team's orders, and the crisis round of the turn while it is on."""
    if not (made["crisis"] or made["notices"]["rows"]):
        return
    with solara.Div(classes=["wg-team-above"]):
        if made["notices"]["rows"]:
            parts.Notices(view=made["notices"])
        if made["crisis"]:
            parts.Crisis(view=made["crisis"], event_act=act)


@solara.component
def Asked(made: Told, act: Act) -> None:
    """Show the what-if by allowance."""
    if made["ask"]:
        parts.Ask(view=made["ask"], event_act=act)
    else:
        nothing()


@solara.component
def Ended(made: Told, act: Act) -> None:
    """Show the end: waiting for the debrief, or all of it."""

    def follow(told: Told) -> None:
        if told["do"] == "go":
            go(str(told["path"]))
        else:
            act(told)

    with solara.Div(classes=["wg-scroll", "wg-team-end"]):
        if made["debrief"]:
            parts.Debrief(view=made["debrief"], event_act=follow)
        if made["lobby"]:
            parts.Lobby(view=made["lobby"])
        if made["made"]["ending"]:
            desk.Ending(view=made["made"]["ending"], event_act=follow)
        if made["debrief"]:
            parts.Survey(view=made["debrief"], event_act=act)
