"""Where a live game is kept: its record, its desks, and the hold of this process on both."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from wargame.game import Game
from wargame.live.drafts import Desks, FolderDesks
from wargame.live.hold import Hold


class Keeping(Protocol):
    """The place of one live game; what its methods returned from is on disk."""

    @property
    def name(self) -> str:
        """Name of the run."""

    @property
    def desks(self) -> Desks:
        """What lies on the desks of its seats."""

    def take(self) -> None:
        """Hold the place for this process from now on; raises ``WargameError`` where another one holds it."""

    def drop(self) -> None:
        """Let the place go."""

    def load(self) -> Game:
        """Return the game as the place holds it, played up."""


class FolderKeeping:
    """A run in a folder of its own.

    Parameters
    ----------
    folder : holds the record
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._hold = Hold(folder)
        self._desks = FolderDesks.read(folder)

    @property
    def name(self) -> str:
        """Name of the folder."""
        return self.folder.name

    @property
    def desks(self) -> Desks:
        """Kept in ``desk.json``."""
        return self._desks

    def take(self) -> None:
        """See ``Hold.take``."""
        self._hold.take()

    def drop(self) -> None:
        """See ``Hold.drop``."""
        self._hold.drop()

    def load(self) -> Game:
        """See ``Game.load``."""
        return Game.load(self.folder)
