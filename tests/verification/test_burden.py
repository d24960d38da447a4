"""R2: allies who lean on each other, and hosts who pay, beside their targets (V03)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame import theory
from wargame.adjudication import burden

TASTE = st.floats(0.05, 0.95)
INCOMES = st.lists(st.floats(1.0, 100.0), min_size=2, max_size=6).map(np.array)
PUBLIC = st.floats(0.0, 0.9)


@given(TASTE, INCOMES, PUBLIC)
def test_nobody_would_change_what_it_gives(taste, income, publicness):
    given = theory.equilibrium_contributions(taste, income, publicness)
    for nation in range(len(income)):
        others = given.sum() - given[nation]
        best = burden.best_contribution(taste, income[nation], publicness, others)
        assert given[nation] == pytest.approx(best, abs=1e-9)


@given(TASTE, INCOMES)
def test_a_public_good_is_given_less_than_all_would_want(taste, income):
    given = theory.equilibrium_contributions(taste, income, 1.0)
    assert given.sum() <= theory.optimal_total(taste, income) * (1.0 + 1e-12)


@given(st.lists(TASTE, min_size=3, max_size=3).map(np.array), PUBLIC)
def test_allies_of_different_taste_settle_too(taste, publicness):
    income = np.array([80.0, 50.0, 20.0])
    given = theory.equilibrium_contributions(taste, income, publicness)
    best = burden.best_contribution(taste, income, publicness, given.sum() - given)
    assert given == pytest.approx(best, abs=1e-9)


def test_equilibria_of_several_games_at_once_are_those_of_each():
    taste, publicness = 0.3, np.array([0.0, 0.4, 1.0])
    income = np.array([[80.0, 50.0], [20.0, 70.0], [60.0, 5.0]])
    block = theory.equilibrium_contributions(taste, income, publicness)
    for row in range(3):
        alone = theory.equilibrium_contributions(taste, income[row], publicness[row])
        assert np.array_equal(block[row], alone)


@given(TASTE, INCOMES)
def test_a_private_good_knows_no_free_riding(taste, income):
    given = theory.equilibrium_contributions(taste, income, 0.0)
    assert burden.free_riding(given, taste * income) == pytest.approx(0.0, abs=1e-12)


def test_burdens_rank_with_size_less_where_the_good_is_less_public():
    """The joint-product prediction, where all give: what serves oneself is paid for by taste, not by size."""
    rng = np.random.default_rng(14)
    income, taste = rng.uniform(60.0, 70.0, (200, 5)), rng.uniform(0.3, 0.33, (200, 5))

    def correlation(publicness):
        burdens = theory.equilibrium_contributions(taste, income, publicness) / income
        pairs = zip(burdens, income, strict=True)
        return np.mean([theory.rank_correlation(burden, size) for burden, size in pairs])

    path = [correlation(publicness) for publicness in (0.5, 0.3, 0.1, 0.0)]
    assert np.all(np.diff(path) < -0.05)
    assert path[-1] == pytest.approx(0.0, abs=0.1)


def test_free_riding_lowers_the_target_and_a_request_raises_it():
    pressure = burden.sharing_pressure(0.3, np.array([0.0, 0.5, 0.5]), 0.1, np.array([0.0, 0.0, 2.0]))
    assert pressure == pytest.approx([0.0, -0.15, 0.05])


def test_support_follows_its_index_and_never_falls():
    growth = np.array([0.034, 0.06, -0.01])
    assert burden.indexed_support(1183.3, growth, 0.05) == pytest.approx([1223.5322, 1242.465, 1183.3])


@pytest.mark.parametrize("strength", [0.0, 0.3, 1.0])
def test_both_gain_from_a_renewal(strength):
    payment = burden.renewed_support(4.0, 3.0, 5.0, strength)
    surplus = burden.renewal_surplus(4.0, 3.0, 5.0)
    assert 4.0 - payment == pytest.approx(strength * surplus)
    assert 3.0 - (5.0 - payment) == pytest.approx((1.0 - strength) * surplus)


def test_a_better_choice_elsewhere_moves_the_payment_one_s_way():
    before = burden.renewed_support(6.0, 3.0, 5.0, 0.5)
    assert burden.renewed_support(5.0, 3.0, 5.0, 0.5) < before < burden.renewed_support(6.0, 2.0, 5.0, 0.5)


def test_where_nothing_is_gained_nothing_is_renewed():
    assert not burden.renewed(burden.renewal_surplus(1.0, 1.0, 5.0), 0.0, 0.99)
