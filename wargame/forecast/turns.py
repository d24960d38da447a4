"""Turns that a what-if may ask about: the open one, one that was played, or one of a state alone."""

from __future__ import annotations

from collections.abc import Mapping

from wargame.adjudication.turn import Play
from wargame.faults import WargameError
from wargame.game import Game
from wargame.model import WargameModel
from wargame.sitting import Sitting
from wargame.state import State


def open_turn(where: Game | Sitting, turn: int | None) -> Sitting:
    """Return the open turn that is meant; a turn that was played is opened again, as its table stood.

    Parameters
    ----------
    turn : from 1; the open one if not given

    Raises
    ------
    WargameError
        the game is over and no turn was named, or the turn is neither played nor open
    """
    if isinstance(where, Game):
        game = where
        number = game.turn + 1 if turn is None else turn
        if game.over and turn is None:
            raise WargameError(
                f"The game is over ({game.ending}), there is nothing left to order. Name a turn, 1 to {game.turn}."
            )
        if not 1 <= number <= game.turn + (not game.over):
            last = game.turn + (not game.over)
            raise WargameError(f"Turn {number} is neither played nor open. Write 1 to {last}.")
        if number == game.turn + 1:
            return game.sitting
        again = game.branch(number - 1).sitting
        again.take_up(game.record.of(number))
        return again
    if turn not in (None, where.turn):
        raise WargameError(f"This is turn {where.turn}. Leave the turn out, or ask the game itself.")
    if not bool(where.model.state.playing.all()):
        raise WargameError("The game is over, there is nothing left to order. Take a turn before its end.")
    return where


def sitting_at(
    play: Play, state: State, *, seed: int = 0, characters: Mapping[str, str] | None = None
) -> Sitting:
    """Return an open turn of a state that belongs to no game, with house AI at the table in every seat.

    Parameters
    ----------
    state : of one game, still playing
    seed : names the dice by which house AI bargains, and the fresh luck of a what-if

    Raises
    ------
    WargameError
        a state of several games, an unknown seat or character
    """
    if state.replicates != 1:
        raise WargameError(
            f"A turn is open in one game, and the state holds {state.replicates}. Take one row."
        )
    model = WargameModel(play, seed=seed, characters=characters, ledger=False, collect=False)
    model.state, model.states = state, [state]
    return Sitting(model, (), lambda fact: None)
