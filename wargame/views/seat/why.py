"""Why one number is what it is: its named reasons, who moved it, by which rule, on which source."""

from __future__ import annotations

from wargame.narrate import names
from wargame.narrate.reasons import FORMS
from wargame.narrate.situation import Seat
from wargame.observation import BAND
from wargame.views.links import cause_ref, number_ref
from wargame.views.seat.words import Payload, first_up, sources


def why(seat: Seat, of: str, field: str, turn: int | None = None) -> Payload:
    """Return the reasons of one number in one turn, as the seat may know them; they sum to its change.

    Parameters
    ----------
    of, field : whose number, and which, as ``Game.why`` reads them
    turn : the turn explained, the last one if not given

    Raises
    ------
    WargameError
        no such number or turn, or one that is kept from the seat
    """
    told = seat.game.why(of, field, turn, seat=seat.id)
    digits = int(FORMS.get(told.unit, ".3f")[1])
    return {
        "title": first_up(names.number(seat.scenario, field, of)),
        "of": of,
        "field": field,
        "turn": told.turn,
        "turns": seat.game.turn,
        "unit": "" if told.unit in ("index", "count", "ratio", "share", "points") else told.unit,
        "digits": digits,
        "before": told.before,
        "after": told.after,
        "ref": number_ref(field),
        "reasons": [
            {
                "text": first_up(names.reason(row.reason)),
                "amount": row.amount,
                "by": names.nation(seat.scenario, row.actor) if row.actor else "",
                "rule": row.rule,
                "ref": cause_ref(seat.scenario, row.rule),
                "sources": sources(row.source),
            }
            for row in sorted(told.reasons, key=lambda row: -abs(row.amount))
        ],
        "note": _note(seat, of, field),
    }


def _note(seat: Seat, of: str, field: str) -> str:
    """Tell that a number of another's home is seen only as a label."""
    track = seat.scenario.ruleset.tracks.get(field.removeprefix("home."))
    if track is None or track.see != "estimated" or of == seat.id:
        return ""
    return f"You see only roughly where it stands: in a band of {BAND:g} points."
