"""Parts of the review: the bar with the turns, the ledger, orders, turning points, rulings, two games."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wargame.ui.part import part

Act = Callable[[dict[str, Any]], None]


@part("review/bar.vue")
def Bar(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Turns, tabs and ways on; acts: ``turn``, ``tab``, ``eyes``, ``branch`` and ``go``."""


@part("review/outcome.vue")
def Outcome(view: dict[str, Any]) -> None:
    """Show who won, or how objectives stand so far."""


@part("review/groups.vue")
def ChartGroups(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Groups of charts to choose from; act: ``group``."""


@part("review/ledger.vue")
def Ledger(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Numbers that changed in a turn, each opens into its reasons; acts: ``why``, ``filter`` and ``more``."""


@part("review/orders.vue")
def Orders(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Orders of every seat in a turn, with the table and the news."""


@part("review/turning.vue")
def TurningPoints(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Orders by how far they moved the game; acts: ``start``, ``cancel``, ``rank``, ``more`` and ``turn``."""


@part("review/rulings.vue")
def Rulings(view: dict[str, Any], event_act: Act | None = None) -> None:
    """The game with and without each act of the white cell; acts: ``start``, ``cancel`` and ``turn``."""


@part("review/fork.vue")
def TwoGames(view: dict[str, Any], event_act: Act | None = None) -> None:
    """Two games side by side; act: ``fork``."""
