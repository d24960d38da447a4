"""The seat's page without a browser: what it shows and never tells, what each act does, its answers to slips."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest

from tests.support import BASELINE, PRACTICE, play_of
from wargame.faults import OrderError, WargameError
from wargame.game import Game
from wargame.inputs import Draft
from wargame.views import seat as view
from wargame.views.seat.acts import STEPS
from wargame.views.seat.typed import LONGEST

PLAY, NORTH = play_of(PRACTICE), play_of(BASELINE)
SEATS = PLAY.world.ids["nation"]
QUIET = "technology_rus_dprk"


def whole(seat: view.Seat, draft: Draft) -> dict[str, Any]:
    """Return everything that the page can show of a seat, whichever tab is open."""
    got: dict[str, Any] = {
        "header": view.header(seat, draft),
        "situation": view.situation(seat),
        "others": view.others(seat),
        "brief": view.brief(seat),
        "agreements": view.agreements(seat),
        "news": view.news(seat),
        "menu": view.menu(seat),
        "marks": view.marks(seat, draft),
        "shut": view.shut(seat),
        "draft": view.drafted(seat, draft),
        "table": view.table(seat, draft),
    }
    rows = [row for part in got["situation"]["parts"] for row in part["rows"]]
    rows += [number for nation in got["others"]["nations"] for number in nation["numbers"]]
    if seat.game.turn:
        got["why"] = [view.why(seat, row["of"], row["field"]) for row in rows]
    return got


def after(seat: str, *orders: str, quiet: bool = False) -> Game:
    """Return a game of the region after a turn in which one seat ordered something, or two agreed in secret."""
    game = Game.new(NORTH, seed=7, people=NORTH.world.ids["nation"])
    if quiet:
        for name in ("RUS", "DPRK"):
            game.convene(name, "officials_rus_dprk")
        game.offer("RUS", QUIET, secret=True)
        game.answer("DPRK", QUIET, "accept")
    game.submit(seat, orders)
    game.advance()
    return game


# -- what is shown ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [PLAY, NORTH], ids=["islands", "region"])
def test_every_panel_is_plain_json_at_every_moment_of_a_game(place: Any) -> None:
    name = place.world.ids["nation"][1]
    game = Game.new(place, seed=7, turns=2, people=[name])
    while True:
        seat = view.Seat(game, name)
        json.dumps(whole(seat, Draft()), allow_nan=False)
        if game.over:
            break
        game.advance()
    json.dumps(view.ending(seat), allow_nan=False)
    assert view.ending(seat)["scores"]
    assert view.menu(seat)["count"] == 0


def test_the_desk_shows_every_legal_order_once_with_its_price() -> None:
    game = Game.new(NORTH, seed=7, people=["JPN"])
    legal = {row.text: row for row in game.legal_orders("JPN")}

    made = view.menu(view.Seat(game, "JPN"))

    rows = [
        level
        for group in made["groups"]
        for order in group["orders"]
        for target in order["targets"]
        for level in target["levels"]
    ]
    assert sorted(row["text"] for row in rows) == sorted(legal)
    assert view.marks(view.Seat(game, "JPN"), Draft(("consult",)))["drafted"] == ["consult"]
    assert all(row["price"]["percent"] == legal[row["text"]].percent for row in rows)
    assert {row["text"] for row in rows if "PC" in row["price"]["short"]} == {
        text for text, row in legal.items() if row.capital
    }


def test_an_order_says_what_allows_it_and_what_it_rests_on() -> None:
    game = Game.new(NORTH, seed=7, people=["JPN"])
    rows = {
        order["id"]: order
        for group in view.menu(view.Seat(game, "JPN"))["groups"]
        for order in group["orders"]
    }

    assert any("support for counterstrike is 44" in text for text in rows["seek_counterstrike"]["needs"])
    assert "for coalition nations" in rows["consult"]["needs"]
    assert rows["intelligence"]["needs"] == ["not told to others"]
    assert all(order["sources"] and order["effects"] for order in rows.values() if order["id"] != "freeform")


def test_orders_that_are_not_legal_now_say_why() -> None:
    game = Game.new(PLAY, seed=7, people=["ALDA"])
    told = {row["id"]: row["why"] for row in view.shut(view.Seat(game, "ALDA"))}

    assert "fund" in told
    assert "stage 'idea'" in told["fund"]
    assert not set(told) & {row.order for row in game.legal_orders("ALDA")}


def test_sums_are_those_of_the_desk_in_percent_of_the_wedge() -> None:
    game = Game.new(NORTH, seed=7, people=["JPN"])
    row = next(row for row in game.legal_orders("JPN") if row.text == "sustain presence")

    sums = view.drafted(view.Seat(game, "JPN"), Draft((row.text,)))["sums"]

    assert sums["funds"]["have"] - sums["funds"]["left"] == pytest.approx(row.funds)
    assert next(part for part in sums["funds"]["parts"] if part["name"] == "orders")[
        "percent"
    ] == pytest.approx(row.percent)


def test_others_come_with_errors_and_the_own_seat_without() -> None:
    game = Game.new(PLAY, seed=7, people=["ALDA"])
    made = {row["id"]: row for row in view.others(view.Seat(game, "ALDA"))["estimates"]}

    assert all(cell["error"] == 0.0 for cell in made["ALDA"]["cells"])
    assert all(cell["error"] > 0.0 for cell in made["DRAY"]["cells"])


def test_claims_are_told_as_claims() -> None:
    game = Game.new(PLAY, seed=7, people=SEATS)
    game.submit("DRAY", ["test bank"], signal="statement")
    game.advance()

    told = view.others(view.Seat(game, "ALDA"))["claims"]

    assert [(row["id"], row["kind"]) for row in told] == [("DRAY", "claim"), ("DRAY", "signal")]
    assert view.others(view.Seat(game, "DRAY"))["claims"] == []


def test_the_reasons_of_every_number_of_the_situation_sum_to_its_change() -> None:
    game = Game.new(PLAY, seed=7, people=["ALDA"])
    game.advance()
    seat = view.Seat(game, "ALDA")
    for part in view.situation(seat)["parts"]:
        for row in part["rows"]:
            told = view.why(seat, row["of"], row["field"])
            assert sum(each["amount"] for each in told["reasons"]) == pytest.approx(
                told["after"] - told["before"]
            )
            step = 10.0 ** -told["digits"]
            assert told["after"] == pytest.approx(row["value"], abs=step)
            assert row["change"] == pytest.approx(told["after"] - told["before"], abs=step)


def test_a_why_names_own_orders_with_their_wear_and_sources_by_short_titles() -> None:
    game = Game.new(NORTH, seed=7, people=["JPN"])
    for _ in range(2):
        game.submit("JPN", ["hotline strait"])
        game.advance()

    told = view.why(view.Seat(game, "JPN"), "strait", "tension")

    own = next(row for row in told["reasons"] if row["own"])
    assert (own["amount"], own["tone"], own["worn"]) == (-2.0, "good", "repeated lately: half")
    assert [row["worn"] for row in told["reasons"] if not row["own"]] == [""] * (len(told["reasons"]) - 1)
    assert own["sources"][0]["title"] == "a joint interceptor"
    assert own["sources"][0]["whole"].startswith(NORTH.scenario.ruleset.sources["S000.6"].text)
    assert next(row for row in told["reasons"] if row["text"] == "Chance")["hint"]


def test_who_agreed_and_did_not_sign_is_told_with_what_all_may_see() -> None:
    game = Game.new(NORTH, seed=7, people=["USA", "JPN"])
    game.offer("USA", "rd_pact_usa_jpn")
    game.answer("JPN", "rd_pact_usa_jpn", "accept")
    game.submit("JPN", [])
    game.submit("USA", [], sign=[])
    game.advance()

    rows = {
        name: next(row for row in view.news(view.Seat(game, name))["table"] if row["id"] == "rd_pact_usa_jpn")
        for name in ("JPN", "USA")
    }

    assert rows["JPN"]["why"] == ["United States did not sign; its trust in you was 70 of 100."]
    assert rows["USA"]["why"] == ["You did not sign."]
    others = [row["id"] for row in view.news(view.Seat(game, "CHN"))["table"]]
    assert "rd_pact_usa_jpn" not in others


def test_only_home_tracks_that_are_in_play_stand_in_front() -> None:
    seat = view.Seat(Game.new(NORTH, seed=7, people=["JPN"]), "JPN")

    home = next(part for part in view.situation(seat)["parts"] if part["id"] == "home")

    front, rest = ({row["field"] for row in home[which]} for which in ("rows", "more"))
    assert {"home.approval", "home.role", "home.entrapment", "support.counterstrike"} <= front
    assert {"home.scarcity", "home.isolation", "home.regime"} <= rest
    assert len(front) + len(rest) == len(NORTH.scenario.ruleset.tracks) + 1


def test_a_sum_of_an_objective_tells_what_it_is_made_of() -> None:
    seat = view.Seat(Game.new(NORTH, seed=7, people=["JPN"]), "JPN")

    goals = {goal["id"]: goal["groups"] for goal in view.brief(seat)["objectives"]}

    made = goals["jpn_protection"][0][0][0]
    assert made["parts"].startswith("made of 0.6 + 0.0; an outlook is worked out")
    assert [len(way) for way in goals["jpn_streak"][0]] == [1, 2]


def test_a_number_that_is_kept_from_the_seat_is_refused_in_words() -> None:
    game = Game.new(PLAY, seed=7, people=["ALDA"])
    game.advance()

    with pytest.raises(WargameError, match="may not see"):
        view.why(view.Seat(game, "ALDA"), "DRAY", "capital")


# -- what is never told -------------------------------------------------------------------------------------

SECRETS = [
    ("USA", ("fund tracking_usa 25",), ("fund tracking_usa 100",), "CHN"),
    ("DPRK", (), ("fund hypersonic_dprk 100",), "JPN"),
]


@pytest.mark.parametrize(("seat", "one", "other", "viewer"), SECRETS)
def test_two_games_that_differ_in_a_secret_of_another_seat_look_the_same(
    seat: str, one: tuple[str, ...], other: tuple[str, ...], viewer: str
) -> None:
    left, right = (whole(view.Seat(after(seat, *orders), viewer), Draft()) for orders in (one, other))

    assert [name for name in left if left[name] != right[name]] == []


def test_nobody_else_reads_of_a_secret_order() -> None:
    game = after("CHN", "intelligence", "statement")
    told = {name: json.dumps(view.news(view.Seat(game, name))) for name in ("CHN", "JPN")}

    assert "Spend on intelligence" in told["CHN"]
    assert "Spend on intelligence" not in told["JPN"]
    assert "order-statement" in told["JPN"]


def test_a_secret_agreement_is_named_to_its_parties_only() -> None:
    game = after("RUS", quiet=True)
    told = {name: json.dumps(whole(view.Seat(game, name), Draft())) for name in ("JPN", "CHN", "DPRK")}

    assert "Technology deal" in told["DPRK"]
    assert QUIET in told["DPRK"]
    for outsider in ("JPN", "CHN"):
        assert QUIET not in told[outsider]


def test_briefs_and_objectives_of_others_are_not_in_a_seats_page() -> None:
    game = Game.new(PLAY, seed=7, people=SEATS)
    text = json.dumps(whole(view.Seat(game, "ALDA"), Draft()), ensure_ascii=False)

    for name, row in PLAY.scenario.nations.items():
        assert (row.brief in text) == (name == "ALDA")
    for row in PLAY.scenario.objectives.values():
        assert (row.text in text) == (row.seat == "ALDA")


# -- acts ---------------------------------------------------------------------------------------------------


@pytest.fixture
def japan() -> view.Seat:
    return view.Seat(Game.new(NORTH, seed=7, people=["JPN"]), "JPN")


def acted(seat: view.Seat, *acts: dict[str, Any]) -> Draft:
    draft = Draft()
    for act in acts:
        draft = view.act_on(seat, draft, act)
    return draft


def add(text: str) -> dict[str, Any]:
    return {"do": "add", "text": text}


def test_an_order_is_written_as_the_rules_write_it(japan: view.Seat) -> None:
    assert acted(japan, add("fd RAILGUN 75%"), add("co")).orders == ("fund railgun 75", "consult")


def test_another_level_takes_the_place_of_the_first(japan: view.Seat) -> None:
    draft = acted(
        japan, add("fund railgun 75"), add("consult"), add("fund railgun 100"), add("pause railgun")
    )

    assert draft.orders == ("pause railgun", "consult")


def test_orders_are_dropped_and_a_draft_is_cleared(japan: view.Seat) -> None:
    draft = acted(japan, add("consult"), add("statement"), {"do": "drop", "text": "consult"})
    assert draft.orders == ("statement",)
    assert view.act_on(japan, draft, {"do": "clear"}) == Draft()


def test_words_in_public_and_the_crisis_round(japan: view.Seat) -> None:
    draft = acted(
        japan, {"do": "signal", "id": "consult"}, {"do": "promise", "id": "pressure"}, {"do": "ease"}
    )
    assert (draft.signal, draft.promise, draft.ease) == ("consult", "pressure", True)
    none = view.act_on(japan, draft, {"do": "signal", "id": ""})
    assert none.signal is None
    assert not view.drafted(japan, draft)["meant"]


def test_signing_is_withheld_and_given_again(japan: view.Seat) -> None:
    game = japan.game
    name = next(deal.id for deal in game.table("JPN") if deal.offer and "JPN" in deal.offer.waits_for)
    game.answer("JPN", name, "accept")

    withheld = view.act_on(japan, Draft(), {"do": "withhold", "id": name})

    assert withheld.sign == ()
    assert view.drafted(japan, withheld)["pencilled"][0]["signs"] is False
    assert view.act_on(japan, withheld, {"do": "sign", "id": name}).sign is None


def test_too_many_orders_are_kept_and_told(japan: view.Seat) -> None:
    draft = acted(japan, *(add(text) for text in ("consult", "statement", "persuade", "fund railgun 75")))

    made = view.drafted(japan, draft)

    assert len(made["orders"]) == 4
    assert made["faults"] == ["4 orders, and 3 are allowed. Leave out 1."]


BAD = [
    ("12345", "there is no order '12345'"),
    ("fund railgun fifty", "not on the menu"),
    ("fund nosuch 50", "there is no programme 'nosuch'"),
    ("pressure strait coerce", "Nearest legal order"),
    ("fund glide_usa 50", "for the owners"),
    ("x" * 10_000, "10,000 letters"),
    ("100%", "there is no order '100'"),
]


@pytest.mark.parametrize(("text", "words"), BAD)
def test_a_slip_is_told_in_a_sentence_with_what_is_nearest(japan: view.Seat, text: str, words: str) -> None:
    told = view.checked(japan, text)

    assert words in told["refusal"]
    assert len(told["refusal"]) < 600
    assert len(told["text"]) <= LONGEST
    legal = {row.text for row in japan.game.legal_orders("JPN")}
    assert all(row["text"] in legal for row in told["like"])
    with pytest.raises(OrderError):
        view.act_on(japan, Draft(), add(text))


def test_the_order_that_a_refusal_names_is_offered_first(japan: view.Seat) -> None:
    told = view.checked(japan, "fund railgun 50")

    assert "set already" in told["refusal"]
    assert told["like"][0]["text"] in ("fund railgun 25", "fund railgun 75")


def test_what_is_legal_comes_with_name_and_price(japan: view.Seat) -> None:
    told = view.checked(japan, "FD railgun 75")
    assert (told["legal"], told["refusal"]) == ("fund railgun 75", "")
    assert "bn USD" in told["price"]["whole"]


def test_steps_go_back_and_forth_and_a_new_act_ends_what_was_ahead() -> None:
    history = view.History()
    drafts = [Draft((f"order {k}",)) for k in range(STEPS + 5)]
    for before, after in pairwise(drafts):
        history.note(before, after)
    now = drafts[-1]
    for k in range(STEPS):
        now = history.undo(now)
        assert now == drafts[-2 - k]
    assert history.undo(now) == now
    assert history.redo(now) == drafts[-1 - STEPS + 1]
    history.note(now, drafts[0])
    assert history.redo(drafts[0]) == drafts[0]


def test_a_step_back_takes_back_ones_own_and_leaves_what_others_did() -> None:
    history = view.History()
    history.note(Draft(("consult",)), Draft(("consult", "fund railgun 50")))
    history.note(Draft(("consult", "fund railgun 50")), Draft(("consult", "fund railgun 75")))

    theirs = Draft(("consult", "fund railgun 75", "statement"), signal="statement")
    first = history.undo(theirs)
    assert first == Draft(("consult", "fund railgun 50", "statement"), signal="statement")
    assert history.undo(first).orders == ("consult", "statement")
    assert history.redo(Draft(("statement",))).orders == ("statement", "fund railgun 50")


def test_a_step_that_others_have_taken_back_already_is_passed_over() -> None:
    history = view.History()
    history.note(Draft(), Draft(("consult",)))
    history.note(Draft(("consult",)), Draft(("consult", "statement")))

    assert history.undo(Draft(("consult",))) == Draft()


def test_who_sits_down() -> None:
    assert view.seat_of(["ALDA"], "") == "ALDA"
    assert view.seat_of(["ALDA", "BRENN"], "") == ""
    with pytest.raises(WargameError, match="Did you mean 'ALDA'"):
        view.seat_of(["ALDA", "BRENN"], "ALDO")
    with pytest.raises(WargameError, match="Review"):
        view.seat_of([], "")


def test_what_costs_more_than_the_draft_leaves_is_marked(japan: view.Seat) -> None:
    draft = Draft(("stance surge",))

    over = view.marks(japan, draft)["over"]

    left = view.header(japan, draft)
    rows = {row.text: row for row in japan.game.legal_orders("JPN")}
    assert over == [
        name
        for name, row in rows.items()
        if name not in draft.orders and (row.capital > left["capital"] or row.funds > left["funds"])
    ]
    assert over
    assert view.marks(japan, Draft())["over"] == []
