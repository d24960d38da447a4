"""Orders or luck: how much of what comes out the seats decide, and how much befalls them.

Tables of players, each with its characters and the whims by which house AI decides, all play the same worlds: the
same cards, gates, incidents and noise of tension. One way of the layout is who decides and how, the other what
befalls; ``experiment.luck.split`` tells the variance of both apart, and what is due to neither alone: luck that
comes out otherwise where other orders were given.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from wargame.adjudication.turn import Play
from wargame.arrays import Array
from wargame.blocks import play_block
from wargame.dice import Dice, DiceLike, TiledDice, fresh, tiled
from wargame.experiment.luck import split
from wargame.outcomes import Course
from wargame.playtest.casts import mixed_casts
from wargame.playtest.measures import Measure

CASTS, WHIMS, WORLDS = 8, 3, 12
"""Casts of mixed characters, whims of each cast, and worlds that each of these tables of players meets."""
DECIDING = "policy."
"""Rules whose dice are whims of those who decide; all others befall."""
TELLING = ("objectives", "stability", "tension", "cohesion", "status_quo")
"""Outcomes whose shares are averaged: what the seats are after, and how the region is left."""

PARTS = ("orders", "luck", "together")
"""Parts of the variance: who decides and how, what befalls, and what is due to neither alone."""
SELDOM = 0.05
"""Outcomes that come out otherwise in fewer of the games are left out."""


@dataclass(frozen=True)
class Apart:
    """Dice that are other dice for what is decided than for what befalls.

    Parameters
    ----------
    whims, worlds : dice of as many rows
    """

    whims: DiceLike
    worlds: DiceLike

    @property
    def seed(self) -> int:
        """Seed of the dice of what befalls."""
        return self.worlds.seed

    @property
    def first_replicate(self) -> int:
        """Number of the first replicate of what befalls."""
        return self.worlds.first_replicate

    @property
    def replicates(self) -> int:
        """Rows of this block."""
        return self.worlds.replicates

    def uniform(self, rule: str, entities: Sequence[str], turn: int, per_entity: int | None = None) -> Array:
        """Return the draws of the dice that a rule belongs to; see ``Dice.uniform``."""
        under = self.whims if rule.startswith(DECIDING) else self.worlds
        return under.uniform(rule, entities, turn, per_entity)

    def rows(self, start: int, stop: int) -> Apart:
        """Return the same dice for rows start to stop (not included) of this block."""
        return Apart(self.whims.rows(start, stop), self.worlds.rows(start, stop))


@dataclass(frozen=True)
class Shares:
    """What orders and luck explain of a scenario's outcomes.

    Attributes
    ----------
    outcomes : outcome -> (table of players, world); tables of one cast stand together
    """

    outcomes: dict[str, Array]

    def table(self) -> pd.DataFrame:
        """Return one row an outcome: ``outcome, orders, luck, together`` (shares, sum 1), ``sd``."""
        rows = [
            {"outcome": name, **_shares(values), "sd": float(values.std())}
            for name, values in self.outcomes.items()
        ]
        return pd.DataFrame(rows, columns=["outcome", *PARTS, "sd"])

    def mean(self, part: str) -> tuple[float, float]:
        """Return the mean share of a part over the outcomes, and its standard error.

        The error is the jackknife's, leaving out one cast or one world at a time (Efron & Stein 1981).
        """
        if not self.outcomes:
            return math.nan, 0.0

        def figure(rows: Any, columns: Any) -> float:
            held = (_shares(values[rows][:, columns])[part] for values in self.outcomes.values())
            return float(np.mean(list(held)))

        rows, columns = np.arange(CASTS * WHIMS), np.arange(WORLDS)
        less = [
            [figure(rows[rows // WHIMS != cast], columns) for cast in range(CASTS)],
            [figure(rows, columns[columns != world]) for world in range(WORLDS)],
        ]
        spread = sum((len(each) - 1) * float(np.var(each)) for each in less)
        return figure(rows, columns), math.sqrt(spread)


def chance_shares(play: Play, seed: int, watch: Callable[[str], None] | None = None) -> Shares:
    """Play tables of players in the same worlds.

    Parameters
    ----------
    seed : names casts, whims and worlds
    watch : called before each block with words on how far it is
    """
    worlds = Dice(fresh(seed, "play-test, worlds"), 0, WORLDS)
    minds = fresh(seed, "play-test, whims")
    held: dict[str, list[Array]] = {}
    for number, cast in enumerate(mixed_casts(play, CASTS, seed)):
        if watch:
            watch(f"orders or luck, cast {number + 1} of {CASTS}")
        whims = Dice(minds, number * WHIMS, WHIMS)
        each = np.repeat(np.arange(WHIMS, dtype=np.int32), WORLDS)
        course = Course(play)
        for step in play_block(cast, Apart(TiledDice(whims, each), tiled(worlds, WHIMS))):
            course.note(step)
        for name, values in course.outcomes().items():
            if name.partition(":")[0] in TELLING:
                held.setdefault(name, []).append(values.reshape(WHIMS, WORLDS))
    return Shares({name: table for name, rows in held.items() if _varies(table := np.concatenate(rows))})


def _varies(table: Array) -> bool:
    """Whether an outcome comes out otherwise often enough to tell anything of what makes it."""
    return float((table != np.median(table)).mean()) >= SELDOM


def _shares(table: Array) -> dict[str, float]:
    """Return the shares of one outcome, (table of players, world)."""
    found = split(table)
    parts = (max(found.doubt, 0.0), max(found.luck_alike, 0.0), found.luck_turned)
    total = sum(parts) or 1.0
    return {name: value / total for name, value in zip(PARTS, parts, strict=True)}


def chance_measures(found: Shares) -> list[Measure]:
    """Return the mean shares of orders and of luck, beside their windows."""
    rows = []
    for part, low, high in (("orders", 0.5, 1.0), ("luck", 0.0, 0.4)):
        figure, error = found.mean(part)
        told = f"variance that {part} alone explain{'s' * (part == 'luck')}"
        rows.append(Measure("story", told, figure, low, high, error, CASTS * WHIMS * WORLDS))
    return rows
