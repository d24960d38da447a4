"""Charts of numbers over the turns: one specification for each, as a seat knows them or whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from wargame.address import split_field
from wargame.faults import WargameError, nearest
from wargame.narrate import names
from wargame.schema import Nation
from wargame.state import FIELDS, State
from wargame.tables import MONEY, PRICES
from wargame.views.board.budgets import labels
from wargame.views.board.scope import COMPACT, Scope, colours, plain

BANDS = (("90 %", 1.645), ("50 %", 0.674))
"""Bands of an estimate: the share of a normal spread that lies within, and its half-width in standard deviations."""
_PLACE_COLOURS = ("#b5446e", "#1d7a8c", "#8a6d1d", "#6a58b8", "#3d7a3d", "#a4552a")
_COLOURED = 5
"""Lines drawn where there are too many to tell apart."""
_REGION = ("tension", "status_quo", "cohesion", "stability")
_NAMED = (*_REGION, "spending", "spent", "burden", "funds", "capital", "tech", "threat")
"""Charts of their own; with ``trust:SEAT``, and a part for each track, area and threat class."""
_SINCE = {"spent": "spending", "burden": "spending"}
"""Charts of numbers against the opening, which is 100, and the field that they are made of."""
_WHOLE = 100.0
_OPEN = frozenset({"spending", "funds", "capital", *_SINCE})
"""Charts whose scale is that of what they show."""
_DASHES = 6
"""Ways in which a line is broken."""


@dataclass(frozen=True)
class _Line:
    """One line: its id, name, colour and place in the field."""

    id: str
    name: str
    colour: str
    index: tuple[int, ...]
    dash: int = 0


def charts(scope: Scope) -> list[dict[str, str]]:
    """Return the charts that ``lines`` can draw, as id and title."""
    return [{"id": name, "title": _title(scope, name)} for name in _names(scope)]


def _names(scope: Scope) -> list[str]:
    rules = scope.scenario.ruleset
    return [
        *_NAMED,
        *(f"home.{track}" for track in rules.tracks),
        *(f"capability.{area}" for area in rules.areas),
        *(f"protection.{kind}" for kind in scope.world.threat_classes),
        *(f"{pair}:{seat}" for pair in ("trust", "relation") for seat in scope.scenario.nations),
    ]


def lines(scope: Scope, name: str) -> dict[str, Any]:
    """Return the chart of a number over the turns played, a line for each that has one.

    Parameters
    ----------
    name : one of ``charts``: ``tension``, ``home.approval``, ``capability.space_tracking``, ``trust:JPN`` (of all
        others in Japan); ``approval`` and ``trust`` alone will do too

    Raises
    ------
    WargameError
        there is no such chart
    """
    known, rules = _names(scope), scope.scenario.ruleset
    if name in rules.tracks:
        name = f"home.{name}"
    if name in rules.areas:
        name = f"capability.{name}"
    if name in ("trust", "relation"):
        name = f"{name}:{(scope.seats or scope.world.ids['nation'])[0]}"
    if name not in known:
        raise WargameError(f"There is no chart {name!r}. {nearest(name, known)}")
    field = FIELDS[_field(name)]
    told = [line for line in _lines(scope, name) if scope.knows(field.name, *line.index)]
    unit, told, left = _one_unit(scope, name, told)
    drawn = _foremost(scope, [_drawn(scope, name, line) for line in told])
    low, high = _range(scope, name, field.name)
    return {
        "id": name.replace(":", "-").replace(".", "-"),
        "kind": "lines",
        "title": _title(scope, name),
        "note": _note(scope, name, unit, left),
        "unit": unit,
        "x": {"name": "year" if scope.world.years == 1.0 else "turn", "values": labels(scope)},
        "series": drawn,
        "marks": [],
        "range": None if name in _OPEN else [low, high],
        "zero": name in _OPEN and name not in _SINCE,
        "step": name == "capital",
        "percent": False,
        "label": _label(scope, name, drawn),
    }


def _field(name: str) -> str:
    """Return the field that a chart is of."""
    field = split_field(name.partition(":")[0])[0]
    return _SINCE.get(field, field)


def _one_unit(scope: Scope, name: str, told: list[_Line]) -> tuple[str, list[_Line], list[str]]:
    """Return the unit of a chart, the lines that have it, and the nations that are left off: money is no index."""
    if name in _SINCE:
        return "opening = 100", told, []
    unit = FIELDS[_field(name)].unit
    if unit != MONEY:
        return unit, told, []
    counted = [line for line in told if scope.scenario.nations[line.id].money == MONEY]
    if not counted:
        return "points of an index", told, []
    return PRICES, counted, [line.id for line in told if line not in counted]


def _lines(scope: Scope, name: str) -> Iterator[_Line]:
    """Yield the lines of a chart."""
    world, field, part = scope.world, _field(name), split_field(name.partition(":")[0])[1]
    axes = FIELDS[field].axes
    rows: dict[str, Any] = {
        "flashpoint": scope.scenario.flashpoints,
        "group": scope.scenario.groups,
        "nation": scope.scenario.nations,
    }
    if not axes:
        yield _Line(field, "Regional stability", "accent", ())
    elif ":" in name:
        towards = name.partition(":")[2]
        for seat, row in scope.scenario.nations.items():
            if seat != towards:
                yield _line(scope, seat, row, (world.index["nation"][seat], world.index["nation"][towards]))
    elif field == "threat":
        for seat in scope.seats:
            yield from _threats(scope, seat)
    else:
        last = (world.index[axes[-1]][part],) if part else ()
        for place, (entry, row) in enumerate(rows[axes[0]].items()):
            yield _line(scope, entry, row, (place, *last))


def _threats(scope: Scope, seat: str) -> Iterator[_Line]:
    """Yield the threat that one seat sees in each other nation; for the whole truth, all that is seen in all.

    There a line has the colour of who sees it, and is broken by whom it is seen in.
    """
    world = scope.world
    here = world.index["nation"][seat]
    for other, row in scope.scenario.nations.items():
        if other == seat:
            continue
        line = _line(scope, other, row, (here, world.index["nation"][other]))
        if scope.seat:
            yield line
        else:
            shade, place = colours(scope.scenario)[seat], world.index["nation"][other]
            yield _Line(f"{seat}-{other}", f"{seat} of {other}", shade, line.index, place % _DASHES)


def _line(scope: Scope, entry: str, row: Any, index: tuple[int, ...]) -> _Line:
    if isinstance(row, Nation):
        return _Line(entry, row.name, colours(scope.scenario)[entry], index)
    return _Line(entry, row.name, _PLACE_COLOURS[index[0] % len(_PLACE_COLOURS)], index, index[0] % 2)


def _values(scope: Scope, name: str, line: _Line) -> list[Any]:
    """Return the course of a line; of some charts against the opening."""
    field = _field(name)
    if name not in _SINCE:
        return scope.course(lambda state: getattr(state, field)[0][line.index])

    def read(state: State) -> Any:
        value = getattr(state, field)[0][line.index]
        return value / state.gdp[0][line.index] if name == "burden" else value

    first = read(scope.at(0))
    return scope.course(lambda state: _WHOLE * read(state) / first)


def _drawn(scope: Scope, name: str, line: _Line) -> dict[str, Any]:
    field, values = _field(name), _values(scope, name, line)
    told: dict[str, Any] = {
        "id": line.id,
        "name": line.name,
        "colour": line.colour,
        "values": values,
        "dash": line.dash,
        "symbol": True,
    }
    if field == "capability" and scope.seat and line.id != scope.seat:
        told["bands"] = _bands(scope, values, line.index)
    return told


def _bands(scope: Scope, values: list[float], index: tuple[int, ...]) -> list[dict[str, Any]]:
    """Return how far an estimate may be off, after every turn."""
    error = np.array([scope.error(turn)[index] for turn in range(scope.turn + 1)])
    most = FIELDS["capability"].high
    return [
        {
            "name": name,
            "low": plain(np.clip(values - width * error, 0.0, most)),
            "high": plain(np.clip(values + width * error, 0.0, most)),
        }
        for name, width in BANDS
    ]


def _foremost(scope: Scope, drawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the lines; of too many, the seat's own and the highest, with the span of all others as a band."""
    if len(drawn) <= COMPACT:
        return drawn
    ranked = sorted(drawn, key=lambda row: (row["id"] != scope.seat, -row["values"][-1]))
    rest = np.array([row["values"] for row in ranked[_COLOURED:]])
    span = {"name": "lowest to highest", "low": plain(rest.min(axis=0)), "high": plain(rest.max(axis=0))}
    others = {
        "id": "others",
        "name": f"{len(rest)} others",
        "colour": "muted",
        "values": [None] * rest.shape[1],
        "dash": False,
        "symbol": False,
        "bands": [span],
    }
    return [*({**row, "bands": []} for row in ranked[:_COLOURED]), others]


# -- words --------------------------------------------------------------------------------------------------


def _title(scope: Scope, name: str) -> str:
    field, part = split_field(name.partition(":")[0])
    rules, towards = scope.scenario.ruleset, name.partition(":")[2]
    if field == "home":
        return rules.tracks[part].name
    if field == "capability":
        return f"Capability: {rules.areas[part].name[0].lower()}{rules.areas[part].name[1:]}"
    if field == "protection":
        return f"Protection, {part} class"
    if towards:
        who = scope.scenario.nations[towards].name
        return f"Trust in {who}" if field == "trust" else f"Relations with {who}"
    titles = {
        "tension": "Tension at the flashpoints",
        "status_quo": "What challengers have gained",
        "cohesion": "Cohesion of groups",
        "stability": "Regional stability",
        "spending": "Defence budgets",
        "spent": "Defence budgets against the opening",
        "burden": "Burden against the opening: budget for GDP",
        "funds": "Free funds for new things",
        "capital": "Political capital",
        "tech": "Technology level",
        "threat": "Threat seen in others",
    }
    return titles[field]


def _note(scope: Scope, name: str, unit: str, left: list[str]) -> str:
    """Return the unit and scale in words, and what a line leaves out."""
    field, part = split_field(name.partition(":")[0])
    if name == "burden":
        return f"{unit}; budgets are in prices of 2022, GDP in those of 2015, so no shares are told"
    low, high = (0.0, 0.0) if name in _OPEN else _range(scope, name, field)
    note = unit if name in _OPEN else f"{unit}, {low:g} to {high:g}"
    if left:
        note += f"; without {names.nations(scope.scenario, left)}, whose money is an index"
    if name == "threat" and not scope.seat:
        note += "; a colour for who sees it, a stroke for whom it is seen in"
    if field == "tension":
        floors = ", ".join(f"{value:g}" for value in scope.world.parameters.menu("crises.thresholds"))
        return f"{note}; levels begin at {floors}"
    if field == "capability" and scope.seat and not scope.crowded:
        return f"{note}; of others an estimate, with the bands that hold half and nine tenths of it"
    if field == "home" and scope.seat:
        see = scope.scenario.ruleset.tracks[part].see
        return f"{note}{'; of others the middle of a band of 20' if see == 'estimated' else ''}"
    return note


def _range(scope: Scope, name: str, field: str) -> tuple[float, float]:
    part = split_field(name.partition(":")[0])[1]
    high = scope.scenario.ruleset.tracks[part].high if field == "home" else FIELDS[field].high
    return FIELDS[field].low, high


def _label(scope: Scope, name: str, drawn: list[dict[str, Any]]) -> str:
    """Return what a screen reader says of the chart: how each line begins and ends."""
    told = [
        f"{row['name']} {row['values'][0]:g} to {row['values'][-1]:g}"
        for row in drawn
        if row["id"] != "others"
    ]
    when = f"{scope.label(0)} to {scope.label(scope.turn)}"
    return f"{_title(scope, name)}, {when}: {'; '.join(told) or 'nothing known'}."
