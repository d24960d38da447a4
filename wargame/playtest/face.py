"""Face validity: what came about in the world, beside how often, or how far, games of house AI go there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wargame.address import parse_measure
from wargame.adjudication.measures import holds, read
from wargame.adjudication.opening import open_state
from wargame.adjudication.turn import Play
from wargame.arrays import Array
from wargame.blocks import Step, play_block
from wargame.dice import Dice
from wargame.policies import cast_of
from wargame.schema import Fact
from wargame.state import State
from wargame.world import World

LIKELY = 0.2
"""Share of games in which something must go as it went, for the model not to have missed it."""
BAND = (0.05, 0.5, 0.95)
"""Quantiles of a value that are told; the world must lie between the first and the last."""


@dataclass(frozen=True)
class Face:
    """A fact beside the model.

    Attributes
    ----------
    share : share of games that went as the world did; None for a ratio
    band : quantiles ``BAND`` of a value; empty for what came about or did not
    fits : the world lies where the model often goes
    """

    fact: Fact
    share: float | None
    band: tuple[float, ...]
    fits: bool


def face_validity(play: Play, games: int = 500, seed: int = 0) -> tuple[Face, ...]:
    """Play the first turns of many games of house AI and hold the facts of the scenario beside them.

    Games that end early count with the state they ended in.

    Parameters
    ----------
    games : number of games, at least 1
    seed : names all dice
    """
    facts = tuple(play.scenario.facts.values())
    last = max((fact.by for fact in facts), default=0)
    noted = [np.zeros(games) for _ in facts]
    for step in play_block(cast_of(play), Dice(seed, 0, games)) if last else ():
        for place, fact in enumerate(facts):
            if step.turn <= fact.by:
                noted[place] = _noted(play, fact, step, noted[place])
        if step.turn == last:
            break
    return tuple(_face(fact, values) for fact, values in zip(facts, noted, strict=True))


def _noted(play: Play, fact: Fact, step: Step, before: Array) -> Array:
    """Return what is noted of a fact after a turn, (replicate,)."""
    if fact.when is not None:
        return np.maximum(before, holds(play.world, step.after, fact.when))
    if fact.order:
        seat = play.world.index["nation"][fact.seat]
        option = step.orders.option[:, seat]
        order = play.options.order[np.maximum(option, 0)]
        wanted = play.world.index["order"][fact.order]
        return before + ((option >= 0) & (order == wanted)).any(axis=-1)
    value = _sum(play.world, fact.sum, step.after)
    return value / _sum(play.world, fact.sum, open_state(play)) if fact.ratio else value


def _sum(world: World, texts: Sequence[str], state: State) -> Array:
    parts = [read(world, parse_measure(text), lambda name: getattr(state, name)) for text in texts]
    return np.asarray(sum(parts), dtype=np.float64)


def _face(fact: Fact, values: Array) -> Face:
    """Return how a fact stands beside its values in games: ratios by their band, all else by how often it is met."""
    band = tuple(float(each) for each in np.quantile(values, BAND))
    if fact.ratio:
        return Face(fact, None, band, band[0] <= fact.happened <= band[-1])
    share = float((values == fact.happened).mean())
    return Face(fact, share, () if fact.when is not None else band, share >= LIKELY)
