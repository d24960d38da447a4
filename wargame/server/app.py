"""The web application: our own routes first, then Solara's pages, behind a guard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from wargame.live import jobs, shelf
from wargame.server.guard import Guard
from wargame.server.routes import routes
from wargame.ui.settings import prepare

prepare()  # before Solara's server is imported
import solara.server.starlette as solara_server  # noqa: E402


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    """Start and stop Solara, whose own lifespan is not run where it is mounted, and what runs behind the pages."""
    solara_server.on_startup()
    shelf().forecaster.warm()
    yield
    solara_server.on_shutdown()
    await anyio.to_thread.run_sync(_end)


def _end() -> None:
    """Stop long work and let go of all games: what is finished and what was typed is on disk."""
    jobs().close()
    shelf().close()


def make_app() -> Starlette:
    """Return the application, to be served from one process."""
    return Starlette(
        routes=[*routes(), Mount("/", routes=solara_server.routes)],
        middleware=[Middleware(Guard), *solara_server.middleware],
        lifespan=_lifespan,
    )
