"""How a number moves turn by turn in the games of an ensemble: which number, over which games, as a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from wargame.arrays import Array, BoolArray
from wargame.ensemble import Results
from wargame.experiment.charts import Chart, Words, fan
from wargame.experiment.charts.fans import told
from wargame.experiment.charts.shares import shares, shares_told
from wargame.experiment.pictures import file_name
from wargame.experiment.titles import title_of
from wargame.faults import WargameError, near
from wargame.scenario import Scenario
from wargame.state import FIELDS, LEVELS
from wargame.tables import CLASSES, text_of, unit_of
from wargame.world import compile_world

KEYS = {"turns": ("point", "replicate", "turn"), "seats": ("point", "replicate", "turn", "seat")}
"""Tables with a row a turn, and the columns that name their rows."""
SEAT = "SEAT"
"""What stands for a seat in a list of numbers."""
UNITS = {"share": "share, 0 to 1", "PC": "political capital, PC", "log units": "log units, 0.05 is about 5 %"}
"""Units on an axis that words make clearer."""
NO_BREAK = "\u00a0"
"""A space at which no line breaks: a number and its percent sign stay together."""
THRESHOLDS = "crises.thresholds"
"""Parameter that tells at which tension each level of the ladder begins."""


@dataclass(frozen=True)
class Course:
    """One number by game and turn.

    Attributes
    ----------
    name : ``tension:strait``, or ``spending:JPN`` for a number of a seat
    question : what is asked of it, for a title
    text : what it is
    games : (game, turn), in order of point and replicate; nan where a game was over
    broke : (game,) games in which talks broke down
    years : (turn,) calendar year
    classes : names of its steps from 0, if it is a level with names or a flag
    """

    name: str
    question: str
    text: str
    unit: str
    bounds: tuple[float, float]
    games: Array
    broke: BoolArray
    years: Array
    classes: tuple[str, ...] = ()


def list_courses(results: Results) -> tuple[str, ...]:
    """Return the names of all numbers by turn that an ensemble has kept."""
    seats = _scenario(results).nations
    by_seat = [f"{column}:{seat}" for column in _rows(results, "seats") for seat in seats]
    return (*_rows(results, "turns"), *by_seat)


def usual_courses(results: Results) -> tuple[str, ...]:
    """Return what is charted where nothing is named: tension, cohesion and stability."""
    return tuple(
        name
        for name in list_courses(results)
        if name.startswith(("tension:", "cohesion:")) or name == "stability"
    )


def course_table(results: Results) -> pd.DataFrame:
    """Return what can be charted, a row for all numbers of a kind.

    Returns
    -------
    columns ``name, unit, text, entries``: ``tension:FLASHPOINT`` or ``spending:SEAT``, and what may stand there

    Raises
    ------
    WargameError
        the ensemble kept no table by turn
    """
    _check_tables(results)
    world = compile_world(_scenario(results))
    kinds: dict[str, dict[str, Any]] = {}
    for column, row in _rows(results, "turns").items():
        head, _, entry = column.partition(":")
        name = f"{head}:{FIELDS[head].axes[0].upper()}" if entry else head
        text = text_of(world, FIELDS[head]) if entry else row["text"]
        kind = {"name": name, "unit": row["unit"], "text": text, "entries": []}
        kinds.setdefault(name, kind)["entries"] += [entry] if entry else []
    for column, row in _rows(results, "seats").items():
        name = f"{column}:{SEAT}"
        kinds[name] = {
            "name": name,
            "unit": row["unit"],
            "text": row["text"],
            "entries": [*world.ids["nation"]],
        }
    return pd.DataFrame(list(kinds.values()), columns=["name", "unit", "text", "entries"])


def course(results: Results, name: str) -> Course:
    """Return one number by game and turn.

    Raises
    ------
    WargameError
        there is no such number, or its table was not kept
    """
    _check_tables(results)
    known = list_courses(results)
    if name not in known:
        raise WargameError(f"There is no number {name!r} by turn in this ensemble. {_hint(name, known)}")
    scenario = _scenario(results)
    column, _, seat = name.rpartition(":")
    if seat in scenario.nations and column in _rows(results, "seats"):
        frame, row = results.seats([column]), _rows(results, "seats")[column]
        frame = frame[frame["seat"] == seat]
    else:
        column, seat = name, ""
        frame, row = results.turns([name]), _rows(results, "turns")[name]
    table = frame.pivot(index=["point", "replicate"], columns="turn", values=column)
    ended = results.outcomes(["breakdown"]).set_index(["point", "replicate"])["breakdown"]
    turns = np.asarray(table.columns, dtype=np.float64)
    return Course(
        name,
        title_of(scenario, name),
        str(row["text"]),
        _unit(results, column, seat, str(row["unit"])),
        (float(row["low"]), float(row["high"])),
        table.to_numpy(dtype=np.float64),
        np.asarray(ended.loc[table.index] == 1.0),
        scenario.frame.first_year + scenario.frame.turn_years * (turns - 1),
        _classes(column, str(row["type"])),
    )


def course_chart(results: Results, name: str, command: str) -> Chart:
    """Return the chart of one number: a fan, or shares by step for a level with names or a flag.

    Parameters
    ----------
    command : what draws the chart, for the line of sources

    Raises
    ------
    WargameError
        there is no such number, or its table was not kept
    """
    found = course(results, name)
    if found.classes:
        words = Words(
            found.question, _says(results, found, shares_told(found.games)), _source(results, command)
        )
        return shares(found.games, found.years, found.classes, words, file_name("shares", name))
    says = _says(results, found, told(found.games, found.broke, found.bounds))
    return fan(
        found.games,
        found.years,
        found.unit,
        Words(found.question, says, _source(results, command)),
        found.bounds,
        file_name("fan", name),
        found.broke,
        _ladder(results) if name.startswith("tension:") else (),
    )


def _says(results: Results, found: Course, reading: str) -> str:
    """Return what is shown, over which games, and how to read it."""
    plan = results.plan
    # a name alone, as of the ending, tells nothing that the title does not
    what = found.text.removesuffix(": true or false").partition(": 0 ")[0].rstrip(".")
    text = f"{what[0].upper()}{what[1:]}. " if " " in what else ""
    points = f"Games of all {len(plan.points):,} points of a design. " if len(plan.points) > 1 else ""
    part = "" if results.complete else f"So far {results.games:,} of {plan.games:,} games are played. "
    return f"{text}{points}{part}{reading}".replace(" %", NO_BREAK + "%")


def _source(results: Results, command: str) -> str:
    """Return what made a chart: command, games, seed, rules, release."""
    rules = _scenario(results).ruleset
    return (
        f"{command}: {results.plan.title}, ruleset {rules.id} {rules.head.version} "
        f"({rules.content_hash()[:12]}), wargame {results.version}."
    )


def _scenario(results: Results) -> Scenario:
    return results.plan.settings[0].scenario


def _check_tables(results: Results) -> None:
    if not set(KEYS) & set(results.plan.tables):
        raise WargameError(
            "This ensemble kept no table by turn, and a chart needs one. "
            "Play it with --keep turns,seats; an experiment draws its own charts beside its games."
        )


def _rows(results: Results, table: str) -> dict[str, dict[str, Any]]:
    """Return what the data dictionary says of the numbers of a table, by column."""
    rows = results.dictionary().to_dict("records")
    return {
        str(row["column"]): {str(key): value for key, value in row.items()}
        for row in rows
        if row["table"] == table and row["column"] not in KEYS[table]
    }


def _unit(results: Results, column: str, seat: str, unit: str) -> str:
    """Return the unit of a number on an axis: money as the seat itself counts it."""
    field = FIELDS.get(column)
    if seat and field is not None:
        unit = unit_of(compile_world(_scenario(results)), field.unit, seat)
    return UNITS.get(unit, unit)


def _classes(column: str, kind: str) -> tuple[str, ...]:
    head = column.partition(":")[0]
    return tuple(CLASSES.get(head, ("no", "yes") if kind == "bool" else ()))


def _ladder(results: Results) -> tuple[tuple[float, str], ...]:
    """Return the tension from which each level of the ladder begins, if it is the same in all games."""
    held = {setting.scenario.ruleset.value(THRESHOLDS) for setting in results.plan.settings}
    moved = any(THRESHOLDS in name for point in results.plan.points for name in point.labels)
    if moved or len(held) != 1:
        return ()
    starts: Any = next(iter(held))
    return tuple(zip(starts, LEVELS[1:], strict=False))


def _hint(name: str, known: tuple[str, ...]) -> str:
    """Return what may have been meant: the number of that name for this or that seat or place, the nearest one."""
    heads = dict.fromkeys(each.partition(":")[0] for each in known)
    head, _, entry = name.partition(":")
    meant = head if head in heads else near(head, heads)
    alike = [each for each in known if each.partition(":")[0] == meant] or [
        each for each in known if each.startswith(f"{head}.")
    ]
    if not alike:
        kinds = ", ".join(dict.fromkeys(each.partition(".")[0] for each in heads))
        return f"Their names begin with {kinds}; --list tells them all."
    wanted = near(entry, [each.partition(":")[2] for each in alike]) if entry else ""
    if wanted or len(alike) == 1:
        return f"Did you mean {next(each for each in alike if each.endswith(wanted))!r}?"
    more = f" and {len(alike) - 6} more; --list tells them all" if len(alike) > 6 else ""
    return f"There are: {', '.join(alike[:6])}{more}."
