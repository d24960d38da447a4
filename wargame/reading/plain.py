"""Resolved rulesets and scenarios as plain values that JSON can hold, and back; and their hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from wargame.faults import RecordError
from wargame.reading.rows import freeze
from wargame.schema import Row

R = TypeVar("R", bound=Row)


def plain(value: Any) -> Any:
    """Return a field as JSON can hold it; a mapping of rows becomes a list, so that their order is kept.

    Examples
    --------
    >>> from wargame.schema import Meeting
    >>> plain({"ministers": Meeting(name="Ministers", rank=1, capital=1.0, source=("S003.2",))})[0]["id"]
    'ministers'
    """
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, Mapping):
        return [{"id": key, **plain(row)} for key, row in value.items()]
    return [plain(row) for row in value] if isinstance(value, tuple) else value


def row_of(raw: Any, model: type[R]) -> R:
    """Return one row from its plain form.

    Raises
    ------
    RecordError
        the plain form is damaged
    """
    try:
        return model.model_validate(freeze(raw), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise RecordError(
            f"A resolved row is damaged at {place!r}: {first['msg']}. Restore the file from a copy."
        ) from None


def rows_of(raws: Sequence[Mapping[str, Any]], model: type[R]) -> Mapping[str, R]:
    """Return rows by id from their plain form, in the same order."""
    rows = {}
    for raw in raws:
        rest = dict(raw)
        key = str(rest.pop("id", ""))
        rows[key] = row_of(rest, model)
    return MappingProxyType(rows)


def content_hash(content: Mapping[str, Any]) -> str:
    """Return the sha256 of canonical JSON: sorted keys, no spaces, UTF-8.

    Examples
    --------
    >>> content_hash({"b": 1, "a": 2}) == content_hash({"a": 2, "b": 1})
    True
    """
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
