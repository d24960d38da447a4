"""The game as it was played: what was fed into every turn, who gave it, and the states on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from wargame.adjudication.turn import Play
from wargame.dice import Dice, DiceLike, fresh
from wargame.forecast import Forecast
from wargame.forecast.arms import Arms
from wargame.forecast.comparison import outcomes_for
from wargame.game import Game
from wargame.inputs import Inputs, fill_orders, read_inputs
from wargame.orders import Orders, no_orders
from wargame.outcomes import Outcome
from wargame.policies import Cast
from wargame.state import State

Sealed = Mapping[str, Mapping[str, Any]]
"""Seat -> its orders of a turn, as a record holds them."""
PEOPLE = frozenset({"person", "absent"})
"""Who sealed orders that stand whatever the world becomes."""


@dataclass(frozen=True)
class Sheet:
    """One game, for playing it again with something left out; it travels to other processes.

    Attributes
    ----------
    cast : house AI of every seat, as it plays now
    luck : the game's own dice
    states : states[t] after t turns
    inputs, sealed : of every turn played, inputs[t - 1] of turn t
    over : whether the game has ended
    """

    cast: Cast
    luck: Dice
    states: tuple[State, ...]
    inputs: tuple[Inputs, ...]
    sealed: tuple[Sealed, ...]
    over: bool

    @classmethod
    def of(cls, game: Game) -> Sheet:
        """Return the sheet of a game as it stands; a turn that is open does not count."""
        lines = [game.record.of(turn) for turn in range(1, game.turn + 1)]
        sealed = [{fact["seat"]: fact for fact in facts if fact["kind"] == "orders"} for facts in lines]
        return cls(
            game.cast,
            Dice(game.seed, game.replicate),
            tuple(game.model.states),
            tuple(read_inputs(game.play, facts) for facts in lines),
            tuple(sealed),
            game.over,
        )

    @property
    def play(self) -> Play:
        """What is played."""
        return self.cast.play

    @property
    def turns(self) -> int:
        """Turns played."""
        return len(self.inputs)

    @property
    def last(self) -> int:
        """The turn to which games without something are played: to the end, or as far as this one is."""
        return self.play.scenario.frame.turns if self.over else self.turns

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What games are compared by."""
        return outcomes_for(self.play.world, "", 1)

    def people(self, turn: int) -> tuple[int, ...]:
        """Return the places of the seats whose orders of a turn were given by people."""
        found = [seat for seat, fact in self.sealed[turn - 1].items() if fact["by"] in PEOPLE]
        return tuple(sorted(self.play.world.index["nation"][seat] for seat in found))

    def ordered(self, turn: int, changed: Sealed | None = None) -> dict[int, Orders]:
        """Return seat -> its orders of a turn, as sealed, or changed for some seats."""
        table, made = self.inputs[turn - 1].diplomacy, {}
        for seat, fact in {**self.sealed[turn - 1], **(changed or {})}.items():
            place, orders = self.play.world.index["nation"][seat], no_orders(self.play.world, 1)
            fill_orders(self.play, orders, place, fact, table)
            made[place] = orders
        return made

    def arms(self, turn: int, changed: Sequence[Sealed | None], given: Inputs | None = None) -> Arms:
        """Return a turn that was played, once for each change of its orders.

        Parameters
        ----------
        changed : one an arm, None for the orders as they were
        given : injects and rulings instead of those of the turn
        """
        held = self.inputs[turn - 1]
        laid = given or held
        orders = tuple(self.ordered(turn, each) for each in changed)
        return Arms(self.cast, held.diplomacy, None, orders, laid.injects, laid.rulings)

    def future(self, turn: int, names: Sequence[str], arms: Arms) -> Forecast:
        """Return paired games from the start of a turn on, under fresh luck that all arms of the turn share."""
        seed = fresh(self.luck.seed, f"review {self.luck.first_replicate} {turn}")
        start = partial(copies, self.states[turn - 1])
        return Forecast(tuple(names), names[0], "", turn, arms, start, seed)


def copies(state: State, dice: DiceLike) -> State:
    """Return a state of one game, once for each row of the dice."""
    return state.take(np.zeros(dice.replicates, dtype=np.intp))
