"""The review as plain values: whose eyes, the bar, ledger, orders, charts, turning points, two games."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from wargame.faults import WargameError
from wargame.game import Game
from wargame.live.cards import Card
from wargame.live.jobs import Job
from wargame.review import Sheet, acts_of, compare, turning_points, weigh
from wargame.views import board
from wargame.views.review import charts, fork, ledger, orders, outcome, outcomes, scrub, turning
from wargame.views.review.eyes import UMPIRE, eyes
from wargame.views.review.ledger import Filter

ISLANDS = "four-islands"


@cache
def over() -> Game:
    game = Game.new(ISLANDS, seed=7)
    game.advance()
    game.rule("R8.incident", "narrows", False, "to talk about it")
    while not game.over:
        game.advance()
    return game


def middle(people: tuple[str, ...], *acts: tuple[str, list[str]]) -> Game:
    """Return a game after one turn, in which some seats ordered something."""
    game = Game.new(ISLANDS, seed=7, people=people)
    for seat, texts in acts:
        game.submit(seat, texts)
    game.advance()
    return game


def everything(game: Game, asked: str = "") -> dict[str, Any]:
    """Return every payload of the review that does not play games."""
    looking = eyes(game, asked)
    told: dict[str, Any] = {}
    for turn in range(game.turn + 1):
        scope, whole = (board.Scope(game, each, looking.seat) for each in (turn, game.turn))
        rows = ledger.ledger(scope, Filter(most=10_000))
        told |= {
            f"bar {turn}": scrub.bar(game, "a-game", turn, looking, "overview"),
            f"ledger {turn}": rows,
            f"orders {turn}": orders.orders(scope),
            f"why {turn}": [ledger.why(scope, row["of"], row["field"]) for row in rows["rows"]],
        }
        told |= {f"{name} {turn}": charts.group(whole, turn, name) for name in charts.GROUPS}
    return told


# -- whose eyes ---------------------------------------------------------------------------------------------


def test_a_game_that_is_over_is_shown_whole_or_as_a_seat_knew_it():
    assert eyes(over()).whole
    assert eyes(over(), "DRAY").seat == "DRAY"
    assert [name for name, _ in eyes(over()).choices] == ["", "ALDA", "BRENN", "CORVE", "DRAY"]


def test_in_the_middle_one_looks_as_ones_own_seat_and_as_umpire_by_choice_with_a_warning():
    game = middle(("BRENN",))
    assert (eyes(game).seat, eyes(game).warning) == ("BRENN", "")
    assert eyes(game, "ALDA").seat == "BRENN"
    umpire = eyes(game, UMPIRE)
    assert umpire.whole
    assert "secrets of all seats" in umpire.warning


def test_where_several_people_play_nobody_looks_as_umpire():
    game = middle(("ALDA", "BRENN"))
    assert eyes(game, UMPIRE).seat == "ALDA"
    assert eyes(game, "BRENN").seat == "BRENN"
    assert eyes(game, "CORVE").seat == "ALDA"
    assert UMPIRE not in dict(eyes(game).choices)


def test_a_game_of_house_ai_is_shown_whole_in_the_middle():
    assert eyes(middle(())).whole


def test_how_much_a_seat_funds_moves_no_payload_of_another():
    games = [middle(("BRENN", "CORVE"), ("CORVE", [f"fund swift {share}"])) for share in (25, 100)]
    assert everything(games[0], "BRENN") == everything(games[1], "BRENN")
    assert everything(games[0], "CORVE") != everything(games[1], "CORVE")


def test_a_secret_order_is_named_in_no_payload_of_another():
    game = middle(("BRENN", "CORVE"), ("CORVE", ["intelligence"]))
    name = game.play.scenario.ruleset.orders["intelligence"].name
    assert name not in json.dumps(everything(game, "BRENN"))
    assert name in json.dumps(everything(game, "CORVE"))


# -- payloads -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["", "BRENN"])
def test_all_payloads_are_plain_and_small(asked):
    for name, told in everything(over(), asked).items():
        text = json.dumps(told, allow_nan=False)
        if not name.startswith(("why", "ledger")):
            assert len(text) < 40_000, name
    assert len(json.dumps(ledger.ledger(board.Scope(over(), 2, asked)))) < 30_000


@pytest.mark.parametrize(
    ("asked", "turn"),
    [("2", 2), ("0", 0), ("", 4), ("9", 4), ("-1", 4), ("two", 4), ("1" * 10_000, 4), ("²", 4)],
)
def test_an_address_with_a_turn_that_is_none_leads_to_the_last_one(asked, turn):
    assert scrub.turn_of(over(), asked) == turn
    assert scrub.tab_of(asked) == "overview"


def test_the_bar_tells_every_turn_and_the_ways_on():
    bar = scrub.bar(over(), "my game", 2, eyes(over()), "ledger")
    assert [each["turn"] for each in bar["turns"]] == [0, 1, 2, 3, 4]
    assert "The Narrows: warning to" in json.dumps(bar["turns"])
    assert "1 ruling" in bar["turns"][2]["text"]
    assert (bar["report"], bar["play"]) == ("/api/report/my%20game", "")
    assert [each["id"] for each in bar["seats"]] == ["ALDA", "BRENN", "CORVE", "DRAY"]


def test_in_the_middle_a_branch_is_of_ones_own_seat_and_the_report_too():
    game = middle(("BRENN",))
    bar = scrub.bar(game, "g", 1, eyes(game), "overview")
    assert [each["id"] for each in bar["seats"]] == ["BRENN"]
    assert (bar["report"], bar["play"]) == ("/api/report/g?seat=BRENN", "/play/g")
    umpire = scrub.bar(game, "g", 1, eyes(game, UMPIRE), "overview")
    assert umpire["report"] == "/api/report/g?seat=umpire"


def test_reasons_of_every_number_sum_to_its_change():
    game = over()
    for turn in range(1, game.turn + 1):
        scope = board.Scope(game, turn)
        for row in ledger.ledger(scope, Filter(most=10_000))["rows"]:
            told = game.why(row["of"], row["field"], turn)
            assert sum(each.amount for each in told.reasons) == pytest.approx(told.after - told.before)
            assert ledger.why(scope, row["of"], row["field"])["reasons"]


def test_the_ledger_holds_every_number_that_changed():
    game, turn = over(), 2
    reasons = game.tables()["reasons"]
    told = {row["key"] for row in ledger.ledger(board.Scope(game, turn), Filter(most=10_000))["rows"]}
    moved = reasons[(reasons["turn"] == turn) & (reasons["field"] == "tension")]
    sums = moved.groupby("entity")["amount"].sum()
    assert {f"tension {entity}" for entity, amount in sums.items() if amount} == {
        key for key in told if key.startswith("tension")
    }


def test_the_ledger_is_filtered_by_nation_group_and_words():
    scope = board.Scope(over(), 2)
    whole = ledger.ledger(scope)
    assert whole["count"] == whole["all"] > len(whole["rows"]) == ledger.MOST
    trust = ledger.ledger(scope, Filter(nation="BRENN", group="Relations", text="trust"))
    assert trust["rows"]
    assert all(row["field"] == "trust" and "BRENN" in row["of"] for row in trust["rows"])
    assert ledger.ledger(scope, Filter(text="no such thing"))["count"] == 0
    assert len(ledger.ledger(scope, ledger.more(Filter()))["rows"]) > ledger.MOST
    assert "nothing has changed yet" in ledger.ledger(board.Scope(over(), 0))["note"]


def test_why_of_the_opening_is_refused_in_words():
    with pytest.raises(WargameError, match="Move to turn 1"):
        ledger.why(board.Scope(over(), 0), "narrows", "tension")


def test_orders_are_told_in_words_with_their_rows_and_secrets_marked():
    told = orders.orders(board.Scope(over(), 2))
    assert [seat["id"] for seat in told["seats"]] == ["ALDA", "BRENN", "CORVE", "DRAY"]
    assert all(order["ref"].startswith("order-") for seat in told["seats"] for order in seat["orders"])
    assert told["rulings"] == [{"text": "The Narrows: no", "reason": "to talk about it"}]
    assert orders.orders(board.Scope(over(), 0))["seats"] == []


def test_that_another_seat_sealed_nothing_is_told_to_the_umpire_only():
    game = middle(("ALDA", "BRENN"), ("BRENN", ["consult"]))
    by = {
        asked: orders.orders(board.Scope(game, 1, asked))["seats"][0]["by"] for asked in ("", "ALDA", "BRENN")
    }
    assert by == {
        "": "a person who sealed nothing",
        "ALDA": "a person who sealed nothing",
        "BRENN": "a person",
    }


def test_every_chart_stands_in_a_group_and_marks_the_turn():
    scope = board.Scope(over(), over().turn)
    drawn = [spec for name in charts.GROUPS for spec in charts.group(scope, 2, name)["charts"]]
    assert len(drawn) == len(board.charts(scope)) + 1
    money = charts.group(scope, 2, "Money and power")["charts"]
    assert {"spent", "burden", "funds", "capital"} <= {spec["id"] for spec in money}
    assert all(spec["marks"] == [{"x": 2, "text": "turn 2"}] for spec in drawn)
    assert len({spec["id"] for spec in drawn}) == len(drawn)
    assert charts.chosen("nonsense") == "Region"


# -- turning points, rulings, two games ---------------------------------------------------------------------


def test_turning_points_are_told_in_words_and_ranked_as_asked():
    scope = board.Scope(over(), over().turn)
    found = list(turning_points(over(), (2,)))[-1]
    told = turning.turning(scope, found, None, sort="game")
    assert told["count"] == told["orders"] == len(found.points)
    assert told["rows"][0]["bar"] == 100.0
    assert "instead" not in json.dumps(told["rows"])
    first = told["rows"][0]
    assert first["moved"][0]["was"] != first["moved"][0]["without"]
    assert first["fresh"]["pairs"] == 2
    assert any(row["typical"] and row["typical"]["difference"] != "0" for row in told["rows"])
    dray = turning.turning(scope, found, None, sort="turn", seat="DRAY", most=3)
    assert [row["seat"]["id"] for row in dray["rows"]] == ["DRAY"] * 3
    assert [row["turn"] for row in dray["rows"]] == sorted(row["turn"] for row in dray["rows"])
    average = turning.turning(scope, found, None, sort="average")
    sizes = [row["average"] for row in average["rows"]]
    assert sizes == sorted(sizes, reverse=True)
    json.dumps([told, dray, average], allow_nan=False)


def test_turning_points_are_ranked_by_what_they_do_on_average_and_one_outcome_is_not_told_over_and_over():
    scope = board.Scope(over(), over().turn)
    looks = list(turning_points(over(), (2,)))
    told = turning.turning(scope, looks[-1], None, most=1000)
    assert (told["sort"], told["sorts"][0]["id"]) == ("average", "average")
    first = [row["moved"][0]["id"] for row in told["rows"] if row["moved"]]
    early = next(place for place, name in enumerate(first) if first[: place + 1].count(name) > turning.ALIKE)
    assert all(
        first[:place].count(name) >= turning.ALIKE for place, name in enumerate(first) if place >= early
    )
    own_luck = turning.turning(scope, looks[0], None)
    assert own_luck["rows"][0]["bar"] == 100.0


def test_a_study_behind_another_says_that_it_waits_for_it():
    waiting = Job("turning", lambda watch, stop: None)
    assert turning.progress(waiting)["words"] == "waits for the other study to end"


def test_what_an_order_does_by_definition_is_no_finding():
    start, seats = "start shield_chn", ("USA", "JPN", "ROK", "CHN", "DPRK", "RUS")
    game = Game.new("northeast-asia-2022", seed=7, people=seats, turns=2)
    game.submit("CHN", [start])
    while not game.over:
        game.advance()
    found = list(turning_points(game, ()))[-1]
    assert [point.text for point in found.points] == [start]
    moved = {each.outcome.name for each in found.points[0].moved}
    assert moved
    assert not moved & {"stage:shield_chn", "fielded:shield_chn", "slip:shield_chn"}


# -- the outcome --------------------------------------------------------------------------------------------


def test_at_the_end_it_is_told_who_won_with_the_numbers_of_every_objective():
    game = over()
    told = outcome.outcome(board.Scope(game, game.turn))
    scores = {row.seat: row for row in game.scores()}
    assert told["ended"]
    assert {row["id"]: row["score"] for row in told["rows"]} == {
        seat: pytest.approx(row.score) for seat, row in scores.items()
    }
    for row in told["rows"]:
        assert [each["met"] for each in row["objectives"]] == [
            each.met for each in scores[row["id"]].objectives
        ]
        assert all(goal["numbers"] and goal["numbers"][0]["asked"] for goal in row["objectives"])
    assert told["stability"]["factor"] in (0.0, 0.6, 1.0)


def test_while_it_is_played_a_seat_reads_of_its_own_objectives_and_of_no_score():
    game = middle(("BRENN", "CORVE"))
    told = outcome.outcome(board.Scope(game, 1, "BRENN"))
    assert [row["id"] for row in told["rows"]] == ["BRENN"]
    assert told["rows"][0]["score"] is None
    texts = [row.text for row in game.play.scenario.objectives.values() if row.seat != "BRENN"]
    assert not any(text in json.dumps(told) for text in texts)


def test_after_the_end_a_seat_reads_who_met_what_but_not_the_numbers_of_others():
    told = outcome.outcome(board.Scope(over(), over().turn, "DRAY"))
    assert len(told["rows"]) == 4
    held = {row["id"]: [goal["numbers"] for goal in row["objectives"]] for row in told["rows"]}
    assert all(held["DRAY"])
    assert not any(numbers for seat, each in held.items() if seat != "DRAY" for numbers in each)


# -- money --------------------------------------------------------------------------------------------------


@cache
def baseline() -> Game:
    game = Game.new("northeast-asia-2022", seed=3, turns=2)
    game.advance()
    return game


@pytest.mark.parametrize(
    ("key", "unit"),
    [
        ("gdp JPN", "bn USD of 2015"),
        ("gdp DPRK", "points"),
        ("spending JPN", "bn USD of 2022"),
        ("spending DPRK", "points"),
    ],
)
def test_the_ledger_tells_money_as_its_nation_counts_it(key, unit):
    scope = board.Scope(baseline(), 1)
    rows = {row["key"]: row for row in ledger.ledger(scope, Filter(group="Money", most=1000))["rows"]}
    if key in rows:
        assert rows[key]["change"].endswith(f" {unit}")
        assert ledger.why(scope, rows[key]["of"], rows[key]["field"])["unit"] == unit
    else:
        assert key == "gdp DPRK"  # its growth is nothing by assumption


def test_numbers_below_nothing_have_a_true_minus():
    told = ledger.ledger(board.Scope(baseline(), 1), Filter(most=10_000))["rows"]
    assert not [row for row in told if row["change"].startswith("-") or row["after"].startswith("-")]
    assert any(row["change"].startswith("\u2212") for row in told)


def test_the_outlook_of_a_programme_is_not_told_before_it_is_worked_out():
    opening, later = (board.programmes(board.Scope(baseline(), turn))["rows"] for turn in (0, 1))
    assert all(row["legacy"] is None for row in opening)
    assert all(row["legacy"] is not None for row in later)
    rows = ledger.ledger(board.Scope(baseline(), 1), Filter(group="Programmes", text="outlook", most=1000))[
        "rows"
    ]
    assert rows
    assert {row["before"] for row in rows} == {"not worked out"}


def test_what_differs_by_less_than_is_told_counts_as_alike():
    row = next(each for each in Sheet.of(over()).outcomes if each.name == "stability")
    assert outcomes.alike(row, 50.01, 50.02)
    assert not outcomes.alike(row, 50.0, 50.2)


def test_before_they_are_looked_for_nothing_is_told_but_how():
    told = turning.turning(board.Scope(over(), 4), None, None)
    assert (told["rows"], told["progress"]["state"]) == ([], "idle")
    assert told["orders"] > 0


def test_rulings_are_told_with_and_without():
    scope, sheet = board.Scope(over(), over().turn), Sheet.of(over())
    looks = list(weigh(sheet, acts_of(over()), pairs=2))
    waiting, own, done = (turning.rulings(scope, found, None) for found in (None, *looks))
    assert [told["rows"][0]["state"] for told in (waiting, own, done)] == ["waiting", "own", "done"]
    assert done["rows"][0]["title"] == "Ruling: an incident happens at a flashpoint"
    assert done["rows"][0]["text"] == "The Narrows: no"
    assert all(row["fresh"]["words"] for row in done["rows"][0]["moved"])
    json.dumps(done, allow_nan=False)


def test_two_games_are_set_side_by_side():
    other = over().branch(2, people=["BRENN"])
    while not other.over:
        other.advance()
    told = fork.fork(over(), other, compare(over(), other), ("this game", "other"))
    assert told["head"] == "They share the first 2 turns and part in turn 3 (2024). The dice are the same."
    assert told["outcomes"]
    assert told["orders"]
    assert all(row["first"] != row["second"] for row in told["outcomes"])
    dashes = {row["name"].endswith("(2)"): row["dash"] for spec in told["charts"] for row in spec["series"]}
    assert dashes == {False: False, True: True}
    json.dumps(told, allow_nan=False)


def test_a_shorter_game_leaves_a_gap_in_the_chart():
    other = over().branch(2)
    told = fork.fork(over(), other, compare(over(), other), ("this game", "other"))
    assert told["head"].startswith("One is the beginning of the other")
    tension = told["charts"][0]
    assert [len(row["values"]) for row in tension["series"]] == [5] * len(tension["series"])
    assert tension["series"][-1]["values"][3:] == [None, None]


def test_a_band_of_many_nations_is_left_out_where_two_games_are_drawn():
    spec = charts.group(board.Scope(over(), over().turn), 1, "Region")["charts"][0]
    band = {**spec["series"][0], "id": "others", "values": [None] * 5, "bands": [{"low": [0], "high": [1]}]}
    told = charts.two({**spec, "series": [*spec["series"], band]}, spec, ("this game", "other"))
    assert len(told["series"]) == 2 * len(spec["series"])


def test_games_that_may_stand_beside_are_of_this_scenario_and_own_branches_come_first():
    cards = [
        Card("other", "game", scenario=ISLANDS, turn=2, turns=4, seed=42, differs="DRAY hawk"),
        Card("grown", "game", scenario=ISLANDS, turn=4, turns=4, branch="mine, turn 2"),
        Card("elsewhere", "game", scenario="northeast-asia-2022", turn=2),
        Card("mine", "game", scenario=ISLANDS, turn=4),
        Card("unplayed", "game", scenario=ISLANDS, turn=0),
        Card("broken", "game", fault="damaged"),
        Card("many", "ensemble", scenario=ISLANDS, turn=1),
    ]
    told = fork.candidates(over(), "mine", cards)
    assert [each["id"] for each in told["games"]] == ["grown", "other"]
    assert told["games"][1]["text"] == "other: 2 of 4 turns, a game of its own · DRAY hawk · seed 42"
    assert "Branch from a turn" in fork.candidates(over(), "mine", [])["empty"]


def test_a_team_of_a_workshop_looks_back_at_its_own_game_alone() -> None:
    game = over()
    bar = scrub.bar(game, "my game", 2, eyes(game), "ledger", alone=True)

    assert "fork" not in [each["id"] for each in bar["tabs"]]
    assert bar["seats"] == []
    assert bar["play"] == ""
    assert scrub.tab_of("fork") == "fork"
    assert scrub.tab_of("fork", alone=True) == "overview"
