"""Maps: an outcome over two factors, with the cells that the number of games leaves open."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from wargame.experiment.charts.canvas import (
    INK,
    QUIET,
    VERMILION,
    WIDTH,
    Canvas,
    Chart,
    Words,
    quantity,
    styled,
)
from wargame.experiment.factors import Factor
from wargame.experiment.libraries import need
from wargame.outcomes import Outcome

MOST_NUMBERS = 10
"""Cells across, up to which each cell tells its number."""


@styled
def heat_map(
    table: pd.DataFrame, across: Factor, up: Factor, outcome: Outcome, words: Words, name: str = "map"
) -> Chart:
    """Draw the mean of an outcome in each cell of two factors; hatched cells are open.

    Parameters
    ----------
    table : of ``tipping_map``
    across, up : the factor of the columns and that of the rows
    """
    columns, rows = _ordered(table[across.name], across), _ordered(table[up.name], up)
    means = _grid(table, "mean", across, up, columns, rows)
    tall = float(np.clip(0.62 * len(rows), 2.0, 5.2))
    canvas = Canvas(words, tall, left=1.55, right=1.45, below=0.68)
    axes = canvas.axes
    ends = (0.0, max(float(means.max()), 0.05)) if outcome.unit == "share" else (means.min(), means.max())
    image = axes.imshow(means, origin="lower", aspect="auto", cmap="cividis", vmin=ends[0], vmax=ends[1])
    _cells(axes, table, across, up, columns, rows, outcome, ends)
    for axis, factor, values in ((axes.xaxis, across, columns), (axes.yaxis, up, rows)):
        axis.set_ticks(range(len(values)), [f"{each:.3g}" if factor.numeric else each for each in values])
        axis.set_label_text(f"{factor.name}{f', {factor.unit}' if factor.unit else ''}")
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    _baseline(axes, across, up, columns, rows)
    box = axes.get_position()
    bar = canvas.figure.add_axes((box.x1 + 0.25 / WIDTH, box.y0, 0.16 / WIDTH, box.height))
    scale = canvas.figure.colorbar(image, cax=bar)
    scale.outline.set_visible(False)
    scale.ax.tick_params(length=0)
    if outcome.unit == "share":
        scale.ax.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")
    scale.set_label(f"{outcome.name}, {quantity(outcome.unit)}", color=QUIET)
    return canvas.chart(name, words.question)


def _ordered(column: pd.Series[Any], factor: Factor) -> list[Any]:
    held = list(dict.fromkeys(column))
    return sorted(held) if factor.numeric else held


def _grid(
    table: pd.DataFrame, what: str, across: Factor, up: Factor, columns: list[Any], rows: list[Any]
) -> Any:
    """Return (row, column) one column of the table laid out as the map."""
    return table.pivot(index=up.name, columns=across.name, values=what).loc[rows, columns].to_numpy()


def _cells(
    axes: Any,
    table: pd.DataFrame,
    across: Factor,
    up: Factor,
    columns: list[Any],
    rows: list[Any],
    outcome: Outcome,
    ends: tuple[float, float],
) -> None:
    """Write the number of each cell with its interval, and hatch those that are open."""
    rectangle = need("matplotlib.patches").Rectangle
    told = max(len(columns), len(rows)) <= MOST_NUMBERS
    scale, digits = (100.0, 0) if outcome.unit == "share" else (1.0, 1)
    for cell in table.to_dict("records"):
        x, y = columns.index(cell[across.name]), rows.index(cell[up.name])
        dark = (cell["mean"] - ends[0]) / (ends[1] - ends[0] or 1.0) < 0.55
        ink = "white" if dark else INK
        if cell["verdict"] == "open":
            axes.add_patch(
                rectangle((x - 0.5, y - 0.5), 1, 1, fill=False, hatch="////", edgecolor=ink, lw=0, alpha=0.45)
            )
        if told:
            # a cushion in the colour of the cell keeps the hatch from running through the figures
            shade = {"boxstyle": "round,pad=0.12", "fc": axes.images[0].to_rgba(cell["mean"]), "ec": "none"}
            low, mean, high = (scale * cell[each] for each in ("low", "mean", "high"))
            axes.text(
                x,
                y + 0.1,
                f"{mean:.{digits}f}",
                ha="center",
                va="center",
                color=ink,
                weight="bold",
                size=10,
                bbox=shade,
            )
            axes.text(
                x,
                y - 0.24,
                f"{low:.{digits}f}–{high:.{digits}f}",
                ha="center",
                va="center",
                color=ink,
                size=7,
                bbox=shade,
            )


def _baseline(axes: Any, across: Factor, up: Factor, columns: list[Any], rows: list[Any]) -> None:
    """Mark the baseline, if it is on the map: its cell, or its place between cells."""
    places: list[float | None] = []
    for factor, values in ((across, columns), (up, rows)):
        if not factor.numeric:
            places.append(values.index(factor.baseline) if factor.baseline in values else None)
            continue
        inside = values[0] <= factor.baseline <= values[-1]
        places.append(float(np.interp(factor.baseline, values, range(len(values)))) if inside else None)
    if None in places:
        return
    x, y = (float(each) for each in places if each is not None)
    if x.is_integer() and y.is_integer():
        rectangle = need("matplotlib.patches").Rectangle
        axes.add_patch(
            rectangle((x - 0.48, y - 0.47), 0.96, 0.94, fill=False, ec=VERMILION, lw=2.2, zorder=6)
        )
    else:
        axes.plot([x], [y], marker="o", ms=11, mfc="none", mec=VERMILION, mew=2.2, zorder=6)
