"""One chart of a page, drawn by ``static/charts.js`` from a description that a view makes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wargame.ui.part import part


@part("shell/chart.vue")
def Chart(
    view: dict[str, Any],
    height: str = "240px",
    event_act: Callable[[dict[str, Any]], None] | None = None,
) -> None:
    """Draw a chart with its title, its data as CSV and the limits of use one click away.

    Parameters
    ----------
    view : what is shown: ``id, kind, title, note, unit, x, series, marks, range, percent, label``
    height : of the plot, as CSS has it
    """
