"""The live what-if beside a draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wargame.ui.part import part


@part("whatif/panel.vue")
def WhatIfPanel(view: dict[str, Any], event_act: Callable[[dict[str, Any]], None] | None = None) -> None:
    """Show a draft beside holding: intervals and words, pairs so far; acts ``again`` after a fault.

    Parameters
    ----------
    view : ``wargame.views.whatif.payload``
    """
