"""V01, V12d-f: the pure arms race and the budget rule against their closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest

from wargame import theory
from wargame.adjudication import growth

REACTION = np.array([[0.0, 0.2], [0.3, 0.0]])
FATIGUE = np.array([0.4, 0.5])
GRIEVANCE = np.array([10.0, 20.0])


def race(reaction, spending, turns, years=1.0, grievance=GRIEVANCE):
    for _ in range(turns):
        spending = growth.richardson_step(spending, reaction, FATIGUE, grievance, years)
    return spending


@pytest.mark.parametrize(
    ("nation", "expected"),
    [pytest.param(0, 64.28571429, id="V01a-instrument"), pytest.param(1, 78.57142857, id="V01b-instrument")],
)
def test_the_race_settles_at_its_fixed_point(nation, expected):
    settled = theory.richardson_fixed_point(REACTION, FATIGUE, GRIEVANCE)
    assert settled[nation] == pytest.approx(expected, rel=1e-9)
    # the rule itself stands still there
    assert race(REACTION, settled, 1)[nation] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("place", "expected"),
    [pytest.param(0, -0.2, id="V01c-instrument"), pytest.param(1, -0.7, id="V01d-instrument")],
)
def test_the_race_decays_at_its_eigenvalues(place, expected):
    assert theory.richardson_eigenvalues(REACTION, FATIGUE)[place] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("nation", "expected"),
    [pytest.param(0, 63.47866923, id="V01e-rule"), pytest.param(1, 77.76438352, id="V01f-rule")],
)
def test_twenty_yearly_steps_from_nothing(nation, expected):
    assert race(REACTION, np.zeros(2), 20)[nation] == pytest.approx(expected, abs=1e-8)


def test_an_unstable_race_grows_by_its_largest_eigenvalue_V01g_instrument():
    largest = theory.richardson_eigenvalues(np.array([[0.0, 0.5], [0.6, 0.0]]), np.array([0.4, 0.5]))[0]
    assert 1.0 + largest == pytest.approx(1.1, abs=1e-9)


def test_an_unstable_race_grows_by_its_largest_eigenvalue_V01g_rule():
    unstable = np.array([[0.0, 0.5], [0.6, 0.0]])
    after = race(unstable, np.zeros(2), 60)
    assert race(unstable, after, 1) / after == pytest.approx(1.1, abs=1e-3)


def test_five_equal_nations_run_away_above_the_critical_reaction_V01h_instrument():
    low, high = 0.0, 1.0
    while high - low > 1e-8:
        middle = (low + high) / 2
        rates = theory.richardson_eigenvalues(middle * (1 - np.eye(5)), np.full(5, 0.35))
        low, high = (middle, high) if rates[0] < 0 else (low, middle)
    assert low == pytest.approx(0.0875, abs=1e-6)
    assert theory.critical_reaction(5, 0.35) == pytest.approx(0.0875, abs=1e-12)


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


def log_burden(rates, gdp_growth, gap, years):
    """Return the burden gap and the growth after some years of the budget rule without luck and pledges."""
    previous = 0.0
    for _ in range(years):
        parts = growth.growth_contributions(rates, previous, gdp_growth, gap, 0.0, 0.0)
        previous = sum(parts.values())
        gap = gap + previous - gdp_growth
    return gap, previous


def test_half_of_a_burden_gap_is_closed_in_its_half_life_V12d_instrument():
    assert theory.half_life(0.15) == pytest.approx(4.265024282, abs=1e-9)


def test_half_of_a_burden_gap_is_closed_in_its_half_life_V12d_rule():
    gap, _ = log_burden(growth.GrowthRates(0.0, 0.6, 0.15), 0.0, 1.0, 20)
    assert 20 * math.log(0.5) / math.log(gap) == pytest.approx(4.265024282, abs=1e-9)


def test_growth_that_doubles_the_burden_in_five_years_V12e_instrument():
    assert theory.required_growth(2.0, 5.0) == pytest.approx(0.148698355, abs=1e-9)


def test_long_run_offset_of_the_burden_V12f_instrument():
    offset = growth.long_run_burden_offset(growth.GrowthRates(0.18, 0.58, 0.15), 0.03)
    assert offset == pytest.approx(-0.048, abs=1e-9)


def test_long_run_offset_of_the_burden_V12f_rule():
    gap, steady = log_burden(growth.GrowthRates(0.18, 0.58, 0.15), 0.03, 0.0, 300)
    assert gap == pytest.approx(-0.048, abs=1e-9)
    assert steady == pytest.approx(0.03, abs=1e-9)


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
