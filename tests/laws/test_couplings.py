"""Law of couplings: with its parameter at 0, what one nation is or does is not felt by another.

Games of house AI are adjudicated again from a nudged opening, with the very orders and talks that were given: what
then differs, rules have carried over. Each coupling is felt when it is on, or its law would notice nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest

from tests.laws.worlds import games, without_deck
from tests.support import PRACTICE, Inputs, scenario_of, turn_of
from wargame.adjudication import adjudicate
from wargame.adjudication.turn import Play, prepare
from wargame.blocks import Step
from wargame.dice import Dice
from wargame.state import State

REPLICATES = 6
ALDA, BRENN, CORVE, DRAY = range(4)
FATIGUE = list(scenario_of(PRACTICE).ruleset.tracks).index("fatigue")
DEAF = {
    "growth.threat_response": 0.0,
    "growth.reaction": 0.0,
    "burden.leaning": 0.0,
    "burden.request": 0.0,
}
"""Budgets that heed no other nation."""
UNWORN = DEAF | {"stocks.obsolescence": 0.0}
"""Nor defences: what is paid for is fielded sooner, and makes those of others obsolete."""


class Coupling(NamedTuple):
    """A way by which one nation is felt by another.

    Attributes
    ----------
    on, off : parameters with which it is felt, and is not
    nudge : what is changed of the opening
    watched : what of a state may not feel it
    """

    on: Mapping[str, float]
    off: Mapping[str, float]
    nudge: Callable[[State], State]
    watched: Callable[[State], Any]


def plus(name: str, place: tuple[Any, ...], amount: float) -> Callable[[State], State]:
    """Return a nudge: a number of a field, by its place after the replicate, moved by an amount."""

    def nudge(state: State) -> State:
        array = np.array(getattr(state, name))
        array[(slice(None), *place)] += amount
        if name == "relation":
            array[(slice(None), *place[::-1])] += amount
        return state.having(**{name: array})

    return nudge


def besides(name: str, nation: int) -> Callable[[State], Any]:
    """Return a watch: a field of all nations, and towards all, but one."""

    def watched(state: State) -> Any:
        left = np.delete(getattr(state, name), nation, axis=1)
        return np.delete(left, nation, axis=2) if name in ("threat", "relation") else left

    return watched


COUPLINGS = {
    "growth of rivals, on budgets": Coupling(
        DEAF | {"growth.reaction": 0.2}, DEAF, plus("growth", (CORVE,), 0.1), besides("spending", CORVE)
    ),
    "spending of others, through threat, on budgets": Coupling(
        {}, DEAF, plus("spending", (CORVE,), 80.0), besides("spending", CORVE)
    ),
    "spending of an ally, leant on, on budgets": Coupling(
        DEAF | {"burden.leaning": 0.3}, DEAF, plus("spending", (ALDA,), 40.0), besides("spending", ALDA)
    ),
    "fatigue of an ally, that asks for more, on budgets": Coupling(
        DEAF | {"burden.request": 0.5}, DEAF, plus("home", (ALDA, FATIGUE), 20.0), besides("spending", ALDA)
    ),
    "relations, through threat, on budgets": Coupling(
        {}, DEAF, plus("relation", (ALDA, CORVE), -0.4), besides("spending", DRAY)
    ),
    "spending of one, on the threat of third nations": Coupling(
        UNWORN,
        UNWORN | {"threat.power_spending": 0.0},
        plus("spending", (CORVE,), 80.0),
        besides("threat", CORVE),
    ),
    "advance of rivals, on defences": Coupling(
        DEAF,
        UNWORN,
        plus("capability", (CORVE, slice(0, 2)), -4.0),
        besides("capability", CORVE),
    ),
    "threat, on tension": Coupling(
        {},
        {"crises.threat_tension": 0.0, "crises.onset_threat": 0.0},
        plus("relation", (ALDA, CORVE), -0.4),
        lambda state: state.tension,
    ),
    "provocation, through threat, on incidents": Coupling(
        {"crises.threat_tension": 0.0, "crises.onset_threat": 5.0, "crises.incident_tension": 6.0},
        {"crises.threat_tension": 0.0, "crises.onset_threat": 0.0, "crises.incident_tension": 6.0},
        plus("salience", (ALDA, CORVE), 2.0),
        lambda state: state.tension,
    ),
    "friends of friends, on relations": Coupling(
        {},
        {"relations.balance": 0.0, "relations.trilateral": 0.0},
        plus("relation", (BRENN, CORVE), -0.4),
        besides("relation", BRENN),
    ),
    "technology of the front, on those behind": Coupling(
        {},
        {"diffusion.industry": 0.0, "diffusion.transfer": 0.0},
        plus("tech", (ALDA,), 0.5),
        besides("tech", ALDA),
    ),
    "mutual trust, on cohesion": Coupling(
        {},
        {"relations.cohesion_pull": 0.0},
        plus("trust", (BRENN, ALDA), -30.0),
        lambda state: state.cohesion,
    ),
    "shared threat, on cohesion": Coupling(
        DEAF,
        DEAF | {"relations.cohesion_threat": 0.0},
        plus("spending", (CORVE,), 80.0),
        lambda state: state.cohesion,
    ),
    "threat and provocation, on support at home": Coupling(
        {},
        {"home.support_threat": 0.0, "home.support_salience": 0.0},
        plus("salience", (BRENN, CORVE), 0.8),
        lambda state: state.support,
    ),
}


QUICK = [
    name if name.endswith("on budgets") else pytest.param(name, marks=pytest.mark.slow)
    for name in sorted(COUPLINGS)
]


@cache
def given() -> tuple[Step, ...]:
    """Return games of house AI without a deck, whose orders and talks are given again."""
    return tuple(games(prepare(without_deck(scenario_of(PRACTICE))), Dice(14, 0, REPLICATES)))


def again(play: Play, start: State) -> Iterator[State]:
    """Yield the states of the given games from another opening, by the same orders, talks and dice."""
    state, dice = start, Dice(14, 0, REPLICATES)
    for step in given():
        inputs = Inputs(step.diplomacy, step.orders)
        state = adjudicate(turn_of(play, step.turn, state, inputs, dice))
        yield state


def felt(coupling: Coupling, rules: Mapping[str, float]) -> Iterator[int]:
    """Yield the turns after which something watched differs by a bit for the nudge."""
    play = prepare(without_deck(scenario_of(PRACTICE)), rules)
    start = given()[0].before
    for one, other in zip(again(play, start), again(play, coupling.nudge(start)), strict=True):
        if (coupling.watched(one) != coupling.watched(other)).any():
            yield one.turn


@pytest.mark.parametrize("name", QUICK)
def test_what_is_uncoupled_is_not_felt(name: str) -> None:
    assert list(felt(COUPLINGS[name], COUPLINGS[name].off)) == []


@pytest.mark.parametrize("name", QUICK)
def test_the_law_notices_what_is_coupled(name: str) -> None:
    assert next(felt(COUPLINGS[name], COUPLINGS[name].on), None) is not None


def test_the_same_orders_give_the_same_games_again() -> None:
    play = prepare(without_deck(scenario_of(PRACTICE)))
    for step, state in zip(given(), again(play, given()[0].before), strict=True):
        assert state.digest() == step.after.digest()
