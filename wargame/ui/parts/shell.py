"""Parts that every page has: the head, a chart, an error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wargame.ui.part import part


@part("shell/head.vue")
def Head(view: dict[str, Any], event_act: Callable[[dict[str, Any]], None] | None = None) -> None:
    """Head of a page: mark, turn, phases, seats, pages, limits of use, light and dark."""


@part("shell/fault.vue")
def Fault(view: dict[str, Any], event_act: Callable[[dict[str, Any]], None] | None = None) -> None:
    """Show what is wrong and how to mend it (``text``), with a way home.

    ``way`` names it, ``load`` is its address where it is no page of Solara.
    """
