"""Chapters of the rulebook on a scenario: its seats, places, programmes, agreements and cards."""

from __future__ import annotations

from wargame.adjudication.alignment import MOST_NATIONS
from wargame.adjudication.opening import open_state
from wargame.adjudication.phases.incidents import odds
from wargame.adjudication.sides import NEAR, alignments
from wargame.adjudication.turn import prepare
from wargame.rulebook.pieces import Lines, effects, keys, mark, table
from wargame.rulebook.sources import resting
from wargame.rulebook.words import condition_words, number, plural
from wargame.scenario import Scenario
from wargame.schema import EligibleAgreement, Event, Nation
from wargame.state import LEVELS, STAGES

_SEAT_HEAD = (
    "Seat",
    "Orders a year",
    "PC at start",
    "PC a year",
    "PC at most",
    "Slots",
    "Budget",
    "Wedge",
    "Character",
    "Source",
)
_PLACE_HEAD = (
    "Flashpoint",
    "What it is",
    "Challengers",
    "Defenders",
    "Tension",
    "Falls back to",
    "Incident",
    "Source",
)
_GROUP_HEAD = ("Group", "Members", "Formed against", "Cohesion", "Source")
_WORK_HEAD = ("Programme", "What it is", "Owners", "Area", "Yearly line", "Years", "Opens as", "Source")
_DEAL_HEAD = ("Agreement", "Type", "Parties", "At the opening", "Source", "Note")
_SENTENCE_HEAD = ("Sentence", "What it says, in our words", "What rests on it")
_TRIGGERS = {"incident": "drawn by an incident", "called": "called by another card or the white cell"}


def seats(scenario: Scenario, seat: str = "") -> Lines:
    """Return the chapter on seats: the economy of each, its dilemma, brief and objectives.

    Parameters
    ----------
    seat : the one seat whose brief and objectives are told, "" for all
    """
    rows = [_seat(name, row, seat) for name, row in scenario.nations.items()]
    lines = ["## Seats", "", *table(_SEAT_HEAD, rows)]
    for name, row in scenario.nations.items():
        if seat not in ("", name):
            continue
        own = [(goal, each) for goal, each in scenario.objectives.items() if each.seat == name]
        lines += ["", f"### {row.name}", "", f"*{row.dilemma}*", "", row.brief, "", "Objectives:", ""]
        lines += [f"- {each.text} {keys(each.source)}{mark('objective', goal)}" for goal, each in own]
    return lines


def _seat(name: str, row: Nation, seat: str) -> tuple[str, ...]:
    capital = (row.capital.start, row.capital.income, row.capital.cap)
    return (
        f"{row.name} (`{name}`){mark('seat', name)}",
        str(row.orders),
        *(number(each) for each in capital),
        str(row.slots),
        f"{number(row.spending)} {row.money}",
        f"{number(row.wedge)} %",
        "not told" if seat else row.character,
        keys(row.source),
    )


def places(scenario: Scenario) -> Lines:
    """Return the chapter on flashpoints with the ladder, groups, and drains."""
    bounds = scenario.ruleset.parameters["crises.thresholds"]
    assert isinstance(bounds.value, tuple)
    steps = [f"{name} from {number(bound)}" for name, bound in zip(LEVELS[1:], bounds.value, strict=False)]
    lines = [
        "## Flashpoints and groups",
        "",
        f"The ladder: {LEVELS[0]}, {', '.join(steps)} points ({bounds.kind}), then {LEVELS[-1]}, which ends the "
        "game. It rises by one level a turn at most.",
        "",
        "*Incident*: the posted chance of an incident in the first year, by R8 from the opening; it falls with years "
        "that bring none. An incident draws a card or heats the place; it decides nothing else.",
        "",
        *table(_PLACE_HEAD, _places(scenario)),
    ]
    if scenario.groups:
        lines += ["", *table(_GROUP_HEAD, _groups(scenario))]
    for name, row in scenario.drains.items():
        lines += [
            "",
            f"**{row.name}** (`{name}`), level {number(row.level)} of 3: {row.text} {keys(row.source)}"
            f"{mark('drain', name)}",
        ]
    return lines


def sides(scenario: Scenario) -> Lines:
    """Return the chapter on how the nations would fall into two sides at the opening, by each measure of power."""
    if len(scenario.nations) > MOST_NATIONS:
        return []
    play = prepare(scenario)
    rows = [
        (
            measure,
            " / ".join(", ".join(side) or "nobody" for side in split.sides),
            number(round(split.energy, 1)),
            "minimum" if split.minimum else "near",
        )
        for measure, splits in alignments(play.world, open_state(play)).items()
        for split in splits
    ]
    return [
        "## Two sides",
        "",
        "A read-out of R7 at the opening: every way to stand on two sides that no single nation could better, and "
        f"those within {NEAR:.0%} of the best. Relations tell who gets along, power how much each counts. No rule "
        "calls it; after a turn: `wargame show RUN --alignment`. [axelrod1993] [galam1998]",
        "",
        *table(("Power by", "Sides", "Energy", ""), rows),
    ]


def _places(scenario: Scenario) -> list[tuple[str, ...]]:
    play = prepare(scenario)
    chances = odds(play.world, open_state(play))[0]
    return [
        (
            f"{row.name} (`{name}`){mark('flashpoint', name)}",
            row.text,
            ", ".join(row.challengers),
            ", ".join(row.defenders),
            number(row.tension),
            number(row.base),
            f"{chance:.0%}".replace("%", " %"),
            keys(row.source),
        )
        for (name, row), chance in zip(scenario.flashpoints.items(), chances, strict=True)
    ]


def _groups(scenario: Scenario) -> list[tuple[str, ...]]:
    return [
        (
            f"{row.name} (`{name}`){mark('group', name)}",
            ", ".join(row.members),
            ", ".join(row.against),
            number(row.cohesion),
            keys(row.source),
        )
        for name, row in scenario.groups.items()
    ]


def programmes(scenario: Scenario, seat: str = "") -> Lines:
    """Return the chapter on programmes; the opening of those that a seat does not see is not told to it."""
    areas = scenario.ruleset.areas
    rows = [
        (
            f"{row.name} (`{name}`){mark('programme', name)}",
            row.text,
            ", ".join(row.owners),
            areas[row.area].name,
            number(row.cost),
            number(row.years),
            row.stage if not seat or row.public or seat in row.owners else "not told",
            keys(row.source),
        )
        for name, row in scenario.programmes.items()
    ]
    return ["## Programmes", "", f"Statuses, in order: {', '.join(STAGES)}.", "", *table(_WORK_HEAD, rows)]


def catalogue(scenario: Scenario) -> Lines:
    """Return the chapter on what may be agreed, and how it stands at the opening."""
    kinds = scenario.ruleset.agreements
    rows = [
        (
            f"`{name}`{mark('agreement', name)}",
            kinds[row.type].name,
            ", ".join(row.parties),
            _standing(row),
            keys(row.source),
            row.note,
        )
        for name, row in scenario.agreements.items()
    ]
    return ["## What may be agreed", "", *table(_DEAL_HEAD, rows)]


def _standing(row: EligibleAgreement) -> str:
    if not row.in_force:
        return "open"
    return f"in force, {plural(row.left, 'year')} left" if row.left else "in force"


def cards(scenario: Scenario) -> Lines:
    """Return the chapter on the deck: when each card falls and what it does, with who is who."""
    lines = ["## Cards"]
    for name, row in scenario.events.items():
        head = f"**{row.name}** (`{name}`), {trigger(scenario, row)}: {row.text} {keys(row.source)}"
        head += mark("event", name)
        told = effects(scenario.ruleset, row.effect)
        told = [line.replace("the seat", row.actor) for line in told] if row.actor else told
        told = [line.replace("the target", row.target) for line in told] if row.target else told
        lines += ["", head, "", *told]
    return lines


def trigger(scenario: Scenario, row: Event) -> str:
    """Return when a card falls, and by whom on whom."""
    known = {
        "scheduled": f"turn {row.turn}",
        "random": f"{100 * row.chance:.0f} % a year",
        "condition": "when",
    }
    when = " and ".join(condition_words(scenario.ruleset, each) for each in row.when)
    text = _TRIGGERS.get(row.trigger) or " ".join(part for part in (known[row.trigger], when) if part)
    who = " on ".join(part for part in (row.actor, row.target) if part)
    return f"{text}, {who}" if who else text


def sentences(scenario: Scenario) -> Lines:
    """Return the chapter on the sentences of the articles and what rests on each."""
    found = resting(scenario)
    rows = [
        (f"[{key}]", row.text, ", ".join(found[key]) or "nothing")
        for key, row in scenario.ruleset.sources.items()
        if row.kind == "sentence"
    ]
    return ["## The sentences, and what rests on them", "", *table(_SENTENCE_HEAD, rows)]
