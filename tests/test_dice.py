"""The dice: every draw hangs on its name alone."""

from __future__ import annotations

import hashlib
import pickle

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.dice import NEVER, Dice, DiceLike, RuledDice, fresh

Array = npt.NDArray[np.float64]

NATIONS = ["AUS", "JPN", "KOR", "PHL", "USA"]
SEEDS = st.integers(min_value=-(2**70), max_value=2**70)
WIDTHS = st.none() | st.integers(min_value=1, max_value=15)
TURNS = st.integers(min_value=0, max_value=200)


def flat(dice: DiceLike, rule: str = "rule", entity: str = "AUS", turn: int = 1, width: int = 12) -> Array:
    return dice.uniform(rule, [entity], turn, width).ravel()


def test_axes_and_range() -> None:
    dice = Dice(seed=1, replicates=6)
    assert dice.uniform("rule", NATIONS, 0).shape == (6, 5)
    assert dice.uniform("rule", NATIONS, 0, per_entity=1).shape == (6, 5, 1)
    assert dice.uniform("rule", NATIONS, 0, per_entity=7).shape == (6, 5, 7)
    assert dice.uniform("rule", [], 0, per_entity=7).shape == (6, 0, 7)
    draws = dice.uniform("rule", NATIONS, 0, per_entity=100)
    assert draws.dtype == np.float64
    assert draws.min() >= 0.0
    assert draws.max() <= NEVER < 1.0


@given(SEEDS, WIDTHS, TURNS, st.integers(0, 10**12), st.integers(0, 8))
def test_a_row_alone_is_that_row_of_a_block(
    seed: int, width: int | None, turn: int, first: int, row: int
) -> None:
    block = Dice(seed, first, 9)
    whole = block.uniform("rule", NATIONS, turn, width)
    alone = Dice(seed, first + row, 1).uniform("rule", NATIONS, turn, width)
    assert np.array_equal(alone[0], whole[row])
    assert np.array_equal(block.rows(row, 9).uniform("rule", NATIONS, turn, width), whole[row:])


@given(st.permutations(NATIONS), st.integers(1, 5), WIDTHS)
def test_a_draw_does_not_feel_the_other_entities(order: list[str], count: int, width: int | None) -> None:
    dice = Dice(seed=3, replicates=4)
    some = dice.uniform("rule", order[:count], 2, width)
    every = dice.uniform("rule", NATIONS, 2, width)
    assert all(np.array_equal(some[:, i], every[:, NATIONS.index(order[i])]) for i in range(count))


def test_a_draw_does_not_feel_what_was_drawn_before() -> None:
    dice = Dice(seed=4, replicates=3)
    first = dice.uniform("second rule", NATIONS, 5)
    dice.uniform("first rule", NATIONS, 5, per_entity=9)
    dice.uniform("second rule", NATIONS, 4)
    assert np.array_equal(dice.uniform("second rule", NATIONS, 5), first)


def test_one_draw_is_the_first_of_an_axis_of_one() -> None:
    dice = Dice(seed=5, replicates=3)
    assert np.array_equal(dice.uniform("r", NATIONS, 1), dice.uniform("r", NATIONS, 1, per_entity=1)[..., 0])


def test_every_part_of_the_name_counts() -> None:
    base = flat(Dice(7, 0, 50))
    others = [
        flat(Dice(8, 0, 50)),
        flat(Dice(-7, 0, 50)),
        flat(Dice(7, 50, 50)),
        flat(Dice(7, 0, 50), rule="rules"),
        flat(Dice(7, 0, 50), entity="JPN"),
        flat(Dice(7, 0, 50), turn=2),
    ]
    everything = np.concatenate([base, *others])
    assert np.unique(everything).size == everything.size
    for other in others:
        assert abs(np.corrcoef(base, other)[0, 1]) < 0.15


def test_names_do_not_run_together() -> None:
    dice = Dice(seed=1, replicates=2)
    assert not np.array_equal(flat(dice, rule="ab", entity="c"), flat(dice, rule="a", entity="bc"))
    assert not np.array_equal(flat(Dice(1, 0, 2), rule="2x"), flat(Dice(12, 0, 2), rule="x"))


def test_turns_do_not_overlap() -> None:
    dice = Dice(seed=9, replicates=100)
    turns = np.concatenate([flat(dice, turn=turn, width=20) for turn in range(25)])
    assert np.unique(turns).size == turns.size == 50_000
    far = Dice(seed=9, first_replicate=2**40, replicates=100)
    assert not np.isin(flat(far, turn=0), turns).any()


def test_the_place_in_the_stream_is_the_one_written_down() -> None:
    parts = b"".join(len(text).to_bytes(4, "little") + text for text in (b"11", b"gate", b"AUS"))
    digest = hashlib.blake2b(parts, digest_size=16, person=b"wargame draw").digest()
    stream = np.random.Philox(key=int.from_bytes(digest, "little"), counter=[0, 0, 3, 0])
    stream.advance(2 * 5)  # five draws take two blocks a replicate; five replicates come before
    expected = np.random.Generator(stream).random((3, 8))[:, :5]
    draws = Dice(seed=11, first_replicate=5, replicates=3).uniform("gate", ["AUS"], 3, per_entity=5)
    assert np.array_equal(draws[:, 0], expected)


@pytest.mark.parametrize("width", [1, 3, 4])
def test_draws_are_uniform(width: int) -> None:
    draws = Dice(seed=12, replicates=40_000 // width).uniform("rule", ["AUS", "JPN"], 0, width).ravel()
    counts = np.histogram(draws, bins=100, range=(0.0, 1.0))[0]
    expected = draws.size / 100
    chi_square = ((counts - expected) ** 2 / expected).sum()
    assert 60.0 < chi_square < 149.0  # 99 degrees of freedom: outside once in a thousand seeds
    assert abs(np.corrcoef(draws[:-1], draws[1:])[0, 1]) < 0.015


@pytest.mark.parametrize(("start", "stop"), [(-1, 2), (2, 2), (3, 2), (0, 6)])
def test_rows_outside_the_block_are_refused(start: int, stop: int) -> None:
    with pytest.raises(ValueError, match="block of 5"):
        Dice(seed=1, replicates=5).rows(start, stop)


def test_mistakes_are_told() -> None:
    with pytest.raises(ValueError, match="count from 0"):
        Dice(seed=1, first_replicate=-1)
    with pytest.raises(ValueError, match="at least 1"):
        Dice(seed=1, replicates=0)
    with pytest.raises(ValueError, match="turn is -1"):
        Dice(seed=1).uniform("r", NATIONS, -1)
    with pytest.raises(ValueError, match="per_entity is 0"):
        Dice(seed=1).uniform("r", NATIONS, 0, per_entity=0)
    with pytest.raises(TypeError, match="list of ids"):
        Dice(seed=1).uniform("r", "AUS", 0)


@pytest.mark.parametrize("width", [None, 3])
def test_a_ruling_sets_its_outcome_and_no_other(width: int | None) -> None:
    dice = Dice(seed=13, replicates=20)
    ruled = RuledDice(dice, {("gate", "JPN"): True, ("gate", "USA"): False, ("mood", "AUS"): True})
    before, after = dice.uniform("gate", NATIONS, 1, width), ruled.uniform("gate", NATIONS, 1, width)
    assert (after[:, 1] == 0.0).all()
    assert (after[:, 4] == np.nextafter(1.0, 0.0)).all()
    assert np.array_equal(after[:, [0, 2, 3]], before[:, [0, 2, 3]])
    assert np.array_equal(ruled.uniform("vote", NATIONS, 1, width), dice.uniform("vote", NATIONS, 1, width))
    assert np.array_equal(dice.uniform("gate", NATIONS, 1, width), before)


def test_a_ruling_beats_every_chance_that_is_not_certain() -> None:
    ruled = RuledDice(Dice(seed=14), {("gate", "yes"): True, ("gate", "no"): False})
    u = ruled.uniform("gate", ["yes", "no"], 0)[0]
    for chance in (1e-300, 0.5, 1 - 2.0**-53):
        assert (u < chance).tolist() == [True, False]


def test_ruled_dice_are_dice() -> None:
    def block(dice: DiceLike) -> tuple[int, int, int]:
        return dice.seed, dice.first_replicate, dice.replicates

    rulings = {("gate", "JPN"): True}
    ruled = RuledDice(Dice(seed=15, first_replicate=4, replicates=8), rulings)
    assert block(ruled) == (15, 4, 8)
    part = ruled.rows(2, 5)
    assert block(part) == (15, 6, 3)
    assert np.array_equal(part.uniform("gate", NATIONS, 1), ruled.uniform("gate", NATIONS, 1)[2:5])
    assert pickle.loads(pickle.dumps(ruled)) == ruled


@given(SEEDS, st.text(max_size=20))
def test_a_fresh_seed_is_steady_and_fits_a_spreadsheet(seed: int, label: str) -> None:
    assert fresh(seed, label) == fresh(seed, label)
    assert 0 <= fresh(seed, label) < 2**53


def test_fresh_seeds_differ_by_label_and_by_game() -> None:
    seeds = {fresh(seed, f"what-if {number}") for seed in range(100) for number in range(10)}
    assert len(seeds) == 1000
