"""A whole game in three sentences: its first treaty, its biggest turn, the course of its ladder."""

from __future__ import annotations

import numpy as np

from wargame.game import Game
from wargame.narrate import names
from wargame.state import IN_FORCE, LEVELS


def story(game: Game) -> list[str]:
    """Return what became of a game that is over, in a sentence each; the whole may be told then.

    Raises
    ------
    ValueError
        the game is not over
    """
    if not game.over:
        raise ValueError("story: the game is not over, and a story tells all of it.")
    return [_first_treaty(game), _biggest_turn(game), _ladder(game)]


def _first_treaty(game: Game) -> str:
    """Return the agreement that was the first to come into force during play."""
    states = game.model.states
    for turn in range(1, len(states)):
        fresh = np.flatnonzero(
            (states[turn].agreement[0] == IN_FORCE) & (states[turn - 1].agreement[0] != IN_FORCE)
        )
        if fresh.size:
            name = game.play.world.ids["agreement"][int(fresh[0])]
            more = f", with {fresh.size - 1} more" if fresh.size > 1 else ""
            return (
                f"The first signature came in turn {turn}: {names.agreement(game.play.scenario, name)}{more}."
            )
    return "Nothing was signed from the first turn to the last."


def _biggest_turn(game: Game) -> str:
    """Return the turn that moved a flashpoint most, with the reason that moved it most."""
    tension = np.stack([state.tension[0] for state in game.model.states])
    moves = np.diff(tension, axis=0)
    turn, place = (int(each) for each in np.unravel_index(np.argmax(np.abs(moves)), moves.shape))
    name = game.play.world.ids["flashpoint"][place]
    moved = float(moves[turn, place])
    rows = [row for row in game.why(name, "tension", turn + 1).reasons if row.amount * moved > 0]
    largest = max(rows, key=lambda row: abs(row.amount))
    by = f" ({names.nation(game.play.scenario, largest.actor)})" if largest.actor else ""
    where = names.thing(game.play.scenario, name)
    course = f"from {tension[turn, place]:.0f} to {tension[turn + 1, place]:.0f}"
    return (
        f"The biggest move was in turn {turn + 1}: tension at {where} {'rose' if moved > 0 else 'fell'} {course}, most "
        f"of all by “{names.reason(game.play.scenario, largest.reason, largest.rule)}”{by}."
    )


def _ladder(game: Game) -> str:
    """Return how high each flashpoint climbed, and where it came to rest."""
    levels = np.stack([state.level[0] for state in game.model.states])
    told = []
    for place, row in enumerate(game.play.scenario.flashpoints.values()):
        first, worst, last = (
            LEVELS[int(each)] for each in (levels[0, place], levels[:, place].max(), levels[-1, place])
        )
        high = f" by way of {worst}" if worst not in (first, last) else ""
        told.append(
            f"{row.name} stayed at {last}"
            if first == worst == last
            else f"{row.name} went from {first}{high} to {last}"
        )
    text = "; ".join(told)
    return f"On the ladder, {text}."
