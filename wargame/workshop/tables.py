"""What happened in a room beside the games, as tidy tables: people are numbers here, never names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from wargame.workshop import tables_said as said
from wargame.workshop.hall import Hall
from wargame.workshop.moments import PERSON, SEAT, WHEN, Moment, Row, Table, moments_of, of_kind
from wargame.workshop.survey import SENTENCE, STATEMENTS

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula; people's texts that begin so get an apostrophe in front."""


def tables(room: Hall) -> dict[str, Table]:
    """Return the tables of a room."""
    moments = list(moments_of(room.log))
    return {
        "people": _people(moments),
        "phases": _phases(moments),
        "acts": _acts(moments),
        "messages": said.messages(moments),
        "signals": said.signals(moments),
        "statements": said.statements(moments),
        "free_orders": said.free_orders(moments),
        "forecasts": said.forecasts(moments),
        "scores": said.scores(room),
        "white_cell": _white_cell(moments),
        "survey": _survey(room.standing.survey.values()),
    }


def dictionary(made: Mapping[str, Table]) -> Table:
    """Return what every column of the tables is."""
    rows = [
        {"table": name, "column": column, "text": text}
        for name, table in made.items()
        for column, text in table.columns.items()
    ]
    columns = {"table": "name of the table", "column": "name of the column", "text": "what it holds"}
    return Table("What every column of the tables is.", columns, rows)


def safe(value: Any) -> Any:
    """Return a value as a spreadsheet may hold it: people's text is text, and no formula.

    Examples
    --------
    >>> safe("=SUM(A1)"), safe("we agree"), safe(-4.5)
    ("'=SUM(A1)", 'we agree', -4.5)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


# -- people and time ----------------------------------------------------------------------------------------


def _people(moments: Sequence[Moment]) -> Table:
    held: dict[int, Row] = {}
    for each in of_kind(moments, "join", "person"):
        body = each.entry.body
        row = held.setdefault(body["person"], {"person": body["person"], "joined": each.minute, "left": ""})
        row |= {name: body[name] for name in ("seat",) if name in body}
        if "roles" in body:
            row["roles"] = " ".join(body["roles"])
        if body.get("gone"):
            row["left"] = each.minute
    columns = {
        "person": "number of the person in this room",
        "seat": "seat at the end, or screen for a projector",
        "roles": "roles at the end, apart by spaces",
        "joined": "minutes since the room was opened",
        "left": "the same, empty for who stayed",
    }
    return Table("Who joined, without names.", columns, list(held.values()))


def _phases(moments: Sequence[Moment]) -> Table:
    """Return the phases with their minutes; a phase lasts until the next one begins, or the stage changes."""
    marks = of_kind(moments, "phase", "stage", "ended")
    last = moments[-1].minute if moments else 0.0
    rows = []
    for place, each in enumerate(marks):
        body = each.entry.body
        if each.entry.kind != "phase" or not body["phase"]:
            continue
        until = marks[place + 1].minute if place + 1 < len(marks) else last
        rows.append(
            each.row(
                phase=body["phase"],
                planned=round(float(body["seconds"]) / 60.0, 2),
                used=round(until - each.minute, 2),
                by=each.entry.who,
            )
        )
    columns = {
        **WHEN,
        "phase": "the phase that began",
        "planned": "minutes that it was given",
        "used": "minutes until the next one began, pauses included",
        "by": "white for the facilitator, clock where it moved on by itself",
    }
    return Table("Phases as they were played.", columns, rows)


def _acts(moments: Sequence[Moment]) -> Table:
    kinds = ("commit", "recall", "key", "asked", "talk", "refused")
    rows = [
        each.row(
            seat=each.entry.body.get("seat", each.entry.who),
            act=each.entry.kind,
            person=each.entry.body.get("person", 0),
        )
        for each in of_kind(moments, *kinds)
    ]
    columns = {
        **WHEN,
        "seat": SEAT,
        "act": "commit, recall; key: finance released the draft; asked: a what-if; talk: a word at the table; refused: "
        "a draft that was to be taken as it lay and was not legal",
        "person": PERSON,
    }
    return Table("What teams did at their desks, and when; what they ordered is in the games.", columns, rows)


# -- the white cell -----------------------------------------------------------------------------------------


def _white_cell(moments: Sequence[Moment]) -> Table:
    rows = []
    for each in of_kind(moments, *_ACTS):
        kind, body = each.entry.kind, each.entry.body
        rows.append(each.row(act=kind, of=_ACTS[kind](body), reason=body.get("reason", "")))
    columns = {
        **WHEN,
        "act": "what the facilitator did: " + ", ".join(_ACTS),
        "of": "the card, outcome, seat or number that it was about",
        "reason": "why, where one is asked for",
    }
    return Table("What the facilitator did.", columns, rows)


def _ruled(body: Mapping[str, Any]) -> str:
    return f"{body['rule']} of {body['entity']}: {'yes' if body['outcome'] else 'no'}"


def _closed(body: Mapping[str, Any]) -> str:
    parts = ((word, " ".join(body[key])) for word, key in (("drafts taken", "taken"), ("held", "held")))
    return "; ".join(f"{word}: {seats}" for word, seats in parts if seats)


def _handed(body: Mapping[str, Any]) -> str:
    return f"{body['seat']} to {'house AI' if body['house'] else 'people'}"


def _key(name: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda body: str(body[name])


_ACTS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "inject": _key("card"),
    "ruling": _ruled,
    "undone": lambda body: "",
    "judged": _key("seat"),
    "unjudged": _key("seat"),
    "opening": _key("seat"),
    "hand": _handed,
    "adjudicated": _closed,
    "back": _key("turn"),
    "branch": _key("run"),
    "turns": _key("turns"),
    "questions": _key("questions"),
    "stage": _key("stage"),
    "ended": _key("ended"),
}
"""Acts of the facilitator that are told, and what each was about."""


def _survey(answers: Iterable[Mapping[str, Any]]) -> Table:
    """Return the answers sorted by themselves: their order tells nothing of who gave them."""
    names = (*STATEMENTS, SENTENCE)
    rows = [{name: each.get(name, "") for name in names} for each in answers]
    columns = {**STATEMENTS, SENTENCE: "in one's own words"}
    return Table(
        "The questions of the debrief, 1 not at all to 5 fully; a row is a person, whose seat is not told.",
        columns,
        sorted(rows, key=lambda row: [str(value) for value in row.values()]),
    )
