"""Conclusions: a sentence such as ``breakdown <= 0.1`` that holds or not at a point of an experiment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from wargame.arrays import Array, BoolArray
from wargame.faults import nearest
from wargame.outcomes import Outcome
from wargame.reading.tables import Key, Table

_SENTENCE = re.compile(r"\s*(?P<name>[^\s<>=]+)\s*(?P<sign>>=|<=|>|<)\s*(?P<number>\S+)\s*")
_EXAMPLE = "Write an outcome, a sign and a number, such as 'breakdown <= 0.1'."
_OPPOSITE = {">=": "<", "<=": ">", ">": "<=", "<": ">="}


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

    def __str__(self) -> str:
        return f"{self.outcome.name} {self.sign} {self.number:g}"

    @property
    def opposite(self) -> str:
        """The sentence that holds where this one does not."""
        return f"{self.outcome.name} {_OPPOSITE[self.sign]} {self.number:g}"


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
