"""Experiments as data: read from TOML or from the words of a command line, checked like the files of ``rules/``."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wargame.arrange import arrange
from wargame.experiment.conclusion import Conclusion, read_conclusion
from wargame.experiment.design import LEVELS, count_points
from wargame.experiment.factors import Factor
from wargame.experiment.head import Head, check_map, size_of, what_fits
from wargame.experiment.typed import COMMAND_LINE, TypedTable, option_of
from wargame.experiment.varying import Vary, resolve
from wargame.faults import Fault, RulesError, WargameError, nearest
from wargame.outcomes import Outcome, list_outcomes
from wargame.reading.rows import read_rows
from wargame.reading.tables import Raw, Table, read_toml, shown
from wargame.ruleset import rules_folder
from wargame.scenario import Scenario
from wargame.world import compile_world

FOLDER = "experiments"
"""Folder of ``rules/`` with the experiments that come with the project."""
RESOLVED = "experiment.toml"
"""File in a folder of results that repeats the experiment."""


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
    again : the words behind ``wargame experiment`` that were typed
    written : scenario and turns as they were written, for the file that repeats it
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
    written: tuple[str, int | None]

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
    path = _file(name)
    faults: list[Fault] = []
    file = shown(path.resolve(), rules_folder())
    raw = read_toml(path, file, faults)
    if raw is None or faults:
        raise RulesError(faults)
    head, rows = _tables(raw, file, faults, dict(changes or {}))
    # the file that a folder of results holds is named after the folder
    title = path.resolve().parent.name if path.name == RESOLVED else path.stem
    experiment = checked_experiment(title, head, rows, (str(name), *options_of(changes or {})))
    if faults or experiment is None:
        raise RulesError(dict.fromkeys(faults))
    return experiment


def _file(name: str | Path) -> Path:
    """Return the file of an experiment, by its id or its path.

    Raises
    ------
    RulesError
        there is no such experiment, or no such file
    """
    found = find_experiments()
    path = found.get(str(name), Path(name))
    if path.is_dir() and (path / RESOLVED).is_file():
        return path / RESOLVED
    if path.suffix == ".toml" and path.is_file():
        return path
    if path.suffix == ".toml" or len(path.parts) > 1:
        near = nearest(path.name, [each.name for each in sorted(path.parent.glob("*.toml"))])
        hint = (
            f"In its folder: {near}" if path.parent.is_dir() else f"There is no folder {path.parent} either."
        )
        raise RulesError([Fault(str(name), "there is no such experiment file.", hint)])
    raise RulesError(
        [Fault("wargame experiment", f"there is no experiment {name!r}.", nearest(str(name), found))]
    )


def options_of(head: Mapping[str, Any]) -> list[str]:
    """Return keys of a head as options of the command, such as ``--points 60``."""
    words = []
    for key, value in head.items():
        for each in value if isinstance(value, (list, tuple)) else (value,):
            words += [option_of(key), str(each)]
    return words


def _tables(raw: Raw, file: str, faults: list[Fault], changes: Raw) -> tuple[Table, Table]:
    """Return the table of the head and the table of the factors, each factor by its number from 1."""
    for key in raw:
        if key not in {"experiment", "factor"}:
            hint = nearest(key, ["experiment", "factor"])
            faults.append(Fault(file, f"there is no table [{key}] in this file.", hint))
    head, rows = TypedTable(faults, file), Table(faults, file, mark="[[factor]] {}")
    top = raw.get("experiment")
    if isinstance(top, dict):
        head.add_layer(file, {"experiment": top})
        head.add_layer(COMMAND_LINE, {"experiment": changes} if changes else {})
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
    head = read_rows(above, Head).get("experiment") or what_fits(above)
    vary = read_rows(rows, Vary, dotted=True)
    if head is None:
        return None
    scenario = _scenario(head, above)
    if scenario is None:
        return None
    known_faults = len(rows.faults)
    factors = resolve(rows, vary, scenario)
    whole = len(vary) == len(rows.rows) and len(rows.faults) == known_faults
    world = compile_world(scenario)
    known = {row.name: row for row in list_outcomes(world)}
    outcomes = _outcomes(head, above, known)
    conclusion = read_conclusion(head.conclusion, known, above, ("experiment", "conclusion"))
    if conclusion is not None and conclusion.outcome not in outcomes:
        outcomes.append(conclusion.outcome)
    size = size_of(head, above, factors)
    if whole:  # of a faulty factor nobody can tell whether the map means it
        check_map(head, above, factors)
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
        written=(head.scenario, head.turns),
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
