"""Nation cards: budget, approval, capability by area, and who is tied to whom."""

from __future__ import annotations

from typing import Any

import numpy as np

from wargame.observation import EVERYBODY
from wargame.views.board.scope import Scope, badge, plain
from wargame.views.links import ref

APPROVAL = "approval"
"""Track that a card shows as a bar."""


def nations(scope: Scope) -> dict[str, Any]:
    """Return the nation cards: of more than eight, rows of a list.

    Returns
    -------
    ``compact``, ``seat``, ``turns`` (labels of the sparks), ``areas`` and ``rows``, one a nation; a number that is
    kept from the seat is None, an estimate carries its standard deviation as ``error``
    """
    error = scope.error(scope.turn)
    return {
        "seat": scope.seat,
        "compact": scope.crowded,
        "turns": [scope.label(turn) for turn in range(scope.turn + 1)],
        "areas": _areas(scope),
        "rows": [_row(scope, place, seat, error) for place, seat in enumerate(scope.scenario.nations)],
    }


def _areas(scope: Scope) -> list[dict[str, Any]]:
    """Return the capability areas with a short name each."""
    rows = scope.scenario.ruleset.areas.items()
    return [
        {"id": name, "name": row.name, "short": _short(row.name), "ref": ref("area", name)}
        for name, row in rows
    ]


def _short(name: str) -> str:
    """Return the initials of an area: ``DH`` for ``Defence, hypersonic class``."""
    words = [word for word in name.replace(",", "").split() if word not in ("and", "class", "of")]
    return "".join(word[0].upper() for word in words[:2])


def _row(scope: Scope, place: int, seat: str, error: Any) -> dict[str, Any]:
    budget = scope.number("spending", place, seat=seat)
    if budget is not None and scope.before is not None:
        earlier = float(scope.before.spending[0, place])
        budget["percent"] = plain(100.0 * (float(scope.now.spending[0, place]) / earlier - 1.0), 1)
    track = scope.world.index["track"].get(APPROVAL)
    return {
        **badge(scope, seat),
        "you": seat == scope.seat,
        "played": "you" if seat == scope.seat else "person" if seat in scope.game.people else "house AI",
        "allies": _allies(scope, place),
        "budget": budget,
        "spark": scope.course(lambda state: state.spending[0, place]),
        "approval": None if track is None else scope.number("home", place, track, part=APPROVAL),
        "capital": _capital(scope, place, seat),
        "capability": _capability(scope, place, error[place]),
        "relation": _towards(scope, place),
    }


def _allies(scope: Scope, place: int) -> list[str]:
    """Return the nations bound to one by a defence pact."""
    return [scope.world.ids["nation"][other] for other in np.flatnonzero(scope.world.ally[place])]


def _capital(scope: Scope, place: int, seat: str) -> dict[str, Any] | None:
    """Return political capital with its cap; a seat knows its own only."""
    held = scope.number("capital", place)
    return None if held is None else {**held, "cap": scope.scenario.nations[seat].capital.cap}


def _capability(scope: Scope, place: int, error: Any) -> list[dict[str, Any]] | None:
    """Return what a nation can do, area by area, with what is not known of it."""
    if not scope.knows("capability", place, 0):
        return None
    now = scope.now.capability[0, place]
    before = now if scope.before is None else scope.before.capability[0, place]
    return [
        {"value": plain(now[a], 1), "change": plain(now[a] - before[a], 1), "error": plain(error[a], 1)}
        for a in range(len(now))
    ]


def _towards(scope: Scope, place: int) -> dict[str, Any] | None:
    """Return how the seat that looks and a nation stand to each other."""
    if scope.seat in ("", EVERYBODY, scope.world.ids["nation"][place]):
        return None
    return scope.number("relation", scope.world.index["nation"][scope.seat], place, places=2)
