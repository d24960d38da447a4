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
from wargame.orders import COUNTERED, Diplomacy, Orders
from wargame.policies.bargaining import answers, conclude, offers, surplus, takes
from wargame.policies.characters import Manner, choose, manner_of
from wargame.policies.decisions import decide
from wargame.policies.values import Values, values_of

FACE = "balancer"
"""Character that outsiders assume of a nation they do not know."""


@dataclass(frozen=True)
class Study:
    """What some seats make of what they see: worked out once, used for diplomacy and for orders.

    ``worth`` is (replicate, seat, agreement, term), the surplus of signing.
    """

    observation: Observation
    manner: Manner
    values: Values
    worth: Array


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

    def guess(self, face: Observation) -> Array:
        """Return (replicate, nation, agreement, term) what an outsider thinks each nation gains by signing."""
        return surplus(self.play, face, values_of(self.play, face, self.face, aims=False), self.face)

    def study(self, observation: Observation) -> Study:
        """Return what the seats of an observation make of it; the two decisions of a turn rest on it."""
        manner = self.manner.at(observation.seats)
        values = values_of(self.play, observation, manner)
        return Study(observation, manner, values, surplus(self.play, observation, values, manner))

    def diplomacy(self, study: Study, face: Observation, dice: DiceLike, turn: int) -> Diplomacy:
        """Run the three passes for all seats.

        Parameters
        ----------
        study : of what each seat sees, all seats in seat order
        face : ``observation.public_face`` of the same state
        turn : the turn in play, from 1
        """
        world, seen, worth = self.play.world, study.observation, study.worth
        made = offers(self.play, worth, self.guess(face), seen, self.manner, dice, turn)
        reply, term = answers(self.play, made, worth, seen, self.manner, dice, turn)
        countered = np.where(reply == COUNTERED, term, 0).max(axis=1).astype(np.int32)
        taken = takes(world, made, countered, worth, self.manner)
        return conclude(self.play, made, reply, term, taken)

    def orders(self, study: Study, diplomacy: Diplomacy, dice: DiceLike, turn: int) -> Orders:
        """Return the orders of the seats of a study; entries of other seats stay empty."""
        return decide(
            self.play, study.observation, study.values, study.worth, study.manner, diplomacy, dice, turn
        )


def cast_of(play: Play, wanted: Mapping[str, str] | None = None) -> Cast:
    """Return the house AI of a game: the scenario's characters, with some seats' replaced.

    Raises
    ------
    WargameError
        an unknown seat or character, with the nearest known one
    """
    return Cast(play, choose(play.world, wanted))
