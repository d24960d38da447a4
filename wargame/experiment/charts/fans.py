"""Fan charts: how a number moves turn by turn over many games, with bands that say how sure they are.

A band drawn between two quantiles of the games at hand is a little too narrow: the quantiles are themselves
uncertain. Bands here are tolerance bands: between two order statistics chosen so that, with a confidence of 95 %,
at least the share of all games that the band names lies inside (Wilks 1941). With few games no such band exists;
then the band runs from the lowest to the highest game, and says how much that is sure to hold.

A game that ends early keeps its last value, as the outcomes of a game do: bands and median are those of all games
at every turn, and the last turn of a chart agrees with the table of outcomes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from wargame.arrays import Array, BoolArray
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
from wargame.experiment.libraries import need

CONTENTS = (0.9, 0.5)
"""Shares of games that the bands hold, the widest first."""
CONFIDENCE = 0.95
"""How sure it is that a band holds its share."""
RUNS = 30
"""Single games drawn over the bands: the first by number, none chosen by eye."""
WIDE = 0.3
"""Share of its bounds that a quantity must go through for the axis to show all of them."""
FAR = 1000.0
"""Highest bound that is told; beyond lies what only keeps a number finite."""
_SHADES = ("#cfe2f1", "#8dbbdd")


@dataclass(frozen=True)
class Band:
    """A band over the turns.

    Attributes
    ----------
    low, high : (turn,), in the unit of the quantity
    content : (turn,) share of all games that lie inside with the confidence of ``CONFIDENCE``
    wanted : the share that was asked for; content is below it where there are too few games
    """

    low: Array
    high: Array
    content: Array
    wanted: float

    @property
    def whole(self) -> bool:
        """Whether the band holds what was asked for at every turn."""
        return bool((self.content >= self.wanted).all())


def band(games: Array, wanted: float) -> Band:
    """Return the tolerance band of many games, turn by turn.

    The share of all games between the r-th lowest and the r-th highest of n has a beta distribution with
    n + 1 - 2r and 2r; r is the largest for which at least ``wanted`` is inside with the confidence wanted.

    Parameters
    ----------
    games : (game, turn), a number for each at every turn
    wanted : share of games, in (0, 1)

    References
    ----------
    Wilks (1941), Annals of Mathematical Statistics 12; Krishnamoorthy & Mathew (2009), Statistical Tolerance
    Regions, ch. 8.
    """
    beta = need("scipy.stats").beta
    lows, highs, contents = [], [], []
    for column in np.asarray(games, dtype=np.float64).T:
        held = np.sort(column)
        count = len(held)
        rank = np.arange(1, max(count // 2, 1) + 1)
        sure = beta.sf(wanted, count + 1 - 2 * rank, 2 * rank)
        fits = np.flatnonzero(sure >= CONFIDENCE)
        r = int(rank[fits[-1]]) if len(fits) else 1
        lows.append(held[r - 1])
        highs.append(held[count - r])
        contents.append(
            wanted if len(fits) else float(beta.ppf(1 - CONFIDENCE, count - 1, 2)) if count > 1 else 0.0
        )
    return Band(np.array(lows), np.array(highs), np.array(contents), wanted)


def carried(games: Array) -> Array:
    """Return games with the last value of each kept from where it was over.

    Parameters
    ----------
    games : (game, turn), nan where a game was over; every game has its first turn

    Examples
    --------
    >>> carried(np.array([[1.0, 2.0, np.nan], [3.0, 4.0, 5.0]])).tolist()
    [[1.0, 2.0, 2.0], [3.0, 4.0, 5.0]]
    """
    last = np.maximum.accumulate(np.where(np.isnan(games), 0, np.arange(games.shape[1])), axis=1)
    return np.take_along_axis(np.asarray(games, dtype=np.float64), last, axis=1)


def told(games: Array, broke: BoolArray, bounds: tuple[float, float]) -> str:
    """Return how to read a fan chart, in sentences.

    Parameters
    ----------
    games, broke, bounds : as for ``fan``
    """
    held, count = carried(games), len(games)
    shares = []
    for name, wanted in zip(("outer", "inner"), CONTENTS, strict=True):
        each = band(held, wanted)
        few = "" if each.whole else f" (lowest to highest: too few games for {100 * wanted:.0f} %)"
        shares.append(f"the {name} band holds at least {100 * float(each.content.min()):.0f} %{few}")
    lines = min(RUNS, count)
    text = (
        f"At any one turn {' and '.join(shares)} of all games like these, with {100 * CONFIDENCE:.0f} % confidence; "
        f"the thick line is the median of the {count:,}, the thin ones are the first {lines}."
    )
    if broke.any():
        text += (
            f" {int(broke.sum()):,} of the {count:,} broke down: each keeps its last value, and a cross ends the "
            "thin line of one."
        )
    if _ends_of_axis(held, bounds)[2]:
        ends = (
            f"the number can go from {bounds[0]:g} to {bounds[1]:g}" if bounds[1] <= FAR else "0 is not on it"
        )
        text += f" The axis is cut: {ends}."
    return text


@styled
def fan(
    games: Array,
    years: Array,
    unit: str,
    words: Words,
    bounds: tuple[float, float],
    name: str = "fan",
    broke: BoolArray | None = None,
    steps: Sequence[tuple[float, str]] = (),
) -> Chart:
    """Draw the bands of many games with the first thirty of them as thin lines.

    Parameters
    ----------
    games : (game, turn), by replicate; nan where a game was over, which keeps its last value
    years : (turn,) calendar year of each turn
    unit : for the axis, in words
    bounds : bounds of the quantity, for the axis
    broke : (game,) games in which talks broke down, marked at their end; none if not given
    steps : values at which something begins, with its name: thin lines across
    """
    turns = np.arange(1, games.shape[1] + 1)
    held = carried(games)
    bands = [band(held, each) for each in CONTENTS]
    median = np.median(held, axis=0)
    left = bool(np.isnan(games).any())
    canvas = Canvas(words, 3.5, left=0.85, right=1.55, below=0.86 if left else 0.7)
    axes = canvas.axes
    for each, shade in zip(bands, _SHADES, strict=True):
        axes.fill_between(turns, each.low, each.high, color=shade, lw=0, zorder=1)
    axes.plot(turns, games[:RUNS].T, color=INK, lw=0.5, alpha=0.28, zorder=2)
    if broke is not None:
        _crosses(axes, games[:RUNS], broke[:RUNS])
    axes.plot(turns, median, color=BLUE, lw=2.4, zorder=3)
    _axes(axes, games, turns, years, unit, bounds)
    _ends(axes, turns[-1], bands, median[-1])
    _steps(axes, steps)
    return canvas.chart(name, words.question)


def _crosses(axes: Any, games: Array, broke: BoolArray) -> None:
    """Mark the last turn of games that broke down."""
    for line in games[broke]:
        last = int(np.flatnonzero(~np.isnan(line))[-1])
        axes.plot(
            [last + 1], [line[last]], marker="x", ms=6, mew=1.6, color=VERMILION, zorder=4, clip_on=False
        )


def _steps(axes: Any, steps: Sequence[tuple[float, str]]) -> None:
    """Draw a thin line where each step begins, with its name above it."""
    low, high = axes.get_ylim()
    for value, name in steps:
        if low < value < high:
            axes.axhline(value, color=FAINT, lw=0.8, ls=(0, (4, 3)), zorder=1.5)
            axes.annotate(
                f"{name} from {value:g}",
                (axes.get_xlim()[0], value),
                (3, 2),
                textcoords="offset points",
                size=7.4,
                color=QUIET,
                bbox={"fc": "white", "ec": "none", "alpha": 0.6, "pad": 0.6},
                zorder=5,
            )


def _ends(axes: Any, last: int, bands: Sequence[Band], median: float) -> None:
    """Write what each line is at its right end, kept apart where the ends lie close."""
    outer, inner = (
        (f"{100 * min(each.wanted, float(each.content.min())):.0f} %", each.low[-1], each.high[-1])
        for each in bands
    )
    entries = [
        *((float(low), f"{share}: from {low:.3g}", QUIET, "normal") for share, low, _ in (outer, inner)),
        (float(median), f"median {median:.3g}", BLUE, "bold"),
        *((float(high), f"{share}: to {high:.3g}", QUIET, "normal") for share, _, high in (inner, outer)),
    ]
    entries.sort(key=lambda entry: entry[0])
    low, high = axes.get_ylim()
    gap = 0.045 * (high - low)
    places = [entry[0] for entry in entries]
    for k in range(1, len(places)):
        places[k] = max(places[k], places[k - 1] + gap)
    shift = (sum(places) - sum(entry[0] for entry in entries)) / len(places)
    shift = max(min(shift, places[0] - low), places[-1] - high)
    step = 0.02 * (last - 1 or 1)
    for place, (_, text, colour, weight) in zip(places, entries, strict=True):
        axes.text(last + step, place - shift, text, va="center", color=colour, weight=weight, size=8.2)


def _axes(
    axes: Any, games: Array, turns: Array, years: Array, unit: str, bounds: tuple[float, float]
) -> None:
    set_turns(axes, games, years)
    low, high, cut = _ends_of_axis(carried(games), bounds)
    axes.set_ylabel(f"{unit} (axis cut)" if cut else unit)
    edge = 0.02 * (high - low)  # a line along a bound stays whole
    axes.set_ylim(low - edge, high + edge)
    axes.set_xlim(turns[0] - 0.02 * len(turns), turns[-1])
    axes.grid(axis="y", color=GRID, zorder=0)


def set_turns(axes: Any, games: Array, years: Array) -> None:
    """Write turn and year under an axis, and the share of games still being played where some were over.

    Parameters
    ----------
    games : (game, turn), nan where a game was over
    years : (turn,) calendar year of each turn
    """
    playing = (~np.isnan(games)).mean(axis=0)
    turns = np.arange(1, len(years) + 1)
    labels = [f"{turn}\n{year:g}" for turn, year in zip(turns, years, strict=True)]
    below = "turn and year"
    if playing.min() < 1.0:
        labels = [f"{text}\n{100 * share:.3g} %" for text, share in zip(labels, playing, strict=True)]
        below = "turn, year, and share of games still being played"
    every = max(1, int(np.ceil(len(turns) / 12)))
    axes.set_xticks(turns[::every], labels[::every])
    axes.set_xlabel(below)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)


def _ends_of_axis(held: Array, bounds: tuple[float, float]) -> tuple[float, float, bool]:
    """Return where an axis begins and ends, and whether that leaves out a bound or 0.

    It shows all bounds if the games go through much of them, else all from 0 if that shows enough of them.
    """
    low, high = float(np.min(held)), float(np.max(held))
    room = 0.04 * (high - low or abs(high)) or 1.0
    if high - low >= WIDE * (bounds[1] - bounds[0]):
        return *bounds, False
    if bounds[0] >= 0.0 and high - low >= WIDE * high:
        return 0.0, min(high + room, bounds[1]), False
    return max(low - room, bounds[0]), min(high + room, bounds[1]), True
