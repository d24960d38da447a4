"""Bargaining: what a signature is worth to each side, and the three passes of diplomacy.

A seat offers what it wants at the share it dares, guessing from the public face of the others what they would take;
each party answers from its own values: accept, one counter, or reject; the proposer takes the counter or not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wargame.adjudication.codevelopment import collaboration_cost
from wargame.adjudication.turn import Play
from wargame.arrays import Array, BoolArray, IntArray
from wargame.dice import DiceLike
from wargame.observation import Observation
from wargame.orders import (
    ACCEPTED,
    COUNTERED,
    LAPSED,
    NONE,
    REJECTED,
    Diplomacy,
    no_diplomacy,
    on_the_table,
    open_windows,
)
from wargame.policies.characters import Manner
from wargame.policies.noise import noise
from wargame.policies.values import Values, agreements_worth
from wargame.state import FIELDED, IN_FORCE
from wargame.world import World

OFFERS_OUT, OFFERS_IN = 2, 3
"""Most offers a seat makes and answers in a turn; the clock kills the rest."""
PRICE_OF_FUNDS = 12.0
"""Points that a whole year's free wedge is worth to a seat."""
PRICE_OF_CAPITAL = 1.2
"""Points that one PC is worth."""
DOUBT = 18.0
"""Spread of a party's second thoughts about an offer, points for each unit of its character's noise."""
MARGIN = 0.3
"""Surplus a proposer leaves on its guess of the other side."""


@dataclass(frozen=True)
class Offers:
    """Offers on the table, (replicate, agreement): who proposes (-1 nobody) and the place of its term on the menu."""

    proposer: IntArray
    term: IntArray
    convened: BoolArray


def surplus(play: Play, observation: Observation, values: Values, manner: Manner) -> Array:
    """Return what signing is worth to each seat at each term, points.

    Returns
    -------
    (replicate, seat, agreement, term); -inf for agreements the seat is no party of
    """
    world = play.world
    signing = agreements_worth(play, values, "signing")
    yearly = agreements_worth(play, values, "year")
    expiry = agreements_worth(play, values, "expiry")
    renewing = observation.get("agreement") == IN_FORCE
    worth = signing + manner.horizon[None, :, None] * yearly - np.where(renewing, expiry, 0.0)
    worth = worth + values.agreement + _enabled(world, observation, values)
    price = (
        np.array([row.capital for row in world.agreement_rows])
        * PRICE_OF_CAPITAL
        * manner.weight["capital"][:, None]
    )
    shares = world.burden_shares(world.menu.T)[:, :, observation.seats]
    carried = np.moveaxis(shares, (0, 1, 2), (2, 1, 0))
    bill = (world.burden + _programme_bill(world))[..., None, :, None] * carried
    base = np.where(renewing, 1.0, 0.0)[..., None] * _standing(world, observation)[..., None]
    money = world.nation_values("wedge")[observation.seats] / 100.0 * observation.own("spending")
    cost = PRICE_OF_FUNDS * (bill - base) / money[..., None, None]
    carrying = values.burden[..., None, None] * carried * (world.burden > 0.0)[:, None] * 0.2
    total = (worth - price)[..., None] - cost + carrying
    party = world.party.T[observation.seats]
    return np.where(party[..., None], total, -np.inf)


def _enabled(world: World, observation: Observation, values: Values) -> Array:
    """What an agreement lets a seat do: a programme of its own half, a smoother one, a better look."""
    bonus = np.zeros_like(values.agreement)
    for programme, tied in enumerate(world.programme_agreement):
        if tied >= 0:
            idle = observation.get("stage")[..., programme] < FIELDED
            bonus[..., tied] += 0.5 * values.programme[..., programme] * idle
    covers = world.covers.astype(np.float64)
    return np.asarray(bonus + 0.1 * (values.programme[..., None, :] * covers).sum(axis=-1))


def _programme_bill(world: World) -> Array:
    """(agreement,) or (replicate, agreement) yearly cost of the joint programme an agreement opens, bn USD."""
    owners = world.owner.sum(axis=-1).astype(np.float64)
    exponent = world.parameters.get("codevelopment.cost_exponent", 1)
    whole = np.asarray(collaboration_cost(world.programme_values("cost"), owners, exponent))
    bill = np.zeros((*whole.shape[:-1], world.size("agreement")))
    for programme, tied in enumerate(world.programme_agreement):
        if tied >= 0:
            bill[..., tied] += whole[..., programme]
    return bill


def _standing(world: World, observation: Observation) -> Array:
    """(replicate, seat, agreement) what each seat pays for an agreement at its present term, bn USD a year."""
    shares = world.burden_shares(observation.get("term"))
    seat = observation.seats
    own = np.take_along_axis(
        shares, np.broadcast_to(seat[None, :, None, None], (*shares.shape[:-1], 1)), axis=-1
    )
    return np.asarray(own[..., 0] * world.burden)


def offers(
    play: Play,
    worth: Array,
    guess: Array,
    observation: Observation,
    manner: Manner,
    dice: DiceLike,
    turn: int,
) -> Offers:
    """First pass: what each seat offers, and the meetings it takes to sign it.

    Parameters
    ----------
    worth : (replicate, seat, agreement, term) own surplus of the seats that offer; seats are all nations
    guess : (replicate, nation, agreement, term) what outsiders would think each nation gains
    """
    world = play.world
    luck = agreement_noise(world, dice, "policy.offer", observation.seats, turn)
    tabled = on_the_table(world, observation.get("agreement"), observation.get("left"))
    term, own, other = _best_terms(world, worth, guess, observation.seats)
    wanted = own + manner.noise[None, :, None] * 4.0 * (luck - 0.5) - manner.threshold[None, :, None] * 2.0
    party = world.party.T[observation.seats]
    willing = tabled & party & (wanted > 0.0) & (other > 0.0)
    convened = _convene(world, np.where(willing, wanted, -np.inf), observation, turn)
    windows = open_windows(world, _with(world, convened), turn)
    score = np.where(willing & windows[:, None, :], wanted, -np.inf)
    ready = drafts(world, turn)
    ranked = np.argsort(np.where(ready, np.inf, -score), axis=-1, kind="stable")
    rank = np.argsort(ranked, axis=-1, kind="stable")
    drafted = ready & tabled & party & windows[:, None, :] & (own > 0.0)
    score = np.where(drafted, own, score)
    made = drafted | (np.isfinite(score) & (rank < OFFERS_OUT))
    best = np.where(made, score, -np.inf)
    first = best.argmax(axis=1)
    proposed = np.isfinite(best.max(axis=1))
    proposer = np.where(proposed, observation.seats[first], NONE)
    chosen = np.take_along_axis(term, first[:, None, :], axis=1)[:, 0]
    return Offers(proposer.astype(np.int32), chosen.astype(np.int32), convened)


def drafts(world: World, turn: int) -> BoolArray:
    """Return (agreement,) those whose draft officials put on the table this turn: offering them costs no offer."""
    return np.array([row.tabled == turn for row in world.scenario.agreements.values()], dtype=np.bool_)


def agreement_noise(world: World, dice: DiceLike, rule: str, seats: IntArray, turn: int) -> Array:
    """Return (replicate, seat, agreement) draws of each seat for each agreement."""
    names = [world.ids["nation"][seat] for seat in seats]
    return noise(dice, rule, names, world.ids["agreement"], turn)


def _best_terms(world: World, worth: Array, guess: Array, seats: IntArray) -> tuple[IntArray, Array, Array]:
    """Return for every seat and agreement the term it would offer, its own surplus there, and the others' least."""
    own_best = np.full(worth.shape[:3], -np.inf)
    other_best = np.full(worth.shape[:3], -np.inf)
    place = np.zeros(worth.shape[:3], dtype=np.int32)
    for k, seat in enumerate(seats):
        others = world.party & (np.arange(world.size("nation")) != seat)
        least = np.where(others.T[None, :, :, None], guess, np.inf).min(axis=1)
        mine = worth[:, k]
        agreeable = np.where(least >= MARGIN, mine, -np.inf)
        fallback = np.minimum(mine, least)
        hopeful = np.isfinite(agreeable).any(axis=-1)
        best = np.where(hopeful, agreeable.argmax(axis=-1), fallback.argmax(axis=-1))
        place[:, k] = best
        own_best[:, k] = np.take_along_axis(mine, best[..., None], axis=-1)[..., 0]
        other_best[:, k] = np.take_along_axis(least, best[..., None], axis=-1)[..., 0]
    return place, own_best, other_best


def _convene(world: World, wanted: Array, observation: Observation, turn: int) -> BoolArray:
    """Hold a meeting where every participant finds something in it worth its price; at most one a seat."""
    replicates = wanted.shape[0]
    held = np.zeros((replicates, world.size("meeting")), dtype=np.bool_)
    full = np.full((replicates, world.size("nation"), world.size("agreement")), -np.inf)
    full[:, observation.seats] = wanted
    purse = np.zeros((replicates, world.size("nation")))
    purse[:, observation.seats] = observation.own("capital")
    busy = np.zeros((replicates, world.size("nation")), dtype=np.bool_)
    already = open_windows(world, no_diplomacy(world, replicates), turn)
    for m in np.argsort(world.meeting_price, kind="stable"):
        present, price = world.attends[m], world.meeting_price[m]
        fresh = (world.opens[m] & ~already)[:, None, :]
        agreed = (np.isfinite(full) | ~world.party.T).all(axis=1, keepdims=True)
        gain = np.where(fresh & agreed & world.party.T, full, -np.inf).max(axis=-1)
        ready = (gain > PRICE_OF_CAPITAL * price) & (purse >= price + 1.0) & ~busy
        held[:, m] = (ready | ~present).all(axis=-1) & ~world.scheduled(turn)[m]
        busy |= held[:, m, None] & present
        already = already | (held[:, m, None] & world.opens[m])
    return held


def _with(world: World, convened: BoolArray) -> Diplomacy:
    bare = no_diplomacy(world, convened.shape[0])
    return Diplomacy(convened, bare.outcome, bare.proposer, bare.term, bare.secret)


def answers(
    play: Play,
    made: Offers,
    worth: Array,
    observation: Observation,
    manner: Manner,
    dice: DiceLike,
    turn: int,
) -> tuple[IntArray, IntArray]:
    """Second pass: each party that did not propose accepts, counters once, or rejects.

    Returns
    -------
    reply : (replicate, seat, agreement) 0 not asked, or one of ACCEPTED, COUNTERED, REJECTED, LAPSED
    term : (replicate, seat, agreement) place on the menu that it accepts or counters with
    """
    world = play.world
    luck = agreement_noise(world, dice, "policy.answer", observation.seats, turn)
    asked = (made.proposer >= 0)[:, None, :] & world.party.T[observation.seats]
    asked = asked & (made.proposer[:, None, :] != observation.seats[:, None])
    offered = np.broadcast_to(made.term[:, None, :], asked.shape)
    need = manner.threshold[None, :, None] * 2.0 + manner.noise[None, :, None] * DOUBT * (luck - 0.5)
    at_offer = np.take_along_axis(worth, offered[..., None], axis=-1)[..., 0]
    content = at_offer > need
    steps = np.abs(np.arange(world.menu.shape[1]) - offered[..., None])
    fits = worth > need[..., None]
    nearest = np.where(fits, steps, np.iinfo(np.int32).max).argmin(axis=-1)
    bilateral = world.party.sum(axis=-1) == 2
    # one counter; with more than two parties there is no time for any
    counters = asked & ~content & fits.any(axis=-1) & bilateral
    reply = np.where(asked & content, ACCEPTED, np.where(counters, COUNTERED, np.where(asked, REJECTED, 0)))
    queue = np.where(asked, np.cumsum(asked, axis=-1), 0)
    reply = np.where(queue > OFFERS_IN, LAPSED, reply)
    return reply.astype(np.int32), np.where(counters, nearest, offered).astype(np.int32)


def takes(world: World, made: Offers, term: IntArray, worth: Array, manner: Manner) -> BoolArray:
    """Third pass: the proposer takes a counter that still brings it more than holding.

    Parameters
    ----------
    term : (replicate, agreement) place on the menu of the counter
    worth : (replicate, nation, agreement, term) surplus of all nations
    """
    proposer = np.maximum(made.proposer, 0)
    at_counter = np.take_along_axis(worth, term[:, None, :, None], axis=-1)[..., 0]
    mine = np.take_along_axis(at_counter, proposer[:, None, :], axis=1)[:, 0]
    return np.asarray((made.proposer >= 0) & (mine > manner.threshold[proposer]))


def conclude(play: Play, made: Offers, reply: IntArray, term: IntArray, taken: BoolArray) -> Diplomacy:
    """Put the three passes together: what is pencilled, at which share, what lapsed.

    Parameters
    ----------
    reply, term : (replicate, nation, agreement) answers of all parties
    taken : (replicate, agreement) the proposer takes a counter
    """
    world = play.world
    asked = reply > 0
    refused = (reply == REJECTED).any(axis=1)
    lapsed = (reply == LAPSED).any(axis=1)
    countered = (reply == COUNTERED).any(axis=1)
    accepted = asked.any(axis=1) & (np.where(asked, reply, ACCEPTED) == ACCEPTED).all(axis=1)
    outcome = np.where(refused, REJECTED, np.where(lapsed | (countered & ~taken), LAPSED, 0))
    outcome = np.where(accepted, ACCEPTED, np.where(countered & taken & (outcome == 0), COUNTERED, outcome))
    outcome = np.where(made.proposer >= 0, outcome, 0)
    countering = np.where(reply == COUNTERED, term, 0).max(axis=1)
    place = np.where(outcome == COUNTERED, countering, made.term)
    share = np.take_along_axis(
        np.broadcast_to(world.menu, (*place.shape, world.menu.shape[1])), place[..., None], -1
    )
    secret = np.array([row.may_be_secret for row in world.agreement_rows], dtype=np.bool_)
    hidden = secret & ~(world.party[:, None, :] & world.member[None]).any(axis=(1, 2))
    return Diplomacy(
        made.convened,
        outcome.astype(np.int32),
        made.proposer,
        np.where(made.proposer >= 0, share[..., 0], world.opening_term),
        np.broadcast_to(hidden, outcome.shape) & (outcome > 0),
    )
