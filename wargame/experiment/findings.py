"""What a study found, in sentences: for the terminal, for programs and for the report."""

from __future__ import annotations

import math
import shlex
from typing import Any

import pandas as pd

from wargame import __version__
from wargame.experiment.boxes import Flip
from wargame.experiment.charts.canvas import figure, interval
from wargame.experiment.study import Study

MOST = 5
"""Factors that are named for an outcome."""
LONG = 120
"""Letters of a command from which it is cut short under a chart; the report has all of it."""
METHOD_WORDS = {
    "grid": "Full grid",
    "latin": "Latin hypercube",
    "sobol": "Sobol sequence (Saltelli's scheme)",
    "morris": "Morris trajectories",
}


def command(found: Study) -> str:
    """Return the command that repeats the study."""
    return shlex.join(["wargame", "experiment", *found.experiment.again])


def source(found: Study) -> str:
    """Return the line of sources under a chart: what made it, in one line."""
    held = found.experiment
    rules = held.scenario.ruleset
    whole = command(found)
    told = whole if len(whole) < LONG else f"wargame experiment {held.again[0]} …"
    return (
        f"{told}: {size_of(found)}, seed {held.seed}, ruleset {rules.id} {rules.head.version} "
        f"({rules.content_hash()[:12]}), wargame {__version__}."
    )


def size_of(found: Study) -> str:
    """Return how much was played, such as ``100 points × 20 games``."""
    held = found.experiment
    return f"{found.design.points:,} points × {held.replicates:,} game{'s' if held.replicates > 1 else ''}"


def design_words(found: Study) -> str:
    """Return what was played, a sentence."""
    held = found.experiment
    beside = len(next(iter(found.baseline.values())))
    return (
        f"{METHOD_WORDS[held.method]} over {len(held.factors)} factors of {held.scenario.id}: {size_of(found)}, "
        f"and {beside:,} at the baseline; seed {held.seed}, the same luck at every point."
    )


def luck_words(row: Any) -> str:
    """Return luck or doubt of one outcome, a sentence, from a row of the table."""
    if pd.isna(row["doubt_share"]):
        return "is the same in every game of the design."
    share, low, high = (100 * row[name] for name in ("doubt_share", "doubt_low", "doubt_high"))
    return f"{share:.0f} % of the variance is doubt ({low:.0f} to {high:.0f} %), {100 - share:.0f} % is luck."


def why_no_luck(found: Study) -> str:
    """Return why luck and doubt were not told apart."""
    if found.experiment.method == "morris":
        return "Trajectories screen factors; they are no sample of them. For luck or doubt take method latin."
    return "One game at each point does not tell luck from doubt. Play more replicates."


def matters_words(found: Study, outcome: str) -> str:
    """Return the factors that matter for an outcome, or that none is told from luck."""
    whole, unit = found.matters[outcome], _unit(found, outcome)
    table = whole[whole["clear"]]
    if table.empty:
        return "no single factor stands out in these games."
    arrows = {1: " ↑", -1: " ↓", 0: ""}
    told = [
        f"{row['factor']} {figure(row['measure'], unit)}{arrows[row['direction']]}"
        for row in table.head(MOST).to_dict("records")
    ]
    more = f" and {len(table) - MOST} more" if len(table) > MOST else ""
    return f"{', '.join(told)}{more}"


def _unit(found: Study, outcome: str) -> str:
    """Return the unit of the measure: a share, or that of the outcome for mu*."""
    if found.experiment.method != "morris":
        return "share"
    return next(row.unit for row in found.experiment.outcomes if row.name == outcome)


def conclusion_words(found: Study) -> list[str]:
    """Return what became of the conclusion: at the baseline, over the design, and what would change it."""
    tested, discovery = found.experiment.conclusion, found.discovery
    if tested is None or discovery is None:
        return ["No conclusion was named. Name one, such as: --conclusion 'breakdown <= 0.1'."]
    rows = {row["outcome"]: row for row in found.outcome_table().to_dict("records")}
    row = rows[tested.outcome.name]
    mean = interval(row["baseline"], row["low"], row["high"], tested.outcome.unit)
    # the interval ends decide: on one side of the number both, or the games leave it open
    ends = tested.holds([row["low"], row["high"]])
    verb = "holds" if found.holds else "does not hold"
    sure = "" if ends[0] == ends[1] else "; the interval leaves it open"
    held = discovery.points - discovery.cases if found.holds else discovery.cases
    lines = [
        f"{tested} {verb} at the baseline: {mean}{sure}.",
        f"Over the design it holds at {held} of {discovery.points} points.",
    ]
    if discovery.why_none:
        return [*lines, discovery.why_none]
    drawn, inside, _ = discovery.held_out
    lines.append(
        f"Rules found on some of the points hold on the others: {100 * inside / drawn:.0f} % of the points in their "
        f"boxes turn over ({inside} of {drawn}), against {100 * discovery.base:.0f} % of all."
    )
    return lines


def change_words(found: Study) -> list[str]:
    """Return what would turn the conclusion over: one factor alone, nearest first, then factors together."""
    tested, discovery = found.experiment.conclusion, found.discovery
    if tested is None or discovery is None:
        return []
    lines = [edge.told(tested.outcome.unit) for edge in found.edges]
    if not lines:
        lines.append("No single factor stands out, so none was moved alone.")
    for flip in discovery.flips:
        density = f"{100 * flip.box.density:.0f} % of the points there turn over."
        lines.append(f"{flip} ({_reach(flip.moves)}): {density}{_played(flip, tested.outcome.unit)}")
    return lines


def _played(flip: Flip, unit: str) -> str:
    """Return what came of a change when it was played, "" if it was not."""
    if math.isnan(flip.played):
        return ""
    tried = ", ".join(f"{name} = {_short(value)}" for name, value in flip.tried.items())
    verb = "turns over" if flip.turns else "does not turn over"
    return f" Played at {tried}: {figure(flip.played, unit)}, it {verb}."


def _short(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _reach(moves: Any) -> str:
    """Return how far a change goes, in ranges of its factors."""
    numbers = [f"{100 * share:.0f} % of its range" for factor, _, _, share in moves if factor.numeric]
    words = ["another character" for factor, *_ in moves if factor.form == "character"]
    return " and ".join([*numbers, *words]) or "another choice"
