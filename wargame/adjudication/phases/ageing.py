"""Ageing and expiry (R2, R3, R10, R11): stocks decay, technology spreads, agreements run, home tracks drift."""

from __future__ import annotations

import numpy as np

from wargame import exact
from wargame.adjudication import burden, diffusion, stocks
from wargame.adjudication.phases.progress import open_work
from wargame.adjudication.turn import Turn
from wargame.arrays import Array, BoolArray
from wargame.ledger import Change
from wargame.state import ENDED, IN_FORCE, STAGES, State
from wargame.world import World


def ageing(turn: Turn, state: State) -> State:
    """Run agreements and stocks for a turn; technology spreads; signed programmes open; capital comes in."""
    state = agreement_effects(turn, state, state.agreement == IN_FORCE, "year")
    state = _expire(turn, state)
    changes = [*_capability(turn, state), *_home(turn, state), *_clocks(turn, state), *_openings(turn, state)]
    return turn.settle(state, [*changes, *_indexed(turn, state), *_spread(turn, state)])


def agreement_effects(turn: Turn, state: State, which: BoolArray, moment: str) -> State:
    """Apply the declared effects of agreements at a moment; yearly ones in proportion to the turn."""
    effects, world = turn.play.effects, turn.world
    weight = which.astype(np.float64) * (turn.years if moment == "year" else 1.0)
    changes: list[Change] = []
    if turn.book.keep:
        for a in np.flatnonzero(which.any(axis=0)):
            row = world.agreement_rows[a]
            for name, amount in effects.amounts(weight[:, a, None] * effects.agreements[moment][a]).items():
                changes.append(
                    Change(name, amount, f"{row.name} ({moment})", world.ids["agreement"][a], row.source)
                )
    else:
        steps = weight @ effects.agreements[moment]
        changes += [Change(name, amount, "agreements") for name, amount in effects.amounts(steps).items()]
    return turn.settle(state, changes)


def _expire(turn: Turn, state: State) -> State:
    # the turn of signing counts: it binds and pays in that turn, so a term of five years is five years' pay
    running = state.agreement == IN_FORCE
    spent = np.where(running & (state.left < 90.0), np.minimum(turn.years, state.left), 0.0)
    over = running & (state.left - spent <= 0.0)
    state = turn.settle(
        state,
        [
            Change("left", -spent, "a turn of the term", "diplomacy"),
            Change("agreement", np.where(over, ENDED - IN_FORCE, 0), "expired", "diplomacy"),
        ],
    )
    return agreement_effects(turn, state, over, "expiry")


def _indexed(turn: Turn, state: State) -> list[Change]:
    """At the end of a year an indexed bill follows the growth of its payer's budget, up to a cap (R2)."""
    world = turn.world
    if not world.closes_year(turn.number):
        return []
    running = (state.agreement == IN_FORCE) & world.indexed
    growth = exact.expm1(state.growth)[:, world.first_party]
    following = burden.indexed_support(1.0, growth, turn.value("burden.index_cap", 1))
    rise = np.where(running, exact.log(following), 0.0)
    return [Change("bill", rise, "index of the contract", "R2", turn.source("burden.index_cap"))]


def _capability(turn: Turn, state: State) -> list[Change]:
    """Perpetual inventory: decay against what the base budget replaces; rivals' advance makes defence obsolete."""
    world = turn.world
    rows = world.ruleset.areas.values()
    rates = [turn.value(row.decay, 1) * np.ones((1, 1)) for row in rows]
    rate = np.stack(np.broadcast_arrays(*rates), axis=-1)
    base = np.array(
        [
            [row.capability.get(area, 0.0) for area in world.ids["area"]]
            for row in world.scenario.nations.values()
        ]
    )
    dearer = stocks.purchasing_power(turn.value("stocks.unit_cost", 1), (turn.number - 1) * turn.years)
    scale = state.spending / world.nation_values("spending") * dearer
    parts = stocks.stock_contributions(state.capability, rate * base * scale[..., None], rate, turn.years)
    loss = stocks.obsolescence(
        state.capability, _rival_advance(turn, state), turn.value("stocks.obsolescence", 2)
    )
    return [
        Change("capability", parts["decay"], "decay", "R3", turn.source("stocks.decay_general")),
        Change("capability", parts["investment"], "replacement", "R3", turn.source("stocks.unit_cost")),
        Change("capability", loss, "obsolescence", "R11", turn.source("stocks.obsolescence")),
    ]


def _rival_advance(turn: Turn, state: State) -> Array:
    """(replicate, nation, area) how far the strongest rival strike of a defence's class rose this turn."""
    world = turn.world
    strike = world.areas_of("strike")
    advance = np.zeros_like(state.capability)
    for area, kind in enumerate(world.area_class):
        if kind < 0 or strike[area]:
            continue
        threats = np.flatnonzero(strike & (world.area_class == kind))
        for other in threats:
            now = np.where(world.rival, state.capability[:, None, :, other], 0.0).max(axis=-1)
            then = np.where(world.rival, turn.opening.capability[:, None, :, other], 0.0).max(axis=-1)
            advance[..., area] = np.maximum(advance[..., area], now - then)
    return advance


def _spread(turn: Turn, state: State) -> list[Change]:
    """Who is behind catches up with the front, faster with a friend there, slower where only rivals are (R10)."""
    world = turn.world
    best = state.tech.max(axis=-1, keepdims=True)
    leads = (state.tech == best)[:, None, :]
    pacts = ((state.agreement == IN_FORCE) & world.enables("research")).astype(np.float64)
    # counts are whole numbers: the product is exact whatever computes it
    bound = world.party.astype(np.float64)
    shared = (bound.T * pacts[:, None, :]) @ bound > 0.0
    helped = ((world.ally | shared) & leads).any(axis=-1)
    shut = (world.rival | ~leads).all(axis=-1)
    # how hard the technology is to copy is part of the one rate for all areas
    rate = diffusion.catch_up_rate(
        turn.value("diffusion.industry", 1),
        0.0,
        turn.value("diffusion.transfer", 1) * helped,
        turn.value("diffusion.control", 1) * shut,
    )
    gain = diffusion.catch_up(state.tech, best, rate, turn.coverage, turn.years)
    return [Change("tech", gain, "catching up with the front", "R10", turn.source("diffusion.industry"))]


def _home(turn: Turn, state: State) -> list[Change]:
    """Tracks are pulled back to where the nation began, and some drift by themselves."""
    world = turn.world
    rest = opening_home(world)
    changes = []
    pull, drift = np.zeros_like(state.home), np.zeros_like(state.home)
    for k, row in enumerate(world.ruleset.tracks.values()):
        if row.pull:
            rate = exact.convert_rate(turn.value(row.pull, 1), turn.years)
            pull[..., k] = rate * (rest[:, k] - state.home[..., k])
        if row.drift:
            drift[..., k] = turn.value(row.drift, 1) * turn.years * _named(world, k)
    changes.append(Change("home", pull, "back to the usual", "R9", turn.source("home.pull_slow")))
    changes.append(Change("home", drift, "drift", "R9", turn.source("home.drift_patience")))
    rate = exact.convert_rate(turn.value("beliefs.fading", 1), turn.years)
    rest_of = world.nation_values("intelligence")
    back = rate * (rest_of - state.intelligence)
    changes.append(Change("intelligence", back, "effort fades", "beliefs", turn.source("beliefs.fading")))
    return changes


def opening_home(world: World) -> Array:
    """Return (nation, track) tracks at the opening: a nation's own, else the track's neutral value."""
    tracks = world.ruleset.tracks.items()
    rows = world.scenario.nations.values()
    return np.array([[row.home.get(name, track.neutral) for name, track in tracks] for row in rows])


def _named(world: World, track: int) -> Array:
    """(nation,) nations whose scenario names the track: only they drift."""
    name = world.ids["track"][track]
    return np.array([float(name in row.home) for row in world.scenario.nations.values()])


def _clocks(turn: Turn, state: State) -> list[Change]:
    """Capital income, waits, repeats, and the memory of orders with delayed effects."""
    world = turn.world
    income = np.array([row.capital.income for row in world.scenario.nations.values()]) * turn.years
    cost = np.zeros_like(state.capital)
    for d, row in enumerate(world.scenario.drains.values()):
        step = np.minimum(np.floor(state.drain[:, d]), 3).astype(np.int32)
        cost -= (np.array(row.capital)[step] * turn.years)[:, None] * world.mask("nation", [row.distracted])
    line_used = turn.power > 0
    tired = np.where(line_used, 1, -np.minimum(state.fatigue, 1))
    changes = [
        Change("capital", np.broadcast_to(income, state.capital.shape), "income", "economy"),
        Change("capital", cost, "attention drawn elsewhere", "economy"),
        Change("fatigue", tired, "repeats", "economy"),
    ]
    if world.closes_year(turn.number):
        changes.append(Change("surge_wait", -np.minimum(state.surge_wait, 1), "a year", "economy"))
    if world.size("lag"):
        memory = np.concatenate([turn.power[:, None], state.issued[:, :-1]], axis=1)
        changes.append(Change("issued", memory - state.issued, "orders given", "economy"))
    return changes


def _openings(turn: Turn, state: State) -> list[Change]:
    """Programmes signed this turn open at its end, so that money and work start with the next one."""
    begun = state.stage == STAGES.index("signed")
    return open_work(turn, state, begun, "work starts", ("S000.3",))
