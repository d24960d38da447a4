"""R4: stage gates and cost growth beside their targets (V06); the outlook against dice and brute force."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest

from wargame.adjudication import development, outlook
from wargame.dice import Dice

CHANCE = np.array([0.5, 0.4, 0.25, 0.2])
GAMES = 100_000


def test_stage_shocks_make_the_whole_factor():
    u = Dice(seed=3, replicates=GAMES).uniform("cost", ["a", "b", "c", "d"], 1, 12)
    factor = np.exp(development.cost_shock(1.46, 0.38, 4, u).sum(axis=-1))
    assert factor.mean() == pytest.approx(1.46, abs=0.005)
    assert factor.std() == pytest.approx(0.38, abs=0.01)


def test_no_money_no_progress():
    assert development.effort(np.array([0.0, -1.0]), 1.0, 1.0, 1.0).tolist() == [0.0, 0.0]
    assert development.stage_work(3.0, development.progress(0.0, 1.0, 0.5, 0.1)) == 0.0


def test_a_gate_waits_for_its_work():
    left = np.array([0.0, 0.0, 2.0])
    passed = development.pass_gate(left, 0.5, np.array([0.2, 0.7, 0.0]))
    assert passed.tolist() == [True, False, False]
    assert development.redo(left, passed, 4.0, 0.5).tolist() == [0.0, 2.0, 0.0]


def test_cancellation_is_a_yearly_hazard():
    u = Dice(seed=5, replicates=GAMES).uniform("cancel", ["programme"], 1)
    assert development.cancelled(0.05, 1.0, u).mean() == pytest.approx(0.05, abs=0.003)
    assert development.cancelled(0.05, 0.5, u).mean() == pytest.approx(1.0 - math.sqrt(0.95), abs=0.003)


def test_expected_completion_is_the_mean_of_the_pure_gates():
    """Each gate costs one year to try, and one more for each failure."""
    road = outlook.road_ahead(np.array(0), np.array(1.0), np.ones(4))
    assert outlook.expected_completion(road, CHANCE, 1.0, 1.0) == pytest.approx(13.5, abs=1e-9)


def brute_force(chance, failures):
    """Return the chance of at most so many failed gates in all, by listing them."""
    counts = product(range(failures + 1), repeat=len(chance))
    return sum(
        math.prod(p * (1.0 - p) ** k for p, k in zip(chance, count, strict=True))
        for count in counts
        if sum(count) <= failures
    )


@pytest.mark.parametrize("failures", [0, 1, 2, 4, 8])
def test_fielding_chance_counts_failures_as_listed(failures):
    """With room for so many redone stages and a half, the interpolation has reached the listed chance."""
    road = outlook.road_ahead(np.array(0), np.array(1.0), np.array([1.0, 2.0, 1.5]))
    horizon = 4.5 + 0.5 * (failures + 0.5)
    chance = np.array([0.7, 0.6, 0.8])
    found = outlook.fielding_chance(road, chance, 0.5, 1.0, horizon)
    assert found == pytest.approx(brute_force(chance, failures), abs=1e-12)


def test_fielding_chance_agrees_with_play():
    """Play 100,000 programmes by the rules, five small steps a year, and compare."""
    nominal, chance, fraction, pace = np.array([2.0, 2.0, 2.0]), np.array([0.7, 0.6, 0.8]), 0.25, 0.2
    dice = Dice(seed=8, replicates=GAMES)
    stage, left = np.zeros(GAMES, dtype=np.int64), np.full(GAMES, 2.0)
    for turn in range(40):
        working = stage < 3
        left = left + np.where(working, development.stage_work(left, pace), 0.0)
        left = np.where(left < 1e-9, 0.0, left)
        u = dice.uniform("gate", ["programme"], turn)[:, 0]
        passed = development.pass_gate(left, np.append(chance, 0.0)[stage], u) & working
        left = left + np.where(working, development.redo(left, passed, 2.0, fraction), 0.0)
        stage = stage + passed
        left = np.where(passed, np.append(nominal, 0.0)[stage], left)
    road = outlook.road_ahead(np.array(0), np.array(2.0), nominal)
    expected = outlook.fielding_chance(road, chance, 0.5, 1.0, 8.0)
    # play tries each gate at the end of a step, the formula between two of them: half a failure apart at most
    assert (stage == 3).mean() == pytest.approx(expected, abs=0.06)


def test_fielding_chance_at_the_ends():
    nominal = np.array([1.0, 1.0])
    done = outlook.road_ahead(np.array(2), np.array(0.0), nominal)
    open_road = outlook.road_ahead(np.array(0), np.array(1.0), nominal)
    assert outlook.fielding_chance(done, 0.5, 1.0, 0.0, 6.0) == 1.0
    assert outlook.expected_completion(done, 0.5, 1.0, 0.0) == 0.0
    assert outlook.fielding_chance(open_road, 0.5, 1.0, 0.0, 6.0) == 0.0
    assert outlook.expected_completion(open_road, 0.5, 1.0, 0.0) == np.inf
