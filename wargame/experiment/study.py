"""A study: an experiment that was played, with all that its games tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pandas as pd

from wargame.arrays import Array
from wargame.ensemble import Plan, Progress, Results, run_plan
from wargame.ensemble.store import MANIFEST, Store
from wargame.experiment.between import Between, between_of
from wargame.experiment.changes import find_boxes, movable, play_changes
from wargame.experiment.design import Design, design_of
from wargame.experiment.discovery import Discovery
from wargame.experiment.edges import Edge, edge_table
from wargame.experiment.intervals import mean_interval
from wargame.experiment.luck import luck_or_doubt
from wargame.experiment.plans import games_of, plan_at, plan_for
from wargame.experiment.reading import Experiment
from wargame.experiment.sensitivity import MEASURES
from wargame.experiment.tipping import tipping_map

CHECKED = 200
"""Fewest games by which the baseline, and every change from it, is judged: replicates 0, 1 ... of the same luck."""
BASELINE, CHANGES = "baseline", "changes"
"""Folders of the games beside the design: nothing varied; the points of ``Check``."""


@dataclass(frozen=True)
class Study:
    """An experiment and its results.

    Attributes
    ----------
    games : outcome -> (point, replicate), the points of the design
    baseline : outcome -> (replicate,), at least ``CHECKED``, the same luck with nothing varied
    luck : luck or doubt of each outcome, None where the design is no sample or has one game a point
    matters : outcome -> its factors, the most important first; see ``sensitivity``. Where the points cannot be told
        from one another at all, no factor is clear
    maps : outcome -> tipping map, of a grid with a map
    discovery : where in the design the conclusion turns over, None without a conclusion
    edges : what becomes of the conclusion as one factor alone moves, the nearest to turn it over first
    keys : folder -> key of the plan that was played: "" for the design, ``baseline``, ``changes``
    """

    experiment: Experiment
    design: Design
    games: dict[str, Array]
    baseline: dict[str, Array]
    luck: pd.DataFrame | None
    matters: dict[str, pd.DataFrame]
    maps: dict[str, pd.DataFrame]
    discovery: Discovery | None
    edges: tuple[Edge, ...]
    keys: dict[str, str]

    @property
    def measure(self) -> str:
        """What ``matters`` measures."""
        return MEASURES[self.experiment.method][0]

    @property
    def between(self) -> Between:
        """What the points differ in: doubt, choices or both."""
        return between_of(self.experiment.factors)

    @property
    def holds(self) -> bool:
        """Whether the conclusion holds in the mean of the baseline; True without one."""
        tested = self.experiment.conclusion
        return tested is None or bool(tested.holds(self.baseline[tested.outcome.name].mean()))

    @cached_property
    def verdicts(self) -> list[str]:
        """The conclusion at each point: ``holds``, ``fails`` or ``open``; empty without one."""
        tested = self.experiment.conclusion
        return [] if tested is None else tested.verdicts(self.games[tested.outcome.name])

    def luck_row(self, outcome: str) -> dict[str, Any] | None:
        """Return the row of an outcome in ``luck``, None where there is none."""
        return None if self.luck is None else _row(self.luck, outcome)

    def outcome_table(self) -> pd.DataFrame:
        """Return one row an outcome: its mean at the baseline with a 95 % interval, and over the design.

        Columns ``outcome, unit, text, baseline, low, high, design, between_sd, lowest, highest``: the mean over all
        points, the standard deviation between points with luck taken out (nan where it is not known), and the lowest
        and highest mean of a point's games, which luck draws apart.
        """
        rows = []
        for outcome in self.experiment.outcomes:
            mean, low, high = mean_interval(self.baseline[outcome.name], outcome.unit == "share")
            by_point, luck = self.games[outcome.name].mean(axis=1), self.luck_row(outcome.name)
            rows.append(
                {
                    "outcome": outcome.name,
                    "unit": outcome.unit,
                    "text": outcome.text,
                    "baseline": float(mean),
                    "low": float(low),
                    "high": float(high),
                    "design": float(by_point.mean()),
                    "between_sd": luck["between_sd"] if luck else float("nan"),
                    "lowest": float(by_point.min()),
                    "highest": float(by_point.max()),
                }
            )
        return pd.DataFrame(rows)

    def factor_table(self) -> pd.DataFrame:
        """Return one row a factor: ``factor, baseline, low, high, choices, unit, kind, text``."""
        rows = []
        for factor in self.experiment.factors:
            low, high = factor.bounds if factor.numeric else ("", "")
            choices = ", ".join(map(str, factor.choices))
            rows.append(
                [factor.name, factor.baseline, low, high, choices, factor.unit, factor.kind, factor.text]
            )
        return pd.DataFrame(
            rows, columns=["factor", "baseline", "low", "high", "choices", "unit", "kind", "text"]
        )

    def point_table(self) -> pd.DataFrame:
        """Return the design, one row a point, with the mean of each outcome there and the verdict of its games."""
        table = self.design.values().reset_index()
        for name, games in self.games.items():
            table[f"mean of {name}"] = games.mean(axis=1)
        if self.verdicts:
            table[str(self.experiment.conclusion)] = self.verdicts
        return table

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return every table by the name of its file."""
        found = {
            "points": self.point_table(),
            "factors": self.factor_table(),
            "outcomes": self.outcome_table(),
            "matters": _together(self.matters),
        }
        if self.luck is not None:
            found["luck"] = self.luck
        found |= {f"map {name}": table for name, table in self.maps.items()}
        if self.discovery is not None:
            found |= {
                "boxes": self.discovery.table(),
                "changes-alone": edge_table(self.edges),
                "changes-together": self.discovery.flip_table(),
            }
        return {name.replace(" ", "-").replace(":", "-"): table for name, table in found.items()}


def _together(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    parts = []
    for name, table in tables.items():
        held = table.copy()
        held.insert(0, "outcome", name)
        parts.append(held)
    return pd.concat(parts, ignore_index=True)


def study(
    experiment: Experiment,
    out: Path | None = None,
    *,
    scheduler: str | None = None,
    workers: int | None = None,
    resume: bool = False,
    watch: Callable[[Progress], None] | None = None,
) -> Study:
    """Play an experiment and work out what its games tell.

    Parameters
    ----------
    out : folder for the games, as ``run_plan`` keeps them; None plays them in memory
    scheduler, workers, resume, watch : see ``run_plan``

    Raises
    ------
    WargameError
        a library is missing, or what ``run_plan`` says

    Examples
    --------
    >>> from wargame.experiment import make_experiment
    >>> asked = {"outcomes": ("tension:narrows",), "points": 8, "replicates": 2, "turns": 1}
    >>> found = study(make_experiment("four-islands", ["crises.tension_pull"], asked))
    >>> found.games["tension:narrows"].shape
    (8, 2)
    """
    design = design_of(
        experiment.method, experiment.factors, experiment.size, experiment.seed, experiment.levels
    )
    run = partial(run_plan, scheduler=scheduler, workers=workers, watch=watch)
    plan = plan_for(experiment, design)
    games = games_of(run(plan, out, resume=resume), experiment.outcomes)
    aside = _Aside(experiment, out, run, {"": plan.key})
    baseline = {name: table[0] for name, table in aside.play(BASELINE, [{}]).items()}
    luck = _luck(experiment, design, games)
    matters = _matters(experiment, design, games, luck)
    discovery, edges = _changes(experiment, design, games, baseline, matters, aside)
    maps = _maps(experiment, design, games)
    return Study(experiment, design, games, baseline, luck, matters, maps, discovery, edges, dict(aside.keys))


@dataclass(frozen=True)
class _Aside:
    """Plays points beside the design, under its luck and more of it, into folders beside its games."""

    experiment: Experiment
    out: Path | None
    run: Callable[..., Results]
    keys: dict[str, str]

    def play(self, name: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Array]:
        """Return outcome -> (point, replicate) of some points, kept in a folder of this name."""
        plan = plan_at(self.experiment, rows, max(CHECKED, self.experiment.replicates))
        folder = None if self.out is None else _free(self.out, name, plan)
        # the design's folder was begun or taken up by now, so whatever stands here belongs to it
        results = self.run(plan, folder, resume=True)
        self.keys[name if folder is None else folder.name] = plan.key
        return games_of(results, self.experiment.outcomes)


def _free(out: Path, name: str, plan: Plan) -> Path:
    """Return the folder of this name that is free or holds this plan; another release may have left others."""
    folder, count = out / name, 1
    while (folder / MANIFEST).is_file() and Store.open(folder).key != plan.key:
        count += 1
        folder = out / f"{name}-{count}"
    return folder


def _luck(experiment: Experiment, design: Design, games: dict[str, Array]) -> pd.DataFrame | None:
    sample = design.sample()
    if len(sample) < 2 or experiment.replicates < 2:
        return None
    tables = [(row, games[row.name][sample]) for row in experiment.outcomes]
    return luck_or_doubt(tables, experiment.seed, whole=experiment.method == "grid")


def _matters(
    experiment: Experiment, design: Design, games: dict[str, Array], luck: pd.DataFrame | None
) -> dict[str, pd.DataFrame]:
    """Return the factors of each outcome; where points cannot be told from one another, none of them is clear."""
    analyse, found = MEASURES[experiment.method][1], {}
    for name, table in games.items():
        held = analyse(design, table, experiment.seed)
        row = None if luck is None else _row(luck, name)
        if row is not None and not row["between_low"] > 0.0:
            held = held.assign(clear=False)
        found[name] = held
    return found


def _row(table: pd.DataFrame, outcome: str) -> dict[str, Any]:
    """Return the row of an outcome."""
    return {str(key): value for key, value in table[table["outcome"] == outcome].iloc[0].items()}


def _maps(experiment: Experiment, design: Design, games: dict[str, Array]) -> dict[str, pd.DataFrame]:
    if not experiment.map:
        return {}
    across, up = experiment.map
    return {
        row.name: tipping_map(design, games[row.name], row, (across, up), experiment.conclusion)
        for row in experiment.outcomes
    }


def _changes(
    experiment: Experiment,
    design: Design,
    games: Mapping[str, Array],
    baseline: Mapping[str, Array],
    matters: Mapping[str, pd.DataFrame],
    aside: _Aside,
) -> tuple[Discovery | None, tuple[Edge, ...]]:
    """Return where the conclusion turns over, and what becomes of it as factors move from the baseline."""
    tested = experiment.conclusion
    if tested is None:
        return None, ()
    name = tested.outcome.name
    verdicts = tested.verdicts(games[name])
    found = find_boxes(tested, design, games[name], baseline[name], verdicts, experiment.seed)
    factors = movable(experiment.factors, matters[name])
    edges, found = play_changes(
        tested, factors, found, baseline[name], lambda rows: aside.play(CHANGES, rows)[name]
    )
    return found, edges
