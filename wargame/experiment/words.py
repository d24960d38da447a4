"""Experiments from the words of a command line, checked like those of files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wargame.experiment.reading import Experiment, checked_experiment, options_of
from wargame.experiment.typed import COMMAND_LINE, TypedTable
from wargame.faults import Fault, RulesError
from wargame.reading.tables import Raw, Table
from wargame.scenario import Scenario, read_scenario

MOST_NAMED = 5
"""Factors that a question names one by one."""
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_FORMS = "Write NAME=LOW:HIGH, NAME=A,B or NAME for the range of its row."


def make_experiment(scenario: str, vary: Sequence[str], head: Mapping[str, Any]) -> Experiment:
    """Return the experiment that the words of a command line describe.

    Parameters
    ----------
    scenario : id or folder of a scenario
    vary : texts such as ``growth.inertia=0.1:0.3``, ``growth.inertia``, ``CHN=dove,hawk``, ``turns=6,8`` or
        ``kind=assumed``
    head : keys of the head that were given

    Raises
    ------
    RulesError
        with every fault, if there is any
    """
    faults: list[Fault] = []
    top = {"title": f"{scenario} varied", "question": _question(vary), "scenario": scenario}
    top |= head
    table = TypedTable(faults, COMMAND_LINE)
    held = _scenario(scenario)
    table.add_layer(COMMAND_LINE, {text: _row_of(text, held, table) for text in vary} if held else {})
    above = TypedTable(faults, COMMAND_LINE)
    above.add_layer(COMMAND_LINE, {"experiment": top})
    again = (scenario, *(word for text in vary for word in ("--vary", text)), *options_of(head))
    experiment = checked_experiment(held.id if held else scenario, above, table, again)
    if faults or experiment is None:
        raise RulesError(dict.fromkeys(faults))
    return experiment


def _scenario(name: str) -> Scenario | None:
    """Return a scenario, None if it has faults: they are noted with those of the head."""
    try:
        return read_scenario(name)
    except RulesError:
        return None


def _question(vary: Sequence[str]) -> str:
    """Return what is asked where nobody has put it into words."""
    if len(vary) > MOST_NAMED:
        return f"What do {len(vary)} factors change?"
    pairs = [text.partition("=") for text in vary]
    names = [f"all {value} numbers" if name == "kind" else name for name, _, value in pairs]
    told = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"What {'does' if len(names) == 1 and pairs[0][0] != 'kind' else 'do'} {told} change?"


def _row_of(text: str, scenario: Scenario, table: Table) -> Raw:
    """Return the row of a factor from ``name=low:high``, ``name=a,b`` or ``name``."""
    name, mark, said = text.partition("=")
    words = [word.strip() for word in said.split(",")] if said else []
    if mark and not all(words or [""]):
        table.fault((text,), "nothing stands behind the equals sign or between commas.", _FORMS)
    if name in {"kind", "ruleset"}:
        return {name: said if name == "kind" else words}
    if name in {"turns", "turn_years"}:
        kind = int if name == "turns" else float
        return {name: [_number(word, kind, text, table) for word in words]}
    if name in scenario.nations:
        return {"seat": name, "characters": words}
    if not mark:
        return {"parameter": name}
    parts = said.split(":")
    if len(parts) == 1 and len(words) == 1:
        table.fault((text,), "one value is nothing to vary.", _FORMS)
        return {"parameter": name}
    if len(parts) == 1:
        return {"parameter": name, "values": [_number(word, float, text, table) for word in words]}
    if len(parts) > 3:
        table.fault((text,), "too many colons.", _FORMS)
    row: Raw = {"parameter": name, "low": _number(parts[0], float, text, table)}
    row["high"] = _number(parts[1], float, text, table)
    return row | ({"levels": _number(parts[2], int, text, table)} if len(parts) > 2 else {})


def _number(word: str, kind: type[int] | type[float], text: str, table: Table) -> Any:
    """Return a number from a word; a fault is noted, and 0 returned, where it is none."""
    pattern = _NUMBER if kind is float else r"\d+"
    if re.fullmatch(pattern, word.strip()):
        return kind(word)
    table.fault((text,), f"{word!r} is not a {'whole ' if kind is int else ''}number.", _FORMS)
    return kind(0)
