"""The rooms of one server: each a file of its own, open once, with one clock that lets them all move on."""

from __future__ import annotations

import logging
import os
import re
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wargame.faults import WargameError, nearest
from wargame.live.hold import Hold
from wargame.live.shelf import SEEDS, shelf
from wargame.live.whatif import Forecaster
from wargame.record import RUNS
from wargame.workshop.door import Guesses, hashed, read_code
from wargame.workshop.keys import Keys
from wargame.workshop.people import Person
from wargame.workshop.plan import Plan
from wargame.workshop.room import Room
from wargame.workshop.standing import SCREEN, Standing
from wargame.workshop.store import Store

log = logging.getLogger("wargame.workshop")
FOLDER, SUFFIX = "rooms", ".db"
"""Where in ``runs/`` rooms are kept, and how their files end."""
BEAT = 0.5
"""Seconds between two looks at the clocks."""
GATHER = 10
"""Looks after which what was written ahead is moved into the files."""
LETTERS = 40
"""Letters of the name of a room at most."""


@dataclass(frozen=True)
class RoomCard:
    """One room, told in short.

    Attributes
    ----------
    stage, turn, turns : where it stands;  people : who have joined
    group : twin tables share it;  when : seconds since 1970 of the last entry of its log
    open : at this server now;  fault : one sentence for one that cannot be opened, else ""
    """

    name: str
    title: str = ""
    scenario: str = ""
    stage: str = ""
    turn: int = 0
    turns: int = 0
    people: int = 0
    group: str = ""
    when: float = 0.0
    open: bool = False
    fault: str = ""


class Rooms:
    """All rooms of one folder.

    Parameters
    ----------
    folder : where they are kept; made when the first one begins
    forecaster : plays their what-ifs

    Attributes
    ----------
    guesses : limits wrong join codes;  keys : lets facilitators in
    """

    def __init__(self, folder: str | Path, forecaster: Forecaster | None = None) -> None:
        self.folder = Path(folder)
        self.forecaster = forecaster or Forecaster()
        self.guesses = Guesses()
        self._lock, self._guessing = threading.RLock(), threading.Lock()
        self._open: dict[str, tuple[Room, Hold]] = {}
        self._ways: dict[str, tuple[tuple[int, ...], dict[str, int], dict[str, str]]] = {}
        self._clock: threading.Thread | None = None
        self._ended = threading.Event()
        self._keys: Keys | None = None

    @property
    def keys(self) -> Keys:
        """The facilitator's key of this start."""
        with self._lock:
            if self._keys is None:
                self._keys = Keys(self.folder / "door.json")
            return self._keys

    # -- rooms ----------------------------------------------------------------------------------------------

    def begin(self, plan: Plan) -> Room:
        """Open a new room; it is on disk when this returns.

        Raises
        ------
        WargameError
            a plan that cannot be played, a folder that cannot be written
        """
        plan.check()
        with self._lock:
            name = self._free(plan.title)
            hold = self._held(name)
            path = self._path(name)
            try:
                return self._keep(Room.make(Store.make(path), name, plan, self.forecaster), hold)
            except BaseException:
                hold.drop()
                for each in path.parent.glob(f"{path.name}*"):
                    each.unlink()
                raise

    def open(self, name: str) -> Room:
        """Return a room, played up from its file where it is not open yet.

        Raises
        ------
        WargameError
            no such room, a damaged one, one of another release, one that another process holds
        """
        here = self._open.get(name)  # a room that is open is had at once, whatever another one is at
        if here is not None:
            return here[0]
        with self._lock:
            held = self._open.get(name)
            if held is not None:
                return held[0]
            known = self._names()
            if name not in known:
                raise WargameError(f"There is no room {name[:80]!r}. {nearest(name[:80], known)}")
            hold = self._held(name)
            try:
                return self._keep(Room(Store.open(self._path(name)), name, self.forecaster), hold)
            except BaseException:
                hold.drop()
                raise

    def list(self) -> tuple[RoomCard, ...]:
        """Return the card of every room, the latest first; a damaged one tells its fault."""
        with self._lock:
            cards = [self._card(name) for name in self._names()]
        return tuple(sorted(cards, key=lambda card: (-card.when, card.name)))

    def close(self) -> None:
        """Let go of all rooms and end the clock."""
        self._ended.set()
        if self._clock is not None and self._clock is not threading.current_thread():
            self._clock.join(2.0)
        with self._lock:
            for room, hold in self._open.values():
                room.close()
                hold.drop()
            self._open.clear()

    # -- who comes in ---------------------------------------------------------------------------------------

    def by_code(self, code: str, caller: str) -> tuple[Room, str]:
        """Return the room and the seat that a code opens.

        Parameters
        ----------
        caller : address that it came from; wrong guesses of one caller are limited

        Raises
        ------
        WargameError
            a wrong code, too many of them, or one of an exercise that has ended
        """
        with self._guessing:  # one after the other: right codes that come together are no guesses
            self.guesses.take(caller)
            room, seat = self._coded(read_code(code))
            self.guesses.forgive(caller)
        if room.stage == "ended":
            raise WargameError(f"The exercise {room.plan.title!r} has ended; this code opens nothing.")
        return room, seat

    def by_token(self, token: str) -> tuple[Room, Person] | None:
        """Return the room and the person whom a token stands for, None if it opens nothing."""
        if not token:
            return None
        for room, _ in list(self._open.values()):
            if (person := room.by_token(token)) is not None:
                return room, person
        for name in self._closed():
            if hashed(token) in self._ways_in(name)[0]:
                room = self.open(name)
                person = room.by_token(token)
                return None if person is None else (room, person)
        return None

    # -- within ---------------------------------------------------------------------------------------------

    def _coded(self, asked: str) -> tuple[Room, str]:
        """Return the room and the seat of a code as it is kept."""
        for room, _ in list(self._open.values()):
            for seat, held in room.codes.items():
                if held == asked:
                    return room, seat
        for name in self._closed():
            for seat, held in self._ways_in(name)[1].items():
                if held == asked:
                    return self.open(name), seat
        raise WargameError(
            "No room has this code, or it was replaced. Ask the facilitator for the code of your seat."
        )

    def _names(self) -> tuple[str, ...]:
        return tuple(sorted(path.stem for path in self.folder.glob(f"*{SUFFIX}")))

    def _closed(self) -> tuple[str, ...]:
        return tuple(name for name in self._names() if name not in self._open)

    def _ways_in(self, name: str) -> tuple[dict[str, int], dict[str, str]]:
        """Return tokens and codes of a room that is not open; none of one that cannot be read."""
        path = self._path(name)
        try:
            # what only tells who has the file open (-shm) is touched by looking
            parts = (path, path.with_name(f"{path.name}-wal"))
            mark = tuple(each.stat().st_mtime_ns for each in parts if each.exists())
            held = self._ways.get(name)
            if held is None or held[0] != mark:
                held = self._ways[name] = mark, *Store.ways_in(path)
        except (OSError, WargameError):
            return {}, {}
        return held[1], held[2]

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{SUFFIX}"

    def _held(self, name: str) -> Hold:
        self.folder.mkdir(parents=True, exist_ok=True)
        hold = Hold(self.folder, f"{name}.lock", name)
        hold.take()
        return hold

    def _free(self, title: str) -> str:
        """Return a name for a room that no other has."""
        bare = plain_name(title)
        known, name, count = set(self._names()), bare, 1
        while name in known:
            count += 1
            name = f"{bare}-{count}"
        return name

    def _keep(self, room: Room, hold: Hold) -> Room:
        self._open[room.name] = room, hold
        if self._clock is None:
            self._clock = threading.Thread(target=self._run, name="rooms", daemon=True)
            self._clock.start()
        return room

    def _run(self) -> None:
        """Let the clock of every open room act, as long as the server runs."""
        beats = 0
        while not self._ended.wait(BEAT):
            with self._lock:
                rooms = [room for room, _ in self._open.values()]
            beats += 1
            for room in rooms:
                try:
                    room.tick()
                    if not beats % GATHER:
                        room.gather()
                except Exception:  # one room must not stop the clocks of the others
                    log.exception("the clock of a room failed")

    def _card(self, name: str) -> RoomCard:
        path = self._path(name)
        held = self._open.get(name)
        if held is not None:
            room = held[0]
            return card_of(name, room.standing, room.live.game.turn, room.log[-1].at, here=True)
        try:
            return read_card(path)
        except WargameError as error:
            when = path.stat().st_mtime if path.exists() else 0.0
            return RoomCard(name, when=when, fault=str(error))


def plain_name(title: str) -> str:
    """Return a title as the name of a room, in plain letters.

    Examples
    --------
    >>> plain_name("North Table: Tuesday"), plain_name("???")
    ('north-table-tuesday', 'room')
    """
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:LETTERS] or "room"


def read_card(path: Path) -> RoomCard:
    """Return the card of a room by its file, beside a server that may hold it.

    Raises
    ------
    WargameError
        a file that is no room's, damaged, or of another release
    """
    store = Store.open(path, reading=True)
    try:
        if not store.entries:
            raise WargameError(f"{path}: the room in it was never finished. Delete the file.")
        standing = Standing.of(store.entries)
        turn = max(
            (line["turn"] for line in store.lines(standing.game) if line["kind"] == "digest"), default=0
        )
    finally:
        store.close()
    return card_of(path.stem, standing, turn, store.entries[-1].at)


def card_of(name: str, standing: Standing, turn: int, when: float, here: bool = False) -> RoomCard:
    """Return the card of a room as it stands."""
    plan = standing.plan
    people = sum(not each.gone and each.seat != SCREEN for each in standing.people.values())
    return RoomCard(
        name, plan.title, plan.scenario, standing.stage, turn, standing.turns, people, plan.group, when, here
    )


def new_seed() -> int:
    """Return a seed for a plan that names none: six digits can be told over a table."""
    return int.from_bytes(os.urandom(8)) % SEEDS


@cache
def rooms() -> Rooms:
    """Return the rooms of this process, in the working directory; what-ifs share the processes of its shelf."""
    return Rooms(Path(RUNS) / FOLDER, shelf().forecaster)
