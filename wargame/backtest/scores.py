"""How far forecasts lie off: error, bias, order of growth, and how much their bands hold.

Errors are logs of forecast over outcome, so that twice too much and half as much count alike, and a large
country no more than a small one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wargame.arrays import Array
from wargame.dice import Dice
from wargame.theory.ranks import rank_correlation

RESAMPLES = 2000
"""Samples of countries behind an interval."""
TAIL = 0.05
"""Share of them left out at each end: intervals of 90 %."""


class Scores(NamedTuple):
    """Scores of one forecast from one origin.

    Attributes
    ----------
    male : mean absolute log error, at least 0
    bias : mean log error; above 0 where too much was forecast
    grho : rank correlation of forecast with actual growth, in [-1, 1]; nan where all growth is forecast alike
    coverage : share of outcomes inside the 80 % band, in [0, 1]; nan without a band
    """

    male: float
    bias: float
    grho: float
    coverage: float


def score(path: Array, band: tuple[Array, Array] | None, actual: Array, origin: Array) -> Scores:
    """Return the scores of a forecast over all its years and countries.

    Parameters
    ----------
    path, actual : (year, country), log of bn USD
    band : low and high, each (year, country), log of bn USD; None where the method gives none
    origin : (country,), log of bn USD at the origin
    """
    return Scores(
        mean_absolute_log_error(path, actual),
        log_bias(path, actual),
        growth_rank_correlation(path[-1] - origin, actual[-1] - origin),
        float("nan") if band is None else coverage(*band, actual),
    )


def mean_absolute_log_error(path: Array, actual: Array) -> float:
    """Return MALE: the mean of abs(log(forecast / outcome)) over years and countries.

    0.10 is an error of about 10 %, 0.69 a factor of two.

    Parameters
    ----------
    path, actual : (year, country), log of bn USD

    References
    ----------
    Tofallis 2015, J. Operational Research Society 66 (the log accuracy ratio).

    Examples
    --------
    >>> print(round(mean_absolute_log_error(np.log([[2.0, 0.5]]), np.log([[1.0, 1.0]])), 4))
    0.6931
    """
    return float(np.abs(path - actual).mean())


def log_bias(path: Array, actual: Array) -> float:
    """Return the mean of log(forecast / outcome) over years and countries: above 0 where too much was forecast.

    Examples
    --------
    >>> print(log_bias(np.log([[2.0, 0.5]]), np.log([[1.0, 1.0]])))
    0.0
    """
    return float((path - actual).mean())


def growth_rank_correlation(forecast: Array, actual: Array) -> float:
    """Return GRHO: Spearman's rank correlation between forecast and actual growth from the origin to the last year.

    Levels hardly ever change their order, so their ranks tell a good forecast from none at all; growth does.

    Parameters
    ----------
    forecast, actual : (country,), log units

    References
    ----------
    Spearman 1904, American J. of Psychology 15.

    Examples
    --------
    >>> print(growth_rank_correlation(np.array([0.1, 0.2, 0.3]), np.array([0.0, 0.5, 0.9])))
    1.0
    """
    # growth that differs by rounding only is the same growth
    return rank_correlation(np.round(forecast, 12), np.round(actual, 12))


def coverage(low: Array, high: Array, actual: Array) -> float:
    """Return the share of outcomes inside a band, over years and countries; 0.8 is right for an 80 % band.

    Years of one country go together, so that the share is known far less well than their number suggests.

    Parameters
    ----------
    low, high, actual : (year, country), log of bn USD

    References
    ----------
    Christoffersen 1998, International Economic Review 39.
    """
    return float(((actual >= low) & (actual <= high)).mean())


def error_difference(path: Array, other: Array, actual: Array, seed: int) -> tuple[float, float, float]:
    """Return how much less one forecast errs than another, with an interval of 90 % over countries.

    Countries are drawn anew with all their years, as years of one country are not independent.

    Parameters
    ----------
    path, other, actual : (year, country), log of bn USD
    seed : names the draws

    Returns
    -------
    difference of MALE (below 0 where ``path`` is the better), and the ends of its interval
    """
    gain = (np.abs(path - actual) - np.abs(other - actual)).mean(axis=0)
    u = Dice(seed).uniform("backtest.resample", ["country"], 0, RESAMPLES * len(gain))
    chosen = (u * len(gain)).astype(int).reshape(RESAMPLES, len(gain))
    low, high = np.quantile(gain[chosen].mean(axis=1), [TAIL, 1.0 - TAIL])
    return float(gain.mean()), float(low), float(high)
