"""The JSON API of a workshop: every answer is built for whoever asks, and the schema of all is at /api/schema."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.middleware import Middleware
from starlette.routing import Mount

from wargame import __version__
from wargame.server.api import door, events, seat, told, white
from wargame.server.api.faults import catch
from wargame.server.api.limit import Limit

TITLE = "wargame"
TEXT = (
    "A seat of a room, played by a program. POST /api/join with the code of a seat gives a token; send it as "
    "`Authorization: Bearer` with everything else. What a seat gets is what its page shows: made from what it may "
    'know, and from nothing else. Whatever goes wrong is answered as `{"error": sentence}`.'
)

SILENT: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""The API tells nobody what is asked of it."""


def api_routes() -> list[Mount]:
    """Return the routes of the API, to stand behind the door and before the pages."""
    return [Mount("/api", app=make_api())]


def make_api() -> FastAPI:
    """Return the API as an application of its own, whose requests the door has told whose they are."""
    app = FastAPI(
        title=TITLE,
        description=TEXT,
        version=__version__,
        openapi_url="/schema",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        servers=[{"url": "/api"}],
        root_path_in_servers=False,
        middleware=[Middleware(Limit)],
        telemetry=SILENT,
        responses={"default": {"model": told.Fault, "description": "What went wrong, and how to mend it."}},
    )
    catch(app)
    for part in (door, seat, events, white):
        app.include_router(part.router)
    return app
