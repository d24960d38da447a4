"""What a plan is made of: settings that are compiled, points of a design, blocks of games."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from wargame.adjudication.turn import Play, prepare
from wargame.policies import Cast, cast_of
from wargame.policies.characters import choose
from wargame.scenario import Scenario
from wargame.world import compile_world


@dataclass(frozen=True)
class Setting:
    """What has to be compiled anew: a scenario, arranged as it is to be played, and who plays it.

    Attributes
    ----------
    characters : seat -> house-AI character; only those that differ from the scenario's are kept
    changes : what of its numbers was arranged, for titles: parameter id -> value, "turns", "ruleset"

    Raises
    ------
    WargameError
        an unknown seat or character
    """

    scenario: Scenario
    characters: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        nations = self.scenario.nations
        if self.characters:
            choose(compile_world(self.scenario), self.characters)
        kept = {s: c for s in nations if (c := self.characters.get(s, "")) and c != nations[s].character}
        object.__setattr__(self, "characters", kept)

    def play(self, overrides: Mapping[str, Any] | None = None) -> Play:
        """Return the scenario made ready, with parameters overridden if wanted; see ``prepare``."""
        return prepare(self.scenario, overrides)

    def cast(self, overrides: Mapping[str, Any] | None = None) -> Cast:
        """Return the house AI of every seat, on a scenario made ready; see ``play``."""
        return cast_of(self.play(overrides), self.characters)


@dataclass(frozen=True)
class Point:
    """One row of a design.

    Attributes
    ----------
    setting : its place in ``Plan.settings``
    values : parameter id -> number, for parameters that are one number; those left out keep the ruleset's
    labels : factor -> value, for the tables
    """

    setting: int = 0
    values: Mapping[str, float] = field(default_factory=dict)
    labels: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        labels = {name: v.item() if isinstance(v, np.generic) else v for name, v in self.labels.items()}
        object.__setattr__(self, "values", {name: float(value) for name, value in self.values.items()})
        object.__setattr__(self, "labels", labels)


@dataclass(frozen=True)
class Block:
    """Some games of a plan, played side by side and kept in one part of each table.

    Its rows run point by point, and within a point by replicate.

    Attributes
    ----------
    number : place among the blocks of the plan, from 0
    points : places in ``Plan.points``, all of one setting
    first, replicates : first replicate, and how many, of every point
    """

    number: int
    setting: int
    points: tuple[int, ...]
    first: int
    replicates: int

    @property
    def games(self) -> int:
        """Games in the block."""
        return len(self.points) * self.replicates
