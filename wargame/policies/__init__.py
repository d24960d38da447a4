"""House AI: observation in, diplomacy and orders out. One character is one data row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wargame.adjudication.turn import Play
from wargame.arrays import Array, IntArray
from wargame.dice import DiceLike
from wargame.observation import Observation
from wargame.orders import COUNTERED, Diplomacy, Orders
from wargame.policies.bargaining import answers, conclude, offers, takes
from wargame.policies.characters import Manner, choose, manner_of
from wargame.policies.decisions import decide
from wargame.policies.stakes import Stakes, stakes_of
from wargame.policies.studies import Study, study

__all__ = ["FACE", "Cast", "Study", "cast_of"]

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

    def stakes(self, seats: IntArray) -> Stakes:
        """Return what some seats could sign; worked out once for each set of seats."""
        key = tuple(int(seat) for seat in seats)
        if key not in self._stakes:
            self._stakes[key] = stakes_of(self.play.world, seats)
        return self._stakes[key]

    @cached_property
    def _stakes(self) -> dict[tuple[int, ...], Stakes]:
        return {}

    def guess(self, face: Observation) -> Array:
        """Return (replicate, stake of all nations, term) what an outsider thinks each gains by signing."""
        return study(self.play, self.stakes(face.seats), face, self.face, aims=False).worth

    def study(self, observation: Observation) -> Study:
        """Return what the seats of an observation make of it; the two decisions of a turn rest on it."""
        seats = observation.seats
        return study(self.play, self.stakes(seats), observation, self.manner.at(seats))

    def diplomacy(self, study: Study, face: Observation, dice: DiceLike, turn: int) -> Diplomacy:
        """Run the three passes for all seats.

        Parameters
        ----------
        study : of what each seat sees, all seats in seat order
        face : ``observation.public_face`` of the same state
        turn : the turn in play, from 1
        """
        play, seen, stakes, worth = self.play, study.observation, study.stakes, study.worth
        made = offers(play, stakes, worth, self.guess(face), seen, self.manner, dice, turn)
        reply, term = answers(play, stakes, made, worth, self.manner, dice, turn)
        countered = np.where(reply == COUNTERED, term, 0).max(axis=1).astype(np.int32)
        taken = takes(stakes, made, countered, worth, self.manner)
        return conclude(play, made, reply, term, taken)

    def orders(self, study: Study, diplomacy: Diplomacy, dice: DiceLike, turn: int) -> Orders:
        """Return the orders of the seats of a study; entries of other seats stay empty."""
        return decide(self.play, study, diplomacy, dice, turn)


def cast_of(play: Play, wanted: Mapping[str, str] | None = None) -> Cast:
    """Return the house AI of a game: the scenario's characters, with some seats' replaced.

    Raises
    ------
    WargameError
        an unknown seat or character, with the nearest known one
    """
    return Cast(play, choose(play.world, wanted))
