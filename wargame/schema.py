"""What a row of ``rules/`` may say: one frozen pydantic model for each kind of row.

The models hold facts only. Reading files, merging variants and telling faults is ``ruleset`` and ``scenario``;
what a row *does* in a turn is ``effects`` and ``adjudication``.

Addresses. A row names a quantity by ``field`` or ``field.part``: ``tension``, ``trust``, ``home.approval``,
``capability.space_tracking``, ``support.counterstrike``. It names *whose* by a selector (``at``), written
``X`` for a quantity of one entity and ``X>Y`` for one that X holds towards Y. A measure (objectives, event
conditions) names both at once: ``home.approval:JPN``, ``trust:KOR>USA``, ``tension:strait``.
"""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["stated", "implied", "published", "recalled", "estimated", "assumed"]
Unit = Literal[
    "index",
    "share",
    "percent",
    "points",
    "count",
    "bn USD",
    "years",
    "PC",
    "per year",
    "ratio",
    "log units",
    "km",
]
UNITS: tuple[str, ...] = get_args(Unit)
"""Units a number may carry. Kilometres measure distance between nations and nothing else."""
Verb = Literal["adjust", "transfer", "allot", "advance", "unlock", "claim", "schedule", "pledge", "withdraw"]
Target = Literal[
    "none",
    "ally",
    "partner",
    "rival",
    "nation",
    "client",
    "flashpoint",
    "programme",
    "area",
    "agreement",
    "drain",
    "gate",
]
Level = Literal["officials", "ministers", "leaders"]
Sight = Literal["public", "estimated", "private"]


class Row(BaseModel):
    """A frozen row that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Sourced(Row):
    """A row that rests on something: keys of the bibliography (``rules/sources.toml``)."""

    source: tuple[str, ...] = Field(min_length=1)
    note: str = ""


class Parameter(Sourced):
    """One number of a rule (``parameters/*.toml``; its id is ``<file table>.<name>``)."""

    value: float | tuple[float, ...]
    unit: Unit
    range: tuple[float, float]
    kind: Kind
    rule: str = ""


class Source(Row):
    """One entry of the bibliography; ``text`` for a paraphrased sentence, ``cite`` for anything else."""

    kind: Literal["sentence", "publication", "data", "project"]
    text: str = ""
    cite: str = ""


class Effect(Row):
    """One declared effect: a verb on a field of an entity, sized by a step of the five-step scale.

    ``step`` is -5 ... 5 without 0 for ``adjust``; the scale of the field's kind turns it into a size.
    ``on`` tells agreements when (signing, each year in force, expiry, breach). ``given`` and ``unless``
    name an order the same actor must, or must not, have issued this turn. ``per`` multiplies the size by one
    of the actor's own home tracks over 50, so that 50 is neutral. ``delay`` is in turns.
    """

    verb: Verb = "adjust"
    field: str = ""
    at: str = ""
    step: int = Field(default=0, ge=-5, le=5)
    on: Literal["signing", "year", "expiry", "breach"] = "signing"
    given: str = ""
    unless: str = ""
    per: str = ""
    delay: int = Field(default=0, ge=0, le=2)
    value: float = 0.0
    event: str = ""


class Track(Sourced):
    """A quantity of home politics, points of 0-100 (``trade`` to 120): every nation has one of each."""

    name: str
    text: str
    better: Literal["high", "low", "none"] = "none"
    neutral: float = 50.0
    high: float = 100.0
    pull: str = ""
    drift: str = ""
    see: Sight = "public"


class Area(Sourced):
    """A capability area, index 0-10; ``threat_class`` ties a strike area to the defence against it."""

    name: str
    text: str
    role: Literal["strike", "defence", "tracking", "presence"]
    threat_class: str = ""
    decay: str


class Order(Sourced):
    """An order a seat may issue. Lists run over the levels of its menu and must agree in length."""

    code: str = Field(pattern=r"^[A-Z]{2}$")
    name: str
    text: str
    group: Literal["money", "cooperation", "politics", "pressure"]
    who: tuple[str, ...] = ()
    target: Target = "none"
    role: str = ""
    levels: tuple[str, ...] = ("",)
    strength: tuple[float, ...] = (1.0,)
    capital: tuple[float, ...] = (0.0,)
    funds: tuple[float, ...] = (0.0,)
    severity: tuple[int, ...] = (0,)
    phase: Literal["news", "home", "programmes", "fielding", "conduct"] = "conduct"
    damped: bool = True
    secret: bool = False
    effect: tuple[Effect, ...] = ()


class AgreementType(Sourced):
    """A kind of agreement: what it needs, what is bargained, what it does while it lasts.

    ``terms`` is the menu of the first party's share of the yearly ``burden``, percent. ``burden`` is percent of
    the smaller party's wedge unless the scenario's agreement names bn USD. ``term`` 0 lasts until withdrawn.
    ``forbids`` are orders by which the first party breaks it while it is in force.
    """

    name: str
    text: str
    meeting: Literal["", "officials", "ministers", "leaders"] = ""
    capital: float = 1.0
    term: float = 0.0
    terms: tuple[float, ...] = (50.0,)
    burden: float = 0.0
    may_be_secret: bool = False
    home_gate: bool = False
    enables: Literal["", "research", "programme", "intelligence", "basing"] = ""
    forbids: tuple[str, ...] = ()
    effect: tuple[Effect, ...] = ()


class Meeting(Sourced):
    """A level of meeting and its price in political capital, each side."""

    name: str
    rank: int = Field(ge=0, le=2)
    capital: float


class Gate(Sourced):
    """Something home politics must allow before it is done; ``track`` is the norm that resists it."""

    name: str
    text: str
    track: str
    effect: tuple[Effect, ...] = ()


class Character(Sourced):
    """A house-AI character: weights on what it values, and its manner.

    ``weight`` keys are value features of ``policies.values``; 1 is the balancer's weight.
    ``noise`` is the spread of ties; ``threshold`` the surplus an offer must bring; ``honesty`` the chance that a
    signal or promise is meant; ``horizon`` years of an agreement it counts; ``ahead`` looks one turn ahead.
    """

    name: str
    text: str
    weight: dict[str, float]
    noise: float = Field(ge=0)
    threshold: float
    honesty: float = Field(ge=0, le=1)
    horizon: float = Field(ge=0)
    ease: float = Field(ge=0, le=1)
    ahead: bool = False


class Capital(Row):
    """Political capital of a nation: at the opening, income a year, cap (PC)."""

    start: float
    income: float
    cap: float


class Dollars(Row):
    """What money that is an index would be in bn USD: a guess that only measures of power use."""

    spending: float = Field(gt=0, le=1e5)
    gdp: float = Field(gt=0, le=1e6)


class Nation(Sourced):
    """A nation at the opening. Money is bn USD, or index points where ``money`` says so.

    Budgets are at constant prices of 2022, GDP at those of 2015: their ratio is an index of burden, no share.

    ``major`` marks a major power. ``power`` is its composite capability; ``people`` (million) and, where money is an
    index, ``dollars`` are what other measures of power need.
    """

    name: str
    adjective: str
    iso3: str
    colour: str
    place: tuple[float, float]
    tags: tuple[str, ...]
    money: Literal["bn USD", "index"] = "bn USD"
    spending: float = Field(gt=0, le=1e5)
    gdp: float = Field(gt=0, le=1e6)
    gdp_growth: float
    growth: float = 0.0
    volatility: float = Field(ge=0)
    deflator: float = 0.0
    streak: int = 0
    wedge: float = Field(gt=0, le=100)
    capital: Capital
    slots: int = Field(ge=0, le=20)
    orders: int = Field(ge=1, le=12)
    polyarchy: float = Field(ge=0, le=1)
    major: bool = False
    power: float = Field(ge=0)
    people: float | None = Field(default=None, gt=0)
    dollars: Dollars | None = None
    tech: float = Field(ge=0, le=10)
    intelligence: float = Field(ge=0, le=100)
    capability: dict[str, float] = {}
    home: dict[str, float] = {}
    support: dict[str, float] = {}
    character: str
    dilemma: str
    brief: str


class Pair(Sourced):
    """A pair of nations at the opening. Relation -1 ... 1; trust in points, a's in b and b's in a.

    ``distance`` is that between capitals, ``border`` that between the nearest borders (km; the first if not given).
    """

    a: str
    b: str
    distance: float = Field(gt=0)
    border: float | None = Field(default=None, ge=0)
    relation: float = Field(ge=-1, le=1)
    trust_ab: float = Field(ge=0, le=100)
    trust_ba: float = Field(ge=0, le=100)
    ally: bool = False
    rival: bool = False


class Flashpoint(Sourced):
    """A place under pressure: who challenges, who defends (the first of each is the principal).

    ``lull`` is how long ago the last incident between the principals was at the opening, years.
    """

    name: str
    text: str
    challengers: tuple[str, ...] = Field(min_length=1)
    defenders: tuple[str, ...] = Field(min_length=1)
    base: float
    tension: float
    lull: float = Field(default=1.0, ge=0, le=99)
    place: tuple[float, float]


class Drain(Sourced):
    """A contest outside the model that costs one nation attention and another funds, level 0-3."""

    name: str
    text: str
    level: float = Field(ge=0, le=3)
    mover: str
    distracted: str
    capital: tuple[float, float, float, float]
    drained: str
    funds: tuple[float, float, float, float]


class Group(Sourced):
    """A set of nations whose cohesion is followed, and the nations it is formed against."""

    name: str
    members: tuple[str, ...] = Field(min_length=2)
    against: tuple[str, ...] = ()
    cohesion: float = Field(ge=0, le=100)


class Programme(Sourced):
    """An R&D programme at the opening. ``cost`` is a national programme's yearly line, bn USD (or index).

    ``years`` is the plan from the first stage to fielding at full effort; ``stage`` and ``progress`` where it
    stands. A joint one has several owners and the ``agreement`` that must be signed first.
    """

    name: str
    text: str
    owners: tuple[str, ...] = Field(min_length=1)
    area: str
    gain: float = Field(gt=0, le=10)
    cost: float = Field(ge=0)
    years: float = Field(gt=0)
    stage: Literal["idea", "principle", "signed", "research", "development", "test", "fielded"]
    progress: float = Field(default=0.0, ge=0, lt=1)
    funding: float = Field(default=0.0, ge=0, le=1.5)
    track_record: int = 0
    public: bool = True


class EligibleAgreement(Sourced):
    """One place on the catalogue axis: a type, its parties in order, what it covers, how it stands.

    ``index`` tells how the burden goes on at constant prices while it is in force: flat, or with the first party's
    defence budget, up to ``burden.index_cap`` a year.
    """

    type: str
    parties: tuple[str, ...] = Field(min_length=2)
    areas: tuple[str, ...] = ()
    programme: str = ""
    burden: float | None = None
    index: Literal["flat", "budget"] = "flat"
    in_force: bool = False
    left: float = 0.0
    share: float | None = None
    tabled: int = 0


class ScheduledMeeting(Sourced):
    """A group that may meet at a level; ``scheduled`` lists turns in which it meets free of charge."""

    level: Level
    parties: tuple[str, ...] = Field(min_length=2)
    scheduled: tuple[int, ...] = ()


class Condition(Row):
    """A comparison of a measure with a number."""

    sum: tuple[str, ...] = Field(min_length=1)
    less: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None


class Event(Sourced):
    """A card of the deck. ``turn`` schedules it, ``chance`` (a year) draws it, ``when`` conditions it."""

    name: str
    text: str
    trigger: Literal["scheduled", "random", "condition", "incident", "called"]
    turn: int = 0
    chance: float = Field(default=0.0, ge=0, le=1)
    when: tuple[Condition, ...] = ()
    once: bool = True
    actor: str = ""
    target: str = ""
    effect: tuple[Effect, ...] = ()


class Objective(Sourced):
    """A private objective: every clause must hold by one of its conditions.

    ``turns`` 0 asks at the end; n asks that all clauses hold in at least n turns.
    """

    seat: str
    text: str
    all: tuple[tuple[Condition, ...], ...] = Field(min_length=1)
    turns: int = Field(default=0, ge=0)


class Expectation(Row):
    """What house AI should make likely, not certain: a condition first met by a turn, in a window of chances."""

    text: str
    when: Condition
    by: int = Field(ge=1)
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)


class Fact(Sourced):
    """What had come about in the world by the end of a turn, to be held beside games: face validity.

    One of three: a condition that came true by then or did not (``happened`` 1 or 0); the ``sum`` of measures then, as
    a ratio to the opening where ``ratio`` says so; in how many turns ``seat`` issued ``order``.
    """

    text: str
    by: int = Field(ge=1)
    happened: float
    when: Condition | None = None
    sum: tuple[str, ...] = ()
    ratio: bool = False
    order: str = ""
    seat: str = ""


class Frame(Row):
    """Head of a scenario file: what it is, when it starts, how long a turn and a game last."""

    title: str
    text: str
    ruleset: str
    extends: str = ""
    version: str
    first_year: int
    turns: int = Field(ge=1, le=40)
    turn_years: float = Field(default=1.0, gt=0, le=1)
    practice: bool = False
    story: tuple[Expectation, ...] = ()


class Change(Row):
    """A line of a ruleset's history: a version, its date, why results moved."""

    version: str
    date: str
    why: str


class Head(Row):
    """Head of a ruleset."""

    title: str
    text: str
    version: str
    extends: str = ""
    history: tuple[Change, ...] = ()
