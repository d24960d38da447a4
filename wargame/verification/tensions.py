"""V12: how threats come to mind and fade, how budgets follow, and how disputes climb."""

from __future__ import annotations

import math

import numpy as np

from wargame import exact, theory
from wargame.adjudication import crises, growth, threat
from wargame.dice import Dice
from wargame.verification.target import Target, Tolerance, by_instrument, by_rule, of

CONSTANT = -1.8392
COEFFICIENTS = np.array([1.8628, -0.1165, -0.0824, -0.3969, 0.0528, 0.9536, 0.0126])
"""Onset among rivals, 1950-2010: recency, ln(1 + km), ln ratio, pact, least polyarchy, major power, border."""
HIGHEST = np.array([0.031, 0.305, 0.556, 0.108])
"""Shares of rivals' disputes, 1990-2010, by highest level: threat, display, limited use of force, breakdown."""
CLIMB = (0.969, 0.685, 0.163)
DISPUTES = 200_000
MEMORY = 3.5
NO_EVENT, KINDS = np.zeros(1), np.ones(1)


def onset() -> float:
    """Return the chance of an incident of the reference pair, by the rule that draws incidents."""
    fresh = float(exact.exp(-1.0 / 3.0))
    causes = np.array([fresh, math.log(401.0), math.log(4.0), 0.0, 0.1, 0.0, 1.0])
    return float(crises.onset_chance(CONSTANT, COEFFICIENTS, causes))


def half_forgotten() -> float:
    """Return the years until half of a salience is gone, from what a year leaves."""
    left = 1.0 + float(sum(threat.salience_contributions(1.0, MEMORY, 1.0, NO_EVENT, KINDS).values()))
    return math.log(0.5) / math.log(left)


def salience_kept() -> float:
    """Return the salience that two events a year keep up, after 200 turns from nothing."""
    salience = 0.0
    for _ in range(200):
        parts = threat.salience_contributions(salience, MEMORY, 1.0, np.array([2.0]), KINDS)
        salience += float(sum(parts.values()))
    return salience


def burden_gap_after(rates: growth.GrowthRates, economy: float, gap: float, years: int) -> float:
    """Return the burden's gap to its target after some years without luck and pledges."""
    before = 0.0
    for _ in range(years):
        before = float(sum(growth.growth_contributions(rates, before, economy, gap, 0.0, 0.0).values()))
        gap += before - economy
    return gap


def half_closed() -> float:
    """Return the years until half of a burden gap is closed, from what 20 years leave."""
    rates = growth.GrowthRates(np.array(0.0), np.array(0.6), np.array(0.15))
    return 20.0 * math.log(0.5) / math.log(burden_gap_after(rates, 0.0, 1.0, 20))


STEADY = growth.GrowthRates(np.array(0.18), np.array(0.58), np.array(0.15))


def offset_played() -> float:
    """Return where the burden's gap settles while the economy grows by 3 %, after 300 years."""
    return burden_gap_after(STEADY, 0.03, 0.0, 300)


def offset_stated() -> float:
    """Return the same as the game centres budgets on it."""
    return float(growth.long_run_burden_offset(STEADY, 0.03))


def went_on() -> tuple[float, ...]:
    """Return the chance to go on from each level of a dispute, from where disputes ended."""
    return tuple(map(float, theory.ladder_continuation(HIGHEST)))


def climbed() -> tuple[float, ...]:
    """Return the same from disputes that climb by dice."""
    u = Dice(seed=12, replicates=DISPUTES).uniform("climb", ["dispute"], 1, len(CLIMB))[:, 0]
    steps = theory.ladder_climb(np.array(CLIMB), u)
    reached = [float(np.mean(steps >= level)) for level in range(len(CLIMB) + 1)]
    return tuple(reached[level + 1] / reached[level] for level in range(len(CLIMB)))


def half_year_chance() -> float:
    """Return the least draw that keeps an incident of 18 % a year out of half a year, by halving."""
    low, high = 0.0, 1.0
    while high - low > 1e-14:
        middle = (low + high) / 2.0
        happens = bool(crises.incident(0.18, np.array(True), 0.5, middle))
        low, high = (middle, high) if happens else (low, middle)
    return low


TARGETS = (
    Target(
        "V12a",
        "chance of a dispute in a year",
        0.2143177644,
        "logit estimated over 3,421 years of rival pairs, 1950-2010",
        ("estimate", "gml221", "tss2022"),
        (by_rule(onset, Tolerance(1e-6)),),
        given="rivals over a border, 400 km, 4 : 1, no pact, least polyarchy 0.1, last dispute a year ago",
    ),
    Target(
        "V12b",
        "years until half is forgotten",
        3.5 * math.log(2.0),
        "memory times ln 2",
        ("beck1998",),
        (
            by_rule(half_forgotten, how="from a turn"),
            by_instrument(of(theory.memory_half_life, MEMORY), how="closed form"),
        ),
        given="memory of 3.5 years",
    ),
    Target(
        "V12c",
        "salience that two events a year keep up",
        2.0 / (1.0 - math.exp(-1.0 / 3.5)),
        "rate / (1 - exp(-1 / memory))",
        ("beck1998",),
        (
            by_rule(salience_kept, how="200 turns"),
            by_instrument(of(theory.stationary_salience, 2.0, MEMORY), how="closed form"),
        ),
        given="memory of 3.5 years",
    ),
    Target(
        "V12d",
        "years until half of the gap is closed",
        math.log(0.5) / math.log(0.85),
        "ln 1/2 / ln (1 - kappa)",
        ("smith1989", "dunne2007"),
        (
            by_rule(half_closed, how="20 turns"),
            by_instrument(of(theory.half_life, 0.15), how="closed form"),
        ),
        given="burden pulled to its target by 15 % a year, no inertia",
    ),
    Target(
        "V12e",
        "growth a year that doubles it in five",
        2.0**0.2 - 1.0,
        "fifth root of 2, less 1",
        ("mod_japan",),
        (by_instrument(of(theory.required_growth, 2.0, 5.0)),),
        given="burden of 1 % of GDP, economy standing still",
    ),
    Target(
        "V12f",
        "gap to its target that stays, log units",
        (0.18 + 0.58 - 1.0) * 0.03 / 0.15,
        "(lam + eta - 1) g / kappa",
        ("smith1989", "dunne2007"),
        (by_rule(offset_played, how="300 turns"), by_rule(offset_stated, how="closed form")),
        given="burden: inertia 0.18, elasticity 0.58, pull 0.15, economy growing by 3 %",
    ),
    Target(
        "V12g",
        "chance to go on",
        CLIMB,
        "shares of 223 disputes, 1990-2010, by their highest level",
        ("estimate", "gml221"),
        (
            by_instrument(went_on, Tolerance(5e-4), how="from shares"),
            by_instrument(climbed, Tolerance(0.005), how=f"{DISPUTES:,} disputes, dice"),
        ),
        given="rivals' disputes: from threat, from display, from limited use of force",
    ),
    Target(
        "V12h",
        "chance in a turn of half a year",
        1.0 - math.sqrt(0.82),
        "1 - sqrt(1 - p)",
        (),
        (by_rule(half_year_chance, Tolerance(1e-12)),),
        given="an incident of 18 % a year",
    ),
)
