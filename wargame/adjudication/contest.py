"""R11: a threat class against its counter, and capabilities that combine.

Stocks are abstract indices; there is no weapon, no engagement and no place in these functions.
"""

from __future__ import annotations

import numpy as np

from wargame import exact
from wargame.adjudication.totals import Numbers, total
from wargame.arrays import Array


def ratio_success(counter: Numbers, threat: Numbers, difficulty: Numbers, decisiveness: Numbers) -> Array:
    """Return how far a counter prevails when what matters is the ratio of the stocks.

    e = D ** m / (D ** m + (omega * A) ** m)

    Parameters
    ----------
    counter, threat : (...), index points D and A, at least 0
    difficulty : (...), ratio omega, 1-4, how much dearer a counter is than what it counters
    decisiveness : (...), dimensionless m, above 0

    Returns
    -------
    (...), share in [0, 1]; unchanged when both stocks double; 1/2 for two empty stocks

    References
    ----------
    S003.5; Tullock 1980; Hirshleifer 1989; Skaperdas 1996.

    Examples
    --------
    >>> print(np.round(ratio_success(3.0, 1.0, 1.0, 2.0), 6))
    0.9
    """
    hard = np.multiply(difficulty, threat)
    greater = np.maximum(counter, hard)
    # measured by the greater of the two, no power can overflow
    scale = np.where(greater > 0.0, greater, 1.0)
    own = exact.power(np.where(greater > 0.0, np.divide(counter, scale), 1.0), decisiveness)
    other = exact.power(np.where(greater > 0.0, hard / scale, 1.0), decisiveness)
    return own / (own + other)


def difference_success(
    counter: Numbers, threat: Numbers, difficulty: Numbers, decisiveness: Numbers
) -> Array:
    """Return how far a counter prevails when what matters is the difference of the stocks.

    e = 1 / (1 + exp(-k * (D - omega * A)))

    Parameters
    ----------
    counter, threat : (...), index points D and A, at least 0
    difficulty : (...), ratio omega, 1-4
    decisiveness : (...), 1 / index point, k, above 0

    Returns
    -------
    (...), share in [0, 1]; unchanged when D and omega * A rise by the same

    References
    ----------
    S003.5; Hirshleifer 1989.

    Examples
    --------
    >>> print(np.round(difference_success(3.0, 1.0, 1.0, 0.5), 6))
    0.731059
    """
    return exact.logistic(decisiveness * np.subtract(counter, np.multiply(difficulty, threat)))


def effective_threat(threat: Numbers, success: Numbers) -> Array:
    """Return what of a threat capability the counter leaves.

    effective = A * (1 - e)

    Parameters
    ----------
    threat : (...), index points, at least 0
    success : (...), share in [0, 1]

    Returns
    -------
    (...), index points, at least 0

    References
    ----------
    S000.2; R11.

    Examples
    --------
    >>> print(effective_threat(4.0, np.array([0.0, 0.25, 1.0])))
    [4. 3. 0.]
    """
    return np.multiply(threat, np.subtract(1.0, success))


def ces_aggregate(capability: Numbers, weight: Numbers, exponent: Numbers) -> Array:
    """Return what several capabilities make together, from their sum to the weakest or the best of them.

    C = (sum of (weight * capability) ** rho) ** (1 / rho)

    rho = 1 adds, rho -> -inf is the weakest link, rho -> +inf the best shot. There is no value at rho = 0.

    Parameters
    ----------
    capability : (..., member), index points, at least 0
    weight : (..., member), dimensionless, above 0, how well a member works with the others
    exponent : (...), dimensionless rho, not 0

    Returns
    -------
    (...), index points, at least 0; with rho below 0 one member without capability leaves nothing

    References
    ----------
    S000.11; Hirshleifer 1983.

    Examples
    --------
    >>> print(np.round(ces_aggregate(np.array([4.0, 9.0]), 1.0, np.array([1.0, 0.5, -400.0, 400.0])), 6))
    [13. 25.  4.  9.]
    """
    parts = np.multiply(weight, capability)
    rho = np.asarray(exponent, dtype=np.float64)
    # measured by the term that dominates, no power can overflow
    leading = np.where(rho > 0.0, np.max(parts, axis=-1), np.min(parts, axis=-1))
    some = leading > 0.0
    scaled = np.where(some[..., None], parts / np.where(some, leading, 1.0)[..., None], 1.0)
    sums = total(exact.power(scaled, rho[..., None]))
    return np.where(some, leading * exact.power(sums, 1.0 / rho), 0.0)


def protection(tracking: Numbers, interceptor: Numbers, exponent: Numbers) -> Array:
    """Return the protection that tracking and interceptor give together: the weaker part rules.

    P = ((T ** rho + I ** rho) / 2) ** (1 / rho), rho below 0

    Equal parts give just their value; P lies between the weaker part and 2 ** (-1 / rho) times it.

    Parameters
    ----------
    tracking, interceptor : (..., nation), index points 0-10
    exponent : (...), dimensionless rho, below 0; -1 is the harmonic mean, lower leans more on the weaker part

    Returns
    -------
    (..., nation), index points; 0 when one part is missing

    References
    ----------
    S000.4, S003.5; Hirshleifer 1983 (weakest link).

    Examples
    --------
    >>> print(np.round(protection(np.array([4.0, 4.0, 0.0]), np.array([4.0, 8.0, 8.0]), -4.0), 4))
    [4.     4.6853 0.    ]
    """
    rho = np.asarray(exponent, dtype=np.float64)
    both = np.stack(np.broadcast_arrays(tracking, interceptor), axis=-1).astype(np.float64)
    return ces_aggregate(both, np.ones(2), rho) * exact.power(2.0, -1.0 / rho)
