"""The table of a turn: meetings, offers, one counter, signatures; by people and by house AI."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

import pytest

from wargame.adjudication.turn import Play, prepare
from wargame.faults import OrderError
from wargame.game import Game
from wargame.inputs import Draft
from wargame.narrate.desk import sums
from wargame.narrate.situation import Seat
from wargame.scenario import read_scenario

BASELINE = "northeast-asia-2022"
ALL = ("USA", "JPN", "ROK", "CHN", "DPRK", "RUS")
SIGN = ("R9.ratify", "basing_jpn")


@cache
def baseline() -> Play:
    """Return the baseline made ready, once for all games of this file."""
    return prepare(read_scenario(BASELINE))


@pytest.fixture
def game() -> Game:
    """Return a baseline game with people on all seats: nothing happens that a test does not do."""
    return Game.new(baseline(), seed=7, people=ALL)


def deal(game: Game, seat: str, agreement: str) -> Any:
    return next(each for each in game.table(seat) if each.id == agreement)


def test_a_deal_from_offer_to_signature(game: Game) -> None:
    before = deal(game, "JPN", "basing_jpn")
    assert (before.window, before.may_offer, before.offer) == (True, True, None)

    assert game.offer("JPN", "basing_jpn", 70.0) == "waiting"
    assert deal(game, "USA", "basing_jpn").offer.waits_for == ("USA",)
    assert game.answer("USA", "basing_jpn", 80) == "countered"
    assert deal(game, "JPN", "basing_jpn").offer.waits_for == ("JPN",)
    assert game.take("JPN", "basing_jpn") == "accepted after a counter"
    assert game.pencilled("JPN") == game.pencilled("USA") == ("basing_jpn",)
    assert game.pencilled("ROK") == ()
    game.submit("JPN")
    game.submit("USA", sign=["basing_jpn"])
    game.rule(*SIGN, True, "the diet has been asked before")
    report = game.advance()

    assert [(each.agreement, each.share, each.result) for each in report.deals] == [
        ("basing_jpn", 80.0, "in force")
    ]
    assert float(game.state.term[0, game.play.world.index["agreement"]["basing_jpn"]]) == 80.0


def test_home_may_refuse_what_was_signed(game: Game) -> None:
    game.offer("JPN", "basing_jpn")
    game.answer("USA", "basing_jpn", "accept")
    game.submit("JPN")
    game.submit("USA")
    game.rule(*SIGN, False, "a vote is lost")

    assert game.advance().deals[0].result == "refused at home"


def test_talks_on_the_bill_of_hosted_forces_may_fail(game: Game) -> None:
    deal = next(each for each in game.table("JPN") if each.id == "basing_jpn")
    assert deal.fair is not None
    assert 50.0 < deal.fair < 90.0
    game.offer("JPN", "basing_jpn")
    game.answer("USA", "basing_jpn", "accept")
    game.submit("JPN")
    game.submit("USA")
    game.rule("R2.renewal", "basing_jpn", True, "the treasuries cannot agree on the exchange rate")

    assert game.advance().deals[0].result == "talks failed"
    assert any(row.reason == "talks on the bill fail" for row in game.why("JPN>USA", "trust").reasons)


def test_what_is_pencilled_may_be_left_unsigned(game: Game) -> None:
    game.offer("JPN", "basing_jpn")
    game.answer("USA", "basing_jpn", "accept")
    game.submit("JPN")
    game.submit("USA", sign=[])
    told = game.advance().deals[0]

    assert (told.result, told.withheld) == ("not signed", ("USA",))
    assert any(row.reason == "pencilled and not signed" for row in game.why("JPN>USA", "trust").reasons)


def test_a_refused_and_a_forgotten_offer(game: Game) -> None:
    game.offer("JPN", "basing_jpn", 65.0)
    game.offer("USA", "rd_pact_usa_jpn")
    assert game.answer("USA", "basing_jpn", "reject") == "rejected"

    assert {each.agreement: each.outcome for each in game.advance().deals} == {
        "basing_jpn": "rejected",
        "rd_pact_usa_jpn": "lapsed",
    }


def test_a_counter_that_is_not_taken_lapses(game: Game) -> None:
    game.offer("JPN", "basing_jpn", 65.0)
    game.answer("USA", "basing_jpn", 85.0)

    assert game.take("JPN", "basing_jpn", yes=False) == "lapsed"


def test_a_meeting_is_held_when_all_come(game: Game) -> None:
    capital = {order.text for order in game.legal_orders("JPN")}
    assert "stance surge" in capital
    with pytest.raises(OrderError, match=r"signed at a meeting. Convene one: ministers_jpn_rus \(1 PC\)"):
        game.offer("JPN", "guard_rails_jpn_rus")

    assert game.convene("JPN", "ministers_jpn_rus") == "called"
    with pytest.raises(OrderError, match="called already"):
        game.convene("JPN", "ministers_jpn_rus")
    assert deal(game, "RUS", "guard_rails_jpn_rus").meetings[0].standing == "called by JPN"
    assert game.convene("RUS", "ministers_jpn_rus") == "held"
    game.offer("JPN", "guard_rails_jpn_rus")
    free = float(game.state.capital[0, 1])
    for seat in ("JPN", "RUS"):
        assert game.sitting.purse(seat).capital <= free - 1.0
    assert game.advance().meetings == ("ministers_jpn_rus", "ministers_usa_jpn")
    assert game.why("JPN", "capital").reasons[0].reason == "meetings convened"


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda g: g.offer("JPN", "trilatral"), "Did you mean 'trilateral'"),
        (lambda g: g.offer("JPN", "basing_rok"), "is for ROK and USA. JPN is no party"),
        (
            lambda g: g.offer("JPN", "basing_jpn", -5.0),
            "-5 % is not on the menu of shares: .* The nearest is 65",
        ),
        (lambda g: g.offer("JPN", "basing_jpn", secret=True), "cannot be secret"),
        (lambda g: g.offer("JPN", "interceptor1_usa_jpn"), "is in force until someone withdraws"),
        (
            lambda g: g.offer("USA", "basing_rok"),
            "is in force for 4 more years; it can be renewed in its last year",
        ),
        (lambda g: g.offer("JPN", "trilateral"), r"Convene one: summit_three \(3 PC\)"),
        (lambda g: g.answer("USA", "basing_jpn", "accept"), "nobody offered 'basing_jpn' this turn"),
        (lambda g: g.take("USA", "basing_jpn", True), "nobody offered"),
        (lambda g: g.convene("JPN", "summit_thre"), "Did you mean 'summit_three'"),
        (lambda g: g.convene("CHN", "summit_three"), "is for USA and JPN and ROK"),
        (lambda g: g.convene("JPN", "ministers_usa_jpn"), "held this turn anyway, free of charge"),
        (lambda g: g.submit("JPN", sign=["basing_jpn"]), "was not agreed at the table. Nothing is pencilled"),
    ],
)
def test_the_table_refuses_and_says_why(game: Game, act: Any, words: str) -> None:
    with pytest.raises(OrderError, match=words):
        act(game)
    assert game.advance().deals == ()


@pytest.mark.parametrize(
    ("seat", "reply", "words"),
    [
        ("JPN", "accept", "does not wait for an answer of JPN"),
        ("ROK", "accept", "ROK is no party"),
        ("USA", "perhaps", "'perhaps' is no answer. Write 'accept', 'reject' or a share"),
        ("USA", 71.0, "not on the menu of shares"),
        ("USA", 75.0, "is what was offered. Answer 'accept'"),
    ],
)
def test_an_answer_that_cannot_be_is_told(game: Game, seat: str, reply: Any, words: str) -> None:
    game.offer("JPN", "basing_jpn", 75.0)
    with pytest.raises(OrderError, match=words):
        game.answer(seat, "basing_jpn", reply)
    with pytest.raises(OrderError, match="no counter to an offer of JPN"):
        game.take("JPN", "basing_jpn")


def test_an_agreement_is_talked_about_once_a_turn(game: Game) -> None:
    game.offer("JPN", "basing_jpn")
    game.answer("USA", "basing_jpn", "reject")

    with pytest.raises(OrderError, match="talked about this turn already"):
        game.offer("USA", "basing_jpn")
    with pytest.raises(OrderError, match="is rejected already"):
        game.answer("USA", "basing_jpn", "accept")


def test_three_parties_have_no_time_for_a_counter(game: Game) -> None:
    game.advance()
    game.offer("USA", "trilateral")
    with pytest.raises(OrderError, match="no time for a counter"):
        game.answer("JPN", "trilateral", 50.0)
    assert game.answer("JPN", "trilateral", "accept") == "waiting"
    assert game.answer("ROK", "trilateral", "accept") == "accepted"


def test_a_seat_makes_two_offers_and_hears_three(game: Game) -> None:
    for seat, meeting in (
        ("CHN", "officials_chn_dprk"),
        ("RUS", "officials_rus_dprk"),
        ("CHN", "officials_chn_rus"),
    ):
        row = game.play.scenario.meetings[meeting]
        for party in row.parties:
            if party != seat or meeting not in game.sitting.talks.held:
                game.convene(party, meeting)
    game.offer("CHN", "technology_chn_dprk")
    game.offer("RUS", "technology_rus_dprk")
    game.offer("RUS", "aid_rus_dprk")

    with pytest.raises(OrderError, match="2 offers are out"):
        game.offer("RUS", "joint_chn_rus")
    game.offer("CHN", "joint_chn_rus")
    with pytest.raises(OrderError, match="2 offers are out"):
        game.offer("CHN", "technology_rus_chn")


def test_capital_set_aside_at_the_table_is_not_spent_twice(game: Game) -> None:
    game.submit("JPN", ["stance surge"])
    game.offer("JPN", "basing_jpn")
    with pytest.raises(OrderError, match="costs 1 PC, and 0 are free"):
        game.offer("JPN", "rd_pact_usa_jpn")
    with pytest.raises(OrderError, match="costs 1 PC, and 0 are free"):
        game.convene("JPN", "ministers_jpn_rus")


def test_a_meeting_that_waits_for_others_keeps_its_price(game: Game) -> None:
    free = game.sitting.purse("JPN").capital
    game.convene("JPN", "summit_three")
    price = game.sitting.talks.escrow("JPN")
    assert price > 0.0
    assert game.sitting.purse("JPN").capital == free - price
    assert sums(Seat(game, "JPN"), Draft()).meetings == price
    with pytest.raises(OrderError) as told:
        game.submit("JPN", ["stance surge", "seek_counterstrike counterstrike"])
    assert f"{free - price:g} are free: {price:g} are set aside for the meeting 'summit_three'" in str(
        told.value
    )


def test_the_last_to_come_overdraws_nobody(game: Game) -> None:
    """What is promised to others while a meeting waits can still be paid when the others come."""
    game.convene("JPN", "summit_three")
    game.offer("USA", "basing_jpn")
    spent = 0.0
    for name in [deal.id for deal in game.table("JPN") if deal.may_offer]:
        try:
            game.offer("JPN", name)
            spent += game.play.world.agreement_rows[game.play.world.index["agreement"][name]].capital
        except OrderError:
            continue
    with suppress(OrderError):
        game.answer("JPN", "basing_jpn", "accept")
    game.convene("USA", "summit_three")
    game.convene("ROK", "summit_three")

    purse = game.sitting.purse("JPN")
    assert sum(price for _, price in purse.aside) <= float(game.state.capital[0, 1])
    game.advance()
    assert all(row.rule != "limit" for row in game.why("JPN", "capital").reasons)


def test_a_meeting_that_nobody_else_comes_to_costs_nothing(game: Game) -> None:
    game.convene("JPN", "summit_three")
    game.advance()
    assert all(row.reason != "meetings convened" for row in game.why("JPN", "capital").reasons)


def offers_of(game: Game, seat: str) -> Iterator[str]:
    """Offer all that a seat can this turn, and yield how each offer stands."""
    for each in game.table(seat):
        name = each.id
        try:
            if each.offer is not None:
                continue
            if not each.window and game.convene(seat, each.meetings[-1].id) != "held":
                continue
            yield game.offer(seat, name)
        except OrderError:
            continue
        assert deal(game, seat, name).offer.waits_for in ((), (seat,))


def test_house_ai_answers_a_person_at_once() -> None:
    standings = set()
    for seat, seed in (("DPRK", 0), ("RUS", 1), ("JPN", 2), ("CHN", 3)):
        game = Game.new(baseline(), seed=seed, people=[seat])
        for _ in range(3):
            standings |= set(offers_of(game, seat))
            game.submit(seat)
            game.advance()

    assert {"accepted", "rejected"} <= standings <= {"accepted", "rejected", "countered", "lapsed"}


def test_house_ai_offers_to_a_person() -> None:
    waiting = []
    for seed in range(4):
        game = Game.new(baseline(), seed=seed, people=["USA"])
        waiting += [(game, each) for each in game.table("USA") if each.offer is not None]

    assert waiting
    for game, each in waiting:
        assert each.offer.waits_for == ("USA",)
        assert game.answer("USA", each.id, "accept") == "accepted"


def test_house_ai_takes_a_counter_or_not() -> None:
    standings = set()
    for seed in range(12):
        game = Game.new(baseline(), seed=seed, people=["USA"])
        for each in game.table("USA"):
            if each.offer is not None and each.offer.waits_for == ("USA",) and len(each.menu) > 1:
                other = next(share for share in each.menu if share != each.offer.share)
                standings.add(game.answer("USA", each.id, other))

    assert standings <= {"accepted after a counter", "lapsed"}


def test_house_ai_passes_are_those_of_a_block() -> None:
    game = Game.new(baseline(), seed=2)
    talks = game.sitting.talks.diplomacy()
    blocks = game.model.decide().diplomacy

    for name in ("convened", "outcome", "proposer", "secret"):
        assert (getattr(talks, name) == getattr(blocks, name)).all(), name
    assert (talks.term == blocks.term)[talks.outcome > 0].all()
