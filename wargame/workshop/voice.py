"""A person at a table: who they are, and what they say beside their orders, from messages to forecasts."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from wargame.faults import OrderError, WargameError
from wargame.game import Game
from wargame.inputs import Draft
from wargame.menus import order_named
from wargame.workshop.hall import Hall
from wargame.workshop.people import Person, readable
from wargame.workshop.plan import NO_LIMIT
from wargame.workshop.standing import ALL, SCREEN, WHITE
from wargame.workshop.survey import checked_answers

CLOSED = {
    "lobby": "the exercise has not begun",
    "debrief": "the game is over, and this is the debrief",
    "ended": "the exercise has ended",
}
"""Why nothing can be ordered, by the stage of the exercise."""
SIGNALLING = ("news", "plan", "diplomacy", "signal")
"""Phases in which an intention may still be announced."""
MOST = 1000
"""Letters of a message, a sentence of a free order or a statement, at most."""


class Voice:
    """What one person may say; ``Place`` adds the desk of their seat."""

    def __init__(self, room: Hall, number: int) -> None:
        self.room, self.number = room, number
        self.seat = room.person(number).seat
        if self.seat == SCREEN:
            raise WargameError("A big screen has no seat. Join with the code of a seat.")

    @property
    def person(self) -> Person:
        """Who sits here; raises ``WargameError`` once they have left or were moved to another seat."""
        found = self.room.person(self.number)
        if found.seat != self.seat:
            raise WargameError("You sit in another seat now. Load this page again.")
        return found

    @property
    def lock(self) -> threading.RLock:
        """Held while the game is read."""
        return self.room.lock

    @property
    def game(self) -> Game:
        """The game in play."""
        return self.room.live.game

    @property
    def turn(self) -> int:
        """The turn that is open, from 1; after the end the last one."""
        return self.room.live.turn

    # -- saying ---------------------------------------------------------------------------------------------

    def say(self, to: str, text: str) -> None:
        """Write to one's own team (its seat), one nation, ``white`` or ``all``."""
        written = _text(text, "A message")
        with self._acting(self.seat) as room:
            known = (WHITE, ALL, *room.live.game.play.scenario.nations)
            if to not in known:
                raise WargameError(f"There is nobody {to[:40]!r} to write to. Write to a seat, white or all.")
            body = {"to": to, "text": written, "person": self.number}
            heard = (ALL,) if to == ALL else (self.seat, to) if to == self.seat else (self.seat, to, WHITE)
            room.note("message", self.seat, body, *heard)

    def signal(self, order: str) -> None:
        """Announce one order in public, as the turn's intention; it cannot be taken back."""
        with self._acting(self.seat, playing=True) as room:
            if room.phase not in SIGNALLING:
                raise OrderError("Signals of this turn are over. What you mean to do shows in your orders.")
            if room.signals.get(self.seat):
                raise OrderError("You have announced something this turn already. A signal stands.")
            game = room.live.game
            place = f"{game.play.scenario.nations[self.seat].name}, turn {room.turn}"
            named = order_named(game.play, order, place)
            if not room.live.committed(self.seat):
                draft = room.live.draft(self.seat)
                room.live.keep(
                    self.seat, Draft(draft.orders, draft.sign, named, draft.promise, draft.ease), room.turn
                )
            elif room.live.draft(self.seat).signal != named:
                raise OrderError(
                    "Your orders are sealed with another signal, or none. Recall them to announce this."
                )
            room.note("signal", self.seat, {"seat": self.seat, "order": named, "person": self.number}, ALL)

    def state(self, text: str) -> None:
        """Put the team's sentence of this turn on the record, for all to read."""
        self._put("statement", text, "A statement", ALL)

    def umpire(self, text: str) -> None:
        """Write the sentence of a free order; the umpire reads it once the orders are committed."""
        self._put("umpire", text, "A free order", self.seat, WHITE)

    def typing(self, typing: bool = True) -> None:
        """Show the team, and nobody else, that somebody is writing, or has stopped."""
        person = self.person
        changed = person.typing != typing
        self.room.presence.typed(self.number, typing)
        if changed:
            self.room.tell((self.seat,))

    # -- what-if, forecasts, survey -------------------------------------------------------------------------

    @property
    def questions_left(self) -> int:
        """What-if questions that the seat may still ask this turn, -1 where there is no limit."""
        with self.lock:
            most = self.room.standing.questions
            asked = self.room.said(self.turn).asked.get(self.seat, 0)
            return NO_LIMIT if most == NO_LIMIT else max(most - asked, 0)

    def ask(self) -> None:
        """Ask what the draft as it stands would change; counts as one question of the seat.

        Raises
        ------
        WargameError
            no questions are left this turn
        """
        with self._acting(self.seat, playing=True) as room:
            if not self.questions_left:
                most = room.standing.questions
                told = f"all {most} of this turn are asked" if most else "the facilitator allows none"
                raise WargameError(f"No what-if question is left: {told}. There are new ones next turn.")
            room.note(
                "asked",
                self.seat,
                {"seat": self.seat, "person": self.number},
                self.seat,
                WHITE,
                turn=self.turn,
            )
        self.room.live.whatif(self.seat).ask()

    def forecast(self, question: str, percent: float) -> None:
        """State the team's chance, in percent, of a question of the open turn, before the turn is played."""
        with self._acting(self.seat, playing=True) as room:
            if room.phase == "why":
                raise OrderError(
                    "Forecasts are stated before a turn is played. The next turn has new questions."
                )
            if question not in {each.id for each in room.questions(room.turn)}:
                raise WargameError(f"There is no question {question[:60]!r} this turn. Load the page again.")
            if not 0.0 <= float(percent) <= 100.0:
                raise WargameError("A chance is 0 to 100 percent. Write a number such as 35.")
            body = {"seat": self.seat, "person": self.number, "question": question, "percent": float(percent)}
            room.note("forecast", self.seat, body, self.seat)

    def survey(self, answers: Mapping[str, Any]) -> None:
        """Answer the questions of the debrief, in place of what one answered before; nobody sees who said what."""
        held = checked_answers(answers)
        with self._acting(self.seat) as room:
            if room.stage not in ("debrief", "ended"):
                raise WargameError("The questions come with the debrief.")
            room.note("survey", self.seat, {"person": self.number, "answers": held}, self.seat, WHITE)

    # -- within ---------------------------------------------------------------------------------------------

    def _own(self, seat: str) -> str:
        if seat != self.seat:
            raise WargameError(f"You sit for {self.seat}, and may not look at the desk of {seat}.")
        return seat

    @contextmanager
    def _acting(self, seat: str, playing: bool = False) -> Iterator[Hall]:
        """Do one act of this person, who is still at the table.

        Parameters
        ----------
        playing : it belongs to a turn that is open
        """
        self._own(seat)
        with self.room.acting() as room:
            person = self.person
            if playing:
                self._check_open()
            room.presence.sign(person.id, self.seat)
            yield room

    def _check_open(self) -> None:
        room = self.room
        if not room.playing:
            raise OrderError(
                f"Nothing can be ordered now: {CLOSED.get(room.stage, 'the last turn is played')}."
            )
        if self.seat not in room.live.people:
            raise OrderError("House AI plays your seat for now. The facilitator can hand it back to you.")

    def _put(self, kind: str, text: str, what: str, *heard: str) -> None:
        written = _text(text, what)
        with self._acting(self.seat) as room:
            if room.stage not in ("practice", "play"):
                raise WargameError(f"{what} belongs to a turn, and none is open.")
            body = {"seat": self.seat, "text": written, "person": self.number}
            room.note(kind, self.seat, body, *heard)


def _text(text: str, what: str) -> str:
    """Return a text that people may read, in as many letters as anybody reads."""
    shown = readable(text)
    if not shown:
        raise WargameError(f"{what} has words. Write some.")
    if len(shown) > MOST:
        raise WargameError(f"{what} has {MOST:,} letters at most, and this has {len(shown):,}. Shorten it.")
    return shown
