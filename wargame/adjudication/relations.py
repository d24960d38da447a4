"""R7: relations follow balance, interests and deeds; reliability follows conduct; allies have two fears."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wargame.adjudication.totals import Numbers, total
from wargame.arrays import Array


class RelationRates(NamedTuple):
    """Coefficients of a relation's change, 1/year, all at least 0.

    Attributes
    ----------
    balance : (...), pull of friends' friends and rivals' rivals
    propensity : (...), pull towards what the pair's interests suggest
    cooperation : (...), index points per unit of cooperation
    incident : (...), index points per incident
    """

    balance: Array
    propensity: Array
    cooperation: Array
    incident: Array


def balance(relation: Numbers) -> Array:
    """Return what third nations make of each pair: the mean product of both relations to them.

    balance_ij = mean over k other than i and j of r_ik * r_kj

    Parameters
    ----------
    relation : (..., nation, other), index in [-1, 1], symmetric

    Returns
    -------
    (..., nation, other), index in [-1, 1], symmetric; 0 on the diagonal and with fewer than three nations

    References
    ----------
    Heider 1946; Cartwright & Harary 1956; Marvel et al. 2011.

    Examples
    --------
    >>> print(balance(np.array([[0.0, 0.5, -0.5], [0.5, 0.0, -0.8], [-0.5, -0.8, 0.0]]))[0])
    [ 0.    0.4  -0.4]
    """
    relation = np.asarray(relation, dtype=np.float64)
    nations = relation.shape[-1]
    apart = 1.0 - np.eye(nations)
    links = relation * apart
    # [..., i, j, k] = r_ik * r_jk; the zeros on the diagonal leave out k = i and k = j
    paths = links[..., :, None, :] * links[..., None, :, :]
    return total(paths) * apart / max(nations - 2, 1)


def relation_contributions(
    rates: RelationRates,
    relation: Numbers,
    propensity: Numbers,
    cooperation: Numbers,
    incident: Numbers,
    years: Numbers,
) -> dict[str, Array]:
    """Return why each pair's relation changes in a turn.

    change = years * (eb * balance + ep * (P - r) + ec * cooperation - ex * incident)

    The caller keeps the sum within [-1, 1] and books what is cut off.

    Parameters
    ----------
    rates : coefficients eb, ep, ec, ex
    relation : (..., nation, other), index in [-1, 1], symmetric
    propensity : (..., nation, other), index P in [-1, 1], symmetric
    cooperation, incident : (..., nation, other), count or index per year, symmetric
    years : length of the turn

    Returns
    -------
    ``balance``, ``propensity``, ``cooperation``, ``incident``, each (..., nation, other), index, symmetric

    References
    ----------
    S000.5-6, S003.11; Marvel et al. 2011; Axelrod & Bennett 1993 (propensity); Jervis 1978.

    Examples
    --------
    >>> pair = np.array([[0.0, 0.5], [0.5, 0.0]])
    >>> parts = relation_contributions(RelationRates(0.1, 0.1, 0.05, 0.1), pair, 1.0, 1.0, 0.0, 1.0)
    >>> {reason: float(np.round(part[0, 1], 4)) + 0.0 for reason, part in parts.items()}
    {'balance': 0.0, 'propensity': 0.05, 'cooperation': 0.05, 'incident': 0.0}
    """
    apart = 1.0 - np.eye(np.shape(relation)[-1])
    return {
        "balance": years * rates.balance * balance(relation),
        "propensity": years * rates.propensity * np.subtract(propensity, relation) * apart,
        "cooperation": years * np.multiply(rates.cooperation, cooperation) * apart,
        "incident": -years * np.multiply(rates.incident, incident) * apart,
    }


def equivalent_sample(mean: Numbers, deviation: Numbers) -> Array:
    """Return how many observed promises a belief in an ally's word is worth.

    n = mean * (1 - mean) / deviation ** 2 - 1          (beta distribution)

    Parameters
    ----------
    mean : (...), chance in (0, 1)
    deviation : (...), standard deviation, above 0

    Returns
    -------
    (...), count

    References
    ----------
    Beta-binomial model; mean 0.5 and deviation 0.15 span the findings of Leeds, Long & Mitchell 2000 and
    Berkemeier & Fuhrmann 2018.

    Examples
    --------
    >>> print(np.round(equivalent_sample(0.5, 0.15), 4))
    10.1111
    """
    return np.multiply(mean, np.subtract(1.0, mean)) / np.square(deviation) - 1.0


def reliability_contributions(
    reliability: Numbers, sample: Numbers, kept: Numbers, broken: Numbers
) -> dict[str, Array]:
    """Return how conduct changes the chance that a nation is expected to honour its word.

    Beta-binomial update with a fixed equivalent sample n, so that old conduct fades:
    kept * (1 - p) / (n + kept + broken)  and  -broken * p / (n + kept + broken)

    Parameters
    ----------
    reliability : (..., nation, other), chance p in [0, 1] that the first sees in the second
    sample : (...), count n, above 0 (`equivalent_sample`)
    kept, broken : (..., nation, other), count of commitments kept and broken in the turn

    Returns
    -------
    ``kept`` (at least 0) and ``broken`` (at most 0), each (..., nation, other), chance

    References
    ----------
    Leeds, Long & Mitchell 2000; Leeds 2003; Berkemeier & Fuhrmann 2018.

    Examples
    --------
    >>> parts = reliability_contributions(0.5, 9.0, np.array([1.0, 0.0]), np.array([0.0, 1.0]))
    >>> {reason: part.round(4).tolist() for reason, part in parts.items()}
    {'kept': [0.05, 0.0], 'broken': [-0.0, -0.05]}
    """
    weight = np.add(sample, np.add(kept, broken))
    return {
        "kept": np.multiply(kept, np.subtract(1.0, reliability)) / weight,
        "broken": -np.multiply(broken, reliability) / weight,
    }


def trilateral_gain(
    allied: Numbers, threat: Numbers, threshold: Numbers, rate: Numbers, years: Numbers
) -> Array:
    """Return what two allies of the same nation gain in relation when they see the same threat.

    gain_ij = years * rate * max over third nations of min(theta_i, theta_j), where both are at least the
    threshold and some nation is allied with both

    Parameters
    ----------
    allied : (nation, other) or (..., nation, other), flag, symmetric
    threat : (..., nation, other), share in [0, 1] seen by the first in the second; 0 on the diagonal
    threshold : (...), share in [0, 1]
    rate : (...), index points per year and share of threat
    years : length of the turn

    Returns
    -------
    (..., nation, other), index points, at least 0, symmetric, 0 on the diagonal

    References
    ----------
    S000.5-6; Cha 1999 (quasi-alliance).

    Examples
    --------
    >>> allied = np.array([[0, 1, 1, 0], [1, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]])
    >>> threat = np.zeros((4, 4))
    >>> threat[:3, 3] = [0.5, 0.625, 0.75]
    >>> print(trilateral_gain(allied, threat, 0.4, 0.1, 1.0)[1])
    [0.     0.     0.0625 0.    ]
    """
    links = np.asarray(allied, dtype=np.bool_)
    hub = np.any(links[..., :, None, :] & links[..., None, :, :], axis=-1)
    shared = np.minimum(np.asarray(threat)[..., :, None, :], np.asarray(threat)[..., None, :, :])
    common = np.max(shared, axis=-1)
    apart = 1.0 - np.eye(links.shape[-1])
    return np.where(hub & np.greater_equal(common, threshold), years * np.multiply(rate, common), 0.0) * apart


class CohesionRates(NamedTuple):
    """Points of cohesion that each cause is worth in a turn, all at least 0.

    Attributes
    ----------
    threat : (...), points per unit of shared threat
    commitment : (...), points per joint commitment
    burden : (...), points per unit of unfairness of the burden
    request : (...), points per request not met
    """

    threat: Array
    commitment: Array
    burden: Array
    request: Array


def cohesion_contributions(
    rates: CohesionRates, shared_threat: Numbers, commitments: Numbers, unfairness: Numbers, unmet: Numbers
) -> dict[str, Array]:
    """Return why a group holds together better or worse than a turn before, in points of 100.

    Parameters
    ----------
    rates : points per cause
    shared_threat : (..., group), share, rise of the least threat seen among the members
    commitments : (..., group), count of joint commitments made in the turn
    unfairness : (..., group), share, distance of burden shares from fair ones
    unmet : (..., group), count of requests refused in the turn

    Returns
    -------
    ``threat``, ``commitment``, ``burden``, ``request``, each (..., group), points

    References
    ----------
    S000.5-6; Walt 1987; Olson & Zeckhauser 1966 (burden); Snyder 1984.

    Examples
    --------
    >>> parts = cohesion_contributions(CohesionRates(10.0, 4.0, 5.0, 3.0), 0.1, 1, 0.2, 1)
    >>> {reason: float(part) for reason, part in parts.items()}
    {'threat': 1.0, 'commitment': 4.0, 'burden': -1.0, 'request': -3.0}
    """
    return {
        "threat": np.multiply(rates.threat, shared_threat),
        "commitment": np.multiply(rates.commitment, commitments),
        "burden": -np.multiply(rates.burden, unfairness),
        "request": -np.multiply(rates.request, unmet),
    }


def abandonment_fear(threat: Numbers, reliability: Numbers, presence: Numbers, reassurance: Numbers) -> Array:
    """Return how much a nation fears to be left alone by its ally.

    fear = threat * (1 - reliability * presence) / (1 + reassurance)

    Parameters
    ----------
    threat : (..., nation), share in [0, 1], total threat the nation sees
    reliability : (..., nation), chance in [0, 1] that the ally honours its word
    presence : (..., nation), share in [0, 1], the ally's presence
    reassurance : (..., nation), index, at least 0, consultation and reassurance of the turn

    Returns
    -------
    (..., nation), share in [0, 1]

    References
    ----------
    S003.2, S003.12; Snyder 1984. The form is a convention, monotone in each cause.

    Examples
    --------
    >>> print(abandonment_fear(0.8, 0.5, np.array([0.0, 1.0]), 0.0))
    [0.8 0.4]
    """
    return threat * np.subtract(1.0, np.multiply(reliability, presence)) / (1.0 + np.asarray(reassurance))


def entrapment_fear(escalation: Numbers, commitment: Numbers, stake: Numbers, consultation: Numbers) -> Array:
    """Return how much a nation fears to be drawn into its ally's quarrel.

    fear = escalation * commitment * (1 - stake) / (1 + consultation)

    Parameters
    ----------
    escalation : (..., nation), share in [0, 1], how far the ally escalates
    commitment : (..., nation), share in [0, 1], how tightly the nation is bound
    stake : (..., nation), share in [0, 1], own stake in the quarrel
    consultation : (..., nation), index, at least 0, consultation of the turn

    Returns
    -------
    (..., nation), share in [0, 1]

    References
    ----------
    S003.2; Snyder 1984 (a tighter bond lowers the one fear and raises the other).

    Examples
    --------
    >>> print(entrapment_fear(0.5, 0.8, 0.25, np.array([0.0, 1.0])))
    [0.3  0.15]
    """
    fear = np.multiply(escalation, commitment) * np.subtract(1.0, stake)
    return fear / (1.0 + np.asarray(consultation))
