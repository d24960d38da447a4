"""The frame of every page: its head, its errors, moving between pages."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

import reacton.ipyvuetify as rv
import solara

from wargame.faults import WargameError
from wargame.ui.door import SOLO, book_path, refusal, use_identity, way_home
from wargame.ui.parts.shell import Fault, Head
from wargame.views.limits import payload as limits
from wargame.workshop.entrance import Identity

BOOK = "/rulebook"
PAGES = {
    "owner": (("/", "Home"), ("/explore", "Explore"), (BOOK, "Rulebook")),
    "white": (("/host", "Exercises"), ("/home", "Solo"), ("/explore", "Explore"), (BOOK, "Rulebook")),
    "team": (("/team", "My seat"), (BOOK, "Rulebook")),
}
"""Pages that the head leads to, by who looks."""
GAMES = ("play", "review")
"""Pages of one game: its name follows in the address."""
TITLE = "wargame"
FAILED = (
    "This page has failed, by a fault of the program. Games, drafts and notes are safe on disk. The window in which "
    "the server runs tells what happened."
)
log = logging.getLogger(__name__)


_way: solara.Reactive[Callable[[str], None] | None] = solara.reactive(None)
"""How this kernel moves to another page; noted by every page as it is drawn, for its handlers."""


def go(path: str) -> None:
    """Move to another page of this server, without loading it anew; for handlers: ``go("/play/my-game")``."""
    move = _way.peek()
    if move is not None:
        move(path)


def use_way() -> None:
    """Note how this kernel moves to another page."""
    router = solara.use_router()
    solara.use_effect(lambda: _way.set(router.push), [router])


def use_address() -> tuple[tuple[str, ...], Mapping[str, str]]:
    """Return what stands in the address: parts of the path after the page's own, and the query."""
    router = solara.use_router()
    query = dict(parse_qsl(router.search or ""))
    return tuple(unquote(part) for part in router.parts[1:] if part), query


def book_of(parts: Sequence[str], query: Mapping[str, str]) -> str:
    """Return what the address of the rulebook asks for: on a page of a game, its rules as whoever looks may read them.

    Examples
    --------
    >>> book_of(["play", "my game", "JPN"], {}), book_of(["review", "a"], {"seat": "USA"}), book_of(["explore"], {})
    ('?game=my%20game&seat=JPN', '?game=a&seat=USA', '')
    """
    if len(parts) < 2 or parts[0] not in GAMES:
        return ""
    seat = parts[2] if len(parts) > 2 else query.get("seat", "")
    return f"?game={quote(unquote(parts[1]))}" + (f"&seat={quote(seat)}" if seat else "")


@solara.component
def Shell(
    children: Sequence[Any] = (),
    title: str = TITLE,
    subtitle: str = "Strategic exercises of nations and programmes",
    here: str = "",
    turn: Mapping[str, Any] | None = None,
    steps: Sequence[Mapping[str, Any]] | None = None,
    chips: Sequence[Mapping[str, Any]] | None = None,
    actions: Sequence[Mapping[str, Any]] = (),
    on_action: Callable[[str], None] | None = None,
    narrow: bool = False,
) -> None:
    """Frame a page.

    Parameters
    ----------
    title, subtitle : beside the mark
    here : path of the page, to be marked among the pages
    turn : ``{"word": "Turn", "now": 3, "of": 8, "when": "2024"}``
    steps : phases, ``{"name": "Orders", "state": "done" | "now" | "next"}``
    chips : seats, ``{"id": "JPN", "text": "Japan has committed", "done": True, "colour": "#b5446e"}``
    actions : buttons, ``{"do": "commit", "text": "Commit", "primary": True, "off": False}``; ``on_action`` gets ``do``
    narrow : for pages that are read rather than worked on
    """
    use_way()
    who = use_identity()
    router = solara.use_router()
    book = book_of([part for part in router.parts if part], dict(parse_qsl(router.search or "")))
    solara.Title(f"{title} · {TITLE}" if title != TITLE else TITLE)
    data = {
        "title": title,
        "subtitle": subtitle,
        "home": who.home,
        "pages": [
            {"path": book_path(who, book) if path == BOOK else path, "name": name, "here": path == here}
            for path, name in PAGES.get(who.kind, ())
        ],
        "turn": dict(turn) if turn else None,
        "steps": [dict(each) for each in steps] if steps else None,
        "chips": [dict(each) for each in chips] if chips else None,
        "actions": [dict(each) for each in actions],
        "limits": solara.use_memo(limits, []),
    }

    def act(told: Mapping[str, Any]) -> None:
        if told["do"] == "go":
            go(told["path"])
        elif on_action is not None:
            on_action(told["do"])

    with solara.Div(classes=["wg"]):
        Head(view=data, event_act=act)
        rv.Html(
            tag="main",
            children=list(children),
            class_="wg-main wg-narrow" if narrow else "wg-main",
            attributes={"id": "wg-main", "tabindex": "-1"},
        )


def _excuse(text: str, who: Identity) -> None:
    with Shell(title=TITLE, subtitle="This page cannot be shown", narrow=True):
        Fault(view={"text": text, **way_home(who)}, event_act=lambda told: go(who.home))


def page(function: Callable[..., None] | None = None, *, see: Sequence[str] = SOLO) -> Callable[..., Any]:
    """Make a page of a component function: an error that a person can mend becomes a sentence on it.

    Parameters
    ----------
    see : kinds of those who may see it; the server and the page itself hold to it, ``page.see`` tells it
    """
    if function is None:
        return functools.partial(page, see=see)

    @solara.component
    def Body(who: Identity, given: tuple[Any, ...], named: Mapping[str, Any]) -> None:
        try:
            function(*given, **named)
        except WargameError as error:
            _excuse(str(error), who)
        except Exception:  # a fault of ours: the way home stays, and the log tells where it was
            log.exception("a page could not be drawn")
            _excuse(FAILED, who)

    @functools.wraps(function)
    def guarded(*given: Any, **named: Any) -> None:
        who = use_identity()
        told = refusal(who, see, [unquote(part) for part in solara.use_router().parts])
        if told:
            _excuse(told, who)
        else:
            Body(who, given, named)

    made = solara.component(guarded)
    made.see = tuple(see)
    return made


@solara.component
def Frame(children: Sequence[Any] = ()) -> Any:
    """Stand in for Solara's own layout, which would bring a bar of its own."""
    return solara.Div(children=list(children))
