"""R3: properties of stocks, beside their targets (V05)."""

from __future__ import annotations

import numpy as np
import pytest

from wargame import exact
from wargame.adjudication import stocks


def test_two_half_years_wear_like_a_year():
    twice = stocks.depreciate(stocks.depreciate(100.0, 0.08, 0.5), 0.08, 0.5)
    assert twice == pytest.approx(stocks.depreciate(100.0, 0.08, 1.0), rel=1e-14)


def test_what_is_ordered_arrives_after_the_lag():
    pipeline, arrived = np.zeros(3), []
    for order in (1.0, 2.0, 4.0, 8.0, 16.0):
        delivered, pipeline = stocks.deliver(pipeline, np.array(order))
        arrived.append(float(delivered))
    assert arrived == [0.0, 0.0, 0.0, 1.0, 2.0]
    assert pipeline.tolist() == [4.0, 8.0, 16.0]


def test_obsolescence_never_takes_more_than_there_is():
    lost = stocks.obsolescence(5.0, np.array([-3.0, 0.0, 1.0, 10.0, 1e9]), 0.5)
    assert np.all(np.diff(lost) <= 0.0)
    assert lost[0] == lost[1] == 0.0
    assert np.all(lost >= -5.0)


def test_depreciation_converts_as_probabilities_do():
    assert stocks.depreciate(1.0, 0.3, 2.0) == pytest.approx(1.0 - exact.convert_rate(0.3, 2.0), abs=1e-15)
