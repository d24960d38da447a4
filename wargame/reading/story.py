"""Checks of a scenario's events and objectives, and of the measures that both compare."""

from __future__ import annotations

from collections.abc import Mapping

from wargame.address import MEASURES, AddressError, Measure, parse_measure
from wargame.faults import nearest
from wargame.reading.effects import ANY, Host, Names, check_effects
from wargame.reading.opening import Opening
from wargame.reading.tables import Key, Table
from wargame.schema import Condition, Event, Fact, Objective, Order

TARGET_KINDS = ("nation", "flashpoint", "group", "drain", "programme", "agreement", "area", "gate")
"""What an event may be aimed at."""


def check_events(opening: Opening, rows: Mapping[str, Event], names: Names) -> None:
    """Note events that cannot happen, or whose conditions and effects cannot be."""
    table = opening.tables["events"]
    for key, row in rows.items():
        _check_trigger(opening, table, key, row)
        if row.actor:
            opening.exists(table, (key, "actor"), "nation", row.actor)
        for place, condition in enumerate(row.when):
            check_condition(opening, table, (key, "when", place), condition)
        loose = row.trigger in {"incident", "called"}
        host = Host("event", key, _target_kind(opening, table, key, row), actor=bool(row.actor) or loose)
        check_effects(table, host, row.effect, names)
        for place, effect in enumerate(row.effect):
            if effect.event:
                opening.exists(table, (key, "effect", place, "event"), "event", effect.event)


def _check_trigger(opening: Opening, table: Table, key: str, row: Event) -> None:
    """Note a trigger without what it needs."""
    if row.trigger == "scheduled" and opening.frame and not 1 <= row.turn <= opening.frame.turns:
        what = f"turn {row.turn} is not played: the game has {opening.frame.turns} turns."
        table.fault((key, "turn"), what, f"Write 1 to {opening.frame.turns}.")
    if row.trigger == "random" and row.chance <= 0:
        table.fault((key, "chance"), "a random event with no chance never happens.", "Write 0.01 to 1.")
    if row.trigger == "condition" and not row.when:
        table.fault((key, "when"), "a conditional event has no condition.", "Write when = [{ … }].")


def _target_kind(opening: Opening, table: Table, key: str, row: Event) -> str:
    """Return what kind of thing an event is aimed at, ``ANY`` where the turn will tell or nobody can."""
    if not row.target:
        return ANY if row.trigger in {"incident", "called"} else "none"
    kinds = [kind for kind in TARGET_KINDS if row.target in opening.known(kind)]
    if len(kinds) == 1:
        return kinds[0]
    if kinds:
        what = f"{row.target!r} is a {' and a '.join(kinds)}."
        table.fault((key, "target"), what, "Give them different ids.")
    elif all(opening.home(kind).whole for kind in TARGET_KINDS):
        every = [name for kind in TARGET_KINDS for name in opening.known(kind)]
        what = f"nothing of the scenario is called {row.target!r}."
        table.fault((key, "target"), what, nearest(row.target, every))
    return ANY


def check_scheduling(opening: Opening, table: Table, orders: Mapping[str, Order]) -> None:
    """Note orders of the ruleset that schedule an event which the scenario does not have."""
    for key, row in orders.items():
        for place, effect in enumerate(row.effect):
            if effect.event:
                opening.exists(table, (key, "effect", place, "event"), "event", effect.event)


def check_objectives(opening: Opening, rows: Mapping[str, Objective]) -> None:
    """Note objectives of no seat, seats without objectives, and measures that cannot be read."""
    table = opening.tables["objectives"]
    for key, row in rows.items():
        opening.exists(table, (key, "seat"), "nation", row.seat)
        if opening.frame and row.turns > opening.frame.turns:
            what = f"{row.turns} turns are asked for: the game has {opening.frame.turns}."
            table.fault((key, "turns"), what, f"Write 0 to {opening.frame.turns}.")
        for place, clause in enumerate(row.all):
            if not clause:
                table.fault((key, "all", place), "a clause without a condition never holds.", "Add one.")
            for turn, condition in enumerate(clause):
                check_condition(opening, table, (key, "all", place, turn), condition)
    held = {str(raw.get("seat")) for raw in table.rows.values() if isinstance(raw, dict)}
    for nation in opening.known("nation"):
        if table.whole and table.layers and nation not in held:
            what = f"the seat {nation} has no objective."
            table.fault((), what, f'Add one to three with seat = "{nation}".')


def check_facts(opening: Opening, rows: Mapping[str, Fact], orders: Table) -> None:
    """Note facts that tell of nothing, of two things at once, or of what does not exist."""
    table = opening.tables["facts"]
    for key, row in rows.items():
        if opening.frame and row.by > opening.frame.turns:
            what = f"turn {row.by} is not played: the game has {opening.frame.turns} turns."
            table.fault((key, "by"), what, f"Write 1 to {opening.frame.turns}.")
        if sum((row.when is not None, bool(row.sum), bool(row.order))) != 1:
            mend = "Write one of when, sum, or order with its seat."
            table.fault((key,), "a fact tells of one thing.", mend)
        if row.when is not None:
            check_condition(opening, table, (key, "when"), row.when)
        for place, text in enumerate(row.sum):
            _check_measure(opening, table, (key, "sum", place), text)
        if row.order:
            opening.exists(table, (key, "seat"), "nation", row.seat)
            if not orders.has(row.order):
                what = f"there is no order {row.order!r}."
                table.fault((key, "order"), what, nearest(row.order, orders.rows))


def check_condition(opening: Opening, table: Table, path: Key, condition: Condition) -> None:
    """Note a condition that compares nothing, or measures that cannot be read."""
    low, high = condition.at_least, condition.at_most
    if low is None and high is None:
        table.fault(path, "this condition compares with no number.", "Add at_least or at_most.")
    if low is not None and high is not None and low > high:
        table.fault((*path, "at_least"), f"{low:g} is above at_most, {high:g}.", "Nothing could meet both.")
    for key in ("sum", "less"):
        for place, text in enumerate(getattr(condition, key)):
            _check_measure(opening, table, (*path, key, place), text)


def _check_measure(opening: Opening, table: Table, path: Key, text: str) -> None:
    """Note a measure that cannot be, or that is read of what does not exist."""
    try:
        measure = parse_measure(text)
    except AddressError as error:
        table.fault(path, error.what, error.mend)
        return
    field = MEASURES[measure.name]
    if field.part == "threat_class":
        classes = sorted({str(raw.get("threat_class", "")) for raw in opening.raws("area")} - {""})
        if opening.home("area").whole and measure.part not in classes:
            what = f"there is no threat class {measure.part!r}."
            table.fault(path, what, nearest(measure.part, classes))
    elif field.part:
        opening.exists(table, path, field.part, measure.part)
    _check_whose(opening, table, path, measure)


def _check_whose(opening: Opening, table: Table, path: Key, measure: Measure) -> None:
    """Note a measure of an entity that does not exist."""
    kind = MEASURES[measure.name].of
    for name in (measure.of, measure.to):
        if name:
            opening.exists(table, path, "nation" if kind == "pair" else kind, name)
    if kind == "pair" and measure.of == measure.to:
        table.fault(path, f"{measure.of!r} is measured towards itself.", "Name two nations.")
