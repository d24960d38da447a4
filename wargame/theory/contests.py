"""Equilibria of contests: how much the sides put in when each answers the other best."""

from __future__ import annotations

from typing import NamedTuple

from wargame.adjudication.totals import Numbers


def symmetric_effort(prize: Numbers, players: Numbers, decisiveness: Numbers) -> Numbers:
    """Return what each of several equals puts into a ratio contest.

    x = r * V * (n - 1) / n ** 2

    Parameters
    ----------
    prize : (...), V, any unit
    players : (...), count n, at least 2
    decisiveness : (...), dimensionless r, at most n / (n - 1)

    Returns
    -------
    (...), unit of the prize

    References
    ----------
    Tullock 1980.

    Examples
    --------
    >>> symmetric_effort(100.0, 2, 1.0)
    25.0
    """
    return decisiveness * prize * (players - 1) / players**2


def rent_dissipation(players: Numbers, decisiveness: Numbers) -> Numbers:
    """Return the share of the prize that equals spend in all.

    share = r * (n - 1) / n

    Parameters
    ----------
    players : (...), count n, at least 2
    decisiveness : (...), dimensionless r

    Returns
    -------
    (...), share

    References
    ----------
    Tullock 1980.

    Examples
    --------
    >>> round(rent_dissipation(5, 0.8), 6)
    0.64
    """
    return decisiveness * (players - 1) / players


def asymmetric_efforts(first: Numbers, second: Numbers) -> tuple[Numbers, Numbers]:
    """Return what two sides put into a ratio contest (r = 1) that they value differently.

    x1 = V1 ** 2 * V2 / (V1 + V2) ** 2, and the like for x2

    Parameters
    ----------
    first, second : (...), what the prize is worth to each, same unit, above 0

    Returns
    -------
    Two of (...), same unit

    References
    ----------
    Nti 1999.

    Examples
    --------
    >>> [round(effort, 4) for effort in asymmetric_efforts(120.0, 80.0)]
    [28.8, 19.2]
    """
    both = (first + second) ** 2
    return first**2 * second / both, second**2 * first / both


def guns_share(decisiveness: Numbers) -> Numbers:
    """Return the share of resources that equals put into the contest rather than into production.

    share = m / (1 + m)                                     (linear technology, equal resources)

    Parameters
    ----------
    decisiveness : (...), dimensionless m, at least 0

    Returns
    -------
    (...), share in [0, 1)

    References
    ----------
    Hirshleifer 1991.

    Examples
    --------
    >>> guns_share(1.0)
    0.5
    """
    return decisiveness / (1.0 + decisiveness)


class RaceEquilibrium(NamedTuple):
    """Where a race between a threat class and its counter settles.

    Attributes
    ----------
    counter, threat : (...), units of each that are kept
    success : (...), share in [0, 1], how far the counter prevails
    """

    counter: Numbers
    threat: Numbers
    success: Numbers


def race_equilibrium(stakes: Numbers, counter_cost: Numbers, threat_cost: Numbers) -> RaceEquilibrium:
    """Return where a threat class and its counter settle in a ratio contest with m = 1.

    v = stakes / cost;  D = vD ** 2 * vA / (vD + vA) ** 2;  A the like;  e = vD / (vD + vA)

    Parameters
    ----------
    stakes : (...), bn USD, what prevailing is worth to each side
    counter_cost, threat_cost : (...), bn USD per unit, above 0

    Returns
    -------
    RaceEquilibrium

    References
    ----------
    S003.5; Tullock 1980; Nti 1999.

    Examples
    --------
    >>> [round(value, 4) for value in race_equilibrium(100.0, 2.0, 1.0)]
    [11.1111, 22.2222, 0.3333]
    """
    counter_value, threat_value = stakes / counter_cost, stakes / threat_cost
    counter, threat = asymmetric_efforts(counter_value, threat_value)
    return RaceEquilibrium(counter, threat, counter_value / (counter_value + threat_value))
