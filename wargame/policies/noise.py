"""Noise of house AI: one stream a seat, dealt to things by the order of their names.

Renumbering nations or rows of a scenario leaves every draw where it belongs. One stream for each seat and thing would
also leave the draws alone when a thing is added, at ten times the cost of all other dice together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wargame.arrays import Array
from wargame.dice import DiceLike


def noise(dice: DiceLike, rule: str, seats: Sequence[str], things: Sequence[str], turn: int) -> Array:
    """Return a draw for every seat and thing it may choose.

    Parameters
    ----------
    rule : name of the rule, for example ``"policy.order"``
    seats, things : ids of the two axes
    turn : the turn in play, from 1

    Returns
    -------
    (replicate, seat, thing), in [0, 1)

    Examples
    --------
    >>> from wargame.dice import Dice
    >>> one = noise(Dice(7), "policy.order", ["JPN"], ["hold", "test"], 1)
    >>> other = noise(Dice(7), "policy.order", ["JPN"], ["test", "hold"], 1)
    >>> bool((one == other[..., ::-1]).all())
    True
    """
    place = np.argsort(np.argsort(np.asarray(things), kind="stable"), kind="stable")
    return dice.uniform(rule, seats, turn, len(things))[..., place]
