"""Playthroughs: whole games as text, and the example record, played again and compared."""

from __future__ import annotations

import difflib
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from wargame.game import Game

FOLDER = Path(__file__).parent / "playthroughs"


def _maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("playthroughs_make", FOLDER / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MAKER = _maker()


def test_every_text_has_its_game() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(MAKER.PLAYTHROUGHS)


@pytest.mark.parametrize("name", list(MAKER.PLAYTHROUGHS))
def test_a_game_plays_as_it_was_told(name: str) -> None:
    kept = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    now = MAKER.PLAYTHROUGHS[name]().splitlines()
    diff = list(difflib.unified_diff(kept, now, "kept", "now", lineterm="", n=1))
    assert not diff, "\n".join(["regenerate with: python tests/playthroughs/make.py", *diff[:40]])


def test_the_example_record_replays_to_the_same_digests() -> None:
    found = Game.replay(MAKER.EXAMPLE)
    assert found.same, (
        f"turn {found.turn} differs in {found.field}. Regenerate: python tests/playthroughs/make.py"
    )
    assert found.turns == 3
