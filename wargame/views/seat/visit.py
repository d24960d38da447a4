"""One open page of a seat: what it shows, and what each act of the person does. It knows no browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wargame.faults import OrderError, WargameError
from wargame.inputs import Draft
from wargame.live import LiveGame
from wargame.narrate import names
from wargame.narrate.desk import AGREED
from wargame.narrate.situation import Seat
from wargame.views import board
from wargame.views.seat.acts import History, act_on, joined
from wargame.views.seat.bargain import agreements, table
from wargame.views.seat.brief import brief
from wargame.views.seat.desk import drafted, marks, menu, shut
from wargame.views.seat.ending import ending
from wargame.views.seat.news import news
from wargame.views.seat.others import others
from wargame.views.seat.page import KNOWN, PANES, desk_tabs, known_tabs, panes
from wargame.views.seat.situation import header, situation
from wargame.views.seat.typed import checked
from wargame.views.seat.why import why
from wargame.views.seat.words import Payload, first_up
from wargame.workshop import Place

Told = Mapping[str, Any]
LATE = "Turn {turn} is played already; this page now shows where the game stands."
DRAFTED = frozenset({"add", "drop", "clear", "sign", "withhold", "signal", "promise", "ease", "hold"})
"""Acts that change the draft."""


class Visit:
    """A person at the desk of a seat, in one tab of one browser.

    What belongs to the game is kept by the live game; a visit holds what belongs to the page: the tabs open, the
    steps of the draft to be taken back, what was typed last, how many turns the person has read about.

    Attributes
    ----------
    message : what the person is told about the last act, with ``fault`` for what could not be done
    """

    def __init__(self, live: LiveGame | Place, seat: str) -> None:
        self.live, self.seat = live, seat
        self.history = History()
        self.message: Payload = {"text": live.notice, "fault": bool(live.notice)}
        self._known, self._desk, self._shut = "news", "orders", False
        self._pane = "know"
        self._turn, self._typed = live.turn, 0
        self._read = live.game.turn
        self._begun, self._stamp = False, ""
        self._checked: Payload | None = None
        self._said: Payload | None = None
        self._asked: tuple[str, str, int | None] | None = None
        self._news: int | None = None
        self._kept: dict[str, tuple[Any, Any]] = {}

    @property
    def view(self) -> Seat:
        """The seat as it stands."""
        return Seat(self.live.game, self.seat)

    @property
    def over(self) -> bool:
        """Whether no turn is to be played any more."""
        return self.live.game.over

    # -- showing --------------------------------------------------------------------------------------------

    def payload(self) -> Payload:
        """Return all that the page shows now, panel by panel."""
        with self.live.lock:
            self._follow()
            self._stamp, over = self.live.stamp, self.over
            shown = {
                "over": over,
                "message": self.message,
                "strip": self._once("strip", lambda: header(self.view, self._draft, self._sealed)),
                "report": self._report(),
                "known": self._once(f"known {self._known} {self._news}", self._what_is_known),
                "tabs": known_tabs(self._known),
                "tab": self._known,
                "board": self._once("board", self._board) if self._known == "situation" else None,
                "why": self._why(),
            }
            return {**shown, **(self._end() if over else self._open())}

    def _follow(self) -> None:
        """Begin anew where another turn has begun since the page was last shown."""
        if self.live.turn != self._turn or self.live.game.turn < self._read:
            self._turn = self.live.turn
            self._read = min(self._read, self.live.game.turn)
            self.history.forget()
            self._checked = self._said = self._asked = self._news = None
            self._known, self._desk, self._pane = "news", "orders", "know"

    def _once(self, name: str, make: Callable[[], Any]) -> Any:
        """Return a payload, worked out anew only where the game or the draft has changed."""
        key = (self._stamp, self._draft, self._sealed)
        if name not in self._kept or self._kept[name][0] != key:
            self._kept[name] = key, make()
        return self._kept[name][1]

    @property
    def _draft(self) -> Draft:
        return self.live.draft(self.seat)

    @property
    def _sealed(self) -> bool:
        return not self.live.game.over and self.live.committed(self.seat)

    @property
    def _steps(self) -> tuple[bool, bool]:
        return bool(self.history.past), bool(self.history.future)

    def _what_is_known(self) -> Payload:
        game, view = self.live.game, self.view
        if self._known == "programmes":
            return board.programmes(board.Scope(game, game.turn, self.seat))
        if self._known == "news":
            return news(view, self._news)
        return {"situation": situation, "others": others, "agreements": agreements, "brief": brief}[
            self._known
        ](view)

    def _board(self) -> Payload:
        """Return the ladder and the map of the region, which stand beside the seat's own numbers."""
        scope = board.Scope(self.live.game, self.live.game.turn, self.seat)
        ground = board.geography(scope.scenario)
        return {
            "ladder": {**board.ladder(scope), "asks": scope.turn > 0},
            "region": board.region(scope),
            "ground": ground,
        }

    def _report(self) -> Payload | None:
        """Return the turn that was played since the person last read, None if there is none."""
        played = self.live.game.turn
        if played <= self._read:
            return None
        return {**self._once("report", lambda: news(self.view)), "report": self._following(played + 1)}

    def _following(self, turn: int) -> str:
        """Return what the button says that leads on from the report of a turn."""
        return "See how it ended" if self.over else f"To the orders of turn {turn}"

    def _why(self) -> Payload | None:
        if self._asked is None:
            return None
        of, field, turn = self._asked
        try:
            return why(self.view, of, field, turn)
        except WargameError as error:
            return {"error": str(error), "of": of, "field": field, "title": ""}

    def _open(self) -> Payload:
        """Return the panels of a turn that is open."""
        offers = self._once("table", lambda: table(self.view, self._draft))
        orders = self._menu()
        marked = self._once("marks", lambda: marks(self.view, self._draft))
        closed = self._once("shut", lambda: shut(self.view)) if self._shut else None
        typed = {"check": self._checked, "typed": self._typed, "sealed": self._sealed, "shut": closed}
        typed["begun"] = self._begun
        return {
            "pane": self._pane,
            "panes": panes(self._pane, len(self._draft.orders), offers["waiting"]),
            "desk_tab": self._desk,
            "desk_tabs": desk_tabs(self._desk, orders["count"], offers["waiting"]),
            "menu": orders,
            "desk": {**marked, **typed},
            "table": {**offers, "told": self._said, "sealed": self._sealed},
            "draft": self._once(f"draft {self.live.missing} {self._steps}", self._drafted),
            "notes": {"text": self.live.notes(self.seat)},
        }

    def _menu(self) -> Payload:
        """Return the legal orders; no draft changes them, only a turn or the table does."""
        if "menu" not in self._kept or self._kept["menu"][0] != self._stamp:
            self._kept["menu"] = self._stamp, menu(self.view)
        return self._kept["menu"][1]

    def _drafted(self) -> Payload:
        missing = self.live.missing
        waiting = [name for name in missing if name != self.seat]
        told = drafted(self.view, self._draft, sealed=self._sealed, waiting=waiting, steps=self._steps)
        return {**told, "last": not waiting}

    def _end(self) -> Payload:
        return {
            "ending": {**self._once("end", lambda: ending(self.view)), "review": f"/review/{self.live.name}"}
        }

    # -- acting ---------------------------------------------------------------------------------------------

    def act(self, told: Told) -> None:
        """Do what the person asks for; what cannot be done becomes a sentence on the page."""
        self.message, self._begun = {"text": "", "fault": False}, False
        try:
            with self.live.lock:  # another page may change the same draft
                self._do(str(told.get("do", "")), told)
        except WargameError as error:
            self.message = {"text": str(error), "fault": True}

    def _do(self, done: str, told: Told) -> None:
        if done in DRAFTED:
            self._keep(act_on(self.view, self._draft, told))
        elif done in ("undo", "redo"):
            step = self.history.undo if done == "undo" else self.history.redo
            self._keep(step(self._draft), noted=False)
        elif done in ("check", "type"):
            self._type(str(told.get("text", "")), enter=done == "type")
        elif done == "talk":
            self._talk(told)
        elif done == "commit":
            self._commit(int(told.get("turn", self._turn)))
        elif done == "recall":
            self.live.recall(self.seat, int(told.get("turn", self._turn)))
        elif done == "note":
            self._note(str(told.get("text", "")), told.get("base"))
        else:
            self._look(done, told)

    def _look(self, done: str, told: Told) -> None:
        """Turn to something else on the page; nothing of the game changes."""
        name = str(told.get("id", ""))
        if done == "tab" and name in ("orders", "table"):
            self._desk, self._said, self._pane = name, None, "order"
        elif done == "tab" and name in dict(KNOWN):
            self._known, self._asked = name, None
        elif done == "tab" and name in PANES:
            self._pane = name
        elif done == "why":
            turn = told.get("turn")
            asked = str(told.get("of", "")), str(told.get("field", "")), None if turn is None else int(turn)
            self._asked = None if told.get("close") else asked
        elif done == "news":
            self._news = int(told["turn"])
        elif done == "report":
            self._read, self._asked, self._begun = self.live.game.turn, None, True
            self._pane = "order"
        elif done == "shut":
            self._shut = not self._shut

    def _keep(self, draft: Draft, noted: bool = True) -> None:
        before = self._draft
        self._checked = None
        if draft == before:
            return
        self._in_time(self._turn)
        self.live.keep(self.seat, draft, self._turn)
        if noted:
            self.history.note(before, draft)

    def _in_time(self, turn: int) -> None:
        """Raise if the turn that the page showed is played already: somebody was quicker, in another tab."""
        if self.live.game.over or turn < self.live.turn:
            raise OrderError(LATE.format(turn=turn))

    def _type(self, text: str, enter: bool) -> None:
        """Tell whether a typed order is legal, and draft it if the person asked for that."""
        if not text.strip():
            self._checked = None
            return
        found = checked(self.view, text.strip())
        if enter and found["legal"]:
            self._keep(act_on(self.view, self._draft, {"do": "add", "text": found["legal"]}))
            self._typed += 1
        else:
            self._checked = found

    def _note(self, text: str, base: str | None) -> None:
        """Keep the notes; ``base`` is what the page knew them to be, and what came beside it since stays."""
        made = text if base is None else joined(str(base), text, self.live.notes(self.seat))
        self.live.keep_note(self.seat, made)

    def _talk(self, told: Told) -> None:
        verb, name = str(told.get("verb", "")), str(told.get("id", ""))
        value, secret = told.get("value"), bool(told.get("secret"))
        self._in_time(self._turn)
        try:
            standing = self.live.talk(self.seat, verb, name, value, secret, self._turn)
        except OrderError as error:
            place = f"{self.view.row.name}, turn {self._turn}: "
            self._said = {"text": first_up(str(error).removeprefix(place)), "fault": True}
            return
        scenario = self.view.scenario
        about = names.meeting(scenario, name) if verb == "convene" else names.agreement(scenario, name)
        note = " You sign it when you commit, unless you withhold it." if standing in AGREED else ""
        self._said = {"text": f"{about}: {standing}.{note}", "fault": False}

    def _commit(self, turn: int) -> None:
        """Seal the draft, and play the turn once nobody is missing."""
        if turn < self.live.turn or self.live.game.over:
            return  # a second click, or a second tab: it is done
        self.live.commit(self.seat, turn)
        if not self.live.missing:
            self.live.advance(turn)
