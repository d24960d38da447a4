"""Everything forecast from one past year: naive methods, R1, and its variants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from wargame.arrays import Array
from wargame.backtest import baselines
from wargame.backtest.earlier import Earlier, earlier_constant_burden, earlier_errors
from wargame.backtest.panel import Panel
from wargame.backtest.rule import Ensemble, Numbers, forecast
from wargame.backtest.scores import Scores, score
from wargame.backtest.variants import AS_PLAYED, FITTED_CORE, VARIANTS, Variant
from wargame.dice import Dice

METHODS = {
    "random_walk": "random walk",
    "drift": "drift of ten years",
    "growth_ar1": "AR(1) on growth",
    "level_ar1": "AR(1) on level",
    "constant_burden": "constant burden",
    "r1_fitted": "R1 core, fitted before the origin",
    "r1": "R1 as the game plays it",
    "constant_burden_actual": "constant burden, actual GDP",
    "r1_fitted_actual": "R1 core, fitted, actual GDP",
    "r1_actual": "R1 as the game plays it, actual GDP",
}
"""Methods in the order they are told; those told the actual GDP know something no forecast can."""


class Forecast(NamedTuple):
    """A forecast from one origin.

    Attributes
    ----------
    path : (year, country), log of bn USD
    band : low and high of 80 %, each as the path; None where the method gives none
    """

    path: Array
    band: tuple[Array, Array] | None

    def until(self, years: int) -> Forecast:
        """Return its first years."""
        band = None if self.band is None else (self.band[0][:years], self.band[1][:years])
        return Forecast(self.path[:years], band)


@dataclass(frozen=True, eq=False)
class Origin:
    """All that was forecast from one origin.

    Attributes
    ----------
    past, came : the panel until the origin, and after it until the last target
    methods : forecasts by the keys of ``METHODS``
    variants : forecasts by the names of ``VARIANTS``
    earlier : errors of each variant after earlier origins
    earlier_burden : error of constant burden after them
    """

    past: Panel
    came: Panel
    methods: dict[str, Forecast]
    variants: dict[str, Forecast]
    earlier: dict[str, Earlier]
    earlier_burden: float

    @property
    def year(self) -> int:
        """The last year that was known."""
        return self.past.last

    def scores(self, forecast: Forecast, to: int) -> Scores:
        """Return the scores of a forecast until a target year."""
        held = forecast.until(to - self.year)
        actual = self.came.log_spending[: to - self.year]
        return score(held.path, held.band, actual, self.past.log_spending[-1])


def from_origin(panel: Panel, year: int, to: int, dice: Dice, numbers: Numbers) -> Origin:
    """Return all forecasts from one origin.

    Parameters
    ----------
    panel : of countries known in all years needed (``Panel.usable``)
    year, to : the origin and the last year that is forecast
    dice : one replicate a game
    numbers : of R1
    """
    past, came = panel.until(year), panel.until(to).since(year)
    earlier = {each.name: earlier_errors(past, dice, numbers, each) for each in VARIANTS}
    variants = {
        each.name: _variant(past, to - year, dice, numbers, each, earlier[each.name]) for each in VARIANTS
    }
    methods = _methods(past, came, dice, numbers) | {"r1": variants[AS_PLAYED.name]}
    return Origin(past, came, methods, variants, earlier, earlier_constant_burden(past))


def _methods(past: Panel, came: Panel, dice: Dice, numbers: Numbers) -> dict[str, Forecast]:
    """Return the forecasts by every method but R1 as played."""
    years, gdp = len(came.years), came.log_gdp
    naive = {
        "random_walk": baselines.random_walk(past, years),
        "drift": baselines.drift(past, years),
        "growth_ar1": baselines.growth_autoregression(past, years),
        "level_ar1": baselines.level_autoregression(past, years),
        "constant_burden": baselines.constant_burden(past, baselines.extended_gdp(past, years)),
        "constant_burden_actual": baselines.constant_burden(past, gdp),
    }
    made = {key: Forecast(path, baselines.historic_band(past, path)) for key, path in naive.items()}
    core = forecast(past, dice, years, numbers, FITTED_CORE)
    told = forecast(past, dice, years, numbers, FITTED_CORE, gdp)
    return made | {
        "r1_fitted": Forecast(core.median, None),
        "r1_fitted_actual": Forecast(told.median, None),
        "r1_actual": _read(forecast(past, dice, years, numbers, AS_PLAYED, gdp)),
    }


def _variant(
    past: Panel, years: int, dice: Dice, numbers: Numbers, variant: Variant, earlier: Earlier
) -> Forecast:
    games = forecast(past, dice, years, numbers, variant)
    if variant.past_errors and np.isfinite(earlier.width):
        games = games.widened(earlier.width)
    return _read(games)


def _read(games: Ensemble) -> Forecast:
    return Forecast(games.median, games.band)
