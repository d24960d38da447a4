"""How a number moves turn by turn over the games: a fan with one real game on it, or shares by step."""

from __future__ import annotations

from typing import Any

import numpy as np

from wargame.arrays import Array
from wargame.experiment.charts.fans import CONFIDENCE, CONTENTS, Band, band, carried
from wargame.experiment.courses import Course, course, course_table, list_courses, usual_courses
from wargame.faults import WargameError
from wargame.narrate import names
from wargame.views.board.scope import colours
from wargame.views.explore.numbers import PROGRAMMES, REGION, Numbers, finites, games_told

LEAST = 20
"""Fewest games that make bands."""
_RAMP = ("#cfe1ee", "#9ecae1", "#6baed6", "#3d85c0", "#e8a33d", "#d9662b", "#a63122")
"""Colours of steps, from calm to grave; told apart by their lightness too."""


def menu(numbers: Numbers) -> list[dict[str, Any]]:
    """Return what can be charted: measures under headings, each with the places or nations that it has.

    Returns
    -------
    groups of ``name`` and ``entries``: ``id`` (``tension``), ``text`` and ``entries`` again (``id`` of the course,
    ``text`` of the place); none where no tables by turn were kept
    """
    try:
        rows: Any = course_table(numbers.results).to_dict("records")
    except WargameError:
        return []
    scenario = numbers.scenario
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        head, held = row["name"].partition(":")[0], row["entries"]
        entries = [{"id": f"{head}:{entry}", "text": names.thing(scenario, entry)} for entry in held]
        first = next(iter(held), "")
        heading = (
            "Nations" if first in scenario.nations else PROGRAMMES if first in scenario.programmes else REGION
        )
        text = str(row["text"]).removesuffix(": true or false").partition(": 0 ")[0].rstrip(".")
        told = {
            "id": head,
            "text": f"{text[0].upper()}{text[1:]}",
            "entries": entries or [{"id": head, "text": ""}],
        }
        found.setdefault(heading, []).append(told)
    return [{"name": name, "entries": entries} for name, entries in found.items()]


def first_course(numbers: Numbers) -> str:
    """Return the course that is shown where none was chosen: the first tension, "" without tables by turn."""
    return next(iter(usual_courses(numbers.results)), "") if menu(numbers) else ""


def fan(numbers: Numbers, name: str, place: int) -> dict[str, Any]:
    """Return the chart of one number by turn.

    Parameters
    ----------
    name : ``tension:strait``, ``spending:JPN``
    place : which game is drawn as a line, in order of point and replicate
    """
    found = course(numbers.results, name)
    years = [f"{year:g}" for year in found.years]
    return _shares(numbers, found, years) if found.classes else _fan(numbers, found, years, place)


def _fan(numbers: Numbers, found: Course, years: list[str], place: int) -> dict[str, Any]:
    held, design = carried(found.games), len(numbers.results.plan.points) > 1
    few = len(held) < LEAST
    bands = [_part(held, wanted) if design else band(held, wanted) for wanted in CONTENTS]
    seat = found.name.rpartition(":")[2]
    colour = colours(numbers.scenario).get(seat, "accent")
    game = found.games[place] if place < len(found.games) else None
    parts = [f"{100 * min(each.wanted, float(each.content.min())):.0f} %" for each in bands]
    series: list[dict[str, Any]] = [
        {
            "id": "median",
            "name": f"Median of {games_told(numbers.results)}",
            "colour": colour,
            "values": finites(np.median(held, axis=0)),
            "bands": [
                {"name": f"{part} of games", "low": finites(each.low), "high": finites(each.high)}
                for part, each in zip(parts, bands, strict=True)
                if not few
            ],
        }
    ]
    if game is not None:
        one = numbers.results.outcomes(["turns"])
        told = _game_name(int(one["point"].iloc[place]), int(one["replicate"].iloc[place]), numbers)
        series.append({"id": "game", "name": told, "colour": "ink", "values": finites(game), "dash": True})
    return {
        "id": f"fan-{found.name}",
        "kind": "lines",
        "title": found.question,
        "note": f"{found.unit}; {_held(parts, design, few)}{_early(found.games)}",
        "unit": found.unit,
        "x": {"name": "year", "values": years},
        "series": series,
        "label": f"{found.question} {games_told(numbers.results)}. At the end the median is "
        f"{np.median(held[:, -1]):.3g} {found.unit}"
        f"{'' if few else f', and {parts[0]} of games lie from {bands[0].low[-1]:.3g} to {bands[0].high[-1]:.3g}'}.",
    }


def _held(parts: list[str], design: bool, few: bool) -> str:
    """Return what bands hold: of the games of a design, which are not independent, no more is sure than these show."""
    if few:
        return f"fewer than {LEAST} games make no bands"
    told = " and ".join(parts)
    sure = f"at least {told} of all games like these ({100 * CONFIDENCE:.0f} % confidence)"
    return f"at any one turn the bands hold {f'{told} of these games' if design else sure}"


def _part(held: Array, wanted: float) -> Band:
    """Return the band between the quantiles of the games at hand."""
    low, high = np.quantile(held, [0.5 - wanted / 2.0, 0.5 + wanted / 2.0], axis=0)
    return Band(low, high, np.full(len(low), wanted), wanted)


def _shares(numbers: Numbers, found: Course, years: list[str]) -> dict[str, Any]:
    held, steps = carried(found.games), len(found.classes)
    shades = [_RAMP[round(k * (len(_RAMP) - 1) / max(steps - 1, 1))] for k in range(steps)]
    parts = [(held == step).mean(axis=0) for step in range(steps)]
    series = [
        {"id": f"step{k}", "name": found.classes[k], "colour": shades[k], "values": finites(part)}
        for k, part in enumerate(parts)
        if part.any()
    ]
    return {
        "id": f"shares-{found.name}",
        "kind": "stack",
        "title": found.question,
        "note": f"share of {games_told(numbers.results)} at each step after the turn{_early(found.games)}",
        "unit": "",
        "percent": True,
        "range": [0, 1],
        "x": {"name": "year", "values": years},
        "series": series,
        "label": f"{found.question} Share of {games_told(numbers.results)} at each step, by turn.",
    }


def _early(games: Array) -> str:
    over = int(np.isnan(games).any(axis=1).sum())
    return f"; {over:,} ended early and keep their last value" if over else ""


def _game_name(point: int, replicate: int, numbers: Numbers) -> str:
    draw = f"draw {point}, " if len(numbers.results.plan.points) > 1 else ""
    return f"A real game, the typical one ({draw}game {replicate})"


def is_course(numbers: Numbers, name: str) -> bool:
    """Tell whether an ensemble has kept a number by turn."""
    return name in list_courses(numbers.results)
