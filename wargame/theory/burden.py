"""Alliances as public goods: what each ally gives when all answer each other best, and what all would want."""

from __future__ import annotations

import numpy as np

from wargame.adjudication.burden import best_contribution
from wargame.adjudication.totals import Numbers
from wargame.exact import FloatArray


def equilibrium_contributions(taste: Numbers, income: Numbers, publicness: Numbers) -> FloatArray:
    """Return what allies give once none of them would change it: each the best answer to the others.

    With b = (1 - a) s the best answer of one who gives is (a Y - b Q) / (1 - b), Q what all give together; so
    Q = sum of a Y / (1 - b) / (1 + sum of b / (1 - b)) over those who give, who are all with a Y above b Q.
    Letting all answer each other in turn is no way there: they swing to and fro where (n - 1) b exceeds 1.

    Parameters
    ----------
    taste : (nation,) or (..., nation), share a in (0, 1]
    income : (..., nation), any unit, at least 0
    publicness : (...), share s in [0, 1]

    Returns
    -------
    (..., nation), unit of the income

    References
    ----------
    Olson & Zeckhauser 1966; Bergstrom, Blume & Varian 1986 (s = 1); Cornes & Sandler 1984; Sandler 1993.

    Examples
    --------
    >>> print(equilibrium_contributions(0.4, np.array([100.0, 90.0, 60.0, 10.0]), 1.0).round(6))
    [28.75 18.75  0.    0.  ]
    """
    share = np.broadcast_to(np.asarray(taste, dtype=np.float64), np.shape(income))
    public = np.asarray(publicness, dtype=np.float64)[..., None]
    leaning = (1.0 - share) * public
    alone = share * income
    # the total at which an ally stops giving orders them: the keenest goes on longest
    with np.errstate(over="ignore"):
        stops = np.divide(alone, leaning, out=np.full(alone.shape, np.inf), where=leaning > 0.0)
    order = np.argsort(-stops, axis=-1, kind="stable")
    own, drag = (np.take_along_axis(each / (1.0 - leaning), order, axis=-1) for each in (alone, leaning))
    # an ally that gives raises the total, one that would have to be paid for it lowers it: hence the greatest
    everyone = np.max(np.cumsum(own, axis=-1) / (1.0 + np.cumsum(drag, axis=-1)), axis=-1, keepdims=True)
    given = np.maximum(alone - leaning * everyone, 0.0) / (1.0 - leaning)
    return best_contribution(share, income, public, everyone - given)


def optimal_total(taste: float, income: FloatArray) -> float:
    """Return what allies of equal taste would give to a pure public good if they chose together: a * income.

    Parameters
    ----------
    taste : share a in (0, 1]
    income : (nation,), any unit

    Returns
    -------
    Unit of the income

    References
    ----------
    Samuelson's condition for public goods; Olson & Zeckhauser 1966 (alone, allies give less).

    Examples
    --------
    >>> optimal_total(0.4, np.array([100.0, 90.0, 60.0, 10.0]))
    104.0
    """
    return float(taste * np.sum(income))


def symmetric_contribution(taste: float, income: float, publicness: float, allies: int) -> float:
    """Return what each of several equal allies gives when part of the good is its own.

    q = a * Y / (1 + (n - 1) (1 - a) s)

    Parameters
    ----------
    taste : share a in (0, 1]
    income : Y, any unit
    publicness : share s in [0, 1]
    allies : count n, at least 1

    Returns
    -------
    Unit of the income

    References
    ----------
    Cornes & Sandler 1984; Sandler 1993.

    Examples
    --------
    >>> round(symmetric_contribution(0.03, 100.0, 0.5, 3), 6)
    1.522843
    """
    return taste * income / (1.0 + (allies - 1) * (1.0 - taste) * publicness)
