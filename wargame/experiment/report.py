"""The report of a study: one HTML file with its words, tables and charts that needs nothing else."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pandas as pd

from wargame.experiment.charts import Chart
from wargame.experiment.charts.canvas import figure, interval
from wargame.experiment.factors import shown
from wargame.experiment.findings import (
    change_words,
    command,
    conclusion_words,
    design_words,
    luck_words,
    matters_words,
    why_no_luck,
)
from wargame.experiment.study import Study
from wargame.rulebook import page

ROWS = 12
"""Rows of a long table that the report shows; the file beside it has all."""
LIMITS = (
    "Every game was played by house AI. What people would do is not in these figures.",
    "A figure is a share of games of this model, in this family of scenarios. It is no chance that something "
    "happens in the world.",
    "Factors were spread evenly over their ranges. Another range, or another belief about where in it the number "
    "lies, gives other shares.",
    "What was not varied is held at its value. Doubt about it is missing here.",
    "All points have the same luck, so that differences between them are owed to the factors; the luck itself is a "
    "sample, and intervals say how much that leaves open.",
)
_PLACE = re.compile(r"<p>chart:([^<]+)</p>")


def report(found: Study, charts: Sequence[Chart]) -> str:
    """Return the report of a study as one HTML page; the same study gives the same bytes.

    Parameters
    ----------
    charts : of ``charts_of``; they stand in the page as SVG
    """
    by_name = {chart.name: chart for chart in charts}
    text = "\n\n".join(_parts(found, charts))
    return _PLACE.sub(lambda match: _figure(by_name[match[1]]), page(text))


def _figure(chart: Chart) -> str:
    """Return a chart as a figure: its SVG without the head of a file."""
    drawing = chart.svg.decode("utf-8")
    start = drawing.index("<svg")
    label = html.escape(chart.title, quote=True)
    drawing = drawing[start:].replace(
        "<svg ", f'<svg role="img" aria-label="{label}" style="width:100%;height:auto" ', 1
    )
    return f'<figure style="margin:1.2rem 0">{drawing.strip()}</figure>'


def _parts(found: Study, charts: Sequence[Chart]) -> Iterator[str]:
    """Yield the blocks of the report, as the text that ``page`` takes."""
    held = found.experiment
    yield f"# {held.title}"
    yield f"**{held.question}**"
    yield design_words(found)
    yield "## In short"
    yield _list(_short(found))
    yield "## Outcomes"
    yield "At the baseline, with a 95 % interval, and over the points of the design."
    yield _outcomes(found)
    yield "## Luck or doubt"
    yield from _luck(found, charts)
    yield "## What matters"
    yield from _matters(found, charts)
    maps = [chart for chart in charts if chart.name.startswith("map-")]
    if maps:
        yield "## Where it tips over"
        yield from (f"chart:{chart.name}" for chart in maps)
    yield "## What would change this conclusion"
    yield from _changes(found)
    yield "## Factors"
    yield "Ranges are those of the rules' rows unless the experiment says otherwise; kind is what a number rests on."
    yield _table(_factor_rows(found))
    yield "## Limits of use"
    yield _list(LIMITS)
    yield "## How to repeat it"
    yield f"```\n{command(found)}\n```"
    yield _manifest(found)


def _short(found: Study) -> Iterator[str]:
    yield from conclusion_words(found)[:2]
    yield from (f"Nearest change: {text}" for text in change_words(found)[:1])
    for row in [] if found.luck is None else found.luck.to_dict("records"):
        yield f"{row['outcome']}: {luck_words(row)}"
    for outcome in found.experiment.outcomes:
        yield f"{outcome.name} moves with: {matters_words(found, outcome.name)}"


def _outcomes(found: Study) -> str:
    rows = [("outcome", "what it is", "baseline", "over the design", "lowest to highest point")]
    for row in found.outcome_table().to_dict("records"):
        mean = interval(row["baseline"], row["low"], row["high"], row["unit"])
        design, lowest, highest = (figure(row[name], row["unit"]) for name in ("design", "lowest", "highest"))
        rows.append((row["outcome"], row["text"], mean, design, f"{lowest} to {highest}"))
    return _table(rows)


def _luck(found: Study, charts: Sequence[Chart]) -> Iterator[str]:
    yield (
        "Doubt is spread because the numbers of the rules are not known; luck is spread that would stay if they were. "
        "The variance is split as a two-way layout with random effects, points against luck, one game in a cell."
    )
    if found.luck is None:
        yield why_no_luck(found)
        return
    yield from (f"chart:{chart.name}" for chart in charts if chart.name == "luck-or-doubt")
    head = ("outcome", "mean", "standard deviation", "doubt", "90 % interval", "luck")
    rows = [head]
    for row in found.luck.to_dict("records"):
        if pd.isna(row["doubt_share"]):
            rows.append((row["outcome"], figure(row["mean"], row["unit"]), "0", "", "", ""))
            continue
        share, low, high = (f"{100 * row[name]:.0f} %" for name in ("doubt_share", "doubt_low", "doubt_high"))
        spread = figure(row["sd"], "" if row["unit"] == "share" else row["unit"]).strip()
        rows.append(
            (
                row["outcome"],
                figure(row["mean"], row["unit"]),
                spread,
                share,
                f"{low} to {high}",
                f"{100 * row['luck_share']:.0f} %",
            )
        )
    yield _table(rows)


def _matters(found: Study, charts: Sequence[Chart]) -> Iterator[str]:
    yield f"Measure: {found.measure}. The tables beside this report (`tables/matters.csv`) hold every factor."
    for outcome in found.experiment.outcomes:
        drawn = [
            chart for chart in charts if chart.name.startswith("matters-") and outcome.name in chart.title
        ]
        if drawn:
            yield f"chart:{drawn[0].name}"
        else:
            yield f"**{outcome.name}**: no factor moves it."


def _changes(found: Study) -> Iterator[str]:
    yield _list(conclusion_words(found))
    told = change_words(found)
    if told:
        yield "### Changes from the baseline"
        yield (
            "One factor alone, all else at the baseline, the nearest change first; then factors that a box moves "
            "together. Each was played under the same luck."
        )
        yield _list(told)
    if found.discovery is None or not found.discovery.boxes:
        return
    yield "### Boxes"
    yield (
        f"Regions of the design where the conclusion turns over. Coverage: share of all such points in the box; "
        f"density: share of the box's points; lift: density over the share among all points, "
        f"{100 * found.discovery.base:.0f} %; quasi-p is small for found boxes by construction."
    )
    rows = [("rule", "points", "coverage", "density", "lift", "quasi-p")]
    for row in found.discovery.table().head(ROWS).to_dict("records"):
        told_p = f"{row['quasi_p']:.2g}" if row["quasi_p"] >= 1e-4 else "under 0.0001"
        rows.append(
            (
                row["rule"],
                f"{row['points']}",
                f"{100 * row['coverage']:.0f} %",
                f"{100 * row['density']:.0f} %",
                f"{row['lift']:.1f}",
                told_p,
            )
        )
    yield _table(rows)


def _factor_rows(found: Study) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("factor", "baseline", "varied", "kind", "what it is")]
    for factor in found.experiment.factors:
        low, high = factor.bounds
        varied = (
            f"{shown(float(low))} to {shown(float(high))} {factor.unit}"
            if factor.numeric and len(factor.choices) < 1
            else ", ".join(shown(each) for each in factor.choices)
        )
        rows.append((factor.name, shown(factor.baseline), varied, factor.kind, factor.text))
    return rows


def _manifest(found: Study) -> str:
    held = found.experiment
    rules = held.scenario.ruleset
    rows = [
        ("what", "which"),
        ("scenario", f"{held.scenario.id} {held.scenario.frame.version}, {held.scenario.frame.turns} turns"),
        ("its hash", held.scenario.content_hash()),
        ("ruleset", f"{rules.id} {rules.head.version}"),
        ("its hash", rules.content_hash()),
        ("plan", found.key),
    ]
    return _table(rows)


def _list(lines: Iterable[Any]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(rows: Sequence[Sequence[str]]) -> str:
    told = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join([told[0], f"|{' --- |' * len(rows[0])}", *told[1:]])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
