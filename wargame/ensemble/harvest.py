"""What is kept of a block of games: tables with one row a game, a turn, a seat or an order, and their dictionary.

Columns come from the declarations of the state and from the list of outcomes; a new field stands in the tables, and
in the dictionary, without a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from wargame import outcomes
from wargame.adjudication.threat import total_threat
from wargame.adjudication.turn import Play
from wargame.arrays import Array, BoolArray, Declaration
from wargame.blocks import Step
from wargame.ensemble.plan import Plan
from wargame.ensemble.points import Block
from wargame.state import FIELDS, IN_FORCE, State
from wargame.tables import CODES, MONEY, PRICES, sight_of, steps_of, text_of, unit_of
from wargame.world import World, compile_world

PLACES = ("flashpoint", "group", "drain", "programme")
"""Axes whose entries become columns of ``turns``, ``tension:strait``."""
UNLIKE = ("other", "line")
"""Axes that are too long for columns of ``seats``: what they hold stays in the record of a game (``pick``)."""
PARTS = ("threat:", "burden_share:")
"""Outcomes that are a share in one game already; all other shares are 0 or 1 in it."""
LADDER = ("level", "worst_level")
"""Outcomes that are a level of the ladder."""

INDEX = {
    "point": ("int32", "count", "row of the design, from 0"),
    "replicate": ("int64", "count", "game of the seed, from 0; the same luck at every point"),
    "turn": ("int16", "count", "turn played, from 1; the row tells how it ended"),
    "seat": ("string", "", "nation"),
    "slot": ("int16", "count", "place of the order among those of the seat, from 1"),
    "order": ("string", "", "order of the rules"),
    "text": ("string", "", "the order as it is written, with target and level"),
}
"""Columns that name a row: type, unit, text."""
NAMED_BY = {
    "outcomes": ("point", "replicate"),
    "turns": ("point", "replicate", "turn"),
    "seats": ("point", "replicate", "turn", "seat"),
    "orders": ("point", "replicate", "turn", "seat", "slot", "order", "text"),
}
"""Table -> the columns that name its rows, in their order."""

_TYPES = {"level": pa.int16(), "flag": pa.bool_()}


@dataclass(frozen=True)
class Quantity:
    """What one turn brings for every game, or for every seat of it: one number, or one for each part.

    Attributes
    ----------
    columns : names of the columns, one for each part
    low, high : (part,) bounds
    see, text : (part,) who may see it in play, what it is
    read : world, state -> (replicate, part) for the game, (replicate, nation, part) for its seats
    """

    columns: tuple[str, ...]
    kind: pa.DataType
    unit: str
    low: Array
    high: Array
    see: tuple[str, ...]
    text: tuple[str, ...]
    read: Callable[[World, State], Any]


def turn_quantities(world: World) -> tuple[Quantity, ...]:
    """Return what ``turns`` holds: every field of the state with one number a game, or one a place."""
    found = [
        _quantity(world, field, ":")
        for name, field in FIELDS.items()
        if name not in CODES and (not field.axes or (field.axes[0] in PLACES and len(field.axes) == 1))
    ]
    count = float(world.size("agreement"))
    return (
        *found,
        _derived("agreements", "count", 0.0, count, "agreements in force", _agreements),
    )


def seat_quantities(world: World) -> tuple[Quantity, ...]:
    """Return what ``seats`` holds: every field of the state by nation, and what pairs come to."""
    found = [
        _quantity(world, field, ".")
        for name, field in FIELDS.items()
        if name not in CODES and field.axes[:1] == ("nation",) and not set(field.axes) & set(UNLIKE)
    ]
    return (
        *found,
        _derived("threat", "share", 0.0, 1.0, "threat it sees in all others", _threat, "private"),
        _derived("trusted", "points", 0.0, 100.0, "mean trust that the others have in it", _trusted),
    )


def _quantity(world: World, field: Declaration, mark: str) -> Quantity:
    """Return a field of the state as a quantity; its last axis, if it is not the nation, becomes columns."""
    leading = field.axes[:1] == ("nation",)
    axes = field.axes[1:] if leading else field.axes
    parts = world.ids[axes[0]] if axes else ()
    low, high = (
        np.asarray(end, dtype=np.float64) for end in world.bounds.get(field.name, (field.low, field.high))
    )
    if leading and not axes:
        low, high = low.min(), high.max()  # bounds by nation share one column
    named = parts or ("",)

    def read(world: World, state: State) -> Any:
        array = getattr(state, field.name)
        return array if axes else array[..., None]

    return Quantity(
        tuple(f"{field.name}{mark}{part}" for part in parts) if axes else (field.name,),
        _TYPES.get(field.kind, pa.float64()),
        unit_of(world, field.unit),
        np.broadcast_to(low, (len(named),)),
        np.broadcast_to(high, (len(named),)),
        tuple(sight_of(world, field, part) for part in named),
        tuple(text_of(world, field, part) for part in named),
        read,
    )


def _derived(
    name: str,
    unit: str,
    low: float,
    high: float,
    text: str,
    read: Callable[[World, State], Any],
    see: str = "public",
) -> Quantity:
    kind = pa.int16() if unit == "count" else pa.float64()
    ends = np.array([low]), np.array([high])
    return Quantity(
        (name,), kind, unit, *ends, (see,), (text,), lambda world, state: read(world, state)[..., None]
    )


def _agreements(world: World, state: State) -> Any:
    return (state.agreement == IN_FORCE).sum(axis=-1)


def _threat(world: World, state: State) -> Array:
    return total_threat(state.threat)


def _trusted(world: World, state: State) -> Array:
    return np.asarray(state.trust.sum(axis=-2) / (world.size("nation") - 1))


class Harvest:
    """Gathers the tables of one block while it is played.

    Parameters
    ----------
    play : what is played
    block : which games; row after row as its points and replicates
    tables : names of the tables wanted
    """

    def __init__(self, play: Play, block: Block, tables: Sequence[str]) -> None:
        self.play, self.block, self.wanted = play, block, tuple(tables)
        self._course = outcomes.Course(play)
        self._playing: list[BoolArray] = []
        self._kept: dict[str, list[list[Any]]] = {"turns": [], "seats": []}
        self._option: list[Any] = []
        self._quantities = {
            "turns": turn_quantities(play.world) if "turns" in self.wanted else (),
            "seats": seat_quantities(play.world) if "seats" in self.wanted else (),
        }

    def note(self, step: Step) -> None:
        """Take in one turn of the block; turns come in order, from the first."""
        self._course.note(step)
        self._playing.append(step.before.playing)
        for name, quantities in self._quantities.items():
            self._kept[name].append([each.read(self.play.world, step.after) for each in quantities])
        if "orders" in self.wanted:
            self._option.append(step.orders.option)

    def tables(self) -> dict[str, pa.Table]:
        """Return the tables wanted; turns after a game has ended have no row."""
        makers: Mapping[str, Callable[[], pa.Table]] = {
            "outcomes": self._outcomes,
            "turns": self._turns,
            "seats": self._seats,
            "orders": self._orders,
        }
        return {name: makers[name]() for name in self.wanted}

    def _games(self, rows: Any) -> dict[str, Any]:
        """Return point and replicate of chosen rows of the block."""
        points = np.array(self.block.points, dtype=np.int32)
        return {
            "point": pa.array(points[rows // self.block.replicates]),
            "replicate": pa.array(self.block.first + rows % self.block.replicates, type=pa.int64()),
        }

    def _outcomes(self) -> pa.Table:
        columns = self._games(np.arange(self.block.games))
        return pa.table({**columns, **{n: pa.array(v) for n, v in self._course.outcomes().items()}})

    def _turns(self) -> pa.Table:
        played = np.stack(self._playing, axis=1)
        rows, turns = np.nonzero(played)
        columns = {**self._games(rows), "turn": pa.array(turns + 1, type=pa.int16())}
        return pa.table({**columns, **self._columns("turns", played)})

    def _seats(self) -> pa.Table:
        played = np.stack(self._playing, axis=1)
        seats = self.play.world.ids["nation"]
        rows, turns = (np.repeat(each, len(seats)) for each in np.nonzero(played))
        columns = {
            **self._games(rows),
            "turn": pa.array(turns + 1, type=pa.int16()),
            "seat": _words(np.tile(np.arange(len(seats)), int(played.sum())), seats),
        }
        return pa.table({**columns, **self._columns("seats", played)})

    def _columns(self, table: str, played: BoolArray) -> dict[str, Any]:
        columns = {}
        for place, quantity in enumerate(self._quantities[table]):
            values = np.stack([turn[place] for turn in self._kept[table]], axis=1)[played]
            flat = values.reshape(-1, len(quantity.columns))
            for part, name in enumerate(quantity.columns):
                columns[name] = pa.array(np.ascontiguousarray(flat[:, part]), type=quantity.kind)
        return columns

    def _orders(self) -> pa.Table:
        option = np.stack(self._option, axis=1)
        rows, turns, seats, slots = np.nonzero(
            (option >= 0) & np.stack(self._playing, axis=1)[..., None, None]
        )
        chosen, options, ids = option[rows, turns, seats, slots], self.play.options, self.play.world.ids
        return pa.table(
            {
                **self._games(rows),
                "turn": pa.array(turns + 1, type=pa.int16()),
                "seat": _words(seats, ids["nation"]),
                "slot": pa.array(slots + 1, type=pa.int16()),
                "order": _words(options.order[chosen], ids["order"]),
                "text": _words(chosen, options.text),
            }
        )


def _words(places: Any, words: Sequence[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(
        pa.array(places, type=pa.int32()), pa.array(list(words), pa.string())
    )


def data_dictionary(world: World, tables: Sequence[str]) -> pd.DataFrame:
    """Return what every column of the tables is: type, unit, bounds in one game, who may see it in play, meaning."""
    rows = [row for table in tables for row in _described(world, table)]
    names = ["table", "column", "type", "unit", "low", "high", "see", "text"]
    return pd.DataFrame(rows, columns=names)


def _described(world: World, table: str) -> Iterator[tuple[Any, ...]]:
    for name in NAMED_BY[table]:
        kind, unit, text = INDEX[name]
        yield table, name, kind, unit, None, None, "public", text
    if table == "outcomes":
        for row in outcomes.list_outcomes(world):
            see, unit = "private" if row.seat else "public", PRICES if row.unit == MONEY else row.unit
            yield table, row.name, "double", unit, row.low, row.high, see, f"{row.text}{_values(row)}"
    quantities = {"turns": turn_quantities, "seats": seat_quantities}
    for each in quantities[table](world) if table in quantities else ():
        parts = zip(each.columns, each.low, each.high, each.see, each.text, strict=True)
        for column, low, high, see, text in parts:
            yield table, column, str(each.kind), each.unit, float(low), float(high), see, text


def _values(row: outcomes.Outcome) -> str:
    """Return what the numbers of an outcome stand for, "" for a quantity."""
    if row.name.partition(":")[0] in LADDER:
        return f" ({steps_of('level')})"
    return " (0 or 1)" if _is_yes_no(row) else ""


def _is_yes_no(row: outcomes.Outcome) -> bool:
    return row.unit == "share" and not row.name.startswith(PARTS)


def yes_no_outcomes(plan: Plan) -> frozenset[str]:
    """Return the outcomes of a plan's games that are 0 or 1 in each."""
    scenarios = dict(zip(plan.hashes, (setting.scenario for setting in plan.settings), strict=True))
    rows = [row for each in scenarios.values() for row in outcomes.list_outcomes(compile_world(each))]
    return frozenset(row.name for row in rows if _is_yes_no(row))


def dictionary_of(plan: Plan) -> pd.DataFrame:
    """Return the data dictionary of a plan's tables; what only some settings have is told as well."""
    scenarios = dict(zip(plan.hashes, (setting.scenario for setting in plan.settings), strict=True))
    frames = [data_dictionary(compile_world(scenario), plan.tables) for scenario in scenarios.values()]
    together: Any = pd.concat(frames, ignore_index=True)
    return together.drop_duplicates(["table", "column"], ignore_index=True)
