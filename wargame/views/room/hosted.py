"""Rooms as those who run them see them: how to come in, where to go, and all rooms of the server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from typing import Any
from urllib.parse import quote, urlsplit

from wargame.faults import WargameError
from wargame.views.home import Offer
from wargame.views.room.codes import JOIN, codes, qr
from wargame.workshop.room import Room
from wargame.workshop.rooms import RoomCard

Payload = dict[str, Any]
GROUPS = ("running", "ended", "damaged")
"""Groups of the list of rooms."""
ALONE = (
    "Only this machine can reach the server. For teams on other machines, start it anew: wargame workshop open --host "
    "0.0.0.0"
)
"""What is told where nobody else could join."""


ENDED = "This exercise has ended, and its codes open nothing any more. Its record stays."
"""What is told in place of codes."""


def opened(room: Room, addresses: Sequence[str]) -> Payload:
    """Return how people come into a room, and where its pages are.

    Parameters
    ----------
    addresses : of the server, the likeliest first, no slash at the end
    """
    scenario = room.live.game.play.scenario
    address, *others = addresses
    return {
        "name": room.name,
        "title": room.plan.title,
        "scenario": scenario.frame.title,
        "question": room.plan.question,
        "seed": room.plan.seed,
        "stage": stage_words(room.stage, room.turn, room.turns),
        "join": address + JOIN,
        "others": [each + JOIN for each in others],
        "alone": ALONE if is_here(address) and room.stage != "ended" else "",
        "qr": qr(address + JOIN),
        "codes": [] if room.stage == "ended" else codes(scenario, room.codes, address),
        "ended": ENDED if room.stage == "ended" else "",
        "links": _links(room),
    }


def is_here(address: str) -> bool:
    """Tell whether an address leads to this machine only.

    Examples
    --------
    >>> is_here("http://127.0.0.1:8765"), is_here("http://192.0.2.7:8765"), is_here("https://table.example:8765")
    (True, False, False)
    """
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _links(room: Room) -> list[Payload]:
    """Return the pages of a room; those that Solara does not draw are opened beside this one."""
    name = quote(room.name)
    rows = [
        (
            "facilitator",
            f"/facilitator/{name}",
            "Facilitator’s desk",
            "begin, watch and lead the exercise",
            False,
        ),
        (
            "screen",
            f"/screen/{name}",
            "Big screen",
            "for the projector; it shows what everybody may know",
            True,
        ),
        ("kit", f"/print/{name}/kit", "Printed kit", "briefs, role cards, order sheets, the script", True),
    ]
    if room.stage == "ended":
        rows.append(("export", f"/api/export/{name}", "Export", "games, tables and report as one file", True))
    if room.plan.group:
        rows.append(
            ("twins", f"/twins/{quote(room.plan.group)}", "Twin tables", "all tables side by side", False)
        )
    return [
        {"id": each, "path": path, "name": called, "text": text, "beside": beside}
        for each, path, called, text, beside in rows
    ]


def stage_words(stage: str, turn: int, turns: int) -> str:
    """Return where an exercise stands, in words.

    Examples
    --------
    >>> stage_words("lobby", 1, 6), stage_words("play", 3, 6)
    ('not begun', 'turn 3 of 6')
    """
    words = {
        "lobby": "not begun",
        "practice": "in the practice turn",
        "debrief": "in the debrief",
        "ended": "ended",
    }
    return words.get(stage, f"turn {min(turn, turns)} of {turns}")


def listed(cards: Sequence[RoomCard] | None, found: Sequence[Offer]) -> Payload:
    """Return the rooms of this server, to be gone on with, to be looked into, or damaged.

    Parameters
    ----------
    cards : the latest first, None as long as they are being read;  found : the scenarios, for their titles
    """
    titles = {each.id: each.scenario.frame.title for each in found if each.scenario is not None}
    held = Counter(card.title for card in cards or ())
    rows = [_row(card, titles, held[card.title] > 1) for card in cards or ()]
    return {
        "reading": cards is None,
        "count": len(rows),
        "groups": [{"id": group, "rows": [row for row in rows if row["group"] == group]} for group in GROUPS],
    }


def _row(card: RoomCard, titles: Mapping[str, str], named: bool) -> Payload:
    """Return one room; ``named`` tells it from others of the same title."""
    group = "damaged" if card.fault else "ended" if card.stage == "ended" else "running"
    people = f"{card.people} {'person' if card.people == 1 else 'people'}"
    # a card counts turns played; people are at the next one as long as the game runs
    at = stage_words(card.stage, card.turn + 1, card.turns)
    return {
        "name": card.name,
        "group": group,
        "title": card.title or card.name,
        "text": card.fault
        or " · ".join((*[card.name] * named, titles.get(card.scenario, card.scenario), at, people)),
        "when": card.when,
        "desk": "" if card.fault else f"/facilitator/{quote(card.name)}",
        "codes": f"/host/{quote(card.name)}" if group == "running" else "",
        "twins": f"/twins/{quote(card.group)}" if card.group and not card.fault else "",
    }


def fault_of(error: WargameError, begun: Sequence[str]) -> str:
    """Return what is told where opening rooms stopped half way: which are open, and why the next is not."""
    if not begun:
        return str(error)
    return f"{', '.join(begun)} {'is' if len(begun) == 1 else 'are'} open; the next table is not. {error}"
