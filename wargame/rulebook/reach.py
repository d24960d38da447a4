"""What each part of a turn reaches in the program's own text: rule functions, fields that move, draws.

Nothing is declared here a second time. The functions are read as text from where a phase begins, and followed
through the names they use.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

from wargame.adjudication import SEQUENCE
from wargame.adjudication.opening import open_state
from wargame.policies import Cast
from wargame.state import FIELDS

OPENING, HOUSE_AI = "opening", "house AI"
"""What is followed besides the phases: how the first state is made, and how characters decide."""
_RULES = "wargame.adjudication"
_MOVES = {"Change", "reading", "_explained"}
"""Calls whose first text is a field that moves."""
_DRAWS = {"draw", "uniform", "noise", "agreement_noise"}
"""Calls whose first text is the name of a draw."""
_DECLARED = "amounts"
"""The call that turns declared effects of rows into changes."""


@dataclass(frozen=True)
class Reach:
    """What one part of a turn reaches.

    Attributes
    ----------
    functions : public functions of the modules of rules, ``module.name``
    fields : fields of the state that it moves by name
    declared : it moves whatever declared effects of orders, agreements, cards or gates name, besides
    draws : names of its draws
    """

    functions: frozenset[str]
    fields: frozenset[str]
    declared: bool
    draws: frozenset[str]


@cache
def reaches() -> dict[str, Reach]:
    """Return what each phase reaches, in the order of play, then the opening and house AI."""
    parts: dict[str, list[Any]] = {name: [phase] for name, phase in SEQUENCE}
    parts[OPENING] = [open_state]
    parts[HOUSE_AI] = [Cast.study, Cast.guess, Cast.diplomacy, Cast.orders]
    return {name: _gather(_follow(starts)) for name, starts in parts.items()}


def callers(function: str) -> tuple[str, ...]:
    """Return where in a game a rule function, ``module.name``, is called: phases, the opening, house AI."""
    return tuple(name for name, reach in reaches().items() if function in reach.functions)


def _follow(starts: Iterable[FunctionType]) -> set[FunctionType]:
    """Return all functions of this package that some functions lead to, themselves included."""
    seen, waiting = set(starts), list(starts)
    while waiting:
        found = set(_used(waiting.pop())) - seen
        seen |= found
        waiting += found
    return seen


def _used(function: FunctionType) -> Iterator[FunctionType]:
    """Yield the functions of this package that a function names, by themselves or through their module."""
    held = function.__globals__
    for node in ast.walk(_tree(function)):
        thing: Any = None
        if isinstance(node, ast.Name):
            thing = held.get(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = held.get(node.value.id)
            thing = getattr(module, node.attr, None) if isinstance(module, ModuleType) else None
        thing = inspect.unwrap(thing) if callable(thing) else None
        if inspect.isfunction(thing) and thing.__module__.startswith("wargame."):
            yield thing


@cache
def _tree(function: FunctionType) -> ast.Module:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


def _gather(functions: set[FunctionType]) -> Reach:
    rules = {
        f"{each.__module__.rpartition('.')[2]}.{each.__name__}"
        for each in functions
        if each.__module__.rpartition(".")[0] == _RULES and not each.__name__.startswith("_")
    }
    nodes = [node for each in functions for node in ast.walk(_tree(each))]
    declared = any(isinstance(node, ast.Attribute) and node.attr == _DECLARED for node in nodes)
    moved = frozenset(_first_texts(nodes, _MOVES)) & FIELDS.keys()
    return Reach(frozenset(rules), moved, declared, frozenset(_first_texts(nodes, _DRAWS)))


def _first_texts(nodes: Iterable[ast.AST], names: set[str]) -> Iterator[str]:
    """Yield the first text that each call of some names is handed."""
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
        if called in names and texts and isinstance(texts[0], str):
            yield texts[0]
