"""The turn: what happens, in which order. ``SEQUENCE`` is the order of play."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from wargame.adjudication.phases.ageing import ageing
from wargame.adjudication.phases.approval import approval
from wargame.adjudication.phases.budgets import budgets
from wargame.adjudication.phases.conduct import conduct
from wargame.adjudication.phases.fielding import fielding
from wargame.adjudication.phases.incidents import incidents
from wargame.adjudication.phases.ladder import ladder
from wargame.adjudication.phases.news import news
from wargame.adjudication.phases.payments import payments
from wargame.adjudication.phases.perceptions import perceptions
from wargame.adjudication.phases.progress import progress
from wargame.adjudication.phases.readouts import readouts
from wargame.adjudication.phases.scoring import scoring
from wargame.adjudication.phases.signatures import signatures
from wargame.adjudication.turn import Turn
from wargame.ledger import Change
from wargame.state import CLOSED, FIELDS, State

Phase = Callable[[Turn, State], State]

SEQUENCE: tuple[tuple[str, Phase], ...] = (
    ("news", news),
    ("home approval", approval),
    ("signatures", signatures),
    ("payments", payments),
    ("programme progress", progress),
    ("fielding", fielding),
    ("conduct", conduct),
    ("incidents", incidents),
    ("perceptions", perceptions),
    ("ladder", ladder),
    ("scores", scoring),
    ("ageing", ageing),
    ("budgets", budgets),
    ("read-outs", readouts),
)
"""The order of play: synchronous across nations within a phase, sequential between phases."""


def adjudicate(turn: Turn) -> State:
    """Play one turn: orders become outcomes, in every row that has not ended.

    The whole game in a line: the next state follows from the state, the orders, the rules and the dice.
    """
    state = turn.opening
    if not state.playing.any():
        return state.having(turn=turn.number)
    for name, phase in SEQUENCE:
        turn.book.phase = name
        state = phase(turn, state)
    return _closed(turn, _frozen(turn.opening, state))


def _frozen(opening: State, state: State) -> State:
    """Leave games that had ended before this turn as they were."""
    playing = opening.playing
    if playing.all():
        return state
    kept = {}
    for name in FIELDS:
        old, new = getattr(opening, name), getattr(state, name)
        kept[name] = np.where(playing.reshape(-1, *(1,) * (new.ndim - 1)), new, old)
    return state.having(**kept)


def _closed(turn: Turn, state: State) -> State:
    """Count the turn; after the last one the games still playing close."""
    if turn.number >= turn.world.scenario.frame.turns:
        turn.book.phase = "close"
        ends = np.where(state.playing, CLOSED, 0)
        state = turn.settle(state, [Change("ending", ends, "the last turn is played", "score")])
    return state.having(turn=turn.number)
