"""Forecasts by R1 itself: many games of the functions that vote budgets in play, from a panel's last known year.

What the panel tells nothing of is held as at the opening of a game: no stance is pledged, perceived threat does
not move, rivals' growth is not answered (its coefficient is 0 in the rules), burdens are not shared out anew.
What is left is inertia, the economy, the pull to the usual burden, luck, and cuts that are cancelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from wargame import exact
from wargame.adjudication.growth import (
    GrowthRates,
    burden_gap,
    growth_contributions,
    growth_luck,
    long_run_burden_offset,
    ratchet,
    target_contributions,
)
from wargame.arrays import Array
from wargame.backtest.baselines import (
    deviation,
    trend,
    usual_burden,
    within_slopes,
    yearly,
)
from wargame.backtest.panel import BEFORE, Panel
from wargame.backtest.variants import Variant
from wargame.dice import DiceLike
from wargame.ruleset import Ruleset

INFLATION = 0.02
"""Growth of the deflator, log units: a cut is cancelled in the announced, nominal budget, and panels are real."""
BAND = (0.1, 0.9)
"""Quantiles of the games between which the 80 % band lies."""
RATES = ("growth.inertia", "growth.gdp_elasticity", "growth.pull")
_NORMAL, _STUDENT = 12, 14
"""Uniform draws that one draw of each kind takes."""


class Numbers(NamedTuple):
    """What R1 reads from a ruleset.

    Attributes
    ----------
    rates : inertia (share), elasticity of GDP (ratio), pull (1/year)
    ranges : lowest and highest of each
    ratchet : chance that a cut is cancelled
    luck_scale : multiplies the deviation of shocks
    """

    rates: tuple[float, ...]
    ranges: tuple[tuple[float, float], ...]
    ratchet: float
    luck_scale: float


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Forecasts by many games.

    Attributes
    ----------
    paths : (game, year, country), log of bn USD
    """

    paths: Array

    @property
    def median(self) -> Array:
        """(year, country), log of bn USD: half of the games lie below."""
        return np.asarray(np.median(self.paths, axis=0))

    @property
    def band(self) -> tuple[Array, Array]:
        """Low and high of the middle 80 % of the games, each (year, country), log of bn USD."""
        low, high = np.quantile(self.paths, BAND, axis=0)
        return low, high

    def widened(self, factor: float) -> Ensemble:
        """Return the ensemble with every game as many times further from the median, in log units."""
        middle = self.median
        return Ensemble(middle + factor * (self.paths - middle))


@dataclass(frozen=True, eq=False)
class _Start:
    """What a forecast goes out from, the same in every year of it.

    Attributes
    ----------
    rates : coefficients, (game, 1) or numbers
    steady : (country,) log units per year, growth of the economy in the ten years before the origin
    target : (year, game or 1, country) log of the burden aimed at
    gdp_growth : (year, game or 1, country) log units
    deviation : (country,) log units, size of the shocks
    """

    rates: GrowthRates
    steady: Array
    target: Array
    gdp_growth: Array
    deviation: Array


def numbers_of(ruleset: Ruleset) -> Numbers:
    """Return the numbers of R1 from a ruleset."""
    rows = [ruleset.parameters[name] for name in RATES]
    ratchet_row, luck_row = (ruleset.parameters[f"growth.{name}"] for name in ("ratchet", "luck_scale"))
    return Numbers(
        tuple(_one(row.value) for row in rows),
        tuple(row.range for row in rows),
        _one(ratchet_row.value),
        _one(luck_row.value),
    )


def forecast(
    past: Panel,
    dice: DiceLike,
    years: int,
    numbers: Numbers,
    variant: Variant,
    gdp: Array | None = None,
) -> Ensemble:
    """Return what R1 makes of a panel: one path a game, all games from the same last known year.

    Parameters
    ----------
    past : the panel until the origin; nothing later is known
    dice : one replicate a game; draws are named as in play, the first forecast year being turn 1
    years : years to forecast, at least 1
    numbers : of the ruleset
    variant : what is done otherwise than in play
    gdp : (year, country), log of bn USD, if the economy is given; else it grows as in the ten years before
    """
    start = _start(past, dice, years, numbers, variant, gdp)
    if variant.deterministic:
        return Ensemble(_play(past, None, start, 0.0, 0.0))
    chance = numbers.ratchet if variant.ratchet is None else variant.ratchet
    scale = numbers.luck_scale if variant.luck_scale is None else variant.luck_scale
    return Ensemble(_play(past, dice, start, chance, scale))


def _start(
    past: Panel, dice: DiceLike, years: int, numbers: Numbers, variant: Variant, gdp: Array | None
) -> _Start:
    steady = trend(past.log_gdp)
    if variant.persistence < 1.0:
        steady = steady.mean() + variant.persistence * (steady - steady.mean())
    growth = np.broadcast_to(steady, (years, 1, len(steady)))
    if gdp is not None:
        growth = yearly(np.vstack([past.log_gdp[-1:], gdp]))[:, None, :]
    elif variant.unsure_economy:
        growth = growth + _economy_shocks(past, dice, years)
    rates = _rates(past, dice, numbers, variant)
    moved = target_contributions(0.0, 0.0, 0.0, 0.0, long_run_burden_offset(rates, steady))
    target = usual_burden(past, variant.burden_years) + sum(moved.values())
    wander = _burden_shocks(past, dice, years) if variant.unsure_burden else np.zeros((years, 1, 1))
    return _Start(
        rates, steady, target + wander, growth, deviation(yearly(past.log_spending), variant.shock_years)
    )


def _play(past: Panel, dice: DiceLike | None, start: _Start, chance: float, scale: float) -> Array:
    """Return (game, year, country) log spending: the vote of each year, as the phase of budgets takes it."""
    spending, gdp = past.log_spending[-1][None], past.log_gdp[-1][None]
    previous = yearly(past.log_spending)[-1][None]
    paths = []
    for turn, (target, economy) in enumerate(zip(start.target, start.gdp_growth, strict=True), 1):
        gap = burden_gap(exact.exp(spending), exact.exp(gdp), target)
        luck, kept = _draws(dice, past, turn)
        shock = 0.0 if luck is None else growth_luck(scale * start.deviation, luck)
        planned = sum(growth_contributions(start.rates, previous, economy, gap, 0.0, shock).values())
        previous = planned if kept is None else planned + ratchet(planned, INFLATION, chance, kept)
        spending, gdp = spending + previous, gdp + economy
        paths.append(spending)
    return np.stack(np.broadcast_arrays(*paths), axis=1)


def _draws(dice: DiceLike | None, past: Panel, turn: int) -> tuple[Array | None, Array | None]:
    if dice is None:
        return None, None
    return dice.uniform("R1.luck", past.countries, turn, _STUDENT), dice.uniform(
        "R1.ratchet", past.countries, turn
    )


def _rates(past: Panel, dice: DiceLike, numbers: Numbers, variant: Variant) -> GrowthRates:
    if variant.rates == "fitted":
        inertia, elasticity, gap = fitted_rates(past)
        return GrowthRates(np.asarray(inertia), np.asarray(elasticity), np.asarray(gap))
    if variant.rates == "range":
        u = dice.uniform("backtest.rates", RATES, 0)
        spread = [low + (high - low) * u[:, [k]] for k, (low, high) in enumerate(numbers.ranges)]
        return GrowthRates(*spread)
    return GrowthRates(*(np.asarray(each) for each in numbers.rates))


def fitted_rates(past: Panel) -> tuple[float, float, float]:
    """Return inertia, elasticity of GDP and pull, estimated on the years known by `within_slopes`.

    growth = constant of the country + lam * growth before + eta * growth of GDP - kappa * log burden before
    """
    growth, economy = yearly(past.log_spending), yearly(past.log_gdp)
    inertia, elasticity, level = within_slopes(growth[1:], [growth[:-1], economy[1:], past.log_burden[1:-1]])
    return float(inertia), float(elasticity), float(-level)


def _economy_shocks(past: Panel, dice: DiceLike, years: int) -> Array:
    """Return (year, game, country) log units: an unsure mean, the same in all years, and a shock each year."""
    size = deviation(yearly(past.log_gdp), BEFORE)
    mean = exact.normal(dice.uniform("backtest.mean", past.countries, 0, _NORMAL)) * size / np.sqrt(BEFORE)
    shocks = [
        exact.normal(dice.uniform("backtest.economy", past.countries, turn, _NORMAL)) * size
        for turn in range(1, years + 1)
    ]
    return mean + np.stack(shocks)


def _burden_shocks(past: Panel, dice: DiceLike, years: int) -> Array:
    """Return (year, game, country) log units: how far the burden aimed at has wandered by each year."""
    size = deviation(yearly(past.log_burden), BEFORE)
    steps = [
        exact.normal(dice.uniform("backtest.burden", past.countries, turn, _NORMAL)) * size
        for turn in range(1, years + 1)
    ]
    return np.cumsum(np.stack(steps), axis=0)


def _one(value: float | tuple[float, ...]) -> float:
    return float(value[0] if isinstance(value, tuple) else value)
