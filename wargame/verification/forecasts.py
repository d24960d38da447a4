"""V16: the naive forecasts that any rule for budgets is held against."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from wargame.arrays import Array
from wargame.backtest.baselines import (
    constant_burden,
    drift,
    extended_gdp,
    growth_autoregression,
    random_walk,
)
from wargame.backtest.panel import Panel
from wargame.backtest.scores import mean_absolute_log_error
from wargame.verification.target import Target, Tolerance, by_instrument

SPENDING = "milex_gdp_panel.csv"
LAST = 2023
PATHS: dict[str, Callable[[Panel, int], Array]] = {
    "RW": random_walk,
    "DRIFT10": drift,
    "AR1G": growth_autoregression,
}
METHODS = {
    "RW": "spending stays",
    "DRIFT10": "growth of ten years goes on",
    "AR1G": "growth goes back to its mean",
    "SHARE": "constant burden, GDP extended",
    "SHARE_C": "constant burden, GDP as it came",
}
EXPECTED = {
    2005: (0.3464, 0.2021, 0.1859, 0.1587, 0.1322),
    2010: (0.2293, 0.2104, 0.1502, 0.1425, 0.1261),
}


def forecast(method: str, past: Panel, gdp: Array) -> Array:
    """Return a naive forecast of log spending; ``gdp`` is what came about, for the one that may know it."""
    if method in PATHS:
        return PATHS[method](past, len(gdp))
    return constant_burden(past, gdp if method == "SHARE_C" else extended_gdp(past, len(gdp)))


def error(method: str, origin: int, panel: Panel) -> float:
    """Return the mean absolute log error of a naive forecast from an origin to 2023."""
    held = panel.usable(origin, LAST)
    past, came = held.until(origin), held.since(origin)
    return mean_absolute_log_error(forecast(method, past, came.log_gdp), came.log_spending)


TARGETS = tuple(
    Target(
        f"V16_{origin}_{method}",
        words,
        expected,
        "computed for this project by another program",
        ("sipri2024", "wdi"),
        (by_instrument(partial(error, method, origin), Tolerance(5e-4), tables=(SPENDING,)),),
        given=f"mean absolute log error of a naive forecast, end of {origin} to {LAST}, nine countries",
    )
    for origin, row in EXPECTED.items()
    for (method, words), expected in zip(METHODS.items(), row, strict=True)
)
