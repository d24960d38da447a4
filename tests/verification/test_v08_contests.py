"""R11: contests and what combines, beside their targets (V08)."""

from __future__ import annotations

import numpy as np
import pytest

from wargame import theory
from wargame.adjudication import contest


def test_nobody_gains_by_leaving_the_race_equilibrium():
    """The equilibrium of theory is one of the game's own contest rule."""
    settled = theory.race_equilibrium(100.0, 2.0, 1.0)
    tried = np.linspace(0.5, 60.0, 2401)
    defend = 100.0 * contest.ratio_success(tried, settled.threat, 1.0, 1.0) - 2.0 * tried
    attack = 100.0 * (1.0 - contest.ratio_success(settled.counter, tried, 1.0, 1.0)) - tried
    assert tried[np.argmax(defend)] == pytest.approx(settled.counter, abs=0.03)
    assert tried[np.argmax(attack)] == pytest.approx(settled.threat, abs=0.03)
    found = contest.ratio_success(settled.counter, settled.threat, 1.0, 1.0)
    assert found == pytest.approx(settled.success, abs=1e-12)


def test_nobody_gains_by_leaving_the_equilibrium_of_equals():
    tried = np.linspace(0.5, 60.0, 2381)
    others = theory.symmetric_effort(100.0, 5, 0.8)
    # against four equals the ratio form is each one's power over the sum of powers
    powers = tried**0.8 / (tried**0.8 + 4 * others**0.8)
    assert tried[np.argmax(100.0 * powers - tried)] == pytest.approx(others, abs=0.03)


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
