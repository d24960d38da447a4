"""How a room stands: what the entries of its log add up to.

The log is the truth; this is its sum, worked out anew whenever a room is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from wargame.workshop.plan import Plan
from wargame.workshop.store import Entry

STAGES = ("lobby", "practice", "play", "debrief", "ended")
"""Parts of an exercise in their order."""
WHITE, ALL, SCREEN, CLOCK = "white", "all", "screen", "clock"
"""Those who are no seat: the facilitator, everybody, the big screen, and what the room does by itself."""
MAIN, PRACTICE, BRANCH = "main", "practice", "branch"
"""Kinds of games in a room."""


@dataclass(frozen=True)
class Seated:
    """A person who has joined.

    Attributes
    ----------
    seat : of the team, or ``screen``;  gone : has left, or was removed
    """

    id: int
    seat: str
    roles: tuple[str, ...]
    gone: bool = False


@dataclass(frozen=True)
class Message:
    """What somebody wrote.

    Attributes
    ----------
    by : seat, or ``white``;  to : seat (that of ``by`` for the own team), ``white`` or ``all``
    person : who of the team wrote it, 0 for the facilitator
    """

    n: int
    at: float
    turn: int
    by: str
    to: str
    text: str
    person: int

    def is_for(self, audience: str) -> bool:
        """Tell whether an audience may read it; the white cell reads all but what stays within a team."""
        within = self.to == self.by
        return self.to == ALL or audience in (self.by, self.to) or (audience == WHITE and not within)


@dataclass
class Said:
    """What was said and done beside the record in one turn.

    Attributes
    ----------
    signals : seat -> order announced;  statements : seat -> sentence on the record
    keys : seat -> mark of the draft that finance has released
    asked : seat -> what-if questions;  opened : seat -> why its sealed orders were opened
    umpire : seat -> sentence of a free order;  judged : seat -> what the umpire made of it
    forecasts : seat -> question -> percent
    """

    signals: dict[str, str] = field(default_factory=dict)
    statements: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    opened: dict[str, str] = field(default_factory=dict)
    umpire: dict[str, str] = field(default_factory=dict)
    judged: dict[str, dict[str, Any]] = field(default_factory=dict)
    forecasts: dict[str, dict[str, float]] = field(default_factory=dict)


@dataclass
class Standing:
    """The sum of a log.

    Attributes
    ----------
    stage, phase : of the exercise, and of the turn, "" where none runs
    turns : turns planned;  auto : phases move on by themselves;  questions : what-if questions of a seat and turn
    game : number of the game in play, 0 before the first;  kind : of it
    total, left, running : seconds of the phase, those left when the clock was last set, and whether it runs
    set_by : number of the entry that set the clock
    said : turn -> what was said in it;  survey : person -> answers
    """

    plan: Plan
    stage: str = "lobby"
    phase: str = ""
    turns: int = 0
    auto: bool = True
    questions: int = 0
    game: int = 0
    kind: str = ""
    total: float = 0.0
    left: float = 0.0
    running: bool = False
    set_by: int = 0
    people: dict[int, Seated] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    said: dict[int, Said] = field(default_factory=dict)
    survey: dict[int, dict[str, Any]] = field(default_factory=dict)
    note: str = ""
    ended: str = ""

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Standing:
        """Return the sum of a log, which begins with ``opened``."""
        held = iter(entries)
        first = next(held)
        plan = Plan.of(first.body["plan"])
        made = cls(plan, turns=plan.turns, auto=plan.auto, questions=plan.questions)
        for entry in held:
            made.add(entry)
        return made

    def add(self, entry: Entry) -> None:
        """Add an entry; kinds that change nothing here are there to be read."""
        act = _ACTS.get(entry.kind)
        if act is not None:
            act(self, entry)

    def of_turn(self, turn: int) -> Said:
        """Return what was said in a turn, to be read or added to."""
        return self.said.setdefault(turn, Said())


def _join(room: Standing, entry: Entry) -> None:
    body = entry.body
    room.people[body["person"]] = Seated(body["person"], body["seat"], tuple(body["roles"]))


def _person(room: Standing, entry: Entry) -> None:
    body = entry.body
    changed: dict[str, Any] = {name: body[name] for name in ("seat", "gone") if name in body}
    if "roles" in body:
        changed["roles"] = tuple(body["roles"])
    room.people[body["person"]] = replace(room.people[body["person"]], **changed)


def _game(room: Standing, entry: Entry) -> None:
    room.game, room.kind = entry.body["game"], entry.body["kind"]
    kept = entry.body["turn"]
    room.said = {turn: said for turn, said in room.said.items() if turn <= kept}


def _phase(room: Standing, entry: Entry) -> None:
    room.phase = entry.body["phase"]
    room.total = room.left = float(entry.body["seconds"])
    room.running, room.set_by = bool(entry.body["running"]), entry.n


def _clock(room: Standing, entry: Entry) -> None:
    room.left, room.running, room.set_by = float(entry.body["left"]), bool(entry.body["running"]), entry.n
    room.total = float(entry.body["total"])


def _message(room: Standing, entry: Entry) -> None:
    body = entry.body
    room.messages.append(
        Message(entry.n, entry.at, entry.turn, entry.who, body["to"], body["text"], body["person"])
    )


def _set(name: str) -> Callable[[Standing, Entry], None]:
    def act(room: Standing, entry: Entry) -> None:
        setattr(room, name, entry.body[name])

    return act


def _said(name: str, key: str) -> Callable[[Standing, Entry], None]:
    """Return what keeps a value of an entry under its seat, among what was said in the turn."""

    def act(room: Standing, entry: Entry) -> None:
        getattr(room.of_turn(entry.turn), name)[entry.body["seat"]] = entry.body[key]

    return act


def _unjudged(room: Standing, entry: Entry) -> None:
    room.of_turn(entry.turn).judged.pop(entry.body["seat"], None)


def _asked(room: Standing, entry: Entry) -> None:
    asked = room.of_turn(entry.turn).asked
    asked[entry.body["seat"]] = asked.get(entry.body["seat"], 0) + 1


def _forecast(room: Standing, entry: Entry) -> None:
    held = room.of_turn(entry.turn).forecasts.setdefault(entry.body["seat"], {})
    held[entry.body["question"]] = float(entry.body["percent"])


def _survey(room: Standing, entry: Entry) -> None:
    room.survey[entry.body["person"]] = dict(entry.body["answers"])


_ACTS: Mapping[str, Callable[[Standing, Entry], None]] = {
    "join": _join,
    "person": _person,
    "game": _game,
    "stage": _set("stage"),
    "phase": _phase,
    "clock": _clock,
    "turns": _set("turns"),
    "auto": _set("auto"),
    "questions": _set("questions"),
    "note": _set("note"),
    "ended": _set("ended"),
    "message": _message,
    "signal": _said("signals", "order"),
    "statement": _said("statements", "text"),
    "key": _said("keys", "mark"),
    "opening": _said("opened", "reason"),
    "umpire": _said("umpire", "text"),
    "judged": _said("judged", "verdict"),
    "unjudged": _unjudged,
    "asked": _asked,
    "forecast": _forecast,
    "survey": _survey,
}
