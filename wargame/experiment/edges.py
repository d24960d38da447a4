"""Edges: how far one factor alone must move from the baseline until the conclusion turns over.

Boxes say where in the design it turns over; an edge is played: all else stays at the baseline, the luck is the same,
and the factor goes through its range in steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from wargame.experiment.charts.canvas import figure
from wargame.experiment.factors import Factor, shown

STEPS = 9
"""Values that a number takes over its range."""
GAMES = 100
"""Fewest games by which each of them is judged."""
NONE = 1e-9
"""Share of a range that is no move but a rounding."""
MOST = 5
"""Factors that are moved: those that matter most for the outcome of the conclusion."""


@dataclass(frozen=True)
class Edge:
    """Where a factor turns the conclusion over.

    Attributes
    ----------
    turns_at : values tried at which it turns over, the nearest to the baseline first; empty if there is none
    mean : of the outcome at the first of them, nan if there is none
    span : lowest and highest mean at all values tried
    """

    factor: Factor
    turns_at: tuple[Any, ...]
    mean: float
    span: tuple[float, float]

    @property
    def distance(self) -> float:
        """Share of the range from the baseline to where it turns over; infinite if it does not."""
        if not self.turns_at:
            return float("inf")
        return self.factor.stretch(self.factor.baseline, self.turns_at[0])

    def told(self, unit: str) -> str:
        """Return the edge as a sentence; ``unit`` is that of the outcome."""
        name, start = self.factor.name, shown(self.factor.baseline)
        if not self.turns_at:
            low, high = (figure(each, unit) for each in self.span)
            return f"{name} alone does not turn it over anywhere in its range: {low} to {high}."
        if not self.factor.numeric:
            words = ", ".join(map(str, self.turns_at[:-1]))
            words = f"{words} or {self.turns_at[-1]}" if words else str(self.turns_at[-1])
            return f"{name} from {start} to {words} turns it over: {figure(self.mean, unit)}."
        end, reach = shown(self.turns_at[0]), f"{100 * self.distance:.0f} % of its range"
        return f"{name} from {start} to {end}, {reach}, turns it over: {figure(self.mean, unit)}."


def tried(factor: Factor) -> list[Any]:
    """Return the values at which a factor is played, the nearest to the baseline first.

    Examples
    --------
    >>> tried(Factor("CHN", "character", "hawk", choices=("dove", "hawk", "hedger")))
    ['dove', 'hedger']
    >>> tried(Factor("growth.pull", "parameter", 0.15, 0.1, 0.2))[:3]
    [0.1375, 0.1625, 0.125]
    """
    values = list(factor.choices) or [float(each) for each in np.linspace(factor.low, factor.high, STEPS)]
    others = [each for each in values if factor.stretch(factor.baseline, each) > NONE]
    return sorted(others, key=lambda each: round(factor.stretch(factor.baseline, each), 9))


def edge_of(factor: Factor, means: Sequence[float], turned: Sequence[bool]) -> Edge:
    """Return the edge of a factor that was played.

    Parameters
    ----------
    means, turned : by value of ``tried``: mean of the outcome, whether the conclusion turned over
    """
    values = tried(factor)
    found = tuple(value for value, turn in zip(values, turned, strict=True) if turn)
    mean = float(means[list(turned).index(True)]) if found else float("nan")
    return Edge(factor, found, mean, (float(min(means)), float(max(means))))


def edge_table(edges: Sequence[Edge]) -> pd.DataFrame:
    """Return one row an edge: ``factor, baseline, turns_at, distance, mean, lowest, highest``."""
    rows: list[list[Any]] = [
        [
            e.factor.name,
            e.factor.baseline,
            e.turns_at[0] if e.turns_at else "",
            e.distance if e.turns_at else np.nan,
            e.mean,
            *e.span,
        ]
        for e in edges
    ]
    return pd.DataFrame(
        rows, columns=["factor", "baseline", "turns_at", "distance", "mean", "lowest", "highest"]
    )
