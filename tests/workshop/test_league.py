"""The forecast league: open questions, answers that all may see, the model's chances, scores."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache

import numpy as np
import pytest

from tests.support import luck, play_of
from wargame.dice import Dice
from wargame.faults import WargameError
from wargame.forecast import imagine, remember
from wargame.game import Game
from wargame.observation import NOBODY, observe
from wargame.state import FIELDS, State
from wargame.workshop import league
from wargame.workshop.questions import KINDS, Question, possible

PRACTICE, BASELINE = "four-islands", "northeast-asia-2022"


@cache
def played(name: str = PRACTICE, seed: int = 7, turns: int = 99) -> Game:
    """Return a game of house AI, played to its end or for some turns; it is only read."""
    game = Game.new(play_of(name), seed=seed)
    while not game.over and game.turn < turns:
        game.advance()
    return game


def test_a_turn_asks_three_or_four_open_questions_about_different_things() -> None:
    game = played()
    for turn in range(1, game.turn + 1):
        asked = league.questions(game, turn)
        chances = league.model_chances(game, turn)

        assert 3 <= len(asked) <= league.MOST
        assert len({each.entity for each in asked}) == len({each.id for each in asked}) == len(asked)
        assert len({each.kind for each in asked}) >= 3
        assert {each.turn for each in asked} == {turn}
        assert set(chances) == {each.id for each in asked}
        assert all(15.0 <= chances[each.id] <= 85.0 for each in asked if each.kind != "breakdown")
        json.dumps([asdict(each) for each in asked], allow_nan=False)


def test_questions_can_be_read_aloud() -> None:
    for name in (PRACTICE, BASELINE):
        game = Game.new(play_of(name), seed=7)
        view = observe(game.play.world, game.state, [NOBODY])
        asked = {each.id: each.text for each in possible(game.play.scenario, view, 2)}
        for text in asked.values():
            assert text.startswith("Will "), text
            assert "turn 2" in text, text
    assert asked["2:level:strait:2"] == (
        "Will the Taiwan Strait stand at warning or above at the end of turn 2? (now: friction)"
    )
    assert asked["2:programme:railgun"] == "Will Railgun leave research in turn 2?"


def test_the_questions_of_an_open_turn_are_those_it_is_settled_by() -> None:
    game = Game.new(play_of(PRACTICE), seed=7)
    asked, chances = league.questions(game), league.model_chances(game)
    assert [league.settle(game, each) for each in asked] == [None] * len(asked)
    assert league.settled(game, 1, {}) == ()
    game.advance()

    later = Game.of(game.record, "the record")
    assert league.questions(later, 1) == asked
    assert league.model_chances(later, 1) == chances
    assert all(league.settle(game, each) in (True, False) for each in asked)


def test_other_things_are_asked_in_other_turns() -> None:
    found = {each.entity for turn in (1, 2, 3, 4) for each in league.questions(played(), turn)}
    assert len(found) >= 5


@pytest.mark.parametrize("turn", [0, 5, -1])
def test_a_turn_that_is_none_is_told(turn: int) -> None:
    with pytest.raises(WargameError, match=r"neither played nor open\. Write 1 to 4"):
        league.questions(played(), turn)


def test_a_game_that_is_over_has_no_open_questions() -> None:
    assert league.questions(played()) == ()


# -- answers ------------------------------------------------------------------------------------------------


def _truth(game: Game, question: Question) -> bool:
    """Return the answer as the true state gives it, by words of the report where it has them."""
    was, now = game.model.states[question.turn - 1], game.model.states[question.turn]
    index = game.play.world.index
    if question.kind == "level":
        return int(now.level[0, index["flashpoint"][question.entity]]) >= question.than
    if question.kind == "tension":
        place = index["flashpoint"][question.entity]
        return bool(now.tension[0, place] > was.tension[0, place])
    if question.kind == "agreement":
        return int(now.agreement[0, index["agreement"][question.entity]]) == 1
    if question.kind == "programme":
        return question.entity in {name for name, _, _ in game.report(question.turn).stages}
    if question.kind == "gate":
        return question.entity in game.report(question.turn).gates
    return game.report(question.turn).ending == "breakdown"


@pytest.mark.parametrize("name", [PRACTICE, BASELINE])
def test_all_that_may_be_asked_is_settled_as_it_came(name: str) -> None:
    game, kinds = played(name, turns=4), set()
    for turn in range(1, game.turn + 1):
        view = observe(game.play.world, game.model.states[turn - 1], [NOBODY])
        for question in possible(game.play.scenario, view, turn):
            assert league.settle(game, question) == _truth(game, question), question.id
            kinds.add((question.kind, league.settle(game, question)))

    assert {kind for kind, _ in kinds} >= set(KINDS) - {"gate"}
    assert {("level", True), ("level", False), ("agreement", True), ("programme", True)} <= kinds


def test_nothing_is_asked_that_may_be_kept_secret() -> None:
    game = played()
    view = observe(game.play.world, game.state, [NOBODY])
    asked = {each.entity for each in possible(game.play.scenario, view, 4)}

    assert "knowhow_corve_dray" not in asked
    assert "aid_corve_dray" in asked


# -- secrets ------------------------------------------------------------------------------------------------


def shuffled(game: Game) -> State:
    """Return the state with all numbers changed that somebody keeps to themselves, or that others only estimate."""
    state, rng, changed = game.state, luck(5), {}
    for name, field in FIELDS.items():
        array = getattr(state, name)
        if field.see in ("private", "estimated") and array.dtype == np.float64:
            changed[name] = np.clip(array + rng.uniform(0.1, 0.9, array.shape), field.low, field.high)
    tracks = game.play.scenario.ruleset.tracks.values()
    kept = np.array([row.see != "public" for row in tracks], dtype=np.bool_)
    changed["home"] = np.where(kept, 100.0 - state.home, state.home)
    return state.having(**changed)


def test_questions_and_chances_hang_on_nothing_that_a_seat_keeps_to_itself() -> None:
    game, other = (Game.new(play_of(PRACTICE), seed=7) for _ in range(2))
    for each in (game, other):
        each.advance()
    other.model.state = other.model.states[-1] = shuffled(other)
    assert other.state.digest() != game.state.digest()

    assert league.questions(other) == league.questions(game)
    assert league.model_chances(other) == league.model_chances(game)


def test_a_secret_agreement_changes_no_chance() -> None:
    game, other = (Game.new(play_of(PRACTICE), seed=7) for _ in range(2))
    place = game.play.world.index["agreement"]["knowhow_corve_dray"]
    for each in (game, other):
        each.advance()
    bound = {name: np.array(getattr(other.state, name)) for name in ("agreement", "secret", "left", "term")}
    for name, value in {"agreement": 1, "secret": True, "left": 3.0, "term": 40.0}.items():
        bound[name][0, place] = value
    other.model.state = other.model.states[-1] = other.state.having(**bound)

    assert league.model_chances(other) == league.model_chances(game)


def test_the_public_believes_in_worlds_that_look_as_they_do_to_it() -> None:
    game = played()
    world, past = game.play.world, game.model.states[:3]
    memory = remember(game.play, past, game.model.orders[:2], NOBODY)
    worlds = imagine(world, observe(world, past[-1], [NOBODY]), memory, Dice(3, 0, 20))

    for name in ("tension", "level", "trust", "spending", "agreement"):
        seen = observe(world, past[-1], [NOBODY]).get(name)[:, 0]
        assert (getattr(worlds, name) == seen).all(), name
    assert np.ptp(worlds.capital, axis=0).min() > 0.0
    assert np.ptp(worlds.capability, axis=0).min() > 0.0
    assert not memory.met.any()


# -- scores -------------------------------------------------------------------------------------------------


def stated(game: Game) -> dict[int, dict[str, dict[str, float]]]:
    """Return forecasts of a seat that knows, one that shrugs, one that is wrong, and one of a single question."""
    found: dict[int, dict[str, dict[str, float]]] = {}
    for turn in range(1, game.turn + 1):
        asked = league.questions(game, turn)
        right = {each.id: 100.0 * bool(league.settle(game, each)) for each in asked}
        found[turn] = {
            "ALDA": right,
            "BRENN": dict.fromkeys(right, 50.0),
            "CORVE": {name: 100.0 - percent for name, percent in right.items()},
        }
    first = league.questions(game, 1)[0].id
    found[1]["DRAY"] = {first: 50.0, "1:level:nowhere:2": 90.0}
    return found


def test_the_table_ranks_by_mean_brier_score() -> None:
    game = played()
    rows = {row.who: row for row in league.table(game, stated(game))}
    count = sum(len(league.questions(game, turn)) for turn in range(1, 5))

    assert (rows["ALDA"].count, rows["ALDA"].brier, rows["ALDA"].skill) == (count, 0.0, 1.0)
    assert (rows["BRENN"].brier, rows["BRENN"].skill) == (0.25, 0.0)
    assert (rows["CORVE"].brier, rows["CORVE"].skill) == (1.0, -3.0)
    assert (rows["DRAY"].count, rows["DRAY"].brier) == (1, 0.25)
    assert next(iter(rows)) == "ALDA"
    assert list(rows)[-1] == "CORVE"


def test_the_model_is_held_against_each_seat_at_the_same_questions() -> None:
    game = played()
    rows = {row.who: row for row in league.table(game, stated(game))}
    settled = [each for turn in range(1, 5) for each in league.settled(game, turn, {})]
    scores = [league.brier(each.model, each.came) for each in settled]

    assert rows[league.MODEL].brier == pytest.approx(sum(scores) / len(scores))
    assert rows["ALDA"].model == rows[league.MODEL].model == rows[league.MODEL].brier
    assert rows["DRAY"].model == pytest.approx(scores[0])
    assert 0.0 < rows[league.MODEL].brier < 1.0


def test_a_settled_turn_shows_what_everybody_said() -> None:
    game = played()
    rows = league.settled(game, 1, stated(game)[1])

    assert set(rows[0].percents) == {"ALDA", "BRENN", "CORVE", "DRAY"}
    assert set(rows[1].percents) == {"ALDA", "BRENN", "CORVE"}
    assert rows[0].percents["ALDA"] == 100.0 * rows[0].came


def test_a_league_without_forecasts_has_the_model_alone() -> None:
    assert [row.who for row in league.table(played(), {})] == [league.MODEL]
    assert league.table(Game.new(play_of(PRACTICE), seed=7), {}) == ()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "games"), [(PRACTICE, 20), (BASELINE, 8)])
def test_the_model_does_better_than_a_shrug(name: str, games: int) -> None:
    scores = []
    for seed in range(games):
        game = played(name, 100 + seed)
        for turn in range(1, game.turn + 1):
            scores += [league.brier(each.model, each.came) for each in league.settled(game, turn, {})]

    assert len(scores) > 200
    assert sum(scores) / len(scores) < league.SHRUG
