"""The regional map as it stands: ties and rivalries between nations, tension at the flashpoints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from wargame.narrate import names
from wargame.state import IN_FORCE
from wargame.views.board.geography import geography
from wargame.views.board.ladder import flashpoint
from wargame.views.board.scope import Scope, plain

__all__ = ["geography", "region"]


def region(scope: Scope) -> dict[str, Any]:
    """Return what the map shows of a turn; ``geography`` gives what it is drawn on.

    Returns
    -------
    ``ties``, each with two nations, a kind (alliance, agreement, rivalry), a strength from 0 to 1 and what it rests
    on in words; ``flashpoints`` with their tension and level
    """
    places = range(len(scope.scenario.flashpoints))
    return {
        "seat": scope.seat,
        "ties": [*_alliances(scope), *_agreements(scope), *_rivalries(scope)],
        "flashpoints": [
            {key: told[key] for key in ("id", "name", "ref", "tension", "level", "tone")}
            for told in (flashpoint(scope, where) for where in places)
        ],
    }


def _pairs(scope: Scope, table: Any) -> Iterator[tuple[int, int]]:
    yield from ((int(a), int(b)) for a, b in np.argwhere(np.triu(table, 1)))


def _tie(scope: Scope, kind: str, a: int, b: int, about: list[str]) -> dict[str, Any]:
    ids = scope.world.ids["nation"]
    relation = float(scope.now.relation[0, a, b])
    return {
        "a": ids[a],
        "b": ids[b],
        "kind": kind,
        "strength": plain(abs(relation), 2),
        "relation": plain(relation, 2),
        "about": about,
    }


def _alliances(scope: Scope) -> Iterator[dict[str, Any]]:
    for a, b in _pairs(scope, scope.world.ally):
        yield _tie(scope, "alliance", a, b, ["defence pact"])


def _agreements(scope: Scope) -> Iterator[dict[str, Any]]:
    """Yield every pair bound by agreements in force, as far as they are known, with their names."""
    bound: dict[tuple[int, int], list[str]] = {}
    for a, name in enumerate(scope.scenario.agreements):
        if scope.now.agreement[0, a] != IN_FORCE:
            continue
        parties = scope.world.party[a]
        for pair in _pairs(scope, np.outer(parties, parties)):
            kept = ", kept secret" if scope.now.secret[0, a] else ""
            bound.setdefault(pair, []).append(names.agreement(scope.scenario, name) + kept)
    for (a, b), about in bound.items():
        yield _tie(scope, "agreement", a, b, about)


def _rivalries(scope: Scope) -> Iterator[dict[str, Any]]:
    """Yield every pair of rivals with what they face each other over."""
    sides = list(
        zip(scope.world.challengers, scope.world.defenders, scope.scenario.flashpoints.values(), strict=True)
    )
    for a, b in _pairs(scope, scope.world.rival | scope.world.rival.T):
        over = [
            row.name
            for challengers, defenders, row in sides
            if (challengers[a] and defenders[b]) or (challengers[b] and defenders[a])
        ]
        yield _tie(scope, "rivalry", a, b, over or ["rivals"])
