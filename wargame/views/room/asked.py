"""What a facilitator asked for when setting up an exercise: read from a form, or told field by field what is wrong."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from wargame.faults import WargameError, nearest
from wargame.scenario import Scenario
from wargame.views import home
from wargame.views.home import MOST_SEED, Offer
from wargame.workshop.plan import (
    FIRST_MINUTES,
    LONGEST,
    MINUTES,
    MOST_IN_SEAT,
    MOST_QUESTIONS,
    NO_LIMIT,
    PHASES,
    QUESTION,
    TITLE,
    Plan,
)
from wargame.workshop.rooms import plain_name
from wargame.workshop.script import PHASE_NAMES

MOST_TABLES = 8
"""Tables that are opened at once at most."""
MOST_PEOPLE = 288
"""People that so many tables of six seats hold."""


def read(
    told: Mapping[str, Any], found: Sequence[Offer], seed: int
) -> tuple[tuple[Plan, ...], dict[str, str]]:
    """Return the plans that a form asks for, a table each, and what is wrong with it by field.

    Parameters
    ----------
    told : ``scenario, people, tables, names, human`` (seats), ``characters, turns, first`` and ``later`` (phase ->
        minutes), ``practice, debrief, auto, question, questions, seed``; numbers as they were typed
    seed : drawn, for a form that names none

    Returns
    -------
    no plan if anything is wrong; field -> one sentence, ``form`` for what fits no field
    """
    faults: dict[str, str] = {}
    known = {each.id: each.scenario for each in found if each.scenario is not None}
    name = str(told.get("scenario", ""))
    scenario = known.get(name)
    if scenario is None:
        return (), {
            "scenario": f"There is no scenario {_cut(name)} to be played. {nearest(name[:80], known)}"
        }
    tables, people = company(told, scenario, faults)
    common: dict[str, Any] = {
        "scenario": name,
        "seats": _seats(told, scenario, faults),
        "characters": _characters(told, scenario),
        "turns": _whole(told, "turns", "Turns", 1, int(home.play(found)["most_turns"]), faults),
        "seed": _seed(told, seed, faults),
        "minutes": _minutes(told, "later", faults),
        "first_minutes": _minutes(told, "first", faults),
        "practice": bool(told.get("practice", True)),
        "debrief": bool(told.get("debrief", True)),
        "auto": bool(told.get("auto", True)),
        "question": str(told.get("question", "")).strip(),
        "questions": _whole(told, "questions", "What-if questions", NO_LIMIT, MOST_QUESTIONS, faults),
    }
    if len(common["question"]) > QUESTION:
        faults["question"] = f"The question has {QUESTION} letters at most. Ask it in one sentence."
    names = _names(told, tables, faults)
    if faults:
        return (), faults
    group = f"{plain_name(scenario.frame.title.partition(':')[0])}-{common['seed']}" if tables > 1 else ""
    try:
        first = Plan.of({**common, "title": names[0], "group": group})
    except WargameError as error:
        return (), {"form": str(error)}
    shares = [people // tables + (place < people % tables) for place in range(tables)]
    return tuple(
        replace(first, title=each, people=share) for each, share in zip(names, shares, strict=True)
    ), {}


def apart(plans: Sequence[Plan], groups: Collection[str]) -> tuple[Plan, ...]:
    """Return plans whose group is none of those that there are: tables of another day are no twins of these."""
    if not plans or not plans[0].group:
        return tuple(plans)
    name = group = plans[0].group
    count = 1
    while group in groups:
        count += 1
        group = f"{name}-{count}"
    return tuple(replace(plan, group=group) for plan in plans)


# -- fields -------------------------------------------------------------------------------------------------


def company(told: Mapping[str, Any], scenario: Scenario, faults: dict[str, str]) -> tuple[int, int]:
    """Return how many tables there are and how many people come; a fault tells how many tables so many need."""
    tables = _whole(told, "tables", "Tables", 1, MOST_TABLES, faults)
    people = _whole(told, "people", "People", 1, MOST_PEOPLE, faults)
    most = MOST_IN_SEAT * len(scenario.nations)
    if people > most * tables:
        faults["people"] = (
            f"People: one table seats {most} at most. Open {-(-people // most)} tables, as twins."
        )
    return tables, people


def _seats(told: Mapping[str, Any], scenario: Scenario, faults: dict[str, str]) -> list[str]:
    human = [str(each) for each in told.get("human", ())]
    for seat in human:
        if seat not in scenario.nations:
            faults["human"] = f"There is no seat {_cut(seat)}. {nearest(seat[:40], scenario.nations)}"
    if not human:
        faults["human"] = "House AI would play alone. Give people at least one seat."
    return [seat for seat in scenario.nations if seat in human]


def _characters(told: Mapping[str, Any], scenario: Scenario) -> dict[str, str]:
    """Return the characters of house AI that differ from the scenario's; what is unknown is left for ``Plan.check``."""
    wanted = told.get("characters") or {}
    return {
        seat: str(wanted[seat])
        for seat, row in scenario.nations.items()
        if wanted.get(seat) not in (None, "", row.character)
    }


def _seed(told: Mapping[str, Any], drawn: int, faults: dict[str, str]) -> int:
    if not str(told.get("seed", "")).strip():
        return drawn
    return _whole(told, "seed", "Seed", 0, MOST_SEED, faults)


def _names(told: Mapping[str, Any], tables: int, faults: dict[str, str]) -> list[str]:
    names = [" ".join(str(each).split()) for each in list(told.get("names", ()))[:tables]]
    names += [""] * (tables - len(names))
    if not all(names):
        faults["names"] = "A table has no name. Write one for each: people find their table by it."
    elif len({each.casefold() for each in names}) < tables:
        faults["names"] = "Two tables have the same name. Give each its own."
    elif longest := next((each for each in names if len(each) > TITLE), ""):
        faults["names"] = f"{_cut(longest)}: a name has {TITLE} letters at most."
    return names


def _minutes(told: Mapping[str, Any], field: str, faults: dict[str, str]) -> dict[str, float]:
    usual, typed = (FIRST_MINUTES if field == "first" else MINUTES), told.get(field) or {}
    made = {}
    for phase in PHASES:
        text = str(typed.get(phase, usual[phase])).strip().replace(",", ".")
        value = _number(text)
        if not 0.0 < value <= LONGEST:
            what = f"“{_cut(text)}” is no number of minutes" if text else "nothing is written there"
            faults["minutes"] = f"{PHASE_NAMES[phase]}: {what}. Write 0.1 to {LONGEST:g}."
        made[phase] = value
    return made


def _number(text: str) -> float:
    """Return a number that was typed, 0 for what is none."""
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if math.isfinite(value) else 0.0


def _whole(
    told: Mapping[str, Any], field: str, name: str, low: int, high: int, faults: dict[str, str]
) -> int:
    """Return a whole number that was typed; a fault is noted, and ``low`` returned, where it is none."""
    text = str(told.get(field, "")).strip()
    usual = f"Write a whole number from {low} to {high:,}."
    bare = text.removeprefix("-")
    if not (bare.isascii() and bare.isdecimal() and len(bare) < 18):
        what = f"“{_cut(text)}” is no whole number." if text else "nothing is written there."
        faults[field] = f"{name}: {what} {usual}"
        return low
    if not low <= int(text) <= high:
        faults[field] = f"{name}: {_cut(text)} is out of range. {usual}"
        return low
    return int(text)


def _cut(text: str) -> str:
    """Return what was typed as it can be shown in a sentence."""
    return text if len(text) <= 24 else f"{text[:23]}…"
