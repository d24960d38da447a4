"""What something did: games with it set beside games without it, under the game's own luck and under fresh luck."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wargame.arrays import Array, BoolArray
from wargame.blocks import play_block
from wargame.dice import Dice, fresh
from wargame.ensemble.intervals import LEVEL
from wargame.forecast.pairs import compare_pairs
from wargame.outcomes import Course, Outcome
from wargame.review.sheet import Sheet

GAMES = 200
"""Games under fresh luck that tell how far each outcome spreads."""
COIN = 0.5
"""Spread of what is yes or no, that of a fair coin: a rare ending must not weigh more for being rare."""
LEAST = 0.01
"""Least spread of an outcome that counts, as a part of its range: less is the same in every game."""
RESTATED = frozenset(
    {"calm", "tense", "strained", "turns", "succeeds", "score", "objectives", "level", "stage"}
)
"""Outcomes that restate others; they count for nothing twice, and are not named as what moved most."""
MOST = 8
"""Outcomes that are told of one order or ruling, those that moved most."""


@dataclass(frozen=True)
class Shift:
    """How far one outcome of the game moved: its value as it was, and without the order or ruling.

    Attributes
    ----------
    size : the difference in spreads of fresh luck, signed
    """

    outcome: Outcome
    was: float
    without: float
    size: float

    @property
    def difference(self) -> float:
        """What the order or ruling did to it."""
        return self.was - self.without


@dataclass(frozen=True)
class Effect:
    """What something does to one outcome under fresh luck: with it less without it.

    Attributes
    ----------
    low, high : interval that holds the true difference in 95 of 100 studies
    error : standard error;  equal : share of pairs that came out the same
    p : chance of a difference so far from 0 if there is none, held to all that is looked at together
    """

    outcome: Outcome
    difference: float
    low: float
    high: float
    error: float
    equal: float
    pairs: int
    p: float

    @property
    def found(self) -> bool:
        """Whether a difference is seen, held to everything that is looked at together."""
        return self.p <= 1.0 - LEVEL and self.low * self.high > 0.0


def spreads(sheet: Sheet, games: int = GAMES) -> Array:
    """Return (outcome,) the spread of each outcome over fresh luck from the opening, inf where it counts for nothing.

    House AI plays every seat.
    """
    seed = fresh(sheet.luck.seed, f"review spread {sheet.luck.first_replicate}")
    course = Course(sheet.play)
    for step in play_block(sheet.cast, Dice(seed, replicates=games)):
        course.note(step)
    found = course.outcomes()
    return np.array([_spread(row, found[row.name]) for row in sheet.outcomes])


def _spread(row: Outcome, values: Array) -> float:
    if row.name.partition(":")[0] in RESTATED:
        return math.inf
    if row.unit == "share" and bool(((values == 0.0) | (values == 1.0)).all()):
        return COIN
    least = LEAST * (row.high - row.low) if math.isfinite(row.high - row.low) else LEAST
    return max(float(values.std(ddof=1)), least)


def shifts(outcomes: Sequence[Outcome], was: Array, without: Array, spread: Array) -> tuple[Shift, ...]:
    """Return the outcomes that moved, those that moved most first."""
    sizes = (was - without) / spread
    order = np.argsort(-np.abs(sizes), kind="stable")
    moved = [o for o in order.tolist() if was[o] != without[o] and sizes[o] != 0.0]
    return tuple(Shift(outcomes[o], float(was[o]), float(without[o]), float(sizes[o])) for o in moved[:MOST])


def reach(was: Array, without: Array, spread: Array) -> float:
    """Return how far a whole game moved: root mean square over its outcomes, in spreads of fresh luck."""
    counts = np.isfinite(spread)
    sizes = ((was - without) / spread)[counts]
    return float(np.sqrt(np.mean(sizes * sizes))) if sizes.size else 0.0


def average_reach(with_it: Array, without: Array, spread: Array) -> float:
    """Return how far games move on average over fresh luck, in spreads, as ``reach`` is; noise is taken out.

    Parameters
    ----------
    with_it, without : (outcome, pair), at least two pairs
    """
    counts = np.isfinite(spread)
    sizes = ((with_it - without) / spread[:, None])[counts]
    noise = sizes.var(axis=-1, ddof=1) / sizes.shape[-1]
    return float(np.sqrt(max(float(np.mean(sizes.mean(axis=-1) ** 2 - noise)), 0.0))) if sizes.size else 0.0


def effects(outcomes: Sequence[Outcome], with_it: Array, without: Array) -> tuple[Effect, ...]:
    """Return what pairs of games under fresh luck tell of each outcome; p values are those of single looks.

    Parameters
    ----------
    with_it, without : (outcome, pair)
    """
    told = compare_pairs(with_it, without, yes_no(outcomes, np.stack([with_it, without], axis=1)))
    names = ("difference", "low", "high", "error", "equal")
    return tuple(
        Effect(
            row,
            **{name: float(getattr(told, name)[o]) for name in names},
            pairs=with_it.shape[-1],
            p=float(told.p[o]),
        )
        for o, row in enumerate(outcomes)
    )


def yes_no(outcomes: Sequence[Outcome], values: Array) -> BoolArray:
    """Return (outcome,) shares that are 0 or 1 in every game; values are (outcome, arm, pair)."""
    share = np.array([row.unit == "share" for row in outcomes], dtype=np.bool_)
    return share & ((values == 0.0) | (values == 1.0)).all(axis=(1, 2))
