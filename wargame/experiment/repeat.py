"""How an experiment is repeated: a file that resolves it, the releases it was worked out with, and what to compare."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from wargame import __version__
from wargame.experiment.factors import Factor
from wargame.experiment.head import SIZES
from wargame.experiment.reading import Experiment
from wargame.record import ENGINE


def toml_of(experiment: Experiment) -> str:
    """Return the experiment as a TOML file that ``read_experiment`` reads, with every range written out.

    Ranges that came from rows of the rules, and factors that came from a kind of evidence, stand in it one by one, so
    that it varies the same where the rules have moved on; the plan's key then tells that they did.
    """
    scenario, rules = experiment.scenario, experiment.scenario.ruleset
    lines = [
        f"# {scenario.id} {scenario.frame.version}, sha256 {scenario.content_hash()}",
        f"# ruleset {rules.id} {rules.head.version}, sha256 {rules.content_hash()}",
        f"# wargame {__version__}, engine {ENGINE}",
        "factor = [",
        *(f"    {{ {_pairs(_row(factor))} }}," for factor in experiment.factors),
        "]",
        "",
        "[experiment]",
        *(f"{key} = {_value(value)}" for key, value in _head(experiment)),
    ]
    return "\n".join(lines) + "\n"


def releases() -> dict[str, str]:
    """Return what results depend on besides the plan, and what does not matter but may be asked for."""
    return {
        "wargame": __version__,
        "engine": str(ENGINE),
        "Python": platform.python_version(),
        "NumPy": np.__version__,
    }


def _head(experiment: Experiment) -> Iterator[tuple[str, Any]]:
    scenario, turns = experiment.written
    yield from (("title", experiment.title), ("question", experiment.question), ("scenario", scenario))
    if turns is not None:
        yield "turns", turns
    yield from (("method", experiment.method), (SIZES[experiment.method][0], experiment.size))
    if experiment.method == "morris":
        yield "levels", experiment.levels
    yield from (("replicates", experiment.replicates), ("seed", experiment.seed))
    yield "outcomes", [row.name for row in experiment.outcomes]
    if experiment.conclusion is not None:
        tested = experiment.conclusion
        yield "conclusion", f"{tested.outcome.name} {tested.sign} {tested.number!r}"
    if experiment.map:
        yield "map", experiment.map


def _row(factor: Factor) -> Mapping[str, Any]:
    """Return the row of a factor as a file has it."""
    if factor.form == "character":
        return {"seat": factor.name, "characters": factor.choices}
    if factor.form not in {"parameter", "entry"}:
        return {factor.form: factor.choices}
    if factor.choices:
        return {"parameter": factor.name, "values": factor.choices}
    return {"parameter": factor.name, "low": factor.low, "high": factor.high}


def _pairs(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} = {_value(value)}" for key, value in row.items())


def _value(value: Any) -> str:
    """Return a value as TOML writes it; strings are escaped as in JSON, which TOML reads."""
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(value)
