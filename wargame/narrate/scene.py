"""The scene of a turn: all that a telling may look at, whole or as one seat may know it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wargame.game import Game
from wargame.reports import TurnReport
from wargame.scenario import Scenario
from wargame.state import State
from wargame.world import World

Fact = dict[str, Any]


@dataclass(frozen=True)
class Scene:
    """One turn that was played, to be told.

    Attributes
    ----------
    turn : the turn told, from 1
    seat : the seat it is told to, ``EVERYBODY`` for what all may know, "" for everything
    """

    game: Game
    turn: int
    seat: str = ""

    @property
    def world(self) -> World:
        """The world in play."""
        return self.game.play.world

    @property
    def scenario(self) -> Scenario:
        """The scenario in play."""
        return self.game.play.scenario

    @property
    def before(self) -> State:
        """The state at the start of the turn."""
        return self.game.model.states[self.turn - 1]

    @property
    def after(self) -> State:
        """The state at its end."""
        return self.game.model.states[self.turn]

    @cached_property
    def report(self) -> TurnReport:
        """What the turn brought, as far as the seat may know it."""
        return self.game.report(self.turn, self.seat or None)

    @cached_property
    def sealed(self) -> Mapping[str, Mapping[str, Any]]:
        """Each seat's orders as they were sealed."""
        return {fact["seat"]: fact for fact in self.game.record.of(self.turn, "orders")}

    def sees(self, parties: Sequence[str]) -> bool:
        """Tell whether what passes between some nations is told."""
        return not self.seat or self.seat in parties
