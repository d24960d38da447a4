"""Orders act: the one interpreter that turns issued orders into changes, phase by phase.

Each moment of the turn calls ``acts`` for the orders that belong to it; the phase itself also settles what was
said against what was done: promises, signals, acting without a word to partners.
"""

from __future__ import annotations

import numpy as np

from wargame import exact
from wargame.address import split_field
from wargame.adjudication.turn import CONSULT, Turn
from wargame.arrays import Array, BoolArray
from wargame.effects import STRENGTH, Bundle
from wargame.ledger import Change
from wargame.schema import Effect
from wargame.state import BROKEN, IN_FORCE, STAGES, State

SEVERE = 3
"""Severity from which acting unconsulted costs trust, and a seat counts as having pushed."""

About = tuple[str, str, tuple[str, ...], int]
"""Reason, rule, source and actor of a change."""
BROKEN_BY_DEED = "an agreement broken by deed"
"""Reason booked where a party does what it signed not to do."""


def conduct(turn: Turn, state: State) -> State:
    """Tests, pressure, presence, talk: orders of the main phase, then words against deeds."""
    state = acts(turn, state, "conduct")
    state = _deeds(turn, _withdraw(turn, state))
    return turn.settle(state, [*_words(turn, state), *_unconsulted(turn), *_pushes(turn, state)])


def acts(turn: Turn, state: State, phase: str) -> State:
    """Apply the adjusting and transferring effects of all orders of a phase, at once."""
    changes: list[Change] = []
    if turn.book.keep:
        for bundle in turn.play.effects.bundles:
            if bundle.phase == phase and bundle.columns.size:
                changes += _told(turn, bundle, _strength(turn, state, bundle))
    else:
        steps = _steps(turn, state, phase)
        changes += [
            Change(name, amount, "orders") for name, amount in turn.play.effects.amounts(steps).items()
        ]
    changes += _transfers(turn, state, phase)
    state = turn.settle(state, changes)
    for name, lines in turn.lines_with("claim"):
        row = turn.world.ruleset.orders[name]
        told = turn.power[..., lines].sum(axis=-1)
        if row.phase == phase and told.any():
            effect = next(each for each in row.effect if each.verb == "claim")
            state = claim(turn, state, told, effect, row.name, row.source)
    return state


def _strength(turn: Turn, state: State, bundle: Bundle) -> Array:
    """(replicate, nation, line) at which a bundle acts: conditions and its ``per`` track included."""
    power = state.issued[:, bundle.delay - 1] if bundle.delay else turn.power
    strength = power[..., bundle.lines]
    if bundle.given:
        strength = strength * turn.has_issued(bundle.given)[..., None]
    if bundle.unless:
        strength = strength * ~turn.has_issued(bundle.unless)[..., None]
    if bundle.per:
        track = turn.opening.home[..., turn.world.index["track"][bundle.per]]
        strength = exact.grain(strength * (track / 50.0)[..., None], STRENGTH)
    return strength


def _steps(turn: Turn, state: State, phase: str) -> Array:
    """(replicate, entity) multiples of the unit by which all orders of a phase move each number, told by nobody."""
    total = turn.play.effects.layout.total
    places, amounts = [], []
    for moves in turn.play.effects.moves.get(phase, ()):
        power = state.issued[:, moves.delay - 1] if moves.delay else turn.power
        rows, seats, lines = np.nonzero(power) if moves.delay else turn.deeds
        strength = power[rows, seats, lines]
        if moves.given:
            strength = strength * turn.has_issued(moves.given)[rows, seats]
        if moves.unless:
            strength = strength * ~turn.has_issued(moves.unless)[rows, seats]
        if moves.per:
            track = turn.opening.home[rows, seats, turn.world.index["track"][moves.per]]
            strength = exact.grain(strength * (track / 50.0), STRENGTH)
        made, order = moves.of(seats, lines)
        places.append(rows[order] + state.replicates * moves.column[made])
        amounts.append(strength[order] * moves.multiple[made])
    # multiples of a power of two: the sum is exact in any order
    if not places:
        return np.zeros((state.replicates, total))
    size = state.replicates * total
    steps = np.bincount(np.concatenate(places), np.concatenate(amounts), minlength=size)
    return np.asarray(steps.reshape(total, state.replicates).T, dtype=np.float64)


def _told(turn: Turn, bundle: Bundle, strength: Array) -> list[Change]:
    """Give each actor's part of a bundle its own line in the ledger."""
    effects, row = turn.play.effects, turn.world.ruleset.orders[bundle.order]
    changes = []
    for actor in np.flatnonzero(strength.any(axis=(0, 2))):
        steps = np.zeros((strength.shape[0], effects.layout.total))
        steps[:, bundle.columns] = strength[:, actor] @ bundle.matrix[actor]
        for name, amount in effects.amounts(steps).items():
            changes.append(Change(name, amount, row.name, bundle.order, row.source, int(actor)))
    return changes


def _transfers(turn: Turn, state: State, phase: str) -> list[Change]:
    """Close part of the gap between actor and target where the actor is ahead."""
    changes = []
    for transfer in turn.play.effects.transfers:
        power = turn.power[..., transfer.lines]
        if transfer.phase != phase or not power.any():
            continue
        stock = state.tech if transfer.field == "tech" else state.capability[..., transfer.part]
        gap = np.maximum(stock[:, :, None] - stock[:, None, :], 0.0) / 10.0
        unit = turn.play.effects.units(transfer.field, 2)
        gain = exact.grain(power * gap * transfer.multiplier * unit, 2.0**-20).sum(axis=1)
        if transfer.field == "capability":
            table = np.zeros_like(state.capability)
            table[..., transfer.part] = gain
            gain = table
        row = turn.world.ruleset.orders[transfer.order]
        changes.append(Change(transfer.field, gain, row.name, transfer.order, row.source))
    return changes


def _withdraw(turn: Turn, state: State) -> State:
    """End agreements that a party leaves, with the effects of breach."""
    changes = []
    for name, lines in turn.lines_with("withdraw"):
        left = (turn.power[..., lines] > 0) & (state.agreement == IN_FORCE)[:, None, :]
        if left.any():
            row = turn.world.ruleset.orders[name]
            changes += _broken(turn, state, left, (row.name, name, row.source, -1))
    return turn.settle(state, changes)


def _deeds(turn: Turn, state: State) -> State:
    """End agreements that their first party breaks by an order they forbid; what was signed was promised before all.

    Who withdraws in the same turn has left before, and who signs in it is bound already.
    """
    world, changes = turn.world, []
    seen = np.zeros((state.replicates, world.size("nation")), dtype=np.bool_)
    for a in np.flatnonzero(world.binding):
        actor = int(world.first_party[a])
        broke = (turn.issued[:, actor] & world.forbids[a]).any(axis=-1) & (state.agreement[:, a] == IN_FORCE)
        if broke.any():
            left = np.zeros((state.replicates, *world.party.T.shape), dtype=np.bool_)
            left[:, actor, a] = broke
            source = world.agreement_rows[a].source
            about = (BROKEN_BY_DEED, world.ids["agreement"][a], source, actor)
            changes += _broken(turn, state, left, about)
            # what was kept secret shames nobody before outsiders
            seen[:, actor] |= broke & ~state.secret[:, a]
    return turn.settle(state, [*changes, *_shame(turn, seen)]) if changes else state


def _shame(turn: Turn, broken: BoolArray) -> list[Change]:
    """A signature broken in public costs what a broken promise costs, (replicate, nation)."""
    away = ~np.eye(turn.world.size("nation"), dtype=np.bool_)
    price, trust = turn.value("conduct.promise_price", 1), turn.value("conduct.promise_trust", 2)
    priced, believed = turn.source("conduct.promise_price"), turn.source("conduct.promise_trust")
    return [
        Change("capital", -price * broken, BROKEN_BY_DEED, "conduct", priced),
        Change("trust", -trust * broken[:, None, :] * away, BROKEN_BY_DEED, "conduct", believed),
    ]


def _broken(turn: Turn, state: State, left: BoolArray, about: About) -> list[Change]:
    """Return the changes by which agreements end that parties leave.

    Parameters
    ----------
    left : (replicate, nation, agreement), flag, who leaves what is in force
    about : reason, rule, source and actor of the changes
    """
    broken: BoolArray = np.asarray(left.any(axis=1))
    steps = np.zeros((state.replicates, turn.play.effects.layout.total))
    for actor in range(turn.world.size("nation")):
        steps += left[:, actor].astype(np.float64) @ turn.play.effects.breaches[actor]
    amounts = turn.play.effects.amounts(steps)
    changes = [Change(name, moved, "breach of an agreement", *about[1:]) for name, moved in amounts.items()]
    signed, idea = STAGES.index("signed"), STAGES.index("idea")
    tied = turn.world.programme_agreement
    ends = broken[:, tied] & (tied >= 0) & (state.stage == signed)
    # who leaves a programme under way stops paying for it; the others may go on alone, more slowly
    leaves = np.moveaxis(left[:, :, tied] & (tied >= 0), 1, -1)
    return [
        *changes,
        Change("agreement", np.where(broken, BROKEN - IN_FORCE, 0), *about),
        Change("left", np.where(broken, -state.left, 0.0), *about),
        Change("stage", np.where(ends, idea - signed, 0), *about),
        Change("share", np.where(leaves, -state.share, 0.0), *about),
    ]


def _words(turn: Turn, state: State) -> list[Change]:
    """Hold promises of last turn and this turn's signals against what was done."""
    world = turn.world
    promised = turn.opening.promise
    given = promised >= 0
    broken = given & np.take_along_axis(turn.issued, np.maximum(promised, 0)[..., None], axis=-1)[..., 0]
    kept = given & ~broken
    signal = turn.orders.signal
    said = signal >= 0
    meant = np.take_along_axis(turn.issued, np.maximum(signal, 0)[..., None], axis=-1)[..., 0]
    price = turn.value("conduct.promise_price", 1)
    trust = turn.value("conduct.promise_trust", 2)
    standing = world.index["track"].get("standing")
    changes = [
        Change("promise", turn.orders.promise - state.promise, "promise given", "conduct"),
        Change("capital", -price * broken, "promise broken", "conduct", turn.source("conduct.promise_price")),
    ]
    away = ~np.eye(world.size("nation"), dtype=np.bool_)
    seen = np.where(broken, -1.0, 0.0) + np.where(kept, 0.25, 0.0)
    source = turn.source("conduct.promise_trust")
    changes.append(
        Change("trust", trust * seen[:, None, :] * away, "promise kept or broken", "conduct", source)
    )
    if standing is not None:
        points = turn.value("conduct.false_signal", 1) * (said & ~meant)
        table = np.zeros_like(state.home)
        table[..., standing] = -points
        source = turn.source("conduct.false_signal")
        changes.append(Change("home", table, "signal that was not meant", "conduct", source))
    return changes


def _unconsulted(turn: Turn) -> list[Change]:
    """Charge partners' trust for severe orders that they were not told of."""
    options = turn.play.options
    severe = (turn.of_orders(options.severity) >= SEVERE).any(axis=-1) & ~turn.has_issued(CONSULT)
    loss = turn.value("conduct.unconsulted", 2) * severe[:, None, :] * turn.world.partner
    return [
        Change("trust", -loss, "severe order without a word", "conduct", turn.source("conduct.unconsulted"))
    ]


def _pushes(turn: Turn, state: State) -> list[Change]:
    """Name the seat that pushed last: the one with the most severe order of the pressure side, of equals by lot."""
    options = turn.play.options
    side = options.field("group") == "pressure"
    weight = turn.of_orders(np.where(side, options.severity, 0)).max(axis=-1)
    worst = (weight + 0.5 * turn.draw("conduct.push", "nation")).argmax(axis=-1)
    pushed = weight.max(axis=-1) >= SEVERE
    return [Change("pusher", np.where(pushed, worst - state.pusher, 0), "pushed last", "conduct")]


def claim(
    turn: Turn, state: State, told: Array, effect: Effect, reason: str, source: tuple[str, ...]
) -> State:
    """Move what others believe of a capability by a public claim, true or not.

    Parameters
    ----------
    told : (replicate, nation) strength of each nation's claim; believed by the claimant's standing
    """
    world = turn.world
    _, part = split_field(effect.field)
    area = world.index["area"][part]
    size = turn.menu("effects.multipliers")[abs(effect.step) - 1] * turn.play.effects.units("capability", 2)
    standing = world.index["track"].get("standing")
    belief = state.home[..., standing] / 100.0 if standing is not None else np.full(told.shape, 0.5)
    moved = np.zeros_like(state.estimate)
    away = ~np.eye(world.size("nation"), dtype=np.bool_)
    moved[..., area] = (told * belief)[:, None, :] * size * away
    return turn.settle(state, [Change("estimate", moved, reason, "claim", source)])
