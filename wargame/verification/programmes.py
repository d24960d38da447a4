"""V06, V07: programmes that wait at their gates and cost more than planned, alone and with partners."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from wargame import theory
from wargame.adjudication import codevelopment, development
from wargame.dice import Dice
from wargame.verification.target import Target, Tolerance, by_instrument, by_rule, of

GATES = np.array([0.5, 0.4, 0.25, 0.2])
GAMES = 100_000
LONGEST = 120
"""Years after which no programme of these gates is still under way in so many games, to speak of."""
MEAN, DEVIATION = 1.46, 0.38
COST = f"log-normal cost growth of mean {MEAN} and s.d. {DEVIATION}"
FOUR_GATES = "four gates passed at 0.5, 0.4, 0.25, 0.2 a year"
TWO = "two partners, against going alone"
PENALTY, DELAY = 0.5, 1.0 / 3.0


def completion() -> tuple[float, float]:
    """Return mean and deviation of the years to the last gate, each funded stage passing by dice."""
    dice = Dice(seed=20211231, replicates=GAMES)
    stage, years = np.zeros(GAMES, dtype=np.int64), np.zeros(GAMES)
    chances = np.append(GATES, 0.0)
    for turn in range(LONGEST):
        years += stage < GATES.size
        u = dice.uniform("gate", ["programme"], turn)[:, 0]
        stage = stage + development.pass_gate(0.0, chances[stage], u)
    return float(years.mean()), float(years.std())


def completion_of(place: int) -> float:
    """Return mean or deviation of the years to the last gate, by dice."""
    return completion()[place]


def gate_moment(place: int) -> float:
    """Return mean or deviation of the years to the last gate, by their sums."""
    return float(theory.stage_gate_moments(GATES)[place])


def revealed(z: float) -> float:
    """Return the cost growth, in log units, that one stage reveals at so many deviations from the median."""
    # twelve draws less 6 are the normal draw
    u = np.full(12, (6.0 + z) / 12.0)
    return float(development.cost_shock(MEAN, DEVIATION, 1, u))


def sigma() -> float:
    """Return the deviation of the logarithm of cost growth."""
    return revealed(1.0) - revealed(0.0)


def median() -> float:
    """Return the median of cost growth."""
    return math.exp(revealed(0.0))


def under_estimate() -> float:
    """Return how often the shocks of four stages leave the final cost below the estimate."""
    u = Dice(seed=3, replicates=GAMES).uniform("cost", ["a", "b", "c", "d"], 1, 12)
    growth = development.cost_shock(MEAN, DEVIATION, 4, u).sum(axis=-1)
    return float(np.mean(growth < 0.0))


def paid(partners: int, share: float) -> float:
    """Return what a partner with a share pays, as a multiple of going alone."""
    return float(codevelopment.cost_to_partner(1.0, partners, PENALTY, np.array([share]))[0])


def paid_by_each(partners: int) -> float:
    """Return what each of equal partners pays."""
    return paid(partners, 1.0 / partners)


def even_share() -> float:
    """Return the share of two at which joining costs what going alone does."""
    return 1.0 / paid(2, 1.0)


def collaboration(partners: int) -> tuple[Target, ...]:
    """Return the row of the collaboration table for a number of partners."""
    words = "one alone" if partners == 1 else f"{partners} partners, as multiples of one alone"
    cost, delay = partners**0.5, partners ** (1 / 3)
    source = ("hartley2014",)
    return (
        Target(
            f"V07a{partners}",
            "total cost",
            cost,
            "square root of the number of partners",
            source,
            (by_rule(of(codevelopment.collaboration_cost, 1.0, partners, PENALTY)),),
            given=words,
        ),
        Target(
            f"V07b{partners}",
            "cost to each",
            1.0 / cost,
            "one over the square root of the number of partners",
            source,
            (
                by_rule(partial(paid_by_each, partners), how="equal share"),
                by_instrument(of(codevelopment.cost_per_partner, 1.0, partners, PENALTY), how="closed form"),
            ),
            given=words,
        ),
        Target(
            f"V07c{partners}",
            "schedule",
            delay,
            "cube root of the number of partners",
            source,
            (by_instrument(of(codevelopment.schedule_multiple, partners, DELAY)),),
            given=words,
        ),
    )


TARGETS = (
    *(
        Target(
            f"V06{letter}",
            f"{name} of the years to completion",
            expected,
            basis,
            (),
            (
                by_rule(partial(completion_of, place), Tolerance(0.06), how=f"{GAMES:,} games"),
                by_instrument(partial(gate_moment, place), how="closed form"),
            ),
            given=FOUR_GATES,
        )
        for place, (letter, name, expected, basis) in enumerate(
            (
                ("a", "mean", 13.5, "waiting times of gates add up: sum of 1 / p"),
                (
                    "b",
                    "s.d.",
                    math.sqrt(2.0 + 3.75 + 12.0 + 20.0),
                    "likewise: root of the sum of (1 - p) / p^2",
                ),
            )
        )
    ),
    Target(
        "V06c",
        "s.d. of its logarithm",
        math.sqrt(math.log(1.0 + (DEVIATION / MEAN) ** 2)),
        "root of ln(1 + (s.d. / mean)^2)",
        ("arena2006",),
        (by_rule(sigma, Tolerance(1e-6)),),
        given=COST,
    ),
    Target(
        "V06d",
        "median",
        MEAN / math.sqrt(1.0 + (DEVIATION / MEAN) ** 2),
        "mean / root of (1 + (s.d. / mean)^2)",
        ("arena2006",),
        (by_rule(median, Tolerance(1e-6)),),
        given=COST,
    ),
    Target(
        "V06e",
        "chance to end below the estimate",
        0.08848603837,
        "normal law at -ln(median) / sigma",
        ("arena2006",),
        (
            by_rule(under_estimate, Tolerance(0.003), how=f"{GAMES:,} games"),
            by_instrument(of(theory.under_estimate_chance, MEAN, DEVIATION), how="closed form"),
        ),
        given=COST,
    ),
    *(target for partners in range(1, 7) for target in collaboration(partners)),
    Target(
        "V07d",
        "cost to a partner with a third",
        math.sqrt(2.0) / 3.0,
        "share times the square root of 2",
        ("hartley2014",),
        (by_rule(partial(paid, 2, 1.0 / 3.0)),),
        given=TWO,
    ),
    Target(
        "V07e",
        "share at which joining costs the same",
        math.sqrt(0.5),
        "one over the square root of 2",
        ("hartley2014",),
        (
            by_rule(even_share, how="from the bill"),
            by_instrument(of(codevelopment.break_even_share, 2, PENALTY), how="closed form"),
        ),
        given=TWO,
    ),
)
