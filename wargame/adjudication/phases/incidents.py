"""Incidents (R8): the hazard at each flashpoint draws incident cards; it never decides the ladder."""

from __future__ import annotations

import numpy as np

from wargame import exact
from wargame.adjudication import crises
from wargame.adjudication.phases.news import fall
from wargame.adjudication.standing import power_of
from wargame.adjudication.threat import total_threat
from wargame.adjudication.totals import total
from wargame.adjudication.turn import Turn
from wargame.arrays import Array
from wargame.ledger import Change
from wargame.state import State
from wargame.world import World

DECISIVE = 3.0
"""Log ratio beyond which deterrence is as good as whole, or as none: twenty to one."""
WEAKEST = 1e-9
"""Power below which a nation is taken for one without any."""


def incidents(turn: Turn, state: State) -> State:
    """Draw incidents, and the card of each from those the scenario holds for its flashpoint."""
    world = turn.world
    able = np.asarray(strength_of(state)[:, world.principals].any(axis=-1))
    happens = crises.incident(odds(world, state), able, turn.years, turn.draw("R8.incident", "flashpoint"))
    # the crisis round asks where news excuse a step back
    turn.struck = happens
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
    since = np.where(happens, -state.lull, 0.0)
    state = turn.settle(
        state,
        [
            Change("tension", heat, "incident", "R8", turn.source("crises.incident_tension")),
            Change("lull", since, "incident", "R8", turn.source("crises.onset_recent")),
            Change("lull", turn.years, "a turn", "R8"),
        ],
    )
    return fall(turn, state, due)


def odds(world: World, state: State) -> Array:
    """Return (replicate, flashpoint) the chance of an incident in a year, by the principals of each place."""
    causes = _causes(world, state)
    weights = [world.parameters.get(f"crises.onset_{cause}", 1) for cause in causes]
    coefficients = np.stack(np.broadcast_arrays(*weights), axis=-1)
    table = np.stack(np.broadcast_arrays(*causes.values()), axis=-1)
    return crises.onset_chance(world.parameters.get("crises.onset_base", 1), coefficients, table)


def _causes(world: World, state: State) -> dict[str, Array]:
    """What the hazard knows of each flashpoint's principals, (flashpoint,) or (replicate, flashpoint)."""
    challenger, defender = world.principals[:, 0], world.principals[:, 1]
    power, polyarchy = power_of(world, state.spending), world.nation_values("polyarchy")
    ratio = exact.log(np.maximum(power, WEAKEST))
    major = world.nation_values("major") > 0.0
    seen = total_threat(state.threat)[:, defender] - world.parameters.get("threat.reference", 1)
    return {
        "recent": crises.recency(state.lull, world.parameters.get("crises.onset_memory", 1)),
        "distance": exact.log(1.0 + world.border[challenger, defender]),
        "ratio": np.abs(ratio[:, challenger] - ratio[:, defender]),
        "pact": world.ally[challenger, defender].astype(np.float64),
        "polyarchy": np.minimum(polyarchy[challenger], polyarchy[defender]),
        "major": (major[challenger] | major[defender]).astype(np.float64),
        "threat": seen,
        "deterrence": np.clip(_deterrence(world, state), -DECISIVE, DECISIVE),
    }


def strength_of(state: State) -> Array:
    """Return (replicate, nation) all that a nation fields, index points over the areas."""
    return total(state.capability)


def _deterrence(world: World, state: State) -> Array:
    """(replicate, flashpoint) what stands against the principal challenger, as a log ratio to what it has.

    An ally counts by the trust the defender has in it, and by how far its presence lets it act here.
    """
    challenger, defender = world.principals[:, 0], world.principals[:, 1]
    fielded = strength_of(state)
    presence = np.where(world.areas_of("presence"), state.capability, 0.0).max(axis=-1) / 10.0
    others = world.ally[defender] & (np.arange(world.size("nation")) != challenger[:, None])
    honour = np.where(others, state.trust[:, defender], 0.0) / 100.0
    support = np.broadcast_to((fielded * presence)[:, None, :], honour.shape)
    return crises.deterrence(fielded[:, defender], honour, support, fielded[:, challenger])
