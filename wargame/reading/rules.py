"""Checks of a ruleset's rows against each other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from wargame.faults import nearest
from wargame.reading.effects import Host, Names, check_effects
from wargame.reading.tables import Table
from wargame.schema import (
    AgreementType,
    Area,
    Character,
    Gate,
    Meeting,
    Order,
    Parameter,
    Source,
    Track,
)

LEVELLED = ("strength", "capital", "funds", "severity")
"""Lists of an order that run over its levels."""

MEETINGS = ("officials", "ministers", "leaders")
"""Levels of meeting, the lowest first."""

Tables = Mapping[str, Table]
_SIDES = ("challenger", "defender")


def check_bibliography(table: Table, rows: Mapping[str, Source]) -> None:
    """Note sources that do not say what they are."""
    for key, row in rows.items():
        needed = "text" if row.kind in {"sentence", "project"} else "cite"
        if not getattr(row, needed).strip():
            table.fault(
                (key,), f"a source of kind {row.kind!r} needs its {needed}.", f'Write {needed} = "…".'
            )


def check_parameters(table: Table, rows: Mapping[str, Parameter], sources: Mapping[str, Source]) -> None:
    """Note parameters outside their range, without the source their kind promises, or in the wrong unit."""
    for key, row in rows.items():
        low, high = row.range
        if low > high:
            table.fault((key, "range"), f"{low:g} to {high:g} runs backwards.", f"Write [{high:g}, {low:g}].")
            continue
        values = row.value if isinstance(row.value, tuple) else (row.value,)
        for place, value in enumerate(values):
            if not low <= value <= high:
                path = (key, "value", place) if isinstance(row.value, tuple) else (key, "value")
                what = f"{value:g} lies outside its range, {low:g} to {high:g} {row.unit}."
                table.fault(path, what, "Change the value, or say with a source why the range is wider.")
        if row.unit == "km" and "distance" not in f"{key} {row.rule} {row.note}":
            mend = "Kilometres measure distance between nations and nothing else: say so in the note."
            table.fault((key, "unit"), "this number in km names no distance.", mend)
        _check_kind(table, key, row, sources)


def _check_kind(table: Table, key: str, row: Parameter, sources: Mapping[str, Source]) -> None:
    """Note a number called stated or published that no sentence or publication holds."""
    real = {"stated": ("sentence", "data"), "published": ("publication", "data")}.get(row.kind)
    if not set(row.source) <= set(sources):
        return  # a source that cannot be read, or does not exist, is told elsewhere
    if real and not {sources[source].kind for source in row.source} & set(real):
        what = f"a {row.kind} number needs a source of kind {' or '.join(real)}."
        table.fault((key, "kind"), what, "Name that source, or write kind = 'assumed'.")


def check_tracks(tables: Tables, rows: Mapping[str, Track]) -> None:
    """Note tracks out of bounds, or pulled by a parameter that does not exist."""
    for key, row in rows.items():
        if not 0 <= row.neutral <= row.high <= 200:
            what = f"neutral {row.neutral:g} and high {row.high:g} do not fit."
            tables["tracks"].fault(
                (key, "neutral"), what, "A track runs from 0 to high, neutral between them."
            )
        for name in ("pull", "drift"):
            _check_parameter(tables, "tracks", key, name, getattr(row, name))


def check_areas(tables: Tables, rows: Mapping[str, Area]) -> None:
    """Note strike areas without the defence against them, and the other way round."""
    table = tables["areas"]
    raws = [raw for raw in table.rows.values() if isinstance(raw, dict)]
    roles = {(str(raw.get("threat_class")), str(raw.get("role"))) for raw in raws}
    for key, row in rows.items():
        _check_parameter(tables, "areas", key, "decay", row.decay)
        if row.role in {"strike", "defence"}:
            other = "defence" if row.role == "strike" else "strike"
            if not row.threat_class:
                what = f"a {row.role} area belongs to a threat class."
                table.fault((key,), what, 'Write threat_class = "…", the same as the area it meets.')
            elif table.whole and (row.threat_class, other) not in roles:
                what = f"no {other} area has the threat class {row.threat_class!r}."
                classes = sorted({name for name, role in roles if role == other})
                table.fault((key, "threat_class"), what, nearest(row.threat_class, classes))


def _check_parameter(tables: Tables, where: str, key: str, name: str, parameter: str) -> None:
    """Note the id of a parameter that does not exist; a ruleset without any is not told for each."""
    known = tables["parameters"]
    if parameter and known.rows and not known.has(parameter):
        what = f"there is no parameter {parameter!r}."
        tables[where].fault((key, name), what, nearest(parameter, known.rows))


def check_orders(table: Table, rows: Mapping[str, Order], names: Names) -> None:
    """Note orders whose code, menu, role, gate or effects cannot be."""
    codes: dict[str, str] = {}
    for key, row in rows.items():
        if row.code in codes:
            what = f"the code {row.code!r} is that of [{codes[row.code]}] already."
            table.fault((key, "code"), what, "Choose two other letters.")
        codes.setdefault(row.code, key)
        _check_menu(table, key, row)
        _check_role(table, key, row, names)
        check_effects(table, Host("order", key, row.target), row.effect, names)


def _check_menu(table: Table, key: str, row: Order) -> None:
    """Note a menu whose lists do not fit its levels, or whose numbers are out of bounds."""
    levels = len(row.levels)
    if levels == 0 or len(set(row.levels)) < levels:
        table.fault((key, "levels"), "the levels of a menu must differ.", "Write each level once.")
    for name in LEVELLED:
        given = getattr(row, name)
        if len(given) != levels and name in row.model_fields_set:
            what = f"{len(given)} values for {levels} levels."
            table.fault((key, name), what, "Write one value for each of the levels.")
    bounds = {"strength": (-2, 2), "capital": (0, 9), "funds": (-100, 100), "severity": (0, 5)}
    for name, (low, high) in bounds.items():
        for place, value in enumerate(getattr(row, name)):
            if not low <= value <= high:
                table.fault((key, name, place), f"{value:g} is out of bounds.", f"Write {low} to {high}.")


def _check_role(table: Table, key: str, row: Order, names: Names) -> None:
    """Note a role that no target of this kind can have."""
    if not row.role:
        return
    areas = [area for area in names.areas.rows.values() if isinstance(area, dict)]
    roles = sorted({str(area.get("role")) for area in areas}) if row.target == "area" else _SIDES
    if row.target not in {"area", "flashpoint"}:
        what = f"a role belongs to an area or flashpoint, and the target is {row.target!r}."
        table.fault((key, "role"), what, "Remove the key 'role', or change the target.")
    elif row.role not in roles and names.areas.whole:
        table.fault((key, "role"), f"no {row.target} has the role {row.role!r}.", nearest(row.role, roles))


def check_agreements(table: Table, rows: Mapping[str, AgreementType], names: Names) -> None:
    """Note kinds of agreement whose terms, needs or effects cannot be."""
    for key, row in rows.items():
        for place, share in enumerate(row.terms):
            if not 0 <= share <= 100:
                what = f"{share:g} is not a share of a burden."
                table.fault((key, "terms", place), what, "Write a percentage from 0 to 100.")
        if not row.terms or list(row.terms) != sorted(set(row.terms)):
            table.fault(
                (key, "terms"), "the menu of terms must rise.", "Write each share once, lowest first."
            )
        for name in ("capital", "term", "burden"):
            if getattr(row, name) < 0:
                table.fault((key, name), f"{getattr(row, name):g} is below 0.", "Write 0 or more.")
        for place, order in enumerate(row.forbids):
            if not names.orders.has(order):
                what = f"there is no order {order!r}."
                table.fault((key, "forbids", place), what, nearest(order, names.orders.rows))
        check_effects(table, Host("agreement", key), row.effect, names)


def check_meetings(table: Table, rows: Mapping[str, Meeting]) -> None:
    """Note levels of meeting that are missing, unknown or share a rank."""
    for key in table.rows:
        if key not in MEETINGS:
            table.fault((key,), f"{key!r} is not a level of meeting.", nearest(key, MEETINGS))
    for level in MEETINGS:
        if not table.has(level):
            table.fault((level,), f"the level {level!r} is missing.", f"Add a table [{level}].")
    ranks: dict[int, str] = {}
    for key, row in rows.items():
        if ranks.setdefault(row.rank, key) != key:
            table.fault((key, "rank"), f"[{ranks[row.rank]}] has rank {row.rank} too.", "Give each its own.")
        if row.capital < 0:
            table.fault((key, "capital"), f"{row.capital:g} is below 0 PC.", "Write 0 or more.")


def check_gates(table: Table, rows: Mapping[str, Gate], names: Names) -> None:
    """Note gates that no track resists, and effects that cannot be."""
    for key, row in rows.items():
        if not names.tracks.has(row.track):
            what = f"there is no track {row.track!r}."
            table.fault((key, "track"), what, nearest(row.track, names.tracks.rows))
        check_effects(table, Host("gate", key), row.effect, names)


def check_characters(table: Table, rows: Mapping[str, Character]) -> None:
    """Note characters that value nothing."""
    for key, row in rows.items():
        if not any(row.weight.values()):
            table.fault((key, "weight"), "this character values nothing.", "Give it a weight above 0.")


def check_no_nation(tables: Tables, nations: Mapping[str, Any]) -> None:
    """Note ruleset rows that name a nation of the scenario: by tag, or in the words people read."""
    for where in ("tracks", "areas", "orders", "agreements", "meetings", "gates", "characters"):
        table = tables[where]
        for key, row in table.rows.items():
            if not isinstance(row, dict):
                continue
            for name in ("name", "text"):
                if found := _named(str(row.get(name, "")), nations):
                    mend = "A ruleset names no nation: say it by role, and put it into the scenario."
                    table.fault((key, name), f"{found!r} is a nation of a scenario.", mend)
            who = row.get("who", [])
            for place, tag in enumerate(who if isinstance(who, list) else []):
                if str(tag) in nations:
                    mend = "A ruleset names no nation: give the nation a tag, and write the tag."
                    table.fault((key, "who", place), f"{tag!r} is a nation of a scenario.", mend)


def _named(text: str, nations: Mapping[str, Any]) -> str:
    """Return the nation, by id or name, that stands in a text as a whole word, "" if none does."""
    names = {*nations, *(str(row.get("name", "")) for row in nations.values() if isinstance(row, dict))}
    long = sorted(name for name in names if len(name) > 2)  # shorter ones are words of their own: A, It
    return next((name for name in long if re.search(rf"\b{re.escape(name)}\b", text)), "")
