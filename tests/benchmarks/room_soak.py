"""Whether a server of many rooms stays as it is: rooms of bots play over the API, memory is read after every turn.

    python -m tests.benchmarks.room_soak [--rooms 20] [--turns 8] [--seats 2] [--port 8782]

It opens a workshop in a folder of its own. Bots of the examples play some seats of each room, house AI the others; a
script plays every turn in all rooms before the next. A turn that is played is kept, so that memory grows by what a turn
holds; what is told is how much that is, and whether the last turns take more than the first.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.benchmarks.room_load import SCENARIO, SEATS
from tests.workshop.served import Desk, Served
from wargame.examples.listening_bot import play

PATIENCE = 120.0
"""Seconds after which a room whose bots have not committed is stuck."""


class Soak:
    """Rooms of bots, turn by turn.

    Parameters
    ----------
    rooms, turns, seats : how many; seats are those that bots play in each room
    """

    def __init__(self, served: Served, rooms: int, turns: int, seats: int) -> None:
        self.served, self.desk, self.turns = served, Desk(served), turns
        self.desk.ready()
        self.empty = served.memory
        plan = {
            "scenario": SCENARIO,
            "seats": [*SEATS[:seats]],
            "turns": turns,
            "auto": False,
            "questions": 0,
        }
        self.rooms = [self.desk.open({**plan, "title": f"Soak {k}", "seed": k}) for k in range(rooms)]

    def run(self, pool: ThreadPoolExecutor) -> None:
        """Play all rooms through and print the figures."""
        codes = [code for room in self.rooms for seat, code in room["codes"].items() if seat != "screen"]
        bots = [pool.submit(play, self.served.address, code) for code in codes]
        rows = self._turns(bots)
        ends = [bot.result(PATIENCE) for bot in bots]
        assert all(end["stage"] == "debrief" for end in ends)
        rooms, steps = len(self.rooms), [later[1] - row[1] for row, later in itertools.pairwise(rows)]
        half = len(steps) // 2
        if half:
            first, last = (statistics.mean(part) / rooms for part in (steps[:half], steps[-half:]))
            print(f"a room and turn: {first:.2f} MB in the first half, {last:.2f} MB in the second")
        print(
            f"in the end: {self.served.memory:.0f} MB, {self.served.threads} threads, {_files(self.served.pid)} files"
        )

    def _turns(self, bots: Sequence[Future[Any]]) -> list[tuple[float, float]]:
        """Play every turn in all rooms; return seconds and memory of each."""
        print(f"{len(self.rooms)} rooms, {len(bots)} bots; {self.empty:.0f} MB without rooms")
        print(
            f"{'turn':>4} {'seconds':>8} {'MB':>6} {'MB a room':>10} {'processor s':>12} {'threads':>8} {'files':>6}"
        )
        rows = []
        for turn in range(1, self.turns + 1):
            began, worked = time.perf_counter(), self.served.seconds
            going = self._going()
            for room in going:
                self._adjudicate(room, turn, bots)
            took, held = time.perf_counter() - began, self.served.memory
            rows.append((took, held))
            a_room = (held - self.empty) / len(self.rooms)
            print(
                f"{turn:>4} {took:>8.1f} {held:>6.0f} {a_room:>10.2f} {self.served.seconds - worked:>12.1f} "
                f"{self.served.threads:>8} {_files(self.served.pid):>6}",
                flush=True,
            )
            for room in self._going():
                self.desk.do(f"/{room}/next_phase", {"phase": "why"})
        return rows

    def _going(self) -> list[str]:
        """Return the rooms in which the game goes on; where talks break down, it ends early."""
        return [room["name"] for room in self.desk.do("") if room["stage"] == "play"]

    def _adjudicate(self, room: str, turn: int, bots: Sequence[Future[Any]]) -> None:
        """Play a turn of a room once its bots have committed."""
        until = time.monotonic() + PATIENCE
        while any(not team["committed"] and not team["house"] for team in self.desk.do(f"/{room}")["teams"]):
            for bot in bots:
                if bot.done():
                    bot.result()  # tells what a bot broke at
            assert time.monotonic() < until, f"{room}, turn {turn}: somebody has not committed"
            time.sleep(0.2)
        self.desk.do(f"/{room}/adjudicate", {"turn": turn})


def _files(pid: int) -> int:
    """Return the files and connections that a process holds open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def main() -> None:
    """Measure and tell."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--rooms", type=int, default=20)
    options.add_argument("--turns", type=int, default=8, help="turns of each room")
    options.add_argument("--seats", type=int, default=2, help="seats that bots play in each room, 1 to 6")
    options.add_argument("--port", type=int, default=0, help="port of the server, any free one if not given")
    told = options.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        with (
            ThreadPoolExecutor(told.rooms * told.seats) as pool,
            Served(folder, told.port) as served,  # ends first: no bot outlives its server
        ):
            Soak(served, told.rooms, told.turns, told.seats).run(pool)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
