"""One turn's table: meetings, offers, answers, one counter, by people and house AI alike.

House AI runs the three passes of ``policies.bargaining`` for its seats when the table opens; what it offers
to people waits for them, and what people offer to it is answered at once. Every act is noted as a fact, so
that a game that was left in the middle of a turn opens its table again without asking a policy twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from wargame.adjudication.phases.hosting import bargain, bills
from wargame.deals import STATUSES, Deal, Meeting, Proposal, told
from wargame.faults import OrderError, nearest
from wargame.house import House
from wargame.inputs import Fact
from wargame.menus import Purse
from wargame.orders import (
    ACCEPTED,
    COUNTERED,
    LAPSED,
    NOTHING,
    OUTCOMES,
    REJECTED,
    Diplomacy,
    no_diplomacy,
    on_the_table,
    open_windows,
)
from wargame.policies.bargaining import OFFERS_IN, OFFERS_OUT, drafts
from wargame.state import State
from wargame.world import World


@dataclass
class Talks:
    """The table of one turn.

    Attributes
    ----------
    note : told every act as a fact
    purse : gives what a seat may still spend, agreements pencilled, meetings and sealed orders set aside
    house : the house AI of the turn, None if there is none, or while acts of a record are done again
    closed : seats of house AI for which people sealed orders: they agree to nothing more this turn
    behind : house AI has still to take up what waits for it, as a seat or the whole table changed hands
    """

    world: World
    state: State
    turn: int
    people: tuple[str, ...]
    note: Callable[[Fact], None]
    purse: Callable[[str], Purse]
    house: House | None = None
    closed: frozenset[str] = frozenset()
    behind: bool = False
    called: dict[str, set[str]] = field(default_factory=dict)
    proposals: dict[str, Proposal] = field(default_factory=dict)
    opened: bool = False

    # -- reading --------------------------------------------------------------------------------------------

    @property
    def held(self) -> tuple[str, ...]:
        """Meetings convened this turn that all participants come to, in catalogue order."""
        rows = self.world.scenario.meetings.items()
        return tuple(name for name, row in rows if set(row.parties) <= self.called.get(name, set()))

    def pencilled(self, seat: str) -> tuple[str, ...]:
        """Agreements of a seat that were agreed at the table this turn."""
        return tuple(
            name
            for name, proposal in self.proposals.items()
            if proposal.outcome in (ACCEPTED, COUNTERED) and seat in (proposal.seat, *proposal.others)
        )

    def set_aside(self, seat: str) -> dict[str, float]:
        """Return the PC that a seat keeps for each meeting it called or comes to, those that wait for others too.

        While the table is open one that was called may still be held; one that is not held in the end costs nothing.
        """
        prices = zip(self.world.scenario.meetings, self.world.meeting_price, strict=True)
        return {name: float(price) for name, price in prices if seat in self.called.get(name, ())}

    def escrow(self, seat: str) -> float:
        """Return the PC that meetings of this turn take from a seat, or may still take."""
        return float(sum(self.set_aside(seat).values()))

    def _short(self, seat: str, price: float) -> str:
        """Return why a seat cannot pay a price at the table, "" if it can."""
        purse = self.purse(seat)
        if price <= purse.capital:
            return ""
        return f"costs {price:g} PC, and {purse.capital:g} are free{purse.why}."

    def diplomacy(self) -> Diplomacy:
        """Return the table as arrays; what still waits has lapsed."""
        table = no_diplomacy(self.world, 1)
        for name in self.held:
            table.convened[0, self.world.index["meeting"][name]] = True
        for name, proposal in self.proposals.items():
            place = self.world.index["agreement"][name]
            counter = proposal.counter if proposal.outcome == COUNTERED else None
            table.outcome[0, place] = proposal.outcome or LAPSED
            table.proposer[0, place] = self.world.index["nation"][proposal.seat]
            table.term[0, place] = proposal.share if counter is None else counter
            table.secret[0, place] = proposal.secret
        return table

    def deals(self, seat: str) -> tuple[Deal, ...]:
        """Return every agreement of a seat that may be offered this turn, waits for a word, or was agreed."""
        self.world.at("nation", seat)
        rows = self.world.scenario.agreements.items()
        found = (self._deal(seat, name) for name, row in rows if seat in row.parties)
        return tuple(deal for deal in found if deal.offer is not None or deal.may_offer or deal.meetings)

    def _deal(self, seat: str, name: str) -> Deal:
        place, row = self.world.index["agreement"][name], self.world.scenario.agreements[name]
        kind, window = self.world.agreement_rows[place], self._window(name)
        proposal = self.proposals.get(name)
        tabled = self._tabled(name) and proposal is None
        return Deal(
            name,
            kind.name,
            row.parties,
            STATUSES[int(self.state.agreement[0, place])],
            float(self.state.left[0, place]),
            kind.terms,
            float(self.state.term[0, place]),
            float(bills(self.world, self.state)[0, place]),
            kind.capital,
            kind.may_be_secret and not self._shown_by(row),
            window,
            self._openers(seat, place) if tabled and not window else (),
            tabled and window and (self._drafted(name) or self._made(seat) < OFFERS_OUT),
            None if proposal is None else told(proposal),
            self._fair(place),
        )

    def _fair(self, place: int) -> float | None:
        """Return the share of an even bargain over hosted forces, percent; None where it is about something else."""
        found = np.flatnonzero(self.world.hosted == place)
        if not found.size:
            return None
        shares = bargain(self.world, self.state.tension, self.state.home).share
        return float(shares[0, found[0]]) * 100.0

    def _openers(self, seat: str, place: int) -> tuple[Meeting, ...]:
        """Return the meetings of a seat that would open an agreement's window."""
        found = []
        for m, (name, row) in enumerate(self.world.scenario.meetings.items()):
            if self.world.opens[m, place] and seat in row.parties:
                said = self.called.get(name, set())
                standing = f"called by {', '.join(sorted(said))}" if said else "not called"
                found.append(
                    Meeting(name, row.level, row.parties, float(self.world.meeting_price[m]), standing)
                )
        return tuple(found)

    def _window(self, name: str) -> bool:
        return bool(
            open_windows(self.world, self.diplomacy(), self.turn)[0, self.world.index["agreement"][name]]
        )

    def _tabled(self, name: str) -> bool:
        return bool(
            on_the_table(self.world, self.state.agreement, self.state.left)[
                0, self.world.index["agreement"][name]
            ]
        )

    def _made(self, seat: str) -> int:
        """Return the offers a seat has out; a draft of officials costs none."""
        return sum(each.seat == seat and not self._drafted(name) for name, each in self.proposals.items())

    def _drafted(self, name: str) -> bool:
        return bool(drafts(self.world, self.turn)[self.world.index["agreement"][name]])

    def _received(self, seat: str) -> int:
        return sum(seat in proposal.others for proposal in self.proposals.values())

    def _shown_by(self, row: Any) -> str:
        """Return the programme whose stage and shares, which all may see, would tell of an agreement."""
        programme = self.world.scenario.programmes.get(row.programme)
        return row.programme if programme is not None and programme.public else ""

    # -- acts of people -------------------------------------------------------------------------------------

    def open(self) -> None:
        """Let house AI meet and offer, once a turn, before anybody else acts or looks, and take up what it missed."""
        if not self.opened:
            self.opened = True
            if self.house is not None:
                for fact in self.house.open():
                    self._act(fact)
                for name in list(self.proposals):
                    self._house_takes(name)
                    self._clock(name)
            self._act({"kind": "opened"})
        if self.behind:
            self.behind = False
            self._catch_up()

    def reseat(self, people: tuple[str, ...], house: House | None, closed: frozenset[str]) -> None:
        """Say who plays the seats from here on; what was said at the table stands."""
        self.people, self.house, self.closed, self.behind = people, house, closed, True

    def _clock(self, agreement: str) -> None:
        """Let an offer to a person lapse who has as many before it as a seat may hear in a turn."""
        for seat in self.proposals[agreement].waits_for:
            heard = [name for name, proposal in self.proposals.items() if seat in proposal.others]
            if heard.index(agreement) >= OFFERS_IN:
                self._act({"kind": "answer", "seat": seat, "agreement": agreement, "reply": "lapse"})

    def convene(self, seat: str, meeting: str) -> str:
        """Call a meeting, or come to one that was called; return ``held``, ``called`` or ``declined``."""
        where = self._where(seat)
        row = self._meeting(where, meeting)
        price = float(self.world.meeting_price[self.world.index["meeting"][meeting]])
        if seat not in row.parties:
            raise OrderError(f"{where}: {meeting!r} is for {' and '.join(row.parties)}.")
        if self.turn in row.scheduled:
            raise OrderError(f"{where}: {meeting!r} is held this turn anyway, free of charge.")
        if seat in self.called.get(meeting, set()):
            standing = "held already" if meeting in self.held else "called already; it waits for the others"
            raise OrderError(f"{where}: {meeting!r} is {standing}.")
        if short := self._short(seat, price):
            raise OrderError(f"{where}: {meeting!r} {short}")
        house = [name for name in row.parties if name not in self.people]
        if any(not self._comes(name, meeting) for name in house):
            self._act({"kind": "declined", "seat": seat, "meeting": meeting})
            return "declined"
        for name in (seat, *(each for each in house if each not in self.called.get(meeting, set()))):
            self._act({"kind": "convene", "seat": name, "meeting": meeting})
        return "held" if meeting in self.held else "called"

    def _comes(self, seat: str, meeting: str) -> bool:
        if seat in self.called.get(meeting, set()):
            return True
        if self.house is None or seat in self.closed:
            return False
        return self.house.comes(seat, meeting, self.escrow(seat))

    def offer(self, seat: str, agreement: str, share: float | None = None, secret: bool = False) -> str:
        """Offer an agreement at a share of the burden; house AI answers at once. Return how it stands."""
        where = self._where(seat)
        place, row = self._party(where, seat, agreement)
        kind = self.world.agreement_rows[place]
        term = self._share(where, kind.terms, place, share)
        if secret and not kind.may_be_secret:
            raise OrderError(
                f"{where}: {agreement!r} cannot be secret; a {kind.name.lower()} is public. Offer it openly."
            )
        if secret and (shown := self._shown_by(row)):
            raise OrderError(
                f"{where}: {agreement!r} cannot be secret; the work on {shown} is in public view, and tells of "
                "it. Offer it openly."
            )
        self._check_table(where, seat, agreement)
        if short := self._short(seat, kind.capital):
            raise OrderError(f"{where}: signing {short}")
        if self._made(seat) >= OFFERS_OUT and not self._drafted(agreement):
            raise OrderError(
                f"{where}: {OFFERS_OUT} offers are out, a seat makes no more in a turn. Offer it next turn."
            )
        others = tuple(name for name in row.parties if name != seat)
        for name in others:
            if self._received(name) >= OFFERS_IN:
                raise OrderError(
                    f"{where}: {name} has {OFFERS_IN} offers before it and hears no more. Offer it next turn."
                )
        self._act(
            {"kind": "offer", "seat": seat, "agreement": agreement, "share": term, "secret": bool(secret)}
        )
        self._house_answers(agreement)
        return told(self.proposals[agreement]).standing

    def _check_table(self, where: str, seat: str, agreement: str) -> None:
        place = self.world.index["agreement"][agreement]
        if agreement in self.proposals:
            raise OrderError(
                f"{where}: {agreement!r} was talked about this turn already. Offer it next turn."
            )
        if not self._tabled(agreement):
            left = float(self.state.left[0, place])
            term = (
                f"for {left:g} more {'year' if left == 1.0 else 'years'}"
                if left < 90.0
                else "until someone withdraws"
            )
            raise OrderError(
                f"{where}: {agreement!r} is in force {term}; it can be renewed in its last year."
            )
        if not self._window(agreement):
            ways = ", ".join(f"{each.id} ({each.price:g} PC)" for each in self._openers(seat, place))
            raise OrderError(
                f"{where}: {agreement!r} is signed at a meeting. Convene one: {ways or 'there is none'}."
            )

    def answer(self, seat: str, agreement: str, reply: str | float) -> str:
        """Accept or reject an offer, or counter with another share; return how it stands."""
        where = self._where(seat)
        place, row = self._party(where, seat, agreement)
        proposal = self._waiting(where, agreement)
        if seat not in proposal.waits_for or seat == proposal.seat:
            raise OrderError(f"{where}: {agreement!r} does not wait for an answer of {seat}.")
        fact: Fact = {"kind": "answer", "seat": seat, "agreement": agreement}
        if reply in ("accept", "reject"):
            price = self.world.agreement_rows[place].capital
            if reply == "accept" and (short := self._short(seat, price)):
                raise OrderError(f"{where}: signing {short} Reject it.")
            self._act({**fact, "reply": reply})
        else:
            term = self._share(where, self.world.agreement_rows[place].terms, place, _number(where, reply))
            if len(row.parties) > 2:
                raise OrderError(
                    f"{where}: {agreement!r} has {len(row.parties)} parties, and no time for a counter."
                )
            if term == proposal.share:
                raise OrderError(f"{where}: {term:g} % is what was offered. Answer 'accept'.")
            self._act({**fact, "reply": term})
            self._house_takes(agreement)
        return told(proposal).standing

    def take(self, seat: str, agreement: str, yes: bool) -> str:
        """Take the counter to one's own offer, or not; return how it stands."""
        where = self._where(seat)
        self._party(where, seat, agreement)
        proposal = self._waiting(where, agreement)
        if proposal.seat != seat or proposal.counter is None:
            raise OrderError(f"{where}: there is no counter to an offer of {seat} on {agreement!r}.")
        self._act({"kind": "take", "seat": seat, "agreement": agreement, "yes": bool(yes)})
        return told(proposal).standing

    def _where(self, seat: str) -> str:
        return f"{self.world.scenario.nations[seat].name}, turn {self.turn}"

    def _meeting(self, where: str, meeting: str) -> Any:
        rows = self.world.scenario.meetings
        if meeting not in rows:
            raise OrderError(f"{where}: there is no meeting {meeting!r}. {nearest(meeting, rows)}")
        return rows[meeting]

    def _party(self, where: str, seat: str, agreement: str) -> tuple[int, Any]:
        rows = self.world.scenario.agreements
        own = [name for name, row in rows.items() if seat in row.parties]
        if agreement not in rows:
            raise OrderError(f"{where}: there is no agreement {agreement!r}. {nearest(agreement, own)}")
        if agreement not in own:
            raise OrderError(
                f"{where}: {agreement!r} is for {' and '.join(rows[agreement].parties)}. {seat} is no party."
            )
        return self.world.index["agreement"][agreement], rows[agreement]

    def _waiting(self, where: str, agreement: str) -> Proposal:
        proposal = self.proposals.get(agreement)
        if proposal is None:
            raise OrderError(f"{where}: nobody offered {agreement!r} this turn.")
        if proposal.outcome != NOTHING:
            raise OrderError(f"{where}: {agreement!r} is {OUTCOMES[proposal.outcome]} already.")
        return proposal

    def _share(self, where: str, menu: tuple[float, ...], place: int, share: float | None) -> float:
        if share is None:
            usual = float(self.world.opening_term[place])
            return usual if usual in menu else menu[len(menu) // 2]
        share = _number(where, share, "share", "a number of percent")
        if share not in menu:
            close = min(menu, key=lambda each: abs(each - share))
            listed = ", ".join(f"{each:g}" for each in menu)
            raise OrderError(
                f"{where}: {share:g} % is not on the menu of shares: {listed}. The nearest is {close:g}."
            )
        return share

    # -- acts of house AI, and doing acts -------------------------------------------------------------------

    def _house_answers(self, agreement: str) -> None:
        """Let the house AI among the parties of a person's offer answer, and take no second look."""
        proposal = self.proposals[agreement]
        if self.house is None:
            return
        for seat in proposal.waits_for:
            if seat in self.people or proposal.outcome != NOTHING:
                continue
            if seat in self.closed:
                self._act({"kind": "answer", "seat": seat, "agreement": agreement, "reply": "reject"})
            else:
                self._act(self.house.answer(seat, agreement, proposal.seat, proposal.share))

    def _catch_up(self) -> None:
        """Let house AI come to meetings, answer offers and take counters that wait for its seats."""
        for name, row in self.world.scenario.meetings.items():
            called = self.called.get(name, set())
            for seat in row.parties if called else ():
                if seat not in self.people and seat not in called and self._comes(seat, name):
                    self._act({"kind": "convene", "seat": seat, "meeting": name})
        for name, proposal in self.proposals.items():
            if proposal.counter is None:
                self._house_answers(name)
            self._house_takes(name)

    def _house_takes(self, agreement: str) -> None:
        proposal = self.proposals[agreement]
        if (
            self.house is None
            or proposal.counter is None
            or proposal.outcome != NOTHING
            or proposal.seat in self.people
        ):
            return
        yes = proposal.seat not in self.closed and self.house.takes(
            proposal.seat, agreement, proposal.counter
        )
        self._act({"kind": "take", "seat": proposal.seat, "agreement": agreement, "yes": yes})

    def _act(self, fact: Fact) -> None:
        self.do(fact)
        self.note(fact)

    def do(self, fact: Mapping[str, Any]) -> None:
        """Do an act that was checked before, or that a record holds."""
        kind, name = fact["kind"], fact.get("agreement", "")
        if kind == "opened":
            self.opened = True
        elif kind == "convene":
            self.called.setdefault(fact["meeting"], set()).add(fact["seat"])
        elif kind == "offer":
            parties = self.world.scenario.agreements[name].parties
            others = tuple(each for each in parties if each != fact["seat"])
            self.proposals[name] = Proposal(fact["seat"], fact["share"], fact["secret"], others)
        elif kind == "answer":
            self._answered(self.proposals[name], fact["seat"], fact["reply"])
        elif kind == "take":
            self.proposals[name].taken = fact["yes"]

    def _answered(self, proposal: Proposal, seat: str, reply: str | float) -> None:
        if isinstance(reply, str):
            proposal.said[seat] = {"accept": ACCEPTED, "reject": REJECTED}.get(reply, LAPSED)
        else:
            proposal.said[seat] = COUNTERED
            proposal.counter = float(reply)


def _number(
    where: str, reply: str | float, what: str = "answer", form: str = "'accept', 'reject' or a share"
) -> float:
    try:
        return float(str(reply).replace("%", ""))
    except ValueError:
        raise OrderError(f"{where}: {reply!r} is no {what}. Write {form}.") from None
