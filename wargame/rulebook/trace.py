"""TRACE: what was verified, calibrated, corroborated, analysed and rejected, in the eight parts of the protocol."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import get_args

from wargame.adjudication.turn import prepare
from wargame.backtest.variants import VARIANTS
from wargame.experiment import find_experiments, read_experiment
from wargame.playtest import Face, face_validity
from wargame.playtest.face import LIKELY
from wargame.rulebook.limits import MADE_FOR, NOT_MADE_FOR, evidence, limits_chapter
from wargame.rulebook.pieces import Lines, document, edition, keys, parameters, table
from wargame.rulebook.sources import resting
from wargame.rulebook.tried import BACKTEST, DROPPED
from wargame.rulebook.words import condition_words, number
from wargame.ruleset import Ruleset
from wargame.scenario import Scenario
from wargame.schema import Kind
from wargame.verification import FAMILIES, MET, MISSED, NO_DATA, TARGETS, Finding, Folder, count, verify
from wargame.verification.target import told

GAMES = 500
"""Games that are played for the table of face validity."""
_PLAYTEST = "playtest"
"""The source of what was set by playing."""
_LAWS = (
    "*relabelling*: nations, agreements and meetings told in another order give the same games, bit for bit;",
    "*blocs*: two blocs that change places change their results with them;",
    "*replicates*: a game played alone is the same game in a block of thousands, bit for bit;",
    "*ledger*: named reasons add up to every change, in any order;",
    "*money*: shares of a burden add up to the whole, nobody spends what it has not, and all money times a thousand is "
    "the same game within the rounding;",
    "*couplings*: nations feel nothing of each other where what couples them is nothing;",
    "*threat*: more of any component is no less threat, and without events threat fades;",
    "*time*: two turns of half a year come near to one of a year;",
    "*bounds*: no number leaves its bounds, from any state, by any legal orders, with numbers at the ends of their "
    "ranges;",
    "*secrecy*: what a seat may not know changes nothing that it sees, and no order of its house AI.",
)
_VERIFIED = (
    "*rule*: functions that the game itself calls, used alone; *instrument*: shipped functions that no game calls. "
    "Tables that some targets need are not shipped; with them at hand `wargame verify --data DIR` checks these too. "
    "A target is met when all ways to it are."
)
_CALIBRATION = (
    "But for the estimated numbers of part 3 nothing was fitted to the world. Values without a source were set within "
    "their ranges by playing: games of house AI were to end in different ways, no seat to be hopeless, no order "
    "useless or a must, and what the articles tell to come out likely. `wargame lint` prints these measures beside "
    "their windows, for any scenario. What was set so says how the game plays, and nothing about the world."
)
_DEFENCE = (
    "Each rule is a published form, used alone in verification; where theory disagrees or data are silent, the number "
    "is a parameter with a range that holds the disagreement. What was tried and dropped:"
)
_ANALYSIS = (
    "Numbers are varied over their ranges under the same luck at every point, so that differences are owed to them and "
    "the rest can be told from chance. These experiments come with the rules; `--vary` makes others, and "
    "`assumptions-morris` screens every assumed number."
)
_CORROBORATION = (
    "Of all rules only R1, which moves budgets, can be held against a long public record. It forecasts from past years "
    "without teams, orders and events, and naive methods forecast on the same panel. Columns: mean absolute log error "
    "(0.10 is about 10 %), bias, rank correlation of growth, share of outcomes inside the 80 % band."
)


def trace(scenario: Scenario, watch: Callable[[str], None] = lambda name: None, marked: bool = False) -> str:
    """Return how the model was tested and what came of it, in Markdown; verification is run for it, without data.

    Parameters
    ----------
    scenario : a checked scenario
    watch : told the id of each target before it is checked
    marked : keep the marks that give rows their anchors, for ``page`` and ``fragment``

    References
    ----------
    Grimm et al. 2014 (TRACE); Sargent 2013 (vocabulary).
    """
    rules = scenario.ruleset
    return document(
        rules,
        [
            _front(scenario),
            _problem(scenario),
            _data(scenario),
            _concept(),
            _implementation(verify(TARGETS, Folder(None), watch)),
            _calibrated(scenario),
            _analysis(),
            [*_corroborated(rules), *_face(scenario)],
            limits_chapter(rules),
        ],
        marked=marked,
    )


def _front(scenario: Scenario) -> Lines:
    return [
        f"# TRACE: {scenario.frame.title}",
        "",
        edition(scenario),
        "",
        "The record of the model's testing in the parts of TRACE [grimm2014]. Tables come from the rules and from runs "
        "of the program; where numbers are of one day, that day and the command that makes them again stand beside "
        "them.",
    ]


def _problem(scenario: Scenario) -> Lines:
    return [
        "## 1. Problem formulation",
        "",
        scenario.frame.text,
        "",
        f"Made for: {MADE_FOR[0].lower()}{MADE_FOR[1:]} Not made for: {NOT_MADE_FOR[0].lower()}{NOT_MADE_FOR[1:]}",
        "",
        "## 2. Model description",
        "",
        f"In seven elements: `wargame rulebook {scenario.id} --part odd`. As a book for the table: `wargame rulebook "
        f"{scenario.id}`.",
    ]


def _data(scenario: Scenario) -> Lines:
    """Tell what the numbers rest on, rule by rule, and which sources of data carry which rows."""
    rules = scenario.ruleset
    rests = resting(scenario)
    used = [
        (f"[{key}]", " ".join(filter(None, (row.cite, row.text))), _rows(rests[key]))
        for key, row in rules.sources.items()
        if row.kind == "data" and rests[key]
    ]
    return [
        "## 3. Data evaluation",
        "",
        *evidence(rules),
        "",
        *table(("Rule", *get_args(Kind)), _kinds(rules)),
        "",
        "Sets of data, and the rows that rest on them, alone or with a judgement:",
        "",
        *table(("Source", "What is taken from it", "Rows of rules and scenario"), used),
    ]


def _rows(names: list[str]) -> str:
    """Return how many rows of each table rest on a source: ``6 nations, 1 event``."""
    tally = Counter(name.split(" ")[0] for name in names)
    return ", ".join(f"{number} {kind}{'s' if number > 1 else ''}" for kind, number in tally.items())


def _kinds(rules: Ruleset) -> list[tuple[str, ...]]:
    tally: dict[str, Counter[str]] = {}
    for row in rules.parameters.values():
        tally.setdefault(row.rule, Counter())[row.kind] += 1
    return [
        (rule, *(str(own[kind] or "") for kind in get_args(Kind)))
        for rule, own in sorted(tally.items(), key=lambda item: _place(item[0]))
    ]


def _place(rule: str) -> tuple[int, str]:
    return (int(rule[1:]), "") if rule[1:].isdigit() else (99, rule)


def _concept() -> Lines:
    rows = [(each.idea, each.found, each.instead) for each in DROPPED]
    return [
        "## 4. Conceptual model evaluation",
        "",
        _DEFENCE,
        "",
        *table(("Idea", "What was found", "Instead"), rows),
    ]


def _implementation(findings: Sequence[Finding]) -> Lines:
    """Tell the laws that tests hold, and every target beside what the program finds now."""
    outcomes = count(findings)
    lines = [
        "## 5. Implementation verification",
        "",
        "Laws that tests hold over whole games and any legal input; each test is shown to notice a planted fault:",
        "",
        *(f"- {law}" for law in _LAWS),
        "",
        f"Published and closed-form values beside what this program finds, run for this page (`wargame verify`): "
        f"**{len(TARGETS)} targets, {outcomes[MET]} met, {outcomes[MISSED]} missed, {outcomes[NO_DATA]} without "
        "their data.**",
        "",
        _VERIFIED,
    ]
    for family, rows in groupby(findings, key=lambda finding: finding.target.id[:3]):
        head = ("Id", "What", "Expected", "Found", "Within", "Label", "Result", "Source")
        lines += ["", f"### {family}: {FAMILIES[family]}", "", *table(head, map(_finding, rows))]
    return lines


def _finding(finding: Finding) -> tuple[str, ...]:
    target, check = finding.target, finding.check
    what = ": ".join(filter(None, (target.given, target.what)))
    return (
        target.id,
        ", ".join(filter(None, (what, check.how))),
        told(target.expected),
        "-" if finding.found is None else told(finding.found),
        str(check.tolerance),
        check.label,
        finding.outcome if finding.outcome == MET else f"**{finding.outcome}**",
        keys(target.source),
    )


def _calibrated(scenario: Scenario) -> Lines:
    rules = scenario.ruleset
    rows = [(name, row) for name, row in rules.parameters.items() if _PLAYTEST in row.source]
    story = [
        (each.text, condition_words(rules, each.when), f"{100 * each.low:.0f} to {100 * each.high:.0f} %")
        for each in scenario.frame.story
    ]
    lines = ["## 6. Model output verification", "", _CALIBRATION]
    if story:
        told_of = "What the articles tell, as a window of the share of games:"
        lines += ["", told_of, "", *table(("What", "Counted as", "Window"), story)]
    return [
        *lines,
        "",
        f"Numbers that rest on play, {len(rows)} of {len(rules.parameters)}, and with them the characters of house AI "
        "and the thresholds of objectives:",
        "",
        *parameters(rows),
    ]


def _face(scenario: Scenario) -> Lines:
    """Tell what came about in the world beside games of house AI, the misses by name."""
    if not scenario.facts:
        return []
    found = face_validity(prepare(scenario), GAMES)
    missed = [each.fact.text for each in found if not each.fits]
    head = ("What", "In the world", "Games that went so", "5, 50, 95 % of games", "", "Source", "Note")
    rows = [
        (
            each.fact.text,
            _world(each),
            "" if each.share is None else f"{each.share:.0%}".replace("%", " %"),
            ", ".join(f"{value:.3g}" for value in each.band),
            "" if each.fits else "**miss**",
            keys(each.fact.source),
            each.fact.note,
        )
        for each in found
    ]
    return [
        "",
        "### Face validity",
        "",
        f"What came about beside the first turns of {GAMES} games of house AI, played for this page (seed 0). A miss: "
        f"the world lies outside the middle 90 % of a ratio, or fewer than {LIKELY * 100:.0f} % of games "
        "went as it did. One world is one draw, so that a fit proves little and a miss is worth a thought.",
        "",
        *table(head, rows),
        "",
        f"**Missed, {len(missed)} of {len(found)}:** {'; '.join(missed) or 'none'}.",
    ]


def _world(face: Face) -> str:
    """Return what the world did: yes or no, or a number."""
    if face.fact.when is None:
        return number(face.fact.happened)
    return "yes" if face.fact.happened else "no"


def _analysis() -> Lines:
    rows = []
    for name in find_experiments():
        held = read_experiment(name)
        size = f"{held.method}, {held.points:,} points x {held.replicates} games"
        rows.append((held.question, f"{len(held.factors)} factors; {size}", f"`wargame experiment {name}`"))
    return [
        "## 7. Model analysis",
        "",
        _ANALYSIS,
        "",
        *table(("Question", "Design", "Command"), rows),
    ]


def _corroborated(rules: Ruleset) -> Lines:
    now = f"{rules.id} {rules.head.version}"
    moved = f" **The rules are {now} since: run it again.**" if now != BACKTEST.ruleset else ""
    return [
        "## 8. Model output corroboration",
        "",
        _CORROBORATION,
        "",
        f"As of {BACKTEST.date}, ruleset {BACKTEST.ruleset}; {BACKTEST.panel}.{moved} Made by",
        "",
        "```",
        BACKTEST.command,
        "```",
        "",
        *table(BACKTEST.head, BACKTEST.rows),
        "",
        *(f"- {verdict}" for verdict in BACKTEST.verdicts),
        "",
        f"{len(VARIANTS)} variants of the rule were tried and are printed by the same command, also those that do "
        "worse. Picking one by its result would be tuning.",
        "",
        *table(("Variant", "Round", "What differs", "Why", "Source", "Knows of later years"), _variants()),
    ]


def _variants() -> Iterator[tuple[str, ...]]:
    for each in VARIANTS:
        yield each.name, str(each.tried), each.what, each.why, each.source, each.hindsight or "nothing"
