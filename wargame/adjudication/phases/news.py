"""News: cards of the deck and injects of the white cell happen, before anyone's orders act."""

from __future__ import annotations

import numpy as np

from wargame import exact
from wargame.adjudication.measures import holds
from wargame.adjudication.phases.conduct import acts, claim
from wargame.adjudication.turn import Turn
from wargame.arrays import Array, BoolArray
from wargame.effects import Scope, locate, vector
from wargame.ledger import Change
from wargame.schema import Effect, Event
from wargame.state import State


def news(turn: Turn, state: State) -> State:
    """Let cards fall due, then injects, then orders of the first hour (consultation, intelligence)."""
    due = due_cards(turn, state)
    nearer = Change("queued", -np.minimum(state.queued, 1), "a called card comes nearer", "deck")
    state = fall(turn, turn.settle(state, [nearer]), due)
    state = inject(turn, state)
    return acts(turn, state, "news")


def due_cards(turn: Turn, state: State) -> BoolArray:
    """Return (replicate, event) the cards that fall this turn."""
    rows = list(turn.world.scenario.events.values())
    due = np.zeros((state.replicates, len(rows)), dtype=np.bool_)
    u = turn.draw("deck", "event")
    for e, row in enumerate(rows):
        if row.trigger == "scheduled":
            due[:, e] = row.turn == turn.number
        elif row.trigger == "random":
            due[:, e] = (u[:, e] < exact.convert_rate(row.chance, turn.years)) & _all_hold(turn, state, row)
        elif row.trigger == "condition":
            chance = exact.convert_rate(row.chance, turn.years) if row.chance else 1.0
            due[:, e] = _all_hold(turn, state, row) & (u[:, e] < chance)
    due |= state.queued == 1
    once = np.array([row.once for row in rows], dtype=np.bool_)
    return due & ~(state.drawn & once)


def _all_hold(turn: Turn, state: State, row: Event) -> BoolArray:
    result = np.ones(state.replicates, dtype=np.bool_)
    for condition in row.when:
        result &= holds(turn.world, state, condition)
    return result


def fall(turn: Turn, state: State, due: BoolArray) -> State:
    """Apply the effects of the cards that fall."""
    effects, world = turn.play.effects, turn.world
    changes = [Change("drawn", (due & ~state.drawn).astype(np.int32), "card falls", "deck")]
    if turn.book.keep:
        for e in np.flatnonzero(due.any(axis=0)):
            row = world.scenario.events[world.ids["event"][e]]
            steps = due[:, e, None] * effects.events[e]
            changes += _named(effects.amounts(steps), row, world.ids["event"][e])
    else:
        steps = due.astype(np.float64) @ effects.events
        changes += [Change(name, amount, "cards") for name, amount in effects.amounts(steps).items()]
    state = turn.settle(state, changes)
    for e in np.flatnonzero(due.any(axis=0)):
        row = world.scenario.events[world.ids["event"][e]]
        for effect in row.effect:
            if effect.verb in ("claim", "schedule"):
                state = _special(turn, state, row, effect, due[:, e])
    return state


def inject(turn: Turn, state: State) -> State:
    """Apply white-cell cards: rows that happen now, in every replicate."""
    effects, world = turn.play.effects, turn.world
    for row in turn.injects:
        kind, target = locate(world, row.target)
        scope = Scope(world, world.index["nation"].get(row.actor, -1), kind, target)
        steps = np.zeros(effects.layout.total)
        for effect in row.effect:
            if effect.verb == "adjust":
                steps = steps + vector(effects.layout, effect, scope)
        amounts = effects.amounts(np.broadcast_to(steps, (state.replicates, len(steps))))
        state = turn.settle(state, _named(amounts, row, "inject"))
        for effect in row.effect:
            if effect.verb in ("claim", "schedule"):
                state = _special(turn, state, row, effect, np.ones(state.replicates, dtype=np.bool_))
    return state


def _named(amounts: dict[str, Array], row: Event, rule: str) -> list[Change]:
    return [Change(name, amount, row.name, rule, row.source) for name, amount in amounts.items()]


def _special(turn: Turn, state: State, row: Event, effect: Effect, due: BoolArray) -> State:
    if effect.verb == "schedule":
        place = turn.world.at("event", effect.event)
        wait = np.zeros_like(state.queued)
        wait[:, place] = np.where(due, max(effect.delay, 1) - state.queued[:, place], 0)
        return turn.settle(state, [Change("queued", wait, row.name, "deck", row.source)])
    actor = turn.world.index["nation"].get(row.actor, -1)
    told = np.zeros((state.replicates, turn.world.size("nation")))
    told[:, actor] = due
    return claim(turn, state, told, effect, row.name, row.source)
