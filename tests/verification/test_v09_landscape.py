"""R7: properties of the alignment landscape, beside its targets (V09)."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from wargame.adjudication import alignment

PARIAH = np.array([[0, -1, -1, -1], [-1, 0, 1, 1], [-1, 1, 0, 1], [-1, 1, 1, 0]], dtype=float)


def test_a_pariah_stands_alone():
    lowest = alignment.alignment_minima(alignment.alignment_energy(PARIAH, np.ones(4)))
    assert alignment.configurations(4)[lowest].tolist() == [[False, True, True, True]]


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
