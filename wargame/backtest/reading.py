"""Reading a panel from a CSV file: every fault is told at once, with the lines it stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from wargame.arrays import Array, BoolArray
from wargame.backtest.panel import Panel
from wargame.faults import Fault, RulesError, WargameError, near

FILE = "milex_gdp_panel.csv"
"""The file that is read where a folder is named."""


class Column(NamedTuple):
    """A column of a panel.

    Attributes
    ----------
    name : its name, as an example where the base year is free
    pattern : regular expression of the names it may have
    text : what it holds, with its unit
    needed : whether a panel must have it
    """

    name: str
    pattern: str
    text: str
    needed: bool = True


COUNTRY, YEAR, SPENDING, GDP, OTHER_GDP = COLUMNS = (
    Column("iso3", r"iso3", "country, such as JPN"),
    Column("year", r"year", "calendar year, such as 2005"),
    Column("milex_const2022_usd_m", r"milex_const\d{4}_usd_m", "military spending, USD m at constant prices"),
    Column("gdp_const2015_usd_bn", r"gdp_const\d{4}_usd_bn", "GDP, USD bn at constant prices"),
    Column(
        "gdp_const_implied_2022usd_bn",
        r"gdp_const_implied_\d{4}usd_bn",
        "GDP from another source, where the column above has nothing for a country",
        False,
    ),
)
WANTED = (
    "The base year in a name is free; columns are separated by commas, an empty cell is a number not known, other "
    "columns are left alone."
)
_FIRST, _LAST = 1800, 2200
_LINES = 5


def read_panel(path: Path) -> Panel:
    """Read and check a panel.

    Parameters
    ----------
    path : a CSV file, or a folder that holds ``milex_gdp_panel.csv`` or one CSV file alone

    Raises
    ------
    RulesError
        with every fault of the file
    WargameError
        no such file, or no table in it
    """
    file = _find(path)
    table = _open(file)
    names = _columns(file, table)
    faults: list[Fault] = []
    reader = _Reader(file.name, table, names, faults)
    panel = reader.panel()
    if faults or panel is None:
        raise RulesError(faults)
    return panel


def _find(path: Path) -> Path:
    if path.is_file():
        return path
    if not path.is_dir():
        raise WargameError(
            f"{path}: there is no such file or folder. Name a CSV file, or the folder it lies in."
        )
    if (path / FILE).is_file():
        return path / FILE
    held = sorted(path.glob("*.csv"))
    if len(held) == 1:
        return held[0]
    told = "holds no CSV file" if not held else f"holds {len(held)} CSV files and none is called {FILE}"
    raise WargameError(f"{path} {told}. Name the file itself.")


def _open(file: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(
            file, dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False
        )
    except (pd.errors.EmptyDataError, pd.errors.ParserError, UnicodeDecodeError) as error:
        raise WargameError(
            f"{file.name}: it cannot be read as a table ({str(error).strip()}). Save it as CSV, UTF-8, with one "
            "line of column names."
        ) from None


def _columns(file: Path, table: pd.DataFrame) -> dict[Column, str]:
    """Return the name in the file of every column; what is missing or there twice is told, with all that is wanted."""
    held = [str(name) for name in table.columns]
    found = {each: [name for name in held if re.fullmatch(each.pattern, name)] for each in COLUMNS}
    faults = []
    for each, names in found.items():
        if not names and each.needed:
            hint = near(each.name, held)
            faults.append(
                Fault(file.name, f"there is no column {each.name}.", f"Is it {hint!r}?" if hint else "")
            )
        if len(names) > 1:
            faults.append(
                Fault(file.name, f"{' and '.join(names)} are the same column twice.", "Take one out.")
            )
    if faults:
        wanted = "\n".join(
            f"  {each.name}: {each.text}{'' if each.needed else ' (may be left out)'}" for each in COLUMNS
        )
        raise WargameError("\n".join([*map(str, faults), "Columns wanted:", wanted, WANTED]))
    return {each: names[0] for each, names in found.items() if names}


class _Reader:
    """Turns the texts of a table into a panel, noting what is wrong."""

    def __init__(self, file: str, table: pd.DataFrame, names: dict[Column, str], faults: list[Fault]) -> None:
        self.file, self.names, self.faults = file, names, faults
        blank = (table[list(names.values())].apply(lambda each: each.str.strip()) == "").all(axis=1)
        self.table = table[~blank]
        self.lines = np.flatnonzero(~blank.to_numpy()) + 2  # line 1 of the file holds the names

    def panel(self) -> Panel | None:
        """Return the panel, or None where its rows cannot be told apart."""
        country, year = self._country(), self._number(YEAR)
        broken = ~np.isnan(year) & (year != np.round(year))
        self._check(YEAR, broken, "a year is a whole number.", "Write 2005.")
        outside = (year < _FIRST) | (year > _LAST)
        self._check(YEAR, outside, "no year of a panel.", f"Write a year from {_FIRST} to {_LAST}.")
        self._check(YEAR, np.isnan(year) & (self._text(YEAR) == ""), "the year is missing.", "Write it.")
        numbers = {each: self._positive(each) for each in self.names if each not in (COUNTRY, YEAR)}
        if self.faults:
            return None
        again = pd.DataFrame({"country": country, "year": year}).duplicated().to_numpy()
        self._check(COUNTRY, again, "country and year stand in an earlier line too.", "Keep one of them.")
        if self.faults or not self._has_rows():
            return None
        return self._assemble(country, year.astype(int), numbers)

    def _has_rows(self) -> bool:
        if len(self.table) == 0:
            self.faults.append(
                Fault(self.file, "the table has no rows.", "Add one for each country and year.")
            )
        return len(self.table) > 0

    def _assemble(self, country: Array, year: Array, numbers: dict[Column, Array]) -> Panel:
        years = np.arange(year.min(), year.max() + 1)
        rows, names = year - years[0], list(dict.fromkeys(country))
        columns = np.array([names.index(each) for each in country])
        grids = {each: np.full((len(years), len(names)), np.nan) for each in numbers}
        for each, values in numbers.items():
            grids[each][rows, columns] = values
        gdp = grids[GDP]
        if OTHER_GDP in grids:
            # a country has one source for all its years: levels of two would not fit together
            gdp = np.where(np.isnan(gdp).all(axis=0), grids[OTHER_GDP], gdp)
        spending = grids[SPENDING] / 1000.0
        for each, values in ((SPENDING, spending), (GDP, gdp)):
            self._check_gaps(each, values, years, names)
        self._check_units(spending, gdp)
        return self._without_empty(names, years, spending, gdp)

    def _without_empty(self, names: Sequence[str], years: Array, spending: Array, gdp: Array) -> Panel:
        """Return the panel of countries that have both numbers at all."""
        out = {}
        for place, name in enumerate(names):
            lacks = [
                word for word, values in (("spending", spending), ("GDP", gdp)) if _empty(values[:, place])
            ]
            if lacks:
                out[name] = f"no {' and no '.join(lacks)} in any year"
        held = np.array([name not in out for name in names])
        return Panel(
            self.file,
            tuple(name for name in names if name not in out),
            tuple(int(each) for each in years),
            spending[:, held],
            gdp[:, held],
            out,
        )

    def _check_gaps(self, column: Column, values: Array, years: Array, names: Sequence[str]) -> None:
        """Fault years not known between two that are: growth over a gap is no growth of a year."""
        for place, name in enumerate(names):
            known = np.flatnonzero(~np.isnan(values[:, place]))
            if len(known) and len(known) <= known[-1] - known[0]:
                missing = [str(years[k]) for k in range(known[0], known[-1]) if k not in known]
                where = f"{self.file}, {self.names[column]}, {name}"
                what = f"nothing for {_listed(missing)}, between years that are known."
                self.faults.append(Fault(where, what, "Fill the gap, or leave the years before it empty."))

    def _check_units(self, spending: Array, gdp: Array) -> None:
        """Fault panels whose spending and GDP cannot both be in the units wanted."""
        share = spending / gdp
        middle = float(np.nanmedian(share)) if np.isfinite(share).any() else 0.02
        if 1e-4 < middle < 1.0:
            return
        told = "more than all of GDP" if middle >= 1.0 else f"{100 * middle:.4f} % of GDP"
        self.faults.append(
            Fault(
                f"{self.file}, {self.names[SPENDING]} and {self.names[GDP]}",
                f"spending is {told} in the middle of the panel.",
                "Give spending in USD m and GDP in USD bn.",
            )
        )

    def _text(self, column: Column) -> Array:
        return np.asarray(self.table[self.names[column]].str.strip().to_numpy(dtype=object))

    def _country(self) -> Array:
        text = self._text(COUNTRY)
        self._check(COUNTRY, text == "", "the country is missing.", "Name it, such as JPN.")
        return text

    def _number(self, column: Column) -> Array:
        """Return the numbers of a column, nan where the cell is empty or no number."""
        text = self._text(column)
        values = np.asarray(pd.to_numeric(pd.Series(text), errors="coerce"), dtype=np.float64)
        wrong = ~np.isfinite(values) & (text != "")
        first = str(text[wrong][0]) if wrong.any() else ""
        self._check(
            column, wrong, f"{first!r} is no number.", "Write it with a point: 1234.5, or leave it empty."
        )
        return values

    def _positive(self, column: Column) -> Array:
        values = self._number(column)
        low = values <= 0.0
        first = float(values[low][0]) if low.any() else 0.0
        self._check(column, low, f"{first:g} is not above 0.", "Logs are taken: leave unknown ones empty.")
        return values

    def _check(self, column: Column, wrong: BoolArray, what: str, mend: str) -> None:
        """Note one fault for all lines in which a column is wrong the same way."""
        lines = self.lines[wrong]
        if len(lines):
            word = "line" if len(lines) == 1 else "lines"
            told = _listed([str(line) for line in lines])
            self.faults.append(Fault(f"{self.file}, {self.names[column]}, {word} {told}", what, mend))


def _empty(values: Array) -> bool:
    return bool(np.isnan(values).all())


def _listed(words: Sequence[str]) -> str:
    """Return a list of words, a long one in part."""
    more = len(words) - _LINES
    return f"{', '.join(words[:_LINES])}{f' and {more} more' if more > 0 else ''}"
