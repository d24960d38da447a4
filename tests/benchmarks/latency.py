"""Measure how soon a live what-if shows something, and what it costs whoever types meanwhile.

Run: ``python tests/benchmarks/latency.py [SCENARIO] [SEAT]``. A second thread pings the interpreter every 5 ms, as a
page does that answers keys; how much later than asked it wakes is what typing would feel.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from wargame.ensemble import plan_of, run_plan
from wargame.inputs import Draft
from wargame.live import Jobs, LiveGame, Shelf, WhatIf

BEAT, RUNS = 0.005, 4
"""Seconds between pings; drafts that are tried."""


class Pings(threading.Thread):
    """Wakes every few milliseconds and notes how late it was."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.late: list[float] = []
        self.going = True

    def run(self) -> None:
        while self.going:
            due = time.perf_counter() + BEAT
            time.sleep(BEAT)
            self.late.append(1000.0 * (time.perf_counter() - due))


def told(values: list[float]) -> str:
    """Return median, 99th percentile and maximum in milliseconds."""
    ranked = sorted(values)
    return f"median {statistics.median(ranked):.1f}, p99 {ranked[int(0.99 * len(ranked))]:.1f}, max {ranked[-1]:.1f} ms"


def once(live: LiveGame, whatif: WhatIf, seat: str, orders: list[str]) -> tuple[float, float, float]:
    """Return seconds that ``keep`` took, to the first look and to the last, from the moment of the call."""
    start = time.perf_counter()
    live.keep(seat, Draft(orders))
    kept = time.perf_counter() - start
    first = 0.0
    while True:
        look = whatif.look
        if look.found is not None and not look.stale:
            first = first or time.perf_counter() - start
            if look.found.firm:
                return kept, first, time.perf_counter() - start
        time.sleep(0.002)


def pinged(work: Callable[[], None]) -> str:
    """Return how late pings were while some work ran."""
    pings = Pings()
    pings.start()
    work()
    pings.going = False
    return told(pings.late)


def rounds(live: LiveGame, whatif: WhatIf, seat: str, menu: list[str]) -> None:
    """Change the draft some times, each time to the last pair, and tell how long it took."""
    found = [once(live, whatif, seat, [text]) for text in menu]
    for name, values in zip(("keep", "first look", "500 pairs"), zip(*found, strict=True), strict=True):
        print(f"  {name}: median {statistics.median(values):.3f}, worst {max(values):.3f} s")


def main() -> None:
    """Measure and tell."""
    scenario = sys.argv[1] if len(sys.argv) > 1 else "northeast-asia-2022"
    seat = sys.argv[2] if len(sys.argv) > 2 else "JPN"
    with tempfile.TemporaryDirectory() as folder:
        shelf, work = Shelf(folder), Jobs()
        live = shelf.begin(scenario, [seat], seed=7)
        menu = [row.text for row in live.game.legal_orders(seat)]
        whatif = live.whatif(seat)
        print("pings at rest:", pinged(lambda: time.sleep(1.0)))
        cold = once(live, whatif, seat, menu[:1])
        print(f"first what-if, cold processes: first look {cold[1]:.2f}, 500 pairs {cold[2]:.2f} s")
        print("what-ifs:")
        print("  pings:", pinged(lambda: rounds(live, whatif, seat, menu[1 : RUNS + 1])))
        plan = plan_of(scenario, games=20000, seed=1)
        job = work.start(
            "ensemble",
            lambda watch, stop: run_plan(
                plan, Path(folder) / "many", workers=2, watch=lambda p: watch(p.done / p.games, "")
            ),
        )
        print("what-ifs beside an ensemble on all cores:")
        print("  pings:", pinged(lambda: rounds(live, whatif, seat, menu[1 : RUNS + 1])))
        start, at = time.perf_counter(), f"{job.state}, {job.progress:.0%}"
        job.cancel()
        job.wait(60)
        print(f"  ensemble: {at}; cancelled in {time.perf_counter() - start:.1f} s: {job.state} {job.error}")
        before = _memory()
        games = [shelf.begin(scenario, [seat], seed=seed) for seed in range(10)]
        for each in games:
            each.commit(seat)
            each.advance()
        print(
            f"memory: server {before:.0f} MB, {(_memory() - before) / len(games):.1f} MB more for each open game"
        )
        work.close()
        shelf.close()
        worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"  largest worker {worker:.0f} MB")


def _memory() -> float:
    """Return the largest memory of this process so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
