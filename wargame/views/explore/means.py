"""Means over the games of an ensemble with the interval that fits how the games were drawn.

Games of one point are independent: Wilson's interval for a share, Student's for a mean. Games of a design are not: all
points have the same luck, and all games of a point the same numbers. There, points and luck are drawn again apart from
each other (Owen's pigeonhole bootstrap, as for luck and doubt).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wargame.arrays import Array
from wargame.dice import Dice, fresh
from wargame.ensemble import Results
from wargame.ensemble.intervals import reach, share_interval
from wargame.experiment.intervals import TAIL

RESAMPLES = 600
"""Bootstrap samples behind an interval."""
INTERVAL = "95 % interval"


@dataclass(frozen=True)
class Mean:
    """A mean over games, and the ends of its interval; nan where the games tell none."""

    mean: float
    low: float
    high: float


def interval_kind(results: Results, share: bool = True) -> str:
    """Return the kind of the intervals of an ensemble, for the note of a chart."""
    if len(results.plan.points) > 1:
        return f"{INTERVAL} (bootstrap over draws and luck)"
    return f"{INTERVAL} ({'Wilson' if share else 'Student'})"


def by_point(frame: pd.DataFrame, column: str) -> Array:
    """Return (point, replicate) a column; points that are not finished are left out."""
    held = frame.pivot(index="point", columns="replicate", values=column).to_numpy(dtype=np.float64)
    return np.asarray(held[~np.isnan(held).any(axis=1)])


def means(results: Results, columns: Mapping[str, Array], shares: Collection[str]) -> dict[str, Mean]:
    """Return the mean of each column with its interval.

    Parameters
    ----------
    columns : name -> (point, replicate)
    shares : names of those that are 0 or 1 in a game
    """
    if len(results.plan.points) > 1:
        return _of_design(columns, results.plan.seed)
    return {name: _of_point(table.ravel(), name in shares) for name, table in columns.items()}


def outcome_means(results: Results, names: Sequence[str], shares: Collection[str]) -> dict[str, Mean]:
    """Return the mean of each outcome with its interval; see ``means``."""
    frame = results.outcomes(list(names))
    return means(results, {name: by_point(frame, name) for name in names}, shares)


def _of_point(values: Array, share: bool) -> Mean:
    count, mean = len(values), float(values.mean())
    if share:
        low, high = share_interval(mean, count)
        return Mean(mean, float(low), float(high))
    half = float(reach(count) * values.std(ddof=1) / np.sqrt(count)) if count > 1 else float("nan")
    return Mean(mean, mean - half, mean + half)


def _of_design(columns: Mapping[str, Array], seed: int) -> dict[str, Mean]:
    points, luck = next(iter(columns.values())).shape
    dice = Dice(fresh(seed, "means of a design"), replicates=RESAMPLES)
    times = [
        np.stack([np.bincount(row, minlength=size) for row in _drawn(dice, name, size)]) / size
        for name, size in (("points", points), ("luck", luck))
    ]
    found = {}
    for name, table in columns.items():
        again = ((times[0] @ table) * times[1]).sum(axis=1)
        low, high = np.quantile(again, [TAIL, 1.0 - TAIL])
        found[name] = Mean(float(table.mean()), float(low), float(high))
    return found


def _drawn(dice: Dice, name: str, size: int) -> Array:
    return np.asarray((dice.uniform(name, [name], 1, size)[:, 0] * size).astype(np.int64))
