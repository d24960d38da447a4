"""Games in the store of a room: each record line by line, each desk in a row of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from wargame.game import Game
from wargame.live.drafts import Desks, Sheet
from wargame.record import Record
from wargame.workshop.store import Store


class StoreDesks(Desks):
    """Desks of a game in the store of a room."""

    def __init__(self, store: Store, number: int) -> None:
        held = store.desks(number)
        super().__init__({seat: Sheet.from_plain(each) for seat, each in held.items()})
        self._store, self._number = store, number

    def write(self, sheets: Mapping[str, Sheet], guide: Mapping[str, Any], seat: str) -> None:
        """Write the row of the seat that changed."""
        self._store.put_desk(self._number, seat, asdict(sheets[seat]))


class StoreKeeping:
    """One game of a room.

    Parameters
    ----------
    store : of the room, which holds the file for this process
    name : of the room;  number : of the game in it
    """

    def __init__(self, store: Store, name: str, number: int) -> None:
        self.store, self.name, self.number = store, name, number
        self.desks = StoreDesks(store, number)

    @classmethod
    def put(cls, store: Store, name: str, kind: str, game: Game) -> StoreKeeping:
        """Put a game that begins, or a branch, into the store; from now on its record is written there."""
        with store.writing():
            number = store.add_game(kind, game.record.plain_header())
            store.add_lines(number, 0, game.record.lines)
        made = cls(store, name, number)
        game.record.keep = made._write
        return made

    def take(self) -> None:
        """Do nothing: the room holds its file."""

    def drop(self) -> None:
        """Do nothing: the room holds its file."""

    def load(self) -> Game:
        """Return the game as the store holds it, played up, and read its desks anew.

        Raises
        ------
        RecordError
            a damaged record, or one of another engine
        """
        game = Game.of(self.record(), str(self.store.path))
        game.record.keep = self._write
        self.desks = StoreDesks(self.store, self.number)
        return game

    def record(self) -> Record:
        """Return the record of the game, every line of it checked."""
        return Record.from_plain(
            self.store.header(self.number), self.store.lines(self.number), str(self.store.path)
        )

    def _write(self, first: int, lines: Sequence[Mapping[str, Any]]) -> None:
        self.store.add_lines(self.number, first, lines)
