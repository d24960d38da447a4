"""The answer in short: one sentence that answers the question in words, and at most four more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from wargame.experiment.between import DOUBT
from wargame.experiment.charts.canvas import figure, percent
from wargame.experiment.checks import MAY, TURNS
from wargame.experiment.conclusion import FAILS, HOLDS, OPEN, Conclusion
from wargame.experiment.factors import Factor, shown
from wargame.experiment.findings import change_words, conclusion_words, never_varies, no_change
from wargame.experiment.study import Study
from wargame.outcomes import Outcome

FEW = 2
"""Most factors of an experiment that asks for them by name rather than for luck or doubt."""
LONG = 100
"""Letters of a text up to which it stands for its name in a sentence."""


def short(found: Study) -> list[str]:
    """Return the answer, at most five sentences: what decides, how much is luck, what holds, what would change it."""
    tested = found.experiment.conclusion
    outcome = tested.outcome if tested else found.experiment.outcomes[0]
    lines = [_decides(found, outcome), _luck(found)]
    if found.between is DOUBT and len(found.experiment.factors) > FEW:
        lines.reverse()
    if tested and outcome.name in found.maps:
        lines.insert(0 if found.between is DOUBT else 1, _on_map(found, tested))
    if tested:
        told = conclusion_words(found)[: 1 if outcome.name in found.maps else 2]
        lines += [" ".join(told), _change(found)]
    return _named_once([line for line in lines if line], outcome)


def _named_once(lines: Sequence[str], outcome: Outcome) -> list[str]:
    """Return sentences in which the text of an outcome stands where it is first named, and its name from then on."""
    told, named = outcome_words(outcome), ""
    found = []
    for line in lines:
        found.append(line.replace(told, named) if named else line)
        named = named or (outcome.name if told in line else "")
    return found


def _change(found: Study) -> str:
    """Return the nearest change that turns the conclusion over, or may."""
    for verdict in (TURNS, MAY):
        if told := change_words(found, verdict):
            alone = next((edge for edge in found.edges if edge.verdict == verdict), None)
            return f"The nearest change: {alone.brief if alone and not alone.factor.numeric else told[0]}"
    return no_change(found)


def factor_words(factor: Factor) -> str:
    """Return a factor in words with its name: ``China's character (CHN)``.

    Examples
    --------
    >>> factor_words(Factor("growth.pull", "parameter", 0.1, text="Share of the gap closed in a year; half-life 4."))
    'share of the gap closed in a year (growth.pull)'
    """
    text = factor.text.partition(". ")[0].partition("; ")[0].rstrip(".")
    if not text or len(text) > LONG:
        return factor.name
    keeps = factor.form == "character" or text[1:2].isupper()
    return f"{text if keeps else text[0].lower() + text[1:]} ({factor.name})"


def outcome_words(outcome: Outcome) -> str:
    """Return an outcome in words with its name: ``tension at Taiwan Strait at the end (tension:strait)``.

    What is yes or no in a game is named first: its text says when it is yes.
    """
    if len(outcome.text) > LONG:
        return outcome.name
    told = (outcome.name, outcome.text) if outcome.unit == "share" else (outcome.text, outcome.name)
    return "{} ({})".format(*told)


def _decides(found: Study, outcome: Outcome) -> str:
    """Return which factor moves an outcome most, and how many matter at all."""
    table, by_name = found.matters[outcome.name], {row.name: row for row in found.experiment.factors}
    stands = table[table["clear"]].to_dict("records")
    clear = [row for row in stands if str(row["factor"]) in by_name]
    if never_varies(found, outcome.name):
        return f"{outcome.name} is the same in every game."
    if not clear:
        return f"What moves {outcome_words(outcome)} cannot be told from luck in these games."
    unit = outcome.unit if found.experiment.method == "morris" else "share"
    told = [f"{factor_words(by_name[str(row['factor'])])}, {_size(found, row, unit)}" for row in clear[:2]]
    second = f"; then {told[1]}" if len(told) > 1 else ""
    joint = sum(float(row["measure"]) for row in stands if row not in clear)
    second += f"; factors together make {percent(joint)} % beyond that" if joint else ""
    rest = len(found.experiment.factors) - len(clear)
    many = len(found.experiment.factors) > FEW
    idle = f". The other {rest} factors do not stand out" if many and rest > 0 else ""
    return f"What moves {outcome_words(outcome)} most: {told[0]}{second}{idle}."


def _size(found: Study, row: Any, unit: str) -> str:
    measure = figure(row["measure"], unit)
    if found.experiment.method == "morris":
        return f"{measure} over its range"
    ends = f"{percent(row['low'])} to {percent(row['high'])} %"
    return f"{measure} of the variance between points ({ends})"


def _luck(found: Study) -> str:
    """Return in how many outcomes luck is the larger part of the spread, and where it is not."""
    if found.luck is None:
        return ""
    rows = [row for row in found.luck.to_dict("records") if not pd.isna(row["between_share"])]
    if not rows:
        return ""
    more = sum(row["luck_share"] >= 0.5 for row in rows)
    other = found.between.cause
    if len(rows) == 1:
        larger, smaller = ("luck", other) if more else (other, "luck")
        return f"The spread of {rows[0]['outcome']} is more {larger} than {smaller}: {_shares(rows)}."
    where = "in every outcome" if more == len(rows) else f"in {more or 'none'} of {len(rows)} outcomes"
    return f"Luck is the larger part of the spread {where}, against {other}; {_shares(rows)}."


def _shares(rows: Sequence[Any]) -> str:
    """Return the share of luck by outcome, the smallest and the largest where there are many."""
    ordered = sorted(rows, key=lambda row: float(row["luck_share"]))
    told = [f"{percent(row['luck_share'])} % ({row['outcome']})" for row in (ordered[0], ordered[-1])]
    return f"luck makes {told[0]}" if len(ordered) == 1 else f"its share goes from {told[0]} to {told[1]}"


def _on_map(found: Study, tested: Conclusion) -> str:
    """Return where on the map the conclusion holds and fails for sure, by a limit on one factor if there is one."""
    held = found.experiment
    table = found.maps[tested.outcome.name]
    factors = {factor.name: factor for factor in held.factors}
    parts = []
    for verdict, verb in ((HOLDS, "holds for sure"), (FAILS, "fails for sure")):
        count = int((table["verdict"] == verdict).sum())
        rules = [_rule(table, factors[name], verdict) for name in held.map]
        told = next((f", among them all with {rule}" for rule in rules if rule), "")
        cells = f" of {len(table)} cells of the map" if verdict == HOLDS else ""
        parts.append(f"{verb} in {count}{cells}{told}")
    rest = int((table["verdict"] == OPEN).sum())
    left = f"; in {rest} the games leave it open" if rest else ""
    return f"That {outcome_words(tested.outcome)} is {tested.bound} {', and '.join(parts)}{left}."


def _rule(table: pd.DataFrame, factor: Factor, verdict: str) -> str:
    """Return a limit on one factor beyond which all cells have a verdict, whatever the other is; "" if none has."""
    whole = (table["verdict"] == verdict).groupby(table[factor.name], sort=False).all()
    if not whole.any():
        return ""
    if not factor.numeric:
        return f"{factor_words(factor)} {' or '.join(str(value) for value in whole[whole].index)}"
    values = sorted(whole.index)
    for ordered, words in ((values[::-1], "or more"), (values, "or less")):
        inside = [value for place, value in enumerate(ordered) if all(whole[v] for v in ordered[: place + 1])]
        if inside:
            return f"{factor_words(factor)} {shown(float(inside[-1]))} {words}"
    return ""
