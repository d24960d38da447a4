"""Law 5: money and political capital add up; a bargain moves who pays and never how much."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import (
    BASELINE,
    SCENARIOS,
    Inputs,
    idle_inputs,
    luck,
    play_of,
    random_orders,
    random_state,
    turn_of,
    turns,
    until,
)
from wargame.adjudication.phases.payments import discretionary, line_bills, payments, wedge
from wargame.adjudication.turn import Play, Turn
from wargame.arrays import POINT
from wargame.dice import Dice
from wargame.observation import observe
from wargame.orders import NONE, option_costs
from wargame.state import FIELDED, IN_FORCE, RESEARCH, STAGES, State

REPLICATES = 4
CENT = 1e-6  # bn USD: rounding of the free funds to their grain, over many lines

seeds = st.integers(0, 2**20)
scenarios = st.sampled_from(SCENARIOS)


def paying(play: Play, seed: int) -> tuple[Turn, State, State]:
    """Return a turn of random legal orders, and the states before and after its payments."""
    rng = luck(seed)
    state = random_state(play, rng, REPLICATES)
    inputs = Inputs(idle_inputs(play, state).diplomacy, random_orders(play, state, rng, 1))
    turn = turn_of(play, 1, state, inputs, Dice(seed, 0, REPLICATES))
    return turn, state, payments(turn, state)


def picked(turn: Turn, row: int, seat: int) -> list[int]:
    return [int(option) for option in turn.orders.option[row, seat] if option != NONE]


def bill(play: Play, state: State, row: int, seat: int) -> float:
    """Return what a seat's standing lines cost it a year, worked out programme by programme."""
    exponent, paid = float(play.world.parameters.get("codevelopment.cost_exponent")), 0.0
    for p, programme in enumerate(play.scenario.programmes.values()):
        if RESEARCH <= state.stage[row, p] < FIELDED:
            whole = programme.cost * len(programme.owners) ** exponent
            paid += whole * state.share[row, p, seat] * state.funding[row, p, seat]
    return float(paid)


@settings(max_examples=7)
@given(seed=seeds, name=scenarios)
def test_burden_shares_are_of_the_parties_and_sum_to_one(seed: int, name: str) -> None:
    world = play_of(name).world
    shares = world.burden_shares(100.0 * luck(seed).random((REPLICATES, world.size("agreement"))))
    assert (shares >= 0.0).all()
    assert (shares[:, ~world.party] == 0.0).all()
    np.testing.assert_allclose(shares.sum(axis=-1), 1.0, atol=1e-12)


@settings(max_examples=7)
@given(seed=seeds, name=scenarios)
def test_a_term_moves_who_pays_and_not_how_much(seed: int, name: str) -> None:
    play, rng = play_of(name), luck(seed)
    world, state = play.world, random_state(play, rng, REPLICATES)
    place = rng.integers(0, world.menu.shape[1], state.term.shape)
    menu = np.broadcast_to(world.menu, (*place.shape, world.menu.shape[1]))
    other = state.having(term=np.take_along_axis(menu, place[..., None], -1)[..., 0])
    burden = np.where(state.agreement == IN_FORCE, world.burden, 0.0)
    carried = [
        (world.burden_shares(each.term) * burden[..., None]).sum(axis=(1, 2)) for each in (state, other)
    ]
    np.testing.assert_allclose(carried[0], carried[1], rtol=1e-12)
    np.testing.assert_allclose(carried[0], burden.sum(axis=-1), rtol=1e-12)


@settings(max_examples=7)
@given(seed=seeds, name=scenarios)
def test_free_money_is_the_wedge_less_drains_and_new_burdens(seed: int, name: str) -> None:
    play = play_of(name)
    world, state = play.world, random_state(play, luck(seed), REPLICATES)
    in_force = np.where(state.agreement == IN_FORCE, world.burden, 0.0)
    opening = np.array([row.in_force for row in play.scenario.agreements.values()]) * world.burden
    carried = (world.burden_shares(state.term) * in_force[..., None]).sum(axis=1)
    usual = (world.burden_shares(world.opening_term) * opening[:, None]).sum(axis=0)
    money = wedge(world, state)
    for d, row in enumerate(play.scenario.drains.values()):
        taken = np.interp(state.drain[:, d], range(len(row.funds)), row.funds) / 100.0
        money = money * (1.0 - taken[:, None] * world.mask("nation", [row.drained]))
    np.testing.assert_allclose(
        discretionary(world, state), np.maximum(money - carried + usual, 0.0), atol=1e-9
    )


@settings(max_examples=7)
@given(seed=seeds, name=scenarios)
def test_lines_are_shared_among_owners_and_paid_once(seed: int, name: str) -> None:
    play = play_of(name)
    world, state = play.world, random_state(play, luck(seed), REPLICATES)
    bills = line_bills(world, state)
    assert (bills[:, ~world.owner] == 0.0).all()
    expected = [
        [bill(play, state, row, seat) for seat in range(bills.shape[-1])] for row in range(REPLICATES)
    ]
    np.testing.assert_allclose(bills.sum(axis=1), expected, rtol=1e-9)


@settings(max_examples=7)
@given(seed=seeds, name=scenarios)
def test_orders_and_covered_lines_fit_into_what_there_is(seed: int, name: str) -> None:
    play = play_of(name)
    turn, _, after = paying(play, seed)
    have = discretionary(play.world, after) * turn.years
    money = wedge(play.world, after) * turn.years
    assert ((turn.coverage >= 0.0) & (turn.coverage <= 1.0)).all()
    for row, seat in np.ndindex(have.shape):
        spent = sum(play.options.funds[option] for option in picked(turn, row, seat)) * money[row, seat]
        lines, left = bill(play, after, row, seat) * turn.years, max(have[row, seat] - spent, 0.0)
        assert turn.coverage[row, seat] * lines <= left + CENT
        full = lines <= left
        assert turn.coverage[row, seat] == 1.0 if full else turn.coverage[row, seat] < 1.0


@settings(max_examples=7)
@given(seed=seeds, name=scenarios)
def test_legal_orders_never_starve_a_line(seed: int, name: str) -> None:
    play = play_of(name)
    turn, before, after = paying(play, seed)
    affordable = line_bills(play.world, before).sum(axis=1) <= discretionary(play.world, before)
    assert (turn.coverage[affordable] >= 1.0 - CENT).all()
    assert after.funding.shape == before.funding.shape


@settings(max_examples=7)
@given(seed=seeds, name=scenarios)
def test_political_capital_falls_by_the_price_of_the_orders(seed: int, name: str) -> None:
    play = play_of(name)
    turn, before, after = paying(play, seed)
    for row, seat in np.ndindex(before.capital.shape):
        price = sum(play.options.capital[option] for option in picked(turn, row, seat))
        assert after.capital[row, seat] == before.capital[row, seat] - price


@settings(max_examples=7)
@given(seed=seeds, name=scenarios)
def test_free_funds_are_what_the_standing_lines_leave(seed: int, name: str) -> None:
    play = play_of(name)
    world, state = play.world, random_state(play, luck(seed), REPLICATES)
    lines = line_bills(world, state).sum(axis=1)
    left = np.maximum(discretionary(world, state) - lines, 0.0) * world.years
    np.testing.assert_allclose(state.funds, left, atol=CENT)


def option_price(play: Play, state: State, seat: int, text: str) -> float:
    return float(option_costs(play.options, observe(play.world, state))[1][0, seat, play.options.place[text]])


def test_pausing_a_line_frees_what_it_cost() -> None:
    play = play_of(BASELINE)
    state = next(iter(turns(play, hands="idle"))).before
    seat, p = play.world.index["nation"]["JPN"], play.world.index["programme"]["railgun"]
    standing = line_bills(play.world, state)
    freed = -option_price(play, state, seat, "pause railgun")
    assert freed == pytest.approx(standing[0, p, seat] * play.world.years, abs=CENT)


def meetings_paid(play: Play, seed: int) -> tuple[Any, Any]:
    """Return what meetings and signatures cost in a turn of talks, and what was taken."""
    world, state = play.world, random_state(play, luck(seed), 1)
    state = state.having(capital=np.broadcast_to(world.bounds["capital"][1], state.capital.shape))
    meeting = int(np.argmax(world.meeting_price))
    talks, orders = idle_inputs(play, state)
    convened = np.zeros_like(talks.convened)
    convened[:, meeting] = True
    inputs = Inputs(type(talks)(convened, talks.outcome, talks.proposer, talks.term, talks.secret), orders)
    turn = turn_of(play, play.scenario.frame.turns, state, inputs, Dice(seed))
    paid = until(turn, "home approval").capital - until(turn, "signatures").capital
    return paid[0], world.meeting_price[meeting] * world.attends[meeting]


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_participant_pays_for_a_meeting_and_nobody_else(name: str) -> None:
    paid, price = meetings_paid(play_of(name), 1)
    assert paid.tolist() == price.tolist()


@pytest.mark.parametrize("hands", ["ai", "random"])
@pytest.mark.parametrize("name", SCENARIOS)
def test_shares_of_a_joint_programme_sum_to_one_while_its_owners_keep_to_it(name: str, hands: str) -> None:
    play = play_of(name)
    for played in turns(play, 3, seed=5, hands=hands):
        share, tied = played.after.share, play.world.programme_agreement
        kept = (tied < 0) | (played.after.agreement[:, tied] == IN_FORCE)
        signed = kept & (played.after.stage >= STAGES.index("signed"))
        assert (share[:, ~play.world.owner] == 0.0).all()
        whole = share.sum(axis=-1)[signed & play.world.joint]
        np.testing.assert_allclose(whole, 1.0, atol=4 * POINT)
