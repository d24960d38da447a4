"""Rooms with clocks of their own and without what-if processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from wargame.live.whatif import Forecaster
from wargame.workshop import Place, Plan, Room
from wargame.workshop.rooms import Rooms
from wargame.workshop.store import Store


@dataclass
class Clocks:
    """The time of day, which may jump, and a clock that only goes forward; both stand still until they are moved."""

    day: float = 1_700_000_000.0
    steady: float = 100.0
    moved: list[float] = field(default_factory=list)

    def pass_by(self, seconds: float) -> None:
        """Let time pass."""
        self.day += seconds
        self.steady += seconds


PLAIN = {
    "title": "North table",
    "scenario": "four-islands",
    "seats": ["ALDA", "BRENN"],
    "turns": 3,
    "seed": 7,
}
"""The plan of a small exercise in plain values, as programs send it."""


def make_plan(**changed: object) -> Plan:
    """Return a plan of a small exercise."""
    return Plan.of({**PLAIN, **changed})


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def open_room(tmp_path: Path, clocks: Clocks) -> Iterator[Callable[..., Room]]:
    """Open the one room of a test, anew after each call, as a server that was started again does."""
    held: list[Room] = []

    def opened(**plan: object) -> Room:
        path = tmp_path / "north.db"
        if held:
            held.pop().store.close()  # without a word of farewell, as if the process had been killed
        named = {"now": lambda: clocks.day, "steady": lambda: clocks.steady}
        if path.exists():
            held.append(Room(Store.open(path), "north", Forecaster(0), **named))
        else:
            held.append(Room.make(Store.make(path), "north", make_plan(**plan), Forecaster(0), **named))
        return held[0]

    yield opened
    for room in held:
        room.close()


@pytest.fixture
def room(open_room: Callable[..., Room]) -> Room:
    return open_room()


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    made = Rooms(tmp_path / "runs" / "rooms", Forecaster(0))
    yield made
    made.close()


def sit(room: Room, seat: str, *roles: str, name: str = "") -> Place:
    """Let somebody join and return their place."""
    person = room.by_token(room.join(seat, name, roles))
    assert person is not None
    return room.place(person.id)
