"""Blocks of games: many replicates in lockstep, house AI in every seat.

Row r of a block is bit for bit the game that is played alone with replicate r.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wargame.adjudication import adjudicate
from wargame.adjudication.opening import open_state
from wargame.adjudication.turn import Turn
from wargame.dice import DiceLike
from wargame.ledger import Book
from wargame.observation import Observation, observe, public_face
from wargame.orders import Diplomacy, Orders
from wargame.policies import Cast, Study
from wargame.state import State

Amend = Callable[[Study, Diplomacy, Orders], Orders]
"""What is ordered instead: what the seats make of what they see, the talks and the orders decided -> orders."""


@dataclass(frozen=True)
class Step:
    """One turn of a block: what was seen, made of it, said and ordered, the state before and after."""

    turn: int
    before: State
    study: Study
    diplomacy: Diplomacy
    orders: Orders
    after: State

    @property
    def observation(self) -> Observation:
        """What all seats saw."""
        return self.study.observation


def play_block(
    cast: Cast,
    dice: DiceLike,
    book: Book | None = None,
    amend: Amend | None = None,
    start: State | None = None,
) -> Iterator[Step]:
    """Play a block of games to their end, turn by turn; the last step holds the final state.

    Parameters
    ----------
    cast : house AI of every seat
    dice : seed, first replicate and number of replicates
    book : a ledger to keep, for one game; none for an ensemble
    amend : puts other orders in place of those that house AI decided, for some seats or rows
    start : where the games stand, the scenario's opening if not given; games that are over yield no step
    """
    play = cast.play
    state = open_state(play, dice.replicates) if start is None else start
    book = book or Book(keep=False)
    for turn in range(state.turn + 1, play.scenario.frame.turns + 1):
        if not state.playing.any():
            return
        study = cast.study(observe(play.world, state))
        diplomacy = cast.diplomacy(study, public_face(play.world, state), dice, turn)
        orders = cast.orders(study, diplomacy, dice, turn)
        if amend is not None:
            orders = amend(study, diplomacy, orders)
        book.turn = turn
        after = adjudicate(Turn(play, turn, state, orders, diplomacy, dice, book))
        yield Step(turn, state, study, diplomacy, orders, after)
        state = after
