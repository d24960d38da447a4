"""Game: whole plays by people and house AI; orders, and refusals that help."""

from __future__ import annotations

import dataclasses
import re
from functools import cache
from types import MappingProxyType
from typing import Any

import pytest

from wargame.adjudication.turn import Play, prepare
from wargame.faults import OrderError, WargameError
from wargame.game import Game
from wargame.menus import LegalOrder
from wargame.scenario import Scenario, read_scenario

BASELINE, PRACTICE = "northeast-asia-2022", "four-islands"
ALL = ("USA", "JPN", "ROK", "CHN", "DPRK", "RUS")


@cache
def baseline() -> Play:
    """Return the baseline made ready, once for all games of this file."""
    return prepare(read_scenario(BASELINE))


@pytest.fixture
def game() -> Game:
    """Return a baseline game with people on all seats: nothing happens that a test does not do."""
    return Game.new(baseline(), seed=7, people=ALL)


@pytest.fixture(scope="module")
def played() -> Game:
    """Return a finished baseline game of house AI; tests only read it."""
    game = Game.new(baseline(), seed=7)
    while not game.over:
        game.advance()
    return game


def heated(name: str, tension: float) -> Scenario:
    """Return the baseline with one flashpoint at another tension."""
    scenario = read_scenario(BASELINE)
    hot = scenario.flashpoints[name].model_copy(update={"tension": tension})
    return dataclasses.replace(scenario, flashpoints=MappingProxyType({**scenario.flashpoints, name: hot}))


@pytest.mark.parametrize("scenario", [BASELINE, PRACTICE])
def test_house_ai_plays_a_whole_game(scenario: str) -> None:
    game = Game.new(scenario, seed=1)
    reports = []
    while not game.over:
        reports.append(game.advance())

    assert [report.turn for report in reports] == list(range(1, game.turn + 1))
    assert game.ending in ("closed", "breakdown")
    assert game.ending == "breakdown" or game.turn == game.play.scenario.frame.turns
    assert [report.digest for report in reports] == list(game.digests)
    assert all(set(report.orders) == set(game.play.world.ids["nation"]) for report in reports)


def test_the_same_inputs_give_the_same_game_and_others_another() -> None:
    def digest(**named: Any) -> str:
        game = Game.new(PRACTICE, turns=2, **named)
        game.advance()
        return game.advance().digest

    assert digest(seed=4) == digest(seed=4)
    different = {
        digest(seed=4),
        digest(seed=5),
        digest(seed=4, replicate=1),
        digest(seed=4, characters={"DRAY": "dove"}),
    }
    assert len(different) == 4


def test_people_who_seal_nothing_hold(game: Game) -> None:
    report = game.advance()

    assert set(report.orders.values()) == {()}
    assert not report.deals


def test_a_short_game_ends_after_its_turns() -> None:
    game = Game.new(PRACTICE, turns=1, rules={"growth.reaction": 0.0})
    game.advance()

    assert (game.over, game.turn) == (True, 1)
    with pytest.raises(OrderError, match="the game is over"):
        game.advance()


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ({"scenario": "four-iland"}, "Did you mean 'four-islands'"),
        ({"people": ["ALDO"]}, "Did you mean 'ALDA'"),
        ({"characters": {"ALDA": "hwk"}}, "Did you mean 'hawk'"),
        ({"turns": 0}, "1 to 40 turns"),
        ({"turns": 41}, "1 to 40 turns"),
        ({"replicate": -1}, "count from 0"),
        ({"rules": {"growth.inertai": 0.1}}, "Did you mean 'growth.inertia'"),
        ({"rules": {"growth.inertia": 7.0}}, "outside its range"),
        ({"rules": "standart"}, "Did you mean 'standard'"),
    ],
)
def test_a_game_that_cannot_begin_tells_why(named: dict[str, Any], words: str) -> None:
    with pytest.raises(WargameError, match=words):
        Game.new(**{"scenario": PRACTICE, **named})


def test_a_changed_number_is_played() -> None:
    usual, changed = Game.new(PRACTICE, seed=3), Game.new(PRACTICE, seed=3, rules={"growth.luck_scale": 0.0})

    assert usual.advance().digest != changed.advance().digest
    assert changed.record.header.ruleset_hash != usual.record.header.ruleset_hash


def test_every_legal_order_can_be_submitted_alone(game: Game) -> None:
    for seat in ALL:
        for order in game.legal_orders(seat):
            assert game.refusal(seat, order.text) == ""
            assert len(game.submit(seat, [order.text])) == 64


def test_what_is_not_on_the_legal_list_is_refused_with_a_legal_order(game: Game) -> None:
    for seat in ALL:
        legal = {order.text for order in game.legal_orders(seat)}
        for text in game.play.options.text:
            refusal = game.refusal(seat, text)
            assert (refusal == "") == (text in legal), text
            if refusal:
                assert refusal.startswith(f"{game.play.scenario.nations[seat].name}, turn 1: ")
                near = refusal.split("Nearest legal order: ")[1].rstrip(".").strip("'")
                assert near in legal or near.startswith("hold")


def test_a_legal_order_is_told_in_plain_types(game: Game) -> None:
    order = next(each for each in game.legal_orders("JPN") if each.text == "fund railgun 100")

    assert (order.order, order.target, order.level) == ("fund", "railgun", "100")
    assert order.funds > 0.0
    assert all(
        type(getattr(order, field.name)) in (str, float, tuple) for field in dataclasses.fields(LegalOrder)
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fund railgn 50", "no programme 'railgn'. Did you mean 'railgun'"),
        ("fundd railgun 50", "no order 'fundd'. Did you mean 'fund'"),
        ("surge", "no order 'surge'. Did you mean 'stance surge'"),
        ("fund railgun", "does not say how much. Write one of: 25, 50, 75, 100"),
        ("fund railgun 60", "'60' is not on the menu of 'fund'"),
        ("fund", "does not say which programme"),
        ("zzz", "There are: Budget stance .stance., Fund a programme .fund., .* …"),
        ("fund zzz 50", "There are: Joint interceptor 1 .interceptor1., .*Railgun .railgun."),
        ("fund interceptor2 50", "sign at the table: .* Nearest legal order: 'fund railgun 75'"),
        ("fund railgun 50 now", "too much behind 'fund'"),
        ("consult USA", "too much behind 'consult'"),
        ("", "an empty order"),
        ("fund railgun 50", r"sets what is set already \(50%\)"),
        ("fund interceptor2 50", "at the stage 'idea'"),
        ("fund glide_usa 25", "is for the owners of American hypersonic strike .glide_usa"),
        ("start interceptor2", "First its owners sign at the table: Co-development .interceptor2_usa_jpn"),
        ("start railgun", "at the stage 'research' already"),
        ("field railgun", "at the stage 'research' with"),
        ("exercise JPN", "is aimed at oneself"),
        ("exercise CHN", "needs a partner, and China .CHN. is none"),
        ("reassure ROK", "needs an ally, and South Korea .ROK. is none"),
        ("pressure strait probe", "is for nations that are"),
        ("withdraw basing_rok", "is for the parties of Basing cost share .basing_rok"),
        ("withdraw trilateral", "not in force"),
        ("presence korea", "needs a flashpoint where one is defender; at Korea .korea. one is not"),
    ],
)
def test_a_refusal_names_rule_number_and_way_out(game: Game, text: str, words: str) -> None:
    with pytest.raises(OrderError, match=words):
        game.submit("JPN", [text])
    assert game.refusal("JPN", text).startswith("Japan, turn 1: ")


def test_codes_and_any_case_are_read(game: Game) -> None:
    game.submit("JPN", ["FD Railgun 100%", "co"])

    assert game.advance().orders["JPN"] == ("fund railgun 100", "consult")


@pytest.mark.parametrize(
    ("orders", "words"),
    [
        (["consult", "consult"], "set the same thing twice"),
        (["stance rise", "stance cut"], "'stance rise' and 'stance cut' set the same thing twice"),
        (["fund railgun 25", "pause railgun"], "set the same thing twice"),
        (
            ["consult", "statement", "hotline sea", "hotline strait"],
            "4 orders, and 3 are allowed. Leave out 1",
        ),
        (
            ["stance surge", "seek_counterstrike counterstrike"],
            r"cost 6 PC, and 4 are free. For example 'stance rise' instead of 'stance surge'",
        ),
    ],
)
def test_a_set_is_checked_as_a_whole(game: Game, orders: list[str], words: str) -> None:
    with pytest.raises(OrderError, match=words):
        game.submit("JPN", orders)


def test_all_faults_of_a_set_are_told_at_once_and_nothing_is_changed(game: Game) -> None:
    before = game.submit("JPN", ["consult"]), len(game.record.lines)
    with pytest.raises(OrderError) as caught:
        game.submit(
            "JPN",
            ["fund railgn 50", "exercise JPN"],
            sign=["trilateral"],
            ease=True,
            signal="detant",
            promise="nil",
        )

    told = str(caught.value).splitlines()
    assert len(told) == 6
    assert all(line.startswith("Japan, turn 1: ") for line in told)
    assert len(game.record.lines) == before[1]
    report = game.advance()
    assert report.orders["JPN"] == ("consult",)
    assert report.seals["JPN"] == before[0]


def test_funds_are_counted_over_the_set() -> None:
    scenario = read_scenario(BASELINE)
    poor = scenario.nations["JPN"].model_copy(update={"wedge": 1.0})
    nations = MappingProxyType({**scenario.nations, "JPN": poor})
    game = Game.new(dataclasses.replace(scenario, nations=nations), people=["JPN"])
    orders = ["accelerate railgun", "fund tracking_jpn 100"]

    assert [game.refusal("JPN", order) for order in orders] == ["", ""]
    words = (
        r"cost \d+% of the free funds. Lower them by \d+ points. For example 'fund railgun 100' instead of"
    )
    with pytest.raises(OrderError, match=words):
        game.submit("JPN", orders)
    game.submit("JPN", ["fund railgun 100", "fund tracking_jpn 100"])


def test_a_price_that_cannot_be_paid_is_told() -> None:
    scenario = read_scenario(BASELINE)
    poor = scenario.nations["JPN"].model_copy(update={"wedge": 0.6})
    nations = MappingProxyType({**scenario.nations, "JPN": poor})
    game = Game.new(dataclasses.replace(scenario, nations=nations), people=["JPN"])

    words = (
        r"'accelerate railgun' costs 0.2 bn USD, and 0.\d+ are free. Nearest legal order: 'fund railgun 75'"
    )
    assert re.search(words, game.refusal("JPN", "accelerate railgun"))


def test_what_a_pause_frees_pays_for_something_else(game: Game) -> None:
    dear = {order.text: order.funds for order in game.legal_orders("JPN")}
    assert dear["pause railgun"] < 0.0

    game.submit("JPN", ["pause railgun", "fund tracking_jpn 100"])


@pytest.mark.parametrize(
    ("seat", "words"),
    [("JAP", "Did you mean 'JPN'"), ("CHN", "house AI plays this seat. People play USA, JPN.")],
)
def test_a_wrong_seat_is_told(seat: str, words: str) -> None:
    game = Game.new(baseline(), people=["JPN", "USA"])
    for act in (
        lambda: game.submit(seat, ["consult"]),
        lambda: game.offer(seat, "trilateral"),
        lambda: game.convene(seat, "summit_three"),
    ):
        with pytest.raises(OrderError, match=words):
            act()


def test_nothing_is_done_after_the_end() -> None:
    game = Game.new(PRACTICE, turns=1, people=["BRENN"])
    game.advance()
    acts = (
        lambda: game.submit("BRENN", ["consult"]),
        lambda: game.offer("BRENN", "basing_brenn"),
        lambda: game.convene("BRENN", "ministers_brenn_dray"),
        lambda: game.inject("nothing", "late"),
        lambda: game.rule("R4.gate", "lantern", True, "late"),
    )
    for act in acts:
        with pytest.raises(OrderError, match="the game is over"):
            act()
    assert "the game is over" in game.refusal("BRENN", "consult")
    assert (game.legal_orders("BRENN"), game.table("BRENN")) == ((), ())


def test_orders_may_be_sealed_anew(game: Game) -> None:
    first, second = game.submit("JPN", ["consult"]), game.submit("JPN", ["statement"])
    report = game.advance()

    assert first != second == report.seals["JPN"]
    assert report.orders["JPN"] == ("statement",)


def test_one_set_of_orders_has_many_seals(game: Game) -> None:
    assert len({game.submit("JPN", ["consult"]) for _ in range(5)}) == 5


def test_easing_needs_a_crisis_round() -> None:
    game = Game.new(heated("strait", 90.0), seed=1, people=ALL)

    game.submit("CHN", ease=True)
    game.submit("USA", ease=True)
    with pytest.raises(OrderError, match="no crisis round that this seat sits in"):
        game.submit("ROK", ease=True)
    game.advance()
    eased = [row for row in game.why("strait", "tension").reasons if row.reason == "crisis round"]
    assert eased[0].amount < 0.0


def test_a_ruling_may_bring_talks_down_or_keep_them() -> None:
    for outcome, ending in ((True, "breakdown"), (False, "playing")):
        game = Game.new(heated("strait", 99.0), seed=1, people=ALL)
        game.rule("ladder.breakdown", "strait", outcome, "agreed with both teams")
        assert game.advance().ending == ending


def test_house_ai_orders_what_a_person_may(played: Game) -> None:
    """What house AI orders passes the check of a person's set, meetings and signatures set aside."""
    game = played.branch(0, people=ALL)
    for turn in range(1, played.turn + 1):
        facts = {fact["seat"]: fact for fact in played.record.of(turn, "orders")}
        sitting = game.sitting
        for seat, fact in facts.items():
            menu = sitting.menu(seat, sign=fact["sign"])
            _, faults = menu.check(fact["orders"])
            assert [
                fault for fault in faults if "same thing" in fault or "allowed" in fault or "Nearest" in fault
            ] == []
        game = played.branch(turn, people=ALL)
        if game.over:
            break


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"growth.stance": [0.1]}, "1 numbers were given, and it has 4"),
        ({"growth.inertia": "a"}, "'a' is not a number"),
        ({"growth.inertia": float("nan")}, "outside its range"),
    ],
)
def test_a_value_of_another_kind_is_told(rules: dict[str, Any], words: str) -> None:
    with pytest.raises(WargameError, match=words):
        Game.new("four-islands", rules=rules)


def test_one_name_stands_for_a_list_of_one() -> None:
    game = Game.new("four-islands", seed=7, people="BRENN")

    assert game.people == ("BRENN",)
    with pytest.raises(WargameError, match="'trilateral' cannot be signed"):
        game.submit("BRENN", sign="trilateral")


def test_before_the_first_turn_there_is_nothing_to_tell() -> None:
    game = Game.new("four-islands", seed=7)

    with pytest.raises(WargameError, match="No turn is played yet"):
        game.report()
    with pytest.raises(WargameError, match="No turn is played yet"):
        game.why("BRENN", "spending")
