"""One open desk of the umpire: what it shows, and what each act on it does. It knows no browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wargame.faults import OrderError, WargameError
from wargame.narrate import names
from wargame.schema import Event
from wargame.views.room import rulings
from wargame.views.room.acts import acts, key_of
from wargame.views.room.course import course, stamp
from wargame.views.room.debrief import debrief
from wargame.views.room.effects import choices, made_card
from wargame.views.room.injects import library, preview
from wargame.views.room.judging import card_name, is_open, judging, waiting
from wargame.workshop import Room
from wargame.workshop.standing import ALL
from wargame.workshop.white import MOST

Payload = dict[str, Any]
Told = Mapping[str, Any]
TABS = {
    "injects": "Cards",
    "rulings": "Rulings",
    "free": "Free and sealed orders",
    "course": "The course",
    "debrief": "Debrief",
}
CLOSED = {
    "lobby": "The exercise has not begun: cards fall and rulings count once a turn is open.",
    "debrief": "Play is over: no card falls any more, and nothing is ruled.",
    "ended": "The exercise has ended.",
}
"""Why nothing can be done to a turn, by the stage of the exercise."""
WAITS = "The turn is adjudicated. The next one opens with its news: then cards fall and rulings count again."
NOTHING: Payload = {"text": "", "fault": False}
NO_RULINGS: Payload = {"about": "", "kinds": [], "due": 0}
LATE = "The room has gone on since this page showed it, so nothing was done. Look again, and do it if it still fits."


class Umpiring:
    """The desk of the umpire in one tab of one browser.

    What belongs to the game is kept by the room; this holds what belongs to the page.

    Attributes
    ----------
    message : what is told about the last act, with ``fault`` for what could not be done
    """

    def __init__(self, room: Room) -> None:
        self.room = room
        self.message = NOTHING
        self._tab = "debrief" if room.stage in ("debrief", "ended") else "injects"
        self._opened, self._judging, self._writing = "", "", False
        self._typed: dict[str, Told] = {}
        self._sent = {"card": 0, "judge": 0}
        self._kept: dict[str, tuple[Any, Any]] = {}

    # -- showing --------------------------------------------------------------------------------------------

    def payload(self) -> Payload:
        """Return all that the desk shows now, panel by panel; the tabs that are not open are left out."""
        room = self.room
        with room.lock:
            if self._judging and not self._may_judge(self._judging):
                self._judging = ""
            held = waiting(room)
            hot = {"badge": held, "hot": True, "told": "waiting for you"}
            tabs = [
                {"id": name, "name": text, **(hot if name == "free" and held else {"badge": 0})}
                for name, text in TABS.items()
            ]
            return {
                "tab": self._tab,
                "tabs": {"name": "The white cell", "tabs": tabs, "open": self._tab},
                "message": self.message,
                "acts": self._acts() if is_open(room) else None,
                "notes": {"text": room.standing.note, "stamp": self._stamp(), "most": MOST},
                "panel": self._panel(),
                "form": self._form(),
            }

    def _acts(self) -> Payload:
        return dict(self._once("acts", lambda: acts(self.room.live.game)))

    def _panel(self) -> Payload:
        room, game = self.room, self.room.live.game
        closed = {"closed": self._closed(), "turn": room.live.turn, "book": f"?scenario={room.plan.scenario}"}
        if self._tab == "injects":
            shown = {"opened": self._once(f"card {self._opened}", self._preview), "writing": self._writing}
            fires = [card.name for card in game.sitting.injects] if is_open(room) else []
            return {**self._once("library", lambda: library(game)), **shown, **closed, "fires": fires}
        if self._tab == "rulings":
            made = self._once("rulings", lambda: rulings.rulings(game)) if is_open(room) else NO_RULINGS
            return {**made, **closed}
        if self._tab == "free":
            return judging(room, self._judging)
        return course(room) if self._tab == "course" else debrief(room)

    def _preview(self) -> Payload | None:
        """Return what the card that is open does, None for no card."""
        card = self.room.live.game.play.scenario.events.get(self._opened)
        return None if card is None else {"id": self._opened, **preview(self.room.live.game, card)}

    def _form(self) -> Payload | None:
        """Return the form that is open beside the tab, if there is one."""
        if self._tab == "injects" and self._writing:
            return self._filled("card", "A card of your own", f"wg-card-{self.room.name}")
        if self._tab == "free" and self._judging:
            scenario, seat = self.room.live.game.play.scenario, self._judging
            title = f"What comes of the free order of {names.nation(scenario, seat)}"
            made = self._filled("judge", title, f"wg-judge-{self.room.name}-{self.room.live.turn}-{seat}")
            return {**made, "seat": seat, "sentence": self.room.white.free_order(seat)}
        return None

    def _filled(self, mode: str, title: str, key: str) -> Payload:
        """Return a form with what the card typed into it would do, or what is wrong with it."""
        game = self.room.live.game
        shown, fault = None, ""
        typed = self._typed.get(mode)
        if typed is not None:
            try:
                shown = preview(game, self._made(mode, typed))
            except WargameError as error:
                fault = str(error)
        return {
            "mode": mode,
            "title": title,
            "key": key,
            "choices": self._once("choices", lambda: choices(game.play)),
            "preview": shown,
            "fault": fault,
            "closed": self._closed(),
            "sent": self._sent[mode],
            "turn": self.room.live.turn,
            "seat": "",
            "sentence": "",
        }

    def _made(self, mode: str, typed: Told) -> Event:
        """Return the card that a form describes; that of a free order is called after its seat, which acts."""
        play = self.room.live.game.play
        if mode == "card":
            return made_card(play, typed)
        return made_card(
            play, {**typed, "name": card_name(play.scenario, self._judging), "actor": self._judging}
        )

    def _closed(self) -> str:
        """Return why nothing can be done to a turn now, "" if it can."""
        room = self.room
        if is_open(room):
            return ""
        return WAITS if room.playing else CLOSED.get(room.stage, CLOSED["debrief"])

    def _stamp(self) -> str:
        """Return the heading that stands over the notes of a turn."""
        room = self.room
        turn = f"{'Practice turn' if room.stage == 'practice' else 'Turn'} {room.turn}"
        return {"lobby": "Before", "debrief": "Debrief", "ended": "After"}.get(room.stage, turn)

    def _once(self, name: str, make: Callable[[], Any]) -> Any:
        """Return a payload, worked out anew only where the game has changed."""
        key = (self.room.standing.game, self.room.live.stamp, self.room.phase, self.room.stage)
        if name not in self._kept or self._kept[name][0] != key:
            self._kept[name] = key, make()
        return self._kept[name][1]

    def _may_judge(self, seat: str) -> bool:
        room = self.room
        judged = room.said(room.live.turn).judged
        return is_open(room) and bool(room.white.free_order(seat)) and seat not in judged

    # -- acting ---------------------------------------------------------------------------------------------

    def act(self, told: Told) -> None:
        """Do what somebody asked for, and tell what came of it."""
        do = str(told.get("do", ""))
        if do in _SHOWING:
            _SHOWING[do](self, told)
            if do not in ("preview", "close") and not self.message["fault"]:
                self.message = NOTHING
            return
        try:
            text = _DOING[do](self, told)
            self.message = {"text": text, "fault": False} if text else self.message
        except WargameError as error:
            self.message = {"text": str(error), "fault": True}

    def _show(self, told: Told) -> None:
        tab = str(told["id"])
        self._tab = tab if tab in TABS else self._tab
        self.message = NOTHING

    def _open(self, told: Told) -> None:
        self._opened = str(told["id"])

    def _write(self, told: Told) -> None:
        self._writing = not self._writing

    def _judge_whom(self, told: Told) -> None:
        seat = str(told["seat"])
        self._judging = "" if seat == self._judging else seat
        self._typed.pop("judge", None)

    def _type(self, told: Told) -> None:
        mode = "judge" if told.get("of") == "judge" else "card"
        self._typed[mode] = dict(told["card"])

    def _close(self, told: Told) -> None:
        if told.get("of") == "card":
            self._writing = False
        elif told.get("of") == "judge":
            self._judging = ""
        else:
            self.message = NOTHING

    def _in_time(self, told: Told) -> None:
        """Raise if an act was meant for another turn than the one that is open."""
        if int(told.get("turn", -1)) != self.room.live.turn:
            raise OrderError(LATE)

    def _fire(self, told: Told) -> str:
        """Let a card fall: one of the library by its id, or the one that the form describes."""
        own = not told.get("id")
        with self.room.acting() as room:
            self._in_time(told)
            events = room.live.game.play.scenario.events
            card = self._made("card", told["card"]) if own else str(told["id"])
            self.room.white.inject(card, str(told["reason"]))
            row = events[card] if isinstance(card, str) else card
            if told.get("tell"):
                self.room.white.tell(ALL, f"{row.name}. {row.text}" if row.text != row.name else row.name)
        if own:
            self._sent["card"] += 1
            self._writing = False
            self._typed.pop("card", None)
        known = "All teams were told." if told.get("tell") else "The teams read it in the report."
        return f"“{row.name}” falls as the turn is adjudicated. {known}"

    def _rule(self, told: Told) -> str:
        with self.room.acting() as room:
            self._in_time(told)
            rule, entity, outcome = str(told["rule"]), str(told["entity"]), bool(told["outcome"])
            self.room.white.rule(rule, entity, outcome, str(told["reason"]))
            return f"Ruled: {rulings.told(room.live.game.play.scenario, rule, entity, outcome)}."

    def _undo(self, told: Told) -> str:
        with self.room.acting() as room:
            self._in_time(told)
            if str(told["key"]) != key_of(room.live.game):
                raise OrderError(LATE)
            self.room.white.undo(str(told["reason"]))
        return "It is taken back; the log keeps that it was."

    def _judge(self, told: Told) -> str:
        with self.room.acting():
            self._in_time(told)
            seat = self._judging
            if str(told["seat"]) != seat:
                raise OrderError(LATE)
            text = str(told["card"].get("text", "")).strip()
            if not text:
                raise OrderError("The judgement says nothing. Write in a sentence what comes of it.")
            card = self._made("judge", told["card"]) if told.get("effect") else None
            if card is not None and not card.effect:
                raise OrderError(
                    "It is to have an effect, and none is chosen. Choose one, or let nothing come of it."
                )
            self.room.white.judge(seat, text, card, str(told["reason"]))
        self._sent["judge"] += 1
        self._judging = ""
        self._typed.pop("judge", None)
        return (
            f"{names.nation(self.room.live.game.play.scenario, seat)} was told what comes of its free order."
        )

    def _unseal(self, told: Told) -> str:
        with self.room.acting() as room:
            self._in_time(told)
            seat = str(told["seat"])
            self.room.white.open_orders(seat, str(told["reason"]))
            return f"The orders of {names.nation(room.live.game.play.scenario, seat)} are open to you. The log says so."

    def _note(self, told: Told) -> str:
        if str(told["text"]) != self.room.standing.note:
            self.room.white.note(str(told["text"]))
        return ""

    # -- the course -----------------------------------------------------------------------------------------

    def _seen(self, told: Told) -> None:
        """Raise if the room does not stand any more where it stood when an act was meant."""
        if str(told.get("stamp")) != stamp(self.room):
            raise WargameError(LATE)

    def _back(self, told: Told) -> str:
        with self.room.acting():
            self._seen(told)
            self.room.white.back(int(told["turn"]), str(told["reason"]))
        return f"The room begins again with turn {int(told['turn']) + 1}. The game as it was played stays in the file."

    def _branch(self, told: Told) -> str:
        with self.room.acting():
            self._seen(told)
            run = self.room.white.branch(int(told["turn"]))
        return f"The branch is put aside as {run}. Open it below; the room goes on as it was."

    def _debrief(self, told: Told) -> str:
        with self.room.acting():
            self._seen(told)
            self.room.white.debrief()
        self._tab = "debrief"
        return "Play is over, and the debrief begins."

    def _end(self, told: Told) -> str:
        with self.room.acting():
            self._seen(told)
            self.room.white.end(str(told["reason"]))
        return "The exercise has ended. Take the record home."


_SHOWING: Mapping[str, Callable[[Umpiring, Told], None]] = {
    "tab": Umpiring._show,
    "open": Umpiring._open,
    "write": Umpiring._write,
    "judging": Umpiring._judge_whom,
    "preview": Umpiring._type,
    "close": Umpiring._close,
}
"""Acts that change what the page shows, and nothing else."""
_DOING: Mapping[str, Callable[[Umpiring, Told], str]] = {
    "fire": Umpiring._fire,
    "rule": Umpiring._rule,
    "undo": Umpiring._undo,
    "judge": Umpiring._judge,
    "unseal": Umpiring._unseal,
    "note": Umpiring._note,
    "back": Umpiring._back,
    "branch": Umpiring._branch,
    "debrief": Umpiring._debrief,
    "end": Umpiring._end,
}
"""Acts on the room; each returns what came of it."""
