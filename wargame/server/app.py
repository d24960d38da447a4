"""The web application: our own routes first, then Solara's pages, behind a guard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from wargame.live import jobs, shelf
from wargame.server.guard import Guard
from wargame.server.routes import missing, routes
from wargame.ui.settings import prepare

prepare()  # before Solara's server is imported
import solara.server.starlette as solara_server  # noqa: E402

PAGES = ("play", "review", "explore", "rulebook")
"""Addresses of pages beside the first one; any other that nobody answers is told so in our words."""


def _pages() -> list[BaseRoute]:
    """Return Solara's routes, with its pages only where there are some."""
    own = [
        route for route in solara_server.routes if getattr(route, "endpoint", None) is not solara_server.root
    ]
    pages: list[BaseRoute] = [Route("/", solara_server.root)]
    for name in PAGES:
        pages += [Route(f"/{name}", solara_server.root), Route(f"/{name}/{{rest:path}}", solara_server.root)]
    return [*pages, *own, Route("/{rest:path}", missing)]


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
        routes=[*routes(), *_pages()],
        middleware=[Middleware(Guard), *solara_server.middleware],
        lifespan=_lifespan,
    )
