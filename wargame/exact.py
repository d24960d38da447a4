"""Elementary functions that give the same bits on every machine.

NumPy's own exp, log, power and tanh pick a kernel by processor, and their last bit moves with it. What is
here is made only of operations that IEEE 754 fixes to the bit (+ - * / sqrt, comparisons, rounding to whole
numbers, powers of two), each done by NumPy as a pass of its own, so nothing is fused. A game replays to the
same digest on any processor, and one row of a block comes out as it does alone.

All functions work element by element on arrays of any shape and broadcast like NumPy operators; a number
gives a ``numpy.float64``. The elementary ones never warn: what has no value is nan, what is too large is inf.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wargame import exact_kernels as kernels

FloatArray = npt.NDArray[np.float64]

NORMAL_DRAWS = 12
"""Uniform draws that make one normal draw."""
STUDENT_T4_DRAWS = 14
"""Uniform draws that make one Student t draw with four degrees of freedom."""


def exp(x: npt.ArrayLike) -> FloatArray:
    """Return e to the power x.

    Parameters
    ----------
    x : (...), dimensionless, any

    Returns
    -------
    (...), at least 0, within 1 unit in the last place; inf above 709.78, 0 below -745.13

    Examples
    --------
    >>> float(exp(1.0))
    2.718281828459045
    >>> exp([0.0, -np.inf, np.inf])
    array([ 1.,  0., inf])
    """
    return kernels.elementwise(kernels.exp, x)


def expm1(x: npt.ArrayLike) -> FloatArray:
    """Return e to the power x, less 1, without loss when x is near 0.

    Parameters
    ----------
    x : (...), dimensionless, any

    Returns
    -------
    (...), at least -1, within 2 units in the last place

    Examples
    --------
    >>> float(expm1(2.0**-40) * 2.0**40)
    1.0000000000004547
    """
    return kernels.elementwise(kernels.expm1, x)


def log(x: npt.ArrayLike) -> FloatArray:
    """Return the natural logarithm.

    Parameters
    ----------
    x : (...), at least 0

    Returns
    -------
    (...), within 1 unit in the last place; log(0) is -inf, the logarithm of a negative number is nan

    Examples
    --------
    >>> float(log(10.0))
    2.302585092994046
    >>> log([0.0, 1.0, -1.0])
    array([-inf,   0.,  nan])
    """
    return kernels.elementwise(kernels.log, x)


def log1p(x: npt.ArrayLike) -> FloatArray:
    """Return the natural logarithm of 1 + x, without loss when x is near 0.

    Parameters
    ----------
    x : (...), at least -1

    Returns
    -------
    (...), within 2 units in the last place; -inf at -1, nan below

    Examples
    --------
    >>> float(log1p(1e-9))
    9.999999995e-10
    """
    return kernels.elementwise(kernels.log1p, x)


def logistic(x: npt.ArrayLike) -> FloatArray:
    """Return the chance whose log odds are x: 1 / (1 + exp(-x)).

    Parameters
    ----------
    x : (...), log odds, any

    Returns
    -------
    (...), chance in [0, 1]

    Examples
    --------
    >>> logistic([-np.inf, 0.0, 2.0]).round(6)
    array([0.      , 0.5     , 0.880797])
    """
    return kernels.elementwise(kernels.logistic, x)


def logit(chance: npt.ArrayLike) -> FloatArray:
    """Return the log odds of a chance: log(chance / (1 - chance)), the inverse of `logistic`.

    Parameters
    ----------
    chance : (...), in [0, 1]

    Returns
    -------
    (...), log odds; -inf at 0, inf at 1, nan outside; logit(1 - c) is exactly -logit(c) where 1 - c is exact

    Examples
    --------
    >>> logit([0.0, 0.5, 0.880797]).round(4)
    array([-inf,   0.,   2.])
    """
    return kernels.elementwise(kernels.logit, chance)


def power(base: npt.ArrayLike, exponent: npt.ArrayLike) -> FloatArray:
    """Return base to the power exponent.

    Exponents -1, 0, 0.5, 1 and 2 are taken by division, square root and product: exact or correctly rounded,
    and far cheaper. The others go through a logarithm carried in two parts.

    Parameters
    ----------
    base : (...), at least 0
    exponent : (...), any

    Returns ------- (...), at least 0, within 2 units in the last place; 1 where the exponent is 0; a base of
    0 gives 0 or inf by the sign of the exponent; a negative base gives nan, whole exponents included

    Examples
    --------
    >>> float(power(2.0, 0.5)), float(power(10.0, -3.0))
    (1.4142135623730951, 0.001)
    >>> power([0.0, 2.0], [[1.5], [-1.5]]).round(4)
    array([[0.    , 2.8284],
           [   inf, 0.3536]])
    """
    return kernels.elementwise(kernels.power, base, exponent)


def normal(u: npt.ArrayLike) -> FloatArray:
    """Return a draw of mean 0 and variance 1, near to normal, from twelve uniform draws.

    The sum of twelve uniform draws less 6: skewness 0, kurtosis 2.9 (the normal has 3), never beyond 6 in
    size. The terms are added from first to last, so that the layout of the array in memory cannot change the
    sum.

    Parameters
    ----------
    u : (..., 12), uniform draws in [0, 1)

    Returns
    -------
    (...), in [-6, 6)

    Raises
    ------
    ValueError
        The last axis does not hold 12 draws.

    Examples
    --------
    >>> normal(np.full((2, 12), 0.5))
    array([0., 0.])
    """
    draws = _draws(u, NORMAL_DRAWS, "normal")
    total = draws[..., 0]
    for column in range(1, NORMAL_DRAWS):
        total = total + draws[..., column]
    result: FloatArray = total - 6.0
    return result


def student_t4(u: npt.ArrayLike) -> FloatArray:
    """Return a draw of Student's t with four degrees of freedom from fourteen uniform draws.

    t = z / sqrt(q / 4), with z from `normal` and q = -2 log(u12 u13), which is chi-square with four degrees
    of freedom. The variance is 2: a shock of standard deviation s is s / sqrt(2) times this.

    Parameters
    ----------
    u : (..., 14), uniform draws in [0, 1)

    Returns
    -------
    (...), finite

    Raises
    ------
    ValueError
        The last axis does not hold 14 draws.

    Examples
    --------
    >>> student_t4(np.full((1, 14), 0.75)).round(4)
    array([5.5933])
    """
    draws = _draws(u, STUDENT_T4_DRAWS, "student_t4")
    quarter_chi_square = -0.5 * log(draws[..., 12] * draws[..., 13])
    result: FloatArray = normal(draws[..., :12]) / np.sqrt(quarter_chi_square)
    return result


class LogNormal(NamedTuple):
    """A log-normal distribution: ``median * exp(sigma * z)`` with z normal."""

    median: FloatArray
    """(...), unit of the quantity, above 0."""
    sigma: FloatArray
    """(...), dimensionless, s.d. of the logarithm, at least 0."""


def lognormal_parameters(mean: npt.ArrayLike, sd: npt.ArrayLike) -> LogNormal:
    """Return median and sigma of the log-normal with this mean and standard deviation.

    sigma**2 = log(1 + (sd / mean)**2),  median = mean / sqrt(1 + (sd / mean)**2)

    Parameters
    ----------
    mean : (...), any unit, above 0
    sd : (...), same unit, at least 0

    Returns
    -------
    LogNormal of two arrays (...)

    Examples
    --------
    >>> median, sigma = lognormal_parameters(2.0, 1.0)
    >>> float(median.round(6)), float(sigma.round(6))
    (1.788854, 0.472381)
    """
    centre = np.asarray(mean, dtype=np.float64)
    ratio = np.asarray(sd, dtype=np.float64) / centre
    square = ratio * ratio
    return LogNormal(median=centre / np.sqrt(1.0 + square), sigma=np.sqrt(log1p(square)))


def lognormal(mean: npt.ArrayLike, sd: npt.ArrayLike, z: npt.ArrayLike) -> FloatArray:
    """Return a log-normal draw with this mean and standard deviation.

    With z from `normal`, whose tails are thinner than the normal's, the mean falls short by about sigma**4 /
    240 of itself.

    Parameters
    ----------
    mean : (...), any unit, above 0
    sd : (...), same unit, at least 0
    z : (...), normal draw of mean 0 and variance 1

    Returns
    -------
    (...), same unit, above 0

    Examples
    --------
    >>> lognormal(2.0, 1.0, [-1.0, 0.0, 1.0]).round(4)
    array([1.1154, 1.7889, 2.869 ])
    """
    median, sigma = lognormal_parameters(mean, sd)
    result: FloatArray = median * exp(sigma * np.asarray(z, dtype=np.float64))
    return result


def decay(rate: npt.ArrayLike, years: npt.ArrayLike) -> FloatArray:
    """Return the share that is left after some years of loss at a yearly rate: (1 - rate) ** years.

    Parameters
    ----------
    rate : (...), share lost per year, in [0, 1]
    years : (...), years, at least 0

    Returns
    -------
    (...), share in [0, 1]

    Examples
    --------
    >>> float(decay(0.08, 1.0)), float(decay(0.08, 10.0).round(6))
    (0.92, 0.434388)
    """
    return power(1.0 - np.asarray(rate, dtype=np.float64), years)


def convert_rate(rate: npt.ArrayLike, years: npt.ArrayLike) -> FloatArray:
    """Return a yearly rate or chance as one per turn of some years: 1 - (1 - rate) ** years.

    A turn of one year returns the rate itself, to the bit; half a year and two years need a square root or a
    product only.

    Parameters
    ----------
    rate : (...), share lost or chance per year, in [0, 1]
    years : (...), length of the turn in years, at least 0

    Returns
    -------
    (...), share lost or chance per turn, in [0, 1]; no loss of digits at small rates

    Examples
    --------
    >>> convert_rate(0.08, [0.5, 1.0, 2.0]).round(7)
    array([0.0408337, 0.08     , 0.1536   ])
    """
    if np.ndim(years) == 0 and np.asarray(years) == 1.0:
        return np.asarray(rate, dtype=np.float64)[()]
    return kernels.elementwise(kernels.convert_rate, rate, years)


def grain(x: npt.ArrayLike, size: float) -> FloatArray:
    """Round to a whole number of grains, halves to even; never -0.0.

    Sums of grained numbers are exact in any order as long as they stay below 2**53 grains.

    Parameters
    ----------
    x : (...), any unit
    size : a power of two, same unit, for example ``2.0**-32``

    Returns
    -------
    (...), same unit

    Raises
    ------
    ValueError
        The size is not a power of two.

    Examples
    --------
    >>> grain([0.3, -0.1, 0.875], 0.25)
    array([0.25, 0.  , 1.  ])
    """
    if math.frexp(size)[0] != 0.5:
        raise ValueError(f"grain size {size}: this is not a power of two. Write for example 2.0**-32.")
    # multiplying by the inverse of a power of two is as exact as dividing by it, and faster
    grains: FloatArray = np.asarray(np.multiply(x, 1.0 / size, dtype=np.float64))
    np.rint(grains, out=grains)
    grains *= size
    grains += 0.0  # what was rounded to -0.0 is 0.0
    return grains


def _draws(u: npt.ArrayLike, count: int, name: str) -> FloatArray:
    draws = np.asarray(u, dtype=np.float64)
    if draws.ndim == 0 or draws.shape[-1] != count:
        raise ValueError(
            f"exact.{name}: the draws have shape {draws.shape}. "
            f"The last axis must hold {count}: ask the dice for per_entity={count}."
        )
    return draws
