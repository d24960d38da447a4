"""Law of threat: more of any component that Walt names is never less threat, in the rule and in the world."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from itertools import pairwise, permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.worlds import having, idle_games, without_deck
from tests.support import (
    BASELINE,
    PRACTICE,
    SCENARIOS,
    Inputs,
    ai_inputs,
    luck,
    play_of,
    scenario_of,
    turn_of,
)
from wargame.adjudication import adjudicate
from wargame.adjudication.opening import open_state
from wargame.adjudication.phases.readouts import threat_of
from wargame.adjudication.turn import Play, prepare
from wargame.arrays import POINT
from wargame.dice import Dice
from wargame.policies import cast_of
from wargame.scenario import Scenario
from wargame.state import ENDED, State

LARGE_SLOWLY = (PRACTICE, pytest.param(BASELINE, marks=pytest.mark.slow))
REPLICATES = 5
RANGES = {
    "spending": (20.0, 900.0, 1.0),
    "estimated_strike": (0.0, 10.0, 1.0),
    "own_protection": (0.0, 10.0, -1.0),
    "relation": (-1.0, 1.0, -1.0),
    "salience": (0.0, 3.0, 1.0),
}
"""Components that a state holds: low, high, and the sign by which more of it is more threat."""


# -- the rule -----------------------------------------------------------------------------------------------


def components(play: Play, seed: int) -> dict[str, Any]:
    """Return components anywhere in their ranges; of a nation or of a pair."""
    rng, size = luck(seed), play.world.size("nation")
    shape = {"spending": (size,), "own_protection": (size,)}
    return {
        name: low + (high - low) * rng.random((REPLICATES, *shape.get(name, (size, size))))
        for name, (low, high, _) in RANGES.items()
    }


def raised(before: Any, name: str, part: float) -> Any:
    """Return a component moved a part of the way to the end of its range where threat is most."""
    low, high, sign = RANGES[name]
    return before + part * ((high if sign > 0 else low) - before)


@pytest.mark.parametrize("component", sorted(RANGES))
@settings(max_examples=8)
@given(seed=st.integers(0, 2**20), name=st.sampled_from(SCENARIOS), part=st.floats(0.01, 1.0))
def test_more_of_a_component_is_more_threat_in_the_rule(
    component: str, seed: int, name: str, part: float
) -> None:
    """Of spending, that of the other alone: power is a share, and what one has more, third nations have less."""
    play = play_of(name)
    parts, world = components(play, seed), play.world
    before = threat_of(world, **parts)
    for other in range(world.size("nation")) if component == "spending" else (slice(None),):
        more = np.array(parts[component])
        more[:, other] = raised(more[:, other], component, part)
        after = threat_of(world, **{**parts, component: more})
        moved = (after - before)[:, :, other]
        assert (moved >= 0.0).all()
        assert (moved > 0.0).any()


# -- the world, at one step ---------------------------------------------------------------------------------


def at_opening(name: str, change: Callable[[Any], Any], both_ways: bool = False) -> Callable[..., Any]:
    """Return a telling: the scenario unchanged, and its opening with a field changed at a pair or a nation."""

    def tell(scenario: Scenario, seer: int, seen: int) -> tuple[Scenario, Callable[[State], State]]:
        def start(state: State) -> State:
            array = np.array(getattr(state, name))
            place = (slice(None), seen) if array.ndim == 2 else (slice(None), seer, seen)
            array[place] = change(array[place])
            if both_ways:
                array[:, seen, seer] = array[:, seer, seen]
            return state.having(**{name: array})

        return scenario, start

    return tell


def nearer(scenario: Scenario, seer: int, seen: int) -> tuple[Scenario, Callable[[State], State]]:
    """Tell of two nations that lie half as far apart."""
    names = list(scenario.nations)
    ends = {names[seer], names[seen]}
    pairs = tuple(
        pair.model_copy(update={"distance": pair.distance / 2}) if {pair.a, pair.b} == ends else pair
        for pair in scenario.pairs
    )
    return dataclasses.replace(scenario, pairs=pairs), lambda state: state


def freer(scenario: Scenario, seer: int, seen: int) -> tuple[Scenario, Callable[[State], State]]:
    """Tell of a nation whose regime is less like the seer's."""
    names = list(scenario.nations)
    seer_row, row = scenario.nations[names[seer]], scenario.nations[names[seen]]
    changed = row.model_copy(update={"polyarchy": 0.0 if seer_row.polyarchy > row.polyarchy else 1.0})
    return having(scenario, nations={**scenario.nations, names[seen]: changed}), lambda state: state


MORE = {
    "power": at_opening("spending", lambda now: 1.5 * now),
    "proximity": nearer,
    "offensive power": at_opening("estimate", lambda now: np.minimum(now + 3.0, 10.0)),
    "intent: relation": at_opening("relation", lambda now: np.maximum(now - 0.4, -1.0), both_ways=True),
    "intent: regime": freer,
    "provocation": at_opening("salience", lambda now: now + 1.0),
}
"""Walt's components, and what raises each in the world: field at the opening, or row of the scenario."""


def one_turn(play: Play, state: State, inputs: Inputs) -> State:
    return adjudicate(turn_of(play, 1, state, inputs, Dice(11, 0, state.replicates)))


def not_raised(name: str, component: str, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pairs in which more of a component is not more threat after a turn of the same orders and luck."""
    scenario, play, found = scenario_of(name), play_of(name), []
    opening = open_state(play, REPLICATES)
    inputs = ai_inputs(cast_of(play), opening, Dice(11, 0, REPLICATES), 1)
    before = one_turn(play, opening, inputs).threat
    for seer, seen in pairs:
        telling, start = MORE[component](scenario, seer, seen)
        there = play if telling is scenario else prepare(telling)
        after = one_turn(there, start(open_state(there, REPLICATES)), inputs).threat
        if not (after[:, seer, seen] > before[:, seer, seen]).all():
            found.append((seer, seen))
    return found


@pytest.mark.parametrize("component", sorted(MORE))
def test_more_of_a_component_is_more_threat_after_a_turn(component: str) -> None:
    assert not_raised(PRACTICE, component, ((0, 2), (3, 1))) == []


@pytest.mark.slow
@pytest.mark.parametrize("component", sorted(MORE))
@pytest.mark.parametrize("name", SCENARIOS)
def test_more_of_a_component_is_more_threat_to_anybody_after_a_turn(name: str, component: str) -> None:
    size = play_of(name).world.size("nation")
    assert not_raised(name, component, permutations(range(size), 2)) == []


def test_the_law_notices_a_component_that_falls() -> None:
    play = play_of(PRACTICE)
    _, friendlier = at_opening("relation", lambda now: np.minimum(now + 0.4, 1.0), both_ways=True)(
        play.scenario, 0, 2
    )
    opening = open_state(play, REPLICATES)
    inputs = ai_inputs(cast_of(play), opening, Dice(11, 0, REPLICATES), 1)
    after, before = (one_turn(play, state, inputs).threat for state in (friendlier(opening), opening))
    assert (after[:, 0, 2] < before[:, 0, 2]).all()


# -- events removed -----------------------------------------------------------------------------------------

FORGETTING_ONLY = {
    "growth.luck_scale": 0.0,
    "growth.ratchet": 0.0,
    "growth.threat_response": 0.0,
    "beliefs.gain": 0.0,
    "relations.balance": 0.0,
    "relations.propensity": 0.0,
    "relations.cooperation": 0.0,
    "relations.incident": 0.0,
    "relations.trilateral": 0.0,
    "threat.power_spending": 0.0,
    "stocks.decay_general": 0.0,
    "stocks.decay_electronics": 0.0,
    "stocks.obsolescence": 0.0,
    "crises.incident_tension": 0.0,
}
"""Rules that leave power, offence and intent as they were; only what is in mind still moves."""


def provoked(play: Play) -> State:
    """Return games without agreements and programmes at work, in which everybody has everybody else in mind."""
    state = open_state(play, REPLICATES)
    apart = ~np.eye(play.world.size("nation"), dtype=np.bool_)
    minds = luck(2).integers(1, 48, state.salience.shape) / 16.0
    nothing = {name: np.zeros_like(getattr(state, name)) for name in ("left", "funding")}
    ended = np.full_like(state.agreement, ENDED)
    return state.having(salience=minds * apart, agreement=ended, **nothing)


def rises(states: Iterable[State]) -> list[int]:
    """Return the turns in which threat, or what is in mind, rose anywhere."""
    return [
        after.turn
        for before, after in pairwise(states)
        if (after.threat > before.threat).any() or (after.salience > before.salience).any()
    ]


def idle_and_provoked(scenario: Scenario) -> list[State]:
    """Return the states after each turn of idle games in which only forgetting goes on."""
    play = prepare(scenario, FORGETTING_ONLY)
    return list(idle_games(play, Dice(12, 0, REPLICATES), provoked(play)))


@pytest.mark.parametrize("name", LARGE_SLOWLY)
def test_without_events_threat_fades(name: str) -> None:
    """In play, arming, ageing shields and sour relations raise threat with no event at all: those are laid still."""
    states, play = idle_and_provoked(without_deck(scenario_of(name))), play_of(name)
    assert rises(states) == []
    apart = ~np.eye(play.world.size("nation"), dtype=np.bool_)
    assert (states[-1].threat < states[0].threat)[:, apart].all()
    memory = float(play.world.parameters.get("threat.memory"))
    faded = provoked(play).salience * np.exp(-len(states) / memory)
    np.testing.assert_allclose(states[-1].salience, faded, atol=len(states) * POINT)


def test_the_law_notices_events() -> None:
    assert rises(idle_and_provoked(scenario_of(BASELINE))) != []
