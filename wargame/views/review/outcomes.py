"""Outcomes told in words: their values, and what an order or ruling did to them."""

from __future__ import annotations

from typing import Any

from wargame.forecast.comparison import NO_DIFFERENCE, UNITS, difference_words
from wargame.forecast.pairs import POWER
from wargame.narrate import names
from wargame.outcomes import Outcome
from wargame.review.effects import Effect, Shift
from wargame.scenario import Scenario
from wargame.state import LEVELS, STAGES
from wargame.views.board.scope import minus
from wargame.views.links import ref

PERCENT = 100.0
FINEST = 4
"""Most further decimals by which two values are told apart."""
SHARES = frozenset({"burden_share", "threat"})
"""Outcomes that are shares in one game too; all others of that unit are yes or no."""


def alike(row: Outcome, first: float, second: float) -> bool:
    """Tell whether two values of an outcome are the same as they are told."""
    return _value(row, first, 0) == _value(row, second, 0)


def values(row: Outcome, first: float, second: float) -> tuple[str, str]:
    """Return the values of an outcome in two games, as finely as it takes to tell them apart."""
    for finer in range(FINEST + 1):
        told = _value(row, first, finer), _value(row, second, finer)
        if told[0] != told[1]:
            break
    return told


def _value(row: Outcome, number: float, finer: int) -> str:
    kind = row.name.partition(":")[0]
    if kind in ("level", "worst_level"):
        return LEVELS[round(number)]
    if kind == "stage":
        return STAGES[round(number)]
    if kind == "objective":
        return "met" if number else "not met"
    if row.unit == "share" and number in (0.0, 1.0) and kind not in SHARES:
        return "yes" if number else "no"
    if row.unit == "share":
        return f"{PERCENT * number:.{finer}f} %"
    if row.unit == "count":
        return minus(f"{number:.{finer}f}")
    unit = f" {row.unit}" if row.unit in ("bn USD", "years") else ""
    return minus(f"{number:.{1 + finer}f}{unit}")


def title(scenario: Scenario, row: Outcome) -> str:
    """Return what an outcome is, as the head of a line; an objective with the seat that has it."""
    text = row.text.rstrip(".")
    kind, _, of = row.name.partition(":")
    if kind == "objective":
        return f"{names.nation(scenario, scenario.objectives[of].seat)}: {text}"
    if kind == "agreement":
        return f"{names.agreement(scenario, of)} is in force at the end"
    return text[:1].upper() + text[1:]


def shift(scenario: Scenario, told: Shift) -> dict[str, Any]:
    """Return how far an outcome moved in this game."""
    row, (was, without) = told.outcome, values(told.outcome, told.was, told.without)
    return {
        "id": row.name,
        "text": title(scenario, row),
        "ref": ref("outcome", row.name),
        "was": was,
        "without": without,
        "up": told.difference > 0,
        "size": round(told.size, 3),
    }


def typical(scenario: Scenario, told: Shift) -> dict[str, str]:
    """Return how far the mean of an outcome moves, in the unit of its differences."""
    share = told.outcome.unit == "share"
    unit = UNITS.get(told.outcome.unit, "" if told.outcome.unit == "count" else told.outcome.unit)
    return {
        "id": told.outcome.name,
        "text": title(scenario, told.outcome),
        "difference": f"{_number(told.difference * (PERCENT if share else 1.0))} {unit}".strip(),
    }


def effect(scenario: Scenario, told: Effect, firm: bool) -> dict[str, Any]:
    """Return what something does to an outcome under fresh luck, in words and as an interval in spreads of its scale.

    Parameters
    ----------
    firm : whether all pairs that were planned are played
    """
    verdict = ("higher" if told.low > 0.0 else "lower") if told.found else NO_DIFFERENCE
    row = {
        "outcome": told.outcome.name,
        "unit": told.outcome.unit,
        "difference": told.difference,
        "low": told.low,
        "high": told.high,
        "equal": told.equal,
        "pairs": told.pairs,
        "detectable": (told.high - told.low) / 2.0 + POWER * told.error or float("nan"),
    }
    words = difference_words(row, verdict)
    factor = PERCENT if told.outcome.unit == "share" else 1.0
    return {
        "id": told.outcome.name,
        "text": title(scenario, told.outcome),
        "words": words if firm else f"so far: {words}",
        "found": told.found,
        "up": told.difference > 0.0,
        "difference": _number(told.difference * factor),
        "low": _number(told.low * factor),
        "high": _number(told.high * factor),
        "pairs": told.pairs,
        "same": round(PERCENT * told.equal),
    }


def _number(value: float) -> str:
    """Return a difference to two or three digits, with its sign."""
    size = abs(value)
    places = 0 if size >= 10.0 else 1 if size >= 1.0 else 2 if size >= 0.1 else 3
    return minus(f"{value:+.{places}f}") if float(f"{size:.3f}") else "0"
