"""The table as a seat sees it: what waits for its word, what was said, what it may offer, what a meeting would open."""

from __future__ import annotations

from typing import Any

from wargame.deals import Deal
from wargame.inputs import Draft
from wargame.narrate import names
from wargame.narrate.desk import AGREED
from wargame.narrate.situation import FOREVER, Seat, seen
from wargame.rulebook.words import effect_words, moment_words
from wargame.state import IN_FORCE
from wargame.views.links import ref
from wargame.views.seat.words import Payload, nation

PARTS = (
    ("waiting", "Waiting for your word"),
    ("said", "Said at the table"),
    ("free", "You may offer"),
    ("shut", "A meeting would open"),
)


def table(seat: Seat, draft: Draft) -> Payload:
    """Return the table of the turn in four parts, with what can be done about each agreement."""
    parts: dict[str, list[Payload]] = {name: [] for name, _ in PARTS}
    for deal in seat.game.table(seat.id):
        kind = _part(seat, deal)
        if kind:
            parts[kind].append(_deal(seat, deal, draft, kind))
    return {
        "turn": seat.game.turn + 1,
        "parts": [{"id": name, "title": title, "deals": parts[name]} for name, title in PARTS if parts[name]],
        "waiting": len(parts["waiting"]),
        "note": "At most two offers a turn. What is not answered lapses when the turn is played.",
    }


def _part(seat: Seat, deal: Deal) -> str:
    if deal.offer is not None:
        return "waiting" if seat.id in deal.offer.waits_for else "said"
    return "free" if deal.may_offer else "shut" if deal.meetings else ""


def _deal(seat: Seat, deal: Deal, draft: Draft, part: str) -> Payload:
    """Return one agreement: what it is, what it costs and does, how it stands, and what may be said."""
    kind = seat.scenario.ruleset.agreements[seat.scenario.agreements[deal.id].type]
    return {
        "id": deal.id,
        "part": part,
        "name": names.agreement(seat.scenario, deal.id).rpartition(" (")[0],
        "text": kind.text,
        "effects": [
            f"{moment_words(each)}, {effect_words(seat.scenario.ruleset, each, True)}".replace("*", "")
            for each in kind.effect
        ],
        "parties": [nation(seat, name) for name in deal.parties],
        "first": names.nation(seat.scenario, deal.parties[0]),
        "price": deal.price,
        "burden": deal.burden,
        "menu": list(deal.menu) if len(deal.menu) > 1 else [],
        "share": deal.share,
        "may_be_secret": deal.may_be_secret,
        "renews": f"in force for {deal.left:.1f} more years" if deal.status == "in force" else "",
        "home": "must pass at home" if kind.home_gate else "",
        "offer": _offer(seat, deal, draft),
        "may_counter": len(deal.menu) > 1 and len(deal.parties) == 2,
        "meetings": [
            {
                "id": each.id,
                "name": names.meeting(seat.scenario, each.id),
                "price": each.price,
                "standing": "" if each.standing == "not called" else each.standing,
            }
            for each in deal.meetings
        ],
        "ref": ref("agreement", deal.id),
    }


def _offer(seat: Seat, deal: Deal, draft: Draft) -> Payload | None:
    """Return an offer as it stands, and whether it is to be signed."""
    offer = deal.offer
    if offer is None:
        return None
    agreed = offer.standing in AGREED
    return {
        "by": nation(seat, offer.seat),
        "mine": offer.seat == seat.id,
        "share": offer.share,
        "secret": offer.secret,
        "counter": offer.counter,
        "standing": offer.standing,
        "waits_for": [names.nation(seat.scenario, name) for name in offer.waits_for],
        "agreed": agreed,
        "signs": agreed and (draft.sign is None or deal.id in draft.sign),
        "carried": _carried(deal, offer),
    }


def _carried(deal: Deal, offer: Any) -> float | None:
    """Return the share that holds if it is signed, None where no share is bargained."""
    if len(deal.menu) < 2:
        return None
    countered = offer.standing == AGREED[1] and offer.counter is not None
    return float(offer.counter if countered else offer.share)


def agreements(seat: Seat) -> Payload:
    """Return the agreements in force that the seat knows of, its own first."""
    view, rows = seat.view, []
    for place, (name, row) in enumerate(seat.scenario.agreements.items()):
        if seen(view, "agreement")[place] != IN_FORCE:
            continue
        left = float(seen(view, "left")[place])
        kind = seat.scenario.ruleset.agreements[row.type]
        rows.append(
            {
                "id": name,
                "name": names.agreement(seat.scenario, name).rpartition(" (")[0],
                "text": kind.text,
                "parties": [nation(seat, each) for each in row.parties],
                "mine": seat.id in row.parties,
                "term": (f"{left:.1f} years left" if left < FOREVER else "until someone withdraws")
                + (f"; broken by {names.forbidden(seat.scenario, name)}" if kind.forbids else ""),
                "share": f"{row.parties[0]} carries {seen(view, 'term')[place]:.0f} %"
                if len(kind.terms) > 1
                else "",
                "secret": bool(seen(view, "secret")[place]),
                "ref": ref("agreement", name),
            }
        )
    return {"rows": sorted(rows, key=lambda each: not each["mine"])}
