"""The rule functions as the rulebook tells them: what each gives and its equation, from the docstrings."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

import wargame.adjudication
from wargame.adjudication import SEQUENCE

_RULE = re.compile(r"R(\d+)")
_SECTION = re.compile(r"^([A-Z][a-z]+)\n-{3,}\n(.*?)(?=^[A-Z][a-z]+\n-{3,}\n|\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Told:
    """A rule function: its module and name, one line on what it returns, and its paragraphs.

    ``paragraphs`` holds (text, is an equation) for what stands between the first line and the parameters;
    ``inputs`` the parameters, each (name, shape with unit and range); ``gives`` what is returned, ``source``
    what it rests on, both "" where the docstring does not say.
    """

    module: str
    name: str
    summary: str
    paragraphs: tuple[tuple[str, bool], ...]
    inputs: tuple[tuple[str, str], ...] = ()
    gives: str = ""
    source: str = ""


@dataclass(frozen=True)
class Chapter:
    """A rule of the game: its id (``R1``), what its modules say of themselves, and its functions."""

    rule: str
    titles: tuple[str, ...]
    functions: tuple[Told, ...]


def chapters() -> tuple[Chapter, ...]:
    """Return the rules in the order of their numbers, from the modules whose first line names one."""
    found: dict[int, list[ModuleType]] = {}
    for each in pkgutil.iter_modules(wargame.adjudication.__path__):
        module = importlib.import_module(f"{wargame.adjudication.__name__}.{each.name}")
        numbered = _RULE.match(module.__doc__ or "")
        if numbered:
            found.setdefault(int(numbered[1]), []).append(module)
    return tuple(_chapter(f"R{number}", modules) for number, modules in sorted(found.items()))


def _chapter(rule: str, modules: list[ModuleType]) -> Chapter:
    """Return a rule's chapter; the module that speaks for the rule itself comes before its read-outs."""
    modules = sorted(modules, key=lambda module: not first_line(module).startswith(f"{rule}:"))
    titles = (first_line(module).partition(": ")[2] or first_line(module) for module in modules)
    return Chapter(
        rule,
        tuple(title[0].upper() + title[1:].rstrip(".") for title in titles),
        tuple(told for module in modules for told in _functions(module)),
    )


def order_of_play() -> list[tuple[str, str]]:
    """Return each phase of a turn with what it does, from ``SEQUENCE`` and the docstrings."""
    return [(name, plain(inspect.getdoc(phase) or "")) for name, phase in SEQUENCE]


def first_line(thing: object) -> str:
    """Return the first line of a docstring."""
    return (inspect.getdoc(thing) or "").partition("\n")[0]


def _functions(module: ModuleType) -> list[Told]:
    own = [
        (name, function)
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not name.startswith("_")
    ]
    return [
        _tell(module.__name__.rpartition(".")[2], name, inspect.getdoc(function) or "")
        for name, function in own
    ]


def _tell(module: str, name: str, text: str) -> Told:
    body = re.split(r"\n\n?(?=[A-Z][a-z]+\n-{3,})", text)[0]
    first, *others = [part.strip() for part in body.split("\n\n") if part.strip()]
    paragraphs = tuple(
        (part.replace("``", ""), True) if " = " in part else (plain(part), False) for part in others
    )
    sections = {title: part.strip("\n") for title, part in _SECTION.findall(text)}
    return Told(
        module,
        name,
        summary_of(first),
        paragraphs,
        tuple(_inputs(sections.get("Parameters", ""))),
        plain(sections.get("Returns", "")),
        plain(sections.get("References", "")),
    )


def summary_of(paragraph: str) -> str:
    """Return the first paragraph of a docstring as what a function gives, in Markdown."""
    return plain(re.sub(r"^(Return|Tell) ", "", paragraph))


def _inputs(section: str) -> Iterator[tuple[str, str]]:
    """Yield name and description of each parameter; what is indented goes on with the one before."""
    for block in re.split(r"\n(?=\S)", section):
        name, mark, text = block.partition(" : ")
        if mark:
            yield name, plain(text)


def plain(text: str) -> str:
    """Return a docstring's text in Markdown: its marks for code are doubled."""
    return " ".join(text.replace("``", "`").split())
