"""What a turn brought and how a game ended, as the API tells it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wargame.server.api.told.base import Told


class Card(Told):
    """A piece of news."""

    name: str
    text: str
    by: str


class Outcome(Told):
    """What became of an agreement that was talked about."""

    id: str
    text: str
    why: list[str]


class Issued(Told):
    """An order as it was told."""

    text: str


class Orders(Told):
    """What a nation was seen to order, and what it said."""

    id: str
    name: str
    orders: list[Issued]
    said: str


class Because(Told):
    """A named reason and what it added."""

    text: str
    amount: float


class Change(Told):
    """A number that moved, and why."""

    title: str
    of: str
    field: str
    before: float
    after: float
    change: float
    reasons: list[Because]


class Insight(Told):
    """An estimate of another nation that moved."""

    id: str
    area: str
    before: float
    after: float
    error: float


class Step(Told):
    """A flashpoint that changed its level."""

    id: str
    name: str
    level: str
    before: str


class Opening(Told):
    """What there is to tell before the first turn."""

    text: str
    dilemma: str
    brief: str


class News(Told):
    """What the last turn brought, as the seat may know it; before the first turn only `opening`."""

    turn: int
    turns: int
    opening: Opening | None = None
    year: str = ""
    news: list[Card] = Field(default_factory=list)
    rulings: list[str] = Field(default_factory=list)
    table: list[Outcome] = Field(default_factory=list)
    meetings: list[str] = Field(default_factory=list)
    orders: list[Orders] = Field(default_factory=list)
    crisis: list[str] = Field(default_factory=list)
    milestones: list[str] = Field(default_factory=list)
    changes: list[Change] = Field(default_factory=list)
    intelligence: list[Insight] = Field(default_factory=list)
    ladder: list[Step] = Field(default_factory=list)


class DealReport(Told):
    """What became of an agreement that was talked about."""

    agreement: str
    parties: list[str]
    seat: str
    share: float
    secret: bool
    outcome: str
    result: str
    withheld: list[str]


class Report(Told):
    """What a turn brought, as facts."""

    turn: int
    year: float
    events: list[str]
    injects: list[str]
    meetings: list[str]
    deals: list[DealReport]
    orders: dict[str, list[str]]
    signals: dict[str, str]
    stages: Annotated[list[tuple[str, str, str]], Field(description="Programme, what it was, what it is.")]
    levels: Annotated[list[tuple[str, str, str]], Field(description="Flashpoint, what it was, what it is.")]
    gates: list[str]
    stability: float
    ending: str
    seals: dict[str, str]


class Score(Told):
    """How a seat did."""

    id: str
    name: str
    score: float
    succeeds: bool


class Ending(Told):
    """How a game ended."""

    ending: str
    text: str
    result: str
    scores: list[Score]
