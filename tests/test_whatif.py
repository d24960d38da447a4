"""The command ``wargame whatif``: what it prints, that it changes nothing, how it answers mistakes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.support import PRACTICE, play_of
from wargame.cli import app
from wargame.forecast import NO_DIFFERENCE
from wargame.game import Game


@pytest.fixture(scope="module")
def unfinished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a run that one person left before the last turn."""
    game = Game.new(play_of(PRACTICE), seed=7, people=["BRENN"])
    folder = game.save(tmp_path_factory.mktemp("whatif") / "run")
    for orders in (["consult"], ["statement"], []):
        game.submit("BRENN", orders)
        game.advance()
    return folder


@pytest.fixture
def run(unfinished: Path, tmp_path: Path) -> str:
    """Return the folder of a copy of that run."""
    return str(shutil.copytree(unfinished, tmp_path / "run"))


def ask(*words: str, code: int = 0) -> str:
    """Run the command and return what it prints; no error may escape as a traceback."""
    result = CliRunner().invoke(app, ["whatif", *words], env={"NO_COLOR": "1"})
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output


def test_the_command_tells_a_difference_and_leaves_the_run_as_it_is(run: str) -> None:
    before = {path.name: path.read_bytes() for path in Path(run).iterdir()}
    told = " ".join(ask(run, "--seat", "BRENN", "--order", "statement", "--pairs", "30").split())

    assert "Brenn, turn 4 of 4: statement set beside holding, in 30 pairs of games" in told
    assert "as Brenn may believe them" in told
    assert "not the luck this game will have" in told
    assert "objectives that Brenn met: " in told
    assert NO_DIFFERENCE in told
    assert "It explores, it does not predict" in told
    assert {path.name: path.read_bytes() for path in Path(run).iterdir()} == before


def test_the_command_asks_about_turns_played_of_any_seat_and_from_the_truth(run: str) -> None:
    own = ("--seat", "BRENN", "--turn", "1", "--pairs", "20")
    ordered = ask(run, *own, "--order", "statement", "--against", "ordered")
    same = json.loads(ask(run, *own, "--order", "consult", "--against", "ordered", "--json"))
    true = ("--seat", "CORVE", "--turn", "2", "--order", "statement", "--truth", "--pairs", "40")
    other = ask(run, *true, "--other", "hotline narrows")

    assert "set beside consult" in ordered
    assert same["arms"] == {"these": "consult", "other": "consult"}
    assert {row["difference"] for row in same["differences"]} == {0.0}
    assert (same["seat"], same["view"], same["turn"], same["pairs"]) == ("BRENN", "BRENN", 1, 20)
    assert any(row["detectable"] is None for row in same["differences"])
    assert "set beside hotline narrows, in 40 pairs" in " ".join(other.split())
    assert "for the white cell only" in " ".join(other.split())


def test_orders_sealed_for_the_open_turn_can_be_set_beside_others(run: str) -> None:
    Game.load(run).submit("BRENN", ["consult"])
    told = ask(run, "--seat", "BRENN", "--order", "statement", "--against", "ordered", "--pairs", "20")

    assert "set beside consult" in told


BAD: list[tuple[tuple[str, ...], str]] = [
    (("--seat", "BREN", "--order", "consult"), "Did you mean 'BRENN'"),
    (("--seat", "BRENN", "--order", "fund lantern 500", "--turn", "2"), "not on the menu"),
    (("--seat", "BRENN"), "Nothing is in question"),
    (
        ("--seat", "BRENN", "--order", "consult", "--pairs", "1", "--against", "best"),
        "write hold, or ordered",
    ),
    (("--seat", "BRENN", "--order", "consult", "--against", "ordered"), "sealed no orders"),
    (("--seat", "BRENN", "--order", "consult", "--against", "ordered", "--other", "test"), "Leave out one"),
]


@pytest.mark.parametrize(("words", "told"), BAD)
def test_the_command_tells_mistakes_with_a_way_out(run: str, words: tuple[str, ...], told: str) -> None:
    assert told in ask(run, *words, code=2)


def test_the_command_tells_that_a_game_is_over(run: str) -> None:
    Game.load(run).advance()

    assert "Name a turn, 1 to 4" in ask(run, "--seat", "BRENN", "--order", "consult", code=2)
    assert "turn 4 of 4" in ask(run, "--seat", "BRENN", "--order", "consult", "--turn", "4", "--pairs", "20")
