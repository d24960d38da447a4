"""The whole rulebook of a scenario as Markdown, chapter by chapter."""

from __future__ import annotations

from wargame.faults import WargameError, nearest
from wargame.rulebook import words
from wargame.rulebook.choices import agreements, characters, orders
from wargame.rulebook.counts import counts
from wargame.rulebook.limits import SHORT, limits_chapter
from wargame.rulebook.numbers import numbers_of, other_numbers, scale
from wargame.rulebook.opening import (
    cards,
    catalogue,
    places,
    programmes,
    seats,
    sentences,
    sides,
)
from wargame.rulebook.pieces import Lines, document, edition, effects, keys, mark, table
from wargame.rulebook.reach import callers
from wargame.rulebook.rules import Chapter, Told, chapters, order_of_play
from wargame.ruleset import Ruleset
from wargame.scenario import Scenario


def rulebook(scenario: Scenario, seat: str = "", marked: bool = False) -> str:
    """Return the rulebook of a scenario and its ruleset, in Markdown.

    Source keys are written as reference links, ``[S003.9]``, which the bibliography at the end resolves.

    Parameters
    ----------
    scenario : a checked scenario; what a seat needs at the table is told first, the equations after it
    seat : leave out what this seat may not know: others' briefs and objectives, the deck, house AI; "" for all
    marked : keep the marks that give rows their anchors, for ``page`` and ``fragment``

    Raises
    ------
    WargameError
        there is no such seat
    """
    rules = scenario.ruleset
    if seat and seat not in scenario.nations:
        raise WargameError(f"There is no seat {seat!r}. {nearest(seat, scenario.nations)}")
    parts = [
        _front(scenario, seat),
        _play(),
        seats(scenario, seat),
        places(scenario),
        sides(scenario),
        orders(rules),
        agreements(rules),
        catalogue(scenario),
        programmes(scenario, seat),
        _tracks(rules),
        _areas(rules),
        _gates(rules),
        *([] if seat else [cards(scenario), characters(rules)]),
        *(_rule(rules, each) for each in chapters()),
        other_numbers(rules),
        scale(rules),
        counts(scenario, seat),
        *([] if seat else [sentences(scenario)]),
        limits_chapter(rules),
    ]
    return document(rules, parts, every=True, marked=marked)


# -- the rules ---------------------------------------------------------------------------------------------


def _front(scenario: Scenario, seat: str) -> Lines:
    head, frame = scenario.ruleset.head, scenario.frame
    history = [f"- {change.version}, {change.date}: {change.why}" for change in head.history]
    return [
        f"# Rulebook: {frame.title}",
        "",
        f"{edition(scenario)} This book is generated from the rules the game runs on.",
        "",
        _edition(scenario, seat),
        "",
        head.text,
        "",
        frame.text,
        "",
        f"**{SHORT}** Capabilities are indices of 0 to 10 and stand for no weapon. Most numbers are "
        "assumptions, and each says what it rests on: see *Limits of use*.",
        "",
        "History of the rules:",
        "",
        *history,
    ]


def _edition(scenario: Scenario, seat: str) -> str:
    """Return whom this book is for."""
    if seat:
        return f"*The edition of {scenario.nations[seat].name}: what others are after, and the cards, are left out.*"
    return (
        "*The edition of the white cell and of analysts: it tells every seat's objectives and all cards. Who "
        "plays a seat reads its own: `wargame rulebook --seat SEAT`.*"
    )


def _play() -> Lines:
    rows = [(str(n), name + mark("phase", name), text) for n, (name, text) in enumerate(order_of_play(), 1)]
    return [
        "## Order of play",
        "",
        "Before a turn is adjudicated, seats bargain (an offer, one counter) and seal their orders. Then the "
        "phases follow one another; within a phase all nations move at once.",
        "",
        *table(("", "Phase", "What happens"), rows),
    ]


def _rule(rules: Ruleset, chapter: Chapter) -> Lines:
    own = numbers_of(rules, chapter.rule)
    first, *others = chapter.titles
    lines = [f"## {chapter.rule}: {first}{mark('rule', chapter.rule)}"]
    for title in others:
        lines += ["", f"Also: {title[0].lower() + title[1:]}."]
    if own:
        lines += ["", *own]
    for told in chapter.functions:
        lines += ["", *_function(told)]
    return lines


def _function(told: Told) -> Lines:
    name = f"{told.module}.{told.name}"
    idle = "" if callers(name) else " *No game calls it: it is shipped for verification.*"
    lines = [f"**`{name}`**: {told.summary}{idle}"]
    for text, equation in told.paragraphs:
        lines += ["", *(["```", text, "```"] if equation else [text])]
    return lines


def _tracks(rules: Ruleset) -> Lines:
    rows = [
        (
            row.name + mark("track", name),
            row.text,
            row.better,
            words.number(row.neutral),
            f"0 to {words.number(row.high)}",
            row.see,
            keys(row.source),
        )
        for name, row in rules.tracks.items()
    ]
    head = ("Track", "What it is", "Better", "Neutral", "Range", "Seen by others", "Source")
    return ["## Home politics: tracks", "", *table(head, rows)]


def _areas(rules: Ruleset) -> Lines:
    rows = [
        (row.name + mark("area", name), row.text, row.role, row.threat_class or "none", keys(row.source))
        for name, row in rules.areas.items()
    ]
    return ["## Capability areas", "", *table(("Area", "What it is", "Role", "Threat class", "Source"), rows)]


def _gates(rules: Ruleset) -> Lines:
    lines = ["## Gates"] if rules.gates else []
    for name, row in rules.gates.items():
        lines += [
            "",
            f"### {row.name}{mark('gate', name)}",
            "",
            f"{row.text} {keys(row.source)}",
            "",
            row.note,
            "",
        ]
        lines += [f"Resisted by the track *{rules.tracks[row.track].name}*. Once it is open:", ""]
        lines += effects(rules, row.effect)
    return lines
