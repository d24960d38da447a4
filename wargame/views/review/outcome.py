"""How a game ended, or how its seats stand after a turn: scores, objectives and the numbers that they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wargame.adjudication.phases.scoring import stability_factor
from wargame.narrate import names
from wargame.narrate.goals import goals, goals_in_truth
from wargame.narrate.scene import Fact
from wargame.narrate.situation import Seat
from wargame.reports import Score, score_seats
from wargame.state import BREAKDOWN, State
from wargame.views.board.scope import Scope, badge, plain
from wargame.views.links import ref
from wargame.views.seat.brief import asked

SCORING = (
    "A score is the number of objectives met, times what regional stability lets them count for. Two met make a "
    "success, if stability is above its floor."
)
BELIEVED = "Numbers are as the seat believes them; those of other seats are not told."


def outcome(scope: Scope, turns: int = 0) -> dict[str, Any]:
    """Return who won, or who would if the game ended after the turn; a seat learns of others when the game is over.

    Parameters
    ----------
    turns : planned, where a room has cut some; 0 for those of the scenario

    Returns
    -------
    ``ended`` (whether the game ended with this turn), ``head``, ``stability`` (value, and ``factor`` that scores are
    multiplied by), ``note`` and ``rows``: a seat with ``score`` and ``succeeds`` (None where they are not known) and
    ``objectives``, each with ``met``, ``turns`` and ``numbers``
    """
    ended = scope.game.over and scope.turn == scope.game.turn
    planned = turns or scope.scenario.frame.turns
    rows = [_told(scope, row) for row in _scores(scope)] if ended or not scope.seat else [_own(scope)]
    return {
        "ended": ended,
        "head": _ending(scope, planned) if ended else _so_far(scope, planned),
        "stability": {**(scope.number("stability") or {}), "factor": _factor(scope)},
        "factor_ref": ref("parameter", "score.factors"),
        "rows": sorted(rows, key=lambda row: -row["score"]) if ended else rows,
        "note": f"{SCORING} {BELIEVED}" if scope.seat else SCORING,
    }


def _factor(scope: Scope) -> float:
    return float(stability_factor(scope.world, scope.now.stability)[0])


def _ending(scope: Scope, planned: int) -> str:
    """Return in a sentence how the game ended."""
    turns = f"{scope.turn} of {planned} turns"
    if scope.now.ending[0] != BREAKDOWN:
        return f"The game was played to its end, {turns}."
    pusher = int(scope.now.pusher[0])
    by = (
        f"; {names.nation(scope.scenario, scope.world.ids['nation'][pusher])} pushed last"
        if pusher >= 0
        else ""
    )
    return f"The game ended early, {turns}: talks broke down{by}."


def _so_far(scope: Scope, planned: int) -> str:
    when = f"After turn {scope.turn} of {planned}" if scope.turn else "At the opening"
    playing = "The game is still being played. " if scope.turn == scope.game.turn else ""
    return f"{playing}{when}, if it ended now."


def _scores(scope: Scope) -> Sequence[Score]:
    """Return the scores of all seats: what they hang on is not told while a seat plays on."""
    return score_seats(scope.game.play, _truth(scope), scope.game.cast.characters)


def _truth(scope: Scope) -> State:
    return scope.game.model.states[scope.turn]


def _told(scope: Scope, row: Score) -> dict[str, Any]:
    """Return how a seat stands in truth; another's numbers are not told to a seat."""
    goals_of = goals_in_truth(scope.world, _truth(scope), row.seat)
    if scope.seat == row.seat:
        met = {goal["objective"]: goal["met"] for goal in goals_of}
        goals_of = [{**goal, "met": met[goal["objective"]]} for goal in _believed(scope)]
    elif scope.seat:
        goals_of = [{**goal, "turns": None, "numbers": []} for goal in goals_of]
    return _row(scope, row.seat, goals_of, row)


def _own(scope: Scope) -> dict[str, Any]:
    """Return how the seat that looks stands, as it can judge it itself."""
    return _row(scope, scope.seat, _believed(scope), None)


def _believed(scope: Scope) -> Sequence[Fact]:
    return goals(scope.world, scope.game.model.states[: scope.turn + 1], scope.seat)


def _row(scope: Scope, seat: str, told: Sequence[Fact], row: Score | None) -> dict[str, Any]:
    return {
        **badge(scope, seat),
        "you": seat == scope.seat,
        "score": None if row is None else plain(row.score, 1),
        "succeeds": None if row is None else row.success,
        "objectives": [
            {
                "id": goal["objective"],
                "text": goal["text"],
                "met": bool(goal["met"]),
                "turns": goal["turns"],
                "ref": ref("objective", goal["objective"]),
                "numbers": [asked(Seat(scope.game, seat), each) for each in goal["numbers"]],
            }
            for goal in told
        ],
    }
