"""How nations would fall into two sides, by what they are to each other now: read on demand, called by no phase."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wargame.adjudication import alignment
from wargame.adjudication.standing import MEASURES, powers
from wargame.adjudication.threat import power_share
from wargame.arrays import Array, BoolArray
from wargame.faults import WargameError
from wargame.state import State
from wargame.world import World

NEAR = 0.1
"""Part of the best split's energy by which another may fall short and still be told."""
PERCENT = 100.0
"""Sizes are percent of the power of all."""


@dataclass(frozen=True)
class Split:
    """One way to stand on two sides.

    Attributes
    ----------
    sides : ids of the nations on each side, that of the first nation first
    energy : below 0 the better those who get along stand together; 0 for all on one side
    minimum : no single nation could better it by changing sides
    """

    sides: tuple[tuple[str, ...], tuple[str, ...]]
    energy: float
    minimum: bool


def alignments(world: World, state: State, row: int = 0) -> dict[str, tuple[Split, ...]]:
    """Return every minimum and near-minimum of a game's alignment, the best first, by each measure of power.

    What nations are to each other is their relation; how much each counts is its power at the opening. Measures that
    the scenario does not tell of all nations are left out: let none of them stand alone, as they disagree.

    Parameters
    ----------
    row : the game, of those in the state

    Raises
    ------
    WargameError
        there are more nations than all ways to stand on two sides are listed for
    """
    if world.size("nation") > alignment.MOST_NATIONS:
        raise WargameError(
            f"{world.size('nation')} nations can stand on two sides in more ways than are listed. "
            f"{alignment.MOST_NATIONS} are the most: leave out those of least interest in a scenario of your own."
        )
    return {
        name: _splits(world, state.relation[row], size)
        for name, size in zip(MEASURES, powers(world), strict=True)
        if np.isfinite(size).all()
    }


def _splits(world: World, relation: Array, size: Array) -> tuple[Split, ...]:
    energy = alignment.alignment_energy(relation, power_share(size) * PERCENT)
    lowest = alignment.alignment_minima(energy)
    told = np.flatnonzero(lowest | alignment.near_minima(energy, NEAR))
    ways = alignment.configurations(len(size))
    found = [_split(world, ways[place], float(energy[place]), bool(lowest[place])) for place in told]
    return tuple(sorted(found, key=lambda each: each.energy))


def _split(world: World, other: BoolArray, energy: float, minimum: bool) -> Split:
    names = np.array(world.ids["nation"])
    return Split((tuple(names[~other].tolist()), tuple(names[other].tolist())), energy, minimum)
