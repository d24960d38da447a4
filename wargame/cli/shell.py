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
STOPPED = 130
"""Exit code of any command that Ctrl-C stopped, as shells have it: 128 and the number of the signal."""


class Stopped(KeyboardInterrupt):
    """Ctrl-C in a command that can say what is left of its work; its text is what is told."""


ORDER = (
    "serve",
    "workshop",
    "run",
    "play",
    "show",
    "why",
    "replay",
    "branch",
    "whatif",
    "export",
    "report",
    "ensemble",
    "pick",
    "chart",
    "compare",
    "experiment",
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

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command whose values are named in its help, ``--seed SEED``, instead of their types."""
        command: Any = super().get_command(ctx, cmd_name)
        for each in command.params if command else ():
            flag = getattr(each, "is_flag", False) or getattr(each, "is_bool_flag", False)
            if each.metavar is None and not flag:
                each.metavar = max(each.opts, key=len).lstrip("-").upper()
        return command

    def invoke(self, ctx: Any) -> Any:
        """Run a command; an error that a person can mend ends with exit code 2, Ctrl-C with 130."""
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
        except KeyboardInterrupt as error:
            typer.echo(str(error) or "Stopped.", err=True)
            raise typer.Exit(STOPPED) from None


app = typer.Typer(
    name="wargame",
    cls=Commands,
    help="A turn-based strategic wargame of nations and programmes. It explores; it does not predict.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@contextmanager
def keeping(what: Callable[[], str]) -> Iterator[None]:
    """Let Ctrl-C tell what is kept of the work.

    Raises
    ------
    Stopped
        by Ctrl-C
    """
    try:
        yield
    except KeyboardInterrupt:
        raise Stopped(f"Stopped. {what()}") from None


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
