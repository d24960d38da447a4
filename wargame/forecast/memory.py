"""What a seat, or everybody, lawfully remembers of the turns before, which no observation of the present tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wargame.adjudication.turn import Play
from wargame.arrays import Array, BoolArray, IntArray
from wargame.observation import NOBODY, held, observe
from wargame.orders import NONE, Orders
from wargame.reports import holds_as_seen
from wargame.schema import Order
from wargame.state import FIELDS, State
from wargame.world import World


@dataclass(frozen=True)
class Memory:
    """What one seat remembers, or what all do.

    Attributes
    ----------
    drawn : (event,) cards that fell: every report names them
    queued : (event,) turns until a card falls that another card called
    issued : (lag, nation, line) strength of earlier orders, its own and those it was told of
    fatigue : (nation, line) repeats of others' orders that it was told of
    met : (objective,) turns in which its own objectives held, as it could judge; 0 for others'
    """

    drawn: BoolArray
    queued: IntArray
    issued: Array
    fatigue: IntArray
    met: IntArray


def remember(play: Play, states: Sequence[State], orders: Sequence[Orders], seat: int) -> Memory:
    """Return what a seat remembers of one game.

    Of the state only cards and orders are read that its reports told the seat (``Game.report``).

    Parameters
    ----------
    states : of one game, after each turn from the opening to now
    orders : of every turn played
    seat : place of the seat among the nations; ``NOBODY`` for what all remember
    """
    world, now = play.world, states[-1]
    sight = lines_in_sight(world, seat)
    return Memory(
        now.drawn[0],
        np.where(_called_in_secret(world), 0, now.queued[0]),
        np.where(sight, now.issued[0], 0.0),
        _repeats(play, orders) * sight,
        _held(world, states, seat),
    )


def lines_in_sight(world: World, seat: int) -> BoolArray:
    """Return (nation, line) whose orders on which line a seat is told with their level.

    Its own, where it is one; of others no secret orders, no levels of funding, no orders on programmes out of sight,
    and none on agreements that could be secret and are not its own.
    """
    table = np.ones(world.shape(("nation", "line")), dtype=np.bool_)
    for name, row in world.ruleset.orders.items():
        table[:, world.lines_of(name)] = _shown(world, row, seat)
    if seat != NOBODY:
        table[seat] = True
    return table


def _shown(world: World, row: Order, seat: int) -> BoolArray | bool:
    """Return whether, or (target,) on which targets, an order of others is told to a seat in full."""
    if row.secret or any(effect.verb == "allot" for effect in row.effect):
        return False
    if row.target == "programme":
        public = np.array([each.public for each in world.scenario.programmes.values()], dtype=np.bool_)
        return public | held(world.owner, seat)
    if row.target == "agreement":
        open_ones = np.array([not kind.may_be_secret for kind in world.agreement_rows], dtype=np.bool_)
        return open_ones | held(world.party, seat)
    return True


def _called_in_secret(world: World) -> BoolArray:
    """(event,) cards that an order calls which others are not told of."""
    rows = (row for row in world.ruleset.orders.values() if row.secret)
    return world.mask("event", (effect.event for row in rows for effect in row.effect if effect.event))


def _repeats(play: Play, orders: Sequence[Orders]) -> IntArray:
    """(nation, line) how often each line was issued of late: one more each time, one less each turn without."""
    worn = np.zeros(play.world.shape(("nation", "line")), dtype=np.int32)
    for each in orders:
        used = np.zeros(worn.shape, dtype=np.bool_)
        seats, slots = np.nonzero(each.option[0] != NONE)
        option = each.option[0, seats, slots]
        used[seats, play.options.line[option]] = play.options.strength[option] > 0.0
        worn = np.where(used, worn + 1, np.maximum(worn - 1, 0))
        worn = np.minimum(worn, int(FIELDS["fatigue"].high)).astype(np.int32)
    return worn


def _held(world: World, states: Sequence[State], seat: int) -> IntArray:
    """(objective,) turns in which the seat's own objectives held as it saw things; 0 for others'."""
    rows = list(world.scenario.objectives.values())
    turns = np.zeros(len(rows), dtype=np.int32)
    for state in states[1:] if seat != NOBODY else ():
        view = observe(world, state, [seat])
        turns += [row.seat == world.ids["nation"][seat] and holds_as_seen(view, row) for row in rows]
    return turns
