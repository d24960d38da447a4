"""Designs: which values of its factors an experiment plays, as points of a unit cube.

Grid, Latin hypercube, Sobol sequence (Saltelli's scheme) and Morris trajectories; the last three by SALib. All
points of a design are played with the same luck: replicate r meets the same dice at each of them.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from wargame import dice
from wargame.arrays import Array, IntArray
from wargame.experiment.factors import Factor, total_of
from wargame.experiment.libraries import need

METHODS = ("grid", "latin", "sobol", "morris")
"""How a design chooses its points."""
LEVELS = 4
"""Levels of a Morris design, an even number."""
MOST_POINTS = 200_000
"""Most points that a design may have."""


@dataclass(frozen=True)
class Design:
    """The points of an experiment.

    Attributes
    ----------
    unit : (point, factor), places in the unit cube, in [0, 1]
    levels : levels of a grid or of Morris trajectories, 0 for other designs
    """

    method: str
    factors: tuple[Factor, ...]
    unit: Array
    levels: int = 0

    @property
    def points(self) -> int:
        """Number of points."""
        return len(self.unit)

    def values(self) -> pd.DataFrame:
        """Return one row a point and one column a factor, holding what the factor is there."""
        columns: dict[str, Any] = {
            factor.name: factor.values(self.unit[:, place]) for place, factor in enumerate(self.factors)
        }
        return pd.DataFrame(columns, index=pd.RangeIndex(self.points, name="point"))

    def sample(self) -> IntArray:
        """Return the places of the points that are a sample of the factors' ranges.

        Of a Sobol design those are the two independent matrices, the first and the last point of each group
        of ``factor + 2``. Morris trajectories are no sample: the points of one differ in one factor each.
        """
        places = np.arange(self.points, dtype=np.int32)
        group = len(self.factors) + 2
        if self.method == "sobol":
            return places[(places % group == 0) | (places % group == group - 1)]
        return places[:0] if self.method == "morris" else places


def count_points(method: str, factors: Sequence[Factor], size: int) -> int:
    """Return how many points a design has.

    Parameters
    ----------
    size : points (latin), base sample (sobol), trajectories (morris) or levels (grid)

    Examples
    --------
    >>> pull = Factor("growth.pull", "parameter", 0.15, 0.1, 0.2)
    >>> [count_points(method, [pull], 8) for method in METHODS]
    [8, 8, 24, 16]
    """
    if method == "grid":
        return total_of([len(each.choices) or size for each in factors])
    if method == "sobol":
        return size * (len(factors) + 2)
    return size * (len(factors) + 1) if method == "morris" else size


def design_of(method: str, factors: Sequence[Factor], size: int, seed: int, levels: int = LEVELS) -> Design:
    """Return a design; the same arguments give the same points.

    Parameters
    ----------
    method : one of ``METHODS``
    size : points (latin), base sample, best a power of two (sobol), trajectories (morris), levels (grid)
    seed : seed of the experiment; that of the design is made from it
    levels : levels of Morris trajectories, an even number

    Raises
    ------
    WargameError
        SALib is not installed (all but a grid)

    References
    ----------
    McKay, Beckman & Conover (1979), Technometrics 21 (Latin hypercube); Saltelli et al. (2010), Computer
    Physics Communications 181 (Sobol indices); Morris (1991), Technometrics 33; Campolongo, Cariboni &
    Saltelli (2007), Environmental Modelling & Software 22 (mu*).
    """
    held = tuple(factors)
    if method == "grid":
        axes = [factor.grid(size) for factor in held]
        return Design(
            method, held, np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, len(held)), size
        )
    problem, number = problem_of(held), seed_of(seed, f"design {method}")
    if method == "latin":
        unit = need("SALib.sample.latin").sample(problem, size, seed=number)
    elif method == "sobol":
        with warnings.catch_warnings():
            # a base sample that is no power of two is a little less even, and allowed
            warnings.simplefilter("ignore")
            unit = need("SALib.sample.sobol").sample(problem, size, calc_second_order=False, seed=number)
    else:
        unit = need("SALib.sample.morris").sample(problem, size, num_levels=levels, seed=number)
    return Design(method, held, np.asarray(unit, dtype=np.float64), levels if method == "morris" else 0)


def problem_of(factors: Sequence[Factor]) -> dict[str, Any]:
    """Return the factors as SALib names them, each over the unit interval."""
    names = [factor.name for factor in factors]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def seed_of(seed: int, label: str) -> int:
    """Return a seed for a library's own generator, 1 to 2**32 - 1; SALib takes 0 for none."""
    return 1 + dice.fresh(seed, label) % (2**32 - 1)
