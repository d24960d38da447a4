"""R4: research and development: stages of work, gates that may fail, costs that come to light.

Work is counted in years of full effort. In play duration comes from work done, and a failed gate redoes a
part of its stage; the pure mode gives every funded stage a yearly chance to pass (`pass_gate` alone).
"""

from __future__ import annotations

import numpy as np

from wargame import exact
from wargame.adjudication.totals import Numbers
from wargame.arrays import Array, BoolArray


def effort(funding: Numbers, burn_cap: Numbers, productivity: Numbers, years: Numbers) -> Array:
    """Return the work that a turn's money can do.

    effort = years * min(funding, burn_cap) * productivity

    Parameters
    ----------
    funding : (..., programme), share of the line, or bn USD per year; below 0 counts as 0
    burn_cap : (..., programme), same unit, more cannot be spent in a year
    productivity : (...), work per unit of funding
    years : length of the turn

    Returns
    -------
    (..., programme), years of full effort, at least 0

    References
    ----------
    S003.3; stage model of R4.

    Examples
    --------
    >>> print(effort(np.array([0.0, 0.5, 2.0]), 1.5, 1.0, 1.0))
    [0.  0.5 1.5]
    """
    return years * np.minimum(np.maximum(funding, 0.0), burn_cap) * productivity


def progress(work_done: Numbers, tech_fit: Numbers, pooling: Numbers, friction: Numbers) -> Array:
    """Return the effort that counts, after technology, pooling and friction.

    progress = effort * tech_fit * (1 + pooling) * (1 - friction)

    Parameters
    ----------
    work_done : (..., programme), years of full effort (`effort`)
    tech_fit : (..., programme), share in [0, 1], technology level against what the stage asks for
    pooling : (..., programme), share, at least 0 (`codevelopment.pooling_gain`)
    friction : (..., programme), share in [0, 1] (`codevelopment.joint_friction`); 0 when alone

    Returns
    -------
    (..., programme), years of full effort

    References
    ----------
    S000.10-11 (pooling), S003.6 (friction).

    Examples
    --------
    >>> print(np.round(progress(1.0, 0.9, 0.1, 0.2), 6))
    0.792
    """
    return np.multiply(work_done, tech_fit) * np.add(1.0, pooling) * np.subtract(1.0, friction)


def stage_work(left: Numbers, advance: Numbers) -> Array:
    """Return the change of the work left in a stage: no more is done than is left.

    Parameters
    ----------
    left : (..., programme), years of full effort, at least 0
    advance : (..., programme), years of full effort (`progress`), at least 0

    Returns
    -------
    (..., programme), years of full effort, at most 0

    Examples
    --------
    >>> print(stage_work(np.array([2.0, 0.5]), np.array([0.75, 0.75])))
    [-0.75 -0.5 ]
    """
    return -np.minimum(left, advance)


def pass_gate(left: Numbers, chance: Numbers, u: Numbers) -> BoolArray:
    """Tell whether a programme passes the gate at the end of its stage.

    passed = no work left and u < chance

    Parameters
    ----------
    left : (..., programme), years of full effort, after this turn's work
    chance : (..., programme), chance in [0, 1]
    u : (..., programme), uniform draw

    Returns
    -------
    (..., programme), flag

    Examples
    --------
    >>> print(pass_gate(np.array([0.0, 0.0, 0.1]), 0.5, np.array([0.4, 0.6, 0.0])))
    [ True False False]
    """
    return np.less_equal(left, 0.0) & np.less(u, chance)


def redo(left: Numbers, passed: Numbers, nominal: Numbers, fraction: Numbers) -> Array:
    """Return the work added where a gate was due and not passed.

    Parameters
    ----------
    left : (..., programme), years of full effort, after this turn's work
    passed : (..., programme), flag (`pass_gate`)
    nominal : (..., programme), years of full effort, whole work of the stage
    fraction : (...), share in [0, 1], redone on failure

    Returns
    -------
    (..., programme), years of full effort, at least 0

    Examples
    --------
    >>> print(redo(np.array([0.0, 0.0, 1.0]), np.array([True, False, False]), 4.0, 0.25))
    [0. 1. 0.]
    """
    failed = np.less_equal(left, 0.0) & np.logical_not(passed)
    return np.where(failed, np.multiply(fraction, nominal), 0.0)


def learned_work(nominal: Numbers, earlier: Numbers, factor: Numbers) -> Array:
    """Return the work of a programme whose partners have already finished one together.

    Parameters
    ----------
    nominal : (..., programme), years of full effort
    earlier : (..., programme), count of joint programmes finished by the same partners
    factor : (...), ratio, 0.8-1.0

    Returns
    -------
    (..., programme), years of full effort; one success counts, more add nothing

    References
    ----------
    S000.7-9; Wright 1936.

    Examples
    --------
    >>> print(learned_work(10.0, np.array([0, 1, 3]), 0.9))
    [10.  9.  9.]
    """
    return np.where(np.greater(earlier, 0), np.multiply(nominal, factor), nominal)


def cost_shock(mean: Numbers, deviation: Numbers, stages: Numbers, u: Numbers) -> Array:
    """Return the cost growth that one stage brings to light, in log units.

    shock = mu / stages + sigma / sqrt(stages) * z

    Over all stages the shocks add up to the logarithm of a log-normal factor with this mean and deviation.

    Parameters
    ----------
    mean : (...), ratio of final to estimated cost, 1.2-1.6
    deviation : (...), ratio, its standard deviation, 0.25-0.8
    stages : (...), count of stages that bring growth to light, at least 1
    u : (..., programme, 12), uniform draws in [0, 1)

    Returns
    -------
    (..., programme), log units

    References
    ----------
    Arena et al. 2006 (mean 1.46); GAO-08-467SP; NAO 2001.

    Examples
    --------
    >>> print(np.round(cost_shock(1.46, 0.38, 4, np.full(12, 0.5)), 6))
    0.086416
    """
    median, sigma = exact.lognormal_parameters(mean, deviation)
    count = np.asarray(stages, dtype=np.float64)
    return exact.log(median) / count + sigma / np.sqrt(count) * exact.normal(u)


def duration(
    planned: Numbers, cost_factor: Numbers, elasticity: Numbers, partners: Numbers, penalty: Numbers
) -> Array:
    """Return how long a programme takes once its cost growth is known.

    duration = planned * X ** phi * n ** theta_s

    Parameters
    ----------
    planned : (..., programme), years
    cost_factor : (..., programme), ratio X of final to estimated cost, above 0
    elasticity : (...), dimensionless phi, at least 0
    partners : (..., programme), count n, at least 1
    penalty : (...), dimensionless theta_s in [0, 0.4]

    Returns
    -------
    (..., programme), years

    References
    ----------
    S000.7-9; GAO-09-326SP; Hartley & Braddon 2014 (who find theta_s = 0).

    Examples
    --------
    >>> print(np.round(duration(9.0, 1.29, 1.0, 1, 0.33), 6))
    11.61
    """
    return planned * exact.power(cost_factor, elasticity) * exact.power(partners, penalty)


def slip(nominal: Numbers, advance: Numbers, redone: Numbers, years: Numbers) -> Array:
    """Return the years a programme loses against its plan in a turn.

    slip = max(0, years * nominal - advance) + redone          (nominal: planned pace)

    Parameters
    ----------
    nominal : (..., programme), years of full effort per year, planned pace
    advance : (..., programme), years of full effort done in the turn
    redone : (..., programme), years of full effort to do again (`redo`)
    years : length of the turn

    Returns
    -------
    (..., programme), years of full effort, at least 0

    Examples
    --------
    >>> print(slip(1.0, np.array([0.75, 1.5]), np.array([0.0, 0.5]), 1.0))
    [0.25 0.5 ]
    """
    return np.maximum(0.0, np.multiply(years, nominal) - advance) + redone


def cancelled(hazard: Numbers, years: Numbers, u: Numbers) -> BoolArray:
    """Tell whether a programme is cancelled in a turn.

    Parameters
    ----------
    hazard : (..., programme), chance per year, 0-0.06
    years : length of the turn
    u : (..., programme), uniform draw

    Returns
    -------
    (..., programme), flag

    Examples
    --------
    >>> print(cancelled(0.02, 1.0, np.array([0.01, 0.03])))
    [ True False]
    """
    return np.less(u, exact.convert_rate(hazard, years))
