"""Parts of the page of twin tables: one panel each, from one payload of ``views.room.twins``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wargame.ui.part import part

Act = Callable[[dict[str, Any]], None] | None


@part("twins/tables.vue")
def Tables(view: dict[str, Any], event_act: Act = None) -> None:
    """Where each table stands; a click asks for its desk with ``{"do": "go", "path": "/facilitator/north"}``."""


@part("twins/measures.vue")
def Measures(view: dict[str, Any], event_act: Act = None) -> None:
    """What is drawn; asks with ``{"do": "measure", "id": "tension strait"}``."""


@part("twins/agreements.vue")
def Agreements(view: dict[str, Any], event_act: Act = None) -> None:
    """Agreements that came out differently."""


@part("twins/decisions.vue")
def Decisions(view: dict[str, Any], event_act: Act = None) -> None:
    """Orders of a turn that differ; asks for another turn with ``{"do": "turn", "turn": 2}``."""


@part("twins/objectives.vue")
def Objectives(view: dict[str, Any], event_act: Act = None) -> None:
    """Scores and objectives at tables that are over."""
