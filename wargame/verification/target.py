"""A target of verification: a published or closed-form value, and the ways the project's functions reach it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Value = float | tuple[float, ...] | str
"""A number, several numbers of one target, or words such as the members of a side."""
Label = Literal["rule", "instrument"]

RULE: Label = "rule"
"""The value comes out of functions that the game itself calls, used alone."""
INSTRUMENT: Label = "instrument"
"""The value comes out of a shipped function that the game does not call."""


@dataclass(frozen=True)
class Tolerance:
    """How near to the expected value counts as met.

    Attributes
    ----------
    amount : in the unit of the value, or a share of it
    kind : ``absolute`` difference, difference ``relative`` to the expected value, or ``at most`` the expected
        value itself; words and an absolute 0 are met by nothing but the same
    """

    amount: float = 0.0
    kind: Literal["absolute", "relative", "at most"] = "absolute"

    def met(self, found: Value, expected: Value) -> bool:
        """Tell whether a value found meets the one expected, number by number.

        Examples
        --------
        >>> Tolerance(0.01).met((2.0, 3.005), (2.0, 3.0)), Tolerance().met("A B", "A C")
        (True, False)
        """
        if isinstance(found, str) or isinstance(expected, str):
            return found == expected
        there, aims = numbers(found), numbers(expected)
        return len(there) == len(aims) and all(map(self._near, there, aims))

    def _near(self, found: float, aim: float) -> bool:
        if self.kind == "at most":
            return found <= aim
        scale = abs(aim) if self.kind == "relative" else 1.0
        return abs(found - aim) <= self.amount * scale

    def __str__(self) -> str:
        """Return it as a reader of the table sees it."""
        if self.kind == "relative":
            return f"{100.0 * self.amount:g} %"
        if not self.amount:
            return "same" if self.kind == "absolute" else self.kind
        return f"{self.amount:g}" if self.amount >= 0.01 else f"{self.amount:.0e}".replace("e-0", "e-")


SAME = Tolerance()
"""Met by the expected value only."""
CLOSE = Tolerance(1e-9)
"""What arithmetic in double precision leaves of a closed form."""


@dataclass(frozen=True)
class Check:
    """One way to a target's value.

    Attributes
    ----------
    label : what the value comes out of, a rule of the game or an instrument
    find : computes the value from the project's functions; it is handed the tables asked for, in order
    tolerance : how near counts as met
    how : a few words where a target is reached in several ways; else ""
    tables : files of the data folder that ``find`` reads
    """

    label: Label
    find: Callable[..., Value]
    tolerance: Tolerance = CLOSE
    how: str = ""
    tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Target:
    """A value that the project must reproduce.

    Attributes
    ----------
    id : ``V01a`` and so on
    what : the quantity
    expected : the value
    basis : where the value comes from: published, or a closed form in words
    source : keys of the bibliography
    checks : the ways to it, at least one; the target is met when all of them are
    given : what goes into it, where ``what`` does not say so
    """

    id: str
    what: str
    expected: Value
    basis: str
    source: tuple[str, ...]
    checks: tuple[Check, ...]
    given: str = ""


def by_rule(find: Callable[..., Value], tolerance: Tolerance = CLOSE, how: str = "") -> Check:
    """Return a check of functions that the game calls."""
    return Check(RULE, find, tolerance, how)


def by_instrument(
    find: Callable[..., Value], tolerance: Tolerance = CLOSE, how: str = "", tables: tuple[str, ...] = ()
) -> Check:
    """Return a check of functions that the game does not call."""
    return Check(INSTRUMENT, find, tolerance, how, tables)


def of(function: Callable[..., Any], *arguments: Any) -> Callable[[], float]:
    """Return what finds the one number that a function gives for some arguments.

    Examples
    --------
    >>> of(max, 2, 3)()
    3.0
    """
    return lambda: float(function(*arguments))


def told(value: Value) -> str:
    """Return a value as a table shows it.

    Examples
    --------
    >>> told(0.3660254037844386), told((1.0, -3.0)), told("AUS JPN")
    ('0.3660254038', '1 / -3', 'AUS JPN')
    """
    if isinstance(value, str):
        return value
    digits = 7 if isinstance(value, tuple) else 10
    return " / ".join(f"{number:.{digits}g}".replace("e-0", "e-") for number in numbers(value))


def numbers(value: float | tuple[float, ...]) -> tuple[float, ...]:
    """Return one number or several as a tuple."""
    return value if isinstance(value, tuple) else (value,)
