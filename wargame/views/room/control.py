"""The facilitator's page: what it shows of a room, and what each act on it does. It knows no browser."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wargame.faults import WargameError
from wargame.views import board, public
from wargame.views.room.asks import ask
from wargame.views.room.desk import TABS, door, messages, table, tabs
from wargame.views.room.now import head, mark, now, path
from wargame.views.room.pace import pace
from wargame.views.room.teams import teams
from wargame.workshop.door import Attempts
from wargame.workshop.room import Room
from wargame.workshop.script import PHASE_NAMES
from wargame.workshop.standing import ALL

Payload = dict[str, Any]
Told = Mapping[str, Any]
MOVED_ON = "The exercise has moved on meanwhile: it is at {here}. Nothing was done; press again if you still mean it."
CHANGED = (
    "This has changed meanwhile, so nothing was done. Look at the page, and ask again if you still mean it."
)

KEEPING = ("sync", "yes")
"""Acts that leave standing what was told last: one that asks how things stand, and a second click on yes."""
SHOWN = 12.0
"""Seconds for which it is told that an act went well; what did not is told until it is closed."""


class Control:
    """One open page of a facilitator.

    What belongs to the exercise is kept by the room; this holds what belongs to the page: the tab, the question that
    is open, what was told about the last act.

    Parameters
    ----------
    room : that is facilitated
    address : of the server, as people in the room can reach it, no slash at the end
    seats, keys : tell who gave wrong codes and wrong keys lately

    Attributes
    ----------
    tab : of ``TABS``
    """

    def __init__(
        self,
        room: Room,
        address: str = "",
        seats: Callable[[], Sequence[Attempts]] = tuple,
        keys: Callable[[], Sequence[Attempts]] = tuple,
    ) -> None:
        self.room, self.address = room, address
        self._seats, self._keys = seats, keys
        self.tab = "control"
        self.message: Payload = {"text": "", "fault": False}
        self._asked: Told | None = None
        self._still: Any = None
        self._count, self._fault = 0, ""
        self._done, self._said = 0, (0.0, "")
        self._codes = False
        self._to, self._chosen = ALL, 0
        self._acts: Mapping[str, Callable[[Told], None]] = {
            "tab": self._tab,
            "close": self._close,
            "sync": lambda told: None,
            "next": self._next,
            "phase": self._phase,
            "debrief": self._debrief,
            "practise": self._practise,
            "pause": self._pause,
            "resume": self._resume,
            "extend": self._extend,
            "auto": self._auto,
            "ask": self._ask,
            "cancel": self._cancel,
            "yes": self._yes,
            "codes": self._show_codes,
            "allow": self._allow,
            "write": self._write,
            "tell": self._tell,
        }

    # -- showing --------------------------------------------------------------------------------------------

    def payload(self) -> Payload:
        """Return all that the page shows now, panel by panel; panels of other tabs are None."""
        with self.room.lock:
            self._forget()
            question = self._question()
            return {
                "head": head(self.room),
                "path": path(self.room),
                "now": self._answering(now(self.room)),
                "tabs": tabs(self.room, self.tab),
                "tab": self.tab,
                "message": self.message,
                "ask": question,
                "control": self._control() if self.tab == "control" else None,
                "table": self._table() if self.tab == "table" else None,
            }

    def _question(self) -> Payload | None:
        if self._asked is None:
            return None
        try:
            return self._answering(ask(self.room, self._asked).payload(self._count, self._fault))
        except WargameError:  # it can no longer be done: the question goes with it
            self._asked = None
            self._say(CHANGED, fault=True)
            return None

    def _control(self) -> Payload:
        told = door(self.room, self.address, self._seats(), self._keys(), time.time(), shown=self._codes)
        return {
            "teams": teams(self.room),
            "pace": self._answering(pace(self.room)),
            "door": told,
            "messages": self._answering(messages(self.room, self._to, self._chosen)),
            "table": table(self.room),
        }

    def _table(self) -> Payload:
        game = self.room.live.game
        seen = public.scope(game)
        return {
            "board": public.stand(game),
            "ground": board.geography(seen.scenario),
            "feed": board.feed(seen),
            "table": table(self.room),
            "messages": self._answering(messages(self.room, self._to, self._chosen)),
        }

    def _answering(self, panel: Payload) -> Payload:
        """Return a panel that is new after every act: its buttons wait for the answer, also where nothing changed."""
        return {**panel, "acts": self._done}

    # -- acting ---------------------------------------------------------------------------------------------

    def act(self, told: Told) -> None:
        """Do what the facilitator asks for; what cannot be done becomes a sentence on the page."""
        done = str(told.get("do", ""))
        if done != "sync":
            self._done += 1
        if done not in KEEPING:
            self.message = {"text": "", "fault": False}
        try:
            made = self._acts.get(done)
            if made is None:
                raise WargameError("There is no such act on this page. Load the page again.")
            made(told)
        except WargameError as error:
            self._say(str(error), fault=True)

    def _say(self, text: str, fault: bool = False) -> None:
        self.message = {"text": text, "fault": fault}
        self._said = time.monotonic(), mark(self.room)

    def _forget(self) -> None:
        """Let what went well be forgotten after a while, and once the exercise has gone on."""
        at, then = self._said
        if not self.message["fault"] and (time.monotonic() - at > SHOWN or then != mark(self.room)):
            self.message = {"text": "", "fault": False}

    def _meant(self, told: Told) -> bool:
        """Tell whether the room is still at the moment that an act was meant for; if not, say where it is."""
        if told.get("mark") == mark(self.room):
            return True
        self._say(MOVED_ON.format(here=self._where()), fault=True)
        return False

    def _where(self) -> str:
        room = self.room
        if room.stage in ("practice", "play"):
            turn = "the practice turn" if room.stage == "practice" else f"turn {room.turn}"
            return f"{turn}, {PHASE_NAMES[room.phase]}"
        return {"lobby": "the welcome", "debrief": "the debrief", "ended": "its end"}[room.stage]

    def _tab(self, told: Told) -> None:
        if told.get("id") in dict(TABS):
            self.tab = str(told["id"])

    def _close(self, told: Told) -> None:
        self._say("")

    def _next(self, told: Told) -> None:
        """Do what the primary button says, if the room is still where it said so."""
        with self.room.acting():
            if not self._meant(told):
                return
            turn, stage, phase = self.room.turn, self.room.stage, self.room.phase
            self.room.white.begin() if stage == "lobby" else self.room.white.next_phase()
            if phase == "commit":
                self._say(f"{'The practice turn' if stage == 'practice' else f'Turn {turn}'} is adjudicated.")
            if self.room.stage == "debrief":
                self.tab = "white"

    def _phase(self, told: Told) -> None:
        with self.room.acting():
            if self._meant(told):
                self.room.white.go(str(told.get("id", "")))

    def _debrief(self, told: Told) -> None:
        with self.room.acting():
            if self._meant(told):
                self.room.white.debrief()
                self.tab = "white"

    def _practise(self, told: Told) -> None:
        with self.room.acting():
            if self._meant(told):
                self.room.white.begin(practice=True)

    def _pause(self, told: Told) -> None:
        self.room.white.pause()
        self._say("The clock stands still.")

    def _resume(self, told: Told) -> None:
        self.room.white.resume()
        self._say("The clock runs on.")

    def _extend(self, told: Told) -> None:
        with self.room.acting():
            if self._meant(told):
                minutes = float(told.get("minutes", 0))
                self.room.white.extend(60.0 * minutes)
                word = "minute" if minutes == 1 else "minutes"
                self._say(f"{PHASE_NAMES[self.room.phase]} has {minutes:g} {word} more.")

    def _auto(self, told: Told) -> None:
        on = bool(told.get("on"))
        self.room.white.auto(on)
        self._say(
            "Phases before Commit now end when their time is up." if on else "Phases now end when you say so."
        )

    def _allow(self, told: Told) -> None:
        number = int(told.get("questions", 0))
        self.room.white.allow(number)
        many = "no limit to" if number < 0 else str(number) if number else "no"
        self._say(f"Each seat now has {many} what-if questions a turn.")

    def _show_codes(self, told: Told) -> None:
        self._codes = bool(told.get("open"))

    def _write(self, told: Told) -> None:
        self._to, self._chosen = str(told.get("seat", ALL)), self._chosen + 1

    def _tell(self, told: Told) -> None:
        to = str(told.get("to", ""))
        self.room.white.tell(to, str(told.get("text", "")))
        rows = self.room.live.game.play.scenario.nations
        self._say(f"Sent to {'all teams' if to == ALL else rows[to].name}.")

    # -- asking first ---------------------------------------------------------------------------------------

    def _ask(self, told: Told) -> None:
        self._still = ask(self.room, told).still
        self._asked, self._fault = dict(told), ""
        self._count += 1

    def _cancel(self, told: Told) -> None:
        self._asked = None

    def _yes(self, told: Told) -> None:
        """Do what was asked about, if that is so still; what is refused is told in the question."""
        asked, done = self._asked, None
        if asked is None or told.get("n") != self._count:
            return
        self._asked = None
        try:
            with self.room.acting():
                again = ask(self.room, asked)
                if again.still != self._still:
                    raise WargameError(CHANGED)
                done = again.done
                text = done(dict(told.get("given", {})))
        except WargameError as error:
            if done is None:
                raise
            self._asked, self._fault = asked, str(error)
            return
        self._say(text)
