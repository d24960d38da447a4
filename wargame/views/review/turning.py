"""Turning points and acts of the white cell as plain values: which order or ruling moved the game, and how far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from wargame.game import Game
from wargame.live.jobs import WAITING
from wargame.narrate import names
from wargame.review import Act, Point, Turning, Weighed, acts_of
from wargame.review.effects import Shift
from wargame.review.rulings import PAIRS
from wargame.views.board.scope import Scope, badge
from wargame.views.links import ref
from wargame.views.review.outcomes import effect, shift, typical
from wargame.whitecell import OUTCOMES

SORTS = {
    "average": "On average: how far games move under fresh luck",
    "game": "In this game: how far the game moved under its own luck",
    "turn": "In the order of play",
}
USUAL = "average"
"""How orders are ranked if nothing else is asked: what tends to matter, chance taken out."""
SPREADS = "spreads of luck"
SIZE = (
    "A size is in spreads of luck: 1 means that the outcomes moved, on the whole, as far as luck alone lets two games "
    "of this scenario differ. What an order does by definition, such as to the stage of the programme that it starts, "
    "does not count."
)
MOST, SHIFTS, ALIKE = 25, 5, 3
"""Orders that are told at first, outcomes of each, and orders in a row that share their first outcome."""
ABOUT = (
    "Each order is left out once; everything else stays, house AI reacts, people's orders stand as far as they can. "
    "“In this game” keeps the game's own luck: it tells what the order did here, chance included. “On average” "
    "plays pairs of games from that turn on under fresh luck: it tells what such an order does. Ranges hold the "
    "true difference in 95 of 100 studies, and verdicts allow for all orders that are looked at together."
)
ABOUT_ACTS = (
    "Each ruling and each injected card is left out once; everything else stays, under the game's own luck and in "
    "pairs of games from that turn on under fresh luck."
)
KEPT_OUT = (
    "Turning points tell what all seats ordered. They are shown when the game is over, or to one who looks as the "
    "umpire."
)


def progress(job: Any) -> dict[str, Any]:
    """Return how far a job is; before one is started it is idle."""
    if job is None:
        return {"state": "idle", "share": 0.0, "words": "", "error": "", "stopping": False}
    return {
        "state": job.state,
        "share": round(job.progress, 3),
        "words": "waits for the other study to end" if job.state == WAITING else job.words,
        "error": job.error,
        "stopping": job.stopping,
    }


def turning(
    scope: Scope, found: Turning | None, job: Any, sort: str = USUAL, seat: str = "", most: int = MOST
) -> dict[str, Any]:
    """Return the turning points found so far.

    Parameters
    ----------
    scope : of the whole game
    job : that looks for them, None if none was started
    sort : game, average or turn;  seat : only its orders, "" for all
    """
    points = [] if found is None else [each for each in found.points if seat in ("", each.seat)]
    sort = sort if sort in SORTS else USUAL
    ranked = _spaced(sorted(points, key=_key(sort))) if sort != "turn" else sorted(points, key=_key(sort))
    by = "game" if all(each.average is None for each in points) else sort
    widest = max((_size(each, by) for each in points), default=0.0) or 1.0
    return {
        "about": ABOUT,
        "size": SIZE,
        "progress": progress(job),
        "sorts": [{"id": name, "text": text} for name, text in SORTS.items()],
        "sort": sort,
        "seat": seat,
        "seats": [badge(scope, each) for each in scope.scenario.nations],
        "count": len(ranked),
        "rows": [_point(scope, each, widest, by, found) for each in ranked[:most]],
        "pairs": found.pairs if found else 0,
        "planned": found.planned if found else 0,
        "orders": sum(len(texts) for texts in _ordered(scope.game)),
    }


def _ordered(game: Game) -> list[Sequence[str]]:
    return [fact["orders"] for turn in range(1, game.turn + 1) for fact in game.record.of(turn, "orders")]


def _key(sort: str) -> Any:
    if sort == "turn":
        return lambda point: (point.turn, point.seat, point.slot)
    return lambda point: (-_size(point, sort), -point.reach, point.turn, point.seat)


def _spaced(ranked: Sequence[Point]) -> list[Point]:
    """Return the orders, those beyond some few that moved the same outcome most behind all others."""
    seen: Counter[str] = Counter()
    first: list[Point] = []
    later: list[Point] = []
    for point in ranked:
        name = point.moved[0].outcome.name if point.moved else ""
        seen[name] += bool(name)
        (first if seen[name] <= ALIKE else later).append(point)
    return [*first, *later]


def _size(point: Point, sort: str) -> float:
    return (point.average or 0.0) if sort == "average" else point.reach


def _point(scope: Scope, point: Point, widest: float, sort: str, found: Turning | None) -> dict[str, Any]:
    return {
        "key": f"{point.turn} {point.seat} {point.slot}",
        "turn": point.turn,
        "label": scope.label(point.turn),
        "seat": badge(scope, point.seat),
        "order": names.order(scope.scenario, point.text),
        "ref": ref("order", point.text.split()[0]),
        "person": point.by == "person",
        "bar": round(100.0 * _size(point, sort) / widest, 1),
        "reach": round(point.reach, 2),
        "average": None if point.average is None else round(point.average, 2),
        "moved": [shift(scope.scenario, each) for each in point.moved[:SHIFTS]],
        "typical": None if point.typical is None else typical(scope.scenario, point.typical),
        "fresh": None
        if point.fresh is None
        else effect(scope.scenario, point.fresh, bool(found and found.firm)),
    }


# -- acts of the white cell ---------------------------------------------------------------------------------


def rulings(scope: Scope, found: Sequence[Weighed] | None, job: Any) -> dict[str, Any]:
    """Return the game with and without each ruling and inject."""
    acts = acts_of(scope.game)
    weighed: Mapping[Act, Weighed] = {row.act: row for row in found or ()}
    return {
        "about": ABOUT_ACTS,
        "pairs": PAIRS,
        "progress": progress(job),
        "rows": [_act(scope, act, weighed.get(act), place) for place, act in enumerate(acts)],
        "empty": "" if acts else "The white cell neither ruled nor let a card fall in this game.",
    }


def _act(scope: Scope, act: Act, row: Weighed | None, place: int) -> dict[str, Any]:
    if act.kind == "ruling":
        what = OUTCOMES[act.rule][0].partition(",")[0]
        title = f"Ruling: {what}"
        text = f"{_entity(scope, act.entity)}: {'yes' if act.outcome else 'no'}"
    else:
        title, text = "Injected card", act.name
    return {
        "key": str(place),
        "turn": act.turn,
        "label": scope.label(act.turn),
        "title": title,
        "text": text,
        "reason": act.reason,
        "reach": None if row is None else round(row.reach, 2),
        "moved": [] if row is None else [_both(scope, each, row) for each in row.moved],
        "state": "waiting" if row is None else "own" if not row.judged else "done",
    }


def _entity(scope: Scope, entity: str) -> str:
    seat, _, gate = entity.partition(":")
    if gate:
        return f"{names.nation(scope.scenario, seat)}, {names.thing(scope.scenario, gate).lower()}"
    card = scope.scenario.events.get(entity)
    return card.name if card is not None else names.thing(scope.scenario, entity)


def _both(scope: Scope, moved: Shift, row: Weighed) -> dict[str, Any]:
    fresh = next((each for each in row.fresh if each.outcome.name == moved.outcome.name), None)
    return {
        **shift(scope.scenario, moved),
        "fresh": None if fresh is None else effect(scope.scenario, fresh, firm=True),
    }
