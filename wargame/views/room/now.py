"""Where an exercise is and what comes next: the clock, the one thing to press, and the other ways on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from wargame.narrate import names
from wargame.narrate.tell import year
from wargame.workshop.hall import LATE_PHASES
from wargame.workshop.people import Person
from wargame.workshop.room import Room
from wargame.workshop.script import PHASE_NAMES, STATION_OF, STATIONS, cue

Payload = dict[str, Any]
WAITING, BACK_LOOK, THE_END = "Waiting to begin", "Looking back", "The exercise has ended"
AUTO_NOTE = "Phases before Commit end when their time is up; Commit and the reveal always wait for you."
BRIEFEST = 60.0
"""Seconds below which nobody has looked back at anything."""
_STARTS = "It starts from the opening; nothing of the practice counts."


def mark(room: Room) -> str:
    """Return what tells this moment of a room from any other; an act carries it, so that two clicks do no harm."""
    return json.dumps([room.stage, *room.white.here])


def head(room: Room) -> Payload:
    """Return what the head of the page shows: the table's name, turn and phases."""
    with room.lock:
        running = room.stage in ("practice", "play")
        practice = room.stage == "practice"
        return {
            "title": room.plan.title,
            "subtitle": f"Facilitator · {room.live.game.play.scenario.frame.title}",
            "turn": {
                "word": "Practice turn" if practice else "Turn",
                "now": room.turn,
                "of": 0 if practice else room.turns,
                "when": _when(room),
            }
            if running
            else None,
            "steps": _steps(room) if running else None,
        }


def _when(room: Room) -> str:
    return year(room.live.game.play.world.year(room.turn))


def _steps(room: Room) -> list[Payload]:
    phases = room.phases
    now = phases.index(room.phase) if room.phase in phases else 0
    states = ["done" if place < now else "now" if place == now else "next" for place in range(len(phases))]
    return [
        {"name": "Why" if name == "why" else PHASE_NAMES[name], "state": state}
        for name, state in zip(phases, states, strict=True)
    ]


def path(room: Room) -> Payload:
    """Return the stations of the exercise, which of them this is, and the script of the moment."""
    with room.lock:
        here, order = STATION_OF[room.stage], tuple(STATIONS)
        now = order.index(here)
        told = cue(
            room.stage,
            room.phase,
            room.turn,
            room.turns,
            question=room.plan.question,
            questions=room.standing.questions,
            over=room.over,
        )
        left_out = _left_out(room)
        stations = [
            {
                "id": name,
                "name": STATIONS[name],
                "note": "left out" if name in left_out else _station(room, name, place < now),
                "state": _state(place, now, name in left_out),
            }
            for place, name in enumerate(order)
        ]
        return {"stations": stations, "say": told.say, "do": told.do}


def _left_out(room: Room) -> set[str]:
    """Return the stations that the exercise goes past: by its plan, or because somebody skipped them."""
    began = {entry.body["stage"]: entry.at for entry in room.log if entry.kind == "stage"}
    found = set()
    if "practice" not in began and not (room.stage == "lobby" and room.plan.practice):
        found.add("practice")
    if room.stage == "ended":  # an exercise that ends from a turn passes through the debrief in no time
        if began["ended"] - began["debrief"] < BRIEFEST:
            found.add("debrief")
    elif room.stage != "debrief" and not room.plan.debrief:
        found.add("debrief")
    return found


def _state(place: int, now: int, left_out: bool) -> str:
    return "now" if place == now else "left" if left_out else "done" if place < now else "next"


def _station(room: Room, name: str, done: bool) -> str:
    """Return the small print of a station."""
    return {
        "welcome": joined(room),
        "practice": "one turn that does not count",
        "turns": _turns(room, done),
        "debrief": "what happened, and why",
        "home": "the record, for everybody",
    }[name]


def _turns(room: Room, done: bool) -> str:
    if room.stage == "play":
        return f"turn {room.turn} of {room.turns}"
    return f"{room.live.game.turn} of {room.turns} played" if done else f"{room.turns} turns"


def joined(room: Room) -> str:
    """Return how many have joined, of those whom the plan expects: ``5 of 8 have joined``."""
    people = len(_seated(room))
    of = f" of {room.plan.people}" if people < room.plan.people else ""
    if not of:
        of = " person" if people == 1 else " people"
    return f"{people}{of} {'has' if people == 1 else 'have'} joined"


def _seated(room: Room) -> list[Person]:
    return [person for person in room.people if person.seat != "screen"]


def now(room: Room) -> Payload:
    """Return stage, phase, clock, the primary button with what it waits for, and the other ways on."""
    with room.lock:
        primary, why, ways = _NEXT[room.stage](room)
        running = room.stage in ("practice", "play")
        clock = room.clock
        chip = {
            "lobby": "Welcome",
            "practice": "Practice turn",
            "play": f"Turn {room.turn} of {room.turns}",
            "debrief": "Debrief",
            "ended": "Take home",
        }[room.stage]
        titles = {"lobby": WAITING, "debrief": BACK_LOOK, "ended": THE_END}
        return {
            "mark": mark(room),
            "stage": chip,
            "tone": {"practice": "warn", "play": "accent"}.get(room.stage, ""),
            "when": _when(room) if running else "",
            "phase": titles.get(room.stage) or PHASE_NAMES[room.phase],
            "ready": _ready(room),
            "clock": {
                "left": round(clock.left, 1),
                "total": round(clock.total, 1),
                "running": clock.running,
                "ends": room.standing.auto and room.phase not in LATE_PHASES,
            }
            if running and room.phase
            else None,
            "auto": room.standing.auto,
            "auto_note": AUTO_NOTE,
            "primary": primary,
            "why": why,
            "ways": ways,
            "phases": _others(room),
        }


def _ready(room: Room) -> str:
    """Return in a line who is here and who has committed; before the exercise begins, who has joined."""
    if room.stage == "lobby":
        here = sum(person.here for person in _seated(room))
        return f"{joined(room)} · {here} here now."
    teams = [team for team in room.teams if not team.house]
    here, people = sum(team.here for team in teams), sum(len(team.people) for team in teams)
    present = f"{here} of {people} people are here" if people else "Nobody has joined yet"
    if not room.playing or room.phase == "why":
        return f"{present}."
    done = sum(team.committed for team in teams)
    return f"{done} of {len(teams)} teams have committed · {present}."


def _others(room: Room) -> list[Payload]:
    """Return the phases of the open turn that may be gone to."""
    if not room.playing or room.phase == "why":
        return []
    return [
        {"id": name, "name": PHASE_NAMES[name]} for name in room.phases if name not in ("why", room.phase)
    ]


# -- what comes next, by stage ------------------------------------------------------------------------------

Next = tuple[Payload | None, str, list[Payload]]


def _button(do: str, text: str, off: bool = False) -> Payload:
    """Return the primary button: the act that it sends, and whether it must wait."""
    return {"do": do, "text": text, "off": off}


def _way(what: str, text: str, do: str = "ask", quiet: bool = False) -> Payload:
    """Return another way on: ``what`` is asked first, or names the phase to go to."""
    return {"id": what, "do": do, "text": text, "quiet": quiet}


def in_words(room: Room, seats: Sequence[str]) -> str:
    """Return seats by name: ``Japan and China``."""
    return names.nations(room.live.game.play.scenario, list(seats))


def _lobby(room: Room) -> Next:
    empty = [team.seat for team in room.teams if not team.house and not team.people]
    why = "All teams have joined."
    away = [team.seat for team in room.teams if not team.house and not team.here]
    if away:
        why = f"All teams have joined, but nobody of {in_words(room, away)} is here now."
    if empty:
        seats = "their seats" if len(empty) > 1 else "the seat"
        why = f"Nobody has joined {in_words(room, empty)} yet: wait, or hand {seats} to house AI."
    if room.plan.practice:
        ways = [_way("skip", "Skip the practice turn", quiet=True)]
        return _button("next", "Begin the practice turn"), why, ways
    return _button("next", "Begin turn 1"), why, [_way("practise", "Play a practice turn first", "practise")]


def _turn(room: Room) -> Next:
    practice = room.stage == "practice"
    if room.phase == "why":
        return _after(room)
    ways = []
    phases = [name for name in room.phases if name != "why"]
    place = phases.index(room.phase) if room.phase in phases else 0
    if place:
        ways.append(_way(phases[place - 1], f"Back to {PHASE_NAMES[phases[place - 1]]}", "phase"))
    if practice:
        ways.append(_way("leave", "End the practice here", quiet=True))
    if room.phase != "commit":
        word = PHASE_NAMES[phases[place + 1]]
        auto = room.standing.auto and room.phase not in LATE_PHASES
        why = f"{word} begins by itself when the time is up." if auto else f"{word} begins when you say so."
        if not room.clock.running:
            why = f"The clock is paused. {word} begins when you say so, and the clock runs again then."
        return _button("next", f"To {word}"), why, ways
    text = "Adjudicate the practice turn" if practice else f"Adjudicate turn {room.turn}"
    missing = room.live.missing
    free = _unjudged(room)
    if not missing:
        return _button("next", text), f"All teams have committed.{free}", ways
    ways.insert(0, _way("force", "Adjudicate all the same…"))
    return (
        _button("next", text, off=True),
        f"It waits for the orders of {in_words(room, missing)}.{free}",
        ways,
    )


def _unjudged(room: Room) -> str:
    """Return a warning that free orders wait for a judgement, "" if none does."""
    seats = [seat for seat in room.live.people if room.unjudged(seat)]
    if not seats:
        return ""
    told = "free order of {} is" if len(seats) == 1 else "free orders of {} are"
    them = "it" if len(seats) == 1 else "them"
    named = told.format(in_words(room, seats))
    return f" The {named} not judged: judge {them} in the White cell tab, or nothing comes of {them}."


def _after(room: Room) -> Next:
    """Return what comes after a turn was played."""
    if room.stage == "practice":
        return _button("next", "Begin the exercise: turn 1"), _STARTS, []
    if not room.over:
        return (
            _button("next", f"Begin turn {room.turn + 1}"),
            "It begins with the news, and waits for you.",
            [],
        )
    broke = room.live.game.ending == "breakdown"
    why = "Talks broke down: the game ended here." if broke else "The last turn is played."
    if room.plan.debrief:
        return (
            _button("next", "To the debrief"),
            why,
            [_way("undebriefed", "End without a debrief", quiet=True)],
        )
    return _button("next", "End the exercise"), why, [_way("debrief", "Hold a debrief first", "debrief")]


def _debrief(room: Room) -> Next:
    why = "All secrets are open now. Turning points, league and survey stand in the White cell tab."
    ways = [_link(f"/review/{room.run}", "Look back at the game")] if room.run else []
    return {**_button("ask", "End the exercise…"), "what": "end"}, why, ways


def _ended(room: Room) -> Next:
    why = "Export the record in the White cell tab; every team takes its own from its page."
    ways = [_link(f"/review/{room.run}", "Look back at the game")] if room.run else []
    return {**_button("go", "To all exercises"), "path": "/host"}, why, ways


def _link(path: str, text: str) -> Payload:
    return {**_way("look", text, "go"), "path": path}


_NEXT = {"lobby": _lobby, "practice": _turn, "play": _turn, "debrief": _debrief, "ended": _ended}
