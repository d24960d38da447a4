"""Law 4: the reasons of every change add up to it to the last bit, for every field, in every turn."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import (
    BASELINE,
    PHASES,
    PRACTICE,
    SCENARIOS,
    Played,
    ai_inputs,
    differing,
    luck,
    play_of,
    random_inputs,
    random_state,
    turn_of,
    turns,
    walk,
    whole_game,
)
from wargame.adjudication import adjudicate
from wargame.dice import Dice
from wargame.ledger import Book, Change, settle
from wargame.policies import cast_of
from wargame.state import CLOSED, FIELDS, PLAYING, State

LARGE_SLOWLY = (PRACTICE, pytest.param(BASELINE, marks=pytest.mark.slow))
KNOWN_RULES = ("limit", "rounding")


def missing(before: State, after: State, book: Book, number: int) -> dict[str, float]:
    """Return for each field that its entries of a turn do not explain how far they are off, at most."""
    told: dict[str, Any] = defaultdict(float)
    for entry in book.entries:
        if entry.turn == number:
            told[entry.field] = told[entry.field] + np.asarray(entry.amount, dtype=np.float64)
    off = {}
    for name in FIELDS:
        change = np.subtract(getattr(after, name)[0], getattr(before, name)[0], dtype=np.float64)
        gap = np.abs(change - told[name]).max(initial=0.0)
        off |= {name: float(gap)} if gap else {}
    return off


@cache
def booked_game() -> list[Played]:
    """Return a game of house AI with its ledger."""
    return list(turns(play_of(BASELINE), seed=3, keep=True))


def unexplained(played: Played) -> dict[str, float]:
    return missing(played.before, played.after, played.book, played.number)


@pytest.mark.parametrize("hands", ["ai", "random", "idle"])
@pytest.mark.parametrize("name", SCENARIOS)
def test_reasons_sum_to_every_change_of_a_game(name: str, hands: str) -> None:
    game = turns(play_of(name), seed=3, hands=hands, keep=True)
    assert {played.number: off for played in game if (off := unexplained(played))} == {}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("name", SCENARIOS)
def test_reasons_sum_to_every_change_of_many_games(name: str, seed: int) -> None:
    for hands in ("ai", "random"):
        game = turns(play_of(name), seed=seed, first=seed, hands=hands, keep=True)
        assert {played.number: off for played in game if (off := unexplained(played))} == {}


@settings(max_examples=5)
@given(seed=st.integers(0, 2**20), name=st.sampled_from(SCENARIOS))
def test_reasons_sum_in_every_phase_from_any_state(seed: int, name: str) -> None:
    play, rng, book = play_of(name), luck(seed), Book()
    state, number = random_state(play, rng, 1), 1 + seed % play.scenario.frame.turns
    book.turn = number
    turn = turn_of(play, number, state, random_inputs(play, state, rng, number), Dice(seed), book)
    off = {}
    for phase, before, after in walk(turn):
        off[phase] = missing(before, after, book, number)
        book.entries.clear()

    assert {phase: fields for phase, fields in off.items() if fields} == {}


@settings(max_examples=5)
@given(seed=st.integers(0, 2**20), name=st.sampled_from(SCENARIOS))
def test_a_turn_that_books_nothing_is_the_same_turn(seed: int, name: str) -> None:
    play, rng = play_of(name), luck(seed)
    state, number = random_state(play, rng, 1), 1 + seed % play.scenario.frame.turns
    inputs = random_inputs(play, state, rng, number)
    turn = {keep: turn_of(play, number, state, inputs, Dice(seed), Book(keep=keep)) for keep in (True, False)}
    apart = {}
    for (phase, _, booked), (_, _, bare) in zip(walk(turn[True]), walk(turn[False]), strict=True):
        apart[phase] = differing(booked, bare)

    assert {phase: fields for phase, fields in apart.items() if fields} == {}
    assert turn[False].book.entries == []


@pytest.mark.parametrize("name", LARGE_SLOWLY)
def test_a_game_that_books_nothing_is_the_same_game(name: str) -> None:
    play = play_of(name)
    assert differing(whole_game(play, seed=6, keep=True), whole_game(play, seed=6, keep=False)) == []


def test_every_entry_says_what_moved_when_why_and_by_which_rule() -> None:
    play, book = play_of(BASELINE), booked_game()[-1].book
    sources = play.world.ruleset.sources
    for entry in book.entries:
        assert entry.field in FIELDS
        assert 1 <= entry.turn <= play.scenario.frame.turns
        assert entry.phase in (*PHASES, "close")
        assert entry.reason, entry
        assert entry.rule, entry
        assert -1 <= entry.actor < play.world.size("nation")
        assert set(entry.source) <= set(sources), entry
        assert np.shape(entry.amount) == play.world.shape(FIELDS[entry.field].axes)


def test_one_number_can_be_followed_through_a_game() -> None:
    game = booked_game()
    place = (play_of(BASELINE).world.index["flashpoint"]["korea"],)
    for played in game:
        told = sum(amount for _, amount in played.book.of("tension", played.number, place))
        assert told == played.after.tension[0][place] - played.before.tension[0][place]


def test_the_close_of_a_game_is_booked() -> None:
    last = list(turns(play_of(PRACTICE), seed=3, hands="idle", keep=True))[-1]
    if last.before.playing[0] and last.after.ending[0] == CLOSED:
        told = [entry for entry in last.book.entries if entry.field == "ending"]
        assert [float(entry.amount) for entry in told] == [CLOSED - PLAYING]


def test_an_ended_game_books_nothing_more() -> None:
    play = play_of(PRACTICE)
    state = random_state(play, luck(2), 1).having(ending=np.array([CLOSED], dtype=np.int32))
    inputs, book = ai_inputs(cast_of(play), state, Dice(1), 2), Book(turn=2)
    after = adjudicate(turn_of(play, 2, state, inputs, Dice(1), book))
    assert differing(state, after) == []
    assert book.entries == []


def test_the_law_notices_a_change_that_is_not_booked() -> None:
    played = next(iter(turns(play_of(PRACTICE), hands="idle", keep=True)))
    moved = played.after.having(tension=played.after.tension + 1.0)
    assert missing(played.before, moved, played.book, 1) == {"tension": 1.0}


def test_what_the_bounds_cut_off_is_booked_as_their_limit() -> None:
    state, book = random_state(play_of(PRACTICE), luck(2), 1), Book()
    after = settle(state, [Change("tension", 1000.0, "a push", "test")], book, {})
    cut = [entry for entry in book.entries if entry.rule in KNOWN_RULES]
    assert (after.tension == FIELDS["tension"].high).all()
    assert [entry.rule for entry in cut] == ["limit"]
    assert (cut[0].amount == FIELDS["tension"].high - state.tension[0] - 1000.0).all()
