"""Signatures and ratification: what was pencilled is signed or not, and asked at home."""

from __future__ import annotations

import numpy as np

from wargame import exact
from wargame.adjudication import burden
from wargame.adjudication.phases.ageing import agreement_effects
from wargame.adjudication.phases.hosting import bargain
from wargame.adjudication.turn import Turn
from wargame.arrays import Array, BoolArray
from wargame.ledger import Change
from wargame.orders import REJECTED, open_windows
from wargame.state import IN_FORCE, STAGES, State

FOREVER = 99.0
TALKS_FAILED = "talks on the bill fail"
"""Reason booked where host and guest would sign and cannot settle the bill."""


def signatures(turn: Turn, state: State) -> State:
    """Charge meetings, settle signatures, ask the home of each party, bind."""
    world, talks = turn.world, turn.diplomacy
    state = turn.settle(state, _meetings(turn))
    pencilled = talks.pencilled & open_windows(world, talks, turn.number)
    signs = turn.orders.sign | ~world.party
    both = signs.all(axis=-1) & pencilled
    settled = _settled(turn, state)
    ratified = both & settled & _approved_at_home(turn, state)
    # later phases ask what came into force this turn
    turn.signed = ratified
    changes = [*_unsigned(turn, pencilled, signs), *_price(turn, both), *_requests(turn)]
    changes += [*_failed(turn, both & ~settled), *_unequal(turn, state, ratified)]
    state = turn.settle(state, changes)
    state = turn.settle(state, _bind(turn, state, ratified))
    return agreement_effects(turn, state, ratified, "signing")


def _meetings(turn: Turn) -> list[Change]:
    """Each participant pays for a meeting that was convened; scheduled ones are free."""
    price = turn.diplomacy.convened * turn.world.meeting_price
    paid = (price[..., None] * turn.world.attends).sum(axis=1)
    return [Change("capital", -paid, "meetings convened", "diplomacy", turn.source("diplomacy.unsigned"))]


def _approved_at_home(turn: Turn, state: State) -> BoolArray:
    """(replicate, agreement) every party's home lets it pass, where its type asks home at all."""
    world = turn.world
    gated = np.array([row.home_gate for row in world.agreement_rows], dtype=np.bool_)
    approval = state.home[..., world.index["track"]["approval"]]
    margin = (approval - turn.value("diplomacy.ratify_approval", 1)) / turn.value("diplomacy.ratify_width", 1)
    chance = exact.logistic(margin)
    worst = np.where(world.party, chance[:, None, :], 1.0).min(axis=-1)
    return np.asarray(~gated | (turn.draw("R9.ratify", "agreement") < worst))


def _settled(turn: Turn, state: State) -> BoolArray:
    """(replicate, agreement) talks on the bill of hosted forces come to an end; others have no such talks (R2)."""
    world = turn.world
    surplus = bargain(world, state.tension, state.home).surplus
    u = turn.draw("R2.renewal", "agreement")[:, world.hosted]
    settled = np.ones((state.replicates, world.size("agreement")), dtype=np.bool_)
    settled[:, world.hosted] = burden.renewed(surplus, turn.value("burden.lapse", 1), u)
    return settled


def _failed(turn: Turn, failed: BoolArray) -> list[Change]:
    """Talks on the bill that fail cost what an agreement costs that nobody signs."""
    world = turn.world
    loss = turn.value("diplomacy.neither", 1)
    table = np.zeros((failed.shape[0], world.size("nation"), world.size("nation")))
    for a in world.hosted:
        fellow = np.outer(world.party[a], world.party[a]) & ~np.eye(len(world.party[a]), dtype=np.bool_)
        table -= (failed[:, a, None] * loss)[..., None] * fellow
    return [Change("trust", table, TALKS_FAILED, "R2", turn.source("burden.lapse"))]


def _unequal(turn: Turn, state: State, ratified: BoolArray) -> list[Change]:
    """A host that pays more than the bargain would have it pay answers for it at home; paying less tires the guest."""
    world, places = turn.world, turn.world.hosted
    fair = bargain(world, state.tension, state.home).share
    over = np.where(ratified[:, places], turn.diplomacy.term[:, places] / 100.0 - fair, 0.0)
    points = turn.value("burden.fairness", 1) * over
    paid, tired = np.zeros_like(state.home), np.zeros_like(state.home)
    for place, a in enumerate(places):
        host = int(world.first_party[a])
        guests = np.flatnonzero(world.party[a] & (np.arange(world.size("nation")) != host))
        paid[:, host, world.index["track"]["approval"]] -= np.maximum(points[:, place], 0.0)
        tired[:, guests, world.index["track"]["fatigue"]] -= np.minimum(points[:, place], 0.0)[:, None]
    source = turn.source("burden.fairness")
    return [
        Change("home", paid, "paying more than the bargain gives", "R2", source),
        Change("home", tired, "the host pays less than the bargain gives", "R2", source),
    ]


def _unsigned(turn: Turn, pencilled: BoolArray, signs: BoolArray) -> list[Change]:
    """One did not sign: trust in it falls by a step, in all other parties. Nobody signed: a little."""
    world = turn.world
    withheld = pencilled[..., None] & ~signs & world.party
    some = (signs & world.party).any(axis=-1)
    loss = np.where(some, turn.value("diplomacy.unsigned", 1), turn.value("diplomacy.neither", 1))
    table = np.zeros((withheld.shape[0], world.size("nation"), world.size("nation")))
    for a in range(world.size("agreement")):
        held = world.party[a][None, :, None] & withheld[:, a, None, :]
        table -= held * loss[:, a, None, None]
    table *= ~np.eye(world.size("nation"), dtype=np.bool_)
    return [
        Change("trust", table, "pencilled and not signed", "diplomacy", turn.source("diplomacy.unsigned"))
    ]


def _price(turn: Turn, both: BoolArray) -> list[Change]:
    price = np.array([row.capital for row in turn.world.agreement_rows])
    paid = (np.where(both, price, 0.0)[..., None] * turn.world.party).sum(axis=1)
    return [Change("capital", -paid, "signing", "diplomacy", turn.source("diplomacy.unsigned"))]


def _requests(turn: Turn) -> list[Change]:
    """A refused offer is an unmet request: the proposer's groups hold together less."""
    world = turn.world
    refused = turn.diplomacy.outcome == REJECTED
    inside = np.array(
        [~(world.party[a] & ~world.member).any(axis=-1) for a in range(world.size("agreement"))]
    )
    unmet = (refused[..., None] & inside.reshape(world.size("agreement"), -1)).sum(axis=1)
    loss = turn.value("relations.cohesion_request", 1) * unmet
    return [Change("cohesion", -loss, "unmet requests", "R7", turn.source("relations.cohesion_request"))]


def _bind(turn: Turn, state: State, ratified: BoolArray) -> list[Change]:
    world, talks = turn.world, turn.diplomacy
    lasting = np.array([row.term if row.term else FOREVER for row in world.agreement_rows])
    changes = [
        Change("agreement", np.where(ratified, IN_FORCE - state.agreement, 0), "ratified", "diplomacy"),
        Change(
            "left", np.where(ratified, lasting - state.left + _running(state), 0.0), "ratified", "diplomacy"
        ),
        Change("term", np.where(ratified, talks.term - state.term, 0.0), "term agreed", "diplomacy"),
        Change("secret", _flips(ratified, talks.secret, state.secret), "kept secret", "diplomacy"),
    ]
    return changes + _programmes(turn, state, ratified)


def _running(state: State) -> Array:
    """Years that a renewed agreement still had to run are not lost."""
    return np.where(state.agreement == IN_FORCE, np.minimum(state.left, 1.0), 0.0)


def _flips(where: BoolArray, new: BoolArray, old: BoolArray) -> Array:
    return np.where(where, new.astype(np.float64) - old, 0.0)


def _programmes(turn: Turn, state: State, ratified: BoolArray) -> list[Change]:
    """A co-development agreement fixes the principle and the shares; money and work start next turn."""
    world = turn.world
    tied = world.programme_agreement
    fresh = ratified[:, tied] & (tied >= 0) & (state.stage < STAGES.index("signed"))
    shares = world.burden_shares(turn.diplomacy.term)[:, tied]
    return [
        Change("stage", np.where(fresh, STAGES.index("signed") - state.stage, 0), "signed", "R5"),
        Change("share", np.where(fresh[..., None], shares - state.share, 0.0), "shares agreed", "R5"),
        Change(
            "funding", np.where(fresh[..., None] & world.owner, 1.0 - state.funding, 0.0), "line opened", "R5"
        ),
    ]
