"""V03, V04: allies who share the cost of a common good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pandas as pd

from wargame import theory
from wargame.adjudication import burden
from wargame.arrays import Array
from wargame.verification.target import (
    SAME,
    Check,
    Target,
    Tolerance,
    Value,
    by_instrument,
    by_rule,
    of,
)

FOUR, MOVED, EVEN = (100.0, 90.0, 60.0, 10.0), (95.0, 95.0, 60.0, 10.0), (80.0, 70.0, 65.0, 60.0)
THREE = (100.0, 40.0, 20.0)
PUBLIC = "pure public good, incomes 100, 90, 60, 10, taste 0.4"
ALL = "pure public good, incomes 80, 70, 65, 60, taste 0.5; all give"
JOINT = "joint product, incomes 100, 40, 20, taste 0.03, publicness 0.3"
NATO_1964 = "verify_olson_zeckhauser_1964.csv"
ROUNDS = 400
"""Rounds in which allies answer each other one after the other until nobody moves."""


def given(taste: float, income: Sequence[float], publicness: float) -> Array:
    """Return what each ally gives where each answers the others best, worked out at once."""
    return theory.equilibrium_contributions(np.array(taste), np.array(income), publicness)


def answered(taste: float, income: Sequence[float], publicness: float) -> Array:
    """Return what each ally gives once all have answered in turn, by the rule that moves target burdens.

    One after the other: answering all at once they swing to and fro for ever where each leans much on the rest.
    """
    gift = np.zeros(len(income))
    for _ in range(ROUNDS):
        for nation, own in enumerate(income):
            others = float(gift.sum() - gift[nation])
            gift[nation] = burden.best_contribution(taste, own, publicness, others)
    return gift


def both(find: Callable[[Callable[..., Array]], Value]) -> tuple[Check, Check]:
    """Return a check by the rule, played round by round, and one by the equilibrium worked out at once."""
    return (
        by_rule(partial(find, answered), how=f"{ROUNDS} rounds"),
        by_instrument(partial(find, given), how="at once"),
    )


def one(
    nation: int, taste: float, income: Sequence[float], publicness: float, way: Callable[..., Array]
) -> float:
    """Return what one ally gives."""
    return float(way(taste, income, publicness)[nation])


def together(taste: float, income: Sequence[float], way: Callable[..., Array]) -> float:
    """Return what all allies give to a pure public good."""
    return float(np.sum(way(taste, income, 1.0)))


def wanted_together() -> float:
    """Return what all allies would give if they chose together."""
    return theory.optimal_total(0.4, np.array(FOUR))


def burden_by_income(way: Callable[..., Array]) -> float:
    """Return how burdens rank with incomes where all give."""
    return theory.rank_correlation(way(0.5, EVEN, 1.0) / np.array(EVEN), np.array(EVEN))


def burden_by_gnp(table: pd.DataFrame) -> float:
    """Return how burdens ranked with the size of economies in NATO."""
    return theory.rank_correlation(table["gnp_usd_bn"].to_numpy(), table["defence_pct_gnp"].to_numpy())


TARGETS = (
    Target(
        "V03a",
        "total given",
        47.5,
        "a (income of who gives) / (a + k (1 - a)) with k = 2 who give",
        ("olson1966", "bergstrom1986"),
        both(partial(together, 0.4, FOUR)),
        given=PUBLIC,
    ),
    *(
        Target(
            f"V03b{nation + 1}",
            f"given by nation {nation + 1}",
            expected,
            "a Y - (1 - a) (what the others give), never below 0",
            ("olson1966", "bergstrom1986"),
            both(partial(one, nation, 0.4, FOUR, 1.0)),
            given=PUBLIC,
        )
        for nation, expected in enumerate((28.75, 18.75, 0.0, 0.0))
    ),
    Target(
        "V03c",
        "total that all would choose together",
        104.0,
        "a (all income); more than is given",
        ("olson1966",),
        (by_instrument(wanted_together),),
        given=PUBLIC,
    ),
    Target(
        "V03d",
        "total given",
        47.5,
        "as V03a: moving income among those who give changes nothing",
        ("warr1983", "bergstrom1986"),
        both(partial(together, 0.4, MOVED)),
        given="the same, 5 moved from nation 1 to nation 2",
    ),
    Target(
        "V03e",
        "total given",
        55.0,
        "a (all income) / (a + 4 (1 - a))",
        ("bergstrom1986",),
        both(partial(together, 0.5, EVEN)),
        given=ALL,
    ),
    Target(
        "V03f",
        "rank correlation of burden and income",
        1.0,
        "the great are exploited by the small: burdens rise with income",
        ("olson1966",),
        (by_instrument(partial(burden_by_income, given), SAME),),
        given=ALL,
    ),
    Target(
        "V03g",
        "given by each",
        0.03 * 100.0 / (1.0 + 2.0 * 0.97 * 0.5),
        "a Y / (1 + (n - 1) (1 - a) s)",
        ("cornes1984", "sandler1993"),
        (
            *both(partial(one, 0, 0.03, (100.0,) * 3, 0.5)),
            by_instrument(of(theory.symmetric_contribution, 0.03, 100.0, 0.5, 3), how="closed form"),
        ),
        given="joint product, three incomes of 100, taste 0.03, publicness 0.5",
    ),
    *(
        Target(
            f"V03h{nation + 1}",
            f"given by nation {nation + 1}",
            expected,
            "the two who give solve q1 + b q2 = a Y1 and q2 + b q1 = a Y2, b = (1 - a) s",
            ("cornes1984", "sandler1993"),
            both(partial(one, nation, 0.03, THREE, 0.3)),
            given=JOINT,
        )
        for nation, expected in enumerate(
            ((3.0 - 0.291 * 1.2) / (1.0 - 0.291**2), (1.2 - 0.291 * 3.0) / (1.0 - 0.291**2), 0.0)
        )
    ),
    Target(
        "V04",
        "rank correlation of GNP and burden",
        0.490,
        "published",
        ("olson1966",),
        (by_instrument(burden_by_gnp, Tolerance(1e-3), tables=(NATO_1964,)),),
        given="14 members",
    ),
)
