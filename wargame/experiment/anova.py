"""Effects in a full grid: what each factor does, what pairs do together, as shares of the variance between points.

A grid is balanced, so the differences between its points fall apart without rest into what each factor does
averaged over the others, what each pair does beyond that, and what three or more do together. All points have the
same luck, so every replicate is a whole grid of its own and shows each effect once: the spread of an effect over
the replicates is its error, and nothing that other factors do is counted as noise.

The games are turned by orthonormal contrasts along each factor. The coefficients of a term are those with a contrast
in its factors and the mean in all others; their squares add up to the term's part of the sum of squares.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd

from wargame.arrays import Array, IntArray
from wargame.dice import Dice, fresh
from wargame.experiment.design import Design
from wargame.experiment.effects import TOGETHER, by_size, clear, directions, nothing
from wargame.experiment.intervals import TAIL
from wargame.experiment.libraries import need

RESAMPLES = 1000
"""Bootstrap samples behind an interval."""
REST = "three or more together"
"""Name of the row for all that single factors and pairs leave."""
ROUNDING = 1e-9
"""Share of the largest number below which a coefficient is rounding."""
_WIDE = 4096
"""Coefficients that the bootstrap turns at once."""


def grid_effects(design: Design, games: Array, seed: int) -> pd.DataFrame:
    """Return the share of the variance between points that each factor and each pair of factors makes.

    Shares are of the variance with luck taken out, so that they add up to 1 before those below 0 are told as 0. A
    term is clear if its interval lies above 0 and so says the F test of repeated measures, term against term by
    replicate, with Box's correction for contrasts that luck does not treat alike.

    Parameters
    ----------
    design : a full grid
    games : (point, replicate), outcome of each game
    seed : names the draws of the bootstrap over replicates

    Returns
    -------
    columns ``factor, measure, low, high, noise, clear, direction, order``, largest first; order is the number of
    factors of the term, 3 for all that pairs leave; noise is 0, for it is taken out; all numbers nan where the
    outcome is the same at every point

    References
    ----------
    Box (1954), Annals of Mathematical Statistics 25; Greenhouse & Geisser (1959), Psychometrika 24; Scheffe (1959),
    The Analysis of Variance, ch. 4 and 8.

    Examples
    --------
    >>> from wargame.experiment.design import design_of
    >>> from wargame.experiment.factors import Factor
    >>> grid = design_of("grid", [Factor(name, "parameter", 0.5, 0.0, 1.0) for name in "ab"], 2, seed=1)
    >>> games = 3.0 * grid.unit[:, [0]] + grid.unit[:, [1]] + np.zeros((1, 4))
    >>> grid_effects(grid, games, seed=1).set_index("factor")["measure"].round(3).to_dict()
    {'a': 0.9, 'b': 0.1, 'a × b': 0.0}
    """
    names = [factor.name for factor in design.factors]
    if np.ptp(games.mean(axis=1)) == 0.0:
        return nothing(names, ("order",))
    terms = list(_terms(design, games))
    parts = np.array([_without_luck(part) for _, part in terms])
    drawn = _drawn([part for _, part in terms], seed)
    slopes = dict(zip(names, directions(design, games), strict=True))
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = drawn / np.where((whole := drawn.sum(axis=0)) > 0.0, whole, np.nan)
    low, high = _ends(shares)
    measure = np.clip(parts / parts.sum() if parts.sum() > 0.0 else np.zeros(len(parts)), 0.0, 1.0)
    table = pd.DataFrame(
        {
            "factor": [TOGETHER.join(term) if len(term) < 3 else REST for term, _ in terms],
            "measure": measure,
            "low": np.minimum(low, measure),
            "high": np.maximum(high, measure),
            "noise": 0.0,
            "clear": clear(np.array([_chance(part) for _, part in terms]), low),
            "direction": [slopes.get(term[0], 0) if len(term) == 1 else 0 for term, _ in terms],
            "order": [min(len(term), 3) for term, _ in terms],
        }
    )
    return by_size(table)


def _terms(design: Design, games: Array) -> Iterator[tuple[tuple[str, ...], Array]]:
    """Yield single factors, pairs and the rest, each with its coefficients (replicate, contrast)."""
    names = [factor.name for factor in design.factors]
    columns = [np.unique(design.unit[:, place], return_inverse=True) for place in range(len(names))]
    sizes = [len(values) for values, _ in columns]
    order = np.lexsort([places.ravel() for _, places in columns][::-1])
    turned = games[order].reshape(*sizes, games.shape[1])
    for axis, size in enumerate(sizes):
        turned = np.moveaxis(np.tensordot(_contrasts(size), turned, axes=(1, axis)), 0, axis)
    # a factor that changes no game leaves rounding, which is no effect
    turned[np.abs(turned) < ROUNDING * np.abs(games).max()] = 0.0
    used = np.indices(sizes) > 0
    for count in (1, 2):
        for chosen in combinations(range(len(names)), count):
            inside = np.isin(np.arange(len(names)), chosen)
            mask = (used == inside.reshape(-1, *[1] * len(sizes))).all(axis=0)
            yield tuple(names[place] for place in chosen), turned[mask].T
    if len(names) > 2:
        yield tuple(names), turned[used.sum(axis=0) > 2].T


def _contrasts(size: int) -> Array:
    """Return (size, size) orthonormal rows, the mean first (Helmert)."""
    rows = np.tril(np.ones((size, size)), -1) - np.diag(np.arange(size, dtype=np.float64))
    rows[0] = 1.0
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def _luck(part: Array) -> float:
    """Return the expected sum of squares that luck leaves in the mean coefficients of a term."""
    return float(part.var(axis=0, ddof=1).sum() / len(part)) if len(part) > 1 else 0.0


def _without_luck(part: Array) -> float:
    """Return the sum of squares of a term without what luck left in it; it may come out below 0."""
    return float((part.mean(axis=0) ** 2).sum()) - _luck(part)


def _chance(part: Array) -> float:
    """Return the chance of a term as large if it did nothing.

    Parameters
    ----------
    part : (replicate, contrast)
    """
    replicates, contrasts = part.shape
    error = _luck(part)
    if replicates < 2:
        return 1.0
    if error == 0.0:
        return 0.0 if (part.mean(axis=0) != 0.0).any() else 1.0
    around = part - part.mean(axis=0)
    small = around if contrasts > replicates else around.T
    scatter = small @ small.T
    # Box: 1 where luck moves all contrasts alike and apart, 1 / contrasts where it moves them as one
    alike = float(np.trace(scatter) ** 2 / (contrasts * (scatter**2).sum()))
    ratio = float((part.mean(axis=0) ** 2).sum()) / error
    return float(need("scipy.stats").f.sf(ratio, alike * contrasts, alike * contrasts * (replicates - 1)))


def _drawn(parts: list[Array], seed: int) -> Array:
    """Return (term, sample) sums of squares of the terms, without luck, in samples of the replicates."""
    replicates = len(parts[0])
    draws = Dice(fresh(seed, "grid effects"), replicates=RESAMPLES).uniform("games", ["game"], 1, replicates)
    rows: IntArray = (draws[:, 0] * replicates).astype(np.int32)
    times = np.stack([np.bincount(row, minlength=replicates) for row in rows]) / replicates
    found = np.zeros((len(parts), RESAMPLES))
    for place, part in enumerate(parts):
        for start in range(0, part.shape[1], _WIDE):
            found[place] += ((times @ part[:, start : start + _WIDE]) ** 2).sum(axis=1)
        # the games' own luck is in every sample, and that of drawing them again comes to it
        found[place] -= _luck(part) * (2.0 - 1.0 / replicates)
    return found


def _ends(shares: Array) -> tuple[Array, Array]:
    """Return the ends of the intervals, (term,) each; 0 to 1 where no sample tells."""
    told = ~np.isnan(shares).any(axis=0)
    if not told.any():
        return np.zeros(len(shares)), np.ones(len(shares))
    low, high = np.quantile(shares[:, told], [TAIL, 1.0 - TAIL], axis=1)
    return np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)
