"""R10: technology spreads; who is behind catches up with the front, the faster the better it can take it in."""

from __future__ import annotations

import numpy as np

from wargame.adjudication.codevelopment import technology_transfer
from wargame.adjudication.totals import Numbers
from wargame.arrays import Array


def catch_up_rate(industry: Numbers, complexity: Numbers, transfer: Numbers, control: Numbers) -> Array:
    """Return how much of its gap to the front a nation closes in a year.

    rate = phi * (1 - complexity) + transfer - control, within 0 and 1

    Parameters
    ----------
    industry : (..., nation), share phi per year, 0.02-0.12, what its people and industry can take in
    complexity : (...), share in [0, 1], how hard the technology is to copy
    transfer : (..., nation), share per year, 0.02-0.05 where an ally at the front passes it on, else 0
    control : (..., nation), share per year, at least 0, what export control holds back

    Returns
    -------
    (..., nation), share per year in [0, 1]

    References
    ----------
    S003.5, S003.8, S000.10-11; Nelson & Phelps 1966 (people); Gilli & Gilli 2019 (complexity).

    Examples
    --------
    >>> print(catch_up_rate(0.1, 0.5, np.array([0.03, 0.0]), np.array([0.0, 0.2])).round(4))
    [0.08 0.  ]
    """
    own = np.multiply(industry, np.subtract(1.0, complexity))
    return np.clip(own + np.subtract(transfer, control), 0.0, 1.0)


def catch_up(technology: Numbers, front: Numbers, rate: Numbers, means: Numbers, years: Numbers) -> Array:
    """Return what a nation's technology gains on the front in a turn.

    gain = (1 - (1 - rate * means) ** years) * max(0, front - technology)

    Behind a front that grows by g a year, technology settles at rate / (rate + g) of it.

    Parameters
    ----------
    technology : (..., nation), index points
    front : (...), index points, the most advanced nation's
    rate : (..., nation), share of the gap per year in [0, 1] (`catch_up_rate`)
    means : (..., nation), share in [0, 1], how far money and organisation allow what is known to be adopted
    years : length of the turn

    Returns
    -------
    (..., nation), index points, at least 0

    References
    ----------
    S003.5, S003.8; Nelson & Phelps 1966; Horowitz 2010 (adoption needs money and organisation).

    Examples
    --------
    >>> print(catch_up(np.array([4.0, 4.0, 9.0]), 8.0, 0.1, np.array([1.0, 0.5, 1.0]), 1.0))
    [0.4 0.2 0. ]
    """
    return technology_transfer(technology, front, np.multiply(rate, means), years)
