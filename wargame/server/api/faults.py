"""Faults of a request in our words: what, where, and how to mend it, always as ``{"error": sentence}``."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from wargame.faults import OrderError, RecordError, WargameError, nearest
from wargame.workshop.door import TooMany
from wargame.workshop.store import StoreError

MOST = 64 * 1024
"""Bytes of a body at most."""
STATUSES: Mapping[int, str] = {
    404: "Nothing is at this address. GET /api/schema names all there is.",
    405: "This address is not asked this way. GET /api/schema tells the method.",
    413: f"The body is longer than {MOST // 1024} kB. Send less at once.",
}
"""What is told where no act was reached."""
KINDS: Mapping[str, str] = {
    "string_type": "a text",
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "an object of names and values",
    "model_type": "an object of names and values",
    "model_attributes_type": "an object of names and values",
    "int_parsing": "a whole number",
}
"""What a field should have been, by what is wrong with it."""
SHOWN = 40
"""Letters of what was sent that a fault repeats."""

log = logging.getLogger("wargame.api")


BAD = 400
"""Status of what is none of these."""


class Late(WargameError):
    """Something came too late, or too early: the turn that it is meant for is not the open one."""


class Refused(WargameError):
    """Somebody may not come in."""


class Missing(WargameError):
    """What was asked for does not exist."""


OF_KIND: Mapping[type[WargameError], int] = {
    TooMany: 429,
    Refused: 403,
    Missing: 404,
    StoreError: 503,
    Late: 409,
    RecordError: 409,
    OrderError: 422,
}
"""The status that each kind of fault is told with."""


def catch(app: FastAPI) -> None:
    """Have every fault of an application answered in our words."""
    app.add_exception_handler(WargameError, _told)
    app.add_exception_handler(RequestValidationError, _not_read)
    app.add_exception_handler(HTTPException, _not_reached)
    app.add_exception_handler(Exception, _broken)


def fault(text: str, status: int, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return the answer that tells of a fault."""
    return JSONResponse({"error": text}, status_code=status, headers=dict(headers or {}))


def status_of(error: WargameError) -> int:
    """Return the status that a fault is told with.

    Examples
    --------
    >>> status_of(OrderError("no such order")), status_of(Late("played already")), status_of(WargameError("no"))
    (422, 409, 400)
    """
    return next((status for kind, status in OF_KIND.items() if isinstance(error, kind)), BAD)


def sentence(errors: Sequence[Mapping[str, Any]], fields: Sequence[str] = ()) -> str:
    """Return what is wrong with a request, one sentence a field.

    Parameters
    ----------
    errors : as pydantic lists them;  fields : that there are

    Examples
    --------
    >>> sentence([{"type": "int_type", "loc": ("body", "turn"), "input": "3"}])
    "turn: '3' is not a whole number. Write a whole number."
    >>> sentence([{"type": "extra_forbidden", "loc": ("body", "ordrs"), "input": []}], ["orders", "turn"])
    "There is no field 'ordrs' here. Did you mean 'orders'?"
    """
    return " ".join(dict.fromkeys(_one(error, fields) for error in errors))


def _one(error: Mapping[str, Any], fields: Sequence[str]) -> str:
    kind, place = str(error["type"]), [str(part) for part in error["loc"] if part != "body"]
    where = ".".join(place)
    if not place:
        return "The body is no object of names and values. Send one as JSON, with Content-Type: application/json."
    if kind == "missing":
        return f"{where}: it is missing. GET /api/schema tells what belongs here."
    if kind == "extra_forbidden":
        return f"There is no field {place[-1][:SHOWN]!r} here. {nearest(place[-1][:SHOWN], fields)}"
    if kind == "literal_error":
        return f"{where}: {_shown(error)} is not known here. Write {error['ctx']['expected']}."
    wanted = KINDS.get(kind, "what belongs here, as GET /api/schema tells it")
    return f"{where}: {_shown(error)} is not {wanted}. Write {wanted}."


def _shown(error: Mapping[str, Any]) -> str:
    """Return what was sent, as much of it as helps."""
    text = repr(error.get("input"))
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


async def _told(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, WargameError)
    return fault(str(error), status_of(error))


async def _not_read(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if found and found[0]["type"] == "json_invalid":
        return fault(
            f"The body is no JSON: it breaks off or goes wrong at letter {found[0]['loc'][-1]}. Send one JSON object.",
            BAD,
        )
    return fault(sentence(found, _fields(request)), 422)


async def _not_reached(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return fault(STATUSES.get(error.status_code, str(error.detail)), error.status_code, error.headers)


async def _broken(request: Request, error: Exception) -> JSONResponse:
    return fault("This stopped by a fault of the program; the log of the server tells more.", 500)


def _fields(request: Request) -> list[str]:
    """Return the names that the body of a request may hold."""
    body = getattr(request.scope.get("route"), "body_field", None)
    shape = getattr(getattr(body, "field_info", None), "annotation", None)
    return list(getattr(shape, "model_fields", {}))
