"""A room with three people in two teams, and the page of each of them."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from wargame import game as games
from wargame.adjudication.turn import Play, prepare
from wargame.arrange import arrange
from wargame.live.whatif import Forecaster
from wargame.scenario import Scenario
from wargame.views.room.team import Chair
from wargame.workshop import Plan, Room
from wargame.workshop import plan as plans
from wargame.workshop.store import Store

Sit = Callable[[int], Chair]
ANN, ABE, BEN = 1, 2, 3
"""Ann heads Alda and Abe holds its purse; Ben is alone in Brenn."""


READ = cache(arrange)
PLAYS: dict[int, Play] = {}


def ready(scenario: Scenario) -> Play:
    """Return the play of a scenario, made once for each number of turns."""
    turns = scenario.frame.turns
    if turns not in PLAYS:
        PLAYS[turns] = prepare(scenario)
    return PLAYS[turns]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a room with three people, before it begins."""
    path = tmp_path_factory.mktemp("rooms") / "north.db"
    plan = Plan("North", "four-islands", ("ALDA", "BRENN"), turns=2, seed=7, question="Who gives way first?")
    made = Room.make(Store.make(path), "north", plan, Forecaster(0))
    made.join("ALDA", "Ann", ("head",))
    made.join("ALDA", "Abe", ("finance", "press"))
    made.join("BRENN", "Ben")
    made.close()
    return path


@pytest.fixture
def room(begun: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """That room, in a folder in which a game that is over puts its run; all of its people did something just now."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(plans, "arrange", READ)  # what every room here reads alike is read once
    monkeypatch.setattr(games, "prepare", ready)
    quiet = Forecaster(0)
    quiet.add = lambda each: None  # type: ignore[method-assign]
    made = Room(Store.open(Path(shutil.copy(begun, tmp_path))), "north", quiet)
    for person in made.people:
        made.presence.sign(person.id, person.seat)
    yield made
    made.close()


@pytest.fixture
def sit(room: Room) -> Sit:
    return lambda person: Chair(room, person)


@pytest.fixture
def play(room: Room) -> Callable[..., None]:
    """Begin the exercise, and go to a phase."""

    def go(phase: str = "plan") -> None:
        if room.stage == "lobby":
            room.white.begin(False)
        if room.phase != phase:
            room.white.go(phase)

    return go


def seen(chair: Chair) -> dict[str, Any]:
    """Return what a page shows, which is plain JSON at every moment."""
    made = chair.payload()
    json.dumps(made, allow_nan=False)
    return made


def act(chair: Chair, do: str, /, **told: Any) -> dict[str, Any]:
    chair.act({"do": do, **told})
    return seen(chair)


def asked(room: Room) -> list[str]:
    """Return the questions of the turn, once they are drawn up."""
    until = time.monotonic() + 60.0
    while not room.questions():
        assert time.monotonic() < until
        time.sleep(0.01)
    return [each.id for each in room.questions()]
