"""Arms: what the seats mean to do in the turn in question, and that turn played once for all of them.

Worlds, talks and the orders of all other seats are the same in every arm, so they are worked out once; only then the
arms part. All arms of a batch play on side by side in one block.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from wargame.adjudication import adjudicate
from wargame.adjudication.turn import Turn
from wargame.blocks import Step
from wargame.dice import DiceLike, RuledDice, tiled
from wargame.inputs import Draft, fill_orders
from wargame.ledger import Book
from wargame.observation import observe, public_face
from wargame.orders import Diplomacy, Orders, no_orders
from wargame.policies import Cast, Study
from wargame.schema import Event
from wargame.sitting import Sitting
from wargame.state import State


@dataclass(frozen=True)
class Arms:
    """The turn in question, as it is to be played.

    Attributes
    ----------
    cast : house AI of every seat, for whatever no arm orders
    table : talks of one game, as its table stands
    seat : the seat whose own deals of that table stand, while all others bargain anew; None if all of it stands
    orders : one an arm: seat -> its orders, in arrays of one game
    injects, rulings : of white cell and umpire; a seat that asks for itself knows of none
    """

    cast: Cast
    table: Diplomacy
    seat: int | None
    orders: tuple[Mapping[int, Orders], ...]
    injects: tuple[Event, ...] = ()
    rulings: Mapping[tuple[str, str], bool] = field(default_factory=dict)

    def first_turn(self, worlds: State, dice: DiceLike) -> Step:
        """Play the turn in question in every world, once for each arm.

        Parameters
        ----------
        worlds : (replicate,) worlds before the turn
        dice : of as many rows

        Returns
        -------
        a step of arm x replicate rows, the worlds of the first arm first; its study is of the worlds, which all arms
        share
        """
        cast, number = self.cast, worlds.turn + 1
        study = cast.study(observe(cast.play.world, worlds))
        talks = self._talks(study, worlds, dice)
        decided = cast.orders(study, talks, dice, number)
        orders = _joined([_with(decided, arm) for arm in self.orders])
        rows = np.tile(np.arange(worlds.replicates), len(self.orders))
        before, talks = worlds.take(rows), _rows(talks, rows)
        luck = tiled(dice, len(self.orders))
        if self.rulings:
            luck = RuledDice(luck, self.rulings)
        turn = Turn(cast.play, number, before, orders, talks, luck, Book(keep=False), self.injects)
        return Step(number, before, study, talks, orders, adjudicate(turn))

    def _talks(self, study: Study, worlds: State, dice: DiceLike) -> Diplomacy:
        """Return the talks of every world: the seat's own as they stand, those among others by house AI."""
        world = self.cast.play.world
        held = _rows(self.table, np.zeros(worlds.replicates, dtype=np.intp))
        if self.seat is None:
            return held
        theirs = self.cast.diplomacy(study, public_face(world, worlds), dice, worlds.turn + 1)
        mine, comes = world.party[:, self.seat], world.attends[:, self.seat]
        parts = {
            each.name: np.where(
                comes if each.name == "convened" else mine,
                getattr(held, each.name),
                getattr(theirs, each.name),
            )
            for each in fields(Diplomacy)
        }
        return Diplomacy(**parts)


def drafted(sitting: Sitting, drafts: Mapping[str, Draft], keep_sealed: bool) -> dict[int, Orders]:
    """Return seat -> its orders for one arm, each checked as if it were to be sealed.

    Parameters
    ----------
    keep_sealed : let seats without a draft do what they sealed, where they did

    Raises
    ------
    OrderError
        a draft that is not legal, in the words of ``Game.submit``
    """
    play, table = sitting.play, sitting.talks.diplomacy()
    facts: dict[str, Mapping[str, Any]] = dict(sitting.sealed) if keep_sealed else {}
    facts |= {seat: sitting.check(seat, draft) for seat, draft in drafts.items()}
    made = {}
    for seat, fact in facts.items():
        place, orders = play.world.index["nation"][seat], no_orders(play.world, 1)
        fill_orders(play, orders, place, fact, table)
        made[place] = orders
    return made


def _with(decided: Orders, arm: Mapping[int, Orders]) -> Orders:
    """Put the orders of an arm in place of those that house AI decided for the same seats."""
    parts = {each.name: np.array(getattr(decided, each.name)) for each in fields(Orders)}
    for seat, given in arm.items():
        for name, array in parts.items():
            # signatures are (replicate, agreement, nation), all others (replicate, nation, ...)
            place = (slice(None), slice(None), seat) if name == "sign" else (slice(None), seat)
            array[place] = getattr(given, name)[place]
    return Orders(**parts)


def _joined(arms: list[Orders]) -> Orders:
    return Orders(
        **{each.name: np.concatenate([getattr(arm, each.name) for arm in arms]) for each in fields(Orders)}
    )


def _rows(talks: Diplomacy, rows: Any) -> Diplomacy:
    return Diplomacy(**{each.name: getattr(talks, each.name)[rows] for each in fields(Diplomacy)})
