"""What a team is told of the moment: the phase in a sentence, the clock, and what is left for it to do."""

from __future__ import annotations

from typing import Any

from wargame.narrate.tell import year
from wargame.views.seat.words import Payload
from wargame.workshop import Place
from wargame.workshop.hall import Hall
from wargame.workshop.place import TALKING
from wargame.workshop.script import PHASE_NAMES
from wargame.workshop.voice import SIGNALLING

NAMES = {**PHASE_NAMES, "crisis": "Crisis", "why": "Why"}
"""Phases, short enough for the steps of a turn."""
SAYS = {
    "news": "Read what is new and what falls due. Nobody else sees your three objectives.",
    "plan": "Draft your orders together; nobody outside your team sees them.",
    "diplomacy": "Offer and answer at the table, write to the others. The table closes with this phase.",
    "signal": "Announce one intention in public, or none. Signals close with this phase.",
    "crisis": "Two sides ease or hold. The choice is sealed with the orders.",
    "commit": "Seal your orders. Until the turn is adjudicated you may take them back.",
    "why": "The turn is played: what came of it, and why. Press a number to see its reasons.",
}
"""What a phase is for."""
WAITS = {
    "lobby": "Waiting for the facilitator to begin",
    "over": "The last turn is played. The facilitator opens the debrief next",
}
"""What a team waits for."""
OPEN = "All is open now: what every seat was after, what it ordered, and why it came out so."
PRACTICE = "Practice: nothing counts yet"


def clock(room: Hall) -> Payload | None:
    """Return the clock of the phase, None where none runs."""
    if not room.phase or room.stage not in ("practice", "play"):
        return None
    held = room.clock
    return {"left": round(held.left, 1), "total": round(held.total, 1), "running": held.running}


def steps(room: Hall) -> list[Payload] | None:
    """Return the phases of the turn, for the head of the page."""
    if not room.phase or room.stage not in ("practice", "play"):
        return None
    names = ["news", "plan", "diplomacy", "signal", "commit", "why"] if room.phase == "why" else room.phases
    now = list(names).index(room.phase)
    return [
        {"name": NAMES[name], "state": "done" if place < now else "now" if place == now else "next"}
        for place, name in enumerate(names)
    ]


def turn(room: Hall) -> Payload | None:
    """Return the turn, for the head of the page; a practice turn is one of none, and has no number."""
    if room.stage == "lobby":
        return None
    when = year(room.live.game.play.world.year(room.turn))
    if room.stage == "practice":
        return {"word": "Practice turn", "now": room.turn, "of": 0, "when": when}
    return {"word": "Turn", "now": room.turn, "of": room.turns, "when": when}


def head(room: Hall, nation: str) -> Payload:
    """Return what the head of the page shows: the table, who the team is, the turn and its phases."""
    return {
        "title": room.plan.title,
        "subtitle": f"{nation}, {room.live.game.play.scenario.frame.title}",
        "turn": turn(room),
        "steps": steps(room),
    }


def phase(room: Hall) -> tuple[str, str]:
    """Return what the moment is called, and what it is for."""
    if room.stage in ("debrief", "ended"):
        return ("Debrief" if room.stage == "debrief" else "The exercise has ended"), OPEN
    if room.over and room.phase != "why":
        return "Game over", WAITS["over"] + "."
    if not room.phase:
        return "Welcome", WAITS["lobby"] + "."
    return PHASE_NAMES[room.phase], SAYS[room.phase]


def todo(
    place: Place, draft: Payload, waiting: int, locked: bool, crisis: Payload | None, forecast: Payload
) -> list[Payload]:
    """Return what is left for the team to do now, each with where it is done.

    Parameters
    ----------
    draft : panel of the page;  waiting : offers that wait for its word
    locked : the second key is not turned
    crisis, forecast : panels of the page
    """
    room, seat = place.room, place.seat
    if not room.playing or room.phase == "why" or seat not in place.people:
        return []
    said, sealed, person = room.said(), place.committed(seat), place.person
    rows: list[Payload] = []

    def add(name: str, text: str, done: bool = False, hot: bool = False) -> None:
        rows.append({"id": name, "text": text, "done": done, "hot": hot and not done})

    if len([each for each in room.people if each.seat == seat]) > 1 and not person.roles:
        add("roles", "Take a role", hot=True)
    if waiting and room.phase in TALKING:
        add("table", f"{waiting} offer{'s' if waiting > 1 else ''} to answer", hot=True)
    if forecast["questions"]:
        made = sum(each["percent"] is not None for each in forecast["questions"])
        add(
            "forecast",
            f"Forecasts {made}/{len(forecast['questions'])}",
            done=made == len(forecast["questions"]),
        )
    if room.phase in SIGNALLING:
        add("signal", "Signal", done=bool(said.signals.get(seat)), hot=room.phase == "signal")
    if room.phase != "news":
        add("statement", "Sentence", done=bool(said.statements.get(seat)))
    if crisis and crisis["mine"]:
        add("crisis", "Ease or hold", done=sealed, hot=room.phase == "crisis")
    if locked:
        add("key", "Second key", hot="finance" in person.roles)
    if room.phase == "commit":
        if draft["reminder"] and not sealed:
            add("reminder", "Announced, not drafted", hot=True)
        add("commit", "Committed" if sealed else "Commit", done=sealed, hot=not draft["stop"])
    return rows


def lobby(room: Hall, seat: str) -> Payload:
    """Return what a team sees before the exercise begins: who it is, what is coming, how long a turn takes."""
    plan, row = room.plan, room.live.game.play.scenario.nations[seat]
    way: list[dict[str, Any]] = [
        {"name": "Now", "text": "Share out the roles and read your brief. Your objectives are yours alone."},
        *(
            [{"name": "Practice", "text": "One turn to try everything; it does not count."}]
            if plan.practice
            else []
        ),
        {
            "name": f"{room.turns} turns",
            "text": "Plan, bargain, seal your orders; then all are opened at once.",
        },
        *(
            [{"name": "Debrief", "text": "What came of it and why; you take the record home."}]
            if plan.debrief
            else []
        ),
    ]
    return {
        "seat": seat,
        "name": row.name,
        "colour": row.colour,
        "table": plan.title,
        "wait": f"{WAITS['lobby']}.",
        "question": plan.question,
        "way": way,
        "phases": [
            {"id": name, "name": NAMES[name], "minutes": plan.minutes_of(name, 1)}
            for name in PHASE_NAMES
            if name != "crisis"
        ],
    }


def over(room: Hall, seat: str) -> Payload:
    """Return what a team sees between its last turn and the debrief."""
    row = room.live.game.play.scenario.nations[seat]
    return {
        "seat": seat,
        "name": row.name,
        "colour": row.colour,
        "table": room.plan.title,
        "wait": f"{WAITS['over']}.",
        "question": room.plan.question,
        "way": [],
        "phases": [],
    }
