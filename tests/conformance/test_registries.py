"""Every order, agreement and verb that rows name is there to be used: nothing is on paper only."""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Any, get_args

import numpy as np
import pytest

from tests.support import (
    BASELINE,
    SCENARIOS,
    idle_inputs,
    luck,
    play_of,
    random_state,
    scenario_of,
    turn_of,
    until,
    whole_game,
)
from wargame.adjudication import adjudicate
from wargame.adjudication.turn import Play, prepare
from wargame.dice import Dice, RuledDice
from wargame.effects import locate
from wargame.observation import observe
from wargame.orders import legal
from wargame.scenario import Scenario
from wargame.schema import Effect, Verb
from wargame.state import PLAYING, State
from wargame.stress import NATIONS, PROGRAMMES, stress_scenario
from wargame.world import TARGET_AXIS

RULES = scenario_of(BASELINE).ruleset
MOVES = {
    "adjust": (
        "home",
        "capital",
        "tech",
        "intelligence",
        "capability",
        "trust",
        "salience",
        "relation",
        "tension",
        "status_quo",
        "cohesion",
        "drain",
        "support",
        "work",
    ),
    "transfer": ("tech", "capability"),
    "allot": ("funding",),
    "advance": ("stage",),
    "unlock": ("unlocked",),
    "claim": ("estimate",),
    "schedule": ("queued",),
    "pledge": ("stance",),
    "withdraw": ("agreement",),
}
"""Fields of which a verb moves at least one."""
ROWS = 60


def effects_of(kind: str) -> list[Effect]:
    """Return all effects of a kind of row: of the rules, or of the events of both scenarios."""
    if kind == "events":
        return [e for name in SCENARIOS for row in scenario_of(name).events.values() for e in row.effect]
    return [effect for row in getattr(RULES, kind).values() for effect in row.effect]


# -- orders -------------------------------------------------------------------------------------------------


@cache
def legal_somewhere(name: str) -> frozenset[str]:
    """Return the orders that are legal for somebody in some of many states of a scenario."""
    play = play_of(name)
    allowed = legal(play.options, observe(play.world, random_state(play, luck(5), ROWS))).any(axis=(0, 1))
    return frozenset(play.world.ids["order"][order] for order in play.options.order[allowed])


@pytest.mark.parametrize("order", sorted(RULES.orders))
def test_an_order_can_be_issued_by_somebody(order: str) -> None:
    assert any(order in legal_somewhere(name) for name in SCENARIOS)


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_seat_may_issue_something_of_every_group_it_needs(name: str) -> None:
    play = play_of(name)
    for seat, may in zip(play.world.ids["nation"], play.options.may, strict=True):
        groups = set(play.options.field("group")[may])
        assert {"money", "cooperation", "politics"} <= groups, seat


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_text_of_an_option_leads_back_to_it(name: str) -> None:
    options = play_of(name).options
    assert len(set(options.text)) == options.size
    assert [options.place[text] for text in options.text] == list(range(options.size))


@pytest.mark.parametrize("order", sorted(RULES.orders))
def test_the_lists_of_an_order_run_over_its_levels(order: str) -> None:
    row = RULES.orders[order]
    for name in ("strength", "capital", "funds", "severity"):
        assert len(getattr(row, name)) == len(row.levels), name
    assert row.target in TARGET_AXIS


def test_codes_of_orders_are_their_own() -> None:
    codes = [row.code for row in RULES.orders.values()]
    assert len(set(codes)) == len(codes)


# -- verbs --------------------------------------------------------------------------------------------------


def moved_fields(before: State, without: State, done: State) -> set[str]:
    names = {name for fields in MOVES.values() for name in fields}
    assert before.replicates == done.replicates
    return {name for name in names if (getattr(without, name) != getattr(done, name)).any()}


def fields_moved_by(play: Play, order: str) -> set[str]:
    """Return what changes when, from many states, all who may issue an order do so, in every way there is."""
    options, world = play.options, play.world
    told = np.argwhere(options.may & (options.order == world.index["order"][order]))
    rows = np.repeat(told, 4, axis=0)
    if not len(rows):
        return set()
    state = random_state(play, luck(6), len(rows))
    talks, orders = idle_inputs(play, state)
    option = np.array(orders.option)
    option[np.arange(len(rows)), rows[:, 0], 0] = rows[:, 1]
    gates = [f"{seat}:{gate}" for seat in world.ids["nation"] for gate in world.ids["gate"]]
    dice = RuledDice(Dice(6, 0, len(rows)), {("R9.gate", name): True for name in gates})
    ends = []
    for each in (orders, dataclasses.replace(orders, option=option)):
        turn = turn_of(play, 2, state, idle_inputs(play, state)._replace(diplomacy=talks, orders=each), dice)
        # the vote on the budget uses a stance up at the end of the turn
        ends.append(until(turn, "conduct"))
    return moved_fields(state, *ends)


def orders_of_verb(verb: str) -> list[str]:
    return [name for name, row in RULES.orders.items() if any(effect.verb == verb for effect in row.effect)]


@pytest.mark.parametrize("verb", sorted({effect.verb for effect in effects_of("orders")} - {"adjust"}))
def test_a_verb_that_orders_use_moves_what_it_is_for(verb: str) -> None:
    for order in orders_of_verb(verb):
        moved = set().union(*(fields_moved_by(play_of(name), order) for name in SCENARIOS))
        assert moved & set(MOVES[verb]), order


@pytest.mark.parametrize("kind", ["orders", "agreements", "gates", "events"])
def test_every_verb_that_rows_use_is_known(kind: str) -> None:
    assert {effect.verb for effect in effects_of(kind)} <= set(get_args(Verb)) == set(MOVES)


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize("verb", ["claim", "schedule"])
def test_a_card_that_claims_or_calls_does_so(name: str, verb: str) -> None:
    play = play_of(name)
    cards = [
        row for row in play.scenario.events.values() if any(effect.verb == verb for effect in row.effect)
    ]
    state = random_state(play, luck(7), 1).having(
        queued=np.zeros((1, play.world.size("event")), dtype=np.int32)
    )
    state = state.having(drawn=np.ones_like(state.drawn))
    for card in cards:
        ends = []
        for injects in ([], [card]):
            turn = turn_of(play, 2, state, idle_inputs(play, state), Dice(7))
            turn.injects = injects
            ends.append(adjudicate(turn))
        assert moved_fields(state, *ends) & set(MOVES[verb]), card.name


# -- agreements, meetings, events ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(RULES.agreements))
def test_an_agreement_can_be_made_by_somebody(kind: str) -> None:
    assert any(row.type == kind for name in SCENARIOS for row in scenario_of(name).agreements.values())


@pytest.mark.parametrize("name", SCENARIOS)
def test_some_meeting_opens_the_window_of_every_agreement(name: str) -> None:
    world = play_of(name).world
    opened = world.opens.any(axis=0) | ~world.needs_window
    assert [paper for paper, window in zip(world.ids["agreement"], opened, strict=True) if not window] == []


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_an_event_is_about_exists(name: str) -> None:
    play = play_of(name)
    for event, row in play.scenario.events.items():
        assert row.actor in ("", *play.world.ids["nation"]), event
        assert row.target == "" or locate(play.world, row.target)[0], event


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_seat_has_three_objectives(name: str) -> None:
    scenario = scenario_of(name)
    aims = [row.seat for row in scenario.objectives.values()]
    assert {seat: aims.count(seat) for seat in scenario.nations} == dict.fromkeys(
        scenario.nations, len(aims) // len(scenario.nations)
    )


# -- the large world ----------------------------------------------------------------------------------------


def test_the_stress_scenario_is_the_same_each_time_and_travels() -> None:
    scenario = stress_scenario()
    stress_scenario.cache_clear()
    assert scenario.content_hash() == stress_scenario().content_hash()
    assert Scenario.from_plain(scenario.to_plain()) == scenario


def test_the_stress_scenario_is_as_large_as_it_says() -> None:
    scenario: Any = stress_scenario()
    assert (len(scenario.nations), len(scenario.programmes)) == (NATIONS, PROGRAMMES)
    assert len(scenario.pairs) == NATIONS * (NATIONS - 1) // 2
    assert {row.type for row in scenario.agreements.values()} == set(RULES.agreements)
    assert {row.character for row in scenario.nations.values()} == set(RULES.characters)


@pytest.mark.slow
def test_the_stress_scenario_plays_to_its_end() -> None:
    end = whole_game(prepare(stress_scenario()), 2)
    assert (end.ending != PLAYING).all()
