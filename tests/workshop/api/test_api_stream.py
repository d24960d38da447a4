"""The event stream of a seat: it tells nothing of others, ends with its token, and waits for nobody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette

from tests.workshop.api.conftest import PATIENCE, Client, Exchange
from wargame.server.api import events
from wargame.workshop.people import GONE
from wargame.workshop.standing import WHITE

# -- the stream ---------------------------------------------------------------------------------------------


def streamed(app: Starlette, *clients: Client) -> Any:
    """Return streams of clients, which are ended afterwards."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[list[Exchange]]:
        streams = [Exchange(app, "GET", "/seat/events", client.token) for client in clients]
        yield streams
        for stream in streams:
            await stream.end()

    return opened()


def test_a_stream_tells_that_something_changed_for_ones_seat_alone(app, alda, brenn, room, monkeypatch):
    ended, watch = [], room.watch

    def watched(heard: Any) -> Callable[[], None]:
        end = watch(heard)
        return lambda: (ended.append(True), end())[1]

    monkeypatch.setattr(room, "watch", watched)

    async def play() -> None:
        async with streamed(app, alda, brenn) as (mine, theirs):
            assert await mine.event() == {**await theirs.event(), "version": room.version("ALDA")}
            await asyncio.to_thread(alda.ask, "/seat/draft", {"turn": 1, "orders": ["consult"]}, "PUT")
            assert (await mine.event())["version"] == room.version("ALDA")
            await asyncio.to_thread(room.live.keep_note, "ALDA", "note")
            await asyncio.to_thread(alda.ask, "/seat/message", {"to": "ALDA", "text": "within"})
            await mine.event()
            assert theirs.pieces.empty()
            await asyncio.to_thread(room.white.next_phase)
            assert (await theirs.event())["phase"] == "plan"

    asyncio.run(play())
    assert ended == [True, True]


def test_a_stream_ends_with_its_token_and_with_a_move(app, alda, brenn, room):
    by_seat = {each.seat: each.id for each in room.people}

    async def play() -> None:
        async with streamed(app, alda, brenn) as (mine, theirs):
            await mine.event(), await theirs.event()
            await asyncio.to_thread(room.white.remove, by_seat["ALDA"])
            await asyncio.wait_for(mine.task, PATIENCE)
            await asyncio.to_thread(room.white.move, by_seat["BRENN"], "CORVE")
            await asyncio.wait_for(theirs.task, PATIENCE)

    asyncio.run(play())
    alda.fault("/seat", status=401)
    assert brenn.ask("/seat")["seat"] == "CORVE"


def test_a_stream_that_is_not_read_keeps_nobody_waiting(app, alda, brenn, room):
    """Its client takes nothing any more; whoever acts does not wait for it, and it is woken once for all."""

    async def play() -> None:
        async with streamed(app, alda) as (mine,):
            await mine.event()
            for number in range(50):
                await asyncio.to_thread(room.place(1).say, "ALDA", f"message {number}")
            assert (await mine.event())["version"] <= room.version("ALDA")

    asyncio.run(play())


def test_the_heartbeat_asks_whether_the_token_holds(app, alda, room, monkeypatch):
    monkeypatch.setattr(events, "PAUSE", 0.01)

    async def play() -> None:
        async with streamed(app, alda) as (mine,):
            await mine.event()
            room.store.drop_tokens(1)
            room._tokens = {}
            await asyncio.wait_for(mine.task, PATIENCE)

    asyncio.run(play())


# -- who is here --------------------------------------------------------------------------------------------


def test_a_program_that_asks_is_here_for_a_minute(alda, room, monkeypatch):
    (person,) = room.people
    started = room.presence._now()
    monkeypatch.setattr(room.presence, "_now", lambda: started + GONE + 1.0)
    assert not room.person(person.id).here
    before = room.version(WHITE)
    alda.ask("/seat")
    assert room.person(person.id).here
    assert room.version(WHITE) > before, "the facilitator's desk is told"
    monkeypatch.setattr(room.presence, "_now", lambda: started + 2.0 * GONE + 2.0)
    assert not room.person(person.id).here


def test_a_program_that_listens_is_here_as_long_as_it_does(app, alda, room, monkeypatch):
    (person,) = room.people

    async def play() -> None:
        async with streamed(app, alda) as (mine,):
            await mine.event()
            started = room.presence._now()
            monkeypatch.setattr(room.presence, "_now", lambda: started + 10.0 * GONE)
            assert room.person(person.id).here

    asyncio.run(play())
    assert not room.person(person.id).here
