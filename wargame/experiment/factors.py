"""Factors: what an experiment varies, each a number between two bounds or one of a few choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from wargame.arrays import Array, IntArray

Form = Literal["parameter", "entry", "character", "ruleset", "turns", "turn_years"]
"""What a factor changes: a number of the rules, one number of a list, a seat's house AI, or the frame."""


@dataclass(frozen=True)
class Factor:
    """One thing that an experiment varies.

    Attributes
    ----------
    name : parameter id, ``crises.thresholds.2`` for the second number of a list, a seat, or ``turns``
    baseline : what it is where nobody varies it
    low, high : bounds, in ``unit``; they count where there are no choices
    choices : what it can be, in the order given; empty for any number between the bounds
    unit : unit of a number, "" for a word
    kind : kind of evidence of a parameter (``published``, ``estimated``, ``assumed`` ...), ``choice`` otherwise
    text : what it is, a sentence
    """

    name: str
    form: Form
    baseline: Any
    low: float = 0.0
    high: float = 0.0
    choices: tuple[Any, ...] = ()
    unit: str = ""
    kind: str = "choice"
    text: str = ""

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers, so that more and less mean something."""
        return all(isinstance(each, (int, float)) for each in self.choices)

    @property
    def bounds(self) -> tuple[float, float]:
        """Smallest and largest number it takes; (0, 1) for words."""
        if not self.numeric:
            return 0.0, 1.0
        return (min(self.choices), max(self.choices)) if self.choices else (self.low, self.high)

    def values(self, unit: Array) -> list[Any]:
        """Return what it is at places of the unit interval.

        A number between bounds is spread evenly. Choices have equal parts of the interval, and 1 belongs to
        the last of them.

        Parameters
        ----------
        unit : (point,), in [0, 1]

        Examples
        --------
        >>> Factor("CHN", "character", "hawk", choices=("dove", "hawk")).values(np.array([0.0, 0.5, 1.0]))
        ['dove', 'hawk', 'hawk']
        >>> Factor("growth.pull", "parameter", 0.15, 0.1, 0.2).values(np.array([0.0, 1.0]))
        [0.1, 0.2]
        """
        if self.choices:
            return [self.choices[place] for place in self.places(unit)]
        return [
            float(each) for each in np.clip(self.low + unit * (self.high - self.low), self.low, self.high)
        ]

    def places(self, unit: Array) -> IntArray:
        """Return (point,) the place of the choice at each place of the unit interval."""
        # a design on four levels holds 2/3 as 0.6666...; three choices must find their third there
        raw = np.floor(np.asarray(unit) * len(self.choices) + 1e-9).astype(np.int32)
        return np.clip(raw, 0, len(self.choices) - 1)

    def grid(self, levels: int) -> Array:
        """Return places of the unit interval for a full grid: every choice, or ``levels`` even steps."""
        if self.choices:
            return (np.arange(len(self.choices)) + 0.5) / len(self.choices)
        return np.linspace(0.0, 1.0, levels)

    def stretch(self, start: Any, end: Any) -> float:
        """Return how far it is from one value to another, as a share of its range; 1 between two words."""
        if not self.numeric:
            return float(start != end)
        low, high = self.bounds
        return abs(float(end) - float(start)) / (high - low)


def shown(value: Any) -> str:
    """Return a value as tables and charts show it.

    Examples
    --------
    >>> shown(0.30000000000000004), shown(1500.0), shown("hawk")
    ('0.3', '1500', 'hawk')
    """
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def total_of(counts: Sequence[int]) -> int:
    """Return the product of whole numbers, however large."""
    total = 1
    for each in counts:
        total *= each
    return total
