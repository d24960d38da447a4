"""Games a second: agent objects one game at a time against blocks of games, and growth with everything that grows.

What is compared is measured in rounds, one after the other, and told as the middle round with the range of all: other
work on the machine then slows both sides of a round, and the range says how far a figure can be trusted.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

import mesa
import numpy as np

from wargame.adjudication.turn import Play, prepare
from wargame.bench.machine import peak_memory
from wargame.blocks import play_block
from wargame.dice import Dice
from wargame.ensemble.plan import BLOCK
from wargame.model import WargameModel
from wargame.policies import Cast, cast_of
from wargame.scenario import read_scenario
from wargame.stress import stress_scenario

ROUNDS = 3
"""Rounds that make a range, if not said otherwise."""


def spread(name: str, values: Sequence[float]) -> dict[str, float]:
    """Return the middle of some rounds and their range, under a name.

    Examples
    --------
    >>> spread("rate", [3.0, 5.0, 4.0])
    {'rate': 4.0, 'rate_low': 3.0, 'rate_high': 5.0}
    """
    return {name: statistics.median(values), f"{name}_low": min(values), f"{name}_high": max(values)}


def agents_against_blocks(scenario: str, games: int, block: int, rounds: int = ROUNDS) -> dict[str, Any]:
    """Play games by ``mesa.batch_run``, one at a time through agent objects, and blocks, other ones in each round.

    Parameters
    ----------
    games : games that agents play in a round, with the ledger and without it
    block : games of the block of a round, on one core

    Returns
    -------
    ``rounds``, and rows with ``how, games`` (of all rounds), ``rate`` (games a second) and ``times`` (of the first
    row's rate in the same round), each with its ``_low`` and ``_high``
    """
    play = prepare(read_scenario(scenario))
    cast = cast_of(play)
    ways: dict[str, tuple[int, Callable[[int], float]]] = {
        "mesa.batch_run, agents, ledger on": (games, lambda first: _by_agents(play, first, games, True)),
        "mesa.batch_run, agents, ledger off": (games, lambda first: _by_agents(play, first, games, False)),
        f"blocks of {block} rows": (block, lambda first: _seconds(cast, block, first)),
    }
    _by_agents(play, 0, 1, True)
    _seconds(cast, block)
    told = [{how: count / run(count * n) for how, (count, run) in ways.items()} for n in range(rounds)]
    first = next(iter(ways))
    rows = [
        {
            "how": how,
            "games": count * rounds,
            **spread("rate", [each[how] for each in told]),
            **spread("times", [each[how] / each[first] for each in told]),
        }
        for how, (count, _) in ways.items()
    ]
    return {"rounds": rounds, "rows": rows}


def _by_agents(play: Play, first: int, games: int, ledger: bool) -> float:
    """Return the seconds in which agents play some games of a seed."""
    began = time.perf_counter()
    parameters = {"scenario": play, "seed": 1, "replicate": range(first, first + games), "ledger": ledger}
    mesa.batch_run(WargameModel, parameters, number_processes=1, display_progress=False)
    return time.perf_counter() - began


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


def growth_with_size(
    what: str, sizes: Sequence[tuple[int, int]], games: int, rounds: int = ROUNDS
) -> dict[str, Any]:
    """Play invented worlds of more and more nations or programmes, a block of games each, round by round.

    Parameters
    ----------
    what : ``nations`` or ``programmes``, that which grows
    sizes : (nations, programmes) of each world; see ``stress_scenario``

    Returns
    -------
    ``games`` of a block, ``rounds``; ``power`` of the size as which the time of a game grows, with ``power_low`` and
    ``power_high``: the slope of a straight line through the logs of a round; rows with ``nations, programmes`` and
    ``milliseconds`` (a game), with its ``_low`` and ``_high``
    """
    casts = [cast_of(prepare(stress_scenario(*size))) for size in sizes]
    for cast in casts:
        _seconds(cast, 1)
    told = [[1e3 * _seconds(cast, games) / games for cast in casts] for _ in range(rounds)]
    grown = [size[0 if what == "nations" else 1] for size in sizes]
    powers = [float(np.polyfit(np.log(grown), np.log(each), 1)[0]) for each in told]
    rows = [
        {"nations": nations, "programmes": programmes, **spread("milliseconds", [each[n] for each in told])}
        for n, (nations, programmes) in enumerate(sizes)
    ]
    return {"games": games, "rounds": rounds, "what": what, **spread("power", powers), "rows": rows}
