"""The hold of one process on the folder of a run or the file of a room, so that two of them never write there together.

The system itself keeps the lock and drops it when the process ends, however it ends; what a dead process left
behind is taken over without asking. The file tells who holds the folder.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from weakref import finalize

from wargame.faults import WargameError

HOLD = "desk.lock"
FAR = 1 << 20
"""Byte that is locked: beyond the text, which others must be able to read."""


class Hold:
    """The hold on one folder; ``take`` and ``drop`` may be called at any time and as often as one likes.

    Parameters
    ----------
    folder : of a run, or one of several things
    file : in it, that is locked
    name : of what is held, as people know it; that of the folder if not given
    """

    def __init__(self, folder: Path, file: str = HOLD, name: str = "") -> None:
        self.folder, self.file, self.name = folder, file, name or folder.name
        self._end: finalize | None = None

    def take(self) -> None:
        """Hold the folder from now on.

        Raises
        ------
        WargameError
            another process holds it, or the folder cannot be written
        """
        if self._end is not None:
            return
        try:
            number = os.open(self.folder / self.file, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise WargameError(
                f"{self.folder}: it cannot be written ({error.strerror}). Copy the run to a folder that can."
            ) from None
        if not _locked(number):
            owner = os.read(number, 20).decode(errors="replace").strip() or "unknown"
            os.close(number)
            raise WargameError(
                f"{self.name} is open in another wargame on this machine (process {owner}). Go on there, "
                "or end that one first."
            )
        try:
            os.truncate(number, 0)
            os.write(number, f"{os.getpid()}\n".encode())
        except OSError as error:
            os.close(number)
            raise WargameError(
                f"{self.folder}: it cannot be written ({error.strerror}). Make room on the disk, and do it again."
            ) from None
        # closing the file is what lets the folder go; a game that nobody holds any more lets it go too
        self._end = finalize(self, os.close, number)

    def drop(self) -> None:
        """Let the folder go."""
        if self._end is not None:
            self._end()
            self._end = None


def _locked(number: int) -> bool:
    """Lock an open file for this process, or tell that another one did."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(number, FAR, os.SEEK_SET)
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
            os.lseek(number, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
