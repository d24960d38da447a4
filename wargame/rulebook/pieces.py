"""The pieces that chapters of the rulebook are made of: tables, lists of effects, links to sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wargame.rulebook import words
from wargame.ruleset import Ruleset
from wargame.schema import Effect, Parameter

Lines = list[str]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Lines:
    """Return a Markdown table; a bar inside a cell would end it, so it is escaped."""
    body = [
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows
    ]
    return ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head), *body]


def keys(source: Iterable[str]) -> str:
    """Return source keys as reference links."""
    return ", ".join(f"[{key}]" for key in source)


def effects(rules: Ruleset, rows: Iterable[Effect]) -> Lines:
    """Return declared effects as a list."""
    return [f"- {words.effect_words(rules, each)}" for each in rows]


def parameters(rows: Iterable[tuple[str, Parameter]]) -> Lines:
    """Return a table of parameters with value, unit, range, kind, source and note."""
    told = [
        (
            f"`{name}`",
            words.listed(row),
            row.unit,
            f"{words.number(row.range[0])} to {words.number(row.range[1])}",
            row.kind,
            keys(row.source),
            row.note,
        )
        for name, row in rows
    ]
    return table(("Parameter", "Value", "Unit", "Range", "Kind", "Source", "Note"), told) if told else []
