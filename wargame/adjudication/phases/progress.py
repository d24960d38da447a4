"""Programme progress (R4, R5): work, gates, cost growth; a failed gate redoes part of its stage."""

from __future__ import annotations

import numpy as np

from wargame import exact
from wargame.adjudication import codevelopment, development
from wargame.adjudication.phases.conduct import acts
from wargame.adjudication.turn import Turn
from wargame.arrays import Array, BoolArray
from wargame.ledger import Change
from wargame.state import FIELDED, IN_FORCE, RESEARCH, STAGES, State
from wargame.world import World

WORKING = ("research", "development", "test")
"""The stages in which work is done; R4's five abstract stages are split over them by ``development.stage_share``."""


def progress(turn: Turn, state: State) -> State:
    """Let orders on programmes act, do the year's work, ask the gates that fall due."""
    state = acts(turn, state, "programmes")
    working = (state.stage >= RESEARCH) & (state.stage < FIELDED) & (state.work > 0.0)
    done = pace(turn.world, state, turn.coverage) * turn.years
    advance = np.where(working, development.stage_work(state.work, done), 0.0)
    state = turn.settle(
        state, [Change("work", advance, "work done", "R4", turn.source("development.productivity"))]
    )
    return _gates(turn, state, working, done)


def pace(world: World, state: State, coverage: Array) -> Array:
    """Return (replicate, programme) years of full effort that a year's funding brings.

    Parameters
    ----------
    coverage : (replicate, nation), share of the committed lines that can be paid
    """
    return paces(world, state, coverage, state.overrun[..., None])[..., 0]


def paces(world: World, state: State, coverage: Array, overrun: Array) -> Array:
    """Return (replicate, programme, case) pace, where cost may have grown by several factors.

    Parameters
    ----------
    coverage : (replicate, nation), share of the committed lines that can be paid
    overrun : (replicate, programme, case), cost against the plan
    """
    value = world.parameters.get
    share = world.of_owners(state.share)
    paid = share * world.of_owners(state.funding) * world.of_owners(coverage)
    paid = exact.grain(paid * world.of_owners(slot_share(world, state)), 2.0**-30)
    funding = paid.sum(axis=-1)[..., None] / np.maximum(overrun, 1.0)
    work = development.effort(
        funding, value("development.burn_cap", 2), value("development.productivity", 2), 1.0
    )
    fit = world.of_owners(state.tech).max(axis=-1) / value("development.tech_need", 1)
    pooling = codevelopment.pooling_gain(value("codevelopment.pooling", 1), share)
    lost = friction(world, state)
    return development.progress(
        work, np.minimum(fit, 1.0)[..., None], pooling[..., None], np.broadcast_to(lost, fit.shape)[..., None]
    )


def slot_share(world: World, state: State) -> Array:
    """Return (replicate, nation) the share of its programmes that a nation's engineers can staff.

    A research pact in force lends each party one slot.
    """
    running = (state.stage >= RESEARCH) & (state.stage < FIELDED)
    wanted = (running[..., None] & (state.funding > 0.0) & world.owner).sum(axis=1)
    pacts = (state.agreement == IN_FORCE) & world.enables("research")
    lent = (pacts[..., None] & world.party).any(axis=1)
    slots = world.nation_values("slots") + lent
    return np.minimum(slots / np.maximum(wanted, 1), 1.0)


def friction(world: World, state: State) -> Array:
    """Return (replicate, programme) share of effort that a joint programme loses to working together."""
    value = world.parameters.get
    load = {
        name: value(f"codevelopment.friction_{name}", 1)
        for name in ("base", "partner", "pact", "record", "trust")
    }
    # nothing in play renegotiates a running programme
    scale = codevelopment.FrictionScale(**load, renegotiation=np.zeros(1))
    pact = ((state.agreement == IN_FORCE)[..., None] & world.covers).any(axis=1)
    record = world.programme_values("track_record")
    trust = np.stack([_least_trust(world, state, p) for p in range(world.size("programme"))], axis=-1)
    return codevelopment.joint_friction(scale, world.owner.sum(axis=-1), 0.0, pact, record, trust)


def _least_trust(world: World, state: State, programme: int) -> Array:
    owners = np.flatnonzero(world.owner[programme])
    if len(owners) < 2:
        return np.ones(state.replicates)
    mutual = state.trust[:, owners][:, :, owners]
    apart = ~np.eye(len(owners), dtype=np.bool_)
    return np.asarray(mutual[:, apart].min(axis=-1) / 100.0)


def stage_plan(world: World, state: State) -> Array:
    """Return (replicate, programme, working stage) years of full effort that each stage is planned to take.

    Partners who have finished a joint programme before need less (learning).
    """
    parts = world.parameters.menu("development.stage_share")
    years = world.programme_values("years")
    learned = development.learned_work(
        years, world.programme_values("track_record"), world.parameters.get("development.learning", 1)
    )
    return np.broadcast_to(learned[..., None] * parts, (*state.stage.shape, len(parts)))


def starts(turn: Turn, state: State) -> list[Change]:
    """Return the changes by which ideas that a seat opens go straight to work, on its own money."""
    changes = []
    for name, lines in turn.lines_with("advance"):
        row = turn.world.ruleset.orders[name]
        if next(effect.value for effect in row.effect if effect.verb == "advance") != 0.0:
            continue
        begun = (turn.power[..., lines] > 0).any(axis=1) & (state.stage == 0) & ~turn.world.joint
        changes += open_work(turn, state, begun, row.name, row.source)
        lone = begun[..., None] & turn.world.owner
        changes.append(
            Change("funding", np.where(lone, 1.0 - state.funding, 0.0), row.name, name, row.source)
        )
        changes.append(Change("share", np.where(lone, 1.0 - state.share, 0.0), row.name, name, row.source))
    return changes


def open_work(
    turn: Turn, state: State, begun: BoolArray, reason: str, source: tuple[str, ...]
) -> list[Change]:
    """Return the changes that put programmes into their first working stage."""
    first = stage_plan(turn.world, state)[..., 0]
    return [
        Change("stage", np.where(begun, RESEARCH - state.stage, 0), reason, "R4", source),
        Change("work", np.where(begun, first - state.work, 0.0), reason, "R4", source),
    ]


def _gates(turn: Turn, state: State, working: BoolArray, done: Array) -> State:
    plan = stage_plan(turn.world, state)
    place = np.clip(state.stage - RESEARCH, 0, len(WORKING) - 1)
    nominal = np.take_along_axis(plan, place[..., None], -1)[..., 0]
    chance = turn.menu("development.gate_chance")[place]
    due = working & (state.work <= 0.0)
    passed = due & development.pass_gate(state.work, chance, turn.draw("R4.gate", "programme"))
    failed = due & ~passed
    turn.passed = passed
    again = np.where(
        failed, development.redo(state.work, passed, nominal, turn.value("development.redo", 1)), 0.0
    )
    onward = passed & (state.stage < STAGES.index("test"))
    following = np.take_along_axis(plan, np.minimum(place + 1, len(WORKING) - 1)[..., None], -1)[..., 0]
    shock = development.cost_shock(
        turn.value("development.cost_mean", 1),
        turn.value("development.cost_sd", 1),
        len(WORKING),
        turn.draw("R4.cost", "programme", 12),
    )
    late = np.where(working, development.slip(1.0, done, again, turn.years), 0.0)
    changes = [
        Change("work", again, "gate failed: part of the stage again", "R4", turn.source("development.redo")),
        Change(
            "work",
            np.where(onward, following, 0.0),
            "next stage",
            "R4",
            turn.source("development.stage_share"),
        ),
        Change("stage", onward.astype(np.int32), "gate passed", "R4", turn.source("development.gate_chance")),
        Change(
            "overrun",
            np.where(passed, shock, 0.0),
            "cost comes to light",
            "R4",
            turn.source("development.cost_mean"),
        ),
        Change("slip", late, "behind the plan", "R4", turn.source("development.stage_share")),
    ]
    return turn.settle(state, changes + _noticed(turn, state, passed))


def _noticed(turn: Turn, state: State, passed: BoolArray) -> list[Change]:
    """A passed gate is noticed before anything is fielded: owners' standing, and trust among them."""
    gain = turn.value("development.gate_notice", 1)
    owners = (passed[..., None] & turn.world.owner).sum(axis=1)
    table = np.zeros_like(state.home)
    table[..., turn.world.index["track"]["standing"]] = gain * owners
    fellow = np.zeros_like(state.trust)
    for p in np.flatnonzero(turn.world.joint & passed.any(axis=0)):
        pair = np.outer(turn.world.owner[p], turn.world.owner[p]) & ~np.eye(
            len(turn.world.owner[p]), dtype=np.bool_
        )
        fellow += passed[:, p, None, None] * pair * gain[..., None]
    source = turn.source("development.gate_notice")
    return [
        Change("home", table, "a gate passed", "R4", source),
        Change("trust", fellow, "a gate passed together", "R5", source),
    ]
