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
    """The steps of one person at a desk, to be taken back and done again.

    Others may have changed the same draft meanwhile: a step back undoes what this person did and leaves theirs.
    """

    past: list[tuple[Draft, Draft]] = field(default_factory=list)
    future: list[tuple[Draft, Draft]] = field(default_factory=list)

    def note(self, before: Draft, after: Draft) -> None:
        """Remember a step: the draft as it was, and as it was made."""
        self.past = [*self.past, (before, after)][-STEPS:]
        self.future = []

    def undo(self, draft: Draft) -> Draft:
        """Return a draft without the last step that still shows in it, the same one if none does."""
        while self.past:
            before, after = step = self.past.pop()
            made = carried(draft, after, before)
            if made != draft:
                self.future.append(step)
                return made
        return draft

    def redo(self, draft: Draft) -> Draft:
        """Return a draft with the step that was taken back last, the same one if there is none."""
        while self.future:
            before, after = step = self.future.pop()
            made = carried(draft, before, after)
            if made != draft:
                self.past.append(step)
                return made
        return draft

    def forget(self) -> None:
        """Forget all steps; a new turn begins."""
        self.past, self.future = [], []


def carried(draft: Draft, before: Draft, after: Draft) -> Draft:
    """Return a draft with the change from one draft to another made in it, and all else left as it is.

    Examples
    --------
    >>> carried(Draft(("consult", "statement")), Draft(("consult",)), Draft()).orders
    ('statement',)
    """
    if draft == before:
        return after
    words = {
        name: getattr(after, name) if getattr(draft, name) == getattr(before, name) else getattr(draft, name)
        for name in ("signal", "promise", "ease")
    }
    sign = _carried_signs(draft.sign, before.sign, after.sign)
    return Draft(orders=_carried_orders(draft.orders, before.orders, after.orders), sign=sign, **words)


def _carried_orders(held: Sequence[str], before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """Return orders with those taken out that went, and those put in that came, each near the place it had."""
    swapped = dict(zip(before, after, strict=True)) if len(before) == len(after) else {}
    went = set(before) - set(after)
    kept = [swapped.get(each, "") if each in went else each for each in held]
    made = [each for each in kept if each]
    for place, text in enumerate(after):
        if text not in before and text not in made and text not in swapped.values():
            made.insert(min(place, len(made)), text)
    return tuple(dict.fromkeys(made))


def _carried_signs(
    held: Sequence[str] | None, before: Sequence[str] | None, after: Sequence[str] | None
) -> tuple[str, ...] | None:
    if held == before:
        return None if after is None else tuple(after)
    if held is None or before is None or after is None:
        return None if held is None else tuple(held)
    kept = [name for name in held if name not in before or name in after]
    return (*kept, *(name for name in after if name not in before and name not in kept))


def joined(base: str, mine: str, theirs: str) -> str:
    r"""Return notes that two pages have written in at once: mine, and every line that came to theirs since.

    Parameters
    ----------
    base : what both began with

    Examples
    --------
    >>> joined("ask Seoul", "ask Seoul first", "ask Seoul")
    'ask Seoul first'
    >>> print(joined("ask Seoul", "ask Seoul first", "ask Seoul\nhold funds"))
    ask Seoul first
    hold funds
    """
    known = {*base.splitlines(), *mine.splitlines()}
    came = [line for line in theirs.splitlines() if line not in known]
    return "\n".join(filter(None, (mine.rstrip("\n"), *came))) if came else mine
