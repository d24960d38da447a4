"""Declares the parts of pages: each a Vue template with one payload (``view``) and one event (``event_act``)."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from types import MappingProxyType
from typing import Any, ParamSpec

import solara

P = ParamSpec("P")


def whole(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a payload as what is handed on as one thing.

    Whatever draws a part looks for further parts in all that it is given, down to the last number of a plain
    dictionary; what is no dictionary it leaves alone.
    """
    return payload if isinstance(payload, MappingProxyType) else MappingProxyType(payload)


def part(template: str) -> Callable[[Callable[P, None]], Callable[P, solara.Element]]:
    """Declare a part by its template, named from the folder of the file that declares it.

    What the function takes are the names that the template knows; ``event_`` begins the name of what it calls.
    """

    def declare(function: Callable[P, None]) -> Callable[P, solara.Element]:
        plain = dict.fromkeys(inspect.signature(function).parameters, _plain)
        draw = solara.component_vue(template, to_json=plain)(function)

        @wraps(function)
        def drawn(*args: P.args, **named: P.kwargs) -> solara.Element:
            given = {name: whole(each) if isinstance(each, dict) else each for name, each in named.items()}
            return draw(*args, **given)

        return drawn

    return declare


def _plain(value: Any, widget: Any) -> Any:
    """Return a value as it is sent."""
    return dict(value) if isinstance(value, MappingProxyType) else value
