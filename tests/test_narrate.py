"""Telling a turn: facts that add up and keep secrets, words that fit the screen."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest

from wargame.adjudication.measures import objective_holds
from wargame.game import Game
from wargame.inputs import Draft
from wargame.narrate import Scene, desk, gather, names, turn
from wargame.narrate.goals import alternatives, goals_in_truth
from wargame.narrate.reasons import explain, full_field, rounded, worn
from wargame.narrate.screen import WIDTH, Line, grid
from wargame.narrate.situation import (
    Seat,
    agreements,
    estimates,
    objectives,
    programmes,
    relations,
    situation,
)
from wargame.narrate.story import story
from wargame.scenario import read_scenario
from wargame.state import FIELDS, IN_FORCE, State

BASELINE = "northeast-asia-2022"
NORTH = read_scenario(BASELINE)
HEADINGS = ("News", "Orders", "What changed, and why", "Ladder (tension 0-100)")


@pytest.fixture(scope="module")
def played() -> Game:
    """Return a whole game of house AI."""
    game = Game.new(BASELINE, seed=7)
    while not game.over:
        game.advance()
    return game


def text_of(lines: list[Line]) -> str:
    """Return lines as they are printed where there is no terminal."""
    return "\n".join(part for line in lines for part in line.wrapped(WIDTH))


def told(game: Game, number: int, seat: str = "") -> str:
    """Return a turn as it is told."""
    return text_of(turn(game.play.scenario, gather(Scene(game, number, seat))))


# -- facts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seat", ["", "JPN", "DPRK"])
def test_reasons_sum_to_every_change_that_is_told(played: Game, seat: str) -> None:
    for number in range(1, played.turn + 1):
        for change in gather(Scene(played, number, seat))["changes"]:
            moved = change["after"] - change["before"]
            assert sum(row["amount"] for row in change["reasons"]) == pytest.approx(moved, abs=1e-9), change


def test_other_reasons_are_never_larger_than_the_smallest_that_is_named(played: Game) -> None:
    rests = 0
    for number in range(1, played.turn + 1):
        for change in gather(Scene(played, number))["changes"]:
            *named, last = change["reasons"]
            if last["reason"] == "other reasons":
                rests += 1
                assert abs(last["amount"]) <= min(abs(row["amount"]) for row in named), change
    assert rests


def test_a_seat_always_reads_what_its_own_orders_did_and_that_repeats_wear_off() -> None:
    game = Game.new(BASELINE, seed=7, people=["JPN"])
    rows = []
    for _ in range(3):
        game.submit("JPN", ["hotline strait"])
        game.advance()
        strait = next(
            row for row in gather(Scene(game, game.turn, "JPN"))["changes"] if row["of"] == "strait"
        )
        rows.append(next(row for row in strait["reasons"] if row["by"] == "JPN"))

    assert [(row["reason"], row["amount"]) for row in rows] == [
        ("Use the hotline", amount) for amount in (-4.0, -2.0, -1.0)
    ]
    words = [f"repeated lately: {left}" for left in ("half", "a quarter")]
    assert [row["worn"] for row in rows] == ["", *words]
    text = " ".join(told(game, 3, "JPN").split())
    assert "Use the hotline (Japan; repeated lately: a quarter) -1.0" in text
    assert worn(game, 3, "JPN", "tension") == ""


@pytest.mark.parametrize("digits", [0, 1, 3])
def test_rounded_reasons_sum_to_the_change_that_is_shown(digits: int) -> None:
    draw = np.random.default_rng(7)
    for _ in range(200):
        amounts = [*draw.normal(0, 3, draw.integers(1, 7)), -4.0, 2.0]
        before = float(draw.uniform(0, 100))
        after = before + sum(amounts)

        got = rounded(amounts, before, after, digits)

        assert sum(got) == pytest.approx(round(after, digits) - round(before, digits), abs=1e-9)
        assert all(abs(a - b) < 10.0**-digits for a, b in zip(got, amounts, strict=True))
        assert got[-2:] == [-4.0, 2.0]


def test_clauses_that_share_a_condition_are_either_or() -> None:
    goals = NORTH.objectives

    either = alternatives(goals["jpn_streak"])
    assert [[len(way) for way in ways] for ways in either] == [[1, 2]]
    assert [[len(way) for way in ways] for ways in alternatives(goals["jpn_role"])] == [[1], [1]]
    assert [[len(way) for way in ways] for ways in alternatives(goals["dprk_friends"])] == [[1, 1]]


def test_either_or_asks_for_what_the_clauses_ask_for(played: Game) -> None:
    world, state = played.play.world, played.model.states[-1]
    for name, row in world.scenario.objectives.items():
        goal = next(each for each in goals_in_truth(world, state, row.seat) if each["objective"] == name)
        groups: dict[int, dict[int, list[bool]]] = {}
        for each in goal["numbers"]:
            groups.setdefault(each["group"], {}).setdefault(each["way"], []).append(each["holds"])
        holds = all(any(all(way) for way in ways.values()) for ways in groups.values())
        assert holds == bool(objective_holds(world, state, row)[0]), name


def test_the_story_of_a_game_is_told_once_it_is_over(played: Game) -> None:
    first, biggest, ladder = story(played)

    assert first.startswith("The first signature came in turn ")
    assert biggest.startswith("The biggest move was in turn ")
    assert all(row.name in ladder for row in NORTH.flashpoints.values())
    with pytest.raises(ValueError, match="not over"):
        story(Game.new(BASELINE, seed=7))


def test_facts_are_plain_values(played: Game) -> None:
    for number in range(1, played.turn + 1):
        facts = gather(Scene(played, number))
        assert json.loads(json.dumps(facts, allow_nan=False)) == facts


def test_the_facilitator_is_told_all_orders_and_scores(played: Game) -> None:
    facts = gather(Scene(played, 1))

    sealed = {row["seat"]: row["orders"] for row in played.record.of(1, "orders")}
    assert {row["seat"]: row["orders"] for row in facts["orders"]} == sealed
    assert [row["seat"] for row in facts["scores"]] == list(played.play.scenario.nations)


def test_a_seat_learns_of_scores_only_at_the_end(played: Game) -> None:
    assert gather(Scene(played, played.turn - 1, "JPN"))["scores"] == []
    assert len(gather(Scene(played, played.turn, "JPN"))["scores"]) == 6


@pytest.fixture(scope="module")
def whispered() -> Game:
    """Return a game in which Russia and North Korea sign in secret and China spends on intelligence."""
    game = Game.new(BASELINE, seed=7, people=["USA", "CHN", "DPRK", "RUS"])
    world = game.play.world
    opens = world.opens[:, world.index["agreement"]["technology_rus_dprk"]]
    meeting = next(name for m, name in enumerate(world.ids["meeting"]) if opens[m])
    game.convene("RUS", meeting)
    game.convene("DPRK", meeting)
    game.offer("RUS", "technology_rus_dprk", secret=True)
    game.answer("DPRK", "technology_rus_dprk", "accept")
    game.submit("USA", ["fund tracking_usa 100", "statement"])
    game.submit("CHN", ["intelligence", "statement"], signal="statement")
    game.submit("RUS", ["statement"])
    game.submit("DPRK", ["fund hypersonic_dprk 100", "statement"])
    game.advance()
    return game


def test_what_is_signed_in_secret_is_told_to_its_parties_only(whispered: Game) -> None:
    assert "Technology deal (RUS, DPRK), in secret" not in told(whispered, 1, "JPN")
    assert "Technology deal" not in told(whispered, 1, "JPN")
    assert "Technology deal" not in told(whispered, 1, "CHN")
    for seat in ("RUS", "DPRK", ""):
        assert "Technology deal (RUS, DPRK)" in told(whispered, 1, seat)


def test_secret_orders_and_hidden_programmes_are_told_to_their_seat_only(whispered: Game) -> None:
    assert "Spend on intelligence" in told(whispered, 1, "CHN")
    assert "North Korean hypersonic strike" in told(whispered, 1, "DPRK")
    for seat in ("JPN", "USA", "ROK", "RUS"):
        text = told(whispered, 1, seat)
        assert "Spend on intelligence" not in text
        assert "North Korean hypersonic strike" not in text
        assert "Public statement" in text


def test_levels_of_funding_of_others_are_not_told(whispered: Game) -> None:
    def orders_of_usa(seat: str) -> list[str]:
        rows = gather(Scene(whispered, 1, seat))["orders"]
        return next(row["orders"] for row in rows if row["seat"] == "USA")

    assert orders_of_usa("JPN") == ["fund tracking_usa", "statement"]
    assert orders_of_usa("USA") == orders_of_usa("") == ["fund tracking_usa 100", "statement"]


VIEWS: tuple[Callable[[Seat], list[Line]], ...] = (
    situation,
    estimates,
    relations,
    programmes,
    agreements,
    objectives,
)


def test_private_numbers_of_others_move_nothing_that_a_seat_is_shown() -> None:
    game = Game.new(BASELINE, seed=7, people=["JPN"])
    seat = Seat(game, "JPN")
    before = [text_of(view(seat)) for view in VIEWS] + [text_of(desk.orders(seat, Draft()))]
    game.model.state = state = hidden_moved(game)
    game.model.states[-1] = state

    after = [text_of(view(seat)) for view in VIEWS] + [text_of(desk.orders(seat, Draft()))]

    assert after == before


def hidden_moved(game: Game) -> State:
    """Return the state with every number moved that Japan may not see."""
    state, place = game.state, game.play.world.index["nation"]["JPN"]
    others = np.arange(game.play.world.size("nation")) != place
    moved = {}
    for name, field in FIELDS.items():
        array = np.array(getattr(state, name))
        if field.see == "private" and field.axes[:1] == ("nation",) and field.kind in ("stock", "read-out"):
            array[:, others] = field.low + 0.25 * (field.high - field.low)
        elif name == "funding":
            array[..., others] = 0.5
        elif field.see == "private" and field.axes == ("programme",):
            array[:, ~game.play.world.owner[:, place]] += 0.125
        moved[name] = array
    assert any(not np.array_equal(moved[name], getattr(state, name)) for name in moved)
    return state.having(**moved)


# -- words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scenario", [BASELINE, "four-islands"])
def test_whole_games_are_told_within_the_width_and_in_order(scenario: str) -> None:
    game = Game.new(scenario, seed=3)
    while not game.over:
        game.advance()
        text = told(game, game.turn)
        assert max(len(line) for line in text.splitlines()) <= WIDTH
        places = [text.find(f"\n{heading}\n") for heading in HEADINGS if f"\n{heading}\n" in text]
        assert places == sorted(places)
        assert "nan" not in text
        assert "\N{NO-BREAK SPACE}" not in text
    assert "Final scores" in text


def test_a_breakdown_names_who_pushed_last(played: Game) -> None:
    facts = {**gather(Scene(played, 1)), "ending": "breakdown", "pusher": "CHN"}

    text = text_of(turn(played.play.scenario, facts))

    assert "Talks have broken down: the game stops, and nobody scores. China pushed last." in text


def test_a_crisis_round_tells_who_eased_and_who_held(played: Game) -> None:
    facts = {
        **gather(Scene(played, 1)),
        "crisis": {"flashpoint": "strait", "eased": ["USA"], "held": ["CHN"]},
    }

    text = text_of(turn(played.play.scenario, facts))

    assert "Crisis round at Taiwan Strait: United States eased, China held." in text


def test_a_false_signal_and_a_broken_promise_are_told(played: Game) -> None:
    row = {"seat": "CHN", "orders": ["pressure strait press"], "signal": "consult", "meant": False,
           "promise": None, "broken": "pressure"}  # fmt: skip
    text = text_of(turn(played.play.scenario, {**gather(Scene(played, 1)), "orders": [row]}))

    assert "Press at a flashpoint: Taiwan Strait (press)." in text
    assert "“Consult partners”, and did not." in " ".join(text.split())
    assert "Broke its promise of no “Press at a flashpoint”." in " ".join(text.split())


def test_a_freeze_broken_by_a_test_is_told_with_who_broke_it(played: Game) -> None:
    row = {"kind": "agreement", "of": "freeze_usa_dprk", "to": "broken", "by": ["DPRK"]}
    text = text_of(turn(played.play.scenario, {**gather(Scene(played, 1)), "milestones": [row]}))

    assert "broken by North Korea." in " ".join(text.split())


def test_who_tests_under_a_freeze_is_named_in_news_and_ledger() -> None:
    game = Game.new(BASELINE, seed=7, people=["DPRK"])
    place = game.play.world.at("agreement", "freeze_usa_dprk")
    agreement, left = game.state.agreement.copy(), game.state.left.copy()
    agreement[0, place], left[0, place] = IN_FORCE, 3.0
    game.model.state = game.model.states[0] = game.state.having(agreement=agreement, left=left)
    game.submit("DPRK", ["test korea"])
    game.advance()

    broken = [row for row in gather(Scene(game, 1))["milestones"] if row["of"] == "freeze_usa_dprk"]
    reasons = {row.reason: row.actor for row in game.why("USA>DPRK", "trust", 1).reasons}
    assert broken == [{"kind": "agreement", "of": "freeze_usa_dprk", "to": "broken", "by": ["DPRK"]}]
    assert reasons["breach of an agreement"] == "DPRK"
    assert "an agreement broken by deed" in reasons


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fund railgun 50", "Fund a programme: Railgun at 50 %"),
        ("pressure strait probe", "Press at a flashpoint: Taiwan Strait (probe)"),
        ("stance rise", "Budget stance (rise)"),
        ("exercise USA", "Exercise together: United States"),
        ("sustain space_tracking", "Sustain what is fielded: Space and tracking"),
        ("withdraw basing_jpn", "Withdraw from an agreement: Basing cost share (JPN, USA)"),
        ("seek_counterstrike counterstrike", "Seek approval of counterstrike: Counterstrike"),
    ],
)
def test_an_order_is_told_by_its_names(played: Game, text: str, words: str) -> None:
    assert names.order(played.play.scenario, text) == words


def test_every_order_of_every_seat_has_words(played: Game) -> None:
    for text in played.play.options.text:
        assert names.order(played.play.scenario, text)


def test_a_why_is_told_with_its_sum(played: Game) -> None:
    why = played.why("JPN", "home.approval", 1)
    text = text_of(explain(played.play.scenario, why))

    assert text.splitlines()[1].startswith("Japan: approval, turn 1: ")
    assert f"{why.after - why.before:+.1f}  in all" in text
    assert "S003.9" in text


def test_a_track_alone_stands_for_its_field(played: Game) -> None:
    scenario = played.play.scenario

    assert full_field(scenario, "approval") == "home.approval"
    assert full_field(scenario, "presence") == "capability.presence"
    assert full_field(scenario, "spending") == "spending"


def test_lines_wrap_with_a_hanging_indent_and_in_their_column() -> None:
    assert Line("aaa bbb ccc", 2).wrapped(26) == ["  aaa bbb ccc"]
    long = Line("word " * 30, 2).wrapped(40)
    assert all(line.startswith("    ") for line in long[1:])
    cells = grid([("a", "1", "text " * 40), ("bbb", "10", "short")], right=(1,))
    assert cells[0].wrapped(60)[0].startswith("  a     1  text")
    assert cells[0].wrapped(60)[1].startswith(" " * 11 + "text")
    assert cells[1].wrapped(60) == ["  bbb  10  short"]
    assert grid([]) == []


def test_a_row_that_ends_empty_keeps_its_first_cells() -> None:
    rows = grid([("1.", "fund", "2 PC"), ("2.", "hold", "")], right=(2,))

    assert [line.wrapped() for line in rows] == [["  1.  fund  2 PC"], ["  2.  hold"]]


# -- the desk -----------------------------------------------------------------------------------------------


@pytest.fixture
def tabled() -> Game:
    """Return a game in which two offers of the United States wait for Japan."""
    game = Game.new(BASELINE, seed=7, people=["USA", "JPN"])
    game.offer("USA", "rd_pact_usa_jpn")
    game.offer("USA", "basing_jpn", 85)
    return game


def test_a_draft_is_summed_with_meetings_and_signatures(tabled: Game) -> None:
    seat = Seat(tabled, "JPN")
    tabled.answer("JPN", "rd_pact_usa_jpn", "accept")

    made = desk.sums(seat, Draft(("persuade", "fund railgun 100")))

    paid = made.prices["persuade"].capital
    price = tabled.play.scenario.ruleset.agreements["rd_pact"].capital
    assert (made.signing, made.orders, made.meetings) == (price, paid, 0.0)
    assert made.capital == tabled.state.capital[0, seat.place] - price - paid
    funds = tabled.state.funds[0, seat.place] - made.prices["fund railgun 100"].funds
    assert made.funds == pytest.approx(funds)
    assert desk.sums(seat, Draft(("persuade",), sign=())).signing == 0.0


def test_a_meeting_that_is_held_is_taken_from_the_purse() -> None:
    game = Game.new(BASELINE, seed=7, people=["JPN", "RUS"])
    for seat in ("JPN", "RUS"):
        game.convene(seat, "ministers_jpn_rus")

    made = desk.sums(Seat(game, "JPN"), Draft())

    assert made.meetings == game.play.scenario.ruleset.meetings["ministers"].capital


def test_the_help_of_a_stance_tells_how_much_of_it_each_level_is(tabled: Game) -> None:
    rules = tabled.play.scenario.ruleset.orders
    told = "Of these numbers, cut: 50 %, the other way round; hold: none; rise: 25 %; surge: all."
    assert told in [line.text for line in desk.help_for(Seat(tabled, "JPN"), "stance")]
    assert {desk.by_level(rules[name]) for name in ("fund", "consult")} == {""}


def test_the_sums_of_the_desk_are_those_by_which_orders_are_refused(tabled: Game) -> None:
    for name in ("rd_pact_usa_jpn", "basing_jpn"):
        tabled.answer("JPN", name, "accept")

    left = desk.sums(Seat(tabled, "JPN"), Draft()).capital

    assert f" PC, and {left:g} are free: 1 is set aside for signing 'rd_pact_usa_jpn'" in tabled.refusal(
        "JPN", "seek_counterstrike counterstrike"
    )


def test_the_table_tells_what_to_write(tabled: Game) -> None:
    text = " ".join(text_of(desk.table(Seat(tabled, "JPN"))).split())

    assert "Write: accept rd_pact_usa_jpn, reject rd_pact_usa_jpn." in text
    assert "counter basing_jpn SHARE (of 65, 70, 75, 80, 85)" in text
    assert "convene summit_three (" in text
