"""Who looks at a page: asked anew at every drawing, as a token may have ended and a person may have moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import solara
import solara.lab

from wargame.faults import WargameError
from wargame.ui.hub import tick
from wargame.workshop.entrance import (
    OWNER,
    TEAM_COOKIE,
    TEAM_PAGE,
    WHITE_COOKIE,
    Identity,
    Tokens,
    edition,
    entrance,
    may_look_back,
)

SOLO = ("owner", "white")
"""Who sees a page that nobody declared otherwise: whoever plays alone, and in a workshop the facilitator."""
LOOKS_BACK = "looks back"
"""Among those who see a page: teams, of the game of their own table, once it is over."""
BEARER = "bearer "
LATER = "What a game was like as a whole can be seen when it is over. Until then your own page tells what you know."
HOME = {"white": "To the exercises", "team": "To your seat", "screen": "To the screen", "nobody": "Join"}
"""What the way home is called in a workshop."""
ELSEWHERE = {
    "team": "This page is the facilitator's. Your own page shows all that your seat may know.",
    "screen": "This page is not for this big screen.",
    "white": "This page is a team's. Join a seat with its code to see it.",
    "nobody": "You are at no table, or no longer. Ask the facilitator for the code of your seat and join.",
    "owner": "This page belongs to a workshop. Open one with: wargame workshop open",
}
"""What is told of a page that is not meant for whoever looks."""


def use_identity() -> Identity:
    """Return who looks at this page; in a server without a workshop that is its owner."""
    door = entrance()
    router = solara.use_router()
    cookies: Mapping[str, str] = solara.lab.cookies.value or {}
    headers: Mapping[str, Sequence[str]] = solara.lab.headers.value or {}
    if door is None:
        return OWNER
    tick.value  # noqa: B018  whatever changes for this page, who looks is asked again
    return door.identify(
        Tokens(
            cookies.get(TEAM_COOKIE, ""),
            cookies.get(WHITE_COOKIE, ""),
            bearer("".join(headers.get("authorization", ())[:1])),
            as_team=bool(router.parts) and router.parts[0] == TEAM_PAGE,
        )
    )


def way_home(who: Identity) -> dict[str, str]:
    """Return where their own page is, as ``Fault`` shows it; the form to join is no page of Solara, and is loaded."""
    told = {"way": HOME[who.kind]} if who.kind in HOME else {}
    return {**told, "load": who.home} if who.kind == "nobody" else told


def bearer(header: str) -> str:
    """Return the token of an ``Authorization`` header, "" where there is none.

    Examples
    --------
    >>> bearer("Bearer abc"), bearer("Basic abc")
    ('abc', '')
    """
    return header[len(BEARER) :].strip() if header[: len(BEARER)].lower() == BEARER else ""


def refusal(who: Identity, see: Sequence[str], parts: Sequence[str]) -> str:
    """Return why somebody may not see a page, or "" where they may.

    Parameters
    ----------
    see : kinds of those who may; ``LOOKS_BACK`` stands for teams once the game that the address names is over
    parts : of the address; behind the page's own comes the room or the game that it shows

    Examples
    --------
    >>> refusal(Identity("screen", "north", 1), ("white", "screen"), ["screen", "north"])
    ''
    >>> refusal(Identity("screen", "north", 1), ("white", "screen"), ["screen", "south"])
    'This page is not for this big screen.'
    """
    named = parts[1] if len(parts) > 1 else ""
    if who.kind == "screen" and named != who.room:
        return ELSEWHERE["screen"]
    if who.kind in see:
        return ""
    if who.kind == "team" and LOOKS_BACK in see:
        return "" if may_look_back(who, named) else LATER
    return ELSEWHERE[who.kind]


def book_path(who: Identity, asked: str = "") -> str:
    """Return the address of the rulebook for whoever looks; ``asked`` is the query of others than teams."""
    if who.kind != "team":
        return f"/rulebook{asked}"
    try:
        scenario, seat = edition(who)
    except WargameError:  # the page itself tells what is wrong with the room
        return "/rulebook"
    return f"/rulebook?{urlencode({'scenario': scenario, 'seat': seat})}"
