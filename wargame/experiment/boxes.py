"""Boxes: limits on a few factors, and how far it is from the baseline into one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from wargame.experiment.checks import STAYS, Check
from wargame.experiment.factors import Factor, shown


@dataclass(frozen=True)
class Limit:
    """What a box asks of one factor: a number above ``low`` and up to ``high``, or one of some words."""

    factor: Factor
    low: float = -np.inf
    high: float = np.inf
    words: tuple[Any, ...] = ()

    def __str__(self) -> str:
        name, unit = self.factor.name, f" {self.factor.unit}" if self.factor.unit else ""
        if self.words:
            return f"{name} is {' or '.join(map(str, self.words))}"
        if np.isinf(self.high):
            return f"{name} above {shown(self.low)}{unit}"
        if np.isinf(self.low):
            return f"{name} up to {shown(self.high)}{unit}"
        return f"{name} above {shown(self.low)} and up to {shown(self.high)}{unit}"

    def holds(self, value: Any) -> bool:
        """Tell whether a value lies within the limit."""
        return value in self.words if self.words else bool(self.low < value <= self.high)

    def nearest(self, value: Any) -> Any:
        """Return the value within the limit that is nearest to one outside it.

        Of numbers between bounds, that is the limit itself.
        """
        if self.holds(value):
            return value
        inside = [each for each in self.factor.choices if self.holds(each)]
        if inside:
            return min(inside, key=lambda each: self.factor.stretch(value, each))
        return self.high if value > self.high else self.low

    def middle(self) -> Any:
        """Return a value well within the limit: the middle of it, or of the choices in it."""
        inside = [each for each in self.factor.choices if self.holds(each)]
        if inside:
            return inside[len(inside) // 2]
        low, high = self.factor.bounds
        return 0.5 * (max(self.low, low) + min(self.high, high))


@dataclass(frozen=True)
class Box:
    """One rule and what it holds.

    Attributes
    ----------
    points, cases : points of the design in the box, and those of interest among them: where the mean of the games
        lies on the other side of the limit than at the baseline
    sure : those among the cases of which the games leave no doubt
    coverage : share of all cases of interest that lie in the box
    density : share of the box's points that are cases of interest
    lift : density over the share among all points
    quasi_p : chance of so many cases or more, if points of the box were any points; it is small for found boxes by
        construction, hence quasi
    """

    limits: tuple[Limit, ...]
    points: int
    cases: int
    sure: int
    coverage: float
    density: float
    lift: float
    quasi_p: float

    def __str__(self) -> str:
        return " and ".join(map(str, self.limits))


@dataclass(frozen=True)
class Flip:
    """Factors to move from the baseline, and how far, to reach a box where the conclusion mostly turns over.

    Attributes
    ----------
    moves : (factor, value now, value at the edge of the box, share of the factor's range between them)
    tried : value of each moved factor well inside the box, at which it is played to see, all else at the baseline
    check : what came of it, None before it is played
    """

    moves: tuple[tuple[Factor, Any, Any, float], ...]
    box: Box
    tried: Mapping[str, Any]
    check: Check | None = None

    @property
    def distance(self) -> float:
        """Sum of the moves, in ranges of their factors."""
        return sum(move[3] for move in self.moves)

    @property
    def verdict(self) -> str:
        """What the check says; ``stays`` where it was not played."""
        return STAYS if self.check is None else self.check.verdict

    def having(self, check: Check) -> Flip:
        """Return the same flip, played."""
        return replace(self, check=check)

    def __str__(self) -> str:
        told = [
            f"{factor.name} from {shown(start)} {'to' if factor.choices else 'past'} {shown(end)}"
            for factor, start, end, _ in self.moves
        ]
        return " and ".join(told)
