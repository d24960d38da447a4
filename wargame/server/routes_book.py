"""The text of the rulebook: sent once over HTTP, not with every change of a page."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wargame.faults import WargameError
from wargame.views.rulebook import ADDRESS, BOOK, document, reader, scenario_of


def routes() -> list[Route]:
    """Return the route of the rulebook's text: ``?scenario=`` or ``?game=``, and ``part=`` and ``seat=``."""
    return [Route(ADDRESS, _book)]


async def _book(request: Request) -> Response:
    """Return a document, or one sentence on what is wrong with what was asked for."""
    asked = request.query_params
    try:
        told = await run_in_threadpool(
            _read,
            asked.get("scenario", ""),
            asked.get("game", ""),
            asked.get("part", BOOK),
            asked.get("seat", ""),
        )
    except WargameError as error:
        return JSONResponse({"error": str(error)}, status_code=404)
    return JSONResponse(told, headers={"cache-control": "no-cache"})


def _read(scenario: str, game: str, part: str, seat: str) -> dict[str, object]:
    """Return a document; from a game, the rules in the edition of whoever may look at it."""
    edition = reader(game, seat) if part == BOOK else seat
    return document(scenario_of(scenario, game), part, edition)
