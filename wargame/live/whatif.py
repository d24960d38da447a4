"""Live what-ifs: a draft set beside ordering and signing nothing, again whenever it changes, in other processes.

One thread looks after all what-ifs of a server. It plays the next batch of the one that has shown least so far, so
that everybody gets a first look before anybody gets a firm one, and it drops a run whose draft has changed. No page
and no click ever waits for it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from wargame.faults import WargameError
from wargame.forecast import BATCHES, Comparison, Forecast, Pool
from wargame.inputs import Draft

log = logging.getLogger(__name__)

PAUSE = 0.3
"""Seconds without a change before a what-if starts: a hand that goes on clicking is not followed."""
BROKEN = "The what-if stopped by a fault of its own; the game goes on. Change the draft to try again."


@dataclass(frozen=True)
class Question:
    """What a what-if is to answer.

    Attributes
    ----------
    turn, draft : the turn in question, and what the seat means to do in it
    forecast : ready to be played, None where there is nothing to play
    refusal : why the draft is not legal as a whole;  closed : why no what-if is played now
    """

    turn: int
    draft: Draft
    forecast: Forecast | None = None
    refusal: str = ""
    closed: str = ""


@dataclass(frozen=True)
class Look:
    """What a what-if shows at one moment.

    Attributes
    ----------
    turn, draft : that ``found`` or the words below belong to
    found : the comparison so far, None if there is none
    running : more pairs are coming, or a newer draft waits
    stale : ``found`` is of an earlier draft of the same turn; the newer one has shown nothing yet
    refusal, closed : see ``Question``;  error : what went wrong, in words
    """

    turn: int = 0
    draft: Draft = field(default_factory=Draft)
    found: Comparison | None = None
    running: bool = False
    stale: bool = False
    refusal: str = ""
    closed: str = ""
    error: str = ""


class WhatIf:
    """The what-if of one seat: ``ask`` whenever something changed, ``look`` at any time.

    Parameters
    ----------
    question : reads the game and tells what is to be answered; called by the forecaster's thread
    tell : called when there is something new to see
    forecaster : the thread that plays it
    """

    def __init__(
        self, question: Callable[[], Question], tell: Callable[[], None], forecaster: Forecaster
    ) -> None:
        self._question, self._tell, self._forecaster = question, tell, forecaster
        self._lock = threading.Lock()
        self._look = Look()
        self._asked, self._taken, self._resting = 0, 0, False
        self._batches: Iterator[Comparison] | None = None
        self.due = 0.0

    @property
    def look(self) -> Look:
        """What is to be seen now."""
        return self._look

    @property
    def pairs(self) -> int:
        """Pairs shown for the draft as it is now."""
        look = self._look
        return 0 if look.found is None or look.stale else look.found.pairs

    def ask(self) -> None:
        """Answer anew once the draft has rested for a moment; what is running is dropped."""
        with self._lock:
            self._asked, self._resting = self._asked + 1, False
            self.due = time.monotonic() + PAUSE
            self._look = replace(self._look, running=True, stale=self._look.found is not None, error="")
        self._forecaster.add(self)

    def lapse(self) -> None:
        """Mark what is seen as of an earlier draft and drop what is running; nothing is played until ``ask``."""
        with self._lock:
            self._asked, self._resting = self._asked + 1, True
            self._look = replace(self._look, running=False, stale=self._look.found is not None, error="")

    def step(self) -> bool:
        """Prepare the question or play its next batch; return whether there is more to do."""
        with self._lock:
            asked = self._asked
            if self._resting:
                return False
        try:
            more = self._play(asked)
        except WargameError as error:
            more = self._show(asked, error=str(error), running=False)
        except BrokenProcessPool:
            self._forecaster.renew()
            more = self._show(asked, error=BROKEN, running=False)
        except Exception:
            log.exception("a what-if failed")
            more = self._show(asked, error=BROKEN, running=False)
        return more

    def _play(self, asked: int) -> bool:
        if self._taken != asked:
            return self._take(asked)
        assert self._batches is not None
        found = next(self._batches)
        return self._show(asked, found=found, stale=False, running=not found.firm)

    def _take(self, asked: int) -> bool:
        """Take up the newest question."""
        question = self._question()
        self._taken = asked
        told: dict[str, Any] = {"turn": question.turn, "draft": question.draft, "error": ""}
        if question.forecast is None:
            self._batches = None
            words = {"refusal": question.refusal, "closed": question.closed}
            return self._show(asked, found=None, stale=False, running=False, **told, **words)
        self._batches = question.forecast.refine(BATCHES, self._forecaster.pool)
        kept = self._look.found if self._look.turn == question.turn else None
        return self._show(
            asked, found=kept, stale=kept is not None, running=True, refusal="", closed="", **told
        )

    def _show(self, asked: int, **changed: Any) -> bool:
        """Show something new, unless the question has changed meanwhile; return whether there is more to do."""
        with self._lock:
            if asked != self._asked:
                return True
            self._look = replace(self._look, **changed)
            more = self._look.running
        self._tell()
        return more


class Forecaster:
    """The thread and the warm processes that play the what-ifs of a server.

    Both start with the first what-if, or by ``warm``.

    Parameters
    ----------
    workers : processes, one a core if not given; 0 for none, where the thread itself is to play
    allowance : tells "" or why a seat of a game gets no what-if now; None for no limit

    Attributes
    ----------
    warmed : set once ``warm`` has the processes ready
    """

    def __init__(
        self, workers: int | None = None, allowance: Callable[[str, str], str] | None = None
    ) -> None:
        self.workers, self.allowance = workers, allowance
        self._wake = threading.Condition()
        self._waiting: list[WhatIf] = []
        self._pool: Pool | None = None
        self._thread: threading.Thread | None = None
        self._ended = False
        self.warmed = threading.Event()

    @property
    def pool(self) -> Pool | None:
        """The warm processes; long work of pages may share them, in small pieces."""
        with self._wake:
            if self._pool is None and self.workers != 0:
                self._pool = Pool(self.workers)
            return self._pool

    def allow(self, game: str, seat: str) -> str:
        """Return "" if a seat may have a what-if now, else why not."""
        return "" if self.allowance is None else self.allowance(game, seat)

    def warm(self) -> None:
        """Start the processes without waiting, so that the first what-if finds them ready."""
        threading.Thread(target=self._warm, name="warm", daemon=True).start()

    def add(self, whatif: WhatIf) -> None:
        """Put a what-if among those that wait to be played."""
        with self._wake:
            if whatif not in self._waiting:
                self._waiting.append(whatif)
            if self._thread is None and not self._ended:
                self._thread = threading.Thread(target=self._run, name="what-ifs", daemon=True)
                self._thread.start()
            self._wake.notify()

    def renew(self) -> None:
        """Drop processes that broke; the next what-if starts others."""
        with self._wake:
            broken, self._pool = self._pool, None
        if broken is not None:
            broken.close()

    def close(self) -> None:
        """End the thread after its present batch, and the processes."""
        with self._wake:
            self._ended = True
            self._waiting.clear()
            self._wake.notify()
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()
        self.renew()

    def _warm(self) -> None:
        with suppress(CancelledError, RuntimeError):  # the server may end before they are warm
            if (pool := self.pool) is not None:
                pool.map(_rest, range(2 * pool.workers))
            self.warmed.set()

    def _run(self) -> None:
        while (whatif := self._next()) is not None:
            if not whatif.step():
                with self._wake:
                    if whatif in self._waiting and not whatif.look.running:
                        self._waiting.remove(whatif)

    def _next(self) -> WhatIf | None:
        """Wait for the what-if that has shown least among those that are due; None when it is over."""
        with self._wake:
            while not self._ended:
                now = time.monotonic()
                ready = [each for each in self._waiting if each.due <= now]
                if ready:
                    return min(ready, key=lambda each: (each.pairs, each.due))
                first = min((each.due for each in self._waiting), default=None)
                self._wake.wait(None if first is None else first - now)
            return None


def _rest(number: int) -> int:
    """Keep a process busy for a moment, so that each of them gets a piece and loads what it needs."""
    time.sleep(0.05)
    return number
