"""The year's budget (R1, R2): voted at its end, last of all, so that teams know their funds when they plan the next."""

from __future__ import annotations

import numpy as np

from wargame import exact
from wargame.adjudication import burden, growth
from wargame.adjudication.phases.ageing import opening_home
from wargame.adjudication.phases.approval import HOLD
from wargame.adjudication.threat import total_threat
from wargame.adjudication.totals import total
from wargame.adjudication.turn import Turn
from wargame.arrays import Array
from wargame.ledger import Change
from wargame.state import State
from wargame.world import World

TOLD = {
    "inertia": "momentum of last year",
    "gdp": "growth of the economy",
    "pull": "pull to the usual burden",
    "sharing": "what allies do, and ask",
    "pledge": "stance pledged",
    "luck": "luck of the year",
    "reaction": "reaction to rivals",
    "ratchet": "a cut cancelled",
}
NUMBERS = {
    "inertia": "growth.inertia",
    "gdp": "growth.gdp_elasticity",
    "pull": "growth.pull",
    "sharing": "burden.leaning",
    "pledge": "growth.stance",
    "luck": "growth.luck_scale",
    "reaction": "growth.reaction",
    "ratchet": "growth.ratchet",
}


def budgets(turn: Turn, state: State) -> State:
    """Vote the budget at the end of a year; a stance pledged is used up by the vote."""
    if not turn.world.closes_year(turn.number):
        return state
    world = turn.world
    economy = exact.log(1.0 + world.nation_values("gdp_growth"))
    parts = _causes(turn, state, economy)
    planned = _sum(parts)
    inflation = world.nation_values("deflator")
    parts["ratchet"] = growth.ratchet(
        planned, inflation, turn.value("growth.ratchet", 1), turn.draw("R1.ratchet", "nation")
    )
    total = planned + parts["ratchet"]
    changes = [
        Change("spending", part, TOLD[name], "R1", turn.source(NUMBERS[name])) for name, part in parts.items()
    ]
    run = growth.streak_change(state.streak, total, inflation)
    changes += [
        Change("gdp", np.broadcast_to(economy, state.gdp.shape), "growth of the economy", "R1", ("wdi",)),
        Change("growth", exact.grain(total, 2.0**-20) - state.growth, "budget voted", "R1"),
        Change("streak", run, "a rise running, or the run broken", "R1", ("S003.9",)),
        Change("stance", HOLD - state.stance, "the pledge is used", "R1"),
    ]
    return turn.settle(state, changes + _broken_streak(turn, state, run))


def _causes(turn: Turn, state: State, economy: Array) -> dict[str, Array]:
    world = turn.world
    rates = growth.GrowthRates(
        *(turn.value(f"growth.{name}", 1) for name in ("inertia", "gdp_elasticity", "pull"))
    )
    usual = exact.log(world.nation_values("spending") / world.nation_values("gdp"))
    moved = growth.target_contributions(
        total_threat(state.threat),
        turn.value("threat.reference", 1),
        turn.value("growth.threat_response", 1),
        np.zeros(1),
        growth.long_run_burden_offset(rates, economy),
    )
    gap = growth.burden_gap(state.spending, state.gdp, usual + _sum(moved))
    luck = growth.growth_luck(
        world.nation_values("volatility") * turn.value("growth.luck_scale", 1),
        turn.draw("R1.luck", "nation", 14),
    )
    pledge = turn.menu("growth.stance")[state.stance]
    parts = growth.growth_contributions(rates, state.growth, economy, gap, pledge, luck)
    # the pull is linear, so what burden sharing adds to it can be told by itself
    parts["sharing"] = rates.pull * sharing_of(world, state)
    parts["reaction"] = growth.reaction(turn.value("growth.reaction", 1), state.growth, world.rival)
    return parts


def sharing_of(world: World, state: State) -> Array:
    """Return (replicate, nation) what burden sharing adds to the target burden, log units (R2).

    Both parts are counted from the opening, because the usual burden holds what leaning and asking there was.
    """
    value = world.parameters.get
    lean = _left_to_allies(world, state.spending, state.gdp)
    lean = lean - _left_to_allies(world, world.nation_values("spending"), world.nation_values("gdp"))
    tired = state.home[..., world.index["track"]["fatigue"]]
    tired = tired - opening_home(world)[:, world.index["track"]["fatigue"]]
    asked = np.where(world.ally, np.maximum(tired, 0.0)[:, None, :], 0.0).max(axis=-1) / 100.0
    return burden.sharing_pressure(value("burden.leaning", 1), lean, value("burden.request", 1), asked)


def _left_to_allies(world: World, spending: Array, gdp: Array) -> Array:
    """(..., nation) part of its effort that a nation would leave to allies whose money counts in the same unit."""
    rows = world.scenario.nations.values()
    money = np.array([row.money for row in rows])
    near = world.ally & (money[:, None] == money)
    allies = total(np.where(near, spending[..., None, :], 0.0))
    taste = world.nation_values("spending") / world.nation_values("gdp")
    given = burden.best_contribution(taste, gdp, world.parameters.get("burden.publicness", 1), allies)
    return burden.free_riding(given, taste * gdp)


def _sum(parts: dict[str, Array]) -> Array:
    result = np.zeros(1)
    for part in parts.values():
        result = result + part
    return result


def _broken_streak(turn: Turn, state: State, run: Array) -> list[Change]:
    """Breaking a run of rises costs standing with the ally (S003.9), the more the longer it was."""
    lost = np.maximum(-run - 1.0, 0.0).clip(0.0, 10.0) / 10.0
    loss = turn.value("growth.streak_trust", 2) * lost[:, None, :] * turn.world.ally
    return [Change("trust", -loss, "a run of rises broken", "R1", turn.source("growth.streak_trust"))]
