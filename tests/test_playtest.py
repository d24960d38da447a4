"""Play-test measures: what they count, and games in which a seat holds."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from wargame.adjudication.turn import Play, prepare
from wargame.dice import Dice
from wargame.ensemble import play_block
from wargame.faults import WargameError
from wargame.orders import NONE
from wargame.playtest import casts_of, mixed_casts, playtest, worth_of_playing
from wargame.policies import cast_of
from wargame.scenario import read_scenario


@cache
def play() -> Play:
    return prepare(read_scenario("four-islands"))


def test_a_seat_that_holds_orders_signs_and_says_nothing_and_others_play_on() -> None:
    steps = list(play_block(cast_of(play()), Dice(3, 0, 4), holding=(1,)))
    free = list(play_block(cast_of(play()), Dice(3, 0, 4)))
    for step in steps:
        assert (step.orders.option[:, 1] == NONE).all()
        assert not step.orders.sign[:, :, 1].any()
        assert (step.orders.signal[:, 1] == NONE).all()
    others = [0, 2, 3]
    assert (steps[0].orders.option[:, others] == free[0].orders.option[:, others]).all()
    assert any(not np.array_equal(a.after.trust, b.after.trust) for a, b in zip(steps, free, strict=True))


def test_measures_are_shares_and_stand_beside_their_windows() -> None:
    found = playtest(casts_of(play(), "own", 12), 12, seed=2)
    assert {row.group for row in found.measures} == {"endings", "balance", "bite", "story", "dominance"}
    assert all(0.0 <= row.figure <= 1.0 for row in found.measures if "a turn" not in row.name)
    assert found.final.replicates == 12
    assert all(row.fits == (row.low <= row.figure <= row.high) for row in found.measures)
    assert 0.0 <= worth_of_playing(cast_of(play()), 6, 2).figure <= 1.0


def test_a_mix_of_characters_plays_every_game_once() -> None:
    casts = mixed_casts(play(), 5)
    assert len({cast.characters for cast in casts}) > 1
    assert playtest(casts, 7, seed=1).final.replicates == 7


def test_an_unknown_character_is_told_with_the_nearest() -> None:
    with pytest.raises(WargameError, match="hawk"):
        casts_of(play(), "hwak", 5)
