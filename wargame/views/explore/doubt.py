"""How much of the spread is luck, and how much is doubt about assumed numbers; and which of them matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from wargame.arrays import Array
from wargame.experiment.design import Design
from wargame.experiment.luck import luck_or_doubt
from wargame.experiment.sensitivity import main_effects
from wargame.live.wanted import design_of
from wargame.views.explore.means import by_point
from wargame.views.explore.numbers import Numbers, finite, games_told
from wargame.views.links import ref

WIDE = 0.35
"""Width of an interval of the share of doubt from which it tells too little."""
TOLD = 8
"""Most assumed numbers that are told."""


def usual(numbers: Numbers) -> list[str]:
    """Return the outcomes whose spread is split: the region, its places, and what each seat met."""
    scenario = numbers.scenario
    places = [f"tension:{place}" for place in scenario.flashpoints]
    groups = [f"cohesion:{group}" for group in scenario.groups]
    return [
        "stability",
        *places,
        *groups,
        "breakdown",
        "calm",
        *(f"objectives:{seat}" for seat in scenario.nations),
    ]


def luck_and_doubt(numbers: Numbers) -> dict[str, Any] | None:
    """Return the split of each usual outcome's spread into luck and doubt, None where no numbers were varied."""
    results = numbers.results
    design = design_of(results.plan)
    if design is None:
        return None
    chosen = usual(numbers)
    frame = results.outcomes(chosen)
    tables = [(numbers.outcome(name), by_point(frame, name)) for name in chosen]
    points, luck = tables[0][1].shape
    if points < 2 or luck < 2:
        return None
    split: Any = luck_or_doubt(tables, results.plan.seed).to_dict("records")
    return {
        "title": "Luck or doubt?",
        "note": f"variance between {games_told(results)}: {points:,} draws of {len(design.factors)} assumed numbers "
        f"over their ranges (Latin hypercube), each played with the same {luck:,} runs of luck; "
        "95 % interval by bootstrap over draws and luck",
        "words": "Luck is what differs between games of the same numbers. Doubt is what differs between draws of the "
        "numbers, luck taken out: nobody can defend one value of an assumed number within its range.",
        "rows": [
            {
                "id": row["outcome"],
                "text": numbers.label(row["outcome"]),
                "ref": numbers.ref(row["outcome"]),
                "doubt": finite(row["between_share"]),
                "low": finite(row["between_low"]),
                "high": finite(row["between_high"]),
                "luck": finite(row["luck_share"]),
                "said": reading_of(row),
                "range": _range(numbers, row),
            }
            for row in split
        ],
    }


def what_matters(numbers: Numbers, name: str) -> dict[str, Any] | None:
    """Return which assumed numbers move an outcome, None where no numbers were varied."""
    results = numbers.results
    design = design_of(results.plan)
    if design is None:
        return None
    frame = results.outcomes([name])
    table = by_point(frame, name)
    points = len(table)
    if points < 2:
        return None
    finished = np.unique(frame["point"].to_numpy())[:points]
    part = Design("latin", design.factors, design.unit[finished])
    rows: Any = main_effects(part, table, results.plan.seed).to_dict("records")
    clear = [row for row in rows if row["clear"]][:TOLD]
    return {
        "title": f"Which assumed numbers move it? {numbers.label(name)}",
        "note": f"share of the variance between {points:,} draws that each number explains alone, with its 95 % "
        f"bootstrap interval; {len(rows)} numbers judged together (one in twenty of those told may be idle)",
        "words": _matter_words(rows, clear, table),
        "rows": [
            {
                "id": row["factor"],
                "ref": ref("parameter", row["factor"]),
                "text": _text_of(design, row["factor"]),
                "share": finite(row["measure"]),
                "low": finite(row["low"]),
                "high": finite(row["high"]),
                "way": {1: "rises with it", -1: "falls with it"}.get(
                    int(row["direction"]), "no single direction"
                ),
            }
            for row in clear
        ],
    }


def _text_of(design: Design, name: str) -> str:
    return next(each.text for each in design.factors if each.name == name)


def _matter_words(rows: list[Any], clear: list[Any], table: Array) -> str:
    if np.ptp(table.mean(axis=1)) == 0.0:
        return "It came out the same at every draw."
    if not clear:
        return (
            "No single number stands out from chance at this many draws. More games make more draws; or the numbers "
            "work together rather than alone."
        )
    more = sum(bool(row["clear"]) for row in rows) - len(clear)
    return f"The {len(clear)} that stand out from chance, the strongest first{f'; {more} more do' if more else ''}."


def reading_of(row: Mapping[str, Any]) -> str:
    """Return how a row of ``luck_or_doubt`` reads, in two or three words."""
    share, low, high = row["between_share"], row["between_low"], row["between_high"]
    if share != share:
        return "the same in every game"
    if low > 0.5:
        return "mostly doubt"
    if high < 0.5:
        return "mostly luck"
    return "both" if high - low < WIDE else "too few games to tell"


def _range(numbers: Numbers, row: Any) -> str:
    """Return the mean and where 90 % of the games lie."""
    name = row["outcome"]
    if name in numbers.yes_no:
        return f"{100 * row['mean']:.0f} % of games"
    return (
        f"{row['mean']:.1f} {numbers.unit(name)}".strip() + f"; 90 % from {row['p5']:.1f} to {row['p95']:.1f}"
    )
