"""The white cell: what the facilitator may do in a room; every act is in the log, those on the game with their why."""

from __future__ import annotations

from wargame.faults import WargameError, nearest
from wargame.live.drafts import well_formed
from wargame.workshop.course import Course, reason_of
from wargame.workshop.door import new_code
from wargame.workshop.hall import Hall
from wargame.workshop.keeping import StoreKeeping
from wargame.workshop.people import readable
from wargame.workshop.plan import MOST_IN_SEAT, MOST_QUESTIONS, NO_LIMIT
from wargame.workshop.standing import ALL, BRANCH, SCREEN, WHITE
from wargame.workshop.umpire import Umpire

MOST = 20_000
"""Letters of the facilitator's notes at most."""


class WhiteCell(Course, Umpire):
    """The facilitator's acts in one room.

    An act that is meant for a turn or phase takes it as ``seen``; where the room has gone on since, it does nothing,
    so that two clicks do no harm.

    Parameters
    ----------
    room : that they facilitate
    """

    def __init__(self, room: Hall) -> None:
        self.room = room

    # -- seats and people -----------------------------------------------------------------------------------

    def move(self, person: int, seat: str) -> None:
        """Move somebody to another seat, or to the big screen."""
        with self.room.acting() as room:
            before = room.person(person).seat
            if seat not in room.codes:
                raise WargameError(f"{seat[:40]!r} has no people. {nearest(seat[:40], room.codes)}")
            if seat != SCREEN and sum(each.seat == seat for each in room.people) >= MOST_IN_SEAT:
                raise WargameError(f"That seat is full: {MOST_IN_SEAT} people.")
            room.note("person", WHITE, {"person": person, "seat": seat}, WHITE, before, seat, SCREEN)

    def remove(self, person: int) -> None:
        """Remove somebody from the table; what lies on the desk of their seat stays."""
        with self.room.acting() as room:
            seat = room.person(person).seat
            room.note("person", WHITE, {"person": person, "gone": True}, WHITE, seat, SCREEN)
            room.forget(person)

    def new_code(self, seat: str) -> str:
        """Give a seat another code, so that the old one opens nothing; those who have joined stay."""
        with self.room.acting() as room:
            if seat not in room.codes:
                raise WargameError(f"{seat[:40]!r} has no code. {nearest(seat[:40], room.codes)}")
            code = new_code()
            room.put_code(seat, code)
            room.note("code", WHITE, {"seat": seat}, WHITE)
            return code

    def tell(self, to: str, text: str) -> None:
        """Write to one seat, or to ``all``."""
        written = readable(text)
        if not written:
            raise WargameError("A message has words. Write some.")
        with self.room.acting() as room:
            known = (ALL, *room.live.game.play.scenario.nations)
            if to not in known:
                raise WargameError(f"There is nobody {to[:40]!r} to write to. {nearest(to[:40], known)}")
            room.note("message", WHITE, {"to": to, "text": written, "person": 0}, WHITE, to)

    def allow(self, questions: int) -> None:
        """Allow so many what-if questions a seat and turn; 0 for none, -1 for no limit."""
        if not NO_LIMIT <= questions <= MOST_QUESTIONS:
            raise WargameError(f"What-if questions: write 0 to {MOST_QUESTIONS}, or -1 for no limit.")
        with self.room.acting() as room:
            room.note("questions", WHITE, {"questions": int(questions)}, ALL)

    def note(self, text: str) -> None:
        """Keep the facilitator's notes, in place of those before."""
        if len(text) > MOST:
            raise WargameError(
                f"Notes hold {MOST:,} letters at most, and these are {len(text):,}. Shorten them."
            )
        with self.room.acting() as room:
            room.note("note", WHITE, {"note": well_formed(text)}, WHITE)

    # -- back and aside -------------------------------------------------------------------------------------

    def back(self, turn: int, reason: str) -> None:
        """Go back so that only the first turns count; the game as it was played stays in the file.

        Parameters
        ----------
        turn : turns to keep, 0 to those played
        """
        why = reason_of(reason, "Going back")
        with self.room.acting() as room:
            if room.stage not in ("play", "debrief"):
                raise WargameError("There is no game to go back in.")
            grown = room.live.game.branch(turn)
            number = StoreKeeping.put(room.store, room.name, BRANCH, grown).number
            room.note("back", WHITE, {"turn": turn, "reason": why}, ALL)
            room.play(number, BRANCH, turn)
            if room.stage == "debrief":
                self._stage("play")
            room.enter("news")

    def branch(self, turn: int) -> str:
        """Put a branch of the game into ``runs/``, to be played on by house AI aside; return the name of the run."""
        with self.room.acting() as room:
            if room.stage == "practice":
                raise WargameError("The practice turn has no branches.")
            name = room.live.game.branch(turn, people=()).save().name
            room.note("branch", WHITE, {"turn": turn, "run": name}, WHITE)
            return name
