"""A turn gathered into plain values: what a program reads, and what is then told in words.

Everything is gathered either whole (for the facilitator and for games of house AI) or as one seat may know it; what
the seat may not see is left out here, so that no way of telling can show it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from wargame.adjudication.phases.ladder import crisis_due
from wargame.narrate import names
from wargame.reasons import Past
from wargame.scenario import Scenario
from wargame.state import BREAKDOWN, CLOSED, IN_FORCE, LEVELS, STAGES, State
from wargame.world import World

Fact = dict[str, Any]
ENDINGS = {0: "playing", CLOSED: "closed", BREAKDOWN: "breakdown"}


@dataclass(frozen=True)
class Scene:
    """One turn to be told: what came in, what was so before and after, and for whom.

    Attributes
    ----------
    log : facts of the turn as the record holds them
    seat : the seat it is told to, "" for everything
    """

    past: Past
    log: Sequence[Mapping[str, Any]]
    turn: int
    seat: str = ""

    @property
    def world(self) -> World:
        """The world in play."""
        return self.past.world

    @property
    def scenario(self) -> Scenario:
        """The scenario in play."""
        return self.world.scenario

    @property
    def before(self) -> State:
        """The state at the start of the turn."""
        return self.past.states[self.turn - 1]

    @property
    def after(self) -> State:
        """The state at its end."""
        return self.past.states[self.turn]

    def of(self, kind: str) -> list[Mapping[str, Any]]:
        """Return the facts of a kind."""
        return [fact for fact in self.log if fact["kind"] == kind]

    @property
    def orders(self) -> dict[str, Mapping[str, Any]]:
        """Each seat's orders; the last ones count."""
        return {fact["seat"]: fact for fact in self.of("orders")}

    def sees(self, parties: Sequence[str]) -> bool:
        """Tell whether what passes between some nations is told."""
        return not self.seat or self.seat in parties


def gather(scene: Scene) -> Fact:
    """Return one turn as plain values that JSON can hold."""
    from wargame.narrate.changes import changes, standings

    return {
        "turn": scene.turn,
        "turns": scene.scenario.frame.turns,
        "year": scene.world.year(scene.turn),
        "news": news(scene),
        "rulings": [dict(fact) for fact in scene.of("ruling")],
        "meetings": meetings(scene),
        "deals": deals(scene),
        "orders": orders(scene),
        "crisis": crisis(scene),
        "milestones": milestones(scene),
        "changes": changes(scene),
        **standings(scene),
        "ending": ENDINGS[int(scene.after.ending[0])],
        "pusher": _pusher(scene),
        "digest": scene.after.digest(),
    }
