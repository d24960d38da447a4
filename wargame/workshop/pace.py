"""The pace of an exercise: what the phases took so far, when it will end if it goes on like this, and what to do then.

Everything is worked out from the log and the plan. Times are in seconds since 1970, lengths in seconds.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from wargame.workshop.plan import PHASES, Plan
from wargame.workshop.script import BREAK, DEBRIEF, HOME, PHASE_NAMES, WELCOME, length
from wargame.workshop.store import Entry

MINUTE = 60.0
SLACK = 5.0 * MINUTE
"""So far from the planned end an exercise still is on time."""
LONGEST = 3.0
"""A phase that took more than so many times its minutes counts as so many: a server may have been off meanwhile."""
SHORTER = ("plan", "diplomacy")
"""Phases that a facilitator can end sooner without taking away what a turn needs."""
LEAST = 0.5
"""Share of its minutes that a phase keeps when it is ended sooner."""


@dataclass(frozen=True)
class Spent:
    """One phase that was begun.

    Attributes
    ----------
    stage : practice or play
    planned, used : seconds that the plan gives it, and that it took, pauses included
    running : it goes on; ``used`` is as of now
    """

    stage: str
    turn: int
    phase: str
    planned: float
    used: float
    running: bool = False


@dataclass(frozen=True)
class Pace:
    """How an exercise stands in time.

    Attributes
    ----------
    begun : when its first phase began;  now : when this was worked out
    target : when it ends by its plan;  finish : when it ends at this pace, take-home included
    turn : what a turn that is still to come takes at this pace
    turns : turns planned now;  turns_left : those after the one that runs
    advice : what to do, a sentence;  cut : to cut a turn is part of it
    """

    begun: float
    now: float
    target: float
    finish: float
    turn: float
    turns: int
    turns_left: int
    advice: str = ""
    cut: bool = False

    @property
    def late(self) -> float:
        """Seconds after the planned end, below 0 for before it."""
        return self.finish - self.target


def measure(log: Iterable[Entry], plan: Plan, turns: int, now: float) -> Pace | None:
    """Return the pace of an exercise that is under way, None before its first phase and from the debrief on.

    Parameters
    ----------
    log : of the room
    turns : turns planned, as far as none was cut
    """
    entries = list(log)
    held = spent(entries, now)
    if not held or not held[-1].running:
        return None
    begun = next(entry.at for entry in entries if entry.kind == "phase" and entry.body["phase"])
    return project(held, plan, turns, begun, now)


def spent(log: Iterable[Entry], now: float) -> tuple[Spent, ...]:
    """Return every phase that was begun, in order, with what it took; the last one may be running."""
    found: list[Spent] = []
    stage, since = "", now
    for entry in log:
        if entry.kind == "stage":
            stage = str(entry.body["stage"])
        elif entry.kind == "phase":
            _close(found, entry.at - since)
            since = entry.at
            if entry.body["phase"]:
                planned = float(entry.body["seconds"])
                found.append(Spent(stage, entry.turn, str(entry.body["phase"]), planned, 0.0, running=True))
    if found and found[-1].running:
        found[-1] = replace(found[-1], used=max(now - since, 0.0))
    return tuple(found)


def _close(found: list[Spent], used: float) -> None:
    """Say what the phase took that was running; a clock that was set back took nothing."""
    if found and found[-1].running:
        found[-1] = replace(found[-1], used=max(used, 0.0), running=False)


def project(held: Sequence[Spent], plan: Plan, turns: int, begun: float, now: float) -> Pace:
    """Return how an exercise stands in time, and what to do about it.

    What is still to come takes the minutes of the plan, longer or shorter as each phase has been in the turns that
    count; one turn as planned is added to those, so that a single slow phase does not decide.

    Parameters
    ----------
    held : phases begun so far, the last one running
    turns : turns planned now
    """
    rates, here = _rates(held), held[-1]
    first = here.turn + 1 if here.stage == "play" else 1
    coming = [_turn(plan, turn, rates) for turn in range(first, turns + 1)]
    finish = now + _rest(here, plan, rates) + sum(coming) + _around(here, plan, turns)
    target = begun + (length(plan) - WELCOME) * MINUTE
    usual = sum(coming) / len(coming) if coming else _turn(plan, turns, rates)
    pace = Pace(begun, now, target, finish, usual, turns, len(coming))
    return _advised(pace, plan, _shorter(pace, here, _takes(plan, turns, rates)))


def hour(at: float) -> str:
    """Return a moment as the clock on the wall shows it: ``15:40``."""
    return time.strftime("%H:%M", time.localtime(at))


def distance(late: float) -> str:
    """Return how far an end is from the planned one, in words.

    Examples
    --------
    >>> distance(1320.0), distance(-60.0), distance(-1200.0)
    ('22 minutes late', 'on time', '20 minutes early')
    """
    if abs(late) <= SLACK:
        return "on time"
    return f"{abs(late) / MINUTE:.0f} minutes {'late' if late > 0 else 'early'}"


# -- what is still to come ----------------------------------------------------------------------------------


def _rates(held: Iterable[Spent]) -> Mapping[str, float]:
    """Return phase -> how much longer it takes than planned; 1 where nothing is known yet."""
    ratios: dict[str, list[float]] = {phase: [1.0] for phase in PHASES}
    for each in held:
        over = each.used > each.planned
        if each.stage == "play" and each.planned > 0.0 and (over or not each.running):
            ratios[each.phase].append(min(each.used / each.planned, LONGEST))
    return {phase: sum(found) / len(found) for phase, found in ratios.items()}


def _takes(plan: Plan, turn: int, rates: Mapping[str, float]) -> dict[str, float]:
    """Return what each phase of a turn takes at this pace; crisis rounds are not foreseen."""
    return {
        phase: plan.minutes_of(phase, turn) * MINUTE * rates[phase] for phase in PHASES if phase != "crisis"
    }


def _turn(plan: Plan, turn: int, rates: Mapping[str, float]) -> float:
    return sum(_takes(plan, turn, rates).values())


def _rest(here: Spent, plan: Plan, rates: Mapping[str, float]) -> float:
    """Return what is left of the turn that runs."""
    after = PHASES[PHASES.index(here.phase) + 1 :]
    takes = _takes(plan, here.turn, rates)
    return max(here.planned * rates[here.phase] - here.used, 0.0) + sum(
        takes.get(phase, 0.0) for phase in after
    )


def _around(here: Spent, plan: Plan, turns: int) -> float:
    """Return what is left of break, debrief and take-home; the break falls in the middle of the planned turns."""
    middle = plan.turns // 2
    rests = middle < turns and (here.stage != "play" or here.turn <= middle) and middle > 0
    return (BREAK * rests + DEBRIEF * plan.debrief + HOME) * MINUTE


# -- what to do ---------------------------------------------------------------------------------------------


def _advised(pace: Pace, plan: Plan, shorter: str) -> Pace:
    """Return the pace with what to do about it; ``shorter`` is a phase to end sooner, "" if none would be enough."""
    told = f"At this pace the exercise ends at {hour(pace.finish)}, {distance(pace.late)}"
    if abs(pace.late) <= SLACK:
        return replace(pace, advice=f"{told}.")
    if pace.late < 0.0:
        return replace(pace, advice=f"{told}: {_with_time_left(pace, plan)}.")
    cut = _cuts(pace)
    cutting = "" if not cut else "cut one turn" if cut == 1 else f"cut {cut} turns"
    ways = ", or ".join(filter(None, (cutting, shorter)))
    ways = ways or "tell the room, and end each phase as soon as all are ready"
    return replace(pace, advice=f"{told}: {ways}.", cut=bool(cut))


def _with_time_left(pace: Pace, plan: Plan) -> str:
    if pace.turns < plan.turns and -pace.late >= pace.turn:
        return "there is time for a turn that was cut"
    return "let Diplomacy run longer, or leave the time to the debrief"


def _cuts(pace: Pace) -> int:
    """Return how many turns to cut so that it ends in time, as far as there are any; 0 where less than half is won."""
    wanted = max(round(pace.late / pace.turn), 1) if pace.late >= 0.5 * pace.turn else 0
    return min(wanted, pace.turns_left)


def _shorter(pace: Pace, here: Spent, takes: Mapping[str, float]) -> str:
    """Return the longest phase that, ended sooner from here on, brings the exercise home in time, "" for none."""
    able: dict[str, float] = {}
    for phase in SHORTER:
        later = here.stage == "play" and PHASES.index(phase) > PHASES.index(here.phase)
        left = takes[phase] - max(pace.late, 0.0) / max(pace.turns_left + later, 1)
        if pace.turns_left + later and left >= LEAST * takes[phase]:
            able[phase] = left
    if not able:
        return ""
    longest = max(able, key=lambda phase: takes[phase])
    minutes = math.floor(2.0 * able[longest] / MINUTE) / 2.0
    return f"end {PHASE_NAMES[longest]} after {minutes:g} minute{'' if minutes == 1.0 else 's'}"
