"""A rehearsal: a whole short exercise at human pace, played by scripts through the API, with the minutes of phases.

``python tests/benchmarks/rehearsal.py`` opens a workshop in a folder of its own, seats four teams, plays five turns,
and prints what each phase took; ``--pace 20`` plays twenty times as fast. Teams read, think, ask what-if questions,
bargain, write to each other and commit after pauses that are drawn from ranges; the facilitator waits for them, tells
an inject, makes a ruling, and hands one seat to house AI for a turn.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

SEATS = ("USA", "JPN", "ROK", "CHN")
MINUTES = {
    "news": 1.0,
    "plan": 3.0,
    "diplomacy": 5.0,
    "signal": 1.0,
    "crisis": 3.0,
    "commit": 2.0,
    "why": 3.0,
}
FIRST = {**MINUTES, "plan": 4.0, "diplomacy": 6.0, "commit": 3.0}


class Talker:
    """Somebody who speaks to the API, and remembers how long each answer took."""

    def __init__(self, address: str) -> None:
        self.api, self.token, self.took = f"{address}/api", "", list[float]()

    def ask(self, path: str, body: Any = None, method: str | None = None) -> Any:
        """Ask, and return the answer; a refusal raises ``HTTPError``."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        sent = None if body is None else json.dumps(body).encode()
        began = time.perf_counter()
        try:
            with urlopen(Request(self.api + path, sent, headers, method=method), timeout=60) as answer:
                return json.load(answer)
        finally:
            self.took.append(time.perf_counter() - began)


class Team(threading.Thread):
    """A team of people, as a script: what it does in each phase, with the pauses of people."""

    def __init__(self, address: str, code: str, pace: float, seed: int) -> None:
        super().__init__(daemon=True)
        self.talker, self.pace, self.dice = Talker(address), pace, random.Random(seed)
        joined = self.talker.ask("/join", {"code": code, "roles": ["head"]})
        self.talker.token, self.seat = joined["token"], joined["seat"]
        self.refused: list[str] = []
        self.done: dict[str, int] = {}
        self.lost: list[str] = []

    def run(self) -> None:
        """Play until the debrief."""
        did: set[tuple[int, str]] = set()
        while True:
            seat = self.talker.ask("/seat")
            if seat["stage"] in ("debrief", "ended"):
                return
            here = (seat["turn"], seat["phase"])
            act = getattr(self, seat["phase"], None)
            if act is not None and here not in did and seat["open"]:
                did.add(here)
                act(seat)
            time.sleep(1.0 / self.pace)

    def pause(self, low: float, high: float) -> None:
        """Think for so many seconds."""
        time.sleep(self.dice.uniform(low, high) / self.pace)

    def tried(self, what: str, path: str, body: Any, method: str | None = None) -> Any:
        """Do something that the rules or the clock may refuse."""
        try:
            answer = self.talker.ask(path, body, method)
            self.done[what] = self.done.get(what, 0) + 1
            return answer
        except HTTPError as error:
            self.refused.append(json.load(error)["error"])
            return None

    # -- phases ---------------------------------------------------------------------------------------------

    def plan(self, seat: Any) -> None:
        """Read, draft one order after the other, ask what they would change."""
        self.pause(20, 45)
        menu = self.talker.ask("/seat/orders")
        chosen: list[str] = []
        rows = self.dice.sample(menu["orders"], min(12, len(menu["orders"])))
        for row in rows:
            if len(chosen) == menu["allowed"]:
                break
            draft = {"turn": seat["turn"], "orders": [*chosen, row["text"]]}
            kept = self.tried("draft", "/seat/draft", draft, "PUT")
            if kept is not None and not kept["faults"]:
                chosen.append(row["text"])
            self.pause(8, 20)
        self.tried("draft", "/seat/draft", {"turn": seat["turn"], "orders": chosen}, "PUT")
        found = self.tried("what-if", "/seat/whatif", {})
        while found and found["state"] in ("waiting", "looking"):
            time.sleep(0.5)
            found = self.talker.ask("/seat/whatif")

    def diplomacy(self, seat: Any) -> None:
        """Offer, answer what is offered, write to others."""
        for _ in range(self.dice.randint(3, 6)):
            self.pause(15, 40)
            now = self.talker.ask("/seat")
            if now["phase"] != "diplomacy":
                return
            for deal in now["table"]:
                self._word(now["turn"], deal)
            other = self.dice.choice([each for each in SEATS if each != seat["seat"]])
            self.tried("message", "/seat/message", {"to": other, "text": f"On turn {now['turn']}: shall we?"})

    def _word(self, turn: int, deal: Any) -> None:
        """Say what is to be said about one agreement: more is accepted than not, and little is offered."""
        if deal["part"] == "waiting":
            countered = deal["offer"]["by"] == self.seat
            others = [each for each in deal["menu"] if each != deal["share"]]
            word: dict[str, Any] = {"verb": "take" if countered else "accept"}
            if not countered and deal["may_counter"] and others and self.dice.random() < 0.3:
                word = {"verb": "counter", "value": self.dice.choice(others)}
            elif self.dice.random() < 0.2:
                word = {"verb": "leave" if countered else "reject"}
            self.tried(word["verb"], "/seat/table", {"turn": turn, "what": deal["id"], **word})
        elif deal["part"] == "free" and self.dice.random() < 0.1:
            self.tried("offer", "/seat/table", {"turn": turn, "verb": "offer", "what": deal["id"]})

    def signal(self, seat: Any) -> None:
        """Announce one of the drafted orders, or nothing; state a forecast."""
        self.pause(10, 40)
        rows = seat["draft"]["orders"] if seat["draft"] else []
        if rows and self.dice.random() < 0.6:
            word = str(rows[0]["text"] if isinstance(rows[0], dict) else rows[0]).split()[0]
            self.tried("signal", "/seat/signal", {"turn": seat["turn"], "order": word})
        for question in self.talker.ask("/seat/questions"):
            body = {"question": question["id"], "percent": float(self.dice.randint(5, 95))}
            self.tried("forecast", "/seat/forecast", body)

    def commit(self, seat: Any) -> None:
        """Go over it once more, and commit."""
        self.pause(20, 100)
        before = self.talker.ask("/seat")["draft"]
        if self.tried("commit", "/seat/commit", {"turn": seat["turn"]}) is None:
            self.tried("draft", "/seat/draft", {"turn": seat["turn"], "orders": []}, "PUT")
            self.tried("commit", "/seat/commit", {"turn": seat["turn"]})
        if before is None:
            self.lost.append(f"turn {seat['turn']}: no draft")

    def why(self, seat: Any) -> None:
        """Read the report, and put a sentence on the record."""
        self.pause(40, 120)
        self.tried("statement", "/seat/statement", {"text": f"{seat['name']} stands by what it did."})


def opened(folder: Path) -> tuple[subprocess.Popen[str], str, str]:
    """Open a workshop; return its process, address and key."""
    command = [sys.executable, "-m", "wargame", "workshop", "open", "--no-browser", "--port", "0"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = key = ""
    while not (address and key):
        line = process.stdout.readline()
        if "http://127.0.0.1" in line:
            address = line[line.index("http://") :].split("/key")[0].strip()
        if line.startswith("Key:"):
            key = line.split()[1]
    return process, address, key


def facilitate(white: Talker, room: str, pace: float, teams: Sequence[Team]) -> list[tuple[int, str, float]]:
    """Lead the exercise to its end; return turn, phase and minutes of every phase."""
    at, passed = f"/white/rooms/{room}", list[tuple[int, str, float]]()
    white.ask(f"{at}/begin", {"practice": False})
    here, began, acted = (0, ""), time.monotonic(), set[tuple[int, str]]()
    while True:
        now = white.ask(at)
        if (now["turn"], now["phase"]) != here:
            if here[1]:
                passed.append((*here, (time.monotonic() - began) * pace / 60.0))
                print(f"turn {here[0]} {here[1]:10s} {passed[-1][2]:6.2f} min", flush=True)
            here, began = (now["turn"], now["phase"]), time.monotonic()
        if now["stage"] in ("debrief", "ended"):
            return passed
        if here not in acted:
            acted.add(here)
            _act(white, at, *here)
        waited = (time.monotonic() - began) * pace
        people = [each for each in now["teams"] if not each["house"]]
        if here[1] == "commit" and all(each["committed"] for each in people):
            time.sleep(5.0 / pace)
            white.ask(f"{at}/adjudicate", {"turn": here[0], "phase": "commit"})
        elif here[1] == "commit" and waited > 240.0:
            white.ask(f"{at}/adjudicate", {"turn": here[0], "phase": "commit", "force": True})
        elif here[1] == "why" and waited > 150.0:
            white.ask(f"{at}/next_phase", {"turn": here[0], "phase": "why"})
        time.sleep(1.0 / pace)


def _act(white: Talker, at: str, turn: int, phase: str) -> None:
    """Do what the facilitator has in mind for this moment."""
    with suppress(HTTPError):
        if (turn, phase) == (2, "plan"):
            white.ask(
                f"{at}/rule", {"rule": "R8.incident", "entity": "strait", "outcome": False, "reason": "calm"}
            )
        elif (turn, phase) == (3, "news"):
            card = "strait_pressure"
            white.ask(f"{at}/inject", {"card": card, "reason": "the question of the day"})
        elif phase == "plan" and turn in (4, 5):
            white.ask(f"{at}/hand", {"seat": "CHN", "house": turn == 4, "reason": "a call outside"})


def main() -> None:
    """Rehearse and print what it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pace", type=float, default=1.0, help="how many times as fast as people")
    parser.add_argument("--turns", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        process, address, key = opened(Path(folder))
        try:
            white = Talker(address)
            white.token = white.ask("/key", {"key": key})["token"]
            plan = {"title": "Rehearsal", "scenario": "northeast-asia-2022", "seats": list(SEATS), "seed": 7}
            plan |= {"turns": asked.turns, "minutes": {k: v / asked.pace for k, v in MINUTES.items()}}
            plan |= {"first_minutes": {k: v / asked.pace for k, v in FIRST.items()}}
            room = white.ask("/white/rooms", plan)
            teams = [
                Team(address, room["codes"][seat], asked.pace, place) for place, seat in enumerate(SEATS)
            ]
            for team in teams:
                team.start()
            passed = facilitate(white, room["room"], asked.pace, teams)
            for team in teams:
                team.join(30.0)
            _tell(passed, teams, white)
        finally:
            process.terminate()
            process.wait(20)


def _tell(passed: list[tuple[int, str, float]], teams: Sequence[Team], white: Talker) -> None:
    phases = list(dict.fromkeys(phase for _, phase, _ in passed))
    turns = sorted({turn for turn, _, _ in passed})
    print(f"\n{'minutes':10s}" + "".join(f"{phase:>11s}" for phase in phases) + f"{'turn':>9s}")
    for turn in turns:
        row = {phase: minutes for number, phase, minutes in passed if number == turn}
        print(
            f"turn {turn:<5d}"
            + "".join(f"{row.get(p, 0.0):11.2f}" for p in phases)
            + f"{sum(row.values()):9.2f}"
        )
    print(f"all {sum(minutes for _, _, minutes in passed):.1f} min")
    took = sorted(each for team in teams for each in team.talker.took)
    own = sorted(white.took)
    print(
        f"answers to teams: {len(took)}, median {1e3 * took[len(took) // 2]:.0f} ms, slowest {took[-1]:.2f} s"
    )
    print(f"answers to the facilitator: median {1e3 * own[len(own) // 2]:.0f} ms, slowest {own[-1]:.2f} s")
    for team, seat in zip(teams, SEATS, strict=True):
        refused = dict.fromkeys(team.refused)
        print(f"{seat}: {team.done}; refused {len(team.refused)}, lost {len(team.lost)}")
        for each in list(refused)[:6]:
            print(f"    {each[:150]}")


if __name__ == "__main__":
    main()
