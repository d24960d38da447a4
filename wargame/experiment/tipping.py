"""Tipping maps: an outcome over two factors, with what the number of games leaves open."""

from __future__ import annotations

import numpy as np
import pandas as pd

from wargame.arrays import Array
from wargame.experiment.conclusion import Conclusion
from wargame.experiment.design import Design
from wargame.experiment.libraries import need
from wargame.outcomes import Outcome

CONFIDENCE = 0.95
"""Confidence of the interval of each cell."""


def tipping_map(
    design: Design,
    games: Array,
    outcome: Outcome,
    pair: tuple[str, str],
    conclusion: Conclusion | None = None,
) -> pd.DataFrame:
    """Return one row a cell of the map of two factors, over all points of a grid that share the two values.

    Parameters
    ----------
    design : a full grid
    games : (point, replicate), the outcome of each game
    pair : names of the two factors
    conclusion : a comparison of this outcome with a number, to tell the cells apart

    Returns
    -------
    columns ``<first factor>, <second factor>, games, mean, low, high, verdict``; low to high is the 95 % interval
    of the mean (Wilson's for a share), verdict ``holds``, ``fails`` or ``open`` where the interval holds the
    number, "" without a conclusion on this outcome

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22; Brown, Cai & DasGupta (2001), Statistical
    Science 16.
    """
    factors = {factor.name: place for place, factor in enumerate(design.factors)}
    columns = [factors[name] for name in pair]
    cells, place = np.unique(design.unit[:, columns], axis=0, return_inverse=True)
    tested = conclusion if conclusion is not None and conclusion.outcome == outcome else None
    rows = []
    for cell, unit in enumerate(cells):
        held = games[place.ravel() == cell].ravel()
        mean, low, high = mean_interval(held, outcome.unit == "share")
        values = [design.factors[c].values(unit[k : k + 1])[0] for k, c in enumerate(columns)]
        verdict = ""
        if tested is not None:
            ends = tested.holds([low, high])
            verdict = "open" if ends[0] != ends[1] else "holds" if ends[0] else "fails"
        rows.append([*values, len(held), mean, low, high, verdict])
    return pd.DataFrame(rows, columns=[*pair, "games", "mean", "low", "high", "verdict"])


def mean_interval(games: Array, share: bool) -> tuple[float, float, float]:
    """Return a mean with its 95 % interval.

    Parameters
    ----------
    games : (game,), at least one
    share : games are 0 or 1, and the mean is a share: Wilson's interval, good for few games and for none of many

    Examples
    --------
    >>> [round(each, 3) for each in mean_interval(np.array([0.0] * 20), True)]
    [0.0, 0.0, 0.161]
    """
    count, mean = len(games), float(np.mean(games))
    stats = need("scipy.stats")
    if share:
        z = float(stats.norm.ppf(0.5 + CONFIDENCE / 2))
        middle = (mean + z**2 / (2 * count)) / (1 + z**2 / count)
        half = z / (1 + z**2 / count) * np.sqrt(mean * (1 - mean) / count + z**2 / (4 * count**2))
        return mean, max(float(middle - half), 0.0), min(float(middle + half), 1.0)
    if count < 2:
        return mean, mean, mean
    half = float(stats.t.ppf(0.5 + CONFIDENCE / 2, count - 1) * np.std(games, ddof=1) / np.sqrt(count))
    return mean, mean - half, mean + half
