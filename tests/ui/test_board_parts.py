"""Parts of the board without a browser: each takes its payload, tells of a click, and keeps the rules of templates."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import solara

import wargame.ui  # noqa: F401  settings are made before Solara is used
from wargame.game import Game
from wargame.ui.parts import board as parts
from wargame.views import board

TEMPLATES = sorted((Path(parts.__file__).parent / "board").glob("*.vue"))
STYLE = Path(parts.__file__).parents[1] / "static" / "board.css"


@cache
def scope() -> board.Scope:
    """Return a game after a turn, as one seat may see it."""
    game = Game.new("four-islands", seed=7)
    game.advance()
    return board.Scope(game, 1, "BRENN")


PARTS: dict[str, tuple[Any, Callable[[board.Scope], dict[str, Any]]]] = {
    "nations": (parts.NationCards, board.nations),
    "region": (parts.RegionMap, board.region),
    "relations": (parts.Relations, board.relations),
    "programmes": (parts.ProgrammeBoard, board.programmes),
    "purse": (parts.Purse, board.purse),
    "ladder": (parts.Ladder, board.ladder),
    "feed": (parts.Feed, board.feed),
}


def drawn(name: str, **given: Any) -> Any:
    """Return the widget of a part with its payload."""
    part, view = PARTS[name]
    if name == "region":
        given["ground"] = board.geography(scope().scenario)
    box, _ = solara.render(part(view=view(scope()), **given), handle_error=False)
    return box.children[0]


@pytest.mark.parametrize("name", PARTS)
def test_a_part_holds_its_payload_and_nothing_of_the_game(name: str) -> None:
    widget = drawn(name)

    assert widget.view == PARTS[name][1](scope())


@pytest.mark.parametrize("name", ["nations", "region", "relations"])
def test_a_click_on_a_nation_is_told(name: str) -> None:
    clicks: list[dict[str, Any]] = []
    widget = drawn(name, selected="ALDA", event_act=clicks.append)

    widget.vue_act({"do": "select", "nation": "DRAY"})

    assert (widget.selected, clicks) == ("ALDA", [{"do": "select", "nation": "DRAY"}])


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_keeps_the_rules(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    template = text[: text.index("<script>")]

    assert "module.exports = {" in text
    assert "v-html" not in text
    assert "<style" not in text
    names = [name for found in re.findall(r'[^:]class="([^"]*)"', template) for name in found.split()]
    assert [name for name in names if not name.startswith("wg-")] == []
    loops = re.findall(r"<[a-z]+ [^>]*v-for=[^>]*", template)
    assert [loop for loop in loops if ":key=" not in loop] == []
    clicked = re.findall(r"<(?!button|a |path|li|tr)(\w+)[^>]*@click", template)
    assert set(clicked) <= {"g"}, "what is clicked is a button, or has a button inside, or takes the keyboard"
    assert all(
        "tabindex" in mark and "@keydown.enter" in mark
        for mark in re.findall(r"<g [^>]*@click[^>]*>", template)
    )


def test_every_class_of_a_template_has_a_style() -> None:
    styles = STYLE.read_text(encoding="utf-8") + (STYLE.parent / "theme.css").read_text(encoding="utf-8")
    used = {
        name
        for path in TEMPLATES
        for found in re.findall(r'[^:]class="([^"]*)"', path.read_text(encoding="utf-8"))
        for name in found.split()
    }
    bare = {f"wg-{name}-box" for name in ("nations",)} | {"wg-event-text", "wg-prog-part", "wg-gauge-moved"}

    assert {name for name in used if f".{name}" not in styles} <= bare
