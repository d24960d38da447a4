"""A scenario as it is to be played: another length, another ruleset, or some of its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wargame.faults import WargameError
from wargame.ruleset import Ruleset, read_ruleset
from wargame.scenario import Scenario, read_scenario
from wargame.schema import Frame, Parameter


def arrange(
    scenario: str | Path | Scenario,
    *,
    turns: int | None = None,
    rules: str | Path | Ruleset | Mapping[str, Any] | None = None,
) -> Scenario:
    """Return a scenario as it is to be played.

    Parameters
    ----------
    scenario : id, folder or scenario
    turns : length of the game, 1-40, instead of the scenario's
    rules : another ruleset (id, folder or ruleset), or parameter id -> value for some of its numbers

    Raises
    ------
    WargameError
        turns or a value out of range, an unknown parameter
    """
    held = scenario if isinstance(scenario, Scenario) else read_scenario(scenario)
    ruleset = held.ruleset
    if isinstance(rules, Mapping):
        ruleset = _with_values(ruleset, rules)
    elif rules is not None:
        ruleset = rules if isinstance(rules, Ruleset) else read_ruleset(rules)
    frame = held.frame
    if turns is not None:
        most = next(each.le for each in Frame.model_fields["turns"].metadata if hasattr(each, "le"))
        if not 1 <= turns <= most:
            raise WargameError(f"A game has 1 to {most} turns, and {turns} were asked for.")
        frame = frame.model_copy(update={"turns": int(turns)})
    return _replaced(held, frame=frame, ruleset=ruleset)


def _replaced(scenario: Scenario, **parts: Any) -> Scenario:
    names = Scenario.__dataclass_fields__
    return Scenario(**{name: parts.get(name, getattr(scenario, name)) for name in names})


def _with_values(ruleset: Ruleset, values: Mapping[str, Any]) -> Ruleset:
    """Return a ruleset with some numbers changed, each within the range that its row gives."""
    changed: dict[str, Parameter] = dict(ruleset.parameters)
    for name, value in values.items():
        ruleset.value(name)
        row = changed[name]
        numbers = value if isinstance(value, (list, tuple)) else (value,)
        wanted = len(row.value) if isinstance(row.value, tuple) else 1
        if len(numbers) != wanted:
            raise WargameError(f"{name}: {len(numbers)} numbers were given, and it has {wanted}.")
        for number in numbers:
            if isinstance(number, bool) or not isinstance(number, (int, float)):
                raise WargameError(f"{name}: {number!r} is not a number. Write one in {row.unit}.")
            if not row.range[0] <= number <= row.range[1]:
                raise WargameError(
                    f"{name}: {number} lies outside its range, {row.range[0]} to {row.range[1]} {row.unit}."
                )
        new = tuple(float(each) for each in numbers) if isinstance(row.value, tuple) else float(numbers[0])
        changed[name] = row.model_copy(update={"value": new})
    parts = {name: getattr(ruleset, name) for name in Ruleset.__dataclass_fields__}
    return Ruleset(**{**parts, "parameters": changed})
