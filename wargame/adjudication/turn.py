"""A turn in the making: what is played (``Play``), what came in, what was drawn, what is booked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from wargame import exact
from wargame.adjudication.standing import check_power
from wargame.arrays import Array, BoolArray
from wargame.dice import DiceLike
from wargame.effects import STRENGTH, Effects, compile_effects
from wargame.ledger import Book, Change, settle
from wargame.orders import Diplomacy, Options, Orders, options_of
from wargame.scenario import Scenario
from wargame.schema import Event
from wargame.state import State
from wargame.world import World, compile_world

CONSULT = "consult"
"""The order by which a seat tells partners before it acts; rows may be conditioned on any order, rules on this."""


@dataclass(frozen=True)
class Play:
    """A scenario made ready to be played: world, effects and options, compiled once and shared by all games."""

    world: World
    effects: Effects
    options: Options

    @property
    def scenario(self) -> Scenario:
        """The scenario it was made of."""
        return self.world.scenario


def prepare(scenario: Scenario, overrides: Mapping[str, Any] | None = None) -> Play:
    """Compile a scenario, with parameters overridden if wanted (one value, or one per replicate).

    Raises
    ------
    WargameError
        an override names no parameter, or the scenario does not tell what the measure of power chosen needs
    """
    world = compile_world(scenario, overrides)
    check_power(world)
    return Play(world, compile_effects(world), options_of(world))


@dataclass
class Turn:
    """Everything a phase may look at besides the state.

    Attributes
    ----------
    number : turn in play, from 1
    opening : the state at the start of the turn
    injects : white-cell cards of the turn, each an event row that happens now
    coverage : (replicate, nation) share of committed lines that the funds cover, set by *payments*
    passed : (replicate, programme) gates passed this turn, set by *progress*
    signed : (replicate, agreement) ratified this turn, set by *signatures*
    struck : (replicate, flashpoint) where an incident happened this turn, set by *incidents*
    """

    play: Play
    number: int
    opening: State
    orders: Orders
    diplomacy: Diplomacy
    dice: DiceLike
    book: Book
    injects: Sequence[Event] = ()
    coverage: Array = field(default_factory=lambda: np.ones((1, 1)))
    passed: BoolArray = field(default_factory=lambda: np.zeros((1, 1), dtype=np.bool_))
    signed: BoolArray = field(default_factory=lambda: np.zeros((1, 1), dtype=np.bool_))
    struck: BoolArray = field(default_factory=lambda: np.zeros((1, 1), dtype=np.bool_))

    @property
    def world(self) -> World:
        """The world in play."""
        return self.play.world

    @property
    def years(self) -> float:
        """Length of the turn, years."""
        return self.world.years

    def value(self, name: str, axes: int = 0) -> Any:
        """Return a parameter with its trailing axes."""
        return self.world.parameters.get(name, axes)

    def menu(self, name: str) -> Array:
        """Return a list parameter."""
        return self.world.parameters.menu(name)

    def source(self, name: str) -> tuple[str, ...]:
        """Return the sources a parameter rests on."""
        return self.world.ruleset.parameters[name].source

    def settle(self, state: State, changes: Iterable[Change]) -> State:
        """Return the state after the changes, booked in the ledger; technology caps capability."""
        # what is there already is not taken away
        ceiling = np.maximum(state.tech[..., None], state.capability)
        return settle(state, changes, self.book, {**self.world.bounds, "capability": (0.0, ceiling)})

    def draw(self, rule: str, axis: str, per_entity: int | None = None) -> Array:
        """Return uniform draws for every entry of an axis, (replicate, entry) or (replicate, entry, draw)."""
        return self.dice.uniform(rule, self.world.ids[axis], self.number, per_entity)

    @cached_property
    def picks(self) -> tuple[Any, Any, Any]:
        """Replicate, nation and option of every order issued this turn, (pick,) each."""
        rows, seats, slots = np.nonzero(self.orders.option >= 0)
        return rows, seats, self.orders.option[rows, seats, slots]

    @cached_property
    def chosen(self) -> BoolArray:
        """(replicate, nation, option) options issued this turn."""
        table = np.zeros((*self.orders.option.shape[:2], self.play.options.size), dtype=np.bool_)
        table[self.picks] = True
        return table

    def of_orders(self, values: Any) -> Any:
        """Return a fact of every option, (option,), for the orders issued: (replicate, nation, slot), 0 for none."""
        option = self.orders.option
        return np.where(option >= 0, np.asarray(values)[np.maximum(option, 0)], 0)

    @cached_property
    def issued(self) -> BoolArray:
        """(replicate, nation, order) orders issued this turn."""
        table = np.zeros((*self.orders.option.shape[:2], self.world.size("order")), dtype=np.bool_)
        rows, seats, options = self.picks
        table[rows, seats, self.play.options.order[options]] = True
        return table

    @cached_property
    def deeds(self) -> tuple[Any, Any, Any]:
        """Replicate, nation and line of every order issued this turn, (pick,) each."""
        rows, seats, options = self.picks
        return rows, seats, self.play.options.line[options]

    @cached_property
    def power(self) -> Array:
        """(replicate, nation, line) strength at which each line acts: its level, halved for each recent repeat."""
        rows, seats, options = self.picks
        facts, line = self.play.options, self.deeds[2]
        damped = np.array([row.damped for row in self.world.ruleset.orders.values()], dtype=np.bool_)
        worn = np.where(damped[facts.order[options]], self.opening.fatigue[rows, seats, line], 0)
        table = np.zeros((*self.orders.option.shape[:2], self.world.size("line")))
        table[rows, seats, line] = exact.grain(np.ldexp(facts.strength[options], -worn), STRENGTH)
        return table

    def has_issued(self, order: str) -> BoolArray:
        """Return (replicate, nation) who issued an order this turn; nobody if the rules have no such order."""
        place = self.world.index["order"].get(order)
        if place is None:
            return np.zeros(self.issued.shape[:2], dtype=np.bool_)
        return np.asarray(self.issued[..., place])

    def lines_with(self, verb: str) -> list[tuple[str, slice]]:
        """Return the orders that use a verb, each with its lines."""
        rows = self.world.ruleset.orders.items()
        return [
            (name, self.world.lines_of(name)) for name, row in rows if any(e.verb == verb for e in row.effect)
        ]

    def levels(self, order: str) -> Array:
        """Return (replicate, nation, target) the level chosen of an order, -1 where it is not issued."""
        options, lines = self.play.options, self.world.lines_of(order)
        result = np.full((*self.chosen.shape[:2], lines.stop - lines.start), -1)
        for option in np.flatnonzero(options.order == self.world.index["order"][order]):
            place = options.target[option]
            result[..., place] = np.where(self.chosen[..., option], options.level[option], result[..., place])
        return result
