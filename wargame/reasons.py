"""Why a number is what it is: its reasons of one turn sum to its change; whole, or as a seat may know it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

import numpy as np

from wargame.address import MEASURES, split_field
from wargame.adjudication.measures import burden_share
from wargame.adjudication.turn import Play
from wargame.arrays import BoolArray
from wargame.faults import WargameError, nearest
from wargame.ledger import Book, Entry
from wargame.observation import NOBODY, Observation, held, observe, place_of
from wargame.orders import Orders
from wargame.schema import Order
from wargame.state import FIELDS, State
from wargame.world import World

UNKNOWN = "not known to you"
"""The one line into which everything is merged that a seat may not see."""
UNTOLD = "not known to all"
"""The same line, where what every seat may know is told."""
BURDEN = ("agreement", "term", "bill", "stage", "share")
"""What a nation's share of the joint burden is made of, in the order in which it is explained."""


@dataclass(frozen=True)
class Reason:
    """One line of a why: amounts are in the unit of the number; ``actor`` is a nation's id or ""."""

    reason: str
    amount: float
    rule: str = ""
    source: tuple[str, ...] = ()
    actor: str = ""


@dataclass(frozen=True)
class Why:
    """The change of one number in one turn; ``before`` and all amounts sum to ``after``, exactly."""

    entity: str
    field: str
    unit: str
    turn: int
    before: float
    after: float
    reasons: tuple[Reason, ...]

    def __str__(self) -> str:
        lines = [
            f"{self.field} {self.entity}, turn {self.turn}: {self.before:.4g} to {self.after:.4g} {self.unit}"
        ]
        for row in self.reasons:
            told = ", ".join(part for part in (row.actor, row.rule, " ".join(row.source)) if part)
            lines.append(f"  {row.amount:+.4g}  {row.reason}" + (f" ({told})" if told else ""))
        return "\n".join(lines)


@dataclass(frozen=True)
class Past:
    """What a game keeps of its turns, for explaining them.

    Attributes
    ----------
    states : states[t] is the state after t turns, each of one game
    orders : orders[t - 1] are the orders of turn t
    """

    play: Play
    states: Sequence[State]
    orders: Sequence[Orders]
    book: Book
    _views: dict[tuple[int, int], tuple[State, Observation]] = dataclass_field(default_factory=dict)

    @property
    def world(self) -> World:
        """The world in play."""
        return self.play.world

    def why(self, entity: str, field: str, turn: int | None = None, seat: str | None = None) -> Why:
        """Return the reasons of one number in one turn.

        Parameters
        ----------
        entity : whose: ``JPN``, ``KOR>USA`` (what the first holds towards the second), ``strait``; "" for all
        field : a field of the state or a measure, with its part: ``spending``, ``home.approval``; with the
            entity "" the two may be written in one, ``trust:KOR>USA``
        turn : the turn explained, from 1; the last one played if not given
        seat : as this seat may know it, ``EVERYBODY`` for what all may; None for everything

        Raises
        ------
        WargameError
            no such number or turn, or the seat may not see it
        """
        if not entity and ":" in field:
            field, _, entity = field.partition(":")
        number = len(self.states) - 1 if turn is None else turn
        if len(self.states) == 1:
            raise WargameError("No turn is played yet, so nothing has changed. Play one first.")
        if not 1 <= number < len(self.states):
            raise WargameError(f"Turn {number} is not played. Write 1 to {len(self.states) - 1}.")
        if seat is not None:
            place_of(self.world, seat)
        if field == "burden_share":
            return self._burden(entity, number, seat)
        name, index, factor = locate_number(self.world, entity, field)
        told = self._whole(name, index, number) if seat is None else self._as_seen(name, index, number, seat)
        before, after, reasons = told
        scaled = tuple(Reason(r.reason, r.amount * factor, r.rule, r.source, r.actor) for r in reasons)
        return Why(entity, field, self._unit(name, index), number, before * factor, after * factor, scaled)

    def _unit(self, name: str, index: tuple[int, ...]) -> str:
        """Return the unit of a number; the money of some nations is points of an index."""
        unit, axes = FIELDS[name].unit, FIELDS[name].axes
        if not unit.startswith("bn USD") or axes[:1] != ("nation",):
            return unit
        seat = self.world.ids["nation"][index[0]]
        return "points" if self.world.scenario.nations[seat].money == "index" else unit

    def _value(self, name: str, index: tuple[int, ...], turn: int) -> float:
        return float(getattr(self.states[turn], name)[0][index])

    def _view(self, turn: int, place: int) -> Observation:
        """Return what a seat saw after a turn; worked out once, as a page asks for many numbers."""
        state = self.states[turn]
        kept = self._views.get((turn, place))
        if kept is None or kept[0] is not state:
            kept = self._views[turn, place] = state, observe(self.world, state, [place])
        return kept[1]

    def _whole(self, name: str, index: tuple[int, ...], turn: int) -> tuple[float, float, tuple[Reason, ...]]:
        before, after = self._value(name, index, turn - 1), self._value(name, index, turn)
        rows = [_reason(self.world, entry, amount) for entry, amount in self.book.of(name, turn, index)]
        closing = after - before - sum(row.amount for row in rows)
        if name == "ending" and closing:
            rows.append(Reason("the last turn is played", closing, "frame"))
        return before, after, tuple(rows)

    def _as_seen(
        self, name: str, index: tuple[int, ...], turn: int, seat: str
    ) -> tuple[float, float, tuple[Reason, ...]]:
        place = place_of(self.world, seat)
        if name == "capability" and index[0] != place != NOBODY:
            return self._as_seen("estimate", (place, *index), turn, seat)
        views = [self._view(t, place) for t in (turn - 1, turn)]
        seen = [view_of(view, name, index) for view in views]
        if seen[0] is None or seen[1] is None:
            raise WargameError(
                f"{seat} may not see this: {FIELDS[name].text} is kept from it. Ask for its own."
                if place != NOBODY
                else f"Not everybody may see this: {FIELDS[name].text} is kept by some. Ask for a public number."
            )
        truth = [self._value(name, index, t) for t in (turn - 1, turn)]
        rows = []
        # a label of an estimated track may equal the truth by chance, and must not tell that it does
        if seen == truth and not self._vague(name, index, place):
            hidden = Secrets(self.play, self.states[turn], self.orders[turn - 1], place)
            entries = self.book.of(name, turn, index)
            rows = [
                _reason(self.world, e, amount) for e, amount in entries if not hidden.hides(e, name, index)
            ]
        rest = seen[1] - seen[0] - sum(row.amount for row in rows)
        if name == "ending" and rest:
            rows.append(Reason("the last turn is played", rest, "frame"))
        elif rest:
            rows.append(Reason(UNTOLD if place == NOBODY else UNKNOWN, rest))
        return seen[0], seen[1], tuple(rows)

    def _vague(self, name: str, index: tuple[int, ...], seat: int) -> bool:
        """Tell whether a number is a track of another's home that outsiders see as a label, or not at all."""
        if name != "home" or index[0] == seat:
            return False
        return list(self.world.ruleset.tracks.values())[index[1]].see != "public"

    def _burden(self, nation: str, turn: int, seat: str | None) -> Why:
        """Explain a share of the joint burden by putting in its inputs one after the other."""
        place = self.world.at("nation", nation)
        arrays, now = (self._inputs(t, seat) for t in (turn - 1, turn))

        def share() -> float:
            return float(burden_share(self.world, arrays.__getitem__)[0, place])

        before = value = share()
        rows = []
        for name in BURDEN:
            arrays[name] = now[name]
            if (following := share()) != value:
                rows.append(Reason(FIELDS[name].text, following - value, "R2"))
            value = following
        return Why(nation, "burden_share", "share", turn, before, value, tuple(rows))

    def _inputs(self, turn: int, seat: str | None) -> dict[str, Any]:
        """Return what the burden is made of after a turn, true or as a seat sees it."""
        if seat is None:
            return {name: getattr(self.states[turn], name) for name in BURDEN}
        view = self._view(turn, place_of(self.world, seat))
        return {name: view.get(name)[:, 0] for name in BURDEN}


@dataclass(frozen=True)
class Secrets:
    """What one seat, or all, may not learn from a ledger: secret orders and agreements, programmes out of sight."""

    play: Play
    state: State
    orders: Orders
    seat: int

    @property
    def world(self) -> World:
        """The world in play."""
        return self.play.world

    def hides(self, entry: Entry, name: str, index: tuple[int, ...]) -> bool:
        """Tell whether the seat may not see an entry of a number that it may see."""
        order = self.world.ruleset.orders.get(entry.rule)
        if order is not None and order.target == "agreement":
            return self._leaves_in_secret(entry)
        if order is not None:
            return self._hides_order(entry, order, index)
        if entry.rule in self.world.index["agreement"]:
            return bool(self.kept[self.world.index["agreement"][entry.rule]])
        if entry.rule == "R4" and name in ("home", "trust"):
            return index[0] != self.seat and self._owns_unseen(index[0])
        if entry.rule == "diplomacy" and name == "trust" and self.seat not in index:
            # what others pencilled and did not sign was never told
            return True
        return entry.rule in ("R7", "diplomacy") and self._bound_in_secret(name, index)

    @property
    def kept(self) -> BoolArray:
        """(agreement,) agreements kept from the seat."""
        return np.asarray(self.state.secret[0] & ~held(self.world.party, self.seat))

    def _hides_order(self, entry: Entry, order: Order, index: tuple[int, ...]) -> bool:
        if entry.actor == self.seat or not (order.secret or order.target == "programme"):
            return False
        if entry.actor < 0:
            own = index[:1] == (self.seat,) or self._has_issued(entry.rule)
            return order.secret and not own
        return order.secret or self._owns_unseen(entry.actor)

    def _leaves_in_secret(self, entry: Entry) -> bool:
        """Tell whether an order on an agreement, or a breach by one, was aimed at one kept from the seat."""
        options = self.play.options
        issued = self.orders.option[0] if entry.actor < 0 else self.orders.option[0, entry.actor]
        chosen = issued[issued >= 0]
        aimed = options.target[chosen][options.order[chosen] == self.world.index["order"][entry.rule]]
        return entry.actor != self.seat and bool(self.kept[aimed].any())

    def _has_issued(self, order: str) -> bool:
        if self.seat == NOBODY:
            return False
        issued = self.orders.option[0, self.seat]
        return bool((self.play.options.order[issued[issued >= 0]] == self.world.index["order"][order]).any())

    def _owns_unseen(self, nation: int) -> bool:
        public = np.array([row.public for row in self.world.scenario.programmes.values()], dtype=np.bool_)
        return bool((self.world.owner[:, nation] & ~public & ~held(self.world.owner, self.seat)).any())

    def _bound_in_secret(self, name: str, index: tuple[int, ...]) -> bool:
        """Tell whether a pair, or members of a group, are parties of an agreement kept from the seat."""
        if name in ("trust", "relation"):
            return bool((self.kept & self.world.party[:, list(index)].all(axis=-1)).any())
        if name == "cohesion":
            inside = ~(self.world.party & ~self.world.member[index[0]]).any(axis=-1)
            return bool((self.kept & inside).any())
        return False


def locate_number(world: World, entity: str, field: str) -> tuple[str, tuple[int, ...], float]:
    """Return the state's field, the index of one number in it, and the factor of the measure asked for.

    Raises
    ------
    WargameError
        an unknown field, entity or part, or one too many or too few, with the nearest known
    """
    name, part = split_field(field)
    factor = 1.0
    if name == "legacy10":
        name, factor = "legacy", 10.0
    if name not in FIELDS:
        raise WargameError(f"There is no field {name!r}. {nearest(name, [*FIELDS, *MEASURES])}")
    axes = FIELDS[name].axes
    pieces = [piece.strip() for piece in entity.split(">")] if entity else []
    pieces += [part] if part else []
    if len(pieces) != len(axes):
        held = f"by {' and '.join(axes)}" if axes else "for all at once"
        raise WargameError(
            f"{name!r} is kept {held}; {field!r} of {entity!r} names {len(pieces)}. {_example(world, name)}"
        )
    return name, tuple(world.at(axis, piece) for axis, piece in zip(axes, pieces, strict=True)), factor


def _example(world: World, name: str) -> str:
    axes = FIELDS[name].axes
    if not axes:
        return f"Ask for {name!r} of ''."
    first = [world.ids[axis][-1 if axis == "other" else 0] if world.ids[axis] else axis for axis in axes]
    whole = len(axes) == 1 or axes[-1] == "other"
    entity, field = (first, name) if whole else (first[:-1], f"{name}.{first[-1]}")
    return f"Ask for {field!r} of {'>'.join(entity)!r}."


def view_of(view: Observation, name: str, index: tuple[int, ...]) -> float | None:
    """Return a number as the one who looks in an observation sees it, None if it is kept from them."""
    axes, place = FIELDS[name].axes, int(view.seats[0])
    if name in view.mine and axes[0] == "nation" and index[0] == place:
        return float(view.mine[name][0, 0][index[1:]])
    if name in view.mine and axes[-1] == "nation" and index[-1] == place:
        return float(view.mine[name][0, 0][index[:-1]])
    owned = axes[:1] == ("programme",) and held(view.world.owner, place)[index[0]] if axes else False
    if name not in view.seen or (FIELDS[name].see == "private" and not owned):
        return None
    sight = list(view.world.ruleset.tracks.values())[index[1]].see if name == "home" else ""
    if sight == "private" or (sight == "estimated" and place == NOBODY):
        return None
    return float(view.seen[name][0, 0][index])


def _reason(world: World, entry: Entry, amount: float) -> Reason:
    actor = world.ids["nation"][entry.actor] if entry.actor >= 0 else ""
    return Reason(entry.reason, amount, entry.rule, entry.source, actor)
