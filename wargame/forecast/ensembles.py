"""Two ensembles side by side: game by game where they had the same luck, else as two samples.

References
----------
Welch (1947), "The generalization of 'Student's' problem when several different population variances are involved",
Biometrika 34:28-35. Agresti & Caffo (2000), "Simple and effective confidence intervals for proportions and
differences of proportions result from adding two successes and two failures", Am. Stat. 54:280-288.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from wargame.arrays import Array, BoolArray
from wargame.ensemble import Results
from wargame.ensemble.intervals import LEVEL, Z, t_of
from wargame.faults import WargameError, nearest
from wargame.forecast.comparison import NO_DIFFERENCE, Comparison, difference_words
from wargame.forecast.pairs import POWER, holm, z_of
from wargame.outcomes import Outcome, list_outcomes
from wargame.world import compile_world

FIRST, SECOND = "first", "second"
COLUMNS = (
    "outcome",
    "unit",
    "text",
    FIRST,
    SECOND,
    "difference",
    "low",
    "high",
    "error",
    "detectable",
    "p",
    "verdict",
    "words",
)
SAME = "no difference: every game of both came out the same"


def why_unpaired(first: Results, second: Results) -> str:
    """Return why two ensembles cannot be compared game by game, "" if they can.

    Games are pairs if they had the same luck: one scenario, seed and length, and the same number of the game.
    """
    plans = (first.plan, second.plan)
    scenarios = [plan.settings[0].scenario for plan in plans]
    pairs: dict[str, list[Any]] = {
        "scenarios": [scenario.id for scenario in scenarios],
        "seeds": [plan.seed for plan in plans],
        "lengths": [f"{scenario.frame.turns} turns" for scenario in scenarios],
        "lengths of a turn": [f"{scenario.frame.turn_years:g} years" for scenario in scenarios],
    }
    for what, (one, other) in pairs.items():
        if one != other:
            return f"their {what} differ ({one} and {other})"
    return ""


def compare(first: Results, second: Results, outcomes: Sequence[str] | None = None) -> pd.DataFrame:
    """Return what the second ensemble has otherwise than the first.

    Parameters
    ----------
    first, second : ensembles of one point each, at least two games in both
    outcomes : those looked at, all that both have if not given; verdicts are held to all of them together (Holm)

    Returns
    -------
    columns ``outcome, unit, text, first, second, difference, low, high, error, detectable, p, verdict, words``: both
    means, the second less the first with its 95 % interval and standard error, the least difference that would
    likely have been seen (80 %), the p value as Holm adjusts it, and higher, lower or "no difference detected".
    ``attrs`` tells ``paired`` (bool), ``why_unpaired``, and ``games``, those of each that were compared

    Raises
    ------
    WargameError
        a design of several points, fewer than two games, an outcome that not both have

    Examples
    --------
    >>> from wargame.ensemble import plan_of, run_plan
    >>> plain, varied = (run_plan(plan_of("four-islands", games=20, turns=2, characters=cast))
    ...                  for cast in ({}, {"DRAY": "hawk"}))
    >>> table = compare(plain, varied, ["tension:narrows"])
    >>> table.attrs["paired"], table.attrs["games"]
    (True, (20, 20))
    """
    for results in (first, second):
        if len(results.plan.points) > 1:
            raise WargameError(
                f"{results.plan.title}: a design of {len(results.plan.points):,} points is no single ensemble. "
                "Its experiment compares them; name ensembles of one point."
            )
    rows = _shared_outcomes(first, second, outcomes)
    names = [row.name for row in rows]
    tables = [each.outcomes(names).set_index("replicate")[names] for each in (first, second)]
    why = why_unpaired(first, second)
    if not why:
        both = tables[0].index.intersection(tables[1].index)
        tables = [table.loc[both] for table in tables]
    games = (len(tables[0]), len(tables[1]))
    if min(games) < 2:
        raise WargameError(
            f"{min(games)} game{'s'[: min(games) != 1]} can be compared. Play at least 2 of both."
        )
    values = [np.ascontiguousarray(table.to_numpy(dtype=np.float64).T) for table in tables]
    found = _samples(rows, *values) if why else _pairs(rows, *values)
    found = found.reindex(columns=list(COLUMNS))
    found.attrs |= {"paired": not why, "why_unpaired": why, "games": games}
    return found


def _shared_outcomes(first: Results, second: Results, wanted: Sequence[str] | None) -> list[Outcome]:
    """Return the outcomes that both ensembles have in the same unit, or those wanted of them."""
    mine, theirs = (
        {row.name: row for row in list_outcomes(compile_world(each.plan.settings[0].scenario))}
        for each in (first, second)
    )
    shared = {name: row for name, row in mine.items() if name in theirs and theirs[name].unit == row.unit}
    for name in wanted if wanted is not None else ():
        if name not in shared:
            raise WargameError(f"Not both ensembles have an outcome {name!r}. {nearest(name, shared)}")
    return [shared[name] for name in dict.fromkeys(wanted if wanted is not None else shared)]


def _pairs(rows: Sequence[Outcome], first: Array, second: Array) -> pd.DataFrame:
    """Compare game by game."""
    values = np.stack([first, second], axis=1)
    held = Comparison("", 1, 0, (FIRST, SECOND), FIRST, tuple(rows), values, values.shape[-1])
    table = held.differences()
    return table.assign(first=first.mean(axis=-1), second=second.mean(axis=-1))


def _samples(rows: Sequence[Outcome], first: Array, second: Array) -> pd.DataFrame:
    """Compare as two samples: Welch's t, and for what is 0 or 1 in a game the interval of Agresti and Caffo."""
    share = np.array([row.unit == "share" for row in rows], dtype=np.bool_)
    yes_no = share & _is_binary(first) & _is_binary(second)
    counts = first.shape[-1], second.shape[-1]
    parts = [
        values.var(axis=-1, ddof=1) / count for values, count in zip((first, second), counts, strict=True)
    ]
    spread = np.sqrt(parts[0] + parts[1])
    below = sum(part**2 / (count - 1) for part, count in zip(parts, counts, strict=True))
    least = float(min(counts) - 1)
    freedom = np.divide(spread**4, below, out=np.full_like(spread, least), where=below > 0.0)
    # adding a game of either kind to both
    usual = [
        (values.sum(axis=-1) + 1.0) / (count + 2.0)
        for values, count in zip((first, second), counts, strict=True)
    ]
    binary = [np.clip(each, 0.0, 1.0) for each in usual]
    careful = np.sqrt(sum(p * (1.0 - p) / (count + 2.0) for p, count in zip(binary, counts, strict=True)))
    middle = np.where(yes_no, usual[1] - usual[0], second.mean(axis=-1) - first.mean(axis=-1))
    error = np.where(yes_no, careful, spread)
    ratio = np.divide(middle, error, out=np.zeros_like(middle), where=error > 0.0)
    half = np.where(yes_no, Z, t_of(Z, freedom)) * error
    z = np.where(yes_no, ratio, z_of(ratio, freedom))
    # no spread in either sample: a difference that every game shows, or none
    differs = (error == 0.0) & (middle != 0.0)
    p = np.array([math.erfc(abs(each) / math.sqrt(2.0)) for each in np.where(differs, math.inf, z)])
    same = np.ptp(np.concatenate([first, second], axis=-1), axis=-1) == 0.0
    held = holm(p, ~same)
    numbers = {
        FIRST: first.mean(axis=-1),
        SECOND: second.mean(axis=-1),
        "difference": second.mean(axis=-1) - first.mean(axis=-1),
        "low": np.where(yes_no, np.maximum(middle - half, -1.0), middle - half),
        "high": np.where(yes_no, np.minimum(middle + half, 1.0), middle + half),
        "error": error,
        "detectable": half + POWER * error,
        "p": held,
    }
    table = pd.DataFrame({"outcome": [row.name for row in rows], **numbers})
    table["unit"], table["text"] = [row.unit for row in rows], [row.text for row in rows]
    told = [_said(row, bool(alike)) for row, alike in zip(table.to_dict("records"), same, strict=True)]
    return table.assign(verdict=[each[0] for each in told], words=[each[1] for each in told])


def _is_binary(values: Array) -> BoolArray:
    return np.asarray(((values == 0.0) | (values == 1.0)).all(axis=-1))


def _said(row: Any, same: bool) -> tuple[str, str]:
    """Return verdict and words of one row, as a comparison of pairs has them."""
    if same:
        return NO_DIFFERENCE, SAME
    sure = row["p"] <= 1.0 - LEVEL and row["low"] * row["high"] > 0.0
    verdict = ("higher" if row["low"] > 0.0 else "lower") if sure else NO_DIFFERENCE
    return verdict, difference_words({**row, "equal": 0.0}, verdict)
