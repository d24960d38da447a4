"""The report of a study: one HTML file with its words, tables and charts that needs nothing else."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pandas as pd

from wargame.ensemble.store import MANIFEST
from wargame.experiment.charts import Chart
from wargame.experiment.charts.canvas import figure, interval, percent
from wargame.experiment.checks import MAY, STAYS, TURNS
from wargame.experiment.factors import shown
from wargame.experiment.findings import (
    NO_BREAK,
    VERBS,
    change_words,
    command,
    conclusion_words,
    design_words,
    games_words,
    matters_words,
    no_change,
    trust_words,
    why_no_luck,
)
from wargame.experiment.headline import short
from wargame.experiment.pictures import file_name
from wargame.experiment.reading import RESOLVED
from wargame.experiment.repeat import releases, toml_of
from wargame.experiment.study import BASELINE, CHANGES, Study
from wargame.rulebook import page
from wargame.rulebook.limits import SHORT, limits_told

ROWS = 12
"""Rows of a long table that the report shows; the file beside it has all."""
FILES = (
    ("report.html", "the report, one file"),
    (RESOLVED, "the experiment with every range written out, to repeat it"),
    ("charts/", "every chart, SVG and PNG"),
    ("tables/", "CSV: every factor, every point and its verdict, every value that was tried"),
    ("outcomes/", "every game of the design, Parquet; dictionary.csv tells the columns"),
    (f"{BASELINE}/", "the games of the baseline, an ensemble of its own"),
    (f"{CHANGES}/", "the games behind every change from the baseline; column point of tables/changes-*.csv"),
)
"""Files of a study, and what they hold."""
LIMITS = (
    "Every game was played by house AI, in this family of scenarios.",
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
    parts = _parts(found, charts)
    text = "\n\n".join(part if part.startswith("```") else part.replace(" %", NO_BREAK) for part in parts)
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
    yield _list(short(found))
    yield "## Outcomes"
    yield from _outcomes(found)
    yield f"## {found.between.heading}"
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
    yield f"**{SHORT}** Of these figures in particular:"
    yield _list(LIMITS)
    yield "Of the model:"
    yield _list(limits_told())
    yield "## How to repeat it"
    yield from _repeat(found)


def _outcomes(found: Study) -> Iterator[str]:
    games = found.experiment.replicates
    yield (
        "At the baseline, with a 95 % interval, and over the points of the design. *From point to point* is the "
        "standard deviation between points with luck taken out. The means of single points, in `tables/points.csv`, "
        f"are of {games_words(games)} each and lie further apart, by luck."
    )
    rows = [("outcome", "what it is", "baseline", "over the design", "from point to point")]
    for row in found.outcome_table().to_dict("records"):
        mean = interval(row["baseline"], row["low"], row["high"], row["unit"])
        spread = "not known" if pd.isna(row["between_sd"]) else f"± {_spread(row['between_sd'], row['unit'])}"
        rows.append((row["outcome"], row["text"], mean, figure(row["design"], row["unit"]), spread))
    yield _table(rows)


def _spread(value: float, unit: str) -> str:
    return f"{100 * value:.0f} percentage points" if unit == "share" else figure(value, unit)


def _luck(found: Study, charts: Sequence[Chart]) -> Iterator[str]:
    between = found.between
    yield (
        f"{between.text} The variance is split as a two-way layout with random effects, points against luck, one game "
        "in a cell."
    )
    if found.luck is None:
        yield why_no_luck(found)
        return
    yield from (f"chart:{chart.name}" for chart in charts if chart.name == "luck")
    rows = [("outcome", "mean", "9 of 10 games", between.short, "95 % interval", "luck")]
    for row in found.luck.to_dict("records"):
        share, low, high, luck = (
            "" if pd.isna(row[name]) else f"{percent(row[name])} %"
            for name in ("between_share", "between_low", "between_high", "luck_share")
        )
        ends = f"{low} to {high}" if share else "the same in every game"
        rows.append((row["outcome"], figure(row["mean"], row["unit"]), _range(row), share, ends, luck))
    yield _table(rows)


def _range(row: Any) -> str:
    """Return between what values nine of ten games lie; a game of a share is one or the other."""
    if row["unit"] == "share":
        return "yes or no"
    return f"{figure(row['p5'], '').strip()} to {figure(row['p95'], row['unit'])}"


def _matters(found: Study, charts: Sequence[Chart]) -> Iterator[str]:
    yield f"Measure: {found.measure}. The tables beside this report (`tables/matters.csv`) hold every factor."
    for outcome in found.experiment.outcomes:
        drawn = [chart for chart in charts if chart.name == file_name("matters", outcome.name)]
        yield f"**{outcome.name}**: {matters_words(found, outcome.name)}"
        yield from (f"chart:{chart.name}" for chart in drawn)


def _changes(found: Study) -> Iterator[str]:
    yield _list(conclusion_words(found))
    if found.discovery is None:
        return
    told = change_words(found, TURNS, MAY)
    if told:
        games = found.edges[0].checks[0].games if found.edges else 0
        yield "### Changes from the baseline"
        yield (
            "One factor alone, all else at the baseline, the nearest change first; then several together. Each was "
            "played in as many games as the baseline, under the same luck, and is compared with it game by game. It "
            "turns the conclusion over where the whole interval of the mean lies beyond the limit; where only the mean "
            f"does, it may. Every value tried stands in `tables/changes-alone.csv`{_games(games)}."
        )
        yield _list(told)
    yield from filter(None, [no_change(found)])
    less = change_words(found, STAYS)
    if less:
        yield "### Tried, and not enough"
        yield _list(less)
    yield from _boxes(found)


def files_of(found: Study) -> list[tuple[str, str]]:
    """Return the files of a study in a folder, each with what it holds."""
    return [
        (place, text) for place, text in FILES if place != f"{CHANGES}/" or CHANGES in "".join(found.keys)
    ]


def _games(count: int) -> str:
    return f", {games_words(count)} each" if count else ""


def _boxes(found: Study) -> Iterator[str]:
    """Yield the boxes with what came of them where they were played, and how far to trust them."""
    discovery = found.discovery
    if discovery is None or not discovery.boxes:
        return
    yield "### Boxes"
    yield (
        "Regions of the design where the mean of a point's games mostly lies on the other side of the limit than at "
        "the baseline. Points: how many of the box's points do, and of how many their games leave no doubt. Coverage: "
        "share of all such points that lie in the box; density: share of the box's points; lift: density over the "
        f"share among all points, {100 * discovery.base:.0f} %; quasi-p is small for found boxes by construction. "
        "Played: what came of it when the factors were moved from the baseline into the middle of the box, all else "
        "left where it was; boxes that one factor leads into are played as that factor alone."
    )
    rows = [("rule", "points", "coverage", "density", "lift", "quasi-p", "played")]
    for row in discovery.table().head(ROWS).to_dict("records"):
        told_p = f"{row['quasi_p']:.2g}" if row["quasi_p"] >= 1e-4 else "under 0.0001"
        rows.append(
            (
                row["rule"],
                f"{row['cases']} of {row['points']}, {row['sure']} beyond doubt",
                f"{100 * row['coverage']:.0f} %",
                f"{100 * row['density']:.0f} %",
                f"{row['lift']:.1f}",
                told_p,
                VERBS.get(row["played"], row["played"]),
            )
        )
    yield _table(rows)
    yield trust_words(found)


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


def _repeat(found: Study) -> Iterator[str]:
    """Yield what is needed to play the same games elsewhere, and how to see that they are the same."""
    yield (
        f"The file `{RESOLVED}` beside this report, which also stands at its end, holds the experiment with every "
        "range written out. Put it anywhere and play it:"
    )
    yield f"```\nwargame experiment {RESOLVED}\n```"
    yield f"What was typed: `{command(found)}`"
    scenario = found.experiment.written[0]
    if scenario != found.experiment.scenario.id:
        yield f"Its scenario is a folder, `{scenario}`: give that along, and name it in the file as it lies there."
    yield (
        "The key of a plan is a hash of all that its games depend on: scenario, rules, points, luck, engine and "
        f"release of wargame. `{MANIFEST}` in each folder holds it, and `--json` tells it. Equal keys mean equal "
        "games, to the bit, on any machine. Where a key differs, the hashes of scenario and ruleset tell what moved."
    )
    yield _manifest(found)
    yield "### What is where"
    yield _table([("place", "what it holds"), *files_of(found)])
    yield f"### {RESOLVED}"
    yield f"```\n{toml_of(found.experiment)}```"


def _manifest(found: Study) -> str:
    held = found.experiment
    rules = held.scenario.ruleset
    keys = [(f"key of the plan{f' in {name}/' if name else ''}", key) for name, key in found.keys.items()]
    rows = [
        ("what", "which"),
        *keys,
        ("scenario", f"{held.scenario.id} {held.scenario.frame.version}, {held.scenario.frame.turns} turns"),
        ("its hash", held.scenario.content_hash()),
        ("ruleset", f"{rules.id} {rules.head.version}"),
        ("its hash", rules.content_hash()),
        *releases().items(),
    ]
    return _table(rows)


def _list(lines: Iterable[Any]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(rows: Sequence[Sequence[str]]) -> str:
    told = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join([told[0], f"|{' --- |' * len(rows[0])}", *told[1:]])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
