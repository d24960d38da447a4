"""R1: properties of the pure arms race and of the budget rule, beside their targets (V01, V12d-f)."""

from __future__ import annotations

import math

import numpy as np
import pytest

from wargame import theory
from wargame.adjudication import growth

FATIGUE = np.array([0.4, 0.5])
GRIEVANCE = np.array([10.0, 20.0])


def race(reaction, spending, turns):
    for _ in range(turns):
        spending = growth.richardson_step(spending, reaction, FATIGUE, GRIEVANCE, 1.0)
    return spending


def test_the_race_stands_still_at_its_fixed_point():
    reaction = np.array([[0.0, 0.2], [0.3, 0.0]])
    settled = theory.richardson_fixed_point(reaction, FATIGUE, GRIEVANCE)
    assert race(reaction, settled, 5) == pytest.approx(settled, rel=1e-12)


def test_every_nation_of_a_runaway_race_grows_alike():
    reaction = np.array([[0.0, 0.5], [0.6, 0.0]])
    after = race(reaction, np.zeros(2), 60)
    assert race(reaction, after, 1) / after == pytest.approx(1.1, abs=1e-3)


def test_a_race_on_a_line_gives_the_line_back():
    total, path = 250.0, [250.0]
    for _ in range(6):
        # rise = slope * (mean of both years - balance), solved for the year to come
        total = (total * (1 + 0.2) - 0.4 * 200.0) / (1 - 0.2)
        path.append(total)
    fit = theory.fit_race(np.array(path)[:, None])
    assert (fit.slope, fit.balance) == pytest.approx((0.4, 200.0))


def test_no_reaction_means_no_effect_on_others():
    alone = race(np.zeros((2, 2)), np.array([50.0, 7.0]), 5)
    other = race(np.zeros((2, 2)), np.array([50.0, 900.0]), 5)
    assert alone[0] == other[0]


def test_the_race_is_synchronous():
    """Seating the nations in another order changes nothing, to the bit."""
    rng = np.random.default_rng(7)
    matrix, start = rng.random((6, 6)) * 0.1, rng.random(6) * 100
    fatigue, grievance = rng.random(6), rng.random(6)
    order = np.array([3, 1, 5, 0, 2, 4])
    once = growth.richardson_step(start, matrix, fatigue, grievance, 1.0)
    seated = growth.richardson_step(
        start[order], matrix[np.ix_(order, order)], fatigue[order], grievance[order], 1.0
    )
    assert np.array_equal(once[order], seated)


def test_growth_settles_at_that_of_the_economy():
    rates, gap, previous = growth.GrowthRates(0.18, 0.58, 0.15), 0.0, 0.0
    for _ in range(300):
        previous = sum(growth.growth_contributions(rates, previous, 0.03, gap, 0.0, 0.0).values())
        gap = gap + previous - 0.03
    assert previous == pytest.approx(0.03, abs=1e-9)


def test_the_burden_gap_is_logarithmic():
    assert growth.burden_gap(20.0, 1000.0, math.log(0.01)) == pytest.approx(math.log(2.0), abs=1e-12)


def test_growth_luck_has_the_deviation_asked_for():
    luck = growth.growth_luck(0.05, np.random.default_rng(11).random((100_000, 14)))
    assert luck.mean() == pytest.approx(0.0, abs=1e-3)
    assert luck.std() == pytest.approx(0.05, rel=0.05)


def test_the_ratchet_acts_on_nominal_cuts_only():
    planned = np.array([-0.03, -0.03, -0.005, 0.01])
    held = growth.ratchet(planned, 0.01, 0.5, np.array([0.49, 0.5, 0.0, 0.0]))
    assert held == pytest.approx([0.02, 0.0, 0.0, 0.0], abs=1e-12)
