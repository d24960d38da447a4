"""Stakes: what each seat could sign, packed on one axis.

Of all seats x agreements only the parties of each agreement have anything at stake in it, two of six or two of
thirty; whatever bargaining works out, it works out for these.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from wargame.arrays import Array, IntArray
from wargame.world import World


@dataclass(frozen=True)
class Stakes:
    """The agreements that some seats are parties of: seat by seat, agreements rising within a seat.

    Attributes
    ----------
    seats : (seat,) nations, as in the observation they are used with
    place : (stake,) place of the seat among ``seats``;  agreement : (stake,) what it could sign
    """

    world: World
    seats: IntArray
    place: IntArray
    agreement: IntArray

    @property
    def seat(self) -> IntArray:
        """(stake,) the nation that could sign."""
        return np.asarray(self.seats[self.place])

    @cached_property
    def spans(self) -> tuple[slice, ...]:
        """Stretch of each seat on the stake axis."""
        stops = np.cumsum(np.bincount(self.place, minlength=len(self.seats))).tolist()
        return tuple(slice(start, stop) for start, stop in zip([0, *stops], stops, strict=False))

    @cached_property
    def number(self) -> IntArray:
        """(nation, agreement) place of each stake on its axis, -1 where a nation has none."""
        table = np.full((self.world.size("nation"), self.world.size("agreement")), -1, dtype=np.int32)
        table[self.seat, self.agreement] = np.arange(len(self.place))
        return table

    @cached_property
    def others(self) -> IntArray:
        """(stake, party) stakes of the other parties on the axis of all nations; short rows repeat their first."""
        everyone = np.full((self.world.size("nation"), self.world.size("agreement")), -1, dtype=np.int32)
        everyone[self.world.party.T] = np.arange(int(self.world.party.sum()))
        rows = [
            [int(number) for nation, number in enumerate(everyone[:, a]) if number >= 0 and nation != seat]
            for seat, a in zip(self.seat, self.agreement, strict=True)
        ]
        widest = max((len(row) for row in rows), default=1)
        return np.array([row + row[:1] * (widest - len(row)) for row in rows], dtype=np.int32).reshape(
            -1, widest
        )

    @cached_property
    def parties(self) -> IntArray:
        """(agreement, party) stakes in each agreement by seat order; -1 fills short rows."""
        rows = [[int(number) for number in column if number >= 0] for column in self.number.T]
        widest = max((len(row) for row in rows), default=1)
        return np.array([row + [-1] * (widest - len(row)) for row in rows], dtype=np.int32).reshape(
            -1, widest
        )

    def by_party(self, values: Any, empty: Any) -> Any:
        """Lay (replicate, stake) out as (replicate, agreement, party), with ``empty`` for parties without a seat."""
        return np.where(self.parties >= 0, values[:, self.parties], empty)

    def table(self, values: Any, empty: Any) -> Any:
        """Spread (replicate, stake) to (replicate, seat, agreement), with ``empty`` where there is no stake."""
        shape = (values.shape[0], len(self.seats), self.world.size("agreement"))
        spread = np.full(shape, empty, dtype=values.dtype)
        spread[:, self.place, self.agreement] = values
        return spread

    def of_nation(self, nation: IntArray, values: Array, empty: float) -> Array:
        """Return (replicate, agreement) what the stake of one nation in each agreement holds.

        Parameters
        ----------
        nation : (replicate, agreement) a nation for each agreement, -1 for none
        values : (replicate, stake)
        """
        number = np.where(nation >= 0, self.number[nation, np.arange(nation.shape[-1])], -1)
        held = np.take_along_axis(values, np.maximum(number, 0), axis=-1)
        return np.where(number >= 0, held, empty)


def stakes_of(world: World, seats: IntArray) -> Stakes:
    """Return what some seats could sign."""
    place, agreement = np.nonzero(world.party.T[seats])
    return Stakes(world, seats, place.astype(np.int32), agreement.astype(np.int32))
