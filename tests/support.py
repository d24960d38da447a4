"""Helpers of the laws: games by house AI, random legal inputs, random states, comparison to the bit.

Test luck comes from ``np.random.Generator`` objects that a test seeds; a game's own luck from its dice only.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from wargame import exact
from wargame.adjudication import SEQUENCE, adjudicate
from wargame.adjudication.opening import open_state
from wargame.adjudication.phases.readouts import read_out
from wargame.adjudication.turn import Play, Turn, prepare
from wargame.dice import Dice, DiceLike
from wargame.ledger import Book, settle
from wargame.observation import observe, public_face
from wargame.orders import (
    COUNTERED,
    LAPSED,
    NONE,
    Diplomacy,
    Orders,
    allowance,
    legal,
    no_diplomacy,
    no_orders,
    on_the_table,
    option_costs,
)
from wargame.policies import Cast, cast_of
from wargame.scenario import Scenario, read_scenario
from wargame.state import FIELDED, FIELDS, IN_FORCE, RESEARCH, STAGES, State
from wargame.world import World

BASELINE, PRACTICE = "northeast-asia-2022", "four-islands"
SCENARIOS = (BASELINE, PRACTICE)
PHASES = tuple(name for name, _ in SEQUENCE)


class Played(NamedTuple):
    """One turn of a block of games, as it went."""

    number: int
    before: State
    diplomacy: Diplomacy
    orders: Orders
    after: State
    book: Book


class Inputs(NamedTuple):
    """What the seats hand in for one turn."""

    diplomacy: Diplomacy
    orders: Orders


@cache
def scenario_of(name: str) -> Scenario:
    """Return a scenario of the repository, read once."""
    return read_scenario(name)


@cache
def play_of(name: str) -> Play:
    """Return a scenario of the repository made ready, once."""
    return prepare(scenario_of(name))


def luck(*parts: int) -> np.random.Generator:
    """Return a test's own source of random inputs."""
    return np.random.default_rng(parts)


# -- playing ------------------------------------------------------------------------------------------------


def ai_inputs(cast: Cast, state: State, dice: DiceLike, number: int) -> Inputs:
    """Return what house AI hands in for all seats."""
    world = cast.play.world
    seen = observe(world, state)
    study = cast.study(seen)
    talks = cast.diplomacy(study, public_face(world, state), dice, number)
    return Inputs(talks, cast.orders(study, talks, dice, number))


def random_inputs(play: Play, state: State, rng: np.random.Generator, number: int) -> Inputs:
    """Return random legal orders and random talks of all seats."""
    return Inputs(random_talks(play, state, rng), random_orders(play, state, rng, number))


def idle_inputs(play: Play, state: State) -> Inputs:
    """Return the inputs of a turn in which nobody does anything."""
    return Inputs(no_diplomacy(play.world, state.replicates), no_orders(play.world, state.replicates))


def turn_of(
    play: Play, number: int, state: State, inputs: Inputs, dice: DiceLike, book: Book | None = None
) -> Turn:
    """Return a turn in the making; without a book nothing is booked."""
    return Turn(play, number, state, inputs.orders, inputs.diplomacy, dice, book or Book(keep=False))


def turns(
    play: Play,
    replicates: int = 1,
    *,
    seed: int = 7,
    first: int = 0,
    characters: Mapping[str, str] | None = None,
    hands: str = "ai",
    keep: bool = False,
    last: int | None = None,
    opening: State | None = None,
) -> Iterator[Played]:
    """Play a block of games and yield each turn.

    Parameters
    ----------
    hands : who plays: ``ai``, ``random`` (legal orders) or ``idle`` (nobody)
    last : turns to play, the scenario's if not given
    opening : state to start from, the scenario's if not given
    """
    cast = cast_of(play, characters)
    state = open_state(play, replicates) if opening is None else opening
    dice, book, rng = Dice(seed, first, replicates), Book(keep=keep), luck(seed, first)
    for number in range(1, (last or play.scenario.frame.turns) + 1):
        book.turn = number
        if hands == "ai":
            inputs = ai_inputs(cast, state, dice, number)
        elif hands == "random":
            inputs = random_inputs(play, state, rng, number)
        else:
            inputs = idle_inputs(play, state)
        after = adjudicate(turn_of(play, number, state, inputs, dice, book))
        yield Played(number, state, *inputs, after, book)
        state = after


def whole_game(play: Play, replicates: int = 1, **how: Any) -> State:
    """Return the last state of a block of games; see ``turns`` for what may be said."""
    return list(turns(play, replicates, **how))[-1].after


def walk(turn: Turn) -> Iterator[tuple[str, State, State]]:
    """Play the phases of a turn one by one and yield name, state before and state after each."""
    state = turn.opening
    for name, phase in SEQUENCE:
        turn.book.phase = name
        after = phase(turn, state)
        yield name, state, after
        state = after


def until(turn: Turn, last: str) -> State:
    """Return the state after a phase."""
    return next(after for name, _, after in walk(turn) if name == last)


# -- taking rows and comparing ------------------------------------------------------------------------------


def take(record: Any, rows: Any) -> Any:
    """Return the rows of a record of arrays: a ``State``, ``Orders``, ``Diplomacy`` or ``Inputs``."""
    if isinstance(record, State):
        return record.take(rows)
    if isinstance(record, Inputs):
        return Inputs(*(take(part, rows) for part in record))
    parts = {field.name: getattr(record, field.name)[rows] for field in dataclasses.fields(record)}
    return dataclasses.replace(record, **parts)


def bits(array: Any) -> bytes:
    """Return an array's elements to the bit."""
    return np.ascontiguousarray(array).tobytes()


def differing(left: State, right: State) -> list[str]:
    """Return the fields in which two states differ by a bit."""
    pairs = ((name, getattr(left, name), getattr(right, name)) for name in FIELDS)
    return [name for name, a, b in pairs if a.shape != b.shape or bits(a) != bits(b)]


def unlike(left: Any, right: Any) -> list[str]:
    """Return the entries in which two records of arrays differ by a bit."""
    names = [field.name for field in dataclasses.fields(left)]
    return [name for name in names if bits(getattr(left, name)) != bits(getattr(right, name))]


# -- random inputs ------------------------------------------------------------------------------------------


def kin(play: Play) -> list[tuple[str, int]]:
    """Return for each option what it is one choice of: its line, or the standing funds of its programme."""
    options = play.options
    funding = options.verb("allot")
    return [
        ("funding", int(options.target[o])) if funding[o] else ("line", int(options.line[o]))
        for o in range(options.size)
    ]


def random_orders(play: Play, state: State, rng: np.random.Generator, number: int) -> Orders:
    """Return orders drawn at random among the legal ones, within each seat's purse and allowance."""
    world, seen = play.world, observe(play.world, state)
    allowed, (capital, funds) = legal(play.options, seen), option_costs(play.options, seen)
    orders, families = no_orders(world, state.replicates), kin(play)
    option = np.array(orders.option)
    allowed_number = allowance(world, number)
    for row, seat in np.ndindex(option.shape[:2]):
        purse = [seen.own("capital")[row, seat], seen.own("funds")[row, seat]]
        wanted, taken, slot = int(rng.integers(0, allowed_number[seat] + 1)), set(), 0
        for o in rng.permutation(np.flatnonzero(allowed[row, seat])):
            price = (capital[o], funds[row, seat, o])
            if slot >= wanted:
                break
            if families[o] in taken or price[0] > purse[0] or price[1] > purse[1]:
                continue
            option[row, seat, slot] = o
            purse = [have - pay for have, pay in zip(purse, price, strict=True)]
            taken.add(families[o])
            slot += 1
    said = rng.integers(NONE, world.size("order"), (2, *option.shape[:2])).astype(np.int32)
    sign = (rng.random(orders.sign.shape) < 0.85) & world.party
    return Orders(option, sign, rng.random(option.shape[:2]) < 0.5, said[0], said[1])


def random_talks(play: Play, state: State, rng: np.random.Generator) -> Diplomacy:
    """Return talks in which anything that may be offered may be offered, and met with anything."""
    world, shape = play.world, (state.replicates, play.world.size("agreement"))
    outcome = rng.integers(0, LAPSED + 1, shape) * on_the_table(world, state.agreement, state.left)
    outcome = np.where((outcome == COUNTERED) & (world.party.sum(axis=-1) > 2), LAPSED, outcome)
    order = np.where(world.party, rng.random((*shape, world.size("nation"))), -1.0)
    place = rng.integers(0, world.menu.shape[1], shape)
    term = np.take_along_axis(
        np.broadcast_to(world.menu, (*shape, world.menu.shape[1])), place[..., None], -1
    )
    quiet = np.array([row.may_be_secret for row in world.agreement_rows], dtype=np.bool_)
    return Diplomacy(
        rng.random((state.replicates, world.size("meeting"))) < 0.3,
        outcome.astype(np.int32),
        np.where(outcome > 0, order.argmax(axis=-1), NONE).astype(np.int32),
        term[..., 0],
        quiet & (rng.random(shape) < 0.5) & (outcome > 0),
    )


# -- random states ------------------------------------------------------------------------------------------


def random_state(play: Play, rng: np.random.Generator, replicates: int, spread: float = 1.0) -> State:
    """Return games that stand anywhere within the bounds, with read-outs that belong to them.

    Parameters
    ----------
    spread : part of the way from the middle of a range to its ends, 0-1
    """
    world = play.world
    state = open_state(play, replicates)
    values = {
        **_anywhere(world, state, rng, spread),
        **_programmes(world, state, rng),
        **_papers(world, state, rng),
    }
    # adding 0 turns the -0.0 that a mask leaves into the 0.0 that play knows
    state = state.having(
        **{name: (np.asarray(value) + 0).astype(FIELDS[name].dtype) for name, value in values.items()}
    )
    return settle(state, read_out(world, state, None), Book(keep=False), world.bounds)


def _anywhere(world: World, state: State, rng: np.random.Generator, spread: float) -> dict[str, Any]:
    """Stocks and levels of nations, pairs and places, anywhere within their bounds."""
    values: dict[str, Any] = {}
    for name, field in FIELDS.items():
        array = getattr(state, name)
        low, high = (np.asarray(end) for end in world.bounds.get(name, (field.low, field.high)))
        if field.kind == "stock":
            u = 0.5 + spread * (rng.random(array.shape) - 0.5)
            values[name] = exact.grain(low + (high - low) * u, field.grain)
        elif field.kind == "flag":
            values[name] = rng.random(array.shape) < 0.3
        elif field.kind == "level":
            most = np.minimum(field.high, {"queued": 2, "streak": 15, "surge_wait": 3, "met": 8}.get(name, 9))
            values[name] = rng.integers(int(field.low), int(most) + 1, array.shape)
    for name in ("spending", "gdp"):
        factor = 1.0 + spread * (2.0 * rng.random(state.gdp.shape) - 0.75)
        values[name] = exact.grain(getattr(state, name) * np.maximum(factor, 0.25), FIELDS[name].grain)
    for name in ("estimate", "estimate_error"):
        part = 10.0 if name == "estimate" else 2.0
        values[name] = exact.grain(part * rng.random(getattr(state, name).shape), FIELDS[name].grain)
    apart = ~np.eye(world.size("nation"), dtype=np.bool_)
    for name in ("relation", "trust", "salience"):
        values[name] = values[name] * apart
    values["relation"] = np.triu(values["relation"]) + np.swapaxes(np.triu(values["relation"]), 1, 2)
    for name in ("estimate", "estimate_error"):
        values[name] = values[name] * apart[..., None]
    heat = (values["tension"][..., None] >= world.parameters.menu("crises.thresholds")).sum(axis=-1)
    values["level"] = np.clip(
        heat + rng.integers(-1, 2, heat.shape), 0, len(world.parameters.menu("crises.thresholds"))
    )
    values["promise"] = rng.integers(NONE, world.size("order"), state.promise.shape)
    values["pusher"] = rng.integers(NONE, world.size("nation"), state.pusher.shape)
    values["growth"] = exact.grain(0.1 * (rng.random(state.growth.shape) - 0.5), FIELDS["growth"].grain)
    values["ending"] = np.zeros(state.ending.shape)
    return values


def _programmes(world: World, state: State, rng: np.random.Generator) -> dict[str, Any]:
    """Programmes at any stage, with work left where work is done and money where an owner gives it."""
    stage = rng.integers(0, FIELDED + 1, state.stage.shape)
    talked = (stage > 0) & (stage < RESEARCH)
    stage = np.where(world.joint | ~talked, stage, 0)
    working = (stage >= RESEARCH) & (stage < FIELDED)
    left = np.where(working, np.maximum(6.0 * rng.random(stage.shape) - 1.0, 0.0), 0.0)
    waiting = np.where(stage == STAGES.index("test"), left, np.maximum(left, 0.25 * working))
    funding = rng.choice([0.0, 0.25, 0.5, 0.75, 1.0, 1.5], state.funding.shape) * world.owner
    return {
        "stage": stage,
        "work": exact.grain(waiting, FIELDS["work"].grain),
        "overrun": exact.grain(0.8 + rng.random(stage.shape), FIELDS["overrun"].grain),
        "slip": exact.grain(3.0 * rng.random(stage.shape), FIELDS["slip"].grain),
        "share": state.share,
        "funding": funding,
    }


def _papers(world: World, state: State, rng: np.random.Generator) -> dict[str, Any]:
    """Agreements open, in force, ended or broken, at any term of their menu."""
    status = rng.integers(0, 4, state.agreement.shape)
    running = status == IN_FORCE
    lasting = np.array([row.term or 99.0 for row in world.agreement_rows])
    left = np.where(lasting >= 99.0, lasting, np.ceil(lasting * rng.random(status.shape)))
    place = rng.integers(0, world.menu.shape[1], status.shape)
    term = np.take_along_axis(
        np.broadcast_to(world.menu, (*status.shape, world.menu.shape[1])), place[..., None], -1
    )
    quiet = np.array([row.may_be_secret for row in world.agreement_rows], dtype=np.bool_)
    return {
        "agreement": status,
        "left": np.where(running, left, 0.0),
        "term": term[..., 0],
        "secret": quiet & running & (rng.random(status.shape) < 0.5),
        "issued": np.round(rng.random(state.issued.shape) * 64.0) / 64.0,
    }
