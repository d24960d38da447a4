"""The rulebook's part without a browser: it takes the payload and asks for nothing else, and pages know errors."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

solara = pytest.importorskip("solara")

import wargame.ui  # noqa: E402,F401  settings are made before Solara's server is imported
from wargame.scenario import read_scenario  # noqa: E402
from wargame.ui.parts import rulebook  # noqa: E402
from wargame.views.rulebook import payload  # noqa: E402

TEMPLATE = (Path(rulebook.__file__).parent / "rulebook" / "book.vue").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def view() -> dict[str, Any]:
    """Return the payload of a seat's edition."""
    return payload(read_scenario("four-islands"), seat="BRENN")


def test_the_template_asks_for_what_the_payload_holds(view: dict[str, Any]) -> None:
    assert set(re.findall(r"\bview\.(\w+)", TEMPLATE)) <= view.keys()
    assert "v-html" not in TEMPLATE
    classes = {name for text in re.findall(r'\bclass="([^"]+)"', TEMPLATE) for name in text.split()}
    assert {name for name in classes if not name.startswith("wg-")} == set()


def test_the_part_takes_a_payload_and_sends_where_to_go(view: dict[str, Any]) -> None:
    acts: list[dict[str, Any]] = []
    box, rendered = solara.render(rulebook.Book(view=view, event_act=acts.append), handle_error=False)
    part = box.children[0]

    assert part.view == view
    part.vue_act({"do": "go", "path": view["parts"][1]["path"]})
    assert acts == [{"do": "go", "path": "/rulebook?scenario=four-islands&part=odd"}]
    rendered.close()
