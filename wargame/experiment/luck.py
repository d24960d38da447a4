"""Luck or doubt: how much of the spread is chance, and how much goes with the points: with doubt, or with choices.

Every point of a design is played with the same luck, so an outcome y(point, replicate) is a table with two
ways and one game in each cell. It is read as a two-way layout with random effects and no repeats::

    y[p, r] = mean + P[p] + L[r] + e[p, r]

    P   what the assumptions or choices of point p do, averaged over luck         variance doubt
    L   what the luck of replicate r does, whatever is assumed                    variance luck_alike
    e   luck that comes out otherwise under other assumptions                     variance luck_turned

By the law of total variance doubt = Var(E[y | assumptions]) and luck = luck_alike + luck_turned =
E[Var(y | assumptions)]. The mean squares of points, replicates and rest, with R replicates and P points, have
the expectations ``luck_turned + R doubt``, ``luck_turned + P luck_alike`` and ``luck_turned``; solving them
gives estimates without bias. The usual correction, variance between the points' means less variance within / R,
would be wrong here: luck that all points share moves all means alike, and only ``luck_turned / R`` is left in
the differences between them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from wargame.arrays import Array
from wargame.dice import Dice, fresh
from wargame.experiment.intervals import TAIL
from wargame.outcomes import Outcome

RESAMPLES = 600
"""Bootstrap samples behind an interval."""


@dataclass(frozen=True)
class Split:
    """The variance of an outcome, split; each in the square of the outcome's unit.

    ``doubt`` or ``luck_alike`` may come out below 0 where it is small: an estimate without bias may.
    """

    doubt: float
    luck_alike: float
    luck_turned: float

    @property
    def luck(self) -> float:
        """Variance by chance, the assumptions being what they are."""
        return max(self.luck_alike, 0.0) + self.luck_turned

    @property
    def doubt_share(self) -> float:
        """Share of the whole variance that is doubt, in [0, 1]; nan where nothing varies."""
        doubt = max(self.doubt, 0.0)
        total = doubt + self.luck
        return doubt / total if total > 0.0 else float("nan")


def split(table: Array) -> Split:
    """Return the variance components of a two-way table with random effects, one game in a cell.

    Parameters
    ----------
    table : (point, replicate), outcome of each game; at least two of both

    Raises
    ------
    ValueError
        fewer than two points or replicates: luck and doubt cannot be told apart

    References
    ----------
    Searle, Casella & McCulloch (1992), Variance Components, ch. 4 (two-way crossed classification, balanced).

    Examples
    --------
    >>> split(np.array([[1.0, 2.0], [3.0, 4.0]]))
    Split(doubt=2.0, luck_alike=0.5, luck_turned=0.0)
    """
    held = np.asarray(table, dtype=np.float64)
    points, replicates = held.shape
    if points < 2 or replicates < 2:
        raise ValueError("split: two points and two replicates are needed, to tell luck from doubt.")
    by_point, by_luck = held.mean(axis=1), held.mean(axis=0)
    mean = held.mean()
    rest = held - by_point[:, None] - by_luck[None, :] + mean
    turned = float((rest**2).sum() / ((points - 1) * (replicates - 1)))
    between_points = replicates * float(((by_point - mean) ** 2).sum() / (points - 1))
    between_luck = points * float(((by_luck - mean) ** 2).sum() / (replicates - 1))
    return Split((between_points - turned) / replicates, (between_luck - turned) / points, turned)


def doubt_interval(table: Array, seed: int, whole: bool = False) -> tuple[float, float]:
    """Return the 95 % interval of the share of doubt, by a bootstrap of points and of replicates.

    Points and replicates are drawn again independently (Owen's pigeonhole bootstrap), which is a little wide
    rather than narrow. Twins among the drawn points shrink every difference between them, so the samples are
    moved until their mean is the estimate.

    Parameters
    ----------
    table : (point, replicate)
    seed : names the draws
    whole : the points are all there are, as in a grid, and no sample: replicates alone are drawn again

    References
    ----------
    Owen (2007), The pigeonhole bootstrap, Annals of Applied Statistics 1.
    """
    held = np.asarray(table, dtype=np.float64)
    estimate = split(held).doubt_share
    if np.isnan(estimate):
        return estimate, estimate
    points, replicates = held.shape
    dice = Dice(fresh(seed, "luck or doubt"), replicates=RESAMPLES)
    rows = (dice.uniform("rows", ["point"], 1, points)[:, 0] * points).astype(np.int64)
    if whole:
        rows[:] = np.arange(points)
    columns = (dice.uniform("columns", ["replicate"], 1, replicates)[:, 0] * replicates).astype(np.int64)
    drawn = np.array([split(held[r][:, c]).doubt_share for r, c in zip(rows, columns, strict=True)])
    drawn = drawn[~np.isnan(drawn)]
    if not len(drawn):
        return estimate, estimate
    low, high = np.quantile(drawn, [TAIL, 1.0 - TAIL]) + (estimate - drawn.mean())
    return float(np.clip(low, 0.0, estimate)), float(np.clip(high, estimate, 1.0))


def luck_or_doubt(outcomes: list[tuple[Outcome, Array]], seed: int, whole: bool = False) -> pd.DataFrame:
    """Return one row an outcome: its mean, its spread, and the shares of luck and of what differs between points.

    Parameters
    ----------
    outcomes : each with its (point, replicate) table over points that are a sample of the factors' ranges, or all of
        a grid
    seed : names the draws of the bootstrap
    whole : see ``doubt_interval``

    Returns
    -------
    columns ``outcome, unit, mean, p5, p95, between, luck_alike, luck_turned, between_share, between_low,
    between_high, luck_share, between_sd``; 90 % of the games lie from p5 to p95; the three components of the variance
    in squared units, between being that of doubt or choices; shares in [0, 1], nan where nothing varies; between_sd
    is the standard deviation between points with luck taken out
    """
    rows = []
    for outcome, table in outcomes:
        found = split(table)
        low, high = doubt_interval(table, seed, whole)
        p5, p95 = np.quantile(table, [0.05, 0.95])
        rows.append(
            {
                "outcome": outcome.name,
                "unit": outcome.unit,
                "mean": float(np.mean(table)),
                "p5": float(p5),
                "p95": float(p95),
                "between": found.doubt,
                "luck_alike": found.luck_alike,
                "luck_turned": found.luck_turned,
                "between_share": found.doubt_share,
                "between_low": low,
                "between_high": high,
                "luck_share": 1.0 - found.doubt_share,
                "between_sd": float(np.sqrt(max(found.doubt, 0.0))),
            }
        )
    return pd.DataFrame(rows)
