"""The printed kit of a room, at ``/print``: plain pages of paper, for the facilitator alone."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from wargame.faults import WargameError, nearest
from wargame.server import printed, printed_seat
from wargame.server.plain import sentence_page
from wargame.views.room import kit as views
from wargame.views.room.codes import codes
from wargame.views.room.kit import Kit
from wargame.workshop import rooms
from wargame.workshop.entrance import entrance


def routes() -> list[Route]:
    """Return the routes of the kit: its parts, and all pages of one seat."""
    return [Route("/print/{room}/seat/{seat}", _shown), Route("/print/{room}/{part}", _shown)]


async def _shown(request: Request) -> Response:
    """Return pages of the kit, or one sentence on why there are none."""
    asked = request.path_params
    try:
        text = await run_in_threadpool(kit_page, asked["room"], asked.get("part", ""), asked.get("seat", ""))
    except WargameError as error:
        return sentence_page("Nothing to be printed", str(error), "To the exercises", "/host", 404)
    return HTMLResponse(text)


def kit_page(name: str, part: str, seat: str = "") -> str:
    """Return pages of a room's kit as one document.

    Parameters
    ----------
    name : of the room
    part : of ``printed.PARTS``, "" for all pages of one seat
    seat : the seat then

    Raises
    ------
    WargameError
        there is no such room, part or seat
    """
    if part and part not in printed.PARTS:
        raise WargameError(f"There is no part {part[:40]!r} of a kit. {nearest(part[:40], printed.PARTS)}")
    room = rooms().open(name)
    open_here = entrance()
    kit = Kit.of(room.plan, dict(room.codes), open_here.addresses[0] if open_here else "")
    pages = _pages(kit, part) if part else _of_seat(kit, seat)
    named = [(each, kit.game.play.scenario.nations[each].name) for each in kit.seats]
    return printed.document(f"{room.plan.title}: kit", pages, room=name, part=part or seat, seats=named)


def _pages(kit: Kit, part: str) -> list[str]:
    """Return the pages of a part, those of one seat behind each other."""
    script = printed.script(views.script(kit))
    if part == "script":
        return [script]
    if part != "kit":
        return [page for seat in kit.seats for page in _part(kit, part, seat)]
    told = codes(kit.game.play.scenario, kit.codes, kit.address)
    cover = printed.cover(views.script(kit), told, kit.address)
    return [cover, script, *(page for seat in kit.seats for page in _of_seat(kit, seat))]


def _of_seat(kit: Kit, seat: str) -> list[str]:
    return [page for part in ("briefs", "cards", "sheets") for page in _part(kit, part, seat)]


def _part(kit: Kit, part: str, seat: str) -> list[str]:
    if part == "briefs":
        return [printed_seat.brief(views.brief(kit, seat))]
    if part == "cards":
        return [printed_seat.cards(views.cards(kit, seat))]
    return printed_seat.sheets(views.sheets(kit, seat))
