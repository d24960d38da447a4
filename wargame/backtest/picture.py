"""A chart of a back-test: what R1 forecast for each country, and what came."""

from __future__ import annotations

from typing import Any

import numpy as np

from wargame.arrays import Array
from wargame.backtest.origin import Origin
from wargame.backtest.trial import Backtest
from wargame.experiment.charts.canvas import (
    BLUE,
    FAINT,
    GRID,
    INK,
    QUIET,
    VERMILION,
    Canvas,
    Chart,
    Words,
    styled,
)

COLUMNS = 3
_ROOM, _GAP = 1.75, 0.52
"""Height of a panel and room under it, inches."""
_SHADE = "#cfe2f1"
_STEPS = ((1.0,), (1.0, 2.0, 5.0), (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0), tuple(k / 10 for k in range(10, 100)))


@styled
def draw_origin(found: Backtest, origin: Origin) -> Chart:
    """Draw a panel a country: band and median of R1, a constant burden, and the outcome, from ten years before."""
    countries = origin.past.countries
    count = -(-len(countries) // COLUMNS)
    first, last = origin.past.years[0], origin.came.last
    inside = origin.scores(origin.methods["r1"], last).coverage
    words = Words(
        f"What did the budget rule foresee in {origin.year}?",
        "Spending by country, bn USD at constant prices, log scale; each country on its own. Band: 80 % of "
        f"{found.games:,} games of R1 as the game plays it; it holds {100 * inside:.0f} % of the outcomes.",
        f"wargame backtest, {found.panel.name}, ruleset {found.ruleset.id} {found.ruleset.head.version}, "
        f"seed {found.seed}.",
    )
    canvas = Canvas(words, count * (_ROOM + _GAP) - _GAP + 0.3, left=0.62, right=0.3, below=0.35)
    box = canvas.axes.get_position()
    canvas.axes.remove()
    wide = box.width / COLUMNS
    high = (_ROOM + _GAP) / canvas.height
    legend_room = 0.3 / canvas.height
    for place, country in enumerate(countries):
        row, column = divmod(place, COLUMNS)
        top = box.y1 - legend_room - row * high
        axes = canvas.figure.add_axes(
            (box.x0 + column * wide, top - _ROOM / canvas.height, wide * 0.82, _ROOM / canvas.height)
        )
        lines = _panel(axes, origin, place)
        axes.set_title(country, loc="left", size=9.0, weight="bold", color=INK, pad=3)
        axes.set_xlim(first, last)
    canvas.figure.legend(
        *zip(*lines, strict=True),
        loc="upper left",
        bbox_to_anchor=(box.x0, box.y1 + 0.01),
        ncols=4,
        frameon=False,
        fontsize=8.4,
        borderaxespad=0.0,
        borderpad=0.0,
    )
    return canvas.chart(f"forecast-{origin.year}", words.question)


def _panel(axes: Any, origin: Origin, place: int) -> list[tuple[Any, str]]:
    """Draw one country and return what stands in the legend."""
    known = np.exp(origin.past.log_spending[:, place])
    years = np.array([origin.year, *origin.came.years])

    def joined(path: Array) -> Array:
        return np.concatenate([known[-1:], np.exp(path[:, place])])

    rule = origin.methods["r1"]
    low, high = rule.band or (rule.path, rule.path)
    band = axes.fill_between(years, joined(low), joined(high), color=_SHADE, lw=0, zorder=1)
    (burden,) = axes.plot(
        years,
        joined(origin.methods["constant_burden"].path),
        color=VERMILION,
        lw=1.2,
        ls=(0, (4, 2)),
        zorder=2,
    )
    (median,) = axes.plot(years, joined(rule.path), color=BLUE, lw=1.8, zorder=3)
    axes.plot(origin.past.years, known, color=INK, lw=1.3, zorder=4)
    (came,) = axes.plot(years, joined(origin.came.log_spending), color=INK, lw=1.3, zorder=4)
    axes.axvline(origin.year, color=FAINT, lw=0.7, zorder=0)
    _scale(axes, origin, place)
    return [
        (came, "what came"),
        (median, "median of R1"),
        (band, "80 % of games"),
        (burden, "constant burden"),
    ]


def _scale(axes: Any, origin: Origin, place: int) -> None:
    axes.set_yscale("log")
    rule = origin.methods["r1"]
    shown = [origin.past.log_spending, origin.came.log_spending, rule.path, *(rule.band or ())]
    shown.append(origin.methods["constant_burden"].path)
    values = np.exp(np.concatenate([each[:, place] for each in shown]))
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    held = _ticks(low * 0.95, high * 1.05)
    axes.set_yticks(held, [f"{tick:g}" for tick in held])
    axes.set_yticks([], minor=True)
    axes.set_ylim(low * 0.92, high * 1.08)
    axes.grid(axis="y", color=GRID, lw=0.6, zorder=0)
    axes.tick_params(length=0, labelsize=8.0, labelcolor=QUIET)


def _ticks(low: float, high: float) -> list[float]:
    """Return round numbers between two ends, of the coarsest steps that give two of them at least."""
    held: list[float] = []
    for steps in _STEPS:
        ticks = [step * 10.0**power for power in range(-4, 6) for step in steps]
        held = [tick for tick in ticks if low <= tick <= high]
        if len(held) > 1:
            break
    return held
