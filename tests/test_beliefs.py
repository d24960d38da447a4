"""Beliefs: worlds as a seat may believe them hold what it knows, nothing that it may not know, and can be played."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.test_secrecy import told_apart, two_games
from tests.support import BASELINE, PRACTICE, SCENARIOS, bits, luck, play_of, random_state
from wargame.adjudication.opening import open_state
from wargame.adjudication.turn import Play
from wargame.blocks import play_block
from wargame.dice import Dice
from wargame.forecast import Memory, imagine, remember
from wargame.forecast.memory import lines_in_sight
from wargame.game import Game
from wargame.narrate.goals import goals
from wargame.observation import observe
from wargame.policies import cast_of
from wargame.state import FIELDS, State

WORLDS = 3


def blank(play: Play) -> Memory:
    """Return the memory of a seat that has seen nothing yet."""
    state = open_state(play)
    zeros = {name: np.zeros_like(getattr(state, name)[0]) for name in ("drawn", "queued", "issued", "met")}
    return Memory(fatigue=np.zeros(play.world.shape(("nation", "line")), dtype=np.int32), **zeros)


def imagined(
    play: Play, state: State, seat: int, worlds: int = WORLDS, seed: int = 5, first: int = 0
) -> State:
    """Return worlds as a seat may believe them that remembers nothing."""
    return imagine(play.world, observe(play.world, state, [seat]), blank(play), Dice(seed, first, worlds))


@cache
def played(name: str, turns: int = 3, seed: int = 7) -> Game:
    """Return a game of house AI after some turns."""
    game = Game.new(play_of(name), seed=seed)
    for _ in range(turns):
        game.advance()
    return game


def same(one: State, other: State) -> list[str]:
    """Return the fields in which two states differ by a bit."""
    return [name for name in FIELDS if bits(getattr(one, name)) != bits(getattr(other, name))]


# -- what a seat knows, and what it may not know -------------------------------------------------------------


@settings(max_examples=3)
@given(seed=st.integers(0, 2**20), name=st.sampled_from(SCENARIOS))
def test_nothing_that_a_seat_may_not_know_moves_a_bit_of_what_it_imagines(seed: int, name: str) -> None:
    play = play_of(name)
    for seat in range(play.world.size("nation")):
        here, there = two_games(play, seed, seat)

        assert same(imagined(play, here, seat), imagined(play, there, seat)) == []


@settings(max_examples=3)
@given(seed=st.integers(0, 2**20), name=st.sampled_from(SCENARIOS))
def test_a_seat_that_looks_at_what_it_imagines_sees_what_it_saw(seed: int, name: str) -> None:
    play = play_of(name)
    state = random_state(play, luck(seed), WORLDS)
    for seat in range(play.world.size("nation")):
        seen = observe(play.world, state, [seat])
        again = observe(play.world, imagined(play, state, seat), [seat])

        assert set(told_apart(seen, again)) <= {"seen capability"}
        assert bits(seen.get("capability")[:, :, seat]) == bits(again.get("capability")[:, :, seat])


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_is_imagined_lies_within_all_bounds(name: str) -> None:
    play = play_of(name)
    world, state = play.world, random_state(play, luck(3), 40)
    for seat in range(world.size("nation")):
        made = imagined(play, state, seat, 40)
        for field, declared in FIELDS.items():
            array = getattr(made, field)
            low, high = world.bounds.get(field, (declared.low, declared.high))
            assert array.shape == (40, *world.shape(declared.axes)), field
            assert array.dtype == declared.dtype, field
            assert np.isfinite(array).all(), field
            assert (array >= low).all(), field
            # a random state may stand anywhere, also above a nation's own cap of what is its own
            assert ((array <= high) | (array == getattr(state, field))).all(), field


def test_worlds_differ_in_what_is_not_known_and_in_nothing_else() -> None:
    game = played(BASELINE)
    world, seat = game.play.world, 0
    made = imagined(game.play, game.state, seat, 50)
    varied = {name for name in FIELDS if (getattr(made, name) != getattr(made, name)[:1]).any()}

    assert varied == {
        *("funds", "capital", "intelligence", "home", "support", "capability", "protection", "threat"),
        *("estimate", "estimate_error", "work", "overrun", "slip", "funding", "legacy"),
    }
    assert (made.capital[:, seat] == game.state.capital[:, seat]).all()
    others = np.arange(world.size("nation")) != seat
    assert made.capital[:, others].std(axis=0).min() > 0.5


def test_programmes_out_of_sight_are_not_there() -> None:
    play = play_of(BASELINE)
    state, world = played(BASELINE).state, play.world
    place, owner = world.index["programme"]["hypersonic_dprk"], world.index["nation"]["DPRK"]

    assert state.stage[0, place] > 0
    for seat in range(world.size("nation")):
        made = imagined(play, state, seat)
        kept = state.stage[0, place] if seat == owner else 0
        assert (made.stage[:, place] == kept).all()
        assert (made.funding[:, place].any(axis=-1) == (seat == owner)).all()


def test_estimates_are_drawn_from_their_mean_and_error() -> None:
    play = play_of(BASELINE)
    world, state = play.world, open_state(play)
    apart = ~np.eye(world.size("nation"), dtype=np.bool_)[..., None]
    blur = np.where(apart, 0.8, np.zeros_like(state.estimate))
    state = state.having(estimate=np.where(apart, 5.0, blur), estimate_error=blur)
    others = np.arange(world.size("nation")) != 2

    drawn = imagined(play, state, 2, 2000).capability[:, others]

    assert np.abs(drawn.mean(axis=0) - 5.0).max() < 5.0 * 0.8 / np.sqrt(2000)
    assert np.abs(drawn.std(axis=0) / 0.8 - 1.0).max() < 0.1


def test_a_vague_label_leaves_the_whole_of_its_band_open() -> None:
    play = play_of(BASELINE)
    world, state = play.world, open_state(play)
    track = next(k for k, row in enumerate(world.ruleset.tracks.values()) if row.see == "estimated")
    home = np.array(state.home)
    home[..., track] = 47.0

    drawn = imagined(play, state.having(home=home), 0, 2000).home[:, 1:, track]

    assert drawn.min() >= 40.0
    assert drawn.max() < 60.0
    assert np.abs(np.quantile(drawn, [0.25, 0.5, 0.75]) - [45.0, 50.0, 55.0]).max() < 0.6


def test_a_world_is_the_same_alone_and_among_many() -> None:
    game = played(BASELINE)
    many = imagined(game.play, game.state, 1, 7)

    for row in (0, 3, 6):
        assert same(many.take(slice(row, row + 1)), imagined(game.play, game.state, 1, 1, first=row)) == []


def test_several_seats_or_games_cannot_be_imagined_at_once() -> None:
    play = play_of(PRACTICE)
    state = open_state(play, 2)

    for seats, worlds in (([0, 1], 2), ([0], 3)):
        with pytest.raises(ValueError, match="Give one seat's view"):
            imagine(play.world, observe(play.world, state, seats), blank(play), Dice(1, 0, worlds))


# -- playing on ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("turn", range(4))
def test_any_turn_of_a_game_can_be_imagined_by_any_seat_and_played_to_its_end(turn: int) -> None:
    play = play_of(PRACTICE)
    game = played(PRACTICE, 3)
    states = game.model.states[: turn + 1]
    for seat in range(play.world.size("nation")):
        memory = remember(play, states, game.model.orders[:turn], seat)
        made = imagine(play.world, observe(play.world, states[-1], [seat]), memory, Dice(3, 0, 4))
        for step in play_block(cast_of(play), Dice(3, 0, 4), start=made):
            last = step.after

        assert last.turn == play.scenario.frame.turns
        assert not last.playing.any()
        assert all(np.isfinite(getattr(last, name)).all() for name in FIELDS)


# -- memory -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCENARIOS)
def test_repeats_are_remembered_of_all_orders_in_sight_and_of_no_others(name: str) -> None:
    game = played(name)
    truth = game.state.fatigue[0]
    assert truth.any()
    for seat in range(game.play.world.size("nation")):
        held = remember(game.play, game.model.states, game.model.orders, seat)
        sight = lines_in_sight(game.play.world, seat)

        assert sight[seat].all()
        assert not sight.all()
        assert (held.fatigue == np.where(sight, truth, 0)).all()


def test_secret_orders_and_levels_of_funding_are_not_remembered_of_others() -> None:
    world = play_of(BASELINE).world
    sight, seat = lines_in_sight(world, 1), world.index["nation"]["CHN"]

    for order in ("intelligence", "sell_technology", "fund", "pause"):
        assert not sight[seat, world.lines_of(order)].any(), order
    for order in ("statement", "consult", "pressure"):
        assert sight[seat, world.lines_of(order)].all(), order
    shown = sight[seat, world.lines_of("withdraw")]
    secret = np.array([row.may_be_secret for row in world.agreement_rows])
    assert (shown == (~secret | world.party[:, 1])).all()


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_seat_counts_its_own_objectives_as_its_screen_does_and_nobody_elses(name: str) -> None:
    game = played(name)
    world, states = game.play.world, game.model.states
    rows = list(game.play.scenario.objectives.items())
    for seat, nation in enumerate(world.ids["nation"]):
        held = remember(game.play, states, game.model.orders, seat).met
        told = {each["objective"]: each["turns"] for each in goals(world, states, nation)}
        for place, (objective, row) in enumerate(rows):
            if row.seat != nation:
                assert held[place] == 0
            elif row.turns:
                assert held[place] == told[objective][0]
