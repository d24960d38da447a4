"""Measures: the numbers that objectives and event conditions read, by address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from wargame.address import Measure, parse_measure
from wargame.arrays import Array, BoolArray
from wargame.schema import Condition, Objective
from wargame.state import IN_FORCE, STAGES, State
from wargame.world import World

Lookup = Callable[[str], Any]
RUNNING = STAGES.index("signed")


def holds(world: World, state: State, condition: Condition) -> BoolArray:
    """Return (replicate,) whether a condition holds in the true state."""
    return compare(condition, gap(world, condition, lambda name: getattr(state, name)))


def objective_holds(world: World, state: State, objective: Objective) -> BoolArray:
    """Return (replicate,) whether every clause of an objective holds by one of its conditions now."""
    result = np.ones(state.replicates, dtype=np.bool_)
    for clause in objective.all:
        result &= np.any([holds(world, state, condition) for condition in clause], axis=0)
    return result


def gap(world: World, condition: Condition, lookup: Lookup) -> Array:
    """Return the number a condition compares: the sum of its measures less those it takes off."""
    value = sum(read(world, parse_measure(text), lookup) for text in condition.sum)
    return np.asarray(value - sum(read(world, parse_measure(text), lookup) for text in condition.less))


def compare(condition: Condition, value: Array) -> BoolArray:
    """Return whether a number lies within the bounds of a condition."""
    result = np.ones(value.shape, dtype=np.bool_)
    if condition.at_least is not None:
        result &= value >= condition.at_least
    if condition.at_most is not None:
        result &= value <= condition.at_most
    return result


def read(world: World, measure: Measure, lookup: Lookup) -> Array:
    """Return a measure, with the axes that stand before those of its field.

    Parameters
    ----------
    lookup : gives the array of a field by name; trailing axes are those of the field
    """
    name = measure.name
    if name == "stability":
        return np.asarray(lookup(name), dtype=np.float64)
    if name == "agreement":
        return np.asarray(
            lookup(name)[..., world.index["agreement"][measure.of]] == IN_FORCE, dtype=np.float64
        )
    if name in ("legacy", "legacy10", "stage"):
        field, factor = ("stage", 1.0) if name == "stage" else ("legacy", 10.0 if name == "legacy10" else 1.0)
        return np.asarray(lookup(field)[..., world.index["programme"][measure.of]] * factor, dtype=np.float64)
    if name in ("tension", "level", "status_quo"):
        return np.asarray(lookup(name)[..., world.index["flashpoint"][measure.of]], dtype=np.float64)
    if name in ("cohesion", "drain"):
        axis = "group" if name == "cohesion" else "drain"
        return np.asarray(lookup(name)[..., world.index[axis][measure.of]], dtype=np.float64)
    return _of_nation(world, measure, lookup)


def _of_nation(world: World, measure: Measure, lookup: Lookup) -> Array:
    seat = world.index["nation"][measure.of]
    if measure.name == "burden_share":
        return burden_share(world, lookup)[..., seat]
    if measure.to:
        return np.asarray(
            lookup(measure.name)[..., seat, world.index["nation"][measure.to]], dtype=np.float64
        )
    if measure.part:
        axis = {"home": "track", "capability": "area", "protection": "threat_class", "unlocked": "gate"}[
            measure.name
        ]
        return np.asarray(lookup(measure.name)[..., seat, world.index[axis][measure.part]], dtype=np.float64)
    return np.asarray(lookup(measure.name)[..., seat], dtype=np.float64)


def burden_share(world: World, lookup: Lookup) -> Array:
    """Return (..., nation) each nation's share of what it and its group partners carry together, 0-1.

    Joint burdens are agreements in force and the planned lines of joint programmes under way.
    """
    in_force = np.asarray(lookup("agreement")) == IN_FORCE
    cost = np.where(in_force, world.burden * np.asarray(lookup("bill")), 0.0)
    carried = (world.burden_shares(lookup("term")) * cost[..., None]).sum(axis=-2)
    running = world.joint & (np.asarray(lookup("stage")) >= RUNNING)
    line = np.where(running, world.programme_values("cost"), 0.0)
    carried = carried + (lookup("share") * line[..., None]).sum(axis=-2)
    circle = world.partner | np.eye(world.size("nation"), dtype=np.bool_)
    whole = (carried[..., None, :] * circle).sum(axis=-1)
    return np.asarray(carried / np.where(whole > 0.0, whole, 1.0))
