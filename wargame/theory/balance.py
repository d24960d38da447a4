"""Structural balance: signed graphs, triads that set themselves right, friendliness that feeds on itself."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np

from wargame.exact import FloatArray


def balanced_graphs(nations: int) -> int:
    """Count the complete signed graphs without an unbalanced triad, by trying all.

    Parameters
    ----------
    nations : count, 3 to 6 (there are 2 ** (n (n - 1) / 2) graphs to try)

    Returns
    -------
    count; theory says 2 ** (n - 1)

    References
    ----------
    Cartwright & Harary 1956.

    Examples
    --------
    >>> balanced_graphs(4)
    8
    """
    pairs = list(combinations(range(nations), 2))
    place = {pair: position for position, pair in enumerate(pairs)}
    signs = np.array(list(product((-1, 1), repeat=len(pairs))))
    balanced = np.ones(len(signs), dtype=np.bool_)
    for first, second, third in combinations(range(nations), 3):
        sides = (
            signs[:, place[first, second]] * signs[:, place[second, third]] * signs[:, place[first, third]]
        )
        balanced &= sides > 0
    return int(np.sum(balanced))


def signed_cliques(sizes: tuple[int, ...]) -> FloatArray:
    """Return the signs of a graph of cliques, friendly inside and hostile to each other.

    Parameters
    ----------
    sizes : members of each clique

    Returns
    -------
    (nation, nation), 1 or -1, diagonal 0

    Examples
    --------
    >>> print(signed_cliques((2, 1)).astype(int))
    [[ 0  1 -1]
     [ 1  0 -1]
     [-1 -1  0]]
    """
    clique = np.repeat(np.arange(len(sizes)), sizes)
    signs = np.where(clique[:, None] == clique, 1.0, -1.0)
    np.fill_diagonal(signs, 0.0)
    return signs


def unbalanced_triads(signs: FloatArray) -> int:
    """Count the triads whose signs multiply to -1.

    Parameters
    ----------
    signs : (nation, nation), 1 or -1, symmetric, diagonal 0

    Returns
    -------
    count

    Examples
    --------
    >>> unbalanced_triads(signed_cliques((1, 1, 1)))
    1
    """
    return sum(
        bool(signs[first, second] * signs[second, third] * signs[first, third] < 0)
        for first, second, third in combinations(range(len(signs)), 3)
    )


def balance_energy(signs: FloatArray) -> float:
    """Return the energy of a signed graph: unbalanced less balanced triads, as a share of all.

    Parameters
    ----------
    signs : (nation, nation), 1 or -1, symmetric, diagonal 0; at least three nations

    Returns
    -------
    in [-1, 1]; -1 in balance

    References
    ----------
    Marvel, Strogatz & Kleinberg 2009.

    Examples
    --------
    >>> balance_energy(signed_cliques((2, 2)))
    -1.0
    """
    nations = len(signs)
    triads = nations * (nations - 1) * (nations - 2) // 6
    return (2 * unbalanced_triads(signs) - triads) / triads


def is_jammed(signs: FloatArray) -> bool:
    """Tell whether a graph is out of balance, yet no change of a single sign lowers its energy.

    Parameters
    ----------
    signs : (nation, nation), 1 or -1, symmetric, diagonal 0

    Returns
    -------
    flag

    References
    ----------
    Antal, Krapivsky & Redner 2005; Marvel, Strogatz & Kleinberg 2009.

    Examples
    --------
    >>> is_jammed(signed_cliques((3, 3, 3))), is_jammed(signed_cliques((2, 2)))
    (True, False)
    """
    # a pair sits in n - 2 triads; its sign is worth turning if more than half of them are unbalanced
    support = np.asarray(signs) * np.einsum("ik,kj->ij", signs, signs)
    return bool(np.all(support >= 0.0)) and unbalanced_triads(signs) > 0


def mean_field_density(chance: float) -> float:
    """Return the share of friendly links at which triad dynamics settle in a large population.

    share = 1 / (1 + sqrt(3 * (1 - 2 p))) for p below 1/2, and 1 from there on

    Parameters
    ----------
    chance : p in [0, 1], that an unbalanced triad of one hostile link is mended by friendship

    Returns
    -------
    share in [0, 1]

    References
    ----------
    Antal, Krapivsky & Redner 2005.

    Examples
    --------
    >>> mean_field_density(1 / 3), mean_field_density(0.5)
    (0.5, 1.0)
    """
    return float(1.0 / (1.0 + np.sqrt(3.0 * max(0.0, 1.0 - 2.0 * chance))))


def triad_dynamics(friendly: FloatArray, chance: float, u: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Let drawn triads set themselves right, one after the other.

    A triad with one hostile link turns it friendly with the chance given, else one of the others hostile; one
    of three hostile links turns one friendly; a balanced triad stays.

    Parameters
    ----------
    friendly : (nation, nation), 1 or 0, symmetric, diagonal 0
    chance : p in [0, 1]
    u : (step, 5), uniform draws: three for the triad, one for p, one for the link

    Returns
    -------
    The links afterwards, and the share of friendly links after each step, (step,)

    References
    ----------
    Antal, Krapivsky & Redner 2005 (local triad dynamics).

    Examples
    --------
    >>> links, density = triad_dynamics(np.zeros((3, 3)), 0.0, np.array([[0.0, 0.0, 0.0, 0.5, 0.0]]))
    >>> print(links.sum(), density.round(4))
    2.0 [0.3333]
    """
    nations = len(friendly)
    link = [[bool(value) for value in row] for row in friendly]
    count, links = sum(map(sum, link)) // 2, nations * (nations - 1) // 2
    density = np.empty(len(u))
    for step, (first, second, third, mend, which) in enumerate(np.asarray(u).tolist()):
        triad = _triad(first, second, third, nations)
        turned = _link_to_turn(link, triad, mend < chance, which)
        if turned is not None:
            one, other = turned
            link[one][other] = link[other][one] = not link[one][other]
            count += 1 if link[one][other] else -1
        density[step] = count / links
    return np.array(link, dtype=np.float64), density


def blow_up_time(friendliness: FloatArray) -> float:
    """Return when friendliness that follows dX/dt = X X has no bound any more: 1 / lambda_1.

    Parameters
    ----------
    friendliness : (nation, nation), symmetric, largest eigenvalue above 0

    Returns
    -------
    time, in the unit of 1 / friendliness

    References
    ----------
    Marvel, Kleinberg, Kleinberg & Strogatz 2011.

    Examples
    --------
    >>> blow_up_time(np.array([[0.0, 0.5], [0.5, 0.0]]))
    2.0
    """
    return float(1.0 / np.linalg.eigvalsh(friendliness)[-1])


def factions(friendliness: FloatArray) -> tuple[frozenset[int], frozenset[int]]:
    """Return the two sides that friendliness ends in: the signs of its leading eigenvector.

    Parameters
    ----------
    friendliness : (nation, nation), symmetric

    Returns
    -------
    The side of nation 0, and the other

    References
    ----------
    Marvel, Kleinberg, Kleinberg & Strogatz 2011.

    Examples
    --------
    >>> [sorted(side) for side in factions(signed_cliques((2, 1)))]
    [[0, 1], [2]]
    """
    leading = np.linalg.eigh(friendliness)[1][:, -1]
    with_first = np.sign(leading) == np.sign(leading[0])
    nations = np.arange(len(leading))
    return frozenset(nations[with_first].tolist()), frozenset(nations[~with_first].tolist())


def friendliness_at(friendliness: FloatArray, time: float) -> FloatArray:
    """Return friendliness that follows dX/dt = X X at a time before it blows up: X0 (I - X0 t) ** -1.

    Parameters
    ----------
    friendliness : (nation, nation), symmetric, at time 0
    time : below `blow_up_time`

    Returns
    -------
    (nation, nation)

    References
    ----------
    Marvel, Kleinberg, Kleinberg & Strogatz 2011.

    Examples
    --------
    >>> print(friendliness_at(np.array([[0.0, 0.5], [0.5, 0.0]]), 1.0).round(4))
    [[0.3333 0.6667]
     [0.6667 0.3333]]
    """
    start = np.asarray(friendliness, dtype=np.float64)
    return np.asarray(np.linalg.solve(np.eye(len(start)) - start * time, start))


def integrate_friendliness(friendliness: FloatArray, time: float, steps: int) -> FloatArray:
    """Return friendliness that follows dX/dt = X X at a time, by Runge-Kutta steps of fourth order.

    Parameters
    ----------
    friendliness : (nation, nation), symmetric, at time 0
    time : below `blow_up_time`
    steps : count

    Returns
    -------
    (nation, nation)

    Examples
    --------
    >>> print(integrate_friendliness(np.array([[0.0, 0.5], [0.5, 0.0]]), 1.0, 100).round(4))
    [[0.3333 0.6667]
     [0.6667 0.3333]]
    """
    x = np.asarray(friendliness, dtype=np.float64)
    step = time / steps
    for _ in range(steps):
        first = x @ x
        second = (x + step / 2 * first) @ (x + step / 2 * first)
        third = (x + step / 2 * second) @ (x + step / 2 * second)
        fourth = (x + step * third) @ (x + step * third)
        x = x + step / 6 * (first + 2 * second + 2 * third + fourth)
    return x


def _triad(first: float, second: float, third: float, nations: int) -> tuple[int, int, int]:
    """Turn three uniform draws into three different nations."""
    a = int(first * nations)
    b = int(second * (nations - 1))
    b += b >= a
    c = int(third * (nations - 2))
    low, high = min(a, b), max(a, b)
    c += c >= low
    c += c >= high
    return a, b, c


def _link_to_turn(
    link: list[list[bool]], triad: tuple[int, int, int], mend: bool, which: float
) -> tuple[int, int] | None:
    """Return the link of a triad that changes sign, or None in balance."""
    a, b, c = triad
    sides = ((a, b), (b, c), (a, c))
    hostile = [side for side in sides if not link[side[0]][side[1]]]
    if len(hostile) == 3:
        return hostile[int(which * 3)]
    if len(hostile) == 1:
        others = [side for side in sides if side not in hostile]
        return hostile[0] if mend else others[int(which * 2)]
    return None
