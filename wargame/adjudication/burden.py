"""R2: allies share a burden badly, as each leans on what the others give; hosts pay for an ally's forces.

Burden sharing is a pressure on the target burden, never the budget itself: with the tastes that fit real
burdens the pure model has allies replace each other's money almost one for one, which nobody has seen.
"""

from __future__ import annotations

import numpy as np

from wargame.adjudication.totals import Numbers
from wargame.arrays import Array, BoolArray


def best_contribution(taste: Numbers, income: Numbers, publicness: Numbers, allies: Numbers) -> Array:
    """Return what a nation gives to common defence as its best answer to what its allies give.

    q = max(0, a * Y - (1 - a) * s * sum of the allies' q)

    Parameters
    ----------
    taste : (..., nation), share a in [0, 1] of its means that a nation alone would give
    income : (..., nation), bn USD, at least 0
    publicness : (...), share s in [0, 1] of an ally's effort that serves as one's own would: 1 a pure public
        good, 0 a private one
    allies : (..., nation), bn USD, what the allies give together

    Returns
    -------
    (..., nation), bn USD

    References
    ----------
    S000.10-11, S003.7; Olson & Zeckhauser 1966 (s = 1); Cornes & Sandler 1984, Sandler 1993 (joint products).

    Examples
    --------
    >>> print(best_contribution(0.4, np.array([100.0, 60.0]), 1.0, np.array([18.75, 47.5])))
    [28.75  0.  ]
    """
    own = np.multiply(taste, income)
    leaning = np.subtract(1.0, taste) * np.multiply(publicness, allies)
    return np.maximum(own - leaning, 0.0)


def free_riding(contribution: Numbers, alone: Numbers) -> Array:
    """Return what part of the effort it would make alone a nation leaves to its allies.

    gap = 1 - q / (a * Y)

    Parameters
    ----------
    contribution : (..., nation), bn USD, what it gives among allies (`best_contribution`)
    alone : (..., nation), bn USD, what it would give without any, above 0

    Returns
    -------
    (..., nation), share in [0, 1]

    References
    ----------
    Olson & Zeckhauser 1966; Sandler & Hartley 2001.

    Examples
    --------
    >>> print(free_riding(np.array([40.0, 30.0, 0.0]), 40.0))
    [0.   0.25 1.  ]
    """
    return 1.0 - np.divide(contribution, alone)


def sharing_pressure(weight: Numbers, gap: Numbers, request_weight: Numbers, request: Numbers) -> Array:
    """Return what burden sharing adds to the target burden, in log units.

    pressure = -w * gap + v * request

    Parameters
    ----------
    weight : (...), log units w, 0-0.3, how far free riding lowers the target
    gap : (..., nation), share in [0, 1] (`free_riding`)
    request_weight : (...), log units v per unit of request, at least 0
    request : (..., nation), index, at least 0, how hard an ally asks for more

    Returns
    -------
    (..., nation), log units; the term ``sharing`` of `growth.target_contributions`

    References
    ----------
    S003.7, S003.12; Sandler & Hartley 2001; both weights are judgements.

    Examples
    --------
    >>> print(np.round(sharing_pressure(0.2, np.array([0.5, 0.0]), 0.1, np.array([0.0, 1.0])), 4))
    [-0.1  0.1]
    """
    return np.multiply(request_weight, request) - np.multiply(weight, gap)


def indexed_support(support: Numbers, index: Numbers, cap: Numbers) -> Array:
    """Return next year's host-nation support under an agreement that ties it to an index.

    next = support * (1 + min(index, cap)), never less than before

    Parameters
    ----------
    support : (..., pair), bn USD per year
    index : (..., pair), share per year: growth of the host's defence budget, or of prices; 0 for a flat sum
    cap : (..., pair), share per year, at least 0; inf where the agreement sets none

    Returns
    -------
    (..., pair), bn USD per year

    References
    ----------
    S003.12; Korea 2022-25 (growth of its defence budget) and 2026-30 (prices, at most 5 %), Japan (flat): press
    and ministry statements on host-nation support.

    Examples
    --------
    >>> print(indexed_support(2.0, np.array([0.034, 0.08, -0.02, 0.0]), np.array([np.inf, 0.05, 0.05, 0.0])))
    [2.068 2.1   2.    2.   ]
    """
    return np.multiply(support, 1.0 + np.clip(index, 0.0, cap))


def presence_value(worth: Numbers, concern: Numbers) -> Array:
    """Return what hosted forces are worth to one side, against their cost.

    value = worth * (1 + concern / 50) / 2

    Half of it stays whatever the times; the other half goes with what the side is concerned about.

    Parameters
    ----------
    worth : (...), ratio, at least 0, value against cost where the concern is 50
    concern : (..., pair), points: tension at the host's door, or the guest's attention to the region

    Returns
    -------
    (..., pair), ratio, at least half of ``worth``

    References
    ----------
    S003.2, S003.12; the form is a convention.

    Examples
    --------
    >>> print(presence_value(1.2, np.array([0.0, 50.0, 100.0])))
    [0.6 1.2 1.8]
    """
    return np.multiply(worth, 1.0 + np.divide(concern, 50.0)) / 2.0


def renewal_surplus(host_value: Numbers, guest_value: Numbers, cost: Numbers) -> Array:
    """Return what host and guest gain together when they renew an agreement on stationed forces.

    surplus = H + G - C

    Parameters
    ----------
    host_value, guest_value : (..., pair), bn USD per year, what the presence is worth to each above its best
        other choice
    cost : (..., pair), bn USD per year, what the presence costs

    Returns
    -------
    (..., pair), bn USD per year; below 0 there is nothing to renew

    References
    ----------
    S003.12; Nash 1950.

    Examples
    --------
    >>> print(renewal_surplus(6.0, 3.0, np.array([5.0, 10.0])))
    [ 4. -1.]
    """
    return np.add(host_value, guest_value) - cost


def renewed_support(host_value: Numbers, guest_value: Numbers, cost: Numbers, strength: Numbers) -> Array:
    """Return what the host pays a year once both have bargained over an agreement's renewal.

    payment = H - b * (H + G - C), within 0 and C           (b = 1/2: each keeps half of the surplus)

    A better choice elsewhere lowers what the presence is worth to a side, and moves the payment its way.

    Parameters
    ----------
    host_value, guest_value, cost : (..., pair), bn USD per year (`renewal_surplus`)
    strength : (...), share b in [0, 1] of the surplus that the host keeps

    Returns
    -------
    (..., pair), bn USD per year

    References
    ----------
    S003.12; Nash 1950.

    Examples
    --------
    >>> print(renewed_support(6.0, np.array([3.0, 1.0]), 5.0, 0.5))
    [4. 5.]
    """
    payment = host_value - np.multiply(strength, renewal_surplus(host_value, guest_value, cost))
    return np.clip(payment, 0.0, cost)


def renewed(surplus: Numbers, lapse: Numbers, u: Numbers) -> BoolArray:
    """Tell whether an agreement that runs out is renewed in time.

    Parameters
    ----------
    surplus : (..., pair), bn USD per year (`renewal_surplus`)
    lapse : (...), chance in [0, 1] per renewal, 0.05-0.2, that talks fail though both would gain
    u : (..., pair), uniform draw

    Returns
    -------
    (..., pair), flag

    References
    ----------
    S003.12; Korea had no agreement for 15 months in 2020-21 (press); the chance is a judgement.

    Examples
    --------
    >>> print(renewed(np.array([4.0, 4.0, -1.0]), 0.1, np.array([0.05, 0.5, 0.5])))
    [False  True False]
    """
    return np.greater_equal(surplus, 0.0) & np.greater_equal(u, lapse)
