"""Which factors matter: Morris screening, Sobol indices, main effects of a Latin hypercube; for grids see ``anova``.

Every function takes the games themselves, (point, replicate), and works on the means over the replicates of each
point. A mean over few games still holds luck, so each table has a column ``noise``: how much of the figure luck
alone may have made. Luck is common to all points, so an idle factor changes no game and gets no noise.

Of a hundred idle factors some look busy by chance. The column ``clear`` therefore judges all factors of a table
together: of those that it marks, one in twenty is expected to be idle, and no more (Benjamini and Hochberg's rule).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from wargame.arrays import Array, IntArray
from wargame.dice import Dice, fresh
from wargame.experiment.anova import grid_effects
from wargame.experiment.design import Design, problem_of, seed_of
from wargame.experiment.effects import by_size, clear, directions, nothing
from wargame.experiment.intervals import CONFIDENCE, TAIL
from wargame.experiment.libraries import need

RESAMPLES = 1000
"""Bootstrap samples behind an interval."""
BINS = 8
"""Most groups that the values of a factor are cut into, to see its main effect."""


def morris(design: Design, games: Array, seed: int) -> pd.DataFrame:
    """Return mu* and sigma of each factor: how much the outcome moves over its range, and how unevenly.

    An elementary effect is the change of the outcome along one step, scaled to the whole range of the factor.
    mu* is the mean of their sizes and sigma their standard deviation: high where the effect depends on the other
    factors or is not straight.

    Parameters
    ----------
    design : Morris trajectories
    games : (point, replicate), outcome of each game
    seed : names the draws of the bootstrap

    Returns
    -------
    columns ``factor, measure, low, high, noise, clear, direction, mu, sigma``, largest first: mu* with its interval and
    noise, all in the unit of the outcome; direction -1, 0 or 1

    References
    ----------
    Morris (1991), Technometrics 33; Campolongo, Cariboni & Saltelli (2007), Environmental Modelling & Software 22.
    """
    names = [factor.name for factor in design.factors]
    found = need("SALib.analyze.morris").analyze(
        problem_of(design.factors),
        design.unit,
        games.mean(axis=1),
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        num_levels=design.levels,
        seed=seed_of(seed, "morris"),
    )
    measure, half = np.asarray(found["mu_star"]), np.asarray(found["mu_star_conf"])
    mu, noise = np.asarray(found["mu"]), _morris_noise(design, games)
    table = pd.DataFrame(
        {
            "factor": names,
            "measure": measure,
            "low": np.maximum(measure - half, 0.0),
            "high": measure + half,
            "noise": noise,
            "clear": clear(
                _chances(measure - noise, half, len(design.unit) // (len(names) + 1)), measure - half
            ),
            "direction": np.where(np.abs(mu) > 0.5 * measure, np.sign(mu), 0.0).astype(int),
            "mu": mu,
            "sigma": np.asarray(found["sigma"]),
        }
    )
    return by_size(table)


def _morris_noise(design: Design, games: Array) -> Array:
    """Return (factor,) mu* that luck alone would give: the mean size of a normal error of each effect."""
    count = len(design.factors)
    walks = design.unit.reshape(-1, count + 1, count)
    steps = np.diff(games.reshape(len(walks), count + 1, -1), axis=1)
    moved = np.abs(np.diff(walks, axis=1)).argmax(axis=-1)
    length = design.levels / (2.0 * (design.levels - 1))
    error = np.sqrt(2.0 / np.pi) * _error_of_mean(steps) / length
    return np.array([error[moved == factor].mean() for factor in range(count)])


def _error_of_mean(differences: Array) -> Array:
    """Return the standard error of a mean over the last axis, 0 where one game is all there is."""
    games = differences.shape[-1]
    if games < 2:
        return np.zeros(differences.shape[:-1])
    return np.asarray(differences.std(axis=-1, ddof=1) / np.sqrt(games))


def sobol(design: Design, games: Array, seed: int) -> pd.DataFrame:
    """Return Sobol indices of each factor: the share of the variance between points that goes with it.

    The total index counts the factor with all it does together with others, the first-order index what it does
    alone. Points are means over replicates, and luck that is left in them swells the total index: ``noise`` is
    that part, ``mean over pairs of (variance of the difference of the two games / replicates) / 2 variance``.

    Parameters
    ----------
    design : Saltelli's scheme
    games : (point, replicate), outcome of each game
    seed : names the draws of the bootstrap

    Returns
    -------
    columns ``factor, measure, low, high, noise, clear, direction, first, first_low, first_high, raw``, largest first;
    measure is the total index; shares of variance, all nan where the outcome is the same at every point. No share is
    above 1 or below 0, and few points may still make it come out so: raw is the total index as it came

    References
    ----------
    Saltelli et al. (2010), Computer Physics Communications 181; Sobol (2001), Mathematics and Computers in
    Simulation 55.
    """
    names, group = [factor.name for factor in design.factors], len(design.factors) + 2
    mean = games.mean(axis=1)
    if np.ptp(mean) == 0.0:
        return nothing(names, ("first", "first_low", "first_high", "raw"))
    found = need("SALib.analyze.sobol").analyze(
        problem_of(design.factors),
        mean,
        calc_second_order=False,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        seed=seed_of(seed, "sobol"),
    )
    together = games.reshape(-1, group, games.shape[1])
    variance = np.var(np.concatenate([together[:, 0].mean(axis=-1), together[:, -1].mean(axis=-1)]))
    differences = together[:, 1:-1] - together[:, :1]
    noise = 0.5 * (_error_of_mean(differences) ** 2).mean(axis=0) / variance
    total, first = np.asarray(found["ST"]), np.asarray(found["S1"])
    half, first_half = np.asarray(found["ST_conf"]), np.asarray(found["S1_conf"])
    table = pd.DataFrame(
        {
            "factor": names,
            "measure": np.clip(total, 0.0, 1.0),
            "low": np.clip(total - half, 0.0, 1.0),
            "high": np.clip(total + half, 0.0, 1.0),
            "noise": noise,
            "clear": clear(_chances(total - noise, half, len(together)), total - half),
            "direction": directions(design, games),
            "first": first,
            "first_low": first - first_half,
            "first_high": first + first_half,
            "raw": total,
        }
    )
    return by_size(table)


def main_effects(design: Design, games: Array, seed: int) -> pd.DataFrame:
    """Return the share of the variance between points that each factor explains alone.

    The points are put into groups by the factor, its choices or up to eight even parts of its range, and the share
    is epsilon squared: the variance between the groups' means without what groups drawn by chance would show, over
    the whole variance. It is an estimate of the first-order Sobol index that needs no design of its own.

    Parameters
    ----------
    design : a Latin hypercube
    games : (point, replicate), outcome of each game
    seed : names the draws of the bootstrap

    Returns
    -------
    columns ``factor, measure, low, high, noise, clear, direction``, largest first; shares of variance; noise is 0, for
    epsilon squared is corrected for it: luck that is left in the means belongs to no factor

    References
    ----------
    Kelley (1935), PNAS 21 (epsilon squared); Plischke, Borgonovo & Smith (2013), European Journal of Operational
    Research 226 (indices from given data).
    """
    names, mean = [factor.name for factor in design.factors], games.mean(axis=1)
    if np.ptp(mean) == 0.0:
        return nothing(names)
    groups = [_groups(design, place) for place in range(len(names))]
    measure = np.array([_epsilon(mean, each, np.ones((1, len(mean))))[0] for each in groups])
    draws = Dice(fresh(seed, "main effects"), replicates=RESAMPLES).uniform("points", ["point"], 1, len(mean))
    rows = (draws[:, 0] * len(mean)).astype(np.int64)
    times = np.stack([np.bincount(row, minlength=len(mean)) for row in rows]).astype(np.float64)
    drawn = np.stack([_epsilon(mean, each, times) for each in groups], axis=1)
    # points that are drawn twice look as if their group explained them: move the samples to the estimate
    ends = np.quantile(drawn, [TAIL, 1.0 - TAIL], axis=0)
    low, high = ends + measure - drawn.mean(axis=0)
    table = pd.DataFrame(
        {
            "factor": names,
            "measure": np.clip(measure, 0.0, 1.0),
            "low": np.clip(np.minimum(low, measure), 0.0, 1.0),
            "high": np.clip(np.maximum(high, measure), 0.0, 1.0),
            "noise": 0.0,
            "clear": clear(np.array([_chance_of_groups(mean, each) for each in groups]), low),
            "direction": directions(design, games),
        }
    )
    return by_size(table)


def _groups(design: Design, place: int) -> IntArray:
    """Return (point,) the group of each point by one factor."""
    factor, unit = design.factors[place], design.unit[:, place]
    if factor.choices:
        return factor.places(unit)
    bins = int(np.clip(design.points // 10, 2, BINS))
    return np.minimum((unit * bins).astype(np.int32), bins - 1)


def _epsilon(mean: Array, group: IntArray, times: Array) -> Array:
    """Return (sample,) epsilon squared of a grouping of points; it may come out below 0.

    Parameters
    ----------
    times : (sample, point) how often each point is in the sample
    """
    points = times.sum(axis=1)
    member = (group[:, None] == np.unique(group)).astype(np.float64)
    size, total = times @ member, (times * (mean - mean.mean())) @ member
    centre = total.sum(axis=1) ** 2 / points
    between = np.divide(total**2, size, out=np.zeros_like(total), where=size > 0).sum(axis=1) - centre
    whole = times @ (mean - mean.mean()) ** 2 - centre
    rest = points - (size > 0).sum(axis=1)
    fits = (whole > 0.0) & (rest > 0)
    unexplained = np.divide(whole - between, rest * whole, out=np.ones_like(whole), where=fits)
    return np.asarray(np.where(fits, 1.0 - unexplained * (points - 1), 0.0))


def _chance_of_groups(mean: Array, group: IntArray) -> float:
    """Return the chance of groups as unlike as these if the factor were idle (F test)."""
    points, held = len(mean), int((np.bincount(group) > 0).sum())
    if held < 2 or points - held < 1:
        return 1.0
    # epsilon squared is 1 - (1 - R squared) (points - 1) / (points - groups)
    rest = (1.0 - float(_epsilon(mean, group, np.ones((1, points)))[0])) * (points - held) / (points - 1)
    if rest <= 0.0:
        return 0.0
    ratio = (1.0 - rest) / (held - 1) / (rest / (points - held))
    return float(need("scipy.stats").f.sf(ratio, held - 1, points - held))


def _chances(above: Array, half: Array, draws: int) -> Array:
    """Return (factor,) the chance of a figure so far above its noise.

    Parameters
    ----------
    half : (factor,) half width of the bootstrap interval of a mean of ``draws`` numbers
    """
    stats = need("scipy.stats")
    # a bootstrap of few numbers is a little narrow, and knows its own width no better than they do
    error = half / stats.norm.ppf(1.0 - TAIL) * np.sqrt(draws / (draws - 1))
    ratio = np.divide(above, error, out=np.where(above > 0.0, np.inf, -np.inf), where=error > 0.0)
    return np.asarray(stats.t.sf(ratio, draws - 1))


MEASURES: dict[str, tuple[str, Callable[[Design, Array, int], pd.DataFrame]]] = {
    "grid": ("share of the variance between points", grid_effects),
    "latin": ("main effect, share of the variance between points", main_effects),
    "sobol": ("total index, share of the variance between points", sobol),
    "morris": ("mu*, change over the range", morris),
}
"""What a design of each method can tell of its factors, and how."""
