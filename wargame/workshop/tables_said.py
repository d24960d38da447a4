"""What was said in a room, as tables: messages, signals, statements, free orders, forecasts and their scores."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.workshop.hall import Hall
from wargame.workshop.league import MODEL, brier, settled
from wargame.workshop.moments import PERSON, SEAT, WHEN, Moment, Table, of_kind, readable


def messages(moments: Sequence[Moment]) -> Table:
    """Return who wrote to whom, and what; the words within a team are its own and left out."""
    rows = []
    for each in of_kind(moments, "message"):
        body, by = each.entry.body, each.entry.who
        within = body["to"] == by
        text = "" if within else body["text"]
        rows.append(each.row(by=by, to="team" if within else body["to"], person=body["person"], text=text))
    columns = {
        **WHEN,
        "by": "the seat that wrote, or white",
        "to": "seat, white, all, or team for the writer's own",
        "person": PERSON,
        "text": "the words; empty within a team, whose words are its own",
    }
    return Table("Messages.", columns, rows)


def signals(moments: Sequence[Moment]) -> Table:
    """Return what seats announced in public."""
    rows = [
        each.row(seat=each.entry.body["seat"], order=each.entry.body["order"])
        for each in of_kind(moments, "signal")
    ]
    columns = {**WHEN, "seat": SEAT, "order": "id of the order that was announced"}
    return Table("Intentions announced in public.", columns, rows)


def statements(moments: Sequence[Moment]) -> Table:
    """Return the teams' sentences on the record."""
    rows = [
        each.row(seat=each.entry.body["seat"], text=each.entry.body["text"])
        for each in of_kind(moments, "statement")
    ]
    return Table("The teams' sentences on the record.", {**WHEN, "seat": SEAT, "text": "the words"}, rows)


def free_orders(moments: Sequence[Moment]) -> Table:
    """Return free orders once they are committed, each with what the umpire made of it in the same turn and game."""
    judged = {
        (each.game, each.entry.turn, each.entry.body["seat"]): each.entry.body["verdict"]
        for each in of_kind(moments, "judged")
    }
    rows = []
    for each in _readable(moments, "umpire"):
        seat = each.entry.body["seat"]
        verdict = judged.get((each.game, each.entry.turn, seat), {})
        told = {name: verdict.get(name, "") for name in ("reason", "effect")}
        rows.append(
            each.row(seat=seat, text=each.entry.body["text"], verdict=verdict.get("text", ""), **told)
        )
    columns = {
        **WHEN,
        "seat": SEAT,
        "text": "the sentence to the umpire; of several in a turn the last one counts",
        "verdict": "what the umpire said comes of it, empty where it was not judged",
        "reason": "why",
        "effect": "whether it moved numbers of the game",
    }
    return Table("Free orders to the umpire.", columns, rows)


def forecasts(moments: Sequence[Moment]) -> Table:
    """Return the chances that teams stated, once their turn is played."""
    rows = [
        each.row(
            seat=each.entry.body["seat"],
            person=each.entry.body["person"],
            question=each.entry.body["question"],
            percent=each.entry.body["percent"],
        )
        for each in _readable(moments, "forecast")
    ]
    columns = {
        **WHEN,
        "seat": SEAT,
        "person": PERSON,
        "question": "id of the question; of several answers in a turn the last one counts",
        "percent": "the chance that was stated",
    }
    return Table("Forecasts, before the turn was played.", columns, rows)


def scores(room: Hall) -> Table:
    """Return what forecasts scored, with the model's own: of turns in which anybody stated one."""
    game, rows = room.live.game, []
    for turn, said in sorted(room.standing.said.items()):
        if not said.forecasts or turn > game.turn:
            continue
        for each in settled(game, turn, said.forecasts):
            for who, percent in {**each.percents, MODEL: each.model}.items():
                told = {
                    "turn": turn,
                    "question": each.question.id,
                    "text": each.question.text,
                    "came_true": each.came,
                }
                rows.append({**told, "who": who, "percent": percent, "brier": brier(percent, each.came)})
    columns = {
        "turn": WHEN["turn"],
        "question": "id of the question",
        "text": "what was asked",
        "came_true": "whether it came true, for all to see",
        "who": f"the seat, or {MODEL} for the model's own forecast from what everybody may know",
        "percent": "the chance that was stated last",
        "brier": "squared distance from what came: 0 certain and right, 0.25 for 50 percent, 1 certain and wrong",
    }
    return Table("What forecasts of the exercise scored.", columns, rows)


def _readable(moments: Sequence[Moment], kind: str) -> list[Moment]:
    """Return the moments of a kind that are no longer their team's alone."""
    shown = readable(each.entry for each in moments)
    return [each for each in of_kind(moments, kind) if each.entry.n in shown]
