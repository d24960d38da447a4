"""Games per second, and where a turn's time goes. ``python tests/benchmarks/phases.py [games]``

Not a test: speed is measured, never asserted. One game keeps its ledger, as a live game does; a block keeps none.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from wargame import adjudication, policies
from wargame.adjudication.turn import prepare
from wargame.dice import Dice
from wargame.ensemble import play_block
from wargame.ledger import Book
from wargame.policies import Cast, cast_of
from wargame.scenario import read_scenario

SPENT: defaultdict[str, float] = defaultdict(float)


def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function, its time added up under a name."""

    def run(*args: Any, **kwargs: Any) -> Any:
        began = time.perf_counter()
        result = function(*args, **kwargs)
        SPENT[name] += time.perf_counter() - began
        return result

    return run


def play(cast: Cast, games: int, keep: bool) -> float:
    """Play a block of whole games and return the seconds it took."""
    began = time.perf_counter()
    for _ in play_block(cast, Dice(1, 0, games), Book(keep=keep)):
        pass
    return time.perf_counter() - began


def main(games: int) -> None:
    """Measure one game, a block, and the share of each phase in the block."""
    cast = cast_of(prepare(read_scenario("northeast-asia-2022")))
    play(cast, games, False)
    one = sorted(play(cast, 1, True) for _ in range(5))[2]
    many = sorted(play(cast, games, False) for _ in range(3))[1]
    print(f"one game, ledger kept: {one:.3f} s, {1 / one:.1f} games/s")
    print(f"block of {games}: {many:.2f} s, {games / many:.0f} games/s")
    adjudication.SEQUENCE = tuple((name, timed(name, phase)) for name, phase in adjudication.SEQUENCE)
    for name in ("study", "diplomacy", "orders"):
        setattr(policies.Cast, name, timed(f"house AI: {name}", getattr(policies.Cast, name)))
    whole = play(cast, games, False)
    SPENT["observation and the rest"] = whole - sum(SPENT.values())
    for name, seconds in sorted(SPENT.items(), key=lambda row: -row[1]):
        print(f"{100 * seconds / whole:5.1f} %  {name}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
