"""What a team reads and writes: messages by channel, signals and sentences in public, fingerprints of sealed orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from wargame.narrate import names
from wargame.views.room.team_company import Named
from wargame.views.seat.words import Payload
from wargame.workshop import Place
from wargame.workshop.hall import Hall
from wargame.workshop.standing import ALL, WHITE, Message
from wargame.workshop.voice import MOST, SIGNALLING

TABS = (("talk", "Messages"), ("public", "In public"), ("forecast", "Forecasts"), ("company", "Team"))
"""Parts of the room."""
TEAM = "team"
"""The channel of one's own team."""
SHOWN = 300
"""Most messages that are sent to a page, the latest."""
SENTENCE = 240
"""Letters of the turn's sentence at most."""
NOTES = {
    TEAM: "Only your team reads this, not even the facilitator.",
    ALL: "Every team reads this, and the facilitator.",
    WHITE: "Ask the facilitator: rules, time, a ruling. Other teams do not see it.",
}
"""Who reads a channel."""
ENDED = "The exercise has ended; messages can be read, not written."
CLOSED = {
    "lobby": "Signals and sentences come with the first turn.",
    "debrief": "The game is over.",
    "ended": "The exercise has ended.",
}
"""Why nothing is announced, by the stage of the exercise."""
SIGNALS_OVER = "Signals of this turn are over. What you mean to do shows in your orders."


def tabs(shown: str, unread: int) -> Payload:
    """Return the tabs of the room, with the messages that the person has not read."""
    rows = [
        {"id": name, "name": title, "badge": str(unread) if unread and name == "talk" else "", "hot": True,
         "told": "unread"}
        for name, title in TABS
    ]  # fmt: skip
    return {"name": "The room", "open": shown, "tabs": rows}


def channel_of(message: Message, seat: str) -> str:
    """Return the channel in which a team finds a message."""
    if message.to == ALL:
        return ALL
    other = message.to if message.by == seat else message.by
    return TEAM if other == seat else other


def address_of(channel: str, seat: str) -> str:
    """Return whom a message in a channel is written to."""
    return seat if channel == TEAM else channel


def unread(found: Sequence[Message], seat: str, me: int, marks: Mapping[str, int]) -> dict[str, int]:
    """Return how many messages of each channel the person has not read; their own are read."""
    told: dict[str, int] = {}
    for each in found:
        channel = channel_of(each, seat)
        if each.person != me and each.n > marks.get(channel, 0):
            told[channel] = told.get(channel, 0) + 1
    return told


def talk(place: Place, name_of: Named, marks: Mapping[str, int] | None, refused: int = 0) -> Payload:
    """Return the messages that a person may read, by channel.

    Parameters
    ----------
    marks : last message read by channel; None as long as the page has not told
    refused : how many messages could not be sent
    """
    room, seat, me = place.room, place.seat, place.number
    found = room.messages(seat)[-SHOWN:]
    new = {} if marks is None else unread(found, seat, me, marks)
    typing = [name_of(each.id) for each in room.people if each.seat == seat and each.typing and each.id != me]
    return {
        "key": f"wg-talk {room.name} {me}",
        "channels": [{**row, "unread": new.get(row["id"], 0)} for row in _channels(room, seat)],
        "messages": [_message(room, each, seat, me, name_of) for each in found],
        "marks": dict(marks or {}),
        "typing": f"{' and '.join(typing)} {'is' if len(typing) == 1 else 'are'} typing…" if typing else "",
        "most": MOST,
        "shut": ENDED if room.stage == "ended" else "",
        "refused": refused,
    }


def _channels(room: Hall, seat: str) -> list[Payload]:
    """Return with whom the team may talk: itself, everybody, the facilitator, each team of people."""
    first = [
        {"id": TEAM, "name": "Team", "to": "your team", "colour": "", "note": NOTES[TEAM]},
        {"id": ALL, "name": "All", "to": "everybody", "colour": "", "note": NOTES[ALL]},
        {"id": WHITE, "name": "Facilitator", "to": "the facilitator", "colour": "", "note": NOTES[WHITE]},
    ]
    wrote = {channel_of(each, seat) for each in room.messages(seat)}
    others = [
        {
            "id": each.seat,
            "name": each.seat,
            "to": each.name,
            "colour": each.colour,
            "note": f"Between your team and {each.name}; the facilitator reads it too."
            + (" House AI plays it for now and does not answer." if each.house else ""),
        }
        for each in room.teams
        if each.seat != seat and (not each.house or each.seat in wrote)
    ]
    return [*first, *others]


def _message(room: Hall, message: Message, seat: str, me: int, name_of: Named) -> Payload:
    scenario = room.live.game.play.scenario
    mine = message.by == seat
    who = "Facilitator" if message.by == WHITE else names.nation(scenario, message.by)
    row = scenario.nations.get(message.by)
    return {
        "n": message.n,
        "channel": channel_of(message, seat),
        "mine": mine,
        "me": mine and message.person == me,
        "who": name_of(message.person) if mine else who,
        "colour": row.colour if row else "",
        "turn": message.turn,
        "at": round(message.at, 1),
        "text": message.text,
    }


def public(place: Place, words: Sequence[Mapping[str, str]], issued: Sequence[str]) -> Payload:
    """Return what is said in public this turn: the own signal and sentence, those of others, fingerprints of orders.

    Parameters
    ----------
    words : orders that the seat may announce;  issued : ids of orders in its draft
    """
    room, seat = place.room, place.seat
    said, scenario = room.said(), room.live.game.play.scenario
    rules = scenario.ruleset.orders

    def called(order: str) -> str:
        return rules[order].name if order else ""

    return {
        "turn": room.turn,
        "store": f"wg-sentence {room.name} {place.number} {room.turn}",
        "signal": called(said.signals.get(seat, "")),
        "words": [dict(each) for each in words],
        "issued": list(issued),
        "drafted": next((each for each in issued if any(each == row["id"] for row in words)), ""),
        "statement": said.statements.get(seat, ""),
        "most": SENTENCE,
        "shut": _shut(place),
        "others": [
            {
                "id": each.seat,
                "name": each.name,
                "colour": each.colour,
                "signal": called(said.signals.get(each.seat, "")),
                "statement": said.statements.get(each.seat, ""),
            }
            for each in room.teams
            if each.seat != seat and not each.house
        ],
        "seals": seals(room, _badge(room)),
    }


def _shut(place: Place) -> Payload:
    """Return why no signal, or no sentence, can be given now; "" where it can."""
    room = place.room
    closed = CLOSED.get(room.stage, "" if room.playing or room.phase == "why" else "The last turn is played.")
    if not closed and place.seat not in place.people:
        closed = "House AI plays your seat for now."
    over = SIGNALS_OVER if room.phase not in SIGNALLING else ""
    return {"signal": closed or over, "statement": closed}


def _badge(room: Hall) -> Callable[[str], Payload]:
    rows = room.live.game.play.scenario.nations
    return lambda seat: {"id": seat, "name": rows[seat].name, "colour": rows[seat].colour}


def seals(room: Hall, badge: Callable[[str], Payload]) -> list[Payload]:
    """Return the fingerprints of the orders sealed this turn; of the turn that was played, while its why is told."""
    found = room.seals()
    if not found and room.phase == "why":
        found = room.live.game.report().seals
    return [{**badge(seat), "seal": seal} for seat, seal in found.items() if seal]
