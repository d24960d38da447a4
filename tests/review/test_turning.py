"""Turning points: the game with an order left out, under its own luck and in pairs under fresh luck."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from wargame.forecast import Draft, Forecast
from wargame.game import Game
from wargame.review import Sheet, turning_points
from wargame.review.again import decide_again, outcomes_of, play_on
from wargame.review.effects import COIN, shifts, spreads
from wargame.review.turning import left_out, without_each
from wargame.state import stack

ISLANDS = "four-islands"


def played(people: tuple[str, ...] = (), seed: int = 7, busy: bool = True) -> Game:
    """Return a game that is over; people offer, accept and order what is cheap."""
    game = Game.new(ISLANDS, seed=seed, people=people)
    while not game.over:
        for seat in people:
            for deal in game.table(seat):
                if deal.offer and seat in deal.offer.waits_for:
                    game.answer(seat, deal.id, "accept")
            if busy:
                game.submit(seat, ["consult", "statement"])
        game.advance()
    return game


@pytest.fixture(scope="module")
def house() -> Game:
    return played()


@pytest.fixture(scope="module")
def mixed() -> Game:
    return played(("ALDA", "BRENN"))


@pytest.fixture(scope="module")
def branch(mixed: Game) -> Game:
    grown = mixed.branch(2, people=["CORVE"], characters={"DRAY": "hawk"})
    while not grown.over:
        grown.advance()
    return grown


@pytest.mark.parametrize("name", ["house", "mixed", "branch"])
def test_with_nothing_left_out_it_is_the_game_itself(name, request):
    sheet = Sheet.of(request.getfixturevalue(name))
    for turn in range(1, sheet.turns + 1):
        after = sheet.arms(turn, [None, None]).first_turn(sheet.states[turn - 1], sheet.luck).after
        assert after.digest(1) == sheet.states[turn].digest()
        again = play_on(sheet, turn, after)
        assert (again == outcomes_of(sheet)[:, None]).all()


def test_what_is_decided_anew_in_the_same_world_is_what_the_record_holds(mixed):
    sheet = Sheet.of(mixed)
    talks, orders = decide_again(sheet, 3, stack([sheet.states[2]] * 3))
    held = sheet.inputs[2]
    assert (talks.outcome == held.diplomacy.outcome).all()
    assert (orders.option == held.orders.option).all()
    assert (orders.signal == held.orders.signal).all()


def test_a_persons_orders_stand_as_far_as_they_can_be_paid(mixed):
    sheet = Sheet.of(mixed)
    place = sheet.play.world.index["nation"]["BRENN"]
    capital = np.array(sheet.states[2].capital)
    capital[0, place] = 0.0
    poor = sheet.states[2].having(capital=capital)
    _, orders = decide_again(sheet, 3, stack([sheet.states[2], poor]))
    price = sheet.play.options.capital
    texts = [sheet.play.options.text[option] for option in orders.option[1, place] if option >= 0]
    ordered = sheet.sealed[2]["BRENN"]["orders"]
    assert texts == [text for text in ordered if price[sheet.play.options.place[text]] == 0.0]
    assert [sheet.play.options.text[o] for o in orders.option[0, place] if o >= 0] == ordered


def test_every_order_is_left_out_once(house):
    found = list(turning_points(house, ()))[-1]
    issued = {
        (fact["turn"], fact["seat"], text)
        for fact in house.record.lines
        if fact["kind"] == "orders"
        for text in fact["orders"]
    }
    assert {(point.turn, point.seat, point.text) for point in found.points} == issued
    assert [point.reach for point in found.points] == sorted((p.reach for p in found.points), reverse=True)
    assert found.firm


def test_an_order_left_out_is_the_game_in_which_it_was_never_issued():
    """Beside a game of people who hold otherwise: what is replayed is what they would have played."""
    game = played(("ALDA", "BRENN", "CORVE", "DRAY"), busy=False)
    full = Game.new(ISLANDS, seed=7, people=game.people)
    full.submit("CORVE", ["pressure narrows probe"])
    while not full.over:
        full.advance()
    found = list(turning_points(full, ()))[-1]
    assert [point.text for point in found.points] == ["pressure narrows probe"]
    was, without = outcomes_of(Sheet.of(full)), outcomes_of(Sheet.of(game))
    assert (without_each(Sheet.of(full), 1)[:, 0] == without).all()
    told = shifts(Sheet.of(full).outcomes, was, without, spreads(Sheet.of(full), games=10))
    assert found.points[0].moved == told
    assert told


def test_an_announcement_falls_with_its_order_and_a_lie_stays():
    game = Game.new(ISLANDS, seed=7, people=["BRENN"])
    game.submit("BRENN", ["consult", "statement"], signal="consult")
    game.advance()
    game.submit("BRENN", ["statement"], signal="consult")
    game.advance()
    sheet = Sheet.of(game)
    told = [
        [changed["BRENN"]["signal"] for seat, _, changed in left_out(sheet, turn) if seat == "BRENN"]
        for turn in (1, 2)
    ]
    assert told == [[None, "consult"], ["consult"]]


def test_fresh_luck_is_that_of_a_what_if_from_the_truth(house):
    """The same order dropped through ``Forecast.truth`` gives the same games under the same luck."""
    sheet = Sheet.of(house)
    seat, _slot, changed = left_out(sheet, 3)[0]
    ours = sheet.future(3, ["as it was", "without"], sheet.arms(3, [None, changed]))
    drafts = {"as it was": {}, "without": {seat: Draft.of(changed[seat])}}
    theirs = Forecast.truth(house, drafts, turn=3, against="as it was")
    same = Forecast(theirs.names, theirs.against, "", 3, theirs.arms, theirs.start, ours.luck)
    assert (ours.run(6).values == same.run(6).values).all()


@pytest.mark.slow
def test_pairs_grow_batch_by_batch_and_verdicts_allow_for_all_orders(house):
    looks = list(turning_points(house, (4, 4)))
    assert [each.share for each in looks] == sorted(each.share for each in looks)
    assert looks[-1].share == 1.0
    assert not looks[-2].firm
    last = looks[-1]
    assert {point.fresh.pairs for point in last.points if point.fresh} == {8}
    for point in last.points:
        assert point.fresh is not None
        assert point.fresh.outcome.name == (
            point.moved[0].outcome.name if point.moved else f"score:{point.seat}"
        )
        assert point.average is not None
        assert point.average >= 0.0
        assert point.typical is None or abs(point.typical.size) >= point.average
        if point.fresh.found:
            assert point.fresh.p <= 0.05
            assert point.fresh.low * point.fresh.high > 0.0


def test_it_travels_to_other_processes(house):
    sheet = Sheet.of(house)
    away = pickle.loads(pickle.dumps(sheet))
    assert (without_each(away, 2) == without_each(sheet, 2)).all()


def test_a_game_in_the_middle_is_compared_as_far_as_it_is_played():
    game = Game.new(ISLANDS, seed=7)
    game.advance()
    game.advance()
    sheet = Sheet.of(game)
    assert sheet.last == 2
    turns = next(o for o, row in enumerate(sheet.outcomes) if row.name == "turns")
    assert (without_each(sheet, 1)[turns] == 2.0).all()


def test_spreads_of_yes_and_no_are_those_of_a_coin_and_restatements_do_not_count(house):
    sheet = Sheet.of(house)
    told = dict(zip((row.name for row in sheet.outcomes), spreads(sheet, 20), strict=True))
    assert told["objective:brenn_approval"] == COIN
    assert np.isinf(told["score:BRENN"])
    assert 0.0 < told["tension:narrows"] < 100.0
