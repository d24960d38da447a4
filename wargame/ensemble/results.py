"""Results of an ensemble: its tables as data frames, whole or batch by batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from wargame import __version__
from wargame.ensemble.harvest import NAMED_BY, dictionary_of, yes_no_outcomes
from wargame.ensemble.intervals import reach, share_interval
from wargame.ensemble.plan import TABLES, Plan
from wargame.ensemble.store import Store
from wargame.faults import WargameError, nearest

AT_ONCE = 20_000_000
"""Numbers that a summary holds in memory at once: it reads so many columns that they are not more."""


class Results:
    """The tables of an ensemble, in memory or in a folder; every row tells its point and replicate.

    Factors of the design stand behind *replicate* under their names; one that bears the name of a column of the
    table is called ``factor:turns`` there.

    Parameters
    ----------
    plan : what was to be played
    sources : table -> its parts
    games : games that are there; fewer than ``plan.games`` where the run has not finished
    folder : where they are kept, None for memory
    version : release of wargame that began them

    Examples
    --------
    >>> from wargame.ensemble import plan_of, run_plan
    >>> results = run_plan(plan_of("four-islands", games=3, seed=7, characters={"DRAY": "hawk"}))
    >>> print(results)
    four-islands (DRAY hawk), 3 games of 4 turns, seed 7: all 3 games are there.
    >>> results.outcomes(["breakdown"]).shape, results.complete
    ((3, 3), True)
    """

    def __init__(
        self,
        plan: Plan,
        sources: Mapping[str, ds.Dataset],
        games: int,
        folder: Path | None = None,
        version: str = __version__,
    ) -> None:
        self.plan, self.games, self.folder, self.version = plan, games, folder, version
        self._sources = dict(sources)

    @classmethod
    def of_parts(cls, plan: Plan, parts: Iterable[Mapping[str, pa.Table]]) -> Results:
        """Return the results of parts in memory, in the order of their blocks."""
        gathered: dict[str, list[pa.Table]] = {name: [] for name in plan.tables}
        for part in parts:
            for name, table in part.items():
                gathered[name].append(table.replace_schema_metadata(None))
        sources = {
            name: ds.dataset(pa.concat_tables(tables, promote_options="default"))
            for name, tables in gathered.items()
        }
        return cls(plan, sources, plan.games)

    @classmethod
    def of_store(cls, store: Store) -> Results:
        """Return what a folder holds so far.

        Raises
        ------
        WargameError
            nothing is finished yet
        """
        finished = list(store.finished())
        if not finished:
            raise WargameError(
                f"{store.folder}: no game is finished yet of {store.plan.games:,}. Go on with it by --resume."
            )
        sources = {}
        for table in store.plan.tables:
            paths = [store.path(table, block.number) for block in finished]
            # scenarios of one plan may differ in their columns: the first part of each tells them
            firsts = {
                store.plan.hashes[block.setting]: store.path(table, block.number) for block in finished[::-1]
            }
            with _readable(store.folder):
                schema = pa.unify_schemas([pq.read_schema(path) for path in firsts.values()])
            sources[table] = ds.dataset(paths, schema=schema.remove_metadata(), format="parquet")
        games = sum(block.games for block in finished)
        return cls(store.plan, sources, games, store.folder, str(store.versions["wargame"]))

    @property
    def complete(self) -> bool:
        """Whether every game of the plan is there."""
        return self.games == self.plan.games

    def __str__(self) -> str:
        """Return what is there, in a sentence."""
        where = f"{self.folder}: " if self.folder else ""
        if self.complete:
            return f"{where}{self.plan.title}: all {self.games:,} games are there."
        lack = f"of {self.plan.games:,}; the rest is to be played by --resume."
        return f"{where}{self.plan.title}: {self.games:,} games are there {lack}"

    def __repr__(self) -> str:
        """Return the same, for a notebook."""
        return f"<Results: {self}>"

    def outcomes(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return one row a game: every outcome, or those named. See ``list_outcomes``."""
        return self._frame("outcomes", columns)

    def turns(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return one row a game and turn: places, groups, programmes."""
        return self._frame("turns", columns)

    def seats(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return one row a game, turn and seat: budgets, home politics, capability, protection."""
        return self._frame("seats", columns)

    def orders(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return one row for each order issued."""
        return self._frame("orders", columns)

    def points(self) -> pd.DataFrame:
        """Return the design: one row a point, a column a factor."""
        rows = [{"point": place, **point.labels} for place, point in enumerate(self.plan.points)]
        return pd.DataFrame(rows, columns=["point", *self.plan.factors])

    def summary(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return the distribution of outcomes, one row a point and outcome.

        Parameters
        ----------
        columns : outcomes wanted, all of them if not given

        Returns
        -------
        point, factors, outcome; mean, error (the Monte Carlo standard error of the mean, NaN for one game),
        mean_low and mean_high (the 95 % interval of the mean: Wilson's for what is 0 or 1 in a game, else
        Student's t), and low and high, between which 90 % of the games lie
        """
        names = [
            name for name in columns or self._names("outcomes", None) if name not in NAMED_BY["outcomes"]
        ]
        width = max(1, AT_ONCE // self.games)
        frames = [self._summary(names[start : start + width]) for start in range(0, len(names), width)]
        together = pd.concat(frames, ignore_index=True)
        order = {name: place for place, name in enumerate(names)}
        return together.sort_values(
            ["point", "outcome"], key=lambda part: part.map(order) if part.name == "outcome" else part
        ).reset_index(drop=True)

    def _summary(self, names: Sequence[str]) -> pd.DataFrame:
        by_point = self.outcomes(names).groupby("point")[list(names)]
        mean, error, games = by_point.mean(), by_point.sem(), by_point.count()
        half = reach(games) * error
        lowest, highest = share_interval(mean.clip(0.0, 1.0), games)
        share = np.array([name in self._yes_no for name in names])
        ends = {
            "mean_low": np.where(share, lowest, mean - half),
            "mean_high": np.where(share, highest, mean + half),
        }
        found = {
            "mean": mean,
            "error": error,
            **{name: pd.DataFrame(each, mean.index, mean.columns) for name, each in ends.items()},
            "low": by_point.quantile(0.05),
            "high": by_point.quantile(0.95),
        }
        table = pd.concat({name: part.stack(future_stack=True) for name, part in found.items()}, axis=1)
        table.index.names = ["point", "outcome"]
        return self._with_factors(table.reset_index(), 1, ("outcome", *found))

    def dictionary(self) -> pd.DataFrame:
        """Return what every column is: type, unit, bounds, meaning; a factor is what the design says it is."""
        return dictionary_of(self.plan)

    def scan(
        self, table: str, columns: Sequence[str] | None = None, rows: int = 100_000
    ) -> Iterator[pd.DataFrame]:
        """Yield a table batch by batch, for one that does not fit into memory.

        Parameters
        ----------
        table : one of ``plan.tables``
        columns : columns wanted besides those that name a row; all of them if not given
        rows : most rows in a batch
        """
        source, names = self._source(table), self._names(table, columns)
        with _readable(self.folder):
            for batch in source.to_batches(columns=names, batch_size=rows):
                if batch.num_rows:
                    yield self._labelled(pa.Table.from_batches([batch]), source)

    def _frame(self, table: str, columns: Sequence[str] | None) -> pd.DataFrame:
        source = self._source(table)
        with _readable(self.folder):
            frame = self._labelled(source.to_table(columns=self._names(table, columns)), source)
        if not frame["point"].is_monotonic_increasing:  # blocks run setting by setting
            frame = frame.sort_values(["point", "replicate"], kind="stable", ignore_index=True)
        return frame

    def _source(self, table: str) -> ds.Dataset:
        if table not in self._sources:
            if table not in TABLES:
                raise WargameError(f"There is no table {table!r}. {nearest(table, TABLES)}")
            raise WargameError(f"The table {table!r} was not kept, only {', '.join(self._sources)}.")
        return self._sources[table]

    def _names(self, table: str, columns: Sequence[str] | None) -> list[str]:
        """Return the columns to be read: those that name a row, and those wanted."""
        known = self._source(table).schema.names
        if columns is None:
            return known
        for name in columns:
            if name not in known:
                raise WargameError(f"There is no column {name!r} in {table}. {nearest(name, known)}")
        return list(dict.fromkeys([*NAMED_BY[table], *columns]))

    def _labelled(self, table: pa.Table, source: ds.Dataset) -> pd.DataFrame:
        """Return a table with the factors of each row's point behind point and replicate."""
        return self._with_factors(table.to_pandas(), 2, source.schema.names)

    def _with_factors(self, frame: pd.DataFrame, place: int, taken: Sequence[str]) -> pd.DataFrame:
        """Put the factors of each row's point into its columns, from a place on."""
        points = frame["point"].to_numpy()
        labels = {
            f"factor:{factor}" if factor in taken else factor: self._design[factor].to_numpy()[points]
            for factor in self.plan.factors
        }
        added = pd.DataFrame(labels, index=frame.index)
        return pd.concat([frame.iloc[:, :place], added, frame.iloc[:, place:]], axis=1)

    @cached_property
    def _yes_no(self) -> frozenset[str]:
        return yes_no_outcomes(self.plan)

    @cached_property
    def _design(self) -> pd.DataFrame:
        return self.points()


def open_results(folder: str | Path) -> Results:
    """Return the results that a folder holds, of a run that has finished or not (``complete``).

    Raises
    ------
    WargameError
        no ensemble, a damaged one, or one in which nothing is finished yet
    """
    return Results.of_store(Store.open(folder))


@contextmanager
def _readable(folder: Path | None) -> Iterator[None]:
    """Tell a part that cannot be read in words."""
    try:
        yield
    except (OSError, pa.ArrowInvalid) as error:
        raise WargameError(
            f"{folder}: a part cannot be read ({str(error).splitlines()[0]}). Play it again by --resume."
        ) from None
