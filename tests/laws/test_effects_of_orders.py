"""Law 12, orders: what a row declares is what happens, in paired games with and without it.

Every order is issued by every seat that may, at every target and level. The difference must be the declared
multiples of the unit, in the phase that the row names, and nothing else may move: house AI weighs what it
might do by these declarations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest

from tests.laws.pairing import (
    PHASE_OF,
    Case,
    declared,
    in_effect,
    issues,
    middle,
    misdone,
    ordering,
    scope_of,
    still,
)
from tests.support import BASELINE, SCENARIOS, play_of, scenario_of, turn_of, until
from wargame import exact
from wargame.adjudication.turn import CONSULT, Play
from wargame.dice import Dice, RuledDice
from wargame.effects import STRENGTH, Scope, vector


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


def scopes(play: Play, kind: str) -> Iterator[tuple[str, Scope]]:
    """Yield the row and the scope of everything that could be issued or signed."""
    world = play.world
    if kind == "orders":
        for name in world.ids["order"]:
            yield from ((name, scope_of(play, seat, option)) for seat, option in issues(play, name))
        return
    for a, row in enumerate(world.scenario.agreements.values()):
        yield from (
            (row.type, Scope(world, int(actor), agreement=a)) for actor in np.flatnonzero(world.party[a])
        )


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
