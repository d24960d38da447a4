"""The room as a state machine: joins, leaves, drafts, commits, recalls, clocks, kills in any order break nothing."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from tests.workshop.conftest import Clocks, make_plan
from wargame.faults import WargameError
from wargame.game import Game
from wargame.live import Draft
from wargame.live.whatif import Forecaster
from wargame.workshop import Room
from wargame.workshop.people import readable
from wargame.workshop.store import Store

SEATS = ("ALDA", "BRENN", "CORVE")
ORDERS = ("consult", "statement", "intelligence", "consult consult", "nonsense 5", "")


class RoomMachine(RuleBasedStateMachine):
    """Plays a room at random, and holds it against what was acknowledged."""

    people = Bundle("people")

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "room.db"
        self.clocks = Clocks()
        named: Any = {"now": lambda: self.clocks.day, "steady": lambda: self.clocks.steady}
        self.named = named
        plan = make_plan(seats=list(SEATS), practice=False, turns=2)
        self.room = Room.make(Store.make(self.path), "room", plan, Forecaster(0), **named)
        self.tokens: dict[int, str] = {}
        self.drafts: dict[str, Draft] = {}
        self.seals: dict[str, str] = {}
        self.notes: dict[str, str] = {}
        self.said: list[str] = []
        self.left: set[int] = set()
        self.refusals: list[str] = []
        self.played = 0

    # -- helpers --------------------------------------------------------------------------------------------

    def turned(self) -> None:
        """Forget what belonged to a turn that is over."""
        if self.room.live.game.turn != self.played:
            self.played = self.room.live.game.turn
            self.drafts.clear()
            self.seals.clear()

    def tried(self, act: Any, *given: Any, **named: Any) -> tuple[bool, Any]:
        """Do an act; whatever is refused is refused in words."""
        try:
            return True, act(*given, **named)
        except WargameError as error:
            self.refusals.append(str(error))
            return False, None

    # -- rules ----------------------------------------------------------------------------------------------

    @initialize()
    def begin(self) -> None:
        self.room.white.begin()

    @rule(target=people, seat=st.sampled_from(SEATS), role=st.sampled_from(["head", "finance", "press"]))
    def join(self, seat: str, role: str) -> Any:
        done, token = self.tried(self.room.join, seat, "somebody", [role])
        if not done:
            return multiple()
        person = self.room.by_token(token)
        assert person is not None
        self.tokens[person.id] = token
        return person.id

    @rule(person=consumes(people), removed=st.booleans())
    def go(self, person: int, removed: bool) -> None:
        if removed:
            self.room.white.remove(person)
        else:
            self.room.place(person).leave()
        self.left.add(person)

    @rule(person=people, orders=st.lists(st.sampled_from(ORDERS), max_size=4))
    def draft(self, person: int, orders: list[str]) -> None:
        place = self.room.place(person)
        done, _ = self.tried(place.keep, place.seat, Draft(tuple(orders)), self.room.live.turn)
        if done:
            held = self.room.signals.get(place.seat) if self.room.turn == self.room.live.turn else None
            self.drafts[place.seat] = Draft(tuple(each for each in orders if each), signal=held)

    @rule(person=people, text=st.text(max_size=20))
    def note(self, person: int, text: str) -> None:
        place = self.room.place(person)
        if self.tried(place.keep_note, place.seat, text)[0]:
            self.notes[place.seat] = text

    @rule(person=people, to=st.sampled_from((*SEATS, "white", "all")), text=st.text(max_size=20))
    def write(self, person: int, to: str, text: str) -> None:
        if self.tried(self.room.place(person).say, to, text)[0]:
            self.said.append(readable(text))

    @rule(person=people, late=st.booleans())
    def commit(self, person: int, late: bool) -> None:
        place = self.room.place(person)
        done, seal = self.tried(place.commit, place.seat, self.room.live.turn - late)
        if done and seal:
            self.seals[place.seat] = seal

    @rule(person=people)
    def recall(self, person: int) -> None:
        place = self.room.place(person)
        if self.tried(place.recall, place.seat, self.room.live.turn)[0]:
            self.seals.pop(place.seat, None)

    @rule(person=people, order=st.sampled_from(["consult", "statement"]))
    def signal(self, person: int, order: str) -> None:
        place = self.room.place(person)
        if self.tried(place.signal, order)[0] and place.seat in self.drafts:
            held = self.drafts[place.seat]
            self.drafts[place.seat] = Draft(held.orders, signal=order)

    @rule(person=people, yes=st.booleans())
    def key(self, person: int, yes: bool) -> None:
        self.tried(self.room.place(person).key, yes)

    @rule()
    def next_phase(self) -> None:
        self.tried(self.room.white.next_phase)
        self.turned()

    @rule(drafts=st.booleans())
    def force(self, drafts: bool) -> None:
        self.tried(self.room.white.adjudicate, True, drafts)
        self.turned()

    @rule(seat=st.sampled_from(SEATS), house=st.booleans())
    def hand(self, seat: str, house: bool) -> None:
        self.tried(self.room.white.hand, seat, house, "a reason")

    @rule(seconds=st.floats(0.0, 400.0), jump=st.floats(-1e6, 1e6))
    def wait(self, seconds: float, jump: float) -> None:
        self.clocks.pass_by(seconds)
        self.clocks.day += jump
        before = self.room.phase
        self.room.tick()
        assert self.room.phase == before or before not in ("commit", "why", "")

    @rule(done=st.sampled_from(["pause", "resume", "cut_turn", "add_turn"]))
    def clock(self, done: str) -> None:
        self.tried(getattr(self.room.white, done))

    @rule()
    def kill(self) -> None:
        """End the process between two acts, and start it again."""
        self.room.store.close()
        self.room = Room(Store.open(self.path), "room", Forecaster(0), **self.named)

    # -- what must be so ------------------------------------------------------------------------------------

    @invariant()
    def acknowledged_inputs_are_there(self) -> None:
        room = self.room
        for seat, draft in self.drafts.items():
            assert room.live.draft(seat) == draft, seat
        for seat, seal in self.seals.items():
            assert room.live.seal(seat) == seal, seat
        for seat, text in self.notes.items():
            assert room.live.notes(seat) == text, seat
        assert [each.text for each in room.standing.messages] == self.said

    @invariant()
    def refusals_have_words(self) -> None:
        assert all(each.strip() for each in self.refusals)

    @invariant()
    def people_are_known(self) -> None:
        for person, token in self.tokens.items():
            found = self.room.by_token(token)
            assert (found is None) == (person in self.left)

    @invariant()
    def the_course_is_sound(self) -> None:
        room = self.room
        assert room.phase in (*room.phases, "") or room.phase == "why"
        assert (room.phase == "") == (room.stage in ("lobby", "debrief", "ended"))
        assert room.live.game.turn <= room.turns <= room.plan.turns

    def teardown(self) -> None:
        game = self.room.live.game
        assert Game.of(self.room.live.keeping.record(), "again").digests == game.digests
        assert self.room.store.faults() == []
        self.room.close()
        self.folder.cleanup()


RoomMachine.TestCase.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestRoomMachine = pytest.mark.slow(RoomMachine.TestCase)
