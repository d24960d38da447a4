"""Whose request it is: the place of somebody in a team, or the facilitator."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from wargame.faults import WargameError
from wargame.server.api.faults import Late, Missing, Refused
from wargame.server.door import WHO
from wargame.workshop import Place, Room, rooms
from wargame.workshop.entrance import Identity


def identity(request: Request) -> Identity:
    """Return who asks, as the door has found."""
    found: Identity = request.scope[WHO]
    return found


def place(who: Annotated[Identity, Depends(identity)]) -> Place:
    """Return the place of whoever asks at their table; to ask is to be here.

    Raises
    ------
    WargameError
        they have left, or sit at no seat
    """
    if who.kind != "team":
        raise Refused("This is no token of a seat. Join with the code of one: POST /api/join.")
    found = rooms().open(who.room).place(who.person)
    found.room.asked(who.person)
    return found


def named(room: str) -> Room:
    """Return the room that an address names.

    Raises
    ------
    Missing
        no such room, or one that cannot be opened
    """
    try:
        return rooms().open(room)
    except WargameError as error:
        raise Missing(str(error)) from None


Who = Annotated[Identity, Depends(identity)]
Here = Annotated[Place, Depends(place)]
Named = Annotated[Room, Depends(named)]


def in_time(here: Place, turn: int) -> None:
    """Raise unless a turn is the one that is open."""
    with here.lock:
        game, now = here.game, here.turn
        if game.over:
            raise Late("The game is over, and nothing is open any more.")
        if turn < now:
            raise Late(
                f"Turn {turn} is played already; turn {now} is open. GET /api/seat tells where it stands."
            )
        if turn > now:
            raise Late(f"Turn {turn} is not open yet; turn {now} is.")
