"""V01, V02: the pure arms race, and the one it was fitted to."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from wargame import theory
from wargame.adjudication.growth import richardson_step
from wargame.arrays import Array
from wargame.verification.target import Target, Tolerance, by_instrument, of

REACTION, RUNAWAY = np.array([[0.0, 0.2], [0.3, 0.0]]), np.array([[0.0, 0.5], [0.6, 0.0]])
FATIGUE, GRIEVANCE = np.array([0.4, 0.5]), np.array([10.0, 20.0])
STABLE = "reaction 0.2 and 0.3, fatigue 0.4 and 0.5, grievance 10 and 20, from nothing"
BLOCS = "France and Russia, Germany and Austria-Hungary, 1909-13"
BLOCS_1909 = "verify_richardson_1909_1913.csv"
POWERS = ("france", "russia", "germany", "austria_hungary")


def settled(nation: int) -> float:
    """Return where the race settles."""
    return float(theory.richardson_fixed_point(REACTION, FATIGUE, GRIEVANCE)[nation])


def rate(place: int) -> float:
    """Return an eigenvalue of the race, the slowest first."""
    return float(theory.richardson_eigenvalues(REACTION, FATIGUE)[place])


def raced(reaction: Array, turns: int) -> Array:
    """Return spending after some yearly turns of the race from nothing."""
    spending = np.zeros(2)
    for _ in range(turns):
        spending = richardson_step(spending, reaction, FATIGUE, GRIEVANCE, 1.0)
    return spending


def raced_to(nation: int) -> float:
    """Return a nation's spending after 20 turns."""
    return float(raced(REACTION, 20)[nation])


def runaway_rate() -> float:
    """Return the yearly factor of a race without bound, from its largest eigenvalue."""
    return 1.0 + float(theory.richardson_eigenvalues(RUNAWAY, FATIGUE)[0])


def runaway_factor() -> float:
    """Return by how much the first nation's spending grows in the turn after the sixtieth."""
    return float(raced(RUNAWAY, 61)[0] / raced(RUNAWAY, 60)[0])


def critical_by_halving() -> float:
    """Return the reaction at which five equal nations stop coming to rest, by halving an interval."""
    low, high = 0.0, 1.0
    while high - low > 1e-9:
        middle = (low + high) / 2.0
        rates = theory.richardson_eigenvalues(middle * (1.0 - np.eye(5)), np.full(5, 0.35))
        low, high = (middle, high) if rates[0] < 0.0 else (low, middle)
    return low


def fitted(place: int, table: pd.DataFrame) -> float:
    """Return slope or balance of the race of 1909-13."""
    return float(theory.fit_race(table[list(POWERS)].to_numpy(dtype=np.float64))[place])


TARGETS = (
    *(
        Target(
            f"V01{letter}",
            f"spending of the {name} nation at rest",
            expected,
            "(b g + k h) / (a b - k l), and the like for the other",
            ("richardson1960",),
            (by_instrument(partial(settled, nation)),),
            given=STABLE,
        )
        for nation, (letter, name, expected) in enumerate(
            (("a", "first", 450.0 / 7.0), ("b", "second", 550.0 / 7.0))
        )
    ),
    *(
        Target(
            f"V01{letter}",
            f"{name} eigenvalue, 1/year",
            expected,
            "root of (x + a) (x + b) = k l",
            ("richardson1960",),
            (by_instrument(partial(rate, place)),),
            given=STABLE,
        )
        for place, (letter, name, expected) in enumerate((("c", "slow", -0.2), ("d", "fast", -0.7)))
    ),
    *(
        Target(
            f"V01{letter}",
            f"spending of the {name} nation after 20 turns",
            expected,
            "both updated at once, x + k y - a x + g",
            ("richardson1960",),
            (by_instrument(partial(raced_to, nation), Tolerance(1e-8)),),
            given=STABLE,
        )
        for nation, (letter, name, expected) in enumerate(
            (("e", "first", 63.47866923), ("f", "second", 77.76438352))
        )
    ),
    Target(
        "V01g",
        "growth factor a turn of a race that runs away",
        1.1,
        "1 + largest eigenvalue; runs away as k l exceeds a b",
        ("richardson1960",),
        (
            by_instrument(runaway_rate, how="eigenvalue"),
            by_instrument(runaway_factor, Tolerance(1e-3), how="60 turns played"),
        ),
        given="reaction 0.5 and 0.6, fatigue 0.4 and 0.5",
    ),
    Target(
        "V01h",
        "reaction from which the race runs away",
        0.0875,
        "a / (n - 1)",
        ("richardson1960",),
        (
            by_instrument(critical_by_halving, Tolerance(1e-6), how="halving the interval"),
            by_instrument(of(theory.critical_reaction, 5, 0.35), how="closed form"),
        ),
        given="five equal nations, fatigue 0.35",
    ),
    Target(
        "V02a",
        "rise of the total against its mean level, 1/year",
        0.73,
        "published slope",
        ("richardson1960", "rapoport1957"),
        (by_instrument(partial(fitted, 0), Tolerance(0.02), tables=(BLOCS_1909,)),),
        given=BLOCS,
    ),
    Target(
        "V02b",
        "total at which the race stands still, GBP m",
        194.0,
        "published intercept",
        ("richardson1960", "rapoport1957"),
        (by_instrument(partial(fitted, 1), Tolerance(2.0), tables=(BLOCS_1909,)),),
        given=BLOCS,
    ),
)
