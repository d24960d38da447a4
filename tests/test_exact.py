"""The elementary functions: near to the truth, sound at the edges, and the same bits everywhere."""

from __future__ import annotations

import hashlib
import math
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from decimal import Context, Decimal
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame import exact
from wargame.dice import Dice

Array = npt.NDArray[np.float64]
INF, NAN = math.inf, math.nan
EXACTLY = Context(prec=60, Emin=-99_999_999, Emax=99_999_999)

# The bits of the functions and of the dice on the grids below. They move with the arithmetic, and only then:
# a new digest means a new engine number, and records that an older release must replay.
GOLDEN_FUNCTIONS = "238cca348f69802bb5a30dc223c351bd413c84899b66cf54e0ed53acf702325d"
GOLDEN_DICE = "e5898bfdb2fd02bce00bed067ee7b8f5d2d295229823893e9113afe7dbf2b7bf"

# The second line has the names of NumPy before 2.4; unknown names only warn.
PROCESSORS = (
    "X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
    "AVX2 FMA3 AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL AVX512_SPR",
    "X86_V4 AVX512_ICL AVX512_SPR",
)


def grid(low: float, high: float, count: int = 4001) -> Array:
    """Return numbers from low to high by an odd step: a wide range without a generator."""
    return low + (high - low) * (np.arange(count) / (count - 1.0))


def digest(*arrays: Array) -> str:
    return hashlib.sha256(b"".join(array.astype("<f8").tobytes() for array in arrays)).hexdigest()


def digest_of_functions() -> str:
    wide, near, chance = grid(-740.0, 709.0), grid(-0.9, 0.9), grid(0.0, 1.0)
    sizes = exact.exp(grid(-700.0, 700.0))
    return digest(
        exact.exp(wide),
        exact.expm1(near),
        exact.log(sizes),
        exact.log1p(near),
        exact.logistic(grid(-40.0, 40.0)),
        exact.logit(chance),
        exact.power(sizes, near),
        exact.power(chance, grid(0.01, 5.0)),
        exact.convert_rate(chance, grid(0.1, 3.0)),
    )


def digest_of_dice() -> str:
    dice = Dice(seed=20_221_216, first_replicate=3, replicates=500)
    draws = dice.uniform("growth.shock", ["AUS", "JPN", "USA"], turn=5, per_entity=14)
    return digest(draws, exact.normal(draws[..., :12]), exact.student_t4(draws))


def worst_error(got: Array, true: list[Decimal]) -> float:
    """Return the largest distance from the truth in units of the last place."""
    errors = [
        abs(Decimal(value) - truth) / Decimal(math.ulp(float(truth)))
        for value, truth in zip(got.tolist(), true, strict=True)
    ]
    return float(max(errors))


def decimals(values: Array) -> list[Decimal]:
    return [Decimal(value) for value in values.tolist()]


@pytest.mark.parametrize("bounds", [(-708.0, 709.7), (-40.0, 40.0), (-1.0, 1.0), (-1e-6, 1e-6)])
def test_exp_is_within_one_unit_of_the_truth(bounds: tuple[float, float]) -> None:
    x = grid(*bounds)
    assert worst_error(exact.exp(x), [EXACTLY.exp(value) for value in decimals(x)]) < 0.75


@pytest.mark.parametrize("bounds", [(-708.0, 709.7), (-1.0, 1.0)])
def test_exp_is_within_two_units_of_the_c_library(bounds: tuple[float, float]) -> None:
    x = grid(*bounds)
    expected = np.array([math.exp(value) for value in x.tolist()])
    assert np.all(np.abs(exact.exp(x) - expected) <= 2 * np.spacing(expected))


@pytest.mark.parametrize("x", [np.exp2(grid(-1020.0, 1020.0)), grid(0.4, 3.0), grid(1 - 1e-6, 1 + 1e-6)])
def test_log_is_within_one_unit_of_the_truth_and_two_of_the_c_library(x: Array) -> None:
    expected = np.array([math.log(value) for value in x.tolist()])
    assert np.all(np.abs(exact.log(x) - expected) <= 2 * np.spacing(np.abs(expected)))
    assert worst_error(exact.log(x), [EXACTLY.ln(value) for value in decimals(x)]) < 0.9


def test_expm1_and_log1p_keep_their_digits_near_zero() -> None:
    x = np.concatenate([grid(-0.7, 1.5), grid(-1e-9, 1e-9)])
    grown = [EXACTLY.subtract(EXACTLY.exp(value), Decimal(1)) for value in decimals(x)]
    logs = [EXACTLY.ln(EXACTLY.add(value, Decimal(1))) for value in decimals(x)]
    assert worst_error(exact.expm1(x), grown) < 2
    assert worst_error(exact.log1p(x), logs) < 2


def test_logistic_and_logit_are_within_three_units_of_the_truth() -> None:
    x = grid(-30.0, 30.0)
    truth = [EXACTLY.divide(Decimal(1), Decimal(1) + EXACTLY.exp(-value)) for value in decimals(x)]
    assert worst_error(exact.logistic(x), truth) < 3
    chance = grid(0.001, 0.999)
    odds = [EXACTLY.divide(value, EXACTLY.subtract(Decimal(1), value)) for value in decimals(chance)]
    assert worst_error(exact.logit(chance), [EXACTLY.ln(value) for value in odds]) < 3


@pytest.mark.parametrize(
    ("base", "exponent"),
    [
        (grid(0.001, 3.0), grid(-5.3, 5.1)),
        (grid(0.5, 2.0), grid(-990.0, 990.0)),
        (grid(1 - 1e-3, 1 + 1e-3), grid(-6e5, 6e5)),
        (np.exp2(grid(-1000.0, 1000.0)), np.full(4001, 0.73)),
        (grid(0.01, 1.0), np.full(4001, 150.0)),
    ],
)
def test_power_is_within_one_unit_of_the_truth(base: Array, exponent: Array) -> None:
    truth = [
        EXACTLY.exp(EXACTLY.multiply(power, EXACTLY.ln(value)))
        for value, power in zip(decimals(base), decimals(exponent), strict=True)
    ]
    assert worst_error(exact.power(base, exponent), truth) < 1


@pytest.mark.parametrize("exponent", [-1.0, 0.0, 0.5, 1.0, 2.0])
def test_easy_exponents_are_exact_and_meet_the_hard_way(exponent: float) -> None:
    base = np.array([0.1, 0.7, 1.0, 3.0, 1e200])
    plain = {-1.0: 1 / base, 0.0: base**0, 0.5: np.sqrt(base), 1.0: base, 2.0: base[:4] * base[:4]}
    easy = exact.power(base, exponent)
    assert np.array_equal(easy[: plain[exponent].size], plain[exponent])
    hard = exact.power(base[:4], np.nextafter(exponent, 9.0))
    assert np.all(np.abs(hard - easy[:4]) <= 8 * np.spacing(easy[:4]))


@pytest.mark.parametrize(
    ("function", "x", "expected"),
    [
        (exact.exp, [0.0, -INF, INF, 710.0, -746.0, -745.0, NAN], [1.0, 0.0, INF, INF, 0.0, 5e-324, NAN]),
        (exact.expm1, [0.0, -INF, INF, -40.0, 710.0, NAN], [0.0, -1.0, INF, -1.0, INF, NAN]),
        (exact.log, [1.0, 0.0, -0.0, INF, -1.0, -INF, NAN], [0.0, -INF, -INF, INF, NAN, NAN, NAN]),
        (exact.log, [5e-324, sys.float_info.max], [math.log(5e-324), math.log(sys.float_info.max)]),
        (exact.log1p, [0.0, -1.0, -2.0, INF, 5e-324, NAN], [0.0, -INF, NAN, INF, 5e-324, NAN]),
        (exact.logistic, [0.0, -INF, INF, -800.0, 800.0, NAN], [0.5, 0.0, 1.0, 0.0, 1.0, NAN]),
        (exact.logit, [0.5, 0.0, 1.0, -0.1, 1.1, NAN], [0.0, -INF, INF, NAN, NAN, NAN]),
    ],
)
def test_special_values(function: Callable[[object], Array], x: list[float], expected: list[float]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.array_equal(function(x), np.array(expected), equal_nan=True)


@pytest.mark.parametrize("base", [0.0, 0.5, 1.0, 2.0, INF, NAN])
@pytest.mark.parametrize("exponent", [-INF, -1e300, -3.0, -1.0, 0.0, 0.5, 1.0, 3.0, 1e300, INF])
def test_power_takes_special_values_as_the_c_library_does(base: float, exponent: float) -> None:
    expected = INF if base == 0.0 and exponent < 0.0 else c_power(base, exponent)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.array_equal(exact.power(base, exponent), expected, equal_nan=True)


def c_power(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return INF


def test_power_of_a_negative_base_is_nan_and_of_an_unknown_exponent_too() -> None:
    assert np.isnan(exact.power(-2.0, [-1.0, 1.0, 1.5, 2.0])).all()
    assert np.isnan(exact.power([0.0, 0.5, INF], NAN)).all()


def test_exp_rounds_gently_into_the_smallest_numbers() -> None:
    x = grid(-745.0, -708.5, 501)
    expected = np.array([math.exp(value) for value in x.tolist()])
    assert np.all(np.abs(exact.exp(x) - expected) <= 2 * np.spacing(expected))


@pytest.mark.parametrize("function", [exact.exp, exact.log, exact.logistic, lambda x: exact.power(x, 1.3)])
def test_shapes_are_kept_and_a_number_gives_a_number(function: Callable[[object], Array]) -> None:
    assert isinstance(function(1), np.float64)
    assert isinstance(function(np.array(2.0)), np.float64)
    assert function(np.ones((2, 0, 3))).shape == (2, 0, 3)
    assert function(np.ones((2, 1, 3), dtype=np.float32)).dtype == np.float64
    assert function([[1.0, 2.0]]).shape == (1, 2)


def test_power_broadcasts() -> None:
    assert exact.power(np.ones((4, 1, 3)), np.ones((2, 1))).shape == (4, 2, 3)


@pytest.mark.parametrize("function", [exact.exp, exact.log, exact.logistic, lambda x: exact.power(x, x)])
def test_a_number_is_the_same_alone_and_in_a_block_of_any_layout(function: Callable[[object], Array]) -> None:
    block = Dice(seed=1, replicates=9000).uniform("block", ["a", "b", "c"], turn=0) * 4.0
    whole = function(block)
    assert np.array_equal(function(block[::-7, 1]), whole[::-7, 1])
    assert np.array_equal(function(np.asfortranarray(block)), whole)
    assert all(function(block[row, 2]) == whole[row, 2] for row in range(0, 9000, 1000))


def test_normal_has_the_moments_it_claims() -> None:
    z = exact.normal(Dice(seed=2, replicates=40_000).uniform("moments", ["a"], 0, per_entity=12))
    assert z.mean() == pytest.approx(0.0, abs=0.02)
    assert (z**2).mean() == pytest.approx(1.0, abs=0.03)
    assert (z**4).mean() == pytest.approx(2.9, abs=0.15)


def test_normal_does_not_feel_the_layout_of_its_draws() -> None:
    u = Dice(seed=3, replicates=100).uniform("layout", ["a", "b"], 0, per_entity=12)
    assert np.array_equal(exact.normal(np.asfortranarray(u)), exact.normal(u))
    assert exact.normal(u[7, 1]) == exact.normal(u)[7, 1]


def test_student_t4_has_the_quantiles_of_the_distribution() -> None:
    t = exact.student_t4(Dice(seed=4, replicates=40_000).uniform("tails", ["a"], 0, per_entity=14))
    for quantile, share in [(-2.7764, 0.025), (-1.5332, 0.10), (0.0, 0.50), (1.5332, 0.90), (2.7764, 0.975)]:
        assert (t < quantile).mean() == pytest.approx(share, abs=0.008)


@pytest.mark.parametrize("u", [0.0, float(np.nextafter(1.0, 0.0))])
def test_draws_at_the_ends_stay_finite(u: float) -> None:
    assert np.isfinite(exact.normal(np.full(12, u)))
    assert np.isfinite(exact.student_t4(np.full(14, u)))


@pytest.mark.parametrize("shape", [(), (3,), (12, 3)])
def test_a_wrong_count_of_draws_is_refused_with_the_right_one(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="per_entity=12"):
        exact.normal(np.zeros(shape))
    with pytest.raises(ValueError, match="per_entity=14"):
        exact.student_t4(np.zeros(shape))


def test_lognormal_has_the_mean_and_the_spread_asked_for() -> None:
    median, sigma = exact.lognormal_parameters(3.0, 1.2)
    assert median * math.exp(sigma**2 / 2) == pytest.approx(3.0, rel=1e-12)
    assert 3.0 * math.sqrt(math.expm1(sigma**2)) == pytest.approx(1.2, rel=1e-12)
    z = exact.normal(Dice(seed=5, replicates=40_000).uniform("cost", ["a"], 0, per_entity=12))
    draws = exact.lognormal(3.0, 1.2, z)
    assert draws.mean() == pytest.approx(3.0, rel=0.01)
    assert draws.std() == pytest.approx(1.2, rel=0.03)


def test_a_certain_lognormal_is_its_mean() -> None:
    assert np.array_equal(exact.lognormal([1.0, 2.5], 0.0, 4.0), [1.0, 2.5])


RATES = st.floats(min_value=0.0, max_value=1.0)


@given(RATES)
def test_a_turn_of_one_year_keeps_the_rate_to_the_bit(rate: float) -> None:
    assert exact.convert_rate(rate, 1.0) == rate


@given(RATES)
def test_two_half_years_lose_what_one_year_loses(rate: float) -> None:
    half = float(exact.convert_rate(rate, 0.5))
    assert half == pytest.approx(1 - math.sqrt(1 - rate), abs=1e-12)
    assert 1 - (1 - half) ** 2 == pytest.approx(rate, abs=1e-15)


@given(RATES, st.floats(min_value=0.0, max_value=50.0))
def test_rate_and_decay_add_up_to_one(rate: float, years: float) -> None:
    lost, left = float(exact.convert_rate(rate, years)), float(exact.decay(rate, years))
    assert 0.0 <= lost <= 1.0
    assert lost + left == pytest.approx(1.0, abs=1e-14)


def test_conversion_is_smooth_where_the_short_ways_meet_the_general_one() -> None:
    for years in (0.5, 1.0, 2.0):
        beside = exact.convert_rate([1e-12, 0.08, 0.9], np.nextafter(years, 9.0))
        assert beside == pytest.approx(exact.convert_rate([1e-12, 0.08, 0.9], years), rel=1e-14)


def test_no_time_loses_nothing_and_a_sure_loss_is_sure() -> None:
    assert np.array_equal(exact.convert_rate([0.0, 0.3, 1.0], 0.0), [0.0, 0.0, 0.0])
    assert np.array_equal(exact.convert_rate(1.0, [0.3, 0.5, 1.0, 2.0, 3.0]), np.ones(5))


@given(st.lists(st.floats(min_value=-1e4, max_value=1e4), min_size=1, max_size=30))
def test_grained_numbers_sum_the_same_in_any_order(values: list[float]) -> None:
    grained = exact.grain(values, 2.0**-32)
    assert np.all(np.abs(grained - values) <= 2.0**-33)
    assert math.fsum(grained) == sum(grained.tolist()) == sum(grained.tolist()[::-1])


def test_grain_rounds_halves_to_even_and_has_no_negative_zero() -> None:
    grained = exact.grain([-0.125, 0.125, 0.375, -0.0, -0.01], 0.25)
    assert np.array_equal(grained, [0.0, 0.0, 0.5, 0.0, 0.0])
    assert not np.signbit(grained).any()


@pytest.mark.parametrize("size", [0.0, 0.1, 3.0, -0.25, INF, NAN])
def test_a_grain_that_is_no_power_of_two_is_refused(size: float) -> None:
    with pytest.raises(ValueError, match="power of two"):
        exact.grain(1.0, size)


def test_the_bits_are_those_of_every_other_machine() -> None:
    assert digest_of_functions() == GOLDEN_FUNCTIONS
    assert digest_of_dice() == GOLDEN_DICE


@pytest.mark.parametrize("disabled", PROCESSORS)
def test_the_bits_do_not_move_with_the_processor(disabled: str) -> None:
    root = Path(__file__).resolve().parents[1]
    environment = os.environ | {"NPY_DISABLE_CPU_FEATURES": disabled, "PYTHONPATH": str(root)}
    told = subprocess.run(
        [sys.executable, "-W", "ignore", __file__],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    assert told.stdout.split() == [digest_of_functions(), digest_of_dice()]


if __name__ == "__main__":  # the test above runs this file under another processor setting
    print(digest_of_functions(), digest_of_dice())
