"""A room: one table of an exercise, with what people of a team and the facilitator may do in it."""

from __future__ import annotations

from functools import cached_property

from wargame.workshop.hall import Hall
from wargame.workshop.place import Place
from wargame.workshop.white import WhiteCell


class Room(Hall):
    """One table of an exercise; made by ``Rooms.begin`` and ``Rooms.open``."""

    @cached_property
    def white(self) -> WhiteCell:
        """What the facilitator may do."""
        return WhiteCell(self)

    def place(self, person: int) -> Place:
        """Return the place of somebody of a team: their desk, and what they may do.

        Raises
        ------
        WargameError
            they have left, or sit at the big screen
        """
        return Place(self, person)
