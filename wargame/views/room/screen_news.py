"""News on the big screen: cards that fell, what the facilitator tells all, and what the umpire made of free orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wargame.narrate.tell import year
from wargame.views import public
from wargame.workshop.room import Room
from wargame.workshop.standing import ALL, WHITE, Message

Payload = dict[str, Any]
STANDS = 120.0
"""Seconds that a message of the facilitator stands on the screen, if no phase begins before."""
LONG = 130
"""Letters from which on a message is set in smaller type."""
_ENDS = ("phase", "stage", "game")
"""Kinds of entries with which something else begins, so that what was told before is over."""
JUDGED = "The umpire has judged its free order."


def headline(room: Room, now: float) -> Payload | None:
    """Return the last message of the facilitator to all, as long as it stands; those to one seat never show.

    It goes when another phase begins, and after two minutes. What stands among the news as a card is not told twice.

    Parameters
    ----------
    now : seconds since 1970

    Returns
    -------
    ``id``, ``text``, ``long``, and ``left``: seconds that it still stands
    """
    last = next((each for each in reversed(_told(room)) if now - each.at < STANDS), None)
    if last is None or last.n < _since(room):
        return None
    if room.phase == "news" and any(last.text == _words(card) for card in announced(room)):
        return None
    return {
        "id": last.n,
        "text": last.text,
        "long": len(last.text) > LONG,
        "left": round(STANDS - (now - last.at), 1),
    }


def _told(room: Room) -> tuple[Message, ...]:
    """Return what the facilitator has told all, in order."""
    return tuple(each for each in room.standing.messages if each.by == WHITE and each.to == ALL)


def _since(room: Room) -> int:
    """Return the number of the entry with which the present phase or stage began."""
    return next((entry.n for entry in reversed(room.store.entries) if entry.kind in _ENDS), 0)


def announced(room: Room) -> list[Payload]:
    """Return the cards that the facilitator let fall in the open turn and told all of; of others nobody knows yet."""
    told = {each.text for each in _told(room) if each.turn == room.turn}
    cards = [
        {"name": card.name, "text": card.text, "by": "just in", "ref": ""}
        for card in room.live.game.sitting.injects
    ]
    return [card for card in cards if _words(card) in told]


def _words(card: Mapping[str, str]) -> str:
    """Return a card as all are told of it."""
    return f"{card['name']}. {card['text']}" if card["text"] != card["name"] else card["name"]


def news(room: Room) -> Payload:
    """Return the news with which the open turn begins: what the facilitator has just told, and what fell in the last.

    Before the first turn nothing has fallen, and the places that the game is about are told instead.
    """
    game = room.live.game
    cards = [*announced(room), *public.cards(game, game.turn)]
    if not game.turn:
        places = game.play.scenario.flashpoints.values()
        cards += [{"name": row.name, "text": row.text, "by": "", "ref": ""} for row in places]
    return {
        "title": f"News of {year(game.play.world.year(game.turn))}" if game.turn else "How it begins",
        "cards": cards,
        "empty": "A quiet year: nothing fell that all would talk of.",
    }


def verdicts(room: Room) -> dict[str, str]:
    """Return seat -> what all may know of the free orders that were judged in the turn that was played last.

    Where a judgement has an effect, the card by which it has it is news to all; else it is told only that it was
    judged. The sentence of the order stays with its team, and so does one that nobody judged.
    """
    game = room.live.game
    cards = {card["name"]: card["text"] for card in public.cards(game, game.turn) if not card["ref"]}
    return {
        seat: f"The umpire: {cards[verdict['card']]}" if verdict.get("card") in cards else JUDGED
        for seat, verdict in room.said(game.turn).judged.items()
        if not verdict.get("missed")
    }
