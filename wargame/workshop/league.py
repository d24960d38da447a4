"""The forecast league: open questions of a turn, the chances that teams and the model give them, and what they scored.

Questions, the model's chances and the answers rest on what every seat may know, and on nothing else. All three follow
from the game as it was played, so that nothing but the percentages that teams stated has to be kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from wargame.blocks import play_block
from wargame.dice import Dice, fresh
from wargame.faults import WargameError
from wargame.forecast import imagine, remember
from wargame.game import Game
from wargame.observation import NOBODY, Observation, observe
from wargame.policies import cast_of
from wargame.scenario import Scenario
from wargame.workshop.questions import KINDS, Question, came_true, possible

__all__ = [
    "MODEL",
    "MOST",
    "SHRUG",
    "Question",
    "Row",
    "Settled",
    "brier",
    "model_chances",
    "questions",
    "settle",
    "settled",
    "table",
]

MOST = 4
"""Questions of a turn, at most."""
WORLDS = 300
"""Worlds in which the model plays the turn: a chance is then known to about 3 points."""
OPEN = (0.15, 0.85)
"""Chances of the model between which a question is open."""
DANGER = 0.02
"""Chance from which on it is asked whether talks break down."""
ROTATION = 3
"""So many of the best questions of one kind take turns, lest the same be asked every year."""
SHRUG = 0.25
"""Brier score of 50 percent, whatever comes."""
MODEL = "model"
"""Who forecasts beside the seats."""


@dataclass(frozen=True)
class Settled:
    """A question that is answered.

    Attributes
    ----------
    came : whether it came true
    model : percent that the model gave it;  percents : seat -> percent
    """

    question: Question
    came: bool
    model: float
    percents: Mapping[str, float]


@dataclass(frozen=True)
class Row:
    """One line of the league.

    Attributes
    ----------
    who : a seat, or ``model``;  count : its forecasts that are settled
    brier : mean Brier score, 0 for certain and right, 1 for certain and wrong
    skill : share of a shrug's score that it saved: 1 at best, 0 for 50 percent always, below 0 for worse
    model : mean Brier score of the model at the same questions
    """

    who: str
    count: int
    brier: float
    skill: float
    model: float


def questions(game: Game, turn: int | None = None) -> tuple[Question, ...]:
    """Return the questions of a turn, chosen so that what all may know leaves them open.

    Parameters
    ----------
    turn : from 1; the open one if not given, of which a game that is over has none

    Raises
    ------
    WargameError
        the turn is neither played nor open
    """
    return tuple(_asked(game, turn))


def model_chances(game: Game, turn: int | None = None) -> dict[str, float]:
    """Return question -> percent that the model gives it at the start of the turn, never 0 or 100.

    House AI of the scenario's characters, whoever sits there now, plays the turn in worlds as an outsider may believe
    them; see ``forecast.imagine``.

    Parameters
    ----------
    turn : as of ``questions``
    """
    return {question.id: chance * 100.0 for question, chance in _asked(game, turn).items()}


def settle(game: Game, question: Question) -> bool | None:
    """Return whether a question came true, by what every seat may know; None as long as its turn is not played."""
    if question.turn > game.turn:
        return None
    was, now = (_public(game, turn) for turn in (question.turn - 1, question.turn))
    return bool(came_true(question, was, now)[0])


def settled(game: Game, turn: int, forecasts: Mapping[str, Mapping[str, float]]) -> tuple[Settled, ...]:
    """Return the questions of a turn that was played, with what everybody gave them.

    Parameters
    ----------
    forecasts : seat -> question -> percent
    """
    found = []
    for question, chance in _asked(game, turn).items():
        came = settle(game, question)
        if came is not None:
            given = {seat: held[question.id] for seat, held in forecasts.items() if question.id in held}
            found.append(Settled(question, came, chance * 100.0, given))
    return tuple(found)


def brier(percent: float, came: bool) -> float:
    """Return the Brier score of one forecast: the squared distance from what came.

    Examples
    --------
    >>> brier(100.0, True), brier(50.0, False), round(brier(80.0, False), 2)
    (0.0, 0.25, 0.64)
    """
    return (percent / 100.0 - came) ** 2


def table(game: Game, forecasts: Mapping[int, Mapping[str, Mapping[str, float]]]) -> tuple[Row, ...]:
    """Return the league, best first: the model, and every seat of which a forecast is settled.

    Parameters
    ----------
    forecasts : turn -> seat -> question -> percent
    """
    scores: dict[str, list[tuple[float, float]]] = {}
    for turn in range(1, game.turn + 1):
        for each in settled(game, turn, forecasts.get(turn, {})):
            own = brier(each.model, each.came)
            for who, percent in {**each.percents, MODEL: each.model}.items():
                scores.setdefault(who, []).append((brier(percent, each.came), own))
    return tuple(sorted(map(_row, scores, scores.values()), key=lambda row: (row.brier, row.who)))


def _row(who: str, scores: Sequence[tuple[float, float]]) -> Row:
    mean, model = (float(value) for value in np.mean(scores, axis=0))
    return Row(who, len(scores), mean, 1.0 - mean / SHRUG, model)


# -- choosing -----------------------------------------------------------------------------------------------

_kept: WeakKeyDictionary[Game, dict[int, dict[Question, float]]] = WeakKeyDictionary()


def _asked(game: Game, turn: int | None) -> Mapping[Question, float]:
    """Return the questions of a turn with the model's chances; worked out once, as what was played stays played."""
    number = game.turn + 1 if turn is None else turn
    if turn is None and game.over:
        return {}
    last = game.turn + (not game.over)
    if not 1 <= number <= last:
        raise WargameError(f"Turn {number} is neither played nor open. Write 1 to {last}.")
    held = _kept.setdefault(game, {})
    if number not in held:
        held[number] = _choose(game, number)
    return held[number]


def _choose(game: Game, turn: int) -> dict[Question, float]:
    """Return one open question of each kind in turn, and then more of them, until there are enough."""
    chances = _chances(game, turn)
    kinds = [_ranked(game.play.scenario, turn, kind, chances) for kind in KINDS]
    chosen: list[Question] = []
    while len(chosen) < MOST and any(kinds):
        for ranked in kinds:
            free = [each for each in ranked if each.entity not in {other.entity for other in chosen}]
            ranked[:] = free[1:]
            if free and len(chosen) < MOST:
                chosen.append(free[0])
    return {question: chances[question] for question in chosen}


def _ranked(scenario: Scenario, turn: int, kind: str, chances: Mapping[Question, float]) -> list[Question]:
    """Return the open questions of a kind: those that concern most nations first, then the most open ones."""
    low, high = (DANGER, 1.0 - DANGER) if kind == "breakdown" else OPEN
    able = [each for each, chance in chances.items() if each.kind == kind and low <= chance <= high]
    able.sort(key=lambda each: (-_concerned(scenario, each), abs(chances[each] - 0.5)))
    first = (turn - 1) % min(ROTATION, len(able)) if able else 0
    return [*able[first : first + 1], *able[:first], *able[first + 1 :]]


def _concerned(scenario: Scenario, question: Question) -> int:
    """Return how many nations have a hand in what a question is about; the same for all but papers and programmes."""
    if question.kind == "agreement":
        return len(scenario.agreements[question.entity].parties)
    return len(scenario.programmes[question.entity].owners) if question.kind == "programme" else 1


def _chances(game: Game, turn: int) -> dict[Question, float]:
    """Return all that may be asked, each with its chance by the model."""
    play = game.play
    past, orders = game.model.states[:turn], game.model.orders[: turn - 1]
    dice = Dice(fresh(game.seed, f"league {game.replicate} {turn}"), 0, WORLDS)
    memory = remember(play, past, orders, NOBODY)
    worlds = imagine(play.world, observe(play.world, past[-1], [NOBODY]), memory, dice)
    cast = cast_of(play)
    step = next(iter(play_block(cast, dice, start=worlds)))
    was, now = (observe(play.world, state, [NOBODY]) for state in (step.before, step.after))
    real = _public(game, turn - 1)
    return {
        question: float((came_true(question, was, now).sum() + 0.5) / (WORLDS + 1.0))
        for question in possible(play.scenario, real, turn)
    }


def _public(game: Game, turn: int) -> Observation:
    """Return what every seat may know after a turn."""
    return observe(game.play.world, game.model.states[turn], [NOBODY])
