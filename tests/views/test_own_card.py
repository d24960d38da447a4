"""A card that the white cell wrote itself is told wherever somebody asks why, and nothing fails over it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wargame.cli import app
from wargame.game import Game
from wargame.narrate.situation import Seat
from wargame.narrate.story import story
from wargame.report import report
from wargame.views import board, public
from wargame.views.links import cause_ref
from wargame.views.review import ledger
from wargame.views.review.ledger import Filter
from wargame.views.room.effects import made_card
from wargame.views.seat.news import news
from wargame.views.seat.why import why

NAME = "A ferry is boarded"
TOLD = f"card of the white cell: {NAME}"
EFFECTS = (
    {"field": "tension", "x": "narrows", "step": 4},
    {"field": "home.approval", "x": "everyone", "step": -3},
)


@pytest.fixture(scope="module")
def game() -> Game:
    """A game with people in two seats, in whose first turn a card of the white cell fell."""
    made = Game.new("four-islands", seed=7, people=("ALDA", "BRENN"))
    form = {"name": NAME, "text": "It was in the strait.", "effects": EFFECTS}
    made.inject(made_card(made.play, form), "it is quiet")
    made.advance()
    return made


@pytest.mark.parametrize("eyes", ["", "ALDA", "BRENN", "CORVE"])
def test_every_number_of_the_ledger_tells_why(game: Game, eyes: str) -> None:
    scope = board.Scope(game, 1, eyes)
    rows = ledger.ledger(scope, Filter(most=10_000))["rows"]

    told = json.dumps([ledger.why(scope, row["of"], row["field"]) for row in rows])

    assert TOLD[1:] in told


def test_a_seat_is_told_why_on_its_page(game: Game) -> None:
    seat = Seat(game, "ALDA")
    panels = [why(seat, *each) for each in (("narrows", "tension"), ("ALDA", "home.approval"))]

    for panel in panels:
        row = next(each for each in panel["reasons"] if NAME in each["text"])
        assert (row["text"], row["ref"], row["sources"]) == (f"C{TOLD[1:]}", "", [])
    assert TOLD in json.dumps(news(seat))


def test_everybody_is_told_why(game: Game) -> None:
    assert TOLD in json.dumps(public.reasons(game, 1))
    assert NAME in json.dumps(public.cards(game, 1))
    json.dumps([board.feed(public.scope(game)), public.stand(game), public.happened(game, 1)])


def test_the_report_of_every_edition_is_written(game: Game) -> None:
    for edition in ("", "ALDA", "BRENN"):
        assert NAME in report(game, edition)


def test_the_command_line_tells_it(game: Game, tmp_path: Path) -> None:
    run = game.save(tmp_path / "run")
    for words in (["show", str(run)], ["why", str(run), "narrows", "tension"]):
        made = CliRunner().invoke(app, words)
        assert made.exit_code == 0, made.output
        assert TOLD in " ".join(made.output.split())
    for words in (["report", str(run)], ["export", str(run), "--out", str(tmp_path / "tables")]):
        assert CliRunner().invoke(app, words).exit_code == 0


def test_the_story_of_the_game_is_told(game: Game) -> None:
    whole = game.branch(1, people=())
    while not whole.over:
        whole.advance()

    assert len(story(whole)) == 3
    report(whole)


def test_no_row_of_the_rulebook_is_named_for_it(game: Game) -> None:
    assert cause_ref(game.play.scenario, "inject") == ""
