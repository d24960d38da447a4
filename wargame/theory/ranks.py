"""Agreement of two rankings."""

from __future__ import annotations

import numpy as np

from wargame.exact import FloatArray


def rank_correlation(first: FloatArray, second: FloatArray) -> float:
    """Return how far two series rank the same things alike: Spearman's coefficient.

    Equal values share the mean of their ranks; the coefficient is the correlation of the ranks.

    Parameters
    ----------
    first, second : (thing,), any units, at least two things that are not all equal

    Returns
    -------
    In [-1, 1]; nan where a series does not vary

    Examples
    --------
    >>> rank_correlation(np.array([1.0, 5.0, 9.0]), np.array([2.0, 30.0, 4.0]))
    0.5
    """
    one, other = _ranks(first), _ranks(second)
    one, other = one - one.mean(), other - other.mean()
    spread = np.sqrt(np.sum(one * one) * np.sum(other * other))
    return float(np.sum(one * other) / spread) if spread > 0.0 else float("nan")


def _ranks(series: FloatArray) -> FloatArray:
    """Return ranks from 1, the mean rank for equal values."""
    value = np.asarray(series, dtype=np.float64)
    below = np.sum(value[None, :] < value[:, None], axis=-1)
    equal = np.sum(value[None, :] == value[:, None], axis=-1)
    return np.asarray(below + (equal + 1) / 2.0)
