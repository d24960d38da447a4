"""Parts of the rulebook page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wargame.ui.part import part


@part("rulebook/book.vue")
def Book(view: dict[str, Any], event_act: Callable[[dict[str, Any]], None] | None = None) -> None:
    """A document with its contents at the side and a search over all its rows; asks the server for the text once."""
