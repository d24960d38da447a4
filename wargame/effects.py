"""Effects: the one interpreter for orders, agreements, events and gates.

A row declares effects by verb, field, selector and step. ``compile_effects`` resolves every selector once, so that
what remains of an effect is a row of a matrix: *who did what to whom* (rows) to *which number moves by how many
units* (columns). Playing a turn multiplies the strength of what was done with the matrix; house AI multiplies the
same matrix with what it values. Units come last, so that a scale can differ by replicate.

Exactness. Multipliers are multiples of 1/2, strengths of 1/64, units of 2**-13: every product and every sum is a
multiple of 2**-20 far below 2**53 of them. The matrix product is therefore exact whatever kernel computes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from wargame import exact
from wargame.address import FIELDS as ADDRESSES
from wargame.address import split_field, split_selector
from wargame.arrays import Array, BoolArray, IntArray
from wargame.schema import Effect
from wargame.world import TARGET_AXIS, World

STRENGTH = 2.0**-6
"""Grain of a strength."""
UNIT = 2.0**-13
"""Grain of a unit of the step scale."""

_AXES = {
    "nation": ("nation",),
    "pair": ("nation", "other"),
    "flashpoint": ("flashpoint",),
    "group": ("group",),
    "drain": ("drain",),
    "programme": ("programme",),
}


@dataclass(frozen=True)
class Layout:
    """Where each number that an effect may move stands in one long vector, (entity,)."""

    shapes: dict[str, tuple[int, ...]]
    starts: dict[str, int]
    total: int

    def place(self, name: str) -> slice:
        """Return the stretch of a field."""
        start = self.starts[name]
        return slice(start, start + int(np.prod(self.shapes[name])))

    def view(self, vector: Array, name: str) -> Array:
        """Return the stretch of a field with its own axes, (..., *axes)."""
        return vector[..., self.place(name)].reshape(*vector.shape[:-1], *self.shapes[name])


@dataclass(frozen=True)
class Scope:
    """Who is who for one row: its actor, target and parties (-1 and None for nobody)."""

    world: World
    actor: int = -1
    kind: str = ""
    target: int = -1
    agreement: int = -1

    def nations(self, selector: str) -> BoolArray:
        """Return (nation,) the nations a selector names."""
        names = self.world.index["nation"]
        if selector in names:
            return self._one(names[selector])
        return np.asarray(getattr(self, f"_{selector}")(), dtype=np.bool_)

    def places(self, axis: str, selector: str) -> BoolArray:
        """Return (axis,) the flashpoints, groups, drains or programmes a selector names."""
        world = self.world
        every = np.ones(world.size(axis), dtype=np.bool_)
        if selector == "all":
            return every
        if selector == "target" or (selector == "of_target" and self.kind == axis):
            return every & (np.arange(len(every)) == self.target) & (self.kind == axis)
        if self.agreement >= 0:
            return self._shared(axis, selector)
        if axis == "flashpoint":
            return self._flashpoints(selector)
        side = world.against if selector == "against" else world.member
        seat = self.target if selector == "of_target" and self.kind == "nation" else self.actor
        return side[:, seat] if seat >= 0 else ~every

    def _flashpoints(self, selector: str) -> BoolArray:
        challengers, defenders = self.world.challengers, self.world.defenders
        own = challengers[:, self.actor] | defenders[:, self.actor]
        if selector == "own":
            return own
        far = (challengers[:, self.actor] & defenders[:, self.target]) | (
            defenders[:, self.actor] & challengers[:, self.target]
        )
        return far & (self.kind == "nation")

    def _shared(self, axis: str, selector: str) -> BoolArray:
        """What the parties of an agreement share: groups they all belong to, flashpoints that part them."""
        world, parties = self.world, self._parties()
        if axis == "flashpoint":
            sides = (world.challengers & parties).any(axis=-1) & (world.defenders & parties).any(axis=-1)
            return np.asarray(sides)
        if selector == "against":
            return np.asarray((world.against & parties).any(axis=-1))
        return np.asarray(~(parties & ~world.member).any(axis=-1))

    def _one(self, seat: int) -> BoolArray:
        return np.arange(self.world.size("nation")) == seat

    def _none(self) -> BoolArray:
        return np.zeros(self.world.size("nation"), dtype=np.bool_)

    def _row(self, table: BoolArray, seat: int) -> BoolArray:
        return table[seat] if seat >= 0 else self._none()

    def _actor(self) -> BoolArray:
        return self._one(self.actor)

    def _target(self) -> BoolArray:
        return self._one(self.target) if self.kind == "nation" else self._none()

    def _allies(self) -> BoolArray:
        return self._row(self.world.ally, self.actor)

    def _partners(self) -> BoolArray:
        return self._row(self.world.partner, self.actor)

    def _rivals(self) -> BoolArray:
        return self._row(self.world.rival, self.actor)

    def _others(self) -> BoolArray:
        return ~self._one(self.actor)

    def _everyone(self) -> BoolArray:
        return ~self._none()

    def _target_allies(self) -> BoolArray:
        return self._row(self.world.ally, self.target) if self.kind == "nation" else self._none()

    def _defenders(self) -> BoolArray:
        return self.world.defenders[self.target] if self.kind == "flashpoint" else self._none()

    def _challengers(self) -> BoolArray:
        return self.world.challengers[self.target] if self.kind == "flashpoint" else self._none()

    def _parties(self) -> BoolArray:
        return self.world.party[self.agreement]

    def _first(self) -> BoolArray:
        return self._one(int(self.world.first_party[self.agreement]))

    def _second(self) -> BoolArray:
        return self._parties() & ~self._first()

    def _outsiders(self) -> BoolArray:
        return ~self._parties()

    def _party_rivals(self) -> BoolArray:
        return self.world.rival[self._parties()].any(axis=0) & ~self._parties()


@dataclass(frozen=True)
class Bundle:
    """Effects of one order that share a moment and a condition.

    ``matrix`` is (nation, line, column): multiples of the unit by which ``columns`` of the layout move when a
    nation issues the line at strength 1.
    """

    order: str
    phase: str
    given: str
    unless: str
    per: str
    delay: int
    lines: slice
    columns: IntArray
    matrix: Array


@dataclass(frozen=True)
class Moves:
    """Effects of a phase's orders that share a condition, track and delay, as one list: few of all numbers move.

    Attributes
    ----------
    first, count : (nation, line) where the moves of a line stand in the list, and how many there are
    column, multiple : (move,) which number of the layout moves, by how many units at strength 1
    """

    given: str
    unless: str
    per: str
    delay: int
    first: IntArray
    count: IntArray
    column: IntArray
    multiple: Array

    def of(self, seats: Any, lines: Any) -> tuple[Any, Any]:
        """Return, for orders issued (seat and line each), the moves they make and which order makes each."""
        count = self.count[seats, lines]
        order = np.repeat(np.arange(len(count)), count)
        within = np.arange(len(order)) - np.repeat(np.cumsum(count) - count, count)
        return self.first[seats, lines][order] + within, order


@dataclass(frozen=True)
class LineTable:
    """What the lines of one nation move, joined over orders whose effects share a condition, track and delay.

    ``matrix`` is (column, place): multiples of the unit by which ``columns`` of the layout move when the nation
    issues ``lines[place]`` at strength 1.
    """

    conditional: bool
    per: str
    delay: int
    columns: IntArray
    lines: IntArray
    matrix: Array


@dataclass(frozen=True)
class Transfer:
    """An effect that closes part of the gap between actor and target in one field."""

    order: str
    phase: str
    field: str
    part: int
    multiplier: float
    lines: slice


@dataclass(frozen=True)
class Effects:
    """All compiled effects of a world; tables are (row, entity) in multiples of the units."""

    world: World
    layout: Layout
    bundles: tuple[Bundle, ...]
    transfers: tuple[Transfer, ...]
    agreements: dict[str, Array]
    breaches: Array
    events: Array
    gates: Array

    @cached_property
    def moves(self) -> dict[str, tuple[Moves, ...]]:
        """Moves by phase, a list for each condition, track and delay."""
        groups: dict[tuple[str, str, str, str, int], list[Bundle]] = {}
        for each in self.bundles:
            groups.setdefault((each.phase, each.given, each.unless, each.per, each.delay), []).append(each)
        found: dict[str, list[Moves]] = {}
        for (phase, *key), bundles in groups.items():
            found.setdefault(phase, []).append(self._moves(key, bundles))
        return {phase: tuple(lists) for phase, lists in found.items()}

    def _moves(self, key: Sequence[Any], bundles: list[Bundle]) -> Moves:
        shape = (self.world.size("nation"), self.world.size("line"))
        rows = []
        for bundle in bundles:
            nation, line, place = np.nonzero(bundle.matrix)
            multiple = bundle.matrix[nation, line, place]
            rows.append((nation, line + bundle.lines.start, bundle.columns[place], multiple))
        nation, line, column, multiple = (np.concatenate(part) for part in zip(*rows, strict=True))
        order = np.lexsort((line, nation))
        count = np.bincount(nation * shape[1] + line, minlength=shape[0] * shape[1]).astype(np.int32)
        first = (np.cumsum(count) - count).astype(np.int32)
        given, unless, per, delay = key
        heads = first.reshape(shape), count.reshape(shape)
        return Moves(given, unless, per, delay, *heads, column[order], multiple[order])

    @cached_property
    def line_tables(self) -> tuple[tuple[LineTable, ...], ...]:
        """Tables of each nation, (nation,), for asking what each of its lines would do."""
        groups: dict[tuple[bool, str, int], list[Bundle]] = {}
        for bundle in self.bundles:
            key = (bool(bundle.given or bundle.unless), bundle.per, bundle.delay)
            groups.setdefault(key, []).append(bundle)
        shape = (self.layout.total, self.world.size("line"))
        tables = []
        for seat in range(self.world.size("nation")):
            own = []
            for key, bundles in groups.items():
                table = np.zeros(shape)
                for bundle in bundles:
                    table[bundle.columns, bundle.lines] += bundle.matrix[seat].T
                columns, lines = np.flatnonzero(table.any(axis=1)), np.flatnonzero(table.any(axis=0))
                matrix = np.ascontiguousarray(table[np.ix_(columns, lines)])
                own.append(LineTable(*key, columns.astype(np.int32), lines.astype(np.int32), matrix))
            tables.append(tuple(each for each in own if each.lines.size))
        return tuple(tables)

    def units(self, name: str, axes: int) -> Any:
        """Return the unit of a field's scale, grained, with trailing axes."""
        scale = ADDRESSES[name].scale
        return exact.grain(self.world.parameters.get(f"effects.{scale}", axes), UNIT)

    @cached_property
    def unit_vector(self) -> Array:
        """(entity,) or (replicate, entity) unit of every number."""
        parts = []
        for name, shape in self.layout.shapes.items():
            unit = np.asarray(self.units(name, 1))
            parts.append(np.broadcast_to(unit, (*unit.shape[:-1], int(np.prod(shape)))))
        ahead = np.broadcast_shapes(*(part.shape[:-1] for part in parts))
        return np.concatenate([np.broadcast_to(p, (*ahead, p.shape[-1])) for p in parts], axis=-1)

    def amounts(self, steps: Array) -> dict[str, Array]:
        """Turn (..., entity) multiples into amounts by field, only for fields that move."""
        moved = {}
        for name in self.layout.shapes:
            part = self.layout.view(steps, name)
            if part.any():
                moved[name] = part * self.units(name, len(self.layout.shapes[name]))
        return moved


def layout_of(world: World) -> Layout:
    """Lay out every number that an effect may move."""
    shapes, starts, total = {}, {}, 0
    for name, address in ADDRESSES.items():
        part = (address.part,) if address.part else ()
        shapes[name] = world.shape(_AXES[address.axis] + part)
        starts[name], total = total, total + int(np.prod(shapes[name]))
    return Layout(shapes, starts, total)


def compile_effects(world: World) -> Effects:
    """Resolve every effect of every row of the world's rules and scenario."""
    layout = layout_of(world)
    bundles, transfers = [], []
    for name, row in world.ruleset.orders.items():
        groups: dict[tuple[str, str, str, int], list[Effect]] = {}
        for effect in row.effect:
            if effect.verb == "adjust":
                groups.setdefault((effect.given, effect.unless, effect.per, effect.delay), []).append(effect)
            elif effect.verb == "transfer":
                transfers.append(_transfer(world, name, row.phase, effect))
        bundles += [_bundle(world, layout, name, key, rows) for key, rows in groups.items()]
    return Effects(
        world,
        layout,
        tuple(bundles),
        tuple(transfers),
        {on: _agreement_table(world, layout, on) for on in ("signing", "year", "expiry")},
        _breach_table(world, layout),
        _event_table(world, layout),
        _gate_table(world, layout),
    )


def vector(layout: Layout, effect: Effect, scope: Scope) -> Array:
    """Return (entity,) the multiples of the unit by which one adjusting effect moves each number."""
    world = scope.world
    result = np.zeros(layout.total)
    name, part = split_field(effect.field)
    axis = ADDRESSES[name].axis
    x, y = split_selector(effect.at)
    if axis == "nation":
        where = scope.nations(x)
    elif axis == "pair":
        where = np.outer(scope.nations(x), scope.nations(y or ""))
        where = (where | where.T if name == "relation" else where) & ~np.eye(len(where), dtype=np.bool_)
    else:
        where = scope.places(axis, x)
    if ADDRESSES[name].part:
        chosen = _part(world, ADDRESSES[name].part, part, scope)
        where = where[:, None] & chosen[None, :]
    multiplier = world.parameters.menu("effects.multipliers")[abs(effect.step) - 1]
    result[layout.place(name)] = np.where(where.ravel(), np.sign(effect.step) * multiplier, 0.0)
    return result


def _part(world: World, axis: str, part: str, scope: Scope) -> BoolArray:
    """Return which entries of a part axis are meant; ``target`` is the area an order is aimed at."""
    places = np.arange(world.size(axis))
    if part == "target":
        return (places == scope.target) & (scope.kind == axis)
    return places == world.index[axis][part]


def _bundle(
    world: World, layout: Layout, name: str, key: tuple[str, str, str, int], effects: list[Effect]
) -> Bundle:
    row = world.ruleset.orders[name]
    axis = TARGET_AXIS[row.target]
    lines = world.lines_of(name)
    table = np.zeros((world.size("nation"), lines.stop - lines.start, layout.total))
    for actor in range(world.size("nation")):
        for target in range(table.shape[1]):
            scope = Scope(world, actor, axis, target)
            table[actor, target] = sum(vector(layout, effect, scope) for effect in effects)
    columns = np.flatnonzero(table.any(axis=(0, 1))).astype(np.int32)
    matrix = np.ascontiguousarray(table[:, :, columns])
    return Bundle(name, row.phase, *key, lines, columns, matrix)


def _transfer(world: World, name: str, phase: str, effect: Effect) -> Transfer:
    field, part = split_field(effect.field)
    multiplier = float(world.parameters.menu("effects.multipliers")[abs(effect.step) - 1])
    place = world.index["area"][part] if part else -1
    return Transfer(name, phase, field, place, multiplier, world.lines_of(name))


def _agreement_table(world: World, layout: Layout, on: str) -> Array:
    table = np.zeros((world.size("agreement"), layout.total))
    for a, row in enumerate(world.agreement_rows):
        scope = Scope(world, agreement=a)
        for effect in row.effect:
            if effect.on == on:
                table[a] += vector(layout, effect, scope)
    return table


def _breach_table(world: World, layout: Layout) -> Array:
    """(nation that breaks, agreement, entity)."""
    table = np.zeros((world.size("nation"), world.size("agreement"), layout.total))
    for a, row in enumerate(world.agreement_rows):
        for actor in np.flatnonzero(world.party[a]):
            for effect in row.effect:
                if effect.on == "breach":
                    table[actor, a] += vector(layout, effect, Scope(world, int(actor), agreement=a))
    return table


def _event_table(world: World, layout: Layout) -> Array:
    table = np.zeros((world.size("event"), layout.total))
    for e, row in enumerate(world.scenario.events.values()):
        kind, target = locate(world, row.target)
        scope = Scope(world, world.index["nation"].get(row.actor, -1), kind, target)
        for effect in row.effect:
            if effect.verb == "adjust":
                table[e] += vector(layout, effect, scope)
    return table


def _gate_table(world: World, layout: Layout) -> Array:
    """(nation, gate, entity)."""
    table = np.zeros((world.size("nation"), world.size("gate"), layout.total))
    for g, row in enumerate(world.ruleset.gates.values()):
        for actor in range(world.size("nation")):
            for effect in row.effect:
                table[actor, g] += vector(layout, effect, Scope(world, actor))
    return table


def locate(world: World, name: str) -> tuple[str, int]:
    """Return the axis and place of an id that may be a nation, flashpoint, programme, drain or agreement."""
    for axis in ("nation", "flashpoint", "programme", "drain", "agreement", "group"):
        if name in world.index[axis]:
            return axis, world.index[axis][name]
    return "", -1
