"""Entries of a room's log in sentences: one kind of entry, one way to tell it.

The white cell reads all but what stays within a team, the sentences of free orders before they are committed, and
forecasts before their turn is played.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from wargame.narrate import names
from wargame.scenario import Scenario
from wargame.state import LEVELS
from wargame.views.room import rulings
from wargame.whitecell import OUTCOMES
from wargame.workshop import ROLES
from wargame.workshop.script import PHASE_NAMES
from wargame.workshop.standing import ALL, BRANCH, CLOCK, PRACTICE, SCREEN, WHITE
from wargame.workshop.store import Entry

WORDS: Mapping[str, str] = {WHITE: "White cell", SCREEN: "Big screen", CLOCK: "Clock"}
STAGES = {
    "lobby": "The exercise waits to begin.",
    "practice": "The practice turn begins.",
    "play": "The game begins.",
    "debrief": "The debrief begins.",
    "ended": "The exercise ends.",
}


@dataclass(frozen=True)
class Reader:
    """Tells entries of one room to the white cell.

    Attributes
    ----------
    called : person -> what to call them, "" for nobody
    shown : numbers of the entries with a sentence or a forecast that may be read by now; see ``moments.readable``
    """

    scenario: Scenario
    called: Callable[[int], str]
    shown: frozenset[int]

    def seat(self, name: str) -> str:
        """Return a seat or an audience in words."""
        return {**WORDS, ALL: "all"}.get(name) or names.nation(self.scenario, name)

    def by(self, entry: Entry) -> str:
        """Return who did it: a team, with the person if the log tells."""
        person = self.called(int(entry.body.get("person", 0)))
        return f"{self.seat(entry.who)}{f' ({person})' if person else ''}"


def line(reader: Reader, entry: Entry) -> tuple[str, str]:
    """Return what an entry tells in a sentence, and the reason that was given, "" for none."""
    tell = LINES.get(entry.kind)
    text = f"{entry.kind}." if tell is None else tell(reader, entry)
    return text, str(entry.body.get("reason", ""))


def _seat(reader: Reader, entry: Entry) -> str:
    return reader.seat(str(entry.body["seat"]))


def _join(reader: Reader, entry: Entry) -> str:
    roles = ", ".join(ROLES[each].lower() for each in entry.body["roles"])
    return f"{reader.called(entry.body['person'])} joined {_seat(reader, entry)}{f' as {roles}' if roles else ''}."


def _person(reader: Reader, entry: Entry) -> str:
    body, who = entry.body, reader.called(entry.body["person"])
    if body.get("gone"):
        return f"{who} {'was removed' if entry.who == WHITE else 'left'}."
    if "seat" in body:
        return f"{who} was moved to {_seat(reader, entry)}."
    if "named" in body:
        return f"{who} {'changed their name' if body['named'] else 'gave up their name'}."
    roles = ", ".join(ROLES[each].lower() for each in body.get("roles", ()))
    return f"{who} holds: {roles or 'no role'}."


def _game(reader: Reader, entry: Entry) -> str:
    kind, turn = entry.body["kind"], entry.body["turn"]
    if kind == PRACTICE:
        return "The room plays a practice game, which counts for nothing."
    if kind == BRANCH:
        return f"The room goes on in a branch, from {f'the end of turn {turn}' if turn else 'the opening'}."
    return "The room plays its game from the opening."


def _phase(reader: Reader, entry: Entry) -> str:
    phase = str(entry.body["phase"])
    return f"Phase: {PHASE_NAMES[phase]}." if phase else "No phase runs."


def _clock(reader: Reader, entry: Entry) -> str:
    left = float(entry.body["left"])
    told = f"{int(abs(left)) // 60}:{int(abs(left)) % 60:02d} {'left' if left >= 0 else 'over time'}"
    return f"The clock {'runs' if entry.body['running'] else 'stands'}, {told}."


def _back(reader: Reader, entry: Entry) -> str:
    kept = int(entry.body["turn"])
    return f"Went back to {f'the end of turn {kept}' if kept else 'the opening'}."


def _commit(reader: Reader, entry: Entry) -> str:
    by = f"{reader.by(entry)} sealed the orders"
    if not entry.body["person"]:
        by = f"The draft of {reader.by(entry)} was sealed as it lay"
    return f"{by}: {str(entry.body['seal'])[:16]}…"


def _adjudicated(reader: Reader, entry: Entry) -> str:
    parts = [f"Turn {entry.turn} was adjudicated."]
    for key, words in (("taken", "as their drafts lay"), ("held", "held, as they had committed nothing")):
        if entry.body[key]:
            parts.append(f"{names.nations(reader.scenario, list(entry.body[key]))}: {words}.")
    if wordless := entry.body.get("wordless"):
        parts.append(f"{names.nations(reader.scenario, list(wordless))}: a free order without a sentence.")
    return " ".join(parts)


def _message(reader: Reader, entry: Entry) -> str:
    to, text = str(entry.body["to"]), entry.body["text"]
    if to == entry.who:
        return f"{reader.by(entry)} wrote within the team."
    return f"{reader.by(entry)} to {reader.seat(to) if to != WHITE else 'the white cell'}: {text}"


def _talk(reader: Reader, entry: Entry) -> str:
    verb, what = str(entry.body["verb"]), str(entry.body["what"])
    scenario = reader.scenario
    about = names.meeting(scenario, what) if verb == "convene" else names.agreement(scenario, what)
    said = {"convene": "called", "offer": "offered", "counter": "countered on", "take": "took the counter on"}
    said |= {"accept": "accepted", "reject": "rejected", "leave": "left the counter on"}
    return f"{reader.by(entry)} {said.get(verb, verb)}: {about}. It stands: {entry.body['standing']}."


def _umpire(reader: Reader, entry: Entry) -> str:
    if entry.n not in reader.shown:
        return f"{reader.by(entry)} wrote a free order; you read it once the orders are sealed."
    return f"{reader.by(entry)} sent a free order: {entry.body['text']}"


def _forecast(reader: Reader, entry: Entry) -> str:
    if entry.n not in reader.shown:
        return f"{reader.by(entry)} stated a forecast; it shows once the turn is played."
    asked = _question(reader.scenario, str(entry.body["question"]))
    return f"{reader.by(entry)} stated {entry.body['percent']:g} % for: {asked}."


def _question(scenario: Scenario, question: str) -> str:
    """Return in a few words what a question of the league asks, from its id."""
    _, kind, *rest = question.split(":")
    if kind == "breakdown":
        return "talks break down"
    about = rulings.entity_told(scenario, ":".join(rest) if kind == "gate" else rest[0])
    if kind == "level":
        return f"{about}, {LEVELS[int(rest[1])]} or above"
    ends = {"agreement": "in force", "programme": "past its stage", "gate": "approved at home"}
    return f"{about}, {ends.get(kind, 'tension rises')}"


def _ruling(reader: Reader, entry: Entry) -> str:
    body = entry.body
    if body["rule"] not in OUTCOMES:
        return f"{body['rule']} of {body['entity']}: {'yes' if body['outcome'] else 'no'}."
    return f"Ruled: {rulings.told(reader.scenario, body['rule'], body['entity'], body['outcome'])}."


def _inject(reader: Reader, entry: Entry) -> str:
    card = reader.scenario.events.get(str(entry.body["card"]))
    return f"Let the card “{entry.body['card'] if card is None else card.name}” fall."


def _judged(reader: Reader, entry: Entry) -> str:
    verdict = entry.body["verdict"]
    if verdict.get("missed"):
        return f"The free order of {_seat(reader, entry)} was not judged: nothing comes of it."
    effect = "It has an effect." if verdict["effect"] else "Nothing comes of it."
    return f"Judged the free order of {_seat(reader, entry)}: {verdict['text']} {effect} {verdict['reason']}"


def _note(reader: Reader, entry: Entry) -> str:
    return f"Kept the notes, {len(entry.body['note'])} letters."


def _asked(reader: Reader, entry: Entry) -> str:
    return f"{reader.by(entry)} asked a what-if question."


def _text(words: str) -> Callable[[Reader, Entry], str]:
    """Return what tells an entry by fixed words: those of its body by name, who did it, the seat it is about."""

    def told(reader: Reader, entry: Entry) -> str:
        seat = _seat(reader, entry) if "seat" in entry.body else ""
        held = {**entry.body, "person": 0, "seat": seat, "by": reader.by(entry)}
        return words.format(**held)

    return told


LINES: Mapping[str, Callable[[Reader, Entry], str]] = {
    "opened": lambda reader, entry: f"The room “{entry.body['plan']['title']}” was opened.",
    "stage": lambda reader, entry: STAGES[entry.body["stage"]],
    "phase": _phase,
    "adjudicated": _adjudicated,
    "game": _game,
    "back": _back,
    "branch": _text("Put a branch aside: {run}, up to turn {turn}."),
    "run": _text("The record of the game was put among the runs: {run}."),
    "ended": _text("Ended the exercise: {ended}"),
    "clock": _clock,
    "auto": lambda reader, entry: (
        f"Phases {'move on by themselves' if entry.body['auto'] else 'wait for you'}."
    ),
    "turns": _text("{turns} turns are planned."),
    "questions": lambda reader, entry: f"What-if questions a turn: {_limit(entry.body['questions'])}.",
    "join": _join,
    "person": _person,
    "code": _text("{seat} has a new code; the old one opens nothing."),
    "hand": lambda reader, entry: (
        f"{_seat(reader, entry)} is played by {'house AI' if entry.body['house'] else 'people'}."
    ),
    "commit": _commit,
    "recall": _text("{by} took the orders back."),
    "refused": _text("The draft of {seat} could not be sealed: {why}"),
    "key": lambda reader, entry: (
        f"{reader.by(entry)} {'turned' if entry.body['mark'] else 'took back'} the second key."
    ),
    "umpire": _umpire,
    "judged": _judged,
    "opening": _text("Opened the sealed orders of {seat}."),
    "inject": _inject,
    "ruling": _ruling,
    "undone": _text("Took back the last card or ruling."),
    "unjudged": _text("The free order of {seat} may be judged anew."),
    "message": _message,
    "talk": _talk,
    "signal": lambda reader, entry: f"{reader.by(entry)} announced “{_order(reader, entry)}”.",
    "statement": _text("{by} on the record: {text}"),
    "asked": _asked,
    "forecast": _forecast,
    "survey": lambda reader, entry: "Somebody answered the questions of the debrief.",
    "note": _note,
}
"""Kind of entry -> how it is told."""


def _limit(questions: int) -> str:
    return "no limit" if questions < 0 else str(questions or "none")


def _order(reader: Reader, entry: Entry) -> str:
    return reader.scenario.ruleset.orders[str(entry.body["order"])].name
