"""Fixed policies: a seat that issues one and the same order whenever it may, against a seat that plays.

Every order that a seat may issue makes a policy, and so does holding. They race in two heats: a short one for
all of them, and a long one under fresh luck for the best, so that a lucky first heat decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd

from wargame.arrays import Array, BoolArray, IntArray
from wargame.blocks import Amend, play_block
from wargame.dice import Dice, DiceLike, fresh, tiled
from wargame.ensemble.plan import BLOCK
from wargame.orders import NONE, Diplomacy, Orders, idle
from wargame.outcomes import Course
from wargame.playtest.appraisal import Appraisal, appraise
from wargame.playtest.measures import FEWEST, Measure, mean
from wargame.policies import Cast, Study

FINALISTS = 4
"""Fixed policies of a seat that reach the long heat; holding is always there."""
SHARE_OF_GAMES = 8
"""One in so many games of a play-test is the number of pairs in the long heat."""
MOST = 60
"""Pairs of the long heat, at most; at least as many as can be judged. The short heat has a fifth as many."""
HOLD = -1
"""The order number of the policy that issues nothing."""


@dataclass(frozen=True)
class Race:
    """How a seat fared that played, and how its fixed policies did, game by game under the same luck.

    Attributes
    ----------
    played : (pair,) objectives met by a seat that plays
    fixed : policy -> (pair,) objectives met by it in the long heat, best first
    screened : policy -> mean objectives in the short heat
    """

    seat: str
    played: Array
    fixed: dict[str, Array]
    screened: dict[str, float]


def race(cast: Cast, games: int, seed: int, watch: Callable[[str], None] | None = None) -> tuple[Race, ...]:
    """Race the fixed policies of every seat against play by its character, others as they are.

    Parameters
    ----------
    games : size of the play-test, of which the number of pairs is a part
    watch : called before each block with words on how far it is
    """
    names = cast.play.world.ids["nation"]
    pairs = int(np.clip(games // SHARE_OF_GAMES, FEWEST, MOST))
    short = Dice(fresh(seed, "play-test, short heat"), 0, pairs // 5)
    long = Dice(fresh(seed, "play-test, long heat"), 0, pairs)
    entries = [(seat, order) for seat in range(len(names)) for order in (HOLD, *_orders(cast, seat))]
    first = _heat(cast, entries, short, _saying(watch, "fixed policies, short heat"))
    ranked = {seat: _ranked(first, seat) for seat in range(len(names))}
    best = [(seat, order) for seat, orders in ranked.items() for order in _finalists(orders)]
    final = _heat(cast, best, long, _saying(watch, "fixed policies, long heat"))
    played = _objectives(cast, long)
    return tuple(
        Race(
            name,
            played[f"objectives:{name}"],
            {_text(cast, order): final[seat, order] for order in _ranked(final, seat)},
            {_text(cast, order): float(first[seat, order].mean()) for order in ranked[seat]},
        )
        for seat, name in enumerate(names)
    )


def _orders(cast: Cast, seat: int) -> list[int]:
    """Return the orders that a seat may issue and that do something."""
    options, rows = cast.play.options, list(cast.play.world.ruleset.orders.values())
    return [int(order) for order in np.unique(options.order[options.may[seat]]) if rows[order].effect]


def _saying(watch: Callable[[str], None] | None, what: str) -> Callable[[str], None]:
    return (lambda far: watch(f"{what}, {far}")) if watch else (lambda far: None)


def _ranked(met: dict[tuple[int, int], Array], seat: int) -> list[int]:
    """Return the orders of a seat's policies, those that met most objectives first."""
    return sorted((o for n, o in met if n == seat), key=lambda order: -float(met[seat, order].mean()))


def _finalists(ranked: list[int]) -> list[int]:
    best = ranked[:FINALISTS]
    return best if HOLD in best else [*best[:-1], HOLD]


def always(cast: Cast, seats: IntArray, orders: IntArray) -> Amend:
    """Return fixed policies, one a row: a seat's order whenever it is legal, on what house AI likes best.

    The seat issues nothing else, signs nothing and says nothing; the other seats play.

    Parameters
    ----------
    seats, orders : (replicate,) seat of each row, -1 where all play; the order it issues, ``HOLD`` for none
    """

    def amend(study: Study, diplomacy: Diplomacy, decided: Orders) -> Orders:
        found, result = appraise(cast.play, study), decided
        for seat in np.unique(seats[seats >= 0]):
            result = _where(seats == seat, _fixed(found, decided, int(seat), orders), result)
        return result

    return amend


def _fixed(found: Appraisal, decided: Orders, seat: int, orders: IntArray) -> Orders:
    """Return the orders in which a seat issues the order of each row, if it may, and nothing else."""
    held, span = idle(decided, (seat,)), found.choices.spans[seat]
    option = found.choices.option[span]
    wanted = found.legal[:, span] & (found.choices.options.order[option] == orders[:, None])
    worth = np.where(wanted, found.worth[:, span], -np.inf)
    issued = np.array(held.option)
    issued[:, seat, 0] = np.where(wanted.any(axis=-1), option[worth.argmax(axis=-1)], NONE)
    return replace(held, option=issued)


def _where(rows: BoolArray, one: Orders, other: Orders) -> Orders:
    """Return the orders of one in some rows and of the other in the rest."""
    parts = {}
    for each in fields(Orders):
        new, old = getattr(one, each.name), getattr(other, each.name)
        parts[each.name] = np.where(rows.reshape(-1, *(1,) * (new.ndim - 1)), new, old)
    return Orders(**parts)


def _heat(
    cast: Cast, entries: list[tuple[int, int]], dice: Dice, say: Callable[[str], None]
) -> dict[tuple[int, int], Array]:
    """Return (seat, order) -> (pair,) objectives that the seat met by issuing it whenever it might."""
    names, width, found = cast.play.world.ids["nation"], max(BLOCK // dice.replicates, 1), {}
    for start in range(0, len(entries), width):
        say(f"{start} of {len(entries)}")
        part = entries[start : start + width]
        seats, orders = np.repeat(np.array(part, dtype=np.int32), dice.replicates, axis=0).T
        met = _objectives(cast, tiled(dice, len(part)), always(cast, seats, orders))
        for place, (seat, order) in enumerate(part):
            rows = slice(place * dice.replicates, (place + 1) * dice.replicates)
            found[seat, order] = met[f"objectives:{names[seat]}"][rows]
    return found


def _objectives(cast: Cast, dice: DiceLike, amend: Amend | None = None) -> dict[str, Array]:
    course = Course(cast.play)
    for step in play_block(cast, dice, amend=amend):
        course.note(step)
    return course.outcomes()


def _text(cast: Cast, order: int) -> str:
    return "always hold" if order == HOLD else f"always {cast.play.world.ids['order'][order]}"


def race_measures(races: tuple[Race, ...]) -> list[Measure]:
    """Return what races say of dominance: no one order wins a seat, and playing beats every fixed policy."""
    rows = []
    for each in races:
        first, second = list(each.fixed.values())[:2]
        rows.append(
            Measure(
                "dominance",
                f"{each.seat}: best fixed policy beats the next by",
                *_window(first - second, 0.0, 0.3),
                unit="objectives",
            )
        )
    rows += [
        Measure(
            "dominance",
            f"{each.seat}: playing beats its best fixed policy",
            *_window(_won(each.played, next(iter(each.fixed.values()))), 0.6, 1.0),
        )
        for each in races
    ]
    # the seats of a pair had the same luck: it is the pairs that are independent
    held = np.mean([_won(each.played, each.fixed["always hold"]) for each in races], axis=0)
    return [*rows, Measure("dominance", "playing beats holding, mean of the seats", *_window(held, 0.6, 1.0))]


def _window(values: Array, low: float, high: float) -> tuple[float, float, float, float, int]:
    figure, error = mean(values)
    return figure, low, high, error, len(values)


def _won(played: Array, fixed: Array) -> Array:
    """(pair,) 1 where playing met more objectives, 0 where it met fewer, a half where it met as many."""
    return np.asarray(0.5 + 0.5 * np.sign(played - fixed))


def race_table(races: tuple[Race, ...]) -> pd.DataFrame:
    """Return the races as a table: one row a seat and policy, finalists first.

    Columns: seat, policy, heat (long or short), objectives (mean), playing (mean objectives of the same games
    if the seat plays), pairs, and in how many of them the policy was worse than playing, equal, better.
    """
    rows = []
    for each in races:
        for policy, met in each.fixed.items():
            gap = np.sign(met - each.played)
            counts = {
                name: int((gap == sign).sum()) for name, sign in (("worse", -1), ("equal", 0), ("better", 1))
            }
            rows.append(
                {
                    "seat": each.seat,
                    "policy": policy,
                    "heat": "long",
                    "objectives": float(met.mean()),
                    "playing": float(each.played.mean()),
                    "pairs": len(met),
                    **counts,
                }
            )
        rows += [
            {"seat": each.seat, "policy": policy, "heat": "short", "objectives": met}
            for policy, met in each.screened.items()
            if policy not in each.fixed
        ]
    return pd.DataFrame(rows)
