"""What one seat keeps reaches no other: by no page, no answer, no file, no error, and not by when something is sent."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.laws.test_secrecy import NOBODY, two_games
from tests.support import PRACTICE, play_of
from tests.workshop.conftest import Clocks, make_plan, sit
from tests.workshop.listening import TABS, Resting
from wargame.faults import WargameError
from wargame.inputs import Draft
from wargame.server.api import standing as api
from wargame.state import State
from wargame.views import whatif
from wargame.views.room import screen
from wargame.views.room.team import Chair
from wargame.workshop import Place, Room, WhiteCell
from wargame.workshop.store import Store

SEATS = ("ALDA", "BRENN", "CORVE", "DRAY")
SCREEN, WHITE = "screen", "white"
QUIET, MEETING, HIDDEN = "knowhow_corve_dray", "officials_corve_dray", "ember"
"""An agreement that two seats may keep secret, the meeting that lets them sign it, a programme that nobody told of."""
PROVOKED: tuple[dict[str, Any], ...] = (
    {"do": "check", "text": f"fund {HIDDEN} 50"},
    {"do": "add", "text": f"fund {HIDDEN} 100"},
    {"do": "check", "text": f"withdraw {QUIET}"},
    {"do": "add", "text": f"withdraw {QUIET}"},
    *(
        {"do": "talk", "verb": verb, "id": QUIET, "value": 50}
        for verb in ("offer", "accept", "counter", "take")
    ),
    {"do": "talk", "verb": "convene", "id": MEETING},
    {"do": "sign", "id": QUIET},
    {"do": "why", "of": "DRAY", "field": "capital"},
    {"do": "why", "of": HIDDEN, "field": "work"},
    {"do": "why", "of": QUIET, "field": "term"},
    {"do": "say", "to": "EMBER", "text": "who are you"},
    {"do": "forecast", "id": "9:nothing", "percent": 50},
    {"do": "key", "yes": True},
)
"""Acts of an outsider about what is another's: each is refused, or told what all may know."""


@dataclass
class Table:
    """A room with one person in every seat, and clocks that stand."""

    room: Room
    places: dict[str, Place] = field(default_factory=dict)

    def versions(self) -> dict[str, int]:
        """Return how often something changed for each audience."""
        return {name: self.room.version(name) for name in (*SEATS, SCREEN, WHITE)}

    def gets(self, audience: str) -> dict[str, str]:
        """Return all that an audience of the table can get now, as text by where it gets it."""
        told = dict(self._screen() if audience == SCREEN else self._seat(self.places[audience]))
        return {name: json.dumps(value, default=str, sort_keys=True) for name, value in told.items()}

    def _screen(self) -> Iterator[tuple[str, Any]]:
        scores = screen.league(self.room)
        yield "head", screen.head(self.room)
        yield "panels", screen.panels(self.room, "http://127.0.0.1:8000")
        yield "steps", [(each.name, each.body) for each in screen.steps(self.room, scores)]

    def _seat(self, place: Place) -> Iterator[tuple[str, Any]]:
        chair = Chair(self.room, place.number)
        for name in TABS:
            chair.act({"do": "tab", "id": name})
            yield f"tab {name}", chair.payload()
        yield "state", {**api.standing(place), "version": 0}
        yield "orders", api.orders(place)
        yield "what-if", whatif.payload(place, place.seat)
        yield "report", str(place.game.report(seat=place.seat)) if place.game.turn else ""
        yield from self._errors(place, chair)

    def _errors(self, place: Place, chair: Chair) -> Iterator[tuple[str, Any]]:
        """Yield what somebody is told who asks for what is another's."""
        for other in SEATS:
            for name in ("draft", "notes", "whatif"):
                if other != place.seat:
                    yield f"{name} of {other}", _told(partial(getattr(place, name), other))
        if place.seat in ("ALDA", "BRENN"):
            for act in PROVOKED:
                chair.act(act)
                yield f"act {act}", chair.payload()


def _told(act: Callable[[], Any]) -> str:
    try:
        return str(act())
    except WargameError as error:
        return str(error)


def _different(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    return [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)]


@pytest.fixture
def seated(tmp_path: Path, clocks: Clocks) -> Iterator[Callable[..., Table]]:
    """Open rooms whose four seats are filled, at the turn's diplomacy."""
    held: list[Room] = []

    def opened(**plan: Any) -> Table:
        store = Store.make(tmp_path / f"{len(held)}.db")
        named = {"now": lambda: clocks.day, "steady": lambda: clocks.steady}
        held.append(Room.make(store, "north", make_plan(seats=SEATS, **plan), Resting(0), **named))
        table = Table(held[-1])
        for seat in SEATS:
            table.places[seat] = sit(table.room, seat, "head", "finance", name=f"Name-of-{seat}")
        table.room.white.begin(practice=False)
        table.room.white.go("diplomacy")
        return table

    yield opened
    for room in held:
        room.close()


def drawn_up(room: Room) -> str:
    """Wait until the questions of the turn are drawn up, and return the first."""
    room.questions()
    for thread in [each for each in threading.enumerate() if each.name == "league"]:
        thread.join()
    return room.questions()[0].id


# -- numbers: two games that differ only in what a seat may not know ---------------------------------------------


def _planted(table: Table, state: State) -> Table:
    table.room.live.game.model.states[-1] = state.take([0])
    return table


@pytest.mark.parametrize(
    "seat", [pytest.param(seat, marks=() if seat == "BRENN" else pytest.mark.slow) for seat in SEATS]
)
def test_no_number_that_is_anothers_reaches_a_seat(seated: Callable[..., Table], seat: str) -> None:
    states = two_games(play_of(PRACTICE), 11, SEATS.index(seat))
    here, there = (_planted(seated(), state) for state in states)
    for table in (here, there):
        drawn_up(table.room)
    assert _different(here.gets(seat), there.gets(seat)) == []
    others = [other for other in SEATS if _different(here.gets(other), there.gets(other))]
    assert others, "nothing differs between the two games: this test could not fail"


def test_no_number_of_anybody_reaches_the_big_screen(seated: Callable[..., Table]) -> None:
    states = two_games(play_of(PRACTICE), 12, NOBODY)
    here, there = (_planted(seated(), state) for state in states)
    for phase in ("news", "plan", "diplomacy", "signal", "commit"):
        for table in (here, there):
            table.room.white.go(phase)
        assert _different(here.gets(SCREEN), there.gets(SCREEN)) == [], phase
    assert _different(here.gets("ALDA"), there.gets("ALDA"))


# -- acts: of those whom one does not concern, nobody gets anything else, or is told ------------------------------


def _offered(table: Table) -> None:
    """Let two seats meet, and one offer the other something in secret."""
    if any(row.id == QUIET and row.offer for row in table.room.live.game.table("DRAY")):
        return
    for seat in ("CORVE", "DRAY"):
        table.places[seat].talk(seat, "convene", MEETING, turn=1)
    table.places["CORVE"].talk("CORVE", "offer", QUIET, None, True, 1)


def _answered(table: Table, verb: str) -> None:
    table.places["DRAY"].talk("DRAY", verb, QUIET, turn=1)


def agreed(table: Table) -> None:
    _offered(table)
    if QUIET not in table.room.live.game.pencilled("DRAY"):
        _answered(table, "accept")


def _sealed(table: Table) -> None:
    if not table.room.live.committed("ALDA"):
        table.places["ALDA"].keep("ALDA", Draft(("consult", "stance rise")), 1)
        table.places["ALDA"].umpire("a tunnel under the strait")
        table.places["ALDA"].commit("ALDA", 1)


def _dear(table: Table) -> None:
    """Let a team of two draft what takes the second key of one of them."""
    sit(table.room, "ALDA", "head")
    texts = ("technology_race strike_ballistic", "build_up strike_ballistic", "sustain presence")
    table.places["ALDA"].keep("ALDA", Draft(texts), 1)


def _person(table: Table) -> int:
    return table.places["ALDA"].number


def _mate(table: Table) -> Place:
    """Return the last who joined ALDA: what somebody does oneself, like typing, one's own page need not show."""
    room = table.room
    return room.place(max(each.id for each in room.people if each.seat == "ALDA"))


@dataclass(frozen=True)
class Act:
    """Something that is done, whom it concerns, what has to be done before it; it may need a table of its own."""

    do: Callable[[Table], Any]
    concerns: tuple[str, ...]
    before: Callable[[Table], Any] = lambda table: None
    alone: bool = False


def _of(seat: str, do: Callable[[Place], Any]) -> Callable[[Table], Any]:
    return lambda table: do(table.places[seat])


def _white(do: Callable[[WhiteCell], Any]) -> Callable[[Table], Any]:
    return lambda table: do(table.room.white)


ALDA, DRAY = partial(_of, "ALDA"), partial(_of, "DRAY")
OWN, TOLD, SEEN = ("ALDA",), ("ALDA", WHITE), ("ALDA", WHITE, SCREEN)
BOTH = ("CORVE", "DRAY", WHITE)
ACTS = {
    "a draft": Act(ALDA(lambda p: p.keep("ALDA", Draft(("consult", "stance rise")), 1)), TOLD),
    "a draft of a hidden programme": Act(
        DRAY(lambda p: p.keep("DRAY", Draft((f"fund {HIDDEN} 100",)), 1)), ("DRAY", WHITE)
    ),
    "notes": Act(ALDA(lambda p: p.keep_note("ALDA", "quiet")), OWN),
    "a message within the team": Act(ALDA(lambda p: p.say("ALDA", "among us")), OWN),
    "a message to one nation": Act(ALDA(lambda p: p.say("BRENN", "between us")), ("ALDA", "BRENN", WHITE)),
    "a message to the facilitator": Act(ALDA(lambda p: p.say("white", "help")), TOLD),
    "a message of the facilitator": Act(_white(lambda w: w.tell("ALDA", "hurry")), TOLD),
    "typing": Act(lambda t: _mate(t).typing(True), OWN, lambda t: sit(t.room, "ALDA")),
    "roles": Act(ALDA(lambda p: p.roles(["press", "head", "finance"])), TOLD),
    "a second key": Act(ALDA(lambda p: p.key(True)), OWN, _dear),
    "a what-if": Act(ALDA(lambda p: p.ask()), TOLD),
    "a forecast": Act(
        lambda t: t.places["ALDA"].forecast(drawn_up(t.room), 35), OWN, lambda t: drawn_up(t.room)
    ),
    "a free order": Act(
        ALDA(lambda p: p.umpire("a tunnel")), TOLD, ALDA(lambda p: p.keep("ALDA", Draft(("freeform",)), 1))
    ),
    "a page that is opened": Act(lambda t: t.room.came(_person(t)), TOLD, lambda t: t.room.went(_person(t))),
    "somebody who joins": Act(lambda t: t.room.join("ALDA", "Newcomer"), SEEN),
    "a new code": Act(_white(lambda w: w.new_code("ALDA")), (WHITE,)),
    "a card": Act(_white(lambda w: w.inject("fair_winds", "to see")), (WHITE,)),
    "a card that is taken back": Act(
        _white(lambda w: w.undo("no")), (WHITE,), _white(lambda w: w.inject("patrol_season", "to see"))
    ),
    "a ruling": Act(_white(lambda w: w.rule("R4.gate", HIDDEN, True, "a bench")), (WHITE,)),
    "the facilitator's notes": Act(_white(lambda w: w.note("watch Alda")), (WHITE,)),
    "a secret meeting and offer": Act(_offered, BOTH),
    "a secret offer that is accepted": Act(lambda t: _answered(t, "accept"), BOTH, _offered),
    "a secret deal that is not to be signed": Act(
        DRAY(lambda p: p.keep("DRAY", Draft(sign=()), 1)), ("DRAY", WHITE), agreed
    ),
    "sealed orders that are opened": Act(_white(lambda w: w.open_orders("ALDA", "a dispute")), TOLD, _sealed),
    "a free order that is judged": Act(
        _white(lambda w: w.judge("ALDA", "it floods", None, "geology")), TOLD, _sealed
    ),
    "a page that is closed": Act(
        lambda t: t.room.went(_person(t)), TOLD, lambda t: t.room.came(_person(t)), alone=True
    ),
    "a secret offer that is rejected": Act(lambda t: _answered(t, "reject"), BOTH, _offered, alone=True),
    "somebody who leaves": Act(ALDA(lambda p: p.leave()), SEEN, alone=True),
    "somebody who is removed": Act(lambda t: t.room.white.remove(_person(t)), SEEN, alone=True),
}
FIRST = ("a secret offer that is accepted",)
"""Acts that the quick tests look at closely."""
GONE = ("somebody who leaves", "somebody who is removed")
"""Acts after which nobody is left in the seat whom they concern."""


def test_acts_are_told_to_those_whom_they_concern_alone(seated: Callable[..., Table]) -> None:
    table = seated()
    for name, act in ACTS.items():
        table, heard = seated() if act.alone else table, set[str]()
        act.before(table)
        counted = table.versions()
        end = table.room.watch(lambda room, audiences, heard=heard: heard.update(audiences))

        act.do(table)

        end()
        moved = {each for each, count in table.versions().items() if count != counted[each]}
        assert (name, heard, moved) == (name, set(act.concerns), set(act.concerns))


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in FIRST else pytest.mark.slow) for name in ACTS]
)
def test_an_act_changes_nothing_that_others_get(seated: Callable[..., Table], name: str) -> None:
    act, table = ACTS[name], seated()
    drawn_up(table.room)
    act.before(table)
    inside = [each for each in act.concerns if each in SEATS and name not in GONE]
    outside = [each for each in (*SEATS, SCREEN) if each not in act.concerns]
    before = {each: table.gets(each) for each in (*outside, *inside)}

    act.do(table)

    for each in outside:
        assert _different(before[each], table.gets(each)) == [], f"{each} notices {name}"
    for each in inside:
        assert _different(before[each], table.gets(each)), f"{each} does not notice {name}"
