"""Law 3: nations in another order play the same game, bit for bit; their names decide, not their places."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.relabelling import Relabelling, reordered, shuffled
from tests.support import (
    PRACTICE,
    SCENARIOS,
    ai_inputs,
    differing,
    luck,
    play_of,
    random_inputs,
    random_state,
    scenario_of,
    turn_of,
)
from wargame.adjudication import SEQUENCE, adjudicate
from wargame.adjudication.opening import open_state
from wargame.adjudication.turn import Play, prepare
from wargame.dice import Dice
from wargame.policies import cast_of

REPLICATES = 3


def orders_of(play: Play) -> st.SearchStrategy[list[int]]:
    return st.permutations(range(play.world.size("nation")))


names_and_orders = st.sampled_from(SCENARIOS).flatmap(
    lambda name: st.tuples(st.just(name), orders_of(play_of(name)))
)


def phases_apart(play: Play, other: Play, seed: int) -> dict[str, list[str]]:
    """Return by phase the fields that come out otherwise when the same is told in another order."""
    way, rng = Relabelling(play, other), luck(seed)
    state, dice = random_state(play, rng, REPLICATES), Dice(seed, 0, REPLICATES)
    number = 1 + seed % play.scenario.frame.turns
    inputs = random_inputs(play, state, rng, number)
    here = turn_of(play, number, state, inputs, dice)
    there = turn_of(other, number, way.state(state), way.inputs(inputs), dice)
    apart = {}
    for phase, act in SEQUENCE:
        after = act(here, state)
        apart[phase] = differing(way.state(after), act(there, way.state(state)))
        state = after
    return {phase: fields for phase, fields in apart.items() if fields}


@settings(max_examples=4)
@given(case=names_and_orders, seed=st.integers(0, 2**20))
def test_every_phase_gives_reordered_nations_the_same(case: tuple[str, list[int]], seed: int) -> None:
    name, order = case
    assert phases_apart(play_of(name), prepare(reordered(scenario_of(name), order)), seed) == {}


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_phase_gives_reordered_catalogues_the_same(name: str, seed: int) -> None:
    assert phases_apart(play_of(name), prepare(shuffled(scenario_of(name))), seed) == {}


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_opening_of_reordered_nations_is_the_same(name: str) -> None:
    play = play_of(name)
    other = prepare(reordered(scenario_of(name), list(reversed(range(play.world.size("nation"))))))
    assert differing(Relabelling(play, other).state(open_state(play, 2)), open_state(other, 2)) == []


def games_apart(play: Play, other: Play, last: int) -> dict[str, list[str]]:
    """Return where games of house AI come apart when its nations stand in another order: the first turn's."""
    way, dice = Relabelling(play, other), Dice(21, 0, REPLICATES)
    here, there = open_state(play, REPLICATES), open_state(other, REPLICATES)
    casts = cast_of(play), cast_of(other)
    for number in range(1, last + 1):
        inputs = ai_inputs(casts[0], here, dice, number)
        others = ai_inputs(casts[1], there, dice, number)
        moved, apart = way.inputs(inputs), {}
        for part, one in zip(("diplomacy", "orders"), zip(moved, others, strict=True), strict=True):
            fields = [f.name for f in dataclasses.fields(one[0])]
            unequal = [f for f in fields if (getattr(one[0], f) != getattr(one[1], f)).any()]
            apart |= {f"turn {number}, {part}": unequal} if unequal else {}
        here = adjudicate(turn_of(play, number, here, inputs, dice))
        there = adjudicate(turn_of(other, number, there, others, dice))
        fields = differing(way.state(here), there)
        apart |= {f"turn {number}, state": fields} if fields else {}
        if apart:
            return apart
    return {}


@pytest.mark.parametrize("name", SCENARIOS)
def test_house_ai_plays_reordered_nations_the_same(name: str) -> None:
    play = play_of(name)
    order = list(reversed(range(play.world.size("nation"))))
    assert games_apart(play, prepare(reordered(scenario_of(name), order)), 3) == {}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", SCENARIOS)
def test_house_ai_plays_nations_in_any_order_the_same(name: str, seed: int) -> None:
    play = play_of(name)
    order = luck(seed).permutation(play.world.size("nation")).tolist()
    assert games_apart(play, prepare(reordered(scenario_of(name), order)), play.scenario.frame.turns) == {}


def test_the_law_notices_nations_that_changed_places() -> None:
    play = play_of(PRACTICE)
    other = prepare(reordered(scenario_of(PRACTICE), list(reversed(range(play.world.size("nation"))))))
    assert "spending" in differing(open_state(play), open_state(other))
