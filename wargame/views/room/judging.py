"""Free orders that wait for the umpire, and orders that stay sealed unless they are opened: one row a team."""

from __future__ import annotations

from typing import Any

from wargame.inputs import Draft
from wargame.narrate import names
from wargame.scenario import Scenario
from wargame.views.board.scope import Scope, badge
from wargame.workshop import Room

Payload = dict[str, Any]
ABOUT = (
    "A team may send you one sentence that the list of orders does not hold. You read it once its orders are sealed, "
    "and judge what comes of it. Its other orders stay sealed for you too."
)
WARNING = (
    "Sealed orders stay sealed for the white cell, so that nobody can say that you steered by them. If you open these, "
    "the log keeps that you did, when and why, and the team is told at once."
)
CLOSED = "No turn is open: there is nothing to judge, and nothing is sealed."
NAME = "A free order of {}"
"""Name of the card by which a free order has an effect."""


def judging(room: Room, seat: str = "") -> Payload:
    """Return the free and sealed orders of every team of people.

    Parameters
    ----------
    seat : whose free order is being judged now, "" for none

    Returns
    -------
    ``rows``, each with ``committed``, ``seal``, ``sentence`` ("" before its orders are sealed), ``judged``, ``opened``
    and ``may_open``; ``waiting`` sentences without a judgement; ``past`` what became of those of the turn that was
    played, until the next one begins
    """
    scope = Scope(room.live.game, room.live.game.turn)
    live = is_open(room)
    opened = room.white.opened() if live else {}
    rows = [_row(room, scope, each, opened.get(each)) for each in room.live.people] if live else []
    return {
        "about": ABOUT,
        "warning": WARNING,
        "closed": "" if live else CLOSED,
        "judging": seat,
        "turn": room.live.turn,
        "past": _past(room) if not live and room.playing else [],
        "rows": rows,
        "waiting": sum(bool(row["sentence"]) and not row["judged"] for row in rows),
    }


def is_open(room: Room) -> bool:
    """Tell whether a turn is open to what the white cell does."""
    return room.playing and room.phase != "why"


def waiting(room: Room) -> int:
    """Return how many free orders wait for a judgement."""
    if not is_open(room):
        return 0
    return sum(map(room.unjudged, room.live.people))


def _row(room: Room, scope: Scope, seat: str, opened: Draft | None) -> Payload:
    committed = room.live.committed(seat)
    said = room.said(room.live.turn)
    sentence, judged = room.white.free_order(seat), said.judged.get(seat)
    return {
        **badge(scope, seat),
        "committed": committed,
        "standing": "sealed" if committed else "still drafting",
        "seal": room.live.seal(seat) if committed else "",
        "sentence": sentence,
        "note": "" if sentence else _no_sentence(committed, room.white.wordless(seat)),
        "judged": _judged(room, scope, seat, judged) if judged else None,
        "opened": _opened(scope.scenario, opened, said.opened[seat]) if opened is not None else None,
        "may_open": committed and opened is None,
    }


def _past(room: Room) -> list[Payload]:
    """Return the free orders of the turn that was played last, each with what became of it."""
    scope, said = Scope(room.live.game, room.live.game.turn), room.said()
    return [
        {
            **badge(scope, seat),
            "sentence": said.umpire.get(seat, ""),
            "mark": "not judged" if verdict.get("missed") else "judged",
            "text": " ".join(filter(None, (verdict["text"], verdict["reason"]))),
        }
        for seat, verdict in said.judged.items()
    ]


def _no_sentence(committed: bool, wordless: bool) -> str:
    if wordless:
        return "It sent a free order without a sentence: there is nothing to judge."
    if committed:
        return "It sent no free order."
    return "If it sends a free order, you read it once its orders are sealed."


def _judged(room: Room, scope: Scope, seat: str, verdict: Payload) -> Payload:
    """Return a judgement, and whether its effect was taken back since."""
    fell = any(card.name == card_name(scope.scenario, seat) for card in room.live.game.sitting.injects)
    gone = " Its effect was taken back." if verdict["effect"] and not fell else ""
    return {"text": verdict["text"], "reason": f"{verdict['reason']}{gone}"}


def card_name(scenario: Scenario, seat: str) -> str:
    """Return the name of the card that a judged free order of a seat becomes."""
    return NAME.format(names.nation(scenario, seat))


def _opened(scenario: Scenario, draft: Draft, reason: str) -> Payload:
    """Return sealed orders that were opened, in words."""
    rules = scenario.ruleset.orders
    words = []
    if draft.sign is not None:
        told = "; ".join(names.agreement(scenario, each) for each in draft.sign) or "nothing"
        words.append(f"Signs {told}.")
    if draft.signal:
        words.append(f"Announced “{rules[draft.signal].name}”.")
    if draft.promise:
        words.append(f"Promises no “{rules[draft.promise].name}” next turn.")
    if draft.ease:
        words.append("Eases in the crisis round.")
    orders = [names.order(scenario, text) for text in draft.orders] or ["It holds: no orders."]
    return {"reason": reason, "orders": orders, "words": words}
