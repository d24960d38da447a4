"""Where a turn's time and memory go: phase by phase, over a block of whole games."""

from __future__ import annotations

import time
import tracemalloc
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from wargame import adjudication, blocks
from wargame.adjudication.turn import prepare
from wargame.bench.allocations import Count, counting
from wargame.dice import Dice
from wargame.policies import Cast, cast_of
from wargame.scenario import read_scenario

Meter = Callable[[str, Callable[[], Any]], Any]
"""Runs a part of a turn under its name and returns what it returns."""
DECISIONS = ("study", "diplomacy", "orders")
"""What house AI does in a turn."""


def share_of_phases(scenario: str, games: int) -> dict[str, Any]:
    """Play a block three times: for its time, its memory, and the number of arrays it makes.

    Returns
    -------
    ``games, turns, seconds`` of the block; ``phases``, each with ``phase, share`` (of the time), ``seconds``,
    ``arrays`` (allocated a turn), ``megabytes`` (asked for a turn, in all) and ``peak`` (held at once on top of
    what was there, MB); the last row is the whole turn
    """
    cast = cast_of(prepare(read_scenario(scenario)))
    _play(cast, games, lambda _, part: part())
    seconds: defaultdict[str, float] = defaultdict(float)
    began = time.perf_counter()
    turns = _play(cast, games, lambda name, part: _timed(seconds, name, part))
    whole = time.perf_counter() - began
    peaks: defaultdict[str, float] = defaultdict(float)
    tracemalloc.start()
    _play(cast, games, lambda name, part: _weighed(peaks, name, part))
    tracemalloc.stop()
    counts: defaultdict[str, Count] = defaultdict(Count)
    with counting() as count:
        _play(cast, games, lambda name, part: _counted(counts, count, name, part))
    rows = [
        {
            "phase": name,
            "share": spent / whole,
            "seconds": spent,
            "arrays": counts[name].arrays / turns,
            "megabytes": counts[name].bytes / turns / 1e6,
            "peak": peaks[name] / 1e6,
        }
        for name, spent in sorted(seconds.items(), key=lambda row: -row[1])
    ]
    rest = whole - sum(seconds.values())
    rows.append({"phase": "the rest", "share": rest / whole, "seconds": rest})
    total = {"phase": "a whole turn", "share": 1.0, "seconds": whole}
    total |= {"arrays": count.arrays / turns, "megabytes": count.bytes / turns / 1e6}
    total["peak"] = max(peaks.values(), default=0.0) / 1e6
    return {"games": games, "turns": turns, "seconds": whole, "phases": [*rows, total]}


def _timed(seconds: dict[str, float], name: str, part: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    result = part()
    seconds[name] += time.perf_counter() - began
    return result


def _weighed(peaks: dict[str, float], name: str, part: Callable[[], Any]) -> Any:
    before, _ = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    result = part()
    peaks[name] = max(peaks[name], tracemalloc.get_traced_memory()[1] - before)
    return result


def _counted(counts: dict[str, Count], count: Count, name: str, part: Callable[[], Any]) -> Any:
    arrays, size = count.arrays, count.bytes
    result = part()
    counts[name].arrays += count.arrays - arrays
    counts[name].bytes += count.bytes - size
    return result


def _play(cast: Cast, games: int, meter: Meter) -> int:
    """Play a block with every phase under a meter; return the turns it took."""
    with _metered(meter):
        return sum(1 for _ in blocks.play_block(cast, Dice(1, 0, games)))


@contextmanager
def _metered(meter: Meter) -> Iterator[None]:
    """Put every phase, decision and look of a turn under a meter."""

    def under(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args, **named: meter(name, lambda: function(*args, **named))

    places: list[tuple[Any, str, Any]] = [
        (
            adjudication,
            "SEQUENCE",
            tuple((name, under(name, phase)) for name, phase in adjudication.SEQUENCE),
        ),
        *((blocks, name, under("observation", getattr(blocks, name))) for name in ("observe", "public_face")),
        *((Cast, name, under(f"house AI: {name}", getattr(Cast, name))) for name in DECISIONS),
    ]
    usual = [getattr(owner, name) for owner, name, _ in places]
    for owner, name, metered in places:
        setattr(owner, name, metered)
    try:
        yield
    finally:
        for (owner, name, _), old in zip(places, usual, strict=True):
            setattr(owner, name, old)
