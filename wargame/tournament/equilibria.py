"""Best replies and pure equilibria of two blocs, and how far the games of a sample bear them out."""

from __future__ import annotations

import numpy as np

from wargame.arrays import Array
from wargame.dice import Dice, fresh

RESAMPLES = 400
"""Bootstrap samples by which a cell is told to be an equilibrium by luck or not."""
SAME = 1e-12
"""Pay-offs that differ by less are the same."""


def best_replies(means: Array) -> Array:
    """Return which characters are best replies.

    Parameters
    ----------
    means : (side, first's character, second's character), mean pay-offs of both sides

    Returns
    -------
    of the same shape, bool: the first side's best against each of the second's, and the other way round
    """
    first = means[0] >= means[0].max(axis=0, keepdims=True) - SAME
    second = means[1] >= means[1].max(axis=1, keepdims=True) - SAME
    return np.stack([first, second])


def nash_shares(table: Array, seed: int) -> Array:
    """Return in which share of bootstrap samples of the games a cell is a pure equilibrium.

    Parameters
    ----------
    table : (side, first's character, second's character, game) pay-offs

    Returns
    -------
    (first's character, second's character), share in [0, 1]
    """
    games = table.shape[-1]
    u = Dice(fresh(seed, "tournament"), 0, RESAMPLES).uniform("resample", ["game"], 0, games)[:, 0]
    weight = np.stack([np.bincount(row, minlength=games) for row in (u * games).astype(np.int64)]) / games
    means = np.einsum("sabg,rg->rsab", table, weight)
    return np.asarray(np.mean([best_replies(each).all(axis=0) for each in means], axis=0))
