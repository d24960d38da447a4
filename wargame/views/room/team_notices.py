"""What the facilitator did that concerns a team's own orders: opened, judged, committed for it, or left out."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.views.seat.words import Payload
from wargame.workshop.hall import Hall
from wargame.workshop.store import Entry


def notices(room: Hall, seat: str) -> list[Payload]:
    """Return what a team is told of its own orders: a title, a sentence, and why where a reason is given."""
    said = room.said()
    told: list[tuple[str, str, str, str]] = []
    if seat in said.opened:
        told.append(("opened", "The facilitator has opened your sealed orders.", said.opened[seat], ""))
    if seat in said.judged:
        verdict = said.judged[seat]
        told.append(("judged", "The umpire on your free order:", verdict["text"], verdict["reason"]))
    if room.phase == "why":
        told += [_played(entry, seat) for entry in _adjudication(room) if _concerns(entry, seat)]
    return [{"id": name, "title": title, "text": text, "why": why} for name, title, text, why in told]


def _adjudication(room: Hall) -> Iterator[Entry]:
    """Yield the entries of the last adjudication, the latest first."""
    for entry in reversed(room.log):
        if entry.kind == "phase" and entry.body["phase"] != "why":
            return
        if entry.kind in ("adjudicated", "refused"):
            yield entry


def _concerns(entry: Entry, seat: str) -> bool:
    if entry.kind == "refused":
        return bool(entry.body["seat"] == seat)
    return seat in entry.body["taken"]


def _played(entry: Entry, seat: str) -> tuple[str, str, str, str]:
    if entry.kind == "refused":
        return (
            "held",
            "You held: your draft was not committed, and it was not legal as it lay.",
            entry.body["why"],
            "",
        )
    return "taken", "Your draft was played as it lay.", "The facilitator did not wait for you to commit.", ""


def why_back(room: Hall) -> str:
    """Return why the facilitator took the exercise back the last time, in the facilitator's words."""
    return next((str(entry.body["reason"]) for entry in reversed(room.log) if entry.kind == "back"), "")
