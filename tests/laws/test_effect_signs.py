"""Law 12: what a row declares is what happens: paired games with the same dice, with and without it.

Every order is issued by every seat that may, at every target and level; every agreement is signed, kept for a
year, left to expire and broken. The difference must be the declared multiples of the unit, in the phase that the
row names, and nothing else may move. House AI weighs orders by these declarations.
"""

from __future__ import annotations

import dataclasses
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from tests.support import BASELINE, SCENARIOS, Inputs, idle_inputs, play_of, scenario_of, turn_of, walk
from wargame import exact
from wargame.adjudication.opening import open_state
from wargame.adjudication.turn import CONSULT, Play, prepare
from wargame.dice import Dice, RuledDice
from wargame.effects import STRENGTH, Scope, vector
from wargame.ledger import Book
from wargame.orders import ACCEPTED, NONE
from wargame.schema import Effect
from wargame.state import FIELDS, IN_FORCE, OPEN, STAGES, State
from wargame.world import TARGET_AXIS

QUIET = {"conduct.unconsulted": 0.0, "relations.cohesion_request": 0.0, "home.refusal_price": 0.0}
"""What acting costs besides the effects of the row is laid still."""
MOMENTS = {"signing": "signatures", "year": "ageing", "expiry": "ageing", "breach": "conduct"}
SIGNED = ("home", "capability", "tech", "trust", "salience", "relation", "tension", "status_quo", "cohesion", "drain",
          "intelligence", "support", "work")


@cache
def still(name: str) -> Play:
    """Return a scenario without a deck, whose rules add nothing to the effects of rows."""
    scenario = dataclasses.replace(scenario_of(name), events=MappingProxyType({}))
    return prepare(scenario, QUIET)


def middle(play: Play, replicates: int = 1) -> State:
    """Return games that stand in the middle of every scale, so that no bound cuts an effect off."""
    state = open_state(play, replicates)
    apart = ~np.eye(play.world.size("nation"), dtype=np.bool_)
    values: dict[str, Any] = {"home": 50.0, "support": 50.0, "intelligence": 50.0, "tension": 50.0, "cohesion": 50.0}
    values |= {"status_quo": 0.0, "drain": 1.5, "tech": 5.0, "capability": 3.0, "work": 5.0}
    values |= {"trust": 50.0 * apart, "salience": 1.0 * apart, "relation": 0.0, "surge_wait": 0, "unlocked": False}
    _, cap = play.world.bounds["capital"]
    held = {n: np.broadcast_to(v, getattr(state, n).shape).astype(FIELDS[n].dtype) for n, v in values.items()}
    # programmes differ in technology and capability, so that there are gaps to close
    return state.having(**held, capital=np.broadcast_to(cap, state.capital.shape))


def declared(play: Play, effects: list[Effect], scope: Scope, strength: float) -> dict[str, Any]:
    """Return by field what effects are declared to add, with a replicate axis."""
    layout = play.effects.layout
    steps = sum((vector(layout, effect, scope) for effect in effects), np.zeros(layout.total))
    return play.effects.amounts(strength * steps[None])


def misdone(before: State, without: State, done: State, expected: dict[str, Any]) -> list[str]:
    """Return the fields that moved otherwise than declared between the two arms."""
    wrong = []
    for name in SIGNED:
        moved = getattr(done, name) - getattr(without, name)
        wanted = np.broadcast_to(expected.get(name, 0.0), moved.shape)
        grain = FIELDS[name].grain
        if (np.sign(np.round(moved / grain)) != np.sign(np.round(wanted / grain))).any():
            wrong.append(f"{name}: the sign differs")
        elif np.abs(moved - wanted).max(initial=0.0) > grain:
            wrong.append(f"{name}: {np.abs(moved - wanted).max()} off")
    assert before.replicates == done.replicates
    return wrong


def after(play: Play, state: State, inputs: Inputs, phase: str, dice: Any, number: int = 3) -> State:
    """Return the state after a phase of a turn that starts from a state."""
    turn = turn_of(play, number, state, inputs, dice, Book(keep=False))
    return next(end for name, _, end in walk(turn) if name == phase)


# -- orders -----------------------------------------------------------------------------------------------------

PHASE_OF = {"news": "news", "home": "home approval", "programmes": "programme progress", "fielding": "fielding",
            "conduct": "conduct"}


def ordering(play: Play, seat: int, *texts: str) -> Inputs:
    """Return the inputs of a turn in which one seat issues some orders."""
    talks, orders = idle_inputs(play, middle(play))
    option = np.full_like(orders.option, NONE)
    for slot, text in enumerate(texts):
        option[:, seat, slot] = play.options.place[text]
    return Inputs(talks, dataclasses.replace(orders, option=option))


def orders_misdone(play: Play, name: str, consulted: bool) -> dict[str, list[str]]:
    """Return by seat and option of an order what came of it that is not declared."""
    world, row, wrong = play.world, play.world.ruleset.orders[name], {}
    state, dice = middle(play), Dice(3)
    options = play.options
    for option in np.flatnonzero(options.order == world.index["order"][name]):
        for seat in np.flatnonzero(options.may[:, option]):
            also = [CONSULT] if consulted else []
            arms = [after(play, state, ordering(play, seat, *texts), PHASE_OF[row.phase], dice)
                    for texts in (also, [*also, options.text[option]])]
            chosen = [effect for effect in row.effect if effect.verb == "adjust" and effect.delay == 0
                      and (not effect.given or (consulted and effect.given == CONSULT))
                      and not (consulted and effect.unless == CONSULT)]
            assert not any(effect.per for effect in chosen) or (state.home == 50.0).all()
            scope = Scope(world, int(seat), TARGET_AXIS[row.target], int(options.target[option]))
            strength = float(exact.grain(options.strength[option], STRENGTH))
            if told := misdone(state, *arms, declared(play, chosen, scope, strength)):
                wrong[f"{world.ids['nation'][seat]}: {options.text[option]}"] = told
    return wrong


def plain_orders() -> list[str]:
    """Return the orders that do something by declared effects, and nothing to the same numbers by other verbs."""
    rows = scenario_of(BASELINE).ruleset.orders.items()
    kept = ("adjust", "allot", "pledge", "claim")
    return [name for name, row in rows if {effect.verb for effect in row.effect} & {"adjust"}
            and all(effect.verb in kept for effect in row.effect)]


@pytest.mark.parametrize("name", plain_orders())
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_an_order_does_what_its_row_declares(scenario: str, name: str) -> None:
    assert orders_misdone(still(scenario), name, consulted=False) == {}


def conditional_orders() -> list[str]:
    rows = scenario_of(BASELINE).ruleset.orders.items()
    return [n for n, row in rows if n != CONSULT and any(CONSULT in (e.given, e.unless) for e in row.effect)]


@pytest.mark.parametrize("name", conditional_orders())
def test_an_order_does_what_its_row_declares_when_partners_were_asked(name: str) -> None:
    play = still(BASELINE)
    seats = play.options.may[:, play.options.place[CONSULT]]
    only = dataclasses.replace(play, options=dataclasses.replace(play.options, may=play.options.may & seats[:, None]))
    if name in plain_orders():
        assert orders_misdone(only, name, consulted=True) == {}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_what_a_seller_passes_on_closes_part_of_the_gap(scenario: str) -> None:
    play = still(scenario)
    state = middle(play)
    world, sells = play.world, [t for t in play.effects.transfers]
    for transfer in sells:
        for option in np.flatnonzero(play.options.order == world.index["order"][transfer.order]):
            for seat in np.flatnonzero(play.options.may[:, option]):
                buyer = int(play.options.target[option])
                ahead = np.array(state.tech if transfer.field == "tech" else state.capability)
                ahead[:, seat] += 3.0
                rich = state.having(**{transfer.field: ahead, "tech": np.full_like(state.tech, 9.0)}
                                    if transfer.field != "tech" else {"tech": ahead})
                phase = PHASE_OF[transfer.phase]
                arms = [after(play, rich, ordering(play, seat, *texts), phase, Dice(3))
                        for texts in ([], [play.options.text[option]])]
                moved = getattr(arms[1], transfer.field) - getattr(arms[0], transfer.field)
                gained = moved[0, buyer] if transfer.field == "tech" else moved[0, buyer, transfer.part]
                assert gained > 0.0, play.options.text[option]
                assert (np.delete(moved, buyer, axis=1) == 0.0).all()


# -- agreements -------------------------------------------------------------------------------------------------


def standing(play: Play, place: int, status: int, left: float = 0.0) -> State:
    """Return games in which one agreement stands so, and no other is in force."""
    state = middle(play)
    agreement, years = np.full_like(state.agreement, OPEN), np.zeros_like(state.left)
    agreement[:, place], years[:, place] = status, left
    tied = play.world.programme_agreement == place
    stage = np.where(tied & (state.stage == STAGES.index("idea")), STAGES.index("principle"), state.stage)
    return state.having(agreement=agreement, left=years, stage=stage.astype(np.int32))


def signing(play: Play, place: int) -> tuple[State, Inputs, Any]:
    """Return what it takes to sign one agreement: talks, signatures, a home that lets it pass."""
    state, world = standing(play, place, OPEN), play.world
    talks, orders = idle_inputs(play, state)
    outcome, proposer = np.array(talks.outcome), np.array(talks.proposer)
    outcome[:, place], proposer[:, place] = ACCEPTED, world.first_party[place]
    convened = np.broadcast_to(world.opens[:, place], talks.convened.shape)
    sign = np.zeros_like(orders.sign)
    sign[:, place] = world.party[place]
    inputs = Inputs(
        dataclasses.replace(talks, outcome=outcome, proposer=proposer, convened=convened),
        dataclasses.replace(orders, sign=sign),
    )
    return state, inputs, RuledDice(Dice(3), {("R9.ratify", world.ids["agreement"][place]): True})


def effects_on(play: Play, place: int, moment: str, actor: int = -1) -> dict[str, Any]:
    chosen = [effect for effect in play.world.agreement_rows[place].effect if effect.on == moment]
    return declared(play, chosen, Scope(play.world, actor, agreement=place), 1.0)


def cases() -> list[Any]:
    return [
        pytest.param(name, place, id=f"{name}-{agreement}")
        for name in SCENARIOS
        for place, agreement in enumerate(play_of(name).world.ids["agreement"])
    ]


@pytest.mark.parametrize(("name", "place"), cases())
def test_a_signature_does_what_its_row_declares(name: str, place: int) -> None:
    play = still(name)
    state, inputs, dice = signing(play, place)
    unsigned = Inputs(idle_inputs(play, state).diplomacy, inputs.orders)
    arms = [after(play, state, each, MOMENTS["signing"], dice) for each in (unsigned, inputs)]
    assert arms[1].agreement[0, place] == IN_FORCE
    assert misdone(state, *arms, effects_on(play, place, "signing")) == []


@pytest.mark.parametrize(("name", "place"), cases())
def test_a_year_of_an_agreement_does_what_its_row_declares(name: str, place: int) -> None:
    play, dice = still(name), Dice(3)
    moved = []
    for status, left in ((OPEN, 0.0), (IN_FORCE, 50.0)):
        state = standing(play, place, status, left)
        turn = turn_of(play, 3, state, idle_inputs(play, state), dice, Book())
        list(walk(turn))
        moved.append(told(turn.book, play, f"({'year'})"))
    expected = effects_on(play, place, "year")
    assert moved[0] == {}
    assert set(moved[1]) == {name for name, amount in expected.items() if np.any(amount)}
    for field, amount in moved[1].items():
        assert (np.abs(amount - expected[field][0]) <= FIELDS[field].grain).all(), field


def told(book: Book, play: Play, ending: str) -> dict[str, Any]:
    """Return by field what the ledger puts down to agreements at a moment."""
    found: dict[str, Any] = {}
    for entry in book.entries:
        if entry.rule in play.world.index["agreement"] and entry.reason.endswith(ending):
            found[entry.field] = found.get(entry.field, 0.0) + entry.amount
    return found


@pytest.mark.parametrize(("name", "place"), cases())
def test_an_expiry_does_what_its_row_declares(name: str, place: int) -> None:
    play, dice = still(name), Dice(3)
    states = [standing(play, place, IN_FORCE, left) for left in (5.0, 1.0)]
    arms = [after(play, state, idle_inputs(play, state), MOMENTS["expiry"], dice) for state in states]
    assert arms[0].agreement[0, place] == IN_FORCE
    assert arms[1].agreement[0, place] != IN_FORCE
    expected = effects_on(play, place, "expiry")
    for field in SIGNED:
        wanted = np.broadcast_to(expected.get(field, 0.0), getattr(arms[0], field).shape)
        moved = getattr(arms[1], field) - getattr(arms[0], field)
        # tracks are pulled back towards rest within the phase: less may be left of it, never the other sign
        assert (np.sign(moved) * np.sign(wanted) >= 0.0).all(), field
        assert ((np.abs(moved) > 0.0) == (np.abs(wanted) > 0.0)).all(), field


@pytest.mark.parametrize(("name", "place"), cases())
def test_a_breach_does_what_its_row_declares(name: str, place: int) -> None:
    play, dice, world = still(name), Dice(3), play_of(name).world
    order = next(n for n, row in world.ruleset.orders.items() if any(e.verb == "withdraw" for e in row.effect))
    row = world.ruleset.orders[order]
    state = standing(play, place, IN_FORCE, 5.0)
    own = [effect for effect in row.effect if effect.verb == "adjust"]
    for seat in np.flatnonzero(world.party[place]):
        text = f"{order} {world.ids['agreement'][place]}"
        arms = [after(play, state, ordering(play, seat, *texts), MOMENTS["breach"], dice) for texts in ([], [text])]
        expected = effects_on(play, place, "breach", int(seat))
        for field, amount in declared(play, own, Scope(world, int(seat), TARGET_AXIS[row.target], place), 1.0).items():
            expected[field] = expected.get(field, 0.0) + amount
        assert misdone(state, *arms, expected) == [], world.ids["nation"][seat]


# -- every declaration counts ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["orders", "agreements"])
def test_every_declared_effect_moves_something_somewhere(kind: str) -> None:
    """No effect of a row is void in both scenarios: a selector that names nobody is a slip of the pen."""
    rules = scenario_of(BASELINE).ruleset
    silent = {(name, place) for name, row in getattr(rules, kind).items() for place, effect in enumerate(row.effect)
              if effect.verb == "adjust"}
    for scenario in SCENARIOS:
        play = play_of(scenario)
        for name, place, scope in scopes(play, kind):
            effect = getattr(rules, kind)[name].effect[place]
            if (name, place) in silent and vector(play.effects.layout, effect, scope).any():
                silent.discard((name, place))
    assert sorted(silent) == []


def scopes(play: Play, kind: str) -> Any:
    """Yield row, place of an effect and scope for everything that could be issued or signed."""
    world, options = play.world, play.options
    if kind == "orders":
        for option in range(options.size):
            name = world.ids["order"][options.order[option]]
            row = world.ruleset.orders[name]
            for seat in np.flatnonzero(options.may[:, option]):
                scope = Scope(world, int(seat), TARGET_AXIS[row.target], int(options.target[option]))
                yield from ((name, place, scope) for place, e in enumerate(row.effect) if e.verb == "adjust")
        return
    for a, row in enumerate(world.scenario.agreements.values()):
        for actor in np.flatnonzero(world.party[a]):
            scope = Scope(world, int(actor), agreement=a)
            effects = world.ruleset.agreements[row.type].effect
            yield from ((row.type, place, scope) for place, _ in enumerate(effects))
