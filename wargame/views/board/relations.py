"""The heat map of relations: how every pair stands, who trusts whom, who sees a threat in whom."""

from __future__ import annotations

from typing import Any

import numpy as np

from wargame.state import FIELDS
from wargame.views.board.scope import Scope, badge, plain
from wargame.views.links import ref

_SHOWN = (
    ("relation", "Relation", "friendliness of a pair, -1 hostile to +1 friendly", 0.0, 2),
    ("trust", "Trust", "trust of the row in the column, 0 to 100", 50.0, 0),
    ("threat", "Threat", "threat that the row sees in the column, 0 to 1", None, 2),
)
"""Field, name, note, the middle of its scale (None for one that only rises), decimals."""


def relations(scope: Scope) -> dict[str, Any]:
    """Return how nations stand to each other, one table for each measure.

    Returns
    -------
    ``nations`` and ``measures``; ``values`` and ``changes`` are tables, row towards column, None on the diagonal and
    for what is kept from the seat; ``shades`` from -1 to 1 say how strongly a cell is coloured, and which way
    """
    return {
        "seat": scope.seat,
        "compact": scope.crowded,
        "nations": [badge(scope, seat) for seat in scope.scenario.nations],
        "measures": [_measure(scope, *row) for row in _SHOWN],
    }


def _measure(
    scope: Scope, name: str, title: str, note: str, middle: float | None, places: int
) -> dict[str, Any]:
    field, size = FIELDS[name], scope.world.size("nation")
    now = getattr(scope.now, name)[0]
    moved = None if scope.before is None else now - getattr(scope.before, name)[0]
    lowest = field.low if middle is None else middle
    shades = (now - lowest) / (field.high - lowest)
    # all of a threat is something to mind: it is shaded like hostility
    shades = np.clip(-np.sqrt(shades) if middle is None else shades, -1.0, 1.0)
    told = [[a != b and scope.knows(name, a, b) for b in range(size)] for a in range(size)]
    return {
        "id": name,
        "name": title,
        "note": note,
        "unit": field.unit,
        "places": places,
        "signed": field.low < 0.0,
        "symmetric": name == "relation",
        "least": 0.005 if places else 0.5,
        "ref": ref("field", name),
        "values": _table(now, told, places),
        "changes": None if moved is None else _table(moved, told, places),
        "shades": _table(shades, told, 2),
    }


def _table(values: Any, told: list[list[bool]], places: int) -> list[list[float | None]]:
    return [
        [plain(value, places) if shown else None for value, shown in zip(row, shows, strict=True)]
        for row, shows in zip(values, told, strict=True)
    ]
