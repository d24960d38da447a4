"""Paired differences: two arms that met the same worlds and the same luck, pair by pair.

Numbers are compared by the paired t interval, with its degrees of freedom counted on the pairs that differ: where
arms seldom differ, the many pairs that came out the same tell nothing of the spread among the few that did not.
What is yes or no in one game is compared by the adjusted Wald interval of Bonett and Price, which is of honest width
when few pairs or none differ. t values are turned into normal ones by Wallace's transform, so that interval, p value
and verdict always agree. A number that differs by the same in every pair is judged by the sign test.

References
----------
Bonett & Price (2012), "Adjusted Wald confidence interval for a difference of binomial proportions based on paired
data", J. Educ. Behav. Stat. 37:479-488. Wallace (1959), "Bounds on normal approximations to Student's and the
chi-square distributions", Ann. Math. Stat. 30:1121-1130. Holm (1979), "A simple sequentially rejective multiple test
procedure", Scand. J. Stat. 6:65-70. Tarone (1990), "A modified Bonferroni method for discrete data", Biometrics
46:515-522.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from wargame.arrays import Array, BoolArray
from wargame.ensemble.intervals import LEVEL, Z, t_of

SAME = 1e-12
"""Part of a difference by which it may vary from pair to pair and still be the same in all: rounding."""
POWER = NormalDist().inv_cdf(0.8)
"""Standard errors beyond the half-width at which a difference is detected in 80 of 100 studies: 2.8 in all."""


@dataclass(frozen=True)
class Paired:
    """The paired differences of some outcomes, (outcome,) each.

    Attributes
    ----------
    difference : mean of first less second
    low, high : interval that holds the true difference in 95 of 100 studies
    error : standard error;  p : chance of a difference so far from 0 if there is none
    higher, equal, lower : shares of pairs in which the first came out so
    """

    difference: Array
    low: Array
    high: Array
    error: Array
    p: Array
    higher: Array
    equal: Array
    lower: Array


def compare_pairs(first: Array, second: Array, yes_no: BoolArray) -> Paired:
    """Return the paired differences of two arms.

    Parameters
    ----------
    first, second : (outcome, pair), at least two pairs
    yes_no : (outcome,) outcomes that are 0 or 1 in one game

    Raises
    ------
    ValueError
        fewer than two pairs

    Examples
    --------
    >>> told = compare_pairs(np.array([[3.0, 5.0, 4.0]]), np.array([[1.0, 4.0, 1.0]]), np.array([False]))
    >>> told.difference.tolist(), told.low.round(2).tolist(), told.high.round(2).tolist()
    ([2.0], [-0.58], [4.58])
    """
    pairs = first.shape[-1]
    if pairs < 2:
        raise ValueError(f"compare_pairs: {pairs} pairs. Give at least 2.")
    apart = first - second
    differing = (apart != 0.0).sum(axis=-1)
    mean, spread = apart.mean(axis=-1), apart.std(axis=-1, ddof=1) / math.sqrt(pairs)
    # adding two pairs, one that differs each way
    plus, minus = ((apart * sign > 0.0).sum(axis=-1) + 1.0 for sign in (1.0, -1.0))
    centre = (plus - minus) / (pairs + 2.0)
    adjusted = np.sqrt(((plus + minus) / (pairs + 2.0) - centre**2) / (pairs + 2.0))
    middle, error = np.where(yes_no, centre, mean), np.where(yes_no, adjusted, spread)
    freedom = np.maximum(differing - 1.0, 1.0)
    half = np.where(yes_no, Z, t_of(Z, freedom)) * error
    ratio = np.divide(middle, error, out=np.zeros_like(middle), where=error > 0.0)
    z = np.where(yes_no, ratio, z_of(ratio, freedom))
    p = np.array([math.erfc(abs(each) / math.sqrt(2.0)) for each in z])
    low, high = middle - half, middle + half
    # the same difference in every pair has no spread to be judged by: its sign tells how likely chance made it
    same = ~yes_no & (mean != 0.0) & (spread <= SAME * np.abs(mean))
    p = np.where(same, 2.0 ** (1 - pairs), p)
    open_still = same & (p > 1.0 - LEVEL)
    low = np.where(open_still, np.minimum(low, 0.0), low)
    high = np.where(open_still, np.maximum(high, 0.0), high)
    return Paired(
        mean,
        np.where(yes_no, np.maximum(low, -1.0), low),
        np.where(yes_no, np.minimum(high, 1.0), high),
        error,
        p,
        (apart > 0.0).mean(axis=-1),
        1.0 - differing / pairs,
        (apart < 0.0).mean(axis=-1),
    )


def z_of(t: Array, freedom: Array) -> Array:
    """Return the normal value as likely as a value of Student's t (Wallace's transform).

    Examples
    --------
    >>> z_of(np.array([2.001, -2.571]), np.array([59.0, 5.0])).round(2).tolist()
    [1.96, -1.96]
    """
    scale = (8.0 * freedom + 1.0) / (8.0 * freedom + 3.0)
    return np.asarray(np.sign(t) * scale * np.sqrt(freedom * np.log1p(t * t / freedom)))


def holm(p: Array, counts: BoolArray) -> Array:
    """Return p values that stand although several outcomes are looked at together (Holm).

    Parameters
    ----------
    p : (outcome,) p values
    counts : (outcome,) outcomes that could have come out otherwise; one without a differing pair never could, and
        adds nothing to the chance of a false alarm (Tarone)

    Examples
    --------
    >>> holm(np.array([0.01, 0.03, 0.2, 1.0]), np.array([True, True, True, False])).round(2)
    array([0.03, 0.06, 0.2 , 1.  ])
    """
    held = np.ones(len(p))
    places = np.flatnonzero(counts)
    order = places[np.argsort(p[places], kind="stable")]
    steps = np.arange(len(order), 0, -1) * p[order]
    held[order] = np.minimum(np.maximum.accumulate(steps), 1.0) if len(order) else steps
    return held
