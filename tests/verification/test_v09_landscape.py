"""V09a-c: the alignment landscape of small worlds."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from wargame.adjudication import alignment

ENEMIES = -np.ones((3, 3))
PARIAH = np.array([[0, -1, -1, -1], [-1, 0, 1, 1], [-1, 1, 0, 1], [-1, 1, 1, 0]], dtype=float)


def landscape(propensity):
    energy = alignment.alignment_energy(propensity, np.ones(len(propensity)))
    return energy, alignment.alignment_minima(energy)


def test_three_mutual_enemies_have_three_minima_V09a_instrument():
    assert landscape(ENEMIES)[1].sum() == 3


def test_three_mutual_enemies_minimum_energy_V09b_instrument():
    assert landscape(ENEMIES)[0].min() == -2.0


def test_one_pariah_and_three_friends_V09c_instrument():
    energy, lowest = landscape(PARIAH)
    assert lowest.sum() == 1
    assert energy[lowest].tolist() == [-3.0]
    side = alignment.configurations(4)[lowest][0]
    assert side.tolist() == [False, True, True, True]


def test_energy_and_minima_as_listed_by_hand():
    """Compare with plain loops over all placements of seven nations."""
    rng = np.random.default_rng(2)
    nations = 7
    propensity = np.round(rng.normal(size=(nations, nations)), 1)
    propensity = propensity + propensity.T
    size = rng.integers(1, 5, nations).astype(float)

    def energy_of(side):
        return sum(
            size[i] * size[j] * propensity[i, j]
            for i in range(nations)
            for j in range(i)
            if side[i] != side[j]
        )

    listed = {side: energy_of(side) for side in product((False, True), repeat=nations) if not side[0]}
    energy = alignment.alignment_energy(propensity, size)
    lowest = alignment.alignment_minima(energy)
    for row, side in enumerate(alignment.configurations(nations).tolist()):
        assert energy[row] == pytest.approx(listed[tuple(side)], abs=1e-9)
        for mover in range(nations):
            moved = [other != (number == mover) for number, other in enumerate(side)]
            moved = [other != moved[0] for other in moved]
            if listed[tuple(moved)] < listed[tuple(side)] - 1e-9:
                assert not lowest[row]
    assert lowest[np.argmin(energy)]


def test_near_minima_hold_the_best():
    energy = alignment.alignment_energy(PARIAH, np.ones(4))
    assert alignment.near_minima(energy, 0.0).sum() == 1
    assert alignment.near_minima(energy, 1.0).sum() == np.sum(energy <= 0.0)


@pytest.mark.parametrize("nations", [1, 18])
def test_too_few_or_too_many_nations_are_told(nations):
    with pytest.raises(ValueError, match="2 to 17 nations"):
        alignment.configurations(nations)


def test_seventeen_nations_are_listed():
    assert alignment.configurations(17).shape == (65_536, 17)
