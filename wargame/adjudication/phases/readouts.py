"""Read-outs: threat, protection, legacy, stability and next turn's funds, worked out anew at the end of a turn.

A read-out is never accumulated. Its reasons come from putting the new inputs in one after the other.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from wargame import exact
from wargame.adjudication import contest, outlook, threat
from wargame.adjudication.phases.payments import discretionary, standing_lines
from wargame.adjudication.phases.progress import paces, stage_plan
from wargame.adjudication.standing import power_of
from wargame.adjudication.totals import total
from wargame.adjudication.turn import Turn
from wargame.arrays import FINE, Array
from wargame.ledger import Change, reading, substitute
from wargame.state import FIELDED, RESEARCH, STAGES, State
from wargame.world import World

FIELD_ORDER = 1.0
"""Turns that the order to field takes after the last gate."""


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
    """Return (replicate, programme) chance of being fielded within the legacy's years.

    Work is counted in whole turns, as play does it: what a turn has over at a gate is lost, a failed gate takes at
    least a turn, cost growth still to come slows the stages after it, and the order to field takes the last one. A
    line that is open and short is expected to be filled (``development.legacy_funding``), by some in a hurry
    (``development.legacy_hurry``), as far as the funds go.
    """
    value = world.parameters.get
    signed = state.stage == STAGES.index("signed")
    short = (state.funding > 0.0) & (state.funding < 1.0)
    filled = state.funding + value("development.legacy_funding", 2) * (1.0 - state.funding)
    hurried = np.maximum(value("development.burn_cap", 2), filled)
    likely = _in_time(world, state.having(funding=np.where(short, filled, state.funding)))
    sooner = _in_time(world, state.having(funding=np.where(short, hurried, state.funding)))
    hurry = value("development.legacy_hurry", 1) * (short & world.owner).any(axis=-1)
    likely = likely + hurry * (sooner - likely)
    running = (state.stage >= RESEARCH) | signed
    return np.where(state.stage >= FIELDED, 1.0, np.where(running, likely, 0.0))


def _in_time(world: World, state: State) -> Array:
    """(replicate, programme) chance that what is at work, or signed, is fielded in time at the funding it has."""
    plan = stage_plan(world, state)
    signed = state.stage == STAGES.index("signed")
    # the work of a signed programme opens next turn, at the agreed funding
    working = np.where(signed, 0, np.minimum(state.stage - RESEARCH, plan.shape[-1]))
    road = outlook.road_ahead(working, np.where(signed, plan[..., 0], state.work), plan)
    opened = state.having(stage=np.where(signed, RESEARCH, state.stage))
    done = _paces_ahead(world, opened, working) * world.years
    redone = plan * world.parameters.get("development.redo", 2)
    # a test that is passed leaves no work, and asks no gate
    ready = (state.stage == STAGES.index("test")) & (state.work <= 0.0)
    asked = road.ahead & ~ready[..., None]
    return outlook.chance_in_turns(
        np.where(asked, _turns(road.work, done), 0.0),
        _turns(redone, done),
        np.where(asked, world.parameters.menu("development.gate_chance"), 1.0),
        world.parameters.get("development.legacy_years", 1) / world.years - FIELD_ORDER,
    )


def _turns(work: Array, done: Array) -> Array:
    """(replicate, programme, stage) whole turns that work takes, at least one; inf where none is done."""
    moving = done > 0.0
    return np.where(moving, np.maximum(np.ceil(work / np.where(moving, done, 1.0)), 1.0), np.inf)


def _paces_ahead(world: World, state: State, working: Array) -> Array:
    """(replicate, programme, stage) pace in each stage, as far as the funds go and as cost is expected to grow."""
    value = world.parameters.get
    bill, money = standing_lines(world, state), discretionary(world, state)
    coverage = np.where(bill > money, money / np.where(bill > 0.0, bill, 1.0), 1.0)
    number = np.arange(len(world.parameters.menu("development.stage_share")))
    median, _ = exact.lognormal_parameters(value("development.cost_mean", 2), value("development.cost_sd", 2))
    later = np.maximum(number - working[..., None], 0) / len(number)
    return paces(world, state, coverage, state.overrun[..., None] * exact.power(median, later))


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
