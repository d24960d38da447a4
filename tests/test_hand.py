"""A seat changes hands in an open turn; the white cell takes a ruling or a card back; a seat recalls its orders."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from wargame.adjudication.turn import Play, prepare
from wargame.faults import OrderError, RecordError
from wargame.game import Game
from wargame.house import House
from wargame.inputs import standing
from wargame.live import Draft, LiveGame, Shelf
from wargame.live.cards import card_of
from wargame.live.whatif import Forecaster
from wargame.narrate import Scene, gather
from wargame.observation import EVERYBODY
from wargame.record import Record
from wargame.report import report as report_of
from wargame.review.rulings import acts_of
from wargame.scenario import read_scenario
from wargame.views.board import Scope
from wargame.views.board.feed import feed

ALL = ("ALDA", "BRENN", "CORVE", "DRAY")
PACT, AID = "research_alda_brenn", "aid_corve_dray"
MEETING = "officials_corve_dray"
REASON = "Robin has to leave"


@cache
def played(scenario: str) -> Play:
    """Return a scenario made ready, once for all games of this file."""
    return prepare(read_scenario(scenario))


def new(*people: str, seed: int = 7) -> Game:
    return Game.new(played("four-islands"), seed=seed, people=people)


def offer(game: Game, seat: str, agreement: str) -> Any:
    return next(each for each in game.table(seat) if each.id == agreement).offer


def again(game: Game, lines: int | None = None) -> Game:
    """Return the game as it is found when it is opened again, or as of the first lines of its record."""
    record = game.record
    return Game.of(Record(record.header, record.scenario, list(record.lines[:lines])), "the record")


# -- to house AI --------------------------------------------------------------------------------------------


def test_a_seat_handed_over_at_once_plays_like_one_that_never_was_peoples() -> None:
    handed, alone = new("BRENN"), new()
    handed.hand("BRENN", True)
    for _ in range(3):
        handed.advance()
        alone.advance()

    assert handed.people == ()
    assert handed.digests == alone.digests
    assert [fact["by"] for fact in handed.record.of(3, "orders")] == ["house"] * 4


def test_house_ai_answers_at_once_what_waits_for_the_seat() -> None:
    game = new(*ALL)
    assert game.offer("BRENN", PACT) == "waiting"
    game.hand("ALDA", True, REASON)

    assert offer(game, "BRENN", PACT).standing == "accepted"
    assert game.pencilled("BRENN") == game.pencilled("ALDA") == (PACT,)
    game.submit("BRENN", ["consult"])
    assert "ALDA" not in {row["seat"] for row in game.record.of(1, "orders")}
    report = game.advance()
    assert report.deals[0].agreement == PACT
    assert {fact["seat"]: fact["by"] for fact in game.record.of(1, "orders")} == {
        "ALDA": "house",
        "BRENN": "person",
        "CORVE": "absent",
        "DRAY": "absent",
    }


def test_house_ai_comes_to_a_meeting_that_waits_and_answers_there() -> None:
    game = new(*ALL)
    assert game.convene("DRAY", MEETING) == "called"
    game.hand("CORVE", True)

    assert game.sitting.talks.held == (MEETING,)
    assert game.offer("DRAY", AID) in {"accepted", "rejected", "countered"}


def test_house_ai_takes_or_leaves_a_counter_that_waits_for_the_seat() -> None:
    game = Game.new(played("northeast-asia-2022"), seed=7, people=("USA", "JPN"))
    game.offer("JPN", "basing_jpn", 70.0)
    assert game.answer("USA", "basing_jpn", 80.0) == "countered"
    game.hand("JPN", True)

    assert offer(game, "USA", "basing_jpn").standing == "accepted after a counter"


def test_orders_that_people_sealed_stand_and_house_ai_agrees_to_nothing_more() -> None:
    game = new(*ALL)
    game.offer("ALDA", PACT)
    game.convene("DRAY", "ministers_brenn_dray")
    seal = game.submit("BRENN", ["consult"])
    game.hand("BRENN", True)

    assert offer(game, "ALDA", PACT).standing == "rejected"
    assert game.sitting.talks.held == ()
    assert game.convene("CORVE", "officials_corve_brenn") == "declined"
    report = game.advance()
    assert (report.orders["BRENN"], report.seals["BRENN"]) == (("consult",), seal)
    game.advance()
    assert {fact["seat"]: fact["by"] for fact in game.record.of(2, "orders")}["BRENN"] == "house"


def test_house_ai_counters_one_seat_and_the_other_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    game = new(*ALL)
    game.advance()
    game.offer("BRENN", "lantern_alda_brenn", 40.0)
    reply = {"kind": "answer", "seat": "ALDA", "agreement": "lantern_alda_brenn", "reply": 50.0}
    monkeypatch.setattr(House, "answer", lambda *_: reply)
    game.hand("ALDA", True)
    assert offer(game, "BRENN", "lantern_alda_brenn").waits_for == ("BRENN",)
    game.hand("BRENN", True)

    assert offer(game, "ALDA", "lantern_alda_brenn").standing == "accepted after a counter"


def test_a_counter_to_a_sealed_seat_is_not_taken() -> None:
    game = Game.new(played("northeast-asia-2022"), seed=7, people=("USA", "JPN"))
    game.offer("JPN", "basing_jpn", 70.0)
    game.answer("USA", "basing_jpn", 80.0)
    game.submit("JPN")
    game.hand("JPN", True)

    assert offer(game, "USA", "basing_jpn").standing == "lapsed"


def test_orders_that_were_recalled_do_not_stand() -> None:
    game, other = new("BRENN"), new("BRENN")
    free = game.sitting.left("BRENN").capital
    game.submit("BRENN", ["consult"])
    game.recall("BRENN")
    other.table("BRENN")
    assert game.sitting.left("BRENN").capital == free
    for each in (game, other):
        each.hand("BRENN", True)
        each.advance()

    assert game.digests == other.digests
    assert again(game).digests == game.digests


def test_a_seat_that_recalls_and_says_nothing_more_holds() -> None:
    game = new("BRENN")
    game.submit("BRENN", ["consult"])
    game.recall("BRENN")
    game.recall("BRENN")

    assert len(game.record.of(1, "recall")) == 1
    assert again(game).sitting.sealed == {}
    assert game.advance().orders["BRENN"] == ()
    assert again(game).digests == game.digests


# -- to people ----------------------------------------------------------------------------------------------


def test_a_team_that_comes_late_takes_a_seat_that_was_never_peoples() -> None:
    game = new()
    game.advance()
    game.hand("DRAY", False, "two more have come")

    assert game.people == ("DRAY",)
    game.submit("DRAY", ["statement"], signal="statement")
    assert game.advance().orders["DRAY"] == ("statement",)
    assert game.advance().orders["DRAY"] == ()


def test_what_house_ai_agreed_stands_when_people_take_the_seat_back() -> None:
    game = new(*ALL)
    game.offer("BRENN", PACT)
    game.hand("ALDA", True)
    game.hand("ALDA", False)

    assert game.people == ALL
    assert game.pencilled("ALDA") == (PACT,)
    assert game.convene("ALDA", "ministers_alda_corve") == "called"
    game.submit("ALDA", ["statement"], sign=[])
    game.submit("BRENN")
    report = game.advance()
    assert report.orders["ALDA"] == ("statement",)
    assert report.deals[0].withheld == ("ALDA",)


def test_an_offer_waits_for_people_again() -> None:
    game = new("BRENN")
    game.hand("ALDA", False)

    assert game.offer("BRENN", PACT) == "waiting"


# -- the record ---------------------------------------------------------------------------------------------


def scripted(*people: str) -> Game:
    """Return a game in the middle of its second turn: handed over in the first, and back and over in the second."""
    game = new(*people)
    game.offer("BRENN", PACT)
    game.hand("ALDA", True, REASON)
    game.submit("BRENN", ["consult"])
    game.advance()
    game.convene("DRAY", MEETING)
    game.hand("ALDA", False)
    game.hand("CORVE", True)
    return game


def test_a_game_is_taken_up_with_the_seats_in_the_hands_they_are_in(tmp_path: Path) -> None:
    game = scripted(*ALL)
    game.save(tmp_path / "run")
    found = Game.load(tmp_path / "run")

    assert found.people == game.people == ("ALDA", "BRENN", "DRAY")
    assert found.sitting.people == game.people
    assert [found.table(seat) for seat in ALL] == [game.table(seat) for seat in ALL]
    held = len(found.record.lines)
    found.sitting.talks.open()
    assert len(found.record.lines) == held, "what house AI said already is not said again"
    assert card_of(tmp_path / "run").people == game.people  # type: ignore[union-attr]


def test_a_record_with_seats_handed_over_replays_and_plays_on_to_the_same_bits(tmp_path: Path) -> None:
    game = scripted(*ALL)
    found = again(game)
    for each in (game, found):
        each.advance()
        each.advance()
    game.save(tmp_path / "run")

    assert found.digests == game.digests
    assert Game.replay(tmp_path / "run").same


def test_house_ai_answers_after_a_fall_between_the_handing_over_and_its_answer() -> None:
    game = new(*ALL)
    game.offer("BRENN", PACT)
    game.hand("ALDA", True)
    cut = next(place for place, line in enumerate(game.record.lines) if line["kind"] == "hand") + 1
    found = again(game, cut)

    assert offer(found, "BRENN", PACT) == offer(game, "BRENN", PACT)
    assert found.record.lines == game.record.lines


@pytest.mark.parametrize(
    ("turn", "people", "expected"),
    [
        (0, None, ALL),
        (1, None, ("BRENN", "CORVE", "DRAY")),
        (1, ("ALDA",), ("ALDA",)),
        (1, (), ()),
    ],
)
def test_a_branch_has_the_people_of_the_turns_it_keeps(turn: int, people: Any, expected: Any) -> None:
    game = scripted(*ALL)
    branch = game.branch(turn, people=people)

    assert branch.people == branch.sitting.people == expected
    assert len(branch.record.of(1, "hand")) == turn
    branch.advance()
    assert again(branch).people == expected
    assert branch.branch(turn).people == expected


def test_a_turn_that_was_played_is_opened_again_as_its_table_stood() -> None:
    game = scripted(*ALL)
    game.advance()
    copy = game.branch(1).sitting
    copy.take_up(game.record.of(2))

    assert copy.people == ("ALDA", "BRENN", "DRAY")
    assert copy.talks.held == (MEETING,)


# -- what is told -------------------------------------------------------------------------------------------


def looks(game: Game, seat: str) -> str:
    view = game.observe(seat)
    return repr((view.seen, view.mine, view.error, game.legal_orders(seat), game.table(seat)))


def test_nobody_else_sees_another_world_because_a_seat_changed_hands() -> None:
    game = new(*ALL)
    game.table("ALDA")
    game.submit("ALDA", ["consult"])
    before = {seat: looks(game, seat) for seat in ALL}
    game.hand("ALDA", True, REASON)

    assert {seat: looks(game, seat) for seat in ALL} == before


@pytest.mark.parametrize("seat", ["", "DRAY", EVERYBODY])
def test_all_are_told_who_plays_and_not_why(seat: str) -> None:
    game = scripted(*ALL)
    game.advance()
    told = [gather(Scene(game, turn, seat))["news"] for turn in (1, 2)]

    lines = [
        f"{row['name']}: {row['text']} ({row['by']})" for rows in told for row in rows if not row["card"]
    ]
    assert lines == [
        "Alda: House AI plays this seat from here on. (white cell)",
        "Alda: People play this seat from here on. (white cell)",
        "Corve: House AI plays this seat from here on. (white cell)",
    ]
    board = repr(feed(Scope(game, 2, seat)))
    assert "Corve: House AI plays this seat from here on." in board
    assert "Robin" not in board + repr(told)


def test_the_report_tells_from_which_turn_on() -> None:
    game = scripted(*ALL)
    game.advance()
    text = report_of(game)

    assert "Alda (a person; house AI, balancer from turn 1; a person from turn 2)" in text
    assert "Dray (a person)" in text
    assert "Robin" not in text


@pytest.mark.parametrize(
    ("seat", "house", "words"),
    [
        ("BREN", True, "no seat 'BREN'. Did you mean 'BRENN'"),
        ("ALDA", True, "Alda, turn 1: house AI plays this seat already"),
        ("BRENN", False, "Brenn, turn 1: people play this seat already"),
    ],
)
def test_a_seat_that_cannot_be_handed_over_is_told(seat: str, house: bool, words: str) -> None:
    game = new("BRENN")
    with pytest.raises(OrderError, match=words):
        game.hand(seat, house)
    assert game.record.lines == []


def test_nothing_is_handed_over_taken_back_or_recalled_after_the_end() -> None:
    game = Game.new("four-islands", seed=7, turns=1, people=["BRENN"])
    game.advance()

    for act in (lambda: game.hand("BRENN", True), lambda: game.undo("x"), lambda: game.recall("BRENN")):
        with pytest.raises(OrderError, match="the game is over"):
            act()


# -- at a live game -----------------------------------------------------------------------------------------


@pytest.fixture
def live(tmp_path: Path) -> Iterator[LiveGame]:
    """Return a live game of four people's seats; what-ifs are not played."""
    shelf = Shelf(tmp_path / "runs", Forecaster(0))
    yield shelf.begin("four-islands", ALL, seed=7)
    shelf.close()


def test_what_house_ai_agrees_to_is_signed_in_a_draft_unless_withheld(live: LiveGame) -> None:
    live.talk("BRENN", "offer", PACT)
    live.keep("BRENN", Draft(("consult",), sign=()))
    live.hand("ALDA", True, REASON)

    assert live.draft("BRENN").sign == (PACT,)
    assert live.people == ("BRENN", "CORVE", "DRAY")
    assert live.missing == live.people
    with pytest.raises(OrderError, match="No person plays the seat 'ALDA'"):
        live.commit("ALDA")
    live.hand("ALDA", False)
    live.keep("ALDA", Draft(("statement",)))
    live.commit("ALDA")
    assert live.missing == ("BRENN", "CORVE", "DRAY")


def test_recalled_orders_are_not_committed_although_the_desk_was_not_told(live: LiveGame) -> None:
    live.keep("BRENN", Draft(("consult",)))
    live.commit("BRENN")
    live.game.recall("BRENN")

    assert not live.committed("BRENN")
    assert live.draft("BRENN").orders == ("consult",)
    assert live.commit("BRENN")
    assert live.committed("BRENN")


# -- what the white cell takes back -------------------------------------------------------------------------


INCIDENT = ("R8.incident", "narrows")


def ruled(game: Game, outcome: bool = True) -> Game:
    game.rule(*INCIDENT, outcome, "it happened in the room")
    return game


def test_a_ruling_that_was_withdrawn_was_never_made() -> None:
    game, bare = ruled(new()), new()
    taken = game.undo("the wrong place")
    for each in (game, bare):
        each.advance()

    assert (taken["kind"], taken["rule"], taken["reason"]) == (
        "ruling",
        INCIDENT[0],
        "it happened in the room",
    )
    assert game.digests == bare.digests
    assert acts_of(game) == ()
    assert gather(Scene(game, 1))["rulings"] == []
    assert [line["kind"] for line in game.record.lines[:2]] == ["ruling", "undo"]


def test_a_withdrawn_ruling_may_be_made_otherwise() -> None:
    game, bare = ruled(new(), outcome=False), ruled(new())
    game.undo("a slip of the hand")
    ruled(game)
    for each in (game, bare):
        each.advance()

    assert game.digests == bare.digests
    assert [act.outcome for act in acts_of(game)] == [True]


def test_the_last_of_rulings_and_injects_goes_first() -> None:
    game = new()
    first, second = list(game.play.scenario.events)[:2]
    game.inject(first, "to begin with")
    ruled(game)
    game.inject(second, "to go on")
    taken = [game.undo("no")["kind"], game.undo("no")["kind"]]

    assert taken == ["inject", "ruling"]
    assert game.sitting.rulings == {}
    assert [card.name for card in game.sitting.injects] == [game.play.scenario.events[first].name]
    assert game.advance().injects == (game.play.scenario.events[first].name,)
    assert [act.kind for act in acts_of(game)] == ["inject"]


def test_what_was_withdrawn_stays_withdrawn_when_the_game_is_opened_again(tmp_path: Path) -> None:
    game = ruled(new())
    game.inject(next(iter(game.play.scenario.events)), "for the story")
    game.undo("too early")
    game.save(tmp_path / "run")
    found = Game.load(tmp_path / "run")

    assert found.sitting.rulings == game.sitting.rulings == {INCIDENT: True}
    assert found.sitting.injects == ()
    found.undo("nor this")
    with pytest.raises(OrderError, match="Turn 1: no ruling and no card of the white cell stands"):
        found.undo("and this")
    found.advance()
    assert Game.replay(tmp_path / "run").same
    with pytest.raises(OrderError, match="Turn 2: no ruling"):
        found.undo("what was played")


def test_a_withdrawal_has_a_reason() -> None:
    game = ruled(new())
    with pytest.raises(OrderError, match="Say in a sentence why"):
        game.undo(" ")
    assert game.sitting.rulings == {INCIDENT: True}


def test_a_record_that_withdraws_what_it_does_not_hold_is_told() -> None:
    with pytest.raises(RecordError, match="where none stands"):
        standing([{"kind": "hand", "seat": "ALDA", "house": True}, {"kind": "undo"}])
