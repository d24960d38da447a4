"""Two ensembles side by side: what the second has otherwise than the first, in the order that was chosen."""

from __future__ import annotations

from typing import Any

from wargame.cli.endings import usual_outcomes
from wargame.ensemble import Results
from wargame.forecast import NO_DIFFERENCE
from wargame.forecast.ensembles import compare
from wargame.live.wanted import differs_of
from wargame.views.explore.numbers import Numbers, figure, finite, games_told
from wargame.views.which import which

SCALES = {"share": "Share of games", "points": "Points", "count": "Objectives"}
"""Units of the outcomes that are compared, each a chart of its own."""


def beside(first: Results, second: Results) -> dict[str, Any]:
    """Return the comparison of two ensembles of one point each: words, charts of differences, and a table.

    Raises
    ------
    WargameError
        a design of several points, too few games, or nothing that both have
    """
    numbers = Numbers(first)
    theirs = usual_outcomes(second.plan.settings[0].scenario)
    usual = [name for name in usual_outcomes(numbers.scenario) if name in theirs]
    found = compare(first, second, usual)
    rows: Any = found.to_dict("records")
    one, other = found.attrs["games"]
    paired = (
        f"{one:,} pairs: game r of both had the same luck."
        if found.attrs["paired"]
        else f"Not paired, as {found.attrs['why_unpaired']}: {one:,} games against {other:,}, whose luck differs too."
    )
    kind = "95 % interval of each single difference; verdicts are held to all rows together (Holm)"
    return {
        "first": _head(first),
        "second": _head(second),
        "words": paired,
        "kind": kind,
        "charts": [
            chart
            for unit, title in SCALES.items()
            if (chart := _chart(numbers, title, unit, [row for row in rows if row["unit"] == unit], paired))
        ],
        "rows": [
            {
                "id": row["outcome"],
                "text": numbers.label(row["outcome"]),
                "ref": numbers.ref(row["outcome"]),
                "first": _said(row, row["first"]),
                "second": _said(row, row["second"]),
                "difference": _gap(row, row["difference"]),
                "unit": "percentage points" if row["unit"] == "share" else numbers.unit(row["outcome"]),
                "interval": f"{_gap(row, row['low'])} to {_gap(row, row['high'])}",
                "verdict": "none detected" if row["verdict"] == NO_DIFFERENCE else f"likely {row['verdict']}",
                "firm": row["verdict"] != NO_DIFFERENCE,
            }
            for row in rows
        ],
    }


def _head(results: Results) -> dict[str, Any]:
    plan = results.plan
    return {
        "name": results.folder.name if results.folder else "",
        "title": ", ".join(dict.fromkeys(each.scenario.frame.title for each in plan.settings)),
        "which": which(differs_of(plan), plan.settings[0].scenario.frame.turns, plan.seed),
        "games": games_told(results),
    }


def _said(row: Any, value: float) -> str:
    return f"{100 * value:.1f} %" if row["unit"] == "share" else figure(value)


def _gap(row: Any, value: float) -> str:
    """Return a difference with its sign; of two shares it is in percentage points."""
    told = f"{100 * value:.1f}".replace("-", "−") if row["unit"] == "share" else figure(value)
    return f"+{told}" if value > 0 else told


def _chart(numbers: Numbers, title: str, unit: str, rows: list[Any], paired: str) -> dict[str, Any] | None:
    """Return the differences of one unit with their intervals, None if there are none."""
    if not rows:
        return None
    said = {"share": "percentage points", "count": "objectives"}.get(unit, unit)
    scale = 100.0 if unit == "share" else 1.0
    return {
        "id": f"beside-{unit}",
        "kind": "intervals",
        "title": f"{title}: the second less the first",
        "note": f"difference in {said}, 95 % interval. {paired}",
        "unit": said,
        "interval": "95 % interval",
        "x": {"name": "outcome", "values": [_short(numbers, row["outcome"]) for row in rows]},
        "series": [
            {
                "id": "difference",
                "name": "difference",
                "colour": "accent",
                "values": [finite(scale * row["difference"]) for row in rows],
                "low": [finite(scale * row["low"]) for row in rows],
                "high": [finite(scale * row["high"]) for row in rows],
            }
        ],
        "label": f"{title}: difference of the second ensemble to the first, with 95 % intervals.",
    }


def _short(numbers: Numbers, name: str) -> str:
    """Return an outcome in two or three words."""
    head, _, entry = name.partition(":")
    scenario = numbers.scenario
    if entry in scenario.nations:
        return f"{scenario.nations[entry].name} {'succeeds' if head == 'succeeds' else ''}".strip()
    if entry in scenario.flashpoints:
        return f"{head.capitalize()}, {scenario.flashpoints[entry].name}"
    return {"stability": "Regional stability"}.get(name, name.capitalize())
