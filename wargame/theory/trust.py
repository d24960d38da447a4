"""Trust: how much of it cooperation needs, and how often promises are kept."""

from __future__ import annotations

import math
from typing import NamedTuple


def cooperation_belief(both: float, betrayer: float, betrayed: float, neither: float) -> float:
    """Return the belief in the other's cooperation from which a nation cooperates too.

    p = (DD - CD) / (CC - DC + DD - CD)                                              (stag hunt)

    Parameters
    ----------
    both : CC, payoff when both cooperate, the highest
    betrayer : DC, payoff of who defects on one that cooperates, below CC
    betrayed : CD, payoff of who cooperates with one that defects, the lowest
    neither : DD, payoff when both defect, above CD

    Returns
    -------
    Chance in (0, 1)

    Raises
    ------
    ValueError
        The payoffs are not those of a stag hunt.

    References
    ----------
    Jervis 1978 (security dilemma).

    Examples
    --------
    >>> round(cooperation_belief(4.0, 3.0, 0.0, 2.0), 6)
    0.666667
    """
    if not (both > betrayer and neither > betrayed):
        raise ValueError(
            f"stag hunt: payoffs CC {both:g}, DC {betrayer:g}, CD {betrayed:g}, DD {neither:g} have one best "
            "answer to all beliefs. Cooperation must be the best answer to cooperation (CC above DC) and "
            "defection to defection (DD above CD)."
        )
    regret = neither - betrayed
    return regret / (both - betrayer + regret)


class Span(NamedTuple):
    """Lowest and highest number of a central range."""

    low: int
    high: int


def kept_promises(promises: int, reliability: float, coverage: float = 0.95) -> Span:
    """Return how many of a number of promises are kept, as a central range of the binomial law.

    Each tail beyond the range holds at most half of what the range leaves out.

    Parameters
    ----------
    promises : count, at least 1
    reliability : chance in [0, 1] that each is kept
    coverage : share in (0, 1)

    Returns
    -------
    Span, counts of kept promises

    References
    ----------
    Leeds, Long & Mitchell 2000 (74.5 % of commitments honoured, 1816-1944).

    Examples
    --------
    >>> kept_promises(100, 0.745)
    Span(low=66, high=83)
    """
    tail = (1.0 - coverage) / 2.0
    below, low = 0.0, None
    for kept in range(promises + 1):
        below += math.comb(promises, kept) * reliability**kept * (1.0 - reliability) ** (promises - kept)
        if low is None and below > tail:
            low = kept
        if below >= 1.0 - tail:
            return Span(low or 0, kept)
    return Span(low or 0, promises)
