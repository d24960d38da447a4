"""From a design to the plan of an ensemble, and from its results to tables of games."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from wargame.arrange import arrange
from wargame.arrays import Array
from wargame.ensemble import Plan, Point, Results, Setting
from wargame.experiment.design import Design
from wargame.experiment.factors import Factor
from wargame.experiment.reading import Experiment
from wargame.outcomes import Outcome
from wargame.scenario import Scenario


def plan_for(experiment: Experiment, design: Design) -> Plan:
    """Return the plan of an experiment: every point of its design."""
    rows = [{str(name): value for name, value in row.items()} for row in design.values().to_dict("records")]
    return plan_at(experiment, rows, experiment.replicates)


def plan_at(experiment: Experiment, rows: Sequence[Mapping[str, Any]], replicates: int) -> Plan:
    """Return a plan of chosen points under the experiment's luck.

    Parameters
    ----------
    rows : factor -> value for each point; factors left out stay at the baseline
    replicates : games at each point

    Notes
    -----
    Numbers of the rules vary from row to row of a block. What has to be compiled anew, a ruleset, a list of
    numbers, a length, a character, makes a setting, and points that agree in it share the setting.
    """
    by_name = {factor.name: factor for factor in experiment.factors}
    settings: dict[tuple[Any, ...], int] = {}
    made: list[Setting] = []
    points = []
    scenario_at = lru_cache(maxsize=None)(lambda told: _arranged(experiment.scenario, by_name, dict(told)))
    for row in rows:
        whole = {name: row.get(name, factor.baseline) for name, factor in by_name.items()}
        compiled = {name: value for name, value in whole.items() if by_name[name].form != "parameter"}
        key = tuple(compiled.items())
        if key not in settings:
            frame = tuple((name, value) for name, value in key if by_name[name].form != "character")
            cast = {name: value for name, value in key if by_name[name].form == "character"}
            settings[key] = len(made)
            made.append(Setting(scenario_at(frame), cast))
        values = {name: value for name, value in whole.items() if name not in compiled}
        points.append(Point(settings[key], values, whole))
    return Plan(tuple(made), tuple(points), replicates, experiment.seed, ("outcomes",))


def _arranged(scenario: Scenario, factors: Mapping[str, Factor], told: Mapping[str, Any]) -> Scenario:
    """Return the scenario with a ruleset, numbers of lists and a frame as told."""
    held = scenario
    lists: dict[str, list[float]] = {}
    for name, value in sorted(told.items(), key=lambda item: factors[item[0]].form != "ruleset"):
        form = factors[name].form
        if form == "ruleset" and value != held.ruleset.id:
            held = arrange(held, rules=value)
        elif form == "turns":
            held = arrange(held, turns=value)
        elif form == "turn_years":
            held = dataclasses.replace(held, frame=held.frame.model_copy(update={"turn_years": float(value)}))
        elif form == "entry":
            parameter, _, place = name.rpartition(".")
            numbers = lists.setdefault(parameter, list(held.ruleset.parameters[parameter].value))  # type: ignore[arg-type]
            numbers[int(place) - 1] = value
    return arrange(held, rules=lists) if lists else held


def games_of(results: Results, outcomes: Sequence[Outcome]) -> dict[str, Array]:
    """Return outcome -> (point, replicate), of whole results."""
    names = [row.name for row in outcomes]
    frame = results.outcomes(names).sort_values(["point", "replicate"], kind="stable")
    shape = (len(results.plan.points), results.plan.replicates)
    return {name: np.asarray(frame[name], dtype=np.float64).reshape(shape) for name in names}
