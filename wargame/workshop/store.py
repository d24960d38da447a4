"""The store of a room: one SQLite file, written ahead and flushed, whose log is only ever added to.

What a method returned from is on disk. Several writes belong together in ``with store.writing():``; all of them are
there afterwards, or none.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wargame.faults import HALF_A_SIGN, WargameError

FORMAT = 1
"""Number of the layout of the file; a release reads its own."""
OURS = 0x57474D52
"""Mark by which SQLite files of rooms are known among others (``application_id``)."""
TABLES = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE entry(n INTEGER PRIMARY KEY, at REAL NOT NULL, turn INTEGER NOT NULL, kind TEXT NOT NULL,
                   who TEXT NOT NULL, body TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TABLE game(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, header TEXT NOT NULL);
CREATE TABLE line(game INTEGER NOT NULL REFERENCES game(id), n INTEGER NOT NULL, body TEXT NOT NULL,
                  PRIMARY KEY(game, n)) WITHOUT ROWID;
CREATE TABLE desk(game INTEGER NOT NULL REFERENCES game(id), seat TEXT NOT NULL, body TEXT NOT NULL,
                  PRIMARY KEY(game, seat)) WITHOUT ROWID;
CREATE TABLE name(person INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE token(hash TEXT PRIMARY KEY, person INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE code(seat TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE) WITHOUT ROWID;
"""
STAYS = "CREATE TRIGGER {table}_{when} BEFORE {when} ON {table} BEGIN SELECT RAISE(ABORT, 'stays'); END"
"""What is in the log stays there as it is."""


@dataclass(frozen=True)
class Entry:
    """One line of the log of a room.

    Attributes
    ----------
    n : number, from 1;  at : seconds since 1970
    turn : the turn that was open;  kind : what happened
    who : ``white`` for the facilitator, a seat, ``screen``, or ``clock`` for what the room did by itself
    body : plain values, by kind
    """

    n: int
    at: float
    turn: int
    kind: str
    who: str
    body: Mapping[str, Any]
    hash: str


class StoreError(WargameError):
    """A file that cannot be read or written now, by no fault of whoever asked."""


class Store:
    """The file of one room; made by ``Store.make`` and ``Store.open``.

    Attributes
    ----------
    path : of the file
    entries : the log, as it is on disk
    """

    def __init__(self, path: Path, link: sqlite3.Connection) -> None:
        self.path, self._link = path, link
        self._lock = threading.RLock()
        self._depth, self._gathered = 0, -1
        self.entries: list[Entry] = []
        with _told(path):
            self.entries = [_entry(row) for row in self._rows("SELECT * FROM entry ORDER BY n")]

    @classmethod
    def make(cls, path: Path) -> Store:
        """Make the file of a new room.

        Raises
        ------
        WargameError
            there is such a file, or it cannot be written
        """
        if path.exists():
            raise WargameError(f"{path}: there is such a file. Give the room another name.")
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(
                0o600
            )  # before SQLite makes the files beside it, which take its mode: they hold names too
            link = _connected(path)
            link.execute("BEGIN IMMEDIATE")
            for statement in TABLES.split(";"):
                link.execute(statement)
            for table in ("entry", "line"):
                for when in ("UPDATE", "DELETE"):
                    link.execute(STAYS.format(table=table, when=when))
            link.execute(f"PRAGMA application_id = {OURS}")
            link.execute(f"PRAGMA user_version = {FORMAT}")
            link.execute("COMMIT")
            link.execute("PRAGMA wal_checkpoint(PASSIVE)")
        return cls(path, link)

    @classmethod
    def open(cls, path: Path, *, reading: bool = False) -> Store:
        """Open the file of a room.

        Parameters
        ----------
        reading : only read, beside a server that writes

        Raises
        ------
        WargameError
            no such file, none of a room, one of another release, a damaged one, one that cannot be had
        """
        if not path.is_file():
            raise WargameError(
                f"{path}: there is no such room. `wargame workshop list` names those there are."
            )
        with _told(path):
            link = _connected(path, reading)
            mark = link.execute("PRAGMA application_id").fetchone()[0]
            made = link.execute("PRAGMA user_version").fetchone()[0]
        if mark != OURS:
            link.close()
            raise WargameError(
                f"{path}: this is no file of a room, or half of one without the {path.name}-wal that lay beside it. "
                "Copy all files whose names begin alike, or take `wargame workshop export --names`."
            )
        if made != FORMAT:
            link.close()
            newer = "a newer" if made > FORMAT else "an older"
            raise WargameError(
                f"{path}: this room was written by {newer} release (format {made}, this one reads {FORMAT}). Open it "
                "with that release."
            )
        return cls(path, link)

    @classmethod
    def ways_in(cls, path: Path) -> tuple[dict[str, int], dict[str, str]]:
        """Return hashed tokens and codes of a file that is not open, without reading the rest of it.

        Raises
        ------
        WargameError
            as ``open``
        """
        with _told(path):
            link = _connected(path, reading=True)
            try:
                tokens = link.execute("SELECT hash, person FROM token").fetchall()
                codes = link.execute("SELECT seat, code FROM code").fetchall()
            finally:
                link.close()
        return dict(tokens), dict(codes)

    def close(self) -> None:
        """Let go of the file; what was written ahead is moved into it."""
        with self._lock:
            self._link.close()

    @property
    def changes(self) -> int:
        """Rows that this process has written so far, kept or not."""
        return self._link.total_changes

    # -- writing --------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write several things or none of them; within another such block they belong to that one.

        Raises
        ------
        WargameError
            the disk is full, or the file cannot be written; nothing of the block was kept
        """
        with self._lock:
            if self._depth:
                yield
                return
            held = len(self.entries)
            with _told(self.path):
                self._link.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                with _told(self.path):
                    yield
                    self._link.execute("COMMIT")
            except BaseException:
                del self.entries[held:]
                if self._link.in_transaction:
                    self._link.execute("ROLLBACK")
                raise
            finally:
                self._depth -= 1

    def append(self, at: float, turn: int, kind: str, who: str, body: Mapping[str, Any]) -> Entry:
        """Add an entry to the log."""
        with self.writing():
            before = self.entries[-1].hash if self.entries else ""
            plain = json.dumps(body, ensure_ascii=False, allow_nan=False)
            bare = (len(self.entries) + 1, at, turn, kind, who, plain)
            row = (*bare, chained(before, bare))
            self._link.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            self.entries.append(_entry(row))
            return self.entries[-1]

    def add_game(self, kind: str, header: Mapping[str, Any]) -> int:
        """Add a game without lines and return its number."""
        with self.writing():
            number = len(self.games()) + 1
            self._link.execute("INSERT INTO game VALUES (?, ?, ?)", (number, kind, _json(header)))
            return number

    def add_lines(self, game: int, first: int, lines: Sequence[Mapping[str, Any]]) -> None:
        """Add lines to the record of a game; ``first`` is the number of the first of them, from 0."""
        with self.writing():
            rows = [(game, first + place, _json(line)) for place, line in enumerate(lines)]
            self._link.executemany("INSERT INTO line VALUES (?, ?, ?)", rows)

    def put_desk(self, game: int, seat: str, body: Mapping[str, Any]) -> None:
        """Keep what lies on the desk of a seat, in place of what lay there."""
        with self.writing():
            self._link.execute("INSERT OR REPLACE INTO desk VALUES (?, ?, ?)", (game, seat, _json(body)))

    def put_meta(self, key: str, value: Any) -> None:
        """Keep a plain value under a key, in place of the one before."""
        with self.writing():
            self._link.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, _json(value)))

    def put_name(self, person: int, name: str) -> None:
        """Keep the name of a person, in place of the one before."""
        with self.writing():
            self._link.execute("INSERT OR REPLACE INTO name VALUES (?, ?)", (person, name))

    def put_person(self, person: int, name: str, token_hash: str) -> None:
        """Keep the name of a person, apart from everything else, and the hash of a token."""
        with self.writing():
            self._link.execute("INSERT OR REPLACE INTO name VALUES (?, ?)", (person, name))
            self._link.execute("INSERT INTO token VALUES (?, ?)", (token_hash, person))

    def drop_tokens(self, person: int) -> None:
        """Let no token of a person open anything any more."""
        with self.writing():
            self._link.execute("DELETE FROM token WHERE person = ?", (person,))

    def put_code(self, seat: str, code: str) -> None:
        """Keep the join code of a seat, in place of the one before."""
        with self.writing():
            self._link.execute("INSERT OR REPLACE INTO code VALUES (?, ?)", (seat, code))

    # -- reading --------------------------------------------------------------------------------------------

    def games(self) -> list[tuple[int, str]]:
        """Return number and kind of every game, in the order in which they began."""
        return [(int(n), str(kind)) for n, kind in self._rows("SELECT id, kind FROM game ORDER BY id")]

    def header(self, game: int) -> dict[str, Any]:
        """Return the header of a game's record."""
        rows = self._rows("SELECT header FROM game WHERE id = ?", game)
        if not rows:
            raise WargameError(f"{self.path}: there is no game {game} in this room.")
        return _plain(self.path, rows[0][0])

    def lines(self, game: int) -> list[dict[str, Any]]:
        """Return the lines of a game's record."""
        rows = self._rows("SELECT body FROM line WHERE game = ? ORDER BY n", game)
        return [_plain(self.path, body) for (body,) in rows]

    def desks(self, game: int) -> dict[str, dict[str, Any]]:
        """Return what lies on the desks of a game, by seat."""
        rows = self._rows("SELECT seat, body FROM desk WHERE game = ?", game)
        return {str(seat): _plain(self.path, body) for seat, body in rows}

    def meta(self, key: str) -> Any:
        """Return the value under a key, None if there is none."""
        rows = self._rows("SELECT value FROM meta WHERE key = ?", key)
        return json.loads(rows[0][0]) if rows else None

    def names(self) -> dict[int, str]:
        """Return the names of people."""
        return {int(n): str(text) for n, text in self._rows("SELECT person, text FROM name")}

    def tokens(self) -> dict[str, int]:
        """Return the person whom the hash of each token stands for."""
        return {str(each): int(n) for each, n in self._rows("SELECT hash, person FROM token")}

    def codes(self) -> dict[str, str]:
        """Return the join code of each seat."""
        return {str(seat): str(code) for seat, code in self._rows("SELECT seat, code FROM code")}

    def gather(self) -> None:
        """Move what was written ahead into the file itself, where anything was and nobody reads at the moment."""
        with self._lock:
            if self._depth or self._link.total_changes == self._gathered:
                return
            with _told(self.path):
                self._link.execute("PRAGMA wal_checkpoint(PASSIVE)")
            self._gathered = self._link.total_changes

    def copy(self, path: Path) -> None:
        """Write a whole copy of the file as it stands, beside a server that writes.

        Raises
        ------
        WargameError
            there is such a file, or it cannot be written
        """
        if path.exists():
            raise WargameError(f"{path}: there is such a file. Name another one.")
        with self._lock, _told(path):
            other = sqlite3.connect(path)
            try:
                self._link.backup(other)
            finally:
                other.close()

    def faults(self) -> list[str]:
        """Return what SQLite finds wrong with the file, and the first entry of the log that was edited."""
        try:
            found = [str(row[0]) for row in self._link.execute("PRAGMA integrity_check") if row[0] != "ok"]
        except sqlite3.DatabaseError as error:
            return [f"{self.path}: {error}. Restore the file from a copy."]
        before = ""
        for row in self._rows("SELECT * FROM entry ORDER BY n"):
            if row[-1] != chained(before, row[:-1]):
                return [*found, f"{self.path}, entry {row[0]}: it was edited. Restore the file from a copy."]
            before = row[-1]
        return found

    def _rows(self, query: str, *values: Any) -> list[Any]:
        with self._lock, _told(self.path):
            return self._link.execute(query, values).fetchall()


def chained(before: str, bare: Sequence[Any]) -> str:
    """Hash an entry behind all before it."""
    return hashlib.sha256((before + _json(list(bare))).encode()).hexdigest()


def _connected(path: Path, reading: bool = False) -> sqlite3.Connection:
    where = f"{path.resolve().as_uri()}{'?mode=ro' if reading else ''}"
    link = sqlite3.connect(where, uri=True, isolation_level=None, check_same_thread=False, timeout=2.0)
    link.execute("PRAGMA foreign_keys = ON")
    if not reading:
        link.execute("PRAGMA journal_mode = WAL")
        link.execute("PRAGMA synchronous = FULL")
    return link


def _entry(row: Sequence[Any]) -> Entry:
    n, at, turn, kind, who, body, told = row
    return Entry(n, at, turn, kind, who, json.loads(body), told)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _plain(path: Path, text: str) -> dict[str, Any]:
    held = json.loads(text)
    if not isinstance(held, dict):
        raise WargameError(f"{path}: a row holds no plain values. Restore the file from a copy.")
    return held


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell what SQLite and the disk refuse in words that a facilitator can act on."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreError(f"{path}: {_why(str(error))}") from None
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"{path}: it is damaged or no file of a room ({error}). Restore it from a copy."
        ) from None
    except json.JSONDecodeError:
        raise StoreError(f"{path}: a row of it is damaged. Restore the file from a copy.") from None
    except UnicodeEncodeError:
        raise WargameError(HALF_A_SIGN) from None
    except OSError as error:
        raise StoreError(
            f"{path}: it cannot be written ({error.strerror}). Make room, or name another folder."
        ) from None


def _why(error: str) -> str:
    if "full" in error:
        return "the disk is full, and nothing of this was kept. Make room on the disk, and do it again."
    if "locked" in error:
        return "another program holds this file. Close it there, and do it again."
    if "readonly" in error or "unable to open" in error:
        return "it cannot be written or opened. Check who may write there, and whether the disk is full."
    return f"it cannot be read or written ({error}). Try again; if it stays, restore the file from a copy."
