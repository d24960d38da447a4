"""Payments: orders are paid for, standing lines are set and covered as far as the funds go."""

from __future__ import annotations

import numpy as np

from wargame.adjudication.codevelopment import cost_to_partner
from wargame.adjudication.phases.hosting import bills
from wargame.adjudication.phases.progress import starts
from wargame.adjudication.totals import total
from wargame.adjudication.turn import Turn
from wargame.arrays import Array
from wargame.ledger import Change
from wargame.state import FIELDED, IN_FORCE, RESEARCH, State
from wargame.world import World


def payments(turn: Turn, state: State) -> State:
    """Set lines, open ideas, charge political capital, and find how much of the committed lines can be paid."""
    state = turn.settle(state, [*_allotments(turn, state), *_capital(turn)])
    state = turn.settle(state, starts(turn, state))
    options = turn.play.options
    spent = turn.of_orders(options.funds).sum(axis=-1) * wedge(turn.world, state) * turn.years
    lines = standing_lines(turn.world, state)
    left = np.maximum(discretionary(turn.world, state) * turn.years - spent, 0.0)
    bill = lines * turn.years
    turn.coverage = np.where(bill > left, left / np.where(bill > 0.0, bill, 1.0), 1.0)
    return state


def wedge(world: World, state: State) -> Array:
    """Return (replicate, nation) the new-start wedge, bn USD a year."""
    return state.spending * (world.nation_values("wedge") / 100.0)


def discretionary(world: World, state: State) -> Array:
    """Return (replicate, nation) the wedge after drains and agreements beyond those of the opening, bn USD a year."""
    money = wedge(world, state)
    for d, row in enumerate(world.scenario.drains.values()):
        taken = between(row.funds, state.drain[:, d]) / 100.0
        money = money - money * taken[:, None] * world.mask("nation", [row.drained])
    costly = np.flatnonzero(world.burden)
    due = np.where(state.agreement == IN_FORCE, bills(world, state), 0.0)[:, costly]
    burden = world.burden_shares(state.term)[:, costly] * due[..., None]
    extra = total(np.moveaxis(burden, 1, -1)) - world.base_burden
    return np.maximum(money - extra, 0.0)


def between(menu: tuple[float, ...], level: Array) -> Array:
    """Return a menu's number at a level, in a straight line between its entries.

    Examples
    --------
    >>> print(between((0.0, 15.0, 30.0), np.array([0.5, 2.0])))
    [ 7.5 30. ]
    """
    table = np.asarray(menu, dtype=np.float64)
    lower = np.minimum(np.floor(level), len(table) - 2.0).astype(np.int32)
    return np.asarray(table[lower] + (table[lower + 1] - table[lower]) * (level - lower))


def standing_lines(world: World, state: State) -> Array:
    """Return (replicate, nation) what the standing lines of its programmes cost a nation, bn USD a year."""
    bills = line_bills(world, state)
    owned = [total(bills[:, world.owner[:, nation], nation]) for nation in range(world.size("nation"))]
    return np.stack(owned, axis=-1)


def line_bills(world: World, state: State) -> Array:
    """Return (replicate, programme, nation) what each owner's standing line costs it, bn USD a year."""
    exponent = world.parameters.get("codevelopment.cost_exponent", 1)
    owners = world.owner.sum(axis=-1).astype(np.float64)
    line = cost_to_partner(world.programme_values("cost"), owners, exponent, state.share)
    running = (state.stage >= RESEARCH) & (state.stage < FIELDED)
    return np.where(running[..., None], line * state.funding, 0.0)


def _allotments(turn: Turn, state: State) -> list[Change]:
    """Orders to fund, accelerate or pause set the standing line of the seat that issues them."""
    changes = []
    for name, _ in turn.lines_with("allot"):
        row = turn.world.ruleset.orders[name]
        level = np.moveaxis(turn.levels(name), 1, -1)
        set_to = np.asarray(row.strength)[np.maximum(level, 0)]
        moved = np.where(level >= 0, set_to - state.funding, 0.0)
        changes.append(Change("funding", moved, row.name, name, row.source))
    return changes


def _capital(turn: Turn) -> list[Change]:
    options = turn.play.options
    changes = []
    if not turn.book.keep:
        return [Change("capital", -turn.of_orders(options.capital).sum(axis=-1), "orders")]
    for option in np.flatnonzero(turn.chosen.any(axis=(0, 1)) & (options.capital > 0)):
        name = turn.world.ids["order"][options.order[option]]
        row = turn.world.ruleset.orders[name]
        paid = turn.chosen[..., option] * options.capital[option]
        changes.append(Change("capital", -paid, row.name, name, row.source))
    return changes
