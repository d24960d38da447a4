"""The guide of a practice game as a panel: what it says, what it points to, how far it is."""

from __future__ import annotations

from typing import Any

from wargame.faults import RulesError
from wargame.live import LiveGame
from wargame.live.guide import LOOKS, Guide, may_go_on, read
from wargame.live.script import Script

SHOWS = {"refused": "refusal"}
"""Control whose appearance completes a step, by condition; the page looks for it."""


def payload(live: LiveGame) -> dict[str, Any] | None:
    """Return the panel of a game's guide, None for a game without one.

    It holds the step with its words, the controls that it names, whether Next is what there is to do (``ready``) and
    may be pressed at all (``next``), and whether the person has left the guide or come to its end.
    """
    try:
        found = read(live)
    except RulesError as error:
        return {"fault": str(error), "finished": False, "left": True}
    return None if found is None else _panel(live, *found)


def _panel(live: LiveGame, script: Script, guide: Guide) -> dict[str, Any]:
    place, count = script.place(guide.step), len(script.steps)
    head = {
        "fault": "",
        "step": guide.step,
        "number": min(place + 1, count),
        "count": count,
        "left": guide.left,
        "finished": place >= count,
        "review": f"/review/{live.name}",
    }
    if place >= count:
        return head
    step = script.steps[place]
    with live.lock:
        onward = may_go_on(script, guide, live)
    ready = guide.ready or step.until == "read"
    return head | {
        "title": step.title,
        "text": step.text,
        "point": step.point,
        "open": step.open,
        "type": "" if ready else step.type,
        "told": "" if ready else step.until,
        "shows": "" if ready else SHOWS.get(step.until, ""),
        "waits": step.until in LOOKS and not ready,
        "ready": ready,
        "next": onward,
        "back": place > 0 and script.steps[place - 1].turn == step.turn,
    }
