"""Raw rows checked against the models of ``schema``; what pydantic finds is told in our words."""

from __future__ import annotations

import math
import re
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from wargame.faults import nearest
from wargame.reading.physics import REASON, is_performance, is_physical_unit
from wargame.reading.tables import Key, Table
from wargame.schema import UNITS, Row, Sourced

R = TypeVar("R", bound=Row)

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_TYPE_WORDS = {
    "float_type": ("a number", "such as 1.5"),
    "int_type": ("a whole number", "such as 2"),
    "int_from_float": ("a whole number", "such as 2"),
    "string_type": ("a text", "in quotes"),
    "bool_type": ("a yes or no", "true or false, without quotes"),
    "tuple_type": ("a list", "in [ ]"),
    "dict_type": ("a table", "in { } or under a head of its own"),
    "model_type": ("a table", "in { } or under a head of its own"),
}


def read_rows(table: Table, model: type[R], *, dotted: bool = False) -> dict[str, R]:
    """Return the rows that fit the model, by id in file order; the others leave faults in the table.

    ``dotted`` allows dots in ids (parameters and sources).
    """
    rows: dict[str, R] = {}
    for key, raw in table.rows.items():
        if not isinstance(raw, dict):
            table.fault(
                (), f"{key} = {raw!r} stands outside any table.", "Move it below the head of its table."
            )
            continue
        _check_id(table, key, dotted)
        if _has_no_number(table, (key,), raw):
            continue
        row = _read_row(table, key, raw, model)
        if row is not None:
            rows[key] = row
    return rows


def freeze(raw: Any) -> Any:
    """Return nested lists as tuples, the form in which rows hold them."""
    if isinstance(raw, dict):
        return {key: freeze(value) for key, value in raw.items()}
    return tuple(freeze(value) for value in raw) if isinstance(raw, list | tuple) else raw


def check_sources(table: Table, rows: Mapping[str, Sourced], sources: Table) -> None:
    """Note every source key that does not stand in the bibliography."""
    for key, row in rows.items():
        for place, source in enumerate(row.source):
            if not sources.has(source):
                what = f"{source!r} does not stand in the bibliography, rules/sources.toml."
                table.fault((key, "source", place), what, nearest(source, sources.rows))


def _check_id(table: Table, key: str, dotted: bool) -> None:
    """Note an id that addresses could not name, or that brings in weapon performance."""
    if not dotted and not _ID.fullmatch(key):
        mend = "Use letters, digits, - and _, a letter first."
        table.fault((key,), f"{key!r} cannot be the id of a row.", mend)
    if is_performance(key):
        table.fault((key,), f"{key!r} is about the performance of weapons.", REASON)


def _has_no_number(table: Table, path: Key, raw: Any) -> bool:
    """Note NaN and infinity anywhere below, and tell whether there was one."""
    if isinstance(raw, float) and not math.isfinite(raw):
        table.fault(path, f"the value is {raw}, which is not a number.", "Write a finite number.")
        return True
    found = False
    steps = raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ()
    for step, value in steps:
        found |= _has_no_number(table, (*path, step), value)
    return found


def _read_row(table: Table, key: str, raw: dict[str, Any], model: type[R]) -> R | None:
    """Return one row as its model, or None with its faults noted."""
    try:
        row = model.model_validate(freeze(raw), strict=True)
    except ValidationError as error:
        told: set[Key] = set()
        for detail in error.errors(include_url=False):
            path = _real_path(raw, detail["loc"], detail["type"])
            if path not in told:  # a union complains once for each of its types
                told.add(path)
                table.fault((key, *path), *_words(detail, path, model))
        return None
    empty = [name for name in _texts(model) if not str(getattr(row, name)).strip()]
    for name in empty:
        table.fault((key, name), "the text is empty.", "Write it: people read it during the game.")
    return None if empty else row


def _texts(model: type[BaseModel]) -> Iterator[str]:
    """Yield the names of the texts that a row must have."""
    for name, info in model.model_fields.items():
        if info.annotation is str and info.is_required():
            yield name


def _real_path(raw: Any, loc: tuple[int | str, ...], error: str) -> Key:
    """Return pydantic's place without the names of types that it adds for unions."""
    path: list[str | int] = []
    for place, step in enumerate(loc):
        last = place == len(loc) - 1
        if isinstance(raw, dict) and (step in raw or (last and error == "missing")):
            raw = raw.get(str(step))
        elif isinstance(raw, list) and isinstance(step, int):
            raw = raw[step] if step < len(raw) else None
        else:
            continue
        path.append(step)
    return tuple(path)


def _words(detail: ErrorDetails, path: Key, model: type[BaseModel]) -> tuple[str, str]:
    """Return what is wrong and how to mend it, for one complaint of pydantic."""
    error, given, context = detail["type"], detail["input"], detail.get("ctx", {})
    name = str(path[-1]) if path else ""
    if error == "extra_forbidden":
        if is_performance(name, key=True):
            return f"{name!r} is about the performance of weapons.", REASON
        return f"{name!r} is not a key of this table.", nearest(
            name, _model_at(model, path[:-1]).model_fields
        )
    if error == "missing":
        if path and isinstance(path[-1], int):
            return "the list is too short.", "Write all its numbers."
        return f"the key {name!r} is missing.", f"Write {name} = {_example(_info(model, path))}."
    if error == "literal_error":
        return _literal_words(given, _choices(_info(model, path)))
    if error in _TYPE_WORDS:
        kind, form = _TYPE_WORDS[error]
        return f"{_show(given)} is not {kind}.", f"Write {kind}, {form}."
    if error in {"too_short", "too_long"}:
        few = error == "too_short"
        limit = context["min_length"] if few else context["max_length"]
        return (
            f"the list has {context['actual_length']} entries.",
            f"Write at {'least' if few else 'most'} {limit}.",
        )
    if error == "string_pattern_mismatch":
        return f"{_show(given)} is not a code.", "Write two capital letters, such as 'TS'."
    return f"{_show(given)} is out of range.", f"Write {_bounds(_info(model, path))}."


def _literal_words(given: Any, choices: tuple[str, ...]) -> tuple[str, str]:
    """Return the words for a value that is none of a closed list; units get their reason."""
    if choices == UNITS:
        listed = f"Units are: {', '.join(UNITS)}."
        if is_physical_unit(str(given)) or is_performance(str(given)):
            return f"{_show(given)} is a unit of weapon performance.", f"{REASON} {listed}"
        return f"{_show(given)} is not a unit of this model.", listed
    return f"{_show(given)} cannot stand here.", nearest(str(given), choices)


def _show(given: Any) -> str:
    """Return a value as a person would write it, shortened."""
    if isinstance(given, bool):
        return str(given).lower()
    text = repr(list(given) if isinstance(given, tuple) else given)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the models inside an annotation such as ``tuple[Effect, ...]``."""
    if isinstance(annotation, type) and not typing.get_args(annotation):
        if issubclass(annotation, BaseModel):
            yield annotation
        return
    for inner in typing.get_args(annotation):
        yield from _models_in(inner)


def _model_at(model: type[BaseModel], path: Key) -> type[BaseModel]:
    """Return the model of the table at a path."""
    for step in path:
        if isinstance(step, str) and step in model.model_fields:
            model = next(_models_in(model.model_fields[step].annotation), model)
    return model


def _info(model: type[BaseModel], path: Key) -> FieldInfo | None:
    """Return the declaration of the innermost named field on a path."""
    names = [place for place, step in enumerate(path) if isinstance(step, str)]
    for last in reversed(names):
        field = _model_at(model, path[:last]).model_fields.get(str(path[last]))
        if field is not None:
            return field
    return None


def _choices(info: FieldInfo | None) -> tuple[str, ...]:
    """Return the words of a closed list."""
    return tuple(typing.get_args(info.annotation)) if info else ()


def _example(info: FieldInfo | None) -> str:
    """Return what a missing key could hold."""
    kind = info.annotation if info else str
    if typing.get_origin(kind) is typing.Literal:
        return " or ".join(repr(choice) for choice in typing.get_args(kind))
    if typing.get_origin(kind) in {types.UnionType, typing.Union, tuple}:
        return "[…]" if typing.get_origin(kind) is tuple else "a number"
    named = {float: "a number", int: "a whole number", str: '"…"', bool: "true or false"}
    return named.get(kind, "{ … }") if isinstance(kind, type) else "{ … }"


def _bounds(info: FieldInfo | None) -> str:
    """Return the bounds of a number in words."""
    bound = {
        name: getattr(rule, name)
        for rule in (info.metadata if info else ())
        for name in _BOUND_WORDS
        if hasattr(rule, name)
    }
    if {"ge", "le"} <= set(bound):
        return f"a number from {bound['ge']:g} to {bound['le']:g}"
    return "a number " + " and ".join(f"{_BOUND_WORDS[name]} {value:g}" for name, value in bound.items())


_BOUND_WORDS = {"gt": "above", "ge": "of at least", "lt": "below", "le": "of at most"}
