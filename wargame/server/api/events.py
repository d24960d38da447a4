"""News for programs: an event stream that says that something changed for one's seat, and never what."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import anyio.to_thread
from fastapi import APIRouter, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from wargame.server.api import told
from wargame.server.api.who import Here, Who
from wargame.server.door import identity_of
from wargame.workshop import Place
from wargame.workshop.entrance import Identity, entrance
from wargame.workshop.hall import Hall

router = APIRouter(prefix="/seat", tags=["seat"])
PAUSE = 15.0
"""Seconds after which a stream that has nothing to say asks whether its token still holds."""


class Listener:
    """Wakes a stream of the event loop when a room, in whichever thread, tells an audience.

    A stream that is slow to read is woken once for all that happened meanwhile.

    Parameters
    ----------
    room, seat : whose news
    """

    def __init__(self, room: Hall, seat: str) -> None:
        self._seat, self._loop, self._woken = seat, asyncio.get_running_loop(), asyncio.Event()
        self.end = room.watch(self._hear)

    def _hear(self, room: object, audiences: frozenset[str]) -> None:
        if self._seat in audiences:
            with suppress(RuntimeError):  # the loop ends with the server
                self._loop.call_soon_threadsafe(self._woken.set)

    async def wait(self, seconds: float) -> bool:
        """Wait for news, or for some seconds; return whether there is any."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), seconds)
        heard = self._woken.is_set()
        self._woken.clear()
        return heard


@router.get("/events", response_class=EventSourceResponse)
async def events(request: Request, here: Here, who: Who) -> AsyncIterator[ServerSentEvent]:
    """Server-sent events: `change`, with version, turn, phase and stage, whenever something changed for the seat.

    The first one comes at once, and a comment every 15 seconds. The stream ends with the token, or when the facilitator
    moves whoever holds it to another seat.
    """
    here.room.came(here.number)
    listener = Listener(here.room, here.seat)
    try:
        changed = True
        while await anyio.to_thread.run_sync(_sits, request, who):
            if changed:
                news = await anyio.to_thread.run_sync(_news, here)
                yield ServerSentEvent(event="change", id=str(news.version), data=news)
            changed = await listener.wait(PAUSE)
    finally:
        listener.end()
        here.room.went(here.number)


def _sits(request: Request, who: Identity) -> bool:
    """Tell whether the token of a request still is that of the same person in the same seat."""
    door = entrance()
    return door is not None and identity_of(request.scope, door) == who


def _news(here: Place) -> told.Changed:
    with here.lock:
        room = here.room
        return told.Changed(version=here.version, turn=here.turn, phase=room.phase, stage=room.stage)
