"""Limits of use: the one text that charts, reports, the rulebook and the descriptions of the model show.

What someone is likely to hold against a tool of this kind, and what follows for reading its figures.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import get_args

from wargame.rulebook.pieces import Lines, keys, table
from wargame.rulebook.tried import SCREENING
from wargame.ruleset import Ruleset
from wargame.schema import Kind

SHORT = "Explores, does not predict."
"""The sentence under every chart."""
KINDS: dict[Kind, str] = {
    "stated": "said in one of the two articles",
    "implied": "follows from what one of them says",
    "published": "stands in a publication that was at hand",
    "recalled": "quoted from a publication from memory, to be looked up again",
    "estimated": "worked out for this project from public data",
    "assumed": "a judgement; nobody can defend one value within its range",
}
"""What a number can rest on, the firmest first."""
MADE_FOR = "Teaching, workshops, and finding out which assumption a conclusion hangs on."
NOT_MADE_FOR = (
    "Forecasts of crises, plans of real budgets, judgements on real systems or governments, and anything that takes "
    "a figure from here for a measurement."
)


@dataclass(frozen=True)
class Limit:
    """One limit: a sentence, what follows from it, and keys of the bibliography that it rests on."""

    title: str
    text: str
    source: tuple[str, ...] = ()


LIMITS: tuple[Limit, ...] = (
    Limit(
        "A share of games is no probability",
        "It says how often something happens in this model, under these rules, from this opening. It is no chance that "
        "it happens in the world.",
        ("perla2011", "lempert2003"),
    ),
    Limit(
        "Most numbers are judgements",
        "Each says which. A result that changes when assumed numbers move within their ranges is a question, not an "
        "answer: vary them first (`wargame experiment`).",
    ),
    Limit(
        "Arms races are not identified",
        "The data of the region do not tell whether spending answers a rival's spending, and published fits are "
        "fragile. The coefficient is 0 unless somebody sets it: look at results with 0 first.",
        ("caspary1967", "majeski1981", "schmidt1987", "dunne2007"),
    ),
    Limit(
        "Fitting is not forecasting",
        "A coefficient may be significant and foresee nothing. What can be tested out of sample is held against naive "
        "methods, and its failures are told (`wargame backtest`, `wargame rulebook --part trace`).",
        ("ward2010", "schrodt2014", "cederman2017"),
    ),
    Limit(
        "No third digit",
        "Read orders of size, signs and ranges. That no difference was found is a result too.",
        ("tetlock2005", "chadefaux2017"),
    ),
    Limit(
        "Capability and power are indices",
        "They stand for no weapon and no force. Published measures of power disagree about who is ahead, which may "
        "matter more than any coefficient: set `threat.power_measure` to 0, 1 and 2 before a finding is told.",
        ("beckley2018", "carroll2019"),
    ),
    Limit(
        "Data on spending are estimates",
        "Some are uncertain by a tenth or a fifth, and for one nation there is no comparable figure at all: its money "
        "is an index.",
        ("sipri2024", "fariss2022"),
    ),
    Limit(
        "Sides are no fate",
        "How well nations fit on two sides is a read-out that depends on weights somebody chose. No rule of the game "
        "calls it.",
        ("axelrod1993", "galam1998"),
    ),
    Limit(
        "One view of a region",
        "The articles, the codings and the data look at it from one side. All nations obey the same rules, and tests "
        "swap the blocs; objectives, cards and briefs are still one team's choice. Write another scenario to see "
        "another view.",
    ),
    Limit(
        "A model with many numbers can be bent to anything",
        "So what is expected is written down before, the same program must meet all of it, and what was tried and "
        "dropped is told (`wargame rulebook --part trace`).",
        ("windrum2007", "grimm2005"),
    ),
    Limit(
        "House AI is no government",
        "Its characters are judgements, they do not learn, and they plan no chain of moves. What people would do is "
        "not in games of house AI.",
    ),
    Limit(
        "The odds of the ladder are house odds",
        "They were set so that games stay open. There is no war in the model, and no estimate of its chance: a "
        "breakdown of talks ends the game.",
    ),
    Limit(
        "Half-year turns are another game",
        "Rules run by the year, but crisis rounds, offers and repeats of orders go by the turn. In 500 games of "
        "house AI talks break down in 3 % of yearly games and in 30 % of games of half-year turns, and places end "
        "some 10 points hotter. Compare games of one length of turn only.",
    ),
    Limit(
        "Nothing here can be aimed",
        "There are no platforms, sites, ranges, performances or engagements, and the rules refuse fields for them. "
        "They are not to be added.",
    ),
)
"""Every limit, the one most often forgotten first."""


def limits_told() -> list[str]:
    """Return the limits as sentences for a report, with their titles in bold."""
    return [f"**{each.title}.** {each.text}" for each in LIMITS]


def limits_chapter(rules: Ruleset) -> Lines:
    """Return the limits of use as a chapter, with the count of what the numbers of a ruleset rest on."""
    told = [f"- **{each.title}.** {each.text} {keys(each.source)}".rstrip() for each in LIMITS]
    return [
        "## Limits of use",
        "",
        f"**{SHORT}**",
        "",
        f"Made for: {MADE_FOR[0].lower()}{MADE_FOR[1:]}",
        "",
        f"Not made for: {NOT_MADE_FOR[0].lower()}{NOT_MADE_FOR[1:]}",
        "",
        *told,
        "",
        *evidence(rules),
    ]


def evidence(rules: Ruleset) -> Lines:
    """Return the table of what the numbers of a ruleset rest on, the firmest kind first, and how many are free."""
    count = Counter(row.kind for row in rules.parameters.values())
    rows = [(kind, KINDS[kind], str(count[kind])) for kind in get_args(Kind)]
    told = f"The ruleset *{rules.head.title}* has {len(rules.parameters)} numbers. What they rest on:"
    return [told, "", *table(("Kind", "What it means", "Numbers"), rows), "", *_free(rules)]


def free_numbers(rules: Ruleset) -> tuple[str, ...]:
    """Return the numbers that no source ties: rule parameters and sizes of effects, the assumed ones."""
    return tuple(name for name, row in rules.parameters.items() if row.kind == "assumed")


def _free(rules: Ruleset) -> Lines:
    """Tell how many numbers are free, and how many of them are felt."""
    free = free_numbers(rules)
    held = [name for name in SCREENING.felt if name in free]
    now = f"{rules.id} {rules.head.version}"
    moved = f" **The rules are {now} since: run it again.**" if now != SCREENING.ruleset else ""
    return [
        f"**Free numbers: {len(free)}.** No source ties them; the other {len(rules.parameters) - len(free)} are held "
        f"by data or publications within their ranges. Varied all at once over those ranges, **{len(held)}** move one "
        f"of {SCREENING.outcomes} outcomes clear of chance; the others can be left alone until somebody shows where "
        f"they matter (`{SCREENING.command}`, {SCREENING.date}, ruleset {SCREENING.ruleset}; menus are not varied)."
        f"{moved} Felt, the clearest first: {', '.join(f'`{name}`' for name in held)}.",
    ]
