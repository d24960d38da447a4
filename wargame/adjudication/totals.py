"""Sums and products over a short last axis that do not depend on its order.

Terms are put in order of size and added one after the other. So a total over nations has the same bits
however the nations are numbered, however many replicates stand before them, however the array lies in memory.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from wargame.arrays import Array

Numbers = npt.NDArray[Any] | float
"""What a rule takes: an array of any element type, or one number for all."""


def total(terms: Numbers) -> Array:
    """Return the sum over the last axis, the same to the bit in any order of the terms.

    Parameters
    ----------
    terms : (..., n), any unit

    Returns
    -------
    (...), same unit; 0 for n = 0

    Examples
    --------
    >>> print(total(np.array([0.1, 0.2, 0.3])) == total(np.array([0.3, 0.2, 0.1])))
    True
    """
    ordered = np.asarray(terms, dtype=np.float64)
    if ordered.shape[-1] > 2:  # two numbers have one sum
        ordered = np.sort(ordered, axis=-1)
    result = np.zeros(ordered.shape[:-1])
    for position in range(ordered.shape[-1]):
        result = result + ordered[..., position]
    return result


def product(factors: Numbers) -> Array:
    """Return the product over the last axis, the same to the bit in any order of the factors.

    Parameters
    ----------
    factors : (..., n), dimensionless

    Returns
    -------
    (...), dimensionless; 1 for n = 0

    Examples
    --------
    >>> print(np.round(product(np.array([0.5, 0.8, 0.25])), 6))
    0.1
    """
    ordered = np.sort(np.asarray(factors, dtype=np.float64), axis=-1)
    result = np.ones(ordered.shape[:-1])
    for position in range(ordered.shape[-1]):
        result = result * ordered[..., position]
    return result


def pick(table: Numbers, index: Numbers) -> Array:
    """Return the entry of the table that each index names, without branching on values.

    Parameters
    ----------
    table : (..., n), any unit
    index : (...), count, 0 to n - 1

    Returns
    -------
    (...), same unit; 0 for an index outside

    Examples
    --------
    >>> print(pick(np.array([5.0, -8.0, -18.0]), np.array([2, 0])))
    [-18.   5.]
    """
    entries = np.asarray(table, dtype=np.float64)
    chosen = np.zeros(np.broadcast_shapes(entries.shape[:-1], np.shape(index)))
    for position in range(entries.shape[-1]):
        chosen = np.where(np.equal(index, position), entries[..., position], chosen)
    return chosen
