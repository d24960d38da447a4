"""What the forms of the door share: reading them, what was wrong, and the cookie of whoever is let in."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from wargame.workshop.door import DAYS

LONGEST = 16_384
"""Bytes of a form at most; ours hold a few hundred."""
FIELDS = 50
"""Fields of a form at most."""


def let_in(request: Request, cookie: str, token: str, home: str) -> Response:
    """Lead somebody to their page, with the token that only this server reads."""
    answer = RedirectResponse(home, 303)
    answer.set_cookie(
        cookie,
        token,
        max_age=DAYS * 86400,
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


async def read_form(request: Request) -> dict[str, list[str]]:
    """Return the fields of a form; of one that is too long or has too many, nothing."""
    held = b""
    async for part in request.stream():
        held += part
        if len(held) > LONGEST:
            return {}
    try:
        return parse_qs(held.decode("utf-8", "replace"), max_num_fields=FIELDS)
    except ValueError:
        return {}


def complaint(text: str) -> str:
    """Return what was wrong, as the form shows it; "" where nothing was."""
    return f'<p class="wg-error" role="alert">{escape(text)}</p>' if text else ""


def caller_of(request: Request) -> str:
    """Return the address that a request came from."""
    return request.client.host if request.client else ""
