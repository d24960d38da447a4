"""Jobs: progress, words, stopping, faults; found again by name; some run while others wait."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from wargame.faults import WargameError
from wargame.live import Cancelled, Job, Jobs
from wargame.live.jobs import Watch


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs(at_once=1)
    yield made
    made.close()


def blocked(gate: threading.Event) -> Callable[[Watch, threading.Event], str]:
    def work(watch: Watch, stop: threading.Event) -> str:
        gate.wait(30)
        watch(0.5, "half of it")
        return "done"

    return work


def test_a_job_tells_how_far_it_is_and_what_came_of_it() -> None:
    job = Job("j", lambda watch, stop: [watch(0.25, "a quarter"), watch(7.0, "all")])
    seen: list[tuple[str, float, str]] = []
    job.watch(lambda each: seen.append((each.state, each.progress, each.words)))
    job.run()

    assert seen == [
        ("running", 0.0, ""),
        ("running", 0.25, "a quarter"),
        ("running", 1.0, "all"),
        ("done", 1.0, ""),
    ]
    assert (job.result, job.error, job.over) == ([None, None], "", True)


def test_a_job_stops_when_it_next_tells_something(jobs: Jobs) -> None:
    gate, tidied = threading.Event(), []

    def work(watch: Watch, stop: threading.Event) -> None:
        try:
            gate.wait(30)
            watch(0.5, "")
        except Cancelled:
            tidied.append(True)
            raise

    job = jobs.start("j", work)
    job.cancel()
    assert job.stopping
    gate.set()

    assert job.wait(30)
    assert (job.state, tidied, job.stopping) == ("cancelled", [True], False)


def test_what_is_finished_stays_when_a_job_stops_by_itself(jobs: Jobs) -> None:
    job = jobs.start("j", lambda watch, stop: "a part" if stop.wait(30) else "all")
    job.cancel()

    assert job.wait(30)
    assert (job.state, job.result) == ("cancelled", "a part")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (WargameError("The disk is full."), "The disk is full."),
        (KeyError("x"), "fault of the program (KeyError)"),
    ],
)
def test_a_fault_ends_a_job_in_words(jobs: Jobs, fault: Exception, words: str) -> None:
    def work(watch: Watch, stop: threading.Event) -> None:
        raise fault

    job = jobs.start("j", work)

    assert job.wait(30)
    assert job.state == "failed"
    assert words in job.error


def test_a_second_click_finds_the_job_that_runs(jobs: Jobs) -> None:
    gate = threading.Event()
    first = jobs.start("j", blocked(gate))

    assert jobs.start("j", blocked(gate)) is first
    gate.set()
    assert first.wait(30)
    second = jobs.start("j", lambda watch, stop: 2)
    assert second.wait(30)
    assert second is not first
    assert jobs.get("j") is second
    assert jobs.list() == (second,)
    assert jobs.get("k") is None


def test_jobs_wait_their_turn_and_may_be_stopped_before_it(jobs: Jobs) -> None:
    gate, ran = threading.Event(), []
    first = jobs.start("1", blocked(gate))
    second = jobs.start("2", lambda watch, stop: ran.append(2))
    third = jobs.start("3", lambda watch, stop: ran.append(3))

    assert (first.state, second.state, third.state) == ("running", "waiting", "waiting")
    second.cancel()
    gate.set()
    assert third.wait(30)
    assert second.wait(30)
    assert ran == [3]
    assert second.state == "cancelled"


def test_a_watcher_that_fails_or_left_stops_nothing() -> None:
    job, heard = Job("j", lambda watch, stop: watch(0.5, "")), []

    def fails(_: Job) -> None:
        raise RuntimeError("planted")

    job.watch(fails)
    end = job.watch(lambda each: heard.append(each.version))
    end()
    version = job.version
    job.run()

    assert (job.state, heard) == ("done", [])
    assert job.version > version


def test_jobs_that_ended_are_kept_for_a_while(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    # the package's ``jobs`` is the function: the module goes by its full name only
    monkeypatch.setattr(sys.modules["wargame.live.jobs"], "KEPT", 2)
    for name in "abcd":
        assert jobs.start(name, lambda watch, stop: None).wait(30)

    assert [job.name for job in jobs.list()] == ["b", "c", "d"]
