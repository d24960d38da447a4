"""Panels of the pages on many games."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wargame.ui.part import part

Act = Callable[[dict[str, Any]], None] | None


@part("explore/form.vue")
def NewEnsemble(view: dict[str, Any], event_act: Act = None) -> None:
    """Form of a new ensemble. Tells ``typed`` (what stands in it), ``scenario`` and ``begin``."""


@part("explore/list.vue")
def EnsembleList(view: dict[str, Any], event_act: Act = None) -> None:
    """List of the ensembles that are there. Tells ``open``, ``stop``, ``go_on`` and ``compare``."""


@part("explore/run.vue")
def RunHead(view: dict[str, Any], event_act: Act = None) -> None:
    """What an ensemble plays and how far it is. Tells ``stop``, ``go_on`` and ``back``."""


@part("explore/choose.vue")
def Choose(view: dict[str, Any], event_act: Act = None) -> None:
    """Choose one of many under headings, in one or two steps. Tells ``choose`` with ``id``."""


@part("explore/objectives.vue")
def Objectives(view: dict[str, Any], event_act: Act = None) -> None:
    """Objectives of every seat with the share of games in which each is met."""


@part("explore/games.vue")
def GamesAt(view: dict[str, Any], event_act: Act = None) -> None:
    """Games at chosen places of a distribution. Tells ``game`` and ``near``."""


@part("explore/doubt.vue")
def LuckOrDoubt(view: dict[str, Any], event_act: Act = None) -> None:
    """How much of each outcome's spread is luck, and how much doubt."""


@part("explore/effects.vue")
def Effects(view: dict[str, Any], event_act: Act = None) -> None:
    """What moves an outcome, or goes with it, in rows with intervals."""


@part("explore/beside.vue")
def Beside(view: dict[str, Any], event_act: Act = None) -> None:
    """Two ensembles side by side. Tells ``beside`` with the name of the other one, and ``swap``."""
