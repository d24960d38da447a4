"""R5: developing together costs more in all and less for each, if the partners get along.

Exponents are parameters: the rules of thumb (1/2 for cost, 1/3 for schedule) are contested.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wargame import exact
from wargame.adjudication.totals import Numbers, total
from wargame.arrays import Array, BoolArray


def collaboration_cost(national_cost: Numbers, partners: Numbers, penalty: Numbers) -> Array:
    """Return the whole cost of a programme that several nations share.

    cost = national_cost * partners ** penalty

    Parameters
    ----------
    national_cost : (..., programme), bn USD, cost of going it alone
    partners : (..., programme), count, at least 1
    penalty : (...), dimensionless in [0, 0.8]; 0.5 is the square-root rule

    Returns
    -------
    (..., programme), bn USD

    References
    ----------
    S000.1, S000.11; Hartley & Braddon 2014; NAO 2001 (collaboration's own share of overruns is small).

    Examples
    --------
    >>> print(np.round(collaboration_cost(3.0, 2, 0.5), 4))
    4.2426
    """
    return national_cost * exact.power(partners, penalty)


def cost_per_partner(national_cost: Numbers, partners: Numbers, penalty: Numbers) -> Array:
    """Return what each partner pays when the cost is shared equally.

    cost = national_cost * partners ** (penalty - 1)

    Parameters
    ----------
    national_cost : (..., programme), bn USD, cost of going it alone
    partners : (..., programme), count, at least 1
    penalty : (...), dimensionless in [0, 0.8]

    Returns
    -------
    (..., programme), bn USD per partner

    References
    ----------
    S000.7, S000.11; Hartley & Braddon 2014.

    Examples
    --------
    >>> print(np.round(cost_per_partner(3.0, 2, 0.5), 4))
    2.1213
    """
    return national_cost * exact.power(partners, np.asarray(penalty, dtype=np.float64) - 1.0)


def cost_to_partner(national_cost: Numbers, partners: Numbers, penalty: Numbers, share: Numbers) -> Array:
    """Return what each partner pays at its own share.

    cost = share * national_cost * partners ** penalty

    Parameters
    ----------
    national_cost : (..., programme), bn USD, cost of going it alone
    partners : (..., programme), count, at least 1
    penalty : (...), dimensionless in [0, 0.8]
    share : (..., programme, nation), share in [0, 1], sum 1 over nations

    Returns
    -------
    (..., programme, nation), bn USD

    References
    ----------
    S000.1; Hartley & Braddon 2014.

    Examples
    --------
    >>> print(np.round(cost_to_partner(3.0, 2, 0.5, np.array([0.25, 0.75])), 4))
    [1.0607 3.182 ]
    """
    return np.asarray(share) * np.asarray(collaboration_cost(national_cost, partners, penalty))[..., None]


def schedule_multiple(partners: Numbers, penalty: Numbers) -> Array:
    """Return how much longer a shared programme takes than a national one.

    multiple = partners ** penalty

    Parameters
    ----------
    partners : (..., programme), count, at least 1
    penalty : (...), dimensionless in [0, 0.4]; 1/3 is the cube-root rule

    Returns
    -------
    (..., programme), ratio, at least 1

    References
    ----------
    Hartley & Braddon 2014, who find no such effect (penalty 0).

    Examples
    --------
    >>> print(np.round(schedule_multiple(np.array([1, 2]), 1 / 3), 4))
    [1.     1.2599]
    """
    return exact.power(partners, penalty)


def break_even_share(partners: Numbers, penalty: Numbers) -> Array:
    """Return the share above which a partner pays more than alone.

    share = partners ** -penalty

    Parameters
    ----------
    partners : (..., programme), count, at least 1
    penalty : (...), dimensionless in [0, 0.8]

    Returns
    -------
    (..., programme), share in (0, 1]

    References
    ----------
    Follows from `collaboration_cost`.

    Examples
    --------
    >>> print(np.round(break_even_share(2, 0.5), 4))
    0.7071
    """
    return exact.power(partners, -np.asarray(penalty, dtype=np.float64))


def transaction_cost(national_cost: Numbers, rate: Numbers, framework: Numbers, relief: Numbers) -> Array:
    """Return what it costs a partner to agree at all.

    cost = rate * national_cost * (1 - relief where a framework agreement stands)

    Parameters
    ----------
    national_cost : (..., programme), bn USD, cost of going it alone
    rate : (...), share of the national cost, 0-0.25
    framework : (..., programme), flag, a standing framework agreement covers the area
    relief : (...), share in [0, 1] that it saves; 0.5 halves the cost

    Returns
    -------
    (..., programme), bn USD

    References
    ----------
    S003.1, S003.6; the sizes are a judgement.

    Examples
    --------
    >>> print(np.round(transaction_cost(3.0, 0.1, np.array([False, True]), 0.5), 4))
    [0.3  0.15]
    """
    saved = np.where(framework, relief, 0.0)
    return np.multiply(rate, national_cost) * (1.0 - saved)


class FrictionScale(NamedTuple):
    """How strongly each cause raises or lowers the friction of a joint programme; all at least 0.

    Attributes
    ----------
    base, partner, renegotiation : (...), dimensionless: two partners; each more; each renegotiation
    pact, record, trust : (...), dimensionless: what a pact, each joint success, and full trust take off
    """

    base: Array
    partner: Array
    renegotiation: Array
    pact: Array
    record: Array
    trust: Array


def joint_friction(
    scale: FrictionScale,
    partners: Numbers,
    renegotiations: Numbers,
    pact: Numbers,
    record: Numbers,
    trust: Numbers,
) -> Array:
    """Return the share of effort that a joint programme loses to working together.

    x = (base + partner * (n - 2) + renegotiation * m) / ((1 + pact) * (1 + record * k) * (1 + trust * t))
    friction = x / (1 + x), and 0 for a programme of one nation

    Parameters
    ----------
    scale : strength of each cause
    partners : (..., programme), count n, at least 1
    renegotiations : (..., programme), count m, at least 0
    pact : (..., programme), flag, an R&D pact covers its area
    record : (..., programme), count k of joint programmes finished by the partners
    trust : (..., programme), share t in [0, 1], the least trust among the partners

    Returns
    -------
    (..., programme), share in [0, 1)

    References
    ----------
    S003.1, S003.6 (pact), S000.7 (track record). The form is a convention: bounded, monotone in each cause.

    Examples
    --------
    >>> scale = FrictionScale(0.25, 0.125, 0.05, 1.0, 0.25, 0.5)
    >>> print(np.round(joint_friction(scale, np.array([1, 2, 2]), 0, np.array([0, 0, 1]), 0, 0.0), 4))
    [0.     0.2    0.1111]
    """
    rise = scale.base + scale.partner * np.maximum(np.subtract(partners, 2.0), 0.0)
    rise = rise + np.multiply(scale.renegotiation, renegotiations)
    relief = (1.0 + np.multiply(scale.pact, pact)) * (1.0 + np.multiply(scale.record, record))
    load = rise / (relief * (1.0 + np.multiply(scale.trust, trust)))
    return np.where(np.greater(partners, 1), load / (1.0 + load), 0.0)


def joining_surplus(
    benefit: Numbers, own_cost: Numbers, alternative_cost: Numbers, transaction: Numbers
) -> Array:
    """Return what a nation gains by joining instead of doing the like by itself.

    surplus = benefit - (own_cost - alternative_cost + transaction)

    Parameters
    ----------
    benefit : (..., nation), bn USD, worth of access, learning and working together
    own_cost : (..., nation), bn USD (`cost_to_partner`)
    alternative_cost : (..., nation), bn USD, what the nation would else spend
    transaction : (..., nation), bn USD (`transaction_cost`)

    Returns
    -------
    (..., nation), bn USD

    References
    ----------
    S000.11, S003.8 (the national alternative).

    Examples
    --------
    >>> print(np.round(joining_surplus(1.0, 2.1213, 3.0, 0.3), 4))
    1.5787
    """
    return benefit - (np.subtract(own_cost, alternative_cost) + transaction)


def worth_joining(
    benefit: Numbers, own_cost: Numbers, alternative_cost: Numbers, transaction: Numbers
) -> BoolArray:
    """Tell whether joining beats the national alternative (`joining_surplus` above 0).

    Parameters
    ----------
    benefit, own_cost, alternative_cost, transaction : (..., nation), bn USD

    Returns
    -------
    (..., nation), flag

    References
    ----------
    S000.11, S003.8.

    Examples
    --------
    >>> print(worth_joining(0.0, np.array([2.1, 3.2]), 3.0, 0.1))
    [ True False]
    """
    return np.greater(joining_surplus(benefit, own_cost, alternative_cost, transaction), 0.0)


def overrun_bill(overrun: Numbers, share: Numbers, responsible: Numbers, by_responsibility: Numbers) -> Array:
    """Return what each partner pays of an overrun: by its share, or by its part in the cause.

    Parameters
    ----------
    overrun : (..., programme), bn USD
    share : (..., programme, nation), share in [0, 1], sum 1 over nations
    responsible : (..., programme, nation), share in [0, 1], sum 1 over nations, part in the cause
    by_responsibility : (..., programme), flag, the terms say that whoever caused it pays

    Returns
    -------
    (..., programme, nation), bn USD; the sum over nations is the overrun

    References
    ----------
    S000.7-9: in the earlier programme the partner responsible for the item paid (2009).

    Examples
    --------
    >>> print(overrun_bill(2.0, np.array([0.5, 0.5]), np.array([1.0, 0.0]), np.array(True)))
    [2. 0.]
    """
    key = np.where(np.asarray(by_responsibility)[..., None], responsible, share)
    return np.asarray(overrun, dtype=np.float64)[..., None] * key


def pooling_gain(gain: Numbers, share: Numbers) -> Array:
    """Return how much more a joint effort yields than the sum of its parts.

    pooling = gain * (1 - sum of share ** 2): nothing alone, most when shares are even

    Parameters
    ----------
    gain : (...), dimensionless, at least 0
    share : (..., programme, nation), share in [0, 1], sum 1 over nations

    Returns
    -------
    (..., programme), share, at least 0

    References
    ----------
    S000.11; the form (evenness) is a convention.

    Examples
    --------
    >>> print(pooling_gain(0.2, np.array([[1.0, 0.0], [0.5, 0.5]])))
    [0.  0.1]
    """
    shares = np.asarray(share, dtype=np.float64)
    return gain * np.maximum(1.0 - total(shares * shares), 0.0)


def technology_transfer(own: Numbers, partner: Numbers, rate: Numbers, years: Numbers) -> Array:
    """Return what a nation's technology gains from a more advanced partner.

    gain = (1 - (1 - rate) ** years) * max(0, partner - own)

    Parameters
    ----------
    own, partner : (..., nation), index points 0-10
    rate : (...), share of the gap per year, 0-0.15
    years : length of the turn

    Returns
    -------
    (..., nation), index points, at least 0

    References
    ----------
    S000.11; Nelson & Phelps 1966.

    Examples
    --------
    >>> print(technology_transfer(np.array([4.0, 8.0]), 6.0, 0.05, 1.0))
    [0.1 0. ]
    """
    return exact.convert_rate(rate, years) * np.maximum(np.subtract(partner, own), 0.0)


def meeting_chance(rate: Numbers, years: Numbers) -> Array:
    """Return the chance that at least one meeting is held in a turn, from a rate per year.

    chance = 1 - exp(-rate * years)

    Parameters
    ----------
    rate : (...), meetings per year, 1-2 for leaders
    years : length of the turn

    Returns
    -------
    (...), chance in [0, 1)

    References
    ----------
    S000.3; Poisson process.

    Examples
    --------
    >>> print(np.round(meeting_chance(1.5, 1.0), 4))
    0.7769
    """
    return -exact.expm1(-np.multiply(rate, years))
