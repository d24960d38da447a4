"""R7: structural balance, and the rule beside its pure mode (V10)."""

from __future__ import annotations

import numpy as np
import pytest

from wargame import theory
from wargame.adjudication import relations

X0 = np.array(
    [[0.0, 0.5, -0.2, -0.4], [0.5, 0.0, -0.3, -0.1], [-0.2, -0.3, 0.0, 0.6], [-0.4, -0.1, 0.6, 0.0]]
)


def test_triad_dynamics_leave_balance_alone():
    balanced = np.maximum(theory.signed_cliques((3, 2)), 0.0)
    links, density = theory.triad_dynamics(balanced, 0.5, np.random.default_rng(1).random((500, 5)))
    assert np.array_equal(links, balanced)
    assert np.array_equal(links, links.T)
    assert set(density) == {0.4}


def test_no_single_change_lowers_a_jammed_state():
    signs = theory.signed_cliques((3, 3, 3))
    before = theory.balance_energy(signs)
    for first in range(9):
        for second in range(first):
            turned = signs.copy()
            turned[first, second] = turned[second, first] = -signs[first, second]
            assert theory.balance_energy(turned) > before


def test_the_rule_s_balance_is_the_pure_one_over_third_nations():
    """The game's term is X X without the two nations themselves, as a mean."""
    pure = X0 @ X0
    np.fill_diagonal(pure, 0.0)
    assert relations.balance(X0) == pytest.approx(pure / 2, abs=1e-15)


def test_balance_pulls_the_rule_towards_the_factions():
    rates = relations.RelationRates(0.5, 0.0, 0.0, 0.0)
    relation = X0
    for _ in range(200):
        parts = relations.relation_contributions(rates, relation, 0.0, 0.0, 0.0, 1.0)
        relation = np.clip(relation + sum(parts.values()), -1.0, 1.0)
    expected = theory.signed_cliques((2, 2))
    assert np.array_equal(relation, expected)
