"""The debrief in the facilitator's hands: a way through it, the forecast league, the survey."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from wargame.views.board.scope import colours, minus
from wargame.workshop import Room, league
from wargame.workshop.survey import LEAST, MOST, sentences, summary

Payload = dict[str, Any]
STEPS = (
    (
        "roles",
        1,
        "Step out of the roles",
        "Say that the game is over, and that everybody now speaks for themselves.",
    ),
    ("course", 2, "What happened", "Walk through the turns on the big screen. No blame, and no reasons yet."),
    (
        "aims",
        3,
        "What did each seat want?",
        "Open the objectives, seat by seat. Ask the others first what they thought it wanted.",
    ),
    (
        "points",
        4,
        "Which turn decided it?",
        "Ask each team, then set the turning points below beside their answers: what the order did here, and what it "
        "does on average.",
    ),
    (
        "whatif",
        2,
        "What if we had?",
        "Put a branch aside from the turn that was named, and let one team say what it would do otherwise.",
    ),
    ("question", 2, "The question", "What does this say about the question of the exercise, and what not?"),
    (
        "survey",
        1,
        "Five questions",
        "Everybody answers the survey on their own page. The league is read out.",
    ),
)
"""Steps of a debrief: id, minutes, title, what to do."""
LEAGUE = (
    "Brier score: the mean of the squared error of the forecasts, 0 at best and 0.25 for always saying 50 %. Skill is "
    "how much better than that. The model forecast from public knowledge alone."
)


FIRST = 8
"""Turning points that are told at first: as many as a room talks about."""


def debrief(room: Room) -> Payload:
    """Return the panels of the debrief.

    Returns
    -------
    ``steps``, ``links``, ``question``, ``league`` and ``survey``; ``key`` under which the browser keeps what is ticked
    """
    run = quote(room.run, safe="")
    return {
        "key": f"wg-debrief-{room.name}",
        "note": f"About {sum(minutes for _, minutes, _, _ in STEPS)} minutes. Ticks are kept in this browser.",
        "steps": [
            {"id": name, "minutes": minutes, "title": title, "text": text}
            for name, minutes, title, text in STEPS
        ],
        "question": room.plan.question,
        "links": [
            {"id": "review", "text": "Review the game", "href": f"/review/{run}"},
            {"id": "report", "text": "One-file report", "href": f"/api/report/{run}"},
        ]
        if run
        else [],
        "links_note": "" if run else "Review and report open with the debrief.",
        "league": _league(room),
        "survey": _survey(room),
    }


def closed(room: Room, told: Payload) -> Payload:
    """Return the outcome of a game as ended, where the facilitator ended play before its last turn.

    Parameters
    ----------
    told : of ``views.review.outcome.outcome``
    """
    if told["ended"] or room.stage not in ("debrief", "ended"):
        return told
    played, cut = room.live.game.turn, room.plan.turns - room.turns
    head = f"Play ended after turn {played} of {room.turns}. The game is scored as it stood then."
    if cut:
        head = f"{head} {cut} turn{' was' if cut == 1 else 's were'} cut from the plan."
    return {**told, "ended": True, "head": head, "rows": sorted(told["rows"], key=lambda row: -row["score"])}


def _league(room: Room) -> Payload:
    """Return the forecast league, best first, with the model in its place."""
    game, shades = room.live.game, colours(room.live.game.play.scenario)
    stated = any(said.forecasts for said in room.standing.said.values())
    rows = room.league() if stated else ()
    settled = sum(row.count for row in rows if row.who != league.MODEL)
    return {
        "note": LEAGUE,
        "count": f"{settled} forecast{'' if settled == 1 else 's'}" if settled else "",
        "rows": [
            {
                "id": row.who,
                "name": game.play.scenario.nations[row.who].name if row.who in shades else "The model",
                "colour": shades.get(row.who, ""),
                "model": row.who == league.MODEL,
                "count": row.count,
                "score": f"{row.brier:.2f}",
                "skill": minus(f"{100.0 * row.skill:+.0f} %"),
            }
            for row in rows
        ]
        if settled
        else [],
        "empty": "No team has stated a forecast on a turn that was played.",
    }


def _survey(room: Room) -> Payload:
    """Return what came of the survey; nobody's answers are told as theirs."""
    answers = list(room.standing.survey.values())
    people = sum(person.seat in room.live.game.play.scenario.nations for person in room.people)
    return {
        "count": f"{len(answers)} of {people} people" if answers else "",
        "rows": [
            {
                "id": row.statement,
                "text": row.text,
                "counts": list(row.counts),
                "mean": "–" if row.mean is None else f"{row.mean:.1f}",
                "told": ", ".join(
                    f"{count} gave {value}" for value, count in enumerate(row.counts, LEAST) if count
                )
                or "nobody answered",
            }
            for row in summary(answers)
        ]
        if answers
        else [],
        "scale": f"How many gave {LEAST}, not at all, to {MOST}, fully, from left to right; the mean behind.",
        "words": list(sentences(answers)),
        "empty": "Nobody has answered yet. The five questions stand on every team's page during the debrief.",
    }
