"""ODD, element 7: every rule with its equations, units and numbers, what the phases add, and house AI."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from itertools import pairwise
from types import ModuleType
from typing import Any, TypeGuard

import wargame.policies
from wargame import __version__, observation
from wargame.adjudication import SEQUENCE
from wargame.rulebook.choices import characters
from wargame.rulebook.numbers import numbers_of, other_numbers, scale
from wargame.rulebook.pieces import Lines, deeper, table
from wargame.rulebook.reach import callers
from wargame.rulebook.rules import Chapter, Told, chapters, first_line, plain, summary_of
from wargame.rulebook.words import number
from wargame.ruleset import Ruleset
from wargame.scenario import Scenario

_SENTENCE = re.compile(r"\bS00[03]\.\d+")
_BUILD = (
    "Python with NumPy; Mesa holds the agents as read-only views of the arrays. Powers, logarithms and exponentials "
    "are the project's own and give the same bits on every machine, so that a record of inputs replays to the same "
    "state. The numbers of rules and scenarios are rows of TOML files."
)


def submodels(rules: Ruleset) -> Lines:
    """Return element 7: all rules, phases and decisions."""
    lines = [
        "## 7. Submodels",
        "",
        "Arrays are written with the axes in brackets; `...` stands for any axes before them, *u* for uniform draws. "
        "Rates are yearly. A function that no game calls is shipped for verification, or for a rule still to come, "
        "and says so.",
    ]
    for chapter in chapters():
        lines += ["", *_rule(rules, chapter)]
    return [
        *lines,
        "",
        *deeper(other_numbers(rules)),
        "",
        *deeper(scale(rules)),
        "",
        *_phases(),
        "",
        *_house(),
        "",
        *deeper(characters(rules)),
        "",
        "### What outsiders assume",
        "",
        *_constants(observation),
    ]


def implementation(scenario: Scenario) -> Lines:
    """Return the details of implementation that ODD+D asks for."""
    rules = scenario.ruleset
    rows = [
        ("program", f"wargame {__version__}"),
        ("ruleset", f"{rules.id} {rules.head.version}, {rules.content_hash()}"),
        ("scenario", f"{scenario.id} {scenario.frame.version}, {scenario.content_hash()}"),
        ("this text", f"`wargame rulebook {scenario.id} --part odd`"),
        ("a game", f"`wargame run {scenario.id} --seed 1`"),
    ]
    return ["## Implementation (ODD+D)", "", _BUILD, "", *table(("What", "Which"), rows)]


def _rule(rules: Ruleset, chapter: Chapter) -> Lines:
    first, *others = chapter.titles
    lines = [f"### {chapter.rule}: {first}"]
    for title in others:
        lines += ["", f"Also: {title[0].lower() + title[1:]}."]
    if own := numbers_of(rules, chapter.rule):
        lines += ["", *own]
    for told in chapter.functions:
        lines += ["", *_function(rules, told)]
    return lines


def _function(rules: Ruleset, told: Told) -> Lines:
    name = f"{told.module}.{told.name}"
    where = callers(name)
    called = f"*Called in: {', '.join(where)}.*" if where else "*No game calls it.*"
    lines = [f"**`{name}`**: {told.summary} {called}"]
    for text, equation in told.paragraphs:
        lines += ["", *(["```", text, "```"] if equation else [text])]
    lines += ["", *(f"- `{key}`: {text}" for key, text in told.inputs)]
    if told.gives:
        lines.append(f"- gives {told.gives}")
    if told.source:
        lines.append(f"- rests on {_linked(rules, told.source)}")
    return lines


def _linked(rules: Ruleset, text: str) -> str:
    """Return a text whose sentences of the articles are links."""
    return _SENTENCE.sub(lambda key: f"[{key[0]}]" if key[0] in rules.sources else key[0], text)


def _phases() -> Lines:
    """Tell what each phase works out besides the rules that it calls."""
    lines = [
        "### What the phases add",
        "",
        "A phase gathers from the state, calls rules and books contributions. What it works out itself:",
    ]
    for name, phase in SEQUENCE:
        module = inspect.getmodule(phase)
        assert module is not None
        about = first_line(module)
        lines += ["", f"**{name}**: {about.partition(': ')[2] or about}", "", *_steps(module)]
    return lines


def _house() -> Lines:
    """Tell the functions and the numbers of house AI, file by file."""
    lines = [
        "### House AI: procedure",
        "",
        "What its functions do, and the numbers that it names; lesser weights stand in the functions themselves.",
    ]
    for each in pkgutil.iter_modules(wargame.policies.__path__):
        module = importlib.import_module(f"{wargame.policies.__name__}.{each.name}")
        about = plain(inspect.getdoc(module) or "")
        lines += ["", f"**{each.name}**: {about.partition(': ')[2] or about}", "", *_steps(module)]
        numbers = _constants(module)
        lines += ["", *numbers] if numbers else []
    return lines


def _steps(module: ModuleType) -> Lines:
    """Return each function of a module that says what it does, with the first paragraph of what it says."""
    own = [each for each in vars(module).values() if getattr(each, "__module__", "") == module.__name__]
    said = {each.__name__: inspect.getdoc(each) for each in own if inspect.isfunction(each)}
    told = {name: text.split("\n\n")[0] for name, text in said.items() if text}
    return [f"- `{name}`: {summary_of(text)}" for name, text in told.items()]


def _constants(module: ModuleType) -> Lines:
    """Return the numbers that a module names and explains in the line below, as a table."""
    body = ast.parse(inspect.getsource(module)).body
    rows = []
    for held, said in pairwise(body):
        if isinstance(said, ast.Expr) and isinstance(said.value, ast.Constant):
            names = [node.id for node in ast.walk(held) if _is_stored(node)]
            values = [_shown(getattr(module, name)) for name in names]
            if names:
                rows.append((_codes(names), "; ".join(values), plain(str(said.value.value))))
    return table(("Number", "Value", "What it is"), rows) if rows else []


def _is_stored(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _codes(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _shown(value: Any) -> str:
    """Return a value as a table shows it: a number, a list, or names with their numbers."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {_shown(held)}" for key, held in value.items())
    if isinstance(value, tuple):
        return ", ".join(_shown(held) for held in value)
    return number(value) if isinstance(value, (int, float)) else str(value).replace("_", " ")
