"""A server killed at any instant: what was acknowledged is there, no turn is half adjudicated, and none twice."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.workshop.conftest import make_plan
from wargame.live import Draft
from wargame.live.whatif import Forecaster
from wargame.workshop import Room
from wargame.workshop.store import Store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="a process is forked and killed"),
]
KILLS = 50
SEATS = ("ALDA", "BRENN")
ORDERS = ("consult", "statement", "intelligence")


def open_room(path: Path) -> Room:
    return Room(Store.open(path), "room", Forecaster(0))


def live_on(path: Path, out: int, seed: int) -> None:
    """Play without end: say what is tried, do it, say that it is done; ends by being killed."""

    def say(*told: Any) -> None:
        os.write(out, (json.dumps(told) + "\n").encode())

    dice, room = random.Random(seed), open_room(path)
    places = {room.person(each.id).seat: room.place(each.id) for each in room.people}
    if room.stage == "lobby":
        room.white.begin(False)
    while True:
        if room.phase == "why":
            if room.over:
                room.white.back(0, "once more")
            else:
                room.white.next_phase()
        for seat, place in places.items():
            if room.live.committed(seat):
                place.recall(seat, room.live.turn)
            for _ in range(dice.randint(1, 3)):
                text = str(dice.random())
                say("try", "message", text)
                place.say("all", text)
                say("done", "message", text)
            where = [room.standing.game, room.live.turn, seat]
            orders = dice.sample(ORDERS, dice.randint(0, 2))
            say("try", "draft", where, orders)
            place.keep(seat, Draft(tuple(orders)), room.live.turn)
            say("done", "draft", where, orders)
            seal = place.commit(seat, room.live.turn)
            say("done", "commit", where, seal)
        where = [room.standing.game, room.live.turn]
        say("try", "turn", where)
        room.white.adjudicate()
        say("done", "turn", where, room.live.game.digests[-1])


def killed_after(path: Path, seconds: float, seed: int) -> list[list[Any]]:
    """Run it in a process of its own, kill that after so many seconds, and return what it said."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        try:
            live_on(path, write, seed)
        except BaseException as error:  # what went wrong there is told here
            os.write(write, (json.dumps(["fault", repr(error)]) + "\n").encode())
        os._exit(1)
    os.close(write)
    try:
        time.sleep(seconds)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    with os.fdopen(read, "rb") as told:
        return [json.loads(line) for line in told.read().splitlines()]


def digests_of(room: Room) -> dict[tuple[int, int], list[str]]:
    """Return the digests of every turn of every game in the store."""
    found: dict[tuple[int, int], list[str]] = {}
    for number, _ in room.store.games():
        for line in room.store.lines(number):
            if line["kind"] == "digest":
                found.setdefault((number, line["turn"]), []).append(line["digest"])
    return found


def hold_against(room: Room, told: list[list[Any]]) -> None:
    """Hold a room that was opened again against what its process had said."""
    assert not [each for each in told if each[0] == "fault"], told[-1]
    done = [each[1:] for each in told if each[0] == "done"]
    tried = told[-1][1:] if told and told[-1][0] == "try" else None
    texts = [each.text for each in room.standing.messages]
    for each in done:
        if each[0] == "message":
            assert texts.count(each[1]) == 1, "an acknowledged message is lost, or there twice"
    played = digests_of(room)
    assert all(len(each) == 1 for each in played.values()), "a turn was adjudicated twice"
    for each in done:
        if each[0] == "turn":
            assert played[each[1][0], each[1][1]] == [each[2]], "an adjudicated turn is lost or differs"
    adjudicated = [entry for entry in room.log if entry.kind == "adjudicated"]
    assert len(adjudicated) == len(played), (
        "a turn is in the record and not in the log, or the other way round"
    )
    here = [room.standing.game, room.live.turn]
    for seat in SEATS:
        drafts = [each[2] for each in done if each[0] == "draft" and each[1] == [*here, seat]]
        possible = drafts[-1:]
        if tried and tried[0] == "draft" and tried[1] == [*here, seat]:
            possible = [*possible, tried[2]]
        if drafts:
            assert list(room.live.draft(seat).orders) in possible, "an acknowledged draft is lost"
        seals = [each[2] for each in done if each[0] == "commit" and each[1] == [*here, seat]]
        recommits = sum(each[0] == "draft" and each[1] == [*here, seat] for each in done)
        if seals and recommits == len(seals) and not (tried and tried[0] == "draft"):
            assert room.live.seal(seat) in (seals[-1], ""), "orders are sealed that nobody committed"
    assert room.store.faults() == []


def test_fifty_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "room.db"
    room = Room.make(Store.make(path), "room", make_plan(turns=4, practice=False), Forecaster(0))
    tokens = [room.join(seat) for seat in SEATS]
    room.close()
    dice, turns = random.Random(7), 0
    for kill in range(KILLS):
        told = killed_after(path, dice.uniform(0.15, 0.9), kill)
        room = open_room(path)  # plays every turn of the record again and holds it against its digests
        hold_against(room, told)
        turns += sum(each[:2] == ["done", "turn"] for each in told)
        assert [room.by_token(token).seat for token in tokens] == list(SEATS)  # type: ignore[union-attr]
        room.close()
    assert turns > KILLS / 2, "too little was played for the kills to mean anything"
