"""Turning points: every order left out once, under the game's own luck and in pairs under fresh luck.

Own luck tells what the order did in this very game, and ranks the orders by how far the whole game moved. It also
picks the outcome that moved most. Whether the order does that to the outcome is then judged on fresh luck, which had
no part in the choice, with p values held to the number of orders that are looked at (Holm).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from wargame.arrays import Array
from wargame.forecast import Comparison, Pool
from wargame.forecast.pairs import holm
from wargame.game import Game
from wargame.review.again import outcomes_of, play_on
from wargame.review.effects import Effect, Shift, average_reach, effects, reach, shifts, spreads
from wargame.review.sheet import Sealed, Sheet

BATCHES = (40, 40, 40, 80)
"""Pairs under fresh luck of each order, batch by batch: a first look soon, all of them in the end."""
AS_IT_WAS = "as it was"
BY_DEFINITION = {
    "advance": ("stage", "fielded", "slip"),
    "withdraw": ("agreement",),
}
"""Verbs of orders, and what they do to the programme or agreement that they name: no finding, and not counted."""


@dataclass(frozen=True)
class Point:
    """One order, and what the game would have been without it.

    Attributes
    ----------
    text : the order as it was written;  slot : its place in the seat's set, from 0
    by : person, house or absent
    reach : how far the game moved without it, in spreads of fresh luck (root mean square over outcomes)
    moved : outcomes that moved under the game's own luck, the most moved first
    average : how far games move without it on average over fresh luck, in the same spreads, noise taken out
    typical : the outcome that moves most on average over fresh luck, by its means; the largest of many, not judged
    fresh : what it does to the first of those (or the seat's score, if nothing moved) under fresh luck, once played
    """

    turn: int
    seat: str
    slot: int
    text: str
    by: str
    reach: float
    moved: tuple[Shift, ...]
    average: float | None = None
    typical: Shift | None = None
    fresh: Effect | None = None


@dataclass(frozen=True)
class Turning:
    """The orders of a game, the one that moved it most first.

    Attributes
    ----------
    pairs, planned : under fresh luck, played so far and in the end
    share : of the work that is done, 0 to 1
    """

    points: tuple[Point, ...]
    pairs: int
    planned: int
    share: float

    @property
    def firm(self) -> bool:
        """Whether everything that was planned is played."""
        return self.share >= 1.0


def turning_points(
    where: Game | Sheet, batches: Sequence[int] = BATCHES, pool: Pool | None = None
) -> Iterator[Turning]:
    """Leave out every order once and yield what came of it, as it comes; stop looking and it stops playing.

    Parameters
    ----------
    batches : pairs under fresh luck of each order, none for the game's own luck only
    pool : processes that share the work; this one works alone if there is none
    """
    sheet = where if isinstance(where, Sheet) else Sheet.of(where)
    turns = range(1, sheet.turns + 1)
    spread = pool.map(spreads, [sheet])[0] if pool else spreads(sheet)
    was, points = outcomes_of(sheet), []
    planned, work = sum(batches), _Work(sheet.turns, batches)
    for number, found in zip(turns, _own(sheet, turns, pool), strict=True):
        points += _points(sheet, number, was, found, spread)
        yield _ranked(points, 0, planned, work.own(number))
    pairs = {number: _fresh(sheet, number, batches, pool) for number in turns} if batches else {}
    for batch in range(len(batches)):
        for number in turns:
            if any(point.turn == number for point in points):
                points = _judged(sheet, points, number, next(pairs[number]), spread)
                yield _ranked(points, sum(batches[: batch + 1]), planned, work.fresh(batch, number))


def _own(sheet: Sheet, turns: Sequence[int], pool: Pool | None) -> Iterator[Array]:
    """Yield, turn by turn, (outcome, order) of the games without each order of the turn."""
    play, at_once = partial(without_each, sheet), pool.workers if pool else 1
    for first in range(0, len(turns), at_once):
        some = turns[first : first + at_once]
        yield from (pool.map(play, some) if pool else map(play, some))


def without_each(sheet: Sheet, turn: int) -> Array:
    """Return (outcome, order) of the games in which one order of a turn is left out, under the game's own luck."""
    left = left_out(sheet, turn)
    if not left:
        return np.zeros((len(sheet.outcomes), 0))
    arms = sheet.arms(turn, [None, *(changed for _, _, changed in left)])
    step = arms.first_turn(sheet.states[turn - 1], sheet.luck)
    return play_on(sheet, turn, step.after)[:, 1:]


def left_out(sheet: Sheet, turn: int) -> list[tuple[str, int, Sealed]]:
    """Return, for each order of a turn, its seat, its slot and the seats' sets that change without it.

    An announcement of just this order falls with it: kept, it would be a lie that nobody told.
    """
    found: list[tuple[str, int, Sealed]] = []
    for seat in sheet.play.world.ids["nation"]:
        fact = sheet.sealed[turn - 1].get(seat, {"orders": []})
        for slot in range(len(fact["orders"])):
            kept = [text for place, text in enumerate(fact["orders"]) if place != slot]
            said = fact["signal"]
            told = said is None or any(text.split()[0] == said for text in kept)
            lied = said is not None and said not in {text.split()[0] for text in fact["orders"]}
            changed = {**fact, "orders": kept, "signal": said if told or lied else None}
            found.append((seat, slot, {seat: changed}))
    return found


def _points(sheet: Sheet, turn: int, was: Array, found: Array, spread: Array) -> list[Point]:
    rows = []
    for place, (seat, slot, _) in enumerate(left_out(sheet, turn)):
        fact, without = sheet.sealed[turn - 1][seat], found[:, place]
        counted = _counted(sheet, fact["orders"][slot], spread)
        moved = shifts(sheet.outcomes, was, without, counted)
        far = reach(was, without, counted)
        rows.append(Point(turn, seat, slot, fact["orders"][slot], fact["by"], far, moved))
    return rows


def _counted(sheet: Sheet, text: str, spread: Array) -> Array:
    """Return (outcome,) the spreads, inf also for what an order brings about by definition."""
    name, *named = text.split()
    order = sheet.play.scenario.ruleset.orders[name]
    kinds = [kind for effect in order.effect for kind in BY_DEFINITION.get(effect.verb, ())]
    told = {f"{kind}:{of}" for kind in kinds for of in named}
    return np.where([row.name in told for row in sheet.outcomes], np.inf, spread)


def _ranked(points: Sequence[Point], pairs: int, planned: int, share: float) -> Turning:
    ranked = sorted(points, key=lambda each: (-each.reach, each.turn))
    judged = [place for place, each in enumerate(ranked) if each.fresh is not None]
    looked = [ranked[place].fresh for place in judged]
    counted = np.array([each.equal < 1.0 for each in looked if each], dtype=np.bool_)
    held = holm(np.array([each.p for each in looked if each]), counted)
    for place, effect, p in zip(judged, looked, held.tolist(), strict=True):
        assert effect is not None
        ranked[place] = replace(ranked[place], fresh=replace(effect, p=p))
    return Turning(tuple(ranked), pairs, planned, share)


# -- fresh luck ---------------------------------------------------------------------------------------------


def _fresh(sheet: Sheet, turn: int, batches: Sequence[int], pool: Pool | None) -> Iterator[Comparison]:
    left = left_out(sheet, turn)
    names = [AS_IT_WAS, *(f"{seat} {slot}" for seat, slot, _ in left)]
    arms = sheet.arms(turn, [None, *(changed for _, _, changed in left)])
    return sheet.future(turn, names, arms).refine(batches, pool)


def _judged(
    sheet: Sheet, points: Sequence[Point], turn: int, found: Comparison, spread: Array
) -> list[Point]:
    """Return the points with what fresh luck tells of each order of a turn; p values are still of single looks."""
    names, was = [row.name for row in found.outcomes], found.values[:, 0]
    judged = []
    for point in points:
        if point.turn == turn:
            place, without = names.index(_picked(point)), found.values[:, found.arms.index(_arm(point))]
            rows = slice(place, place + 1)
            told = effects(found.outcomes[rows], was[rows], without[rows])
            counted = _counted(sheet, point.text, spread)
            means = shifts(found.outcomes, was.mean(axis=-1), without.mean(axis=-1), counted)
            point = replace(
                point,
                average=average_reach(was, without, counted),
                typical=means[0] if means else None,
                fresh=told[0],
            )
        judged.append(point)
    return judged


def _arm(point: Point) -> str:
    return f"{point.seat} {point.slot}"


def _picked(point: Point) -> str:
    return point.moved[0].outcome.name if point.moved else f"score:{point.seat}"


@dataclass(frozen=True)
class _Work:
    """How much of the work is done: a pair counts for the turns it is played, own luck for one pair."""

    turns: int
    batches: Sequence[int]

    def _length(self, upto: int) -> float:
        return float(sum(self.turns - number + 1 for number in range(1, upto + 1)))

    def own(self, number: int) -> float:
        """Return the share that is done after own luck of some turns."""
        return self._length(number) / self._whole

    def fresh(self, batch: int, number: int) -> float:
        """Return the share that is done after a turn of a batch."""
        before = (1 + sum(self.batches[:batch])) * self._length(self.turns)
        return (before + self.batches[batch] * self._length(number)) / self._whole

    @property
    def _whole(self) -> float:
        return (1 + sum(self.batches)) * self._length(self.turns)
