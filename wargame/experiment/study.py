"""A study: an experiment that was played, with all that its games tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from wargame.arrays import Array
from wargame.ensemble import Progress, run_plan
from wargame.experiment.design import Design, design_of
from wargame.experiment.discovery import Discovery, discover
from wargame.experiment.edges import GAMES, MOST, Edge, edge_of, edge_table, tried
from wargame.experiment.luck import luck_or_doubt
from wargame.experiment.plans import games_of, plan_at, plan_for
from wargame.experiment.reading import Experiment
from wargame.experiment.sensitivity import MEASURES
from wargame.experiment.tipping import mean_interval, tipping_map

MOST_FLIPS = 4
"""Ways into a box that are played to see."""
CHECKED = 200
"""Fewest games by which the baseline, and a way into a box, is judged: all else is measured against them."""


@dataclass(frozen=True)
class Study:
    """An experiment and its results.

    Attributes
    ----------
    games : outcome -> (point, replicate), the points of the design
    baseline : outcome -> (replicate,), at least ``CHECKED``, the same luck with nothing varied
    luck : luck or doubt of each outcome, None where the design is no sample or has one game a point
    matters : outcome -> its factors, the most important first; see ``sensitivity``
    maps : outcome -> tipping map, of a grid with a map
    discovery : where in the design the conclusion turns over, None without a conclusion
    edges : how far one factor alone must move until it turns over, the nearest first
    key : key of the plan that was played
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
    key: str

    @property
    def measure(self) -> str:
        """What ``matters`` measures."""
        return MEASURES[self.experiment.method][0]

    @property
    def holds(self) -> bool:
        """Whether the conclusion holds at the baseline; True without one."""
        tested = self.experiment.conclusion
        return tested is None or bool(tested.holds(self.baseline[tested.outcome.name].mean()))

    def outcome_table(self) -> pd.DataFrame:
        """Return one row an outcome: its mean at the baseline with a 95 % interval, and over the design.

        Columns ``outcome, unit, text, baseline, low, high, design, lowest, highest``; the last three are the mean
        over all points, and the lowest and highest mean of a point.
        """
        rows = []
        for outcome in self.experiment.outcomes:
            mean, low, high = mean_interval(self.baseline[outcome.name], outcome.unit == "share")
            points = self.games[outcome.name].mean(axis=1)
            rows.append(
                {
                    "outcome": outcome.name,
                    "unit": outcome.unit,
                    "text": outcome.text,
                    "baseline": mean,
                    "low": low,
                    "high": high,
                    "design": float(points.mean()),
                    "lowest": float(points.min()),
                    "highest": float(points.max()),
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
        """Return the design, one row a point, with the mean of each outcome there."""
        table = self.design.values().reset_index()
        for name, games in self.games.items():
            table[f"mean of {name}"] = games.mean(axis=1)
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
            found["luck-or-doubt"] = self.luck
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
    plan = plan_for(experiment, design)
    results = run_plan(plan, out, scheduler=scheduler, workers=workers, resume=resume, watch=watch)
    games = games_of(results, experiment.outcomes)
    baseline = {name: table[0] for name, table in _played(experiment, [{}], CHECKED).items()}
    analyse = MEASURES[experiment.method][1]
    matters = {name: analyse(design, table, experiment.seed) for name, table in games.items()}
    return Study(
        experiment,
        design,
        games,
        baseline,
        _luck(experiment, design, games),
        matters,
        _maps(experiment, design, games),
        _discovery(experiment, design, games, baseline),
        _edges(experiment, matters, baseline),
        plan.key,
    )


def _luck(experiment: Experiment, design: Design, games: dict[str, Array]) -> pd.DataFrame | None:
    sample = design.sample()
    if len(sample) < 2 or experiment.replicates < 2:
        return None
    return luck_or_doubt([(row, games[row.name][sample]) for row in experiment.outcomes], experiment.seed)


def _maps(experiment: Experiment, design: Design, games: dict[str, Array]) -> dict[str, pd.DataFrame]:
    if not experiment.map:
        return {}
    across, up = experiment.map
    return {
        row.name: tipping_map(design, games[row.name], row, (across, up), experiment.conclusion)
        for row in experiment.outcomes
    }


def _discovery(
    experiment: Experiment, design: Design, games: dict[str, Array], baseline: dict[str, Array]
) -> Discovery | None:
    """Return where the conclusion is otherwise than at the baseline, with the nearest changes played."""
    tested = experiment.conclusion
    if tested is None:
        return None
    name = tested.outcome.name
    there = tested.holds(baseline[name].mean())
    found = discover(design, tested.holds(games[name].mean(axis=1)) != there, experiment.seed)
    ways = found.flips[:MOST_FLIPS]
    if not ways:
        return found
    means = _played(experiment, [flip.tried for flip in ways], CHECKED)[name].mean(axis=1)
    turned = np.asarray(tested.holds(means) != there)
    flips = [flip.having(float(m), bool(t)) for flip, m, t in zip(ways, means, turned, strict=True)]
    return replace(found, flips=tuple(sorted(flips, key=lambda flip: not flip.turns)))


def _edges(
    experiment: Experiment, matters: Mapping[str, pd.DataFrame], baseline: Mapping[str, Array]
) -> tuple[Edge, ...]:
    """Return how far the factors that matter most must move alone, until the conclusion turns over."""
    tested = experiment.conclusion
    if tested is None:
        return ()
    table = matters[tested.outcome.name]
    names = list(table[table["clear"]]["factor"].head(MOST))
    factors = [factor for name in names for factor in experiment.factors if factor.name == name]
    rows = [{factor.name: value} for factor in factors for value in tried(factor)]
    if not rows:
        return ()
    name = tested.outcome.name
    means, there = _played(experiment, rows, GAMES)[name].mean(axis=1), tested.holds(baseline[name].mean())
    turned = tested.holds(means) != there
    found, start = [], 0
    for factor in factors:
        part = slice(start, start + len(tried(factor)))
        found.append(edge_of(factor, list(means[part]), list(turned[part])))
        start = part.stop
    return tuple(sorted(found, key=lambda edge: edge.distance))


def _played(experiment: Experiment, rows: Sequence[Mapping[str, Any]], least: int) -> dict[str, Array]:
    """Return outcome -> (point, replicate) of some points beside the design, under its luck and more of it."""
    games = max(least, experiment.replicates)
    return games_of(run_plan(plan_at(experiment, rows, games)), experiment.outcomes)
