"""Orders and diplomacy: what may be said at the table, what it costs, and why it may be refused.

Every order that could ever be issued is an *option*: order x target x level, enumerated once. A turn's inputs are
arrays of option numbers (``Orders``) and of what became of each agreement at the table (``Diplomacy``).
Legality is worked out from a seat's observation only: a refusal from the truth would leak it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from wargame import exact
from wargame.arrays import FINE, Array, BoolArray, IntArray
from wargame.observation import Observation
from wargame.state import FIELDED, IN_FORCE, OPEN, RESEARCH, STAGES
from wargame.world import TARGET_AXIS, World

NONE = -1
TEST = STAGES.index("test")
NOTHING, ACCEPTED, COUNTERED, REJECTED, LAPSED = range(5)
OUTCOMES = ("nothing", "accepted", "accepted after a counter", "rejected", "lapsed")


@dataclass(frozen=True)
class Orders:
    """The sealed orders of one turn.

    Attributes
    ----------
    option : (replicate, nation, slot) option number, -1 for an empty slot
    sign : (replicate, agreement, nation) signs what it pencilled
    ease : (replicate, nation) eases, rather than holds, if it sits in a crisis round this turn
    signal : (replicate, nation) the public intention, an order number, -1 for none
    promise : (replicate, nation) an order promised not to be issued next turn, -1 for none
    """

    option: IntArray
    sign: BoolArray
    ease: BoolArray
    signal: IntArray
    promise: IntArray


@dataclass(frozen=True)
class Diplomacy:
    """What became of diplomacy in one turn.

    Attributes
    ----------
    convened : (replicate, meeting) held at the cost of its participants
    outcome : (replicate, agreement) of ``OUTCOMES``; accepted ones are pencilled
    proposer : (replicate, agreement) nation that offered, -1 for none
    term : (replicate, agreement) term agreed or offered, percent carried by the first party
    secret : (replicate, agreement) kept from outsiders
    """

    convened: BoolArray
    outcome: IntArray
    proposer: IntArray
    term: Array
    secret: BoolArray

    @property
    def pencilled(self) -> BoolArray:
        """(replicate, agreement) agreed at the table, to be signed or not."""
        return np.asarray((self.outcome == ACCEPTED) | (self.outcome == COUNTERED))


def no_orders(world: World, replicates: int) -> Orders:
    """Return empty orders: everybody holds, signs nothing, says nothing."""
    nations, agreements = world.size("nation"), world.size("agreement")
    return Orders(
        np.full((replicates, nations, slots(world)), NONE, dtype=np.int32),
        np.zeros((replicates, agreements, nations), dtype=np.bool_),
        np.zeros((replicates, nations), dtype=np.bool_),
        np.full((replicates, nations), NONE, dtype=np.int32),
        np.full((replicates, nations), NONE, dtype=np.int32),
    )


def idle(orders: Orders, seats: Sequence[int]) -> Orders:
    """Return the orders with some seats holding: they issue, sign and say nothing."""
    option, signal, promise = np.array(orders.option), np.array(orders.signal), np.array(orders.promise)
    sign, ease = np.array(orders.sign), np.array(orders.ease)
    for part in (option, signal, promise):
        part[:, seats] = NONE
    sign[:, :, seats] = False
    ease[:, seats] = False
    return Orders(option, sign, ease, signal, promise)


def no_diplomacy(world: World, replicates: int) -> Diplomacy:
    """Return a turn in which nobody offers or convenes anything."""
    agreements = world.size("agreement")
    return Diplomacy(
        np.zeros((replicates, world.size("meeting")), dtype=np.bool_),
        np.zeros((replicates, agreements), dtype=np.int32),
        np.full((replicates, agreements), NONE, dtype=np.int32),
        np.broadcast_to(world.opening_term, (replicates, agreements)).copy(),
        np.zeros((replicates, agreements), dtype=np.bool_),
    )


def slots(world: World) -> int:
    """Return the widest order allowance of any nation, a year."""
    return max(row.orders for row in world.scenario.nations.values())


def allowance(world: World, turn: int) -> IntArray:
    """Return (nation,) orders each seat may issue in a turn (from 1): yearly numbers, dealt over the year."""
    yearly = np.array([row.orders for row in world.scenario.nations.values()])
    dealt = np.floor(yearly * turn * world.years + 1e-9) - np.floor(yearly * (turn - 1) * world.years + 1e-9)
    return dealt.astype(np.int32)


@dataclass(frozen=True)
class Options:
    """The option axis: every order x target x level, and who could ever issue it.

    Attributes
    ----------
    order, line, target, level : (option,) places on their axes
    strength : (option,) multiplier of the effects
    capital : (option,) PC;  funds : (option,) share of the seat's wedge;  severity : (option,) 0-5
    may : (nation, option) role, target and tags allow it, whatever the state
    """

    world: World
    order: IntArray
    line: IntArray
    target: IntArray
    level: IntArray
    strength: Array
    capital: Array
    funds: Array
    severity: IntArray
    may: BoolArray

    @property
    def size(self) -> int:
        """Number of options."""
        return len(self.order)

    @cached_property
    def text(self) -> tuple[str, ...]:
        """Each option as an order is written: ``fund railgun 50``."""
        rows = list(self.world.ruleset.orders.items())
        words = []
        for option in range(self.size):
            name, row = rows[self.order[option]]
            axis = TARGET_AXIS[row.target]
            target = self.world.ids[axis][self.target[option]] if axis else ""
            words.append(" ".join(part for part in (name, target, row.levels[self.level[option]]) if part))
        return tuple(words)

    @cached_property
    def place(self) -> dict[str, int]:
        """Option number by its text."""
        return {text: option for option, text in enumerate(self.text)}

    def choices(self, seats: IntArray) -> Choices:
        """Return what some seats could ever issue; worked out once for each set of seats."""
        key = tuple(int(seat) for seat in seats)
        if key not in self._choices:
            place, option = np.nonzero(self.may[list(key)])
            self._choices[key] = Choices(self, seats, place.astype(np.int32), option.astype(np.int32))
        return self._choices[key]

    @cached_property
    def _choices(self) -> dict[tuple[int, ...], Choices]:
        return {}

    @cached_property
    def allots(self) -> BoolArray:
        """(option,) options that set the funding of a programme."""
        return self.verb("allot")

    def verb(self, verb: str) -> BoolArray:
        """Return (option,) options whose order uses a verb."""
        rows = self.world.ruleset.orders.values()
        uses = np.array([any(effect.verb == verb for effect in row.effect) for row in rows], dtype=np.bool_)
        return uses[self.order]

    def field(self, name: str) -> Any:
        """Return (option,) a fact of each option's order row."""
        values = np.array([getattr(row, name) for row in self.world.ruleset.orders.values()])
        return values[self.order]

    @cached_property
    def advance(self) -> IntArray:
        """(option,) what an advancing order does: 0 starts an idea, 1 fields a tested programme, -1 neither."""
        values = []
        for row in self.world.ruleset.orders.values():
            found = [int(effect.value) for effect in row.effect if effect.verb == "advance"]
            values.append(found[0] if found else NONE)
        return np.array(values, dtype=np.int32)[self.order]


def options_of(world: World) -> Options:
    """Enumerate the options of a world."""
    rows = []
    for o, (name, row) in enumerate(world.ruleset.orders.items()):
        lines = world.lines_of(name)
        for target in range(lines.stop - lines.start):
            for level in range(len(row.levels)):
                rows.append((o, lines.start + target, target, level))
    order, line, target_, level_ = (np.array(column, dtype=np.int32) for column in zip(*rows, strict=True))
    facts = list(world.ruleset.orders.values())

    def pick(name: str) -> Array:
        return np.array([getattr(facts[o], name)[lv] for o, _, _, lv in rows], dtype=np.float64)

    return Options(
        world,
        order,
        line,
        target_,
        level_,
        exact.grain(pick("strength"), 2.0**-6),
        pick("capital"),
        exact.grain(pick("funds") / 100.0, 2.0**-20),
        pick("severity").astype(np.int32),
        np.array([[_may(world, facts[o], n, t) for o, _, t, _ in rows] for n in range(world.size("nation"))]),
    )


def _may(world: World, row: Any, actor: int, target: int) -> bool:
    """Tell whether tags, role and relation let a nation issue an order on a target, in any state."""
    nation = world.scenario.nations[world.ids["nation"][actor]]
    if row.who and not set(row.who) & set(nation.tags):
        return False
    if TARGET_AXIS[row.target] == "nation":
        return target != actor and _kin(world, row, actor, target)
    tests = {
        "flashpoint": lambda: _side(world, row.role, actor, target),
        "programme": lambda: world.owner[target, actor],
        "area": lambda: world.areas_of(row.role)[target],
        "agreement": lambda: world.party[target, actor],
        "drain": lambda: (
            world.scenario.drains[world.ids["drain"][target]].mover == world.ids["nation"][actor]
        ),
        "gate": lambda: world.ids["gate"][target] in nation.support,
    }
    return bool(tests[row.target]()) if row.target in tests else True


def _kin(world: World, row: Any, actor: int, target: int) -> bool:
    fellow = set(world.scenario.nations[world.ids["nation"][target]].tags)
    own = set(world.scenario.nations[world.ids["nation"][actor]].tags)
    return {
        "ally": bool(world.ally[actor, target]),
        "partner": bool(world.partner[actor, target] or world.ally[actor, target]),
        "rival": bool(world.rival[actor, target]),
        "client": "challenger" in own and "challenger" in fellow,
        "nation": True,
    }[row.target]


def _side(world: World, role: str, actor: int, flashpoint: int) -> bool:
    sides = {"challenger": world.challengers, "defender": world.defenders}
    if role in sides:
        return bool(sides[role][flashpoint, actor])
    return bool(world.challengers[flashpoint, actor] or world.defenders[flashpoint, actor])


# -- what options cost and whether they are legal now ---------------------------------------------------------


@dataclass(frozen=True)
class Choices:
    """What some seats could ever issue, packed on one axis: seat by seat, the options that their role allows.

    Two thirds of all seats x options are never allowed; whatever is worked out for every choice of every seat is
    worked out here.

    Attributes
    ----------
    seats : (seat,) nations, as in the observation they are used with
    place : (choice,) place of the seat among ``seats``;  option : (choice,) its option, rising within a seat
    """

    options: Options
    seats: IntArray
    place: IntArray
    option: IntArray

    @cached_property
    def spans(self) -> tuple[slice, ...]:
        """Stretch of each seat on the choice axis."""
        stops = np.cumsum(np.bincount(self.place, minlength=len(self.seats))).tolist()
        return tuple(slice(start, stop) for start, stop in zip([0, *stops], stops, strict=False))

    def of(self, values: Any) -> Any:
        """Return a fact of every option, (option,), as (choice,)."""
        return np.asarray(values)[self.option]

    def at(self, wanted: BoolArray) -> IntArray:
        """Return the places on the choice axis of the wanted options, (option,) of bool."""
        return np.flatnonzero(wanted[self.option]).astype(np.int32)

    def table(self, values: Any, empty: Any) -> Any:
        """Spread (replicate, choice) to (replicate, seat, option), with ``empty`` where a seat has no choice."""
        shape = (values.shape[0], len(self.seats), self.options.size)
        spread = np.full(shape, empty, dtype=values.dtype)
        spread[:, self.place, self.option] = values
        return spread


def line_cost(world: World, observation: Observation) -> Array:
    """Return (replicate, seat, programme) what an owner's full line costs it a year, bn USD."""
    cost = world.programme_values("cost")
    exponent = world.parameters.get("codevelopment.cost_exponent", 1)
    owners = world.owner.sum(axis=-1).astype(np.float64)
    joint = cost * exact.power(owners, exponent)
    return np.asarray(joint[..., None, :] * observation.own("share"))


def choice_funds(choices: Choices, observation: Observation) -> Array:
    """Return (replicate, choice) bn USD that every choice costs its seat for the turn.

    Changing a programme's funding costs, or frees, the difference to its standing line.
    """
    options, world = choices.options, choices.options.world
    funds = choices.of(options.funds) * _money(world, observation)[:, choices.place]
    line = line_cost(world, observation) * world.years
    allots, starts = choices.at(options.allots), choices.at(options.advance == 0)
    place, programme = choices.place[allots], options.target[choices.option[allots]]
    step = options.strength[choices.option[allots]] - observation.own("funding")[:, place, programme]
    funds[:, allots] += line[:, place, programme] * step
    funds[:, starts] += line[:, choices.place[starts], options.target[choices.option[starts]]]
    return exact.grain(funds, FINE)


def option_costs(options: Options, observation: Observation) -> tuple[Array, Array]:
    """Return what every option costs each seat now.

    Returns
    -------
    capital : (option,) PC
    funds : (replicate, seat, option) bn USD for the turn; of what a seat could never issue, the bare price
    """
    choices = options.choices(observation.seats)
    funds = exact.grain(options.funds * _money(options.world, observation)[..., None], FINE)
    funds[:, choices.place, choices.option] = choice_funds(choices, observation)
    return options.capital, funds


def _money(world: World, observation: Observation) -> Array:
    """(replicate, seat) the new-start wedge of the turn, bn USD."""
    wedge = world.nation_values("wedge")[observation.seats] / 100.0
    return np.asarray(wedge * observation.own("spending") * world.years)


def legal(options: Options, observation: Observation) -> BoolArray:
    """Return (replicate, seat, option) what each seat may issue, one order at a time."""
    choices = options.choices(observation.seats)
    allowed = legal_choices(choices, observation, choice_funds(choices, observation))
    return np.asarray(choices.table(allowed, False))


def legal_choices(choices: Choices, observation: Observation, funds: Array) -> BoolArray:
    """Return (replicate, choice) what each seat may issue; ``funds`` are the ``choice_funds`` of the observation."""
    capital = choices.of(choices.options.capital)
    affordable = (capital <= observation.own("capital")[:, choices.place]) & (
        funds <= observation.own("funds")[:, choices.place]
    )
    return np.asarray(affordable & possible_choices(choices, observation))


def possible(options: Options, observation: Observation) -> BoolArray:
    """Return (replicate, seat, option) options that role, programmes, gates and agreements allow, whatever the cost."""
    choices = options.choices(observation.seats)
    return np.asarray(choices.table(possible_choices(choices, observation), False))


def possible_choices(choices: Choices, observation: Observation) -> BoolArray:
    """Return (replicate, choice) choices that the state of programmes, gates and agreements allows."""
    options, world = choices.options, choices.options.world
    result = np.ones((observation.replicates, len(choices.option)), dtype=np.bool_)

    def found(wanted: BoolArray) -> tuple[IntArray, IntArray, IntArray]:
        at = choices.at(wanted)
        return at, choices.place[at], options.target[choices.option[at]]

    stage = observation.get("stage")
    allots, place, target = found(options.allots)
    running = (stage >= RESEARCH) & (stage < FIELDED)
    changes = choices.of(options.strength)[allots] != observation.own("funding")[:, place, target]
    result[:, allots] &= running[:, place, target] & changes
    starts, place, target = found(options.advance == 0)
    result[:, starts] &= (stage[:, place, target] == 0) & ~world.joint[target]
    fields, place, target = found(options.advance == 1)
    result[:, fields] &= (stage[:, place, target] == TEST) & (observation.get("work")[:, place, target] <= 0)
    unlocks, place, target = found(options.verb("unlock"))
    result[:, unlocks] &= ~observation.get("unlocked")[:, place, observation.seats[place], target]
    withdraws, place, target = found(options.verb("withdraw"))
    done = np.zeros(observation.get("agreement").shape, dtype=np.bool_)
    for programme, agreement in enumerate(world.programme_agreement):
        if agreement >= 0:
            done[..., agreement] = stage[..., programme] >= FIELDED
    ends = (observation.get("agreement") == IN_FORCE) & ~done
    result[:, withdraws] &= ends[:, place, target]
    surges, place, _ = found(options.verb("pledge") & (options.level == 3))
    result[:, surges] &= observation.own("surge_wait")[:, place] <= 0
    return result


def open_windows(world: World, diplomacy: Diplomacy, turn: int) -> BoolArray:
    """Return (replicate, agreement) agreements that may be signed: a meeting opens them, or none is needed."""
    held = diplomacy.convened | world.scheduled(turn)
    opened = (held[:, :, None] & world.opens).any(axis=1)
    return np.asarray(opened | ~world.needs_window)


def on_the_table(world: World, agreement: IntArray, left: Array) -> BoolArray:
    """Return (replicate, agreement) agreements that may be offered: not in force, or in their last year."""
    renewable = (agreement == IN_FORCE) & (left <= 1.0) & (left > 0.0)
    return np.asarray((agreement == OPEN) | (agreement > IN_FORCE) | renewable)
