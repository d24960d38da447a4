"""The ways in for programs, and whether the server is well."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import APIRouter, Request, Response

from wargame.faults import WargameError
from wargame.server.api import asked, told
from wargame.server.api.faults import Refused
from wargame.server.api.ready import READINESS
from wargame.server.api.standing import Payload
from wargame.server.routes import health
from wargame.workshop import rooms
from wargame.workshop.door import TooMany

router = APIRouter()
router.add_api_route("/health", health, response_model=told.Well, tags=["server"])


@router.get("/ready", response_model=told.Ready, tags=["server"], responses={503: {"model": told.Ready}})
def ready(response: Response) -> Payload:
    """Whether rooms can be played and what-ifs answered at once; 503 until then."""
    if not READINESS.ready:
        response.status_code = 503
    return {"ready": READINESS.ready}


@router.post("/join", response_model=told.Joined, tags=["seat"])
def join(request: Request, body: asked.Join) -> Payload:
    """Join a seat by its code; wrong codes are counted, and too many are answered 429."""
    with _letting_in():
        room, seat = rooms().by_code(body.code, _caller(request))
    return {"token": room.join(seat, body.name, body.roles), "room": room.name, "seat": seat}


@router.post("/key", response_model=told.Facilitates, tags=["white cell"])
def key(request: Request, body: asked.FacilitatorKey) -> Payload:
    """Give the facilitator's key, as it stands in the window of the server, for a token of the white cell."""
    with _letting_in():
        return {"token": rooms().keys.enter(body.key, _caller(request))}


def _caller(request: Request) -> str:
    return request.client.host if request.client else ""


@contextmanager
def _letting_in() -> Iterator[None]:
    """Tell apart who may not come in from who has tried too often."""
    try:
        yield
    except TooMany:
        raise
    except WargameError as error:
        raise Refused(str(error)) from None
