"""A seat's own objectives as it can judge them: its own numbers exact, others' as it believes them."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.address import parse_measure
from wargame.adjudication.measures import compare, gap
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


def _goal(world: World, name: str, row: Objective, views: Sequence[Observation]) -> Fact:
    now = holds_as_seen(views[-1], row)
    turns = sum(holds_as_seen(view, row) for view in views[1:])
    return {
        "objective": name,
        "text": row.text,
        "met": turns >= row.turns if row.turns else now,
        "turns": [turns, row.turns] if row.turns else None,
        "numbers": _numbers(world, row, views[-1]),
    }


def _condition(world: World, condition: Condition, view: Observation) -> tuple[float, bool]:
    """Return the number a condition compares, as the seat sees it, and whether it holds."""
    value = gap(world, condition, lambda name: known(view, name))
    return float(value), bool(compare(condition, value))


def _numbers(world: World, row: Objective, view: Observation) -> list[Fact]:
    """Return each number an objective asks for, once, with what it asks."""
    told: dict[Condition, Fact] = {}
    for condition in (each for clause in row.all for each in clause):
        value, holds = _condition(world, condition, view)
        share = parse_measure(condition.sum[0]).name in ("burden_share", "legacy")
        told[condition] = {
            "sum": list(condition.sum),
            "less": list(condition.less),
            "value": value,
            "percent": share,
            "at_least": condition.at_least,
            "at_most": condition.at_most,
            "holds": holds,
        }
    return list(told.values())
