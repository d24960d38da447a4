"""Play-test lint: what it counts, fixed policies, orders against luck, minutes, and how it is told."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest
from typer.main import get_command
from typer.testing import CliRunner

from tests.support import PRACTICE, play_of
from wargame.adjudication import adjudicate
from wargame.adjudication.opening import open_state
from wargame.adjudication.turn import Play, Turn, prepare
from wargame.arrange import arrange
from wargame.blocks import Step, play_block
from wargame.cli import app
from wargame.dice import Dice, TiledDice, tiled
from wargame.ensemble import plan_of
from wargame.faults import WargameError
from wargame.ledger import Book
from wargame.observation import observe, public_face
from wargame.orders import NONE, legal, option_costs, possible
from wargame.playtest import Lint, Measure, lint
from wargame.playtest.appraisal import appraise
from wargame.playtest.casts import casts_of, mixed_casts
from wargame.playtest.chance import Apart, Shares
from wargame.playtest.clock import expected_minutes
from wargame.playtest.fixed import HOLD, always
from wargame.playtest.lint import _seats
from wargame.playtest.measures import interval, mean, mean_ratio, ratio
from wargame.playtest.tally import Games, Tally, count_games
from wargame.policies import cast_of
from wargame.policies.decisions import kin_of


@cache
def brief() -> Play:
    """Return the practice game cut to two turns, which is all that most of the measures need."""
    return prepare(arrange(PRACTICE, turns=2))


@cache
def linted() -> Lint:
    return lint(brief(), 8, 2)


@cache
def steps() -> tuple[Step, ...]:
    return tuple(play_block(cast_of(play_of(PRACTICE)), Dice(3, 0, 6)))


def tallied() -> Tally:
    tally = Tally(cast_of(play_of(PRACTICE)), 6)
    for step in steps():
        tally.note(step)
    return tally


# -- measures -----------------------------------------------------------------------------------------------


def test_a_measure_has_a_verdict_that_knows_chance() -> None:
    def verdict(figure: float, error: float = 0.0, games: int = 500) -> str:
        return Measure("bite", "wish list", figure, 2.0, 3.5, error, games, "times").verdict

    assert [verdict(figure) for figure in (2.0, 3.0, 3.5)] == ["fits"] * 3
    assert (verdict(1.0), verdict(4.0), verdict(4.0, math.nan)) == ("low", "high", "high")
    assert (verdict(1.0, 0.51), verdict(4.0, 0.256)) == ("perhaps low", "perhaps high")
    assert (verdict(1.0, 0.50), verdict(4.0, 0.254)) == ("low", "high")
    # few games leave more room for chance
    assert verdict(1.0, 0.49, 20) == "perhaps low"
    assert verdict(math.nan) == "nothing to measure"
    assert Measure("story", "promises broken", math.nan, 0.05, 0.15, 0.0, 500).fits


def test_a_figure_of_too_few_games_is_told_and_not_judged() -> None:
    few, enough = (
        Measure("dominance", "playing beats holding", 0.1, 0.6, 1.0, 0.02, games) for games in (19, 20)
    )
    assert (few.verdict, few.judged, few.fits) == ("too few games", False, True)
    assert (enough.verdict, enough.judged, enough.fits) == ("low", True, False)


def test_intervals_of_shares_lie_between_none_and_all_and_are_never_nothing() -> None:
    def ends(values: Any, share: bool = True) -> tuple[float, float]:
        return interval(*mean(np.asarray(values, dtype=np.float64)), len(values), share)

    # Wilson (1927): 4 of 80
    assert ends([1] * 4 + [0] * 76) == pytest.approx((0.0196, 0.1216), abs=1e-4)
    assert ends([1] * 4) == pytest.approx((0.5101, 1.0), abs=1e-4)
    assert ends([0] * 20) == pytest.approx((0.0, 0.1611), abs=1e-4)
    for games in (1, 4, 7, 300):
        for won in range(0, games + 1, max(games // 7, 1)):
            low, high = ends([1] * won + [0] * (games - won))
            assert 0.0 <= low <= won / games <= high <= 1.0
            assert high - low > 0.7 / games
    # ties count half: such a share is known better than one of wins alone
    low, high = ends([0.5] * 15 + [1.0] * 5)
    assert 0.5 < low < 0.625 < high < 0.75
    low, high = ends(np.arange(6), share=False)
    assert (low + high) / 2 == pytest.approx(2.5)
    assert high - 2.5 == pytest.approx(2.5706 * np.arange(6).std(ddof=1) / math.sqrt(6), rel=5e-3)
    assert math.isnan(ends([3.0], share=False)[0])


def test_a_ratio_counts_games_not_turns() -> None:
    figure, error = ratio(np.array([2.0, 0.0]), np.array([2.0, 2.0]))
    assert (figure, error) == (0.5, ratio(np.array([1.0, 0.0]), np.ones(2))[1])
    values = np.array([1.0, 0.0, 0.0, 1.0, 1.0])
    assert mean(values) == pytest.approx((0.6, values.std(ddof=1) / math.sqrt(5)))
    assert math.isnan(ratio(np.zeros(3), np.zeros(3))[0])
    assert mean(np.zeros(30)) == (0.0, 0.0)


def test_what_is_alike_in_one_game_is_counted_once() -> None:
    u = Dice(6, 0, 50).uniform("games", ["x"], 1, 1)[:, 0, 0]
    one = ratio(u, np.ones(50))
    four = mean_ratio(np.repeat(u[:, None], 4, axis=1), np.ones((50, 4)))
    assert four == pytest.approx(one)
    parts = np.stack([u, 3.0 - u], axis=1)
    assert mean_ratio(parts, np.ones((50, 2))) == pytest.approx((1.5, 0.0))
    empty = mean_ratio(np.stack([u, u], axis=1), np.stack([np.ones(50), np.zeros(50)], axis=1))
    assert empty == pytest.approx(one)


# -- counts -------------------------------------------------------------------------------------------------


def test_orders_are_counted_where_they_are_legal_and_issued() -> None:
    play, tally = play_of(PRACTICE), tallied()
    used, could = np.zeros((6, 4, 32)), np.zeros((6, 4, 32))
    for step in steps():
        allowed = legal(play.options, step.observation)
        for row, seat in np.ndindex(6, 4):
            issued = [o for o in step.orders.option[row, seat] if o != NONE]
            used[row, seat, list({play.options.order[o] for o in issued})] += step.before.playing[row]
            able = {play.options.order[o] for o in np.flatnonzero(allowed[row, seat])}
            could[row, seat, list(able)] += step.before.playing[row]
    groups = tally.orders
    assert (tally.counts["used"] == used[:, groups.place, groups.label]).all()
    assert (tally.counts["could"] == could[:, groups.place, groups.label]).all()
    assert used.sum() == tally.counts["used"].sum()


def test_wishes_and_near_equal_choices_are_those_a_slow_count_finds() -> None:
    play, tally = play_of(PRACTICE), Tally(cast_of(play_of(PRACTICE)), 6)
    step = steps()[1]
    tally.note(step)
    found = appraise(play, step.study)
    worth = found.choices.table(found.worth, -np.inf)
    capital, funds = option_costs(play.options, step.observation)
    able, allowed = possible(play.options, step.observation), legal(play.options, step.observation)
    kin = kin_of(play)
    near = np.zeros(6)
    for row, seat in np.ndindex(6, 4):
        wished = np.zeros(2)
        best: dict[int, float] = {}
        for kind in np.unique(kin):
            own = np.flatnonzero((kin == kind) & able[row, seat])
            top = own[worth[row, seat, own].argmax()] if len(own) else None
            if top is not None and worth[row, seat, top] > 0:
                wished += capital[top], max(funds[row, seat, top], 0.0)
            best[kind] = max((worth[row, seat, o] for o in own if allowed[row, seat, o]), default=-np.inf)
        first, second = sorted(best.values())[-1:-3:-1]
        near[row] += first > 0 and second >= 0.9 * first
        assert tally.counts["wished"][row, seat] == pytest.approx(wished)
    assert (tally.counts["near"] == near).all()
    assert 0 < near.sum() < 24


def test_turns_after_the_end_count_for_nothing() -> None:
    tally = tallied()
    played = np.array([sum(step.before.playing[row] for step in steps()) for row in range(6)])
    assert (tally.counts["turns"] == played).all()
    assert (tally.counts["seat_turns"] == 4 * played).all()
    assert set(np.unique(tally.counts["undecided"])) <= {0.0, 1.0}
    for part, whole in (
        ("dull", "turns"),
        ("binding", "seat_turns"),
        ("failed", "offers"),
        ("broken", "promised"),
    ):
        assert (tally.counts[part] <= tally.counts[whole]).all()


def test_a_mix_of_characters_plays_every_game_once() -> None:
    casts = mixed_casts(play_of(PRACTICE), 3)
    found = count_games(casts, 7, 1)
    assert len({cast.characters for cast in casts}) > 1
    assert list(found.cast) == [0, 0, 1, 1, 2, 2, 2]
    assert all(len(values) == 7 for values in (*found.counts.values(), *found.outcomes.values()))


def test_an_unknown_character_is_told_with_the_nearest() -> None:
    with pytest.raises(WargameError, match="hawk"):
        casts_of(play_of(PRACTICE), "hwak", 5)


# -- fixed policies -----------------------------------------------------------------------------------------


def test_a_fixed_policy_issues_its_order_whenever_it_may_and_nothing_else() -> None:
    play = play_of(PRACTICE)
    cast, hotline = cast_of(play), play.world.index["order"]["hotline"]
    orders = np.array([HOLD, HOLD, hotline, hotline], dtype=np.int32)
    fixed = list(
        play_block(cast, tiled(Dice(3, 0, 2), 2), amend=always(cast, np.ones(4, dtype=np.int32), orders))
    )
    free = list(play_block(cast, tiled(Dice(3, 0, 2), 2)))
    for step in fixed:
        option = step.orders.option[:, 1]
        assert (option[:2] == NONE).all()
        assert (option[:, 1:] == NONE).all()
        able = (legal(play.options, step.observation)[:, 1] & (play.options.order == hotline)).any(axis=-1)
        issued = option[2:, 0]
        assert ((issued != NONE) == able[2:]).all()
        assert (play.options.order[issued[issued != NONE]] == hotline).all()
        assert not step.orders.sign[:, :, 1].any()
        assert (step.orders.signal[:, 1] == NONE).all()
    others = [0, 2, 3]
    assert (fixed[0].orders.option[:, others] == free[0].orders.option[:, others]).all()


def test_each_row_may_hold_another_seat_to_another_policy() -> None:
    play = play_of(PRACTICE)
    hotline, statement = (play.world.index["order"][name] for name in ("hotline", "statement"))
    seats = np.array([0, 2, -1], dtype=np.int32)
    orders = np.array([hotline, statement, HOLD], dtype=np.int32)
    both = next(play_block(cast_of(play), tiled(Dice(3), 3), amend=always(cast_of(play), seats, orders)))
    for row in range(2):
        one = always(cast_of(play), seats[[row]], orders[[row]])
        alone = next(play_block(cast_of(play), Dice(3), amend=one))
        assert (both.orders.option[row] == alone.orders.option[0]).all()
        assert (both.orders.sign[row] == alone.orders.sign[0]).all()
    free = next(play_block(cast_of(play), Dice(3)))
    assert (both.orders.option[2] == free.orders.option[0]).all()
    assert (both.orders.option[0] != both.orders.option[1]).any()


def test_every_seat_races_and_holding_is_always_in_the_long_heat() -> None:
    table = linted().policies
    long = table[table["heat"] == "long"]
    assert set(long["seat"]) == set(play_of(PRACTICE).world.ids["nation"])
    for _, own in long.groupby("seat"):
        assert "always hold" in set(own["policy"])
        assert own["objectives"].is_monotonic_decreasing
        assert (own["worse"] + own["equal"] + own["better"] == own["pairs"]).all()
    assert not table["policy"].str.contains("freeform").any()


# -- orders or luck -----------------------------------------------------------------------------------------


class Listening:
    """Dice that note which rules ask."""

    def __init__(self, dice: Dice, heard: set[str]) -> None:
        self.dice, self.heard = dice, heard
        self.seed, self.first_replicate, self.replicates = dice.seed, dice.first_replicate, dice.replicates

    def uniform(self, rule: str, entities: Sequence[str], turn: int, per_entity: int | None = None) -> Any:
        self.heard.add(rule)
        return self.dice.uniform(rule, entities, turn, per_entity)

    def rows(self, start: int, stop: int) -> Listening:
        return Listening(self.dice.rows(start, stop), self.heard)


def test_what_is_decided_draws_from_policy_dice_and_what_befalls_from_others() -> None:
    play = play_of(PRACTICE)
    cast, state = cast_of(play), open_state(play, 2)
    deciding, befalling = Listening(Dice(3, 0, 2), set()), Listening(Dice(3, 0, 2), set())
    study = cast.study(observe(play.world, state))
    talks = cast.diplomacy(study, public_face(play.world, state), deciding, 1)
    orders = cast.orders(study, talks, deciding, 1)
    adjudicate(Turn(play, 1, state, orders, talks, befalling, Book(keep=False)))

    assert deciding.heard
    assert all(rule.startswith("policy.") for rule in deciding.heard)
    assert befalling.heard
    assert not any(rule.startswith("policy.") for rule in befalling.heard)


def test_dice_apart_draw_whims_and_worlds_each_from_its_own() -> None:
    whims, worlds = Dice(1, 0, 2), Dice(2, 0, 3)
    apart = Apart(TiledDice(whims, np.array([0, 0, 0, 1, 1, 1], dtype=np.int32)), tiled(worlds, 2))
    assert (apart.uniform("policy.order", ["X"], 1)[[0, 3]] == whims.uniform("policy.order", ["X"], 1)).all()
    assert (apart.uniform("gate", ["X"], 1)[3:] == worlds.uniform("gate", ["X"], 1)).all()
    assert (apart.rows(2, 4).uniform("gate", ["X"], 1) == worlds.uniform("gate", ["X"], 1)[[2, 0]]).all()
    assert (apart.seed, apart.first_replicate, apart.replicates) == (2, 0, 6)


def test_shares_tell_planted_orders_from_planted_luck() -> None:
    rows, columns = np.arange(24.0)[:, None], np.arange(12.0)[None, :]
    decided, befell = rows + 0 * columns, 0 * rows + columns
    assert Shares({"a": decided}).mean("orders")[0] == pytest.approx(1.0)
    assert Shares({"a": befell}).mean("luck")[0] == pytest.approx(1.0)
    both = Shares({"a": decided, "b": befell})
    figure, error = both.mean("orders")
    assert figure == pytest.approx(0.5)
    assert error < 1e-9
    table = both.table()
    assert (table[["orders", "luck", "together"]].sum(axis=1) - 1.0).abs().max() < 1e-9
    assert math.isnan(Shares({}).mean("luck")[0])


# -- the whole ----------------------------------------------------------------------------------------------


def test_lint_measures_all_five_groups() -> None:
    found = linted()
    assert [*dict.fromkeys(row.group for row in found.measures)] == [
        "endings",
        "balance",
        "dominance",
        "bite",
        "story",
    ]
    shares = [row.figure for row in found.measures if row.unit == "share" and not math.isnan(row.figure)]
    assert all(0.0 <= share <= 1.0 for share in shares)
    assert len({row.name for row in found.measures}) == len(found.measures)
    assert set(found.outside) == {row for row in found.measures if not row.fits}
    told = {row.name: row.figure for row in found.measures}
    counts = {row.name: row.games for row in found.measures}
    assert (counts["calm"], counts["calm, calmest cast of one character"]) == (8, 20)
    assert {counts[name] for name in counts if "fixed policy" in name} == {20}
    games = count_games(casts_of(brief(), "own", 8), 8, 2)
    assert told["calm"] == games.outcomes["calm"].mean()
    assert told["ALDA succeeds"] == games.outcomes["succeeds:ALDA"].mean()


def test_orders_and_seats_that_stand_out_are_named() -> None:
    orders = linted().orders.set_index("order")
    assert orders.loc["start", "verdict"] == "never legal"
    assert orders.loc["freeform", "verdict"] == "no effect"
    for row in orders.itertuples():
        assert row.used <= row.legal
        if row.verdict in ("unused", "rare", "dominant", "fits"):
            told = "unused" if not row.used else "rare" if row.share < 0.03 else ""
            assert row.verdict == (told or ("dominant" if row.share > 0.45 else "fits"))
    assert set(linted().seats["verdict"]) == {"too few games"}


@pytest.mark.parametrize(
    ("won", "verdict"),
    [(0, "hopeless"), (6, "perhaps hopeless"), (16, "fits"), (27, "perhaps favoured"), (40, "favoured")],
)
def test_a_seat_is_hopeless_only_if_chance_does_not_make_it_so(won: int, verdict: str) -> None:
    shares = np.array([1.0] * won + [0.0] * (40 - won))
    names = play_of(PRACTICE).world.ids["nation"]
    outcomes = {f"{each}:{seat}": shares for each in ("succeeds", "objectives") for seat in names}
    table = _seats(play_of(PRACTICE), Games({}, outcomes, np.zeros(40)))
    assert set(table["verdict"]) == {verdict}
    assert (table["low"] <= table["succeeds"]).all()


def test_a_workshop_of_six_turns_and_six_seats_takes_two_and_a_half_hours() -> None:
    held = expected_minutes(6, 6)
    assert (held.play, held.total, held.text) == (96.0, 150.0, "2 h 30")
    assert expected_minutes(6, 4).play == 90.0
    assert expected_minutes(6, 6, 0.5).crises == 9.0
    assert linted().minutes["scenario"].turns == 2


def call(*words: str, code: int = 0) -> Any:
    result = CliRunner().invoke(app, ["lint", *words])
    assert result.exit_code == code, result.output
    return result


def test_the_command_sets_every_measure_beside_its_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wargame.cli.playtests.measure", lambda *_: linted())
    told = " ".join(call(PRACTICE, "--strict", code=1).stdout.split())
    found = json.loads(call(PRACTICE, "--json").stdout)

    assert (found["scenario"], found["games"], found["seed"]) == (PRACTICE, 8, 2)
    for row, held in zip(found["measures"], linted().measures, strict=True):
        assert row["name"] in told
        assert row["verdict"] == held.verdict
        assert row["fits"] == held.fits
    judged = [row for row in found["measures"] if row["judged"]]
    inside = sum(row["fits"] for row in judged)
    assert f"{inside} of {len(judged)} measures that can be judged lie in their window" in told
    few = sum(row["verdict"] == "too few games" for row in found["measures"])
    assert f"{few} rest on fewer than 20 games" in told
    assert few > 20
    assert "20 pairs, same luck" in told
    assert "always hold" in told
    assert "Workshop, 6 turns" in told or "workshop, 6 turns: 2 h" in told
    for row in found["measures"]:
        if row["least"] is not None:
            assert row["least"] <= row["figure"] <= row["most"]
    assert not re.search(r"± \d", told)


def test_games_are_asked_for_in_the_same_words_everywhere() -> None:
    words = "0 games were asked for. Ask for 1 or more."
    assert words in call(PRACTICE, "-n", "0", code=2).stderr
    with pytest.raises(WargameError, match=words):
        plan_of(PRACTICE, games=0)
    assert "Ask for 20 or more" in call(PRACTICE, "-n", "19", "--strict", code=2).stderr


def test_every_command_begins_with_seed_0_and_names_characters_alike() -> None:
    options = {
        name: {each.name: each.default for each in command.params}
        for name, command in get_command(app).commands.items()  # type: ignore[attr-defined]
    }
    seeds = {name: given["seed"] for name, given in options.items() if "seed" in given}
    assert seeds.pop("experiment") is None
    assert {"run", "ensemble", "tournament", "lint"} <= seeds.keys()
    assert set(seeds.values()) == {0}
    assert {name for name, given in options.items() if "characters" in given} >= {"tournament", "lint"}
    assert not any("character" in given for given in options.values())


def test_a_lint_that_is_stopped_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("wargame.cli.playtests.measure", stopped)
    assert "nothing to tell" in call(PRACTICE, code=130).stderr


@pytest.mark.slow
def test_lint_is_named_by_its_seed() -> None:
    again, other = lint(brief(), 8, 2), lint(brief(), 8, 3)
    # told as text, in which what could not be measured (nan) equals itself
    assert str(again.measures) == str(linted().measures)
    assert again.policies.equals(linted().policies)
    assert again.chance.equals(linted().chance)
    assert again.measures != other.measures
