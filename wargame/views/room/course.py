"""The course of the game in the facilitator's hands: back, a branch aside, export, the debrief, the end."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from wargame.game import Game
from wargame.narrate import tell
from wargame.workshop import Room

Payload = dict[str, Any]
SHOWN = 4
"""Branches that are linked, the latest first."""


def course(room: Room) -> Payload:
    """Return the cards of what can be done to the game as a whole, each with what it keeps and what it undoes.

    Returns
    -------
    ``cards``, each with ``id``, ``title``, ``text``, ``do`` (the act), ``button``, ``yes`` and ``sure`` (asked before),
    or ``off`` (why it cannot be done now); some with ``turns`` to choose from, ``links`` and ``kept``; ``stamp`` tells
    where the room stood when they were made
    """
    cards = [_back(room), _branch(room), _export(room), _debrief(room), _end(room)]
    return {"cards": cards, "stamp": stamp(room)}


def stamp(room: Room) -> str:
    """Return what tells where the room stands from where it stood when an act was meant."""
    return f"{room.standing.game} {room.stage} {room.live.game.turn}"


def _back(room: Room) -> Payload:
    game = room.live.game
    last = game.turn if room.over or room.phase == "why" else game.turn + 1
    return {
        "id": "back",
        "title": "Go back",
        "text": "Play on from an earlier turn, all of you. Use it when a turn went wrong by mistake, not by choice.",
        "kept": [
            "Nothing is lost: the game as it was played stays in the file, and goes out with the export.",
            "Undone: orders, agreements, cards and rulings of the turns that are played again.",
            "Kept: people, messages, notes and the whole log.",
        ],
        "do": "back",
        "danger": True,
        "reason": True,
        "pick": "Begin again with",
        "turns": [_again(game, turn, last) for turn in range(last, 0, -1)],
        "button": "Go back…",
        "yes": "Go back",
        "off": _no_back(room),
    }


def _again(game: Game, turn: int, last: int) -> Payload:
    """Return one turn to begin again with; ``last`` is the last one that is begun."""
    which, it = (f"Turn {turn} is", "it") if turn == last else (f"Turns {turn} to {last} are", "them")
    return {
        "turn": turn - 1,
        "text": f"turn {turn} ({_year(game, turn)})",
        "sure": f"{which} played again: all that any team drafted, sealed or agreed in {it} is undone.",
    }


def _no_back(room: Room) -> str:
    return {
        "lobby": "The exercise has not begun.",
        "practice": "The practice turn counts for nothing: the game begins from its opening whatever happens in it.",
        "ended": "The exercise has ended. Put a branch aside to play on from one of its turns.",
    }.get(room.stage, "")


def _branch(room: Room) -> Payload:
    game = room.live.game
    made = [entry.body for entry in room.log if entry.kind == "branch"][::-1][:SHOWN]
    return {
        "id": "branch",
        "title": "A branch aside",
        "text": "Put a copy that ends with an earlier turn among the runs of this server, to ask “what if we had”. "
        "The room goes on as if nothing happened.",
        "do": "branch",
        "pick": "Up to the end of",
        "turns": [
            {
                "turn": kept,
                "text": f"turn {kept} ({_year(game, kept)})" if kept else "the opening",
                "sure": "",
            }
            for kept in range(game.turn, -1, -1)
        ],
        "button": "Put a branch aside",
        "off": "The practice turn has no branches." if room.stage == "practice" else "",
        "links": [
            {
                "id": f"branch {row['run']}",
                "text": f"Open {row['run']}",
                "href": f"/review/{quote(str(row['run']), safe='')}",
            }
            for row in made
        ],
    }


def _export(room: Room) -> Payload:
    way = f"/api/export/{quote(room.name, safe='')}"
    return {
        "id": "export",
        "title": "Take the record home",
        "text": "One file with everything: the games as records that can be played again, tables, messages, rulings "
        "with their reasons, times of the phases. It can be taken at any time, also while the game runs.",
        "kept": [
            "Without names, people are numbers. With names is for you alone: ask before you pass it on."
        ],
        "links": [
            {"id": "export", "text": "Download without names", "href": way, "download": True, "first": True},
            {"id": "export-names", "text": "Download with names", "href": f"{way}?names=1", "download": True},
        ],
    }


def _debrief(room: Room) -> Payload:
    played, turns = room.live.game.turn, room.turns
    early = "" if room.over else f", {turns - played} turn{'s' if turns - played > 1 else ''} early"
    return {
        "id": "debrief",
        "title": "To the debrief",
        "text": "Play ends, and all secrets are open: objectives, orders, reasons. The debrief is where people learn; "
        "fifteen minutes are well spent.",
        "do": "debrief",
        "danger": not room.over,
        "button": "To the debrief…",
        "yes": "End play",
        "sure": f"Play ends after turn {played} of {turns}{early}. The game is scored as it stands now."
        if room.stage == "play"
        else "The practice turn ends, and no game is played: there will be little to look back at.",
        "off": {
            "lobby": "The exercise has not begun.",
            "debrief": "You are in it: see the tab Debrief.",
            "ended": "The exercise has ended.",
        }.get(room.stage, ""),
    }


def _end(room: Room) -> Payload:
    return {
        "id": "end",
        "title": "End the exercise",
        "text": "Codes open nothing any more. Teams keep what they have open, and take their record home from there.",
        "do": "end",
        "danger": True,
        "reason": True,
        "button": "End the exercise…",
        "yes": "End it for all",
        "sure": "The exercise ends for everybody."
        + (" Play ends too, and the debrief is skipped." if room.stage in ("practice", "play") else ""),
        "off": f"It has ended: {room.standing.ended}" if room.stage == "ended" else "",
    }


def _year(game: Game, turn: int) -> str:
    frame = game.play.scenario.frame
    return tell.year(frame.first_year + (turn - 1) * game.play.world.years)
