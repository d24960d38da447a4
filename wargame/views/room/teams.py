"""The teams of a room as the facilitator sees them: who is here, who has committed, who is silent and for how long."""

from __future__ import annotations

from typing import Any

from wargame.narrate import names
from wargame.workshop.people import ROLES, Person, Team
from wargame.workshop.room import Room

Payload = dict[str, Any]
HUSHED = 180.0
"""Seconds of silence after which a team is brought to notice."""


def person_name(room: Room, person: int) -> str:
    """Return what the facilitator calls somebody, also one who gave no name."""
    return room.name_of(person) or f"Person {person}"


def teams(room: Room) -> Payload:
    """Return every seat with its people; of orders only whether they are sealed."""
    with room.lock:
        return {"teams": [_team(room, team) for team in room.teams]}


def _team(room: Room, team: Team) -> Payload:
    game, playing = room.live.game, room.playing and room.phase != "why"
    signal = room.signals.get(team.seat, "")
    silent = team.silent if team.people and not team.house else None
    return {
        "seat": team.seat,
        "name": team.name,
        "colour": team.colour,
        "house": team.house,
        "state": _state(room, team, playing),
        "pulse": _pulse(room, team),
        "silent": None if silent is None else round(silent),
        "hushed": silent is not None and playing and silent >= HUSHED and not team.committed,
        "people": [_person(room, each) for each in team.people],
        "note": f"Signals: {names.order(game.play.scenario, signal)}" if signal else "",
        "acts": _acts(room, team),
    }


def _state(room: Room, team: Team, playing: bool) -> Payload:
    """Return how a team stands, as a word with a sign: no colour says it alone."""
    if team.house:
        return {"id": "house", "text": "House AI", "sign": "⚙ ", "tone": ""}
    if team.committed:
        return {"id": "committed", "text": "Committed", "sign": "✓ ", "tone": "good"}
    if not team.here:
        return {"id": "empty", "text": "Nobody here", "sign": "! ", "tone": "bad"}
    if not playing:
        return {"id": "here", "text": "Here", "sign": "", "tone": ""}
    if room.phase == "commit":
        return {"id": "late", "text": "Not committed", "sign": "… ", "tone": "warn"}
    return {"id": "drafting", "text": "Drafting", "sign": "… ", "tone": ""}


def _pulse(room: Room, team: Team) -> str:
    if team.house:
        game = room.live.game
        character = game.cast.characters[game.play.world.index["nation"][team.seat]]
        return f"plays as {character}" + (f" · {len(team.people)} watch" if team.people else "")
    if not team.people:
        return "nobody has joined yet"
    return f"{team.here} of {len(team.people)} here"


def _person(room: Room, person: Person) -> Payload:
    return {
        "id": person.id,
        "name": person_name(room, person.id),
        "roles": ", ".join(ROLES[role] for role in person.roles),
        "here": person.here,
        "seen": round(person.seen),
    }


def _acts(room: Room, team: Team) -> list[Payload]:
    """Return what may be done with the seat now; it changes hands at any time before the game is over."""
    found = []
    if room.stage in ("lobby", "practice", "play") and not room.over:
        found.append(
            {"do": "people", "text": "Hand back to people"}
            if team.house
            else {"do": "house", "text": "Hand to house AI"}
        )
    if team.seat in room.codes and room.stage != "ended":
        found.append({"do": "code", "text": "New code"})
    return found
