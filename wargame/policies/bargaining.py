"""Bargaining: what a signature is worth to each side, and the three passes of diplomacy.

A seat offers what it wants at the share it dares, guessing from the public face of the others what they would take;
each party answers from its own values: accept, one counter, or reject; the proposer takes the counter or not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wargame.adjudication.codevelopment import collaboration_cost
from wargame.adjudication.phases.hosting import bargain
from wargame.adjudication.totals import total
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
from wargame.policies.stakes import Stakes
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


def surplus(play: Play, stakes: Stakes, observation: Observation, values: Values, manner: Manner) -> Array:
    """Return what signing is worth to each seat at each term, points.

    Returns
    -------
    (replicate, stake, term)
    """
    world, place, agreement = play.world, stakes.place, stakes.agreement
    told = agreements_worth(play, values, stakes)
    renewing = observation.get("agreement")[:, place, agreement] == IN_FORCE
    worth = told["signing"] + manner.horizon[place] * told["year"] - np.where(renewing, told["expiry"], 0.0)
    worth = worth + values.agreement[:, place, agreement] + _enabled(stakes, observation, values)
    price = np.array([row.capital for row in world.agreement_rows])[agreement] * PRICE_OF_CAPITAL
    worth = worth - price * manner.weight["capital"][place]
    worth = worth - _forgone(play, stakes, observation, values, manner)
    surplus = np.repeat(worth[..., None], world.menu.shape[1], axis=-1)
    opens = _programme_bill(world)
    costs = np.asarray((np.atleast_2d(world.burden + opens) > 0.0).any(axis=0))
    costly = np.flatnonzero(costs[agreement]).astype(np.int32)
    surplus[:, costly] += _carrying(stakes, observation, values, opens, costly)
    _count_fairness(play, stakes, observation, values, surplus)
    return surplus


def _forgone(play: Play, stakes: Stakes, observation: Observation, values: Values, manner: Manner) -> Array:
    """(replicate, stake) what the best of the orders that an agreement forbids would bring, less its price.

    As often repeated as it is now worn; only the first party gives anything up.
    """
    world, options = play.world, play.options
    forgone = np.zeros((observation.replicates, len(stakes.place)))
    for stake in np.flatnonzero(world.binding[stakes.agreement]):
        a, place, seat = stakes.agreement[stake], stakes.place[stake], stakes.seat[stake]
        if seat != world.first_party[a]:
            continue
        may = np.flatnonzero(options.may[seat] & world.forbids[a][options.order]).astype(np.int32)
        gain = forbidden_worth(play, values, observation, int(place), may)
        price = options.capital[may] * PRICE_OF_CAPITAL * manner.weight["capital"][place]
        price = price + options.funds[may] * PRICE_OF_FUNDS * 0.5
        best = np.maximum(gain - price, 0.0).max(axis=-1, initial=0.0)
        forgone[:, stake] = best * np.minimum(manner.horizon[place], world.agreement_rows[a].term or np.inf)
    return forgone


def forbidden_worth(
    play: Play, values: Values, observation: Observation, place: int, option: IntArray
) -> Array:
    """Return (replicate, option) what a few options of the seat at a place do for it, worn as they are."""
    options, seat = play.options, observation.seats[place]
    line = options.line[option]
    worth = np.zeros((observation.replicates, len(option)))
    for bundle in play.effects.bundles:
        mine = np.flatnonzero((line >= bundle.lines.start) & (line < bundle.lines.stop))
        if mine.size and not bundle.per:
            matrix = np.ascontiguousarray(bundle.matrix[seat][line[mine] - bundle.lines.start].T)
            told = values.slope[:, place, bundle.columns] @ matrix
            worth[:, mine] += told * (0.5 if bundle.given or bundle.unless else 1.0)
    worn = np.asarray(observation.own("fatigue")[:, place][:, line], dtype=np.int32)
    return np.ldexp(worth * options.strength[option], -worn)


def _count_fairness(
    play: Play, stakes: Stakes, observation: Observation, values: Values, surplus: Array
) -> None:
    """Add what an uneven share of the bill for hosted forces does to the host's approval, the guest's fatigue."""
    world, layout = play.world, play.effects.layout
    if not world.hosted.size:
        return
    fair = bargain(world, observation.get("tension"), observation.get("home")).share
    slope, unit = layout.view(values.slope, "home"), layout.view(play.effects.unit_vector, "home")
    points = world.parameters.get("burden.fairness", 1)
    for place, agreement in enumerate(world.hosted):
        for stake in np.flatnonzero(stakes.agreement == agreement):
            at, seat = stakes.place[stake], stakes.seat[stake]
            host = seat == world.first_party[agreement]
            track = world.index["track"]["approval" if host else "fatigue"]
            own = slope[:, at, seat, track] / unit[..., seat, track]
            over = world.menu[agreement] / 100.0 - fair[:, at, place, None]
            harm = np.maximum(over, 0.0) if host else np.minimum(over, 0.0)
            surplus[:, stake] -= points * harm * own[:, None]


def _carrying(
    stakes: Stakes, observation: Observation, values: Values, opens: Array, costly: IntArray
) -> Array:
    """(replicate, costly stake, term) what carrying a share brings a seat, less what it costs beyond today's.

    Parameters
    ----------
    opens : (agreement,) or (replicate, agreement) what the programme it opens costs, bn USD a year
    costly : places of the stakes in agreements that cost anything
    """
    world, place, agreement = stakes.world, stakes.place[costly], stakes.agreement[costly]
    seat = observation.seats[place]
    carried = world.burden_shares(world.menu.T)[:, agreement, seat].T
    renewing = observation.get("agreement")[:, place, agreement] == IN_FORCE
    term = observation.get("term")[:, place, agreement]
    first = world.first_party[agreement] == seat
    others = np.maximum(world.party.sum(axis=-1) - 1, 1)[agreement]
    bill = world.burden[agreement] * observation.get("bill")[:, place, agreement]
    standing = np.where(first, term / 100.0, (1.0 - term / 100.0) / others) * bill
    base = np.where(renewing, standing, 0.0)
    money = world.nation_values("wedge")[observation.seats] / 100.0 * observation.own("spending")
    due = (bill + opens[..., agreement])[..., None] * carried - base[..., None]
    cost = PRICE_OF_FUNDS * due / money[:, place, None]
    bearing = values.burden[:, place, None] * carried * (world.burden > 0.0)[agreement, None] * 0.2
    return np.asarray(bearing - cost)


def _enabled(stakes: Stakes, observation: Observation, values: Values) -> Array:
    """(replicate, stake) what an agreement enables: a programme of one's own half, a smoother one, a better look."""
    world = stakes.world
    bonus = np.zeros((observation.replicates, len(stakes.place)))
    for programme, tied in enumerate(world.programme_agreement):
        for stake in np.flatnonzero(stakes.agreement == tied):
            place = stakes.place[stake]
            idle = observation.get("stage")[:, place, programme] < FIELDED
            bonus[:, stake] += 0.5 * values.programme[:, place, programme] * idle
    covering = np.asarray(world.covers.any(axis=-1))
    for stake in np.flatnonzero(covering[stakes.agreement]):
        covered = world.covers[stakes.agreement[stake]]
        bonus[:, stake] += 0.1 * total(values.programme[:, stakes.place[stake], covered])
    return bonus


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


def offers(
    play: Play,
    stakes: Stakes,
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
    worth : (replicate, stake, term) own surplus of the seats that offer
    guess : (replicate, stake of all nations, term) what outsiders would think each nation gains
    """
    world, place, agreement = play.world, stakes.place, stakes.agreement
    luck = agreement_noise(stakes, dice, "policy.offer", turn)
    open_now = on_the_table(world, observation.get("agreement"), observation.get("left"))[:, place, agreement]
    term, own, other = _best_terms(stakes, worth, guess)
    wanted = own + (manner.noise * 4.0)[place] * (luck - 0.5) - (manner.threshold * 2.0)[place]
    willing = open_now & (wanted > 0.0) & (other > 0.0)
    convened = _convene(stakes, np.where(willing, wanted, -np.inf), observation, turn)
    windows = open_windows(world, _with(world, convened), turn)[:, agreement]
    ready = drafts(world, turn)[agreement]
    drafted = ready & open_now & windows & (own > 0.0)
    score = np.where(willing & windows, wanted, -np.inf)
    made = drafted | (np.isfinite(score) & (_rank(stakes, np.where(ready, -np.inf, score)) < OFFERS_OUT))
    best = stakes.by_party(np.where(made, np.where(drafted, own, score), -np.inf), -np.inf)
    first = best.argmax(axis=-1)[..., None]
    offering = np.take_along_axis(np.broadcast_to(stakes.parties, best.shape), first, axis=-1)[..., 0]
    proposed = np.isfinite(best.max(axis=-1))
    proposer = np.where(proposed, stakes.seat[offering], NONE)
    chosen = np.where(proposed, np.take_along_axis(term, np.maximum(offering, 0), axis=-1), 0)
    return Offers(proposer.astype(np.int32), chosen.astype(np.int32), convened)


def _rank(stakes: Stakes, score: Array) -> IntArray:
    """(replicate, stake) place of each stake among those of its seat, best first, equals in their order."""
    rank = np.zeros(score.shape, dtype=np.int32)
    for span in stakes.spans:
        order = np.argsort(-score[:, span], axis=-1, kind="stable")
        np.put_along_axis(rank[:, span], order, np.arange(order.shape[-1], dtype=np.int32), axis=-1)
    return rank


def drafts(world: World, turn: int) -> BoolArray:
    """Return (agreement,) those whose draft officials put on the table this turn: offering them costs no offer."""
    return np.array([row.tabled == turn for row in world.scenario.agreements.values()], dtype=np.bool_)


def agreement_noise(stakes: Stakes, dice: DiceLike, rule: str, turn: int) -> Array:
    """Return (replicate, stake) draws of each seat for each agreement it could sign."""
    world = stakes.world
    names = [world.ids["nation"][seat] for seat in stakes.seats]
    return noise(dice, rule, names, world.ids["agreement"], turn)[:, stakes.place, stakes.agreement]


def _best_terms(stakes: Stakes, worth: Array, guess: Array) -> tuple[IntArray, Array, Array]:
    """Return for every stake the term its seat would offer, its own surplus there, and the others' least."""
    least = guess[:, stakes.others[:, 0]]
    for party in stakes.others.T[1:]:
        least = np.minimum(least, guess[:, party])
    agreeable = np.where(least >= MARGIN, worth, -np.inf)
    hopeful = np.isfinite(agreeable).any(axis=-1)
    best = np.where(hopeful, agreeable.argmax(axis=-1), np.minimum(worth, least).argmax(axis=-1))
    own, other = (np.take_along_axis(table, best[..., None], axis=-1)[..., 0] for table in (worth, least))
    return best.astype(np.int32), own, other


def _convene(stakes: Stakes, wanted: Array, observation: Observation, turn: int) -> BoolArray:
    """Hold a meeting where every participant finds something in it worth its price; at most one a seat."""
    world, replicates = stakes.world, len(wanted)
    held = np.zeros((replicates, world.size("meeting")), dtype=np.bool_)
    busy = np.zeros((replicates, world.size("nation")), dtype=np.bool_)
    purse = np.zeros(busy.shape)
    purse[:, observation.seats] = observation.own("capital")
    already = open_windows(world, no_diplomacy(world, replicates), turn)
    agreed = stakes.by_party(np.isfinite(wanted), np.True_).all(axis=-1) & (
        (stakes.parties >= 0).sum(axis=-1) == world.party.sum(axis=-1)
    )
    able = np.where(agreed[:, stakes.agreement], wanted, -np.inf)
    for price in np.unique(world.meeting_price):
        rivals = np.flatnonzero((world.meeting_price == price) & ~world.scheduled(turn))
        rich = purse >= price + 1.0
        # of meetings at one price that compete for a seat, the one whose worst-off participant gains most is held
        for _ in rivals:
            worst = np.stack(
                [_worst_gain(stakes, int(m), able, already, rich & ~busy) for m in rivals], axis=-1
            )
            comes = worst.max(axis=-1) > PRICE_OF_CAPITAL * price
            if not comes.any():
                break
            chosen = rivals[worst.argmax(axis=-1)]
            held[np.flatnonzero(comes), chosen[comes]] = True
            busy |= comes[:, None] & world.attends[chosen]
            already = already | (comes[:, None] & world.opens[chosen])
    return held


def _worst_gain(stakes: Stakes, meeting: int, able: Array, already: BoolArray, free: BoolArray) -> Array:
    """(replicate,) what the participant that gains least finds in a meeting, -inf if one finds nothing or cannot come.

    Parameters
    ----------
    able : (replicate, stake) what seats want of agreements that all their parties want
    already : (replicate, agreement) windows open without the meeting
    free : (replicate, nation) those who can pay for the meeting and sit in no other
    """
    world = stakes.world
    worst = np.full(len(able), np.inf)
    for nation in np.flatnonzero(world.attends[meeting]):
        own = stakes.number[nation][world.opens[meeting]]
        own = own[own >= 0]
        gain = np.where(already[:, stakes.agreement[own]], -np.inf, able[:, own]).max(
            axis=-1, initial=-np.inf
        )
        worst = np.minimum(worst, np.where(free[:, nation], gain, -np.inf))
    return worst


def _with(world: World, convened: BoolArray) -> Diplomacy:
    bare = no_diplomacy(world, convened.shape[0])
    return Diplomacy(convened, bare.outcome, bare.proposer, bare.term, bare.secret)


def answers(
    play: Play,
    stakes: Stakes,
    made: Offers,
    worth: Array,
    manner: Manner,
    dice: DiceLike,
    turn: int,
) -> tuple[IntArray, IntArray]:
    """Second pass: each party that did not propose accepts, counters once, or rejects.

    Parameters
    ----------
    worth : (replicate, stake, term) surplus of the seats that answer

    Returns
    -------
    reply : (replicate, seat, agreement) 0 not asked, or one of ACCEPTED, COUNTERED, REJECTED, LAPSED
    term : (replicate, seat, agreement) place on the menu that it accepts or counters with
    """
    world, place, agreement = play.world, stakes.place, stakes.agreement
    luck = agreement_noise(stakes, dice, "policy.answer", turn)
    proposer, offered = made.proposer[:, agreement], made.term[:, agreement]
    asked = (proposer >= 0) & (proposer != stakes.seat)
    need = (manner.threshold * 2.0)[place] + (manner.noise * DOUBT)[place] * (luck - 0.5)
    at_offer = np.take_along_axis(worth, offered[..., None], axis=-1)[..., 0]
    content = at_offer > need
    steps = np.abs(np.arange(world.menu.shape[1]) - offered[..., None])
    fits = worth > need[..., None]
    nearest = np.where(fits, steps, np.iinfo(np.int32).max).argmin(axis=-1)
    bilateral = (world.party.sum(axis=-1) == 2)[agreement]
    # one counter; with more than two parties there is no time for any
    counters = asked & ~content & fits.any(axis=-1) & bilateral
    reply = np.where(asked & content, ACCEPTED, np.where(counters, COUNTERED, np.where(asked, REJECTED, 0)))
    # a seat takes up first what it likes best; the clock kills the rest
    queue = _rank(stakes, np.where(asked, at_offer - need, -np.inf))
    reply = np.where(asked & (queue >= OFFERS_IN), LAPSED, reply)
    answered = np.where(counters, nearest, offered)
    return stakes.table(reply.astype(np.int32), 0), stakes.table(answered.astype(np.int32), 0)


def takes(stakes: Stakes, made: Offers, term: IntArray, worth: Array, manner: Manner) -> BoolArray:
    """Third pass: the proposer takes a counter that still brings it more than holding.

    Parameters
    ----------
    term : (replicate, agreement) place on the menu of the counter
    worth : (replicate, stake, term) surplus of the seats that may have offered
    manner : of all nations
    """
    at_counter = np.take_along_axis(worth, term[:, stakes.agreement, None], axis=-1)[..., 0]
    mine = stakes.of_nation(made.proposer, at_counter, -np.inf)
    return np.asarray((made.proposer >= 0) & (mine > manner.threshold[np.maximum(made.proposer, 0)]))


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
