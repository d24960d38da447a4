"""V05, V13: what is built up and wears out, and technology that catches up."""

from __future__ import annotations

import math
from functools import partial

from wargame import theory
from wargame.adjudication import diffusion, stocks
from wargame.verification.target import Target, Tolerance, by_instrument, by_rule, of

LOSS, INVESTMENT = 0.08, 50.0
STEADY = "loss of 8 % a year, investment of 50"


def built_up(turns: int) -> float:
    """Return the stock after some yearly turns of steady investment from nothing."""
    return grown(turns, 0.0)[0]


def grown(turns: int, growth: float) -> tuple[float, float]:
    """Return stock and last investment after some yearly turns from nothing, investment growing."""
    stock, invested = 0.0, INVESTMENT
    for turn in range(turns):
        invested = INVESTMENT * (1.0 + growth) ** turn
        stock += float(sum(stocks.stock_contributions(stock, invested, LOSS, 1.0).values()))
    return stock, invested


def ratio_grown() -> float:
    """Return stock per investment after 200 turns of investment growing by 3 %."""
    stock, invested = grown(200, 0.03)
    return stock / invested


def half_lost() -> float:
    """Return the years until half of a stock is lost, from what a turn of ten years leaves."""
    left = 1.0 + float(sum(stocks.stock_contributions(1.0, 0.0, LOSS, 10.0).values()))
    return 10.0 * math.log(0.5) / math.log(left)


def lost_in_half_a_year() -> float:
    """Return what a stock loses in a turn of half a year."""
    return -float(stocks.stock_contributions(1.0, 0.0, LOSS, 0.5)["decay"])


def unit_costs() -> tuple[float, ...]:
    """Return the cost of the second and the fourth unit."""
    return tuple(float(stocks.learning_curve(unit, 0.9)) for unit in (2.0, 4.0))


def caught_up() -> float:
    """Return technology as a share of a growing front after 400 turns of catching up from nothing."""
    technology, front = 0.0, 1.0
    for _ in range(400):
        gain = float(diffusion.catch_up(technology, front, 0.10, 1.0, 1.0))
        technology, front = technology + gain, front * 1.03
    return technology / front


TARGETS = (
    Target(
        "V05a",
        "stock that settles",
        INVESTMENT / LOSS,
        "I / d",
        ("fraumeni1997",),
        (
            by_rule(partial(built_up, 400), how="400 turns"),
            by_instrument(of(theory.stationary_stock, INVESTMENT, LOSS), how="closed form"),
        ),
        given=STEADY,
    ),
    Target(
        "V05b",
        "stock after 10 turns from nothing",
        INVESTMENT / LOSS * (1.0 - 0.92**10),
        "(I / d) (1 - (1 - d)^10)",
        ("fraumeni1997",),
        (
            by_rule(partial(built_up, 10), how="10 turns"),
            by_instrument(of(theory.stock_after, INVESTMENT, LOSS, 10.0), how="closed form"),
        ),
        given=STEADY,
    ),
    Target(
        "V05c",
        "years until half is lost",
        math.log(0.5) / math.log(0.92),
        "ln 1/2 / ln (1 - d)",
        ("fraumeni1997",),
        (
            by_rule(half_lost, how="ten years in a turn"),
            by_instrument(of(theory.half_life, LOSS), how="closed form"),
        ),
        given="loss of 8 % a year, no investment",
    ),
    Target(
        "V05d",
        "stock per investment",
        1.03 / 0.11,
        "(1 + g) / (g + d)",
        ("fraumeni1997",),
        (
            by_rule(ratio_grown, Tolerance(1e-6), how="200 turns"),
            by_instrument(of(theory.balanced_growth_ratio, 0.03, LOSS), how="closed form"),
        ),
        given="loss of 8 % a year, investment growing by 3 %",
    ),
    Target(
        "V05e",
        "loss in a turn of half a year",
        1.0 - math.sqrt(0.92),
        "1 - sqrt(1 - d)",
        ("fraumeni1997",),
        (by_rule(lost_in_half_a_year, Tolerance(1e-12)),),
        given="loss of 8 % a year",
    ),
    Target(
        "V05f",
        "cost of the second and the fourth unit",
        (0.9, 0.81),
        "each doubling costs the slope",
        ("wright1936",),
        (by_instrument(unit_costs, Tolerance(1e-12)),),
        given="learning at a slope of 90 %",
    ),
    Target(
        "V05g",
        "purchasing power of a flat budget after 20 years",
        1.05**-20,
        "(1 + escalation)^-20",
        ("kirkpatrick1995", "pugh2007"),
        (by_rule(of(stocks.purchasing_power, 0.05, 20.0)),),
        given="unit costs 5 % dearer a year",
    ),
    Target(
        "V13",
        "technology as a share of the front",
        0.10 / 0.13,
        "phi / (phi + g)",
        ("nelson1966",),
        (
            by_rule(caught_up, Tolerance(1e-6), how="400 turns"),
            by_instrument(of(theory.settled_technology, 0.10, 0.03), how="closed form"),
        ),
        given="closes 10 % of the gap a year, the front grows by 3 %",
    ),
)
