"""R3: capability is a stock that investment fills and age, dearer units and a rival's advance empty."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wargame import exact
from wargame.adjudication.totals import Numbers
from wargame.arrays import Array


def depreciate(stock: Numbers, rate: Numbers, years: Numbers) -> Array:
    """Return what is left of a stock after a turn.

    left = stock * (1 - rate) ** years

    Parameters
    ----------
    stock : (..., area), index points, at least 0
    rate : (...), share lost per year, 0.05-0.10 in general, 0.11-0.20 for electronics and software
    years : length of the turn

    Returns
    -------
    (..., area), index points

    References
    ----------
    Fraumeni 1997 (geometric rates of private assets).

    Examples
    --------
    >>> print(np.round(depreciate(100.0, 0.08, 1.0), 6))
    92.0
    """
    return stock - stock * exact.convert_rate(rate, years)


def stock_contributions(
    stock: Numbers, investment: Numbers, rate: Numbers, years: Numbers
) -> dict[str, Array]:
    """Return why a stock changes in a turn: perpetual inventory.

    stock' = stock * (1 - rate) ** years + years * investment

    Parameters
    ----------
    stock : (..., area), index points, at least 0
    investment : (..., area), index points per year, what is delivered (`deliver`, `purchasing_power`)
    rate : (...), share lost per year, in [0, 1]
    years : length of the turn

    Returns
    -------
    ``decay`` (at most 0) and ``investment``, each (..., area), index points

    References
    ----------
    S003.3; perpetual inventory method, rates after Fraumeni 1997.

    Examples
    --------
    >>> parts = stock_contributions(100.0, 50.0, 0.08, 1.0)
    >>> {reason: float(part) for reason, part in parts.items()}
    {'decay': -8.0, 'investment': 50.0}
    """
    return {"decay": -stock * exact.convert_rate(rate, years), "investment": np.multiply(years, investment)}


def obsolescence(stock: Numbers, advance: Numbers, sensitivity: Numbers) -> Array:
    """Return what a stock loses because the rival class advances.

    loss = stock * x / (1 + x),  x = sensitivity * max(0, advance)

    Parameters
    ----------
    stock : (..., area), index points, at least 0
    advance : (..., area), index points, rise of the strongest rival class in the turn
    sensitivity : (...), 1 / index point, at least 0

    Returns
    -------
    (..., area), index points, between -stock and 0

    References
    ----------
    S000.2, S000.10. The form is a convention: monotone, nothing lost without an advance, never below zero.

    Examples
    --------
    >>> print(np.round(obsolescence(6.0, np.array([0.0, 1.0, -1.0]), 0.2), 6) + 0.0)
    [ 0. -1.  0.]
    """
    push = sensitivity * np.maximum(advance, 0.0)
    return -stock * push / (1.0 + push)


def purchasing_power(escalation: Numbers, years: Numbers) -> Array:
    """Return what one unit of real money still buys when unit costs escalate.

    power = (1 + escalation) ** -years

    Parameters
    ----------
    escalation : (...), share per year, real growth of unit cost, 0.02-0.08
    years : (...), years since the base year

    Returns
    -------
    (...), share of the base year's purchases

    References
    ----------
    Kirkpatrick 1995; Hove & Lillekvelland 2015.

    Examples
    --------
    >>> print(np.round(purchasing_power(0.05, 20.0), 6))
    0.376889
    """
    return exact.power(1.0 + np.asarray(escalation, dtype=np.float64), -np.asarray(years, dtype=np.float64))


def learning_curve(unit: Numbers, slope: Numbers) -> Array:
    """Return the cost of a unit against the first, when each doubling costs the slope.

    cost = unit ** log2(slope)

    Parameters
    ----------
    unit : (...), count, the unit's number, at least 1
    slope : (...), ratio in (0, 1], 0.8-1.0

    Returns
    -------
    (...), ratio

    References
    ----------
    Wright 1936.

    Examples
    --------
    >>> print(np.round(learning_curve(np.array([1.0, 2.0, 4.0]), 0.9), 6))
    [1.   0.9  0.81]
    """
    return exact.power(unit, exact.log(slope) / exact.log(2.0))


class Delivery(NamedTuple):
    """What a pipeline of purchases hands over in a turn.

    Attributes
    ----------
    delivered : (...), unit of the orders, what arrives now
    pipeline : (..., lag), the same, what is still to come, the next turn first
    """

    delivered: Array
    pipeline: Array


def deliver(pipeline: Numbers, ordered: Numbers) -> Delivery:
    """Return what arrives this turn and the pipeline with this turn's order at its end.

    Parameters
    ----------
    pipeline : (..., lag), any unit, orders on the way, the next to arrive first; lag at least 1
    ordered : (...), same unit, placed this turn

    Returns
    -------
    Delivery; what is ordered now arrives ``lag`` turns from now

    References
    ----------
    S000.7-9; procurement lags of 1 to 5 years are a judgement.

    Examples
    --------
    >>> deliver(np.array([1.0, 2.0, 3.0]), np.array(4.0))
    Delivery(delivered=array(1.), pipeline=array([2., 3., 4.]))
    """
    waiting = np.asarray(pipeline, dtype=np.float64)
    shape = np.broadcast_shapes(waiting.shape[:-1], np.shape(ordered))
    waiting = np.broadcast_to(waiting, (*shape, waiting.shape[-1]))
    last = np.broadcast_to(np.asarray(ordered, dtype=np.float64), shape)
    return Delivery(waiting[..., 0].copy(), np.concatenate([waiting[..., 1:], last[..., None]], axis=-1))
