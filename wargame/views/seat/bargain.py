"""The table as a seat sees it: what waits for its word, what was said, what it may offer, what a meeting would open."""

from __future__ import annotations

from typing import Any

import numpy as np

from wargame.adjudication.codevelopment import collaboration_cost
from wargame.deals import Deal
from wargame.inputs import Draft
from wargame.narrate import names
from wargame.narrate.desk import AGREED
from wargame.narrate.situation import FOREVER, Seat, seen
from wargame.rulebook.words import effect_words, moment_words
from wargame.state import IN_FORCE
from wargame.views.links import ref
from wargame.views.seat.words import Payload, nation
from wargame.world import World

PARTS = (
    ("waiting", "Waiting for your word"),
    ("said", "Said at the table"),
    ("free", "You may offer"),
    ("shut", "A meeting would open"),
)

PASSES = "When all have signed, home politics on each side decides too: it may be refused there."
"""What an agreement that must pass at home asks for."""


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
        "closed": False,
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
        "bills": _bills(seat, deal),
        "menu": list(deal.menu) if len(deal.menu) > 1 else [],
        "share": deal.share,
        "may_be_secret": deal.may_be_secret,
        "renews": f"in force for {names.years_more(deal.left)}" if deal.status == "in force" else "",
        "home": "must pass at home" if kind.home_gate else "",
        "home_note": PASSES if kind.home_gate else "",
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


def _bills(seat: Seat, deal: Deal) -> list[Payload]:
    """Return, for every share on the menu, what the seat would carry and pay; nothing where nothing is paid."""
    world, programme = seat.world, seat.scenario.agreements[deal.id].programme
    whole = _line(world, world.index["programme"][programme]) if programme else deal.burden
    if whole <= 0.0:
        return []
    shares = tuple(dict.fromkeys((*deal.menu, deal.share)))
    now = _borne(seat, deal.id, deal.share) * whole if deal.status == "in force" else None
    return [
        {"share": share, "text": _bill(seat, programme, _borne(seat, deal.id, share), whole, now)}
        for share in shares
    ]


def _line(world: World, programme: int) -> float:
    """Return what the full line of a programme costs all its owners together, bn USD a year."""
    exponent = world.parameters.get("codevelopment.cost_exponent", 1)
    owners = world.owner.sum(axis=-1).astype(np.float64)
    return float(np.ravel(collaboration_cost(world.programme_values("cost"), owners, exponent))[programme])


def _borne(seat: Seat, agreement: str, share: float) -> float:
    """Return which part of an agreement's burden falls to the seat at a share of the first party, 0-1."""
    place = seat.world.index["agreement"][agreement]
    term = np.where(np.arange(seat.world.size("agreement")) == place, share, seat.world.opening_term)
    return float(seat.world.burden_shares(term)[place, seat.place])


def _bill(seat: Seat, programme: str, part: float, whole: float, now: float | None) -> str:
    """Return what a share means for the seat, a line."""
    yearly = f"You carry {100.0 * part:.0f} %: {part * whole:.2f} {seat.money} a year"
    if programme:
        line = names.thing(seat.scenario, programme)
        return f"{yearly} for {line} at full speed, from free funds, from next turn on"
    if now is None:
        return f"{yearly}, from free funds"
    more = part * whole - now
    if abs(more) < 0.005:
        return f"{yearly}, as now"
    return f"{yearly}, {abs(more):.2f} {'more than now, from free funds' if more > 0.0 else 'less than now'}"


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
