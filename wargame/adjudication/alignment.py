"""R7's read-out: every way to split the nations into two sides, and how well each fits their propensities.

Computed on demand for at most 17 nations, never in the turn. Nation 0 is always on side 0, so that each split
is counted once: configuration c puts nation k (from 1 on) on side 1 where bit k - 1 of c is set.
"""

from __future__ import annotations

import numpy as np

from wargame.adjudication.totals import Numbers
from wargame.arrays import Array, BoolArray

MOST_NATIONS = 17
"""Nations for which all 65,536 configurations are still listed."""


def configurations(nations: int) -> BoolArray:
    """Return every split of the nations into two sides.

    Parameters
    ----------
    nations : count, 2 to 17

    Returns
    -------
    (2 ** (nations - 1), nation), flag, True on side 1

    Raises
    ------
    ValueError
        The count is outside 2 to 17.

    Examples
    --------
    >>> print(configurations(3).astype(int))
    [[0 0 0]
     [0 1 0]
     [0 0 1]
     [0 1 1]]
    """
    if not 2 <= nations <= MOST_NATIONS:
        raise ValueError(
            f"alignment of {nations} nations: all configurations are listed for 2 to {MOST_NATIONS} nations. "
            "Leave out the nations of least interest."
        )
    number = np.arange(2 ** (nations - 1))
    later = (number[:, None] >> np.arange(nations - 1)) & 1
    return np.concatenate([np.zeros((number.size, 1), dtype=np.bool_), later.astype(np.bool_)], axis=-1)


def alignment_energy(propensity: Numbers, size: Numbers) -> Array:
    """Return the energy of every split: low where those who get along stand together.

    E = sum over pairs on opposite sides of size_i * size_j * P_ij

    Parameters
    ----------
    propensity : (..., nation, other), index P, symmetric; the diagonal is not read
    size : (..., nation), any unit, at least 0

    Returns
    -------
    (..., configuration), unit of size squared; 0 for all on one side

    Raises
    ------
    ValueError
        There are fewer than 2 or more than 17 nations.

    References
    ----------
    Axelrod & Bennett 1993; Galam 1998 on its limits.

    Examples
    --------
    >>> print(alignment_energy(-np.ones((3, 3)), np.ones(3)))
    [ 0. -2. -2. -2.]
    """
    tie = np.asarray(propensity, dtype=np.float64)
    weight = np.asarray(size, dtype=np.float64)
    side = configurations(tie.shape[-1])
    energy = np.zeros((*np.broadcast_shapes(tie.shape[:-2], weight.shape[:-1]), side.shape[0]))
    for first in range(tie.shape[-1]):
        for second in range(first + 1, tie.shape[-1]):
            apart = side[:, first] != side[:, second]
            pair = weight[..., first] * weight[..., second] * tie[..., first, second]
            energy = energy + np.where(apart, pair[..., None], 0.0)
    return energy


def alignment_minima(energy: Numbers) -> BoolArray:
    """Tell which splits no single nation could better by changing sides.

    Parameters
    ----------
    energy : (..., configuration) (`alignment_energy`)

    Returns
    -------
    (..., configuration), flag; ties count (weak minima)

    References
    ----------
    Axelrod & Bennett 1993.

    Examples
    --------
    >>> print(alignment_minima(np.array([0.0, -2.0, -2.0, -2.0])))
    [False  True  True  True]
    """
    energy = np.asarray(energy, dtype=np.float64)
    number = np.arange(energy.shape[-1])
    # nation 0 stays on side 0: when it changes sides, all others change instead
    flips = [number.size - 1, *(1 << bit for bit in range(number.size.bit_length() - 1))]
    lowest = np.ones(energy.shape, dtype=np.bool_)
    for flip in flips:
        lowest &= energy <= energy[..., number ^ flip]
    return lowest


def near_minima(energy: Numbers, margin: float) -> BoolArray:
    """Tell which splits come within a margin of the best.

    Parameters
    ----------
    energy : (..., configuration) (`alignment_energy`)
    margin : share in [0, 1] of the best energy's distance from 0

    Returns
    -------
    (..., configuration), flag; the best itself included

    References
    ----------
    Galam 1998: list all minima and near-minima, not the best alone.

    Examples
    --------
    >>> print(near_minima(np.array([0.0, -9.5, -10.0, -8.0]), 0.05))
    [False  True  True False]
    """
    best = np.min(energy, axis=-1, keepdims=True)
    return np.less_equal(energy, best + margin * np.abs(best))
