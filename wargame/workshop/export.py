"""What a workshop leaves behind: its games as runs that replay, what was said and done as tables, all in one folder."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wargame import __version__
from wargame.faults import WargameError
from wargame.live.whatif import Forecaster
from wargame.record import Record
from wargame.workshop.hall import Hall
from wargame.workshop.keeping import StoreKeeping
from wargame.workshop.moments import Table
from wargame.workshop.room import Room
from wargame.workshop.rooms import SUFFIX
from wargame.workshop.standing import BRANCH, MAIN, PRACTICE
from wargame.workshop.store import Store
from wargame.workshop.tables import dictionary, safe, tables

GAMES, TABLES, ABOUT, README, NAMES = "games", "tables", "exercise.json", "README.md", "names.csv"
"""What an export holds; with names also a copy of the room's file, under its own name."""
REPORT = "report.html"
"""Page of the game that is put beside these by whoever can write it."""
MARK = (1980, 1, 1, 0, 0, 0)
"""Time that the files of an archive carry: the same room gives the same bytes."""


@contextmanager
def snapshot(path: Path) -> Iterator[Room]:
    """Give a room as its file stands now, from a copy of it: a server may go on writing meanwhile.

    Raises
    ------
    WargameError
        a file that is no room's, damaged, or of another release
    """
    with tempfile.TemporaryDirectory(prefix="wargame-room-") as folder:
        copy = Path(folder) / path.name
        backup(path, copy)
        try:
            room = Room(Store.open(copy), path.stem, Forecaster(0))
        except WargameError as error:  # the copy is nobody's business: name the file that people know
            raise WargameError(str(error).replace(str(copy), str(path))) from None
        try:
            yield room
        finally:
            room.close()


def backup(path: Path, to: Path) -> Path:
    """Write a whole copy of a room's file as it stands, with all that is written ahead; a server may go on writing.

    Raises
    ------
    WargameError
        the room cannot be read, or the copy cannot be written; nothing is overwritten
    """
    store = Store.open(path, reading=True)
    try:
        store.copy(to)
    finally:
        store.close()
    to.chmod(0o600)
    return to


def export(room: Hall, folder: Path, names: bool = False) -> tuple[str, ...]:
    """Write a room to a folder of its own: games, tables, what it was, and how to read it.

    Parameters
    ----------
    room : of ``snapshot``, or one that is open here
    folder : one that does not exist, or is empty
    names : also write people's names, and a copy of the room's file, which holds them too and can be restored

    Returns
    -------
    the files and folders in it

    Raises
    ------
    WargameError
        the folder holds something already, or cannot be written; nothing is left there then
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WargameError(f"{folder} holds something already. Name a folder that does not exist.")
    beside: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".export-", dir=folder.parent))
        _write(room, beside, names)
        beside.chmod(0o755)
        beside.replace(folder)
    except OSError as error:
        raise WargameError(
            f"{folder}: it cannot be written ({error.strerror}). Make room on the disk, or name a folder in one that "
            "may be written to."
        ) from None
    finally:
        if beside is not None and beside.exists():
            shutil.rmtree(beside, ignore_errors=True)
    return tuple(sorted(each.name for each in folder.iterdir()))


def archive(folder: Path) -> bytes:
    """Return a folder as one zip, its own name in front of every file; the same files give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as held:
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), MARK)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            held.writestr(info, path.read_bytes())
    return made.getvalue()


# -- within -------------------------------------------------------------------------------------------------


def _write(room: Hall, folder: Path, names: bool) -> None:
    played = [
        (f"{number}-{kind}", kind, number, _record(room, number)) for number, kind in room.store.games()
    ]
    for name, _, _, record in played:
        record.save(folder / GAMES / name)
    about = _about(room, [_game(room, *each) for each in played])
    (folder / ABOUT).write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    made = tables(room)
    (folder / TABLES).mkdir()
    for name, table in {**made, "dictionary": dictionary(made)}.items():
        _csv(folder / TABLES / f"{name}.csv", table)
    if names:
        rows = [{"person": person, "name": name} for person, name in sorted(room.store.names().items())]
        _csv(folder / NAMES, Table("", {"person": "", "name": ""}, rows))
        room.store.copy(folder / f"{room.name}{SUFFIX}")
    (folder / README).write_text(_readme(about, made, names), encoding="utf-8")


def _record(room: Hall, number: int) -> Record:
    """Return the record of a game; of the one in play without its open turn, which holds sealed orders."""
    whole = StoreKeeping(room.store, room.name, number).record()
    if number != room.standing.game or not room.playing:
        return whole
    played = max((place for place, line in enumerate(whole.lines, 1) if line["kind"] == "digest"), default=0)
    return Record(whole.header, whole.scenario, whole.lines[:played])


def _about(room: Hall, games: list[dict[str, Any]]) -> dict[str, Any]:
    plan = room.plan.plain()
    opened = datetime.fromtimestamp(room.log[0].at, UTC)
    return {
        "room": room.name,
        "opened": opened.isoformat(timespec="seconds"),
        "wargame": __version__,
        "stage": room.stage,
        "turns": room.turns,
        "turn_open": room.playing,
        "plan": plan,
        "games": games,
    }


def _game(room: Hall, name: str, kind: str, number: int, record: Record) -> dict[str, Any]:
    origin = record.header.branched_from
    return {
        "folder": f"{GAMES}/{name}",
        "game": number,
        "kind": kind,
        "turns_played": record.turns,
        "branched_after_turn": origin["turn"] if origin else None,
        "in_play": number == room.standing.game,
    }


def _csv(path: Path, table: Table) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table.columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: safe(value) for name, value in row.items()} for row in table.rows)


_OPEN = "A turn is open: what is sealed in it, or kept by a team, comes with an export once it is played."
_KINDS = {
    MAIN: "the exercise",
    PRACTICE: "the practice turn, of which nothing counts",
    BRANCH: "gone on from a turn of the exercise",
}


def _readme(about: Mapping[str, Any], made: Mapping[str, Table], names: bool) -> str:
    plan = about["plan"]
    asked = f"Its question: {plan['question']}\n\n" if plan["question"] else ""
    games = "".join(f"- `{each['folder']}`: {_told(each)}\n" for each in about["games"])
    rows = "".join(f"| `{name}.csv` | {len(table.rows)} | {table.text} |\n" for name, table in made.items())
    rest = f"\n{_OPEN}\n" if about["turn_open"] else ""
    file = f"{about['room']}{SUFFIX}"
    held = (
        f"`{NAMES}` tells who the numbers of people are, and `{file}` is a copy of the room with names and join codes: "
        f"keep both where only you can read them. `wargame workshop restore {file}` takes the room up again.\n"
        if names
        else "People are numbers here; their names stayed in the room. Texts are as people wrote them, and may name "
        "somebody.\n"
    )
    return f"""# {plan["title"]}

An exercise of {about["opened"][:10]} on the scenario `{plan["scenario"]}`, seed {plan["seed"]}. Seats of people:
{", ".join(plan["seats"])}.

{asked}It explores, it does not predict.

## Games

Each is a run that plays again, bit for bit, with `wargame replay FOLDER`; `wargame show FOLDER` tells it, `wargame
report FOLDER` makes one page of it, and `wargame branch FOLDER --turn N` plays on from a turn.

{games}{rest}
## Tables

`{TABLES}/dictionary.csv` tells what every column is. A text that a spreadsheet could take for a formula has an
apostrophe in front.

| file | rows | what it holds |
|---|---|---|
{rows}
## People

{held}"""


def _told(game: Mapping[str, Any]) -> str:
    turns = f"{game['turns_played']} turn{'' if game['turns_played'] == 1 else 's'} played"
    grown = f", after turn {game['branched_after_turn']}" if game["branched_after_turn"] is not None else ""
    counts = game["in_play"] and game["kind"] != PRACTICE
    return f"{_KINDS[game['kind']]}{grown}, {turns}{'; the one that counts' if counts else ''}"
