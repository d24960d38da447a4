"""Moments of programmes, climbs of the ladder, and the time until a gate opens."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from wargame import exact
from wargame.exact import FloatArray


class Moments(NamedTuple):
    """Mean and standard deviation, in the unit of the quantity."""

    mean: FloatArray
    deviation: FloatArray


def stage_gate_moments(chance: FloatArray) -> Moments:
    """Return mean and deviation of the years that gates with yearly chances take.

    mean = sum of 1 / p;  variance = sum of (1 - p) / p ** 2

    Parameters
    ----------
    chance : (..., stage), chance per year, in (0, 1]

    Returns
    -------
    Moments, years

    References
    ----------
    Sum of geometric waiting times.

    Examples
    --------
    >>> [round(float(value), 4) for value in stage_gate_moments(np.array([0.5, 0.4, 0.25, 0.2]))]
    [13.5, 6.1441]
    """
    p = np.asarray(chance, dtype=np.float64)
    return Moments(np.sum(1.0 / p, axis=-1), np.sqrt(np.sum((1.0 - p) / p**2, axis=-1)))


def under_estimate_chance(mean: float, deviation: float) -> float:
    """Return the chance that a log-normal cost factor ends below 1, under the estimate.

    Parameters
    ----------
    mean, deviation : ratio of final to estimated cost

    Returns
    -------
    chance in [0, 1]

    References
    ----------
    Arena et al. 2006 (mean 1.46).

    Examples
    --------
    >>> round(under_estimate_chance(1.46, 0.38), 6)
    0.088486
    """
    median, sigma = exact.lognormal_parameters(mean, deviation)
    return 0.5 * math.erfc(math.log(float(median)) / (float(sigma) * math.sqrt(2.0)))


def ladder_continuation(shares: FloatArray) -> FloatArray:
    """Return the chance to go on from each level of a ladder but the last, from where disputes ended.

    Parameters
    ----------
    shares : (..., level), share of disputes whose highest level it was, sum 1

    Returns
    -------
    (..., level - 1), chance in [0, 1]

    References
    ----------
    Estimated for this project from GML 2.2.1 and TSS; a verification target, not the game's odds.

    Examples
    --------
    >>> print(ladder_continuation(np.array([0.5, 0.25, 0.25])))
    [0.5 0.5]
    """
    reached = np.cumsum(np.asarray(shares, dtype=np.float64)[..., ::-1], axis=-1)[..., ::-1]
    return np.asarray(reached[..., 1:] / reached[..., :-1])


def ladder_climb(continuation: FloatArray, u: FloatArray) -> FloatArray:
    """Return how many levels each dispute climbs when every step is drawn.

    Parameters
    ----------
    continuation : (level - 1,), chance in [0, 1] to go on from each level
    u : (..., level - 1), uniform draws

    Returns
    -------
    (...), count of steps, 0 to level - 1

    Examples
    --------
    >>> print(ladder_climb(np.array([0.9, 0.5]), np.array([[0.8, 0.4], [0.95, 0.1]])))
    [2 0]
    """
    return np.asarray(np.sum(np.cumprod(np.less(u, continuation), axis=-1), axis=-1))


def turns_until_adoption(support: float, aim: float, threshold: float, inertia: float) -> float:
    """Return the turns until support, adjusting in log odds, is above the threshold.

    turns = ceil(ln(1 - (Lt - L0) / (L1 - L0)) / ln q)

    Parameters
    ----------
    support, aim, threshold : share in (0, 1): now, in the long run, to be exceeded
    inertia : share in (0, 1) kept in a turn

    Returns
    -------
    count; 0 when support is above the threshold already, inf when it never will be

    References
    ----------
    S003.10; partial adjustment of R9.

    Examples
    --------
    >>> turns_until_adoption(0.443, 0.684, 0.55, 0.6)
    2.0
    """
    if support > threshold:
        return 0.0
    if aim <= threshold:
        return math.inf
    start, end, bar = (float(exact.logit(share)) for share in (support, aim, threshold))
    return float(math.ceil(math.log(1.0 - (bar - start) / (end - start)) / math.log(inertia)))
