"""The reasons of one number told in lines: how much, why, by whom, by which rule, on which source."""

from __future__ import annotations

from wargame.narrate import names
from wargame.narrate.screen import Line, grid, heading
from wargame.reasons import Why
from wargame.scenario import Scenario

FORMS = {"points": ".1f", "bn USD": ".1f", "percent": ".1f", "count": ".0f", "PC": ".1f", "years": ".1f"}
"""How numbers of a unit are told; small units keep three decimals."""


def explain(scenario: Scenario, why: Why) -> list[Line]:
    """Return a why as lines: the change, then each reason with its amount, and their sum."""
    form = FORMS.get(why.unit, ".3f")
    unit = "" if why.unit in ("index", "count", "ratio", "share") else f" {why.unit}"
    text = names.number(scenario, why.field, why.entity)
    total = sum(row.amount for row in why.reasons)
    head = (
        f"{text[0].upper() + text[1:]}, turn {why.turn}: {why.before:{form}} to {why.after:{form}}{unit} "
        f"({why.after - why.before:+{form}})"
    )
    rows = []
    for row in why.reasons:
        by = names.nation(scenario, row.actor) if row.actor else ""
        resting = ", ".join(row.source)
        rows.append((f"{row.amount:+{form}}", names.reason(row.reason), by, row.rule, resting))
    rows.append((f"{total:+{form}}", "in all", "", "", ""))
    return [*heading(head), *grid([("", "reason", "by", "rule", "source"), *rows], right=(0,))]


def full_field(scenario: Scenario, field: str) -> str:
    """Return a field as the state knows it; a track or area alone stands for its field.

    ``approval`` is ``home.approval``, ``presence`` is ``capability.presence``; others stay as they are.
    """
    if field in scenario.ruleset.tracks:
        return f"home.{field}"
    return f"capability.{field}" if field in scenario.ruleset.areas else field
