"""The game with and without each act of the white cell: a ruling that set an outcome, a card that was injected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from wargame.arrays import Array
from wargame.forecast import Comparison, Pool
from wargame.forecast.pairs import holm
from wargame.game import Game
from wargame.inputs import Inputs, standing
from wargame.review.again import outcomes_of, play_on
from wargame.review.effects import Effect, Shift, effects, reach, shifts, spreads
from wargame.review.sheet import Sheet
from wargame.state import stack

PAIRS = 200
"""Pairs of games under fresh luck, of each act."""


@dataclass(frozen=True)
class Act:
    """One act of the white cell.

    Attributes
    ----------
    kind : ``ruling`` or ``inject``
    rule, entity, outcome : what a ruling set, and to what
    place, name : place of an inject among those of its turn, and the name of its card
    reason : why, as it was logged
    """

    turn: int
    kind: str
    reason: str
    rule: str = ""
    entity: str = ""
    outcome: bool = False
    place: int = -1
    name: str = ""


@dataclass(frozen=True)
class Weighed:
    """One act, and what the game would have been without it; fields as of a turning point.

    Attributes
    ----------
    fresh : what it does to the outcomes that moved most, under fresh luck
    judged : whether fresh luck is played
    """

    act: Act
    reach: float
    moved: tuple[Shift, ...]
    fresh: tuple[Effect, ...] = ()
    judged: bool = False


def acts_of(game: Game) -> tuple[Act, ...]:
    """Return the rulings and injects of the turns played, in order."""
    found, cards = [], 0
    for turn in range(1, game.turn + 1):
        cards = 0
        for fact in standing(game.record.of(turn)):
            if fact["kind"] == "ruling":
                named = {name: fact[name] for name in ("rule", "entity")}
                found.append(Act(turn, "ruling", fact["reason"], **named, outcome=bool(fact["outcome"])))
            elif fact["kind"] == "inject":
                found.append(Act(turn, "inject", fact["reason"], place=cards, name=fact["event"]["name"]))
                cards += 1
    return tuple(found)


def weigh(
    sheet: Sheet, acts: Sequence[Act], pairs: int = PAIRS, pool: Pool | None = None
) -> Iterator[tuple[Weighed, ...]]:
    """Play the game without each act and yield what came of it, as it comes: own luck first, then fresh luck.

    Parameters
    ----------
    acts : of ``acts_of``; nothing is yielded if there is none
    pairs : games under fresh luck, with the act and without it
    pool : processes that share the pairs
    """
    if not acts:
        return
    spread, was = spreads(sheet), outcomes_of(sheet)
    rows = [_own(sheet, act, was, spread) for act in acts]
    yield tuple(rows)
    for place, row in enumerate(rows):
        rows[place] = replace(row, fresh=_judged(sheet, row, pairs, pool), judged=True)
        yield tuple(rows)


def _without(sheet: Sheet, act: Act) -> Inputs:
    """Return the inputs of the turn with the act left out."""
    held = sheet.inputs[act.turn - 1]
    if act.kind == "ruling":
        rulings = {key: value for key, value in held.rulings.items() if key != (act.rule, act.entity)}
        return replace(held, rulings=rulings)
    return replace(held, injects=tuple(e for k, e in enumerate(held.injects) if k != act.place))


def _own(sheet: Sheet, act: Act, was: Array, spread: Array) -> Weighed:
    step = sheet.arms(act.turn, [None], _without(sheet, act)).first_turn(
        sheet.states[act.turn - 1], sheet.luck
    )
    parted = stack([sheet.states[act.turn], step.after])
    without = play_on(sheet, act.turn, parted)[:, 1]
    return Weighed(act, reach(was, without, spread), shifts(sheet.outcomes, was, without, spread))


def _judged(sheet: Sheet, row: Weighed, pairs: int, pool: Pool | None) -> tuple[Effect, ...]:
    """Return what fresh luck tells of the outcomes that moved, p values held to their number."""
    found = _both(sheet, row.act, pairs, pool)
    told = effects(found[0].outcomes, found[0].values[:, 0], found[1].values[:, 0])
    wanted = [shift.outcome.name for shift in row.moved]
    told = tuple(each for name in wanted for each in told if each.outcome.name == name)
    held = holm(
        np.array([each.p for each in told]), np.array([each.equal < 1.0 for each in told], dtype=np.bool_)
    )
    return tuple(replace(each, p=float(p)) for each, p in zip(told, held, strict=True))


def _both(sheet: Sheet, act: Act, pairs: int, pool: Pool | None) -> Sequence[Comparison]:
    """Play both, each in blocks of its own, as what the umpire sets is set for a whole block; the luck is the same."""
    given: tuple[Any, ...] = (None, _without(sheet, act))
    arms = [sheet.arms(act.turn, [None], each) for each in given]
    return [sheet.future(act.turn, ["game"], each).run(pairs, pool) for each in arms]
