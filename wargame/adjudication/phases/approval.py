"""Home approval (R9): support moves, stances are pledged, gates open or do not."""

from __future__ import annotations

import numpy as np

from wargame.adjudication import home
from wargame.adjudication.phases.conduct import acts
from wargame.adjudication.threat import total_threat
from wargame.adjudication.turn import Turn
from wargame.arrays import Array
from wargame.ledger import Change
from wargame.state import State

SURGE = 3
HOLD = 1


def approval(turn: Turn, state: State) -> State:
    """Move support, let orders at home act, then ask for what was sought."""
    state = turn.settle(state, _support(turn, state))
    state = acts(turn, state, "home")
    state = turn.settle(state, _stances(turn, state))
    return _gates(turn, state)


def _norm(turn: Turn, state: State) -> Array:
    """(replicate, nation, gate) the norm that resists each gate, 0-1."""
    places = [turn.world.index["track"][row.track] for row in turn.world.ruleset.gates.values()]
    return state.home[..., places] / 100.0


def _support(turn: Turn, state: State) -> list[Change]:
    """Public support follows threat and salience and is held back by the norm."""
    weights = home.SupportWeights(
        *(turn.value(f"home.support_{name}", 2) for name in ("base", "threat", "salience", "norm"))
    )
    threat = total_threat(state.threat)[..., None]
    salience = np.minimum(state.salience.max(axis=-1), 1.0)[..., None]
    causes = home.support_contributions(weights, threat, salience, _norm(turn, state))
    aim = causes["base"] + causes["threat"] + causes["salience"] + causes["norm"]
    share = np.clip(state.support / 100.0, 0.01, 0.99)
    new = home.next_support(share, aim, turn.value("home.support_inertia", 2), turn.years) * 100.0
    rows = turn.world.scenario.nations.values()
    gates = turn.world.ids["gate"]
    asked = np.array([[gate in row.support for gate in gates] for row in rows], dtype=np.bool_)
    moved = np.where(asked, new - state.support, 0.0)
    return [Change("support", moved, "threat, salience and norm", "R9", turn.source("home.support_threat"))]


def _stances(turn: Turn, state: State) -> list[Change]:
    changes = []
    for name, _ in turn.lines_with("pledge"):
        level = turn.levels(name)[..., 0]
        row = turn.world.ruleset.orders[name]
        pledged = np.where(level >= 0, level - state.stance, 0)
        wait = np.where(level == SURGE, np.floor(turn.value("growth.surge_wait", 1)) - state.surge_wait, 0)
        changes += [
            Change("stance", pledged, row.name, name, row.source),
            Change("surge_wait", wait, row.name, name, row.source),
        ]
    return changes


def _gates(turn: Turn, state: State) -> State:
    """Ask for approval where it was sought; a gate once open stays open."""
    for name, lines in turn.lines_with("unlock"):
        sought = (turn.power[..., lines] > 0) & ~state.unlocked
        if not sought.any():
            continue
        chance = home.adoption_chance(
            state.support / 100.0,
            turn.value("home.threshold", 2),
            turn.value("home.veto", 2),
            turn.value("home.gate_width", 2),
        )
        names = [f"{seat}:{gate}" for seat in turn.world.ids["nation"] for gate in turn.world.ids["gate"]]
        u = turn.dice.uniform("R9.gate", names, turn.number).reshape(chance.shape)
        passed = sought & home.adopted(chance, u)
        failed = sought & ~passed
        row = turn.world.ruleset.orders[name]
        track = turn.world.index["track"]["approval"]
        cost = home.political_cost(
            state.support / 100.0,
            turn.value("home.threshold", 2),
            turn.value("home.veto", 2),
            turn.value("home.refusal_price", 2),
        )
        table = np.zeros_like(state.home)
        table[..., track] = -np.where(failed, cost, 0.0).sum(axis=-1)
        changes = [
            Change("unlocked", passed.astype(np.int32), row.name, "R9", row.source),
            Change(
                "home", table, "sought more than the public supports", "R9", turn.source("home.refusal_price")
            ),
        ]
        table_of = turn.play.effects.gates
        steps = passed.reshape(len(passed), -1).astype(np.float64) @ table_of.reshape(-1, table_of.shape[-1])
        for field, amount in turn.play.effects.amounts(steps).items():
            changes.append(Change(field, amount, "gate opened", "R9", row.source))
        state = turn.settle(state, changes)
    return state
