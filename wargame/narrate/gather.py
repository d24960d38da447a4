"""One turn as plain values that JSON can hold."""

from __future__ import annotations

from wargame.narrate.changes import changes, standings
from wargame.narrate.facts import crisis, deals, meetings, milestones, news, orders, rulings
from wargame.narrate.scene import Fact, Scene


def gather(scene: Scene) -> Fact:
    """Return one turn as plain values: what happened, what changed and why, how things stand."""
    return {
        "turn": scene.turn,
        "turns": scene.scenario.frame.turns,
        "year": scene.report.year,
        "news": news(scene),
        "rulings": rulings(scene),
        "meetings": meetings(scene),
        "deals": deals(scene),
        "orders": orders(scene),
        "crisis": crisis(scene),
        "milestones": milestones(scene),
        "changes": changes(scene),
        **standings(scene),
        "ending": scene.report.ending,
        "pusher": _pusher(scene),
        "digest": scene.report.digest,
    }


def _pusher(scene: Scene) -> str:
    """Return the seat that pushed last, "" for nobody."""
    place = int(scene.after.pusher[0])
    return scene.world.ids["nation"][place] if place >= 0 else ""
