"""Decisions: a seat picks its orders one by one, the best it can still afford, until nothing is worth its price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from wargame.adjudication import home
from wargame.adjudication.phases.ladder import crisis_due
from wargame.adjudication.turn import Play
from wargame.arrays import Array, BoolArray, IntArray
from wargame.dice import DiceLike
from wargame.observation import Observation
from wargame.orders import NONE, Diplomacy, Orders, allowance, legal, no_orders, option_costs, slots
from wargame.policies.bargaining import PRICE_OF_CAPITAL, PRICE_OF_FUNDS, agreement_noise
from wargame.policies.characters import Manner
from wargame.policies.noise import noise
from wargame.policies.values import Values, lines_worth
from wargame.world import World

SIGNAL_SHARE, PROMISE_SHARE = 0.6, 0.35
"""Shares of turns in which a seat says something in public, or promises to leave something undone."""
COOL = 100.0
"""Tension at which a character eases in a crisis round with just the chance its row states."""
SECOND_THOUGHTS = 1.4
"""Chance that a wholly dishonest character does not sign what it accepted."""
REACH = 1.0
"""Points that breaking a promise costs besides its price."""


@dataclass(frozen=True)
class Purse:
    """What seats may still spend, (replicate, seat): political capital, bn USD, orders."""

    capital: Array
    funds: Array
    orders: IntArray


def decide(
    play: Play,
    observation: Observation,
    values: Values,
    worth: Array,
    manner: Manner,
    diplomacy: Diplomacy,
    dice: DiceLike,
    turn: int,
) -> Orders:
    """Return the orders of the seats of an observation; other seats' entries stay empty.

    Parameters
    ----------
    worth : (replicate, seat, agreement, term) surplus of signing
    """
    world, seats = play.world, observation.seats
    orders = no_orders(world, observation.replicates)
    names = [world.ids["nation"][seat] for seat in seats]
    sign = _sign(
        world, worth, diplomacy, manner, seats, agreement_noise(world, dice, "policy.sign", seats, turn)
    )
    purse = _purse(world, observation, diplomacy, sign, turn)
    costs = option_costs(play.options, observation)
    score = option_worth(play, observation, values, manner, costs)
    luck = noise(dice, "policy.order", names, play.options.text, turn)
    score = score + manner.noise[None, :, None] * 4.0 * (luck - 0.5)
    option = np.array(orders.option)
    option[:, seats] = _pick(
        play, np.where(legal(play.options, observation, costs), score, -np.inf), costs, purse
    )
    u = dice.uniform("policy.words", names, turn, 4)
    wish = np.where(play.options.may[seats], score, -np.inf)
    crisis = crisis_due(observation.get("level"), observation.get("tension"))
    return Orders(
        option,
        _scatter(orders.sign, seats, sign),
        _scatter(orders.ease, seats, _ease(observation, manner, crisis, u[..., 0])),
        _scatter(orders.signal, seats, _signal(play, option[:, seats], manner, seats, u)),
        _scatter(
            orders.promise,
            seats,
            _promise(play, option[:, seats], wish, manner, u),
        ),
    )


def _scatter(table: Any, seats: IntArray, values: Any) -> Any:
    table = np.array(table)
    table[..., seats] = values
    return table


def _sign(
    world: World, worth: Array, diplomacy: Diplomacy, manner: Manner, seats: IntArray, u: Array
) -> BoolArray:
    """Sign what still brings a surplus at the share agreed; a less honest character thinks twice."""
    menu, party = world.menu, world.party
    place = np.abs(menu - diplomacy.term[..., None]).argmin(axis=-1)
    at = np.take_along_axis(worth, np.broadcast_to(place[:, None, :, None], (*worth.shape[:3], 1)), axis=-1)[
        ..., 0
    ]
    # a proposer has thought twice already
    own = diplomacy.proposer[:, None, :] == seats[:, None]
    doubt = np.where(own, 0.0, SECOND_THOUGHTS * (1.0 - manner.honesty[None, :, None]))
    signs = (at > -manner.noise[None, :, None]) & (u >= doubt) & party.T[seats]
    return np.moveaxis(signs & diplomacy.pencilled[:, None, :], 1, 2)


def _purse(world: World, observation: Observation, diplomacy: Diplomacy, sign: BoolArray, turn: int) -> Purse:
    """What is left when meetings and signatures are paid."""
    seats = observation.seats
    prices = np.array([row.capital for row in world.agreement_rows])
    signing = (np.moveaxis(sign, 2, 1) * prices).sum(axis=-1)
    met = (diplomacy.convened * world.meeting_price)[..., None] * world.attends
    capital = observation.own("capital") - signing - met.sum(axis=1)[:, seats]
    allowed = allowance(world, turn)[seats]
    funds = np.array(observation.own("funds"))
    return Purse(np.maximum(capital, 0.0), funds, np.broadcast_to(allowed, capital.shape))


def option_worth(
    play: Play, observation: Observation, values: Values, manner: Manner, costs: tuple[Array, Array]
) -> Array:
    """Return (replicate, seat, option) what each option is worth less its price, points."""
    options = play.options
    damped = np.array([row.damped for row in play.world.ruleset.orders.values()], dtype=np.bool_)[
        options.order
    ]
    worn = np.where(damped, observation.own("fatigue")[..., options.line], 0)
    worth = lines_worth(play, values, observation)[..., options.line] * np.ldexp(options.strength, -worn)
    worth = worth + _verbs(play, observation, values)
    capital, funds = costs
    scarce = PRICE_OF_CAPITAL * manner.weight["capital"][None, :, None]
    money = play.world.nation_values("wedge")[observation.seats] / 100.0 * observation.own("spending")
    worth = worth - scarce * capital - PRICE_OF_FUNDS * 0.5 * funds / money[..., None]
    promised = observation.own("promise")[..., None] == options.order
    price = play.world.parameters.get("conduct.promise_price", 2)
    # the less honest, the lighter a broken word weighs
    weighs = 0.6 * manner.honesty[None, :, None] * (REACH + PRICE_OF_CAPITAL * price)
    return np.asarray(worth - np.where(promised, weighs, 0.0))


def _verbs(play: Play, observation: Observation, values: Values) -> Array:
    """What the other verbs are worth: progress of programmes, opened gates, the vote on the budget."""
    options = play.options
    worth = np.zeros((observation.replicates, len(observation.seats), options.size))
    allots = np.flatnonzero(options.verb("allot"))
    programme = options.target[allots]
    change = np.minimum(options.strength[allots], 1.3) - observation.own("funding")[..., programme]
    worth[..., allots] += values.programme[..., programme] * change * observation.own("share")[..., programme]
    starts = np.flatnonzero(options.advance == 0)
    worth[..., starts] += 0.6 * values.programme[..., options.target[starts]]
    fields = np.flatnonzero(options.advance == 1)
    worth[..., fields] += 3.0 * values.programme[..., options.target[fields]]
    worth += _gates(play, observation, values)
    for option in np.flatnonzero(options.verb("pledge")):
        growth = play.world.parameters.menu("growth.stance")[options.level[option]]
        safe = 25.0 * growth + values.streak * np.minimum(np.maximum(growth * 40.0, -1.0), 0.4)
        worth[..., option] += safe
    return worth


def _gates(play: Play, observation: Observation, values: Values) -> Array:
    """The chance that a gate opens times what lies behind it."""
    world, options = play.world, play.options
    worth = np.zeros((observation.replicates, len(observation.seats), options.size))
    for option in np.flatnonzero(options.verb("unlock")):
        gate = options.target[option]
        support = observation.own("support")[..., gate] / 100.0
        get = world.parameters.get
        chance = home.adoption_chance(
            support, get("home.threshold", 1), get("home.veto", 1), get("home.gate_width", 1)
        )
        table = play.effects.gates[observation.seats, gate]
        behind = np.stack([values.slope[:, k] @ table[k] for k in range(len(table))], axis=-1)
        worth[..., option] = chance * (behind + values.gate[..., gate]) - (1.0 - chance) * 2.0
    return worth


def _pick(play: Play, score: Array, costs: tuple[Array, Array], purse: Purse) -> IntArray:
    """Greedy: the best affordable option, again and again; one of a line, one budget stance, one line a programme."""
    world = play.world
    capital_price, funds_price = costs
    score = np.where(score > 0.0, score, -np.inf)
    kin = _kin(play)
    capital, funds = purse.capital.copy(), purse.funds.copy()
    picked = np.full((*score.shape[:2], slots(world)), NONE, dtype=np.int32)
    for slot in range(slots(world)):
        can = (capital_price <= capital[..., None]) & (funds_price <= funds[..., None])
        can &= (slot < purse.orders)[..., None]
        open_score = np.where(can, score, -np.inf)
        best = open_score.argmax(axis=-1)
        found = np.isfinite(np.take_along_axis(open_score, best[..., None], axis=-1)[..., 0])
        if not found.any():
            break
        picked[..., slot] = np.where(found, best, NONE)
        capital -= np.where(found, capital_price[best], 0.0)
        funds -= np.where(found, np.take_along_axis(funds_price, best[..., None], axis=-1)[..., 0], 0.0)
        taken = kin[best][..., None] == kin
        score = np.where(found[..., None] & taken, -np.inf, score)
    return picked


def _kin(play: Play) -> IntArray:
    """(option,) options of one kin exclude each other: a line, a programme's funding, a stance."""
    options = play.options
    kin = options.line.copy()
    money = options.verb("allot")
    kin[money] = play.world.size("line") + options.target[money]
    # a seat does not push and ease the same outside contest in one turn
    drains = options.field("target") == "drain"
    kin[drains] = play.world.size("line") + play.world.size("programme") + options.target[drains]
    return kin


def _ease(observation: Observation, manner: Manner, crisis: BoolArray, u: Array) -> BoolArray:
    """Ease in a crisis round by character, and the more readily the hotter it is."""
    heat = np.where(crisis, observation.get("tension"), 0.0).max(axis=-1)
    ready = manner.ease[None, :] + (heat - COOL) / 60.0
    return np.asarray(u < ready)


def _signal(play: Play, picked: IntArray, manner: Manner, seats: IntArray, u: Array) -> IntArray:
    """Announce the first order picked, if honest; else another that the seat could issue."""
    first = picked[..., 0]
    order = np.where(first >= 0, play.options.order[np.maximum(first, 0)], NONE)
    could = [np.unique(play.options.order[play.options.may[seat]]) for seat in seats]
    other = np.stack(
        [orders[np.floor(u[:, k, 2] * len(orders)).astype(np.int32)] for k, orders in enumerate(could)],
        axis=-1,
    )
    said = np.where(u[..., 1] / SIGNAL_SHARE < manner.honesty[None, :], order, other)
    secret = play.options.field("secret")[np.maximum(first, 0)]
    silent = (u[..., 1] >= SIGNAL_SHARE) | (first < 0) | secret
    return np.where(silent, NONE, said).astype(np.int32)


def _promise(play: Play, picked: IntArray, score: Array, manner: Manner, u: Array) -> IntArray:
    """Promise to leave a pressure undone: the one needed least, or, less honestly, the one most feared."""
    options, world = play.options, play.world
    side = np.flatnonzero([row.group == "pressure" for row in world.ruleset.orders.values()])
    wish = np.full((*picked.shape[:2], len(side)), np.inf)
    for place, order in enumerate(side):
        own = options.order == order
        best = np.where(own, score, -np.inf).max(axis=-1)
        used = ((options.order[np.maximum(picked, 0)] == order) & (picked >= 0)).any(axis=-1)
        wish[..., place] = np.where(np.isfinite(best) & ~used, best, np.inf)
    able = np.isfinite(wish)
    least = wish.argmin(axis=-1)
    most = np.where(able, wish, -np.inf).argmax(axis=-1)
    meant = u[..., 3] / PROMISE_SHARE < manner.honesty[None, :]
    said = able.any(axis=-1) & (u[..., 3] < PROMISE_SHARE)
    return np.where(said, side[np.where(meant, least, most)], NONE).astype(np.int32)
