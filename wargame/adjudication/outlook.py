"""R4's outlook: when a programme may be done, and the chance that it is in time, without dice."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wargame.adjudication.totals import Numbers, total
from wargame.arrays import Array, BoolArray

LONGEST = 48
"""Turns that `chance_in_turns` looks ahead at most."""
FAILURES = 12
"""Failed gates of one programme that `fielding_chance` still counts; more are taken as not fielded."""


class Road(NamedTuple):
    """What lies before a programme.

    Attributes
    ----------
    work : (..., programme, stage), years of full effort left before each gate
    ahead : (..., programme, stage), flag, gate not yet passed
    """

    work: Array
    ahead: BoolArray


def road_ahead(stage: Numbers, left: Numbers, nominal: Numbers) -> Road:
    """Return the work and the gates that lie before a programme.

    Parameters
    ----------
    stage : (..., programme), index of the working stage; below 0 not begun, the number of stages when done
    left : (..., programme), years of full effort left in that stage
    nominal : (..., programme, stage), years of full effort of each stage

    Returns
    -------
    Road

    Examples
    --------
    >>> road = road_ahead(np.array(1), np.array(0.5), np.array([2.0, 3.0, 2.0]))
    >>> print(road.work, road.ahead)
    [0.  0.5 2. ] [False  True  True]
    """
    number = np.arange(np.shape(nominal)[-1])
    here = np.asarray(stage)[..., None]
    later = np.where(number > here, nominal, 0.0)
    work = np.where(number == here, np.asarray(left, dtype=np.float64)[..., None], later)
    return Road(work, np.broadcast_to(number >= here, work.shape))


def expected_completion(road: Road, chance: Numbers, redone: Numbers, pace: Numbers) -> Array:
    """Return the years a programme is expected to need at a steady pace.

    years = (sum of work + redone * sum over gates ahead of (1 - p) / p) / pace

    Parameters
    ----------
    road : what lies ahead
    chance : (..., programme, stage), chance p to pass a gate, in (0, 1]
    redone : (..., programme), years of full effort that a failed gate costs
    pace : (..., programme), years of full effort per year, at least 0

    Returns
    -------
    (..., programme), years; inf at no pace while work is left, 0 when nothing lies ahead

    References
    ----------
    S000.7-9; mean of a geometric number of failures.

    Examples
    --------
    >>> road = road_ahead(np.array([0, 0]), np.array([2.0, 2.0]), np.array([2.0, 3.0]))
    >>> print(expected_completion(road, 0.5, 1.0, np.array([1.0, 0.0])))
    [ 7. inf]
    """
    failures = total(np.where(road.ahead, (1.0 - np.asarray(chance, dtype=np.float64)) / chance, 0.0))
    needed = total(road.work) + redone * failures
    moving = np.greater(pace, 0.0)
    return np.where(needed > 0.0, np.where(moving, needed / np.where(moving, pace, 1.0), np.inf), 0.0)


def fielding_chance(road: Road, chance: Numbers, redone: Numbers, pace: Numbers, years: Numbers) -> Array:
    """Return the chance that a programme is fielded within some years, without dice: its legacy.

    With F the failed gates on the way, P = P(F <= (years * pace - work ahead) / redone). F is a sum of
    geometric counts, one for each gate ahead (with equal chances: negative binomial). Between two whole
    numbers of failures the chance is interpolated, so that it rises smoothly with progress and with pace.

    Parameters
    ----------
    road : what lies ahead
    chance : (..., programme, stage), chance to pass a gate, in (0, 1]
    redone : (..., programme), years of full effort that a failed gate costs, one for all gates; at 0 only the
        work ahead counts
    pace : (..., programme), years of full effort per year, at least 0
    years : (...), years to come

    Returns
    -------
    (..., programme), chance in [0, 1]; 1 when nothing lies ahead, 0 at no pace while work lies ahead

    References
    ----------
    S000.7-9 (capability counts when fielded); sum of geometric counts.

    Examples
    --------
    >>> road = road_ahead(np.array([0, 1, 2]), np.array([2.0, 1.0, 0.0]), np.array([2.0, 3.0]))
    >>> print(np.round(fielding_chance(road, 0.5, 1.0, 1.0, 6.0), 4))
    [0.375  0.9766 1.    ]
    """
    each = _failure_chances(np.where(road.ahead, chance, 1.0))
    spare = np.multiply(years, pace) - total(road.work)
    costly = np.greater(redone, 0.0)
    failures = spare / np.where(costly, redone, 1.0)
    some = np.clip(failures[..., None] - np.arange(FAILURES + 1) + 0.5, 0.0, 1.0)
    covered = np.where(costly[..., None], some, (spare >= 0.0)[..., None])
    on_the_way = np.any(road.ahead, axis=-1)
    started = np.greater(pace, 0.0)
    likely = np.minimum(total(each * covered), 1.0)
    return np.where(on_the_way, np.where(started, likely, 0.0), 1.0)


def chance_in_turns(first: Numbers, again: Numbers, chance: Numbers, turns: Numbers) -> Array:
    """Return the chance that all gates ahead are passed within some turns, as play asks them: once a turn at most.

    P = P(sum over gates of first + again * F <= turns), F the failures at a gate, geometric

    Parameters
    ----------
    first : (..., programme, stage), count of turns until a gate is first asked, from the one before it; 0 for gates
        that are passed, inf where no work is done
    again : (..., programme, stage), count of turns that a failed gate takes, at least 1
    chance : (..., programme, stage), chance to pass a gate, in (0, 1]; 1 for gates that are passed
    turns : (...), count of turns to come, at most 48; parts of a turn do not count

    Returns
    -------
    (..., programme), chance in [0, 1]

    References
    ----------
    S000.7-9; a geometric count of failures at each gate.

    Examples
    --------
    >>> print(chance_in_turns(np.array([2.0, 1.0]), np.array([1.0, 1.0]), np.array([0.5, 1.0]), 4.0))
    0.75
    """
    number = np.minimum(np.floor(turns), LONGEST)
    first, again, chance, number = np.broadcast_arrays(first, again, chance, number[..., None])
    horizon = int(number.max(initial=0))
    place = np.indices(first.shape[:-1])
    # mass[t]: chance that the gates so far are passed in t turns; a row of zeros in front stands for "before now"
    mass = np.zeros((horizon + 2, *first.shape[:-1]))
    mass[1] = 1.0
    for gate in range(first.shape[-1]):
        wait, repeat = (np.minimum(part[..., gate], horizon + 1).astype(np.int32) for part in (first, again))
        asked = np.zeros_like(mass)
        for turn in range(1, horizon + 2):
            arrives = mass[(np.maximum(turn - wait, 0), *place)]
            failed = asked[(np.maximum(turn - repeat, 0), *place)]
            asked[turn] = arrives + (1.0 - chance[..., gate]) * failed
        mass = asked * chance[..., gate]
    result = np.zeros(first.shape[:-1])
    for turn in range(horizon + 1):
        result = result + np.where(turn <= number[..., 0], mass[turn + 1], 0.0)
    return np.minimum(result, 1.0)


def _failure_chances(chance: Array) -> Array:
    """Return the chances of 0 to FAILURES failed gates in all, (..., FAILURES + 1)."""
    shape = chance.shape[:-1]
    counts = [np.ones(shape), *(np.zeros(shape) for _ in range(FAILURES))]
    for gate in range(chance.shape[-1]):
        passing = chance[..., gate]
        before = np.zeros(shape)
        for failures, weight in enumerate(counts):
            # as many failures as before this gate, or one more failure at it
            before = passing * weight + (1.0 - passing) * before
            counts[failures] = before
    return np.stack(counts, axis=-1)
