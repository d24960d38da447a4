"""Perceptions and trust (R6, R7): salience fades, relations and reliability follow conduct, fears follow threat."""

from __future__ import annotations

import numpy as np

from wargame import exact
from wargame.adjudication import relations, threat
from wargame.adjudication.turn import Turn
from wargame.arrays import Array, IntArray
from wargame.ledger import Change
from wargame.state import IN_FORCE, State


def perceptions(turn: Turn, state: State) -> State:
    """Update salience, relations, trust, cohesion, fears and what each believes of the others."""
    changes = [
        *_salience(turn, state),
        *_relations(turn, state),
        *_reliability(turn, state),
        *_cohesion(turn, state),
        *_fears(turn, state),
        *_beliefs(turn, state),
    ]
    return turn.settle(state, changes)


def _salience(turn: Turn, state: State) -> list[Change]:
    # events have been booked by the orders and cards that caused them
    memory = turn.value("threat.memory", 2)
    fading = threat.salience_contributions(
        state.salience, memory, turn.years, np.zeros((1, 1, 1, 1)), np.zeros(1)
    )
    return [Change("salience", fading["forgetting"], "forgetting", "R6", turn.source("threat.memory"))]


def _relations(turn: Turn, state: State) -> list[Change]:
    rates = relations.RelationRates(
        *(turn.value(f"relations.{name}", 2) for name in ("balance", "propensity", "cooperation", "incident"))
    )
    heat = np.maximum(state.salience, np.swapaxes(state.salience, 1, 2))
    parts = relations.relation_contributions(
        rates, state.relation, turn.world.opening_relation, _shared_agreements(turn, state), heat, turn.years
    )
    told = [
        Change("relation", part, name, "R7", turn.source(f"relations.{name}")) for name, part in parts.items()
    ]
    gain = relations.trilateral_gain(
        turn.world.ally,
        state.threat,
        turn.value("relations.shared_threat", 2),
        turn.value("relations.trilateral", 2),
        turn.years,
    )
    return [
        *told,
        Change(
            "relation", gain, "threat shared with a common ally", "R7", turn.source("relations.trilateral")
        ),
    ]


def _shared_agreements(turn: Turn, state: State) -> Array:
    """(replicate, nation, other) agreements in force between the two, at most 3."""
    party = turn.world.party
    apart = ~np.eye(party.shape[-1], dtype=np.bool_)
    between = (party[:, :, None] & party[:, None, :] & apart).reshape(len(party), -1)
    # counts are whole numbers: the product is exact whatever computes it
    count = (state.agreement == IN_FORCE).astype(np.float64) @ between.astype(np.float64)
    return np.minimum(count.reshape(state.relation.shape), 3.0)


def _reliability(turn: Turn, state: State) -> list[Change]:
    """Each year an agreement is kept is evidence (beta-binomial); history pulls trust back."""
    kept = _shared_agreements(turn, state) * turn.value("relations.evidence", 2) * turn.years
    none = np.zeros_like(kept)
    parts = relations.reliability_contributions(
        state.trust / 100.0, turn.value("relations.sample", 2), kept, none
    )
    rate = exact.convert_rate(turn.value("relations.trust_pull", 2), turn.years)
    back = rate * (turn.world.opening_trust - state.trust)
    return [
        Change("trust", parts["kept"] * 100.0, "agreements kept", "R7", turn.source("relations.sample")),
        Change("trust", back, "history", "R7", turn.source("relations.trust_pull")),
    ]


def _cohesion(turn: Turn, state: State) -> list[Change]:
    """Cohesion follows shared threat and new commitments; it settles where mutual trust stands."""
    world = turn.world
    rates = relations.CohesionRates(
        *(
            turn.value(f"relations.cohesion_{name}", 1)
            for name in ("threat", "commitment", "burden", "request")
        )
    )
    least = np.where(world.member, threat.total_threat(state.threat)[:, None, :], 1.0).min(axis=-1)
    shared = least - turn.value("threat.reference", 1)
    inside = ~(world.party[:, None, :] & ~world.member[None]).any(axis=-1)
    made = (turn.signed[..., None] & inside).sum(axis=1)
    unfair = _unfairness(turn, state) * turn.years
    parts = relations.cohesion_contributions(rates, shared * turn.years, made, unfair, 0.0)
    changes = [
        Change("cohesion", parts[name], told, "R7", turn.source(f"relations.cohesion_{name}"))
        for name, told in (
            ("threat", "shared threat"),
            ("commitment", "joint commitments"),
            ("burden", "unfair burden"),
        )
    ]
    rate = exact.convert_rate(turn.value("relations.cohesion_pull", 1), turn.years)
    aim = np.stack(
        [_mutual_trust(state, np.flatnonzero(row).astype(np.int32)) for row in world.member], axis=-1
    )
    return [
        *changes,
        Change(
            "cohesion",
            rate * (aim - state.cohesion),
            "mutual trust",
            "R7",
            turn.source("relations.cohesion_pull"),
        ),
    ]


def _mutual_trust(state: State, members: IntArray) -> Array:
    """(replicate,) mean trust among members, points; exact because trust is grained."""
    apart = ~np.eye(len(members), dtype=np.bool_)
    return np.asarray(
        state.trust[:, members][:, :, members][:, apart].sum(axis=-1) / max(int(apart.sum()), 1)
    )


def _unfairness(turn: Turn, state: State) -> Array:
    """(replicate, group) how unevenly members tire of carrying each other, 0-1."""
    tired = state.home[..., turn.world.index["track"]["fatigue"]]
    member = turn.world.member
    most = np.where(member, tired[:, None, :], 0.0).max(axis=-1)
    least = np.where(member, tired[:, None, :], 100.0).min(axis=-1)
    return (most - least) / 100.0


def _fears(turn: Turn, state: State) -> list[Change]:
    """Abandonment and entrapment drift to what threat, reliability and the ally's conduct make of them."""
    world = turn.world
    place = world.index["track"]
    bound = world.ally.any(axis=-1)
    trust = np.where(world.ally, state.trust, 0.0).max(axis=-1) / 100.0
    attention = np.where(world.ally, state.home[:, None, :, place["attention"]], 0.0).max(axis=-1) / 100.0
    alone = relations.abandonment_fear(threat.total_threat(state.threat), trust, attention, 0.0)
    heat = np.where(world.challengers | world.defenders, state.tension[..., None], 0.0).max(axis=1) / 100.0
    ally_heat = np.where(world.ally, heat[:, None, :], 0.0).max(axis=-1)
    asked = state.home[..., place["consulted"]] / 10.0
    dragged = relations.entrapment_fear(ally_heat, bound.astype(np.float64), 0.5 * heat, asked)
    rate = exact.convert_rate(turn.value("relations.fear_pull", 1), turn.years)
    table = np.zeros_like(state.home)
    for name, aim in (("abandonment", alone), ("entrapment", dragged)):
        table[..., place[name]] = np.where(bound, rate * (aim * 100.0 - state.home[..., place[name]]), 0.0)
    return [
        Change(
            "home",
            table,
            "fears follow threat and the ally's conduct",
            "R7",
            turn.source("relations.fear_pull"),
        )
    ]


def _beliefs(turn: Turn, state: State) -> list[Change]:
    """Each nation draws one noisy look at every capability a turn; intelligence narrows it."""
    world = turn.world
    nations, areas = world.size("nation"), world.size("area")
    seats = world.ids["nation"]
    looks = [f"{seat}>{other}" for seat in seats for other in seats]
    u = turn.dice.uniform("beliefs", looks, turn.number, areas * 2).reshape(-1, nations, nations, areas, 2)
    noise = (u[..., 0] + u[..., 1] - 1.0) * np.sqrt(6.0)
    error = belief_error(turn, state.intelligence)[..., None, None]
    weight = exact.convert_rate(turn.value("beliefs.gain", 3), turn.years)
    seen = np.clip(state.capability[:, None] + error * noise, 0.0, 10.0)
    away = ~np.eye(nations, dtype=np.bool_)[:, :, None]
    source = turn.source("beliefs.gain")
    return [
        Change("estimate", weight * (seen - state.estimate) * away, "a year of watching", "beliefs", source),
        Change("estimate_error", (error - state.estimate_error) * away, "intelligence", "beliefs", source),
    ]


def belief_error(turn: Turn, intelligence: Array) -> Array:
    """Return the standard deviation of a look at another's capability, index points."""
    widest, narrowest = turn.value("beliefs.error_widest", 1), turn.value("beliefs.error_narrowest", 1)
    return np.asarray(widest - (widest - narrowest) * intelligence / 100.0)
