"""Experiments as data: read from TOML or from the words of a command line, checked like the files of ``rules/``."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from wargame.arrange import arrange
from wargame.experiment.conclusion import Conclusion, read_conclusion
from wargame.experiment.design import LEVELS, MOST_POINTS, count_points
from wargame.experiment.factors import Factor
from wargame.experiment.varying import Vary, resolve
from wargame.faults import Fault, RulesError, WargameError, nearest
from wargame.outcomes import Outcome, list_outcomes
from wargame.reading.rows import read_rows
from wargame.reading.tables import Raw, Table, read_toml, shown
from wargame.ruleset import rules_folder
from wargame.scenario import Scenario
from wargame.schema import Row
from wargame.world import compile_world

FOLDER = "experiments"
"""Folder of ``rules/`` with the experiments that come with the project."""
SIZES: Mapping[str, tuple[str, int]] = {
    "grid": ("levels", 5),
    "latin": ("points", 100),
    "sobol": ("points", 64),
    "morris": ("trajectories", 10),
}
"""Key that sizes a design of each method, and its value where none is written."""


class Head(Row):
    """Head of an experiment: what is asked, of which scenario, how it is sampled and what is looked at."""

    title: str
    question: str
    scenario: str
    outcomes: tuple[str, ...] = Field(min_length=1)
    method: Literal["grid", "latin", "sobol", "morris"] = "latin"
    points: int | None = Field(default=None, ge=2)
    trajectories: int | None = Field(default=None, ge=2)
    levels: int | None = Field(default=None, ge=2, le=100)
    replicates: int = Field(default=20, ge=1)
    turns: int | None = Field(default=None, ge=1, le=40)
    seed: int = 0
    conclusion: str = ""
    map: tuple[str, ...] = ()


@dataclass(frozen=True)
class Experiment:
    """A checked experiment.

    Attributes
    ----------
    scenario : the scenario, with its ruleset and the length that all points share
    size : points (latin), base sample (sobol), trajectories (morris) or levels (grid)
    levels : levels of Morris trajectories
    replicates : games at each point
    conclusion : what is tested, None if nothing is
    map : the two factors of the tipping map, or empty
    again : the words behind ``wargame experiment`` that repeat it
    """

    id: str
    title: str
    question: str
    scenario: Scenario
    method: str
    size: int
    levels: int
    replicates: int
    seed: int
    factors: tuple[Factor, ...]
    outcomes: tuple[Outcome, ...]
    conclusion: Conclusion | None
    map: tuple[str, ...]
    again: tuple[str, ...]

    @property
    def points(self) -> int:
        """Points of its design; the baseline is played beside them."""
        return count_points(self.method, self.factors, self.size)


def find_experiments(root: Path | None = None) -> dict[str, Path]:
    """Return the files of the experiments that come with the rules, by id."""
    folder = (rules_folder() if root is None else root) / FOLDER
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def read_experiment(name: str | Path, changes: Mapping[str, Any] | None = None) -> Experiment:
    """Read and check an experiment.

    Parameters
    ----------
    name : id of an experiment in ``rules/experiments/``, or the path of a TOML file
    changes : keys of its head that are to be others, such as ``seed``

    Raises
    ------
    RulesError
        with every fault of the file, if there is any
    """
    found = find_experiments()
    path = found.get(str(name), Path(name))
    if path.suffix != ".toml" or not path.is_file():
        hint = nearest(str(name), found)
        raise RulesError([Fault("rules/experiments/", f"there is no experiment {str(name)!r}.", hint)])
    faults: list[Fault] = []
    file = shown(path.resolve(), rules_folder())
    raw = read_toml(path, file, faults)
    if raw is None or faults:
        raise RulesError(faults)
    head, rows = _tables(raw, file, faults, dict(changes or {}))
    experiment = checked_experiment(path.stem, head, rows, (str(name), *options_of(changes or {})))
    if faults or experiment is None:
        raise RulesError(dict.fromkeys(faults))
    return experiment


def options_of(head: Mapping[str, Any]) -> list[str]:
    """Return keys of a head as options of the command, such as ``--points 60``."""
    words = []
    for key, value in head.items():
        for each in value if isinstance(value, (list, tuple)) else (value,):
            words += ["--outcome" if key == "outcomes" else f"--{key}", str(each)]
    return words


def _tables(raw: Raw, file: str, faults: list[Fault], changes: Raw) -> tuple[Table, Table]:
    """Return the table of the head and the table of the factors, each factor by its number from 1."""
    for key in raw:
        if key not in {"experiment", "factor"}:
            hint = nearest(key, ["experiment", "factor"])
            faults.append(Fault(file, f"there is no table [{key}] in this file.", hint))
    head, rows = Table(faults, file), Table(faults, file, mark="[[factor]] {}")
    top = raw.get("experiment")
    if isinstance(top, dict):
        head.add_layer(file, {"experiment": top | changes})
    else:
        head.fault((), "the table [experiment] is missing.", "Add it: [experiment].")
    listed = raw.get("factor", [])
    if not isinstance(listed, list):
        rows.fault((), "[factor] is one table.", "Write [[factor]], in two brackets, for each factor.")
        listed = []
    elif not listed:
        rows.fault((), "there is no factor.", "Add [[factor]] with parameter, kind, seat, ruleset or turns.")
    rows.add_layer(file, {str(place): row for place, row in enumerate(listed, 1)})
    return head, rows


def checked_experiment(name: str, above: Table, rows: Table, again: tuple[str, ...]) -> Experiment | None:
    """Return the experiment of two tables, or None with its faults noted."""
    head = read_rows(above, Head).get("experiment")
    vary = read_rows(rows, Vary, dotted=True)
    if head is None:
        return None
    scenario = _scenario(head, above)
    if scenario is None:
        return None
    factors = resolve(rows, vary, scenario)
    world = compile_world(scenario)
    known = {row.name: row for row in list_outcomes(world)}
    outcomes = _outcomes(head, above, known)
    conclusion = read_conclusion(head.conclusion, known, above, ("experiment", "conclusion"))
    if conclusion is not None and conclusion.outcome not in outcomes:
        outcomes.append(conclusion.outcome)
    size = _size(head, above, factors)
    _check_map(head, above, factors)
    if above.faults:
        return None
    return Experiment(
        id=name,
        title=head.title,
        question=head.question,
        scenario=scenario,
        method=head.method,
        size=size,
        levels=head.levels or LEVELS,
        replicates=head.replicates,
        seed=head.seed,
        factors=tuple(factors),
        outcomes=tuple(outcomes),
        conclusion=conclusion,
        map=head.map,
        again=again,
    )


def _scenario(head: Head, above: Table) -> Scenario | None:
    try:
        return arrange(head.scenario, turns=head.turns)
    except RulesError as error:
        if all(fault.where == "rules/" for fault in error.faults):
            error = RulesError(
                [dataclasses.replace(error.faults[0], where=above.place("experiment", "scenario"))]
            )
        above.faults.extend(error.faults)
    return None


def _outcomes(head: Head, above: Table, known: Mapping[str, Outcome]) -> list[Outcome]:
    chosen: list[Outcome] = []
    for place, name in enumerate(head.outcomes):
        path = ("experiment", "outcomes", place)
        if name not in known:
            above.fault(path, f"there is no outcome {name!r} in this scenario.", nearest(name, known))
        elif known[name] in chosen:
            above.fault(path, f"{name} stands here twice.", "Take one of them out.")
        else:
            chosen.append(known[name])
    return chosen


def _size(head: Head, above: Table, factors: Sequence[Factor]) -> int:
    """Return the size of the design, with faults where a key does not belong to the method or it is too large."""
    key, usual = SIZES[head.method]
    for other in ("points", "trajectories", "levels"):
        belongs = other == key or (other == "levels" and head.method == "morris")
        if getattr(head, other) is not None and not belongs:
            what = f"a design of method {head.method!r} is not sized by {other}."
            above.fault(("experiment", other), what, f"Write {key} = {usual}.")
    if head.method == "morris" and head.levels and head.levels % 2:
        what = f"{head.levels} levels cannot be walked in steps of half the range."
        above.fault(("experiment", "levels"), what, "Write an even number, such as 4.")
    size = getattr(head, key) or usual
    points = count_points(head.method, factors, size)
    if points > MOST_POINTS:
        told = f"{points:,}" if points < 10**12 else f"10^{len(str(points)) - 1}"
        what = f"{len(factors)} factors make {told} points, and a design has {MOST_POINTS:,} at most."
        above.fault(("experiment", key), what, "Vary less, or take method 'latin' or 'morris'.")
    return int(size)


def _check_map(head: Head, above: Table, factors: Sequence[Factor]) -> None:
    names = [factor.name for factor in factors]
    for place, name in enumerate(head.map):
        if name not in names:
            what = f"{name!r} is not a factor of this experiment."
            above.fault(("experiment", "map", place), what, nearest(name, names))
    if head.map and (len(set(head.map)) != 2 or len(head.map) != 2):
        what = f"a map has two different factors, and {len(head.map)} are named."
        above.fault(("experiment", "map"), what, "Write two.")
    elif head.map and head.method != "grid":
        what = f"a map needs a full grid, and the method is {head.method!r}."
        above.fault(("experiment", "map"), what, "Write method = 'grid', or take the map out.")


def check_experiments(root: Path | None = None) -> tuple[Fault, ...]:
    """Return every fault of every experiment that comes with the rules."""
    faults: list[Fault] = []
    for path in find_experiments(root).values():
        try:
            read_experiment(path)
        except RulesError as error:
            faults += error.faults
        except WargameError as error:
            faults.append(Fault(shown(path.resolve(), rules_folder()), str(error)))
    return tuple(faults)
