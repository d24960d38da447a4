"""Play-test measures: what hundreds of house-AI games say about a scenario, target beside figure.

The targets are the house's own (game design, play-test measures): endings, balance, dominance, bite and story.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from wargame.adjudication.measures import holds
from wargame.adjudication.phases.scoring import met_by_seat, objectives_met, succeeds
from wargame.adjudication.turn import Play
from wargame.arrays import Array, BoolArray
from wargame.dice import Dice
from wargame.ensemble import Step, play_block
from wargame.orders import LAPSED, NONE, REJECTED, legal, option_costs
from wargame.policies import Cast, cast_of
from wargame.state import BREAKDOWN, IN_FORCE, State, stack

FRICTION, SHOW = 1, 3
PAIRS = 100
"""Most games by which playing is set beside holding, a seat."""
MIXES = 20
"""Casts that a mix of characters is made of."""


@dataclass(frozen=True)
class Measure:
    """One measure: its figure, and the window it should lie in."""

    group: str
    name: str
    figure: float
    low: float
    high: float

    @property
    def fits(self) -> bool:
        """Whether the figure lies in its window."""
        return self.low <= self.figure <= self.high


@dataclass
class Tally:
    """Counts gathered turn by turn over a block of games."""

    used: Array
    could: Array
    binding: list[Any] = field(default_factory=list)
    dull: list[Any] = field(default_factory=list)
    signed: list[Any] = field(default_factory=list)
    offers: float = 0.0
    lapsed: float = 0.0
    promised: float = 0.0
    broken: float = 0.0
    first: dict[str, list[Array]] = field(default_factory=dict)


@dataclass(frozen=True)
class Playtest:
    """The measures of a block of games, the use of each order, and the final state."""

    measures: tuple[Measure, ...]
    use: dict[str, float]
    final: State


def playtest(
    casts: Sequence[Cast], games: int = 500, seed: int = 1, watch: Callable[[Step], None] | None = None
) -> Playtest:
    """Play games and measure them, dealt evenly over one cast or several.

    Parameters
    ----------
    casts : house AI of every seat; several casts make a mix of characters (``mixed_casts``)
    games : number of games, at least one a cast
    watch : called with every step, to show progress
    """
    world = casts[0].play.world
    tally = Tally(np.zeros(world.size("order")), np.zeros(world.size("order")))
    lasts: list[Step] = []
    for place, cast in enumerate(casts):
        first, stop = games * place // len(casts), games * (place + 1) // len(casts)
        part: dict[str, Array] = {}
        for step in play_block(cast, Dice(seed, first, stop - first)):
            _count(tally, step, cast, part)
            if watch:
                watch(step)
        lasts.append(step)
        for key, turns in part.items():
            tally.first.setdefault(key, []).append(turns)
    found = _measured(tally, casts[0], lasts)
    worth = worth_of_playing(casts[0], min(games, PAIRS), seed)
    return dataclasses.replace(found, measures=(*found.measures, worth))


def worth_of_playing(cast: Cast, games: int, seed: int) -> Measure:
    """Set each seat's games beside the same games in which it holds throughout, under the same luck.

    The figure is the share of pairs in which playing met more of the seat's objectives than holding, among the
    pairs that differ.
    """
    played = _last_met(cast, games, seed)
    better = worse = 0
    for seat in range(played.shape[1]):
        held = _last_met(cast, games, seed, (seat,))
        better += int((played[:, seat] > held[:, seat]).sum())
        worse += int((played[:, seat] < held[:, seat]).sum())
    return Measure(
        "dominance", "playing beats holding, paired games", better / max(better + worse, 1), 0.60, 1.0
    )


def _last_met(cast: Cast, games: int, seed: int, holding: Sequence[int] = ()) -> Array:
    for step in play_block(cast, Dice(seed, 0, games), holding=holding):
        last = step.after
    return np.where(last.ending[:, None] == BREAKDOWN, 0, met_by_seat(cast.play.world, last))


def mixed_casts(play: Play, count: int, seed: int = 1) -> tuple[Cast, ...]:
    """Return casts in which each seat has its scenario character or, as likely, any of the ruleset's."""
    world = play.world
    names = tuple(world.ruleset.characters)
    u = Dice(seed, 0, count).uniform("playtest.cast", world.ids["nation"], 1, 2)
    casts = []
    for row in u:
        wanted = {
            seat: names[int(row[n, 1] * len(names))]
            for n, seat in enumerate(world.ids["nation"])
            if row[n, 0] < 0.5
        }
        casts.append(cast_of(play, wanted))
    return tuple(casts)


def casts_of(play: Play, characters: str, games: int, seed: int = 1) -> tuple[Cast, ...]:
    """Return the casts of a play-test: the scenario's own, a mix, or one character in every seat.

    Raises
    ------
    WargameError
        an unknown character, with the nearest known one
    """
    if characters == "own":
        return (cast_of(play),)
    if characters == "mixed":
        return mixed_casts(play, min(games, MIXES), seed)
    return (cast_of(play, dict.fromkeys(play.world.ids["nation"], characters)),)


def _measured(tally: Tally, cast: Cast, lasts: list[Step]) -> Playtest:
    world = cast.play.world
    before, final = stack([step.before for step in lasts]), stack([step.after for step in lasts])
    rows = [
        *_endings(final),
        *_balance(cast, final),
        *_bite(tally, cast, before, final),
        *_story(tally, cast),
    ]
    names = world.ids["order"]
    use = {names[o]: float(tally.used[o] / max(tally.could[o], 1)) for o in range(len(names))}
    idle = {name for name, row in world.ruleset.orders.items() if not row.effect}
    inside = float(np.mean([0.03 <= share <= 0.45 for name, share in use.items() if name not in idle]))
    told = "orders used in 3-45 % of the seat-turns where legal"
    rows.append(Measure("dominance", told, inside, 0.9, 1.0))
    return Playtest(tuple(rows), use, final)


def _count(tally: Tally, step: Step, cast: Cast, first: dict[str, Array]) -> None:
    world, options = cast.play.world, cast.play.options
    playing: BoolArray = step.before.playing
    chosen = _chosen(step, options.size)
    could = legal(options, step.observation)
    for order in range(world.size("order")):
        own = options.order == order
        tally.could[order] += np.sum(could[playing][..., own].any(axis=-1))
        tally.used[order] += np.sum(chosen[playing][..., own].any(axis=-1))
    tally.binding.append(_binds(step, cast, chosen)[playing])
    tally.dull.append(~_moved(step)[playing])
    signed = (step.orders.sign | ~world.party).all(axis=-1) & step.diplomacy.pencilled
    bound = signed & (step.after.agreement == IN_FORCE)
    tally.signed.append(bound.sum(axis=-1)[playing])
    tally.offers += (step.diplomacy.proposer >= 0)[playing].sum()
    tally.lapsed += ((step.diplomacy.outcome == LAPSED) | (step.diplomacy.outcome == REJECTED))[playing].sum()
    promise = step.before.promise
    given = (promise >= 0) & playing[:, None]
    broke = given[..., None] & (options.order == promise[..., None]) & chosen
    tally.promised += given.sum()
    tally.broken += broke.any(axis=-1).sum()
    _firsts(first, step, cast)


def _moved(step: Step) -> BoolArray:
    """(replicate,) some level, agreement, stage or gate changed in the turn."""
    moved = np.zeros(step.before.replicates, dtype=np.bool_)
    for name in ("level", "agreement", "stage", "unlocked"):
        changed = getattr(step.after, name) != getattr(step.before, name)
        moved |= changed.reshape(len(moved), -1).any(axis=-1)
    return moved


def _chosen(step: Step, size: int) -> BoolArray:
    option = step.orders.option
    table = np.zeros((*option.shape[:2], size), dtype=np.bool_)
    rows, seats, slots = np.nonzero(option != NONE)
    table[rows, seats, option[rows, seats, slots]] = True
    return table


def _binds(step: Step, cast: Cast, chosen: BoolArray) -> BoolArray:
    """(replicate, nation) less than a PC, or a tenth of the wedge, is left once orders are paid."""
    capital, funds = option_costs(cast.play.options, step.observation)
    world = cast.play.world
    money = world.nation_values("wedge") / 100.0 * step.before.spending * world.years
    signing = np.array([row.capital for row in world.agreement_rows])[None, :, None] * step.orders.sign
    met = (step.diplomacy.convened * world.meeting_price)[..., None] * world.attends
    purse = step.before.capital - (chosen * capital).sum(axis=-1) - signing.sum(axis=1) - met.sum(axis=1)
    left = step.before.funds - np.where(chosen, funds, 0.0).sum(axis=-1)
    return np.asarray((purse < 1.0) | (left < 0.1 * money))


def _firsts(first: dict[str, Array], step: Step, cast: Cast) -> None:
    """Note the turn in which each expectation of the scenario first came true."""
    for row in cast.play.scenario.frame.story:
        now = holds(cast.play.world, step.after, row.when)
        before = first.setdefault(row.text, np.full(len(now), 99))
        first[row.text] = np.where(now & (before == 99), step.turn, before)


def _endings(final: State) -> list[Measure]:
    broke = final.ending == BREAKDOWN
    calm = ~broke & (final.level <= FRICTION).all(axis=-1)
    tense = ~broke & (final.level >= SHOW).any(axis=-1)
    return [
        Measure("endings", "calm", float(calm.mean()), 0.20, 0.35),
        Measure("endings", "tense", float(tense.mean()), 0.20, 0.35),
        Measure("endings", "breakdown", float(broke.mean()), 0.03, 0.10),
    ]


def _balance(cast: Cast, final: State) -> list[Measure]:
    world = cast.play.world
    wins = succeeds(world, final)
    met = objectives_met(world, final) & (final.ending != BREAKDOWN)[:, None]
    rows = [
        Measure("balance", f"{seat} succeeds", float(wins[:, n].mean()), 0.25, 0.60)
        for n, seat in enumerate(world.ids["nation"])
    ]
    rows += [
        Measure("balance", f"objective {name} met", float(met[:, o].mean()), 0.20, 0.70)
        for o, name in enumerate(world.ids["objective"])
    ]
    together = (wins.sum(axis=-1) >= 2).mean()
    return [*rows, Measure("balance", "two or more seats succeed together", float(together), 0.40, 0.75)]


def _bite(tally: Tally, cast: Cast, before: State, final: State) -> list[Measure]:
    world = cast.play.world
    undecided = (met_by_seat(world, final) != met_by_seat(world, before)).any(axis=-1)
    return [
        Measure("bite", "PC or funds bind, share of seat-turns", _mean(tally.binding), 0.70, 1.0),
        Measure("bite", "dull turns", _mean(tally.dull), 0.0, 0.20),
        Measure("bite", "objectives undecided at the last turn", float(undecided.mean()), 0.50, 1.0),
    ]


def _mean(parts: list[Any]) -> float:
    return float(np.concatenate([np.asarray(part, dtype=np.float64).ravel() for part in parts]).mean())


def _story(tally: Tally, cast: Cast) -> list[Measure]:
    rows = [
        Measure(
            "story",
            row.text,
            float((np.concatenate(tally.first[row.text]) <= row.by).mean()),
            row.low,
            row.high,
        )
        for row in cast.play.scenario.frame.story
    ]
    return [
        *rows,
        Measure("story", "agreements that come into force a turn", _mean(tally.signed), 1.0, 2.5),
        Measure("story", "offers that come to nothing", tally.lapsed / max(tally.offers, 1), 0.15, 0.35),
        Measure("story", "promises broken", tally.broken / max(tally.promised, 1), 0.05, 0.15),
    ]
