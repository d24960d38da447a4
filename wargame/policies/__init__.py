"""House AI: observation in, diplomacy and orders out. One character is one data row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wargame.adjudication.turn import Play
from wargame.arrays import Array
from wargame.dice import DiceLike
from wargame.observation import Observation
from wargame.orders import Diplomacy, Orders
from wargame.policies.bargaining import answers, conclude, offers, surplus, takes
from wargame.policies.characters import Manner, choose, manner_of
from wargame.policies.decisions import decide
from wargame.policies.values import Values, values_of

FACE = "balancer"
"""Character that outsiders assume of a nation they do not know."""


@dataclass(frozen=True)
class Cast:
    """The house AI of a game: one character a seat. Works on one game or on a block, on observations only."""

    play: Play
    characters: tuple[str, ...]

    @cached_property
    def manner(self) -> Manner:
        """Characters of all seats."""
        return manner_of(self.play.world, self.characters)

    @cached_property
    def face(self) -> Manner:
        """What outsiders assume of all seats."""
        return manner_of(self.play.world, (FACE,) * len(self.characters))

    def values(self, observation: Observation) -> Values:
        """Return what the seats of an observation value."""
        return values_of(self.play, observation, self.manner.at(observation.seats))

    def surplus(self, observation: Observation) -> Array:
        """Return (replicate, seat, agreement, term) what signing is worth to the seats."""
        manner = self.manner.at(observation.seats)
        return surplus(self.play, observation, self.values(observation), manner)

    def guess(self, face: Observation) -> Array:
        """Return (replicate, nation, agreement, term) what an outsider thinks each nation gains by signing."""
        return surplus(self.play, face, values_of(self.play, face, self.face), self.face)

    def diplomacy(self, observation: Observation, face: Observation, dice: DiceLike, turn: int) -> Diplomacy:
        """Run the three passes for all seats.

        Parameters
        ----------
        observation : what each seat sees, all seats in seat order
        face : ``observation.public_face`` of the same state
        turn : the turn in play, from 1
        """
        worth = self.surplus(observation)
        made = offers(self.play, worth, self.guess(face), observation, self.manner, dice, turn)
        reply, term = answers(self.play, made, worth, observation, self.manner, dice, turn)
        countered = np.where(reply == 2, term, 0).max(axis=1)
        taken = takes(self.play.world, made, countered.astype(np.int32), worth, self.manner)
        return conclude(self.play, made, reply, term, taken)

    def orders(self, observation: Observation, diplomacy: Diplomacy, dice: DiceLike, turn: int) -> Orders:
        """Return the orders of the seats of an observation; entries of other seats stay empty."""
        manner = self.manner.at(observation.seats)
        values = values_of(self.play, observation, manner)
        worth = surplus(self.play, observation, values, manner)
        return decide(self.play, observation, values, worth, manner, diplomacy, dice, turn)


def cast_of(play: Play, wanted: Mapping[str, str] | None = None) -> Cast:
    """Return the house AI of a game: the scenario's characters, with some seats' replaced.

    Raises
    ------
    WargameError
        an unknown seat or character, with the nearest known one
    """
    return Cast(play, choose(play.world, wanted))
