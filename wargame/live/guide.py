"""The guide of a practice game: which step is shown, and when it is done.

A guide is a value: the functions here return the next one and keep nothing. A step whose condition comes to hold
while it is shown gives way to the next one by itself; one that held already when it came up, or that is there to be
looked at, waits for the person to say Next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from wargame.deals import Deal
from wargame.faults import OrderError
from wargame.live.game import LiveGame
from wargame.live.script import Script, Step, read_script

LOOKS = frozenset({"read", "compared"})
"""Conditions of steps that are there to be looked at: they never go on by themselves."""
TOLD = frozenset({"clicked", "refused"})
"""Conditions that only the page can tell."""


@dataclass(frozen=True)
class Guide:
    """How far a person is in a practice game.

    Attributes
    ----------
    name : id of the script
    seat : the seat that is guided
    step : id of the step that is shown, "" when all are done
    ready : Next goes on: the step is done, was done when it came up, or has been looked at
    left : the person does without the guide, and may come back to it
    """

    name: str
    seat: str
    step: str
    ready: bool = False
    left: bool = False

    def plain(self) -> dict[str, Any]:
        """Return the guide as values that JSON can hold."""
        return dict(vars(self))

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Guide:
        """Return the guide that ``plain`` was taken of."""
        return cls(
            str(raw["name"]), str(raw["seat"]), str(raw["step"]), bool(raw["ready"]), bool(raw["left"])
        )


def begin(script: Script) -> Guide:
    """Return the guide of a game that begins."""
    return Guide(script.id, script.head.seat, script.steps[0].id)


def settle(script: Script, guide: Guide, live: LiveGame) -> Guide:
    """Return the guide after something has changed: steps that are done give way to the next one."""
    if guide.left or not guide.step:
        return guide
    step = _step(script, guide)
    if step is None:
        return replace(guide, step="", ready=False)
    if _turn(live) > step.turn:
        return _enter(script, guide, live, script.place(step.id) + 1)
    if guide.ready or not holds(step, live, guide.seat):
        return guide
    if step.until in LOOKS:
        return replace(guide, ready=True)
    return _enter(script, guide, live, script.place(step.id) + 1)


def tell(script: Script, guide: Guide, live: LiveGame, what: str, control: str = "") -> Guide:
    """Return the guide after the page told of something.

    Parameters
    ----------
    what : next, back, leave, return, or what only the page can see: ``clicked``, ``refused``
    control : the control that was used
    """
    place = script.place(guide.step)
    if what in ("leave", "return"):
        return replace(guide, left=what == "leave")
    if guide.left:
        return guide
    if what == "back":
        return (
            guide
            if not place
            else replace(guide, step=script.steps[_before(script, place, live)].id, ready=True)
        )
    step = _step(script, guide)
    if step is None:
        return guide
    hit = what == step.until and what in TOLD and control in ("", step.point)
    if hit or (what == "next" and may_go_on(script, guide, live)):
        return _enter(script, guide, live, place + 1)
    return guide


def may_go_on(script: Script, guide: Guide, live: LiveGame) -> bool:
    """Tell whether Next leads to a step of the turn in play; the last step of a turn ends with the turn."""
    place = script.place(guide.step) + 1
    return place >= len(script.steps) or script.steps[place].turn <= _turn(live)


def holds(step: Step, live: LiveGame, seat: str) -> bool:
    """Tell whether the game is as a step wants it."""
    return step.until in CONDITIONS and CONDITIONS[step.until](live, seat, step.of)


def _enter(script: Script, guide: Guide, live: LiveGame, place: int) -> Guide:
    """Return the guide at the first step from a place on that the game as it is has a use for."""
    while place < len(script.steps):
        step = script.steps[place]
        if _turn(live) <= step.turn and _needed(step, live, guide.seat):
            return replace(guide, step=step.id, ready=holds(step, live, guide.seat))
        place += 1
    return replace(guide, step="", ready=False)


def _before(script: Script, place: int, live: LiveGame) -> int:
    """Return the place of the step before, of the turn in play; the step itself if it is the first."""
    return place - 1 if script.steps[place - 1].turn >= _turn(live) else place


def _step(script: Script, guide: Guide) -> Step | None:
    place = script.place(guide.step)
    return script.steps[place] if place < len(script.steps) else None


def _turn(live: LiveGame) -> int:
    """Return the turn in play, one more than there are when the game is over."""
    return live.game.play.scenario.frame.turns + 1 if live.game.over else live.game.turn + 1


# -- the guide of a live game -------------------------------------------------------------------------------


def read(live: LiveGame) -> tuple[Script, Guide] | None:
    """Return script and guide of a live game as it stands now, None for a game without a guide.

    Raises
    ------
    RulesError
        the script of the game is not there any more, or has faults
    """
    kept = live.guide
    if not kept:
        return None
    script = read_script(str(kept["name"]))
    guide = Guide.of(kept) if "step" in kept else begin(script)
    with live.lock:
        return script, settle(script, guide, live)


def follow(live: LiveGame) -> None:
    """Keep how far the guide of a live game has come, if it has moved."""
    found = read(live)
    if found is not None:
        _keep(live, found[1])


def act(live: LiveGame, what: str, control: str = "") -> None:
    """Do what a person asked of the guide, or what the page saw; see ``tell``."""
    found = read(live)
    if found is not None:
        with live.lock:
            script, guide = found
            moved = tell(script, guide, live, what, control)
            _keep(live, settle(script, moved, live))


def _keep(live: LiveGame, guide: Guide) -> None:
    if dict(live.guide) != guide.plain():
        live.keep_guide(guide.plain())


# -- conditions --------------------------------------------------------------------------------------------


def _needed(step: Step, live: LiveGame, seat: str) -> bool:
    if not step.needs:
        return True
    if step.needs == "open":
        return _open(live, seat, step.of)
    return any(
        deal.offer is not None and seat in deal.offer.waits_for for deal in _deals(live, seat, step.of)
    )


def _deals(live: LiveGame, seat: str, of: str) -> list[Deal]:
    """Return what is on the table about one agreement, or about any."""
    return [deal for deal in live.game.table(seat) if of in ("", deal.id)]


def _open(live: LiveGame, seat: str, of: str) -> bool:
    return any(deal.may_offer for deal in _deals(live, seat, of))


def _drafted(live: LiveGame, seat: str, of: str) -> bool:
    orders = live.draft(seat).orders
    return of in orders if of else bool(orders)


def _legal(live: LiveGame, seat: str, of: str) -> bool:
    draft = live.draft(seat)
    if live.game.over or not draft.orders:
        return False
    try:
        live.game.sitting.check(seat, draft)
    except OrderError:
        return False
    return True


def _offered(live: LiveGame, seat: str, of: str) -> bool:
    return any(deal.offer is not None and deal.offer.seat == seat for deal in _deals(live, seat, of))


def _answered(live: LiveGame, seat: str, of: str) -> bool:
    offers = [deal.offer for deal in _deals(live, seat, of) if deal.offer is not None]
    return any(offer.seat != seat and seat not in offer.waits_for for offer in offers)


def _pencilled(live: LiveGame, seat: str, of: str) -> bool:
    pencilled = () if live.game.over else live.game.pencilled(seat)
    return of in pencilled if of else bool(pencilled)


def _compared(live: LiveGame, seat: str, of: str) -> bool:
    look = live.whatif(seat).look
    return look.found is not None and not look.stale


def _committed(live: LiveGame, seat: str, of: str) -> bool:
    return live.committed(seat)


def _over(live: LiveGame, seat: str, of: str) -> bool:
    return live.game.over


CONDITIONS: Mapping[str, Callable[[LiveGame, str, str], bool]] = MappingProxyType(
    {
        "drafted": _drafted,
        "legal": _legal,
        "compared": _compared,
        "open": _open,
        "offered": _offered,
        "answered": _answered,
        "pencilled": _pencilled,
        "committed": _committed,
        "over": _over,
    }
)
"""What the game itself tells: (live, seat, of) -> whether a step until this is done."""
