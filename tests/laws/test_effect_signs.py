"""Law 12: what a row declares is what happens: paired games with the same dice, with and without it.

Every order is issued by every seat that may, at every target and level; every agreement is signed, kept for a
year, left to expire and broken: each case is a replicate of one block. The difference must be the declared
multiples of the unit, in the phase that the row names, and nothing else may move. House AI weighs what it might
do by these declarations.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pytest

from tests.support import BASELINE, SCENARIOS, Inputs, idle_inputs, play_of, scenario_of, turn_of, until
from wargame import exact
from wargame.adjudication.opening import open_state
from wargame.adjudication.turn import CONSULT, Play, prepare
from wargame.dice import Dice, RuledDice
from wargame.effects import STRENGTH, Scope, vector
from wargame.orders import ACCEPTED
from wargame.schema import Effect
from wargame.state import FIELDS, IN_FORCE, OPEN, STAGES, State
from wargame.world import TARGET_AXIS

QUIET = {
    "conduct.unconsulted": 0.0,
    "relations.cohesion_request": 0.0,
    "relations.evidence": 0.0,
    "relations.cooperation": 0.0,
}
"""What rules add of their own to acting and to keeping one's word is laid still."""
MIDDLE = {
    "home": 50.0,
    "support": 50.0,
    "intelligence": 50.0,
    "tension": 50.0,
    "cohesion": 50.0,
    "drain": 1.5,
}
MIDDLE |= {"tech": 5.0, "capability": 3.0, "work": 5.0, "trust": 50.0, "salience": 1.0, "status_quo": 0.0}
MIDDLE |= {"relation": 0.0, "stage": 0.0}
"""Where no bound cuts an effect off and no programme is at work."""
MOVED = tuple(name for name in MIDDLE if name != "stage")
PHASE_OF = {
    "news": "news",
    "home": "home approval",
    "programmes": "programme progress",
    "fielding": "fielding",
    "conduct": "conduct",
}
"""Phase of the turn by the phase that an order's row names."""


class Case(NamedTuple):
    """One thing done: what to call it, and what its rows declare in multiples of the units, (entity,)."""

    label: str
    steps: Any


@cache
def still(name: str) -> Play:
    """Return a scenario without a deck, whose rules add nothing to the effects of rows."""
    return prepare(dataclasses.replace(scenario_of(name), events=MappingProxyType({})), QUIET)


def middle(play: Play, replicates: int) -> State:
    """Return games in the middle of every scale, nothing in force, purses full."""
    state = open_state(play, replicates)
    values = {name: np.full_like(getattr(state, name), value) for name, value in MIDDLE.items()}
    apart = ~np.eye(play.world.size("nation"), dtype=np.bool_)
    values |= {name: values[name] * apart for name in ("trust", "salience")}
    _, cap = play.world.bounds["capital"]
    nothing = {name: np.zeros_like(getattr(state, name)) for name in ("agreement", "left", "funding")}
    return state.having(**values, **nothing, capital=np.broadcast_to(cap, state.capital.shape))


def declared(play: Play, effects: Iterable[Effect], scope: Scope) -> Any:
    """Return (entity,) multiples of the units that effects declare."""
    layout = play.effects.layout
    return sum((vector(layout, effect, scope) for effect in effects), np.zeros(layout.total))


def misdone(
    play: Play, arms: Sequence[State], cases: Sequence[Case], besides: Sequence[str] = ()
) -> dict[str, list[str]]:
    """Return by case the fields, besides some, whose difference between the arms is not the declared one."""
    expected = play.effects.amounts(np.stack([case.steps for case in cases]))
    wrong: dict[str, list[str]] = {}
    for name in set(MOVED) - set(besides):
        moved = getattr(arms[1], name) - getattr(arms[0], name)
        wanted = np.broadcast_to(expected.get(name, 0.0), moved.shape)
        off = (np.sign(moved) != np.sign(wanted)) | (np.abs(moved - wanted) > FIELDS[name].grain)
        for row in np.flatnonzero(off.reshape(len(cases), -1).any(axis=-1)):
            wrong.setdefault(cases[row].label, []).append(name)
    return wrong


# -- orders -----------------------------------------------------------------------------------------------------


def issues(play: Play, name: str) -> list[tuple[int, int]]:
    """Return every seat and option by which an order can be issued."""
    options = play.options
    own = options.may & (options.order == play.world.index["order"][name])
    return [(int(seat), int(option)) for seat, option in np.argwhere(own)]


def scope_of(play: Play, seat: int, option: int) -> Scope:
    row = play.world.ruleset.orders[play.world.ids["order"][play.options.order[option]]]
    return Scope(play.world, seat, TARGET_AXIS[row.target], int(play.options.target[option]))


def ordering(play: Play, state: State, told: Sequence[tuple[int, Sequence[int]]]) -> Inputs:
    """Return the inputs of a turn in which, in each row, one seat issues some options."""
    talks, orders = idle_inputs(play, state)
    option = np.array(orders.option)
    for row, (seat, chosen) in enumerate(told):
        option[row, seat, : len(chosen)] = chosen
    return Inputs(talks, dataclasses.replace(orders, option=option))


def in_effect(row: Any, consulted: bool) -> list[Effect]:
    """Return the adjusting effects of an order that act at once, when partners were asked or not."""
    told = {CONSULT} if consulted else set()
    return [
        effect
        for effect in row.effect
        if effect.verb == "adjust"
        and effect.delay == 0
        and (not effect.given or effect.given in told)
        and effect.unless not in told - {""}
    ]


def orders_misdone(play: Play, name: str, consulted: bool = False) -> dict[str, list[str]]:
    """Return what came of an order, by seat and option, that its row does not declare."""
    row, options, cases, told = play.world.ruleset.orders[name], play.options, [], []
    asks = options.place[CONSULT]
    for seat, option in issues(play, name):
        if consulted and not options.may[seat, asks]:
            continue
        steps = declared(play, in_effect(row, consulted), scope_of(play, seat, option))
        strength = float(exact.grain(options.strength[option], STRENGTH))
        cases.append(Case(f"{play.world.ids['nation'][seat]}: {options.text[option]}", strength * steps))
        told.append((seat, [asks] if consulted else [], option))
    if not cases:
        return {}
    state, dice = middle(play, len(cases)), Dice(3, 0, len(cases))
    arms = []
    for extra in (False, True):
        inputs = ordering(
            play, state, [(seat, [*also, option] if extra else also) for seat, also, option in told]
        )
        arms.append(until(turn_of(play, 2, state, inputs, dice), PHASE_OF[row.phase]))
    starting = any(effect.verb == "advance" for effect in row.effect)
    return misdone(play, arms, cases, besides=["work"] if starting else [])


def orders_with(*verbs: str) -> list[str]:
    """Return the orders that declare adjusting effects, and use no verbs besides but those named."""
    rows = scenario_of(BASELINE).ruleset.orders.items()
    used = {name: {effect.verb for effect in row.effect} for name, row in rows}
    return [name for name, own in used.items() if "adjust" in own and own <= {"adjust", *verbs}]


@pytest.mark.parametrize("name", orders_with("allot", "pledge", "claim", "advance"))
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_an_order_does_what_its_row_declares(scenario: str, name: str) -> None:
    assert orders_misdone(still(scenario), name) == {}


def conditional_orders() -> list[str]:
    rows = scenario_of(BASELINE).ruleset.orders.items()
    return [n for n, row in rows if n != CONSULT and any(CONSULT in (e.given, e.unless) for e in row.effect)]


@pytest.mark.parametrize("name", sorted(set(conditional_orders()) & set(orders_with())))
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_an_order_does_what_its_row_declares_when_partners_were_asked(scenario: str, name: str) -> None:
    assert orders_misdone(still(scenario), name, consulted=True) == {}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_opening_a_gate_does_what_its_row_declares(scenario: str) -> None:
    play = still(scenario)
    world, name = play.world, next(iter(orders_unlocking()))
    told, cases = issues(play, name), []
    for seat, option in told:
        gate = world.ruleset.gates[world.ids["gate"][play.options.target[option]]]
        scope = scope_of(play, seat, option)
        steps = declared(play, in_effect(world.ruleset.orders[name], False), scope)
        cases.append(Case(play.options.text[option], steps + declared(play, gate.effect, Scope(world, seat))))
    state = middle(play, len(told)).having(
        unlocked=np.zeros((len(told), *world.shape(("nation", "gate"))), bool)
    )
    names = [f"{seat}:{gate}" for seat in world.ids["nation"] for gate in world.ids["gate"]]
    dice = RuledDice(Dice(3, 0, len(told)), {("R9.gate", each): True for each in names})
    arms = [
        until(turn_of(play, 2, state, ordering(play, state, each), dice), "home approval")
        for each in ([(seat, []) for seat, _ in told], [(seat, [option]) for seat, option in told])
    ]
    assert misdone(play, arms, cases) == {}
    assert (arms[1].unlocked.sum(axis=(1, 2)) == 1).all()


def orders_unlocking() -> list[str]:
    rows = scenario_of(BASELINE).ruleset.orders.items()
    return [name for name, row in rows if any(effect.verb == "unlock" for effect in row.effect)]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_sale_closes_part_of_the_gap_and_no_more(scenario: str) -> None:
    play = still(scenario)
    for transfer in play.effects.transfers:
        told = issues(play, transfer.order)
        state = middle(play, len(told)).having(tech=np.full((len(told), play.world.size("nation")), 9.0))
        held = np.array(getattr(state, transfer.field))
        own = held if transfer.field == "tech" else held[..., transfer.part]
        own -= np.array(
            [[0.0 if seat == seller else 3.0 for seat in range(own.shape[1])] for seller, _ in told]
        )
        state = state.having(**{transfer.field: np.maximum(held, 0.0)})
        dice = Dice(3, 0, len(told))
        arms = [
            until(turn_of(play, 2, state, ordering(play, state, each), dice), PHASE_OF[transfer.phase])
            for each in ([(seat, []) for seat, _ in told], [(seat, [option]) for seat, option in told])
        ]
        moved = (getattr(arms[1], transfer.field) - getattr(arms[0], transfer.field)).reshape(
            len(told), own.shape[1], -1
        )
        for row, (_, option) in enumerate(told):
            buyer = int(play.options.target[option])
            assert 0.0 < moved[row, buyer].sum() < 3.0, play.options.text[option]
            assert not np.delete(moved[row], buyer, axis=0).any(), play.options.text[option]


# -- agreements -------------------------------------------------------------------------------------------------


def one_each(play: Play, status: int, left: float) -> State:
    """Return as many games as there are agreements, in each of which one of them stands so."""
    size = play.world.size("agreement")
    state, alone = middle(play, size), np.eye(size, dtype=np.bool_)
    return state.having(
        agreement=np.where(alone, status, OPEN).astype(np.int32),
        left=np.where(alone, left, 0.0),
        stage=np.where(play.world.joint, STAGES.index("principle"), state.stage).astype(np.int32),
    )


def agreement_cases(play: Play, moment: str) -> list[Case]:
    cases = []
    for place, name in enumerate(play.world.ids["agreement"]):
        effects = [effect for effect in play.world.agreement_rows[place].effect if effect.on == moment]
        cases.append(Case(name, declared(play, effects, Scope(play.world, agreement=place))))
    return cases


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_signature_does_what_its_row_declares(scenario: str) -> None:
    play = still(scenario)
    world, state, alone = (
        play.world,
        one_each(play, OPEN, 0.0),
        np.eye(play.world.size("agreement"), dtype=np.bool_),
    )
    idle = idle_inputs(play, state)
    convened = np.ones_like(idle.diplomacy.convened)
    held = dataclasses.replace(idle.diplomacy, convened=convened)
    agreed = dataclasses.replace(
        held,
        outcome=np.where(alone, ACCEPTED, 0).astype(np.int32),
        proposer=np.where(alone, world.first_party, -1),
    )
    orders = dataclasses.replace(idle.orders, sign=np.broadcast_to(world.party, idle.orders.sign.shape))
    passes = {("R9.ratify", name): True for name in world.ids["agreement"]}
    dice = RuledDice(Dice(3, 0, len(alone)), passes)
    arms = [
        until(turn_of(play, 3, state, Inputs(talks, orders), dice), "signatures") for talks in (held, agreed)
    ]
    assert (arms[1].agreement == np.where(alone, IN_FORCE, OPEN)).all()
    assert misdone(play, arms, agreement_cases(play, "signing")) == {}


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("moment", ["year", "expiry"])
def test_time_does_what_the_row_of_an_agreement_declares(scenario: str, moment: str) -> None:
    play = still(scenario)
    before, after = {"year": ((OPEN, 0.0), (IN_FORCE, 50.0)), "expiry": ((IN_FORCE, 5.0), (IN_FORCE, 1.0))}[
        moment
    ]
    cases, arms = agreement_cases(play, moment), []
    for status, left in (before, after):
        state = one_each(play, status, left)
        turn = turn_of(play, 3, state, idle_inputs(play, state), Dice(3, 0, state.replicates))
        arms.append(until(turn, "ageing"))
    expected = play.effects.amounts(np.stack([case.steps for case in cases]))
    for name in MOVED:
        moved = getattr(arms[1], name) - getattr(arms[0], name)
        wanted = np.broadcast_to(expected.get(name, 0.0), moved.shape)
        # stocks decay and tracks are drawn back within the phase: part of the effect is left, of the same sign
        assert (np.sign(moved) == np.sign(wanted)).all(), name
        assert (np.abs(moved) <= np.abs(wanted) + FIELDS[name].grain).all(), name
        assert (np.abs(moved) >= 0.1 * np.abs(wanted)).all(), name


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_breach_does_what_its_row_declares(scenario: str) -> None:
    play = still(scenario)
    world, name = play.world, orders_withdrawing()[0]
    own, told, cases = in_effect(world.ruleset.orders[name], False), issues(play, name), []
    for seat, option in told:
        place = int(play.options.target[option])
        breach = [effect for effect in world.agreement_rows[place].effect if effect.on == "breach"]
        steps = declared(play, breach, Scope(world, seat, agreement=place))
        label = f"{world.ids['nation'][seat]}: {play.options.text[option]}"
        cases.append(Case(label, steps + declared(play, own, scope_of(play, seat, option))))
    state = one_each(play, IN_FORCE, 5.0).take([int(play.options.target[option]) for _, option in told])
    arms = [
        until(turn_of(play, 3, state, ordering(play, state, each), Dice(3, 0, len(told))), "conduct")
        for each in ([(seat, []) for seat, _ in told], [(seat, [option]) for seat, option in told])
    ]
    assert not (arms[1].agreement == IN_FORCE).any()
    assert misdone(play, arms, cases) == {}


def orders_withdrawing() -> list[str]:
    rows = scenario_of(BASELINE).ruleset.orders.items()
    return [name for name, row in rows if any(effect.verb == "withdraw" for effect in row.effect)]


# -- every declaration counts -----------------------------------------------------------------------------------


def scopes(play: Play, kind: str) -> Iterator[tuple[str, Scope]]:
    """Yield the row and the scope of everything that could be issued or signed."""
    world, options = play.world, play.options
    if kind == "orders":
        for name in world.ids["order"]:
            yield from ((name, scope_of(play, seat, option)) for seat, option in issues(play, name))
        return
    for a, row in enumerate(world.scenario.agreements.values()):
        yield from (
            (row.type, Scope(world, int(actor), agreement=a)) for actor in np.flatnonzero(world.party[a])
        )
    assert options.size


def adjusting(rows: Mapping[str, Any]) -> set[tuple[str, int]]:
    """Return row and place of every adjusting effect."""
    places = ((name, place, effect) for name, row in rows.items() for place, effect in enumerate(row.effect))
    return {(name, place) for name, place, effect in places if effect.verb == "adjust"}


@pytest.mark.parametrize("kind", ["orders", "agreements"])
def test_no_declared_effect_is_void_everywhere(kind: str) -> None:
    """A selector that names nobody in either scenario is a slip of the pen."""
    rows = getattr(scenario_of(BASELINE).ruleset, kind)
    void = adjusting(rows)
    for scenario in SCENARIOS:
        play = play_of(scenario)
        for name, scope in scopes(play, kind):
            for place in [place for known, place in void if known == name]:
                if vector(play.effects.layout, rows[name].effect[place], scope).any():
                    void.discard((name, place))
    assert sorted(void) == []
