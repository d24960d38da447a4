"""Checks: a point played to see whether the conclusion turns over there, under the luck of the baseline.

It turns over where the whole 95 % interval of the mean lies on the other side of the limit than the baseline's mean.
Where the mean alone does, it may; more games would tell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wargame.arrays import Array
from wargame.experiment.charts.canvas import change, interval
from wargame.experiment.conclusion import HOLDS, OPEN, Conclusion
from wargame.experiment.intervals import mean_interval
from wargame.forecast.pairs import compare_pairs

TURNS, MAY, STAYS = "turns over", "may turn over", "stays"
"""What a check can say."""


@dataclass(frozen=True)
class Check:
    """What came of one point beside the design.

    Attributes
    ----------
    point : its place in the ensemble of all checks, kept in the folder ``changes``
    games : games played there
    mean, low, high : of the outcome, with its 95 % interval
    step, step_low, step_high : mean difference to the baseline game by game, with its 95 % interval
    verdict : ``turns over``, ``may turn over`` or ``stays``
    """

    point: int
    games: int
    mean: float
    low: float
    high: float
    step: float
    step_low: float
    step_high: float
    verdict: str

    def told(self, unit: str) -> str:
        """Return its figures, such as ``45 % (38 to 52 %), 21 points above the baseline (14 to 28)``."""
        mean = interval(self.mean, self.low, self.high, unit)
        return f"{mean}, {change(self.step, self.step_low, self.step_high, unit)}"


def check_of(tested: Conclusion, point: int, games: Array, baseline: Array) -> Check:
    """Return the check of a point.

    Parameters
    ----------
    games, baseline : (replicate,), the outcome of the conclusion under the same luck there and at the baseline
    """
    share = tested.outcome.unit == "share"
    mean, low, high = (float(each) for each in mean_interval(games, share))
    pairs = compare_pairs(games[None], baseline[None], np.array([share]))
    step, below, above = (float(each[0]) for each in (pairs.difference, pairs.low, pairs.high))
    there = bool(tested.holds(baseline.mean()))
    verdict = tested.verdicts(games[None])[0]
    if verdict != OPEN:
        told = STAYS if (verdict == HOLDS) == there else TURNS
    else:
        told = STAYS if bool(tested.holds(mean)) == there else MAY
    return Check(point, len(games), mean, low, high, step, below, above, told)
