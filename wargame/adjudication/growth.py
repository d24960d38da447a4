"""R1: budgets grow by inertia, by the economy, by a pull to a target burden, by pledge, and by luck.

Growth is worked out in log units, where the causes add; the ledger turns them into money. Rates are annual:
budgets are voted once a year, so a turn of half a year uses these functions every second turn only.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wargame import exact
from wargame.adjudication.totals import Numbers, total
from wargame.arrays import POINT, Array


class GrowthRates(NamedTuple):
    """Coefficients of budget growth.

    Attributes
    ----------
    inertia : (...), dimensionless in [0, 0.35], share of last year's growth that goes on
    gdp : (...), dimensionless in [0.2, 1.2], growth of spending per growth of the economy in the same year
    pull : (...), 1/year in [0.08, 0.25], share of the gap to the target burden closed in a year
    """

    inertia: Array
    gdp: Array
    pull: Array


def growth_contributions(
    rates: GrowthRates,
    previous: Numbers,
    gdp_growth: Numbers,
    burden_gap: Numbers,
    pledge: Numbers,
    luck: Numbers,
) -> dict[str, Array]:
    """Return why a budget grows, in log units that add up to its real growth.

    growth = lam * previous + eta * gdp_growth - kappa * burden_gap + pledge + luck

    Parameters
    ----------
    rates : coefficients lam, eta, kappa
    previous : (..., nation), log units, real growth of the year before
    gdp_growth : (..., nation), log units, real growth of the economy
    burden_gap : (..., nation), log units, burden above its target (`burden_gap`)
    pledge : (..., nation), log units, what the stance pledges
    luck : (..., nation), log units (`growth_luck`)

    Returns
    -------
    ``inertia``, ``gdp``, ``pull``, ``pledge``, ``luck``, each (..., nation), log units

    References
    ----------
    S003.9; Smith 1989, Dunne & Smith 2007 (error correction); Wildavsky 1964 (incrementalism); Wlezien 1995.

    Examples
    --------
    >>> parts = growth_contributions(GrowthRates(0.15, 0.6, 0.15), 0.02, 0.01, -0.1, 0.03, 0.0)
    >>> {reason: round(float(part), 4) for reason, part in parts.items()}
    {'inertia': 0.003, 'gdp': 0.006, 'pull': 0.015, 'pledge': 0.03, 'luck': 0.0}
    """
    return {
        "inertia": rates.inertia * previous,
        "gdp": rates.gdp * gdp_growth,
        "pull": -rates.pull * burden_gap,
        "pledge": np.asarray(pledge, dtype=np.float64),
        "luck": np.asarray(luck, dtype=np.float64),
    }


def reaction(coefficient: Numbers, growth: Numbers, rival: Numbers) -> Array:
    """Return what rivals' growth adds to a nation's own, in log units.

    reaction = k * mean of the rivals' growth      (k is not identified in the region's data: 0.02, s.e. 0.07)

    Parameters
    ----------
    coefficient : (...), dimensionless in [-0.1, 0.2]; 0 where people or house AI are the reaction
    growth : (..., nation), log units, growth of the year before
    rival : (..., nation, other), flag, 1 where the other is a rival

    Returns
    -------
    (..., nation), log units; 0 without rivals

    References
    ----------
    S000.2, S003.5; Richardson 1960; Majeski & Jones 1981; Schmidt 1987.

    Examples
    --------
    >>> print(reaction(0.1, np.array([0.04, 0.1]), np.array([[0, 1], [0, 0]])))
    [0.01 0.  ]
    """
    rivals = np.asarray(rival, dtype=np.float64)
    mean = total(rivals * np.asarray(growth)[..., None, :]) / np.maximum(total(rivals), 1.0)
    return coefficient * mean


def burden_gap(spending: Numbers, gdp: Numbers, target: Numbers) -> Array:
    """Return how far the burden stands above its target, in log units.

    gap = log(spending / gdp) - target

    Parameters
    ----------
    spending, gdp : (..., nation), bn USD, above 0
    target : (..., nation), log of the burden aimed at (log of a share of GDP)

    Returns
    -------
    (..., nation), log units, negative below the target

    Examples
    --------
    >>> print(np.round(burden_gap(50.0, 5000.0, np.log(0.02)), 6))
    -0.693147
    """
    return exact.log(np.asarray(spending, dtype=np.float64) / gdp) - target


def target_contributions(
    threat: Numbers, reference: Numbers, response: Numbers, sharing: Numbers, offset: Numbers
) -> dict[str, Array]:
    """Return what moves the target burden away from its base, in log units.

    target = base + rT * (threat - reference) + sharing - offset

    Parameters
    ----------
    threat, reference : (..., nation), share in [0, 1], total threat now and at the opening
    response : (...), log units per share of threat
    sharing : (..., nation), log units, pressure of burden sharing (R2)
    offset : (..., nation), log units (`long_run_burden_offset`), centres the long-run burden on the base

    Returns
    -------
    ``threat``, ``sharing``, ``offset``, each (..., nation), log units

    References
    ----------
    S000.2, S003.2; Walt 1987.

    Examples
    --------
    >>> parts = target_contributions(0.6, 0.5, 0.4, -0.01, -0.05)
    >>> {reason: round(float(part), 4) for reason, part in parts.items()}
    {'threat': 0.04, 'sharing': -0.01, 'offset': 0.05}
    """
    return {
        "threat": np.multiply(response, np.subtract(threat, reference)),
        "sharing": np.asarray(sharing, dtype=np.float64),
        "offset": np.negative(offset),
    }


def long_run_burden_offset(rates: GrowthRates, growth: Numbers) -> Array:
    """Return how far the burden settles from its target when the economy grows steadily.

    offset = (lam + eta - 1) * growth / kappa

    Parameters
    ----------
    rates : coefficients lam, eta, kappa
    growth : (...), log units per year, steady growth of the economy

    Returns
    -------
    (...), log units

    Examples
    --------
    >>> print(np.round(long_run_burden_offset(GrowthRates(0.18, 0.58, 0.15), 0.03), 6))
    -0.048
    """
    return (rates.inertia + rates.gdp - 1.0) * growth / rates.pull


def growth_luck(deviation: Numbers, u: Numbers) -> Array:
    """Return the shock to a year's growth: Student t with four degrees of freedom, of the deviation given.

    Parameters
    ----------
    deviation : (..., nation), log units, 0.023 (KOR) to 0.098 (RUS)
    u : (..., nation, 14), uniform draws in [0, 1)

    Returns
    -------
    (..., nation), log units

    References
    ----------
    Estimated for this project from the SIPRI panel, 2000-2023: fatter tails than the normal.

    Examples
    --------
    >>> print(growth_luck(0.03, np.full(14, 0.5)))
    0.0
    """
    # Student t with four degrees of freedom has variance 2
    return deviation * exact.student_t4(u) / np.sqrt(2.0)


def ratchet(growth: Numbers, inflation: Numbers, chance: Numbers, u: Numbers) -> Array:
    """Return what cancels a planned cut of the announced, nominal budget, in log units.

    A cut is cancelled where u < chance: the nominal budget then stays where it was.

    Parameters
    ----------
    growth : (..., nation), log units, planned real growth
    inflation : (...), log units, growth of the deflator
    chance : (...), chance in [0, 1]
    u : (..., nation), uniform draw

    Returns
    -------
    (..., nation), log units, at least 0

    References
    ----------
    S003.9; the chance is a judgement.

    Examples
    --------
    >>> print(ratchet(np.array([-0.05, -0.05, 0.02]), 0.01, 0.5, np.array([0.1, 0.9, 0.1])))
    [0.04 0.   0.  ]
    """
    nominal = np.add(growth, inflation)
    return np.where((nominal < 0.0) & np.less(u, chance), -nominal, 0.0)


def streak_change(streak: Numbers, growth: Numbers, inflation: Numbers) -> Array:
    """Return the change of a run of rises of the announced, nominal budget: one more, or back to nothing.

    Parameters
    ----------
    streak : (..., nation), years, at least 0
    growth : (..., nation), log units, real growth
    inflation : (...), log units, growth of the deflator

    Returns
    -------
    (..., nation), years

    References
    ----------
    S003.9 (a tenth rise running, in initial nominal budgets).

    Examples
    --------
    >>> print(streak_change(np.array([10, 10]), np.array([0.02, -0.04]), 0.01))
    [  1. -10.]
    """
    # a cut that the ratchet cancelled is no rise, whatever the last bit of the sum says
    nominal = exact.grain(np.add(growth, inflation), POINT)
    return np.where(nominal > 0.0, 1.0, -np.asarray(streak, dtype=np.float64))


def richardson_step(
    spending: Numbers, reaction_matrix: Numbers, fatigue: Numbers, grievance: Numbers, years: Numbers
) -> Array:
    """Return spending one turn later in the pure arms race, all nations at once.

    M_i' = M_i + D * (sum_j k_ij M_j - a_i M_i + g_i)

    Parameters
    ----------
    spending : (..., nation), bn USD
    reaction_matrix : (..., nation, other), 1/year, answer of the nation to the other's spending; diagonal 0
    fatigue : (..., nation), 1/year, drag of one's own spending
    grievance : (..., nation), bn USD per year
    years : length of the turn

    Returns
    -------
    (..., nation), bn USD; not bounded

    References
    ----------
    Richardson 1960; Rapoport 1957.

    Examples
    --------
    >>> reaction_matrix = np.array([[0.0, 0.2], [0.3, 0.0]])
    >>> fatigue, grievance = np.array([0.4, 0.5]), np.array([10.0, 20.0])
    >>> print(richardson_step(np.zeros(2), reaction_matrix, fatigue, grievance, 1.0))
    [10. 20.]
    """
    answer = total(np.multiply(reaction_matrix, np.asarray(spending)[..., None, :]))
    return spending + years * (answer - fatigue * spending + grievance)
