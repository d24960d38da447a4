"""Tipping maps: an outcome over two factors, with what the number of games leaves open."""

from __future__ import annotations

import numpy as np
import pandas as pd

from wargame.arrays import Array
from wargame.experiment.conclusion import Conclusion
from wargame.experiment.design import Design
from wargame.experiment.intervals import pooled_interval
from wargame.outcomes import Outcome


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
    of the mean, verdict ``holds``, ``fails`` or ``open`` where the interval holds the
    number, "" without a conclusion on this outcome
    """
    factors = {factor.name: place for place, factor in enumerate(design.factors)}
    columns = [factors[name] for name in pair]
    cells, place = np.unique(design.unit[:, columns], axis=0, return_inverse=True)
    tested = conclusion if conclusion is not None and conclusion.outcome == outcome else None
    rows = []
    for cell, unit in enumerate(cells):
        held = games[place.ravel() == cell]
        mean, low, high = pooled_interval(held, outcome.unit == "share")
        values = [design.factors[c].values(unit[k : k + 1])[0] for k, c in enumerate(columns)]
        verdict = "" if tested is None else tested.verdict(low, high)
        rows.append([*values, held.size, mean, low, high, verdict])
    return pd.DataFrame(rows, columns=[*pair, "games", "mean", "low", "high", "verdict"])
