"""The text of the rulebook: sent once over HTTP, not with every change of a page."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wargame.faults import WargameError
from wargame.server.door import WHO
from wargame.views.rulebook import ADDRESS, BOOK, document, reader, scenario_of
from wargame.workshop.entrance import OWNER, Identity, edition


def routes() -> list[Route]:
    """Return the route of the rulebook's text: ``?scenario=`` or ``?game=``, and ``part=`` and ``seat=``."""
    return [Route(ADDRESS, _book)]


async def _book(request: Request) -> Response:
    """Return a document, or one sentence on what is wrong with what was asked for."""
    try:
        told = await run_in_threadpool(_answer, request.scope.get(WHO, OWNER), request.query_params)
    except WargameError as error:
        return JSONResponse({"error": str(error)}, status_code=404)
    return JSONResponse(told, headers={"cache-control": "no-cache"})


def _answer(who: Identity, asked: Mapping[str, str]) -> dict[str, object]:
    """Return a document; to a team of a workshop its own edition, whatever was asked for."""
    part, seat = asked.get("part", BOOK), asked.get("seat", "")
    if who.kind != "team":
        return _read(asked.get("scenario", ""), asked.get("game", ""), part, seat)
    scenario, seat = edition(who)
    return _read(scenario, "", part, seat if part == BOOK else "")


def _read(scenario: str, game: str, part: str, seat: str) -> dict[str, object]:
    """Return a document; from a game, the rules in the edition of whoever may look at it."""
    told = reader(game, seat) if part == BOOK else seat
    return document(scenario_of(scenario, game), part, told)
