"""Law 7: what a seat may not know never reaches what it sees, what it may order, or what its AI orders."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import (
    BASELINE,
    PRACTICE,
    SCENARIOS,
    ai_inputs,
    bits,
    luck,
    play_of,
    random_state,
)
from wargame.adjudication.turn import Play
from wargame.dice import Dice
from wargame.observation import BAND, Observation, observe, public_face
from wargame.orders import legal, option_costs
from wargame.policies import Cast, cast_of
from wargame.state import FIELDS, IN_FORCE, OPEN, State
from wargame.world import World

REPLICATES = 3
NOBODY = -1
"""A viewer that is no party of anything: the public."""

seeds = st.integers(0, 2**20)


def own_row(world: World, viewer: int) -> Any:
    return np.arange(world.size("nation")) == viewer


def hidden(world: World, name: str, viewer: int) -> Any:
    """Return where a field is kept from a viewer, broadcastable to its axes; None for a public field."""
    field, own = FIELDS[name], own_row(world, viewer)
    if field.see == "umpire":
        return np.ones(world.shape(field.axes), dtype=np.bool_)
    if field.see not in ("private", "estimated"):
        return None
    if field.axes[0] == "nation":
        return ~own.reshape(-1, *(1,) * (len(field.axes) - 1))
    if field.axes == ("programme",):
        return ~(world.owner & own).any(axis=-1)
    return np.broadcast_to(~own, world.shape(field.axes))


def same_label(world: World, home: Any, other: Any) -> Any:
    """Return the other's tracks where they are private, and any of the same vague label where estimated."""
    rows = world.ruleset.tracks.values()
    floor = np.floor(np.minimum(home, 99.0) / BAND) * BAND
    within = floor + np.floor(other) % BAND
    private = np.array([row.see == "private" for row in rows])
    vague = np.array([row.see == "estimated" for row in rows])
    return np.where(private, other, np.where(vague, within, home))


def in_secret(world: World, state: State, other: State, viewer: int) -> dict[str, Any]:
    """Return agreements some of which, at random, outsiders made in secret: nothing of them may be seen."""
    outside = ~(world.party & own_row(world, viewer)).any(axis=-1)
    made = outside & (state.agreement == OPEN) & (state.term == world.opening_term) & (other.left % 2.0 < 1.0)
    return {
        "agreement": np.where(made, IN_FORCE, state.agreement),
        "left": np.where(made, 2.0 + other.left % 1.0, state.left),
        "term": np.where(made, np.minimum(state.term + 5.0, 100.0), state.term),
        "secret": state.secret | made,
    }


def elsewhere(play: Play, state: State, other: State, viewer: int) -> State:
    """Return the state with everything that the viewer may not know taken from another game."""
    world, values = play.world, {}
    for name in FIELDS:
        mask = hidden(world, name, viewer)
        if mask is not None:
            values[name] = np.where(mask, getattr(other, name), getattr(state, name))
    unknown = ~own_row(world, viewer)[:, None]
    values["home"] = np.where(unknown, same_label(world, state.home, other.home), state.home)
    quiet = np.array([not row.public for row in play.scenario.programmes.values()])
    outside = ~(world.owner & own_row(world, viewer)).any(axis=-1)
    values["stage"] = np.where(quiet & outside, other.stage, state.stage)
    return state.having(**values, **in_secret(world, state, other, viewer))


def two_games(play: Play, seed: int, viewer: int) -> tuple[State, State]:
    """Return two games that the viewer cannot tell apart."""
    rng = luck(seed)
    state, other = (random_state(play, rng, REPLICATES) for _ in range(2))
    quiet = state.agreement == OPEN
    state = state.having(
        term=np.where(quiet, play.world.opening_term, state.term), secret=state.secret & ~quiet
    )
    return state, elsewhere(play, state, other, viewer)


def told_apart(left: Observation, right: Observation) -> list[str]:
    """Return the parts of two observations that differ by a bit."""
    parts = ((part, getattr(left, part), getattr(right, part)) for part in ("mine", "seen", "error"))
    return [f"{part} {name}" for part, a, b in parts for name in a if bits(a[name]) != bits(b[name])]


@settings(max_examples=7)
@given(seed=seeds, name=st.sampled_from(SCENARIOS))
def test_no_seat_sees_what_is_kept_from_it(seed: int, name: str) -> None:
    play = play_of(name)
    for seat in range(play.world.size("nation")):
        here, there = two_games(play, seed, seat)
        seen = [observe(play.world, state, [seat]) for state in (here, there)]
        assert told_apart(*seen) == []
        assert (legal(play.options, seen[0]) == legal(play.options, seen[1])).all()
        assert bits(option_costs(play.options, seen[0])[1]) == bits(option_costs(play.options, seen[1])[1])


@settings(max_examples=7)
@given(seed=seeds, name=st.sampled_from(SCENARIOS))
def test_the_public_sees_nothing_private_of_anyone(seed: int, name: str) -> None:
    play = play_of(name)
    here, there = two_games(play, seed, NOBODY)
    assert told_apart(public_face(play.world, here), public_face(play.world, there)) == []


def answers(cast: Cast, state: State, others: State, seat: int, seed: int) -> list[bytes]:
    """Return to the bit what house AI makes of what one seat sees, with talks that were the same."""
    dice = Dice(seed, 0, state.replicates)
    talks = ai_inputs(cast, others, dice, 2).diplomacy
    study = cast.study(observe(cast.play.world, state, [seat]))
    orders = cast.orders(study, talks, dice, 2)
    parts = [getattr(orders, name) for name in ("option", "sign", "ease", "signal", "promise")]
    return [bits(part) for part in (*parts, study.worth, study.values.slope)]


@settings(max_examples=6)
@given(seed=seeds, name=st.sampled_from(SCENARIOS))
def test_house_ai_orders_the_same_whatever_it_may_not_know(seed: int, name: str) -> None:
    play = play_of(name)
    cast, seat = cast_of(play), seed % play.world.size("nation")
    here, there = two_games(play, seed, seat)
    assert answers(cast, here, here, seat, seed) == answers(cast, there, here, seat, seed)


@settings(max_examples=6)
@given(seed=seeds, name=st.sampled_from(SCENARIOS))
def test_house_ai_guesses_the_same_of_what_nobody_may_know(seed: int, name: str) -> None:
    play = play_of(name)
    here, there = two_games(play, seed, NOBODY)
    guesses = [cast_of(play).guess(public_face(play.world, state)) for state in (here, there)]
    assert bits(guesses[0]) == bits(guesses[1])


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_seat_that_looks_alone_sees_what_it_sees_among_all(name: str) -> None:
    play = play_of(name)
    state = random_state(play, luck(5), REPLICATES)
    everyone = observe(play.world, state)
    for seat in range(play.world.size("nation")):
        alone = observe(play.world, state, [seat])
        for part in ("mine", "seen", "error"):
            for key, array in getattr(alone, part).items():
                assert bits(array) == bits(getattr(everyone, part)[key][:, [seat]]), (part, key, seat)


@pytest.mark.parametrize("name", SCENARIOS)
def test_house_ai_of_one_seat_orders_as_among_all(name: str) -> None:
    play = play_of(name)
    cast, state, dice = cast_of(play), random_state(play, luck(6), REPLICATES), Dice(6, 0, REPLICATES)
    inputs = ai_inputs(cast, state, dice, 1)
    for seat in range(play.world.size("nation")):
        alone = cast.orders(cast.study(observe(play.world, state, [seat])), inputs.diplomacy, dice, 1)
        for part in ("option", "ease", "signal", "promise"):
            assert bits(getattr(alone, part)[:, seat]) == bits(getattr(inputs.orders, part)[:, seat]), (
                part,
                seat,
            )
        assert bits(alone.sign[..., seat]) == bits(inputs.orders.sign[..., seat])


def test_a_seat_sees_its_own_numbers_exactly() -> None:
    play = play_of(BASELINE)
    state = random_state(play, luck(8), 1)
    seat = play.world.index["nation"]["JPN"]
    seen = observe(play.world, state, [seat])
    for name in ("capital", "support", "threat", "intelligence", "funds", "stance"):
        assert (seen.own(name)[:, 0] == getattr(state, name)[:, seat]).all()
    assert (seen.get("capability")[:, 0, seat] == state.capability[:, seat]).all()
    assert (seen.get("home")[:, 0, seat] == state.home[:, seat]).all()


def test_parties_see_what_they_keep_from_others() -> None:
    play = play_of(BASELINE)
    world, state = play.world, random_state(play, luck(8), 1)
    made = np.array([row.may_be_secret for row in world.agreement_rows])
    state = state.having(
        agreement=np.broadcast_to(np.where(made, IN_FORCE, OPEN), state.agreement.shape).astype(np.int32),
        secret=np.broadcast_to(made, state.secret.shape),
    )
    seen = observe(world, state).get("agreement")[0] == IN_FORCE
    assert (seen == (world.party.T & made)).all()


def test_the_law_notices_what_a_seat_may_know() -> None:
    play = play_of(PRACTICE)
    here, other = two_games(play, 3, 0)
    warmer = here.having(tension=here.tension + 1.0)
    assert told_apart(observe(play.world, here, [0]), observe(play.world, warmer, [0])) == ["seen tension"]
    unlike = {name for name in FIELDS if bits(getattr(here, name)) != bits(getattr(other, name))}
    assert {"capital", "capability", "estimate", "home", "work", "agreement", "queued"} <= unlike
