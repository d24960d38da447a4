"""V10: structural balance, by counting, by dice and by eigenvalues."""

from __future__ import annotations

import numpy as np
import pytest

from wargame import theory
from wargame.adjudication import relations

X0 = np.array(
    [[0.0, 0.5, -0.2, -0.4], [0.5, 0.0, -0.3, -0.1], [-0.2, -0.3, 0.0, 0.6], [-0.4, -0.1, 0.6, 0.0]]
)
DENSITY = [(0.0, 0.3660254038), (1 / 3, 0.5), (0.4, 0.5635083269), (0.5, 1.0), (0.75, 1.0)]


def test_balanced_graphs_of_five_V10a_instrument():
    assert theory.balanced_graphs(5) == 16


@pytest.mark.parametrize(
    ("chance", "expected"), [pytest.param(p, rho, id=f"V10b_p{p:.2f}-instrument") for p, rho in DENSITY]
)
def test_mean_field_density(chance, expected):
    assert theory.mean_field_density(chance) == pytest.approx(expected, abs=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("chance", "expected"), [pytest.param(p, rho, id=f"V10b_p{p:.2f}-simulated") for p, rho in DENSITY[:3]]
)
def test_triad_dynamics_of_128_nations(chance, expected):
    rng = np.random.default_rng(128)
    upper = np.triu(rng.random((128, 128)) < 0.5, 1)
    links, _ = theory.triad_dynamics((upper | upper.T).astype(float), chance, rng.random((200_000, 5)))
    links, density = theory.triad_dynamics(links, chance, rng.random((200_000, 5)))
    assert density.mean() == pytest.approx(expected, abs=0.03)
    assert np.array_equal(links, links.T)


def test_triad_dynamics_leave_balance_alone():
    balanced = np.maximum(theory.signed_cliques((3, 2)), 0.0)
    links, density = theory.triad_dynamics(balanced, 0.5, np.random.default_rng(1).random((500, 5)))
    assert np.array_equal(links, balanced)
    assert set(density) == {0.4}


def test_the_smallest_jammed_state_V10c_instrument():
    signs = theory.signed_cliques((3, 3, 3))
    assert theory.unbalanced_triads(signs) == 27
    assert theory.is_jammed(signs)
    before = theory.balance_energy(signs)
    for first in range(9):
        for second in range(first):
            turned = signs.copy()
            turned[first, second] = turned[second, first] = -signs[first, second]
            assert theory.balance_energy(turned) > before


def test_energy_of_the_jammed_state_V10d_instrument():
    assert theory.balance_energy(theory.signed_cliques((3, 3, 3))) == pytest.approx(-0.3571428571, abs=1e-10)
    assert theory.balance_energy(theory.signed_cliques((3, 3, 3))) == pytest.approx(-30 / 84, abs=1e-12)


def test_blow_up_time_V10e_instrument():
    assert theory.blow_up_time(X0) == pytest.approx(0.9468864239, abs=1e-6)


def test_blow_up_time_V10e_integrated():
    """Near the end the largest eigenvalue is one over the time that is left."""
    time = 0.9
    grown = theory.integrate_friendliness(X0, time, 2000)
    assert time + theory.blow_up_time(grown) == pytest.approx(0.9468864239, rel=0.005)


def test_factions_V10f_instrument():
    assert theory.factions(X0) == (frozenset({0, 1}), frozenset({2, 3}))
    signs = np.sign(theory.integrate_friendliness(X0, 0.94, 4000))
    assert signs[0].tolist() == [1.0, 1.0, -1.0, -1.0]


def test_friendliness_at_half_time_V10g_instrument():
    half = theory.blow_up_time(X0) / 2
    assert theory.friendliness_at(X0, half)[0, 1] == pytest.approx(0.6809378872, abs=1e-8)
    assert theory.integrate_friendliness(X0, half, 1000)[0, 1] == pytest.approx(0.6809378872, abs=1e-5)


@pytest.mark.parametrize(
    ("mean", "expected", "tolerance"),
    [
        pytest.param(0.0, 0.025, 0.05, id="V10h_mu0.0-instrument"),
        pytest.param(0.5, 0.00495049505, 0.02, id="V10h_mu0.5-instrument"),
    ],
)
def test_blow_up_of_random_friendliness(mean, expected, tolerance):
    drawn = np.random.default_rng(400).normal(mean, 1.0, (400, 400))
    symmetric = np.triu(drawn) + np.triu(drawn, 1).T
    assert theory.blow_up_time(symmetric) == pytest.approx(expected, rel=tolerance)


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
