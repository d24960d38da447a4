"""Richardson's arms race: where it settles, how fast, and when it runs away."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wargame.exact import FloatArray


class RaceFit(NamedTuple):
    """A race of blocs as a straight line: yearly rise of all spending against its level."""

    slope: float
    """1/year, reaction less fatigue; above 0 the race feeds on itself."""
    balance: float
    """Unit of the spending, the level of all together at which the line has it stand still."""


def fit_race(spending: FloatArray) -> RaceFit:
    """Return the line that the rise of all spending follows, by least squares on one year and the next.

    rise of the total = (k - a) * (mean total of the two years - balance)

    Parameters
    ----------
    spending : (year, nation), any unit, in the order of years

    Returns
    -------
    RaceFit

    References
    ----------
    Richardson 1960; Rapoport 1957 (two blocs of 1909-13).

    Examples
    --------
    >>> slope, balance = fit_race(np.array([[100.0, 100.0], [110.0, 100.0], [121.0, 110.0]]))
    >>> print(round(slope, 4), round(balance, 4))
    0.7097 190.9091
    """
    total = np.sum(np.asarray(spending, dtype=np.float64), axis=-1)
    rise, level = np.diff(total), (total[1:] + total[:-1]) / 2.0
    away = level - level.mean()
    slope = float(np.sum(away * rise) / np.sum(away * away))
    return RaceFit(slope, float(level.mean() - rise.mean() / slope))


def richardson_fixed_point(
    reaction_matrix: FloatArray, fatigue: FloatArray, grievance: FloatArray
) -> FloatArray:
    """Return the spending at which all stand still.

    M* = (diag(a) - K) ** -1 g

    Parameters
    ----------
    reaction_matrix : (..., nation, other), 1/year; diagonal 0
    fatigue : (..., nation), 1/year
    grievance : (..., nation), bn USD per year

    Returns
    -------
    (..., nation), bn USD

    References
    ----------
    Richardson 1960.

    Examples
    --------
    >>> reaction_matrix = np.array([[0.0, 0.2], [0.3, 0.0]])
    >>> print(richardson_fixed_point(reaction_matrix, np.array([0.4, 0.5]), np.array([10.0, 20.0])).round(4))
    [64.2857 78.5714]
    """
    drag = _drag(reaction_matrix, fatigue)
    return np.asarray(np.linalg.solve(drag, np.asarray(grievance)[..., None])[..., 0])


def richardson_eigenvalues(reaction_matrix: FloatArray, fatigue: FloatArray) -> FloatArray:
    """Return the real parts of the race's eigenvalues, the slowest decay (or fastest growth) first.

    Parameters
    ----------
    reaction_matrix : (..., nation, other), 1/year; diagonal 0
    fatigue : (..., nation), 1/year

    Returns
    -------
    (..., nation), 1/year; the race runs away when the first is above 0

    References
    ----------
    Richardson 1960; Rapoport 1957.

    Examples
    --------
    >>> print(richardson_eigenvalues(np.array([[0.0, 0.2], [0.3, 0.0]]), np.array([0.4, 0.5])).round(4))
    [-0.2 -0.7]
    """
    rates = np.linalg.eigvals(-_drag(reaction_matrix, fatigue)).real
    return np.asarray(np.sort(rates, axis=-1)[..., ::-1])


def critical_reaction(nations: int, fatigue: float) -> float:
    """Return the reaction above which a race of equal nations runs away.

    k = a / (n - 1)

    Parameters
    ----------
    nations : count, at least 2
    fatigue : 1/year

    Returns
    -------
    1/year

    References
    ----------
    Follows from the spectrum of the race among equals (`richardson_eigenvalues`).

    Examples
    --------
    >>> round(critical_reaction(5, 0.35), 6)
    0.0875
    """
    return fatigue / (nations - 1)


def _drag(reaction_matrix: FloatArray, fatigue: FloatArray) -> FloatArray:
    matrix = np.asarray(reaction_matrix, dtype=np.float64)
    return np.asarray(fatigue)[..., None] * np.eye(matrix.shape[-1]) - matrix
