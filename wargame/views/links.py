"""Links of numbers: the row of the rulebook that a number on a page leads to."""

from __future__ import annotations

from collections.abc import Iterable

from wargame.address import MEASURES, split_field
from wargame.narrate.names import INJECT
from wargame.rulebook.anchors import anchor
from wargame.scenario import Scenario
from wargame.state import FIELDS

_PARTS = {"home": "track", "capability": "area", "support": "gate", "unlocked": "gate"}
"""Fields whose parts have rows of their own: the row tells more than the field does."""


ref = anchor
"""Anchor of a row of the rulebook, to be written after ``/rulebook#``; see ``wargame.rulebook.anchors.anchor``."""


def number_ref(field: str) -> str:
    """Return the anchor for a field of the state or a measure, with its part: ``home.approval``, ``spending``.

    A track, an area or a gate has its own row; a measure that no field of the state holds has one too; "" for what
    is neither.

    Examples
    --------
    >>> number_ref("home.approval"), number_ref("tension:strait"), number_ref("burden_share"), number_ref("mood")
    ('track-approval', 'field-tension', 'measure-burden_share', '')
    """
    name, part = split_field(field.partition(":")[0].strip())
    if part and name in _PARTS:
        return anchor(_PARTS[name], part)
    if name in FIELDS:
        return anchor("field", name)
    return anchor("measure", name) if name in MEASURES else ""


def cause_ref(scenario: Scenario, rule: str) -> str:
    """Return the anchor for what a reason of the ledger names: an order, an agreement, a card or a rule.

    Parameters
    ----------
    rule : ``Reason.rule``; "" gives "", and so does a card of the white cell, of which the rulebook knows nothing
    """
    if rule in scenario.ruleset.orders:
        return anchor("order", rule)
    if rule in scenario.agreements:
        return anchor("agreement", rule)
    if rule in scenario.events:
        return anchor("event", rule)
    if rule in scenario.ruleset.agreements:
        return anchor("type", rule)
    return anchor("rule", rule) if rule not in ("", INJECT) else ""


def sources(scenario: Scenario, keys: Iterable[str]) -> list[dict[str, str]]:
    """Return keys of the bibliography with their rows, and the text of each for whoever points at it.

    What the bibliography does not hold is left out: a card that the white cell wrote rests on nothing in it.
    """
    rows = scenario.ruleset.sources
    return [
        {"key": key, "ref": anchor("source", key), "title": rows[key].cite or rows[key].text}
        for key in keys
        if key in rows
    ]
