"""Two games side by side."""

from __future__ import annotations

import pytest

from wargame.faults import WargameError
from wargame.game import Game
from wargame.review import compare
from wargame.review.again import outcomes_of
from wargame.review.sheet import Sheet

ISLANDS = "four-islands"


def to_end(game: Game) -> Game:
    while not game.over:
        game.advance()
    return game


@pytest.fixture(scope="module")
def first() -> Game:
    return to_end(Game.new(ISLANDS, seed=7))


def test_a_branch_shares_its_first_turns(first):
    other = first.branch(2, people=["BRENN"])
    other.submit("BRENN", ["consult"])
    told = compare(first, to_end(other))
    assert (told.shared, told.same_luck, told.turns, told.same) == (2, True, (4, 4), False)
    assert min(row.turn for row in told.orders) == 3
    brenn = next(row for row in told.orders if (row.turn, row.seat) == (3, "BRENN"))
    assert brenn.second == ("consult",)
    assert "consult" not in brenn.first


def test_outcomes_are_those_of_both_games_the_furthest_apart_first(first):
    other = to_end(Game.new(ISLANDS, seed=8))
    told = compare(first, other)
    values = [outcomes_of(Sheet.of(game)) for game in (first, other)]
    names = [row.name for row in Sheet.of(first).outcomes]
    for row in told.outcomes:
        place = names.index(row.outcome.name)
        assert (row.first, row.second) == (values[0][place], values[1][place])
        assert row.difference == row.second - row.first != 0.0
    sizes = [abs(row.size) for row in told.outcomes]
    assert sizes == sorted(sizes, reverse=True)
    assert len(told.outcomes) + told.alike == len(names)
    assert not told.same_luck


def test_a_game_beside_itself_is_the_same(first):
    told = compare(first, first.branch(4))
    assert (told.shared, told.same, told.orders, told.outcomes) == (4, True, (), ())


def test_a_game_beside_its_beginning_shares_all_of_the_shorter_one(first):
    told = compare(first, first.branch(3))
    assert (told.shared, told.turns, told.same, told.orders) == (3, (4, 3), True, ())


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda: Game.new("northeast-asia-2022", turns=1),
            "different scenarios, four-islands and northeast-asia-2022",
        ),
        (lambda: Game.new(ISLANDS, turns=3), "rules, numbers or length differ"),
        (lambda: Game.new(ISLANDS, rules={"growth.pull": 0.2}), "rules, numbers or length differ"),
    ],
)
def test_games_of_other_rules_are_refused_in_words(first, make, words):
    other = make()
    other.advance()
    with pytest.raises(WargameError, match=words):
        compare(first, other)


def test_a_game_without_a_turn_is_refused(first):
    with pytest.raises(WargameError, match="no turn played yet"):
        compare(first, Game.new(ISLANDS, seed=7))
