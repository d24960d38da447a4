"""The web application: our own routes first, then Solara's pages, behind a guard; in a workshop behind a door too."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

import anyio.to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from wargame.live import jobs, shelf
from wargame.server import join, key
from wargame.server.api import api_routes
from wargame.server.api.ready import READINESS
from wargame.server.door import Door
from wargame.server.guard import Guard
from wargame.server.print import routes as print_routes
from wargame.server.routes import broken, missing, routes
from wargame.server.routes_export import routes as export_routes
from wargame.ui.settings import prepare
from wargame.workshop import rooms
from wargame.workshop.entrance import Entrance, open_entrance

prepare()  # before Solara's server is imported
import solara.server.starlette as solara_server  # noqa: E402

from wargame.server.wire import Wire  # noqa: E402

solara_server.WebsocketWrapper = Wire

PAGES = ("play", "review", "explore", "rulebook")
"""Addresses of pages beside the first one; any other that nobody answers is told so in our words."""
ROOM_PAGES = ("home", "team", "host", "facilitator", "screen", "twins")
"""Addresses of the pages of a workshop."""


def _pages(names: Collection[str]) -> list[BaseRoute]:
    """Return Solara's routes, with its pages only where there are some."""
    own = [
        route for route in solara_server.routes if getattr(route, "endpoint", None) is not solara_server.root
    ]
    pages: list[BaseRoute] = [Route("/", solara_server.root)]
    for name in names:
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


@asynccontextmanager
async def _workshop_lifespan(app: Starlette) -> AsyncIterator[None]:
    """The same with rooms, which are let go of first."""
    async with _lifespan(app):
        READINESS.begin()
        yield
        await anyio.to_thread.run_sync(rooms().close)


def make_app() -> Starlette:
    """Return the application for one person on this machine, to be served from one process."""
    open_entrance(None)
    return Starlette(
        routes=[*routes(), *_pages(PAGES)],
        middleware=[Middleware(Guard), *solara_server.middleware],
        exception_handlers={Exception: broken},
        lifespan=_lifespan,
    )


def make_workshop(entrance: Entrance, names: Collection[str] = ()) -> Starlette:
    """Return the application of a workshop, to be served from one process.

    Parameters
    ----------
    entrance : its door; from now on pages of this process ask it who looks
    names : by which other machines may call this server, beside its addresses
    """
    open_entrance(entrance)
    known = frozenset(name.lower() for name in names)
    return Starlette(
        routes=[
            *join.routes(),
            *key.routes(),
            *print_routes(),
            *export_routes(),
            *routes(),
            *api_routes(),
            *_pages((*PAGES, *ROOM_PAGES)),
        ],
        middleware=[
            Middleware(Guard, names=known, abroad=True),
            Middleware(Door, entrance=entrance),
            *solara_server.middleware,
        ],
        exception_handlers={Exception: broken},
        lifespan=_workshop_lifespan,
    )
