"""Setting up an exercise: what can be chosen, which seats are advised, and how long it will take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wargame.scenario import Scenario
from wargame.state import LEVELS
from wargame.views import home
from wargame.views.home import Offer
from wargame.views.room.asked import MOST_TABLES, company
from wargame.workshop.plan import (
    FIRST_MINUTES,
    MINUTES,
    NO_LIMIT,
    PHASES,
    QUESTION,
    QUESTIONS,
    TITLE,
    TURNS,
    Plan,
    seats_for,
)
from wargame.workshop.script import PHASE_NAMES, STATIONS, scenes

Payload = dict[str, Any]
PRESETS = (
    ("short", "Short", 5),
    ("workshop", "Workshop", TURNS),
    ("full", "Full", 8),
    ("long", "Long", 12),
)
"""Lengths that are offered: id, name, turns."""
NAMES = ("North", "South", "East", "West", "Harbour", "Bridge", "Garden", "Tower")
"""What twin tables are called if nobody says otherwise."""
ASKS = (
    (0, "None"),
    (1, "1 a turn"),
    (QUESTIONS, f"{QUESTIONS} a turn"),
    (5, "5 a turn"),
    (NO_LIMIT, "No limit"),
)
"""What-if questions of a seat in a turn that are offered."""
FIELDS = {
    "people": "People",
    "tables": "Tables",
    "scenario": "Scenario",
    "human": "Who plays the seats",
    "turns": "Turns",
    "minutes": "Minutes of each phase",
    "question": "The question",
    "questions": "What-if questions",
    "seed": "Seed",
    "names": "Name",
}
"""What the form calls its fields, in their order."""
LOSES = {
    "practice": "Without it, teams make their first mistakes where they count: they look for the table, miss the clock "
    "and learn what a signature is in turn 1. Leave it out only with people who have played before.",
    "debrief": "Without it, people leave with a score and no reasons. It is where they find out what the others "
    "wanted, which turn decided it, and what would have been otherwise.",
}
"""What is lost where a part of the path is left out."""


def choices(found: Sequence[Offer]) -> Payload:
    """Return what can be chosen, and what stands there before anything is.

    Parameters
    ----------
    found : the scenarios, as ``home.offers`` has them
    """
    played = home.play(found)
    known = {each.id: each.scenario for each in found if each.scenario is not None}
    return {
        "scenarios": [_scenario(row, known[row["id"]]) for row in played["scenarios"]],
        "broken": played["broken"],
        "presets": [{"id": each, "name": name, "turns": turns} for each, name, turns in PRESETS],
        "phases": [
            {"id": each, "name": PHASE_NAMES[each], "first": FIRST_MINUTES[each], "later": MINUTES[each]}
            for each in PHASES
        ],
        "asks": [{"value": value, "name": name} for value, name in ASKS],
        "names": list(NAMES),
        "turns": TURNS,
        "questions": QUESTIONS,
        "loses": LOSES,
        "most": {"tables": MOST_TABLES, "turns": played["most_turns"], "title": TITLE, "question": QUESTION},
    }


def _scenario(row: Mapping[str, Any], scenario: Scenario) -> Payload:
    return {**row, "short": row["title"].partition(":")[0], "examples": _examples(scenario)}


def _examples(scenario: Scenario) -> list[str]:
    """Return questions that an exercise on this scenario could answer, to be taken or written over."""
    hottest = max(scenario.flashpoints.values(), key=lambda row: row.tension)
    group = next(iter(scenario.groups.values()), None)
    asked = [f"What keeps {_inside(hottest.name)} below “{LEVELS[3]}”, and who has to pay for it?"]
    if group is not None:
        asked.append(f"What would each of {_inside(group.name)} give to stay together?")
    return [*asked, "Which agreement is worth its price to all of its parties?"]


def _inside(name: str) -> str:
    """Return a name as it stands within a sentence: ``the three`` for ``The three``."""
    return f"the {name[4:]}" if name.startswith("The ") else name


def advice(told: Mapping[str, Any], found: Sequence[Offer]) -> Payload | None:
    """Return which seats so many people should take at each table; None as long as their number is none.

    Where people do not divide by the tables, it is told for the fuller ones.
    """
    known = {each.id: each.scenario for each in found if each.scenario is not None}
    scenario = known.get(str(told.get("scenario", "")))
    faults: dict[str, str] = {}
    if scenario is None:
        return None
    tables, people = company(told, scenario, faults)
    if faults:
        return None
    made = {each.seat: each.people for each in seats_for(scenario.id, -(-people // tables))}
    names = scenario.nations
    who = _listed([f"{names[seat].name} {count}" for seat, count in made.items()])
    house = [row.name for seat, row in names.items() if seat not in made]
    rest = f"; house AI plays {_listed(house)}" if house else ""
    each = "" if tables == 1 else f"At each table, {-(-people // tables)} people at most: "
    return {"key": f"{scenario.id} {people} {tables}", "seats": made, "text": f"{each}{who}{rest}."}


def estimate(plans: Sequence[Plan]) -> Payload | None:
    """Return how long an exercise takes, with its parts; None as long as there is no plan."""
    if not plans:
        return None
    made = scenes(plans[0])
    parts: dict[str, float] = {}
    for scene in made:
        name = scene.title if scene.title == "Break" else STATIONS[scene.station]
        parts[name] = parts.get(name, 0.0) + scene.minutes
    whole = sum(parts.values())
    beside = [name.lower() for name in parts if name in ("Practice", "Break", "Debrief")]
    return {
        "minutes": whole,
        "text": duration(whole),
        "note": f"with {_listed(beside)}" if beside else "without practice and debrief",
        "parts": [
            {"name": name, "minutes": minutes, "text": duration(minutes)} for name, minutes in parts.items()
        ],
        "seed": plans[0].seed,
        "tables": [plan.title for plan in plans],
    }


def wrong(faults: Mapping[str, str]) -> str:
    """Return which fields of the form have to be mended before a room can be opened, "" for none.

    Examples
    --------
    >>> wrong({"seed": "Seed: x is no whole number.", "turns": "Turns: nothing is written there."})
    'Mend first: Turns and Seed.'
    """
    named = [name for field, name in FIELDS.items() if field in faults]
    return f"Mend first: {_listed(named)}." if named else ""


def duration(minutes: float) -> str:
    """Return a length of time as it is told.

    Examples
    --------
    >>> duration(149), duration(45), duration(120)
    ('2 h 29', '45 min', '2 h 00')
    """
    whole = round(minutes)
    return f"{whole // 60} h {whole % 60:02d}" if whole >= 60 else f"{whole} min"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
