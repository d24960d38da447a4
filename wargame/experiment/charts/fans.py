"""Fan charts: how a number moves turn by turn over many games, with bands that say how sure they are.

A band drawn between two quantiles of the games at hand is a little too narrow: the quantiles are themselves
uncertain. Bands here are tolerance bands: between two order statistics chosen so that, with a confidence of 95 %,
at least the share of all games that the band names lies inside (Wilks 1941). With few games no such band exists;
then the band runs from the lowest to the highest game, and says how much that is sure to hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from wargame.arrays import Array
from wargame.experiment.charts.canvas import (
    BLUE,
    GRID,
    INK,
    QUIET,
    Canvas,
    Chart,
    Words,
    quantity,
    styled,
)
from wargame.experiment.libraries import need

CONTENTS = (0.9, 0.5)
"""Shares of games that the bands hold, the widest first."""
CONFIDENCE = 0.95
"""How sure it is that a band holds its share."""
RUNS = 30
"""Single games drawn over the bands: the first by number, none chosen by eye."""
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
    games : (game, turn), nan where a game was over; at least two games at every turn
    wanted : share of games, in (0, 1)

    References
    ----------
    Wilks (1941), Annals of Mathematical Statistics 12; Krishnamoorthy & Mathew (2009), Statistical Tolerance
    Regions, ch. 8.
    """
    beta = need("scipy.stats").beta
    lows, highs, contents = [], [], []
    for column in np.asarray(games, dtype=np.float64).T:
        held = np.sort(column[~np.isnan(column)])
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


def told(bands: Sequence[Band], games: int) -> str:
    """Return what the bands mean, in words; the widest band comes first."""
    parts = []
    for name, each in zip(("Outer", "Inner"), bands, strict=True):
        wanted, sure = 100 * each.wanted, 100 * float(each.content.min())
        few = f", from the lowest to the highest: {games:,} games are too few for {wanted:.0f} %"
        parts.append(f"{name} band: at least {sure:.0f} % of all games{'' if each.whole else few}.")
    return (
        f"{' '.join(parts)} With {100 * CONFIDENCE:.0f} % confidence at any one turn, from {games:,} games. "
        f"Thick line: their median. Thin lines: the first {min(RUNS, games)} games by number."
    )


@styled
def fan(
    games: Array, years: Array, unit: str, words: Words, bounds: tuple[float, float], name: str = "fan"
) -> Chart:
    """Draw the bands of many games with the first thirty of them as thin lines.

    Parameters
    ----------
    games : (game, turn), by replicate; nan where a game was over
    years : (turn,) calendar year of each turn
    bounds : bounds of the quantity, for the axis
    """
    turns = np.arange(1, games.shape[1] + 1)
    bands = [band(games, each) for each in CONTENTS]
    median = np.nanmedian(games, axis=0)
    left = bool(np.isnan(games).any())
    canvas = Canvas(words, 3.5, left=0.85, right=1.55, below=0.86 if left else 0.7)
    axes = canvas.axes
    for each, shade in zip(bands, _SHADES, strict=True):
        axes.fill_between(turns, each.low, each.high, color=shade, lw=0, zorder=1)
    axes.plot(turns, games[:RUNS].T, color=INK, lw=0.5, alpha=0.28, zorder=2)
    axes.plot(turns, median, color=BLUE, lw=2.4, zorder=3)
    _ends(axes, turns[-1], bands, median[-1], unit)
    _axes(axes, games, turns, years, unit, bounds)
    return canvas.chart(name, words.question)


def _ends(axes: Any, last: int, bands: Sequence[Band], median: float, unit: str) -> None:
    """Write what each line is at its right end, kept apart where the ends lie close."""
    entries = [(median, f"median {median:.3g}", BLUE, "bold")]
    for each in bands:
        share = f"{100 * min(each.wanted, float(each.content.min())):.0f} %"
        entries.append((float(each.high[-1]), f"{share}: to {each.high[-1]:.3g}", QUIET, "normal"))
        entries.append((float(each.low[-1]), f"{share}: from {each.low[-1]:.3g}", QUIET, "normal"))
    entries.sort(key=lambda entry: entry[0])
    low, high = float(np.min(bands[0].low)), float(np.max(bands[0].high))
    gap = 0.062 * (high - low or 1.0)
    places = [entry[0] for entry in entries]
    for k in range(1, len(places)):
        places[k] = max(places[k], places[k - 1] + gap)
    shift = (sum(places) - sum(entry[0] for entry in entries)) / len(places)
    step = 0.02 * (last - 1 or 1)
    for place, (_, text, colour, weight) in zip(places, entries, strict=True):
        axes.text(last + step, place - shift, text, va="center", color=colour, weight=weight, size=8.2)


def _axes(
    axes: Any, games: Array, turns: Array, years: Array, unit: str, bounds: tuple[float, float]
) -> None:
    playing = (~np.isnan(games)).mean(axis=0)
    labels = [f"{turn}\n{year:g}" for turn, year in zip(turns, years, strict=True)]
    below = "turn and year"
    if playing.min() < 1.0:
        labels = [f"{text}\n{100 * share:.0f} %" for text, share in zip(labels, playing, strict=True)]
        below = "turn, year, and share of games still being played"
    every = max(1, int(np.ceil(len(turns) / 12)))
    axes.set_xticks(turns[::every], labels[::every])
    axes.set_xlabel(below)
    axes.set_ylabel(quantity(unit))
    low, high = np.nanmin(games), np.nanmax(games)
    room = 0.04 * (high - low or 1.0)
    axes.set_ylim(max(low - room, bounds[0] - room), min(high + room, bounds[1] + room))
    axes.set_xlim(turns[0] - 0.02 * len(turns), turns[-1])
    axes.grid(axis="y", color=GRID, zorder=0)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
