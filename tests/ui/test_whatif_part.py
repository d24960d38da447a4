"""The what-if panel without a browser: it takes the payload, it sends its event, it asks for nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

solara = pytest.importorskip("solara")

import wargame.ui  # noqa: E402,F401  settings are made before Solara's server is imported
from wargame.forecast import Forecast  # noqa: E402
from wargame.inputs import Draft  # noqa: E402
from wargame.live import Look, Shelf  # noqa: E402
from wargame.live.whatif import Forecaster  # noqa: E402
from wargame.ui.parts import whatif  # noqa: E402
from wargame.views.whatif import payload  # noqa: E402

TEMPLATE = Path(whatif.__file__).parent / "whatif" / "panel.vue"


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    forecaster = Forecaster(workers=0)
    forecaster.add = lambda each: None  # type: ignore[method-assign]
    live = Shelf(tmp_path_factory.mktemp("runs"), forecaster).begin(
        "four-islands", ["BRENN"], turns=1, seed=7
    )
    draft = Draft(("stance surge",))
    found = Forecast.of(live.game, "BRENN", {"draft": draft, "hold": Draft(sign=())}).run(pairs=10)
    live.whatif("BRENN")._look = Look(1, draft, found)
    return payload(live, "BRENN")


def test_the_template_asks_for_what_the_payload_holds(view: dict[str, Any]) -> None:
    text = TEMPLATE.read_text(encoding="utf-8")

    assert set(re.findall(r"\bview\.(\w+)", text)) <= view.keys()
    assert set(re.findall(r"\bgroup\.(\w+)", text)) <= view["groups"][0].keys()
    assert set(re.findall(r"\brow\.(\w+)", text)) <= view["groups"][0]["rows"][0].keys()
    assert "v-html" not in text


def test_the_panel_takes_a_payload_and_sends_its_event(view: dict[str, Any]) -> None:
    acts: list[dict[str, Any]] = []
    box, rendered = solara.render(whatif.WhatIfPanel(view=view, event_act=acts.append), handle_error=False)
    panel = box.children[0]

    assert panel.view == view
    panel.vue_act({"do": "again"})
    assert acts == [{"do": "again"}]
    rendered.close()
