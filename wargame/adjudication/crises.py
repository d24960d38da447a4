"""R8: incidents happen by chance, tension drifts, and a policy ladder climbs one level at a time.

No step of the ladder is force. The published onset model draws incident cards only; the odds of the ladder
are house odds, posted to all seats.
"""

from __future__ import annotations

import numpy as np

from wargame import exact
from wargame.adjudication.totals import Numbers, pick, total
from wargame.arrays import Array, BoolArray, IntArray

STAND_OFF = 4
"""Highest level of the ladder before the talks break down."""


def recency(years: Numbers, memory: Numbers) -> Array:
    """Return how fresh the last incident still is.

    recency = exp(-years / memory)

    Parameters
    ----------
    years : (...), years since the last incident, at least 0 (inf: never)
    memory : (...), years, 3 in the published model

    Returns
    -------
    (...), share in [0, 1]

    References
    ----------
    Beck, Katz & Tucker 1998; estimated for this project (GML 2.2.1).

    Examples
    --------
    >>> print(np.round(recency(np.array([0.0, 3.0, np.inf]), 3.0), 4))
    [1.     0.3679 0.    ]
    """
    return exact.exp(-np.divide(years, memory))


def onset_chance(constant: Numbers, coefficients: Numbers, causes: Numbers) -> Array:
    """Return the chance of an incident in a year.

    logit p = constant + sum over causes of coefficient * cause

    Causes are what the ruleset lists: tension and recency in the game; distance, power ratio, pact, regime
    and the like in the published model.

    Parameters
    ----------
    constant : (...), log odds
    coefficients : (cause,), log odds per unit of the cause
    causes : (..., flashpoint, cause) or (..., nation, other, cause), each in its own unit

    Returns
    -------
    (..., flashpoint) or (..., nation, other), chance in [0, 1] per year (`exact.convert_rate`: per turn)

    References
    ----------
    S003.2-4; Bremer 1992; Reed 2003; Beck, Katz & Tucker 1998; estimated for this project (GML 2.2.1, TSS).

    Examples
    --------
    >>> print(np.round(onset_chance(-2.0, np.array([0.02, 1.0]), np.array([[0.0, 0.0], [50.0, 1.0]])), 4))
    [0.1192 0.5   ]
    """
    return exact.logistic(constant + total(np.multiply(coefficients, causes)))


def incident(chance: Numbers, able: Numbers, years: Numbers, u: Numbers) -> BoolArray:
    """Tell whether an incident happens in a turn.

    Parameters
    ----------
    chance : (..., flashpoint), chance per year (`onset_chance`)
    able : (..., flashpoint), flag, at least one side has any capability
    years : length of the turn
    u : (..., flashpoint), uniform draw

    Returns
    -------
    (..., flashpoint), flag

    References
    ----------
    S003.4.

    Examples
    --------
    >>> print(incident(0.18, np.array([True, False]), 0.5, 0.05))
    [ True False]
    """
    return np.less(u, exact.convert_rate(chance, years)) & able


def deterrence(defence: Numbers, honour: Numbers, support: Numbers, challenger: Numbers) -> Array:
    """Return how the defender with its allies stands against the challenger.

    DI = ln((defence + sum over allies of honour * support) / challenger)

    Parameters
    ----------
    defence : (..., flashpoint), index points, at least 0
    honour : (..., flashpoint, ally), chance in [0, 1] that the ally honours its word
    support : (..., flashpoint, ally), index points the ally would bring, joint working counted in
    challenger : (..., flashpoint), index points, at least 0

    Returns
    -------
    (..., flashpoint), log ratio; 0 without any capability, inf or -inf where one side has none

    References
    ----------
    Leeds 2003; Snyder 1984; deterrence index of R8.

    Examples
    --------
    >>> print(deterrence(2.0, np.array([0.5, 0.5]), np.array([2.0, 2.0]), np.array([4.0, 0.0])))
    [ 0. inf]
    """
    shield = np.add(defence, total(np.multiply(honour, support)))
    # two empty sides are equal ones
    equal = np.equal(shield, challenger)
    return exact.log(np.where(equal, 1.0, shield)) - exact.log(np.where(equal, 1.0, challenger))


def tension_contributions(
    tension: Numbers, base: Numbers, pull: Numbers, threat: Numbers, luck: Numbers, years: Numbers
) -> dict[str, Array]:
    """Return why tension moves by itself in a turn, in points of 100; orders and events add their effects.

    pull = (1 - (1 - rate) ** years) * (base - tension)

    Parameters
    ----------
    tension : (..., flashpoint), points
    base : (..., flashpoint), points, where tension settles
    pull : (...), share of the distance per year, 0.3
    threat : (..., flashpoint), points, the one term that perceptions (R6) add
    luck : (..., flashpoint), points (`tension_luck`)
    years : length of the turn

    Returns
    -------
    ``pull``, ``threat``, ``luck``, each (..., flashpoint), points

    References
    ----------
    S003.2; house rule of the ladder.

    Examples
    --------
    >>> parts = tension_contributions(38.0, 24.0, 0.3, 1.0, -2.0, 1.0)
    >>> {reason: round(float(part), 4) for reason, part in parts.items()}
    {'pull': -4.2, 'threat': 1.0, 'luck': -2.0}
    """
    drift = exact.convert_rate(pull, years) * np.subtract(base, tension)
    return {
        "pull": drift,
        "threat": np.asarray(threat, dtype=np.float64),
        "luck": np.asarray(luck, dtype=np.float64),
    }


def tension_luck(deviation: Numbers, u: Numbers) -> Array:
    """Return the chance part of a turn's tension.

    Parameters
    ----------
    deviation : (...), points, standard deviation, 6
    u : (..., flashpoint, 12), uniform draws in [0, 1)

    Returns
    -------
    (..., flashpoint), points, within 6 deviations

    Examples
    --------
    >>> print(tension_luck(6.0, np.full((2, 12), 0.5)))
    [0. 0.]
    """
    return deviation * exact.normal(u)


def ladder_level(tension: Numbers, thresholds: Numbers) -> IntArray:
    """Return the level that a tension stands for, before the limit of one step up a turn.

    Parameters
    ----------
    tension : (..., flashpoint), points
    thresholds : (4,), points, rising: 20, 40, 60, 75 part quiet, friction, warning, show and stand-off

    Returns
    -------
    (..., flashpoint), level, 0 (quiet) to 4 (stand-off)

    References
    ----------
    House rule of the ladder; S003.2.

    Examples
    --------
    >>> print(ladder_level(np.array([19.9, 20.0, 74.0, 75.0]), np.array([20.0, 40.0, 60.0, 75.0])))
    [0 1 3 4]
    """
    above = np.greater_equal(np.asarray(tension)[..., None], thresholds)
    return np.asarray(np.sum(above, axis=-1), dtype=np.int32)


def level_contributions(level: Numbers, tension: Numbers, thresholds: Numbers) -> dict[str, IntArray]:
    """Return why the ladder's level moves: tension, and the limit of one step up a turn.

    Parameters
    ----------
    level : (..., flashpoint), level before
    tension : (..., flashpoint), points now
    thresholds : (4,), points, rising

    Returns
    -------
    ``tension`` and ``limit`` (at most 0), each (..., flashpoint), whole steps

    References
    ----------
    House rule of the ladder.

    Examples
    --------
    >>> thresholds = np.array([20.0, 40.0, 60.0, 75.0])
    >>> parts = level_contributions(np.array([0, 3]), np.array([65.0, 10.0]), thresholds)
    >>> print(parts["tension"], parts["limit"])
    [ 3 -3] [-2  0]
    """
    steps = ladder_level(tension, thresholds) - np.asarray(level, dtype=np.int32)
    return {"tension": steps, "limit": np.minimum(1 - steps, 0).astype(np.int32)}


def hottest(tension: Numbers, level: Numbers, lowest: int) -> BoolArray:
    """Tell which flashpoint holds the crisis round: the tensest from the level given on, the first of equals.

    Parameters
    ----------
    tension : (..., flashpoint), points
    level : (..., flashpoint), level of the ladder
    lowest : level from which a crisis round is held

    Returns
    -------
    (..., flashpoint), flag, at most one a game

    Examples
    --------
    >>> print(hottest(np.array([65.0, 70.0, 90.0]), np.array([3, 3, 2]), 3))
    [False  True False]
    """
    due = np.greater_equal(level, lowest)
    heat = np.where(due, tension, -np.inf)
    chosen = np.argmax(heat, axis=-1)
    return due & np.equal(np.arange(heat.shape[-1]), chosen[..., None])


def crisis_change(easing: Numbers, changes: Numbers) -> Array:
    """Return what a crisis round does to tension, by how many of the two principals ease.

    Parameters
    ----------
    easing : (..., flashpoint), count, 0 to 2
    changes : (3,), points for 0, 1 and 2 that ease: +5, -8, -18

    Returns
    -------
    (..., flashpoint), points

    References
    ----------
    House rule of the ladder; the game's form is a stag hunt (Jervis 1978).

    Examples
    --------
    >>> print(crisis_change(np.array([2, 1, 0]), np.array([5.0, -8.0, -18.0])))
    [-18.  -8.   5.]
    """
    return pick(changes, easing)


def alone(choice: Numbers) -> BoolArray:
    """Tell which of two principals makes its choice alone.

    Parameters
    ----------
    choice : (..., principal), flag, two principals: eases, or holds

    Returns
    -------
    (..., principal), flag

    Examples
    --------
    >>> print(alone(np.array([[True, False], [True, True]])))
    [[ True False]
     [False False]]
    """
    chosen = np.asarray(choice, dtype=np.bool_)
    return chosen & ~chosen[..., ::-1]


def breakdown_chance(level: Numbers, holding: Numbers, chances: Numbers) -> Array:
    """Return the chance that talks collapse, which only a stand-off can lead to.

    Parameters
    ----------
    level : (..., flashpoint), level of the ladder
    holding : (..., flashpoint), count of principals that hold, 0 to 2
    chances : (3,), posted house odds for 0, 1 and 2 that hold: 0.02, 0.10, 0.30

    Returns
    -------
    (..., flashpoint), chance in [0, 1]

    References
    ----------
    House rule of the ladder (posted odds, not estimates).

    Examples
    --------
    >>> print(breakdown_chance(np.array([4, 4, 3]), np.array([0, 2, 2]), np.array([0.02, 0.1, 0.3])))
    [0.02 0.3  0.  ]
    """
    return np.where(np.greater_equal(level, STAND_OFF), pick(chances, holding), 0.0)
