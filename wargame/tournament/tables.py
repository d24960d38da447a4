"""The tables of a tournament: seats, ranking, blocs; what the games do not tell apart is not told as different.

Differences are those of the same games, and many of them are looked at together: their p values are Holm's over the
whole table, so that where nothing differs 95 of 100 such tables mark no difference at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from wargame.arrays import Array, BoolArray
from wargame.ensemble.intervals import LEVEL
from wargame.forecast.comparison import NO_DIFFERENCE
from wargame.forecast.pairs import compare_pairs, holm
from wargame.playtest.measures import interval, mean
from wargame.tournament.equilibria import best_replies, nash_shares
from wargame.tournament.lineup import BLOCS, PAY_OFFS, SEATS, LineUp

NO_OR_YES = "succeeds"
"""The pay-off that is 0 or 1 in a game."""


@dataclass(frozen=True)
class Apart:
    """Differences of many pairs of cells, held to being looked at together; (comparison,) each.

    Attributes
    ----------
    gain : mean of first less second;  low, high : its own 95 % interval
    p : Holm's over all comparisons
    higher, lower : whether it is told apart, and which way
    """

    gain: Array
    low: Array
    high: Array
    p: Array
    higher: BoolArray
    lower: BoolArray


def tell_apart(first: Array, second: Array, no_or_yes: bool) -> Apart:
    """Return what differs between cells.

    Parameters
    ----------
    first, second : (comparison, game)
    no_or_yes : differences are -1, 0 or 1 in a game
    """
    told = compare_pairs(first, second, np.full(len(first), no_or_yes))
    p = holm(told.p, told.equal < 1.0)
    sure = p <= 1.0 - LEVEL
    # + 0.0 makes a plain 0 of -0.0
    numbers = (told.difference + 0.0, told.low + 0.0, told.high + 0.0, p)
    return Apart(*numbers, sure & (told.low > 0.0), sure & (told.high < 0.0))


def _named(name: str, values: Array, share: bool) -> dict[str, float]:
    """Return the mean of some games, (game,), with its 95 % interval, as columns."""
    low, high = interval(*(told := mean(values)), len(values), share)
    return {name: told[0] + 0.0, f"{name}_low": low + 0.0, f"{name}_high": high + 0.0}


def seat_table(lineup: LineUp, paid: Mapping[str, Array]) -> pd.DataFrame:
    """Return one row a seat and character, all other seats as the scenario has them.

    Parameters
    ----------
    paid : pay-off -> (point, game, seat)

    Returns
    -------
    columns ``seat, character, own`` and for each pay-off its mean with 95 % interval (``score, score_low,
    score_high``), its gain over the seat's own character in the same games (``score_gain, score_gain_low,
    score_gain_high``), Holm's p over the gains of the table, and ``score_verdict``: ``better``, ``worse``, "no
    difference detected", or ``own``
    """
    keys = [
        (seat, name)
        for seat in lineup.seats
        for name in (lineup.own(seat), *(each for each in lineup.characters if each != lineup.own(seat)))
    ]
    places = _places(lineup)
    rows: list[dict[str, Any]] = [
        {"seat": seat, "character": name, "own": name == lineup.own(seat)} for seat, name in keys
    ]
    for each in PAY_OFFS:
        values = np.stack([places.of(paid[each], seat, name) for seat, name in keys])
        base = np.stack([places.of(paid[each], seat, lineup.own(seat)) for seat, _ in keys])
        rivals = np.array([not row["own"] for row in rows])
        told = tell_apart(values[rivals], base[rivals], each == NO_OR_YES)
        place = np.cumsum(rivals) - 1
        for n, row in enumerate(rows):
            row |= _named(each, values[n], each == NO_OR_YES)
            row |= _gain(each, told, place[n]) if rivals[n] else _no_gain(each)
    return pd.DataFrame(rows)


def _gain(name: str, told: Apart, n: int) -> dict[str, Any]:
    verdict = "better" if told.higher[n] else "worse" if told.lower[n] else NO_DIFFERENCE
    numbers = {"": told.gain[n], "_low": told.low[n], "_high": told.high[n], "_p": told.p[n]}
    return {f"{name}_gain{end}": float(x) for end, x in numbers.items()} | {f"{name}_verdict": verdict}


def _no_gain(name: str) -> dict[str, Any]:
    """Return the gain of a seat's own character over itself."""
    numbers = {"": 0.0, "_low": 0.0, "_high": 0.0, "_p": 1.0}
    return {f"{name}_gain{end}": x for end, x in numbers.items()} | {f"{name}_verdict": "own"}


@dataclass(frozen=True)
class _Places:
    """Where the games of a seat with a character stand."""

    points: Mapping[tuple[str, str], int]
    seats: tuple[str, ...]

    def of(self, paid: Array, seat: str, character: str) -> Array:
        """Return (game,) what a seat was paid with a character, its own one where no point says other."""
        return np.asarray(paid[self.points.get((seat, character), 0), :, self.seats.index(seat)])


def _places(lineup: LineUp) -> _Places:
    points = {
        (str(point.labels["seat"]), str(point.labels["first"])): place
        for place, point in enumerate(lineup.plan.points)
        if point.labels["part"] == SEATS
    }
    return _Places(points, tuple(lineup.scenario.nations))


def ranking_table(lineup: LineUp, paid: Array, seats: pd.DataFrame) -> pd.DataFrame:
    """Return the characters by what they bring a seat over its own, on average over the seats.

    A seat whose own character it is counts as a gain of 0. Every two characters are compared in the same games; a
    character stands below those that are told to be better than it, and above those told to be worse.

    Parameters
    ----------
    paid : (point, game, seat) of the pay-off
    seats : as ``seat_table`` returns it

    Returns
    -------
    columns ``rank_first, rank_last`` (ranks that the games leave open), ``character, gain, low, high`` (95 %),
    ``better_in, worse_in`` (seats in which it is told apart from the seat's own), ``own_in``
    """
    places, names = _places(lineup), lineup.characters
    gains = np.stack(
        [
            np.mean(
                [
                    places.of(paid, seat, name) - places.of(paid, seat, lineup.own(seat))
                    for seat in lineup.seats
                ],
                axis=0,
            )
            for name in names
        ]
    )
    no_or_yes = lineup.pay_off == NO_OR_YES and len(lineup.seats) == 1
    pairs = np.array(list(combinations(range(len(names)), 2)))
    told = tell_apart(gains[pairs[:, 0]], gains[pairs[:, 1]], no_or_yes)
    above, below = np.zeros((2, len(names)), dtype=np.int64)
    for (one, other), higher, lower in zip(pairs, told.higher, told.lower, strict=True):
        above[[other, one]] += [higher, lower]
        below[[one, other]] += [higher, lower]
    alone = tell_apart(gains, np.zeros_like(gains), no_or_yes)
    said = list(zip(seats["character"], seats[f"{lineup.pay_off}_verdict"], strict=True))
    rows = [
        {
            "rank_first": 1 + int(above[n]),
            "rank_last": len(names) - int(below[n]),
            "character": name,
            **{end: float(getattr(alone, end)[n]) for end in ("gain", "low", "high")},
            **{f"{verdict}_in": said.count((name, verdict)) for verdict in ("better", "worse", "own")},
        }
        for n, name in enumerate(names)
    ]
    return pd.DataFrame(rows).sort_values("gain", ascending=False, kind="stable", ignore_index=True)


def cell_table(lineup: LineUp, paid: Array) -> pd.DataFrame:
    """Return one row a pair of characters, one for each bloc; a bloc's pay-off is the mean of its seats'.

    Parameters
    ----------
    paid : (point, game, seat) of the pay-off

    Returns
    -------
    columns ``first, second``; for each side ``pay_off_1, low_1, high_1`` (95 %), ``best_1`` (best reply to the other
    side in this sample), ``tie_1`` (not told apart from it); ``nash`` (both are best replies in this sample),
    ``nash_share`` (in how many bootstrap samples); no rows without blocs
    """
    if not lineup.blocs[0]:
        return pd.DataFrame()
    names, order = lineup.characters, list(lineup.scenario.nations)
    points = [place for place, point in enumerate(lineup.plan.points) if point.labels["part"] == BLOCS]
    square = (len(names), len(names), lineup.games)
    table = np.stack(
        [
            paid[points][..., [order.index(seat) for seat in side]].mean(axis=-1).reshape(square)
            for side in lineup.blocs
        ]
    )
    best, shares = best_replies(table.mean(axis=-1)), nash_shares(table, lineup.seed)
    lone = [lineup.pay_off == NO_OR_YES and len(side) == 1 for side in lineup.blocs]
    ties = [_ties(table[0], lone[0]), _ties(table[1].swapaxes(0, 1), lone[1]).T]
    rows = []
    for a, b in np.ndindex(square[:2]):
        row: dict[str, Any] = {"first": names[a], "second": names[b]}
        for side in (0, 1):
            told = _named("pay_off", table[side, a, b], lone[side])
            row |= {f"{name.removeprefix('pay_off_')}_{side + 1}": value for name, value in told.items()}
            row |= {
                f"best_{side + 1}": bool(best[side, a, b]),
                f"tie_{side + 1}": bool(best[side, a, b] or ties[side][a, b]),
            }
        rows.append({**row, "nash": bool(best[:, a, b].all()), "nash_share": float(shares[a, b])})
    return pd.DataFrame(rows)


def _ties(table: Array, no_or_yes: bool) -> BoolArray:
    """Return (reply, to) which replies are not told apart from the best one.

    Parameters
    ----------
    table : (reply, to, game) pay-offs of the side that replies
    """
    leader = table.mean(axis=-1).argmax(axis=0)
    top = table[leader, np.arange(table.shape[1])]
    others = leader[None, :] != np.arange(len(table))[:, None]
    told = tell_apart(table[others], np.broadcast_to(top, table.shape)[others], no_or_yes)
    ties = np.ones(table.shape[:2], dtype=np.bool_)
    ties[others] = ~told.lower
    return ties
