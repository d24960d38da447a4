"""The head of an experiment: what is asked, how it is sampled, and whether its keys fit together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field, ValidationError

from wargame.experiment.design import MOST_POINTS, count_points
from wargame.experiment.factors import Factor
from wargame.faults import nearest
from wargame.reading.rows import freeze
from wargame.reading.tables import Table
from wargame.schema import Row

SIZES: Mapping[str, tuple[str, int]] = {
    "grid": ("levels", 5),
    "latin": ("points", 100),
    "sobol": ("points", 256),
    "morris": ("trajectories", 10),
}
"""Key that sizes a design of each method, and its value where none is written."""
LEAST_SOBOL = 64
"""Smallest base sample of a Sobol design: below it total indices are off by a quarter and more, and pass 100 %."""
Method = Literal["grid", "latin", "sobol", "morris"]
METHOD: Method = "latin"
"""Method where none is written."""
REPLICATES = 20
"""Games at each point where none is written."""


class Head(Row):
    """Head of an experiment: what is asked, of which scenario, how it is sampled and what is looked at."""

    title: str
    question: str
    scenario: str
    outcomes: tuple[str, ...] = Field(min_length=1)
    method: Method = METHOD
    points: int | None = Field(default=None, ge=2)
    trajectories: int | None = Field(default=None, ge=2)
    levels: int | None = Field(default=None, ge=2, le=100)
    replicates: int = Field(default=REPLICATES, ge=1)
    turns: int | None = Field(default=None, ge=1, le=40)
    seed: int = 0
    conclusion: str = ""
    map: tuple[str, ...] = ()


def what_fits(above: Table) -> Head | None:
    """Return what of a faulty head can be read, so that the rest is checked too; None where that is no use."""
    raw = above.rows.get("experiment")
    if not isinstance(raw, dict):
        return None
    try:
        Head.model_validate(freeze(raw), strict=True)
        wrong: set[Any] = set()
    except ValidationError as error:
        wrong = {detail["loc"][0] for detail in error.errors(include_url=False)}
    kept = {key: value for key, value in raw.items() if key not in wrong}
    if not kept.get("scenario"):
        return None
    told = {"title": "", "question": "", "outcomes": (), **freeze(kept)}
    if "method" in wrong:  # a size and a map are judged by their method
        told |= {"points": None, "trajectories": None, "levels": None, "map": ()}
    return Head.model_construct(**told)


def size_of(head: Head, above: Table, factors: Sequence[Factor]) -> int:
    """Return the size of the design, with faults where a key does not belong to the method or it is too large."""
    key, usual = SIZES[head.method]
    for other in ("points", "trajectories", "levels"):
        belongs = other == key or (other == "levels" and head.method == "morris")
        if getattr(head, other) is not None and not belongs:
            what = f"a design of method {head.method!r} is not sized by {other}."
            above.fault(("experiment", other), what, f"It is sized by {key}, such as {usual}.")
    if head.method == "morris" and head.levels and head.levels % 2:
        what = f"{head.levels} levels cannot be walked in steps of half the range."
        above.fault(("experiment", "levels"), what, "Write an even number, such as 4.")
    size = getattr(head, key) or usual
    if head.method == "sobol" and size < LEAST_SOBOL:
        what = f"a base sample of {size} is too small: total indices would be mostly chance, and pass 100 %."
        mend = f"Take {LEAST_SOBOL} at least, best {usual} or more, or method 'latin'."
        above.fault(("experiment", key), what, mend)
    points = count_points(head.method, factors, size)
    if points > MOST_POINTS:
        told = f"{points:,}" if points < 10**12 else f"10^{len(str(points)) - 1}"
        what = f"{len(factors)} factors make {told} points, and a design has {MOST_POINTS:,} at most."
        above.fault(("experiment", key), what, "Vary less, or take method 'latin' or 'morris'.")
    return int(size)


def check_map(head: Head, above: Table, factors: Sequence[Factor]) -> None:
    """Note what keeps a map from being drawn."""
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
