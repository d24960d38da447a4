"""Derived tables of a game, tidy, turn by turn; they can always be built again from the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from wargame.adjudication.turn import Play
from wargame.arrays import Declaration
from wargame.deals import STATUSES
from wargame.ledger import Book
from wargame.model import ENDINGS
from wargame.state import FIELDS, LEVELS, STAGES, State
from wargame.world import World

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
CLASSES: Mapping[str, Sequence[str]] = {
    **WORDS,
    "stance": ("cut", "hold", "rise", "surge"),
    "ending": ENDINGS,
}
"""Levels whose steps have names, from 0."""
CODES = ("promise", "pusher")
"""Fields that hold the number of an order or a seat, which is no quantity."""
MONEY, PRICES, OUTPUT = "bn USD", "bn USD of 2022", "bn USD of 2015"
"""Unit of money as fields declare it, as tables tell it with its price base, and of what an economy puts out."""
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
    year = world.year(max(state.turn, 1)) - (state.turn == 0) * world.years
    columns: dict[str, Any] = {
        "turn": state.turn,
        "year": int(year) if world.years == int(world.years) else year,
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


def data_dictionary(world: World) -> pd.DataFrame:
    """Return what every column of the tables is that holds a field of the state.

    Returns
    -------
    one row a column: ``field, column, table, axes, kind, unit, low, high, see, text``; the column is "" for what
    stands in the table of orders only
    """
    return pd.DataFrame([row for name in FIELDS for row in _described(world, name)])


def _described(world: World, name: str) -> Iterator[dict[str, Any]]:
    """Yield what each column of a field is."""
    field = FIELDS[name]
    table = "orders" if name in LONG else _table_of(name)
    parts = world.ids[field.axes[-1]] if len(field.axes) > len(LEADING.get(table, field.axes)) else ("",)
    low, high = (np.asarray(end, dtype=np.float64) for end in world.bounds.get(name, (field.low, field.high)))
    for place, part in enumerate(parts):
        ends = (each[place] if part and each.ndim else each for each in (low, high))
        yield {
            "field": name,
            "column": "" if name in LONG else f"{name}.{part}" if part else name,
            "table": table,
            "axes": " x ".join(field.axes),
            "kind": field.kind,
            "unit": unit_of(world, field.unit),
            **{
                bound: float(end.min() if bound == "low" else end.max())
                for bound, end in zip(("low", "high"), ends, strict=True)
            },
            "see": sight_of(world, field, part),
            "text": text_of(world, field, part, numbered=False),
        }


def unit_of(world: World, unit: str, seat: str = "") -> str:
    """Return a unit as tables tell it: money with its price base, and where it is no money.

    Budgets are told in prices of 2022 and economies in those of 2015: a ratio of the two is an index.

    Parameters
    ----------
    unit : as a field declares it
    seat : whose number it is, "" for a column over all seats

    Examples
    --------
    >>> from wargame.scenario import read_scenario
    >>> from wargame.world import compile_world
    >>> world = compile_world(read_scenario("northeast-asia-2022"))
    >>> unit_of(world, "bn USD"), unit_of(world, "bn USD", "DPRK"), unit_of(world, "points")
    ('bn USD of 2022; index for DPRK', 'index', 'points')
    """
    if unit not in (MONEY, OUTPUT):
        return unit
    prices, nations = PRICES if unit == MONEY else OUTPUT, world.scenario.nations
    if seat:
        return prices if nations[seat].money == MONEY else nations[seat].money
    others = [name for name, row in nations.items() if row.money != MONEY]
    return f"{prices}; index for {', '.join(others)}" if others else prices


def sight_of(world: World, field: Declaration, part: str = "") -> str:
    """Return who may see a field, or one part of it, in play."""
    return world.ruleset.tracks[part].see if field.see == "by track" and part else field.see


def text_of(world: World, field: Declaration, part: str = "", numbered: bool = True) -> str:
    """Return what a field is, or one part of it.

    Parameters
    ----------
    part : entry of the field's last axis, which it is of
    numbered : levels with names are told by their numbers

    Examples
    --------
    >>> from wargame.scenario import read_scenario
    >>> from wargame.world import compile_world
    >>> world = compile_world(read_scenario("northeast-asia-2022"))
    >>> text_of(world, FIELDS["home"], "trade"), text_of(world, FIELDS["tension"], "strait")
    ("Trade: trade with the region's large markets; 100 is the opening", 'tension at the flashpoint (Taiwan Strait)')
    >>> text_of(world, FIELDS["stance"])
    'stance pledged: 0 cut, 1 hold, 2 rise, 3 surge'
    """
    if field.name == "home" and part:
        track = world.ruleset.tracks[part]
        return f"{track.name}: {track.text[0].lower()}{track.text[1:].rstrip('.')}"
    text = f"{field.text} ({part_name(world, field.axes[-1], part)})" if part else field.text
    if field.name in CLASSES:
        bare = text.replace(steps_of(field.name, numbered=False), "").strip(" :")
        return f"{bare or field.name}: {steps_of(field.name, numbered)}"
    if field.unit == "log units":
        return f"{text}: logarithm of the ratio to the year before, 0.05 is about 5 %"
    if field.name in CODES:
        return f"{text}: its number, from 0, -1 for none"
    return f"{text}: true or false" if field.kind == "flag" else text


def steps_of(name: str, numbered: bool = True) -> str:
    """Return the steps of a level with names, ``0 cut, 1 hold, 2 rise, 3 surge``."""
    return ", ".join(f"{step} {word}" if numbered else word for step, word in enumerate(CLASSES[name]))


def part_name(world: World, axis: str, part: str) -> str:
    """Return the name of an entry of an axis, in words."""
    scenario, rules = world.scenario, world.ruleset
    rows: Mapping[str, Any] = {
        "nation": scenario.nations,
        "other": scenario.nations,
        "flashpoint": scenario.flashpoints,
        "group": scenario.groups,
        "drain": scenario.drains,
        "programme": scenario.programmes,
        "track": rules.tracks,
        "area": rules.areas,
        "gate": rules.gates,
    }
    return str(rows[axis][part].name) if axis in rows else part
