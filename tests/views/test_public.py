"""What everybody knows: nothing that one seat may not, and nothing of what anybody keeps."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from copy import copy
from functools import cache
from typing import Any

import numpy as np
import pytest

from wargame.adjudication.turn import prepare
from wargame.faults import WargameError
from wargame.game import Game
from wargame.narrate import Scene, gather
from wargame.observation import EVERYBODY, NOBODY, observe
from wargame.reasons import UNKNOWN, UNTOLD, view_of
from wargame.scenario import read_scenario
from wargame.state import FIELDS, IN_FORCE, OPEN, State
from wargame.views import board, public

PLAYS = {name: prepare(read_scenario(name)) for name in ("four-islands", "northeast-asia-2022")}
ISLANDS = PLAYS["four-islands"]
GAMES = [("four-islands", 7), ("four-islands", 8), ("northeast-asia-2022", 3)]
PANELS = ("nations", "region", "relations", "programmes", "budgets", "purse", "ladder", "feed")


@cache
def played(name: str = "four-islands", seed: int = 7, most: int = 99) -> Game:
    """Return a game of house AI, whole or of some turns; tests only look at it."""
    game = Game.new(PLAYS[name], seed=seed)
    while not game.over and game.turn < most:
        game.advance()
    return game


def everything(game: Game) -> str:
    """Return all that everybody is told of a game, as text."""
    told: dict[str, Any] = {}
    for turn in range(game.turn + 1):
        scope = public.scope(game, turn)
        told[f"board {turn}"] = [getattr(board, name)(scope) for name in PANELS]
        told[f"lines {turn}"] = [board.lines(scope, each["id"]) for each in board.charts(scope)]
    for turn in range(1, game.turn + 1):
        told[f"turn {turn}"] = [
            getattr(public, name)(game, turn) for name in ("cards", "orders", "happened", "reasons", "moves")
        ]
        told[f"facts {turn}"] = {
            k: v for k, v in gather(Scene(game, turn, EVERYBODY)).items() if k != "digest"
        }
    told["crisis"] = public.crisis(game)
    return json.dumps(told, allow_nan=False, sort_keys=True)


# -- no more than every seat --------------------------------------------------------------------------------


def turns(game: Game) -> Iterator[tuple[int, str]]:
    """Yield every turn of a game with every seat."""
    for turn in range(1, game.turn + 1):
        for seat in game.play.world.ids["nation"]:
            yield turn, seat


@pytest.mark.parametrize(("name", "seed"), GAMES)
def test_every_seat_is_told_what_everybody_is_told_of_a_turn(name: str, seed: int) -> None:
    game = played(name, seed)

    for turn, seat in turns(game):
        told, own = game.report(turn, EVERYBODY), game.report(turn, seat)
        for part in ("events", "injects", "meetings", "deals", "stages", "levels", "gates"):
            assert set(getattr(told, part)) <= set(getattr(own, part)), (turn, seat, part)
        for nation, texts in told.orders.items():
            # of one's own funding one knows the level too
            held = [
                " ".join(text.split()[: len(each.split())]) for text in own.orders[nation] for each in texts
            ]
            assert set(texts) <= {*own.orders[nation], *held}, (turn, seat, nation)


@pytest.mark.parametrize(("name", "seed"), GAMES)
def test_every_seat_knows_the_numbers_that_everybody_knows(name: str, seed: int) -> None:
    game = played(name, seed)
    world = game.play.world

    for turn in (1, game.turn):
        state = game.model.states[turn]
        everybody = observe(world, state, [NOBODY])
        for place in range(world.size("nation")):
            view = observe(world, state, [place])
            for field, row in FIELDS.items():
                for index in np.ndindex(world.shape(row.axes)):
                    told = view_of(everybody, field, index)
                    if told is None:
                        continue
                    known = view_of(view, field, index)
                    assert known is not None
                    outside = field == "stage" and not world.owner[index[0], place]
                    outside |= row.axes == ("agreement",) and not world.party[index[0], place]
                    if outside or field not in ("stage", "agreement", "left", "secret", "term"):
                        assert told == known, (turn, place, field, index)


def test_numbers_that_are_not_public_are_known_to_nobody() -> None:
    view = observe(ISLANDS.world, played().state, [NOBODY])

    for field, row in FIELDS.items():
        if row.see in ("private", "estimated", "umpire"):
            assert view_of(view, field, tuple(0 for _ in row.axes)) is None, field
    for place, track in enumerate(ISLANDS.world.ruleset.tracks.values()):
        assert (view_of(view, "home", (0, place)) is None) == (track.see != "public")


@pytest.mark.parametrize(("name", "seed"), GAMES[1:])
def test_every_seat_is_given_the_reasons_that_everybody_is_given(name: str, seed: int) -> None:
    game = played(name, seed)
    scenario = game.play.scenario
    numbers = [("tension", place) for place in scenario.flashpoints]
    numbers += [("cohesion", group) for group in scenario.groups]
    numbers += [
        (f"home.{track}", game.play.world.ids["nation"][-1])
        for track in ("approval", "standing", "recognition")
    ]
    numbers += [
        ("trust", ">".join(game.play.world.ids["nation"][:2])),
        ("spending", game.play.world.ids["nation"][0]),
    ]

    for turn, seat in turns(game):
        for field, of in numbers:
            told, own = (game.why(of, field, turn, each) for each in (EVERYBODY, seat))
            assert (told.before, told.after) == (own.before, own.after)
            assert sum(row.amount for row in told.reasons) == pytest.approx(
                told.after - told.before, abs=1e-9
            )
            named = Counter(row for row in told.reasons if row.reason != UNTOLD)
            assert named <= Counter(row for row in own.reasons if row.reason != UNKNOWN), (
                turn,
                seat,
                field,
                of,
            )


# -- nothing of what anybody keeps --------------------------------------------------------------------------


def altered(game: Game, field: str) -> Game:
    """Return a game played alike, in which all that some seat keeps of a field is another."""
    world = game.play.world
    hidden = np.ones(world.shape(FIELDS[field].axes), dtype=np.bool_)
    if field == "home":
        hidden &= np.array([row.see != "public" for row in world.ruleset.tracks.values()])
    if field == "stage":
        hidden &= np.array([not row.public for row in world.scenario.programmes.values()])
    states = []
    for state in game.model.states:
        array = getattr(state, field)
        low, high = (np.max(end) for end in (FIELDS[field].low, FIELDS[field].high))
        swapped = ~array if array.dtype == np.bool_ else np.where(array > (low + high) / 2, low, high)
        states.append(state.having(**{field: np.where(hidden, swapped, array).astype(array.dtype)}))
    return with_states(game, states)


def with_states(game: Game, states: list[State]) -> Game:
    """Return a game with other states."""
    other = copy(game)
    other.model = copy(game.model)
    other.model.states = states
    return other


@cache
def told_of_three() -> str:
    """Return all that everybody is told of three turns."""
    return everything(played(most=3))


KEPT = [name for name, row in FIELDS.items() if row.see != "public"]


@pytest.mark.parametrize("field", [*KEPT, "stage"])
def test_nothing_moves_when_what_is_kept_moves(field: str) -> None:
    game = played(most=3)  # when it is over, scores are told to all

    assert everything(altered(game, field)) == told_of_three()


def test_an_agreement_in_secret_is_told_to_nobody() -> None:
    game = played(most=3)
    place = next(a for a, kept in enumerate(game.state.agreement[0]) if kept == OPEN)

    def signed(state: State, status: int) -> State:
        status_of, secret, left = state.agreement.copy(), state.secret.copy(), state.left.copy()
        status_of[0, place], secret[0, place], left[0, place] = (
            status,
            status == IN_FORCE,
            3.0 * (status == IN_FORCE),
        )
        return state.having(agreement=status_of, secret=secret, left=left)

    with_it, without = (
        with_states(game, [signed(state, status) for state in game.model.states])
        for status in (IN_FORCE, OPEN)
    )
    assert everything(with_it) == everything(without)


def test_a_secret_order_and_what_it_moved_are_told_to_nobody() -> None:
    game, found = played("northeast-asia-2022", 3), 0
    options, rules = game.play.options, game.play.scenario.ruleset.orders
    secret = [name for name, row in rules.items() if row.secret]
    unseen = [name for name, row in game.play.scenario.programmes.items() if not row.public]

    for turn in range(1, game.turn + 1):
        issued = game.model.orders[turn - 1].option[0]
        for place, seat in enumerate(game.play.world.ids["nation"]):
            texts = [options.text[option] for option in issued[place] if option >= 0]
            kept = [text for text in texts if text.split()[0] in secret or set(text.split()) & set(unseen)]
            told = " ".join(game.report(turn, EVERYBODY).orders[seat])
            found += len(kept)
            assert not any(text in told for text in kept)
    assert found, "no seat kept an order secret, so nothing was tested"


def test_the_level_of_funding_is_told_to_nobody() -> None:
    game = Game.new(ISLANDS, seed=7, people=["BRENN"])
    funding = next(row.text for row in game.legal_orders("BRENN") if row.text.startswith("fund "))
    game.submit("BRENN", [funding])
    game.advance()

    told = next(row for row in public.orders(game, 1) if row["id"] == "BRENN")
    assert funding in game.report(1, "BRENN").orders["BRENN"]
    assert "%" not in json.dumps(told["orders"])


# -- what is told -------------------------------------------------------------------------------------------


def test_orders_come_with_the_seal_that_was_shown_and_whether_the_signal_was_meant() -> None:
    game = Game.new(ISLANDS, seed=7, people=["ALDA", "BRENN"])
    seal = game.submit("BRENN", ["consult"], signal="consult")
    game.submit("ALDA", [], signal="statement")
    game.advance()

    rows = {row["id"]: row for row in public.orders(game, 1)}
    assert rows["BRENN"]["seal"] == seal
    assert (rows["BRENN"]["meant"], rows["ALDA"]["meant"]) == (True, False)
    assert rows["ALDA"]["orders"] == []


def test_a_kept_number_is_refused_in_words() -> None:
    game = played()

    for field, of in (("capital", "ALDA"), ("capability.presence", "ALDA"), ("home.regime", "ALDA")):
        with pytest.raises(WargameError, match="Not everybody may see this"):
            game.why(of, field, 1, EVERYBODY)


def test_the_opening_has_no_news_and_the_turn_none_of_its_own() -> None:
    game = Game.new(ISLANDS)

    assert public.cards(game, 0) == public.happened(game, 0) == public.reasons(game, 0) == []
    assert public.stand(game)["ladder"]["places"]
    assert public.crisis(game) is None


def test_a_crisis_round_tells_sides_and_posted_odds() -> None:
    game = Game.new(ISLANDS)
    state = game.state
    tension, level = state.tension.copy(), state.level.copy()
    tension[0, 0], level[0, 0] = 80.0, 4
    found = public.crisis(with_states(game, [state.having(tension=tension, level=level)]))

    assert found is not None
    assert (found["id"], found["level"], [side["id"] for side in found["sides"]]) == (
        "narrows",
        "stand-off",
        ["CORVE", "ALDA"],
    )
    assert [row["breakdown"] for row in found["odds"]] == sorted(row["breakdown"] for row in found["odds"])
    assert {row["breakdown"] for row in public.odds(ISLANDS.world, 3)} == {None}


def test_reasons_sum_to_the_change_that_is_told() -> None:
    game = played()

    for turn in range(1, game.turn + 1):
        for row in public.reasons(game, turn):
            assert sum(each["amount"] for each in row["reasons"]) == pytest.approx(row["change"], abs=0.06)


def test_a_ruling_on_a_programme_out_of_sight_is_told_to_nobody() -> None:
    game = Game.new(ISLANDS, seed=7)
    for entity, reason in (("ember", "zz-in-secret"), ("swift", "zz-in-the-open")):
        game.rule("R4.gate", entity, True, reason)
    game.advance()

    assert "zz-in-secret" not in everything(game)
    assert "zz-in-the-open" in everything(game)
    assert "zz-in-secret" in json.dumps(gather(Scene(game, 1, "DRAY"))["rulings"])
