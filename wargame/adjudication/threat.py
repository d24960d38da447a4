"""R6: threat is seen where power is near, offensive, and taken for hostile; provocations keep it in mind.

Names of the four components follow Walt: aggregate power, proximity, offensive power, perceived intent.
"""

from __future__ import annotations

import numpy as np

from wargame import exact
from wargame.adjudication.totals import Numbers, product, total
from wargame.arrays import Array


def proximity(distance: Numbers, half_distance: Numbers, steepness: Numbers) -> Array:
    """Return how much of a power reaches over a distance.

    f = 1 / (1 + (distance / half_distance) ** steepness)

    Parameters
    ----------
    distance : (..., nation, other), km between nations, at least 0
    half_distance : (...), km, 500-4,000, where half is left
    steepness : (...), dimensionless, 0.5-2

    Returns
    -------
    (..., nation, other), share in [0, 1]

    References
    ----------
    S000.9; Boulding 1962 (loss of strength); the form is a convention.

    Examples
    --------
    >>> print(proximity(np.array([0.0, 1500.0, 4500.0]), 1500.0, 1.0))
    [1.   0.5  0.25]
    """
    return 1.0 / (1.0 + exact.power(np.divide(distance, half_distance), steepness))


def power_share(power: Numbers) -> Array:
    """Return each nation's share of the power of all.

    Parameters
    ----------
    power : (..., nation), any unit, at least 0: CINC, spending, or GDP times GDP per head

    Returns
    -------
    (..., nation), share in [0, 1]; 0 for all when nobody has any

    References
    ----------
    Walt 1985; Beckley 2018 and Carroll & Kenkel 2019 on how far measures differ.

    Examples
    --------
    >>> print(power_share(np.array([1.0, 3.0, 4.0])))
    [0.125 0.375 0.5  ]
    """
    everyone = total(power)[..., None]
    return np.divide(power, np.where(everyone > 0.0, everyone, 1.0))


def hostility(relation: Numbers, regime_distance: Numbers, weight: Numbers) -> Array:
    """Return how hostile another nation's intent is taken to be.

    H = (1 - relation) / 2 + weight * regime_distance

    Parameters
    ----------
    relation : (..., nation, other), index in [-1, 1]
    regime_distance : (nation, other), index in [0, 1]
    weight : (...), dimensionless, at least 0

    Returns
    -------
    (..., nation, other), index, at least 0

    References
    ----------
    S003.11; Walt 1987 (perceived intent).

    Examples
    --------
    >>> print(np.round(hostility(np.array([1.0, 0.0, -1.0]), 0.5, 0.2), 6))
    [0.1 0.6 1.1]
    """
    return np.subtract(1.0, relation) / 2.0 + np.multiply(weight, regime_distance)


def offensive_weight(base: Numbers, slope: Numbers, capability: Numbers, protection: Numbers) -> Array:
    """Return the weight of another's offensive power, less what one is protected from.

    weight = w0 + wA * A * (1 - e)

    Parameters
    ----------
    base : (...), dimensionless, at least 0, what power weighs without any such capability
    slope : (...), 1 / index point, at least 0
    capability : (..., nation, other), index points, the other's threat capability as seen by the nation
    protection : (..., nation, other), share in [0, 1], what the nation's counter keeps off (`contest`)

    Returns
    -------
    (..., nation, other), dimensionless, at least the base

    References
    ----------
    S000.2, S000.4; Walt 1985 (offensive power).

    Examples
    --------
    >>> print(offensive_weight(0.5, 0.25, 4.0, np.array([0.0, 0.5, 1.0])))
    [1.5 1.  0.5]
    """
    return base + slope * np.multiply(capability, np.subtract(1.0, protection))


def apparent_capability(threat: Numbers, counter: Numbers, misperception: Numbers) -> Array:
    """Return the threat capability that others believe in: part of a counter is taken for a threat.

    apparent = A + mu * Dc

    Parameters
    ----------
    threat, counter : (..., nation), index points
    misperception : (...), share mu in [0, 1]

    Returns
    -------
    (..., nation), index points

    References
    ----------
    Jervis 1978 (security dilemma).

    Examples
    --------
    >>> print(apparent_capability(2.0, 4.0, 0.25))
    3.0
    """
    return threat + np.multiply(misperception, counter)


def walt_intensity(
    power: Numbers, near: Numbers, offensive: Numbers, hostile: Numbers, salience: Numbers
) -> Array:
    """Return how strongly the components of threat act together.

    intensity = power * proximity * offensive weight * hostility * (1 + salience)

    Parameters
    ----------
    power : (..., nation, other), share in [0, 1], the other's; raise it to an exponent before if need be
    near : (..., nation, other), share in [0, 1] (`proximity`)
    offensive : (..., nation, other), dimensionless, at least 0 (`offensive_weight`)
    hostile : (..., nation, other), index, at least 0 (`hostility`)
    salience : (..., nation, other), index, at least 0 (`salience_contributions`)

    Returns
    -------
    (..., nation, other), dimensionless, at least 0; never less for more of any component

    References
    ----------
    S000.2, S003.2-3; Walt 1985, 1987.

    Examples
    --------
    >>> print(walt_intensity(0.25, 0.5, 2.0, 1.0, 0.5))
    0.375
    """
    return np.multiply(power, near) * offensive * hostile * (1.0 + salience)


def perceived_threat(intensity: Numbers, sensitivity: Numbers) -> Array:
    """Return the threat that one nation sees in another.

    theta = c * intensity / (1 + c * intensity)

    The form is a convention; it stands for 1 - exp(-c * intensity) with the same start, direction and limits.

    Parameters
    ----------
    intensity : (..., nation, other), dimensionless, at least 0 (`walt_intensity`)
    sensitivity : (...), dimensionless, at least 0

    Returns
    -------
    (..., nation, other), share in [0, 1); 0 without power

    References
    ----------
    Walt 1985, 1987; the saturation is a convention.

    Examples
    --------
    >>> print(perceived_threat(np.array([0.0, 0.25, 1.0]), 4.0))
    [0.  0.5 0.8]
    """
    drive = np.multiply(sensitivity, intensity)
    return drive / (1.0 + drive)


def total_threat(threat: Numbers) -> Array:
    """Return the threat a nation sees in all others together.

    Theta = 1 - product over others of (1 - theta)

    Parameters
    ----------
    threat : (..., nation, other), share in [0, 1]; 0 on the diagonal

    Returns
    -------
    (..., nation), share in [0, 1]

    References
    ----------
    S003.2-3.

    Examples
    --------
    >>> print(total_threat(np.array([[0.0, 0.5, 0.2], [0.0, 0.0, 0.0], [1.0, 0.5, 0.0]])))
    [0.6 0.  1. ]
    """
    return 1.0 - product(np.subtract(1.0, threat))


def salience_contributions(
    salience: Numbers, memory: Numbers, years: Numbers, events: Numbers, weights: Numbers
) -> dict[str, Array]:
    """Return why provocations are more or less in mind than a turn before.

    s' = s * exp(-years / memory) + sum over kinds of weight * events

    Parameters
    ----------
    salience : (..., nation, other), index, at least 0
    memory : (...), years tau, 2.5-5; half is forgotten after tau * ln 2
    years : length of the turn
    events : (..., nation, other, kind), count in the turn
    weights : (kind,), index per event, at least 0

    Returns
    -------
    ``forgetting`` (at most 0) and ``events``, each (..., nation, other), index

    References
    ----------
    S003.4; Beck, Katz & Tucker 1998 (peace years); memory estimated for this project, flat from 2.5 to 5.

    Examples
    --------
    >>> parts = salience_contributions(1.0, 3.5, 1.0, np.array([2.0, 0.0]), np.array([0.05, 0.3]))
    >>> {reason: round(float(part), 4) for reason, part in parts.items()}
    {'forgetting': -0.2485, 'events': 0.1}
    """
    forgotten = exact.expm1(-np.divide(years, memory))
    return {"forgetting": salience * forgotten, "events": total(np.multiply(weights, events))}
