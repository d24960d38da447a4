"""Bars: which factors matter (tornado), and how much of the spread is luck or doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from wargame.experiment.charts.canvas import (
    BLUE,
    FAINT,
    GREEN,
    GRID,
    INK,
    ORANGE,
    PURPLE,
    QUIET,
    SKY,
    Canvas,
    Chart,
    Words,
    figure,
    styled,
)
from wargame.experiment.effects import TOGETHER
from wargame.experiment.factors import Factor, shown

MOST_BARS = 12
"""Factors that a tornado shows; the table has all of them."""
FEWEST_BARS = 3
"""Factors that it shows even where they do nothing."""
KIND_COLOURS = {
    "assumed": ORANGE,
    "estimated": SKY,
    "implied": SKY,
    "recalled": PURPLE,
    "published": GREEN,
    "stated": GREEN,
    "choice": BLUE,
}
"""Colours by kind of evidence."""
FADED, FAINT_BAR = 0.35, "#d9dde1"
"""How far the bar of a factor is faded that may as well be idle, and the colour that tells so in the key."""
LABELS = 2.75
"""Room for the names of bars, inches."""
_ARROWS = {1: "raises it", -1: "lowers it", 0: ""}
_THICK = 0.56


@styled
def tornado(
    table: pd.DataFrame,
    factors: Sequence[Factor],
    measure: str,
    unit: str,
    words: Words,
    name: str = "tornado",
) -> Chart:
    """Draw the factors that matter most, largest first, each with its interval and the part that may be noise.

    Parameters
    ----------
    table : of ``morris``, ``sobol``, ``main_effects`` or ``grid_effects``
    measure : what the bars show, for the axis
    unit : unit of the bars: ``share``, or that of the outcome for mu*
    """
    by_name: Mapping[str, Factor] = {factor.name: factor for factor in factors}
    top = table.head(max(FEWEST_BARS, min(MOST_BARS, int((table["measure"] > 0).sum()))))
    rows = top.fillna(0.0).to_dict("records")
    canvas = Canvas(words, 0.46 * len(rows) + 0.35, left=LABELS, right=1.25)
    axes, reach = canvas.axes, max(1e-9, float(top["high"].max()), float(top["measure"].max()))
    for place, row in enumerate(rows):
        factor = by_name.get(row["factor"])
        _label(axes, place, *_named(row["factor"], factor))
        colour = KIND_COLOURS[factor.kind] if factor else FAINT
        axes.barh(place, row["measure"], _THICK, color=colour, alpha=1.0 if row["clear"] else FADED, zorder=2)
        noise = min(row["noise"], row["measure"])
        axes.barh(
            place, noise, _THICK, color="white", alpha=0.62, hatch="////", edgecolor=QUIET, lw=0, zorder=3
        )
        _whisker(axes, place, row["low"], row["high"])
        value = figure(row["measure"], "share" if unit == "share" else "").strip()
        end = max(row["high"], row["measure"]) + 0.02 * reach
        axes.text(end, place, value, va="center", weight="bold" if row["clear"] else "normal")
        arrow = _ARROWS[row["direction"]] if row["clear"] else ""
        axes.text(1.0, place, arrow, va="center", color=QUIET, size=8, transform=axes.get_yaxis_transform())
    _finish(axes, reach * 1.16, len(rows), measure, share=unit == "share")
    kinds = {by_name[row["factor"]].kind: None for row in rows if row["factor"] in by_name}
    pairs = [] if all(row["factor"] in by_name for row in rows) else [("together", FAINT)]
    faint = [("does not stand out", FAINT_BAR)] if not top["clear"].all() else []
    luck = [("may be luck", "")] if (top["noise"] > 0).any() else []
    _key(axes, [*((kind, KIND_COLOURS[kind]) for kind in kinds), *pairs, *faint, *luck])
    return canvas.chart(name, words.question)


@styled
def luck_bars(table: pd.DataFrame, parts: Sequence[str], words: Words, name: str = "luck") -> Chart:
    """Draw, for each outcome, which part of its variance lies between points and which is luck.

    Parameters
    ----------
    table : of ``luck_or_doubt``
    parts : what the three parts of a bar are called; see ``Between``
    """
    rows = table[table["between_share"].notna()].to_dict("records")
    canvas = Canvas(words, 0.56 * len(rows) + 0.35, left=LABELS, right=0.45)
    axes = canvas.axes
    for place, row in enumerate(rows):
        _label(axes, place, row["outcome"], f"{figure(row['mean'], row['unit'])} on average")
        left = 0.0
        for width, colour, ink in zip(_parts(row), (ORANGE, SKY, BLUE), (INK, INK, "white"), strict=True):
            axes.barh(place, width, _THICK, left=left, color=colour, zorder=2)
            if width > 0.07:
                middle = left + width / 2
                axes.text(middle, place + 0.02, f"{100 * width:.0f} %", ha="center", va="center", color=ink)
            left += width
        _whisker(axes, place + 0.36, row["between_low"], row["between_high"])
    _finish(axes, 1.0, len(rows), "share of the variance between games", share=True)
    _key(axes, list(zip(parts, (ORANGE, SKY, BLUE), strict=True)))
    return canvas.chart(name, words.question)


def _parts(row: Any) -> tuple[float, float, float]:
    """Return the shares of what lies between points, of luck that the factors turn, and of other luck."""
    between, turned = row["between_share"], row["luck_turned"]
    luck = max(row["luck_alike"], 0.0) + turned
    share = (1.0 - between) * turned / luck if luck else 0.0
    return between, share, 1.0 - between - share


def _label(axes: Any, place: float, name: str, small: str) -> None:
    """Write the name of a bar and, below it, what it is."""
    where = axes.get_yaxis_transform()
    axes.text(-0.02, place - 0.14, name, va="center", ha="right", transform=where)
    axes.text(-0.02, place + 0.2, small, va="center", ha="right", color=QUIET, size=7.2, transform=where)


def _named(name: str, factor: Factor | None) -> tuple[str, str]:
    """Return what stands beside a bar: a factor and its range, or factors that do something together."""
    if factor is not None:
        return name, _extent(factor)
    first, mark, second = name.partition(TOGETHER)
    return first, f"{mark.strip()} {second}, together".strip(" ,") if mark else ""


def _extent(factor: Factor) -> str:
    """Return the range of a factor and what it rests on."""
    if not factor.numeric:
        told = ", ".join(map(str, factor.choices))
        return told if len(told) < 48 else f"{len(factor.choices)} choices"
    low, high = factor.bounds
    return f"{shown(float(low))} to {shown(float(high))} {factor.unit}, {factor.kind}"


def _whisker(axes: Any, place: float, low: float, high: float) -> None:
    style = {"color": INK, "lw": 1.3, "zorder": 4, "clip_on": False, "solid_capstyle": "butt"}
    axes.plot([low, high], [place, place], **style)
    for end in (low, high):
        axes.plot([end, end], [place - 0.09, place + 0.09], **style)


def _finish(axes: Any, reach: float, bars: int, measure: str, share: bool) -> None:
    axes.set_xlim(0, reach)
    axes.set_ylim(bars - 0.4, -0.85)
    axes.set_yticks([])
    axes.spines["left"].set_color(FAINT)
    axes.grid(axis="x", color=GRID, zorder=0)
    axes.set_axisbelow(True)
    axes.set_xlabel(measure)
    if share:
        axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")


def _key(axes: Any, entries: Sequence[tuple[str, str]]) -> None:
    """Write what the colours mean along the top of the axes; no colour is the hatch of luck."""
    for word, colour in entries:
        hatch = {"facecolor": "white", "hatch": "//////", "edgecolor": QUIET}
        axes.bar(0, 0, label=word, **({"color": colour} if colour else hatch))
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0.0, 0.985),
        ncols=len(entries),
        frameon=False,
        fontsize=8,
        handlelength=1.1,
        handleheight=0.8,
        columnspacing=1.4,
        borderaxespad=0.0,
    )
