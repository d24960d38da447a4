"""Panels of the pages on many games."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

Act = Callable[[dict[str, Any]], None] | None


@solara.component_vue("explore/form.vue")
def NewEnsemble(view: dict[str, Any], event_act: Act = None) -> None:
    """Form of a new ensemble. Tells ``typed`` (what stands in it), ``scenario`` and ``begin``."""


@solara.component_vue("explore/list.vue")
def EnsembleList(view: dict[str, Any], event_act: Act = None) -> None:
    """List of the ensembles that are there. Tells ``open``, ``stop``, ``go_on`` and ``compare``."""


@solara.component_vue("explore/run.vue")
def RunHead(view: dict[str, Any], event_act: Act = None) -> None:
    """What an ensemble plays and how far it is. Tells ``stop``, ``go_on`` and ``back``."""


@solara.component_vue("explore/choose.vue")
def Choose(view: dict[str, Any], event_act: Act = None) -> None:
    """Choose one of many under headings, in one or two steps. Tells ``choose`` with ``id``."""


@solara.component_vue("explore/objectives.vue")
def Objectives(view: dict[str, Any], event_act: Act = None) -> None:
    """Objectives of every seat with the share of games in which each is met."""


@solara.component_vue("explore/games.vue")
def GamesAt(view: dict[str, Any], event_act: Act = None) -> None:
    """Games at chosen places of a distribution. Tells ``game`` and ``near``."""


@solara.component_vue("explore/doubt.vue")
def LuckOrDoubt(view: dict[str, Any], event_act: Act = None) -> None:
    """How much of each outcome's spread is luck, and how much doubt."""


@solara.component_vue("explore/effects.vue")
def Effects(view: dict[str, Any], event_act: Act = None) -> None:
    """What moves an outcome, or goes with it, in rows with intervals."""


@solara.component_vue("explore/beside.vue")
def Beside(view: dict[str, Any], event_act: Act = None) -> None:
    """Two ensembles side by side. Tells ``beside`` with the name of the other one, and ``swap``."""
