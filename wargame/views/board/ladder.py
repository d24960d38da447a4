"""The flashpoint ladder: tension and level of each place, with the cohesion of groups and regional stability."""

from __future__ import annotations

from typing import Any

from wargame.adjudication.crises import ladder_level
from wargame.narrate import names
from wargame.state import BREAKDOWN, LEVELS
from wargame.views.board.scope import Scope, plain
from wargame.views.links import ref

TONES = ("calm", "calm", "warn", "high", "grave", "broken")
"""How each level of the ladder is toned; its word stands beside it wherever it is shown."""


def ladder(scope: Scope) -> dict[str, Any]:
    """Return every flashpoint with its tension, level and change, and the gauges of the region.

    Returns
    -------
    ``steps`` (levels with the tension at which they begin; the last follows from no tension), ``places``, ``gauges``,
    and ``over``, "" or how the game ended
    """
    floors = [0.0, *plain(scope.world.parameters.menu("crises.thresholds"), 1)]
    steps = [
        {"name": name, "tone": tone, "from": floors[place] if place < len(floors) else None}
        for place, (name, tone) in enumerate(zip(LEVELS, TONES, strict=True))
    ]
    return {
        "steps": steps,
        "ref": ref("parameter", "crises.thresholds"),
        "places": [flashpoint(scope, where) for where in range(len(scope.scenario.flashpoints))],
        "gauges": _gauges(scope),
        "broken": bool(scope.now.ending[0] == BREAKDOWN),
    }


def flashpoint(scope: Scope, where: int) -> dict[str, Any]:
    """Return one flashpoint as it stands."""
    name, row = list(scope.scenario.flashpoints.items())[where]
    level = int(scope.now.level[0, where])
    earlier = level if scope.before is None else int(scope.before.level[0, where])
    return {
        "id": name,
        "name": row.name,
        "text": row.text,
        "ref": ref("flashpoint", name),
        "tension": scope.number("tension", where),
        "quo": scope.number("status_quo", where),
        "level": LEVELS[level],
        "tone": TONES[level],
        "step": level,
        "was": LEVELS[earlier] if earlier != level else "",
        "rose": level > earlier,
        "course": scope.course(lambda state: state.tension[0, where], 1),
        "slow": _slow(scope, where, level),
        "challengers": names.nations(scope.scenario, row.challengers),
        "defenders": names.nations(scope.scenario, row.defenders),
    }


def _slow(scope: Scope, where: int, level: int) -> str:
    """Return what the points say where the level is still below it: it climbs one step a turn."""
    points = int(ladder_level(scope.now.tension[0], scope.world.parameters.menu("crises.thresholds"))[where])
    return f"points say {LEVELS[points]}; it climbs one step a turn" if points > level else ""


def _gauges(scope: Scope) -> list[dict[str, Any]]:
    """Return regional stability, the cohesion of each group and the outside drains, each with its scale."""
    told: list[dict[str, Any]] = [
        {
            "id": "stability",
            "name": "Regional stability",
            "of": "",
            "field": "stability",
            "most": 100.0,
            **_told(scope, "stability"),
        }
    ]
    for g, (name, row) in enumerate(scope.scenario.groups.items()):
        text = f"Cohesion: {row.name}"
        told.append(
            {
                "id": name,
                "name": text,
                "of": name,
                "field": "cohesion",
                "most": 100.0,
                **_told(scope, "cohesion", g),
            }
        )
    for d, (name, outside) in enumerate(scope.scenario.drains.items()):
        text = f"Outside drain: {outside.name}"
        told.append(
            {"id": name, "name": text, "of": name, "field": "drain", "most": 3.0, **_told(scope, "drain", d)}
        )
    return told


def _told(scope: Scope, name: str, *index: int) -> dict[str, Any]:
    """Return a public number."""
    number = scope.number(name, *index, places=2 if name == "drain" else 1)
    assert number is not None, f"{name} is public"
    return number
