"""The frame of every page: its head, its errors, moving between pages."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, unquote

import reacton.ipyvuetify as rv
import solara

from wargame.faults import WargameError
from wargame.ui.parts.shell import Fault, Head
from wargame.views.limits import payload as limits

PAGES = (("/", "Home"), ("/explore", "Explore"), ("/rulebook", "Rulebook"))
TITLE = "wargame"


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
    solara.Title(f"{title} · {TITLE}" if title != TITLE else TITLE)
    data = {
        "title": title,
        "subtitle": subtitle,
        "pages": [{"path": path, "name": name, "here": path == here} for path, name in PAGES],
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


def page(function: Callable[..., None]) -> Callable[..., Any]:
    """Make a page of a component function: an error that a person can mend becomes a sentence on it."""

    @functools.wraps(function)
    def guarded(*given: Any, **named: Any) -> None:
        try:
            function(*given, **named)
        except WargameError as error:
            with Shell(title=TITLE, subtitle="This page cannot be shown", narrow=True):
                Fault(view={"text": str(error)}, event_act=lambda told: go("/"))

    return solara.component(guarded)


@solara.component
def Frame(children: Sequence[Any] = ()) -> Any:
    """Stand in for Solara's own layout, which would bring a bar of its own."""
    return solara.Div(children=list(children))
