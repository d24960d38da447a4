"""Characters: data rows of the ruleset as arrays, one entry a seat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wargame.arrays import Array, BoolArray, IntArray
from wargame.faults import WargameError, nearest
from wargame.world import World

FEATURES = (
    "tension",
    "status_quo",
    "trust",
    "relation",
    "cohesion",
    "rival_cohesion",
    "protection",
    "own_strike",
    "rival_strike",
    "progress",
    "approval",
    "home",
    "objective",
    "capital",
    "presence",
    "intelligence",
)
"""Value features a character weighs; 1 is the balancer's weight."""


@dataclass(frozen=True)
class Manner:
    """The characters of some seats, (seat,) each; ``weight`` by feature."""

    weight: Mapping[str, Array]
    noise: Array
    threshold: Array
    honesty: Array
    horizon: Array
    ease: Array
    ahead: BoolArray

    def at(self, seats: Sequence[int] | IntArray) -> Manner:
        """Return the manner of the chosen seats."""
        chosen = np.asarray(seats)
        return Manner(
            {name: values[chosen] for name, values in self.weight.items()},
            noise=self.noise[chosen],
            threshold=self.threshold[chosen],
            honesty=self.honesty[chosen],
            horizon=self.horizon[chosen],
            ease=self.ease[chosen],
            ahead=self.ahead[chosen],
        )


def choose(world: World, wanted: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the character of every seat: the scenario's, or the one wanted.

    Raises
    ------
    WargameError
        a seat or a character that does not exist
    """
    known = world.ruleset.characters
    chosen = {seat: row.character for seat, row in world.scenario.nations.items()}
    for seat, name in (wanted or {}).items():
        world.at("nation", seat)
        if name not in known:
            raise WargameError(f"{seat}: there is no character {name!r}. {nearest(name, known)}")
        chosen[seat] = name
    return tuple(chosen[seat] for seat in world.ids["nation"])


def manner_of(world: World, names: Sequence[str]) -> Manner:
    """Return the characters named, one entry a seat in seat order."""
    rows = [world.ruleset.characters[name] for name in names]

    def column(name: str) -> Array:
        return np.array([getattr(row, name) for row in rows], dtype=np.float64)

    weight = {f: np.array([row.weight.get(f, 1.0) for row in rows], dtype=np.float64) for f in FEATURES}
    return Manner(
        weight,
        noise=column("noise"),
        threshold=column("threshold"),
        honesty=column("honesty"),
        horizon=column("horizon"),
        ease=column("ease"),
        ahead=np.array([row.ahead for row in rows], dtype=np.bool_),
    )
