"""The pace of an exercise, with what the facilitator can set meanwhile: turns, and what-if questions."""

from __future__ import annotations

import time
from typing import Any

from wargame.workshop.pace import SLACK, Pace, distance, hour, measure
from wargame.workshop.plan import NO_LIMIT
from wargame.workshop.room import Room
from wargame.workshop.script import length

Payload = dict[str, Any]
ALLOWED = (0, 1, 3, 5, NO_LIMIT)
"""What-if questions of a seat and turn that can be chosen here."""
FAR = 4.0 * SLACK
"""So far behind the plan an exercise is told with emphasis."""


def pace(room: Room) -> Payload:
    """Return when the exercise will end at this pace, what to do about it, and what can be set."""
    with room.lock:
        measured = measure(room.log, room.plan, room.turns, time.time())
        played = room.live.game.turn if room.stage == "play" else 0
        least = max(played + (room.phase != "why"), 1)
        may_cut = room.playing and room.turns > least
        held = room.standing.questions
        return {
            **(_meter(measured) if measured else _still(room)),
            "turns": room.turns,
            "may_cut": may_cut,
            "may_add": room.playing and room.turns < room.plan.turns,
            "turns_note": _turns(room, least),
            "urge": bool(measured and measured.cut and may_cut),
            "questions": held,
            "allow": [
                {"id": str(each), "name": "no limit" if each == NO_LIMIT else str(each) if each else "none"}
                for each in sorted({*ALLOWED, held}, key=lambda each: (each == NO_LIMIT, each))
            ],
            "closed": room.stage in ("debrief", "ended"),
        }


def _turns(room: Room, least: int) -> str:
    """Return why turns cannot be added, or cut, where that is so while a turn is open."""
    if not room.playing:
        return ""
    most, told = room.plan.turns, []
    if room.turns >= most:
        told.append(
            f"{most} {'turns are' if most > 1 else 'turn is'} what the plan has; more cannot be added."
        )
    if room.turns <= least:
        told.append("None is left to cut.")
    return " ".join(told)


def _still(room: Room) -> Payload:
    """Return what is told while no phase runs."""
    minutes = round(length(room.plan))
    planned = f"The whole exercise is planned for {minutes // 60} h {minutes % 60:02d}."
    return {"finish": "", "note": "", "advice": planned if room.stage == "lobby" else ""}


def _meter(measured: Pace) -> Payload:
    """Return the meter: when it ends, how late that is, and three places on a line from the begin to the later end."""
    whole = max(measured.target, measured.finish, measured.now) - measured.begun
    late = distance(measured.late)
    tone = "good" if measured.late <= SLACK else "bad" if measured.late >= FAR else "warn"
    return {
        "note": f"since {hour(measured.begun)}",
        "finish": hour(measured.finish),
        "late": late,
        "tone": tone,
        "done": _part(measured.now - measured.begun, whole),
        "plan": _part(measured.target - measured.begun, whole),
        "goes": _part(measured.finish - measured.begun, whole),
        "begun": hour(measured.begun),
        "planned": hour(measured.target),
        "advice": measured.advice,
        "told": f"It ends at {hour(measured.finish)}, {late}; planned was {hour(measured.target)}.",
    }


def _part(seconds: float, whole: float) -> float:
    """Return a place on the line, in percent."""
    return round(100.0 * seconds / whole, 1) if whole > 0.0 else 0.0
