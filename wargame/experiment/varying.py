"""Rows of factors, and what they come to in a scenario: names looked up, ranges taken from the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import numpy as np
from pydantic import Field

from wargame.experiment.factors import Factor
from wargame.faults import nearest
from wargame.reading.opening import TURN_YEARS
from wargame.reading.tables import Table
from wargame.ruleset import Ruleset, find_rulesets, read_ruleset, rules_folder
from wargame.scenario import Scenario
from wargame.schema import Frame, Kind, Parameter, Row

FORMS = ("parameter", "kind", "seat", "ruleset", "turns", "turn_years")
"""Keys of which a factor has one: it says what is varied."""
STEPS = 5
"""Values that a number of a list takes between its bounds; each needs rules of its own."""
_ONLY_WITH = {
    "low": "parameter",
    "high": "parameter",
    "values": "parameter",
    "levels": "parameter",
    "without": "kind",
    "characters": "seat",
}


class Vary(Row):
    """One factor as it is written.

    ``low`` and ``high`` default to the range of the parameter's row; ``values`` names single numbers instead.
    ``levels`` cuts the range into so many even steps, in every method. ``kind`` takes every parameter of one
    number that rests on this kind of evidence, but those in ``without`` and those that have a row of their own.
    """

    parameter: str = ""
    low: float | None = None
    high: float | None = None
    values: tuple[float, ...] = ()
    levels: int | None = Field(default=None, ge=2, le=100)
    kind: str = ""
    without: tuple[str, ...] = ()
    seat: str = ""
    characters: tuple[str, ...] = ()
    ruleset: tuple[str, ...] = ()
    turns: tuple[int, ...] = ()
    turn_years: tuple[float, ...] = ()


def resolve(table: Table, rows: Mapping[str, Vary], scenario: Scenario) -> list[Factor]:
    """Return the factors of some rows, with every fault noted in their table."""
    named = {row.parameter for row in rows.values()}
    factors: list[Factor] = []
    for key, row in rows.items():
        form = _form(table, key, row)
        if form:
            factors += _BY_FORM[form](table, key, row, scenario, named)
    seen: set[str] = set()
    for factor in factors:
        if factor.name in seen:
            table.fault((), f"{factor.name} is varied twice.", "Keep one of the factors.")
        seen.add(factor.name)
    for ruleset in _others(factors, scenario):
        _check_other_rules(table, ruleset, factors)
    return factors


def _form(table: Table, key: str, row: Vary) -> str:
    """Return what a row varies, or "" with a fault noted."""
    told = [name for name in FORMS if getattr(row, name)]
    if len(told) != 1:
        what = f"one factor varies {' and '.join(told)}." if told else "this factor names nothing to vary."
        table.fault((key,), what, f"Write one of {', '.join(FORMS)}.")
        return ""
    for name, owner in _ONLY_WITH.items():
        if name in row.model_fields_set and told[0] != owner:
            table.fault((key, name), f"{name} belongs to a factor with {owner}.", "Take it out.")
            return ""
    return told[0]


def _parameter(table: Table, key: str, row: Vary, scenario: Scenario, _: set[str]) -> Iterator[Factor]:
    """Yield the factor of a parameter, or of one number of a list."""
    known = scenario.ruleset.parameters
    name, entry = _entry(row.parameter, known)
    if name not in known:
        table.fault((key, "parameter"), f"there is no parameter {name!r}.", nearest(name, known))
        return
    held = known[name]
    numbers = held.value if isinstance(held.value, tuple) else ()
    if numbers and not 1 <= entry <= len(numbers):
        what = f"{name} is a list of {len(numbers)} numbers, and a factor varies one of them."
        table.fault((key, "parameter"), what, f"Write {name}.1 to {name}.{len(numbers)}.")
        return
    low, high = _range(table, key, row, held, bool(numbers))
    choices = _steps(row, low, high, bool(numbers))
    outside = [each for each in (*choices, low, high) if not held.range[0] <= each <= held.range[1]]
    for each in outside[:1]:
        what = (
            f"{each:g} lies outside the range of {name}, {held.range[0]:g} to {held.range[1]:g} {held.unit}."
        )
        table.fault(
            (key, "values" if row.values else "low" if each == low else "high"), what, "Stay inside it."
        )
    if outside or len(set(choices or (low, high))) < 2:
        return
    if numbers and not _rises(table, key, name, numbers, entry, (low, high, *choices)):
        return
    yield Factor(
        row.parameter,
        "entry" if numbers else "parameter",
        float(numbers[entry - 1] if numbers else held.value),  # type: ignore[arg-type]
        low,
        high,
        choices,
        held.unit,
        held.kind,
        held.note,
    )


def _entry(text: str, known: Mapping[str, Parameter]) -> tuple[str, int]:
    """Return the id of a parameter and, of a list, which of its numbers is meant, from 1; 0 for none."""
    match = re.fullmatch(r"(.+)\.(\d+)", text)
    if text in known or match is None or not isinstance(getattr(known.get(match[1]), "value", 0), tuple):
        return text, 0
    return match[1], int(match[2])


def _range(table: Table, key: str, row: Vary, held: Parameter, listed: bool) -> tuple[float, float]:
    """Return the bounds of a parameter: as written, of the values written, or of its row."""
    if row.values:
        for name in ("low", "high", "levels"):
            if name in row.model_fields_set:
                table.fault((key, name), f"values are named already, so {name} says nothing.", "Take it out.")
        if len(set(row.values)) < 2:
            table.fault((key, "values"), "one value is nothing to vary.", "Write two different ones or more.")
        return min(row.values), max(row.values)
    if listed and (row.low is None or row.high is None):
        what = "the range of a list holds for all its numbers, not for one of them."
        table.fault((key,), what, "Write low and high, or values.")
        return 0.0, 0.0
    low = held.range[0] if row.low is None else row.low
    high = held.range[1] if row.high is None else row.high
    if low >= high:
        table.fault((key, "low"), f"{low:g} to {high:g} is no range.", "Write low below high.")
        return 0.0, 0.0
    return float(low), float(high)


def _steps(row: Vary, low: float, high: float, listed: bool) -> tuple[float, ...]:
    if row.values:
        return tuple(float(each) for each in row.values)
    steps = row.levels or (STEPS if listed else 0)
    return tuple(float(each) for each in np.linspace(low, high, steps)) if steps and low < high else ()


def _rises(
    table: Table, key: str, name: str, numbers: Sequence[float], entry: int, tried: Sequence[float]
) -> bool:
    """Tell whether a list that rises still rises with one number replaced: thresholds must not change places."""
    if not all(a < b for a, b in pairwise(numbers)):
        return True
    for each in tried:
        changed = [*numbers[: entry - 1], each, *numbers[entry:]]
        if not all(a < b for a, b in pairwise(changed)):
            what = f"with {each:g}, {name} would no longer rise: {', '.join(f'{n:g}' for n in changed)}."
            table.fault((key,), what, "Keep it between its neighbours.")
            return False
    return True


def _kind(table: Table, key: str, row: Vary, scenario: Scenario, named: set[str]) -> Iterator[Factor]:
    """Yield one factor for every parameter of one number with this kind of evidence."""
    known = scenario.ruleset.parameters
    if row.kind not in get_args(Kind):
        what = f"{row.kind!r} is no kind of evidence."
        table.fault((key, "kind"), what, nearest(row.kind, get_args(Kind)))
        return
    for place, name in enumerate(row.without):
        if name not in known:
            table.fault((key, "without", place), f"there is no parameter {name!r}.", nearest(name, known))
    taken = {*row.without, *named}
    for name, held in known.items():
        if held.kind == row.kind and not isinstance(held.value, tuple) and name not in taken:
            low, high = held.range
            yield Factor(name, "parameter", held.value, low, high, (), held.unit, held.kind, held.note)


def _seat(table: Table, key: str, row: Vary, scenario: Scenario, _: set[str]) -> Iterator[Factor]:
    """Yield the factor of a seat's character."""
    if row.seat not in scenario.nations:
        what = f"there is no seat {row.seat!r} in {scenario.id}."
        table.fault((key, "seat"), what, nearest(row.seat, scenario.nations))
        return
    known, whole = scenario.ruleset.characters, True
    for place, name in enumerate(row.characters):
        if name not in known:
            table.fault((key, "characters", place), f"there is no character {name!r}.", nearest(name, known))
            whole = False
    if whole and _is_choice(table, key, "characters", row.characters):
        nation = scenario.nations[row.seat]
        text = f"{nation.name}'{'' if nation.name.endswith('s') else 's'} character."
        yield Factor(row.seat, "character", nation.character, choices=row.characters, text=text)


def _ruleset(table: Table, key: str, row: Vary, scenario: Scenario, _: set[str]) -> Iterator[Factor]:
    """Yield the factor of the ruleset."""
    known, whole = find_rulesets(rules_folder()), True
    for place, name in enumerate(row.ruleset):
        if name not in known and not (Path(name) / "ruleset.toml").is_file():
            table.fault((key, "ruleset", place), f"there is no ruleset {name!r}.", nearest(name, known))
            whole = False
    if whole and _is_choice(table, key, "ruleset", row.ruleset):
        yield Factor(
            "ruleset", "ruleset", scenario.ruleset.id, choices=row.ruleset, text="Ruleset played by."
        )


def _turns(table: Table, key: str, row: Vary, scenario: Scenario, _: set[str]) -> Iterator[Factor]:
    """Yield the factor of the game's length."""
    most = next(each.le for each in Frame.model_fields["turns"].metadata if hasattr(each, "le"))
    wrong = [(place, each) for place, each in enumerate(row.turns) if not 1 <= each <= most]
    for place, each in wrong:
        table.fault((key, "turns", place), f"a game of {each} turns cannot be.", f"Write 1 to {most}.")
    if not wrong and _is_choice(table, key, "turns", row.turns):
        text = "Turns that the game lasts."
        yield Factor("turns", "turns", scenario.frame.turns, choices=row.turns, unit="count", text=text)


def _turn_years(table: Table, key: str, row: Vary, scenario: Scenario, _: set[str]) -> Iterator[Factor]:
    """Yield the factor of a turn's length; the number of turns stays."""
    wrong = [(place, each) for place, each in enumerate(row.turn_years) if each not in TURN_YEARS]
    for place, each in wrong:
        what = f"a turn of {each:g} years does not fit into years."
        table.fault((key, "turn_years", place), what, "Write 1, 0.5 or 0.25.")
    if not wrong and _is_choice(table, key, "turn_years", row.turn_years):
        text = "Length of a turn; the number of turns stays."
        yield Factor(
            "turn_years",
            "turn_years",
            scenario.frame.turn_years,
            choices=row.turn_years,
            unit="years",
            text=text,
        )


def _is_choice(table: Table, key: str, name: str, choices: Sequence[Any]) -> bool:
    if len(choices) != len(set(choices)) or len(choices) < 2:
        what = f"{', '.join(map(str, choices)) or 'nothing'} is no choice."
        table.fault((key, name), what, "Write two different ones or more.")
        return False
    return True


_BY_FORM = {
    "parameter": _parameter,
    "kind": _kind,
    "seat": _seat,
    "ruleset": _ruleset,
    "turns": _turns,
    "turn_years": _turn_years,
}


def _others(factors: Sequence[Factor], scenario: Scenario) -> Iterator[Ruleset]:
    """Yield the rulesets other than the scenario's that a factor brings in."""
    for factor in factors:
        if factor.form == "ruleset":
            yield from (read_ruleset(name) for name in factor.choices if name != scenario.ruleset.id)


def _check_other_rules(table: Table, ruleset: Ruleset, factors: Sequence[Factor]) -> None:
    """Note parameters and characters that another ruleset does not have."""
    for factor in factors:
        if factor.form in {"parameter", "entry"}:
            name = _entry(factor.name, ruleset.parameters)[0]
            if name not in ruleset.parameters:
                what = f"the ruleset {ruleset.id!r} has no parameter {name!r}."
                table.fault((), what, "Vary one that all of the rulesets have.")
        if factor.form == "character":
            for name in set(factor.choices) - set(ruleset.characters):
                table.fault(
                    (), f"the ruleset {ruleset.id!r} has no character {name!r}.", "Take one both have."
                )
