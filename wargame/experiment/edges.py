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

from wargame.experiment.charts.canvas import interval, percent
from wargame.experiment.checks import MAY, STAYS, TURNS, Check
from wargame.experiment.factors import Factor, shown

STEPS = 9
"""Values that a number takes over its range."""
NONE = 1e-9
"""Share of a range that is no move but a rounding."""
MOST = 5
"""Factors that are moved: those that matter most for the outcome of the conclusion."""

_VERBS = {TURNS: "turns it over", MAY: "may turn it over (open)", STAYS: "does not turn it over"}


@dataclass(frozen=True)
class Edge:
    """One factor at several values, all else at the baseline.

    Attributes
    ----------
    checks : by value of ``tried``, the nearest to the baseline first
    """

    factor: Factor
    checks: tuple[Check, ...]

    def first(self, verdict: str) -> tuple[Any, Check] | None:
        """Return the nearest value with a verdict, and its check."""
        pairs = zip(tried(self.factor), self.checks, strict=True)
        return next(((value, check) for value, check in pairs if check.verdict == verdict), None)

    @property
    def verdict(self) -> str:
        """The strongest verdict at any value."""
        told = {check.verdict for check in self.checks}
        return TURNS if TURNS in told else MAY if MAY in told else STAYS

    @property
    def distance(self) -> float:
        """Share of the range to the nearest value that gives the verdict; infinite where it stays."""
        found = self.first(self.verdict)
        if found is None or self.verdict == STAYS:
            return float("inf")
        return self.factor.stretch(self.factor.baseline, found[0])

    def turns_by(self, value: Any) -> bool:
        """Tell whether it turns the conclusion over at a value, or on the way there from the baseline."""
        start, reach = self.factor.baseline, self.factor.stretch(self.factor.baseline, value)
        pairs = zip(tried(self.factor), self.checks, strict=True)
        turning = [each for each, check in pairs if check.verdict == TURNS]
        if not self.factor.numeric:
            return value in turning
        return any((e > start) == (value > start) and self.factor.stretch(start, e) <= reach for e in turning)

    @property
    def brief(self) -> str:
        """The choices that turn the conclusion over, or may, as a sentence without figures."""
        pairs = zip(tried(self.factor), self.checks, strict=True)
        values = [str(value) for value, check in pairs if check.verdict == self.verdict]
        listed = " or ".join(filter(None, [", ".join(values[:-1]), values[-1]]))
        return f"{self.factor.name} from {shown(self.factor.baseline)} to {listed} {_VERBS[self.verdict]}."

    def told(self, unit: str) -> str:
        """Return the edge as a sentence; ``unit`` is that of the outcome."""
        if not self.factor.numeric:
            return self._words(unit)
        found = self.first(self.verdict)
        if found is None or self.verdict == STAYS:
            low, high = (end(check.mean for check in self.checks) for end in (min, max))
            ends = (
                f"{percent(low)} to {percent(high)} %"
                if unit == "share"
                else f"{low:.3g} to {high:.3g} {unit}"
            )
            return f"{self.factor.name} alone, anywhere in its range: {ends}."
        value, check = found
        start, reach = shown(self.factor.baseline), f"{100 * self.distance:.0f} % of its range"
        moved = f"{self.factor.name} from {start} to {shown(value)}, {reach}"
        return f"{moved}, {_VERBS[self.verdict]}: {check.told(unit)}."

    def _words(self, unit: str) -> str:
        """Return a sentence with the figure of each choice."""
        parts = []
        for verdict, verb in _VERBS.items():
            pairs = zip(tried(self.factor), self.checks, strict=True)
            figures = [
                f"{value} {interval(check.mean, check.low, check.high, unit)}"
                for value, check in pairs
                if check.verdict == verdict
            ]
            if figures:
                parts.append(f"{verb} at {', '.join(figures)}")
        return f"{self.factor.name} from {shown(self.factor.baseline)} {'; it '.join(parts)}."


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


def edge_table(edges: Sequence[Edge]) -> pd.DataFrame:
    """Return one row a factor and value tried, with the fields of its ``Check``.

    Columns ``factor, baseline, value, distance, point, games, mean, low, high, step, step_low, step_high, verdict``;
    distance is a share of the factor's range.
    """
    rows = [
        {
            "factor": edge.factor.name,
            "baseline": edge.factor.baseline,
            "value": value,
            "distance": edge.factor.stretch(edge.factor.baseline, value),
            **vars(check),
        }
        for edge in edges
        for value, check in zip(tried(edge.factor), edge.checks, strict=True)
    ]
    names = ["factor", "baseline", "value", "distance", *Check.__dataclass_fields__]
    return pd.DataFrame(rows, columns=names)
