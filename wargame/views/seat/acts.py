"""What a person does to a draft, as small acts, and the steps back and forth between drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from wargame.faults import OrderError
from wargame.inputs import Draft
from wargame.menus import order_named
from wargame.narrate.situation import Seat
from wargame.views.seat.typed import read

STEPS = 60
"""Most steps that can be taken back."""


def act_on(seat: Seat, draft: Draft, act: Mapping[str, Any]) -> Draft:
    """Return a draft changed by one act of a person; the draft may become one that is not legal as a whole.

    Parameters
    ----------
    act : ``do`` names the act: add or drop (``text``), clear, sign or withhold (``id``), signal or promise (``id``, ""
        for none), ease or hold

    Raises
    ------
    OrderError
        an order that is not legal by itself, with the nearest that is
    """
    done, text, name = str(act.get("do", "")), str(act.get("text", "")), str(act.get("id", ""))
    if done == "add":
        return replace(draft, orders=_added(seat, draft.orders, read(seat, text)))
    if done == "drop":
        return replace(draft, orders=tuple(each for each in draft.orders if each != text))
    if done == "clear":
        return Draft()
    if done in ("sign", "withhold"):
        return replace(draft, sign=_signing(seat, draft, name, done == "sign"))
    if done in ("signal", "promise"):
        word = order_named(seat.game.play, name, seat.row.name) if name else None
        return replace(draft, signal=word) if done == "signal" else replace(draft, promise=word)
    if done in ("ease", "hold"):
        return replace(draft, ease=done == "ease")
    raise OrderError(f"There is no act {done!r} at this desk.")


def _added(seat: Seat, held: Sequence[str], text: str) -> tuple[str, ...]:
    """Return orders with another; one that sets the same thing takes the place of the one that did."""
    thing = _sets(seat, text)
    kept = [text if _sets(seat, each) == thing else each for each in held]
    return tuple(kept) if text in kept else (*kept, text)


def _sets(seat: Seat, text: str) -> tuple[str, int]:
    """Return what an order sets: the funding of a programme, or a line of its own."""
    options = seat.game.play.options
    place = options.place.get(text)
    if place is None:
        return text, -1
    if options.verb("allot")[place]:
        return "programme", int(options.target[place])
    return "line", int(options.line[place])


def _signing(seat: Seat, draft: Draft, name: str, signs: bool) -> tuple[str, ...] | None:
    """Return what is signed; None, all of it, once nothing is withheld."""
    pencilled = seat.game.pencilled(seat.id)
    held = [each for each in pencilled if draft.sign is None or each in draft.sign]
    chosen = tuple(each for each in pencilled if (each in held or each == name) and (signs or each != name))
    return None if chosen == pencilled else chosen


@dataclass
class History:
    """The drafts before and after the present one, to step back and forth between."""

    past: list[Draft] = field(default_factory=list)
    future: list[Draft] = field(default_factory=list)

    def note(self, draft: Draft) -> None:
        """Remember a draft that is about to be changed."""
        self.past = [*self.past, draft][-STEPS:]
        self.future = []

    def undo(self, draft: Draft) -> Draft:
        """Return the draft before, the same one if there is none."""
        if not self.past:
            return draft
        self.future.append(draft)
        return self.past.pop()

    def redo(self, draft: Draft) -> Draft:
        """Return the draft that was stepped back from, the same one if there is none."""
        if not self.future:
            return draft
        self.past.append(draft)
        return self.future.pop()

    def forget(self) -> None:
        """Forget all steps; a new turn begins."""
        self.past, self.future = [], []
