"""The files of rooms, checked and taken up again from a copy; a server may run meanwhile."""

from __future__ import annotations

from pathlib import Path

from wargame.faults import WargameError
from wargame.game import Game
from wargame.live.hold import Hold
from wargame.workshop.door import new_code
from wargame.workshop.export import backup
from wargame.workshop.keeping import StoreKeeping
from wargame.workshop.rooms import SUFFIX, plain_name
from wargame.workshop.standing import WHITE, Standing
from wargame.workshop.store import Store

ASIDE = ".damaged"
"""Put behind the name of a damaged file that makes way for its copy."""


def check(path: Path) -> tuple[str, ...]:
    """Return what is wrong with the file of a room, a sentence each with how to mend it; nothing for a whole one.

    Looks at the file itself, at the chain of its log, at the records of all games, and plays every game again.
    """
    try:
        store = Store.open(path, reading=True)
    except WargameError as error:
        return (str(error),)
    try:
        return tuple(store.faults()) or (*_log_faults(store), *_game_faults(store))
    except WargameError as error:
        return (str(error),)
    finally:
        store.close()


def _log_faults(store: Store) -> list[str]:
    """Return what is wrong with the log: it adds up, and what it names is there."""
    path = store.path
    if not store.entries:
        return [f"{path}: the room in it was never finished. Delete the file, and open the room anew."]
    try:
        standing = Standing.of(store.entries)
    except WargameError as error:
        return [f"{path}, log: {error}"]
    except (AttributeError, KeyError, TypeError, ValueError):
        return [
            f"{path}, log: an entry is of another form than this release writes. Restore the file from a copy."
        ]
    known = {number for number, _ in store.games()}
    missing = sorted({int(each.body["game"]) for each in store.entries if each.kind == "game"} - known)
    found = [
        f"{path}: game {number} of the log is not in the file. Restore the file from a copy."
        for number in missing
    ]
    strangers = {*store.names(), *store.tokens().values()} - standing.people.keys()
    if strangers:
        told = ", ".join(map(str, sorted(strangers)))
        found.append(f"{path}: the log knows nothing of the people {told}. Restore the file from a copy.")
    return found


def _game_faults(store: Store) -> list[str]:
    """Return what is wrong with the games: the chain of each record, and whether it plays as it did."""
    found = []
    for number, kind in store.games():
        where = f"{store.path}, game {number} ({kind})"
        try:
            store.desks(number)
            Game.of(StoreKeeping(store, store.path.stem, number).record(), where)
        except WargameError as error:
            text = str(error).removeprefix(str(store.path)).removeprefix(where)
            found.append(f"{where}{text}")
    return found


def restore(file: Path, folder: Path) -> tuple[str, str]:
    """Take a room up again from a copy of its file; nothing that is there is overwritten.

    A damaged room of the same name is set aside, and the copy stands in its place, with its codes and everybody in
    their seat. Beside a room that is whole the copy gets a name, codes of its own, and nobody in its seats.

    Parameters
    ----------
    file : a copy, as ``backup`` and exports with names have it
    folder : of the rooms

    Returns
    -------
    name of the room, and what became of the one that had it before, "" where there was none

    Raises
    ------
    WargameError
        a copy that is damaged itself, a room that a server has open, a folder that cannot be written
    """
    if faults := check(file):
        raise WargameError(faults[0])
    name = plain_name(file.stem)
    path = folder / f"{name}{SUFFIX}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.samefile(file):
            raise WargameError(f"{path}: this is the room itself, and it is whole. Open it.")
        if path.exists() and not check(path):
            return _beside(file, path), f"The room {name} is there and whole: it was left as it is."
        told = _set_aside(path, name) if path.exists() else ""
        backup(file, path)
    except OSError as error:
        raise WargameError(
            f"{folder}: it cannot be written ({error.strerror}). Make room, and do it again."
        ) from None
    return name, told


def _set_aside(path: Path, name: str) -> str:
    """Move a damaged file out of the way, with what was written ahead of it."""
    hold = Hold(path.parent, f"{name}.lock", name)
    hold.take()
    try:
        to = _free(path, ASIDE)
        for end in ("-wal", "-shm", ""):
            part = path.with_name(path.name + end)
            if part.exists():
                part.replace(to.with_name(to.name + end))
    finally:
        hold.drop()
    return f"The room that could not be opened is kept as {to.name}."


def _beside(file: Path, path: Path) -> str:
    """Copy a room beside one of its name, with codes of its own and nobody in its seats."""
    to = _free(path, "")
    backup(file, to)
    store = Store.open(to)
    try:
        with store.writing():
            for seat in store.codes():
                store.put_code(seat, new_code())
            for person in store.names():
                store.drop_tokens(person)
            last = store.entries[-1]
            store.append(last.at, last.turn, "restored", WHITE, {"of": path.stem})
    finally:
        store.close()
    return to.stem


def _free(path: Path, end: str) -> Path:
    """Return a file that does not exist: ``north-2.db``, or ``north.db.damaged-2``."""
    count = 1
    while True:
        mark = "" if count == 1 else f"-{count}"
        made = path.with_name(f"{path.name}{end}{mark}" if end else f"{path.stem}{mark}{path.suffix}")
        if not made.exists():
            return made
        count += 1
