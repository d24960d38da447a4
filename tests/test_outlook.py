"""The outlook of a programme keeps its word: what is said to be likely comes about as often, in games of house AI."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from tests.support import BASELINE, scenario_of
from wargame.adjudication.turn import prepare
from wargame.arrays import Array, BoolArray
from wargame.blocks import play_block
from wargame.dice import Dice
from wargame.policies import cast_of
from wargame.state import BREAKDOWN, FIELDED

GAMES, YEARS = 200, 6
BINS = (0.0, 0.01, 0.4, 0.6, 0.75, 0.9, 1.01)


@cache
def outlooks(turn: int) -> tuple[Array, BoolArray]:
    """Return what was said after a turn of programmes not fielded yet, and whether they were six years later."""
    scenario = scenario_of(BASELINE)
    longer = scenario.frame.model_copy(update={"turns": turn + YEARS})
    play = prepare(replace(scenario, frame=longer))
    states = []
    for step in play_block(cast_of(play), Dice(100, replicates=GAMES)):
        states += [step.before, step.after] if not states else [step.after]
    before, after = states[turn], states[turn + YEARS]
    open_still = (before.stage < FIELDED) & (after.ending != BREAKDOWN)[:, None]
    return before.legacy[open_still], after.stage[open_still] == FIELDED


@pytest.mark.slow
@pytest.mark.parametrize("turn", [1, 2, 4, 8])
def test_what_is_said_comes_about_as_often(turn: int) -> None:
    said, came = outlooks(turn)

    for low, high in pairwise(BINS):
        within = (said >= low) & (said < high)
        if within.sum() >= 100:
            assert came[within].mean() == pytest.approx(said[within].mean(), abs=0.15), (low, high)
    assert came.mean() == pytest.approx(said.mean(), abs=0.03)


@pytest.mark.slow
@pytest.mark.parametrize("turn", [1, 2, 4, 8])
def test_it_is_worth_more_than_knowing_how_many_are_fielded(turn: int) -> None:
    said, came = outlooks(turn)

    brier = np.mean((said - came) ** 2)
    assert brier < 0.5 * came.mean() * (1.0 - came.mean())


@pytest.mark.slow
def test_it_is_worked_out_at_the_opening() -> None:
    said, came = outlooks(0)

    assert said.mean() == pytest.approx(came.mean(), abs=0.04)
    assert said.max() > 0.2
    assert np.mean((said - came) ** 2) < came.mean() * (1.0 - came.mean())
