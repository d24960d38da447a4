"""R9: home politics: support moves part of the way, a gate may refuse, backing down costs approval.

The same rule serves any nation; a nation without a norm against the capability has a norm of 0.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wargame import exact
from wargame.adjudication.totals import Numbers
from wargame.arrays import Array, BoolArray


class SupportWeights(NamedTuple):
    """What support rests on, in log odds.

    Attributes
    ----------
    base : (...), log odds without threat, salience and norm
    threat : (...), log odds per share of threat, at least 0
    salience : (...), log odds per unit of salience, at least 0
    norm : (...), log odds per unit of the norm, at least 0
    """

    base: Array
    threat: Array
    salience: Array
    norm: Array


def support_contributions(
    weights: SupportWeights, threat: Numbers, salience: Numbers, norm: Numbers
) -> dict[str, Array]:
    """Return what the level that support heads for is made of, in log odds.

    logit S* = s0 + s1 * threat + s2 * salience - s3 * norm

    Parameters
    ----------
    weights : s0 to s3
    threat : (..., nation), share in [0, 1], total threat
    salience : (..., nation), index, at least 0
    norm : (..., nation), index, at least 0; 0 for a nation without such a norm

    Returns
    -------
    ``base``, ``threat``, ``salience``, ``norm`` (at most 0), each (..., nation), log odds

    References
    ----------
    S003.10; polls of 2017 and 2022 (a rise of about one logit, wordings differ).

    Examples
    --------
    >>> parts = support_contributions(SupportWeights(-0.5, 1.0, 0.5, 2.0), 0.5, 0.2, 0.25)
    >>> {reason: float(part) for reason, part in parts.items()}
    {'base': -0.5, 'threat': 0.5, 'salience': 0.1, 'norm': -0.5}
    """
    return {
        "base": weights.base,
        "threat": np.multiply(weights.threat, threat),
        "salience": np.multiply(weights.salience, salience),
        "norm": -np.multiply(weights.norm, norm),
    }


def next_support(support: Numbers, aim: Numbers, inertia: Numbers, years: Numbers) -> Array:
    """Return public support a turn later: partial adjustment in log odds.

    logit S' = (1 - q ** years) * aim + q ** years * logit S

    Parameters
    ----------
    support : (..., nation), share in (0, 1)
    aim : (..., nation), log odds, the sum of `support_contributions`
    inertia : (...), share q in [0, 1] kept in a year, 0.3-0.9
    years : length of the turn

    Returns
    -------
    (..., nation), share in (0, 1)

    References
    ----------
    S003.10; Wlezien 1995 (thermostatic opinion).

    Examples
    --------
    >>> print(np.round(next_support(0.443, exact.logit(0.684), 0.6, 2.0), 4))
    0.6015
    """
    kept = exact.power(inertia, years)
    return exact.logistic((1.0 - kept) * aim + kept * exact.logit(support))


def adoption_chance(support: Numbers, threshold: Numbers, veto: Numbers, width: Numbers) -> Array:
    """Return the chance that a gated capability is approved at home.

    chance = logistic((support - threshold - veto) / width); with width 0: 1 above, else 0 (the pure mode)

    Parameters
    ----------
    support : (..., nation), share in [0, 1]
    threshold : (...), share, 0.5
    veto : (..., nation), share, 0-0.15, what a partner in government asks for on top
    width : (...), share, at least 0, how gradual the gate is

    Returns
    -------
    (..., nation), chance in [0, 1], rising with support

    References
    ----------
    S003.10; polls of 2022 by party for the veto.

    Examples
    --------
    >>> print(np.round(adoption_chance(0.6, 0.5, 0.05, np.array([0.0, 0.05])), 4))
    [1.     0.7311]
    """
    margin = np.subtract(support, threshold) - veto
    gradual = np.greater(width, 0.0)
    likely = exact.logistic(margin / np.where(gradual, width, 1.0))
    return np.where(gradual, likely, np.where(margin > 0.0, 1.0, 0.0))


def adopted(chance: Numbers, u: Numbers) -> BoolArray:
    """Tell whether a gated capability is approved.

    Parameters
    ----------
    chance : (..., nation), chance in [0, 1] (`adoption_chance`)
    u : (..., nation), uniform draw

    Returns
    -------
    (..., nation), flag

    Examples
    --------
    >>> print(adopted(np.array([0.5, 0.5]), np.array([0.4, 0.6])))
    [ True False]
    """
    return np.less(u, chance)


def political_cost(support: Numbers, threshold: Numbers, veto: Numbers, price: Numbers) -> Array:
    """Return what it costs to ask for more than the public supports.

    cost = price * max(0, threshold + veto - support)

    Parameters
    ----------
    support : (..., nation), share in [0, 1]
    threshold, veto : (...), share
    price : (...), points of approval per share that is missing, at least 0

    Returns
    -------
    (..., nation), points of approval, at least 0

    References
    ----------
    S003.10.

    Examples
    --------
    >>> print(np.round(political_cost(np.array([0.45, 0.7]), 0.5, 0.05, 40.0), 4))
    [4. 0.]
    """
    return price * np.maximum(0.0, np.add(threshold, veto) - support)


def norm_contributions(
    norm: Numbers, decay: Numbers, years: Numbers, adoption: Numbers, step: Numbers
) -> dict[str, Array]:
    """Return why a norm weakens: it fades by itself, and a step when it is overruled (the decision sticks).

    norm' = norm * exp(-nu * years) - step on adoption, not below 0

    Parameters
    ----------
    norm : (..., nation), index, at least 0
    decay : (...), 1/year, nu, at least 0
    years : length of the turn
    adoption : (..., nation), flag, the capability was approved this turn
    step : (...), index, at least 0

    Returns
    -------
    ``fading`` and ``adoption``, each (..., nation), index, at most 0

    References
    ----------
    S003.10.

    Examples
    --------
    >>> parts = norm_contributions(1.0, 0.1, 1.0, np.array([False, True]), 0.5)
    >>> {reason: part.round(4).tolist() for reason, part in parts.items()}
    {'fading': [-0.0952, -0.0952], 'adoption': [0.0, -0.5]}
    """
    fading = norm * exact.expm1(-np.multiply(decay, years))
    overruled = np.minimum(step, np.maximum(np.add(norm, fading), 0.0))
    drop = np.where(adoption, -overruled, 0.0)
    return {"fading": np.broadcast_to(fading, drop.shape), "adoption": drop}


def audience_cost(
    backed_down: Numbers, public: Numbers, cost: Numbers, justified: Numbers, relief: Numbers
) -> Array:
    """Return what backing down after a public threat costs at home.

    cost = -cost * (1 - relief * justified) where a public threat was given up

    Parameters
    ----------
    backed_down, public : (..., nation), flag: gave way; had threatened in public
    cost : (...), points of approval, 5-25
    justified : (..., nation), share in [0, 1], how far new information excuses it
    relief : (...), share in [0, 1], what a full excuse takes off

    Returns
    -------
    (..., nation), points of approval, at most 0

    References
    ----------
    Fearon 1994; Tomz 2007 (16 points); Levendusky & Horowitz 2012 (justification).

    Examples
    --------
    >>> print(audience_cost(np.array([True, True]), np.array([True, False]), 16.0, 0.5, 0.5))
    [-12.   0.]
    """
    due = np.logical_and(backed_down, public)
    return np.where(due, -np.multiply(cost, 1.0 - np.multiply(relief, justified)), 0.0)
