"""The table, the draft and the legal orders as the API tells them; what-ifs and forecasts."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wargame.server.api.told.base import Told


class Offer(Told):
    """An offer as its parties see it."""

    by: str
    mine: bool
    share: float
    secret: bool
    counter: float | None
    standing: str
    waits_for: list[str]
    agreed: bool
    signs: Annotated[bool, Field(description="It is agreed, and the draft signs it.")]


class Meeting(Told):
    """A meeting that would let an agreement be signed."""

    id: str
    name: str
    price: float
    standing: str


class Deal(Told):
    """An agreement that the seat may offer, that waits for a word, or that was talked about this turn."""

    id: str
    part: Annotated[str, Field(description="waiting (for your word), said, free (to offer) or shut.")]
    name: str
    parties: list[str]
    price: Annotated[float, Field(description="PC of signing, each side.")]
    menu: Annotated[
        list[float], Field(description="Shares that may be offered; empty where none is bargained.")
    ]
    share: float
    may_be_secret: bool
    may_counter: bool
    offer: Offer | None
    meetings: list[Meeting]


class Line(Told):
    """A drafted order."""

    text: str
    name: str
    legal: bool


class Pencilled(Told):
    """An agreement to be signed or not."""

    id: str
    name: str
    signs: bool


class Crisis(Told):
    """A flashpoint with a crisis round, and what the draft says to it."""

    id: str
    name: str
    ease: bool


class Draft(Told):
    """The draft as it lies."""

    turn: int
    orders: list[Line]
    promise: str
    pencilled: list[Pencilled]
    crisis: Crisis | None
    sealed: bool
    allowed: int
    faults: Annotated[
        list[str], Field(description="All that keeps it from being committed; empty if nothing does.")
    ]
    unanswered: str


class Order(Told):
    """A legal order: what to write, and its price."""

    text: str
    order: str
    code: str
    name: str
    target: str
    level: str
    capital: float
    funds: Annotated[float, Field(description="Money of the turn, negative where it frees some.")]
    percent: Annotated[float, Field(description="The same in percent of the turn's wedge.")]
    needs: Annotated[list[str], Field(description="What else must hold, such as a gate at home.")]
    worn: str


class Menu(Told):
    """Every order that the seat may issue now, one at a time."""

    turn: int
    allowed: int
    orders: list[Order]


class Like(Told):
    """A legal order near to one that is not."""

    text: str
    name: str


class Checked(Told):
    """Whether an order is legal (`legal` says how the rules write it), else why not and what comes nearest."""

    text: str
    legal: str
    refusal: str
    like: list[Like]


class Sealed(Told):
    """The fingerprint of sealed orders, which all see before the reveal."""

    seal: str


class Row(Told):
    """One outcome of a what-if: the draft beside doing nothing, with a 95 % range."""

    id: str
    name: str
    unit: str
    words: str
    difference: float | None
    low: float | None
    high: float | None


class Group(Told):
    """Outcomes that belong together."""

    title: str
    rows: list[Row]


class WhatIf(Told):
    """How a what-if stands."""

    state: Annotated[str, Field(description="empty, refused, closed, failed, waiting, looking or firm.")]
    words: str
    pairs: int
    planned: int
    updating: Annotated[bool, Field(description="The rows are of an earlier draft.")]
    groups: list[Group]
    limits: str
    questions_left: Annotated[int | None, Field(description="Of this turn; null for no limit.")]


class Question(Told):
    """A public question of a turn, and the chance in percent that the seat gives it; null for none stated."""

    id: str
    text: str
    percent: float | None
