"""Lines for a terminal: plain text with an indent and a style, wrapped with a hanging indent."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO

from rich.console import Console
from rich.text import Text

WIDTH = 100
"""Columns where the output is no terminal, and the most that lines are wrapped to where it is one."""
HANG = 2
"""Columns by which the second line of an entry is set in further than the first."""


@dataclass(frozen=True)
class Line:
    """One entry of a telling.

    Attributes
    ----------
    text : what is told; "" for an empty line
    indent : columns it is set in
    style : a style of rich, for terminals that show colour
    lead : cells that stand before the text and are kept as they are; the text then wraps in its own column
    """

    text: str = ""
    indent: int = 0
    style: str = ""
    lead: str = ""

    def wrapped(self, width: int = WIDTH) -> list[str]:
        """Return the entry as lines of at most ``width`` columns."""
        first = " " * self.indent + self.lead
        if not self.text.strip():
            return [first.rstrip()]
        hang = len(first) if self.lead else self.indent + HANG
        return textwrap.wrap(
            self.text,
            max(width, hang + 20),
            initial_indent=first,
            subsequent_indent=" " * hang,
            break_long_words=False,
            break_on_hyphens=False,
        )


def console(file: IO[str] | None = None) -> Console:
    """Return a console for standard output, or a file: 100 columns and no colour where it is no terminal."""
    plain = Console(file=file or sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=True)
    if not plain.is_terminal:
        plain.width = WIDTH
    return plain


def show(out: Console, lines: Iterable[Line]) -> None:
    """Print a telling."""
    width = min(out.width, WIDTH)
    for line in lines:
        for text in line.wrapped(width):
            out.print(Text(text, style=line.style))


def heading(text: str) -> list[Line]:
    """Return a heading with an empty line above it."""
    return [Line(), Line(text, style="bold")]


def rule(text: str) -> Line:
    """Return a heading that fills the line."""
    return Line(f"== {text} ".ljust(WIDTH - 2, "="), style="bold cyan")


def grid(rows: Sequence[Sequence[str]], indent: int = 2, right: Sequence[int] = ()) -> list[Line]:
    """Return rows set in columns, each as wide as its widest cell; the last one wraps in its own column.

    Parameters
    ----------
    right : columns that are set to the right, for numbers
    """
    if not rows:
        return []
    last = len(rows[0]) - 1
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if place in right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lead = "".join(f"{cell}  " for cell in cells[:last])
        lines.append(Line(cells[last].rstrip() if last not in right else cells[last], indent, lead=lead))
    return lines
