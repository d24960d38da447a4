"""What all charts share: colours, a title that asks the question, the line of sources, and their files.

Figures are made without pyplot, so that nothing is shared between them and no screen is needed.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from wargame.experiment.libraries import need
from wargame.rulebook.limits import SHORT

INK, QUIET, FAINT, GRID = "#1f2328", "#59636e", "#9aa4ae", "#e3e6ea"
"""Colours of words and lines, dark to light."""
BLUE, SKY, GREEN, ORANGE, VERMILION, PURPLE = "#0072b2", "#56b4e9", "#009e73", "#e69f00", "#d55e00", "#cc79a7"
"""The palette of Okabe and Ito, told apart by colour-blind people too."""
WIDTH = 9.0
"""Width of a chart, inches."""
DPI = 160
MARGIN = 0.30
"""Space left and right of the words, inches."""
_STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "text.color": INK,
    "axes.labelcolor": QUIET,
    "axes.edgecolor": FAINT,
    "axes.linewidth": 0.8,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "hatch.linewidth": 0.7,
    "svg.fonttype": "path",
    "svg.hashsalt": "wargame",
}

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Words:
    """What is written around a chart.

    Attributes
    ----------
    question : the title
    says : how to read it: what is shown, over which games, what a band or an interval means
    source : what made it: command, seed, games, ruleset
    """

    question: str
    says: str
    source: str


@dataclass(frozen=True)
class Chart:
    """A finished chart.

    Attributes
    ----------
    name : name of its files, without ending
    title : the question it answers
    """

    name: str
    title: str
    svg: bytes
    png: bytes


def styled(make: Callable[P, T]) -> Callable[P, T]:
    """Draw in the house's style, whatever style the process has set; the process keeps its own."""

    @wraps(make)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> T:
        with need("matplotlib.style").context(["default", _STYLE]):
            return make(*args, **kwargs)

    return drawn


class Canvas:
    """A page with its words, and room for axes between them.

    Parameters
    ----------
    words : title, how to read it, sources
    height : height of the room for the axes, inches
    left, right : room beside the axes for labels, inches
    below : room under the axes for ticks and their label, inches
    """

    def __init__(
        self, words: Words, height: float, left: float, right: float = MARGIN, below: float = 0.55
    ) -> None:
        columns = int((WIDTH - 2 * MARGIN) * 15.4)
        title = textwrap.wrap(words.question, int(columns * 0.66))
        says = textwrap.wrap(words.says, columns)
        source = textwrap.wrap(f"{words.source} {SHORT}", int(columns * 1.18))
        top = 0.24 + 0.24 * len(title) + 0.06 + 0.175 * len(says) + 0.18
        foot = 0.14 + 0.145 * len(source)
        self.height = top + height + below + foot
        self.figure = need("matplotlib.figure").Figure(figsize=(WIDTH, self.height), facecolor="white")
        self._words(title, 0.24, 0.24, size=12.5, weight="bold", color=INK)
        self._words(says, 0.24 + 0.24 * len(title) + 0.06, 0.175, size=9.0, color=QUIET)
        self._words(source, self.height - foot, 0.145, size=7.4, color=FAINT)
        self.axes = self.figure.add_axes(
            (
                left / WIDTH,
                (foot + below) / self.height,
                (WIDTH - left - right) / WIDTH,
                height / self.height,
            )
        )

    def _words(self, lines: Iterable[str], start: float, step: float, **style: Any) -> None:
        for place, line in enumerate(lines):
            down = (start + place * step) / self.height
            self.figure.text(MARGIN / WIDTH, 1.0 - down, line, va="top", ha="left", **style)

    def chart(self, name: str, title: str) -> Chart:
        """Return the finished chart as SVG and PNG; neither holds a date."""
        svg, png = io.BytesIO(), io.BytesIO()
        self.figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
        self.figure.savefig(png, format="png", dpi=DPI, metadata={"Software": None})
        return Chart(name, title, svg.getvalue(), png.getvalue())


def percent(share: float) -> str:
    """Return a share in percent, with one digit more where it is small, so that little is not told as nothing.

    Examples
    --------
    >>> [percent(each) for each in (0.0, 0.0004, 0.004, 0.1234, 1.0)]
    ['0', 'under 0.1', '0.4', '12', '100']
    """
    if 0.0 < share < 0.0005:
        return "under 0.1"
    return f"{100 * share:.1f}" if 0.0 < share < 0.0095 else f"{100 * share:.0f}"


def interval(mean: float, low: float, high: float, unit: str) -> str:
    """Return a mean with its interval, the unit told once.

    Examples
    --------
    >>> interval(0.24, 0.19, 0.301, "share"), interval(51.8, 49.5, 54.0, "points")
    ('24 % (19 to 30 %)', '51.8 points (49.5 to 54.0)')
    """
    if unit == "share":
        return f"{percent(mean)} % ({percent(low)} to {percent(high)} %)"
    return f"{figure(mean, unit)} ({figure(low, '').strip()} to {figure(high, '').strip()})"


def change(step: float, low: float, high: float, unit: str) -> str:
    """Return a difference to the baseline with its interval, that of a share in percentage points.

    Examples
    --------
    >>> change(0.21, 0.141, 0.28, "share")
    '21 percentage points above the baseline (14 to 28)'
    >>> change(-1.24, -3.0, 0.5, "years")
    '1.24 years below the baseline (-0.50 to 3.00)'
    """
    side = "below" if step < 0 else "above"
    step, low, high = (-step, -high, -low) if step < 0 else (step, low, high)
    if unit == "share":
        told = f"{100 * step:.0f} percentage points {side} the baseline ({100 * low:.0f} to {100 * high:.0f})"
        return told.replace("(-0 ", "(0 ")
    ends = f"{figure(low, '').strip()} to {figure(high, '').strip()}"
    return f"{figure(step, unit)} {side} the baseline ({ends})"


def quantity(unit: str) -> str:
    """Return how a unit stands on an axis, in words."""
    return {"share": "share of games", "points": "points", "count": "count"}.get(unit, unit)


def figure(value: float, unit: str) -> str:
    """Return a number with as many digits as anyone may believe, a share as percent.

    Examples
    --------
    >>> figure(0.1234, "share"), figure(38.91, "points"), figure(1108.6, "bn USD")
    ('12 %', '38.9 points', '1109 bn USD')
    """
    if unit == "share":
        return f"{percent(value)} %"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:.{digits}f} {unit}"
