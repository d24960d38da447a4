"""Stability and scores: what the region is like, which objectives held this turn, who would score."""

from __future__ import annotations

import numpy as np

from wargame.adjudication.measures import objective_holds
from wargame.adjudication.turn import Turn
from wargame.arrays import Array, IntArray
from wargame.ledger import Change
from wargame.state import BREAKDOWN, State
from wargame.world import World


def scoring(turn: Turn, state: State) -> State:
    """Count the turns in which each objective held."""
    rows = turn.world.scenario.objectives.values()
    held = np.stack([objective_holds(turn.world, state, row) for row in rows], axis=-1)
    return turn.settle(state, [Change("met", held.astype(np.int32), "held this turn", "score")])


def objectives_met(world: World, state: State) -> Array:
    """Return (replicate, objective) whether each objective counts as met if the game ended now."""
    rows = list(world.scenario.objectives.values())
    columns = []
    for o, row in enumerate(rows):
        enough = state.met[:, o] >= row.turns
        columns.append(enough if row.turns else objective_holds(world, state, row))
    return np.stack(columns, axis=-1)


def met_by_seat(world: World, state: State) -> IntArray:
    """Return (replicate, nation) how many of its objectives each seat has met."""
    met = objectives_met(world, state)
    rows = list(world.scenario.objectives.values())
    seats = np.array([[row.seat == seat for row in rows] for seat in world.ids["nation"]])
    return np.asarray((met[:, None, :] & seats).sum(axis=-1))


def stability_factor(world: World, stability: Array) -> Array:
    """Return what regional stability lets a score count for: 1, 0.6 or 0."""
    floors, factors = world.parameters.menu("score.floors"), world.parameters.menu("score.factors")
    step = (stability[..., None] >= floors).sum(axis=-1)
    return np.asarray(factors[step])


def scores(world: World, state: State) -> Array:
    """Return (replicate, nation) score: objectives met times the stability factor.

    After a breakdown nobody scores, and the seat that pushed last gets -1: no hostage-taking.
    """
    factor = stability_factor(world, state.stability)
    broken = state.ending == BREAKDOWN
    blamed = broken[:, None] & (np.arange(world.size("nation")) == state.pusher[:, None])
    return np.where(broken[:, None], np.where(blamed, -1.0, 0.0), met_by_seat(world, state) * factor[:, None])


def succeeds(world: World, state: State) -> Array:
    """Return (replicate, nation) seats with two or more objectives met and stability above its floor."""
    alive = (stability_factor(world, state.stability) > 0.0) & (state.ending != BREAKDOWN)
    return np.asarray((met_by_seat(world, state) >= 2) & alive[:, None])
