"""The big screen: ``/screen/<room>``, for a projector; it shows what all may know, and the reveal step by step."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import solara

from wargame.faults import WargameError
from wargame.ui.door import use_identity
from wargame.ui.hub import HUB, use_room, use_topic
from wargame.ui.parts import screen as parts
from wargame.ui.parts.board import RegionMap
from wargame.ui.shell import page, use_address, use_way
from wargame.views import board
from wargame.views.room import screen as view
from wargame.views.room.screen_news import headline
from wargame.views.room.screen_reveal import Reveal, Step, strip
from wargame.workshop import Room
from wargame.workshop.entrance import entrance

Told = Mapping[str, Any]
WALKERS = ("white",)
"""Who walks the reveal; on other screens it goes on by itself, or as they walk it."""
_reveals: dict[str, Reveal] = {}
_lock = threading.Lock()


@page(see=("white", "screen"))
def Screen() -> None:
    """Show the big screen of the room that the address names."""
    address, _ = use_address()
    use_way()
    if not address:
        raise WargameError("The address names no room. Open the big screen from the facilitator's page.")
    room = use_room(address[0], "screen")
    walked = use_topic(_topic(room))
    Wall(room, room.version("screen"), walked, use_identity().kind in WALKERS).key(room.name)


@solara.component
def Wall(room: Room, version: int, walked: int, walker: bool) -> None:
    """Draw the screen; anew whenever something changes for it, or the reveal is walked.

    Parameters
    ----------
    version, walked : rise with every change of the room for the screen, and with every step
    walker : whoever looks may walk the reveal
    """
    solara.Title(f"{room.plan.title} · wargame")
    door = entrance()
    address = door.addresses[0] if door and door.addresses else ""
    scores = view.league(room)
    with room.lock:
        head, now = view.head(room), view.moment(room)
        shown = view.panels(room, address, walker)
        told = headline(room, time.time())
        steps, of = view.steps(room, scores), view.walks(room)
    ground = solara.use_memo(lambda: board.geography(room.live.game.play.scenario, far=True), [])
    reveal = _at(room, of)

    def act(asked: Told) -> None:
        _walk(room, of, steps, asked, walker)

    desk = f"/facilitator/{quote(room.name)}" if walker else ""
    walk = strip(reveal, steps, time.monotonic()) if steps else None
    with solara.Div(classes=["wg", "wg-screen"]):
        parts.Head(view=head)
        if told:
            parts.Headline(view=told).key(f"told {told['id']}")
        with solara.Div(classes=["wg-sc-body", f"wg-sc-in-{'walk' if walk else now}"]):
            if walk:
                parts.Strip(view=walk, event_act=act)
                Shown(steps[walk["step"]]).key(f"{of} {steps[walk['step']].id}")
            else:
                _panels(shown, ground)
        if "teams" in shown:
            parts.Teams(view=shown["teams"])
        parts.Controls(view={"walk": walk if walker else None, "desk": desk}, event_act=act)


@solara.component
def Shown(step: Step) -> None:
    """Draw one step of a walk."""
    with solara.Div(classes=["wg-sc-step"]):
        parts.STEPS[step.kind](view=step.body)


def _panels(shown: Told, ground: dict[str, Any]) -> None:
    """Draw the panels of a moment, each a cell of the page's grid."""
    drawn: dict[str, Callable[..., Any]] = {
        "lobby": parts.Lobby,
        "news": parts.News,
        "signals": parts.Signals,
        "seals": parts.Seals,
        "forecasts": parts.Forecasts,
        "crisis": parts.Crisis,
    }
    for name, part in drawn.items():
        if name in shown:
            part(view=shown[name]).key(name)
    if "region" in shown:
        with solara.Div(classes=["wg-sc-map"]):
            RegionMap(view=shown["region"], ground=ground)
    if "ladder" in shown:
        parts.Ladder(view=shown["ladder"]).key("ladder")
    if "programmes" in shown:
        parts.Programmes(view=shown["programmes"]).key("programmes")


# -- walking ------------------------------------------------------------------------------------------------


def _topic(room: Room) -> str:
    return f"reveal {room.name}"


def _at(room: Room, of: str) -> Reveal:
    """Return where the reveal of a room stands; it begins when the first screen asks."""
    with _lock:
        held = _reveals.get(room.name, Reveal()).at(of, time.monotonic())
        _reveals[room.name] = held
        return held


def _walk(room: Room, of: str, steps: tuple[Step, ...], told: Told, walker: bool) -> None:
    """Walk the reveal of a room, for all its screens.

    Parameters
    ----------
    of : what the page that asks is showing; what is walked meanwhile is left alone
    """
    now = time.monotonic()
    with _lock:
        held = _reveals.get(room.name, Reveal())
        if held.of != of:
            return
        if told["do"] == "due":
            moved = held.due(int(told["step"]), steps, now)
        elif not walker:
            return
        elif told["do"] == "run":
            moved = held.free(now)
        else:
            moved = held.walked({"next": 1, "back": -1}.get(str(told["do"]), 0), len(steps), now)
        _reveals[room.name] = moved
    if moved != held:
        HUB.publish(_topic(room))
