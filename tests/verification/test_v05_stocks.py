"""V05: perpetual inventory against its closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest

from wargame import exact, theory
from wargame.adjudication import stocks


def stock_after(turns, rate, investment, years=1.0, growth=0.0):
    """Return the stock and the last investment after some turns of the rule from nothing."""
    stock, invested = 0.0, investment
    for turn in range(turns):
        invested = investment * (1.0 + growth) ** turn
        stock = stock + sum(stocks.stock_contributions(stock, invested, rate, years).values())
    return stock, invested


def test_steady_investment_settles_V05a_rule():
    assert stock_after(400, 0.08, 50.0)[0] == pytest.approx(625.0, rel=1e-9)


def test_steady_investment_settles_V05a_instrument():
    assert theory.stationary_stock(50.0, 0.08) == pytest.approx(625.0, rel=1e-9)


def test_ten_turns_from_nothing_V05b_rule():
    assert stock_after(10, 0.08, 50.0)[0] == pytest.approx(353.5072161, rel=1e-9)


def test_ten_turns_from_nothing_V05b_instrument():
    assert theory.stock_after(50.0, 0.08, 10.0) == pytest.approx(353.5072161, rel=1e-9)


def test_half_life_of_a_stock_V05c_rule():
    left = stocks.depreciate(1.0, 0.08, 10.0)
    assert 10.0 * math.log(0.5) / math.log(left) == pytest.approx(8.312950414, rel=1e-9)


def test_half_life_of_a_stock_V05c_instrument():
    assert theory.half_life(0.08) == pytest.approx(8.312950414, rel=1e-9)


def test_balanced_growth_V05d_rule():
    stock, invested = stock_after(200, 0.08, 50.0, growth=0.03)
    assert stock / invested == pytest.approx(9.363636364, rel=1e-6)


def test_balanced_growth_V05d_instrument():
    assert theory.balanced_growth_ratio(0.03, 0.08) == pytest.approx(9.363636364, rel=1e-9)


def test_half_year_depreciation_V05e_rule():
    half = stocks.stock_contributions(1.0, 0.0, 0.08, 0.5)["decay"]
    assert -half == pytest.approx(0.04083369534, abs=1e-11)
    assert -half == pytest.approx(1.0 - math.sqrt(1.0 - 0.08), abs=1e-12)
    twice = stocks.depreciate(stocks.depreciate(100.0, 0.08, 0.5), 0.08, 0.5)
    assert twice == pytest.approx(stocks.depreciate(100.0, 0.08, 1.0), rel=1e-14)


@pytest.mark.parametrize(
    ("unit", "cost"),
    [pytest.param(2.0, 0.9, id="V05f-rule-second"), pytest.param(4.0, 0.81, id="V05f-rule-fourth")],
)
def test_learning_curve(unit, cost):
    assert stocks.learning_curve(unit, 0.9) == pytest.approx(cost, abs=1e-12)


def test_flat_budget_loses_purchasing_power_V05g_rule():
    assert stocks.purchasing_power(0.05, 20.0) == pytest.approx(0.3768894829, rel=1e-9)


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
