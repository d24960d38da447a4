"""Laws over whole games of house AI: names, places and the order of doing decide nothing, nor a deck that is still.

Every law holds to the bit, turn by turn: talks, orders and every field of the state.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import pytest

from tests.laws.relabelling import CATALOGUES, Relabelling, reordered
from tests.laws.worlds import (
    backwards,
    games,
    games_apart,
    having,
    renamed,
    rows_apart,
    swapping,
    told,
    translated_dice,
    turn_apart,
    without_deck,
)
from tests.support import BASELINE, PRACTICE, SCENARIOS, Inputs, luck, play_of, scenario_of, turn_of
from wargame.adjudication import adjudicate
from wargame.adjudication.opening import open_state
from wargame.adjudication.turn import Play, Turn, prepare
from wargame.arrays import Array
from wargame.blocks import Step, play_block
from wargame.dice import Dice
from wargame.observation import observe, public_face
from wargame.orders import Diplomacy, Orders
from wargame.policies import Cast, bargaining, cast_of
from wargame.scenario import Scenario
from wargame.state import State

LARGE_SLOWLY = (PRACTICE, pytest.param(BASELINE, marks=pytest.mark.slow))
REPLICATES = 6
SIDES = {
    BASELINE: (("USA", "CHN"), ("JPN", "RUS"), ("ROK", "DPRK")),
    PRACTICE: (("ALDA", "CORVE"), ("BRENN", "DRAY")),
}
"""Who exchanges names with whom: each defender with a challenger."""
SETTLED = tuple(name for name in CATALOGUES if name not in ("meetings", "agreements"))
"""Tables whose order says nothing to anybody; see the two tests that house AI fails."""


# -- places and names ---------------------------------------------------------------------------------------


def moved(way: Relabelling, steps: Iterator[Step]) -> Iterator[Step]:
    """Yield turns as they are told in another order."""
    for step in steps:
        talks, orders = way.inputs(Inputs(step.diplomacy, step.orders))
        after = way.state(step.after)
        yield dataclasses.replace(step, diplomacy=talks, orders=orders, after=after)


def told_otherwise(
    name: str, other: Scenario, replicates: int = REPLICATES, seed: int = 21
) -> dict[int, Any]:
    """Return where games come apart when the scenario is told in another order."""
    here, there, dice = play_of(name), prepare(other), Dice(seed, 0, replicates)
    return games_apart(moved(Relabelling(here, there), games(here, dice)), games(there, dice))


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_nations_in_another_order_play_the_same_games(name: str) -> None:
    order = luck(3).permutation(play_of(name).world.size("nation")).tolist()
    assert told_otherwise(name, reordered(scenario_of(name), order)) == {}


@pytest.mark.parametrize("name", LARGE_SLOWLY)
def test_catalogues_told_backwards_give_the_same_games(name: str) -> None:
    assert told_otherwise(name, backwards(scenario_of(name), *SETTLED)) == {}


@pytest.mark.parametrize("name", LARGE_SLOWLY)
def test_agreements_told_backwards_give_the_same_games_while_there_is_time_for_all(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bargaining, "OFFERS_IN", 99)
    assert told_otherwise(name, backwards(scenario_of(name), "agreements")) == {}


@pytest.mark.slow
def test_agreements_told_backwards_give_the_same_games() -> None:
    assert told_otherwise(BASELINE, backwards(scenario_of(BASELINE), "agreements"), 200) == {}


@pytest.mark.parametrize("name", LARGE_SLOWLY)
def test_meetings_told_backwards_give_the_same_games(name: str) -> None:
    """It matters: told backwards, the baseline has trade of China and Korea in 26 % of games instead of 66 %."""
    assert told_otherwise(name, backwards(scenario_of(name), "meetings"), 40) == {}


@pytest.mark.parametrize("name", LARGE_SLOWLY)
def test_blocs_that_exchange_names_play_the_same_games(name: str) -> None:
    """No rule knows a nation: what challengers were called is now the name of defenders, and nothing else moves.

    Roles are not exchangeable by design (a challenger gains status quo and fears heat less): see ``test_mirror``.
    """
    names = swapping(SIDES[name])
    here, there = play_of(name), prepare(renamed(scenario_of(name), names))
    assert there.world.ids["nation"] != here.world.ids["nation"]
    dice = Dice(5, 0, REPLICATES)
    assert games_apart(games(here, dice), games(there, translated_dice(dice, there, names))) == {}


def test_the_law_notices_a_rule_that_knows_a_nation() -> None:
    names = swapping(SIDES[PRACTICE])
    here, there, dice = play_of(PRACTICE), prepare(renamed(scenario_of(PRACTICE), names)), Dice(5, 0, 2)

    def favoured(steps: Iterator[Step], play: Play) -> Iterator[Step]:
        mine = play.world.index["nation"]["ALDA"]
        for step in steps:
            trust = step.after.trust + 1.0 * (np.arange(play.world.size("nation")) == mine)
            yield dataclasses.replace(step, after=step.after.having(trust=trust))

    apart = games_apart(
        favoured(games(here, dice), here),
        favoured(games(there, translated_dice(dice, there, names)), there),
    )
    assert apart == {1: ["trust"]}


# -- at once ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LARGE_SLOWLY)
def test_orders_of_a_turn_stand_in_any_slots(name: str) -> None:
    play, dice, rng = play_of(name), Dice(6, 0, REPLICATES), luck(6)

    def shuffled(_: Any, __: Diplomacy, orders: Orders) -> Orders:
        return dataclasses.replace(orders, option=rng.permuted(orders.option, axis=-1))

    for one, other in zip(games(play, dice), play_block(cast_of(play), dice, amend=shuffled), strict=True):
        assert turn_apart(one, dataclasses.replace(other, orders=one.orders)) == []


def one_by_one(
    cast: Cast, dice: Dice, queue: Callable[[], list[int]], look: Callable[..., Any] = observe
) -> Iterator[Step]:
    """Yield the turns of games in which seats decide in a queue, each alone with what it sees.

    Parameters
    ----------
    queue : seats in the order in which they decide; asked every turn
    look : observation of a world, a state and seats
    """
    world, state = cast.play.world, open_state(cast.play, dice.replicates)
    for number in range(1, world.scenario.frame.turns + 1):
        study = cast.study(observe(world, state))
        talks = cast.diplomacy(study, public_face(world, state), dice, number)
        orders = None
        for seat in queue():
            alone = cast.orders(cast.study(look(world, state, [seat])), talks, dice, number)
            orders = alone if orders is None else with_seat(orders, alone, seat)
        assert orders is not None
        after = adjudicate(turn_of(cast.play, number, state, Inputs(talks, orders), dice))
        yield Step(number, state, study, talks, orders, after)
        state = after


def with_seat(orders: Orders, alone: Orders, seat: int) -> Orders:
    """Return orders to which those of one seat are added."""
    parts = {}
    for field in dataclasses.fields(Orders):
        array = np.array(getattr(orders, field.name))
        place = (..., seat) if field.name == "sign" else (slice(None), seat)
        array[place] = getattr(alone, field.name)[place]
        parts[field.name] = array
    return Orders(**parts)


@pytest.mark.parametrize("name", LARGE_SLOWLY)
def test_seats_decide_in_any_order(name: str) -> None:
    play, dice, rng = play_of(name), Dice(7, 0, REPLICATES), luck(7)
    seats = range(play.world.size("nation"))
    queued = one_by_one(cast_of(play), dice, lambda: rng.permutation(seats).tolist())
    assert games_apart(games(play, dice), queued) == {}


class TiringDice(Dice):
    """Dice that fall lower the more often they were asked for orders."""

    asked = 0

    def uniform(self, rule: str, *asked: Any) -> Array:
        TiringDice.asked += rule == "policy.order"
        return super().uniform(rule, *asked) * 0.9**TiringDice.asked


def test_the_law_notices_who_decides_first() -> None:
    cast, ends = cast_of(play_of(PRACTICE)), []
    for seats in ([0, 1, 2, 3], [3, 2, 1, 0]):
        TiringDice.asked = 0
        ends.append(list(one_by_one(cast, TiringDice(7, 0, 4), partial(list, seats))))
    assert "option" in games_apart(*ends)[1]


def settling(monkeypatch: pytest.MonkeyPatch, how: Callable[[Any, Turn, State, list[Any]], State]) -> None:
    """Let every phase settle its changes in a way of one's own: a function of the true way, and its arguments."""
    true = Turn.settle
    monkeypatch.setattr(Turn, "settle", lambda turn, state, all_: how(true, turn, state, list(all_)))


@pytest.mark.parametrize("name", LARGE_SLOWLY)
def test_changes_of_a_phase_add_up_in_any_order(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    play, dice = play_of(name), Dice(8, 0, REPLICATES)
    here = list(games(play, dice))
    settling(monkeypatch, lambda true, turn, state, changes: true(turn, state, changes[::-1]))
    assert games_apart(here, games(play, dice)) == {}


def test_the_law_notices_changes_that_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def in_a_row(step: int) -> Callable[..., State]:
        def how(true: Any, turn: Turn, state: State, changes: list[Any]) -> State:
            for change in changes[::step]:
                state = true(turn, state, [change])
            return state

        return how

    play, dice, ends = play_of(PRACTICE), Dice(8, 0, REPLICATES), []
    for step in (1, -1):
        with monkeypatch.context() as patched:
            settling(patched, in_a_row(step))
            ends.append(list(games(play, dice)))
    assert games_apart(*ends) != {}


# -- a deck that is still ------------------------------------------------------------------------------------

STILL = {"crises.incident_tension": 0.0}
"""Without it an incident that has no card heats its place by itself."""
DECK = ("drawn", "queued")


def unscheduled(scenario: Scenario) -> Scenario:
    """Return a scenario whose cards fall by chance and by what happens, none by date."""
    kept = {name: row for name, row in scenario.events.items() if row.trigger != "scheduled"}
    return having(scenario, events=kept)


def blank(scenario: Scenario) -> Scenario:
    """Return a scenario whose cards all fall as they did and do nothing."""
    return having(scenario, events=told(scenario.events, effect=lambda _: ()))


@pytest.mark.parametrize("name", LARGE_SLOWLY)
def test_cards_that_do_nothing_may_as_well_be_removed(name: str) -> None:
    dice = Dice(9, 0, REPLICATES)
    here, there = (prepare(deck(scenario_of(name)), STILL) for deck in (blank, without_deck))
    fallen = False
    for one, other in zip(games(here, dice), games(there, dice), strict=True):
        assert not rows_apart(one.after, other.after, DECK).any(), one.turn
        fallen |= bool(one.after.drawn.any())
    assert fallen


@pytest.mark.parametrize("name", LARGE_SLOWLY)
def test_a_card_moves_nothing_before_it_falls(name: str) -> None:
    """Removing the deck leaves every game alone until its first card, and none in which none ever falls."""
    dice, before, after = Dice(10, 0, 60), 0, 0
    here, there = (prepare(deck(scenario_of(name)), STILL) for deck in (unscheduled, without_deck))
    for one, other in zip(games(here, dice), games(there, dice), strict=True):
        untouched, apart = ~one.after.drawn.any(axis=-1), rows_apart(one.after, other.after, DECK)
        assert not (apart & untouched).any(), one.turn
        before, after = before + int(untouched.sum()), after + int(apart.sum())
    assert before > 0
    assert after > 0, "cards that fell moved nothing: the law would notice nothing"
