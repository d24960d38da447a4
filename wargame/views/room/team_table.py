"""The table of a turn as a team finds it: open, with when it closes, or closed, with what has lapsed."""

from __future__ import annotations

from typing import Any

from wargame.views.seat.page import desk_tabs, panes
from wargame.views.seat.words import Payload

SHUT = "The table is closed for this turn; it opens with the next one."
OPEN = "The table closes with Diplomacy. What is not answered lapses when the turn is played."
LAPSED = "Not answered before the table closed"
LAPSES = "lapses with this turn"


def open_table(made: Payload) -> Payload:
    """Return the panels of a desk with a table that tells when it closes."""
    table = made["table"]
    return {**made, "table": {**table, "note": f"{table['note']} {OPEN}"}}


def closed_table(made: Payload) -> Payload:
    """Return the panels of a desk with a table at which nothing waits any more: what was not answered has lapsed."""
    table, draft = made["table"], made["draft"]
    parts = [_lapsed(part) for part in table["parts"]]
    return {
        **made,
        "table": {**table, "closed": True, "note": SHUT, "parts": parts, "waiting": 0},
        "desk_tabs": desk_tabs(made["desk_tab"], made["menu"]["count"], 0),
        "panes": panes(made["pane"], len(draft["orders"]), 0),
        "draft": {**draft, "unanswered": ""},
    }


def _lapsed(part: Payload) -> Payload:
    waited = part["id"] == "waiting"
    deals = [{**deal, "offer": _offer(deal["offer"])} for deal in part["deals"]]
    named = {"id": "lapsed", "title": LAPSED} if waited else {}
    return {**part, **named, "deals": deals}


def _offer(offer: dict[str, Any] | None) -> Payload | None:
    """Return an offer; one that still waits for somebody waits no more."""
    if offer is None or offer["agreed"] or not offer["waits_for"]:
        return offer
    return {**offer, "standing": LAPSES, "waits_for": []}
