"""Parts of the page of twin tables: one panel each, from one payload of ``views.room.twins``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

Act = Callable[[dict[str, Any]], None] | None


@solara.component_vue("twins/tables.vue")
def Tables(view: dict[str, Any], event_act: Act = None) -> None:
    """Where each table stands; a click asks for its desk with ``{"do": "go", "path": "/facilitator/north"}``."""


@solara.component_vue("twins/measures.vue")
def Measures(view: dict[str, Any], event_act: Act = None) -> None:
    """What is drawn; asks with ``{"do": "measure", "id": "tension strait"}``."""


@solara.component_vue("twins/agreements.vue")
def Agreements(view: dict[str, Any], event_act: Act = None) -> None:
    """Agreements that came out differently."""


@solara.component_vue("twins/decisions.vue")
def Decisions(view: dict[str, Any], event_act: Act = None) -> None:
    """Orders of a turn that differ; asks for another turn with ``{"do": "turn", "turn": 2}``."""


@solara.component_vue("twins/objectives.vue")
def Objectives(view: dict[str, Any], event_act: Act = None) -> None:
    """Scores and objectives at tables that are over."""
