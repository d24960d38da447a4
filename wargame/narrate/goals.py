"""A seat's own objectives as it can judge them: its own numbers exact, others' as it believes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from wargame.address import parse_measure
from wargame.adjudication.measures import compare, gap, read
from wargame.adjudication.phases.scoring import objectives_met
from wargame.narrate.scene import Fact
from wargame.observation import Observation, observe
from wargame.reports import holds_as_seen, known
from wargame.schema import Condition, Objective
from wargame.state import State
from wargame.world import World


def goals(world: World, states: Sequence[State], seat: str) -> list[Fact]:
    """Return a seat's objectives with the numbers they ask for, as it sees them now.

    Parameters
    ----------
    states : the state after each turn, from the opening; an objective of several turns is counted over them
    """
    place = [world.index["nation"][seat]]
    views = [observe(world, state, place) for state in states]
    return [
        _goal(world, name, row, views) for name, row in world.scenario.objectives.items() if row.seat == seat
    ]


def goals_in_truth(world: World, state: State, seat: str) -> list[Fact]:
    """Return a seat's objectives as they count if the game ended now, with the true numbers they ask for."""
    met = objectives_met(world, state)[0]
    return [
        {
            "objective": name,
            "text": row.text,
            "met": bool(met[place]),
            "turns": [int(state.met[0, place]), row.turns] if row.turns else None,
            "numbers": _numbers(world, row, lambda field: getattr(state, field)[0]),
        }
        for place, (name, row) in enumerate(world.scenario.objectives.items())
        if row.seat == seat
    ]


def _goal(world: World, name: str, row: Objective, views: Sequence[Observation]) -> Fact:
    now = holds_as_seen(views[-1], row)
    turns = sum(holds_as_seen(view, row) for view in views[1:])
    return {
        "objective": name,
        "text": row.text,
        "met": turns >= row.turns if row.turns else now,
        "turns": [turns, row.turns] if row.turns else None,
        "numbers": _numbers(world, row, partial(known, views[-1])),
    }


def _condition(world: World, condition: Condition, lookup: Callable[[str], Any]) -> tuple[float, bool]:
    """Return the number a condition compares, and whether it holds."""
    value = gap(world, condition, lookup)
    return float(value), bool(compare(condition, value))


def _numbers(world: World, row: Objective, lookup: Callable[[str], Any]) -> list[Fact]:
    """Return each number an objective asks for, with what it asks, what it is made of, and where it belongs.

    All of its groups must hold, each by one of its ways; a way holds when all of its numbers do.

    Parameters
    ----------
    lookup : gives a field by its name, as it is or as a seat knows it
    """
    told = []
    for group, ways in enumerate(alternatives(row)):
        for way, conditions in enumerate(ways):
            for condition in conditions:
                fact = _number(world, condition, lookup)
                told.append({**fact, "group": group, "way": way})
    return told


def _number(world: World, condition: Condition, lookup: Callable[[str], Any]) -> Fact:
    value, holds = _condition(world, condition, lookup)
    parts = [float(read(world, parse_measure(each), lookup)) for each in (*condition.sum, *condition.less)]
    return {
        "sum": list(condition.sum),
        "less": list(condition.less),
        "parts": parts,
        "value": value,
        "percent": parse_measure(condition.sum[0]).name in ("burden_share", "legacy"),
        "at_least": condition.at_least,
        "at_most": condition.at_most,
        "holds": holds,
    }


def alternatives(row: Objective) -> list[list[list[Condition]]]:
    """Return an objective as groups of ways of conditions.

    Clauses that share conditions, as (a or b) and (a or c), are one group of the ways a, and b with c.
    """
    shared = [each for each in row.all[0] if all(each in clause for clause in row.all)]
    rest = [[each for each in clause if each not in shared] for clause in row.all]
    if len(row.all) > 1 and shared and all(len(clause) == 1 for clause in rest):
        return [[*([each] for each in shared), [each for clause in rest for each in clause]]]
    return [[[each] for each in clause] for clause in row.all]
