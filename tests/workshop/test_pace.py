"""The pace meter: what phases took, when the exercise ends at this pace, what to do about it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from wargame.workshop.pace import Pace, Spent, distance, hour, measure, project, spent
from wargame.workshop.plan import MINUTES, PHASES, Plan
from wargame.workshop.script import BREAK, DEBRIEF, HOME, WELCOME, length
from wargame.workshop.store import Entry

PLAN = Plan("A table", "four-islands", ("ALDA", "BRENN"), turns=6, practice=False)
BEGUN = 1_700_000_000.0
ROUND = [phase for phase in PHASES if phase != "crisis"]


def log(*marks: tuple[float, str, int, str], plan: Plan = PLAN) -> Iterator[Entry]:
    """Yield entries of a log: minute, stage or "", turn, phase."""
    for n, (minute, stage, turn, phase) in enumerate(marks, 1):
        at = BEGUN + 60.0 * minute
        if stage:
            yield Entry(n, at, turn, "stage", "white", {"stage": stage}, "")
        seconds = 60.0 * plan.minutes_of(phase, turn) if phase else 0.0
        body = {"phase": phase, "seconds": seconds, "running": bool(phase)}
        yield Entry(n, at, turn, "phase", "white", body, "")
        yield Entry(n, at + 1.0, turn, "message", "ALDA", {"to": "all", "text": "phase", "person": 1}, "")


def turns(count: int, rate: float = 1.0, plan: Plan = PLAN) -> list[tuple[float, str, int, str]]:
    """Return marks of whole turns, each phase at a rate of its minutes, and the news of the next one."""
    marks, minute = [], 0.0
    for turn in range(1, count + 1):
        for phase in ROUND:
            marks.append((minute, "play" if not marks else "", turn, phase))
            minute += rate * plan.minutes_of(phase, turn)
    return [*marks, (minute, "play" if not marks else "", count + 1, "news")]


def pace(marks: list[tuple[float, str, int, str]], minute: float | None = None, left: int = 6) -> Pace:
    found = measure(log(*marks), PLAN, left, BEGUN + 60.0 * (marks[-1][0] if minute is None else minute))
    assert found is not None
    return found


def test_phases_are_read_from_the_log_with_what_they_took() -> None:
    marks = [
        (0.0, "practice", 1, "news"),
        (2.0, "play", 1, "news"),
        (2.5, "", 1, "plan"),
        (9.0, "", 1, "diplomacy"),
    ]
    held = spent(log(*marks), BEGUN + 600.0)

    assert [(each.stage, each.phase, each.used, each.running) for each in held] == [
        ("practice", "news", 120.0, False),
        ("play", "news", 30.0, False),
        ("play", "plan", 390.0, False),
        ("play", "diplomacy", 60.0, True),
    ]
    assert held[2].planned == 240.0


def test_a_clock_that_was_set_back_takes_nothing() -> None:
    held = spent(log((5.0, "play", 1, "news"), (3.0, "", 1, "plan")), BEGUN)
    assert [each.used for each in held] == [0.0, 0.0]


def test_an_exercise_that_keeps_to_its_plan_ends_as_planned() -> None:
    for count in range(6):
        found = pace(turns(count))
        # the break falls after the third turn, and takes no phase
        missing = BREAK * 60.0 * (count >= 3)
        assert found.late == pytest.approx(-missing)
        assert found.target == pytest.approx(BEGUN + 60.0 * (length(PLAN) - WELCOME))
    assert found.turns_left == 0
    assert found.finish - found.now == pytest.approx(60.0 * (sum(MINUTES[p] for p in ROUND) + DEBRIEF + HOME))


def test_an_exercise_on_time_is_told_so() -> None:
    found = pace(turns(1))
    assert found.advice == f"At this pace the exercise ends at {hour(found.finish)}, on time."
    assert not found.cut


def test_time_that_is_lost_now_moves_the_end() -> None:
    marks = turns(1)
    early, late = pace(marks), pace(marks, marks[-1][0] + 11.0)
    # ten minutes over, and the news of every turn to come will be longer
    assert late.late - early.late > 600.0
    assert pace(marks, marks[-1][0] + 0.5).late == pytest.approx(early.late)


def test_a_slow_table_is_told_to_cut_a_turn_or_to_plan_shorter() -> None:
    found = pace(turns(2, rate=1.4))

    assert found.cut
    assert f"ends at {hour(found.finish)}, {distance(found.late)}: cut " in found.advice
    assert 20 * 60.0 < found.late < 40 * 60.0
    assert found.turn > 60.0 * PLAN.minutes_of_turn(3)


def test_a_little_late_is_mended_by_a_shorter_phase() -> None:
    found = pace(turns(2, rate=1.1))

    assert 5 * 60.0 < found.late < 8 * 60.0
    assert not found.cut
    # five minutes, a tenth longer as it was, less two minutes in each of the four turns that still have one
    assert found.advice.endswith(": end Diplomacy after 3 minutes.")


def test_cutting_what_was_advised_brings_it_home_in_time() -> None:
    marks = turns(2, rate=1.4)
    before = pace(marks)
    number = int(before.advice.split("cut ")[1].split()[0].replace("one", "1"))
    after = pace(marks, left=6 - number)

    assert abs(after.late) < abs(before.late)
    assert abs(after.late) <= 0.5 * before.turn + 1.0


def test_a_late_last_turn_has_nothing_left_to_cut() -> None:
    found = pace(turns(5, rate=1.6))

    assert found.turns_left == 0
    assert not found.cut
    assert found.advice.endswith("late: tell the room, and end each phase as soon as all are ready.")


def test_a_fast_table_may_take_back_a_turn_that_was_cut() -> None:
    marks = turns(3, rate=0.9)
    assert "there is time for a turn that was cut" in pace(marks, left=5).advice
    assert "early: let Diplomacy run longer" in pace(turns(3, rate=0.7)).advice


def test_one_phase_that_lasted_for_ever_does_not_decide() -> None:
    """The server was off for two hours in the plan of turn 1: the end moves by those, and hardly by more."""
    marks = [(0.0, "play", 1, "news"), (1.0, "", 1, "plan"), (121.0, "", 1, "diplomacy")]
    found = pace(marks)
    assert 115 * 60.0 < found.late < 145 * 60.0


def test_the_practice_turn_takes_time_and_teaches_no_pace() -> None:
    plan = Plan("A table", "four-islands", ("ALDA",), turns=6, practice=True)
    marks = [(0.0, "practice", 1, "news"), (30.0, "play", 1, "news")]
    found = measure(log(*marks, plan=plan), plan, 6, BEGUN + 1800.0)
    assert found is not None

    practice = plan.minutes_of_turn(1)
    assert found.late == pytest.approx(60.0 * (30.0 - practice))
    waiting = measure(log(marks[0], plan=plan), plan, 6, BEGUN)
    assert waiting is not None
    assert waiting.late == pytest.approx(0.0)
    assert waiting.turns_left == 6


def test_a_crisis_round_counts_when_it_comes() -> None:
    marks = [(0.0, "play", 1, "signal"), (1.0, "", 1, "crisis")]
    found, plain = pace(marks), pace([(0.0, "play", 1, "signal"), (1.0, "", 1, "commit")])
    assert found.late - plain.late == pytest.approx(60.0 * MINUTES["crisis"])


@pytest.mark.parametrize(
    "marks",
    [[], [(0.0, "play", 1, "news"), (3.0, "", 1, "")]],
    ids=["in the lobby", "in the debrief"],
)
def test_where_no_phase_runs_there_is_no_pace(marks: list[tuple[float, str, int, str]]) -> None:
    assert measure(log(*marks), PLAN, 6, BEGUN + 600.0) is None


def test_it_needs_no_log() -> None:
    held = [Spent("play", 6, "why", 180.0, 240.0, running=True)]
    found = project(held, PLAN, 6, BEGUN, BEGUN + 3600.0)
    assert found.finish == BEGUN + 3600.0 + 60.0 * (DEBRIEF + HOME)
