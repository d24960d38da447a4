"""Decisions: a seat picks its orders one by one, the best it can still afford, until nothing is worth its price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from wargame.adjudication import home
from wargame.adjudication.phases.ladder import crisis_due
from wargame.adjudication.totals import total
from wargame.adjudication.turn import Play
from wargame.arrays import Array, BoolArray, IntArray
from wargame.dice import DiceLike
from wargame.observation import Observation
from wargame.orders import (
    NONE,
    Choices,
    Diplomacy,
    Orders,
    allowance,
    choice_funds,
    legal_choices,
    no_orders,
    slots,
)
from wargame.policies.bargaining import PRICE_OF_CAPITAL, PRICE_OF_FUNDS, agreement_noise
from wargame.policies.characters import Manner
from wargame.policies.noise import noise
from wargame.policies.studies import Study
from wargame.policies.values import Values, lines_worth
from wargame.state import IN_FORCE
from wargame.world import World

SIGNAL_SHARE, PROMISE_SHARE = 0.6, 0.35
"""Shares of turns in which a seat says something in public, or promises to leave something undone."""
COOL = 100.0
"""Tension at which a character eases in a crisis round with just the chance its row states."""
SECOND_THOUGHTS = 1.4
"""Chance that a wholly dishonest character does not sign what it accepted."""
REACH = 1.0
"""Points that breaking a promise costs besides its price."""
WORD = 0.6
"""How much of what breaking its word costs a wholly honest character counts: the less honest, the lighter it weighs."""


@dataclass(frozen=True)
class Purse:
    """What seats may still spend, (replicate, seat): political capital, bn USD, orders."""

    capital: Array
    funds: Array
    orders: IntArray


def decide(play: Play, study: Study, diplomacy: Diplomacy, dice: DiceLike, turn: int) -> Orders:
    """Return the orders of the seats of a study; other seats' entries stay empty."""
    world, observation, manner = play.world, study.observation, study.manner
    seats = observation.seats
    orders = no_orders(world, observation.replicates)
    names = [world.ids["nation"][seat] for seat in seats]
    sign = _sign(study, diplomacy, agreement_noise(study.stakes, dice, "policy.sign", turn))
    purse = _purse(world, observation, diplomacy, sign, turn)
    choices = play.options.choices(seats)
    funds = choice_funds(choices, observation)
    score = choice_worth(play, choices, study, funds, sign)
    luck = noise(dice, "policy.order", names, play.options.text, turn)[:, choices.place, choices.option]
    score = score + (manner.noise * 4.0)[choices.place] * (luck - 0.5)
    allowed = legal_choices(choices, observation, funds)
    picked = _pick(play, choices, np.where(allowed, score, -np.inf), funds, purse)
    u = dice.uniform("policy.words", names, turn, 4)
    crisis = crisis_due(observation.get("level"), observation.get("tension"))
    return Orders(
        _scatter(orders.option.swapaxes(1, 2), seats, picked.swapaxes(1, 2)).swapaxes(1, 2),
        _scatter(orders.sign, seats, sign),
        _scatter(orders.ease, seats, _ease(play, observation, manner, crisis, picked, u[..., 0])),
        _scatter(orders.signal, seats, _signal(play, picked, manner, seats, u)),
        _scatter(orders.promise, seats, _promise(play, choices, picked, score, manner, u)),
    )


def _scatter(table: Any, seats: IntArray, values: Any) -> Any:
    table = np.array(table)
    table[..., seats] = values
    return table


def _sign(study: Study, diplomacy: Diplomacy, u: Array) -> BoolArray:
    """(replicate, agreement, seat) sign what still brings a surplus at the share agreed.

    A less honest character thinks twice; ``u`` are its draws, (replicate, stake).
    """
    stakes, manner = study.stakes, study.manner
    place, agreement = stakes.place, stakes.agreement
    nearest = np.abs(stakes.world.menu - diplomacy.term[..., None]).argmin(axis=-1)[:, agreement]
    worth = np.take_along_axis(study.worth, nearest[..., None], axis=-1)[..., 0]
    # a proposer has thought twice already
    doubt = np.where(
        diplomacy.proposer[:, agreement] == stakes.seat,
        0.0,
        (SECOND_THOUGHTS * (1.0 - manner.honesty))[place],
    )
    signs = (worth > -manner.noise[place]) & (u >= doubt) & diplomacy.pencilled[:, agreement]
    return np.asarray(stakes.table(signs, False).swapaxes(1, 2))


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


def choice_worth(
    play: Play, choices: Choices, study: Study, funds: Array, sign: BoolArray | None = None
) -> Array:
    """Return (replicate, choice) what each choice is worth to its seat less its price, points.

    Parameters
    ----------
    funds : (replicate, choice) ``choice_funds`` of the observation, bn USD
    sign : (replicate, agreement, seat) what the seats sign this turn, nothing if not given
    """
    observation, values, manner = study.observation, study.values, study.manner
    options, place = play.options, choices.place
    line, strength = choices.of(options.line), choices.of(options.strength)
    damped = np.array([row.damped for row in play.world.ruleset.orders.values()], dtype=np.bool_)
    worn = np.where(choices.of(damped[options.order]), observation.own("fatigue")[:, place, line], 0)
    worth = lines_worth(play, values, observation)[:, place, line] * np.ldexp(strength, -worn)
    worth += _verbs(play, choices, observation, values)
    scarce = PRICE_OF_CAPITAL * manner.weight["capital"][place]
    money = play.world.nation_values("wedge")[observation.seats] / 100.0 * observation.own("spending")
    worth = worth - scarce * choices.of(options.capital) - PRICE_OF_FUNDS * 0.5 * funds / money[:, place]
    promised = observation.own("promise")[:, place] == choices.of(options.order)
    price = play.world.parameters.get("conduct.promise_price", 1)
    weighs = (WORD * manner.honesty)[place] * (REACH + PRICE_OF_CAPITAL * price)
    worth = worth - np.where(promised, weighs, 0.0)
    return np.asarray(worth - breaking(play, choices, study, sign))


def breaking(play: Play, choices: Choices, study: Study, sign: BoolArray | None) -> Array:
    """Return (replicate, choice) what a seat loses by an order that breaks what binds it, or what it signs now.

    That is what the breach does, what the agreement would still have done, and the name it gets with everyone.
    An objective that asks for the agreement counts where it would last to the end of the game.
    """
    world, manner, observation = play.world, study.manner, study.observation
    lost = np.zeros((observation.replicates, len(choices.option)))
    ends = (world.scenario.frame.turns - observation.turn) * world.years
    for a in np.flatnonzero(world.binding):
        first = world.first_party[a]
        for place in np.flatnonzero(observation.seats == first):
            held = observation.get("agreement")[:, place, a] == IN_FORCE
            years = np.where(held, observation.get("left")[:, place, a], world.agreement_rows[a].term)
            slope = study.values.slope[:, place]
            ahead = np.minimum(years, manner.horizon[place]) * (slope @ play.effects.agreements["year"][a])
            kept = ahead + np.where(years > ends, study.values.agreement[:, place, a], 0.0)
            price = kept - slope @ play.effects.breaches[first, a] + _name_lost(play, study, int(place))
            at = choices.at(world.forbids[a][play.options.order])
            at = at[choices.place[at] == place]
            bound = held if sign is None else held | sign[:, a, place]
            lost[:, at] += np.where(bound, np.maximum(price, 0.0), 0.0)[:, None]
    return lost


def _name_lost(play: Play, study: Study, place: int) -> Array:
    """(replicate,) what a signature broken in public costs a seat in its own eyes: trust, and political capital."""
    world, layout, seat = play.world, play.effects.layout, study.observation.seats[place]
    weighs, scarce = WORD * study.manner.honesty[place], study.manner.weight["capital"][place]
    slope = layout.view(study.values.slope[:, place], "trust")[..., seat]
    unit = layout.view(play.effects.unit_vector, "trust")[..., seat]
    trust, price = (world.parameters.get(f"conduct.promise_{name}") for name in ("trust", "price"))
    return np.asarray(weighs * (trust * total(slope / unit) + PRICE_OF_CAPITAL * scarce * price))


def _verbs(play: Play, choices: Choices, observation: Observation, values: Values) -> Array:
    """What the other verbs are worth: progress of programmes, opened gates, the vote on the budget."""
    options = play.options
    worth = np.zeros((observation.replicates, len(choices.option)))

    def found(wanted: BoolArray) -> tuple[IntArray, IntArray, IntArray]:
        at = choices.at(wanted)
        return at, choices.place[at], options.target[choices.option[at]]

    allots, place, programme = found(options.allots)
    change = np.minimum(choices.of(options.strength)[allots], 1.3)
    change = change - observation.own("funding")[:, place, programme]
    share = observation.own("share")[:, place, programme]
    worth[:, allots] += values.programme[:, place, programme] * change * share
    starts, place, programme = found(options.advance == 0)
    worth[:, starts] += 0.6 * values.programme[:, place, programme]
    fields, place, programme = found(options.advance == 1)
    worth[:, fields] += 3.0 * values.programme[:, place, programme]
    for choice in choices.at(options.verb("unlock")):
        seat, gate = int(choices.place[choice]), int(options.target[choices.option[choice]])
        worth[:, choice] += _gate_worth(play, observation, values, seat, gate)
    growths = play.world.parameters.menu("growth.stance")
    for choice in choices.at(options.verb("pledge")):
        growth = growths[options.level[choices.option[choice]]]
        streak = values.streak[:, choices.place[choice]]
        worth[:, choice] += 25.0 * growth + streak * np.minimum(np.maximum(growth * 40.0, -1.0), 0.4)
    return worth


def _gate_worth(play: Play, observation: Observation, values: Values, place: int, gate: int) -> Array:
    """(replicate,) the chance that a gate opens for a seat times what lies behind it."""
    support, get = observation.own("support")[:, place, gate] / 100.0, play.world.parameters.get
    chance = home.adoption_chance(support, get("home.threshold"), get("home.veto"), get("home.gate_width"))
    behind = values.slope[:, place] @ play.effects.gates[observation.seats[place], gate]
    return np.asarray(chance * (behind + values.gate[:, place, gate]) - (1.0 - chance) * 2.0)


def _pick(play: Play, choices: Choices, score: Array, funds: Array, purse: Purse) -> IntArray:
    """Greedy: the best affordable choice, again and again; one of a line, one budget stance, one line a programme.

    Returns
    -------
    (replicate, seat, slot) option numbers, ``NONE`` for an empty slot
    """
    picked = np.full((len(score), len(choices.seats), slots(play.world)), NONE, dtype=np.int32)
    kin, price = choices.of(kin_of(play)), choices.of(play.options.capital)
    for place, span in enumerate(choices.spans):
        if span.start == span.stop:
            continue
        option, own = choices.option[span], np.where(score[:, span] > 0.0, score[:, span], -np.inf)
        capital, money = purse.capital[:, place].copy(), purse.funds[:, place].copy()
        for slot in range(picked.shape[-1]):
            can = (price[span] <= capital[:, None]) & (funds[:, span] <= money[:, None])
            can &= (slot < purse.orders[:, place])[:, None]
            open_score = np.where(can, own, -np.inf)
            best = open_score.argmax(axis=-1)
            found = np.isfinite(_at(open_score, best))
            if not found.any():
                break
            picked[:, place, slot] = np.where(found, option[best], NONE)
            capital -= np.where(found, price[span][best], 0.0)
            money -= np.where(found, _at(funds[:, span], best), 0.0)
            own = np.where(found[:, None] & (kin[span][best][:, None] == kin[span]), -np.inf, own)
    return picked


def _at(table: Array, column: IntArray) -> Array:
    """Return (row,) the entry of each row in its own column."""
    return np.asarray(table[np.arange(len(table)), column])


def kin_of(play: Play) -> IntArray:
    """Return (option,) kinds: of one kind a seat issues one (a line, a programme's funding, a stance)."""
    options = play.options
    kin = options.line.copy()
    money = options.allots
    kin[money] = play.world.size("line") + options.target[money]
    # a seat does not push and ease the same outside contest in one turn
    drains = options.field("target") == "drain"
    kin[drains] = play.world.size("line") + play.world.size("programme") + options.target[drains]
    return kin


def _ease(
    play: Play, observation: Observation, manner: Manner, crisis: BoolArray, picked: IntArray, u: Array
) -> BoolArray:
    """Ease in a crisis round by character, and the more readily the hotter it is.

    A seat that presses in public is held back by its audience: each point of approval it would lose by easing takes
    a hundredth off.
    """
    heat = np.where(crisis, observation.get("tension"), 0.0).max(axis=-1)
    pressure = np.array([row.group == "pressure" for row in play.world.ruleset.orders.values()])
    presses = ((picked >= 0) & pressure[play.options.order[np.maximum(picked, 0)]]).any(axis=-1)
    audience = np.where(presses, play.world.parameters.get("crises.ease_approval", 1), 0.0)
    ready = manner.ease[None, :] + (heat - COOL) / 60.0 - audience / 100.0
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


def _promise(
    play: Play, choices: Choices, picked: IntArray, score: Array, manner: Manner, u: Array
) -> IntArray:
    """Promise to leave a pressure undone: the one needed least, or, less honestly, the one most feared."""
    options, world = play.options, play.world
    side = np.flatnonzero([row.group == "pressure" for row in world.ruleset.orders.values()])
    wish = np.full((*picked.shape[:2], len(side)), np.inf)
    ordered = np.where(picked >= 0, options.order[np.maximum(picked, 0)], NONE)
    for at, order in enumerate(side):
        mine = choices.at(options.order == order)
        for place in np.unique(choices.place[mine]):
            best = score[:, mine[choices.place[mine] == place]].max(axis=-1)
            used = (ordered[:, place] == order).any(axis=-1)
            wish[:, place, at] = np.where(used, np.inf, best)
    able = np.isfinite(wish)
    least = wish.argmin(axis=-1)
    most = np.where(able, wish, -np.inf).argmax(axis=-1)
    meant = u[..., 3] / PROMISE_SHARE < manner.honesty[None, :]
    said = able.any(axis=-1) & (u[..., 3] < PROMISE_SHARE)
    return np.where(said, side[np.where(meant, least, most)], NONE).astype(np.int32)
