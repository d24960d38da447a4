"""Measures: figures of hundreds of games, each beside the window in which it should lie.

A figure is told with the interval that holds the true one in 95 of 100 play-tests, and judged by it. Intervals of
shares are Wilson's: they stay between none and all, and have a width where all games came out alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from wargame.arrays import Array
from wargame.ensemble.intervals import reach, share_interval

FEWEST = 20
"""Games below which a figure is told and not judged: ten and ten of 20 are anything from 30 to 70 %."""
TOO_FEW = "too few games"
"""What is said of a figure that is not judged."""


@dataclass(frozen=True)
class Measure:
    """One measure: its figure, and the window it should lie in.

    Attributes
    ----------
    figure : what was found; nan where there was nothing to measure
    low, high : the window, ends included
    error : standard error of the figure by chance, nan if it is not known
    games : games, or pairs of games, that the figure rests on
    unit : ``share`` (0-1), ``objectives`` (count), ``a turn`` (count), ``times``
    note : what the figure is of, where that is found by the games themselves: the worst cast, the best policy
    """

    group: str
    name: str
    figure: float
    low: float
    high: float
    error: float
    games: int
    unit: str = "share"
    note: str = ""

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the figure; nan and nan if it is not known."""
        if math.isnan(self.figure) or math.isnan(self.error):
            return math.nan, math.nan
        return interval(self.figure, self.error, self.games, self.unit == "share")

    @property
    def judged(self) -> bool:
        """Whether there was something to measure, in games enough to judge by."""
        return self.games >= FEWEST and not math.isnan(self.figure)

    @property
    def fits(self) -> bool:
        """Whether the figure lies in its window; what is not judged breaks no window."""
        return not self.judged or self.low <= self.figure <= self.high

    @property
    def verdict(self) -> str:
        """What is to be said of it.

        ``fits``, ``low``, ``high``; ``perhaps low`` or ``perhaps high`` where the interval reaches into the window;
        ``nothing to measure``, ``too few games``
        """
        if not self.judged:
            return "nothing to measure" if math.isnan(self.figure) else TOO_FEW
        if self.fits:
            return "fits"
        least, most = self.interval
        below = self.figure < self.low
        side = "low" if below else "high"
        return f"perhaps {side}" if (most >= self.low if below else least <= self.high) else side


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
    return mean_ratio(np.reshape(top, (-1, 1)), np.reshape(bottom, (-1, 1)))


def mean_ratio(top: Any, bottom: Any) -> tuple[float, float]:
    """Return the mean of ratios that come of the same games, and its standard error; see ``ratio``.

    Parameters
    ----------
    top, bottom : (game, part) counts; a part in which nothing could have come about is left out

    Returns
    -------
    mean and error; nan and 0 where no part is left
    """
    top, bottom = np.asarray(top, dtype=np.float64), np.asarray(bottom, dtype=np.float64)
    held, games = bottom.sum(axis=0) > 0.0, len(top)
    if not held.any():
        return math.nan, 0.0
    top, bottom = top[:, held], bottom[:, held]
    total = bottom.sum(axis=0)
    figures = top.sum(axis=0) / total
    # what each game adds to the mean: parts of one game are alike too
    apart = ((top - figures * bottom) / total).mean(axis=1)
    return float(figures.mean()), math.sqrt(float((apart**2).sum()) * games / max(games - 1, 1))


def mean(values: Array) -> tuple[float, float]:
    """Return the mean over games, (game,), and its standard error."""
    return ratio(values, np.ones(len(values)))


def interval(figure: float, error: float, games: int, share: bool = False) -> tuple[float, float]:
    """Return the 95 % interval of a figure of independent games: Student's, or Wilson's of a share.

    A share is worth as many games as would give it this error if they were 0 or 1 each.

    Parameters
    ----------
    figure, error : as ``mean`` and ``ratio`` return them
    games : at least 1; of one game nothing but a share has an interval

    References
    ----------
    Korn & Graubard (1998), "Confidence intervals for proportions with small expected number of positive counts
    estimated from survey data", Surv. Methodol. 24:193-201 (what a share is worth).

    Examples
    --------
    >>> [round(end, 3) for end in interval(0.0, 0.0, 20, share=True)]
    [0.0, 0.161]
    >>> [round(end, 1) for end in interval(5.0, 1.0, 61)]
    [3.0, 7.0]
    """
    if not share:
        half = float(reach(games)) * error if games > 1 else math.nan
        return figure - half, figure + half
    spread = figure * (1.0 - figure)
    worth = 1.0 + spread / error**2 if spread > 0.0 and error > 0.0 else games
    low, high = share_interval(figure, worth)
    # of none or all of the games a rounding may leave out the figure itself
    return min(float(low), figure), max(float(high), figure)
