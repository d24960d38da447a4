"""V08: contests, the threat-counter race, and capabilities that combine."""

from __future__ import annotations

import numpy as np
import pytest

from wargame import theory
from wargame.adjudication import contest


@pytest.mark.parametrize(
    ("players", "decisiveness", "expected"),
    [pytest.param(2, 1.0, 25.0, id="V08a-instrument"), pytest.param(5, 0.8, 12.8, id="V08b-instrument")],
)
def test_equals_put_in_the_same(players, decisiveness, expected):
    assert theory.symmetric_effort(100.0, players, decisiveness) == pytest.approx(expected, abs=1e-6)


def test_rent_dissipation_V08c_instrument():
    assert theory.rent_dissipation(5, 0.8) == pytest.approx(0.64, abs=1e-6)


@pytest.mark.parametrize(
    ("side", "expected"),
    [pytest.param(0, 28.8, id="V08d-instrument"), pytest.param(1, 19.2, id="V08e-instrument")],
)
def test_the_keener_side_puts_in_more(side, expected):
    assert theory.asymmetric_efforts(120.0, 80.0)[side] == pytest.approx(expected, abs=1e-6)


def test_the_keener_side_prevails_more_often_V08f_rule():
    first, second = theory.asymmetric_efforts(120.0, 80.0)
    assert contest.ratio_success(first, second, 1.0, 1.0) == pytest.approx(0.6, abs=1e-6)


@pytest.mark.parametrize(
    ("decisiveness", "expected"),
    [pytest.param(1.0, 0.5, id="V08g-instrument-1"), pytest.param(2.0, 0.666666667, id="V08g-instrument-2")],
)
def test_guns_and_butter(decisiveness, expected):
    assert theory.guns_share(decisiveness) == pytest.approx(expected, abs=1e-6)


def test_ratio_and_difference_forms_V08h_rule():
    assert contest.ratio_success(3.0, 1.0, 1.0, 2.0) == pytest.approx(0.9, abs=1e-9)
    assert contest.difference_success(3.0, 1.0, 1.0, 0.5) == pytest.approx(0.731058579, abs=1e-9)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        pytest.param("counter", 11.11111111, id="V08i-instrument"),
        pytest.param("threat", 22.22222222, id="V08j-instrument"),
        pytest.param("success", 0.3333333333, id="V08k-instrument"),
    ],
)
def test_the_race_settles_where_costs_say(field, expected):
    assert getattr(theory.race_equilibrium(100.0, 2.0, 1.0), field) == pytest.approx(expected, abs=1e-6)


def test_nobody_gains_by_leaving_the_race_equilibrium_V08k_rule():
    """The equilibrium of theory is one of the game's own contest rule."""
    settled = theory.race_equilibrium(100.0, 2.0, 1.0)
    tried = np.linspace(0.5, 60.0, 2401)
    defend = 100.0 * contest.ratio_success(tried, settled.threat, 1.0, 1.0) - 2.0 * tried
    attack = 100.0 * (1.0 - contest.ratio_success(settled.counter, tried, 1.0, 1.0)) - tried
    assert tried[np.argmax(defend)] == pytest.approx(settled.counter, abs=0.03)
    assert tried[np.argmax(attack)] == pytest.approx(settled.threat, abs=0.03)
    assert contest.ratio_success(settled.counter, settled.threat, 1.0, 1.0) == pytest.approx(1 / 3, abs=1e-9)


def test_nobody_gains_by_leaving_the_equilibrium_of_equals_V08b_rule():
    tried = np.linspace(0.5, 60.0, 2381)
    others = 12.8
    # against four equals the ratio form is each one's power over the sum of powers
    powers = tried**0.8 / (tried**0.8 + 4 * others**0.8)
    assert tried[np.argmax(100.0 * powers - tried)] == pytest.approx(12.8, abs=0.03)


@pytest.mark.parametrize(
    ("exponent", "expected", "tolerance"),
    [
        pytest.param(1.0, 13.0, 1e-9, id="V08l-rule-sum"),
        pytest.param(0.5, 25.0, 1e-9, id="V08l-rule-half"),
        pytest.param(-400.0, 4.0, 1e-3, id="V08l-rule-weakest"),
        pytest.param(400.0, 9.0, 1e-3, id="V08l-rule-best"),
    ],
)
def test_ces_aggregate(exponent, expected, tolerance):
    found = contest.ces_aggregate(np.array([4.0, 9.0]), np.ones(2), exponent)
    assert found == pytest.approx(expected, abs=tolerance)


def test_ces_aggregate_without_capability():
    nothing = contest.ces_aggregate(np.zeros((2, 3)), np.ones(3), np.array([1.0, -4.0]))
    assert nothing.tolist() == [0.0, 0.0]
    one_missing = contest.ces_aggregate(np.array([0.0, 9.0]), np.ones(2), np.array([1.0, -4.0]))
    assert one_missing.tolist() == [9.0, 0.0]


def test_the_weaker_part_rules_protection():
    """Raising the weaker part by a point is worth far more than raising the stronger (S000.4)."""
    base = contest.protection(3.0, 6.0, -4.0)
    assert contest.protection(4.0, 6.0, -4.0) - base > 8 * (contest.protection(3.0, 7.0, -4.0) - base) > 0.0


def test_empty_stocks():
    assert contest.ratio_success(0.0, 0.0, 2.0, 1.0) == 0.5
    assert contest.ratio_success(0.0, 1.0, 2.0, 1.0) == 0.0
    assert contest.ratio_success(1.0, 0.0, 2.0, 1.0) == 1.0
    assert contest.effective_threat(0.0, 0.5) == 0.0
