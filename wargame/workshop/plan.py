"""The plan of an exercise: scenario, seats, length, minutes a phase; and advice on seats for so many people."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from wargame.arrange import arrange
from wargame.faults import WargameError, nearest

PHASES = ("news", "plan", "diplomacy", "signal", "crisis", "commit", "why")
"""Phases of a turn in their order; ``crisis`` is left out where no crisis round is due."""
MINUTES: Mapping[str, float] = {
    "news": 1.0,
    "plan": 3.0,
    "diplomacy": 5.0,
    "signal": 1.0,
    "crisis": 3.0,
    "commit": 2.0,
    "why": 3.0,
}
"""Minutes of each phase."""
FIRST_MINUTES: Mapping[str, float] = {**MINUTES, "plan": 4.0, "diplomacy": 6.0, "commit": 3.0}
"""Minutes of each phase in the first two turns, in which everything is new."""
EARLY = 2
"""Turns that take the minutes of the first ones."""
TURNS = 6
"""Turns of an exercise that nobody set: with practice, break and debrief about two hours and a half."""
QUESTIONS, NO_LIMIT = 3, -1
"""What-if questions of a seat in a turn, and the number that sets no limit."""
MOST_QUESTIONS = 100
SHORTEST, LONGEST = 0.01, 120.0
"""Minutes of a phase, at least and at most."""
MOST_IN_SEAT = 6
"""People in one seat at most."""
TITLE, QUESTION = 80, 300
"""Letters of a title and of the question that an exercise is to answer, at most."""


@dataclass(frozen=True)
class Plan:
    """What a facilitator decides before an exercise.

    Attributes
    ----------
    title : name of the table, for people;  scenario : id of the scenario
    seats : those that people play; house AI plays the others
    characters : seat -> house-AI character, where it is not the scenario's
    turns : turns planned;  seed : of the dice; tables of the same seed and scenario are twins
    minutes, first_minutes : phase -> minutes, and the same for the first two turns
    practice, debrief : whether there is a practice turn first, and a debrief at the end
    auto : phases before ``commit`` move on by themselves when their time is up
    question : what the exercise is to answer
    questions : what-if questions of a seat in a turn; 0 for none, -1 for no limit
    group : name that twin tables share, "" for a table of its own
    people : who are expected, the facilitator not counted; 0 for nobody knows how many
    """

    title: str
    scenario: str
    seats: tuple[str, ...]
    characters: Mapping[str, str] = field(default_factory=dict)
    turns: int = TURNS
    seed: int = 0
    minutes: Mapping[str, float] = field(default_factory=lambda: dict(MINUTES))
    first_minutes: Mapping[str, float] = field(default_factory=lambda: dict(FIRST_MINUTES))
    practice: bool = True
    debrief: bool = True
    auto: bool = True
    question: str = ""
    questions: int = QUESTIONS
    group: str = ""
    people: int = 0

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Plan:
        """Return the plan that plain values hold.

        Raises
        ------
        WargameError
            a value that no exercise can have; what, where and how to mend it
        """
        unknown = raw.keys() - {each.name for each in fields(cls)}
        if unknown:
            raise WargameError(f"A plan of an exercise has no {', '.join(sorted(unknown))}. Leave it out.")
        held = {**raw, "seats": tuple(raw.get("seats", ()))}
        try:
            plan = cls(**held)
        except TypeError:
            raise WargameError("A plan of an exercise names a title, a scenario and its seats.") from None
        plan.check()
        return plan

    def plain(self) -> dict[str, Any]:
        """Return the plan as plain values, for ``Plan.of``."""
        return {**asdict(self), "seats": list(self.seats)}

    def minutes_of(self, phase: str, turn: int) -> float:
        """Return the minutes of a phase in a turn, from 1."""
        held = self.first_minutes if turn <= EARLY else self.minutes
        return float(held.get(phase, MINUTES[phase]))

    def minutes_of_turn(self, turn: int) -> float:
        """Return the minutes of a turn that has no crisis round."""
        return sum(self.minutes_of(phase, turn) for phase in PHASES if phase != "crisis")

    def check(self) -> None:
        """Raise ``WargameError`` at the first value that no exercise can have."""
        if not self.title.strip() or len(self.title) > TITLE:
            raise WargameError(f"The title of a table has 1 to {TITLE} letters. Write a short one.")
        if not (self.title + self.question).isprintable():
            raise WargameError(
                "A title or question holds signs that cannot be shown. Write it in plain letters."
            )
        if len(self.question) > QUESTION:
            raise WargameError(f"The question has {QUESTION} letters at most. Ask it in one sentence.")
        scenario = arrange(self.scenario, turns=self.turns)
        if not self.seats:
            raise WargameError("Nobody would play: name at least one seat for people.")
        for seat in (*self.seats, *self.characters):
            if seat not in scenario.nations:
                raise WargameError(f"There is no seat {seat!r}. {nearest(seat, scenario.nations)}")
        if len(set(self.seats)) < len(self.seats):
            raise WargameError("A seat is named twice. Name every seat of people once.")
        known = scenario.ruleset.characters
        for seat, character in self.characters.items():
            if character not in known:
                raise WargameError(
                    f"{seat}: there is no character {character!r}. {nearest(character, known)}"
                )
        if not NO_LIMIT <= self.questions <= MOST_QUESTIONS:
            raise WargameError(f"What-if questions: write 0 to {MOST_QUESTIONS}, or -1 for no limit.")
        most = MOST_IN_SEAT * len(scenario.nations)
        if not 0 <= self.people <= most:
            raise WargameError(f"{self.people} people: one table seats {most} at most. Open more, as twins.")
        for name, held in (("minutes", self.minutes), ("first_minutes", self.first_minutes)):
            _check_minutes(name, held)


def _check_minutes(name: str, held: Mapping[str, float]) -> None:
    for phase, value in held.items():
        if phase not in PHASES:
            raise WargameError(f"{name}: there is no phase {phase!r}. {nearest(phase, PHASES)}")
        if not isinstance(value, int | float) or not math.isfinite(value) or not SHORTEST <= value <= LONGEST:
            raise WargameError(
                f"{name}, {phase}: {value!r} is no number of minutes. Write {SHORTEST:g} to {LONGEST:g}."
            )


@dataclass(frozen=True)
class Allotment:
    """People for one seat."""

    seat: str
    people: int


def seats_for(scenario: str, people: int) -> tuple[Allotment, ...]:
    """Return which seats so many people should take, and how many in each; house AI plays the others.

    Two or more share a seat as soon as there are enough of them: one talks while one plans. Seats fill in the
    scenario's order, which names first those that its story turns on.

    Parameters
    ----------
    scenario : id of the scenario
    people : at the table, the facilitator not counted; from 1 to six a seat

    Raises
    ------
    WargameError
        nobody, or more people than one table seats

    Examples
    --------
    >>> seats_for("four-islands", 5)
    (Allotment(seat='ALDA', people=3), Allotment(seat='BRENN', people=2))
    """
    names = tuple(arrange(scenario).nations)
    most = MOST_IN_SEAT * len(names)
    if not 1 <= people <= most:
        raise WargameError(
            f"{people} people: one table of {scenario} seats 1 to {most}. Open more tables, as twins of one seed."
        )
    count = min(max(people // 2, 1), len(names))
    return tuple(
        Allotment(seat, people // count + (place < people % count))
        for place, seat in enumerate(names[:count])
    )


def phases_of(crisis: bool) -> Sequence[str]:
    """Return the phases of a turn, with or without a crisis round."""
    return [phase for phase in PHASES if crisis or phase != "crisis"]
