"""All that a seat knows, as the API tells it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wargame.server.api.told.base import Told
from wargame.server.api.told.desk import Deal, Draft
from wargame.server.api.told.turn import Ending, News


class Clock(Told):
    """The clock of the phase: seconds given and left (below 0 for time over), and whether it runs."""

    total: float
    left: float
    running: bool


class Team(Told):
    """A seat as all may see it."""

    seat: str
    name: str
    colour: str
    house: Annotated[bool, Field(description="House AI plays it.")]
    committed: bool


class Mate(Told):
    """A person of one's own team."""

    id: int
    name: str
    roles: list[str]
    here: bool


class Means(Told):
    """What is left this turn if the draft is issued as it lies."""

    capital: Annotated[float, Field(description="Political capital, PC.")]
    funds: float
    money: Annotated[str, Field(description="Unit of the funds.")]
    orders: Annotated[tuple[int, int], Field(description="Orders drafted, and allowed.")]


class Number(Told):
    """One number: what it is, how it moved last turn, and under which names `why` has it."""

    name: str
    value: float
    change: float | None
    unit: str = ""
    of: str
    field: str


class Estimate(Told):
    """What is believed of a capability: mean and one standard deviation; one's own are exact."""

    mean: float
    error: float


class Public(Told):
    """A number that all see, as text."""

    name: str
    text: str


class Other(Told):
    """Another nation as the seat sees it."""

    id: str
    name: str
    ally: bool
    rival: bool
    numbers: list[Number]
    public: list[Public]
    capability: Annotated[dict[str, Estimate], Field(description="By area.")]


class Place(Told):
    """A flashpoint on the ladder."""

    id: str
    name: str
    level: str
    tension: float


class Programme(Told):
    """A programme that the seat knows of."""

    id: str
    name: str
    own: bool
    owners: list[str]
    area: str
    stage: str
    done: Annotated[float, Field(description="Part of the planned work that is surely behind it, 0 to 1.")]


class Pact(Told):
    """An agreement in force that the seat knows of."""

    id: str
    name: str
    parties: list[str]
    mine: bool
    term: str
    share: str
    secret: bool


class Objective(Told):
    """An objective of the seat, private to it, as it can judge it."""

    id: str
    text: str
    met: bool


class Message(Told):
    """What somebody wrote; who of a team it was shows to that team and the facilitator only."""

    n: int
    at: float
    turn: int
    by: str
    to: str
    text: str
    person: str


class Said(Told):
    """What was said and sealed in public this turn, by seat."""

    signals: dict[str, str]
    statements: dict[str, str]
    seals: Annotated[dict[str, str], Field(description="sha256 of sealed orders, shown before the reveal.")]


class Seat(Told):
    """All that a seat knows now: the Seat page as data."""

    version: Annotated[int, Field(description="Rises whenever something that the seat may see has changed.")]
    room: str
    title: str
    seat: str
    name: str
    stage: Annotated[str, Field(description="lobby, practice, play, debrief or ended.")]
    phase: Annotated[
        str, Field(description="news, plan, diplomacy, signal, crisis, commit or why; empty for none.")
    ]
    turn: Annotated[int, Field(description="The open turn, from 1; after the end the last one.")]
    turns: int
    over: Annotated[bool, Field(description="The game in play has ended.")]
    open: Annotated[bool, Field(description="The seat may draft and commit orders of this turn.")]
    committed: bool
    clock: Clock
    teams: list[Team]
    team: list[Mate]
    needs_key: bool
    questions_left: int | None
    means: Means
    own: list[Number]
    others: list[Other]
    ladder: list[Place]
    programmes: list[Programme]
    agreements: list[Pact]
    objectives: list[Objective]
    news: News
    table: list[Deal]
    draft: Draft | None
    public: Said
    messages: list[Message]
    ending: Ending | None
