"""Two processes against one: the same ensemble, written to disk by both."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from wargame.ensemble import Progress, plan_of, run_plan

SIZE = 250
"""Games of a block: small enough that a short run has many."""


def processes(scenario: str, games: int) -> dict[str, Any]:
    """Run an ensemble in this process and in two, as ``wargame ensemble`` does.

    Returns
    -------
    rows with ``processes, games, seconds`` (everything, the start of the processes included), ``rate`` (games a
    second once they play), ``times`` (of one process); ``same`` whether both wrote the same bytes
    """
    plan, rows, written = plan_of(scenario, games=games, seed=1, tables=("outcomes",)), [], []
    for count in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "ensemble"
            marks: list[tuple[float, int]] = []

            def watch(now: Progress, marks: list[tuple[float, int]] = marks) -> None:
                marks.append((time.perf_counter(), now.done))

            began = time.perf_counter()
            run_plan(plan, out, workers=count, watch=watch, block=SIZE)
            seconds = time.perf_counter() - began
            written.append([path.read_bytes() for path in sorted(out.rglob("*.parquet"))])
        rows.append({"processes": count, "games": games, "seconds": seconds, "rate": _rate(marks, count)})
    base = rows[0]["rate"]
    return {
        "cores": os.cpu_count() or 1,
        "same": written[0] == written[1],
        "rows": [{**row, "times": row["rate"] / base} for row in rows],
    }


def _rate(marks: list[tuple[float, int]], count: int) -> float:
    """Return games a second from when every process has brought back a block to the last block."""
    (began, before), (ended, after) = marks[count], marks[-1]
    return (after - before) / max(ended - began, 1e-9)
