"""What white cell and umpire may do: injects and rulings, checked, logged with their reason."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from wargame.adjudication.turn import Play, prepare
from wargame.faults import OrderError
from wargame.game import Game
from wargame.scenario import read_scenario
from wargame.schema import Effect, Event

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


def card(**named: Any) -> Event:
    plain = {"name": "A card", "text": "Something happens.", "trigger": "called", "source": ("assumption",)}
    return Event(**{**plain, **named})


def effect(**named: Any) -> tuple[Effect, ...]:
    return (Effect(**{"field": "tension", "at": "target", "step": 2, **named}),)


def test_an_inject_moves_what_it_says(game: Game) -> None:
    game.inject(card(name="A storm", target="strait", effect=effect(step=-3)), "the exercise is called off")
    game.inject("rescue_at_sea", "goodwill")
    report = game.advance()

    assert report.injects == ("A storm", game.play.scenario.events["rescue_at_sea"].name)
    told = [row for row in game.why("strait", "tension").reasons if row.reason == "A storm"]
    assert told[0].amount < 0.0


@pytest.mark.parametrize(
    ("event", "reason", "words"),
    [
        ("rescue_at_see", "goodwill", "Did you mean 'rescue_at_sea'"),
        ("rescue_at_sea", " ", "Say in a sentence why"),
        (card(actor="JAP"), "x", "no actor 'JAP'. Did you mean 'JPN'"),
        (card(target="strat"), "x", "no target 'strat'"),
        (card(target="strait", effect=effect(field="tensoin")), "x", "Did you mean 'tension'"),
        (card(actor="JPN", effect=effect(field="home.aproval", at="actor")), "x", "Did you mean 'approval'"),
        (card(effect=effect(field="home.approval", at="actor")), "x", "needs an actor"),
        (card(target="strait", effect=effect(at="targt")), "x", "Did you mean 'target'"),
        (card(target="strait", effect=effect(step=0)), "x", "step 0"),
        (card(effect=effect(verb="schedule", event="dear_fule")), "x", "Did you mean 'dear_fuel'"),
        (card(effect=effect(verb="unlock")), "x", "may adjust, claim or schedule, and not unlock"),
    ],
)
def test_an_inject_that_cannot_be_is_told(game: Game, event: Any, reason: str, words: str) -> None:
    with pytest.raises(OrderError, match=words):
        game.inject(event, reason)
    assert not game.record.of(1, "inject")


@pytest.mark.parametrize(
    ("ruling", "words"),
    [
        (("R4.gat", "railgun", True, "x"), "Did you mean 'R4.gate'"),
        (("R4.gate", "railgn", True, "x"), "Did you mean 'railgun'"),
        (("R9.gate", "JPN:counterstrke", True, "x"), "Did you mean 'JPN:counterstrike'"),
        (("deck", "claimed_test", True, "x"), "there is no 'claimed_test'"),
        (("R8.incident", "strait", True, ""), "Say in a sentence why"),
    ],
)
def test_a_ruling_that_cannot_be_is_told(game: Game, ruling: Any, words: str) -> None:
    with pytest.raises(OrderError, match=words):
        game.rule(*ruling)


def test_a_ruling_stands(game: Game) -> None:
    game.rule("R8.incident", "strait", True, "it happened in the room")
    with pytest.raises(OrderError, match="ruled already"):
        game.rule("R8.incident", "strait", False, "changed my mind")

    assert "near_collision" in game.advance().events


def test_a_gate_that_is_sought_opens_by_ruling() -> None:
    for outcome, gates in ((True, ("JPN:counterstrike",)), (False, ())):
        game = Game.new(baseline(), seed=3, people=ALL)
        game.submit("JPN", ["seek_counterstrike counterstrike"])
        game.rule("R9.gate", "JPN:counterstrike", outcome, "the house was split")
        assert game.advance().gates == gates
