"""Law 6: every number of every turn lies within its bounds, whoever plays and however odd the rules."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import (
    BASELINE,
    PRACTICE,
    SCENARIOS,
    Played,
    luck,
    play_of,
    random_inputs,
    random_state,
    scenario_of,
    turn_of,
    turns,
    walk,
)
from wargame.adjudication.turn import Play, prepare
from wargame.dice import Dice
from wargame.observation import observe
from wargame.orders import legal, option_costs
from wargame.policies.characters import FEATURES
from wargame.scenario import Scenario
from wargame.schema import Character
from wargame.state import FIELDED, FIELDS, IN_FORCE, RESEARCH, State

REPLICATES = 3
ENDS = ("low", "high")


def out_of_bounds(play: Play, state: State) -> Iterable[str]:
    """Yield the fields with entries that are no numbers or lie outside their bounds."""
    for name, field in FIELDS.items():
        array = np.asarray(getattr(state, name), dtype=np.float64)
        low, high = play.world.bounds.get(name, (field.low, field.high))
        if not (np.isfinite(array) & (array >= low) & (array <= high)).all():
            yield f"{name}: {array.min()} to {array.max()} is not within {np.min(low)} to {np.max(high)}"


def incoherent(play: Play, state: State) -> Iterable[str]:
    """Yield what contradicts itself in a state."""
    world, own = play.world, np.eye(play.world.size("nation"), dtype=np.bool_)
    if (state.relation != np.swapaxes(state.relation, 1, 2)).any():
        yield "relation is not the same seen from both ends"
    for name in ("relation", "trust", "salience", "threat", "estimate", "estimate_error"):
        if np.any(getattr(state, name)[:, own]):
            yield f"{name} of a nation in itself"
    for name in ("share", "funding"):
        if np.any(getattr(state, name)[:, ~world.owner]):
            yield f"{name} of a nation that does not own the programme"
    running = state.agreement == IN_FORCE
    if (state.left[~running] != 0.0).any():
        yield "years left of an agreement that is not in force"
    working = (state.stage >= RESEARCH) & (state.stage < FIELDED)
    if (state.work[~working] != 0.0).any():
        yield "work left where none is done"


def faults(game: Iterable[Played], play: Play) -> dict[int, list[str]]:
    """Return by turn what is wrong with the states of a game."""
    found = {}
    for played in game:
        found[played.number] = [*out_of_bounds(play, played.after), *incoherent(play, played.after)]
        grained = [name for name, field in FIELDS.items() if off_grain(played.after, name, field.grain)]
        found[played.number] += [f"{name} is off its grain" for name in grained]
    return {number: told for number, told in found.items() if told}


def off_grain(state: State, name: str, grain: float) -> bool:
    """Tell whether a stock has entries that are no multiples of its grain, in which sums are exact."""
    if FIELDS[name].kind not in ("stock", "log stock", "read-out"):
        return False
    in_grains = getattr(state, name) / grain
    return bool((in_grains != np.rint(in_grains)).any())


@pytest.mark.parametrize("hands", ["ai", "random", "idle"])
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_number_of_a_game_is_within_its_bounds(name: str, hands: str) -> None:
    play = play_of(name)
    assert faults(turns(play, REPLICATES, seed=11, hands=hands), play) == {}


@pytest.mark.slow
@pytest.mark.parametrize("hands", ["ai", "random"])
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_number_of_many_games_is_within_its_bounds(name: str, hands: str) -> None:
    play = play_of(name)
    replicates = 300 if hands == "ai" else 60
    assert faults(turns(play, replicates, seed=12, hands=hands), play) == {}


@settings(max_examples=6)
@given(seed=st.integers(0, 2**20), name=st.sampled_from(SCENARIOS))
def test_every_phase_stays_within_bounds_from_any_state(seed: int, name: str) -> None:
    play, rng = play_of(name), luck(seed)
    state, number = random_state(play, rng, REPLICATES), 1 + seed % play.scenario.frame.turns
    assert [*out_of_bounds(play, state), *incoherent(play, state)] == []
    turn = turn_of(play, number, state, random_inputs(play, state, rng, number), Dice(seed, 0, REPLICATES))
    found = {phase: list(out_of_bounds(play, after)) for phase, _, after in walk(turn)}
    assert {phase: told for phase, told in found.items() if told} == {}


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_orders_cost_is_a_number_from_any_state(name: str) -> None:
    play = play_of(name)
    seen = observe(play.world, random_state(play, luck(4), 7))
    capital, funds = option_costs(play.options, seen)
    assert np.isfinite(capital).all()
    assert np.isfinite(funds).all()
    assert legal(play.options, seen).dtype == np.bool_


# -- characters ---------------------------------------------------------------------------------------------


def cast_to(play: Play, character: str) -> dict[str, str]:
    return dict.fromkeys(play.world.ids["nation"], character)


@pytest.mark.slow
@pytest.mark.parametrize("character", sorted(play_of(BASELINE).world.ruleset.characters))
@pytest.mark.parametrize("name", SCENARIOS)
def test_any_one_character_on_all_seats(name: str, character: str) -> None:
    play = play_of(name)
    game = turns(play, REPLICATES, seed=9, characters=cast_to(play, character))
    assert faults(game, play) == {}


def extreme(weight: float, manner: float) -> Character:
    """Return a character of one weight in everything and a manner at one end."""
    return Character(
        name="Extreme",
        text="Nothing in between.",
        weight=dict.fromkeys(FEATURES, weight),
        noise=5.0 * manner,
        threshold=3.0 - 6.0 * manner,
        honesty=manner,
        horizon=20.0 * manner,
        ease=manner,
        ahead=manner > 0.5,
        source=("playtest",),
    )


def with_characters(scenario: Scenario, **characters: Character) -> Scenario:
    """Return a scenario whose ruleset knows some characters more."""
    known = MappingProxyType({**scenario.ruleset.characters, **characters})
    return dataclasses.replace(scenario, ruleset=dataclasses.replace(scenario.ruleset, characters=known))


@pytest.mark.parametrize("manner", [0.0, 1.0])
@pytest.mark.parametrize("weight", [0.0, 25.0])
def test_extreme_characters(weight: float, manner: float) -> None:
    play = prepare(with_characters(scenario_of(PRACTICE), extreme=extreme(weight, manner)))
    game = turns(play, REPLICATES, seed=9, characters=cast_to(play, "extreme"))
    assert faults(game, play) == {}


# -- parameters ---------------------------------------------------------------------------------------------


def corner(name: str, rng: np.random.Generator) -> dict[str, Any]:
    """Return every parameter of one value at one end of its range, drawn at random."""
    rows = scenario_of(name).ruleset.parameters.items()
    return {key: row.range[int(rng.integers(2))] for key, row in rows if not isinstance(row.value, tuple)}


@settings(max_examples=4)
@given(seed=st.integers(0, 2**20), hands=st.sampled_from(["ai", "random"]))
def test_parameters_in_a_corner_of_their_ranges(seed: int, hands: str) -> None:
    play = prepare(scenario_of(PRACTICE), corner(PRACTICE, luck(seed)))
    assert faults(turns(play, REPLICATES, seed=seed, hands=hands), play) == {}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(25))
def test_parameters_in_many_corners_of_their_ranges(seed: int) -> None:
    play = prepare(scenario_of(BASELINE), corner(BASELINE, luck(seed)))
    assert faults(turns(play, REPLICATES, seed=seed, hands=("ai", "random")[seed % 2]), play) == {}


@pytest.mark.slow
@pytest.mark.parametrize("end", ENDS)
def test_each_parameter_at_either_end_of_its_range(end: str) -> None:
    found = {}
    for key, row in scenario_of(PRACTICE).ruleset.parameters.items():
        if not isinstance(row.value, tuple):
            play = prepare(scenario_of(PRACTICE), {key: row.range[ENDS.index(end)]})
            found[key] = faults(turns(play, REPLICATES, seed=2, last=3), play)
    assert {key: told for key, told in found.items() if told} == {}


def test_the_law_notices_what_is_no_number() -> None:
    play = play_of(PRACTICE)
    state = random_state(play, luck(1), 1)
    broken = state.having(tension=np.full_like(state.tension, np.nan), relation=state.relation + 2.5)
    assert [told.split(":")[0] for told in out_of_bounds(play, broken)] == ["relation", "tension"]
    assert list(incoherent(play, broken)) == ["relation of a nation in itself"]
