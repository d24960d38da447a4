"""Changes from the baseline, played: factors alone, and the ways into boxes, under the baseline's luck."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from wargame.arrays import Array
from wargame.experiment.boxes import Flip
from wargame.experiment.checks import MAY, STAYS, TURNS, Check, check_of
from wargame.experiment.conclusion import OPEN, Conclusion
from wargame.experiment.design import Design
from wargame.experiment.discovery import Discovery, discover
from wargame.experiment.edges import MOST, Edge, tried
from wargame.experiment.factors import Factor

MOST_FLIPS = 4
"""Ways into a box that are played to see."""
ORDER = (TURNS, MAY, STAYS)
"""Verdicts in the order in which changes are told."""

Play = Callable[[Sequence[Mapping[str, Any]]], Array]
"""Plays rows of factor -> value and returns (row, replicate) the outcome of the conclusion."""


def find_boxes(
    tested: Conclusion, design: Design, games: Array, baseline: Array, verdicts: Sequence[str], seed: int
) -> Discovery:
    """Return where in the design the conclusion is otherwise than at the baseline.

    Parameters
    ----------
    games, baseline : (point, replicate) and (replicate,), the outcome of the conclusion
    verdicts : of each point: ``holds``, ``fails`` or ``open``
    """
    cases = tested.holds(games.mean(axis=1)) != tested.holds(baseline.mean())
    return discover(design, cases, seed, np.array([each != OPEN for each in verdicts]))


def movable(factors: Sequence[Factor], matters: pd.DataFrame) -> list[Factor]:
    """Return the factors worth moving alone: those that matter most for the outcome of the conclusion."""
    by_name = {factor.name: factor for factor in factors}
    names = [name for name in matters[matters["clear"]]["factor"] if name in by_name]
    return [by_name[name] for name in names[:MOST]]


def play_changes(
    tested: Conclusion, factors: Sequence[Factor], found: Discovery, baseline: Array, play: Play
) -> tuple[tuple[Edge, ...], Discovery]:
    """Play factors alone and ways into boxes, and return both with what came of them, the strongest first.

    Parameters
    ----------
    baseline : (replicate,), the outcome of the conclusion there
    play : plays rows under the luck of the baseline, as many replicates of it
    """
    flips = found.flips[:MOST_FLIPS]
    rows = [{factor.name: value} for factor in factors for value in tried(factor)]
    rows += [dict(flip.tried) for flip in flips]
    if not rows:
        return (), found
    checks = [check_of(tested, point, games, baseline) for point, games in enumerate(play(rows))]
    edges, start = [], 0
    for factor in factors:
        stop = start + len(tried(factor))
        edges.append(Edge(factor, tuple(checks[start:stop])))
        start = stop
    edges.sort(key=lambda edge: (ORDER.index(edge.verdict), edge.distance))
    return tuple(edges), replace(found, flips=_played(flips, checks[start:]))


def _played(flips: Sequence[Flip], checks: Sequence[Check]) -> tuple[Flip, ...]:
    played = [flip.having(check) for flip, check in zip(flips, checks, strict=True)]
    return tuple(sorted(played, key=lambda flip: ORDER.index(flip.verdict)))
