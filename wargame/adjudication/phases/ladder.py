"""Tension and crisis rounds: a policy ladder, no force on any step."""

from __future__ import annotations

import numpy as np

from wargame.adjudication import crises
from wargame.adjudication.home import audience_cost
from wargame.adjudication.turn import Turn
from wargame.arrays import Array, BoolArray
from wargame.ledger import Change
from wargame.state import BREAKDOWN, LEVELS, State

SHOW, TOP = LEVELS.index("show"), LEVELS.index("breakdown")


def ladder(turn: Turn, state: State) -> State:
    """Let tension drift, hold the crisis round where one is due, move the level, and see whether talks hold."""
    world = turn.world
    round_here = crises.hottest(turn.opening.tension, turn.opening.level, SHOW)
    state = turn.settle(state, _drift(turn, state))
    eased = np.stack([turn.orders.ease[:, world.principals[:, side]] for side in (0, 1)], axis=-1)
    state = turn.settle(state, _crisis(turn, round_here, eased))
    steps = crises.level_contributions(state.level, state.tension, turn.menu("crises.thresholds"))
    moved = [
        Change("level", part, "tension" if name == "tension" else "one level a turn", "ladder")
        for name, part in steps.items()
    ]
    state = turn.settle(state, moved)
    return _breakdown(turn, state, round_here, eased)


def _drift(turn: Turn, state: State) -> list[Change]:
    world = turn.world
    base = np.array([row.base for row in world.scenario.flashpoints.values()])
    seen = state.threat[:, world.principals[:, 1], world.principals[:, 0]]
    before = world.parameters.get("threat.reference", 1)
    term = turn.value("crises.threat_tension", 1) * (seen - before) * turn.years
    spread = turn.value("crises.tension_noise", 1) * np.sqrt(turn.years)
    luck = crises.tension_luck(spread, turn.draw("ladder.noise", "flashpoint", 12))
    parts = crises.tension_contributions(
        turn.opening.tension, base, turn.value("crises.tension_pull", 1), term, luck, turn.years
    )
    names = {"pull": "crises.tension_pull", "threat": "crises.threat_tension", "luck": "crises.tension_noise"}
    return [Change("tension", part, name, "ladder", turn.source(names[name])) for name, part in parts.items()]


def _crisis(turn: Turn, here: BoolArray, eased: BoolArray) -> list[Change]:
    """The two principals sealed *ease* or *hold*; easing alone after public pressure costs approval at home.

    It costs less where an incident of this turn excuses it.
    """
    world = turn.world
    count = eased.sum(axis=-1)
    heat = np.where(here, crises.crisis_change(count, turn.menu("crises.eased")), 0.0)
    lone_ease, lone_hold = crises.alone(eased), crises.alone(~eased)
    pressing = _pressing(turn)
    home = np.zeros((len(here), world.size("nation"), world.size("track")))
    gain = np.zeros(here.shape)
    for side, sign in ((0, 1.0), (1, -1.0)):
        seats = world.principals[:, side]
        gave_way = here & lone_ease[..., side]
        points, relief = turn.value("crises.ease_approval", 1), turn.value("crises.justified", 1)
        cost = audience_cost(gave_way, pressing[:, seats], points, turn.struck, relief)
        for f, seat in enumerate(seats):
            home[:, seat, world.index["track"]["approval"]] += cost[:, f]
        gain = gain + sign * (here & lone_hold[..., side]) * turn.value("crises.hold_gain", 1)
    return [
        Change("tension", heat, "crisis round", "ladder", turn.source("crises.eased")),
        Change("status_quo", gain, "held alone", "ladder", turn.source("crises.hold_gain")),
        Change(
            "home", home, "eased alone after public pressure", "ladder", turn.source("crises.ease_approval")
        ),
    ]


def _pressing(turn: Turn) -> BoolArray:
    """(replicate, nation) who issued, or announced, an order of the pressure side."""
    sides = np.array([row.group == "pressure" for row in turn.world.ruleset.orders.values()], dtype=np.bool_)
    said = (turn.orders.signal >= 0) & sides[np.maximum(turn.orders.signal, 0)]
    return np.asarray((turn.issued & sides).any(axis=-1) | said)


def _breakdown(turn: Turn, state: State, here: BoolArray, eased: BoolArray) -> State:
    """Talks may collapse only from a stand-off in a crisis round, at the posted house odds."""
    holders = 2 - eased.sum(axis=-1)
    # the round was held in a stand-off, and did not end it
    level = np.minimum(turn.opening.level, state.level)
    chance = crises.breakdown_chance(level, holders, turn.menu("crises.breakdown"))
    u = turn.draw("ladder.breakdown", "flashpoint")
    collapses = here & (u < chance)
    ends = collapses.any(axis=-1)
    return turn.settle(
        state,
        [
            Change("level", np.where(collapses, TOP - state.level, 0), "talks collapse", "ladder"),
            Change("ending", np.where(ends, BREAKDOWN - state.ending, 0), "breakdown", "ladder"),
        ],
    )


def crisis_due(level: Array, tension: Array) -> BoolArray:
    """Return (..., flashpoint) where a crisis round will be held this turn, seen from the turn's opening."""
    return crises.hottest(tension, level, SHOW)
