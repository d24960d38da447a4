"""The bench: how fast games are played here, where the time goes, and how it grows. Measured, never asserted.

Every section runs in a fresh process of its own with linear algebra on one thread, so that none warms or burdens
another. ``python -m wargame.bench SECTION`` prints one of them as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from wargame.bench.machine import ONE_THREAD, machine
from wargame.bench.phases import share_of_phases
from wargame.bench.processes import processes
from wargame.bench.speed import agents_against_blocks, growth_with_replicates, growth_with_size
from wargame.faults import WargameError

__all__ = ["SECTIONS", "run_bench", "run_section"]

SCENARIO = "northeast-asia-2022"
"""The scenario whose games are timed."""
SECTIONS: Mapping[str, Callable[[bool], dict[str, Any]]] = {
    "machine": lambda quick: machine(),
    "agents": lambda quick: agents_against_blocks(SCENARIO, 1 if quick else 3, 500, 3 if quick else 5),
    "phases": lambda quick: share_of_phases(SCENARIO, 100 if quick else 500),
    "replicates": lambda quick: growth_with_replicates(
        SCENARIO, (50, 500, 1500) if quick else (50, 500, 5000, 20000)
    ),
    "nations": lambda quick: growth_with_size(
        "nations", ((6, 48), (12, 48), (30, 48)), 20 if quick else 100, 3 if quick else 5
    ),
    "programmes": lambda quick: growth_with_size(
        "programmes", ((12, 24), (12, 48), (12, 96)), 20 if quick else 100, 3 if quick else 5
    ),
    "processes": lambda quick: processes(SCENARIO, 2000 if quick else 6000),
}
"""What is measured, in order: section -> its figures, made quicker and coarser if asked."""


def run_bench(quick: bool = False, watch: Callable[[str], None] | None = None) -> dict[str, dict[str, Any]]:
    """Measure every section and return its figures, section by section.

    Parameters
    ----------
    quick : fewer games everywhere: in less than a minute, and coarser
    watch : called with the name of each section before it is measured

    Raises
    ------
    WargameError
        a section failed, with its last words
    """
    found = {}
    for section in SECTIONS:
        if watch:
            watch(section)
        found[section] = run_section(section, quick)
    return found


def run_section(section: str, quick: bool = False) -> dict[str, Any]:
    """Measure one section in a process of its own.

    Raises
    ------
    WargameError
        it failed, with its last words
    """
    home = Path(__file__).parents[2]
    path = os.pathsep.join([str(home), *filter(None, [os.environ.get("PYTHONPATH")])])
    words = [sys.executable, "-m", "wargame.bench", section, *(["--quick"] if quick else [])]
    told = subprocess.run(
        words,
        env={**os.environ, **ONE_THREAD, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = told.stdout.splitlines()
    if told.returncode or not lines:
        last = told.stderr.strip().splitlines()[-1:] or ["it said nothing"]
        raise WargameError(f"The bench could not measure {section!r}: {last[0]}")
    result: dict[str, Any] = json.loads(lines[-1])
    return result
