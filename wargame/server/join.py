"""The way in for teams and big screens: a plain form that takes the code of a seat."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from html import escape

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from wargame.faults import WargameError
from wargame.server.door import WHO
from wargame.server.forms import caller_of, complaint, let_in, read_form
from wargame.server.plain import plain_page
from wargame.workshop import rooms
from wargame.workshop.entrance import TEAM_COOKIE, Identity
from wargame.workshop.people import DUTIES, LETTERS, ROLES
from wargame.workshop.room import Room
from wargame.workshop.standing import SCREEN

ENDED = (
    "The seat that this browser had has ended: it was left, the facilitator removed it, or the table is gone. What was "
    "committed and drafted there stays there. Join again with a code."
)
UNDER = "Join the exercise"


def routes() -> list[Route]:
    """Return the routes of the forms."""
    return [
        Route("/join", _shown, methods=["GET"]),
        Route("/join", _sent, methods=["POST"]),
        Route("/join/{code}", _shown, methods=["GET"]),
    ]


@dataclass(frozen=True)
class Asked:
    """What somebody typed into the form.

    Attributes
    ----------
    change : leave the seat that this browser holds for the one of the code
    """

    code: str = ""
    name: str = ""
    roles: tuple[str, ...] = ()
    change: bool = False


@dataclass(frozen=True)
class Seat:
    """What a code leads to."""

    room: Room
    seat: str

    @property
    def name(self) -> str:
        """What the seat is called."""
        if self.seat == SCREEN:
            return "Big screen"
        return str(self.room.live.game.play.scenario.nations[self.seat].name)

    @property
    def told(self) -> str:
        """Seat and table, as people call them."""
        return f"{self.name}, table {self.room.plan.title}"


def _shown(request: Request) -> Response:
    """Show the form; from a printed code, with its seat."""
    asked = Asked(code=request.path_params.get("code", ""))
    seat, wrong = None, ""
    if asked.code:
        try:
            seat = _seat_of(asked.code, request)
        except WargameError as error:
            wrong = str(error)
    return _form(asked, seat, wrong, _own(request), ended=_has_ended(request))


async def _sent(request: Request) -> Response:
    """Let somebody in, or show the form again with one sentence on why not."""
    told = await read_form(request)
    asked = Asked(
        "".join(told.get("code", ())),
        "".join(told.get("name", ())),
        tuple(told.get("role", ())),
        "change" in told,
    )
    return await run_in_threadpool(_enter, request, asked)


def _enter(request: Request, asked: Asked) -> Response:
    own, seat = _own(request), None
    try:
        seat = _seat_of(asked.code, request)
        if own is not None:
            if (own.room, own.seat or SCREEN) == (seat.room.name, seat.seat):
                return RedirectResponse(own.home, 303)
            if not asked.change:
                return _choice(asked, seat, own)
        token = seat.room.join(seat.seat, asked.name, asked.roles)
    except WargameError as error:
        return _form(asked, seat, str(error), own)
    if own is not None:
        _leave(own)
    home = f"/screen/{seat.room.name}" if seat.seat == SCREEN else "/team"
    return let_in(request, TEAM_COOKIE, token, home)


def _seat_of(code: str, request: Request) -> Seat:
    return Seat(*rooms().by_code(code, caller_of(request)))


def _own(request: Request) -> Identity | None:
    """Return the seat or screen that this browser holds already."""
    found: Identity = request.scope[WHO]
    return found if found.kind in ("team", "screen") else None


def _has_ended(request: Request) -> bool:
    """Tell whether this browser held a seat once that it holds no more."""
    return TEAM_COOKIE in request.cookies and _own(request) is None


def _leave(own: Identity) -> None:
    """Leave the seat that a browser held before; a screen has none to leave."""
    with contextlib.suppress(WargameError):
        rooms().open(own.room).place(own.person).leave()


def _form(asked: Asked, seat: Seat | None, wrong: str, own: Identity | None, ended: bool = False) -> Response:
    """Return the form with what was typed."""
    screen = seat is not None and seat.seat == SCREEN
    body = "".join(
        (
            '<form class="wg-card wg-plain-card" method="post" action="/join">',
            f"<h1>{'Show the big screen' if screen else 'Join the exercise'}</h1>",
            _held(own),
            f'<p class="wg-plain-held">{ENDED}</p>' if ended and not wrong else "",
            complaint(wrong),
            _code_field(asked, bool(wrong)) if seat is None else _known(asked, seat),
            "" if screen else _person_fields(asked),
            f'<button class="wg-btn wg-btn-primary wg-plain-go">{"Show the big screen" if screen else "Join"}</button>',
            '</form><p class="wg-plain-foot">You run the exercise? <a href="/key">Give the facilitator\'s key</a></p>',
        )
    )
    return plain_page("Join", body, under=UNDER, status=403 if wrong else 200)


def _code_field(asked: Asked, wrong: bool) -> str:
    marks = ' aria-invalid="true"' if wrong else ""
    return (
        '<label class="wg-plain-field" for="code"><b>Code of your seat</b>'
        "<small>Six letters, from the facilitator or the sheet on your table.</small></label>"
        f'<input class="wg-input wg-plain-code" id="code" name="code" value="{escape(asked.code[:LETTERS])}"{marks} '
        'maxlength="40" placeholder="BCD-FGH" autocomplete="off" autocapitalize="characters" spellcheck="false" '
        "required autofocus>"
    )


def _known(asked: Asked, seat: Seat) -> str:
    """Return the seat that a code has named, with a way to another one."""
    return (
        f'<p class="wg-plain-seat"><span>This code opens</span><b>{escape(seat.name)}</b>'
        f'<span>Table {escape(seat.room.plan.title)} · <a href="/join">another code</a></span></p>'
        f'<input type="hidden" name="code" value="{escape(asked.code[:LETTERS])}">'
    )


def _person_fields(asked: Asked) -> str:
    roles = "".join(
        f'<label class="wg-plain-role"><input type="checkbox" name="role" value="{role}"'
        f"{' checked' if role in asked.roles else ''}><span><b>{name}</b><small>{DUTIES[role]}</small></span></label>"
        for role, name in ROLES.items()
    )
    return (
        '<label class="wg-plain-field" for="name"><b>Your name <i>(if you like)</i></b>'
        "<small>Only your own team and the facilitator see it.</small></label>"
        f'<input class="wg-input" id="name" name="name" value="{escape(asked.name[: 3 * LETTERS])}" '
        f'maxlength="{LETTERS}" autocomplete="off">'
        '<fieldset class="wg-plain-roles"><legend><b>Your roles <i>(if you know them yet)</i></b>'
        "<small>Share them out in the team; you can change them later.</small></legend>"
        f"{roles}</fieldset>"
    )


def _held(own: Identity | None) -> str:
    """Return what this browser is already, with the way back."""
    if own is None:
        return ""
    return (
        f'<p class="wg-plain-held">This browser holds: <b>{escape(_named(own))}</b>. '
        f'<a href="{escape(own.home)}">Go on there</a></p>'
    )


def _choice(asked: Asked, seat: Seat, own: Identity) -> Response:
    """Ask whether somebody wants to leave the seat that they have."""
    kept = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in [
            ("code", asked.code),
            ("name", asked.name),
            *(("role", role) for role in asked.roles),
        ]
    )
    body = (
        '<form class="wg-card wg-plain-card" method="post" action="/join"><h1>You have a seat already</h1>'
        f"<p>This browser holds <b>{escape(_named(own))}</b>. A browser holds one seat: with this code it would leave "
        f"that one and take <b>{escape(seat.told)}</b>.</p>{kept}"
        f'<a class="wg-btn wg-btn-primary wg-plain-go" href="{escape(own.home)}">Stay: {escape(_named(own))}</a>'
        f'<button class="wg-btn wg-plain-go" name="change" value="1">Change to: {escape(seat.told)}</button></form>'
    )
    return plain_page("Change seats?", body, under=UNDER)


def _named(own: Identity) -> str:
    try:
        return Seat(rooms().open(own.room), own.seat or SCREEN).told
    except WargameError:
        return own.room
