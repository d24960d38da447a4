"""What somebody of a team may ask and do: `/api/seat`."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from wargame.faults import OrderError, WargameError, nearest
from wargame.inputs import Draft
from wargame.menus import order_named
from wargame.narrate.situation import Seat
from wargame.server.api import asked, told
from wargame.server.api.faults import Missing
from wargame.server.api.standing import Payload, drafted, orders, standing
from wargame.server.api.who import Here, in_time
from wargame.views import whatif
from wargame.views.seat import checked
from wargame.views.seat.typed import read
from wargame.workshop import Place

router = APIRouter(prefix="/seat", tags=["seat"])


# -- asking -------------------------------------------------------------------------------------------------


@router.get("", response_model=told.Seat)
def state(here: Here) -> Payload:
    """All that the seat knows now."""
    return standing(here)


@router.get("/orders", response_model=told.Menu)
def legal_orders(here: Here) -> Payload:
    """Every order that the seat may issue now, one at a time, with its price and what else it needs."""
    return orders(here)


@router.post("/check", response_model=told.Checked)
def check(here: Here, body: asked.Text) -> Payload:
    """Whether a typed order is legal; if not, the rule it breaks and the legal orders nearest to it."""
    with here.lock:
        return checked(Seat(here.game, here.seat), body.text.strip())


@router.get("/draft", response_model=told.Draft)
def draft(here: Here) -> Payload:
    """The draft of the open turn as it lies, with all that is wrong with it."""
    return drafted(here)


@router.get("/report", response_model=told.Report)
def report(
    here: Here, turn: Annotated[int | None, Query(description="The last one played if not given.")] = None
) -> Any:
    """What a turn brought, as the seat may know it."""
    try:
        with here.lock:
            return told.Report.model_validate(here.game.report(turn, here.seat), from_attributes=True)
    except WargameError as error:
        raise Missing(str(error)) from None


@router.get("/questions", response_model=list[told.Question])
def questions(here: Here) -> Any:
    """The public questions of the open turn, with the chance that the seat has stated.

    They are worked out beside the game; until then there are none, and the event stream tells when there are.
    """
    found = here.room.questions(here.turn)
    stated = here.room.said(here.turn).forecasts.get(here.seat, {})
    return [{"id": each.id, "text": each.text, "percent": stated.get(each.id)} for each in found]


# -- the desk -----------------------------------------------------------------------------------------------


@router.put("/draft", response_model=told.Draft)
def keep(here: Here, body: asked.Draft) -> Payload:
    """Put a draft in place of the one before, each order legal by itself; the answer tells what is wrong with all.

    What was announced stays announced.
    """
    in_time(here, body.turn)
    with here.lock:
        here.keep(here.seat, _draft(here, body), body.turn)
    return drafted(here)


@router.post("/commit", response_model=told.Sealed)
def commit(here: Here, body: asked.OfTurn) -> Payload:
    """Seal the draft as it lies; twice is as good as once."""
    in_time(here, body.turn)
    return {"seal": here.commit(here.seat, body.turn)}


@router.post("/recall", response_model=told.Done)
def recall(here: Here, body: asked.OfTurn) -> Payload:
    """Take sealed orders back to the desk."""
    in_time(here, body.turn)
    here.recall(here.seat, body.turn)
    return {}


@router.post("/key", response_model=told.Done)
def key(here: Here, body: asked.Key) -> Payload:
    """Release the draft as it stands with the second key, as finance, or take that back."""
    here.key(body.yes)
    return {}


def _draft(here: Place, body: asked.Draft) -> Draft:
    """Return the draft that somebody sent, in the words of the rules.

    Raises
    ------
    OrderError
        an order that is not legal and was not in the draft before; an agreement that is not pencilled; an unknown order
    """
    view, held = Seat(here.game, here.seat), here.draft(here.seat)
    orders = dict.fromkeys(text if text in held.orders else read(view, text) for text in body.orders)
    pencilled = here.game.pencilled(here.seat)
    for name in body.sign or ():
        if name not in pencilled:
            raise OrderError(
                f"{name[:60]!r} is not pencilled, so it cannot be signed. {nearest(name[:60], pencilled)}"
            )
    promise = order_named(here.game.play, body.promise, view.row.name) if body.promise else None
    return Draft(tuple(orders), None if body.sign is None else tuple(body.sign), None, promise, body.ease)


# -- the table and the public -------------------------------------------------------------------------------


@router.post("/table", response_model=told.Done)
def table(here: Here, body: asked.Word) -> Payload:
    """Say a word at the table; the answer tells how the agreement or meeting stands."""
    in_time(here, body.turn)
    return {"done": here.talk(here.seat, body.verb, body.what, body.value, body.secret, body.turn)}


@router.post("/signal", response_model=told.Done)
def signal(here: Here, body: asked.Signal) -> Payload:
    """Announce an order in public; it cannot be taken back."""
    in_time(here, body.turn)
    here.signal(body.order)
    return {}


@router.post("/message", response_model=told.Done)
def message(here: Here, body: asked.Message) -> Payload:
    """Write to a seat, to all, to the facilitator (`white`) or to one's own team (its seat)."""
    here.say(body.to, body.text)
    return {}


@router.post("/statement", response_model=told.Done)
def statement(here: Here, body: asked.Text) -> Payload:
    """Put the turn's sentence on the record."""
    here.state(body.text)
    return {}


@router.post("/umpire", response_model=told.Done)
def umpire(here: Here, body: asked.Statement) -> Payload:
    """Say in a sentence what the free order of the draft is; the umpire reads it once the orders are sealed."""
    here.umpire(body.text)
    return {}


@router.post("/forecast", response_model=told.Done)
def forecast(here: Here, body: asked.Forecast) -> Payload:
    """State how likely the seat takes a public question of this turn to come true."""
    here.forecast(body.question, body.percent)
    return {}


# -- what-if ------------------------------------------------------------------------------------------------


@router.post("/whatif", response_model=told.WhatIf)
def ask(here: Here) -> Payload:
    """Ask what the draft as it lies would change: one of the turn's questions. GET the same for the answer."""
    here.ask()
    return _whatif(here)


@router.get("/whatif", response_model=told.WhatIf)
def look(here: Here) -> Payload:
    """How the last question stands: it firms up within seconds."""
    return _whatif(here)


def _whatif(here: Here) -> Payload:
    with here.lock:
        left = here.questions_left
    return {**whatif.payload(here, here.seat), "questions_left": None if left < 0 else left}
