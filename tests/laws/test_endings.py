"""Law 11: what has ended stays as it was; the ladder is climbed by steps, and talks collapse at its top."""

from __future__ import annotations

import numpy as np
import pytest

from tests.support import (
    BASELINE,
    PRACTICE,
    SCENARIOS,
    Played,
    ai_inputs,
    bits,
    differing,
    luck,
    play_of,
    random_inputs,
    random_state,
    turn_of,
    turns,
    until,
    walk,
)
from wargame.adjudication import adjudicate
from wargame.adjudication.turn import Play
from wargame.dice import Dice, RuledDice
from wargame.policies import cast_of
from wargame.state import BREAKDOWN, CLOSED, FIELDS, LEVELS, PLAYING, State

LARGE_SLOWLY = (PRACTICE, pytest.param(BASELINE, marks=pytest.mark.slow))
STAND_OFF, TOP = LEVELS.index("stand-off"), LEVELS.index("breakdown")


def hot_state(play: Play, seed: int, replicates: int) -> State:
    """Return games whose flashpoints stand anywhere from warning to stand-off, and are about as tense."""
    rng, state = luck(seed), random_state(play, luck(seed), replicates)
    level = rng.integers(LEVELS.index("warning"), STAND_OFF + 1, state.level.shape)
    return state.having(
        level=level.astype(np.int32), tension=np.round(55.0 + 45.0 * rng.random(state.tension.shape))
    )


def hot_turns(name: str, seed: int, replicates: int = 40) -> Played:
    """Return one turn of house AI in hot games."""
    play = play_of(name)
    state, dice = hot_state(play, seed, replicates), Dice(seed, 0, replicates)
    inputs = ai_inputs(cast_of(play), state, dice, 2)
    turn = turn_of(play, 2, state, inputs, dice)
    return Played(2, state, *inputs, adjudicate(turn), turn.book)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", SCENARIOS)
def test_no_place_climbs_more_than_a_level_a_turn(name: str, seed: int) -> None:
    played = hot_turns(name, seed)
    climbed = played.after.level - played.before.level
    assert (climbed <= 1).all()
    assert (climbed > 0).any(), "nothing was hot enough to climb"


def before_talks_collapse(play: Play, state: State, seed: int) -> tuple[State, State]:
    """Return hot games after their turn when every breakdown that can happen does, and when none does."""
    places, dice = play.world.ids["flashpoint"], Dice(seed, 0, state.replicates)
    inputs = ai_inputs(cast_of(play), state, dice, 2)
    ends = []
    for outcome in (True, False):
        ruled = RuledDice(dice, {("ladder.breakdown", place): outcome for place in places})
        ends.append(until(turn_of(play, 2, state, inputs, ruled), "ladder"))
    return ends[0], ends[1]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", SCENARIOS)
def test_talks_break_down_only_from_a_stand_off(name: str, seed: int) -> None:
    play = play_of(name)
    state = hot_state(play, seed, 40)
    broken, held = before_talks_collapse(play, state, seed)
    collapsed = broken.level == TOP
    assert collapsed.any(), "no stand-off was hot enough to collapse"
    assert (state.level[collapsed] == STAND_OFF).all()
    assert (collapsed.sum(axis=-1) <= 1).all()
    assert ((broken.ending == BREAKDOWN) == collapsed.any(axis=-1)).all()
    assert not (held.level == TOP).any()


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_sure_draw_breaks_no_talks_below_a_stand_off(name: str) -> None:
    play = play_of(name)
    state = random_state(play, luck(2), 20)
    calm = state.having(level=np.minimum(state.level, 2), tension=np.minimum(state.tension, 40.0))
    broken, _ = before_talks_collapse(play, calm, 2)
    assert (broken.ending == PLAYING).all()


@pytest.mark.parametrize("name", SCENARIOS)
def test_only_the_ladder_and_the_close_end_a_game(name: str) -> None:
    play = play_of(name)
    state, dice = hot_state(play, 4, 30), Dice(4, 0, 30)
    turn = turn_of(play, 2, state, random_inputs(play, state, luck(4), 2), dice)
    ended = {phase for phase, before, after in walk(turn) if (after.ending != before.ending).any()}
    assert ended <= {"ladder"}


@pytest.mark.parametrize("ending", [CLOSED, BREAKDOWN])
@pytest.mark.parametrize("name", SCENARIOS)
def test_ended_games_stay_as_they_were_among_games_that_go_on(name: str, ending: int) -> None:
    play, rows = play_of(name), np.array([True, False, True, False, False])
    state = random_state(play, luck(6), len(rows))
    state = state.having(ending=np.where(rows, ending, PLAYING).astype(np.int32))
    inputs, dice = random_inputs(play, state, luck(6), 2), Dice(6, 0, len(rows))
    after = adjudicate(turn_of(play, 2, state, inputs, dice))
    assert differing(after.take(rows), state.take(rows).having(turn=2)) == []
    assert "capital" in differing(after.take(~rows), state.take(~rows))


def test_games_that_go_on_do_not_feel_those_that_ended() -> None:
    play, rows = play_of(SCENARIOS[0]), np.array([True, False, True, False, False])
    state, dice = random_state(play, luck(7), len(rows)), Dice(7, 0, len(rows))
    inputs = random_inputs(play, state, luck(7), 2)
    some = state.having(ending=np.where(rows, CLOSED, PLAYING).astype(np.int32))
    ends = [adjudicate(turn_of(play, 2, each, inputs, dice)) for each in (state, some)]
    assert differing(ends[0].take(~rows), ends[1].take(~rows)) == []


@pytest.mark.parametrize("name", LARGE_SLOWLY)
def test_every_game_has_ended_after_its_last_turn_and_none_closes_before(name: str) -> None:
    play = play_of(name)
    game = list(turns(play, 60, seed=8))
    assert (game[-1].after.ending != PLAYING).all()
    assert all((played.after.ending != CLOSED).all() for played in game[:-1])


@pytest.mark.parametrize("name", LARGE_SLOWLY)
def test_a_game_that_broke_down_never_moves_again(name: str) -> None:
    play = play_of(name)
    game, frozen = (
        list(turns(play, 120, seed=9, characters=dict.fromkeys(play.world.ids["nation"], "hawk"))),
        {},
    )
    for played in game:
        for row in np.flatnonzero(played.before.ending == BREAKDOWN):
            frozen.setdefault(int(row), {field: bits(getattr(played.before, field)[row]) for field in FIELDS})
    for row, fields in frozen.items():
        assert all(bits(getattr(game[-1].after, field)[row]) == held for field, held in fields.items()), row
