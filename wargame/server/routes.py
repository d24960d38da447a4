"""Routes of our own: styles, scripts and charts of the pages, whether the server is well, reports."""

from __future__ import annotations

import hashlib
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import wargame.ui
from wargame import __version__
from wargame.report.engine import engine_file
from wargame.server import routes_book, routes_report
from wargame.server.plain import sentence_page

STATIC = Path(wargame.ui.__file__).parent / "static"
FIRST = "theme.css"
"""Stands before the styles of the slices, which rest on its tokens."""


def routes() -> list[Route | Mount]:
    """Return the routes that go before the pages."""
    return [
        Route("/wg/all.css", styles),
        Route("/wg/echarts.min.js", chart_engine),
        Mount("/wg", StaticFiles(directory=STATIC)),
        Route("/api/health", health),
        *routes_book.routes(),
        *routes_report.routes(),
    ]


def missing(request: Request) -> Response:
    """Tell that nothing is at an address, with the way home."""
    told = "Pages begin with /play, /review, /explore or /rulebook."
    return sentence_page("Nothing is at this address", told, "To the first page", "/", 404)


def broken(request: Request, error: Exception) -> Response:
    """Tell that something failed by a fault of the program; the server keeps the whole of it in its log."""
    told = "What you asked for could not be made, by a fault of the program. Nothing of the game is lost. "
    more = "The window in which the server runs tells more; whoever started it can send that on."
    return sentence_page("This failed here", told + more, "To the first page", "/", 500)


def health(request: Request) -> Response:
    """Tell that the server is there, and which release it is."""
    return JSONResponse({"ok": True, "wargame": __version__})


def styles(request: Request) -> Response:
    """Return all styles as one file; a browser that has them gets 304."""
    text = style_text()
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return PlainTextResponse(text, media_type="text/css", headers=headers)


def style_text() -> str:
    """Return the tokens, then the styles of every slice."""
    files = sorted(STATIC.glob("*.css"), key=lambda each: (each.name != FIRST, each.name))
    return "\n".join(each.read_text(encoding="utf-8") for each in files)


def chart_engine(request: Request) -> Response:
    """Return ECharts, from the package that carries it."""
    return FileResponse(
        engine_file(), media_type="text/javascript", headers={"cache-control": "max-age=86400"}
    )
