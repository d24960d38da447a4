"""What the panel itself had to say before an origin: errors of the same method after all earlier origins.

So a method can be judged, and its bands be set, without a look at what came later.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from wargame.arrays import Array
from wargame.backtest.baselines import constant_burden, extended_gdp
from wargame.backtest.panel import BEFORE, FEWEST, Panel
from wargame.backtest.rule import BAND, Numbers, forecast
from wargame.backtest.variants import Variant
from wargame.dice import DiceLike


class Earlier(NamedTuple):
    """Errors after earlier origins, held against the years up to the origin at hand.

    Attributes
    ----------
    male : mean absolute log error; nan where there is no earlier origin
    width : how many times wider the bands had to be to hold 80 % of what came; 1 is right, nan as above
    """

    male: float
    width: float


def earlier_errors(past: Panel, dice: DiceLike, numbers: Numbers, variant: Variant) -> Earlier:
    """Return how R1 would have done from every earlier year with ten known years before it.

    Parameters
    ----------
    past : the panel until the origin; nothing later is known
    dice, numbers, variant : as in `forecast`

    References
    ----------
    Williams & Goodman 1971, J. American Statistical Association 66.
    """
    errors, shares = [np.zeros(0)], [np.zeros(0)]
    for then, actual in _origins(past):
        games = forecast(then, dice, len(actual), numbers, variant)
        low, high = games.band
        error = np.abs(actual - games.median)
        errors.append(error.ravel())
        shares.append((error / ((high - low) / 2.0)).ravel())
    if len(errors) == 1:
        return Earlier(float("nan"), float("nan"))
    width = np.quantile(np.concatenate(shares), BAND[1] - BAND[0])
    return Earlier(float(np.concatenate(errors).mean()), float(width))


def earlier_constant_burden(past: Panel) -> float:
    """Return the mean absolute log error of a constant burden after the same origins; nan if there are none."""
    errors = [np.zeros(0)]
    for then, actual in _origins(past):
        path = constant_burden(then, extended_gdp(then, len(actual)))
        errors.append(np.abs(actual - path).ravel())
    return float(np.concatenate(errors).mean()) if len(errors) > 1 else float("nan")


def _origins(past: Panel) -> Iterator[tuple[Panel, Array]]:
    """Yield the panel until each earlier origin and (year, country) log spending after it."""
    for place in range(BEFORE, len(past.years) - 1):
        known = np.asarray(np.isfinite(past.log_burden[place - BEFORE :]).all(axis=0))
        if known.sum() >= FEWEST:
            held = past.only(known)
            yield held.until(past.years[place]), held.since(past.years[place]).log_spending
