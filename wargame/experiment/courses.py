"""How a number moves turn by turn in the games of an ensemble: which number, over which games, as a fan chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from wargame.arrays import Array
from wargame.ensemble import Results
from wargame.experiment.charts import Chart, Words, fan
from wargame.experiment.charts.fans import CONTENTS, band, told
from wargame.experiment.pictures import file_name
from wargame.faults import WargameError, nearest
from wargame.scenario import Scenario

KEYS = {"turns": ("point", "replicate", "turn"), "seats": ("point", "replicate", "turn", "seat")}
"""Tables with a row a turn, and the columns that name their rows."""


@dataclass(frozen=True)
class Course:
    """One number by game and turn.

    Attributes
    ----------
    name : ``tension:strait``, or ``spending:JPN`` for a number of a seat
    question : what is asked of it, for a title
    games : (game, turn), in order of point and replicate; nan where a game was over
    years : (turn,) calendar year
    """

    name: str
    question: str
    unit: str
    bounds: tuple[float, float]
    games: Array
    years: Array


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


def course(results: Results, name: str) -> Course:
    """Return one number by game and turn.

    Raises
    ------
    WargameError
        there is no such number, or its table was not kept
    """
    if not {"turns", "seats"} & set(results.plan.tables):
        raise WargameError(
            "This ensemble kept no table by turn, and a chart needs one. "
            "Play it with --keep turns,seats; an experiment draws its own charts beside its games."
        )
    known = list_courses(results)
    if name not in known:
        raise WargameError(f"There is no number {name!r} by turn in this ensemble. {nearest(name, known)}")
    scenario = _scenario(results)
    column, _, seat = name.rpartition(":")
    if seat in scenario.nations and column in _rows(results, "seats"):
        frame, row = results.seats([column]), _rows(results, "seats")[column]
        frame = frame[frame["seat"] == seat]
    else:
        column = name
        frame, row = results.turns([name]), _rows(results, "turns")[name]
    table = frame.pivot(index=["point", "replicate"], columns="turn", values=column)
    first, years = scenario.frame.first_year, scenario.frame.turn_years
    turns = np.asarray(table.columns, dtype=np.float64)
    return Course(
        name,
        _question(scenario, name, str(row["text"])),
        str(row["unit"]),
        (float(row["low"]), float(row["high"])),
        table.to_numpy(dtype=np.float64),
        first + years * (turns - 1),
    )


def _rows(results: Results, table: str) -> dict[str, dict[str, Any]]:
    """Return what the data dictionary says of the numbers of a table, by column."""
    told = results.dictionary().to_dict("records")
    return {
        str(row["column"]): {str(key): value for key, value in row.items()}
        for row in told
        if row["table"] == table and row["column"] not in KEYS[table]
    }


def fan_chart(results: Results, name: str, command: str) -> Chart:
    """Return the fan chart of one number.

    Parameters
    ----------
    command : what made the ensemble, or draws the chart, for the line of sources
    """
    found = course(results, name)
    plan = results.plan
    rules = plan.settings[0].scenario.ruleset
    points = f"Games of {len(plan.points):,} points of a design. " if len(plan.points) > 1 else ""
    part = "" if results.complete else f"{results.games:,} of {plan.games:,} games are played so far. "
    words = Words(
        found.question,
        f"{points}{part}{told([band(found.games, each) for each in CONTENTS], len(found.games))}",
        f"{command}; {plan.title}, ruleset {rules.id} {rules.head.version} ({rules.content_hash()[:12]}).",
    )
    return fan(found.games, found.years, found.unit, words, found.bounds, file_name("fan", name))


def _scenario(results: Results) -> Scenario:
    return results.plan.settings[0].scenario


def _question(scenario: Scenario, name: str, text: str) -> str:
    """Return a number as a question with the names of its place, seat and part."""
    head, _, entry = name.partition(":")
    part = head.partition(".")[2]
    rules = scenario.ruleset
    named = next((t[part].name.lower() for t in (rules.tracks, rules.areas, rules.gates) if part in t), part)
    what = named if head.startswith("home.") else f"{text}, {named}" if part else text
    tables = (scenario.nations, scenario.flashpoints, scenario.groups, scenario.programmes, scenario.drains)
    where = next((table[entry].name for table in tables if entry in table), "")
    return f"{where}: how does {what} develop?" if where else f"How does {what} develop?"
