"""Commands on the files of rooms: list, export, restore, check. They read; a server may run meanwhile."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from wargame.cli.rules import AsJson
from wargame.cli.runs import Out
from wargame.cli.shell import FOUND, tell, tell_json, working
from wargame.cli.workshop import group
from wargame.faults import WargameError, nearest
from wargame.narrate.screen import Line, grid
from wargame.record import RUNS
from wargame.views.room.hosted import stage_words
from wargame.workshop import RoomCard, Rooms
from wargame.workshop.export import REPORT, export, snapshot
from wargame.workshop.rooms import FOLDER, SUFFIX
from wargame.workshop.upkeep import check as find_faults
from wargame.workshop.upkeep import restore as take_up

RoomName = Annotated[str, typer.Argument(metavar="ROOM", help="Name of a room, or the path of its file.")]


def folder() -> Path:
    """Return where rooms are kept: in the working directory, as the server has it."""
    return Path(RUNS) / FOLDER


def path_of(room: str) -> Path:
    """Return the file of a room by its name or its path.

    Raises
    ------
    WargameError
        there is no such room
    """
    known = {path.stem: path for path in sorted(folder().glob(f"*{SUFFIX}"))}
    if room in known:
        return known[room]
    if Path(room).is_file():
        return Path(room)
    raise WargameError(f"There is no room {room[:80]!r} in {folder()}. {nearest(room[:80], known)}")


@group.command("list", short_help="List the rooms there are.")
def list_rooms(as_json: AsJson = False) -> None:
    """List the rooms of the working directory, the latest first, with where each stands."""
    with working("Reading the rooms"):
        cards = Rooms(folder()).list()
    if as_json:
        tell_json([asdict(card) for card in cards])
    elif cards:
        tell(grid([(card.name, _standing(card)) for card in cards], indent=0))
    else:
        tell([Line(f"There is no room in {folder()}. Open one with: wargame workshop open")])


def _standing(card: RoomCard) -> str:
    if card.fault:
        return card.fault
    people = f"{card.people} {'person' if card.people == 1 else 'people'}"
    return f"{card.title}; {card.scenario}, {stage_words(card.stage, card.turn + 1, card.turns)}, {people}"


@group.command("export", short_help="Write a room: its games, tables, a report.")
def export_room(
    room: RoomName,
    names: Annotated[
        bool,
        typer.Option("--names", help="Also people's names, and a copy of the room that can be restored."),
    ] = False,
    out: Out = None,
) -> None:
    """Write a room to a folder: games that replay, what was said and done as tables, the report of its game.

    Names of people stay out of it unless asked for.
    """
    # it takes the styles of the pages, and they their settings: not for every command
    from wargame.report import report

    path = path_of(room)
    target = Path(f"{path.stem}-export") if out is None else out
    with working("Reading the room") as watch, snapshot(path) as still:
        watch("writing")
        found = export(still, target, names)
        (target / REPORT).write_text(report(still.live.game), encoding="utf-8")
    tell([Line(f"{target}: {', '.join(sorted((*found, REPORT)))}.")])


@group.command("restore", short_help="Take a room up again from a copy of its file.")
def restore_room(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A copy of a room's file, as export --names writes it.")
    ],
) -> None:
    """Take a room up again from a copy; nothing is overwritten.

    A damaged room of the same name is set aside and the copy takes its place, with its codes and people. Beside a room
    that is whole, the copy gets a name and codes of its own.
    """
    if not file.is_file():
        raise WargameError(f"{file}: there is no such file. Name a copy of a room's file.")
    with working("Checking the copy"):
        name, told = take_up(file, folder())
    tell([Line(f"{folder() / name}{SUFFIX}: restored from {file}.")])
    if told:
        tell([Line(told)])


@group.command("check", short_help="Find what is wrong with rooms.")
def check_rooms(
    room: Annotated[
        str | None,
        typer.Argument(metavar="ROOM", help="Name of a room, or the path of a file; all rooms if left out."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look for damage: the file, the chain of its log, the records of its games, and whether each plays as it did.

    Exit code 1 if anything is found.
    """
    paths = sorted(folder().glob(f"*{SUFFIX}")) if room is None else [path_of(room)]
    found: dict[str, list[str]] = {}
    with working("Checking") as watch:
        for path in paths:
            watch(path.stem)
            found[str(path)] = list(find_faults(path))
    if as_json:
        tell_json(found)
    else:
        tell(Line(text) for path, faults in found.items() for text in faults or [f"{path}: no fault found."])
        if not found:
            tell([Line(f"There is no room in {folder()}.")])
    raise typer.Exit(FOUND if any(found.values()) else 0)
