"""Chapters of the rulebook on numbers: those of a rule, those of no single rule, the five-step scale."""

from __future__ import annotations

from wargame.address import SCALES
from wargame.rulebook import words
from wargame.rulebook.pieces import Lines, keys, mark, parameters, table
from wargame.rulebook.rules import chapters
from wargame.ruleset import Ruleset
from wargame.schema import Parameter

_SCALE = "scale"
_OTHERS = {
    "ladder": "The ladder and crisis rounds",
    "diplomacy": "At the table",
    "conduct": "Words and deeds",
    "beliefs": "What nations believe of each other",
    "score": "Stability and score",
}


def numbers_of(rules: Ruleset, rule: str) -> Lines:
    """Return the table of the numbers of one rule, such as ``R1``; nothing if it has none."""
    return parameters((name, row) for name, row in rules.parameters.items() if row.rule == rule)


def other_numbers(rules: Ruleset) -> Lines:
    """Return the chapter on numbers that belong to no rule with a number, but for the five-step scale."""
    told = {chapter.rule for chapter in chapters()} | {_SCALE}
    left: dict[str, list[tuple[str, Parameter]]] = {}
    for name, row in rules.parameters.items():
        if row.rule not in told:
            left.setdefault(row.rule, []).append((name, row))
    lines = ["## Numbers that belong to no single rule"]
    for rule, own in left.items():
        lines += ["", _heading(rule), "", *parameters(own)]
    return lines


def _heading(rule: str) -> str:
    return f"### {_OTHERS.get(rule, rule)}{mark('rule', rule)}" if rule else "### Others"


def scale(rules: Ruleset) -> Lines:
    """Return the chapter on the five-step scale: the size of each step for each kind of field."""
    steps = rules.value("effects.multipliers")
    assert isinstance(steps, tuple)
    rows = []
    for name in SCALES:
        unit = rules.parameters[f"effects.{name}"]
        assert isinstance(unit.value, float)
        sizes = [words.number(step * unit.value) for step in steps]
        rows.append((name.replace("_", " "), *sizes, unit.unit, unit.kind, keys(unit.source)))
    head = ("Kind of field", *(f"step {n}" for n in range(1, len(steps) + 1)), "Unit", "Kind", "Source")
    return [
        f"## The five-step scale{mark('rule', _SCALE)}",
        "",
        "Orders, agreements and cards name a step, never a size. This table is the size of each step. An "
        "order repeated on the same target has half its effect each time; a turn of rest gives back one "
        "halving.",
        "",
        *table(head, rows),
        "",
        *numbers_of(rules, _SCALE),
    ]
