"""R6: measures of power, beside their target (V11)."""

from __future__ import annotations

import numpy as np
import pytest

from wargame.adjudication import power, threat

RNG = np.random.default_rng(11)


def test_the_index_of_all_adds_up_to_one():
    index = power.composite_capability(RNG.random((7, 6)))
    assert index.sum() == pytest.approx(1.0, abs=1e-12)


def test_units_and_the_order_of_nations_do_not_matter():
    component = RNG.random((7, 6))
    order = np.array([3, 0, 6, 1, 5, 2, 4])
    index = power.composite_capability(component)
    assert power.composite_capability(component * np.array([1e6, 1, 1e3, 1, 1, 7])) == pytest.approx(index)
    assert np.array_equal(power.composite_capability(component[order]), index[order])


def test_what_is_not_known_is_skipped_and_not_taken_for_nothing():
    component = np.array([[4.0, 4.0], [4.0, 4.0], [np.nan, 8.0]])
    assert power.composite_capability(component) == pytest.approx([0.375, 0.375, 0.5])
    assert power.composite_capability(np.full((2, 3), np.nan)).tolist() == [0.0, 0.0]


def test_measures_disagree_on_a_large_poor_nation():
    gdp, people = np.array([10_000.0, 8_000.0]), np.array([1400.0, 300.0])
    size = threat.power_share(gdp)
    surplus = threat.power_share(power.surplus_capability(gdp, people))
    assert size[0] > size[1]
    assert surplus[0] < surplus[1]
