"""Live what-ifs: the newest draft wins, nothing stale is shown, faults stop nobody, everybody gets a first look."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.support import PRACTICE, play_of
from wargame.faults import WargameError
from wargame.forecast import Forecast
from wargame.inputs import Draft
from wargame.live import LiveGame, Shelf, WhatIf, whatif
from wargame.live.whatif import BROKEN, Forecaster, Question

BATCHES = (4, 6)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whatif, "BATCHES", BATCHES)
    monkeypatch.setattr(whatif, "PAUSE", 0.0)


@pytest.fixture
def forecaster() -> Iterator[Forecaster]:
    made = Forecaster(workers=0)
    yield made
    made.close()


@pytest.fixture
def live(tmp_path: Path, forecaster: Forecaster) -> LiveGame:
    return Shelf(tmp_path, forecaster).begin(play_of(PRACTICE), ["BRENN"], seed=7)


def until(true: Callable[[], bool]) -> None:
    """Wait until something holds, for a long while at most."""
    end = time.monotonic() + 30.0
    while not true():
        assert time.monotonic() < end
        time.sleep(0.002)


def found(pairs: int) -> Any:
    return SimpleNamespace(pairs=pairs, firm=pairs >= sum(BATCHES))


class Played:
    """Stands in for a forecast: each batch waits until it is let go."""

    def __init__(self, name: str, log: list[str] | None = None, fault: Exception | None = None) -> None:
        self.name, self.log, self.fault = name, [] if log is None else log, fault
        self.go, self.playing = threading.Semaphore(0), threading.Event()

    def refine(self, batches: tuple[int, ...], pool: object) -> Iterator[Any]:
        pairs = 0
        for size in batches:
            self.playing.set()
            self.go.acquire()
            if self.fault is not None:
                raise self.fault
            pairs += size
            self.log.append(f"{self.name} {pairs}")
            yield found(pairs)


def asked(forecaster: Forecaster, played: Played, tell: Callable[[], None] = lambda: None) -> WhatIf:
    made: Any = played
    return WhatIf(lambda: Question(1, Draft((played.name,)), made), tell, forecaster)


# -- one what-if --------------------------------------------------------------------------------------------


def test_a_draft_is_compared_with_holding_to_the_last_pair(live: LiveGame) -> None:
    draft = Draft(("consult",))
    live.keep("BRENN", draft)
    seen = live.whatif("BRENN")
    until(lambda: not seen.look.running)

    look = seen.look
    assert look.found is not None
    assert (look.draft, look.stale, look.found.pairs, look.found.planned) == (draft, False, 10, 10)
    alone = Forecast.of(live.game, "BRENN", {"draft": draft, "hold": Draft()}).run(sum(BATCHES))
    assert (look.found.values == alone.values).all()


def test_a_change_shows_the_old_result_as_stale_until_the_new_one_comes(forecaster: Forecaster) -> None:
    first, second = Played("first"), Played("second")
    questions: list[Any] = [first, second]
    seen = WhatIf(lambda: Question(1, Draft(), questions.pop(0)), lambda: None, forecaster)
    seen.ask()
    first.go.release()
    until(lambda: seen.pairs == 4)
    old = seen.look.found
    seen.ask()

    assert seen.look.found is old
    assert seen.look.stale
    assert seen.pairs == 0
    first.go.release()  # the batch under way ends, and what it gives is dropped
    second.playing.wait(30)
    assert seen.look.found is old
    second.go.release()
    until(lambda: seen.pairs == 4)
    assert seen.look.found is not old
    second.go.release()
    until(lambda: not seen.look.running)


def test_a_newer_draft_stops_the_older_run_after_its_batch(forecaster: Forecaster) -> None:
    log: list[str] = []
    first, second = Played("first", log), Played("second", log)
    questions: list[Any] = [first, second]
    seen = WhatIf(lambda: Question(1, Draft(), questions.pop(0)), lambda: None, forecaster)
    seen.ask()
    first.playing.wait(30)
    seen.ask()
    for _ in BATCHES:
        first.go.release()
        second.go.release()
    until(lambda: not seen.look.running)

    assert log == ["first 4", "second 4", "second 10"]


def test_nothing_of_an_older_turn_is_kept(forecaster: Forecaster) -> None:
    first, second = Played("first"), Played("second")
    questions: list[Any] = [Question(1, Draft(), first), Question(2, Draft(), second)]  # type: ignore[arg-type]
    seen = WhatIf(lambda: questions.pop(0), lambda: None, forecaster)
    seen.ask()
    for _ in BATCHES:
        first.go.release()
    until(lambda: not seen.look.running)
    seen.ask()
    second.playing.wait(30)

    assert seen.look.found is None
    for _ in BATCHES:
        second.go.release()
    until(lambda: not seen.look.running)


def test_what_is_no_draft_is_told(live: LiveGame) -> None:
    seen = live.whatif("BRENN")
    until(lambda: not seen.look.running)
    assert (seen.look.found, seen.look.refusal, seen.look.closed) == (None, "", "")

    live.keep("BRENN", Draft(("consultt",)))
    until(lambda: not seen.look.running)
    assert "consultt" in seen.look.refusal

    live.keep("BRENN", Draft(sign=()))
    until(lambda: not seen.look.running)
    assert (seen.look.found, seen.look.refusal) == (None, "")


def test_a_signature_alone_is_valued_beside_signing_nothing(live: LiveGame) -> None:
    seen = live.whatif("BRENN")
    until(lambda: not seen.look.running)
    assert seen.look.found is None

    name = "research_alda_brenn"
    live.talk("BRENN", "accept", name)
    until(lambda: not seen.look.running)
    look = seen.look
    assert look.found is not None
    draft, hold = (look.found.values[:, arm] for arm in (0, 1))
    assert (draft != hold).any()
    own = Forecast.of(live.game, "BRENN", {"draft": Draft((), (name,)), "hold": Draft(sign=())})
    assert (look.found.values == own.run(sum(BATCHES)).values).all()

    live.keep("BRENN", Draft(sign=()))
    until(lambda: not seen.look.running)
    assert (seen.look.found, seen.look.refusal) == (None, "")


def test_a_turn_that_is_played_starts_the_next_question(tmp_path: Path, forecaster: Forecaster) -> None:
    live = Shelf(tmp_path, forecaster).begin(PRACTICE, ["BRENN"], turns=2, seed=7)
    live.keep("BRENN", Draft(("consult",)))
    seen = live.whatif("BRENN")
    until(lambda: not seen.look.running)
    live.commit("BRENN")
    live.advance()
    until(lambda: not seen.look.running)

    assert (seen.look.turn, seen.look.found) == (2, None)
    live.commit("BRENN")
    live.advance()
    until(lambda: not seen.look.running)
    assert seen.look.closed == "The game is over."


def test_a_workshop_may_limit_what_ifs(live: LiveGame, forecaster: Forecaster) -> None:
    forecaster.allowance = lambda game, seat: f"{seat} has had its what-ifs of this turn in {game}."
    live.keep("BRENN", Draft(("consult",)))
    seen = live.whatif("BRENN")
    until(lambda: not seen.look.running)

    assert seen.look.closed == f"BRENN has had its what-ifs of this turn in {live.name}."


# -- faults and others --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (WargameError("A sentence."), "A sentence."),
        (ZeroDivisionError(), BROKEN),
        (BrokenProcessPool(), BROKEN),
    ],
)
def test_a_fault_is_told_and_the_next_what_if_is_played(
    forecaster: Forecaster, fault: Exception, words: str
) -> None:
    bad, good = Played("bad", fault=fault), Played("good")
    seen, other = asked(forecaster, bad), asked(forecaster, good)
    bad.go.release()
    seen.ask()
    until(lambda: not seen.look.running)
    assert seen.look.error == words

    good.go.release(2)
    other.ask()
    until(lambda: not other.look.running)
    assert other.pairs == 10


def test_a_question_that_fails_is_told(forecaster: Forecaster) -> None:
    def fails() -> Question:
        raise RuntimeError("planted")

    seen = WhatIf(fails, lambda: None, forecaster)
    seen.ask()
    until(lambda: not seen.look.running)

    assert seen.look.error == BROKEN


def test_everybody_gets_a_first_look_before_anybody_a_second(forecaster: Forecaster) -> None:
    log: list[str] = []
    blocked = Played("blocked")
    asked(forecaster, blocked).ask()
    blocked.playing.wait(30)
    games = [Played(name, log) for name in ("a", "b", "c")]
    seen = [asked(forecaster, each) for each in games]
    for each in seen:
        each.ask()
    for each in (*games, blocked):
        each.go.release(2)
    until(lambda: not any(each.look.running for each in seen))

    assert log == ["a 4", "b 4", "c 4", "a 10", "b 10", "c 10"]


def test_the_lock_is_free_while_pairs_are_played(live: LiveGame, monkeypatch: pytest.MonkeyPatch) -> None:
    played = Played("draft")
    monkeypatch.setattr(Forecast, "refine", lambda self, batches, pool: played.refine(batches, pool))
    live.keep("BRENN", Draft(("consult",)))
    seen = live.whatif("BRENN")
    played.playing.wait(30)

    assert live.lock.acquire(timeout=1)
    live.lock.release()
    version = live.version
    played.go.release(2)
    until(lambda: not seen.look.running)
    assert live.version > version


@pytest.mark.slow
def test_processes_give_the_same_and_a_killed_one_is_replaced(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, Forecaster(workers=2))
    live = shelf.begin(play_of(PRACTICE), ["BRENN"], seed=7)
    live.keep("BRENN", Draft(("consult",)))
    seen = live.whatif("BRENN")
    until(lambda: not seen.look.running)
    alone = Forecast.of(live.game, "BRENN", {"draft": Draft(("consult",)), "hold": Draft()}).run(sum(BATCHES))
    assert seen.look.found is not None
    assert (seen.look.found.values == alone.values).all()

    pool = shelf.forecaster.pool
    assert pool is not None
    for process in list(pool._processes._processes.values()):
        process.kill()
    seen.ask()
    until(lambda: not seen.look.running)
    if seen.look.error:
        seen.ask()
        until(lambda: not seen.look.running)
    assert (seen.look.error, seen.pairs) == ("", 10)
    shelf.close()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_processes_end_with_a_server_that_is_killed() -> None:
    code = """
import os
from multiprocessing import active_children
from wargame.forecast import Pool
if __name__ == "__main__":
    Pool(2).map(abs, range(4))
    print(*(each.pid for each in active_children()), flush=True)
    os._exit(9)
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    children = [int(word) for word in told.stdout.split()]

    assert len(children) == 2
    until(lambda: not any(Path(f"/proc/{child}/cmdline").exists() for child in children))
