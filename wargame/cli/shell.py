"""The command line itself: its name, how errors are told, and what commands share."""

from __future__ import annotations

import errno
import json
import pydoc
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from typer.core import TyperGroup

from wargame.faults import WargameError
from wargame.narrate.screen import Line, console, show

BAD_INPUT = 2
"""Exit code of anything a person can mend: bad input, a damaged record, an unknown option."""
FOUND = 1
"""Exit code of ``check`` and ``replay`` when they found something."""


ORDER = (
    "run",
    "play",
    "show",
    "why",
    "replay",
    "branch",
    "export",
    "ensemble",
    "pick",
    "experiment",
    "chart",
    "backtest",
    "tournament",
    "lint",
    "bench",
)
"""Commands in the order in which a newcomer meets them; those on the rules follow."""


class Commands(TyperGroup):
    """Commands whose errors are their words on standard error, never a traceback."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the commands, those on games first."""
        known = {name: place for place, name in enumerate(ORDER)}
        return sorted(super().list_commands(ctx), key=lambda name: known.get(name, len(ORDER)))

    def invoke(self, ctx: Any) -> Any:
        """Run a command; an error that a person can mend is told and ends with exit code 2."""
        try:
            return super().invoke(ctx)
        except WargameError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(BAD_INPUT) from None
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            where = f"{error.filename}: " if error.filename else ""
            typer.echo(
                f"{where}{error.strerror or error}. Name a place that can be read and written.", err=True
            )
            raise typer.Exit(BAD_INPUT) from None
        except KeyboardInterrupt:
            typer.echo("Stopped. What was played is kept.", err=True)
            raise typer.Exit(BAD_INPUT) from None


app = typer.Typer(
    name="wargame",
    cls=Commands,
    help="A turn-based strategic wargame of nations and programmes. It explores; it does not predict.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def tell(lines: Iterable[Line]) -> None:
    """Print lines on standard output."""
    show(console(sys.stdout), lines)


def is_terminal() -> bool:
    """Tell whether a person reads standard output as it comes."""
    return sys.stdout.isatty()


def tell_long(text: str) -> None:
    """Print a text of many pages: through a pager on a terminal, at once elsewhere."""
    if is_terminal():
        pydoc.pager(text)
    else:
        typer.echo(text)


def tell_json(value: Any) -> None:
    """Print a value for a program to read."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False))


@contextmanager
def working(what: str) -> Iterator[Callable[[str], None]]:
    """Show on standard error that something is under way; nothing where it is no terminal.

    Yields a function that tells how far it is.
    """
    err = Console(stderr=True)
    if not err.is_terminal:
        yield lambda text: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task(what)
        yield lambda text: progress.update(task, description=f"{what}: {text}")
