"""The debrief of a team: the league, the five questions, what it takes home."""

from __future__ import annotations

from wargame.views.room.team_forecast import league
from wargame.views.seat.words import Payload
from wargame.workshop import Place
from wargame.workshop.survey import LETTERS, SENTENCE, STATEMENTS

ENDS = ("not at all", "fully")
"""Ends of the scale of an answer."""
FREE = "One sentence more, if you like"
HOME = "/api/take-home"
"""Where a team gets what it takes home."""


def debrief(place: Place) -> Payload:
    """Return the debrief of a team: links, questions, and the person's answers."""
    room = place.room
    held = room.standing.survey.get(place.number, {})
    run = room.run
    links = [
        {
            "id": "review",
            "text": "Look back in Review",
            "href": f"/review/{run}",
            "first": True,
            "within": True,
        },
        {"id": "record", "text": "Take the record home", "href": HOME, "first": False, "within": False},
    ]
    return {
        "title": "Debrief" if room.stage == "debrief" else "The exercise has ended",
        "note": room.standing.ended if run else "No turn was played.",
        "question": room.plan.question,
        "home": links if run else [],
        "league": league(place),
        "survey": [{"id": name, "text": text} for name, text in STATEMENTS.items()],
        "ends": list(ENDS),
        "sentence": FREE,
        "most": LETTERS,
        "answers": {name: held[name] for name in STATEMENTS if name in held},
        "text": held.get(SENTENCE, ""),
        "answered": bool(held),
    }
