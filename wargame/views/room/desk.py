"""Panels beside the teams on the facilitator's page: tabs, messages, the door, and what is said at the table."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from wargame.deals import Deal
from wargame.narrate import names
from wargame.narrate.desk import AGREED
from wargame.views.board.scope import colours
from wargame.views.room.codes import JOIN, codes
from wargame.workshop.door import Attempts, show_code
from wargame.workshop.room import Room
from wargame.workshop.standing import ALL, SCREEN, WHITE, Message

Payload = dict[str, Any]
TABS = (("control", "Control"), ("white", "White cell"), ("table", "Table"), ("log", "Log"))
"""Tabs of the page."""
RECENT = 600.0
"""Seconds for which wrong codes are told."""
MANY = 10
"""Wrong codes from which on they are told with emphasis: so many are no slip of the hand."""
MOST = 80
"""Messages shown at most; the log has all."""

CLOSED = "The table is closed: no turn is open to offers."


def tabs(room: Room, shown: str) -> Payload:
    """Return the tabs of the page; the white cell's tells how many free orders wait to be judged."""
    with room.lock:
        said = room.said()
        waiting = sum(bool(room.white.free_order(seat)) for seat in said.umpire if seat not in said.judged)
    badge = {"badge": str(waiting) if waiting else "", "hot": True, "told": "free orders to judge"}
    rows = [{"id": name, "name": title, **(badge if name == "white" else {})} for name, title in TABS]
    return {"name": "Parts of the desk", "open": shown, "tabs": rows}


def messages(room: Room, to: str = ALL, asked: int = 0) -> Payload:
    """Return the messages that the facilitator may read, the latest first, and to whom one may write.

    Parameters
    ----------
    to, asked : whom somebody chose on another panel to write to, and how often they have chosen
    """
    with room.lock:
        told = room.messages(WHITE)
        seats = [team for team in room.teams if not team.house or team.people]
        return {
            "note": f"{len(told)} so far" if told else "",
            "to": [
                {"id": ALL, "name": "all teams"},
                *({"id": each.seat, "name": each.name} for each in seats),
            ],
            "rows": [_message(room, each) for each in reversed(told[-MOST:])],
            "empty": "Nobody has written yet. What a team writes to itself is not shown here.",
            "sent": sum(each.by == WHITE for each in told),
            "chosen": {"to": to, "n": asked},
        }


def _message(room: Room, message: Message) -> Payload:
    called = {WHITE: "you", ALL: "all"}
    rows = room.live.game.play.scenario.nations
    by, to = (called.get(each) or rows[each].name for each in (message.by, message.to))
    return {
        "n": message.n,
        "at": clock_time(message.at),
        "by": by[0].upper() + by[1:],
        "to": to,
        "text": message.text,
        "own": message.by == WHITE,
        "colour": colours(room.live.game.play.scenario).get(message.by, ""),
    }


def clock_time(at: float) -> str:
    """Return the time of day of a moment, ``14:05``, as the server's clock on the wall has it."""
    return time.strftime("%H:%M", time.localtime(at))


def door(
    room: Room, address: str, seats: Sequence[Attempts], keys: Sequence[Attempts], now: float, *, shown: bool
) -> Payload:
    """Return where people join, wrong guesses, and the codes themselves once they are asked for.

    Parameters
    ----------
    address : of the server, as people in the room can reach it, no slash at the end
    seats, keys : who gave wrong codes and wrong keys lately;  now : seconds since 1970
    shown : whether the codes are to be shown
    """
    with room.lock:
        joined = sum(each.seat != SCREEN for each in room.people)
        recent = [each for each in (*seats, *keys) if now - each.at <= RECENT]
        return {
            "title": room.plan.title,
            "note": f"{joined} joined",
            "join": f"{address.partition('://')[2] or address}{JOIN}",
            "screen": f"/screen/{room.name}",
            "kit": f"/print/{room.name}/kit",
            "guesses": _guesses(recent),
            "alarm": sum(each.tries for each in recent) >= MANY,
            "codes": _codes(room, address) if shown else None,
            "warning": "A code opens its seat to whoever reads it: show each team its own. Not for the big screen.",
        }


def _guesses(recent: Sequence[Attempts]) -> str:
    """Return in a sentence how many wrong codes came lately, from where, and when the last; never what was typed."""
    if not recent:
        return ""
    tries = sum(each.tries for each in recent)
    callers = sorted({each.caller for each in recent})
    where = ", ".join(callers[:3]) + (f" and {len(callers) - 3} more" if len(callers) > 3 else "")
    last = clock_time(max(each.at for each in recent))
    word = "wrong code or key" if tries == 1 else "wrong codes or keys"
    more = " Guessing is slowed down; a new code for a seat shuts the old one." if tries >= MANY else ""
    return f"{tries} {word} in the last ten minutes, from {where}; the last at {last}.{more}"


def _codes(room: Room, address: str) -> list[Payload]:
    joined = {team.seat: len(team.people) for team in room.teams}
    told = codes(room.live.game.play.scenario, room.codes, address)
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "colour": row["colour"],
            "code": show_code(row["code"]),
            "qr": row["qr"],
            "note": "for the projector's browser" if row["id"] == SCREEN else f"{joined[row['id']]} joined",
        }
        for row in told
    ]


def table(room: Room) -> Payload:
    """Return what stands at the table of the open turn: offers with their answers, signals, statements.

    Whether a pencilled agreement will be signed is sealed, and not told here.
    """
    with room.lock:
        game = room.live.game
        found: dict[str, Deal] = {}
        closed = not room.playing or room.phase == "why"
        if not closed:
            for seat in game.play.scenario.nations:
                found |= {deal.id: deal for deal in game.table(seat) if deal.offer is not None}
        return {
            "note": f"turn {room.turn}" if room.phase else "",
            "deals": [_deal(room, deal) for deal in found.values()],
            "empty": CLOSED if closed else "No offer has been made this turn.",
            "said": _said(room),
        }


def _deal(room: Room, deal: Deal) -> Payload:
    scenario, offer = room.live.game.play.scenario, deal.offer
    assert offer is not None  # only those with an offer are told
    shade = colours(scenario)
    share = (
        f", {names.nation(scenario, deal.parties[0])} carrying {offer.share:g} %"
        if len(deal.menu) > 1
        else ""
    )
    counter = "" if offer.counter is None else f"; the answer is {offer.counter:g} %"
    waits = f". It waits for {names.nations(scenario, offer.waits_for)}" if offer.waits_for else ""
    agreed = offer.standing in AGREED
    return {
        "id": deal.id,
        "name": names.agreement(scenario, deal.id).rpartition(" (")[0],
        "standing": "in pencil" if agreed else offer.standing,
        "tone": "good" if agreed else "",
        "secret": offer.secret,
        "parties": [
            {"id": each, "name": scenario.nations[each].name, "colour": shade[each]} for each in deal.parties
        ],
        "text": f"{names.nation(scenario, offer.seat)} offered it{share}{counter}{waits}.",
    }


def _said(room: Room) -> list[Payload]:
    scenario = room.live.game.play.scenario
    shade, said = colours(scenario), room.said()
    rows = [("Signal", seat, names.order(scenario, text)) for seat, text in said.signals.items()]
    rows += [("Statement", seat, text) for seat, text in said.statements.items()]
    return [
        {
            "key": f"{word} {seat}",
            "word": word,
            "seat": seat,
            "name": scenario.nations[seat].name,
            "colour": shade[seat],
            "text": text,
        }
        for word, seat, text in rows
    ]
