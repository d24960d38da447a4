"""A panel of military spending and GDP by country and year: read from a CSV file, checked whole.

The columns, in any order; others are left alone::

    iso3                           country, any short text that names it in every year
    year                           calendar year
    milex_const2022_usd_m          military spending, USD m at constant prices; any base year
    gdp_const2015_usd_bn           GDP, USD bn at constant prices; any base year
    gdp_const_implied_2022usd_bn   the same from another source, for countries that the
                                   column above never has (may be left out)

An empty cell is a number not known. Spending and GDP may have different deflators: only growth and changes of
their ratio are used, never the ratio itself.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from wargame.arrays import Array, BoolArray
from wargame.faults import WargameError

BEFORE = 10
"""Years before an origin that a forecast from it needs."""
FEWEST = 3
"""Countries below which ranks say nothing."""


@dataclass(frozen=True, eq=False)
class Panel:
    """Spending and GDP of some countries over some years.

    Attributes
    ----------
    name : name of the file
    countries : as the file names them
    years : calendar years, without a gap
    spending, gdp : (year, country), bn USD at constant prices; nan where not known
    left_out : country -> why nothing is forecast for it
    """

    name: str
    countries: tuple[str, ...]
    years: tuple[int, ...]
    spending: Array
    gdp: Array
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The last year."""
        return self.years[-1]

    @cached_property
    def log_spending(self) -> Array:
        """(year, country) log of bn USD."""
        return np.log(self.spending)

    @cached_property
    def log_gdp(self) -> Array:
        """(year, country) log of bn USD."""
        return np.log(self.gdp)

    @cached_property
    def log_burden(self) -> Array:
        """(year, country) log of spending over GDP; an index where the two have different deflators."""
        return self.log_spending - self.log_gdp

    def until(self, year: int) -> Panel:
        """Return the panel as it was known at the end of a year: nothing of later years is in it."""
        stop = self.years.index(year) + 1
        return dataclasses.replace(
            self, years=self.years[:stop], spending=self.spending[:stop], gdp=self.gdp[:stop]
        )

    def since(self, year: int) -> Panel:
        """Return the panel after a year: what a forecast from that year is held against."""
        start = self.years.index(year) + 1
        return dataclasses.replace(
            self, years=self.years[start:], spending=self.spending[start:], gdp=self.gdp[start:]
        )

    def usable(self, origin: int, to: int) -> Panel:
        """Return the panel of the countries known in every year from ten before an origin to its target.

        Parameters
        ----------
        origin : last year that the forecast knows
        to : last year that is forecast

        Raises
        ------
        WargameError
            years that the panel does not hold, or fewer than three such countries
        """
        self._check_years(origin, to)
        rows = slice(self.years.index(origin) - BEFORE, self.years.index(to) + 1)
        known = np.asarray(np.isfinite(self.spending[rows] + self.gdp[rows]).all(axis=0))
        if known.sum() < FEWEST:
            raise WargameError(
                f"{self.name}: {known.sum()} of {len(self.countries)} countries have spending and GDP in every year "
                f"from {origin - BEFORE} to {to}, and a back-test needs {FEWEST}. Choose another origin or target year."
            )
        why = f"no spending or GDP in some year from {origin - BEFORE} to {to}"
        out = {country: why for country, held in zip(self.countries, known, strict=True) if not held}
        return dataclasses.replace(self.only(known), left_out={**self.left_out, **out})

    def only(self, held: BoolArray) -> Panel:
        """Return the panel of some of its countries, (country,) flags."""
        names = tuple(name for name, kept in zip(self.countries, held, strict=True) if kept)
        return dataclasses.replace(
            self, countries=names, spending=self.spending[:, held], gdp=self.gdp[:, held]
        )

    def _check_years(self, origin: int, to: int) -> None:
        first, last = self.years[0] + BEFORE, self.last
        if first >= last:
            raise WargameError(
                f"{self.name} runs from {self.years[0]} to {last}. A back-test needs {BEFORE} years before its origin "
                "and one after it: add years."
            )
        if not first <= origin < last:
            raise WargameError(
                f"Origin {origin}: {self.name} runs from {self.years[0]} to {last}, and a forecast needs {BEFORE} "
                f"years before it and one after it. Choose an origin from {first} to {last - 1}."
            )
        if not origin < to <= last:
            raise WargameError(
                f"Target {to}: a target lies after the origin, {origin}, and {self.name} ends in {last}. "
                f"Choose a year from {origin + 1} to {last}."
            )
