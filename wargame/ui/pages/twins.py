"""Twin tables side by side: ``/twins/<group>``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import solara

from wargame.faults import WargameError
from wargame.ui.door import use_identity
from wargame.ui.hub import use_room
from wargame.ui.parts import twins as parts
from wargame.ui.parts.chart import Chart
from wargame.ui.shell import Shell, go, page, use_address
from wargame.views.room import twins as view
from wargame.workshop import Room, rooms
from wargame.workshop.entrance import Identity

Told = Mapping[str, Any]


@page(see=("white", "team"))
def Twins() -> None:
    """Show the tables of the group that the address names."""
    address, _ = use_address()
    if not address:
        raise WargameError("The address names no group of tables. Open it from the list of exercises.")
    who = use_identity()
    if who.kind == "team" and rooms().open(who.room).plan.group != address[0]:
        raise WargameError(
            "Your table is none of these twins. Your own page shows all that your seat may know."
        )
    names = view.group_of(rooms().list(), address[0])
    if who.kind == "team":
        view.check_over([rooms().open(name) for name in names])
    Beside(names, address[0], who).key(" ".join(names))


@solara.component
def Beside(names: tuple[str, ...], group: str, who: Identity) -> None:
    """Show some tables, anew whenever one of them moves on; they are the same as long as this is shown."""
    held = [_followed(name) for name in names]
    measure, set_measure = solara.use_state("")
    turn, set_turn = solara.use_state(0)
    found = solara.use_memo(lambda: view.tables(held), [[_stamp(room) for room in held]])
    desks = who.kind == "white"

    def act(told: Told) -> None:
        if told["do"] == "measure":
            set_measure(str(told["id"]))
        elif told["do"] == "turn":
            set_turn(int(told["turn"]))
        elif desks:
            go(str(told["path"]))

    scenario = held[0].live.game.play.scenario
    shown = view.measures(scenario, measure)
    with Shell(title=f"Twin tables: {group}", subtitle=f"{scenario.frame.title} · seed {held[0].plan.seed}"):
        parts.Tables(view={**view.where(found), "desks": desks}, event_act=act)
        with solara.Div(classes=["wg-grid", "wg-tw-grid"]):
            with solara.Div(classes=["wg-card", "wg-c7"]):
                parts.Measures(view=shown, event_act=act)
                Chart(view=view.chart(found, shown["shown"]), height="330px")
            with solara.Div(classes=["wg-card", "wg-c5"]):
                parts.Agreements(view=view.agreements(found))
            with solara.Div(classes=["wg-card", "wg-c12"]):
                parts.Decisions(view=view.decisions(found, turn), event_act=act)
            with solara.Div(classes=["wg-card", "wg-c12"]):
                parts.Objectives(view=view.objectives(found))


def _followed(name: str) -> Room:
    """Return a room; whoever shows it is drawn anew when it moves on."""
    return use_room(name, "screen")


def _stamp(room: Room) -> tuple[str, int, int]:
    """Return what tells the played turns of a room from any other."""
    return room.stage, room.standing.game, room.live.game.turn
