"""Incidents (R8): the hazard at each flashpoint draws incident cards; it never decides the ladder."""

from __future__ import annotations

import numpy as np

from wargame.adjudication import crises
from wargame.adjudication.phases.news import fall
from wargame.adjudication.turn import Turn
from wargame.arrays import Array
from wargame.ledger import Change
from wargame.state import State


def incidents(turn: Turn, state: State) -> State:
    """Draw incidents, and the card of each from those the scenario holds for its flashpoint."""
    world = turn.world
    causes = np.stack([state.tension / 100.0, _recent(turn, state)], axis=-1)
    weights = [turn.value(f"crises.onset_{cause}", 1) for cause in ("tension", "recent")]
    coefficients = np.stack(np.broadcast_arrays(*weights), axis=-1)
    chance = crises.onset_chance(turn.value("crises.onset_base", 1), coefficients, causes)
    able = np.ones(chance.shape, dtype=np.bool_)
    happens = crises.incident(chance, able, turn.years, turn.draw("R8.incident", "flashpoint"))
    rows = list(world.scenario.events.values())
    due = np.zeros((state.replicates, len(rows)), dtype=np.bool_)
    pick = turn.draw("R8.card", "flashpoint")
    bare = happens.copy()
    for f, name in enumerate(world.ids["flashpoint"]):
        cards = [e for e, row in enumerate(rows) if row.trigger == "incident" and row.target == name]
        for place, e in enumerate(cards):
            due[:, e] = happens[:, f] & (np.floor(pick[:, f] * len(cards)) == place)
        bare[:, f] &= not cards
    heat = turn.value("crises.incident_tension", 1) * bare
    state = turn.settle(
        state, [Change("tension", heat, "incident", "R8", turn.source("crises.incident_tension"))]
    )
    return fall(turn, state, due)


def _recent(turn: Turn, state: State) -> Array:
    """How present provocations are between the principals of each flashpoint, 0-1."""
    challenger, defender = turn.world.principals[:, 0], turn.world.principals[:, 1]
    return np.minimum(state.salience[:, defender, challenger], 1.0)
