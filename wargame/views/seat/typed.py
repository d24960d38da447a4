"""An order that a person types: read as the rules write it, or refused with what comes nearest."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from wargame.faults import OrderError
from wargame.menus import LegalOrder
from wargame.narrate import names
from wargame.narrate.situation import Seat
from wargame.views.seat.words import Payload, price

LONGEST = 200
"""Most letters of a typed order that are read; no order is half as long."""
LIKE = 3
"""Most legal orders offered in place of one that is not."""


def read(seat: Seat, text: str) -> str:
    """Return a typed order as the rules write it.

    Raises
    ------
    OrderError
        too long a text, or an order that is not legal now, with the rule and the nearest that is
    """
    if len(text) > LONGEST:
        raise OrderError(
            f"{seat.row.name}: that is {len(text):,} letters long. An order is a few words, such as 'consult'."
        )
    refused = seat.game.refusal(seat.id, text)
    if refused:
        raise OrderError(refused)
    menu = seat.game.sitting.menu(seat.id)
    return seat.game.play.options.text[menu.read(text)]


def checked(seat: Seat, text: str) -> Payload:
    """Return whether a typed order is legal; if not, the rule it breaks and the legal orders nearest to it."""
    listed = {row.text: row for row in seat.game.legal_orders(seat.id)}
    try:
        found = listed[read(seat, text)]
    except OrderError as error:
        refusal = str(error)
        return {
            "text": text[:LONGEST],
            "legal": "",
            "refusal": refusal,
            "like": _like(seat, text, refusal, listed),
        }
    return {
        "text": text,
        "legal": found.text,
        "name": names.order(seat.scenario, found.text),
        "price": price(seat, found),
        "refusal": "",
        "like": [],
    }


def _like(seat: Seat, text: str, refusal: str, listed: Mapping[str, LegalOrder]) -> list[Payload]:
    """Return the legal orders that a refusal names, else those most like what was typed."""
    near = [each for each in listed if repr(each) in refusal and each != text]
    typed = text[:LONGEST].casefold()
    called = {names.order(seat.scenario, each).casefold(): each for each in listed}
    near += difflib.get_close_matches(typed, list(listed), LIKE, 0.5)
    near += [called[each] for each in difflib.get_close_matches(typed, list(called), LIKE, 0.4)]
    return [
        {"text": each, "name": names.order(seat.scenario, each), "price": price(seat, listed[each])}
        for each in list(dict.fromkeys(near))[:LIKE]
    ]
