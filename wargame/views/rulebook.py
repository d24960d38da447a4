"""The rulebook page: which document, whose edition, where its text is; and that text itself, made once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

from wargame.faults import WargameError, nearest
from wargame.live import shelf
from wargame.rulebook import fragment, limits, odd, rulebook
from wargame.rulebook.trace import trace
from wargame.scenario import Scenario, list_scenarios, read_scenario
from wargame.views.review.eyes import eyes

BASELINE = "northeast-asia-2022"
"""The scenario whose rules are told where none is named."""
BOOK = "book"
PARTS: dict[str, tuple[str, str]] = {
    BOOK: ("The rules", "How the game is played: rules, numbers, orders, agreements, sources."),
    "odd": ("The model", "The model by the ODD protocol, so that it can be built again."),
    "trace": ("How it was tested", "What was verified, calibrated, corroborated and rejected (TRACE)."),
    "limits": ("Limits of use", "What it is made for, and what it is not."),
}
"""The documents, with their names and what they tell."""
ADDRESS = "/api/book"
"""Where the text of a document is asked for; ``server.routes_book`` answers."""
_KEPT = 32
_texts: dict[tuple[str, ...], dict[str, Any]] = {}
_lock = threading.Lock()


def scenario_of(scenario: str = "", game: str = "") -> Scenario:
    """Return the scenario that is meant: the one that a game of this server plays, or one by its id.

    Raises
    ------
    WargameError
        there is no such game or scenario
    """
    if game:
        return shelf().open(game).game.play.scenario
    known = [name for name, _ in list_scenarios()]
    if scenario and scenario not in known:
        raise WargameError(f"There is no scenario {scenario!r}. {nearest(scenario, known)}")
    return read_scenario(scenario or BASELINE)


def reader(game: str, asked: str = "") -> str:
    """Return whose edition is read: from a game, that of whoever may look at it, as its review has it; else as asked.

    Raises
    ------
    WargameError
        there is no such game
    """
    return eyes(shelf().open(game).game, asked).seat if game else asked


def payload(
    scenario: Scenario, part: str = BOOK, seat: str = "", game: str = "", own: bool = False
) -> dict[str, Any]:
    """Return what the rulebook page shows around a document, and where its text is.

    Parameters
    ----------
    scenario : whose rules are told
    part : one of ``PARTS``
    seat : whose edition; "" for the white cell's
    game : name of the game from which the page was opened: its rules are told, and no other scenario is offered
    own : a team reads its own edition at a workshop, and no other one is offered

    Raises
    ------
    WargameError
        there is no such part or seat, or the part is one text for all
    """
    check(scenario, part, seat)
    base = {"game": game} if game else {"scenario": scenario.id}
    seats = [("", "White cell: all seats"), *((name, row.name) for name, row in scenario.nations.items())]
    return {
        "text": _address(ADDRESS, base, part, seat),
        "title": PARTS[part][0],
        "note": PARTS[part][1],
        "part": part,
        "parts": [
            {
                "id": name,
                "name": told,
                "path": _address("/rulebook", base, name, seat if name == BOOK else ""),
            }
            for name, (told, _) in PARTS.items()
        ],
        "seat": seat,
        "edition": f"Edition of {scenario.nations[seat].name}" if seat else "",
        "seats": [
            {"id": name, "name": told, "path": _address("/rulebook", base, BOOK, name)}
            for name, told in seats
        ]
        if part == BOOK and not game and not own
        else [],
        "scenario": scenario.id,
        "scenarios": [
            {"id": name, "name": frame.title, "path": _address("/rulebook", {"scenario": name}, part, "")}
            for name, frame in ([] if game or own else list_scenarios())
        ],
        "back": {"name": scenario.frame.title, "path": f"/play/{quote(game)}?seat={seat}"}
        if game and seat
        else None,
    }


def document(scenario: Scenario, part: str = BOOK, seat: str = "") -> dict[str, Any]:
    """Return the text of a document; kept, as the same rules give the same text.

    Returns
    -------
    ``title``, ``contents`` (``id`` and ``text`` of each chapter) and ``html``, its rows with ids that ``links.ref``
    gives; all that is not markup is escaped

    Raises
    ------
    WargameError
        there is no such part or seat, or the part is one text for all
    """
    check(scenario, part, seat)
    key = (scenario.id, scenario.content_hash(), scenario.ruleset.content_hash(), part, seat)
    with _lock:
        if key not in _texts:
            while len(_texts) >= _KEPT:
                del _texts[next(iter(_texts))]
            _texts[key] = _written(scenario, part, seat)
        return _texts[key]


def check(scenario: Scenario, part: str, seat: str) -> None:
    """Raise unless there is such a document, in such an edition."""
    if part not in PARTS:
        raise WargameError(f"The rulebook has no part {part!r}. {nearest(part, PARTS)}")
    if seat and seat not in scenario.nations:
        raise WargameError(f"There is no seat {seat!r}. {nearest(seat, scenario.nations)}")
    if seat and part != BOOK:
        raise WargameError(f"{PARTS[part][0]!r} is one text for all. Leave out the seat, or open the rules.")


def _written(scenario: Scenario, part: str, seat: str) -> dict[str, Any]:
    writers: dict[str, Callable[[], str]] = {
        BOOK: lambda: rulebook(scenario, seat, marked=True),
        "odd": lambda: odd(scenario, marked=True),
        "trace": lambda: trace(scenario, marked=True),
        "limits": lambda: limits(scenario, marked=True),
    }
    told = fragment(writers[part]())
    return {
        "title": told.title,
        "contents": [{"id": name, "text": text} for name, text in told.contents],
        "html": f"{told.head}\n{told.body}",
    }


def _address(path: str, base: dict[str, str], part: str, seat: str) -> str:
    query = {**base, "part": "" if part == BOOK else part, "seat": seat}
    return f"{path}?{urlencode({name: value for name, value in query.items() if value})}"
