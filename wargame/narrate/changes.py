"""What changed in a turn and why, and how things stand at its end, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

import numpy as np

from wargame.arrays import Array
from wargame.narrate.reasons import worn
from wargame.narrate.scene import Fact, Scene
from wargame.observation import EVERYBODY, observe, place_of
from wargame.reasons import view_of
from wargame.reports import score_seats
from wargame.state import LEVELS

SMALL = {"tension": 0.5, "cohesion": 0.5, "home": 2.0, "trust": 3.0}
"""Changes below this are not told, points."""
MOST_HOME, MOST_TRUST, MOST_REASONS = 6, 4, 3
"""Most changes of home politics and of trust that are told, and reasons of each that are named at least."""
OTHERS = "other reasons"
"""Small reasons together."""
_Key = tuple[str, str]
OWN = 1.0
"""Change of its own home politics from which a seat is told, points."""


def changes(scene: Scene) -> list[Fact]:
    """Return the changes worth telling, each with its largest reasons and a rest, which sum to it."""
    numbers = [("tension", place) for place in scene.scenario.flashpoints]
    numbers += [("cohesion", place) for place in scene.scenario.groups]
    told = [
        fact
        for fact in (_change(scene, *each) for each in numbers)
        if abs(_moved(fact)) >= SMALL[fact["field"]]
    ]
    return told + _largest(scene, _home(scene), MOST_HOME) + _largest(scene, _trust(scene), MOST_TRUST)


def _home(scene: Scene) -> Iterable[tuple[str, str, float]]:
    """Yield (field, whose, how far it moved) of home politics as far as it may be seen."""
    moved, rows = _seen(scene, "home"), list(scene.scenario.ruleset.tracks.values())
    for n, seat in enumerate(scene.world.ids["nation"]):
        least = OWN if seat == scene.seat else SMALL["home"]
        for t, track in enumerate(scene.world.ids["track"]):
            if scene.seat == EVERYBODY and rows[t].see != "public":
                continue
            if abs(moved[n, t]) >= least:
                bonus = 100.0 if seat == scene.seat else 0.0
                yield f"home.{track}", seat, abs(moved[n, t]) + bonus


def _trust(scene: Scene) -> Iterable[tuple[str, str, float]]:
    moved = (scene.after.trust - scene.before.trust)[0]
    ids = scene.world.ids["nation"]
    for a, b in zip(*np.nonzero(np.abs(moved) >= SMALL["trust"]), strict=True):
        if not scene.seat or scene.seat in (ids[a], ids[b]):
            yield "trust", f"{ids[a]}>{ids[b]}", abs(float(moved[a, b]))


def _seen(scene: Scene, field: str) -> Array:
    """Return how far a field moved, as the seat sees it; the whole truth without a seat."""
    if not scene.seat:
        return np.asarray((getattr(scene.after, field) - getattr(scene.before, field))[0])
    place = [place_of(scene.world, scene.seat)]
    views = [observe(scene.world, state, place).get(field)[0, 0] for state in (scene.before, scene.after)]
    return np.asarray(views[1] - views[0])


def _largest(scene: Scene, found: Iterable[tuple[str, str, float]], most: int) -> list[Fact]:
    largest = sorted(found, key=lambda each: -each[2])[:most]
    return [_change(scene, field, of) for field, of, _ in largest]


def _moved(fact: Fact) -> float:
    return float(fact["after"] - fact["before"])


def _change(scene: Scene, field: str, of: str) -> Fact:
    why = scene.game.why(of, field, scene.turn, scene.seat or None)
    merged: dict[tuple[str, str], float] = {}
    rules: dict[tuple[str, str], str] = {}
    for row in why.reasons:
        key = (row.reason, row.actor)
        merged[key] = merged.get(key, 0.0) + row.amount
        rules.setdefault(key, row.rule)
    own = {key for key in merged if scene.seat and key[1] == scene.seat}
    told: list[Fact] = [
        {
            "reason": key[0],
            "rule": rules[key],
            "by": key[1],
            "amount": merged[key],
            "worn": worn(scene.game, scene.turn, scene.seat, rules[key]) if key in own else "",
        }
        for key in _named(merged, own)
    ]
    if len(told) < len(merged):
        rest = sum(merged.values()) - sum(row["amount"] for row in told)
        told.append({"reason": OTHERS, "rule": "", "by": "", "amount": rest, "worn": ""})
    return {
        "field": field,
        "of": of,
        "unit": why.unit,
        "before": why.before,
        "after": why.after,
        "reasons": told,
    }


def _named(merged: Mapping[_Key, float], own: Set[_Key]) -> list[_Key]:
    """Return the reasons that are named, largest first: the seat's own, and others until the rest is no larger."""
    ranked = sorted(merged, key=lambda key: -abs(merged[key]))
    for most in range(MOST_REASONS, len(ranked)):
        named = [key for place, key in enumerate(ranked) if place < most or key in own]
        rest = [merged[key] for key in ranked if key not in named]
        if len(rest) != 1 and abs(sum(rest)) <= abs(merged[ranked[most - 1]]):
            return named
    return ranked


# -- how things stand ---------------------------------------------------------------------------------------


def standings(scene: Scene) -> Fact:
    """Return the ladder, groups, nations, stability and scores, as far as they may be told."""
    return {
        "ladder": _ladder(scene),
        "groups": _groups(scene),
        "nations": _nations(scene),
        "stability": float(scene.after.stability[0]),
        "scores": _scores(scene),
    }


def _ladder(scene: Scene) -> list[Fact]:
    return [
        {
            "flashpoint": name,
            "tension": float(scene.after.tension[0, f]),
            "level": LEVELS[scene.after.level[0, f]],
            "before": LEVELS[scene.before.level[0, f]],
        }
        for f, name in enumerate(scene.scenario.flashpoints)
    ]


def _groups(scene: Scene) -> list[Fact]:
    held = scene.after.cohesion[0]
    return [{"group": name, "cohesion": float(held[g])} for g, name in enumerate(scene.scenario.groups)]


def _nations(scene: Scene) -> list[Fact]:
    """Return each nation's budget, its streak and approval: all public."""
    track = scene.world.index["track"].get("approval")
    approval = _approval(scene, track) if track is not None else [None] * scene.world.size("nation")
    return [
        {
            "seat": seat,
            "spending": float(scene.after.spending[0, n]),
            "before": float(scene.before.spending[0, n]),
            "unit": row.money,
            "streak": int(scene.after.streak[0, n]),
            "approval": approval[n],
        }
        for n, (seat, row) in enumerate(scene.scenario.nations.items())
    ]


def _approval(scene: Scene, track: int) -> list[float | None]:
    if not scene.seat:
        return [float(value) for value in scene.after.home[0, :, track]]
    view = observe(scene.world, scene.after, [place_of(scene.world, scene.seat)])
    return [view_of(view, "home", (n, track)) for n in range(scene.world.size("nation"))]


def _scores(scene: Scene) -> list[Fact]:
    """Return each seat's score if the game ended now; a seat learns of the others' when it has ended."""
    if scene.seat and scene.report.ending == "playing":
        return []
    return [
        {
            "seat": row.seat,
            "score": row.score,
            "succeeds": row.success,
            "objectives": {each.id: each.met for each in row.objectives},
        }
        for row in score_seats(scene.game.play, scene.after, scene.game.cast.characters)
    ]
