"""What a turn brought, and how the seats stand: plain rows for the table, the pages and the debrief."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from wargame.adjudication.measures import compare, gap
from wargame.adjudication.phases.scoring import objectives_met, scores, succeeds
from wargame.adjudication.phases.signatures import TALKS_FAILED
from wargame.adjudication.turn import Play
from wargame.arrays import Array
from wargame.ledger import Book
from wargame.observation import Observation, held, place_of
from wargame.orders import Orders
from wargame.schema import Objective, Order
from wargame.state import FIELDS, LEVELS, STAGES, State

Move = tuple[str, str, str]
"""An entry, what it was, what it is."""


@dataclass(frozen=True)
class DealReport:
    """What became of an agreement that was talked about.

    Attributes
    ----------
    seat : who offered;  share : percent of the burden that the first party carries
    outcome : at the table: accepted, accepted after a counter, rejected, lapsed
    result : in the end: in force, not signed, talks failed, refused at home; "" if it was not agreed
    withheld : parties that did not sign what they pencilled
    """

    agreement: str
    parties: tuple[str, ...]
    seat: str
    share: float
    secret: bool
    outcome: str
    result: str
    withheld: tuple[str, ...]


@dataclass(frozen=True)
class TurnReport:
    """What one turn brought.

    Attributes
    ----------
    events : cards that fell, by id;  injects : names of cards of the white cell
    orders, signals : what each seat ordered, and announced
    stages, levels : programmes and flashpoints that moved, with old and new word
    gates : opened, as ``JPN:counterstrike``
    seals : salted hashes that were shown before the reveal
    """

    turn: int
    year: float
    events: tuple[str, ...]
    injects: tuple[str, ...]
    meetings: tuple[str, ...]
    deals: tuple[DealReport, ...]
    orders: Mapping[str, tuple[str, ...]]
    signals: Mapping[str, str]
    stages: tuple[Move, ...]
    levels: tuple[Move, ...]
    gates: tuple[str, ...]
    stability: float
    ending: str
    digest: str
    seals: Mapping[str, str]


def report_turn(
    play: Play, before: State, after: State, book: Book, facts: Sequence[Mapping[str, Any]]
) -> TurnReport:
    """Return what a turn brought.

    Parameters
    ----------
    before, after : the state at both ends of the turn
    book : the ledger of the game
    facts : the facts of the turn, as its record holds them
    """
    world = play.world
    sealed = {fact["seat"]: fact for fact in facts if fact["kind"] == "orders"}
    names = world.ids
    opened = np.argwhere(after.unlocked[0] & ~before.unlocked[0])
    return TurnReport(
        turn=after.turn,
        year=world.year(after.turn),
        events=_fallen(play, before, after, book),
        injects=tuple(fact["event"]["name"] for fact in facts if fact["kind"] == "inject"),
        meetings=tuple(fact["meeting"] for fact in facts if fact["kind"] == "meeting")
        + tuple(names["meeting"][m] for m in np.flatnonzero(world.scheduled(after.turn))),
        deals=tuple(_deal(play, after, book, fact, sealed) for fact in facts if fact["kind"] == "deal"),
        orders={seat: tuple(fact["orders"]) for seat, fact in sealed.items()},
        signals={seat: fact["signal"] for seat, fact in sealed.items() if fact["signal"]},
        stages=_moves(names["programme"], STAGES, before.stage[0], after.stage[0]),
        levels=_moves(names["flashpoint"], LEVELS, before.level[0], after.level[0]),
        gates=tuple(f"{names['nation'][seat]}:{names['gate'][gate]}" for seat, gate in opened),
        stability=float(after.stability[0]),
        ending=("playing", "closed", "breakdown")[int(after.ending[0])],
        digest=after.digest(),
        seals={seat: fact["seal"] for seat, fact in sealed.items() if "seal" in fact},
    )


def _moves(ids: Sequence[str], words: Sequence[str], old: Any, new: Any) -> tuple[Move, ...]:
    return tuple(
        (ids[k], words[int(old[k])], words[int(new[k])]) for k in np.flatnonzero(old != new).tolist()
    )


def _fallen(play: Play, before: State, after: State, book: Book) -> tuple[str, ...]:
    """Return the cards that fell: drawn for the first time, or with an effect booked under their id."""
    told = {entry.rule for entry in book.entries if entry.turn == after.turn}
    events = play.world.ids["event"]
    return tuple(
        name for e, name in enumerate(events) if name in told or after.drawn[0, e] > before.drawn[0, e]
    )


def _deal(
    play: Play, after: State, book: Book, fact: Mapping[str, Any], sealed: Mapping[str, Mapping[str, Any]]
) -> DealReport:
    name = fact["agreement"]
    parties = play.scenario.agreements[name].parties
    agreed = fact["outcome"].startswith("accepted")
    withheld = tuple(seat for seat in parties if agreed and not _signs(sealed.get(seat), name))
    place = (play.world.index["agreement"][name],)
    bound = any(entry.reason == "ratified" for entry, _ in book.of("left", after.turn, place))
    result = "in force" if bound else "not signed" if withheld else _unbound(play, after, book, parties)
    result = result if agreed else ""
    return DealReport(
        name, parties, fact["from"], fact["share"], fact["secret"], fact["outcome"], result, withheld
    )


def _unbound(play: Play, after: State, book: Book, parties: Sequence[str]) -> str:
    """Return why an agreement that all signed does not bind."""
    first, second = (play.world.at("nation", seat) for seat in parties[:2])
    booked = book.of("trust", after.turn, (first, second))
    return "talks failed" if any(entry.reason == TALKS_FAILED for entry, _ in booked) else "refused at home"


def _signs(fact: Mapping[str, Any] | None, agreement: str) -> bool:
    return fact is not None and (fact["sign"] is None or agreement in fact["sign"])


def report_for(play: Play, report: TurnReport, before: State, orders: Orders, seat: str) -> TurnReport:
    """Return a report as one seat may know it, or every one (``EVERYBODY``).

    It leaves out others' secret orders, what they talked about without signing it in the open, meetings that
    they convened among themselves, programmes out of sight, and how much they fund: levels are private.

    Parameters
    ----------
    before : the state at the opening of the turn
    orders : the orders of the turn, as numbers of options
    """
    world = play.world
    view = _View(play, before, place_of(world, seat))
    meetings = play.scenario.meetings
    told = {}
    for nation, name in enumerate(world.ids["nation"]):
        chosen = [int(option) for option in orders.option[0, nation] if option >= 0]
        told[name] = tuple(view.order(option, nation) for option in chosen if view.shows(option, nation))
    return replace(
        report,
        meetings=tuple(
            name
            for name in report.meetings
            if report.turn in meetings[name].scheduled or seat in meetings[name].parties
        ),
        deals=tuple(
            d for d in report.deals if seat in d.parties or (d.result == "in force" and not d.secret)
        ),
        orders=told,
        stages=tuple(move for move in report.stages if view.sees(move[0])),
    )


@dataclass(frozen=True)
class _View:
    """What one seat may be told of the orders of a turn."""

    play: Play
    before: State
    seat: int

    def sees(self, programme: str) -> bool:
        """Tell whether a programme is in the seat's sight."""
        place = self.play.world.index["programme"][programme]
        return self.play.scenario.programmes[programme].public or bool(
            held(self.play.world.owner, self.seat)[place]
        )

    def shows(self, option: int, nation: int) -> bool:
        """Tell whether an order of a nation shows to the seat."""
        world, options = self.play.world, self.play.options
        if nation == self.seat:
            return True
        row, target = self._row(option), int(options.target[option])
        if row.secret:
            return False
        if row.target == "programme":
            return self.sees(world.ids["programme"][target])
        if row.target == "agreement":
            return bool(held(world.party, self.seat)[target] or not self.before.secret[0, target])
        return True

    def order(self, option: int, nation: int) -> str:
        """Return the text of an order that shows; of others' funding only that it was set anew."""
        options = self.play.options
        if nation == self.seat or [effect.verb for effect in self._row(option).effect] != ["allot"]:
            return options.text[option]
        # a pause is a level too: it is told as any other setting of the line
        programme = self.play.world.ids["programme"][options.target[option]]
        return f"{self._funding} {programme}"

    def _row(self, option: int) -> Order:
        return self.play.world.ruleset.orders[self.play.world.ids["order"][self.play.options.order[option]]]

    @cached_property
    def _funding(self) -> str:
        """Id of the order that sets a line to a level of its menu."""
        rows = self.play.world.ruleset.orders.items()
        sets = [(name, row) for name, row in rows if [effect.verb for effect in row.effect] == ["allot"]]
        return max(sets, key=lambda each: len(each[1].levels))[0]


@dataclass(frozen=True)
class ObjectiveScore:
    """One objective: whether it counts as met if the game ended now, and in how many turns it held."""

    id: str
    text: str
    met: bool
    turns: int


@dataclass(frozen=True)
class Score:
    """How a seat stands: objectives met times the factor of regional stability; two met make a success."""

    seat: str
    character: str
    objectives: tuple[ObjectiveScore, ...]
    score: float
    success: bool


def score_seats(play: Play, state: State, characters: Sequence[str]) -> tuple[Score, ...]:
    """Return how every seat of one game stands, in seat order."""
    world = play.world
    met, points, success = objectives_met(world, state)[0], scores(world, state)[0], succeeds(world, state)[0]
    rows = []
    for nation, seat in enumerate(world.ids["nation"]):
        own = tuple(
            ObjectiveScore(name, row.text, bool(met[o]), int(state.met[0, o]))
            for o, (name, row) in enumerate(play.scenario.objectives.items())
            if row.seat == seat
        )
        rows.append(Score(seat, characters[nation], own, float(points[nation]), bool(success[nation])))
    return tuple(rows)


def holds_as_seen(view: Observation, objective: Objective) -> bool:
    """Tell whether an objective holds as the one seat of an observation can judge it: by what it sees."""
    world = view.world
    return all(
        any(bool(compare(each, gap(world, each, lambda name: known(view, name)))) for each in clause)
        for clause in objective.all
    )


def known(view: Observation, name: str) -> Any:
    """Return a field as the one seat of an observation knows it, with the axes of the field.

    What is private to others has no entry in an observation: it reads 0, and no objective asks for it.
    """
    if name in view.seen:
        return np.asarray(view.seen[name][0, 0])
    own: Array = view.mine[name][0, 0]
    seats = view.world.size("nation")
    table = np.zeros((seats, *np.shape(own)))
    table[int(view.seats[0])] = own
    return np.moveaxis(table, 0, -1) if FIELDS[name].axes[0] != "nation" else table
