"""The whole rulebook of a scenario as Markdown, chapter by chapter."""

from __future__ import annotations

from wargame.address import FIELDS
from wargame.rulebook import words
from wargame.rulebook.opening import (
    bibliography,
    cards,
    catalogue,
    definitions,
    places,
    programmes,
    seats,
    sentences,
)
from wargame.rulebook.pieces import Lines, effects, keys, parameters, table
from wargame.rulebook.rules import Chapter, Told, chapters, order_of_play
from wargame.ruleset import Ruleset
from wargame.scenario import Scenario
from wargame.schema import AgreementType, Order

_ORDERS_OF = {"money": "Money", "cooperation": "Cooperation", "politics": "Politics", "pressure": "Pressure"}
_OTHER_NUMBERS = {
    "ladder": "The ladder and crisis rounds",
    "diplomacy": "At the table",
    "conduct": "Words and deeds",
    "beliefs": "What nations believe of each other",
    "score": "Stability and score",
}


def rulebook(scenario: Scenario) -> str:
    """Return the rulebook of a scenario and its ruleset, in Markdown.

    Source keys are written as reference links, ``[S003.9]``, which the bibliography at the end resolves.

    Parameters
    ----------
    scenario : a checked scenario; its ruleset is told first, its opening after it
    """
    rules = scenario.ruleset
    parts = [
        _front(scenario),
        _play(),
        *(_rule(rules, each) for each in chapters()),
        _other_numbers(rules),
        _scale(rules),
        _tracks(rules),
        _areas(rules),
        _gates(rules),
        _orders(rules),
        _agreements(rules),
        _characters(rules),
        seats(scenario),
        places(scenario),
        programmes(scenario),
        catalogue(scenario),
        cards(scenario),
        sentences(scenario),
        bibliography(rules),
    ]
    return "\n".join(line for part in parts for line in [*part, ""]) + definitions(rules)


# -- the rules ---------------------------------------------------------------------------------------------


def _front(scenario: Scenario) -> Lines:
    head, frame = scenario.ruleset.head, scenario.frame
    history = [f"- {change.version}, {change.date}: {change.why}" for change in head.history]
    return [
        f"# Rulebook: {frame.title}",
        "",
        f"Ruleset *{head.title}*, version {head.version}; scenario `{scenario.id}`, version {frame.version}. "
        "This book is generated from the rules the game runs on.",
        "",
        head.text,
        "",
        frame.text,
        "",
        "The game explores what could follow from what; it does not predict. Its capabilities are indices of "
        "0 to 10 and stand for no weapon. Most of its numbers are assumptions, and each says so: *stated* in "
        "an article, *implied* by one, *published* elsewhere, *recalled* from a publication, *estimated* from "
        "data or *assumed*.",
        "",
        "History of the rules:",
        "",
        *history,
    ]


def _play() -> Lines:
    rows = [(str(n), name, text) for n, (name, text) in enumerate(order_of_play(), 1)]
    return [
        "## Order of play",
        "",
        "Before a turn is adjudicated, seats bargain (an offer, one counter) and seal their orders. Then the "
        "phases follow one another; within a phase all nations move at once.",
        "",
        *table(("", "Phase", "What happens"), rows),
    ]


def _rule(rules: Ruleset, chapter: Chapter) -> Lines:
    own = [(name, row) for name, row in rules.parameters.items() if row.rule == chapter.rule]
    lines = [f"## {chapter.rule}: {chapter.titles[0].rstrip('.')}"]
    lines += (
        ["", *(f"Also: {title[0].lower() + title[1:]}." for title in chapter.titles[1:])]
        if chapter.titles[1:]
        else []
    )
    if own:
        lines += ["", *parameters(own)]
    for told in chapter.functions:
        lines += ["", *_function(told)]
    return lines


def _function(told: Told) -> Lines:
    lines = [f"**`{told.module}.{told.name}`**: {told.summary}"]
    for text, equation in told.paragraphs:
        lines += ["", *(["```", text, "```"] if equation else [text])]
    return lines


def _other_numbers(rules: Ruleset) -> Lines:
    lines = ["## Numbers that belong to no single rule"]
    for rule, title in _OTHER_NUMBERS.items():
        own = [(name, row) for name, row in rules.parameters.items() if row.rule == rule]
        lines += ["", f"### {title}", "", *parameters(own)] if own else []
    return lines


def _scale(rules: Ruleset) -> Lines:
    steps = rules.value("effects.multipliers")
    assert isinstance(steps, tuple)
    rows = []
    for scale in dict.fromkeys(field.scale for field in FIELDS.values()):
        unit = rules.parameters[f"effects.{scale}"]
        assert isinstance(unit.value, float)
        sizes = [words.number(step * unit.value) for step in steps]
        rows.append((scale.replace("_", " "), *sizes, unit.unit, keys(unit.source)))
    return [
        "## The five-step scale",
        "",
        "Orders, agreements and cards name a step, never a size. This table is the size of each step. An "
        "order repeated on the same target has half its effect each time; a turn of rest gives back one "
        "halving.",
        "",
        *table(("Kind of field", *(f"step {n}" for n in range(1, len(steps) + 1)), "Unit", "Source"), rows),
    ]


def _tracks(rules: Ruleset) -> Lines:
    rows = [
        (
            row.name,
            row.text,
            row.better,
            words.number(row.neutral),
            f"0 to {words.number(row.high)}",
            row.see,
            keys(row.source),
        )
        for row in rules.tracks.values()
    ]
    return [
        "## Home politics: tracks",
        "",
        *table(("Track", "What it is", "Better", "Neutral", "Range", "Seen by others", "Source"), rows),
    ]


def _areas(rules: Ruleset) -> Lines:
    rows = [
        (row.name, row.text, row.role, row.threat_class or "none", keys(row.source))
        for row in rules.areas.values()
    ]
    return ["## Capability areas", "", *table(("Area", "What it is", "Role", "Threat class", "Source"), rows)]


def _gates(rules: Ruleset) -> Lines:
    lines = ["## Gates"] if rules.gates else []
    for row in rules.gates.values():
        lines += ["", f"### {row.name}", "", f"{row.text} {keys(row.source)}", "", row.note, ""]
        lines += [
            f"Resisted by the track *{rules.tracks[row.track].name}*. Once it is open:",
            "",
            *effects(rules, row.effect),
        ]
    return lines


# -- orders and agreements ---------------------------------------------------------------------------------


def _orders(rules: Ruleset) -> Lines:
    lines = ["## Orders", "", "Effects are told at strength 1; the strength of each level multiplies them."]
    for group, title in _ORDERS_OF.items():
        members = {name: row for name, row in rules.orders.items() if row.group == group}
        if members:
            lines += ["", f"### {title}"]
        for name, row in members.items():
            lines += ["", *_order(rules, name, row)]
    return lines


def _order(rules: Ruleset, name: str, row: Order) -> Lines:
    facts = [
        f"written `{' '.join(part for part in (name, _target(row), _levels(row)) if part)}`",
        f"price: {words.price_words(row)}",
        f"seats tagged {' or '.join(row.who)}" if row.who else "every seat",
    ]
    if len(row.levels) > 1 and not any(effect.verb == "allot" for effect in row.effect):
        strengths = zip(row.levels, row.strength, strict=True)
        facts.append("strength: " + ", ".join(f"{level} {words.number(size)}" for level, size in strengths))
    if max(row.severity):
        facts.append(f"severity {', '.join(str(each) for each in row.severity)}")
    facts += ["does not wear off when repeated"] if not row.damped else []
    facts += ["unseen by others"] if row.secret else []
    return [
        f"**{row.code} {row.name}**: {row.text} {keys(row.source)}",
        "",
        f"*{'; '.join(facts)}.*",
        "",
        *effects(rules, row.effect),
        *([f"- Note: {row.note}"] if row.note else []),
    ]


def _target(row: Order) -> str:
    return "" if row.target == "none" else f"<{row.target}>"


def _levels(row: Order) -> str:
    return "|".join(row.levels)


def _agreements(rules: Ruleset) -> Lines:
    meetings = [
        (row.name, f"{words.number(row.capital)} PC", keys(row.source), row.note)
        for row in rules.meetings.values()
    ]
    lines = ["## Agreements", "", *table(("Meeting", "Price to each side", "Source", "Note"), meetings)]
    for name, row in rules.agreements.items():
        lines += [
            "",
            f"### {row.name}",
            "",
            f"{row.text} {keys(row.source)}",
            "",
            f"*{_terms(rules, name, row)}*",
            "",
        ]
        lines += [
            f"- {words.moment_words(each)}, {words.effect_words(rules, each, True)}" for each in row.effect
        ]
        lines += ["", row.note] if row.note else []
    return lines


def _terms(rules: Ruleset, name: str, row: AgreementType) -> str:
    facts = [
        f"type `{name}`",
        f"needs {rules.meetings[row.meeting].name.lower()} to meet" if row.meeting else "needs no meeting",
        f"signing costs each party {words.number(row.capital)} PC",
        f"runs {words.plural(row.term, 'year')}" if row.term else "runs until someone withdraws",
    ]
    if len(row.terms) > 1:
        facts.append(f"the first party's share is {', '.join(words.number(each) for each in row.terms)} %")
    if row.burden:
        share = f"{words.number(row.burden)} % of the smaller party's wedge"
        facts.append(f"costs {share} a year, unless the scenario names the sum")
    facts += ["may be secret"] if row.may_be_secret else []
    facts += ["must pass at home"] if row.home_gate else []
    return "; ".join(facts) + "."


def _characters(rules: Ruleset) -> Lines:
    features = list(dict.fromkeys(feature for row in rules.characters.values() for feature in row.weight))
    manner = [
        (
            row.name,
            row.text,
            *(words.number(each) for each in (row.noise, row.threshold, row.honesty, row.horizon, row.ease)),
            "yes" if row.ahead else "no",
        )
        for row in rules.characters.values()
    ]
    weights = [
        (
            feature.replace("_", " "),
            *(words.number(row.weight.get(feature, 0.0)) for row in rules.characters.values()),
        )
        for feature in features
    ]
    return [
        "## Characters of house AI",
        "",
        *table(
            (
                "Character",
                "Who it is",
                "Noise",
                "Threshold",
                "Honesty",
                "Horizon, years",
                "Eases",
                "Looks ahead",
            ),
            manner,
        ),
        "",
        "What each values, against 1 for the balancer:",
        "",
        *table(("Feature", *(row.name for row in rules.characters.values())), weights),
    ]
