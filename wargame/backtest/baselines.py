"""Naive forecasts of military spending: what any rule has to beat before it is worth anything.

Each takes the panel as it was known at its origin (``Panel.until``) and returns paths of log spending, (year,
country), one row for each year after the origin. Numbers are estimated on the years known, and on no others.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wargame.arrays import Array
from wargame.backtest.panel import BEFORE, Panel

Z80 = 1.2815515655446004
"""Standard deviations of a normal that a middle band of 80 % reaches to either side."""
BURDEN_YEARS = 3
"""Years whose burden is held constant: one year alone may be out of line."""


def random_walk(past: Panel, years: int) -> Array:
    """Return spending that stays where it was at the origin.

    Parameters
    ----------
    past : the panel until the origin
    years : years to forecast, at least 1

    Returns
    -------
    (year, country), log of bn USD
    """
    return np.tile(past.log_spending[-1], (years, 1))


def drift(past: Panel, years: int) -> Array:
    """Return spending that goes on growing as in the ten years before the origin.

    Parameters
    ----------
    past : the panel until the origin
    years : years to forecast, at least 1

    Returns
    -------
    (year, country), log of bn USD
    """
    return _extend(past.log_spending, trend(past.log_spending), years)


def growth_autoregression(past: Panel, years: int) -> Array:
    """Return spending whose growth goes back to its mean: AR(1) on growth, one slope for all countries.

    growth = mean + slope * (growth of the year before - mean)

    The mean is the country's own over all years known; the slope is `within_slopes`.

    Parameters
    ----------
    past : the panel until the origin
    years : years to forecast, at least 1

    Returns
    -------
    (year, country), log of bn USD
    """
    growth = yearly(past.log_spending)
    slope = within_slopes(growth[1:], [growth[:-1]])[0]
    mean = np.nanmean(growth, axis=0)
    fading = np.cumsum(slope ** np.arange(1, years + 1))
    steps = np.arange(1, years + 1)
    return past.log_spending[-1] + steps[:, None] * mean + fading[:, None] * (growth[-1] - mean)


def level_autoregression(past: Panel, years: int) -> Array:
    """Return spending that goes back to its own level: AR(1) on the log, country by country.

    level = constant + slope * level of the year before     (ordinary least squares)

    Where the slope is 1 or more there is no level to go back to: spending then grows at its mean.

    Parameters
    ----------
    past : the panel until the origin
    years : years to forecast, at least 1

    Returns
    -------
    (year, country), log of bn USD
    """
    path = np.empty((years, len(past.countries)))
    for place in range(len(past.countries)):
        known = past.log_spending[:, place]
        known = known[~np.isnan(known)]
        slope, constant = np.polyfit(known[:-1], known[1:], 1)
        if slope >= 1.0:
            slope, constant = 1.0, float(np.diff(known).mean())
        level = known[-1]
        for year in range(years):
            level = constant + slope * level
            path[year, place] = level
    return path


def constant_burden(past: Panel, gdp: Array) -> Array:
    """Return spending that stays the share of GDP it was in the last three years.

    Parameters
    ----------
    past : the panel until the origin
    gdp : (year, country), log of bn USD: a forecast (`extended_gdp`), or what came about

    Returns
    -------
    (year, country), log of bn USD
    """
    return gdp + usual_burden(past, BURDEN_YEARS)


def extended_gdp(past: Panel, years: int) -> Array:
    """Return GDP that goes on growing as in the ten years before the origin: (year, country), log of bn USD."""
    return _extend(past.log_gdp, trend(past.log_gdp), years)


def historic_band(past: Panel, path: Array) -> tuple[Array, Array]:
    """Return the band that a forecast would hold 80 % of if shocks were normal and of the past's size.

    path +- 1.28 * deviation of yearly growth in ten years * sqrt(years ahead)

    Parameters
    ----------
    past : the panel until the origin
    path : (year, country), log of bn USD

    Returns
    -------
    low and high, each (year, country), log of bn USD
    """
    ahead = np.arange(1, len(path) + 1)
    half = Z80 * np.sqrt(ahead)[:, None] * deviation(yearly(past.log_spending), BEFORE)
    return path - half, path + half


def usual_burden(past: Panel, years: int) -> Array:
    """Return the mean log burden of the last years: (country,), log of spending over GDP."""
    return np.asarray(np.nanmean(past.log_burden[-years:], axis=0))


def yearly(levels: Array) -> Array:
    """Return growth in log units, (year, country), one row less than the levels."""
    return np.diff(levels, axis=0)


def trend(levels: Array) -> Array:
    """Return the mean yearly growth of the last ten years, (country,), log units."""
    return np.asarray((levels[-1] - levels[-1 - BEFORE]) / BEFORE)


def deviation(growth: Array, years: int | None) -> Array:
    """Return the standard deviation of yearly growth over the last years, or over all: (country,), log units."""
    held = growth if years is None else growth[-years:]
    return np.asarray(np.nanstd(held, axis=0, ddof=1))


def within_slopes(response: Array, causes: Sequence[Array]) -> Array:
    """Return least-squares slopes common to all countries, each country with a constant of its own.

    Parameters
    ----------
    response : (year, country)
    causes : each (year, country); a place where anything is nan is left out

    Returns
    -------
    (cause,), units of the response per unit of the cause

    References
    ----------
    The within estimator of panel data; biased towards 0 for a lagged response in short panels (Nickell 1981).
    """
    held = np.isfinite(response + sum(causes))
    columns = []
    for values in (response, *causes):
        known = np.where(held, values, np.nan)
        columns.append((known - np.nanmean(known, axis=0))[held])
    return np.asarray(np.linalg.lstsq(np.stack(columns[1:], axis=1), columns[0], rcond=None)[0])


def _extend(levels: Array, growth: Array, years: int) -> Array:
    return np.asarray(levels[-1] + np.arange(1, years + 1)[:, None] * growth)
