"""Measures: figures of hundreds of games, each beside the window in which it should lie."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from wargame.arrays import Array

SURE = 2.0
"""Standard errors by which a figure must miss its window before chance is no likely reason."""


@dataclass(frozen=True)
class Measure:
    """One measure: its figure, and the window it should lie in.

    Attributes
    ----------
    figure : what was found; nan where there was nothing to measure
    low, high : the window, ends included
    error : standard error of the figure by chance, 0 if it is not known
    unit : ``share`` (0-1), ``objectives`` (count), ``a turn`` (count), ``times``
    note : what the figure is of, where that is found by the games themselves: the worst cast, the best policy
    """

    group: str
    name: str
    figure: float
    low: float
    high: float
    error: float = 0.0
    unit: str = "share"
    note: str = ""

    @property
    def fits(self) -> bool:
        """Whether the figure lies in its window; what could not be measured breaks no window."""
        return math.isnan(self.figure) or self.low <= self.figure <= self.high

    @property
    def verdict(self) -> str:
        """What is to be said of it: ``fits``, ``low``, ``high``, ``nothing to measure``, or ``perhaps low``."""
        if math.isnan(self.figure):
            return "nothing to measure"
        if self.fits:
            return "fits"
        side = "low" if self.figure < self.low else "high"
        miss = max(self.low - self.figure, self.figure - self.high)
        return f"perhaps {side}" if miss <= SURE * self.error else side


def ratio(top: Any, bottom: Any) -> tuple[float, float]:
    """Return a ratio of two sums over games and its standard error.

    error**2 = sum((top - ratio * bottom)**2) / sum(bottom)**2 * n / (n - 1)      (n games)

    Turns of one game are alike, so the games are what is counted, not their turns.

    Parameters
    ----------
    top, bottom : (game,) counts of what came about, and of what could have

    Returns
    -------
    ratio and error; nan and 0 where nothing could have come about

    References
    ----------
    Cochran (1977), *Sampling Techniques*, 3rd edition, chapter 2 (the linearised variance of a ratio).

    Examples
    --------
    >>> ratio(np.array([1.0, 0.0, 1.0, 0.0]), np.ones(4))
    (0.5, 0.28867...)
    """
    top, bottom = np.asarray(top, dtype=np.float64), np.asarray(bottom, dtype=np.float64)
    total, games = float(bottom.sum()), len(top)
    if total <= 0.0:
        return math.nan, 0.0
    figure = float(top.sum()) / total
    spread = float(((top - figure * bottom) ** 2).sum()) * games / max(games - 1, 1)
    return figure, math.sqrt(spread) / total


def mean(values: Array) -> tuple[float, float]:
    """Return the mean over games, (game,), and its standard error.

    Where all games came out alike with 0 or 1, twice the error is 3 / n: what happens in fewer of the games stays
    unseen in n of them with a chance of 5 % (Hanley & Lippman-Hand 1983, "If nothing goes wrong, is everything all
    right?").
    """
    figure, error = ratio(values, np.ones(len(values)))
    alike = figure in (0.0, 1.0) and error == 0.0
    return figure, 1.5 / len(values) if alike else error
