"""The questions of a turn as a team answers them, what came of the last ones, and the league of all."""

from __future__ import annotations

from wargame.views.seat.words import Payload
from wargame.workshop import Place
from wargame.workshop.league import MODEL, Settled, brier, settled

TOO_LATE = "The turn is played; the next one has new questions."
COMING = "The questions of this turn are being drawn up; they come in a moment."


def forecast(place: Place) -> Payload:
    """Return the public questions of the turn with the team's own percent, and how it did last turn.

    Returns
    -------
    ``questions`` : with ``percent``, None where the team stated none;  ``shut`` : why none can be stated
    ``settled`` : those of the last turn that was played
    """
    room = place.room
    told = room.playing and room.phase != "why"
    held = room.said(room.turn).forecasts.get(place.seat, {})
    asked = room.questions(room.turn) if told else ()
    return {
        "turn": room.turn,
        "questions": [{"id": each.id, "text": each.text, "percent": held.get(each.id)} for each in asked],
        "shut": "" if asked else COMING if told else TOO_LATE,
        "last": room.live.game.turn,
        "settled": _last(place),
    }


def _last(place: Place) -> list[Payload]:
    """Return what came of the questions of the last turn; the model's chances are known once they were drawn up."""
    room, turn = place.room, place.game.turn
    if not turn or not room.questions(turn):
        return []
    own = room.said(turn).forecasts.get(place.seat, {})
    return [_settled(each, place.seat) for each in settled(place.game, turn, {place.seat: own})]


def _settled(row: Settled, seat: str) -> Payload:
    percent = row.percents.get(seat)
    return {
        "id": row.question.id,
        "text": row.question.text,
        "came": "yes" if row.came else "no",
        "mine": "–" if percent is None else f"{percent:.0f} %",
        "model": f"{row.model:.0f} %",
        "brier": "–" if percent is None else f"{brier(percent, row.came):.2f}",
    }


def league(place: Place) -> list[Payload]:
    """Return the league of all forecasts that are settled, the model among them; nothing before they are drawn up."""
    room = place.room
    if not any(room.questions(turn) for turn in range(1, place.game.turn + 1)):
        return []
    rows = place.game.play.scenario.nations
    return [
        {
            "id": each.who,
            "name": "The model" if each.who == MODEL else rows[each.who].name,
            "colour": "" if each.who == MODEL else rows[each.who].colour,
            "mine": each.who == place.seat,
            "count": each.count,
            "score": f"{each.brier:.3f}",
            "skill": f"{100.0 * each.skill:.0f} %".replace("-", "−"),
        }
        for each in room.league()
    ]
