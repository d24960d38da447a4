"""V08: contests, the race of threat and counter, capabilities that combine."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from wargame import theory
from wargame.adjudication import contest
from wargame.verification.target import Target, Tolerance, by_instrument, by_rule, of

FINE = Tolerance(1e-6)
FIRST, SECOND = 120.0, 80.0
FIVE = "five equals contend for 100, r = 0.8"
UNEQUAL = "a prize worth 120 to one, 80 to the other"
RACE = "race of threat and counter: stakes 100, a counter costs 2, a threat 1"


def effort(side: int) -> float:
    """Return what a side puts into a contest for a prize that the two value differently."""
    return float(theory.asymmetric_efforts(FIRST, SECOND)[side])


def guns() -> tuple[float, ...]:
    """Return the share of resources that goes into the contest, at two steepnesses."""
    return tuple(float(theory.guns_share(steepness)) for steepness in (1.0, 2.0))


def both_forms() -> tuple[float, ...]:
    """Return success by ratio and by difference."""
    ratio = contest.ratio_success(3.0, 1.0, 1.0, 2.0)
    return float(ratio), float(contest.difference_success(3.0, 1.0, 1.0, 0.5))


def raced(field: str) -> float:
    """Return a side of the race of threat and counter where it settles."""
    return float(getattr(theory.race_equilibrium(100.0, 2.0, 1.0), field))


def combined(*exponents: float) -> tuple[float, ...]:
    """Return what 4 and 9 make together at some exponents."""
    parts = np.array([4.0, 9.0])
    return tuple(float(contest.ces_aggregate(parts, np.ones(2), np.array(rho))) for rho in exponents)


def combined_between() -> tuple[float, ...]:
    """Return what they make by addition and half-way to it, and at the limits."""
    return combined(1.0, 0.5, -400.0, 400.0)


TARGETS = (
    Target(
        "V08a",
        "what each puts in",
        25.0,
        "r V (n - 1) / n^2",
        ("tullock1980",),
        (by_instrument(of(theory.symmetric_effort, 100.0, 2, 1.0), FINE),),
        given="two equals contend for 100, r = 1",
    ),
    Target(
        "V08b",
        "what each puts in",
        12.8,
        "r V (n - 1) / n^2",
        ("tullock1980",),
        (by_instrument(of(theory.symmetric_effort, 100.0, 5, 0.8), FINE),),
        given=FIVE,
    ),
    Target(
        "V08c",
        "share of the prize that is spent",
        0.64,
        "r (n - 1) / n",
        ("tullock1980",),
        (by_instrument(of(theory.rent_dissipation, 5, 0.8), FINE),),
        given=FIVE,
    ),
    *(
        Target(
            f"V08{letter}",
            f"what the {name} side puts in",
            expected,
            "own value squared times the other's, over the square of both",
            ("nti1999",),
            (by_instrument(partial(effort, side), FINE),),
            given=UNEQUAL,
        )
        for side, (letter, name, expected) in enumerate((("d", "keener", 28.8), ("e", "other", 19.2)))
    ),
    Target(
        "V08f",
        "chance of the keener side at 28.8 against 19.2",
        0.6,
        "V1 / (V1 + V2)",
        ("nti1999",),
        (by_rule(of(contest.ratio_success, 28.8, 19.2, 1.0, 1.0), FINE),),
        given=UNEQUAL,
    ),
    Target(
        "V08g",
        "share of resources in the contest",
        (0.5, 2.0 / 3.0),
        "m / (1 + m)",
        ("hirshleifer1991",),
        (by_instrument(guns, FINE),),
        given="guns and butter, m = 1 and m = 2",
    ),
    Target(
        "V08h",
        "success by ratio, by difference",
        (0.9, 1.0 / (1.0 + math.exp(-1.0))),
        "9 / (9 + 1); logistic of k times the difference",
        ("hirshleifer1989",),
        (by_instrument(both_forms),),
        given="3 against 1, m = 2 and k = 0.5",
    ),
    *(
        Target(
            f"V08{letter}",
            name,
            expected,
            basis,
            ("tullock1980", "nti1999"),
            (by_instrument(partial(raced, field), FINE),),
            given=RACE,
        )
        for letter, name, field, expected, basis in (
            ("i", "counter effort", "counter", 100.0 / 9.0, "vD^2 vA / (vD + vA)^2 with v = stakes / cost"),
            ("j", "threat effort", "threat", 200.0 / 9.0, "vA^2 vD / (vD + vA)^2"),
            ("k", "share the counter stops", "success", 1.0 / 3.0, "vD / (vD + vA)"),
        )
    ),
    Target(
        "V08l",
        "sum, half-way, weakest link, best shot",
        (13.0, 25.0, 4.0, 9.0),
        "4 + 9, (2 + 3)^2, the lesser, the greater",
        ("hirshleifer1983",),
        (by_rule(combined_between),),
        given="4 and 9 combined: rho 1, 1/2, -400, 400",
    ),
)
