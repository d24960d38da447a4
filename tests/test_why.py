"""Reasons that sum to every change, what a seat may know of them, tables and scores."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest

from wargame.adjudication.turn import Play, prepare
from wargame.faults import WargameError
from wargame.game import Game
from wargame.reasons import UNKNOWN, Past
from wargame.scenario import read_scenario
from wargame.state import FIELDS

BASELINE = "northeast-asia-2022"
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


def numbers(
    game: Game, skip: tuple[str, ...] = ("issued", "fatigue", "estimate", "estimate_error")
) -> Iterator[tuple]:
    """Yield entity, field and index of every number of the state."""
    ids = game.play.world.ids
    for name, field in FIELDS.items():
        for index in np.ndindex(getattr(game.state, name)[0].shape) if name not in skip else ():
            words = [ids[axis][k] for axis, k in zip(field.axes, index, strict=True)]
            if len(words) < 2 or field.axes[-1] == "other":
                yield ">".join(words), name, index
            else:
                yield ">".join(words[:-1]), f"{name}.{words[-1]}", index


def test_the_reasons_of_every_number_sum_to_its_change(played: Game) -> None:
    for turn in range(1, played.turn + 1):
        for entity, field, index in numbers(played):
            told = played.why(entity, field, turn)
            truth = getattr(played.model.states[turn], field.split(".")[0])[0][index]
            assert told.after == truth, (entity, field, turn)
            assert told.after - told.before == sum(row.amount for row in told.reasons), (entity, field, turn)


def test_estimates_sum_too(played: Game) -> None:
    told = played.why("JPN>CHN", "estimate.strike_hypersonic", 2)

    assert told.reasons
    assert told.after - told.before == sum(row.amount for row in told.reasons)


def test_measures_are_explained_as_they_are_written(played: Game) -> None:
    assert played.why("", "trust:ROK>USA") == dataclasses.replace(
        played.why("ROK>USA", "trust"), field="trust"
    )
    ten, one = played.why("glide_usa", "legacy10", 3), played.why("glide_usa", "legacy", 3)
    assert ten.after == 10.0 * one.after
    share = played.why("JPN", "burden_share", 2)
    assert share.after - share.before == pytest.approx(sum(row.amount for row in share.reasons), abs=1e-12)
    assert played.why("", "stability").entity == ""


@pytest.mark.parametrize(
    ("entity", "field", "turn", "words"),
    [
        ("JPN", "spendng", None, "Did you mean 'spending'"),
        ("JAP", "spending", None, "Did you mean 'JPN'"),
        ("JPN", "trust", None, "kept by nation and other.*Ask for 'trust' of 'USA>RUS'"),
        ("JPN", "home", None, "Ask for 'home.approval' of 'USA'"),
        ("JPN", "stability", None, "Ask for 'stability' of ''"),
        ("JPN", "spending", 99, "Turn 99 is not played"),
        ("JPN", "spending", 0, "Turn 0 is not played"),
    ],
)
def test_a_number_that_is_not_there_is_told(
    played: Game, entity: str, field: str, turn: Any, words: str
) -> None:
    with pytest.raises(WargameError, match=words):
        played.why(entity, field, turn)


@pytest.mark.parametrize("seat", ["JPN", "CHN"])
def test_a_seats_ledger_sums_and_holds_what_it_sees(played: Game, seat: str) -> None:
    place = played.play.world.index["nation"][seat]
    for entity, field, index in numbers(played):
        name, _, part = field.partition(".")
        tracks = played.play.scenario.ruleset.tracks
        see = tracks[part].see if name == "home" else FIELDS[name].see
        try:
            told = played.why(entity, field, 2, seat)
        except WargameError:
            assert see in ("private", "umpire", "estimated"), (entity, field)
            own = (FIELDS[name].axes[:1] == ("nation",) and index[0] == place) or FIELDS[name].axes == ()
            assert not own, (entity, field)
            continue
        assert told.after - told.before == sum(row.amount for row in told.reasons), (entity, field)
        assert see != "umpire"


def test_a_seat_may_not_ask_for_what_is_private(played: Game) -> None:
    for entity, field in (
        ("CHN", "capital"),
        ("CHN", "home.patience"),
        ("CHN>JPN", "threat"),
        ("hypersonic_chn2", "work"),
        ("strait_pressure", "drawn"),
    ):
        with pytest.raises(WargameError, match="JPN may not see this"):
            played.why(entity, field, 1, "JPN")
    assert played.why("CHN", "capital", 1, "CHN") == played.why("CHN", "capital", 1)


def test_a_secret_order_is_not_known_to_others(game: Game) -> None:
    game.submit("RUS", ["sell_technology DPRK"])
    report = game.advance()

    assert report.orders["RUS"] == ("sell_technology DPRK",)
    assert game.report(seat="JPN").orders["RUS"] == ()
    assert game.report(seat="RUS").orders["RUS"] == report.orders["RUS"]
    whole = game.why("DPRK", "tech")
    assert any(row.rule == "sell_technology" for row in whole.reasons)
    for seat in ("RUS", "DPRK"):
        assert game.why("DPRK", "tech", seat=seat) == whole
    merged = game.why("DPRK", "tech", seat="JPN")
    assert (merged.before, merged.after) == (whole.before, whole.after)
    assert [row for row in merged.reasons if row.reason == UNKNOWN]
    assert not [row for row in merged.reasons if row.rule == "sell_technology"]


def test_a_secret_agreement_is_not_known_to_others(game: Game) -> None:
    for seat in ("RUS", "DPRK"):
        game.convene(seat, "officials_rus_dprk")
    game.offer("RUS", "technology_rus_dprk", secret=True)
    game.answer("DPRK", "technology_rus_dprk", "accept")
    for seat in ("RUS", "DPRK"):
        game.submit(seat)
    report = game.advance()

    assert [each.result for each in report.deals] == ["in force"]
    assert game.report(seat="JPN").deals == ()
    assert len(game.report(seat="DPRK").deals) == 1
    hidden = game.why("technology_rus_dprk", "agreement", seat="JPN")
    assert (hidden.before, hidden.after, hidden.reasons) == (0.0, 0.0, ())
    assert game.why("technology_rus_dprk", "agreement", seat="RUS").after == 1.0
    trust = game.why("RUS>DPRK", "trust", seat="JPN")
    assert {row.rule for row in trust.reasons}.isdisjoint({"technology_rus_dprk", "R7"})
    assert UNKNOWN in {row.reason for row in trust.reasons}


def test_a_programme_out_of_sight_stays_there(game: Game) -> None:
    game.submit("DPRK", ["fund hypersonic_dprk 25"])
    game.advance()

    assert game.report(seat="DPRK").orders["DPRK"] == ("fund hypersonic_dprk 25",)
    assert game.report(seat="USA").orders["DPRK"] == ()
    assert game.why("hypersonic_dprk", "stage", seat="USA").after == 0.0


def test_another_capability_is_explained_as_it_is_believed(played: Game) -> None:
    told = played.why("CHN", "capability.strike_hypersonic", 3, "JPN")
    place = played.play.world.index

    index = (0, place["nation"]["JPN"], place["nation"]["CHN"], place["area"]["strike_hypersonic"])
    assert told.after == played.model.states[3].estimate[index]
    assert told.after - told.before == sum(row.amount for row in told.reasons)


def test_a_refusal_hangs_on_nothing_that_the_seat_may_not_see() -> None:
    usual = Game.new(baseline(), people=["JPN"])
    other = Game.new(baseline(), people=["JPN"])
    place = other.play.world.index["nation"]["CHN"]
    for name in ("capital", "funds", "support", "fatigue", "stance"):
        array = getattr(other.state, name).copy()
        array[:, place] = array[:, place] + 1
        other.model.state = other.state.having(**{name: array})

    assert usual.legal_orders("JPN") == other.legal_orders("JPN")
    assert [usual.refusal("JPN", text) for text in usual.play.options.text] == [
        other.refusal("JPN", text) for text in other.play.options.text
    ]


def test_tables_hold_every_number_once(played: Game) -> None:
    tables = played.tables()
    dictionary = tables.pop("dictionary")
    turns = played.turn + 1

    assert set(dictionary["field"]) == set(FIELDS)
    assert len(tables["nations"]) == turns * 6
    assert len(tables["pairs"]) == turns * 30
    assert all("turn" in frame.columns for frame in tables.values())
    for row in dictionary.itertuples():
        columns = tables[row.table].columns
        if row.table != "orders":
            assert any(name.split(".")[0] == row.field for name in columns), row.field
    japan = tables["nations"].query("nation == 'JPN' and turn == 3").iloc[0]
    assert japan["spending"] == played.model.states[3].spending[0, 1]
    assert set(tables["programmes"]["stage"]) <= {
        "idea",
        "principle",
        "signed",
        "research",
        "development",
        "test",
        "fielded",
    }


@pytest.mark.parametrize(
    ("field", "entity", "index"),
    [("spending", "JPN", (1,)), ("trust", "USA CHN", (0, 3)), ("tension", "strait", (0,))],
)
def test_the_table_of_reasons_sums_to_every_change(
    played: Game, field: str, entity: str, index: tuple[int, ...]
) -> None:
    reasons = played.tables()["reasons"]
    booked = reasons[(reasons["field"] == field) & (reasons["entity"] == entity)]["amount"].sum()
    first, last = (getattr(state, field)[0][index] for state in played.model.states[:: played.turn])

    assert last - first == booked


def test_the_table_of_orders_is_what_the_seats_ordered(played: Game) -> None:
    orders = played.tables()["orders"]
    for turn in range(1, played.turn + 1):
        told = played.report(turn).orders
        for seat in ALL:
            assert tuple(orders.query("turn == @turn and seat == @seat")["text"]) == told[seat]


def test_scores_count_objectives(played: Game) -> None:
    for score in played.scores():
        met = sum(each.met for each in score.objectives)
        assert score.success <= (met >= 2)
        assert len(score.objectives) == 3
        assert played.ending == "breakdown" or 0.0 <= score.score <= met


def test_the_past_is_kept_for_every_turn(played: Game) -> None:
    past = played.model.past

    assert isinstance(past, Past)
    assert len(past.states) == played.turn + 1 == len(past.orders) + 1
