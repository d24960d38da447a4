"""V09: how nations split into two sides, among all ways to split them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from wargame.adjudication import alignment
from wargame.arrays import Array, BoolArray
from wargame.faults import WargameError
from wargame.verification.target import SAME, Target, Tolerance, by_instrument

ENEMIES = -np.ones((3, 3))
PARIAH = np.array([[0, -1, -1, -1], [-1, 0, 1, 1], [-1, 1, 0, 1], [-1, 1, 1, 0]], dtype=np.float64)
STATES_1936, PAIRS_1936 = "verify_landscape_1936_states.csv", "verify_landscape_1936_dyads.csv"
TIES_2022, SIZES_2022 = "landscape_2022_propensities.csv", "landscape_2022_sizes.csv"
PERCENT = 100.0
"""Sizes are shares of the world's capability in per cent."""
THREE = "three mutual enemies of equal size"
OPEN_1936 = "17 nations of 1936, open data, all 65,536 splits"
TEN = "ten actors of 2022, all 512 splits"
METHOD = "computed for this project by another program; a test of software, not a validation"


class Landscape(NamedTuple):
    """The splits of some nations that no single change of sides could better."""

    energy: Array
    """(minimum,)."""
    side: BoolArray
    """(minimum, nation), True on the side without the first nation."""


def landscape(propensity: Array, size: Array) -> Landscape:
    """Return the minima of all splits."""
    energy = alignment.alignment_energy(propensity, size)
    lowest = alignment.alignment_minima(energy)
    return Landscape(energy[lowest], alignment.configurations(len(size))[lowest])


def counted(propensity: Array) -> float:
    """Return how many minima nations of equal size have."""
    return float(len(landscape(propensity, np.ones(len(propensity))).energy))


def lowest_energy(propensity: Array) -> float:
    """Return the least energy among nations of equal size."""
    return float(landscape(propensity, np.ones(len(propensity))).energy.min())


def counted_and_lowest(propensity: Array) -> tuple[float, ...]:
    """Return both."""
    return counted(propensity), lowest_energy(propensity)


def landscape_1936(states: pd.DataFrame, pairs: pd.DataFrame) -> Landscape:
    """Return the minima of 1936: regimes alike draw together; rivalry, borders in dispute and past wars part."""
    place = _numbered(states["abb"])
    first, second = (_places(pairs[column], place, PAIRS_1936) for column in ("a", "b"))
    apart = pairs[["rivalry", "spatial_rivalry", "war_1900_1935"]].sum(axis=1)
    tie = np.zeros((len(place), len(place)))
    tie[first, second] = tie[second, first] = (pairs["same_regime"] - apart).to_numpy(dtype=np.float64)
    return landscape(tie, states["cinc_1936"].to_numpy(dtype=np.float64) * PERCENT)


def landscape_2022(ties: pd.DataFrame, sizes: pd.DataFrame) -> Landscape:
    """Return the minima of the ten actors of 2022."""
    order = _places(ties.columns, _numbered(sizes["iso3"]), TIES_2022)
    return landscape(ties.to_numpy(dtype=np.float64), sizes["cinc_2022_x100"].to_numpy()[order])


def best_1936(states: pd.DataFrame, pairs: pd.DataFrame) -> BoolArray:
    """Return who stands with Britain in the best split of 1936, (nation,)."""
    minima = landscape_1936(states, pairs)
    side = minima.side[int(np.argmin(minima.energy))]
    return np.asarray(side == side[_places(["GBR"], _numbered(states["abb"]), STATES_1936)[0]])


def counted_1936(states: pd.DataFrame, pairs: pd.DataFrame) -> float:
    """Return how many minima 1936 has."""
    return float(len(landscape_1936(states, pairs).energy))


def lowest_1936(states: pd.DataFrame, pairs: pd.DataFrame) -> float:
    """Return the least energy of 1936."""
    return float(landscape_1936(states, pairs).energy.min())


def britains_side(states: pd.DataFrame, pairs: pd.DataFrame) -> str:
    """Return who stands with Britain."""
    return _named(states["abb"][best_1936(states, pairs)])


def placed_as_published(states: pd.DataFrame, pairs: pd.DataFrame) -> float:
    """Return how many nations stand where the published prediction has them, sides named to its favour."""
    published = (states["published_prediction_side"] == "A").to_numpy()
    alike = int(np.sum(best_1936(states, pairs) == published))
    return float(max(alike, len(published) - alike))


def found_2022(ties: pd.DataFrame, sizes: pd.DataFrame) -> tuple[float, ...]:
    """Return how many minima 2022 has, and the least energy."""
    minima = landscape_2022(ties, sizes)
    return float(len(minima.energy)), float(minima.energy.min())


def side_2022(ties: pd.DataFrame, sizes: pd.DataFrame) -> str:
    """Return the side of 2022 without the United States."""
    minima = landscape_2022(ties, sizes)
    side = minima.side[int(np.argmin(minima.energy))]
    first = _places(["USA"], _numbered(ties.columns), TIES_2022)[0]
    return _named(ties.columns[side != side[first]])


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


def _places(names: Iterable[str], place: dict[str, int], file: str) -> list[int]:
    """Return the place of each name; a name that the other table lacks is told."""
    wanted = list(names)
    lacking = sorted(set(wanted) - place.keys())
    if lacking:
        raise WargameError(
            f"{file}: {', '.join(lacking)} is not among {', '.join(place)}. Use tables that were made together."
        )
    return [place[name] for name in wanted]


def _named(names: Iterable[str]) -> str:
    return " ".join(sorted(map(str, names)))


TARGETS = (
    Target(
        "V09a",
        "count of minima",
        3.0,
        "a triangle at odds: any one against the other two",
        ("galam1998",),
        (by_instrument(partial(counted, ENEMIES), SAME),),
        given=THREE,
    ),
    Target(
        "V09b",
        "least energy",
        -2.0,
        "two of three ties cut, each -1",
        ("galam1998",),
        (by_instrument(partial(lowest_energy, ENEMIES), SAME),),
        given=THREE,
    ),
    Target(
        "V09c",
        "count of minima, energy",
        (1.0, -3.0),
        "the pariah alone, three ties cut",
        ("axelrod1993",),
        (by_instrument(partial(counted_and_lowest, PARIAH), SAME),),
        given="a pariah and three friends",
    ),
    *(
        Target(
            f"V09{letter}",
            what,
            expected,
            METHOD,
            ("axelrod1993", "cow_nmc7"),
            (by_instrument(find, tolerance, tables=(STATES_1936, PAIRS_1936)),),
            given=OPEN_1936,
        )
        for letter, what, find, expected, tolerance in (
            ("d", "count of minima", counted_1936, 1.0, SAME),
            ("e", "least energy", lowest_1936, -1646.370464, Tolerance(1e-4)),
            ("f", "side of Britain", britains_side, "CZE DNK FIN FRA GBR SUN", SAME),
            ("g", "placed as published, of 17", placed_as_published, 14.0, SAME),
        )
    ),
    Target(
        "V09h",
        "count of minima, energy",
        (1.0, -1975.618),
        METHOD,
        ("axelrod1993", "cow_nmc7"),
        (by_instrument(found_2022, Tolerance(1e-2), tables=(TIES_2022, SIZES_2022)),),
        given=TEN,
    ),
    Target(
        "V09i",
        "side without the USA",
        "CHN PRK RUS",
        METHOD,
        ("axelrod1993", "cow_nmc7"),
        (by_instrument(side_2022, SAME, tables=(TIES_2022, SIZES_2022)),),
        given=TEN,
    ),
)
