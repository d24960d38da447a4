"""The course of an exercise, as the facilitator leads it: stages, phases, the clock, when a turn is played."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wargame.faults import OrderError, WargameError, nearest
from wargame.record import Record
from wargame.workshop.hall import Hall
from wargame.workshop.keeping import StoreKeeping
from wargame.workshop.people import readable
from wargame.workshop.standing import ALL, MAIN, PRACTICE, WHITE

LONGEST = 3600.0
"""Seconds by which a phase is extended at most."""
MISSED: Mapping[str, Any] = {
    "text": "It was not judged before the turn was adjudicated: nothing comes of it.",
    "reason": "",
    "effect": False,
    "card": "",
    "missed": True,
}
"""What becomes of a free order that nobody judged in time."""


class Course:
    """Acts of the facilitator on the course of an exercise; see ``WhiteCell``."""

    room: Hall

    @property
    def here(self) -> tuple[int, int, str]:
        """Game, turn and phase that the room is at, for ``seen``."""
        with self.room.lock:
            return self.room.standing.game, self.room.turn, self.room.phase

    # -- the course of the exercise -------------------------------------------------------------------------

    def begin(self, practice: bool | None = None) -> None:
        """Begin the exercise: with the practice turn if the plan has one, or as told.

        Raises
        ------
        WargameError
            it has begun
        """
        with self.room.acting() as room:
            if room.stage != "lobby":
                raise WargameError("The exercise has begun already.")
            if room.plan.practice if practice is None else practice:
                self._practise()
            else:
                self._stage("play")
                room.enter("news")

    def start_real(self) -> None:
        """End the practice turn and begin the game itself, from its opening."""
        with self.room.acting() as room:
            if room.stage != "practice":
                raise WargameError("There is no practice turn to be ended.")
            people = room.live.people
            room.play(self._first(MAIN), MAIN, 0)
            for seat in sorted({*people} ^ {*room.live.people}):
                room.live.hand(seat, seat not in people, "as in the practice turn")
            self._stage("play")
            room.enter("news")

    def next_phase(self, seen: tuple[int, int, str] | None = None) -> None:
        """Go on: to the next phase, from ``commit`` by adjudicating, from ``why`` to the next turn or the debrief.

        Raises
        ------
        OrderError
            somebody has not committed
        WargameError
            no phase runs
        """
        with self.room.acting() as room:
            if seen not in (None, self.here):
                return
            if room.stage not in ("practice", "play"):
                raise WargameError("No turn is being played, so there is no next phase.")
            if room.phase == "commit":
                self.adjudicate()
            elif room.phase != "why":
                room.enter(room.phases[room.phases.index(room.phase) + 1])
            elif room.stage == "practice":
                self.start_real()
            elif room.over:
                self.debrief() if room.plan.debrief else self.end("The last turn is played.")
            else:
                room.enter("news")

    def go(self, phase: str) -> None:
        """Go to another phase of the open turn, with its minutes on the clock anew.

        Raises
        ------
        WargameError
            there is no such phase now
        """
        with self.room.acting() as room:
            known = [each for each in room.phases if each != "why"]
            if not room.playing or room.phase == "why":
                raise WargameError("No turn is open, so there is no phase to go to.")
            if phase not in known:
                raise WargameError(f"There is no phase {phase[:40]!r} to go to. {nearest(phase[:40], known)}")
            room.enter(phase)

    def adjudicate(
        self, force: bool = False, drafts: bool = True, seen: tuple[int, int, str] | None = None
    ) -> None:
        """Play the open turn.

        Parameters
        ----------
        force : play it although somebody has not committed
        drafts : then their drafts are committed as they lie where that is legal; otherwise they hold

        Raises
        ------
        OrderError
            somebody has not committed
        """
        with self.room.acting() as room:
            if seen not in (None, self.here):
                return
            if not room.playing or room.phase == "why":
                raise WargameError("No turn is open, so there is nothing to adjudicate.")
            turn, missing = room.live.turn, room.live.missing
            if missing and not force:
                names = ", ".join(room.live.game.play.scenario.nations[seat].name for seat in missing)
                raise OrderError(
                    f"Turn {turn} waits for the orders of {names}. Wait, or adjudicate without them."
                )
            taken = [seat for seat in missing if drafts and self._take_draft(seat)]
            body = {
                "taken": taken,
                "held": [seat for seat in missing if seat not in taken],
                "wordless": [seat for seat in taken if room.wordless(seat)],
            }
            missed = [seat for seat in room.live.people if room.unjudged(seat)]
            room.live.advance(turn, absent=True)
            for seat in missed:
                room.note("judged", WHITE, {"seat": seat, "verdict": dict(MISSED)}, WHITE, seat, turn=turn)
            room.note("adjudicated", WHITE, body, ALL, turn=turn)
            room.enter("why")

    def debrief(self) -> None:
        """End play and begin the debrief: all secrets are open now, and the record is put in ``runs/``."""
        with self.room.acting() as room:
            if room.stage not in ("practice", "play"):
                raise WargameError("There is no game to be looked back at.")
            if room.stage == "practice":
                room.play(self._first(MAIN), MAIN, 0)
            self._stage("debrief")
            room.enter("")
            self._put_run()

    def end(self, reason: str) -> None:
        """End the exercise; codes open nothing any more, and what people have open stays to be read."""
        why = reason_of(reason, "Ending an exercise")
        with self.room.acting() as room:
            if room.stage == "ended":
                return
            if room.stage in ("practice", "play"):
                self.debrief()
            self._stage("ended")
            room.note("ended", WHITE, {"ended": why}, ALL)

    def cut_turn(self) -> None:
        """Plan one turn less; the game ends after the last one that is left, and is scored as it stands then."""
        self._plan_turns(-1)

    def add_turn(self) -> None:
        """Plan a turn again that was cut."""
        self._plan_turns(1)

    # -- the clock ------------------------------------------------------------------------------------------

    def pause(self) -> None:
        """Stop the clock."""
        self._run(False)

    def resume(self) -> None:
        """Let the clock run on."""
        self._run(True)

    def extend(self, seconds: float) -> None:
        """Give the phase more time; from this moment if its time is over."""
        if not 0.0 < seconds <= LONGEST:
            raise WargameError(f"A phase is extended by 1 to {LONGEST:g} seconds.")
        with self.room.acting() as room:
            self._check_phase()
            left = max(room.clock.left, 0.0) + seconds
            room.set_clock(left=left, running=room.clock.running, total=room.clock.total + seconds)

    def auto(self, on: bool) -> None:
        """Let phases move on by themselves when their time is up, or not."""
        with self.room.acting() as room:
            room.note("auto", WHITE, {"auto": bool(on)}, WHITE)

    # -- within ---------------------------------------------------------------------------------------------

    def _check_phase(self) -> None:
        if not self.room.phase:
            raise WargameError("No phase runs, so there is no clock.")

    def _run(self, running: bool) -> None:
        with self.room.acting() as room:
            self._check_phase()
            if room.clock.running != running:
                room.set_clock(left=room.clock.left, running=running)

    def _stage(self, stage: str) -> None:
        self.room.note("stage", WHITE, {"stage": stage}, ALL)

    def _plan_turns(self, more: int) -> None:
        with self.room.acting() as room:
            turns, played = room.turns + more, room.live.game.turn
            least = max(played + (room.phase != "why"), 1)
            if not least <= turns <= room.plan.turns or not room.playing:
                raise WargameError(
                    f"{turns} turns cannot be planned now: {least} to {room.plan.turns} can, while the game runs."
                )
            room.note("turns", WHITE, {"turns": turns}, ALL)

    def _practise(self) -> None:
        """Begin the practice turn: the first turn of the same scenario with other luck, of which nothing counts."""
        room = self.room
        plan = room.plan
        game = type(room.live.game).new(
            plan.scenario,
            seed=plan.seed,
            replicate=1,
            turns=plan.turns,
            characters=plan.characters,
            people=room.live.people,
        )
        number = StoreKeeping.put(room.store, room.name, PRACTICE, game).number
        room.play(number, PRACTICE, 0)
        self._stage("practice")
        room.enter("news")

    def _first(self, kind: str) -> int:
        return next(number for number, each in self.room.store.games() if each == kind)

    def _take_draft(self, seat: str) -> bool:
        """Commit the draft of a seat as it lies; return whether it was legal."""
        room = self.room
        try:
            seal = room.live.commit(seat)
        except OrderError as error:
            room.note("refused", WHITE, {"seat": seat, "why": str(error)}, seat, WHITE, turn=room.live.turn)
            return False
        room.note("commit", seat, {"person": 0, "seal": seal}, turn=room.live.turn)
        return True

    def _put_run(self) -> None:
        """Put the record of the game into ``runs/``, where Review finds it."""
        room = self.room
        if room.live.game.turn:
            held = room.live.game.record
            copy = Record(held.header, held.scenario, list(held.lines))
            room.note("run", WHITE, {"run": copy.save().name}, ALL)


def reason_of(reason: str, what: str) -> str:
    """Return a reason that says something; ``what`` is what it is for."""
    why = readable(reason)
    if not why:
        raise WargameError(f"{what} is logged with its reason. Say in a sentence why.")
    return why
