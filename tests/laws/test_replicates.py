"""Laws 1 and 2: a row of a block is the game alone, bit for bit, whatever the block's size and parameters."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import (
    BASELINE,
    PRACTICE,
    SCENARIOS,
    ai_inputs,
    differing,
    luck,
    play_of,
    random_inputs,
    random_state,
    scenario_of,
    take,
    turn_of,
    turns,
    unlike,
    walk,
    whole_game,
)
from wargame.adjudication import SEQUENCE
from wargame.adjudication.opening import open_state
from wargame.adjudication.turn import Play, Turn, prepare
from wargame.dice import Dice
from wargame.observation import observe
from wargame.orders import legal
from wargame.policies import cast_of
from wargame.state import State

BLOCK = 5


def rows_of_turn(turn: Turn, rows: slice, state: State) -> Turn:
    """Return a turn of some rows only, with what earlier phases left behind for later ones."""
    alone = Turn(
        turn.play,
        turn.number,
        turn.opening.take(rows),
        take(turn.orders, rows),
        take(turn.diplomacy, rows),
        turn.dice.rows(rows.start, rows.stop),
        turn.book,
    )
    for name in ("coverage", "passed", "signed"):
        left = getattr(turn, name)
        setattr(alone, name, left[rows] if len(left) == state.replicates else left)
    return alone


def phases_apart(turn: Turn, rows: slice) -> dict[str, list[str]]:
    """Return by phase the fields that come out otherwise when rows are taken first and played then."""
    state, apart = turn.opening, {}
    for name, phase in SEQUENCE:
        alone = rows_of_turn(turn, rows, state)
        after = phase(turn, state)
        apart[name] = differing(after.take(rows), phase(alone, state.take(rows)))
        state = after
    return {name: fields for name, fields in apart.items() if fields}


@settings(max_examples=6)
@given(
    seed=st.integers(0, 2**20),
    row=st.integers(0, BLOCK - 1),
    name=st.sampled_from(SCENARIOS),
    ai=st.booleans(),
)
def test_every_phase_gives_a_row_what_it_gives_it_alone(seed: int, row: int, name: str, ai: bool) -> None:
    play, rng = play_of(name), luck(seed)
    state = random_state(play, rng, BLOCK)
    number = 1 + seed % play.scenario.frame.turns
    dice = Dice(seed, seed % 11, BLOCK)
    inputs = ai_inputs(cast_of(play), state, dice, number) if ai else random_inputs(play, state, rng, number)

    assert phases_apart(turn_of(play, number, state, inputs, dice), slice(row, row + 1)) == {}


@pytest.mark.parametrize("name", SCENARIOS)
def test_house_ai_plays_a_row_as_it_plays_it_alone(name: str) -> None:
    play = play_of(name)
    state, dice, cast = random_state(play, luck(3), BLOCK), Dice(5, 2, BLOCK), cast_of(play)
    block = ai_inputs(cast, state, dice, 2)
    for row in range(BLOCK):
        rows = slice(row, row + 1)
        alone = ai_inputs(cast, state.take(rows), dice.rows(row, row + 1), 2)
        assert unlike(take(block.diplomacy, rows), alone.diplomacy) == []
        assert unlike(take(block.orders, rows), alone.orders) == []


@pytest.mark.parametrize("row", range(4))
def test_a_block_that_starts_later_holds_the_same_games(row: int) -> None:
    play = play_of(PRACTICE)
    block = whole_game(play, 4, seed=4, first=1, last=2)
    assert (
        differing(block.take(slice(row, row + 1)), whole_game(play, 1, seed=4, first=1 + row, last=2)) == []
    )


def axis_sizes(play: Play) -> list[int]:
    """Return every size an axis has: as many replicates hide a parameter that lies on the wrong axis."""
    axes = ("nation", "flashpoint", "group", "programme", "agreement", "track", "area", "event")
    return sorted({play.world.size(axis) for axis in axes} | {len(play.scenario.objectives)})


def spread_parameters(name: str, rows: int, seed: int = 1) -> dict[str, Any]:
    """Return for every parameter of one value a value by replicate, spread over the middle of its range."""
    rng, spread = luck(seed, rows), {}
    for key, row in scenario_of(name).ruleset.parameters.items():
        if not isinstance(row.value, tuple):
            low, high = row.range
            spread[key] = np.round(low + (high - low) * (0.25 + 0.5 * rng.random(rows)), 6)
    return spread


def scalars(spread: dict[str, Any], row: int) -> dict[str, float]:
    return {key: float(values[row]) for key, values in spread.items()}


def rows_of_a_sweep(name: str, size: int, rows: list[int], turns_played: int) -> None:
    """Compare rows of a block whose parameters differ by replicate with the games of those parameters."""
    spread = spread_parameters(name, size)
    swept = prepare(scenario_of(name), spread)
    block = list(turns(swept, size, hands="ai", last=turns_played))
    for row in rows:
        single = prepare(scenario_of(name), scalars(spread, row))
        alone = list(turns(single, 1, first=row, hands="ai", last=turns_played))
        for together, apart in zip(block, alone, strict=True):
            here = slice(row, row + 1)
            assert differing(together.before.take(here), apart.before) == [], together.number
            assert unlike(take(together.diplomacy, here), apart.diplomacy) == [], together.number
            assert unlike(take(together.orders, here), apart.orders) == [], together.number
        assert differing(block[-1].after.take(slice(row, row + 1)), alone[-1].after) == []


@pytest.mark.parametrize(("name", "axis"), [(BASELINE, "nation"), (PRACTICE, "flashpoint")])
def test_as_many_replicates_as_entries_with_parameters_by_replicate(name: str, axis: str) -> None:
    size = play_of(name).world.size(axis)
    rows_of_a_sweep(name, size, [0, size - 1], 2)


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_as_many_replicates_as_any_axis_is_long(name: str) -> None:
    for size in axis_sizes(play_of(name)):
        rows_of_a_sweep(name, size, sorted({0, size // 2, size - 1}), 3)


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_whole_games_of_a_sweep(name: str) -> None:
    rows_of_a_sweep(name, play_of(name).world.size("nation"), [1, 3], play_of(name).scenario.frame.turns)


def test_one_parameter_by_replicate_is_that_parameter_alone() -> None:
    size = play_of(BASELINE).world.size("nation")
    pull = np.linspace(0.08, 0.25, size)
    block = whole_game(prepare(scenario_of(BASELINE), {"growth.pull": pull}), size, hands="idle", last=2)
    alone = prepare(scenario_of(BASELINE), {"growth.pull": float(pull[2])})
    assert differing(block.take(slice(2, 3)), whole_game(alone, 1, first=2, hands="idle", last=2)) == []


@pytest.mark.slow
@pytest.mark.parametrize("key", sorted(spread_parameters(PRACTICE, 1)))
def test_each_parameter_alone_may_differ_by_replicate(key: str) -> None:
    size = play_of(PRACTICE).world.size("nation")
    values = spread_parameters(PRACTICE, size)[key]
    block = list(turns(prepare(scenario_of(PRACTICE), {key: values}), size, last=3))
    single = list(turns(prepare(scenario_of(PRACTICE), {key: float(values[1])}), 1, first=1, last=3))
    assert unlike(take(block[-1].orders, slice(1, 2)), single[-1].orders) == []
    assert differing(block[-1].after.take(slice(1, 2)), single[-1].after) == []


def test_the_law_notices_a_parameter_on_the_wrong_axis() -> None:
    size = play_of(BASELINE).world.size("nation")
    pull = np.linspace(0.08, 0.25, size)
    right = whole_game(prepare(scenario_of(BASELINE), {"growth.pull": pull}), size, hands="idle", last=2)
    other = whole_game(
        prepare(scenario_of(BASELINE), {"growth.pull": pull[::-1]}), size, hands="idle", last=2
    )
    assert "spending" in differing(right, other)


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_seats_see_of_a_row_and_may_do_is_the_row_alone(name: str) -> None:
    play = play_of(name)
    state = random_state(play, luck(9), BLOCK)
    block = legal(play.options, observe(play.world, state))
    for row in range(BLOCK):
        seen = observe(play.world, state.take(slice(row, row + 1)))
        assert (legal(play.options, seen)[0] == block[row]).all()


def test_the_opening_is_the_same_in_every_row() -> None:
    state = open_state(play_of(BASELINE), 3)
    assert all(differing(state.take([row]), state.take([0])) == [] for row in range(3))


def test_the_walk_through_the_phases_is_the_turn() -> None:
    play = play_of(PRACTICE)
    played = next(iter(turns(play, 2, seed=8)))
    turn = Turn(play, 1, played.before, played.orders, played.diplomacy, Dice(8, 0, 2), played.book)
    state = [after for _, _, after in walk(turn)][-1]
    assert differing(state.having(turn=1), played.after) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_rows_of_a_thousand_games_are_those_games(name: str) -> None:
    play = play_of(name)
    block = whole_game(play, 1000, seed=12)
    for row in (0, 1, 499, 500, 733, 999):
        assert differing(block.take(slice(row, row + 1)), whole_game(play, 1, seed=12, first=row)) == []


@pytest.mark.slow
def test_blocks_laid_side_by_side_are_one_block() -> None:
    play = play_of(BASELINE)
    whole = whole_game(play, 60, seed=13)
    for start, stop in ((0, 7), (7, 8), (8, 60)):
        part = whole_game(play, stop - start, seed=13, first=start)
        assert differing(whole.take(slice(start, stop)), part) == []
