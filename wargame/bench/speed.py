"""Games a second: agent objects one game at a time against blocks of games, and growth with everything that grows."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from typing import Any

import mesa

from wargame.adjudication.turn import Play, prepare
from wargame.bench.machine import peak_memory
from wargame.blocks import play_block
from wargame.dice import Dice
from wargame.ensemble.plan import BLOCK
from wargame.model import WargameModel
from wargame.policies import Cast, cast_of
from wargame.scenario import read_scenario
from wargame.stress import stress_scenario


def agents_against_blocks(scenario: str, games: int, block: int) -> dict[str, Any]:
    """Play the same games by ``mesa.batch_run``, one at a time through agent objects, and as rows of a block.

    Parameters
    ----------
    games : games that agents play, with the ledger and without it
    block : games of the block, on one core; the middle of three runs counts

    Returns
    -------
    rows with ``how, games, seconds, rate`` (games a second) and ``times`` (of the first row's rate)
    """
    play = prepare(read_scenario(scenario))
    cast = cast_of(play)
    _seconds(cast, block)
    rows = [
        {
            "how": f"mesa.batch_run, agents, ledger {'on' if ledger else 'off'}",
            **_by_agents(play, games, ledger),
        }
        for ledger in (True, False)
    ]
    spent = statistics.median(_seconds(cast, block) for _ in range(3))
    rows.append({"how": f"blocks of {block} rows", "games": block, "seconds": spent, "rate": block / spent})
    return {"rows": [{**row, "times": row["rate"] / rows[0]["rate"]} for row in rows]}


def _by_agents(play: Play, games: int, ledger: bool) -> dict[str, Any]:
    began = time.perf_counter()
    parameters = {"scenario": play, "seed": 1, "replicate": range(games), "ledger": ledger}
    mesa.batch_run(WargameModel, parameters, number_processes=1, display_progress=False)
    spent = time.perf_counter() - began
    return {"games": games, "seconds": spent, "rate": games / spent}


def _seconds(cast: Cast, games: int, first: int = 0) -> float:
    began = time.perf_counter()
    for _ in play_block(cast, Dice(1, first, games)):
        pass
    return time.perf_counter() - began


def growth_with_replicates(scenario: str, sizes: Sequence[int]) -> dict[str, Any]:
    """Play more and more games in one process, streamed in blocks: time a game, and the most memory ever held.

    Returns
    -------
    rows with ``games, seconds, milliseconds`` (a game), ``peak`` (MB of the whole process so far)
    """
    cast, rows = cast_of(prepare(read_scenario(scenario))), []
    _seconds(cast, min(sizes))
    for games in sorted(sizes):
        spent = sum(_seconds(cast, min(BLOCK, games - first), first) for first in range(0, games, BLOCK))
        rows.append(
            {"games": games, "seconds": spent, "milliseconds": 1e3 * spent / games, "peak": peak_memory()}
        )
    return {"block": BLOCK, "rows": rows}


def growth_with_size(sizes: Sequence[tuple[int, int]], games: int) -> dict[str, Any]:
    """Play invented worlds of more and more nations and programmes, a block of games each.

    Parameters
    ----------
    sizes : (nations, programmes) of each world; see ``stress_scenario``

    Returns
    -------
    rows with ``nations, programmes, games, milliseconds`` (a game)
    """
    rows = []
    for nations, programmes in sizes:
        cast = cast_of(prepare(stress_scenario(nations, programmes)))
        spent = min(_seconds(cast, games) for _ in range(2))
        rows.append(
            {
                "nations": nations,
                "programmes": programmes,
                "games": games,
                "milliseconds": 1e3 * spent / games,
            }
        )
    return {"games": games, "rows": rows}
