"""The way in for facilitators: a plain form that takes the key, or forgets a browser that gave one."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from wargame.faults import WargameError
from wargame.server.forms import caller_of, complaint, let_in, read_form
from wargame.server.plain import plain_page
from wargame.workshop import rooms
from wargame.workshop.entrance import WHITE_COOKIE


def routes() -> list[Route]:
    """Return the routes of the form."""
    return [Route("/key", _shown, methods=["GET"]), Route("/key", _sent, methods=["POST"])]


def _shown(request: Request) -> Response:
    """Show the form of the key; who has given it is told so."""
    return _form("", rooms().keys.knows(request.cookies.get(WHITE_COOKIE, "")))


async def _sent(request: Request) -> Response:
    """Let a facilitator in, or let this browser be forgotten."""
    told = await read_form(request)
    return await run_in_threadpool(_take, request, "".join(told.get("key", ())), "forget" in told)


def _take(request: Request, key: str, forget: bool) -> Response:
    keys, held = rooms().keys, request.cookies.get(WHITE_COOKIE, "")
    if forget:
        if keys.knows(held):
            keys.forget(held)
        answer = RedirectResponse("/key", 303)
        answer.delete_cookie(WHITE_COOKIE, path="/")
        return answer
    try:
        token = keys.enter(key, caller_of(request))
    except WargameError as error:
        return _form(str(error), keys.knows(held))
    return let_in(request, WHITE_COOKIE, token, "/host")


def _form(wrong: str, known: bool) -> Response:
    given = (
        '<p class="wg-plain-held">This browser is a facilitator\'s. <a href="/host">To the exercises</a></p>'
        '<button class="wg-btn wg-plain-go" name="forget" value="1" formnovalidate>Forget this browser</button>'
    )
    body = (
        '<form class="wg-card wg-plain-card" method="post" action="/key"><h1>Facilitator</h1>'
        f'{complaint(wrong)}<label class="wg-plain-field" for="key"><b>The key</b><small>Four groups of four letters, '
        "printed in the window where the server was started.</small></label>"
        '<input class="wg-input wg-plain-code" id="key" name="key" type="password" maxlength="40" autocomplete="off" '
        f'required{" autofocus" if not known else ""}><button class="wg-btn wg-btn-primary wg-plain-go">Open the '
        f"desk</button>{given if known else ''}</form>"
        '<p class="wg-plain-foot">You play in a team? <a href="/join">Join with the code of your seat</a></p>'
    )
    return plain_page("Facilitator", body, under="The facilitator's desk", status=403 if wrong else 200)
