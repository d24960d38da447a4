"""Routes of our own: styles, scripts and charts of the pages, whether the server is well, reports."""

from __future__ import annotations

import hashlib
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import wargame.ui
from wargame import __version__
from wargame.report.engine import engine_file
from wargame.server import routes_book, routes_report

STATIC = Path(wargame.ui.__file__).parent / "static"
NOTHING = (
    '<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Nothing here · wargame</title>'
    '<link rel="stylesheet" href="/wg/all.css"><body class="wg">'
    '<main class="wg-main wg-narrow"><section class="wg-card">'
    "<h1>Nothing is at this address</h1><p>Pages begin with /play, /review, /explore or /rulebook.</p>"
    '<p><a class="wg-btn wg-btn-primary" href="/">To the first page</a></p></section></main></body></html>'
)
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
    return HTMLResponse(NOTHING, status_code=404)


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
