"""The command that measures speed: bench."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
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
            *_sizes("nations", found["nations"]),
            *_sizes("programmes", found["programmes"]),
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
        (row["how"], f"{row['games']:,}", f"{row['rate']:,.1f}", f"{row['times']:,.1f}")
        for row in held["rows"]
    ]
    return _table("The same games, on one core", ("", "games", "games/s", "times"), rows)


def _phases(held: dict[str, Any]) -> list[Line]:
    rows = [
        (
            row["phase"],
            f"{100 * row['share']:.1f}",
            f"{1e3 * row['seconds'] / held['turns']:.2f}",
            *(f"{row[name]:,.{digits}f}" if name in row else "" for name, digits in _MEMORY),
        )
        for row in held["phases"]
    ]
    title = f"A turn of {held['games']} games side by side"
    return _table(title, ("", "% of time", "ms", "arrays made", "MB asked for", "MB at once"), rows)


_MEMORY = (("arrays", 0), ("megabytes", 1), ("peak", 1))


def _replicates(held: dict[str, Any]) -> list[Line]:
    rows = [
        (f"{row['games']:,}", f"{row['seconds']:.2f}", f"{row['milliseconds']:.2f}", f"{row['peak']:.0f}")
        for row in held["rows"]
    ]
    title = f"Growth with games, in blocks of {held['block']}, in one process"
    return _table(title, ("games", "seconds", "ms a game", "most memory so far, MB"), rows)


def _sizes(what: str, held: dict[str, Any]) -> list[Line]:
    """Tell the time of a game by size, and by which power of the size it grew from row to row."""
    rows = []
    for last, row in pairwise([None, *held["rows"]]):
        grown = math.log(row["milliseconds"] / last["milliseconds"], row[what] / last[what]) if last else None
        rows.append(
            (
                f"{row['nations']} nations, {row['programmes']} programmes",
                f"{row['milliseconds']:.2f}",
                "" if grown is None else f"{grown:.2f}",
            )
        )
    title = f"Growth with {what}, invented worlds, blocks of {held['games']}"
    return _table(title, ("", "ms a game", f"power of {what}"), rows)


def _processes(held: dict[str, Any]) -> list[Line]:
    rows = [
        (
            f"{row['processes']} process{'' if row['processes'] == 1 else 'es'}",
            f"{row['games']:,}",
            f"{row['seconds']:.1f}",
            f"{row['rate']:,.0f}",
            f"{row['times']:.2f}",
        )
        for row in held["rows"]
    ]
    same = "Both wrote the same bytes." if held["same"] else "THEY DID NOT WRITE THE SAME BYTES."
    title = f"Processes, of {held['cores']} cores"
    head = ("", "games", "seconds, with start and end", "games/s while playing", "times")
    return [*_table(title, head, rows), Line(same, 2)]
