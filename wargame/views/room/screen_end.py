"""The end on the big screen: how it came out, the course of tension, scores, and the objectives of all seats.

This is the one part of the screen that tells the whole truth: it is made in the debrief and after, never before.
"""

from __future__ import annotations

from typing import Any

from wargame.faults import WargameError
from wargame.game import Game
from wargame.narrate.story import story
from wargame.reports import Score
from wargame.state import LEVELS
from wargame.views import board
from wargame.views.board.scope import Scope, badge, plain
from wargame.views.room.screen_reveal import Step, pages
from wargame.workshop.room import Room

Payload = dict[str, Any]
SEATS_A_PAGE = 3
"""Seats whose objectives stand on the screen at once."""
ENDINGS = {
    "breakdown": (
        "Talks broke down",
        "A flashpoint passed the top of the ladder: the game stopped, and nobody scores.",
    ),
    "closed": (
        "The last turn is played",
        "Nothing passed the top of the ladder, and every seat scores what it reached.",
    ),
    "playing": (
        "The exercise is over",
        "It ended before the last turn of the scenario: scores are as things stand.",
    ),
}
"""What an ending is called, and what it means."""


def of_end(room: Room, league: Payload | None = None) -> tuple[Step, ...]:
    """Return the steps of the debrief.

    Raises
    ------
    WargameError
        the debrief has not begun
    """
    if room.stage not in ("debrief", "ended"):
        raise WargameError("Objectives and scores are shown in the debrief, and it has not begun.")
    game = room.live.game
    scope = Scope(game, game.turn)
    scores = sorted(game.scores(), key=lambda row: -row.score)
    objectives = pages([_objectives(scope, row) for row in game.scores()], SEATS_A_PAGE)
    return (
        Step("outcome-0", "How it ended", 40.0, outcome(game, room.plan.question)),
        Step("course-0", "The course of tension", 40.0, course(scope)),
        Step("scores-0", "Scores", 40.0, {"rows": [_score(scope, row) for row in scores]}),
        *(
            Step(f"objectives-{page}", "What each side was after", 45.0, {"rows": part})
            for page, part in enumerate(objectives)
        ),
        *([Step("league-0", "Forecasts", 40.0, league)] if league else []),
    )


def outcome(game: Game, question: str) -> Payload:
    """Return how a game ended: in a heading, a sentence, and the story of it, with what it was to answer."""
    title, text = ENDINGS[game.ending]
    stability = float(game.state.stability[0])
    return {
        "title": title,
        "text": text,
        "broken": game.ending == "breakdown",
        "stability": plain(stability, 0),
        "question": question,
        "story": story(game) if game.over else [],
    }


def course(scope: Scope) -> Payload:
    """Return tension at every flashpoint after every turn, with the levels at which the ladder's rungs begin."""
    chart = board.lines(scope, "tension")
    floors = [0.0, *plain(scope.world.parameters.menu("crises.thresholds"), 1)]
    return {
        "labels": chart["x"]["values"],
        "series": [{key: row[key] for key in ("id", "name", "colour", "values")} for row in chart["series"]],
        "levels": [{"name": name, "from": at} for name, at in zip(LEVELS, floors, strict=False)],
        "label": chart["label"],
    }


def _score(scope: Scope, row: Score) -> Payload:
    return {
        **badge(scope, row.seat),
        "score": plain(row.score, 1),
        "success": row.success,
        "met": [each.met for each in row.objectives],
    }


def _objectives(scope: Scope, row: Score) -> Payload:
    goals = [{"id": each.id, "text": each.text, "met": each.met} for each in row.objectives]
    return {**_score(scope, row), "goals": goals}
