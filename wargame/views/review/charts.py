"""All charts of a game, in groups: whole courses, with a mark at the turn that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wargame.views.board.budgets import budgets
from wargame.views.board.scope import Scope
from wargame.views.board.series import charts, lines

GROUPS = ("Region", "Money and power", "Home politics", "Capability", "Protection", "Trust", "Relations")
_OF = {
    "home": "Home politics",
    "capability": "Capability",
    "protection": "Protection",
    "trust": "Trust",
    "relation": "Relations",
}
_REGION = frozenset({"tension", "status_quo", "cohesion", "stability"})


def group_of(name: str) -> str:
    """Return the group that a chart belongs to."""
    return (
        "Region" if name in _REGION else _OF.get(name.replace(":", ".").partition(".")[0], "Money and power")
    )


def chosen(asked: str) -> str:
    """Return the group that is meant, the first one for a word that is none."""
    return asked if asked in GROUPS else GROUPS[0]


def group(scope: Scope, turn: int, name: str) -> dict[str, Any]:
    """Return the charts of a group.

    Parameters
    ----------
    scope : of the last turn, so that courses are whole
    turn : the turn that is marked
    """
    told = [lines(scope, each["id"]) for each in charts(scope) if group_of(each["id"]) == name]
    if name == "Money and power":
        told.insert(0, {**budgets(scope), "id": "budgets-stacked", "title": "Defence budgets, stacked"})
    return {
        "group": name,
        "groups": list(GROUPS),
        "charts": [marked(spec, scope, turn) for spec in told if spec["series"]],
    }


def marked(spec: dict[str, Any], scope: Scope, turn: int) -> dict[str, Any]:
    """Return a chart with a mark at a turn."""
    return {**spec, "marks": [{"x": turn, "text": f"turn {turn}" if turn else "opening"}]}


def two(first: dict[str, Any], second: dict[str, Any], titles: Sequence[str]) -> dict[str, Any]:
    """Return one chart of two games: the first drawn through, the second dashed, in the same colours.

    Parameters
    ----------
    titles : what the games are called
    """
    labels = max(first["x"]["values"], second["x"]["values"], key=len)
    series = []
    for place, spec in enumerate((first, second)):
        for row in spec["series"]:
            if all(value is None for value in row["values"] or ()):
                continue  # the band of all others, where there are too many for a line each
            gap = [None] * (len(labels) - len(row["values"]))
            series.append(
                {
                    "id": f"{row['id']}-{place}",
                    "name": row["name"] if place == 0 else f"{row['name']} (2)",
                    "colour": row["colour"],
                    "values": [*row["values"], *gap],
                    "dash": place == 1,
                    "symbol": True,
                }
            )
    note = f"{first['unit']}; dashed (2): {titles[1]}"
    return {
        **first,
        "id": f"{first['id']}-two",
        "x": {**first["x"], "values": labels},
        "series": series,
        "note": note,
        "label": f"{first['title']}: {titles[0]} drawn through, {titles[1]} dashed.",
        "marks": [],
    }
