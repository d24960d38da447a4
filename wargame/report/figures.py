"""Charts of the report: what they show as data, drawn by the same script as on the pages, and as tables."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from wargame.report.markup import esc, table
from wargame.views.board import Scope, budgets, charts, lines

FIRST = ("tension", "cohesion", "stability", "home.approval", "status_quo")
"""Charts that stand open, beside the budgets; all others are folded up in their groups."""
GROUPS = {
    "Home politics": ("home.", "capital"),
    "Capability and technology": ("capability.", "protection.", "tech"),
    "Trust, relations and threat": ("trust:", "relation:", "threat"),
    "Budgets, burden and free funds": ("spending", "spent", "burden", "funds"),
}


def specs(scope: Scope) -> dict[str, list[dict[str, Any]]]:
    """Return every chart of the game by group, those that stand open first, under ""."""
    drawn = {each["id"]: lines(scope, each["id"]) for each in charts(scope)}
    drawn = {name: spec for name, spec in drawn.items() if spec["series"]}
    found = {"": [budgets(scope), *(drawn[name] for name in FIRST if name in drawn)]}
    for group, starts in GROUPS.items():
        found[group] = [spec for name, spec in drawn.items() if name.startswith(starts) and name not in FIRST]
    return found


def figure(spec: Mapping[str, Any]) -> str:
    """Return a chart: its place, its numbers as a table and as CSV, and the way to the limits of use."""
    name = esc(spec["id"])
    title, label = esc(spec["title"]), esc(spec.get("label") or spec["title"])
    return (
        f'<figure class="wg-figure" data-chart="{name}"><figcaption><span><b>{title}</b> '
        f'<small>{esc(spec["note"])}</small></span><span class="wg-figure-tools">'
        '<button type="button" class="wg-btn wg-btn-quiet wg-btn-small wg-r-js" '
        f'data-csv="{name}" aria-label="Data of {title} as CSV">Data (CSV)</button>'
        '<a class="wg-btn wg-btn-quiet wg-btn-small" href="#limits">Limits</a></span></figcaption>'
        f'<div class="wg-plot" role="img" aria-label="{label}"></div>'
        f"<details><summary>Numbers</summary>{_numbers(spec)}</details></figure>"
    )


def _numbers(spec: Mapping[str, Any]) -> str:
    """Return the numbers of a chart as a table, with the bands of estimates."""
    head, columns = [str(spec["x"]["name"]).capitalize()], []
    for row in spec["series"]:
        head.append(row["name"])
        columns.append([_cell(value) for value in row["values"]])
        for band in row.get("bands", ()):
            head.append(f"{row['name']}, {band['name']}")
            columns.append(
                [
                    f"{_cell(low)} to {_cell(high)}"
                    for low, high in zip(band["low"], band["high"], strict=True)
                ]
            )
    rows = [[esc(x), *(column[k] for column in columns)] for k, x in enumerate(spec["x"]["values"])]
    return table(f"{spec['title']}, {spec['unit']}", head, rows, range(1, len(head)))


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def data(found: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Return the charts as data for the script, safe to stand in a page."""
    return script("wg-r-charts", {spec["id"]: spec for group in found.values() for spec in group})


def script(name: str, value: Any) -> str:
    """Return a value as a block of data; no text in it can end the block."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'<script type="application/json" id="{name}">{safe}</script>'
