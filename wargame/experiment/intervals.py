"""Intervals of means, all of 95 %, and what the games leave open."""

from __future__ import annotations

from typing import Any

import numpy as np

from wargame.arrays import Array
from wargame.ensemble.intervals import share_interval
from wargame.experiment.libraries import need

CONFIDENCE = 0.95
"""Confidence of every interval of an experiment."""
TAIL = 0.5 - CONFIDENCE / 2
"""Share of the samples of a bootstrap that lie outside an interval, at each end."""


def mean_interval(games: Array, share: bool) -> tuple[Any, Any, Any]:
    """Return a mean with its interval.

    Parameters
    ----------
    games : (..., game), at least one game
    share : games are 0 or 1, and the mean is a share: Wilson's interval, good for few games and for none of many

    Returns
    -------
    mean, low and high, (...) each; one game that is no share leaves them infinite

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22; Brown, Cai & DasGupta (2001), Statistical
    Science 16.

    Examples
    --------
    >>> [round(float(each), 3) for each in mean_interval(np.array([0.0] * 20), True)]
    [0.0, 0.0, 0.161]
    """
    held = np.asarray(games, dtype=np.float64)
    count, mean = held.shape[-1], held.mean(axis=-1)
    if share:
        return mean, *share_interval(mean, count)
    if count < 2:
        return mean, np.full_like(mean, -np.inf)[()], np.full_like(mean, np.inf)[()]
    times = float(need("scipy.stats").t.ppf(1.0 - TAIL, count - 1))
    half = times * held.std(axis=-1, ddof=1) / np.sqrt(count)
    return mean, mean - half, mean + half


def pooled_interval(games: Array, share: bool) -> tuple[float, float, float]:
    """Return the mean over some points with its interval, where the points have the same luck.

    Two games with the same luck tell less than two games; a share counts as many games as would spread like its mean
    does from replicate to replicate.

    Parameters
    ----------
    games : (point, replicate)
    share : games are 0 or 1

    Examples
    --------
    >>> one = np.array([[0.0, 1.0, 0.0, 0.0]])
    >>> pooled_interval(np.repeat(one, 9, axis=0), True) == pooled_interval(one, True)
    True
    """
    points, replicates = games.shape
    if not share or points == 1:
        return mean_interval(games.mean(axis=0), share)
    mean = float(games.mean())
    spread = float(games.mean(axis=0).var() / replicates)
    worth = mean * (1.0 - mean) / spread if spread > 0.0 else replicates
    low, high = share_interval(mean, min(max(worth, replicates), points * replicates))
    return mean, float(low), float(high)
