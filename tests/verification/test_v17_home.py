"""R9: public support and the gate it opens, beside their targets (V17)."""

from __future__ import annotations

import numpy as np
import pytest

from wargame import theory
from wargame.adjudication import home

START, INERTIA = 0.443, 0.6


def test_two_half_years_adjust_like_a_year():
    once = home.next_support(START, 0.8, INERTIA, 1.0)
    half = home.next_support(START, 0.8, INERTIA, 0.5)
    assert home.next_support(half, 0.8, INERTIA, 0.5) == pytest.approx(once, abs=1e-12)


@pytest.mark.parametrize(("aim", "threshold", "expected"), [(0.5, 0.55, np.inf), (0.684, 0.4, 0.0)])
def test_a_bar_out_of_reach_and_one_already_passed(aim, threshold, expected):
    assert theory.turns_until_adoption(START, aim, threshold, INERTIA) == expected


def test_a_strong_norm_keeps_the_gate_shut():
    weights = home.SupportWeights(0.0, 1.0, 0.5, 20.0)
    aim = sum(home.support_contributions(weights, 1.0, 1.0, 1.0).values())
    support = START
    for _ in range(50):
        support = home.next_support(support, aim, INERTIA, 1.0)
    assert home.adoption_chance(support, 0.5, 0.05, 0.0) == 0.0
    assert home.adoption_chance(support, 0.5, 0.05, 0.05) < 1e-4


def test_the_gate_becomes_the_threshold_as_it_narrows():
    support = np.array([0.5, 0.549, 0.551, 0.6])
    narrow = home.adoption_chance(support, 0.5, 0.05, 1e-5)
    assert narrow == pytest.approx(home.adoption_chance(support, 0.5, 0.05, 0.0), abs=1e-12)


def test_a_gate_can_refuse():
    chance = home.adoption_chance(0.5, 0.5, 0.05, 0.05)
    assert 0.0 < chance < 0.5
    assert home.adopted(chance, np.array([0.0, 0.99])).tolist() == [True, False]


def test_political_cost_falls_to_nothing_with_support():
    cost = home.political_cost(np.array([0.35, 0.45, 0.55, 0.65]), 0.5, 0.05, 100.0)
    assert cost == pytest.approx([20.0, 10.0, 0.0, 0.0])


def test_a_norm_fades_and_never_falls_below_nothing():
    parts = home.norm_contributions(np.array([1.0, 0.2, 0.2]), 0.1, 1.0, np.array([True, True, False]), 0.5)
    left = np.array([1.0, 0.2, 0.2]) + parts["fading"] + parts["adoption"]
    assert left == pytest.approx([np.exp(-0.1) - 0.5, 0.0, 0.2 * np.exp(-0.1)], abs=1e-12)


def test_backing_down_costs_only_after_a_public_threat():
    cost = home.audience_cost(np.array([True, True, False]), np.array([True, False, True]), 16.0, 0.0, 0.5)
    assert cost.tolist() == [-16.0, 0.0, 0.0]
    assert home.audience_cost(True, True, 16.0, 1.0, 0.5) == -8.0
