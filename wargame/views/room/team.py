"""One person's page at a table: what it shows at every moment of an exercise, and what each act on it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wargame.faults import WargameError
from wargame.narrate.situation import Seat
from wargame.views import whatif
from wargame.views.room import team_words as words
from wargame.views.room.team_company import chips, company, faces
from wargame.views.room.team_desk import ROOM, Desk, merged
from wargame.views.room.team_end import debrief
from wargame.views.room.team_forecast import forecast
from wargame.views.room.team_notices import notices, why_back
from wargame.views.room.team_talk import TABS, TEAM, address_of, public, tabs, talk
from wargame.views.room.team_whatif import question
from wargame.views.room.teams import person_name
from wargame.views.seat.brief import brief
from wargame.views.seat.words import Payload
from wargame.workshop import Room
from wargame.workshop.standing import BRANCH, MAIN

Told = Mapping[str, Any]
WHERE = {"signal": "public", "statement": "public", "forecast": "forecast", "roles": "company"}
"""Part of the room in which something is left to do."""
CRISIS = ("crisis", "commit")
"""Phases in which a crisis round stands above all else."""
MOVED = "You sit for {name} now: the facilitator moved you. What you wrote for your seat before stays there."
BACK = "The facilitator took the exercise back, and turn {turn} is open again. Reason: {reason}"
BEGUN = "The practice is over, and nothing of it counts. The exercise begins: this is its opening."
HANDED = {
    True: "The facilitator has handed your seat to house AI for now. You see everything; it orders.",
    False: "Your seat is yours again: you order from here on.",
}


class Chair:
    """A person of a team, in one tab of one browser.

    What belongs to the exercise is kept by the room; a chair holds what belongs to the page.

    Parameters
    ----------
    room : that the person is in;  number : of the person
    moved : they sat elsewhere until just now
    """

    def __init__(self, room: Room, number: int, moved: bool = False) -> None:
        self.room, self.place = room, room.place(number)
        self.seat = self.place.seat
        self._moment = room.stage, room.turn, room.phase
        self._game, self._house = room.standing.game, self.seat not in room.live.people
        self.desk = Desk(self.place, self.name_of)
        if moved:
            self._say(MOVED.format(name=self._row.name))
        self._tab, self._open = "talk", False
        self._marks: dict[str, int] | None = None
        self._refused = 0

    def name_of(self, person: int) -> str:
        """Return what somebody of the team is called; who gave no name is told by number."""
        return person_name(self.room, person)

    # -- showing --------------------------------------------------------------------------------------------

    def payload(self) -> Payload:
        """Return all that the page shows now, panel by panel.

        Raises
        ------
        WargameError
            the person has left, was removed or moved
        """
        with self.room.lock:
            person = self.place.person
            self._follow()
            stage = self.room.stage
            made = self.desk.payload() if stage != "lobby" else None
            shown = self._shown(stage, made)
            asides = self._asides(made)
            new = sum(each["unread"] for each in asides["talk"]["channels"])
            return {
                **asides,
                "shown": shown,
                "person": person.id,
                "head": self._head(),
                "strip": {**self._strip(made, asides), "unread": new},
                "made": self._with_room(made, shown, new) if made else None,
                "message": self.desk.message,
                "tabs": tabs(self._tab, new),
                "lobby": words.lobby(self.room, self.seat)
                if shown == "lobby"
                else words.over(self.room, self.seat)
                if shown == "over"
                else None,
                "brief": brief(Seat(self.room.live.game, self.seat)) if shown == "lobby" else None,
                "debrief": debrief(self.place) if shown == "debrief" else None,
                "beside": self._open,
            }

    def _shown(self, stage: str, made: Payload | None) -> str:
        """Return what stands in the middle: lobby, desk, report, over or debrief."""
        if made is None:
            return "lobby"
        if made["report"] and stage in ("practice", "play"):
            return "report"
        if stage in ("debrief", "ended"):
            return "debrief"
        return "over" if made["over"] else "desk"

    def _follow(self) -> None:
        """Take up another phase and another game of the room, and what became of the seat."""
        room = self.room
        moment = room.stage, room.turn, room.phase
        if moment != self._moment:
            if (
                self._moment[-1] == "why" and room.phase
            ):  # another turn is open: its news leads, and holds the report
                self.desk.close_report()
            self._moment = moment
            self.desk.forget()
        if room.standing.game != self._game:
            self._game = room.standing.game
            self.desk = Desk(self.place, self.name_of)
            if room.standing.kind == BRANCH:
                self._say(BACK.format(turn=room.live.turn, reason=why_back(room)))
            elif room.standing.kind == MAIN and room.stage == "play":
                self._say(BEGUN)
        house = self.seat not in room.live.people
        if house != self._house:
            self._house = house
            self._say(HANDED[house])

    @property
    def _row(self) -> Any:
        return self.room.live.game.play.scenario.nations[self.seat]

    def _say(self, text: str, fault: bool = False) -> None:
        self.desk.message = {"text": text, "fault": fault}

    def _head(self) -> Payload:
        room = self.room
        open_now = room.playing and room.phase != "why"
        return {**words.head(room, self._row.name), "chips": chips(room, self.seat) if open_now else None}

    def _asides(self, made: Payload | None) -> Payload:
        """Return the panels of the room, and those that a team has beside the seat's own."""
        place, room = self.place, self.room
        draft = made["draft"] if made and not made["over"] else None
        issued = [row["text"].split()[0] for row in draft["orders"]] if draft else []
        due = self.desk.crisis() if draft else None
        return {
            "talk": talk(place, self.name_of, self._marks, self._refused),
            "public": public(place, draft["words"] if draft else [], issued),
            "forecast": forecast(place),
            "company": company(room, self.seat, place.number, self.name_of),
            "crisis": due if room.phase in CRISIS else None,
            "due": due,
            "handover": self.desk.handover() if made else None,
            "notices": {"rows": notices(room, self.seat) if room.phase else []},
            "ask": self._ask() if draft else None,
        }

    def _strip(self, made: Payload | None, asides: Payload) -> Payload:
        """Return the line above all: clock, phase, what is left to do, who is here."""
        room = self.room
        name, says = words.phase(room)
        draft = made["draft"] if made and not made["over"] else None
        waiting = made["table"]["waiting"] if draft and made else 0
        held = asides["due"]
        left = (
            words.todo(self.place, draft, waiting, self.desk.locked, held, asides["forecast"])
            if draft
            else []
        )
        if held and room.phase not in CRISIS:
            says = f"{says} A crisis round at {held['name']} comes this turn."
        elif room.phase == "crisis" and held and not held["mine"]:
            says = f"{' and '.join(side['name'] for side in held['sides'])} ease or hold at {held['name']}."
        return {
            "colour": self._row.colour,
            "stage": words.PRACTICE if room.stage == "practice" else "",
            "phase": name,
            "says": says,
            "clock": words.clock(room),
            "todo": left,
            "people": faces(room, self.seat, self.place.number, self.name_of),
            "open": self._open,
        }

    def _with_room(self, made: Payload, shown: str, new: int) -> Payload:
        """Return the seat's panels with the room as one more part of a narrow page."""
        if "panes" not in made:
            return {**made, "report": made["report"] if shown == "report" else None}
        return {**made, "panes": merged(made["panes"], new)}

    def _ask(self) -> Payload | None:
        """Return the what-if by allowance; house AI asks nothing."""
        place = self.place
        if self.seat not in place.people:
            return None
        return question(whatif.payload(place, self.seat), place.questions_left, self.room.standing.questions)

    # -- acting ---------------------------------------------------------------------------------------------

    def act(self, told: Told) -> None:
        """Do what the person asks for; what cannot be done becomes a sentence on the page."""
        done = str(told.get("do", ""))
        with self.room.lock:
            self._follow()  # what was told before belongs to its phase, what comes of this act to the one now
        act = self._acts().get(done)
        if act is None:
            if done == "tab":
                self._turn_to(str(told.get("id", "")))
            self.desk.act(told)
            return
        try:
            act(told)
        except WargameError as error:
            self._refused += done == "say"
            self._say(str(error), True)
        else:
            if done not in QUIET:
                self._say("")

    def _acts(self) -> Mapping[str, Callable[[Told], None]]:
        place = self.place
        return {
            "say": lambda told: place.say(
                address_of(str(told.get("to", TEAM)), self.seat), str(told.get("text", ""))
            ),
            "typing": lambda told: place.typing(bool(told.get("on"))),
            "marks": self._mark,
            "read": lambda told: self._mark({"marks": {str(told["channel"]): int(told["n"])}}),
            "announce": self._in_turn(lambda told: place.signal(str(told.get("id", "")))),
            "state": self._in_turn(lambda told: place.state(str(told.get("text", "")))),
            "umpire": self._in_turn(lambda told: place.umpire(str(told.get("text", "")))),
            "key": self._in_turn(lambda told: place.key(bool(told.get("yes")))),
            "forecast": self._in_turn(
                lambda told: place.forecast(str(told.get("id", "")), float(told.get("percent", -1)))
            ),
            "ask": lambda told: place.ask(),
            "rename": lambda told: place.rename(str(told.get("name", ""))),
            "roles": lambda told: place.roles([str(each) for each in told.get("roles", ())]),
            "survey": self._survey,
            "room": lambda told: self._toggle(),
            "part": lambda told: self._part(str(told.get("id", ""))),
            "show": lambda told: self._show(str(told.get("id", ""))),
        }

    def _in_turn(self, act: Callable[[Told], None]) -> Callable[[Told], None]:
        """Let an act do nothing where the turn that it was meant for is played already."""

        def timed(told: Told) -> None:
            with self.room.lock:
                if int(told.get("turn", self.room.turn)) >= self.room.turn:
                    act(told)

        return timed

    def _mark(self, told: Told) -> None:
        """Note what the person has read."""
        marks = {str(name): int(n) for name, n in dict(told.get("marks", {})).items()}
        self._marks = {**(self._marks or {}), **marks}

    def _survey(self, told: Told) -> None:
        answers: dict[str, Any] = dict(told.get("answers", {}))
        self.place.survey({**answers, "sentence": str(told.get("text", ""))})

    def _toggle(self) -> None:
        self._open = not self._open
        self.desk.show(ROOM if self._open else "know")

    def _turn_to(self, name: str) -> None:
        """Follow the parts of a narrow page: the room, or what the seat knows."""
        if name in (ROOM, "know"):
            self._open = name == ROOM

    def _part(self, name: str) -> None:
        if name in dict(TABS):
            self._tab = name

    def _show(self, name: str) -> None:
        """Turn to where something is left to do."""
        if name in WHERE:
            self._tab, self._open = WHERE[name], True
            self.desk.show(ROOM)
        elif name == "table":
            self.desk.close_report()
            self.desk.show("order", "table")
        elif name in ("key", "commit", "reminder"):
            self.desk.close_report()
            self.desk.show("draft")


QUIET = frozenset({"typing", "marks", "read", "room", "part", "show"})
"""Acts that leave on the page what was told before."""
