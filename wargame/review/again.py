"""Playing on under the game's own luck, when something in an earlier turn was otherwise.

The dice are those of the game, and each is named by what it decides, so only consequences differ. Cards and rulings
of the white cell come as they came. People's orders and deals stand as far as they are still possible. House AI of
every other seat reacts: it decides anew on what it then sees, and where it makes of the changed world what it would
make of the real one, it does what the record holds. So the game with nothing left out is the game itself, to the bit.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np

from wargame.adjudication import adjudicate
from wargame.adjudication.turn import Turn
from wargame.arrays import Array, BoolArray, IntArray
from wargame.dice import RuledDice, tiled
from wargame.inputs import Inputs
from wargame.ledger import Book
from wargame.observation import Observation, observe, public_face
from wargame.orders import (
    NONE,
    NOTHING,
    Diplomacy,
    Orders,
    on_the_table,
    open_windows,
    option_costs,
    possible,
)
from wargame.outcomes import Course
from wargame.review.sheet import Sheet
from wargame.state import State
from wargame.world import World

DEAL, SET = ("outcome", "proposer", "term", "secret"), ("option", "signal", "promise")
"""What is decided in one: of an agreement at the table, and of a seat's orders and words."""
ROUNDING = 1e-9
"""Money by which a sum may pass what is there."""


def outcomes_of(sheet: Sheet) -> Array:
    """Return (outcome,) of the game as it was played."""
    course = Course(sheet.play)
    for before, after in zip(sheet.states, sheet.states[1:], strict=False):
        course.between(before, after)
    found = course.outcomes()
    return np.array([found[row.name][0] for row in sheet.outcomes])


def play_on(sheet: Sheet, turn: int, after: State) -> Array:
    """Return (outcome, row) of games that part in a turn and go on under the game's own luck.

    Parameters
    ----------
    turn : the turn in which something was otherwise
    after : (row,) states after it; the first row is the game itself
    """
    course = Course(sheet.play)
    for number in range(1, turn):
        course.between(sheet.states[number - 1], sheet.states[number])
    course.between(sheet.states[turn - 1], after)
    luck = tiled(sheet.luck, after.replicates)
    state = after
    for number in range(turn + 1, sheet.last + 1):
        if not state.playing.any():
            break
        talks, orders = decide_again(sheet, number, state)
        laid = sheet.inputs[number - 1] if number <= sheet.turns else Inputs(talks, orders)
        dice = RuledDice(luck, laid.rulings) if laid.rulings else luck
        book = Book(keep=False)
        following = adjudicate(Turn(sheet.play, number, state, orders, talks, dice, book, laid.injects))
        course.between(state, following)
        state = following
    found = course.outcomes()
    return np.stack([np.broadcast_to(found[row.name], (after.replicates,)) for row in sheet.outcomes])


def decide_again(sheet: Sheet, number: int, state: State) -> tuple[Diplomacy, Orders]:
    """Return what is said and ordered in a turn; row 0 of the state is the game itself."""
    cast, world = sheet.cast, sheet.play.world
    luck = tiled(sheet.luck, state.replicates)
    seen = observe(world, state)
    study = cast.study(seen)
    talks = cast.diplomacy(study, public_face(world, state), luck, number)
    if number > sheet.turns:
        return talks, cast.orders(study, talks, luck, number)
    held, people = sheet.inputs[number - 1], sheet.people(number)
    talks = _stand(talks, held.diplomacy, DEAL)
    talks = _talks_that_stand(world, number, state, talks, held.diplomacy, people)
    decided = _stand(cast.orders(study, talks, luck, number), held.orders, SET)
    return talks, _orders_that_stand(sheet, seen, talks, decided, held.orders, people)


def _stand(made: Any, held: Any, together: tuple[str, ...]) -> Any:
    """Return decisions made anew, with those of the record wherever they are made as in row 0.

    Parameters
    ----------
    together : parts, of the same two axes in front, that are one decision and stand or fall as one
    """
    parts = {each.name: getattr(made, each.name) for each in fields(made)}
    same = {name: array == array[:1] for name, array in parts.items()}
    whole = np.logical_and.reduce(
        [same[name].reshape(*same[name].shape[:2], -1).all(-1) for name in together]
    )
    for name, array in parts.items():
        alike = whole.reshape(*whole.shape, *(1,) * (array.ndim - 2)) if name in together else same[name]
        parts[name] = np.where(alike, getattr(held, name), array)
    return type(made)(**parts)


# -- what people did ----------------------------------------------------------------------------------------


def _talks_that_stand(
    world: World, number: int, state: State, talks: Diplomacy, held: Diplomacy, people: tuple[int, ...]
) -> Diplomacy:
    """Return the talks with people's own deals and meetings as they were, and nothing agreed that cannot be."""
    mine, comes = world.party[:, list(people)].any(axis=-1), world.attends[:, list(people)].any(axis=-1)
    parts: dict[str, Any] = {
        each.name: np.where(
            comes if each.name == "convened" else mine, getattr(held, each.name), getattr(talks, each.name)
        )
        for each in fields(Diplomacy)
    }
    mixed = Diplomacy(**parts)
    able = on_the_table(world, state.agreement, state.left) & open_windows(world, mixed, number)
    able[0] = True
    return Diplomacy(**{**parts, "outcome": np.where(mixed.pencilled & ~able, NOTHING, mixed.outcome)})


def _orders_that_stand(
    sheet: Sheet, seen: Observation, talks: Diplomacy, decided: Orders, held: Orders, people: tuple[int, ...]
) -> Orders:
    """Return the orders with people's own as they were, as far as they are still possible."""
    parts = {each.name: np.array(getattr(decided, each.name)) for each in fields(Orders)}
    for seat in people:
        parts["sign"][:, :, seat] = held.sign[0, :, seat] & talks.pencilled
        for name in ("ease", "signal", "promise"):
            parts[name][:, seat] = getattr(held, name)[0, seat]
    if people:
        kept = _possible_still(sheet, seen, talks, parts["sign"], held, people)
        parts["option"][:, list(people)] = np.where(kept, held.option[:, list(people)], NONE)
    parts = {name: np.concatenate([getattr(held, name), array[1:]]) for name, array in parts.items()}
    return Orders(**parts)


def _possible_still(
    sheet: Sheet,
    seen: Observation,
    talks: Diplomacy,
    sign: BoolArray,
    held: Orders,
    people: tuple[int, ...],
) -> BoolArray:
    """Return (replicate, seat of people, slot) orders that state, political capital and money still allow."""
    options, seats = sheet.play.options, np.array(people, dtype=np.int32)
    able = possible(options, seen)[:, seats]
    price, money = option_costs(options, seen)
    capital, funds = _purse(sheet.play.world, seen, talks, sign, seats)
    chosen: IntArray = held.option[0, seats]
    rows = np.arange(len(seats))
    paid = np.where(chosen >= 0, money[:, seats][:, rows[:, None], np.maximum(chosen, 0)], 0.0)
    # what an order frees, such as a line that is paused, is free for the others
    funds = funds - np.minimum(paid, 0.0).sum(axis=-1)
    kept = np.zeros((seen.replicates, *chosen.shape), dtype=np.bool_)
    for slot in range(chosen.shape[-1]):
        option = np.maximum(chosen[:, slot], 0)
        cost, bill = price[option], np.maximum(paid[..., slot], 0.0)
        can = able[:, rows, option] & (cost <= capital + ROUNDING) & (bill <= funds + ROUNDING)
        kept[..., slot] = can & (chosen[:, slot] >= 0)
        capital = capital - np.where(kept[..., slot], cost, 0.0)
        funds = funds - np.where(kept[..., slot], bill, 0.0)
    return kept


def _purse(
    world: World, seen: Observation, talks: Diplomacy, sign: BoolArray, seats: IntArray
) -> tuple[Array, Array]:
    """Return (replicate, seat) PC and money for orders, when meetings and signatures are paid."""
    prices = np.array([row.capital for row in world.agreement_rows])
    signing = (sign * prices[:, None]).sum(axis=1)
    met = ((talks.convened * world.meeting_price)[..., None] * world.attends).sum(axis=1)
    return (seen.own("capital") - signing - met)[:, seats], seen.own("funds")[:, seats]
