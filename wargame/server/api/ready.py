"""Whether the server is ready: rooms that are under way are open, and the processes of what-ifs are up."""

from __future__ import annotations

import logging
import threading

from wargame.faults import WargameError
from wargame.workshop import Rooms, rooms

log = logging.getLogger("wargame.api")


class Readiness:
    """Opens the rooms that are under way and waits for the processes, beside a server that answers already."""

    def __init__(self) -> None:
        self._there = threading.Event()

    @property
    def ready(self) -> bool:
        """Whether it is done."""
        return self._there.is_set()

    def wait(self, seconds: float = 60.0) -> bool:
        """Wait until it is done, for some seconds; return whether it is."""
        return self._there.wait(seconds)

    def begin(self) -> None:
        """Start anew, in a thread of its own."""
        self._there.clear()
        threading.Thread(target=self._prepare, args=(rooms(),), name="ready", daemon=True).start()

    def _prepare(self, held: Rooms) -> None:
        for card in held.list():
            if card.fault or card.stage == "ended":
                continue
            try:
                held.open(card.name)
            except WargameError as error:
                log.warning("the room %s cannot be opened: %s", card.name, error)
        held.forecaster.warmed.wait()
        self._there.set()


READINESS = Readiness()
"""Of this process; the server begins it when it starts."""
