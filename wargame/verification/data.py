"""Tables that are too large for the project to carry: read from a folder where they are at hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from wargame.backtest.reading import read_panel
from wargame.faults import Fault, RulesError, WargameError, nearest
from wargame.verification import burdens, forecasts, landscapes, powers, races

PAIRS = ("rivalry", "spatial_rivalry", "war_1900_1935", "same_regime")
TEXT = {"a", "b", "abb", "iso3", "published_prediction_side"}
"""Columns that hold words; all others hold numbers."""
MAY_BE_EMPTY = set(powers.COMPONENTS)
FEWEST = 3
"""Rows below which a table is taken for one that was cut off."""
COLUMNS: dict[str, tuple[str, ...]] = {
    races.BLOCS_1909: races.POWERS,
    burdens.NATO_1964: ("gnp_usd_bn", "defence_pct_gnp"),
    landscapes.STATES_1936: ("abb", "cinc_1936", "published_prediction_side"),
    landscapes.PAIRS_1936: ("a", "b", *PAIRS),
    landscapes.SIZES_2022: ("iso3", "cinc_2022_x100"),
    powers.STATES_2012: ("abb", *powers.COMPONENTS, "cinc"),
}
"""What is read of each table; other columns are left alone."""


class Folder:
    """A folder of tables, each read and checked once.

    Parameters
    ----------
    path : the folder; None where there is none

    Raises
    ------
    WargameError
        There is no such folder.
    """

    def __init__(self, path: Path | None) -> None:
        if path is not None and not path.is_dir():
            raise WargameError(
                f"{path}: there is no such folder. Name the folder that holds the tables, or leave --data out: "
                "targets that need them are then told as not at hand."
            )
        self.path = path
        self._read: dict[str, Any] = {}

    def lacking(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return which of some tables are not at hand."""
        return tuple(name for name in names if self.path is None or not (self.path / name).is_file())

    def table(self, name: str) -> Any:
        """Return a table that is at hand, checked.

        Raises
        ------
        WargameError
            It is no table, or columns or numbers are missing: all that is wrong with the file.
        """
        if name not in self._read:
            assert self.path is not None
            self._read[name] = READERS.get(name, _plain)(self.path / name)
        return self._read[name]


def _plain(path: Path) -> pd.DataFrame:
    """Read a table of one row a thing."""
    table = _open(path)
    wanted = COLUMNS[path.name]
    missing = [column for column in wanted if column not in table.columns]
    if missing:
        raise RulesError(
            Fault(path.name, f"there is no column {column}.", nearest(column, map(str, table.columns)))
            for column in missing
        )
    return _numbers(path.name, table[list(wanted)])


def _square(path: Path) -> pd.DataFrame:
    """Read a table of pairs, its first column and its head naming the same nations in the same order."""
    table = _open(path)
    square = table.set_index(table.columns[0])
    if list(square.index) != list(square.columns):
        raise WargameError(
            f"{path.name}: rows and columns do not name the same nations in the same order. Write one row and "
            "one column for each."
        )
    return _numbers(path.name, square)


def _open(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False, na_values=[""])
    except (pd.errors.EmptyDataError, pd.errors.ParserError, UnicodeDecodeError) as error:
        raise WargameError(
            f"{path.name}: it cannot be read as a table ({str(error).strip()}). Save it as CSV, UTF-8, with one "
            "line of column names."
        ) from None


def _numbers(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Turn the columns of numbers into numbers; every cell that is none is told."""
    if len(table) < FEWEST:
        raise WargameError(
            f"{name}: there are {len(table)} rows. Nothing is worked out from fewer than {FEWEST}."
        )
    result, faults = table.copy(), []
    for column in [each for each in table.columns if each not in TEXT]:
        result[column] = pd.to_numeric(table[column], errors="coerce")
        for line in np.flatnonzero(result[column].isna()):
            cell = table[column].iloc[line]
            if not pd.isna(cell):
                faults.append(Fault(f"{name}, line {line + 2}", f"{column} is {cell!r}.", "Write a number."))
            elif column not in MAY_BE_EMPTY:
                faults.append(Fault(f"{name}, line {line + 2}", f"{column} is empty.", "Write a number."))
    if faults:
        raise RulesError(faults)
    return result


READERS: dict[str, Callable[[Path], Any]] = {
    landscapes.TIES_2022: _square,
    forecasts.SPENDING: read_panel,
}
"""Tables of another form than a row a thing."""
