"""Noise of house AI, drawn by the names of seat and thing: one thing more leaves the noise of the others alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wargame.arrays import Array, BoolArray
from wargame.dice import DiceLike


def noise(
    dice: DiceLike, rule: str, seats: Sequence[str], things: Sequence[str], asked: BoolArray, turn: int
) -> Array:
    """Return a draw for every seat and thing it may choose.

    Parameters
    ----------
    rule : name of the rule, for example ``"policy.order"``
    seats, things : ids of the two axes
    asked : (seat, thing), flag, draws that are wanted
    turn : the turn in play, from 1

    Returns
    -------
    (replicate, seat, thing), in [0, 1); 0.5 where no draw is wanted

    Examples
    --------
    >>> from wargame.dice import Dice
    >>> few = noise(Dice(7), "policy.order", ["JPN"], ["hold"], np.ones((1, 1), dtype=bool), 1)
    >>> more = noise(Dice(7), "policy.order", ["JPN"], ["test", "hold"], np.array([[False, True]]), 1)
    >>> print(more[0, 0, 0], bool(more[0, 0, 1] == few[0, 0, 0]))
    0.5 True
    """
    rows, columns = np.nonzero(asked)
    names = [f"{seats[row]}:{things[column]}" for row, column in zip(rows, columns, strict=True)]
    result = np.full((dice.replicates, *asked.shape), 0.5)
    if names:
        result[:, rows, columns] = dice.uniform(rule, names, turn)
    return result
