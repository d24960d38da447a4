"""Paired games for law 12: with and without one thing done, by the same dice, each case a replicate."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from tests.support import Inputs, idle_inputs, scenario_of
from wargame.adjudication.opening import open_state
from wargame.adjudication.turn import CONSULT, Play, prepare
from wargame.effects import Scope, vector
from wargame.schema import Effect
from wargame.state import FIELDS, State
from wargame.world import TARGET_AXIS

QUIET = {
    "burden.fairness": 0.0,
    "diffusion.industry": 0.0,
    "diffusion.transfer": 0.0,
    "conduct.unconsulted": 0.0,
    "relations.cohesion_request": 0.0,
    "relations.evidence": 0.0,
    "relations.cooperation": 0.0,
}
"""What rules add of their own to acting and to keeping one's word is laid still."""
MIDDLE = {
    "home": 50.0,
    "support": 50.0,
    "intelligence": 50.0,
    "tension": 50.0,
    "cohesion": 50.0,
    "drain": 1.5,
}
MIDDLE |= {"tech": 5.0, "capability": 3.0, "work": 5.0, "trust": 50.0, "salience": 1.0, "status_quo": 0.0}
MIDDLE |= {"relation": 0.0, "stage": 0.0}
"""Where no bound cuts an effect off and no programme is at work."""
MOVED = tuple(name for name in MIDDLE if name != "stage")
PHASE_OF = {
    "news": "news",
    "home": "home approval",
    "programmes": "programme progress",
    "fielding": "fielding",
    "conduct": "conduct",
}
"""Phase of the turn by the phase that an order's row names."""


class Case(NamedTuple):
    """One thing done: what to call it, and what its rows declare in multiples of the units, (entity,)."""

    label: str
    steps: Any


@cache
def still(name: str) -> Play:
    """Return a scenario without a deck, whose rules add nothing to the effects of rows."""
    return prepare(dataclasses.replace(scenario_of(name), events=MappingProxyType({})), QUIET)


def middle(play: Play, replicates: int) -> State:
    """Return games in the middle of every scale, nothing in force, purses full."""
    state = open_state(play, replicates)
    values = {name: np.full_like(getattr(state, name), value) for name, value in MIDDLE.items()}
    apart = ~np.eye(play.world.size("nation"), dtype=np.bool_)
    values |= {name: values[name] * apart for name in ("trust", "salience")}
    _, cap = play.world.bounds["capital"]
    nothing = {name: np.zeros_like(getattr(state, name)) for name in ("agreement", "left", "funding")}
    return state.having(**values, **nothing, capital=np.broadcast_to(cap, state.capital.shape))


def declared(play: Play, effects: Iterable[Effect], scope: Scope) -> Any:
    """Return (entity,) multiples of the units that effects declare."""
    layout = play.effects.layout
    return sum((vector(layout, effect, scope) for effect in effects), np.zeros(layout.total))


def misdone(
    play: Play, arms: Sequence[State], cases: Sequence[Case], besides: Sequence[str] = ()
) -> dict[str, list[str]]:
    """Return by case the fields, besides some, whose difference between the arms is not the declared one."""
    expected = play.effects.amounts(np.stack([case.steps for case in cases]))
    wrong: dict[str, list[str]] = {}
    for name in set(MOVED) - set(besides):
        moved = getattr(arms[1], name) - getattr(arms[0], name)
        wanted = np.broadcast_to(expected.get(name, 0.0), moved.shape)
        off = (np.sign(moved) != np.sign(wanted)) | (np.abs(moved - wanted) > FIELDS[name].grain)
        for row in np.flatnonzero(off.reshape(len(cases), -1).any(axis=-1)):
            wrong.setdefault(cases[row].label, []).append(name)
    return wrong


def issues(play: Play, name: str) -> list[tuple[int, int]]:
    """Return every seat and option by which an order can be issued."""
    options = play.options
    own = options.may & (options.order == play.world.index["order"][name])
    return [(int(seat), int(option)) for seat, option in np.argwhere(own)]


def scope_of(play: Play, seat: int, option: int) -> Scope:
    row = play.world.ruleset.orders[play.world.ids["order"][play.options.order[option]]]
    return Scope(play.world, seat, TARGET_AXIS[row.target], int(play.options.target[option]))


def ordering(play: Play, state: State, told: Sequence[tuple[int, Sequence[int]]]) -> Inputs:
    """Return the inputs of a turn in which, in each row, one seat issues some options."""
    talks, orders = idle_inputs(play, state)
    option = np.array(orders.option)
    for row, (seat, chosen) in enumerate(told):
        option[row, seat, : len(chosen)] = chosen
    return Inputs(talks, dataclasses.replace(orders, option=option))


def in_effect(row: Any, consulted: bool) -> list[Effect]:
    """Return the adjusting effects of an order that act at once, when partners were asked or not."""
    told = {CONSULT} if consulted else set()
    return [
        effect
        for effect in row.effect
        if effect.verb == "adjust"
        and effect.delay == 0
        and (not effect.given or effect.given in told)
        and effect.unless not in told - {""}
    ]
