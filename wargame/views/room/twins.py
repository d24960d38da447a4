"""Twin tables side by side: rooms of one seed, so that what differs between them is what people decided.

It tells all of every table, and so it is for the white cell, and for teams when all tables are over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from wargame.faults import WargameError, nearest
from wargame.game import Game
from wargame.narrate import names
from wargame.scenario import Scenario
from wargame.state import BROKEN, ENDED, IN_FORCE
from wargame.views import board
from wargame.views.board.scope import Scope, badge, colours, plain
from wargame.views.links import ref
from wargame.views.room.hosted import stage_words
from wargame.workshop.room import Room
from wargame.workshop.rooms import RoomCard

Payload = dict[str, Any]
COLOURS = ("#1d5fd1", "#c2571a", "#1f8a5b", "#8a3fb0", "#b5446e", "#0f8391", "#8a6d1d", "#5b6b80")
"""Colours of tables, in their order; lines of tables beyond them are told apart by their stroke too."""
STROKES = 6
"""Ways in which a line is broken."""
OVER = ("debrief", "ended")
"""Stages at which a table is over."""
ENDS = {ENDED: ("ended", "warn"), BROKEN: ("broken", "bad")}
"""How an agreement that is over is told."""
NOT_YET = "Twin tables are set side by side when all of them are over; {}."
UNLIKE = "The tables have different seeds: luck differs between them too, and not what people decided alone."
ALONE = (
    "There is one table of this group on this server. Open another one with the same seed to compare them."
)


@dataclass(frozen=True)
class Table:
    """One table: its room's own game, as far as it is played; practice is no part of it."""

    room: Room
    game: Game | None

    @property
    def over(self) -> bool:
        """Whether its exercise is over."""
        return self.room.stage in OVER


def group_of(cards: Sequence[RoomCard], group: str) -> tuple[str, ...]:
    """Return the names of the rooms of a group that can be opened, by their titles.

    Raises
    ------
    WargameError
        there is no such group
    """
    known = sorted({card.group for card in cards if card.group})
    found = sorted((card.title, card.name) for card in cards if card.group == group and not card.fault)
    if not group or not found:
        raise WargameError(f"There are no twin tables {group[:80]!r}. {nearest(group[:80], known)}")
    return tuple(name for _, name in found)


def check_over(rooms: Sequence[Room]) -> None:
    """Raise ``WargameError`` unless every table is over: until then each is told what it may know and no more."""
    playing = [room.plan.title for room in rooms if room.stage not in OVER]
    if playing:
        told = f"{', '.join(playing)} {'is' if len(playing) == 1 else 'are'} still at it"
        raise WargameError(NOT_YET.format(told))


def tables(rooms: Sequence[Room]) -> tuple[Table, ...]:
    """Return the tables of rooms; each is held for a moment, one after the other.

    Raises
    ------
    WargameError
        they are no twins: their scenarios differ
    """
    scenarios = sorted({room.plan.scenario for room in rooms})
    if len(scenarios) > 1:
        raise WargameError(
            f"These tables share a group and not a scenario: {' and '.join(scenarios)}. Twin tables play the same one; "
            "open them together on the page of exercises."
        )
    found = []
    for room in rooms:
        with room.lock:
            played = room.stage in ("play", *OVER)
            # a copy of what is played: it stays as it is while its room plays on
            found.append(Table(room, room.live.game.branch(room.live.game.turn) if played else None))
    return tuple(found)


# -- panels -------------------------------------------------------------------------------------------------


def where(rows: Sequence[Table]) -> Payload:
    """Return where each table stands: stage and turn, seats of people, how tense and how stable."""
    return {
        "rows": [_where(row, place) for place, row in enumerate(rows)],
        "note": _note(rows),
    }


def _note(rows: Sequence[Table]) -> str:
    """Return what is to be known before tables are compared, "" for nothing."""
    if len(rows) < 2:
        return ALONE
    return "" if len({row.room.plan.seed for row in rows}) == 1 else UNLIKE


def _where(row: Table, place: int) -> Payload:
    room = row.room
    teams = room.teams
    people = [each for each in teams if each.seat in room.plan.seats]
    return {
        "id": room.name,
        "title": room.plan.title,
        "colour": COLOURS[place % len(COLOURS)],
        "stage": stage_words(room.stage, room.turn, room.turns),
        "people": [{"id": each.seat, "name": each.name, "colour": each.colour} for each in people],
        "done": f"{sum(each.committed for each in people)} of {len(people)} have committed"
        if room.playing
        else "",
        "ending": "Talks broke down" if row.game is not None and row.game.ending == "breakdown" else "",
        "stability": None if row.game is None else plain(row.game.state.stability[0], 0),
        "path": f"/facilitator/{quote(room.name)}",
    }


def measures(scenario: Scenario, asked: str) -> Payload:
    """Return what can be drawn of all tables, and which of it is shown: what is asked for, or the first."""
    rows = _measures(scenario)
    shown = asked if asked in [row["id"] for row in rows] else rows[0]["id"]
    return {"rows": rows, "shown": shown}


def _measures(scenario: Scenario) -> list[dict[str, str]]:
    return [
        {"id": "stability", "title": "Regional stability"},
        *(
            {"id": f"tension {name}", "title": f"Tension: {row.name}"}
            for name, row in scenario.flashpoints.items()
        ),
        *(
            {"id": f"cohesion {name}", "title": f"Cohesion: {row.name}"}
            for name, row in scenario.groups.items()
        ),
    ]


def chart(rows: Sequence[Table], measure: str) -> Payload:
    """Return one number of all tables over the turns, a line a table.

    Parameters
    ----------
    measure : id of one of ``measures``
    """
    title = {each["id"]: each["title"] for each in _measures(rows[0].room.live.game.play.scenario)}[measure]
    name, _, entry = measure.partition(" ")
    drawn = [_line(row, place, name, entry) for place, row in enumerate(rows) if row.game is not None]
    specs = [spec for spec, _ in drawn]
    labels: list[str] = max((spec["x"]["values"] for spec in specs), key=len, default=[])
    series = [
        {**line, "values": [*line["values"], *[None] * (len(labels) - len(line["values"]))]}
        for _, line in drawn
    ]
    return {
        "id": measure.replace(" ", "-"),
        "kind": "lines",
        "title": title,
        "note": "points, 0 to 100; a line for each table",
        "unit": "points",
        "x": {"name": specs[0]["x"]["name"] if specs else "turn", "values": labels},
        "series": series,
        "marks": [],
        "range": [0.0, 100.0],
        "zero": False,
        "percent": False,
        "label": f"{title} at {len(series)} tables.",
    }


def _line(row: Table, place: int, name: str, entry: str) -> tuple[Payload, Payload]:
    """Return the chart of a number at one table, and the line of it that is asked for."""
    assert row.game is not None
    spec = board.lines(Scope(row.game, row.game.turn), name)
    found = next(each for each in spec["series"] if each["id"] == (entry or name))
    look = {"colour": COLOURS[place % len(COLOURS)], "dash": place % STROKES, "symbol": True}
    return spec, {**found, **look, "id": row.room.name, "name": row.room.plan.title}


def common(rows: Sequence[Table]) -> int:
    """Return the last turn that every table has played that has begun, 0 for none."""
    return min((row.game.turn for row in rows if row.game is not None), default=0)


def agreements(rows: Sequence[Table]) -> Payload:
    """Return what became of agreements where tables differ, after the last turn that all have played."""
    played, turn = [row for row in rows if row.game is not None], common(rows)
    if not played:
        return {"tables": [], "rows": [], "alike": 0, "turn": 0}
    scenario = played[0].room.live.game.play.scenario
    told, alike = [], 0
    for name in scenario.agreements:
        cells = [_became(row.game, name, turn) for row in played if row.game is not None]
        if len({cell["text"] for cell in cells}) > 1:
            told.append(
                {
                    "id": name,
                    "name": names.agreement(scenario, name),
                    "ref": ref("agreement", name),
                    "cells": cells,
                }
            )
        else:
            alike += 1
    return {"tables": [row.room.plan.title for row in played], "rows": told, "alike": alike, "turn": turn}


def _became(game: Game, name: str, turn: int) -> Payload:
    """Return what became of one agreement at one table: since when it binds, or that it ended or never was."""
    place = game.play.world.index["agreement"][name]
    course = [int(state.agreement[0, place]) for state in game.model.states[: turn + 1]]
    changed = next((at for at in range(len(course) - 1, 0, -1) if course[at] != course[at - 1]), 0)
    if course[-1] == IN_FORCE:
        return {"text": f"since turn {changed}" if changed else "from the opening on", "tone": "good"}
    if course[-1] not in ENDS:
        return {"text": "never", "tone": ""}
    word, tone = ENDS[course[-1]]
    return {"text": f"{word} in turn {changed}" if changed else word, "tone": tone}


def decisions(rows: Sequence[Table], turn: int) -> Payload:
    """Return the orders of a turn at the tables that have played it, where they differ.

    Parameters
    ----------
    turn : from 1, held within those that some table has played; 0 for the last one that all have
    """
    last = max((row.game.turn for row in rows if row.game is not None), default=0)
    asked = min(max(turn or common(rows), 1), last) if last else 0
    played = [row for row in rows if row.game is not None and row.game.turn >= asked]
    told, alike = [], []
    if asked:
        world = played[0].room.live.game.play.world
        for seat in world.ids["nation"]:
            cells = [_ordered(row, asked, seat) for row in played]
            if len({tuple(sorted(cell["orders"])) for cell in cells}) > 1:
                told.append({**badge(Scope(_game(played[0]), 0), seat), "cells": cells})
            else:
                alike.append(names.nation(world.scenario, seat))
    return {
        "turn": asked,
        "turns": last,
        "tables": [row.room.plan.title for row in played],
        "rows": told,
        "alike": alike if len(played) > 1 else [],
    }


def _ordered(row: Table, turn: int, seat: str) -> Payload:
    game = _game(row)
    fact = next(fact for fact in game.record.of(turn, "orders") if fact["seat"] == seat)
    return {
        "orders": [names.order(game.play.scenario, text) for text in fact["orders"]],
        "people": seat in row.room.plan.seats,
    }


def _game(row: Table) -> Game:
    """Return the game of a table that has begun."""
    assert row.game is not None
    return row.game


def objectives(rows: Sequence[Table]) -> Payload:
    """Return scores and objectives of every seat at the tables that are over."""
    over = [row for row in rows if row.over]
    if not over:
        return {"tables": [], "rows": []}
    scenario = over[0].room.live.game.play.scenario
    shades, scored = colours(scenario), [{each.seat: each for each in _game(row).scores()} for row in over]
    return {
        "tables": [row.room.plan.title for row in over],
        "rows": [
            {
                "id": seat,
                "name": row.name,
                "colour": shades[seat],
                "cells": [
                    {
                        "score": plain(table[seat].score, 1),
                        "success": table[seat].success,
                        "goals": [
                            {"id": each.id, "text": each.text, "met": each.met}
                            for each in table[seat].objectives
                        ],
                    }
                    for table in scored
                ],
            }
            for seat, row in scenario.nations.items()
        ],
    }
