"""The crisis round as a team sees it: what all see of it, its own choice, and what a lonely choice brings."""

from __future__ import annotations

import numpy as np

from wargame.inputs import Draft
from wargame.narrate import names
from wargame.narrate.situation import Seat
from wargame.views import public
from wargame.views.seat.words import Payload


def crisis(seat: Seat, draft: Draft, sealed: bool) -> Payload | None:
    """Return the crisis round that is due in the open turn, None if none is.

    Parameters
    ----------
    draft : of the seat;  sealed : its orders are committed

    Returns
    -------
    all of ``views.public.crisis``, and
    ``mine`` : the seat is one of the two sides; then ``ease`` is what its draft says
    ``notes`` : what easing or holding alone brings
    """
    found = public.crisis(seat.game)
    if found is None:
        return None
    mine = any(side["id"] == seat.id for side in found["sides"])
    return {
        **found,
        "sides": [{**side, "name": names.nation(seat.scenario, side["id"])} for side in found["sides"]],
        "seat": seat.id,
        "mine": mine,
        "ease": bool(draft.ease) if mine else None,
        "sealed": sealed,
        "notes": _notes(seat) if mine else [],
    }


def _notes(seat: Seat) -> list[str]:
    cost, gain = (
        float(np.ravel(seat.world.parameters.get(name))[0])
        for name in ("crises.ease_approval", "crises.hold_gain")
    )
    return [
        f"Easing alone costs {cost:g} points of approval at home, if you pressed or threatened in public this turn.",
        f"Holding alone moves the status quo there by {gain:g} points your way.",
    ]
