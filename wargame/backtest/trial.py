"""A back-test: forecasts from past years by R1 and by naive methods, held against what came."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from wargame.backtest.origin import METHODS, Origin, from_origin
from wargame.backtest.panel import Panel
from wargame.backtest.rule import numbers_of
from wargame.backtest.scores import error_difference
from wargame.backtest.variants import VARIANTS
from wargame.dice import Dice, fresh
from wargame.faults import WargameError
from wargame.ruleset import Ruleset, read_ruleset

ORIGINS = (2005, 2010)
"""Origins where none is named."""
GAMES = 500
FEWEST_GAMES = 20
"""Games below which a band of 80 % is only a guess."""
COVERED = (0.70, 0.90)
"""Share of outcomes that a band of 80 % may hold."""
IN_ORDER = 0.6
"""Rank correlation of growth that is asked for."""


@dataclass(frozen=True, eq=False)
class Backtest:
    """A finished back-test; its tables are made when they are asked for.

    Attributes
    ----------
    panel : what was read
    ruleset : whose numbers of R1 were used
    origins : one entry an origin
    targets : last years that forecasts are held against
    """

    panel: Panel
    ruleset: Ruleset
    origins: tuple[Origin, ...]
    targets: tuple[int, ...]
    games: int
    seed: int

    def pairs(self) -> Iterator[tuple[Origin, int]]:
        """Yield every origin with every target after it."""
        for origin in self.origins:
            yield from ((origin, to) for to in self.targets if to > origin.year)

    def scores(self) -> pd.DataFrame:
        """Return origin, to, method, label, male, bias, grho, coverage: a row a method."""
        rows = [
            {"origin": origin.year, "to": to, "method": key, "label": label}
            | origin.scores(origin.methods[key], to)._asdict()
            for origin, to in self.pairs()
            for key, label in METHODS.items()
        ]
        return pd.DataFrame(rows)

    def variants(self) -> pd.DataFrame:
        """Return how each variant did, and what the years before the origin alone had said of it.

        Columns: origin, to, variant, tried, what, why, source, hindsight, male, bias, grho, coverage, earlier_male,
        earlier_constant_burden, earlier_width.
        """
        rows = []
        for origin, to in self.pairs():
            for each in VARIANTS:
                before = origin.earlier[each.name]
                rows.append(
                    {"origin": origin.year, "to": to, "variant": each.name, "tried": each.tried}
                    | {"what": each.what, "why": each.why, "source": each.source, "hindsight": each.hindsight}
                    | origin.scores(origin.variants[each.name], to)._asdict()
                    | {"earlier_male": before.male, "earlier_constant_burden": origin.earlier_burden}
                    | {"earlier_width": before.width}
                )
        return pd.DataFrame(rows)

    def countries(self) -> pd.DataFrame:
        """Return a row a country: outcome and forecasts in bn USD, errors of R1 and of a constant burden.

        ``error`` and ``burden_error`` are logs of forecast over outcome in the target year; ``male`` and
        ``burden_male`` are means of their sizes over all years; ``inside`` counts years inside the band.
        """
        return pd.DataFrame([row for origin, to in self.pairs() for row in _country_rows(origin, to)])

    def verdicts(self) -> pd.DataFrame:
        """Return what was asked of the rule, and whether it met it.

        Columns: origin, to, asked, met, value, against, difference, low, high; the last three, of errors only,
        are value less against with an interval of 90 % over countries.
        """
        return pd.DataFrame(
            [row for origin, to in self.pairs() for row in _verdict_rows(origin, to, self.seed)]
        )

    def paths(self) -> pd.DataFrame:
        """Return a row an origin, year and country: outcome, constant burden, median and band of R1, bn USD."""
        rows = []
        for origin in self.origins:
            made, burden = origin.methods["r1"], origin.methods["constant_burden"]
            low, high = made.band or (made.path, made.path)
            columns = {"actual": origin.came.log_spending, "median": made.path, "low": low, "high": high}
            columns |= {"constant_burden": burden.path}
            for k, year in enumerate(origin.came.years):
                for j, country in enumerate(origin.past.countries):
                    amounts = {name: float(np.exp(values[k, j])) for name, values in columns.items()}
                    rows.append({"origin": origin.year, "year": year, "country": country} | amounts)
        return pd.DataFrame(rows)


def backtest(
    panel: Panel,
    origins: Sequence[int] = ORIGINS,
    targets: Sequence[int] = (),
    *,
    games: int = GAMES,
    seed: int = 0,
    rules: str = "standard",
    watch: Callable[[str], None] | None = None,
) -> Backtest:
    """Forecast spending from past years by R1 and by naive methods, and hold it against what came.

    Parameters
    ----------
    panel : of `read_panel`
    origins : last years that forecasts know
    targets : last years that they are held against; the panel's last if none is named
    games : games of each ensemble, at least 20
    seed : names all dice
    rules : ruleset whose numbers of R1 are used
    watch : told what is under way

    Raises
    ------
    WargameError
        origins or targets that the panel does not allow, too few countries or games
    RulesError
        no such ruleset
    """
    years, ends = sorted(set(origins)), sorted(set(targets)) or [panel.last]
    if games < FEWEST_GAMES:
        raise WargameError(f"{games} games are too few for a band of 80 %. Name at least {FEWEST_GAMES}.")
    panel.usable(years[0], ends[0])  # a target before every origin is told
    held = [panel.usable(year, ends[-1]) for year in years]
    ruleset = read_ruleset(rules)
    dice = Dice(fresh(seed, "backtest"), 0, games)
    made = []
    for year, known in zip(years, held, strict=True):
        if watch is not None:
            watch(f"from {year}")
        made.append(from_origin(known, year, ends[-1], dice, numbers_of(ruleset)))
    return Backtest(panel, ruleset, tuple(made), tuple(ends), games, seed)


def _country_rows(origin: Origin, to: int) -> Iterator[dict[str, Any]]:
    years = to - origin.year
    actual = origin.came.log_spending[:years]
    made = origin.methods["r1"].until(years)
    burden = origin.methods["constant_burden"].until(years)
    low, high = made.band or (made.path, made.path)
    inside = ((actual >= low) & (actual <= high)).sum(axis=0)
    for k, country in enumerate(origin.past.countries):
        amounts = {"actual": actual, "median": made.path, "low": low, "high": high}
        yield {
            "origin": origin.year,
            "to": to,
            "country": country,
            **{name: float(np.exp(values[-1, k])) for name, values in amounts.items()},
            "error": float(made.path[-1, k] - actual[-1, k]),
            "burden_error": float(burden.path[-1, k] - actual[-1, k]),
            "male": float(np.abs(made.path - actual)[:, k].mean()),
            "burden_male": float(np.abs(burden.path - actual)[:, k].mean()),
            "inside": int(inside[k]),
            "years": years,
        }


def _verdict_rows(origin: Origin, to: int, seed: int) -> Iterator[dict[str, Any]]:
    head = {"origin": origin.year, "to": to}
    years = to - origin.year
    actual = origin.came.log_spending[:years]
    for asked, rule, naive in (
        ("median", "r1", "constant_burden"),
        ("median, actual GDP", "r1_actual", "constant_burden_actual"),
    ):
        path, other = (origin.methods[key].until(years).path for key in (rule, naive))
        value, against = (origin.scores(origin.methods[key], to).male for key in (rule, naive))
        change, low, high = error_difference(path, other, actual, fresh(seed, "backtest countries"))
        yield (
            head
            | {"asked": asked, "met": value <= against, "value": value, "against": against}
            | {
                "difference": change,
                "low": low,
                "high": high,
            }
        )
    own = origin.scores(origin.methods["r1"], to)
    met = COVERED[0] <= own.coverage <= COVERED[1]
    yield head | {"asked": "coverage", "met": met, "value": own.coverage}
    yield head | {"asked": "order of growth", "met": own.grho >= IN_ORDER, "value": own.grho}
