"""What a back-test found, in words and in rows of words: verdicts, misses, variants, limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from wargame.backtest.trial import COVERED, IN_ORDER, Backtest
from wargame.backtest.variants import AS_PLAYED, VARIANTS

ASKED = {
    "median": "ensemble median not worse than constant burden",
    "median, actual GDP": "the same, both told the actual GDP",
    "coverage": f"coverage {100 * COVERED[0]:.0f}-{100 * COVERED[1]:.0f} %",
    "order of growth": f"rank correlation of growth {IN_ORDER:g} or more",
}
"""What is asked, in words."""
MISSES = 3
"""Countries named as the largest misses."""
TERMS = (
    (
        "MALE",
        "mean absolute log error over all years and countries: 0.10 is about 10 %, 0.69 a factor of two",
    ),
    ("bias", "mean log error: above 0 where too much was forecast"),
    ("GRHO", "rank correlation of forecast and actual growth from the origin to the last year"),
    ("covers", "share of outcomes inside the 80 % band; for naive methods a band of past volatility"),
    ("difference", "of two MALE, interval of 90 % when the countries are drawn anew"),
)
"""What the columns of the tables are."""
LIMITS = (
    "A rule of this kind foresees no decision: wars, new doctrines and draw-downs are what the largest errors are made "
    "of. Its worth is conditional: given a decision, what follows.",
    "In play, teams and events decide on top of R1; a back-test runs without them.",
    "A few countries over a few years are few independent cases: the intervals of the differences say how few.",
    "Another seed moves a coverage by about two points and a MALE by about 0.002 at 500 games.",
    "Spending figures are estimates themselves, some of them uncertain by a tenth or a fifth, and later editions "
    "revise the past: what is called known at the origin is what the panel says of it today.",
)
"""What stands under every report."""


def method_words(found: Backtest) -> str:
    """Return what was done, and what of it knows more than it should."""
    head = found.ruleset.head
    return (
        f"R1 with the numbers of ruleset {found.ruleset.id} {head.version}, {found.games:,} games, seed {found.seed}, "
        "against naive methods on the same panel. All that is estimated here is estimated on years until the origin. "
        f"The ruleset itself knows more: {AS_PLAYED.hindsight}."
    )


def left_out_words(found: Backtest) -> list[str]:
    """Return a sentence for each country that is not forecast, and why."""
    out: dict[tuple[str, str], list[int]] = {}
    for origin in found.origins:
        for country, why in origin.past.left_out.items():
            out.setdefault((country, why), []).append(origin.year)
    return [f"{country} is left out{_of(years, found)}: {why}." for (country, why), years in out.items()]


def _of(years: list[int], found: Backtest) -> str:
    return "" if len(years) == len(found.origins) else f" from {', '.join(map(str, years))}"


def verdict_words(row: Mapping[Any, Any]) -> str:
    """Return one row of ``Backtest.verdicts`` as a sentence."""
    asked = ASKED[row["asked"]]
    told = f"{asked[0].upper()}{asked[1:]}: {'yes' if row['met'] else 'NO'}"
    if row["asked"] == "coverage":
        return f"{told} ({100 * row['value']:.0f} %)."
    if row["asked"] == "order of growth":
        return f"{told} ({signed(row['value'], 2)})."
    unsure = ", which may be chance" if row["low"] <= 0.0 <= row["high"] else ""
    return (
        f"{told} ({row['value']:.3f} against {row['against']:.3f}; difference {row['low']:+.3f} to "
        f"{row['high']:+.3f}{unsure})."
    )


def miss_words(found: Backtest) -> list[str]:
    """Return the largest errors of R1 at each origin's last target, by country."""
    table = found.countries()
    told = []
    for (origin, to), rows in table[table["to"] == found.targets[-1]].groupby(["origin", "to"], sort=False):
        worst = rows.reindex(rows["error"].abs().sort_values(ascending=False).index)[:MISSES]
        named = [
            f"{row['country']} {percent(row['error'])}, constant burden {percent(row['burden_error'])}"
            for row in worst.to_dict("records")
        ]
        told.append(f"{origin} to {to}: {'; '.join(named)}.")
    return told


def passing(found: Backtest) -> list[str]:
    """Return the variants whose median and coverage are as asked at every origin and target."""
    table, scores = found.variants(), found.scores()
    naive = scores[scores["method"] == "constant_burden"].set_index(["origin", "to"])["male"]
    against = naive.reindex(pd.MultiIndex.from_frame(table[["origin", "to"]])).to_numpy()
    fits = (table["male"] <= against) & table["coverage"].between(*COVERED)
    every = fits.groupby(table["variant"], sort=False).all()
    return [str(name) for name in every.index[every]]


def variant_words(found: Backtest) -> list[str]:
    """Return what the variants say together."""
    met = "; ".join(passing(found))
    return [
        f"{len(VARIANTS)} variants. As asked at every origin and target: {met or 'none'}.",
        "Round 1 was decided when only errors of the naive methods and of R1's core were known, each later round after "
        "the errors of the one before, on the panel this project was built with (1990-2023).",
        "What the years before each origin alone had said stands under `needs`: how many times wider the bands "
        "had to be to hold 80 % after earlier origins, over the short spans between them. It should be near 1, and "
        "nothing after the origin is in it; nor is it in `MALE before`. "
        "A variant picked by any other column would be picked by its answer.",
    ]


def score_cells(found: Backtest, origin: int, to: int) -> list[tuple[str, ...]]:
    """Return the scores of all methods from one origin to one target as cells, names of columns first."""
    rows = [("method", "MALE", "bias", "GRHO", "covers")]
    return rows + [(row["label"], *_score(row)) for row in _rows(found.scores(), origin, to)]


def country_cells(found: Backtest, origin: int, to: int) -> list[tuple[str, ...]]:
    """Return outcome, forecast and errors by country as cells, names of columns first."""
    rows: list[tuple[str, ...]] = [
        (
            "country",
            "actual",
            "R1",
            "80 % of games",
            "R1 error",
            "const. burden",
            "R1 MALE",
            "const. burden",
            "inside",
        )
    ]
    return rows + [
        (
            row["country"],
            f"{row['actual']:.1f}",
            f"{row['median']:.1f}",
            f"{row['low']:.1f} to {row['high']:.1f}",
            signed(row["error"], 2),
            signed(row["burden_error"], 2),
            f"{row['male']:.2f}",
            f"{row['burden_male']:.2f}",
            f"{row['inside']} of {row['years']}",
        )
        for row in _rows(found.countries(), origin, to)
    ]


def variant_cells(found: Backtest, origin: int, to: int) -> list[tuple[str, ...]]:
    """Return the scores of all variants as cells, and what the years before had said; names of columns first.

    A constant burden stands above them, to be compared with.
    """
    naive = next(row for row in _rows(found.scores(), origin, to) if row["method"] == "constant_burden")
    before = next(each.earlier_burden for each in found.origins if each.year == origin)
    rows: list[tuple[str, ...]] = [
        ("variant", "round", "MALE", "bias", "GRHO", "covers", "MALE before", "needs"),
        (naive["label"], "", *_score(naive), number(before, 3), ""),
    ]
    return rows + [
        (
            row["variant"],
            f"{row['tried']}",
            *_score(row),
            number(row["earlier_male"], 3),
            number(row["earlier_width"], 2),
        )
        for row in _rows(found.variants(), origin, to)
    ]


def _rows(table: pd.DataFrame, origin: int, to: int) -> list[dict[Any, Any]]:
    return table[(table["origin"] == origin) & (table["to"] == to)].to_dict("records")


def _score(row: Mapping[Any, Any]) -> tuple[str, ...]:
    covers = "-" if np.isnan(row["coverage"]) else f"{100 * row['coverage']:.0f} %"
    return number(row["male"], 3), signed(row["bias"], 3), signed(row["grho"], 2), covers


def percent(log_error: float) -> str:
    """Return a log error as how much too much or too little was forecast.

    Examples
    --------
    >>> percent(0.405465), percent(-0.693147)
    ('50 % too much', '50 % too little')
    """
    share = 100.0 * float(np.expm1(log_error))
    return f"{abs(share):.0f} % too {'much' if share >= 0.0 else 'little'}"


def number(value: float, digits: int) -> str:
    """Return a number, "-" for none."""
    return "-" if np.isnan(value) else f"{value:.{digits}f}"


def signed(value: float, digits: int) -> str:
    """Return a number with its sign, "-" for none."""
    return "-" if np.isnan(value) else f"{value:+.{digits}f}"
