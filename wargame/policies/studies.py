"""Studies: what some seats make of what they see, worked out once a turn for diplomacy and for orders."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.adjudication.turn import Play
from wargame.arrays import Array
from wargame.observation import Observation
from wargame.policies.bargaining import surplus
from wargame.policies.characters import Manner
from wargame.policies.stakes import Stakes
from wargame.policies.values import Values, values_of


@dataclass(frozen=True)
class Study:
    """What some seats make of what they see.

    Attributes
    ----------
    manner : their characters
    worth : (replicate, stake, term) the surplus of signing, points
    """

    observation: Observation
    manner: Manner
    values: Values
    stakes: Stakes
    worth: Array


def study(play: Play, stakes: Stakes, observation: Observation, manner: Manner, aims: bool = True) -> Study:
    """Return what the seats of an observation make of it; ``aims`` as in ``values_of``."""
    values = values_of(play, observation, manner, aims)
    return Study(observation, manner, values, stakes, surplus(play, stakes, observation, values, manner))
