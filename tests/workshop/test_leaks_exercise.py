"""A secret in every private field of every seat, an exercise played to its end, and all that anybody received of it."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.workshop.conftest import make_plan
from tests.workshop.listening import HERE, Audience, Page, Resting
from tests.workshop.test_leaks import ACTS, HIDDEN, SCREEN, SEATS, WHITE, Table, agreed, drawn_up
from wargame.inputs import Draft
from wargame.server.app import make_workshop
from wargame.workshop import Place, Room, Rooms
from wargame.workshop.entrance import Entrance, open_entrance
from wargame.workshop.survey import SENTENCE, STATEMENTS

pytestmark = pytest.mark.slow
TEAMS, LOG = frozenset(SEATS), "log"
PERCENT = {"ALDA": 37.3137, "BRENN": 41.4141, "CORVE": 53.5353, "DRAY": 67.6767}


@dataclass
class Exercise:
    """An exercise under way, with one person in every seat, the screen, the facilitator and somebody at the door."""

    rooms: Rooms
    room: Room
    app: Any
    audiences: dict[str, Audience] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    logged: list[str] = field(default_factory=list)

    def sit(self) -> None:
        """Let everybody in, under a name of their own, and open their pages."""
        for seat in SEATS:
            self.tokens[seat] = self.room.join(seat, f"NAME-{seat}", ("head", "finance"))
            person = self.room.by_token(self.tokens[seat])
            assert person is not None
            self.places[seat] = self.room.place(person.id)
        self.tokens[SCREEN] = self.room.join(SCREEN)
        self.tokens[WHITE] = self.rooms.keys.enter(self.rooms.keys.key, "192.0.2.1")
        paths = {SCREEN: f"/screen/{self.room.name}", WHITE: f"/facilitator/{self.room.name}"}
        for name, token in self.tokens.items():
            self.audiences[name] = Audience(self.app, name, token, paths.get(name, "/team"))
        self.audiences["nobody"] = Audience(self.app, "nobody")

    def look(self, everywhere: bool = True) -> dict[str, str]:
        """Let everybody look at everything, and return what each has received so far."""
        for name, audience in self.audiences.items():
            audience.look(self.room.name, self.room.run, "DRAY" if name != "DRAY" else "CORVE", everywhere)
        return {**{name: each.received for name, each in self.audiences.items()}, LOG: "\n".join(self.logged)}

    def walk(self) -> None:
        """Walk the reveal, before the big screen."""
        walker = Page(f"/screen/{self.room.name}", wg_white=self.tokens[WHITE])
        self.audiences[SCREEN].walk(walker)
        walker.close()

    def close(self) -> None:
        """End it."""
        for audience in self.audiences.values():
            audience.close()


@pytest.fixture
def exercise(tmp_path: Path) -> Iterator[Exercise]:
    """A workshop with one room of four seats at the turn's diplomacy, whole but for its network; its log is kept."""
    module = importlib.import_module("wargame.workshop.rooms")
    logged: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: logged.append(record.getMessage())  # type: ignore[method-assign]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        patch.setattr(module, "shelf", lambda: SimpleNamespace(forecaster=Resting(0)))
        module.rooms.cache_clear()
        rooms = module.rooms()
        room = rooms.begin(make_plan(seats=SEATS, turns=3, auto=False))
        made = Exercise(rooms, room, make_workshop(Entrance((HERE,))), logged=logged)
        made.sit()
        room.white.begin(practice=False)
        drawn_up(room)
        room.white.go("diplomacy")
        logging.getLogger().addHandler(handler)
        yield made
        logging.getLogger().removeHandler(handler)
        made.close()
        rooms.close()
        open_entrance(None)
        module.rooms.cache_clear()


# -- when something is sent tells nothing either -----------------------------------------------------------------


def test_no_frame_is_sent_to_a_page_that_an_act_does_not_concern(exercise: Exercise) -> None:
    room, pages = exercise.room, {name: each.page for name, each in exercise.audiences.items() if each.page}
    table = Table(room, exercise.places)
    for name in ("a draft", "notes", "a message within the team", "a message to one nation", "typing", "a what-if",
                 "a forecast", "a secret meeting and offer", "a ruling", "a card that is taken back"):  # fmt: skip
        ACTS[name].before(table)
        before = _sent(pages)
        ACTS[name].do(table)
        after = _sent(pages)
        moved = {each for each in pages if after[each] != before[each]}
        assert (name, moved) == (name, set(ACTS[name].concerns) & moved)
        assert moved or set(ACTS[name].concerns) == {WHITE}, (
            f"{name}: no page was told, so this could not fail"
        )


def _sent(pages: dict[str, Page]) -> dict[str, int]:
    """Return how many frames each page was sent, once the hub has told them all."""
    for page in pages.values():
        page.settle()
    return {name: len(page.wire.frames) for name, page in pages.items()}


# -- an exercise -------------------------------------------------------------------------------------------------


def plant(exercise: Exercise) -> None:
    """Write something of its own into every private field of every seat."""
    room, places = exercise.room, exercise.places
    for seat, place in places.items():
        place.keep_note(seat, f"NOTE-{seat}")
        place.say(seat, f"WITHIN-{seat}")
        place.say("white", f"ASKED-{seat}")
        place.say("all", f"PUBLIC-{seat}")
        for other in SEATS:
            if other != seat:
                place.say(other, f"PAIR-{seat}-{other}")
        place.umpire(f"FREE-{seat}")
        place.state(f"STATED-{seat}")
        place.forecast(drawn_up(room), PERCENT[seat])
        place.ask()
        room.white.tell(seat, f"TOLD-{seat}")
    room.white.note("WHITE-NOTE")
    agreed(Table(room, places))
    drafts = {
        "ALDA": ("freeform",),
        "BRENN": ("freeform", "fund watchfire 75"),
        "CORVE": ("freeform", "fund swift 75"),
        "DRAY": ("freeform", f"fund {HIDDEN} 75"),
    }
    for seat, orders in drafts.items():
        places[seat].keep(seat, Draft(orders), room.turn)


ORDERS = {"BRENN": "fund watchfire 75", "CORVE": "fund swift 75", "DRAY": f"fund {HIDDEN} 75"}
"""A drafted order of a seat, as nobody else writes it."""


def kept(exercise: Exercise, turn_over: bool, all_open: bool) -> dict[str, frozenset[str]]:
    """Return every secret with those who may have received it by now.

    Parameters
    ----------
    turn_over : the turn in which they were planted is played;  all_open : the debrief has begun
    """
    told: dict[str, frozenset[str]] = {"WHITE-NOTE": frozenset((WHITE,))}
    scenario = exercise.room.live.game.play.scenario
    for seat in SEATS:
        own, white = frozenset((seat,)), frozenset((seat, WHITE))
        told |= {f"NOTE-{seat}": own, f"WITHIN-{seat}": own, f"NAME-{seat}": white, f"ASKED-{seat}": white}
        told |= {f"TOLD-{seat}": white, f"SURVEY-{seat}": white, f"FREE-{seat}": white}
        told |= {f"OPENED-{seat}": white, f"VERDICT-{seat}": white, f"JUDGED-{seat}": white}
        told |= {f"PAIR-{seat}-{other}": white | {other} for other in SEATS if other != seat}
        told[f"PUBLIC-{seat}"] = TEAMS | {WHITE}
        told[f"STATED-{seat}"] = TEAMS | {WHITE, SCREEN}
        told[str(PERCENT[seat])] = white if turn_over else own
        told[exercise.room.codes[seat]] = frozenset((WHITE,))
        if not all_open:
            told[scenario.nations[seat].brief[:60]] = white
            if seat in ORDERS:
                told[f'"{ORDERS[seat]}"'] = white if turn_over else own
    if not all_open:
        told |= {row.text: frozenset((row.seat, WHITE)) for row in scenario.objectives.values()}
        told["WHY-CARD"] = frozenset((WHITE,))
        told["WHY-RULING"] = frozenset((WHITE, "DRAY") if turn_over else (WHITE,))
    told |= dict.fromkeys((*exercise.tokens.values(), exercise.rooms.keys.key), frozenset())
    return told


def leaks(exercise: Exercise, received: dict[str, str], **when: bool) -> list[str]:
    """Return who has received what they may not have, as sentences."""
    return [
        f"{name} received {secret!r}: {_around(text, secret)}"
        for secret, may in kept(exercise, **when).items()
        for name, text in received.items()
        if name not in may and secret in text
    ]


def _around(text: str, secret: str) -> str:
    place = text.index(secret)
    return text[max(place - 200, 0) : place + len(secret) + 60]


def test_no_secret_reaches_anybody_whose_it_is_not(exercise: Exercise) -> None:
    room = exercise.room
    plant(exercise)
    room.white.inject("fair_winds", "WHY-CARD")
    room.white.rule("R4.gate", HIDDEN, True, "WHY-RULING")
    drafted = exercise.look()
    assert leaks(exercise, drafted, turn_over=False, all_open=False) == []
    assert not any(f"FREE-{seat}" in drafted[WHITE] for seat in SEATS), "free orders are read once committed"
    assert not any(f'"{order}"' in drafted[WHITE] for order in ORDERS.values())

    room.white.go("commit")
    for seat, place in exercise.places.items():
        place.commit(seat, room.turn)
    assert leaks(exercise, exercise.look(everywhere=False), turn_over=False, all_open=False) == []
    for seat in SEATS:
        room.white.judge(seat, f"VERDICT-{seat}", None, f"JUDGED-{seat}")
    room.white.open_orders("ALDA", "OPENED-ALDA")
    room.white.adjudicate()
    exercise.walk()
    assert leaks(exercise, exercise.look(everywhere=False), turn_over=True, all_open=False) == []
    room.white.next_phase()
    room.white.hand("BRENN", True, "they left")
    assert leaks(exercise, exercise.look(), turn_over=True, all_open=False) == []

    room.white.debrief()
    for seat, place in exercise.places.items():
        place.survey({**dict.fromkeys(STATEMENTS, 4), SENTENCE: f"SURVEY-{seat}"})
    exercise.walk()
    room.white.end("lunch")
    received = exercise.look()
    assert leaks(exercise, received, turn_over=True, all_open=True) == []
    assert missed(exercise, received) == []


def missed(exercise: Exercise, received: dict[str, str]) -> list[str]:
    """Return what has not reached those whose it is: of these the test could find no leak."""
    owned = kept(exercise, turn_over=False, all_open=False)
    return [
        f"{secret!r} did not reach {name}"
        for secret, may in owned.items()
        for name in may
        if secret not in received[name] and not (secret.startswith("OPENED") and secret != "OPENED-ALDA")
    ]
