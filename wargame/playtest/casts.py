"""Who plays in a play-test: the scenario's own characters, mixes of them, or one in every seat."""

from __future__ import annotations

from wargame.adjudication.turn import Play
from wargame.dice import Dice
from wargame.policies import Cast, cast_of

MIXES = 20
"""Casts that a mix of characters is made of."""


def mixed_casts(play: Play, count: int, seed: int = 0) -> tuple[Cast, ...]:
    """Return casts in which each seat has its scenario character or, as likely, any of the ruleset's."""
    world = play.world
    names = tuple(world.ruleset.characters)
    u = Dice(seed, 0, count).uniform("playtest.cast", world.ids["nation"], 1, 2)
    casts = []
    for row in u:
        wanted = {
            seat: names[int(row[n, 1] * len(names))]
            for n, seat in enumerate(world.ids["nation"])
            if row[n, 0] < 0.5
        }
        casts.append(cast_of(play, wanted))
    return tuple(casts)


def uniform_cast(play: Play, character: str) -> Cast:
    """Return the cast in which every seat has one character.

    Raises
    ------
    WargameError
        an unknown character, with the nearest known one
    """
    return cast_of(play, dict.fromkeys(play.world.ids["nation"], character))


def casts_of(play: Play, characters: str, games: int, seed: int = 0) -> tuple[Cast, ...]:
    """Return the casts of a play-test: the scenario's ``own``, ``mixed`` ones, or one character in every seat.

    Raises
    ------
    WargameError
        an unknown character, with the nearest known one
    """
    if characters == "own":
        return (cast_of(play),)
    if characters == "mixed":
        return mixed_casts(play, min(games, MIXES), seed)
    return (uniform_cast(play, characters),)
