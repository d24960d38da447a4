"""The inputs of a turn, from seats, white cell and umpire: as arrays to play, as facts to read and keep.

A fact is a flat mapping with readable words (``fund railgun 50``), which a record holds as one line. Replay
reads the facts back and never asks a policy. What was taken back stays in the record, with what took it back; only
the facts that stand count.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from wargame.adjudication.turn import Play
from wargame.faults import RecordError
from wargame.orders import NONE, NOTHING, OUTCOMES, Diplomacy, Orders, no_diplomacy, no_orders
from wargame.reading import plain
from wargame.schema import Event
from wargame.world import World

Fact = dict[str, Any]


@dataclass(frozen=True)
class Inputs:
    """Everything that is fed into one turn of one game.

    Attributes
    ----------
    injects : cards of the white cell that happen this turn
    rulings : (rule, entity) -> outcome, set by the umpire for this turn
    """

    diplomacy: Diplomacy
    orders: Orders
    injects: tuple[Event, ...] = ()
    rulings: Mapping[tuple[str, str], bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """What a seat means to do in a turn.

    Attributes
    ----------
    orders : texts such as ``fund railgun 50``
    sign : pencilled agreements to sign, None for all of them
    signal, promise : orders announced, and promised not to be issued next turn
    ease : ease rather than hold in this turn's crisis round
    """

    orders: Sequence[str] = ()
    sign: Sequence[str] | None = None
    signal: str | None = None
    promise: str | None = None
    ease: bool = False

    @classmethod
    def of(cls, fact: Mapping[str, Any]) -> Draft:
        """Return the draft that a record's fact of sealed orders holds."""
        sign = None if fact["sign"] is None else tuple(fact["sign"])
        return cls(tuple(fact["orders"]), sign, fact["signal"], fact["promise"], fact["ease"])


def merge_orders(world: World, parts: Mapping[int, Orders]) -> Orders:
    """Return the orders of all seats, each taken from the part that holds it; seats without a part hold.

    Parameters
    ----------
    parts : seat -> orders with the full nation axis, of which only the seat's own entries count
    """
    merged = no_orders(world, 1)
    for seat, part in parts.items():
        for name in ("option", "ease", "signal", "promise"):
            getattr(merged, name)[:, seat] = getattr(part, name)[:, seat]
        merged.sign[:, :, seat] = part.sign[:, :, seat]
    return merged


# -- which facts count -------------------------------------------------------------------------------------

WHITE_CELL = ("ruling", "inject")
"""Kinds of facts that an ``undo`` withdraws."""


def standing(facts: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the facts of one turn that count: nothing that was withdrawn or recalled.

    An ``undo`` takes the last ruling or inject before it that stands; a ``recall`` the orders of its seat.

    Raises
    ------
    RecordError
        something is withdrawn where there is nothing

    Examples
    --------
    >>> told = [{"kind": "ruling", "rule": rule} for rule in ("R4.gate", "R9.ratify")]
    >>> [fact["rule"] for fact in standing([*told, {"kind": "undo"}])]
    ['R4.gate']
    """
    kept: list[Mapping[str, Any]] = []
    for fact in facts:
        if fact["kind"] == "undo":
            acts = [place for place, each in enumerate(kept) if each["kind"] in WHITE_CELL]
            if not acts:
                raise RecordError("The record withdraws a ruling or an inject where none stands.")
            del kept[acts[-1]]
        elif fact["kind"] == "recall":
            kept = [each for each in kept if each["kind"] != "orders" or each["seat"] != fact["seat"]]
        else:
            kept.append(fact)
    return kept


def white_cell(
    facts: Iterable[Mapping[str, Any]],
) -> tuple[tuple[Event, ...], dict[tuple[str, str], bool]]:
    """Return the cards injected and the outcomes ruled by facts that stand."""
    held = list(facts)
    injects = tuple(plain.row_of(fact["event"], Event) for fact in held if fact["kind"] == "inject")
    rulings = {
        (fact["rule"], fact["entity"]): bool(fact["outcome"]) for fact in held if fact["kind"] == "ruling"
    }
    return injects, rulings


def players(
    seats: Sequence[str], people: Sequence[str], facts: Iterable[Mapping[str, Any]]
) -> tuple[str, ...]:
    """Return the seats that people play after facts of which some hand a seat over, in the order of all seats.

    Examples
    --------
    >>> players(("ALDA", "BRENN"), ("BRENN",), [{"kind": "hand", "seat": "BRENN", "house": True}])
    ()
    """
    held = dict.fromkeys(people, True) | {
        fact["seat"]: not fact["house"] for fact in facts if fact["kind"] == "hand"
    }
    return tuple(seat for seat in seats if held.get(seat))


# -- to facts ----------------------------------------------------------------------------------------------


def table_facts(world: World, diplomacy: Diplomacy) -> list[Fact]:
    """Return what became of the table: one fact a meeting convened, one a deal that was talked about."""
    facts: list[Fact] = [
        {"kind": "meeting", "meeting": world.ids["meeting"][m]} for m in np.flatnonzero(diplomacy.convened[0])
    ]
    for a in np.flatnonzero(diplomacy.outcome[0] != NOTHING):
        facts.append(
            {
                "kind": "deal",
                "agreement": world.ids["agreement"][a],
                "from": world.ids["nation"][diplomacy.proposer[0, a]],
                "share": float(diplomacy.term[0, a]),
                "secret": bool(diplomacy.secret[0, a]),
                "outcome": OUTCOMES[diplomacy.outcome[0, a]],
            }
        )
    return facts


def order_fact(play: Play, orders: Orders, diplomacy: Diplomacy, seat: int) -> Fact:
    """Return the orders of one seat as words; ``sign`` names the pencilled agreements it signs."""
    world = play.world
    pencilled = diplomacy.pencilled[0] & world.party[:, seat]
    signed = np.flatnonzero(orders.sign[0, :, seat] & pencilled)
    return {
        "kind": "orders",
        "seat": world.ids["nation"][seat],
        "orders": [play.options.text[option] for option in orders.option[0, seat] if option != NONE],
        "sign": [world.ids["agreement"][a] for a in signed],
        "ease": bool(orders.ease[0, seat]),
        "signal": _word(world, int(orders.signal[0, seat])),
        "promise": _word(world, int(orders.promise[0, seat])),
    }


def _word(world: World, order: int) -> str | None:
    return None if order == NONE else world.ids["order"][order]


def seal_of(fact: Mapping[str, Any], turn: int, salt: str) -> str:
    """Return the salted sha256 of a seat's orders, shown before the reveal.

    Menus are small enough to guess, hence the salt. Anybody can check a seal once orders and salt are told.

    Examples
    --------
    >>> hold = {"seat": "USA", "orders": [], "sign": None, "ease": False, "signal": None, "promise": None}
    >>> seal_of(hold, 1, "a1")[:8], seal_of(hold, 1, "b2")[:8]
    ('7b8af685', '219f25a7')
    """
    sealed = {name: fact[name] for name in ("seat", "orders", "sign", "ease", "signal", "promise")}
    text = json.dumps({"turn": turn, **sealed}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{salt}|{text}".encode()).hexdigest()


# -- from facts --------------------------------------------------------------------------------------------


def read_inputs(play: Play, facts: Iterable[Mapping[str, Any]]) -> Inputs:
    """Return the inputs that the facts of one turn tell; of a seat's orders the last ones count.

    Raises
    ------
    RecordError
        a fact names something that the scenario does not have
    """
    held = standing(facts)
    try:
        diplomacy = _diplomacy(play.world, held)
        orders = _orders(play, held, diplomacy)
    except KeyError as error:
        raise RecordError(f"The record names {error.args[0]!r}, which its scenario does not have.") from None
    return Inputs(diplomacy, orders, *white_cell(held))


def _diplomacy(world: World, facts: Sequence[Mapping[str, Any]]) -> Diplomacy:
    table = no_diplomacy(world, 1)
    for fact in facts:
        if fact["kind"] == "meeting":
            table.convened[0, world.index["meeting"][fact["meeting"]]] = True
        elif fact["kind"] == "deal":
            place = world.index["agreement"][fact["agreement"]]
            table.proposer[0, place] = world.index["nation"][fact["from"]]
            table.term[0, place] = fact["share"]
            table.secret[0, place] = fact["secret"]
            table.outcome[0, place] = _outcome(fact["outcome"])
    return table


def _outcome(word: str) -> int:
    if word not in OUTCOMES:
        raise KeyError(word)
    return OUTCOMES.index(word)


def _orders(play: Play, facts: Sequence[Mapping[str, Any]], diplomacy: Diplomacy) -> Orders:
    world = play.world
    orders = no_orders(world, 1)
    latest = {fact["seat"]: fact for fact in facts if fact["kind"] == "orders"}
    for name, fact in latest.items():
        fill_orders(play, orders, world.index["nation"][name], fact, diplomacy)
    return orders


def fill_orders(play: Play, orders: Orders, seat: int, fact: Mapping[str, Any], diplomacy: Diplomacy) -> None:
    """Write one seat's orders into arrays that are still being made; ``sign`` None signs all it pencilled."""
    world = play.world
    for slot, text in enumerate(fact["orders"]):
        orders.option[0, seat, slot] = play.options.place[text]
    if fact["sign"] is None:
        orders.sign[0, :, seat] = diplomacy.pencilled[0] & world.party[:, seat]
    else:
        for agreement in fact["sign"]:
            orders.sign[0, world.index["agreement"][agreement], seat] = True
    orders.ease[0, seat] = fact["ease"]
    for name in ("signal", "promise"):
        if fact[name] is not None:
            getattr(orders, name)[0, seat] = world.index["order"][fact[name]]
