"""Chapter of the rulebook on what is counted: numbers of the game, measures, outcomes, bookings of no rule."""

from __future__ import annotations

from wargame.address import MEASURES
from wargame.outcomes import list_outcomes
from wargame.rulebook.overview import KINDS, SEES
from wargame.rulebook.pieces import Lines, mark, table
from wargame.rulebook.words import measure_form, number, unit_word
from wargame.scenario import Scenario
from wargame.state import FIELDS
from wargame.world import compile_world

BOOKED: dict[str, str] = {
    "economy": "What a turn brings by itself: political capital, funds after committed lines, rest from repeats.",
    "claim": "A claim in public about what a nation can do, and what others make of it.",
    "deck": "What cards do besides their effects: that one has fallen, that a called one comes nearer.",
    "limit": "What a number would have gained or lost beyond the ends of its range. It is cut off, and told.",
    "rounding": "Numbers kept as logarithms are rounded to a grain; what that moves is told, so that reasons add up.",
    "frame": "The end of the game: its last turn is played.",
}
"""What the ledger books that no rule with a chapter of its own has caused."""
_FIELD_HEAD = ("Number", "What it is", "Kept by", "Unit", "Range", "How it moves", "Who sees it")
_OUTCOME_HEAD = ("Outcome", "What it is", "Unit", "Range")


def counts(scenario: Scenario, seat: str = "") -> Lines:
    """Return the chapter on what a game keeps count of and how games are compared.

    Parameters
    ----------
    seat : leave out outcomes that only another seat may know, "" for all
    """
    return [
        "## What is counted",
        "",
        "Every change of a number has named reasons that add up to it. These are the numbers that a game keeps:",
        "",
        *table(_FIELD_HEAD, _fields()),
        "",
        "### Measures",
        "",
        "What objectives and the conditions of cards read:",
        "",
        *table(
            ("Measure", "What it is"),
            [(f"`{name}`{mark('measure', name)}", measure_form(name)) for name in MEASURES],
        ),
        "",
        "### Outcomes",
        "",
        "By what whole games are compared; a *share* is 0 or 1 in one game:",
        "",
        *table(_OUTCOME_HEAD, _outcomes(scenario, seat)),
        "",
        "### Reasons that are no rule",
        "",
        *table(
            ("Booked as", "What it is"), [(name + mark("rule", name), text) for name, text in BOOKED.items()]
        ),
    ]


def _fields() -> list[tuple[str, ...]]:
    return [
        (
            f"`{name}`{mark('field', name)}",
            row.text,
            " and ".join(axis.replace("_", " ") for axis in row.axes) or "the region",
            row.unit,
            f"{number(row.low)} to {number(row.high)}",
            f"{row.kind}: {KINDS[row.kind]}",
            SEES[row.see],
        )
        for name, row in FIELDS.items()
    ]


def _outcomes(scenario: Scenario, seat: str) -> list[tuple[str, ...]]:
    return [
        (
            f"`{row.name}`{mark('outcome', row.name)}",
            row.text,
            unit_word(row.unit) or row.unit,
            f"{number(row.low)} to {number(row.high)}",
        )
        for row in list_outcomes(compile_world(scenario))
        if not seat or row.seat in ("", seat)
    ]
