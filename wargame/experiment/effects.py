"""What all tables of effects share: their columns and order, directions, and which rows are told from idle ones."""

from __future__ import annotations

import numpy as np
import pandas as pd

from wargame.arrays import Array, BoolArray
from wargame.experiment.design import Design

FALSE = 0.05
"""Share of idle factors expected among those that are called clear."""
NUMBERS = ("measure", "low", "high", "noise")
"""Columns of numbers that every table has."""
TOGETHER = " × "
"""What stands between the names of factors where a row is about what they do together."""


def clear(chance: Array, low: Array) -> BoolArray:
    """Return (factor,) which factors are told from idle ones, all judged together.

    Parameters
    ----------
    chance : (factor,) chance of a figure as large if the factor were idle
    low : (factor,) lower end of the measure's interval; it is worked out apart, and has to say the same

    References
    ----------
    Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57.
    """
    count = len(chance)
    ordered = np.sort(chance)
    passed = np.flatnonzero(ordered <= FALSE * np.arange(1, count + 1) / count)
    return np.asarray((chance <= (ordered[passed[-1]] if len(passed) else -1.0)) & (low > 0.0))


def directions(design: Design, games: Array) -> Array:
    """Return (factor,) 1 where the outcome rises with the factor, -1 where it falls, 0 for words or neither.

    On a grid, where nothing but luck blurs a slope, it is judged by its spread over the replicates; elsewhere by the
    correlation over the points, which the other factors blur too.

    Parameters
    ----------
    games : (point, replicate), outcome of each game
    """
    return np.array([_direction(design, place, games) for place in range(len(design.factors))])


def _direction(design: Design, place: int, games: Array) -> int:
    factor = design.factors[place]
    values = np.asarray(factor.values(design.unit[:, place]) if factor.numeric else [0.0], dtype=np.float64)
    mean = games.mean(axis=1)
    if np.ptp(values) == 0.0 or np.ptp(mean) == 0.0:
        return 0
    if design.method != "grid":
        slope = np.corrcoef(values, mean)[0, 1]
        return int(np.sign(slope)) if abs(slope) > 2.0 / np.sqrt(len(mean)) else 0
    slopes = (values - values.mean()) @ games
    blur = 2.0 * slopes.std(ddof=1) / np.sqrt(len(slopes)) if len(slopes) > 1 else np.inf
    return int(np.sign(slopes.mean())) if abs(slopes.mean()) > blur else 0


def nothing(names: list[str], more: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return the table of an outcome that is the same at every point."""
    blank = np.full(len(names), np.nan)
    told = {"factor": names, **dict.fromkeys(NUMBERS, blank), "clear": False, "direction": 0}
    return pd.DataFrame({**told, **dict.fromkeys(more, blank)})


def by_size(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its largest measure first."""
    return table.sort_values("measure", ascending=False, kind="stable", ignore_index=True)
