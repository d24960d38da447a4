"""The facilitator's key, and the browsers that gave one: drawn anew at each start, remembered by hash."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from wargame.faults import WargameError
from wargame.workshop.door import DAYS, Guesses, hashed, new_key, new_token, read_key, same

log = logging.getLogger("wargame.door")


class Keys:
    """The facilitator's key of this start, and the browsers that gave one.

    Parameters
    ----------
    path : file of the hashed tokens, ``runs/rooms/door.json``; read now, written when a browser is let in
    now : clock, seconds since 1970

    Attributes
    ----------
    key : for the facilitator to type; kept in memory only
    guesses : limits wrong keys
    fault : a sentence where the file could not be read or written, "" where all is well
    """

    def __init__(self, path: str | Path, now: Callable[[], float] = time.time) -> None:
        self.path, self._now = Path(path), now
        self.key, self.guesses, self.fault = new_key(), Guesses(), ""
        self._lock = threading.Lock()
        self._tokens = self._read()

    def enter(self, text: str, caller: str) -> str:
        """Return a token for whoever gives the key.

        Raises
        ------
        WargameError
            a wrong key, or too many of them
        """
        self.guesses.take(caller)
        if not same(read_key(text), self.key):
            raise WargameError("This is not the key. It stands in the window where the server was started.")
        self.guesses.forgive(caller)
        token = new_token()
        with self._lock:
            self._tokens[hashed(token)] = self._now()
            self._write()
        return token

    def knows(self, token: str) -> bool:
        """Tell whether a token was given to a facilitator and is still good."""
        if not token:
            return False
        given = self._tokens.get(hashed(token))
        return given is not None and abs(self._now() - given) < DAYS * 86400

    def forget(self, token: str = "") -> None:
        """Let a browser give the key again: one of them, or all."""
        with self._lock:
            if token:
                self._tokens.pop(hashed(token), None)
            else:
                self._tokens.clear()
            self._write()

    def _read(self) -> dict[str, float]:
        try:
            told = json.loads(self.path.read_text(encoding="utf-8"))
            found = {str(name): float(at) for name, at in told["tokens"].items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            self.fault = (
                f"{self.path}: it cannot be read ({type(error).__name__}). Facilitators who had given a key before "
                "give the new one."
            )
            return {}
        return {name: at for name, at in found.items() if abs(self._now() - at) < DAYS * 86400}

    def _write(self) -> None:
        """Replace the file as a whole; where that fails, tokens still hold until the server ends."""
        text = json.dumps({"format": 1, "tokens": self._tokens}, indent=1) + "\n"
        beside = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self.path)
            self.fault = ""
        except OSError as error:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
            self.fault = (
                f"{self.path}: it cannot be written ({error.strerror}). Facilitators give the key again after the "
                "server has been started anew; make room or let it be written to mend this."
            )
            log.warning(self.fault)
