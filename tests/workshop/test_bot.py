"""The bot of the examples plays a room through over a real server, run by a script of the facilitator."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from urllib.error import HTTPError

import pytest

from tests.workshop.served import PATIENCE, Desk, Served
from wargame.examples import bot, listening_bot
from wargame.examples.listening_bot import ask, play
from wargame.workshop import Rooms

SEATS, TURNS = ("ALDA", "BRENN"), 2


@pytest.mark.slow
@pytest.mark.parametrize("kind", [bot, listening_bot])
def test_two_bots_play_a_room_through(kind: ModuleType, tmp_path: Path) -> None:
    with ThreadPoolExecutor(3) as pool, Served(tmp_path) as served:  # no bot outlives its server
        desk = Desk(served)
        opened = desk.open(
            {"title": "Bots", "scenario": "four-islands", "seats": [*SEATS], "turns": TURNS, "seed": 7}
        )
        bots = [pool.submit(kind.play, served.address, opened["codes"][seat]) for seat in SEATS]
        pool.submit(desk.facilitate, opened["room"]).result(PATIENCE)
        ends = [bot.result(PATIENCE) for bot in bots]
        for seat, end in zip(SEATS, ends, strict=True):
            assert (end["seat"], end["stage"], end["turn"], end["over"]) == (seat, "debrief", TURNS, True)
            assert {row["id"] for row in end["ending"]["scores"]} == {team["seat"] for team in end["teams"]}
            token = ask(f"{served.address}/api/join", body={"code": opened["codes"][seat]})["token"]
            assert ask(f"{served.address}/api/seat/report?turn=1", token)["orders"][seat]
        with pytest.raises(HTTPError, match="401"):
            ask(f"{served.address}/api/seat")
    assert [card.stage for card in Rooms(tmp_path / "runs" / "rooms").list()] == ["debrief"]


@pytest.mark.slow
def test_a_bot_waits_for_a_server_that_was_killed(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        with Served(tmp_path) as first:
            desk = Desk(first)
            plan = {"title": "Bots", "scenario": "four-islands", "seats": ["ALDA"], "turns": TURNS, "seed": 7}
            opened = desk.open(plan)
            bot = pool.submit(play, first.address, opened["codes"]["ALDA"])
            until = time.monotonic() + PATIENCE
            while not desk.do(f"/{opened['room']}")["teams"][0]["committed"]:
                assert time.monotonic() < until
                time.sleep(0.05)
            os.kill(first.pid, signal.SIGKILL)
        with Served(tmp_path, int(first.address.rpartition(":")[2])) as again:
            assert not bot.done()
            Desk(again).facilitate(opened["room"])
            end = bot.result(PATIENCE)
    assert (end["stage"], end["turn"], end["over"]) == ("debrief", TURNS, True)
