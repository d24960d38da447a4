"""What may be sent to the API: one model a request, and nothing beside it is read."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Turn = Annotated[int, Field(description="The turn that it is meant for, as `GET /api/seat` tells it.")]
Reason = Annotated[str, Field(description="Why, in a sentence; it is kept in the log.")]


class Asked(BaseModel):
    """A request: only the fields that are named here, each of its own kind."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class Join(Asked):
    """A code, and who comes with it; the name is shown to one's own team and the facilitator only."""

    code: str
    name: str = ""
    roles: list[str] = []


class FacilitatorKey(Asked):
    """The facilitator's key of this start of the server."""

    key: str


class Text(Asked):
    """An order as somebody types it, such as `fund railgun 50`."""

    text: str


class OfTurn(Asked):
    """The turn that an act is meant for."""

    turn: Turn


class Draft(Asked):
    """All that a seat means to do in a turn; it takes the place of the draft before."""

    turn: Turn
    orders: list[str] = []
    sign: Annotated[
        list[str] | None,
        Field(description="Agreements to sign, of those that are pencilled; null for all of them."),
    ] = None
    promise: Annotated[str | None, Field(description="An order not to be issued next turn, by its id.")] = (
        None
    )
    ease: Annotated[bool, Field(description="Ease, rather than hold, in the crisis round.")] = False


class Word(Asked):
    """A word at the table."""

    turn: Turn
    verb: Literal["convene", "offer", "accept", "reject", "counter", "take", "leave"]
    what: Annotated[str, Field(description="The meeting or agreement, by its id.")]
    value: Annotated[
        float | None, Field(description="Share of an offer or counter: percent that the first party carries.")
    ] = None
    secret: bool = False


class Signal(Asked):
    """The order that a seat announces, by its id."""

    turn: Turn
    order: str


class Message(Asked):
    """A text to a seat, to `all`, to `white` (the facilitator), or to one's own seat: the team."""

    to: str
    text: str


class Statement(Asked):
    """A sentence of the turn: for the record, or to the umpire."""

    text: str


class Forecast(Asked):
    """How likely a seat takes a public question to come true."""

    question: str
    percent: float


class Key(Asked):
    """Whether finance agrees to what the draft spends."""

    yes: bool


# -- the white cell -----------------------------------------------------------------------------------------


class Plan(Asked):
    """The plan of an exercise; what is left out is as the workshop has it."""

    title: str
    scenario: str
    seats: list[str]
    characters: dict[str, str] = {}
    turns: int = 6
    seed: int = 0
    minutes: dict[str, float] = {}
    first_minutes: dict[str, float] = {}
    practice: bool = True
    debrief: bool = True
    auto: bool = True
    question: str = ""
    questions: int = 3
    group: str = ""
    people: int = 0

    def given(self) -> dict[str, Any]:
        """Return only what was sent."""
        return self.model_dump(exclude_unset=True)


class Begin(Asked):
    """Begin with the practice turn or without; null for what the plan says."""

    practice: bool | None = None


class Seen(Asked):
    """Where the room was when this was asked for, so that doing it twice does no harm; null for wherever it is."""

    turn: int | None = None
    phase: str | None = None


class Adjudicate(Seen):
    """Play the open turn, without missing seats only if forced; their drafts are taken as they lie, or they hold."""

    force: bool = False
    drafts: bool = True


class Extend(Asked):
    """Seconds that the phase lasts longer."""

    seconds: float


class Effect(Asked):
    """What a card moves: a field of the rules, whose it is (`y` for the second of a pair), by a step of -5 to 5."""

    field: str
    x: str
    y: str = ""
    step: int


class Card(Asked):
    """A card of the facilitator's own."""

    name: str
    text: str = ""
    actor: str = ""
    effects: list[Effect] = []


class Inject(Asked):
    """A card of the scenario by its id, or one of the facilitator's own."""

    card: str | Card
    reason: Reason


class Ruling(Asked):
    """A named outcome that the umpire sets, such as `R4.gate` of `railgun`."""

    rule: str
    entity: str
    outcome: bool
    reason: Reason


class Hand(Asked):
    """A seat to be handed to house AI, or back to people."""

    seat: str
    house: bool
    reason: Reason


class End(Asked):
    """The end of an exercise."""

    reason: Reason
