"""Rooms as the API tells them to the facilitator."""

from __future__ import annotations

from wargame.server.api.told.base import Told
from wargame.server.api.told.seat import Clock, Mate, Said, Team


class Member(Mate):
    """Somebody at the table."""

    seat: str


class RoomCard(Told):
    """A room in short; one that cannot be opened tells its fault."""

    name: str
    title: str
    scenario: str
    stage: str
    turn: int
    turns: int
    people: int
    group: str
    fault: str


class Room(Told):
    """How a room stands, for the facilitator."""

    room: str
    title: str
    stage: str
    phase: str
    turn: int
    turns: int
    over: bool
    clock: Clock
    teams: list[Team]
    public: Said
    codes: dict[str, str]
    people: list[Member]
