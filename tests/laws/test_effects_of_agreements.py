"""Law 12, agreements: what a row declares is what happens, in paired games with and without it.

Every agreement of a scenario is signed, kept for a year, left to expire and broken by each of its parties.
The difference must be the declared one, in its phase, and nothing else may move.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tests.laws.pairing import (
    MOVED,
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
from tests.support import BASELINE, SCENARIOS, Inputs, idle_inputs, scenario_of, turn_of, until
from wargame.adjudication.turn import Play
from wargame.dice import Dice, RuledDice
from wargame.effects import Scope
from wargame.orders import ACCEPTED
from wargame.state import FIELDS, IN_FORCE, OPEN, STAGES, State


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
        # stocks decay and tracks are drawn back within the phase: a part is left, of the same sign
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
