"""Blocks of games: many replicates in lockstep, house AI in every seat.

Row r of a block is bit for bit the game that is played alone with replicate r.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wargame.adjudication import adjudicate
from wargame.adjudication.opening import open_state
from wargame.adjudication.turn import Turn
from wargame.dice import DiceLike
from wargame.ledger import Book
from wargame.observation import Observation, observe, public_face
from wargame.orders import Diplomacy, Orders, idle
from wargame.policies import Cast
from wargame.state import State


@dataclass(frozen=True)
class Step:
    """One turn of a block: what was seen, said and ordered, the state before and after."""

    turn: int
    before: State
    observation: Observation
    diplomacy: Diplomacy
    orders: Orders
    after: State


def play_block(
    cast: Cast, dice: DiceLike, book: Book | None = None, holding: Sequence[int] = ()
) -> Iterator[Step]:
    """Play a block of whole games turn by turn; the last step holds the final state.

    Parameters
    ----------
    cast : house AI of every seat
    dice : seed, first replicate and number of replicates
    book : a ledger to keep, for one game; none for an ensemble
    holding : seats that issue and sign nothing, to see what playing is worth to them
    """
    play = cast.play
    state = open_state(play, dice.replicates)
    book = book or Book(keep=False)
    for turn in range(1, play.scenario.frame.turns + 1):
        observation = observe(play.world, state)
        study = cast.study(observation)
        diplomacy = cast.diplomacy(study, public_face(play.world, state), dice, turn)
        orders = cast.orders(study, diplomacy, dice, turn)
        if holding:
            orders = idle(orders, holding)
        book.turn = turn
        after = adjudicate(Turn(play, turn, state, orders, diplomacy, dice, book))
        yield Step(turn, state, observation, diplomacy, orders, after)
        state = after
        if not state.playing.any():
            return
