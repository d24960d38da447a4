"""The page on which a facilitator sets up exercises: ``/host``, and ``/host/<room>`` with the codes of a room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import solara
import solara.lab

from wargame.faults import WargameError
from wargame.ui.hub import use_room
from wargame.ui.parts import host as parts
from wargame.ui.shell import Shell, go, page, use_address
from wargame.views import home
from wargame.views.room import asked, host, hosted
from wargame.workshop import new_seed, rooms
from wargame.workshop.entrance import entrance

Told = Mapping[str, Any]


@page(see=("white",))
def Host() -> None:
    """Let a facilitator open rooms, or show how people come into one."""
    address, _ = use_address()
    if address:
        CodesPage(address[0]).key(f"codes {address[0]}")
    else:
        SetupPage().key("setup")


@page(see=("white",))
def SetupPage() -> None:
    """Show the form of an exercise, and the rooms there are."""
    found = solara.use_memo(home.offers, [])
    with Hosting(found, "wg-host-setting"):
        Setting(found)


@page(see=("white",))
def CodesPage(name: str) -> None:
    """Show the codes of a room, drawn anew when they change, and the rooms there are."""
    room, door = use_room(name, "white"), entrance()
    found = solara.use_memo(home.offers, [])
    with Hosting(found):
        if door is not None:
            view = hosted.opened(room, door.addresses)
            parts.Door(view=view, event_act=lambda told: go(str(told["path"])))


@solara.component
def Hosting(
    found: tuple[home.Offer, ...], kind: str = "wg-host-codes-page", children: Sequence[Any] = ()
) -> None:
    """Frame a page with the list of the rooms, which is read anew with every visit and on demand."""
    looks, look = solara.use_state(0)
    listed = solara.lab.use_task(lambda: rooms().list(), dependencies=[looks])
    view = hosted.listed(listed.value if listed.finished else None, found)

    def told(what: Told) -> None:
        if what["do"] == "again":
            look(lambda count: count + 1)
        else:
            go(str(what["path"]))

    with (
        Shell(title="Exercises", subtitle="Set up a room, hand out its codes", here="/host"),
        solara.Div(classes=["wg-host", kind]),
    ):
        solara.Div(classes=["wg-host-main"], children=list(children))
        with solara.Div(classes=["wg-host-side"]):
            parts.RoomList(view=view, event_act=told)


@solara.component
def Setting(found: tuple[home.Offer, ...]) -> None:
    """Show the form and open the rooms that it asks for, each press of its button once."""
    menu = solara.use_memo(lambda: host.choices(found), [])
    seed = solara.use_memo(new_seed, [])
    form, set_form = solara.use_state({})
    error, set_error = solara.use_state({})
    pressed = solara.use_ref(set[float]())
    plans, faults = solara.use_memo(lambda: asked.read(form, found, seed) if form else ((), {}), [form])
    advice = solara.use_memo(lambda: host.advice(form, found), [form])

    def told(what: Told) -> None:
        set_form(dict(what["form"]))
        if what["do"] == "open" and what["key"] not in pressed.current:
            pressed.current.add(what["key"])
            open_rooms(what["form"])

    def open_rooms(wish: Told) -> None:
        wanted, wrong = asked.read(wish, found, seed)
        begun: list[str] = []
        try:
            if wrong:
                raise WargameError(next(iter(wrong.values())))
            for plan in asked.apart(wanted, {card.group for card in rooms().list()}):
                begun.append(rooms().begin(plan).name)
        except WargameError as fault:
            set_error({"text": hosted.fault_of(fault, begun), "number": len(pressed.current)})
        else:
            go(f"/host/{begun[0]}")

    view = {
        "estimate": host.estimate(plans),
        "advice": advice,
        "faults": faults,
        "wrong": host.wrong(faults),
        "seed": seed,
        "error": error or None,
    }
    parts.Setup(view=view, menu=menu, event_act=told)
