"""Intervals of means: where the mean of endless games lies, by 95 of 100 samples like this one."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

import numpy as np

LEVEL = 0.95
"""Share of intervals that hold the true mean."""
Z = NormalDist().inv_cdf(0.5 + LEVEL / 2.0)
"""Half-width of such an interval in standard errors, where games are many."""


def share_interval(share: Any, games: Any) -> tuple[Any, Any]:
    """Return the interval of a share of games, good for few games and for none of many (Wilson).

    Parameters
    ----------
    share : (...), in [0, 1];  games : (...), how many, at least 1

    References
    ----------
    Wilson (1927), "Probable inference, the law of succession, and statistical inference", J. Am. Stat. Assoc.
    22:209-212.

    Examples
    --------
    >>> low, high = share_interval(np.array([0.0, 0.5]), 20)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.299], [0.161, 0.701])
    """
    share, games = np.asarray(share, dtype=np.float64), np.asarray(games, dtype=np.float64)
    weight = 1.0 + Z * Z / games
    middle = (share + Z * Z / (2.0 * games)) / weight
    half = Z / weight * np.sqrt(share * (1.0 - share) / games + Z * Z / (4.0 * games * games))
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)


def t_of(z: float, freedom: Any) -> Any:
    """Return the value of Student's t that is as likely as a normal value (Wallace's transform, turned round).

    Parameters
    ----------
    z : normal value;  freedom : (...), degrees of freedom, above 0

    References
    ----------
    Wallace (1959), "Bounds on normal approximations to Student's and the chi-square distributions", Ann. Math.
    Stat. 30:1121-1130.
    """
    scaled = z * (8.0 * freedom + 3.0) / (8.0 * freedom + 1.0)
    return np.sign(z) * np.sqrt(freedom * np.expm1(scaled * scaled / freedom))


def reach(games: Any) -> Any:
    """Return the half-width of the interval of a mean in standard errors: Student's t.

    Parameters
    ----------
    games : (...), how many; NaN is returned for one

    Examples
    --------
    >>> reach(np.array([5, 30, 1000])).round(2).tolist()
    [2.79, 2.05, 1.96]
    """
    freedom = np.asarray(games, dtype=np.float64) - 1.0
    return t_of(Z, np.where(freedom > 0.0, freedom, np.nan))
