"""Agreements at the table as their parties see them, and an offer with what was said to it so far."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from wargame.adjudication.phases.hosting import bills
from wargame.arrays import Array
from wargame.orders import ACCEPTED, COUNTERED, LAPSED, NOTHING, OUTCOMES, REJECTED
from wargame.state import IN_FORCE, State
from wargame.world import World

STATUSES = ("open", "in force", "ended", "broken")


@dataclass(frozen=True)
class Offer:
    """An offer on the table, as its parties see it.

    Attributes
    ----------
    seat : who offered;  share : percent of the burden that the first party carries
    secret : kept from outsiders
    standing : waiting, countered, or what became of it
    counter : the share of the counter that waits for the proposer, None for none
    waits_for : seats whose word is missing
    """

    seat: str
    share: float
    secret: bool
    standing: str
    counter: float | None
    waits_for: tuple[str, ...]


@dataclass(frozen=True)
class Meeting:
    """A meeting that would open an agreement's window: its price (PC, each side) and how it stands."""

    id: str
    level: str
    parties: tuple[str, ...]
    price: float
    standing: str


@dataclass(frozen=True)
class Deal:
    """An agreement that a seat may offer, answer or sign this turn.

    Attributes
    ----------
    menu : shares that may be offered, percent of the burden carried by the first of the parties
    burden : bn USD a year, to be shared;  price : PC of signing, each side
    window : whether it can be signed this turn;  meetings : those that would open it
    may_offer : whether the seat may offer it now
    fair : share that an even bargain over hosted forces would have the first party carry, percent; else None
    """

    id: str
    name: str
    parties: tuple[str, ...]
    status: str
    left: float
    menu: tuple[float, ...]
    share: float
    burden: float
    price: float
    may_be_secret: bool
    window: bool
    meetings: tuple[Meeting, ...]
    may_offer: bool
    offer: Offer | None
    fair: float | None = None


@dataclass
class Proposal:
    """An offer and what was said to it so far."""

    seat: str
    share: float
    secret: bool
    others: tuple[str, ...]
    said: dict[str, int] = field(default_factory=dict)
    counter: float | None = None
    taken: bool | None = None

    @property
    def outcome(self) -> int:
        """What became of it, ``NOTHING`` as long as a word is missing."""
        words = set(self.said.values())
        if REJECTED in words:
            return REJECTED
        if self.counter is not None:
            return NOTHING if self.taken is None else COUNTERED if self.taken else LAPSED
        if len(self.said) < len(self.others):
            return NOTHING
        return LAPSED if LAPSED in words else ACCEPTED

    @property
    def waits_for(self) -> tuple[str, ...]:
        """Seats whose word is missing."""
        if self.outcome != NOTHING:
            return ()
        return (
            (self.seat,) if self.counter is not None else tuple(o for o in self.others if o not in self.said)
        )


def told(proposal: Proposal) -> Offer:
    """Return an offer as its parties see it."""
    waiting = "countered" if proposal.counter is not None else "waiting"
    standing = OUTCOMES[proposal.outcome] if proposal.outcome != NOTHING else waiting
    return Offer(
        proposal.seat, proposal.share, proposal.secret, standing, proposal.counter, proposal.waits_for
    )


def reserve(world: World, state: State, seat: int, agreements: tuple[str, ...], term: Array) -> float:
    """Return the money that a seat must keep for agreements it signs, beyond what it pays for them now.

    Parameters
    ----------
    term : (agreement,) percent carried by the first party, as agreed at the table

    Returns
    -------
    bn USD (or index) for the turn, at least 0
    """
    places = [world.index["agreement"][name] for name in agreements]
    now = (
        np.where(state.agreement[0] == IN_FORCE, bills(world, state)[0], 0.0)
        * world.burden_shares(state.term[0])[:, seat]
    )
    then = bills(world, state)[0] * world.burden_shares(term)[:, seat]
    return max(float((then - now)[places].sum()) * world.years, 0.0)
