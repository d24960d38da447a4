"""What is counted turn by turn over a block of games, (game,) or (game, ...) each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from wargame.adjudication.phases.ladder import crisis_due
from wargame.adjudication.phases.scoring import met_by_seat
from wargame.arrays import Array, BoolArray
from wargame.blocks import Step, play_block
from wargame.dice import Dice
from wargame.orders import LAPSED, REJECTED
from wargame.outcomes import Course
from wargame.playtest.appraisal import Appraisal, Groups, appraise, chosen
from wargame.policies import Cast
from wargame.policies.decisions import kin_of
from wargame.state import IN_FORCE

NEAR = 0.9
"""Part of the best choice's worth at which another is near equal."""


@dataclass(frozen=True)
class Games:
    """Games of one cast or several, counted.

    Attributes
    ----------
    counts : name -> (game, ...) sums over the turns of a game; see ``Tally``
    outcomes : name -> (game,), as ``list_outcomes`` describes them
    cast : (game,) which of the casts played
    """

    counts: dict[str, Array]
    outcomes: dict[str, Array]
    cast: Any


def count_games(
    casts: Sequence[Cast], games: int, seed: int, watch: Callable[[str], None] | None = None
) -> Games:
    """Play games and count them, dealt evenly over the casts.

    Parameters
    ----------
    games : at least one a cast
    watch : called before each block with words on how far it is
    """
    parts = []
    for place, cast in enumerate(casts):
        first, stop = games * place // len(casts), games * (place + 1) // len(casts)
        if watch:
            watch(f"game {first:,} of {games:,}")
        tally, course = Tally(cast, stop - first), Course(cast.play)
        for step in play_block(cast, Dice(seed, first, stop - first)):
            tally.note(step)
            course.note(step)
        parts.append((tally.counts, course.outcomes(), np.full(stop - first, place)))
    counts, outcomes, cast_of_game = zip(*parts, strict=True)
    return Games(_joined(counts), _joined(outcomes), np.concatenate(cast_of_game))


def _joined(parts: Sequence[dict[str, Array]]) -> dict[str, Array]:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


class Tally:
    """Counts of a block of games; turns after a game's end count for nothing.

    Attributes
    ----------
    counts : by name, with a row a game: ``turns``, ``seat_turns``, ``crises`` (turns with a crisis round),
        ``dull`` (turns in which no level, agreement, stage or gate moved), ``binding`` and ``near`` (seat-turns
        in which money binds, or two choices are near equal), ``signed``, ``offers``, ``failed`` (offers that came
        to nothing), ``promised``, ``broken``, ``undecided`` (0 or 1: some objective turned in the last turn);
        ``used`` and ``could`` (game, group of seat and order) seat-turns; ``wished`` and ``purse``
        (game, seat, 2) PC and bn USD
    """

    def __init__(self, cast: Cast, games: int) -> None:
        self.play = cast.play
        world = self.play.world
        everyone = np.arange(world.size("nation"), dtype=np.int32)
        choices = self.play.options.choices(everyone)
        self.orders = Groups(choices, self.play.options.order)
        self.kin = Groups(choices, kin_of(self.play))
        self.seats = Groups(choices, np.zeros_like(self.play.options.order))
        self.counts: dict[str, Array] = {"undecided": np.zeros(games)}
        for name in ("used", "could"):
            self.counts[name] = np.zeros((games, len(self.orders.label)))
        for name in ("wished", "purse"):
            self.counts[name] = np.zeros((games, len(everyone), 2))

    def note(self, step: Step) -> None:
        """Take in one turn of the block."""
        world, playing = self.play.world, step.before.playing
        found = appraise(self.play, step.study)
        issued = chosen(found.choices, step.orders)
        seen = step.observation
        paid = self._paid(step, found, issued)
        parts = {
            "turns": np.ones(len(playing)),
            "seat_turns": np.full(len(playing), world.size("nation")),
            "crises": crisis_due(seen.get("level"), seen.get("tension")).any(axis=(1, 2)),
            "dull": ~_moved(step),
            "used": self.orders.any(issued),
            "could": self.orders.any(found.legal),
            "binding": self._binds(step, paid).sum(axis=-1),
            "near": self._near(found).sum(axis=-1),
            "wished": self._wishes(found),
            "purse": np.stack([step.before.capital, step.before.funds], axis=-1),
            **_talks(step, world.party),
            **self._promises(step, found, issued),
        }
        for name, values in parts.items():
            held = np.where(playing.reshape(-1, *(1,) * (values.ndim - 1)), values, 0)
            self.counts[name] = self.counts.get(name, 0) + np.asarray(held, dtype=np.float64)
        turned = (met_by_seat(world, step.after) != met_by_seat(world, step.before)).any(axis=-1)
        self.counts["undecided"] = np.where(playing, turned, self.counts["undecided"])

    def _paid(self, step: Step, found: Appraisal, issued: BoolArray) -> Array:
        """(replicate, seat, 2) PC and bn USD left once orders, signatures and meetings are paid."""
        world, choices = self.play.world, found.choices
        seats = world.size("nation")
        spent = np.zeros((*step.before.capital.shape, 2))
        for place, span in enumerate(choices.spans):
            spent[:, place, 0] = (issued[:, span] * choices.of(choices.options.capital)[span]).sum(axis=-1)
            spent[:, place, 1] = np.where(issued[:, span], found.funds[:, span], 0.0).sum(axis=-1)
        prices = np.array([row.capital for row in world.agreement_rows])
        spent[..., 0] += (prices[:, None] * step.orders.sign).sum(axis=1)
        met = (step.diplomacy.convened * world.meeting_price)[..., None] * world.attends
        spent[..., 0] += met.sum(axis=1)[:, :seats]
        return np.stack([step.before.capital, step.before.funds], axis=-1) - spent

    def _binds(self, step: Step, left: Array) -> BoolArray:
        """(replicate, seat) less than a PC, or a tenth of the free wedge, is left."""
        world = self.play.world
        money = world.nation_values("wedge") / 100.0 * step.before.spending * world.years
        return np.asarray((left[..., 0] < 1.0) | (left[..., 1] < 0.1 * money))

    def _near(self, found: Appraisal) -> BoolArray:
        """(replicate, seat) the second of the legal choices that do not exclude each other is near the best."""
        worth = self.kin.best(np.where(found.legal, found.worth, -np.inf))
        near = np.zeros((len(worth), len(found.choices.seats)), dtype=np.bool_)
        for place in range(near.shape[1]):
            own = worth[:, self.kin.place == place]
            if own.shape[1] > 1:
                second, best = np.partition(own, -2, axis=-1)[:, -2:].T
                near[:, place] = (best > 0.0) & (second >= NEAR * best)
        return near

    def _wishes(self, found: Appraisal) -> Array:
        """(replicate, seat, 2) PC and bn USD of the best of each kind that is worth its price, payable or not."""
        worth = np.where(found.possible, found.worth, -np.inf)
        wanted = self.kin.best(worth) > 0.0
        capital = found.choices.of(found.choices.options.capital)[None]
        seats = len(found.choices.seats)
        prices = [self.kin.of_best(worth, price) for price in (capital, np.maximum(found.funds, 0.0))]
        return np.stack([self.kin.sums(np.where(wanted, price, 0.0), seats) for price in prices], axis=-1)

    def _promises(self, step: Step, found: Appraisal, issued: BoolArray) -> dict[str, Array]:
        """Promises of the turn before that fell due, and those broken."""
        promise = step.before.promise
        named = promise[:, found.choices.place] == found.choices.of(self.play.options.order)
        broken = self.seats.any(named & issued)
        return {"promised": (promise >= 0).sum(axis=-1), "broken": broken.sum(axis=-1)}


def _talks(step: Step, party: BoolArray) -> dict[str, Array]:
    """Agreements that came into force, offers made, and those that came to nothing."""
    pencilled = step.diplomacy.pencilled & (step.orders.sign | ~party).all(axis=-1)
    outcome = step.diplomacy.outcome
    return {
        "signed": (pencilled & (step.after.agreement == IN_FORCE)).sum(axis=-1),
        "offers": (step.diplomacy.proposer >= 0).sum(axis=-1),
        "failed": ((outcome == LAPSED) | (outcome == REJECTED)).sum(axis=-1),
    }


def _moved(step: Step) -> BoolArray:
    """(replicate,) some level, agreement, stage or gate changed in the turn."""
    moved = np.zeros(step.before.replicates, dtype=np.bool_)
    for name in ("level", "agreement", "stage", "unlocked"):
        changed = getattr(step.after, name) != getattr(step.before, name)
        moved |= changed.reshape(len(moved), -1).any(axis=-1)
    return moved
