"""The game with and without each act of the white cell."""

from __future__ import annotations

import pytest

from wargame.game import Game
from wargame.review import Sheet, acts_of, weigh
from wargame.review.again import outcomes_of

ISLANDS = "four-islands"


def ruled(rulings: bool, card: bool) -> Game:
    game = Game.new(ISLANDS, seed=7)
    game.advance()
    if rulings:
        game.rule("R8.incident", "narrows", False, "to talk about it")
    if card:
        game.inject(next(iter(game.play.scenario.events)), "to see who keeps calm")
    while not game.over:
        game.advance()
    return game


def test_acts_are_told_in_order_with_their_reasons():
    acts = acts_of(ruled(rulings=True, card=True))
    assert [(act.turn, act.kind, act.reason) for act in acts] == [
        (2, "ruling", "to talk about it"),
        (2, "inject", "to see who keeps calm"),
    ]
    assert (acts[0].rule, acts[0].entity, acts[0].outcome) == ("R8.incident", "narrows", False)
    assert acts[1].name


@pytest.mark.parametrize(("rulings", "card"), [(True, False), (False, True)])
def test_without_its_one_act_it_is_the_game_that_was_played_without(rulings, card):
    """House AI plays every seat: it reacts, so the game without the act is the game in which it never was."""
    game, bare = ruled(rulings, card), ruled(rulings=False, card=False)
    sheet = Sheet.of(game)
    row = next(iter(weigh(sheet, acts_of(game), pairs=2)))[0]
    was, without = outcomes_of(sheet), outcomes_of(Sheet.of(bare))
    names = [each.name for each in sheet.outcomes]
    for shift in row.moved:
        place = names.index(shift.outcome.name)
        assert (shift.was, shift.without) == (was[place], without[place])
    assert row.moved
    assert row.reach > 0.0


@pytest.mark.slow
def test_fresh_luck_comes_after_own_luck_act_by_act():
    game = ruled(rulings=True, card=True)
    looks = list(weigh(Sheet.of(game), acts_of(game), pairs=4))
    assert [[row.judged for row in look] for look in looks] == [[False, False], [True, False], [True, True]]
    for row in looks[-1]:
        assert [each.outcome.name for each in row.fresh] == [each.outcome.name for each in row.moved]
        assert all(each.pairs == 4 for each in row.fresh)


def test_a_game_without_acts_has_nothing_to_weigh():
    game = ruled(rulings=False, card=False)
    assert list(weigh(Sheet.of(game), acts_of(game))) == []
