"""Why one number is what it is: its named reasons, who moved it, by which rule, on which source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from wargame.narrate import names
from wargame.narrate.reasons import FORMS, rounded, worn
from wargame.narrate.situation import Seat
from wargame.observation import BAND
from wargame.schema import Source
from wargame.views.links import cause_ref, number_ref
from wargame.views.seat.hints import hint
from wargame.views.seat.words import Payload, first_up, sources, tone


def why(seat: Seat, of: str, field: str, turn: int | None = None) -> Payload:
    """Return the reasons of one number in one turn, as the seat may know them; they sum to its change as shown.

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
    rows = sorted(told.reasons, key=lambda row: -abs(row.amount))
    amounts = rounded([row.amount for row in rows], told.before, told.after, digits)
    return {
        "title": first_up(names.number(seat.scenario, field, of)),
        "of": of,
        "field": field,
        "turn": told.turn,
        "turns": seat.game.turn,
        "unit": "" if told.unit in ("index", "count", "ratio", "share", "points") else told.unit,
        "digits": digits,
        "before": round(told.before, digits),
        "after": round(told.after, digits),
        "ref": number_ref(field),
        "reasons": [
            _reason(seat, row, amount, told.turn, (of, field))
            for row, amount in zip(rows, amounts, strict=True)
        ],
        "note": _note(seat, of, field),
    }


def _reason(seat: Seat, row: Any, amount: float, turn: int, number: tuple[str, str]) -> Payload:
    """Return one reason: its words, what it adds, whose it is, and what it rests on."""
    own = row.actor == seat.id
    return {
        "text": first_up(names.reason(seat.scenario, row.reason, row.rule)),
        "hint": hint(row.reason),
        "amount": amount,
        "tone": tone(seat, *number, row.amount),
        "by": names.nation(seat.scenario, row.actor) if row.actor else "",
        "own": own,
        "worn": worn(seat.game, turn, seat.id, row.rule) if own else "",
        "rule": row.rule,
        "ref": cause_ref(seat.scenario, row.rule),
        "sources": resting(seat, row.source),
    }


def resting(seat: Seat, keys: Iterable[str]) -> list[Payload]:
    """Return sources with a short title each, and the whole of it, for who wants to know more.

    Of several sentences of one article the first has its title, the others have their keys. What the bibliography
    does not hold, as a card that the white cell wrote rests on nothing in it, is left out.
    """
    rows = seat.scenario.ruleset.sources
    told: list[Payload] = []
    for link in sources(key for key in keys if key in rows):
        title = short(link["key"], rows[link["key"]])
        known = any(each["title"] == title for each in told)
        told.append({**link, "title": link["key"] if known else title, "whole": whole(rows[link["key"]])})
    return told


def whole(row: Source) -> str:
    """Return all that a source says of itself, in one line."""
    return " ".join(filter(None, (row.text, row.cite)))


def short(key: str, row: Source) -> str:
    """Return the short title of a source: author and year, or what the article is about.

    Examples
    --------
    >>> short("cha1999", Source(kind="publication", cite="Cha, V. D. (1999). Alignment Despite Antagonism."))
    'Cha 1999'
    >>> short("S003.3", Source(kind="sentence", cite="Article S003: the ministers' meeting (turn 1)."))
    "the ministers' meeting"
    """
    if row.kind == "publication":
        found = re.match(r"([^,.(]+).*?\((\d{4})", row.cite)
        return f"{found[1].strip()} {found[2]}" if found else key
    if row.kind == "sentence":
        return row.cite.partition(": ")[2].partition(" (")[0].rstrip(".").partition(",")[0] or key
    return row.cite.partition(",")[0].rstrip(".") if row.kind == "data" and row.cite else key


def _note(seat: Seat, of: str, field: str) -> str:
    """Tell that a number of another's home is seen only as a label."""
    track = seat.scenario.ruleset.tracks.get(field.removeprefix("home."))
    if track is None or track.see != "estimated" or of == seat.id:
        return ""
    return f"You see only roughly where it stands: in a band of {BAND:g} points."
