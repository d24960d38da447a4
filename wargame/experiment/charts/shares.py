"""Charts of kinds: which share of the games stands at each step of a level, turn by turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from wargame.arrays import Array
from wargame.ensemble.intervals import LEVEL, share_interval
from wargame.experiment.charts.canvas import INK, QUIET, Canvas, Chart, Words, styled
from wargame.experiment.charts.fans import carried, set_turns
from wargame.experiment.libraries import need

LEAST = 0.045
"""Share from which a bar tells its percent."""
_RAMP = ("#f1f5f9", "#bcd7ea", "#7fb3d5", "#3c87bd", "#0b5c99", "#0a3d6b", "#071f3a")
"""Colours of steps, from the first to the last."""


def shares_told(games: Array) -> str:
    """Return how to read a chart of shares, in sentences.

    Parameters
    ----------
    games : (game, turn), nan where a game was over
    """
    count, over = len(games), int(np.isnan(games).any(axis=1).sum())
    low, high = share_interval(0.5, count)
    early = f" {over:,} ended early and keep their last step." if over else ""
    return (
        f"Each bar is one turn of all {count:,} games, cut by the step they stand at after it.{early} The "
        f"{100 * LEVEL:.0f} % interval of a share is at most ± {100 * (high - low) / 2:.2g} percentage points."
    )


@styled
def shares(games: Array, years: Array, classes: Sequence[str], words: Words, name: str = "shares") -> Chart:
    """Draw the share of games at each step as stacked bars, a bar a turn.

    Parameters
    ----------
    games : (game, turn) number of the step, from 0; nan where a game was over, which keeps its last one
    years : (turn,) calendar year of each turn
    classes : name of each step
    """
    held = carried(games)
    parts = np.stack([(held == step).mean(axis=0) for step in range(len(classes))])
    left = bool(np.isnan(games).any())
    canvas = Canvas(words, 3.5, left=0.85, right=1.55, below=0.86 if left else 0.7)
    axes, turns = canvas.axes, np.arange(1, games.shape[1] + 1)
    bottom = np.zeros(len(turns))
    colours = _colours(len(classes))
    for part, colour in zip(parts, colours, strict=True):
        axes.bar(turns, part, 0.82, bottom, color=colour, ec="white", lw=0.8)
        for turn, share, foot in zip(turns, part, bottom, strict=True):
            if share >= LEAST:
                dark = sum(int(colour[place : place + 2], 16) for place in (1, 3, 5)) < 380
                axes.text(
                    turn,
                    foot + share / 2,
                    f"{100 * share:.0f} %",
                    ha="center",
                    va="center",
                    size=7.6,
                    color="white" if dark else INK,
                )
        bottom = bottom + part
    _key(axes, float(turns[-1]), parts, classes, colours)
    set_turns(axes, games, years)
    axes.set_xlim(0.5, turns[-1] + 0.5)
    axes.set_ylim(0.0, 1.0)
    axes.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")
    axes.set_ylabel("share of games")
    return canvas.chart(name, words.question)


def _colours(steps: int) -> list[str]:
    """Return a colour for each step, spread over the ramp."""
    places = np.linspace(0, len(_RAMP) - 1, steps) if steps > 2 else np.array([1, 4])[:steps]
    return [_RAMP[int(place)] for place in places.round()]


def _key(axes: Any, last: float, parts: Array, classes: Sequence[str], colours: Sequence[str]) -> None:
    """Write the name of each step beside the last bar with its colour, the first step at the foot."""
    square = need("matplotlib.patches").Rectangle
    shown = [step for step in range(len(classes)) if parts[step].any()]
    for place, step in enumerate(shown):
        y = 0.05 + 0.088 * place
        axes.add_patch(
            square(
                (last + 0.62, y - 0.022),
                0.022 * last,
                0.044,
                color=colours[step],
                ec=QUIET,
                lw=0.5,
                clip_on=False,
            )
        )
        axes.text(
            last + 0.62 + 0.034 * last, y, classes[step], va="center", size=8.4, color=INK, clip_on=False
        )
