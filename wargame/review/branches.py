"""Two games of one scenario side by side: the turns they share, the orders that differ, what came of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wargame.faults import WargameError
from wargame.game import Game
from wargame.outcomes import Outcome
from wargame.review.again import outcomes_of
from wargame.review.effects import spreads
from wargame.review.sheet import Sheet


@dataclass(frozen=True)
class Parted:
    """One seat's orders in one turn, where the games differ.

    Attributes
    ----------
    first, second : orders that only one of the games has;  both : those of both
    """

    turn: int
    seat: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    both: tuple[str, ...]


@dataclass(frozen=True)
class Ended:
    """One outcome in both games; ``size`` is the difference in spreads of fresh luck, 0 for what restates others."""

    outcome: Outcome
    first: float
    second: float
    size: float

    @property
    def difference(self) -> float:
        """Second less first."""
        return self.second - self.first


@dataclass(frozen=True)
class Fork:
    """Two games side by side.

    Attributes
    ----------
    shared : turns, from the first, after which both stand the same to the bit
    same_luck : whether the dice are the same
    turns : played, of each
    orders : where they differ, in turn order;  outcomes : those that differ, the furthest apart first
    alike : outcomes that came out the same
    """

    shared: int
    same_luck: bool
    turns: tuple[int, int]
    orders: tuple[Parted, ...]
    outcomes: tuple[Ended, ...]
    alike: int

    @property
    def same(self) -> bool:
        """Whether the shorter game is just the beginning of the other, or both are the same."""
        return self.shared == min(self.turns)


def compare(first: Game, second: Game) -> Fork:
    """Set two games side by side.

    Raises
    ------
    WargameError
        they are not of one scenario with one set of rules, or one of them has no turn yet
    """
    _check(first, second)
    sheets = Sheet.of(first), Sheet.of(second)
    spread, values = spreads(sheets[0]), [outcomes_of(sheet) for sheet in sheets]
    ended = [
        Ended(row, float(a), float(b), float((b - a) / wide))
        for row, a, b, wide in zip(sheets[0].outcomes, *values, spread, strict=True)
    ]
    apart = [each for each in ended if each.first != each.second]
    shared = _shared(first, second)
    return Fork(
        shared,
        (first.seed, first.replicate) == (second.seed, second.replicate),
        (first.turn, second.turn),
        tuple(_parted(sheets[0], sheets[1], shared)),
        tuple(sorted(apart, key=lambda each: -abs(each.size))),
        len(ended) - len(apart),
    )


def _check(first: Game, second: Game) -> None:
    one, other = first.record.header, second.record.header
    names = [str(each.scenario["id"]) for each in (one, other)]
    if names[0] != names[1]:
        raise WargameError(
            f"The games are of different scenarios, {names[0]} and {names[1]}, and cannot be set side by side. "
            f"Choose another game of {names[0]}."
        )
    if (one.scenario_hash, one.ruleset_hash) != (other.scenario_hash, other.ruleset_hash):
        raise WargameError(
            f"Both games are of {names[0]}, but their rules, numbers or length differ. "
            "Choose a game that was begun with the same ones, such as a branch."
        )
    if not first.turn or not second.turn:
        raise WargameError("One of the games has no turn played yet. Play a turn, or choose another game.")


def _shared(first: Game, second: Game) -> int:
    count = 0
    for one, other in zip(first.model.states[1:], second.model.states[1:], strict=False):
        if one.digest() != other.digest():
            break
        count += 1
    return count


def _parted(first: Sheet, second: Sheet, shared: int) -> Sequence[Parted]:
    rows = []
    for turn in range(shared + 1, min(first.turns, second.turns) + 1):
        for seat in first.play.world.ids["nation"]:
            one, other = (_orders(sheet.sealed[turn - 1], seat) for sheet in (first, second))
            if sorted(one) != sorted(other):
                rows.append(
                    Parted(
                        turn,
                        seat,
                        tuple(text for text in one if text not in other),
                        tuple(text for text in other if text not in one),
                        tuple(text for text in one if text in other),
                    )
                )
    return rows


def _orders(sealed: Mapping[str, Mapping[str, Sequence[str]]], seat: str) -> tuple[str, ...]:
    return tuple(sealed[seat]["orders"]) if seat in sealed else ()
