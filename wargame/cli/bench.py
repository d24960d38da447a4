"""The command that measures speed: bench."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from wargame.bench import SECTIONS, run_bench
from wargame.cli.rules import AsJson
from wargame.cli.shell import app, tell, tell_json, working
from wargame.narrate.screen import Line, grid, heading


@app.command(short_help="Measure how fast games are played here.")
def bench(
    quick: Annotated[bool, typer.Option("--quick", help="Fewer games: faster, and coarser.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure speed: agents against blocks, where a turn's time goes, growth, two processes against one."""
    places = {name: f"{place} of {len(SECTIONS)}, {name}" for place, name in enumerate(SECTIONS, 1)}
    with working("Measuring") as say:
        found = run_bench(quick, lambda section: say(places[section]))
    if as_json:
        tell_json(found)
        return
    tell(
        [
            *_machine(found["machine"]),
            *_agents(found["agents"]),
            *_phases(found["phases"]),
            *_replicates(found["replicates"]),
            *_sizes(found["nations"]),
            *_sizes(found["programmes"]),
            *_processes(found["processes"]),
        ]
    )


def _machine(held: dict[str, Any]) -> list[Line]:
    threads = held["blas_threads"]
    return [
        Line(f"{held['processor']}, {held['cores']} cores, {held['system']}", style="bold"),
        Line(
            f"Python {held['python']}, NumPy {held['numpy']}, {held['blas']} on {threads} thread"
            f"{'' if threads == 1 else 's'}, Mesa {held['mesa']}. Other work on the machine slows all of this."
        ),
    ]


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Line]:
    return [*heading(title), *grid([head, *rows], right=range(1, len(head)))]


def _agents(held: dict[str, Any]) -> list[Line]:
    rows = [
        (
            row["how"],
            f"{row['games']:,}",
            rough(row["rate"]),
            _range(row, "rate"),
            rough(row["times"]),
            _range(row, "times"),
        )
        for row in held["rows"]
    ]
    head = ("", "games", "games/s", "range", "times", "range")
    return [
        *_table("The same game by agents and in blocks, on one core", head, rows),
        Line(
            f"The middle of {held['rounds']} rounds, and the range of them; times are those of one round.", 2
        ),
    ]


def rough(value: float) -> str:
    """Return a measured number with two digits: more are noise.

    Examples
    --------
    >>> rough(183.4), rough(1234.0), rough(4.53), rough(0.0368), rough(0.0)
    ('180', '1,200', '4.5', '0.037', '0')
    """
    if not value:
        return "0"
    held = float(f"{value:.1e}")
    return f"{held:,.{max(1 - math.floor(math.log10(abs(held))), 0)}f}"


def _range(row: dict[str, Any], name: str) -> str:
    """Return the range of some rounds, "" where all came out alike to two digits."""
    low, high = rough(row[f"{name}_low"]), rough(row[f"{name}_high"])
    return "" if low == high else f"{low} to {high}"


def _phases(held: dict[str, Any]) -> list[Line]:
    rows = [
        (
            row["phase"],
            f"{100 * row['share']:.0f}",
            rough(1e3 * row["seconds"] / held["turns"]),
            *(f"{row[name]:,.{digits}f}" if name in row else "" for name, digits in _MEMORY),
        )
        for row in held["phases"]
    ]
    title = f"A turn of {held['games']} games side by side"
    return _table(title, ("", "% of time", "ms", "arrays made", "MB asked for", "MB at once"), rows)


_MEMORY = (("arrays", 0), ("megabytes", 1), ("peak", 1))


def _replicates(held: dict[str, Any]) -> list[Line]:
    rows = [
        (f"{row['games']:,}", rough(row["seconds"]), rough(row["milliseconds"]), f"{row['peak']:.0f}")
        for row in held["rows"]
    ]
    title = f"Growth with games, in blocks of {held['block']}, in one process, one run each"
    return _table(title, ("games", "seconds", "ms a game", "most memory so far, MB"), rows)


def _sizes(held: dict[str, Any]) -> list[Line]:
    """Tell the time of a game by size, and as which power of the size it grows."""
    what, rows = held["what"], held["rows"]
    cells = [
        (
            f"{row['nations']} nations, {row['programmes']} programmes",
            rough(row["milliseconds"]),
            _range(row, "milliseconds"),
        )
        for row in rows
    ]
    title = f"Growth with {what}, invented worlds, blocks of {held['games']}"
    told = (
        f"From {rows[0][what]} to {rows[-1][what]} {what} time grows as {what} to the power {held['power']:z.1f} "
        f"({held['power_low']:z.1f} to {held['power_high']:z.1f} in {held['rounds']} rounds)."
    )
    return [*_table(title, ("", "ms a game", "range"), cells), Line(told, 2)]


def _processes(held: dict[str, Any]) -> list[Line]:
    rows = [
        (
            f"{row['processes']} process{'' if row['processes'] == 1 else 'es'}",
            f"{row['games']:,}",
            rough(row["seconds"]),
            rough(row["rate"]),
            rough(row["times"]),
        )
        for row in held["rows"]
    ]
    same = "Both wrote the same bytes." if held["same"] else "THEY DID NOT WRITE THE SAME BYTES."
    title = f"Processes, of {held['cores']} cores, one run each"
    head = ("", "games", "seconds, with start and end", "games/s while playing", "times")
    return [*_table(title, head, rows), Line(same, 2)]
