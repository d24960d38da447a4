"""Laws 8 and 9: worlds that differ in little play alike in the rest; orders of a phase act at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.relabelling import Relabelling
from tests.support import (
    BASELINE,
    PRACTICE,
    SCENARIOS,
    Inputs,
    ai_inputs,
    differing,
    idle_inputs,
    luck,
    play_of,
    random_inputs,
    random_state,
    scenario_of,
    turn_of,
    unlike,
)
from wargame.adjudication import adjudicate
from wargame.adjudication.opening import open_state
from wargame.adjudication.turn import Play, prepare
from wargame.dice import Dice
from wargame.orders import NONE, Orders
from wargame.policies import cast_of
from wargame.scenario import Scenario
from wargame.schema import EligibleAgreement, Event, Programme
from wargame.state import FIELDS, State

LARGE_SLOWLY = (PRACTICE, pytest.param(BASELINE, marks=pytest.mark.slow))
REPLICATES = 4
SEAT, PROGRAMME = "JPN", "railgun"
seeds = st.integers(0, 2**20)


# -- one order changed --------------------------------------------------------------------------------------


def places_apart(left: State, right: State) -> dict[str, set[tuple[int, ...]]]:
    """Return by field the entries (without the replicate) in which two states differ."""
    found = {}
    for name in FIELDS:
        places = np.argwhere(getattr(left, name) != getattr(right, name))[:, 1:]
        found[name] = {tuple(int(axis) for axis in place) for place in places}
    return {name: places for name, places in found.items() if places}


def issuing(orders: Orders, seat: int, option: int) -> Orders:
    """Return orders in which a seat issues an option in its first slot."""
    changed = np.array(orders.option)
    changed[:, seat, 0] = option
    return dataclasses.replace(orders, option=changed)


def two_fundings(seed: int, turns_after: int) -> tuple[Play, State, State]:
    """Return two games that differ only in the funding that a seat gave a programme in the first turn."""
    play, ends = play_of(BASELINE), []
    seat = play.world.index["nation"][SEAT]
    for level in (25, 75):
        state, dice, rng = open_state(play, REPLICATES), Dice(seed, 0, REPLICATES), luck(seed)
        talks, orders = random_inputs(play, state, rng, 1)
        orders = dataclasses.replace(
            orders,
            option=np.where(np.arange(play.world.size("nation"))[:, None] == seat, NONE, orders.option),
        )
        option = play.options.place[f"fund {PROGRAMME} {level}"]
        inputs = Inputs(talks, issuing(orders, seat, option))
        for number in range(1, turns_after + 2):
            state = adjudicate(turn_of(play, number, state, inputs, dice))
            inputs = idle_inputs(play, state)
        ends.append(state)
    return play, *ends


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("turns_after", [0, 3])
def test_another_funding_touches_the_programme_and_its_owner_only(seed: int, turns_after: int) -> None:
    play, low, high = two_fundings(seed, turns_after)
    seat, programme = play.world.index["nation"][SEAT], play.world.index["programme"][PROGRAMME]
    apart = places_apart(low, high)
    assert apart["funding"] == {(programme, seat)}
    for name in ("work", "stage", "overrun", "slip", "legacy"):
        assert apart.pop(name, set()) <= {(programme,)}, name
    for name in ("funds", "home"):
        assert all(place[0] == seat for place in apart.pop(name, set())), name
    assert set(apart) == {"funding"}


# -- something more in the world ----------------------------------------------------------------------------


def first(rows: Mapping[str, Any], **more: Any) -> Mapping[str, Any]:
    """Return rows with some more before all others, so that everything else moves up a place."""
    return MappingProxyType({**more, **rows})


def with_a_card(scenario: Scenario) -> Scenario:
    card = Event(
        name="Nothing happens",
        text="A card that does nothing.",
        trigger="random",
        chance=0.5,
        source=("assumption",),
    )
    return dataclasses.replace(scenario, events=first(scenario.events, nothing_happens=card))


def with_a_programme(scenario: Scenario) -> Scenario:
    owner = next(iter(scenario.nations))
    area = next(iter(scenario.ruleset.areas))
    programme = Programme(
        name="A thought",
        text="Nobody has begun it.",
        owners=(owner,),
        area=area,
        gain=1.0,
        cost=1.0,
        years=5.0,
        stage="idea",
        source=("assumption",),
    )
    return dataclasses.replace(scenario, programmes=first(scenario.programmes, thought=programme))


def with_an_agreement(scenario: Scenario) -> Scenario:
    parties = tuple(list(scenario.nations)[-2:])
    row = EligibleAgreement(type="joint_activity", parties=parties, source=("assumption",))
    return dataclasses.replace(scenario, agreements=first(scenario.agreements, another_paper=row))


MORE = {"card": with_a_card, "programme": with_a_programme, "agreement": with_an_agreement}


def spread_out(array: Any, places: Any, size: int, axis: int, empty: Any) -> Any:
    """Return an array with new entries on an axis, the old ones at the places given."""
    shape = list(array.shape)
    shape[axis] = size
    wide = np.full(shape, empty, dtype=array.dtype)
    np.moveaxis(wide, axis, 0)[places] = np.moveaxis(array, axis, 0)
    return wide


def in_the_larger(small: Play, large: Play, inputs: Inputs) -> Inputs:
    """Return inputs of a world as inputs of one that holds more; what is new is left alone."""
    talks, orders = inputs
    place = np.array([large.options.place[text] for text in small.options.text])
    option = np.where(orders.option >= 0, place[np.maximum(orders.option, 0)], NONE).astype(np.int32)
    index, size = large.world.index["agreement"], large.world.size("agreement")
    papers = np.array([index[name] for name in small.world.ids["agreement"]])
    moved = {
        name: spread_out(getattr(talks, name), papers, size, 1, NONE if name == "proposer" else 0)
        for name in ("outcome", "proposer", "term", "secret")
    }
    sign = spread_out(orders.sign, papers, size, 1, False)
    return Inputs(dataclasses.replace(talks, **moved), dataclasses.replace(orders, option=option, sign=sign))


@pytest.mark.parametrize("more", sorted(MORE))
@pytest.mark.parametrize("name", SCENARIOS)
def test_something_more_in_the_world_moves_nothing_else(name: str, more: str) -> None:
    small, large = play_of(name), prepare(MORE[more](scenario_of(name)))
    way, dice, rng = Relabelling(large, small), Dice(17, 0, REPLICATES), luck(17)
    here, there = open_state(small, REPLICATES), open_state(large, REPLICATES)
    for number in (1, 2):
        inputs = random_inputs(small, here, rng, number)
        here = adjudicate(turn_of(small, number, here, inputs, dice))
        there = adjudicate(turn_of(large, number, there, in_the_larger(small, large, inputs), dice))
        assert differing(here, way.state(there)) == [], number


@pytest.mark.parametrize("name", LARGE_SLOWLY)
def test_house_ai_plays_on_as_before_when_the_deck_grows(name: str) -> None:
    small, large = play_of(name), prepare(with_a_card(scenario_of(name)))
    way, dice = Relabelling(large, small), Dice(18, 0, REPLICATES)
    here, there = open_state(small, REPLICATES), open_state(large, REPLICATES)
    for number in range(1, small.scenario.frame.turns + 1):
        inputs, others = (
            ai_inputs(cast_of(small), here, dice, number),
            ai_inputs(cast_of(large), there, dice, number),
        )
        assert unlike(inputs.orders, others.orders) == []
        assert unlike(inputs.diplomacy, others.diplomacy) == []
        here = adjudicate(turn_of(small, number, here, inputs, dice))
        there = adjudicate(turn_of(large, number, there, others, dice))
    assert differing(here, way.state(there)) == []


# -- at once ------------------------------------------------------------------------------------------------


@settings(max_examples=5)
@given(seed=seeds, name=st.sampled_from(SCENARIOS))
def test_the_slots_that_orders_stand_in_do_not_matter(seed: int, name: str) -> None:
    play, rng = play_of(name), luck(seed)
    state, dice = random_state(play, rng, REPLICATES), Dice(seed, 0, REPLICATES)
    number = 1 + seed % play.scenario.frame.turns
    talks, orders = random_inputs(play, state, rng, number)
    shuffled = dataclasses.replace(orders, option=rng.permuted(orders.option, axis=-1))
    ends = [
        adjudicate(turn_of(play, number, state, Inputs(talks, each), dice)) for each in (orders, shuffled)
    ]
    assert differing(*ends) == []


def test_the_law_notices_another_order() -> None:
    play = play_of(PRACTICE)
    state, dice = open_state(play, 1), Dice(1)
    talks, orders = idle_inputs(play, state)
    ends = []
    for text in ("statement", "stance rise"):
        inputs = Inputs(talks, issuing(orders, 0, play.options.place[text]))
        ends.append(adjudicate(turn_of(play, 1, state, inputs, dice)))
    assert differing(*ends) != []
