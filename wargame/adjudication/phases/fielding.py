"""Fielding: capability counts only when it is fielded (S000.9)."""

from __future__ import annotations

import numpy as np

from wargame.adjudication.phases.conduct import acts
from wargame.adjudication.turn import Turn
from wargame.arrays import Array
from wargame.ledger import Change
from wargame.state import FIELDED, STAGES, State


def fielding(turn: Turn, state: State) -> State:
    """Bring tested programmes into service where a seat orders it; let upkeep and build-up act."""
    state = acts(turn, state, "fielding")
    for name, lines in turn.lines_with("advance"):
        row = turn.world.ruleset.orders[name]
        if next(effect.value for effect in row.effect if effect.verb == "advance") != 1.0:
            continue
        asked = (turn.power[..., lines] > 0).any(axis=1)
        ready = asked & (state.stage == STAGES.index("test")) & (state.work <= 0.0)
        state = turn.settle(
            state,
            [
                Change("stage", np.where(ready, FIELDED - state.stage, 0), row.name, name, row.source),
                Change("capability", fielded_gain(turn, ready), row.name, name, row.source),
            ],
        )
    return state


def fielded_gain(turn: Turn, ready: Array) -> Array:
    """Return (replicate, nation, area) what programmes that enter service add to each owner."""
    world = turn.world
    gain = np.zeros((ready.shape[0], world.size("nation"), world.size("area")))
    for p, size in enumerate(world.programme_values("gain")):
        gain[:, :, world.programme_area[p]] += ready[:, p, None] * world.owner[p] * size
    return gain
