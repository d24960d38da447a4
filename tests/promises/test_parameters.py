"""Every number of the rules says what it is, is used, and is there when the program asks for it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from wargame.adjudication import adjudicate
from wargame.adjudication.opening import open_state
from wargame.adjudication.turn import Play, Turn
from wargame.dice import Dice
from wargame.effects import compile_effects
from wargame.ledger import Book
from wargame.orders import no_diplomacy, no_orders, options_of
from wargame.rulebook.rules import chapters
from wargame.ruleset import read_ruleset
from wargame.scenario import read_scenario
from wargame.schema import UNITS
from wargame.world import Parameters, World, compile_world

PACKAGE = Path(__file__).parents[2] / "wargame"
ROWS = read_ruleset("standard").parameters
HOUSE_RULES = {"ladder", "beliefs", "conduct", "diplomacy", "score", "scale"}
"""Rules of the game that have no number of their own."""


class Asked(dict[str, Any]):
    """Numbers that note which of them were asked for."""

    def __init__(self, numbers: dict[str, Any]) -> None:
        super().__init__(numbers)
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.names.add(name)
        return super().__getitem__(name)


@cache
def asked_in_play() -> frozenset[str]:
    """Return the numbers that opening a practice game and playing a turn of it ask for."""
    world = compile_world(read_scenario("four-islands"))
    numbers = Asked(dict(world.parameters.values))
    listening = World(world.scenario, Parameters(numbers), world.ids, world.index)
    play = Play(listening, compile_effects(listening), options_of(listening))
    assert play.effects.unit_vector.size, "house AI weighs every field by its unit"
    state = open_state(play)
    orders, table = no_orders(listening, 1), no_diplomacy(listening, 1)
    adjudicate(Turn(play, 1, state, orders, table, Dice(seed=1), Book()))
    return frozenset(numbers.names)


def literals() -> Iterator[tuple[str, str]]:
    """Yield place and text of every text in the program that is not made at run time."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parts = {id(p) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for p in node.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
                yield f"{path.relative_to(PACKAGE.parent)}:{node.lineno}", node.value


def calls() -> Iterator[tuple[str, str]]:
    """Yield place and id of every number that the program asks for by a literal id."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            text = str(node.args[0].value)
            if name in {"value", "menu", "source", "get"} and re.fullmatch(r"[a-z_]+\.[a-z_]+", text):
                yield f"{path.relative_to(PACKAGE.parent)}:{node.lineno}", text


def named_by_rows() -> set[str]:
    rules = read_ruleset("standard")
    pulls = {name for row in rules.tracks.values() for name in (row.pull, row.drift)}
    return pulls | {row.decay for row in rules.areas.values()}


@pytest.mark.parametrize("key", ROWS)
def test_every_number_says_what_it_is(key: str) -> None:
    row = ROWS[key]
    values = row.value if isinstance(row.value, tuple) else (row.value,)
    low, high = row.range
    assert values, f"{key}: an empty list"
    assert low < high, f"{key}: a range has a width"
    assert all(low <= value <= high for value in values), f"{key}: {row.value} lies outside {row.range}"
    assert row.unit in UNITS, f"{key}: unit {row.unit!r}"
    assert row.source, f"{key}: rests on nothing"
    assert row.note.endswith("."), f"{key}: a sentence says what it is"
    assert row.kind, f"{key}: kind of evidence"


@pytest.mark.parametrize("key", ROWS)
def test_every_number_belongs_to_a_rule(key: str) -> None:
    known = {chapter.rule for chapter in chapters()} | HOUSE_RULES
    assert ROWS[key].rule in known, f"{key}: rule {ROWS[key].rule!r} is none of {sorted(known)}"


def test_every_number_is_used() -> None:
    used = {text for _, text in literals()} | named_by_rows() | asked_in_play()
    idle = [key for key in ROWS if key not in used]
    assert not idle, f"nothing asks for {idle}: use them or take them out"


def test_every_number_asked_for_exists() -> None:
    lacking = [f"{place}: {text}" for place, text in calls() if text not in ROWS]
    assert not lacking


def test_the_program_asks_for_numbers() -> None:
    assert len({text for _, text in calls()}) > 40, "the search for ids finds too little to be believed"
    assert len(asked_in_play()) > 80
