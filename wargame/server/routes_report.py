"""The one-file report of a game of this server, as a download."""

from __future__ import annotations

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from wargame.faults import WargameError
from wargame.live import reviews, shelf
from wargame.report import report
from wargame.views.board import Scope
from wargame.views.review.eyes import WHOLE, eyes
from wargame.views.review.turning import turning


def routes() -> list[Route]:
    """Return the route of the report: the game's name, and ``?seat=`` for whose eyes, as the review has them."""
    return [Route("/api/report/{game}", _report)]


async def _report(request: Request) -> Response:
    """Return the report, or one sentence on why there is none."""
    name, asked = request.path_params["game"], request.query_params.get("seat", WHOLE)
    try:
        text, seat = await run_in_threadpool(_written, name, asked)
    except WargameError as error:
        return PlainTextResponse(str(error), status_code=404)
    file = quote(f"{name}-{seat}.html" if seat else f"{name}.html")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{file}", "cache-control": "no-store"}
    return HTMLResponse(text, headers=headers)


def _written(name: str, asked: str) -> tuple[str, str]:
    """Return the report of a game with the seat whose edition it is: never more than who asks may see.

    Turning points that the review has found so far are in it, where the whole is shown.
    """
    live = shelf().open(name)
    with live.lock:
        game = live.game
        looking = eyes(game, asked)
        found = reviews.found(live, reviews.TURNING) if looking.whole else None
        rows = None if found is None else turning(Scope(game, game.turn), found, None)["rows"]
        return report(game, looking.seat, rows), looking.seat
