"""Two tabs of the facilitator's page: the desk of the white cell, and the log of the room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import solara

from wargame.live import reviews
from wargame.ui.hub import use_room, use_watch
from wargame.ui.parts import umpire as parts
from wargame.ui.parts.review import Outcome, TurningPoints
from wargame.ui.parts.seat import Tabs
from wargame.ui.parts.seat import Told as Message
from wargame.ui.shell import go
from wargame.views import board
from wargame.views.review import outcome, turning
from wargame.views.room import log
from wargame.views.room.debrief import FIRST, closed
from wargame.views.room.umpire import Umpiring
from wargame.workshop import Room
from wargame.workshop.standing import WHITE

Told = Mapping[str, Any]
Act = Callable[[Told], None]


@solara.component
def Umpire(room: Room) -> None:
    """Show the desk of the white cell: cards, rulings, free and sealed orders, the course of the game, the debrief."""
    use_room(room.name, WHITE)
    desk = solara.use_memo(lambda: Umpiring(room), [id(room)])
    _, again = solara.use_state(0)

    def act(told: Told) -> None:
        desk.act(told)
        again(lambda count: count + 1)

    made = desk.payload()
    with solara.Div(classes=["wg-umpire"]):
        with solara.Div(classes=["wg-um-left"]):
            Tabs(view=made["tabs"], event_act=act)
            Message(view=made["message"], event_act=act)
            with solara.Div(
                classes=["wg-um-panel"], attributes={"role": "tabpanel", "aria-label": "The white cell"}
            ).key(made["tab"]):
                Panel(room, made, act)
        with solara.Div(classes=["wg-um-right"]):
            if made["acts"]:
                parts.Acts(view=made["acts"], event_act=act)
            parts.Notes(view=made["notes"], event_act=act)


@solara.component
def Panel(room: Room, made: Told, act: Act) -> None:
    """Show the tab that is open, under the form that is open with it."""
    drawn = {
        "injects": parts.Injects,
        "rulings": parts.Rulings,
        "free": parts.Orders,
        "course": parts.Course,
    }
    with solara.Div(classes=["wg-um-left"]):
        if made["form"]:
            parts.Form(view=made["form"], event_act=act).key(made["form"]["key"])
        if made["tab"] in drawn:
            drawn[made["tab"]](view=made["panel"], event_act=act)
        else:
            parts.Debrief(view=made["panel"])
            LookBack(room, (room.live.stamp, room.turns, room.stage))


@solara.component
def LookBack(room: Room, stamp: tuple[str, int, str]) -> None:
    """Show how the game came out, and once play is over its turning points, found in the background.

    Parameters
    ----------
    stamp : of the game's record, turns planned and stage, so that it is built anew when one of them changes
    """
    _, turns, stage = stamp
    live, over = room.live, stage in ("debrief", "ended")
    asked, set_asked = solara.use_state({"sort": turning.USUAL, "seat": "", "most": FIRST})
    count, set_count = solara.use_state(0)
    job = reviews.find(live, reviews.TURNING) if over else None
    version = use_watch(job, reviews.job_name(live, reviews.TURNING))
    book = f"?scenario={quote(room.plan.scenario)}"

    def told() -> dict[str, Any]:
        with live.lock:
            scope = board.Scope(live.game, live.game.turn)
            points = (
                turning.turning(scope, reviews.found(live, reviews.TURNING), job, **asked) if over else None
            )
            return {"outcome": closed(room, outcome.outcome(scope, turns)), "points": points}

    view = solara.use_memo(told, [stamp, over, asked, count, version, id(job)])

    def act(wanted: Told) -> None:
        if wanted["do"] == "turn":
            go(f"/review/{quote(room.run)}?turn={int(wanted['turn'])}")
        elif wanted["do"] == "rank":
            set_asked({"sort": str(wanted["sort"]), "seat": str(wanted["seat"]), "most": FIRST})
        elif wanted["do"] == "more":
            set_asked({**asked, "most": asked["most"] + 2 * FIRST})
        else:
            _look(room, str(wanted["do"]))
            set_count(count + 1)

    with solara.Div(classes=["wg-um-left"]):
        Outcome(view={**view["outcome"], "book": book})
        if view["points"] is not None:
            TurningPoints(view={**view["points"], "book": book}, event_act=act)


def _look(room: Room, do: str) -> None:
    """Start or stop the long look for the turning points."""
    job = reviews.find(room.live, reviews.TURNING)
    if do == "start":
        reviews.start(room.live, reviews.TURNING)
    elif do == "cancel" and job is not None:
        job.cancel()


@solara.component
def RoomLog(room: Room) -> None:
    """Show the log of the room, filtered, and hand it out as a table."""
    use_room(room.name, WHITE)
    wanted, set_wanted = solara.use_state(log.Filter())
    file, set_file = solara.use_state({"n": 0, "name": "", "text": ""})

    def act(told: Told) -> None:
        if told["do"] == "filter":
            set_wanted(log.filter_of(told))
        elif told["do"] == "more":
            set_wanted(log.more(wanted))
        elif told["do"] == "saved":
            set_file({**file, "text": ""})
        else:
            text = log.as_csv(room, wanted)
            set_file({"n": file["n"] + 1, "name": f"{room.name}-log.csv", "text": text})

    with room.lock:
        view = log.log(room, wanted)
    parts.Log(view={**view, "file": file}, event_act=act)
