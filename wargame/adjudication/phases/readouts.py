"""Read-outs: threat, protection, legacy, stability and next turn's funds, worked out anew at the end of a turn.

A read-out is never accumulated. Its reasons come from putting the new inputs in one after the other.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from wargame import exact
from wargame.adjudication import contest, outlook, threat
from wargame.adjudication.phases.payments import discretionary, standing_lines
from wargame.adjudication.phases.progress import pace, stage_plan
from wargame.adjudication.standing import power_of
from wargame.adjudication.totals import total
from wargame.adjudication.turn import Turn
from wargame.arrays import FINE, Array
from wargame.ledger import Change, reading, substitute
from wargame.state import FIELDED, RESEARCH, STAGES, State
from wargame.world import World


def readouts(turn: Turn, state: State) -> State:
    """Work out every read-out from the state as it is now."""
    return turn.settle(state, read_out(turn.world, state, turn.opening if turn.book.keep else None))


def read_out(world: World, state: State, before: State | None) -> list[Change]:
    """Return the changes of all read-outs; with the state before, each split into its reasons."""
    changes = _explained(world, state, before, "protection", protection_of, _protection_inputs, "R11")
    # threat rests on the protection of today: what it was and its changes, exact by their grain
    state = state.having(protection=state.protection + sum(change.amount for change in changes))
    changes += _explained(world, state, before, "threat", threat_of, _threat_inputs, "R6")
    changes += [
        reading("legacy", state, legacy_of(world, state), "outlook of the programme", "R4", ("S000.7",)),
        reading(
            "stability",
            state,
            stability_of(world, state),
            "tension, cohesion and the ladder",
            "score",
            ("S000.6",),
        ),
        reading(
            "funds",
            state,
            funds_of(world, state),
            "budget, drains and committed lines",
            "economy",
            ("S003.3",),
        ),
    ]
    return changes


def _explained(
    world: World, state: State, before: State | None, name: str, function: Any, inputs: Any, rule: str
) -> list[Change]:
    source = ("walt1985",) if name == "threat" else ("S000.4", "S000.2")
    if before is None:
        return [reading(name, state, function(world, **inputs(world, state)), name, rule, source)]
    return substitute(
        name, lambda **kw: function(world, **kw), inputs(world, before), inputs(world, state), rule, source
    )


def _threat_inputs(world: World, state: State) -> dict[str, Array]:
    strike = np.where(world.areas_of("strike"), state.estimate, 0.0).max(axis=-1)
    return {
        "spending": state.spending,
        "estimated_strike": strike,
        "own_protection": state.protection.max(axis=-1),
        "relation": state.relation,
        "salience": state.salience,
    }


def threat_of(
    world: World,
    spending: Array,
    estimated_strike: Array,
    own_protection: Array,
    relation: Array,
    salience: Array,
) -> Array:
    """Return (replicate, nation, other) threat the first sees in the other (R6, Walt)."""
    value = world.parameters.get
    power = power_of(world, spending)
    near = threat.proximity(
        np.where(world.distance > 0, world.distance, 1.0),
        value("threat.distance_half", 2),
        value("threat.distance_power", 2),
    )
    kept = contest.ratio_success(
        own_protection[:, :, None],
        estimated_strike,
        value("contest.difficulty", 2),
        value("contest.decisiveness", 2),
    )
    offensive = threat.offensive_weight(
        value("threat.weight_base", 2), value("threat.weight_strike", 2), estimated_strike, kept
    )
    hostile = threat.hostility(relation, world.regime_distance, value("threat.regime_weight", 2))
    reach = exact.power(power, value("threat.power_exponent", 1))[:, None, :]
    intensity = threat.walt_intensity(reach, near, offensive, hostile, salience)
    seen = threat.perceived_threat(intensity, value("threat.sensitivity", 2))
    return np.asarray(seen * ~np.eye(world.size("nation"), dtype=np.bool_))


def _protection_inputs(world: World, state: State) -> dict[str, Array]:
    tracking = np.where(world.areas_of("tracking"), state.capability, 0.0).max(axis=-1)
    return {"tracking": tracking, "interceptors": state.capability}


def protection_of(world: World, tracking: Array, interceptors: Array) -> Array:
    """Return (replicate, nation, threat class) protection: the weaker of tracking and interceptor rules."""
    columns = []
    for place in range(world.size("threat_class")):
        areas = world.areas_of("defence") & (world.area_class == place)
        best = np.where(areas, interceptors, 0.0).max(axis=-1)
        columns.append(contest.protection(tracking, best, world.parameters.get("contest.weaker_rules", 1)))
    return np.stack(columns, axis=-1)


def legacy_of(world: World, state: State) -> Array:
    """Return (replicate, programme) chance of being fielded within the legacy's years at the present pace."""
    plan = stage_plan(world, state)
    signed = state.stage == STAGES.index("signed")
    # the work of a signed programme opens next turn, at the agreed funding
    working = np.where(signed, 0, np.minimum(state.stage - RESEARCH, plan.shape[-1]))
    work = np.where(signed, plan[..., 0], state.work)
    likely = outlook.fielding_chance(
        outlook.road_ahead(working, work, plan),
        np.broadcast_to(world.parameters.menu("development.gate_chance"), plan.shape),
        np.broadcast_to(plan.mean(axis=-1) * world.parameters.get("development.redo", 1), work.shape),
        np.where(signed, _opening_pace(world, state), pace(world, state, np.ones(state.capital.shape))),
        world.parameters.get("development.legacy_years", 1),
    )
    ready = (state.stage == STAGES.index("test")) & (state.work <= 0.0)
    value = np.where(state.stage >= FIELDED, 1.0, np.where(ready, 0.95, likely))
    return np.where((state.stage >= RESEARCH) | signed, value, 0.0)


def _opening_pace(world: World, state: State) -> Array:
    """(replicate, programme) pace if every programme with money were at work."""
    opened = state.having(stage=np.full_like(state.stage, RESEARCH))
    return pace(world, opened, np.ones(state.capital.shape))


def stability_of(world: World, state: State) -> Array:
    """Return (replicate,) regional stability: 100 less the heat of the hottest place and of all, plus cohesion."""
    value = world.parameters.get
    hottest = state.tension.max(axis=-1)
    mean = total(state.tension) / state.tension.shape[-1]
    together = total(state.cohesion) / max(state.cohesion.shape[-1], 1) - 50.0
    raw = 100.0 - value("score.hottest_weight") * hottest - value("score.mean_weight") * mean
    return np.clip(raw + value("score.cohesion_weight") * together, 0.0, 100.0)


def funds_of(world: World, state: State) -> Array:
    """Return (replicate, nation) free funds of the coming turn, bn USD, after committed lines."""
    left = discretionary(world, state) - standing_lines(world, state)
    return exact.grain(np.maximum(left, 0.0) * world.years, FINE)
