"""Derived tables of a game, tidy, turn by turn; they can always be built again from the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from wargame.adjudication.turn import Play
from wargame.deals import STATUSES
from wargame.ledger import Book
from wargame.state import FIELDS, LEVELS, STAGES, State

LEADING: Mapping[str, tuple[str, ...]] = {
    "games": (),
    "nations": ("nation",),
    "pairs": ("nation", "other"),
    "flashpoints": ("flashpoint",),
    "groups": ("group",),
    "drains": ("drain",),
    "programmes": ("programme",),
    "agreements": ("agreement",),
    "events": ("event",),
    "objectives": ("objective",),
}
"""Tables of the state and the axes of their rows; a further axis becomes columns, ``home.approval``."""
WORDS: Mapping[str, Sequence[str]] = {"stage": STAGES, "level": LEVELS, "agreement": STATUSES}
"""Levels that a table tells by their words."""
LONG = ("fatigue", "issued")
"""Fields by order line: what they tell stands in the table of orders."""


def state_tables(play: Play, states: Sequence[State]) -> dict[str, pd.DataFrame]:
    """Return the tables of the state: a row for each turn (0 is the opening) and entry, a column a number."""
    return {
        name: pd.concat([_snapshot(play, state, name, axes) for state in states], ignore_index=True)
        for name, axes in LEADING.items()
    }


def _table_of(field: str) -> str:
    """Return the table in which a field stands: the one with most of its axes in front."""
    axes = FIELDS[field].axes
    fitting = [name for name, leading in LEADING.items() if axes[: len(leading)] == leading]
    return max(fitting, key=lambda name: len(LEADING[name]))


def _snapshot(play: Play, state: State, table: str, axes: tuple[str, ...]) -> pd.DataFrame:
    world = play.world
    sizes = world.shape(axes)
    places = np.indices(sizes).reshape(len(axes), -1) if axes else np.zeros((0, 1), dtype=np.int64)
    columns: dict[str, Any] = {
        "turn": state.turn,
        "year": world.year(max(state.turn, 1)) - (state.turn == 0) * world.years,
    }
    for axis, row in zip(axes, places, strict=True):
        columns[axis] = [world.ids[axis][place] for place in row]
    for name, field in FIELDS.items():
        if name in LONG or _table_of(name) != table:
            continue
        values = getattr(state, name)[0].reshape(int(np.prod(sizes)), -1)
        if len(field.axes) == len(axes):
            columns[name] = _worded(name, values[:, 0])
            continue
        parts = world.ids[field.axes[-1]]
        columns |= {f"{name}.{part}": values[:, k] for k, part in enumerate(parts)}
    frame = pd.DataFrame(columns, index=range(places.shape[1]))
    if table == "pairs":
        frame = frame[frame["nation"] != frame["other"]]
    return frame


def _worded(name: str, values: Any) -> Any:
    return [WORDS[name][value] for value in values] if name in WORDS else values


def order_table(facts: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return one row for each order issued, of the seats' last sealed sets."""
    sealed = {(fact["turn"], fact["seat"]): fact for fact in facts if fact["kind"] == "orders"}
    rows = [
        {"turn": turn, "seat": seat, "by": fact["by"], "slot": slot, "order": text.split()[0], "text": text}
        for (turn, seat), fact in sorted(sealed.items())
        for slot, text in enumerate(fact["orders"], 1)
    ]
    return pd.DataFrame(rows, columns=["turn", "seat", "by", "slot", "order", "text"])


def reason_table(play: Play, book: Book) -> pd.DataFrame:
    """Return the ledger, one row for each number that a reason moved; the amounts sum to every change."""
    world, rows = play.world, []
    for entry in book.entries:
        axes = FIELDS[entry.field].axes
        amount = np.asarray(entry.amount)
        for index in np.argwhere(amount) if axes else [()]:
            place = tuple(int(k) for k in index)
            rows.append(
                {
                    "turn": entry.turn,
                    "phase": entry.phase,
                    "field": entry.field,
                    "entity": " ".join(world.ids[axis][k] for axis, k in zip(axes, place, strict=True)),
                    "amount": float(amount[place]),
                    "reason": entry.reason,
                    "rule": entry.rule,
                    "source": " ".join(entry.source),
                    "actor": world.ids["nation"][entry.actor] if entry.actor >= 0 else "",
                }
            )
    names = ["turn", "phase", "field", "entity", "amount", "reason", "rule", "source", "actor"]
    return pd.DataFrame(rows, columns=names)


def data_dictionary() -> pd.DataFrame:
    """Return what every field of the state is: axes, unit, bounds, who may see it, where it stands."""
    rows = [
        {
            "field": name,
            "table": "orders" if name in LONG else _table_of(name),
            "axes": " x ".join(field.axes),
            "kind": field.kind,
            "unit": field.unit,
            "low": field.low,
            "high": field.high,
            "see": field.see,
            "text": field.text,
        }
        for name, field in FIELDS.items()
    ]
    return pd.DataFrame(rows)
