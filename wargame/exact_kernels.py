"""The passes behind `wargame.exact`: flat float64 arrays in, flat float64 arrays out.

Call `wargame.exact` instead: it broadcasts, keeps shapes and says what each function promises. Here are
range reductions and series; every line is one or more NumPy passes of a single operation that IEEE 754 fixes
to the bit.

References
----------
Dekker (1971), "A floating-point technique for extending the available precision", Numerische Mathematik 18.
Cody & Waite (1980), Software Manual for the Elementary Functions (range reduction).
Muller et al. (2018), Handbook of Floating-Point Arithmetic, 2nd ed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int32]

# ln 2 in two parts: the first ends in 21 zero bits, so that its product with any binary exponent is exact.
_LN2_HIGH = float.fromhex("0x1.62e42fee00000p-1")
_LN2_LOW = float.fromhex("0x1.a39ef35793c76p-33")
_PER_LN2 = float.fromhex("0x1.71547652b82fep+0")
_SQRT_HALF = float.fromhex("0x1.6a09e667f3bcdp-1")
_TWO_THIRDS = (2.0 / 3.0, float.fromhex("0x1.5555555555555p-55"))

# Below the first exp is 0, above the second it is inf.
_EXP_BOUNDS = (-746.0, 710.0)
# Larger exponents change no result of `power`: the logarithm nearest to 0 is 1.1e-16.
_EXPONENT_BOUNDS = (-1e20, 1e20)

# Highest power first. On |r| <= ln(2)/2 and |s| <= 0.172 the terms left out are below 2**-57 of the result.
_EXP_SERIES = tuple(1.0 / math.factorial(n) for n in range(13, 1, -1))  # (exp(r) - 1 - r) / r**2
_LOG_SERIES = tuple(2.0 / (2 * n + 1) for n in range(10, 0, -1))  # (log((1+s)/(1-s)) - 2s) / s**3, in s**2
_LOG_PAIR_SERIES = tuple(3.0 / (2 * n + 1) for n in range(11, 1, -1))  # the same, from s**5 on, times 3/2

_HIGH_BITS = np.int64(-(1 << 27))  # keeps sign, exponent and the first 26 bits of a float64
_PIECE = 8192  # elements worked on at a time, so that the passes stay in the processor's cache


def elementwise(core: Callable[..., FloatArray], *values: npt.ArrayLike) -> FloatArray:
    """Broadcast, flatten, work piece by piece, and give back the shape (a number for no axes)."""
    arrays = np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in values))
    flat = [array.ravel() for array in arrays]
    out = np.empty(flat[0].size, dtype=np.float64)
    with np.errstate(all="ignore"):
        for start in range(0, out.size, _PIECE):
            piece = slice(start, start + _PIECE)
            out[piece] = core(*(array[piece] for array in flat))
    result: FloatArray = out.reshape(arrays[0].shape)[()]
    return result


def _series(x: FloatArray, coefficients: Sequence[float]) -> FloatArray:
    """Return a polynomial by Horner's rule, highest power first."""
    total = np.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        total *= x
        total += coefficient
    return total


def _times_power_of_two(x: FloatArray, k: IntArray) -> FloatArray:
    """Return x * 2**k, rounded once. Not ldexp of the whole: some C libraries round that wrongly near 0."""
    first = k // 2
    result: FloatArray = np.ldexp(x, first) * np.ldexp(1.0, k - first)
    return result


def _exp_parts(x: FloatArray, low: FloatArray | float = 0.0) -> tuple[FloatArray, FloatArray, IntArray]:
    """Return r, rest, k: exp(x + low) = (1 + r + rest) * 2**k, |r| at most 0.35; low is tiny beside x."""
    inside = np.clip(x, *_EXP_BOUNDS)
    # fmax gives nan a whole number to stand on; the remainder still carries the nan
    whole = np.rint(np.fmax(inside * _PER_LN2, -1080.0))
    high = inside - whole * _LN2_HIGH
    correction = low - whole * _LN2_LOW
    r = high + correction
    rest: FloatArray = r * r * _series(r, _EXP_SERIES) + ((high - r) + correction)
    return r, rest, whole.astype(np.int32)


def _scaled_exp(r: FloatArray, rest: FloatArray, k: IntArray) -> FloatArray:
    total = 1.0 + r
    return _times_power_of_two(total + ((r - (total - 1.0)) + rest), k)


def exp(x: FloatArray) -> FloatArray:
    """Return e to the power x."""
    return _scaled_exp(*_exp_parts(x))


def expm1(x: FloatArray) -> FloatArray:
    """Return e to the power x, less 1."""
    r, rest, k = _exp_parts(x)
    # beyond 2**60 the 1 taken off is no longer seen, and 2**k on its own could overflow
    near = np.minimum(k, 60)
    small = np.ldexp(r + rest, near) + (np.ldexp(1.0, near) - 1.0)
    return np.where(k > 60, _scaled_exp(r, rest, k), small)


def _mantissa(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return f and k with x = (1 + f) * 2**k and 1 + f from sqrt(1/2) to sqrt(2); x above 0 and finite."""
    fraction, exponent = np.frexp(x)
    below = fraction < _SQRT_HALF
    return np.where(below, 2.0 * fraction, fraction) - 1.0, (exponent - below).astype(np.float64)


def log(x: FloatArray) -> FloatArray:
    """Return the natural logarithm."""
    usable = (x > 0.0) & (x < np.inf)
    f, k = _mantissa(np.where(usable, x, 1.0))
    # log(1 + f) = f - (h - s * (h + R)), h = f**2 / 2, s = f / (2 + f): f is exact, the rest small
    s = f / (2.0 + f)
    square = s * s
    h = 0.5 * f * f
    rest = s * (h + square * _series(square, _LOG_SERIES))
    value = k * _LN2_HIGH - ((h - (rest + k * _LN2_LOW)) - f)
    return np.where(usable, value, _log_limit(x))


def _log_limit(x: FloatArray) -> FloatArray:
    """Return the logarithm where x is 0, inf, negative or nan."""
    return np.where(x == 0.0, -np.inf, np.where(x == np.inf, np.inf, np.nan))


def log1p(x: FloatArray) -> FloatArray:
    """Return the natural logarithm of 1 + x: that of the rounded sum, and what rounding took."""
    total = 1.0 + x
    lost = np.where(x < 1.0, x - (total - 1.0), 1.0 - (total - x))
    inside = (x > -1.0) & (x < np.inf)
    return log(total) + np.where(inside, lost / total, 0.0)


def logistic(x: FloatArray) -> FloatArray:
    """Return 1 / (1 + exp(-x)), from the exponential that cannot overflow."""
    odds = exp(-np.abs(x))
    return np.where(x < 0.0, odds, 1.0) / (1.0 + odds)


def logit(chance: FloatArray) -> FloatArray:
    """Return log(chance / (1 - chance)), from the lesser of chance and 1 - chance."""
    lesser = np.where(chance > 0.5, 1.0 - chance, chance)
    far = log(lesser / (1.0 - lesser))
    near = log1p((2.0 * lesser - 1.0) / (1.0 - lesser))  # keeps the digits where the odds are about even
    value = np.where(lesser < 0.25, far, near)
    return np.where(chance > 0.5, -value, value)


def convert_rate(rate: FloatArray, years: FloatArray) -> FloatArray:
    """Return 1 - (1 - rate) ** years."""
    by_length = [
        (years == 0.0, np.zeros_like(rate)),
        (years == 0.5, rate / (1.0 + np.sqrt(1.0 - rate))),
        (years == 1.0, rate),
        (years == 2.0, rate * (2.0 - rate)),
    ]
    general = -expm1(years * log1p(-rate))
    return np.select([length for length, _ in by_length], [value for _, value in by_length], general)


_EASY_POWERS: tuple[tuple[float, Callable[[FloatArray], FloatArray]], ...] = (
    (-1.0, lambda base: 1.0 / base),
    (0.0, np.ones_like),
    (0.5, np.sqrt),
    (1.0, np.positive),
    (2.0, np.square),
)


def power(base: FloatArray, exponent: FloatArray) -> FloatArray:
    """Return base ** exponent, the easy exponents apart."""
    allowed = np.where(base < 0.0, np.nan, base + 0.0)
    result = np.empty_like(base)
    hard = np.ones(base.shape, dtype=np.bool_)
    for easy_exponent, easy_power in _EASY_POWERS:
        easy = exponent == easy_exponent
        if easy.any():
            result[easy] = easy_power(allowed[easy])
            hard &= ~easy
    if hard.any():
        result[hard] = _hard_power(allowed[hard], exponent[hard])
    return result


def _hard_power(base: FloatArray, exponent: FloatArray) -> FloatArray:
    usable = (base > 0.0) & (base < np.inf)
    high, low = _log_pair(np.where(usable, base, 1.0))
    bounded = np.clip(exponent, *_EXPONENT_BOUNDS)
    product, lost = _product(high, bounded)
    lost = lost + low * bounded
    # beyond the bounds of exp the low part of a huge product is no longer small
    value = _scaled_exp(*_exp_parts(product, np.where(np.abs(product) < 800.0, lost, 0.0)))
    limit = np.where((base == 0.0) == (exponent > 0.0), 0.0, np.inf)
    result = np.where(usable, value, limit)
    return np.where(np.isnan(base) | np.isnan(exponent), np.nan, result)


def _product(a: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return a * b and what rounding took from it (Dekker's product; halves of 26 and 27 bits)."""
    value = a * b
    a_high = (a.view(np.int64) & _HIGH_BITS).view(np.float64)
    b_high = (b.view(np.int64) & _HIGH_BITS).view(np.float64)
    a_low = a - a_high
    b_low = b - b_high
    lost: FloatArray = (((a_high * b_high - value) + a_high * b_low) + a_low * b_high) + a_low * b_low
    return value, lost


def _log_pair(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the logarithm of x, above 0 and finite, as a sum of two numbers with about 65 good bits.

    log(1 + f) = 2/3 * s * (3 + s**2 + tail), s = f / (2 + f): only the tail, small beside 3, is in one part.
    """
    f, k = _mantissa(x)
    below = 2.0 + f
    s = f / below
    value, lost = _product(s, below)
    s_low = (((f - value) - lost) - s * (f - (below - 2.0))) / below
    square, square_low = _product(s, s)
    square_low = square_low + 2.0 * s * s_low
    tail = square * square * _series(square, _LOG_PAIR_SERIES)
    sum_two = 3.0 + square
    bracket = sum_two + tail
    bracket_low = (tail - (bracket - sum_two)) + (square - (sum_two - 3.0)) + square_low
    value, lost = _product(s, bracket)
    value_low = lost + (s * bracket_low + s_low * bracket)
    third, lost = _product(value, np.full_like(value, _TWO_THIRDS[0]))
    third_low = lost + (value * _TWO_THIRDS[1] + value_low * _TWO_THIRDS[0])
    whole = k * _LN2_HIGH
    high = whole + third
    low = (third - (high - whole)) + (third_low + k * _LN2_LOW)
    total: FloatArray = high + low
    return total, low - (total - high)
