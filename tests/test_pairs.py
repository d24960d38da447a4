"""Paired differences: intervals that hold what they promise, verdicts that are not jumped to, plain words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from wargame.arrays import Array
from wargame.dice import Dice
from wargame.ensemble.intervals import Z, t_of
from wargame.faults import WargameError
from wargame.forecast import NO_DIFFERENCE, Comparison
from wargame.forecast.pairs import compare_pairs, holm, z_of
from wargame.outcomes import Outcome

# -- statistics -------------------------------------------------------------------------------------------


def coverage(first: Array, second: Array, truth: float, yes_no: bool) -> float:
    """Return the share of studies, one a row, whose interval holds the true difference."""
    told = compare_pairs(first, second, np.full(len(first), yes_no))
    return float(((told.low <= truth + 1e-12) & (told.high >= truth - 1e-12)).mean())


@pytest.mark.parametrize("pairs", [20, 60, 500])
@pytest.mark.parametrize(("up", "down"), [(0.0, 0.0), (0.01, 0.0), (0.03, 0.03), (0.2, 0.05), (0.3, 0.3)])
def test_intervals_of_yes_and_no_hold_the_true_difference(pairs: int, up: float, down: float) -> None:
    u = Dice(11, 0, 1500).uniform("study", [f"{up} {down} {pairs}"], 1, pairs)[:, 0]
    first, second = (u < up).astype(np.float64), ((u >= up) & (u < up + down)).astype(np.float64)

    assert coverage(first, second, up - down, True) >= 0.935


@pytest.mark.parametrize("pairs", [10, 60, 500])
@pytest.mark.parametrize("share", [0.02, 0.1, 0.5, 1.0])
def test_no_difference_is_told_of_where_there_is_none_though_few_pairs_differ(
    pairs: int, share: float
) -> None:
    u = Dice(12, 0, 1500).uniform("study", [f"{share} {pairs}"], 1, pairs * 3).reshape(-1, pairs, 3)
    apart = np.where(u[..., 0] < share, u[..., 1] + u[..., 2] - 1.0, 0.0)

    assert coverage(apart, np.zeros_like(apart), 0.0, False) >= 0.935


def test_few_pairs_that_differ_all_one_way_are_not_yet_a_difference() -> None:
    def detected(differing: int, pairs: int, yes_no: bool) -> bool:
        first = np.zeros((1, pairs))
        first[0, :differing] = 1.0
        return bool(compare_pairs(first, np.zeros((1, pairs)), np.array([yes_no])).low[0] > 0.0)

    for yes_no in (True, False):
        assert [detected(k, 500, yes_no) for k in (1, 3, 5)] == [False] * 3
        assert detected(9, 500, yes_no)


@pytest.mark.parametrize("pairs", [20, 60, 500])
def test_no_differing_pair_leaves_room_for_a_difference_of_three_in_as_many(pairs: int) -> None:
    zeros = np.zeros((1, pairs))
    told = compare_pairs(zeros, zeros, np.array([True]))

    assert told.low[0] < 0.0 < told.high[0]
    assert told.high[0] == pytest.approx(3.0 / pairs, rel=0.2)
    assert (told.p[0], told.equal[0]) == (1.0, 1.0)


def test_t_and_normal_values_agree_with_tables() -> None:
    freedom = np.array([4.0, 10.0, 30.0, 120.0])

    assert t_of(Z, freedom) == pytest.approx([2.776, 2.228, 2.042, 1.980], rel=0.005)
    assert z_of(t_of(1.3, freedom), freedom) == pytest.approx(np.full(4, 1.3))
    assert z_of(t_of(-2.2, freedom), freedom) == pytest.approx(np.full(4, -2.2))


def test_looking_at_many_outcomes_together_finds_no_more_than_one_would() -> None:
    u = Dice(13, 0, 300).uniform("study", ["many"], 1, 20 * 40).reshape(300, 20, 40)
    apart = np.where(np.arange(20)[:, None] < 15, u - 0.5, 0.0)
    alone = together = 0
    for study in apart:
        told = compare_pairs(study, np.zeros_like(study), np.zeros(20, dtype=np.bool_))
        alone += bool((told.p <= 0.05).any())
        together += bool((holm(told.p, told.equal < 1.0) <= 0.05).any())

    assert alone > 100
    assert together <= 0.08 * 300


def test_holm_needs_something_that_could_differ() -> None:
    assert holm(np.array([1.0, 1.0]), np.array([False, False])).tolist() == [1.0, 1.0]


# -- words ------------------------------------------------------------------------------------------------


def made(name: str, unit: str, apart: Sequence[float], planned: int = 0, seat: str = "JPN") -> Comparison:
    """Return a comparison of one outcome with these differences, against nothing."""
    values = np.stack([np.asarray(apart, dtype=np.float64), np.zeros(len(apart))])[None]
    row = Outcome(name, unit, -100, 100, "invented", "")
    return Comparison(seat, 1, 8, ("draft", "hold"), "hold", (row,), values, planned or len(apart))


WORDS = [
    (
        "score:JPN",
        "points",
        [11.0 + 4.0 * (-1) ** k * (k % 5) for k in range(60)],
        "likely better, by 8 to 14 points",
    ),
    ("score:JPN", "points", [-2.0 - 0.01 * (k % 2) for k in range(60)], "likely worse, by about 2.0 points"),
    ("tension:strait", "points", [-3.0 - (k % 4) for k in range(60)], "likely lower, by 4.2 to 4.8 points"),
    ("fielded:railgun", "share", [1.0] * 30 + [0.0] * 70, "likely higher, by 20 to 39 percentage points"),
    ("objectives:JPN", "count", [1.0, 0.0, 0.0] * 20, "likely better, by 0.2 to 0.5 objectives"),
    ("threat:JPN", "share", [0.0] * 40, f"{NO_DIFFERENCE}: all 40 pairs came out the same"),
    (
        "cohesion:quad",
        "index",
        [0.0034 + 0.0001 * (k % 2) for k in range(60)],
        "likely higher, by less than 0.01 index points",
    ),
    (
        "cohesion:quad",
        "index",
        [0.00002, -0.00002] * 30,
        f"{NO_DIFFERENCE}; 0.01 index points or more would likely have shown",
    ),
    (
        "tension:strait",
        "points",
        [3.0, -3.0] * 30,
        f"{NO_DIFFERENCE}; 1 points or more would likely have shown",
    ),
]


@pytest.mark.parametrize(("name", "unit", "apart", "words"), WORDS)
def test_what_may_be_said_is_said_in_plain_words(
    name: str, unit: str, apart: list[float], words: str
) -> None:
    assert made(name, unit, apart).words(name) == words


def test_better_and_worse_are_told_to_the_seat_alone_and_only_of_its_aims() -> None:
    apart = [1.0 + 0.1 * (k % 3) for k in range(40)]

    assert "likely higher" in made("score:JPN", "points", apart, seat="").words("score:JPN")
    assert "likely higher" in made("spending:JPN", "bn USD", apart).words("spending:JPN")
    assert (
        made("score:JPN", "points", apart, planned=90).words("score:JPN").startswith("so far: likely better")
    )


def test_an_outcome_or_arm_that_is_not_compared_is_told() -> None:
    told = made("score:JPN", "points", [1.0, 2.0])

    with pytest.raises(WargameError, match="Did you mean 'score:JPN'"):
        told.words("score:JPM")
    with pytest.raises(WargameError, match="Did you mean 'draft'"):
        told.words("score:JPN", "drafts")
    with pytest.raises(WargameError, match="There is no outcome"):
        told.differences(["x"])


def test_the_table_of_arms_tells_means_spread_and_monte_carlo_error() -> None:
    told = made("fielded:railgun", "share", [0.0] * 50).table()
    wide = made("tension:strait", "points", list(range(101))).table().iloc[0]

    assert (told["mean"] == 0.0).all()
    assert 0.01 < told["error"].iloc[0] < 0.04
    assert [wide[f"{mark} %"] for mark in (5, 25, 50, 75, 95)] == [5.0, 25.0, 50.0, 75.0, 95.0]
    assert wide["error"] == pytest.approx(np.std(range(101), ddof=1) / np.sqrt(101))
