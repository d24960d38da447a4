"""The same scenario told in another order, and the way from the one to the other."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from tests.support import Inputs
from wargame.adjudication.turn import Play
from wargame.orders import NONE, Diplomacy, Orders
from wargame.scenario import Scenario
from wargame.schema import Pair
from wargame.state import FIELDS, State


def turned(pair: Pair) -> Pair:
    """Return a pair told from its other end."""
    ends = {"a": pair.b, "b": pair.a, "trust_ab": pair.trust_ba, "trust_ba": pair.trust_ab}
    return pair.model_copy(update=ends)


def reordered(scenario: Scenario, order: Sequence[int]) -> Scenario:
    """Return a scenario with nations and pairs in another order, half the pairs told from the other end."""
    names = list(scenario.nations)
    nations = MappingProxyType({names[place]: scenario.nations[names[place]] for place in order})
    pairs = [turned(pair) if place % 2 else pair for place, pair in enumerate(reversed(scenario.pairs))]
    return dataclasses.replace(scenario, nations=nations, pairs=tuple(pairs))


CATALOGUES = ("flashpoints", "drains", "groups", "programmes", "agreements", "meetings", "objectives")
"""Tables whose order says nothing; that of events does: an incident picks among cards by place."""


def shuffled(scenario: Scenario) -> Scenario:
    """Return a scenario whose catalogues are told from the last row to the first."""
    tables = {name: getattr(scenario, name) for name in CATALOGUES}
    back = {name: MappingProxyType(dict(reversed(rows.items()))) for name, rows in tables.items()}
    return dataclasses.replace(scenario, **back)


class Relabelling:
    """The way from one order of telling to another: where each new place stood before.

    The new one may hold less than the old.
    """

    def __init__(self, old: Play, new: Play) -> None:
        self.old, self.new = old, new
        self.places = {axis: self._places(axis) for axis in old.world.ids}
        self.options = np.array([old.options.place[text] for text in new.options.text])
        self.back = np.argsort(self.options)

    def _places(self, axis: str) -> Any:
        index = self.old.world.index[axis]
        return np.array([index[name] for name in self.new.world.ids[axis]], dtype=np.int64)

    def along(self, array: Any, axes: Sequence[str]) -> Any:
        """Return an array whose axes (after the replicate) are put into the new order."""
        for place, axis in enumerate(axes, 1):
            array = np.take(array, self.places[axis], axis=place) if axis in self.places else array
        return array

    def nation(self, array: Any) -> Any:
        """Return numbers of nations in the new order; -1 stays."""
        return np.where(array >= 0, np.argsort(self.places["nation"])[np.maximum(array, 0)], array).astype(
            array.dtype
        )

    def state(self, state: State) -> State:
        moved = {name: self.along(getattr(state, name), field.axes) for name, field in FIELDS.items()}
        return state.having(**{**moved, "pusher": self.nation(moved["pusher"])})

    def inputs(self, inputs: Inputs) -> Inputs:
        talks, orders = inputs
        option = orders.option[:, self.places["nation"]]
        moved = Orders(
            np.where(option >= 0, self.back[np.maximum(option, 0)], NONE).astype(np.int32),
            self.along(orders.sign, ("agreement", "nation")),
            self.along(orders.ease, ("nation",)),
            self.along(orders.signal, ("nation",)),
            self.along(orders.promise, ("nation",)),
        )
        papers = ("agreement",)
        told = Diplomacy(
            self.along(talks.convened, ("meeting",)),
            self.along(talks.outcome, papers),
            self.nation(self.along(talks.proposer, papers)),
            self.along(talks.term, papers),
            self.along(talks.secret, papers),
        )
        return Inputs(told, moved)
