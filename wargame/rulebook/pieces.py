"""The pieces that documents on the rules are made of: tables, lists of effects, links to sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from wargame.rulebook import words
from wargame.rulebook.anchors import anchor
from wargame.ruleset import Ruleset
from wargame.scenario import Scenario
from wargame.schema import Effect, Parameter

Lines = list[str]
_MARK = re.compile(r" *\{#[\w-]+\}")


def document(rules: Ruleset, parts: Iterable[Lines], every: bool = False, marked: bool = False) -> str:
    """Return parts as one Markdown text, with a chapter on sources and the definitions of links to them.

    Parameters
    ----------
    rules : the ruleset whose sources are meant
    parts : chapters, each a list of lines
    every : list every source, not only those that the parts name
    marked : keep the marks that give rows their anchors, for ``page`` and ``fragment``
    """
    body = "\n".join(line for part in parts for line in [*part, ""])
    named = {key: row for key, row in rules.sources.items() if every or f"[{key}]" in body}
    sources = [
        f"- **{key}** ({row.kind}): {' '.join(filter(None, (row.cite, row.text)))}"
        for key, row in named.items()
    ]
    links = [f"[{key}]: #{anchor('source', key)}" for key in named]
    text = "\n".join([body, "## Sources", "", *sources, "", *links]) + "\n"
    return text if marked else _MARK.sub("", text)


def mark(kind: str, name: str) -> str:
    """Return the mark that, written into a row, a list item, a paragraph or a heading, gives it its anchor."""
    return f" {{#{anchor(kind, name)}}}"


def edition(scenario: Scenario) -> str:
    """Return which rules and which scenario a document tells of, in their versions."""
    head, frame = scenario.ruleset.head, scenario.frame
    return (
        f"Ruleset *{head.title}*, version {head.version}; scenario `{scenario.id}`, version {frame.version}."
    )


def deeper(lines: Lines) -> Lines:
    """Return a chapter as part of another: its headings stand one level lower."""
    return [f"#{line}" if line.startswith("##") else line for line in lines]


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
            f"`{name}`{mark('parameter', name)}",
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
