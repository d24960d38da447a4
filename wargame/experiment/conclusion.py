"""Conclusions: a sentence such as ``breakdown <= 0.1``, and whether games let it hold, fail, or leave it open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from wargame.arrays import Array, BoolArray
from wargame.experiment.intervals import mean_interval
from wargame.faults import nearest
from wargame.outcomes import Outcome
from wargame.reading.tables import Key, Table

_SENTENCE = re.compile(r"\s*(?P<name>[^\s<>=]+)\s*(?P<sign>>=|<=|>|<)\s*(?P<number>\S+)\s*")
_EXAMPLE = "Write an outcome, a sign and a number, such as 'breakdown <= 0.1'."
_WORDS = {">=": "{} or more", "<=": "{} or less", ">": "more than {}", "<": "less than {}"}

HOLDS, FAILS, OPEN = "holds", "fails", "open"
"""What games can say: the interval of the mean lies on one side of the number, on the other, or on both."""


@dataclass(frozen=True)
class Conclusion:
    """An outcome's mean over the games of a point, compared with a number.

    Attributes
    ----------
    sign : ``>=``, ``<=``, ``>`` or ``<``
    number : in the unit of the outcome
    """

    outcome: Outcome
    sign: str
    number: float

    def holds(self, mean: Any) -> BoolArray:
        """Return where the conclusion holds.

        Parameters
        ----------
        mean : (...,) mean of the outcome over the games of a point
        """
        found: Array = np.asarray(mean, dtype=np.float64)
        if self.sign in (">=", ">"):
            return np.asarray(found >= self.number if self.sign == ">=" else found > self.number)
        return np.asarray(found <= self.number if self.sign == "<=" else found < self.number)

    def verdicts(self, games: Array) -> list[str]:
        """Return ``holds``, ``fails`` or ``open`` for each point, by the 95 % interval of its mean.

        Parameters
        ----------
        games : (point, game), the outcome of each game
        """
        _, low, high = mean_interval(games, self.outcome.unit == "share")
        return [self.verdict(*ends) for ends in zip(low, high, strict=True)]

    def verdict(self, low: float, high: float) -> str:
        """Return ``holds``, ``fails`` or ``open`` for a mean between two ends."""
        below, above = self.holds([low, high])
        return OPEN if below != above else HOLDS if below else FAILS

    def __str__(self) -> str:
        return f"{self.outcome.name} {self.sign} {self.number:g}"

    @property
    def limit(self) -> str:
        """The number with its unit, ``40 %``."""
        if self.outcome.unit == "share":
            return f"{100 * self.number:g} %"
        return f"{self.number:g} {self.outcome.unit}"

    @property
    def bound(self) -> str:
        """What it asks of the outcome, in words: ``40 % or less``."""
        return _WORDS[self.sign].format(self.limit)


def read_conclusion(text: str, known: Mapping[str, Outcome], table: Table, path: Key) -> Conclusion | None:
    """Return the conclusion of a text, or None where there is none or a fault was noted."""
    if not text:
        return None
    match = _SENTENCE.fullmatch(text)
    if match is None:
        table.fault(path, f"{text!r} is no comparison.", _EXAMPLE)
        return None
    name = match["name"]
    if name not in known:
        table.fault(path, f"there is no outcome {name!r} in this scenario.", nearest(name, known))
        return None
    row = known[name]
    try:
        number = float(match["number"])
    except ValueError:
        table.fault(path, f"{match['number']!r} is not a number.", _EXAMPLE)
        return None
    if not row.low <= number <= row.high:
        what = f"{number:g} lies outside what {name} can be, {row.low:g} to {row.high:g} {row.unit}."
        table.fault(path, what, "It would always hold, or never: write a number between them.")
        return None
    return Conclusion(row, match["sign"], number)
