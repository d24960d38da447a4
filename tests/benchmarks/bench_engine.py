"""Timings by pytest-benchmark, for those who change the engine: one rule, one turn, one block, one what-if.

Not part of the tests, and nothing is asserted of speed. Run and compare::

    pytest tests/benchmarks/bench_engine.py -n 0 --benchmark-autosave
    pytest tests/benchmarks/bench_engine.py -n 0 --benchmark-compare
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.support import BASELINE, Inputs, ai_inputs, play_of, turn_of
from wargame import exact
from wargame.adjudication import adjudicate
from wargame.adjudication.opening import open_state
from wargame.adjudication.threat import total_threat
from wargame.blocks import play_block
from wargame.dice import Dice, tiled
from wargame.observation import observe
from wargame.playtest.fixed import HOLD, always
from wargame.policies import Cast, cast_of
from wargame.state import State

SIZES = (1, 50, 500)
"""Games side by side."""


@pytest.fixture(scope="module")
def cast() -> Cast:
    return cast_of(play_of(BASELINE))


@pytest.fixture(params=SIZES, ids=lambda games: f"{games} games")
def games(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def opening(cast: Cast, games: int) -> State:
    return open_state(cast.play, games)


@pytest.fixture
def inputs(cast: Cast, opening: State, games: int) -> Inputs:
    return ai_inputs(cast, opening, Dice(7, replicates=games), 1)


def test_one_rule(benchmark: Any, opening: State) -> None:
    benchmark(total_threat, opening.threat)


def test_one_exact_function(benchmark: Any, games: int) -> None:
    benchmark(exact.exp, np.linspace(-4.0, 4.0, 100 * games))


def test_one_draw(benchmark: Any, cast: Cast, games: int) -> None:
    benchmark(Dice(7, replicates=games).uniform, "bench", cast.play.world.ids["nation"], 1, 12)


def test_one_look(benchmark: Any, cast: Cast, opening: State) -> None:
    benchmark(observe, cast.play.world, opening)


def test_one_round_of_decisions(benchmark: Any, cast: Cast, opening: State, games: int) -> None:
    benchmark(ai_inputs, cast, opening, Dice(7, replicates=games), 1)


def test_one_turn(benchmark: Any, cast: Cast, opening: State, inputs: Inputs, games: int) -> None:
    dice = Dice(7, replicates=games)
    benchmark(lambda: adjudicate(turn_of(cast.play, 1, opening, inputs, dice)))


def test_one_block(benchmark: Any, cast: Cast, games: int) -> None:
    benchmark.pedantic(
        lambda: sum(1 for _ in play_block(cast, Dice(7, replicates=games))), rounds=3, warmup_rounds=1
    )


def test_one_what_if(benchmark: Any, cast: Cast, games: int) -> None:
    """Play pairs of games under the same luck, in one of which a seat holds."""
    seats = np.repeat(np.array([0, -1], dtype=np.int32), games)
    amend = always(cast, seats, np.full(2 * games, HOLD, dtype=np.int32))
    benchmark.pedantic(
        lambda: sum(1 for _ in play_block(cast, tiled(Dice(7, replicates=games), 2), amend=amend)),
        rounds=3,
        warmup_rounds=1,
    )
