"""What a study found, in sentences: for the terminal, for programs and for the report."""

from __future__ import annotations

import shlex
from typing import Any

import pandas as pd

from wargame import __version__
from wargame.experiment.boxes import Flip
from wargame.experiment.charts.canvas import figure, interval, percent
from wargame.experiment.checks import MAY, STAYS, TURNS, Check
from wargame.experiment.conclusion import FAILS, HOLDS, OPEN, Conclusion
from wargame.experiment.study import Study

MOST = 5
"""Factors that are named for an outcome."""
NO_BREAK = "\u00a0%"
"""A percent sign at which no line breaks: it stays with its number."""
LONG = 120
"""Letters of a command from which it is cut short under a chart; the report has all of it."""
METHOD_WORDS = {
    "grid": "Full grid",
    "latin": "Latin hypercube",
    "sobol": "Sobol sequence (Saltelli's scheme)",
    "morris": "Morris trajectories",
}
VERBS = {TURNS: "it turns over", MAY: "it may turn over (open)", STAYS: "it does not turn over"}
"""What is said of a change that was played, by its verdict."""


def command(found: Study) -> str:
    """Return the command that was typed."""
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
    return f"{found.design.points:,} points × {games_words(found.experiment.replicates)}"


def games_words(count: int) -> str:
    """Return a number of games."""
    return f"{count:,} game{'' if count == 1 else 's'}"


def design_words(found: Study) -> str:
    """Return what was played, and how intervals are meant."""
    held = found.experiment
    beside = len(next(iter(found.baseline.values())))
    factors = f"{len(held.factors)} factor{'' if len(held.factors) == 1 else 's'}"
    return (
        f"{METHOD_WORDS[held.method]} over {factors} of {held.scenario.id}: {size_of(found)}, and {beside:,} at the "
        f"baseline; seed {held.seed}, the same luck at every point. All intervals are 95 %."
    )


def luck_words(found: Study, outcome: str) -> str:
    """Return how much of the spread of one outcome is luck, a sentence."""
    row = found.luck_row(outcome)
    if row is None:
        return why_no_luck(found)
    if pd.isna(row["between_share"]):
        return "is the same in every game."
    share, low, high = (percent(row[name]) for name in ("between_share", "between_low", "between_high"))
    open_ = "" if row["between_low"] > 0.0 else ": not told from none"
    return (
        f"{share} % of the variance {found.between.told} ({low} to {high} %{open_}), "
        f"{percent(row['luck_share'])} % is luck."
    )


def why_no_luck(found: Study) -> str:
    """Return why luck and doubt were not told apart."""
    if found.experiment.method == "morris":
        return "Trajectories screen factors; they are no sample of them. For luck or doubt take method latin."
    return "One game at each point does not tell luck from what differs between points. Play more replicates."


def matters_words(found: Study, outcome: str) -> str:
    """Return the factors that matter for an outcome, or that none is told from luck."""
    whole, row = found.matters[outcome], found.luck_row(outcome)
    if never_varies(found, outcome):
        return "is the same in every game."
    if row is not None and not row["between_low"] > 0.0:
        return f"no factor is ranked: what {found.between.told} is not told from none."
    table = whole[whole["clear"]]
    if table.empty:
        return "no single factor stands out in these games."
    told = [_measure(row, found, outcome) for row in table.head(MOST).to_dict("records")]
    more = f" and {len(table) - MOST} more" if len(table) > MOST else ""
    return f"{', '.join(told)}{more}"


def _measure(row: Any, found: Study, outcome: str) -> str:
    """Return one factor with its measure, interval and direction."""
    arrow = {1: " ↑", -1: " ↓", 0: ""}[row["direction"]]
    unit = _unit(found, outcome)
    over = "; over 100 % before it was cut: too few points" if row.get("raw", 0.0) > 1.0 else ""
    if unit == "share" and row["measure"] > 1.0:  # mu* only: a slope, carried over the whole range
        over = "; so steep over part of its range"
    told = interval(row["measure"], row["low"], row["high"], unit)
    return f"{row['factor']} {told[:-1]}{over}){arrow}"


def never_varies(found: Study, outcome: str) -> bool:
    """Tell whether an outcome is the same in every game of the design."""
    games = found.games[outcome]
    return bool((games == games.flat[0]).all())


def _unit(found: Study, outcome: str) -> str:
    """Return the unit of the measure: a share, or that of the outcome for mu*."""
    if found.experiment.method != "morris":
        return "share"
    return next(row.unit for row in found.experiment.outcomes if row.name == outcome)


def conclusion_words(found: Study) -> list[str]:
    """Return what became of the conclusion at the baseline and over the design."""
    tested = found.experiment.conclusion
    if tested is None:
        return ["No conclusion was named. Name one, such as: --conclusion 'breakdown <= 0.1'."]
    lines = [_at_baseline(found, tested), _over_design(found)]
    return [*lines, found.discovery.why_none] if found.discovery and found.discovery.why_none else lines


def _at_baseline(found: Study, tested: Conclusion) -> str:
    games = found.baseline[tested.outcome.name]
    verdict = tested.verdicts(games[None])[0]
    verb = {HOLDS: "holds", FAILS: "does not hold", OPEN: "is left open"}[verdict]
    row = next(
        row for row in found.outcome_table().to_dict("records") if row["outcome"] == tested.outcome.name
    )
    mean = interval(row["baseline"], row["low"], row["high"], tested.outcome.unit)
    more = " More replicates would tell." if verdict == OPEN else ""
    return f"{tested} {verb} at the baseline: {mean} in {games_words(len(games))}.{more}"


def _over_design(found: Study) -> str:
    """Return at how many points the conclusion holds, fails, or is left open by their games."""
    sample = found.design.sample()
    places = range(found.design.points) if found.experiment.method == "morris" else sample
    told = [found.verdicts[place] for place in places]
    whole = f"{len(told):,} points"
    if len(told) < found.design.points:
        rest = found.design.points - len(told)
        whole += f" that are a sample of the ranges (the other {rest:,} repeat them but for one factor)"
    return (
        f"Of {whole} it holds at {told.count(HOLDS):,} and fails at {told.count(FAILS):,}; at {told.count(OPEN):,} "
        f"the {games_words(found.experiment.replicates)} of a point leave it open."
    )


def change_words(found: Study, *verdicts: str) -> list[str]:
    """Return what was moved from the baseline with one of these verdicts: one factor alone, then several together."""
    tested = found.experiment.conclusion
    if tested is None or found.discovery is None:
        return []
    unit = tested.outcome.unit
    lines = [edge.told(unit) for edge in found.edges if edge.verdict in verdicts]
    flips = [flip for flip in found.discovery.flips if flip.verdict in verdicts]
    return lines + [_flip(found, flip, flip.check, unit) for flip in flips if flip.check is not None]


def no_change(found: Study) -> str:
    """Return what is to be said where nothing that was moved turns the conclusion over; "" where something does."""
    if found.experiment.conclusion is None or change_words(found, TURNS, MAY):
        return ""
    if change_words(found, STAYS):
        return "Nothing that was moved from the baseline turns it over."
    return "No single factor stands out, so none was moved from the baseline."


def _flip(found: Study, flip: Flip, check: Check, unit: str) -> str:
    """Return a change of several factors, where it was played, what came of it, and whether one of them does it."""
    named = [
        each.factor.name
        for each in found.edges
        if each.factor.name in flip.tried and each.turns_by(flip.tried[each.factor.name])
    ]
    alone = f", as {' or '.join(named)} alone does" if named and check.verdict == TURNS else ""
    tried = ", ".join(f"{name} = {_short(value)}" for name, value in flip.tried.items())
    return f"{flip} ({_reach(flip)}), played at {tried}: {check.told(unit)}; {VERBS[check.verdict]}{alone}."


def _short(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _reach(flip: Flip) -> str:
    """Return how far a change goes, in ranges of its factors."""
    numbers = [f"{100 * share:.0f} % of its range" for factor, _, _, share in flip.moves if factor.numeric]
    words = ["another character" for factor, *_ in flip.moves if factor.form == "character"]
    return " and ".join([*numbers, *words]) or "another choice"


def trust_words(found: Study) -> str:
    """Return how far rules about several factors are to be trusted, "" where there is none."""
    discovery = found.discovery
    if discovery is None or discovery.why_none:
        return ""
    drawn, inside, _ = discovery.held_out
    return (
        "How far to trust them: the search was repeated on four fifths of the points and tried on the last fifth, five "
        f"times. Of the {drawn} points that fell into a box in this way, {inside} ({100 * inside / drawn:.0f} %) lie "
        f"on the other side of the limit, against {figure(discovery.base, 'share')} of all points."
    )
