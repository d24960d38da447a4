"""What a facilitator's program may do: `/api/white`, so that exercises can be scripted."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from wargame.server.api import asked, told
from wargame.server.api.faults import Late
from wargame.server.api.standing import Payload, public
from wargame.server.api.who import Named
from wargame.views.room.effects import made_card
from wargame.workshop import Plan, Room, rooms

router = APIRouter(prefix="/white", tags=["white cell"])
acts = APIRouter(prefix="/rooms/{room}")


@router.get("/rooms", response_model=list[told.RoomCard])
def list_rooms() -> Any:
    """Every room, the latest first; a damaged one tells its fault."""
    return [asdict(card) for card in rooms().list()]


@router.post("/rooms", response_model=told.Room, status_code=201)
def open_room(body: asked.Plan) -> Payload:
    """Open a new room; the answer holds the codes of its seats."""
    return _standing(rooms().begin(Plan.of(body.given())))


@acts.get("", response_model=told.Room)
def look(room: Named) -> Payload:
    """How a room stands, with the codes of its seats. Sealed orders stay sealed here too."""
    return _standing(room)


@acts.post("/begin", response_model=told.Room)
def begin(room: Named, body: asked.Begin) -> Payload:
    """Begin the exercise."""
    room.white.begin(body.practice)
    return _standing(room)


@acts.post("/next_phase", response_model=told.Room)
def next_phase(room: Named, body: asked.Seen) -> Payload:
    """Go on to the next phase; from `commit` by adjudicating, from the last `why` to the debrief."""
    with room.lock:
        _check_seen(room, body)
        room.white.next_phase()
    return _standing(room)


@acts.post("/adjudicate", response_model=told.Room)
def adjudicate(room: Named, body: asked.Adjudicate) -> Payload:
    """Play the open turn."""
    with room.lock:
        _check_seen(room, body)
        room.white.adjudicate(body.force, body.drafts)
    return _standing(room)


@acts.post("/pause", response_model=told.Room)
def pause(room: Named) -> Payload:
    """Stop the clock."""
    room.white.pause()
    return _standing(room)


@acts.post("/resume", response_model=told.Room)
def resume(room: Named) -> Payload:
    """Let the clock run on."""
    room.white.resume()
    return _standing(room)


@acts.post("/extend", response_model=told.Room)
def extend(room: Named, body: asked.Extend) -> Payload:
    """Give the phase more time."""
    room.white.extend(body.seconds)
    return _standing(room)


@acts.post("/inject", response_model=told.Room)
def inject(room: Named, body: asked.Inject) -> Payload:
    """Let a card fall this turn."""
    with room.lock:
        card = body.card
        room.white.inject(
            card if isinstance(card, str) else made_card(room.live.game.play, card.model_dump()), body.reason
        )
    return _standing(room)


@acts.post("/rule", response_model=told.Room)
def rule(room: Named, body: asked.Ruling) -> Payload:
    """Set a named outcome of this turn."""
    room.white.rule(body.rule, body.entity, body.outcome, body.reason)
    return _standing(room)


@acts.post("/hand", response_model=told.Room)
def hand(room: Named, body: asked.Hand) -> Payload:
    """Hand a seat to house AI, or back to people."""
    room.white.hand(body.seat, body.house, body.reason)
    return _standing(room)


@acts.post("/end", response_model=told.Room)
def end(room: Named, body: asked.End) -> Payload:
    """End the exercise."""
    room.white.end(body.reason)
    return _standing(room)


router.include_router(acts)


def _check_seen(room: Room, body: asked.Seen) -> None:
    """Raise unless the room still is at the turn and phase that an act is meant for."""
    if body.turn not in (None, room.turn) or body.phase not in (None, room.phase):
        raise Late(f"The room has gone on: it is at turn {room.turn}, phase {room.phase or 'none'}.")


def _standing(room: Room) -> Payload:
    with room.lock:
        people = [{**asdict(each), "name": room.name_of(each.id)} for each in room.people]
        return {**public(room), "codes": room.codes, "people": people}
