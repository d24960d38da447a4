"""The rulebook: nothing of the rules is missing from it, its words are right, its page stands alone."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from wargame.adjudication import SEQUENCE
from wargame.rulebook import page, rulebook
from wargame.rulebook.rules import chapters
from wargame.rulebook.sources import resting
from wargame.rulebook.words import condition_words, effect_words, price_words
from wargame.ruleset import Ruleset
from wargame.scenario import Scenario, list_scenarios, read_scenario
from wargame.schema import Condition, Effect

BASELINE = "northeast-asia-2022"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """Return the baseline scenario."""
    return read_scenario(BASELINE)


@pytest.fixture(scope="module")
def rules(scenario: Scenario) -> Ruleset:
    """Return the rules with a scale of round numbers, whatever the tuning says."""
    scale = {"effects.multipliers": (1.0, 2.0, 4.0, 6.5, 10.0), "effects.tension": 2.0, "effects.trust": 1.0}
    scale["effects.points"] = 1.0
    held = dict(scenario.ruleset.parameters)
    held |= {name: held[name].model_copy(update={"value": value}) for name, value in scale.items()}
    return replace(scenario.ruleset, parameters=held)


@pytest.fixture(scope="module")
def book(scenario: Scenario) -> str:
    """Return the rulebook of the baseline."""
    return rulebook(scenario)


@pytest.mark.parametrize("name", [name for name, _ in list_scenarios()])
def test_every_row_of_every_scenario_is_in_its_book(name: str) -> None:
    scenario = read_scenario(name)
    text = rulebook(scenario)
    rules = scenario.ruleset

    missing = [f"`{key}`" for key in rules.parameters if f"| `{key}` |" not in text]
    for table in (rules.tracks, rules.areas, rules.gates, rules.orders, rules.agreements, rules.characters):
        missing += [row.name for row in table.values() if row.name not in text]
    for table in (
        scenario.nations,
        scenario.flashpoints,
        scenario.groups,
        scenario.programmes,
        scenario.events,
    ):
        missing += [row.name for row in table.values() if row.name not in text]
    missing += [key for key in scenario.agreements if f"`{key}`" not in text]
    missing += [row.text for row in scenario.objectives.values() if row.text not in text]

    assert missing == []


def test_parameters_tell_value_unit_range_kind_source_and_note(scenario: Scenario, book: str) -> None:
    row = scenario.ruleset.parameters["growth.pull"]
    line = next(line for line in book.splitlines() if line.startswith("| `growth.pull` |"))

    assert [cell.strip() for cell in line.strip("|").split("|")] == [
        "`growth.pull`",
        f"{row.value:g}",
        row.unit,
        f"{row.range[0]:g} to {row.range[1]:g}",
        row.kind,
        ", ".join(f"[{key}]" for key in row.source),
        row.note,
    ]


def test_the_order_of_play_is_that_of_the_engine(book: str) -> None:
    told = re.findall(r"^\| \d+ \| ([^|]+) \|", book, flags=re.MULTILINE)

    assert told == [name for name, _ in SEQUENCE]


def test_every_rule_has_a_chapter_with_functions_and_equations() -> None:
    found = {chapter.rule: chapter for chapter in chapters()}

    assert {"R1", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R11"} <= found.keys()
    assert list(found) == sorted(found, key=lambda rule: int(rule[1:]))
    for chapter in found.values():
        assert any(equation for told in chapter.functions for _, equation in told.paragraphs), chapter.rule


def test_equations_are_taken_from_the_docstrings(book: str) -> None:
    assert "gap = log(spending / gdp) - target" in book
    assert "Parameters\n---" not in book
    assert "``" not in book.replace("```", "")


def test_every_source_that_is_named_is_resolved(scenario: Scenario, book: str) -> None:
    named = set(re.findall(r"\[([A-Za-z0-9_.]+)\](?!:)", book))
    defined = set(re.findall(r"^\[([^\]]+)\]: ", book, flags=re.MULTILINE))

    assert named <= defined
    assert set(scenario.ruleset.sources) == defined


def test_every_sentence_of_the_articles_carries_something(scenario: Scenario) -> None:
    found = resting(scenario)
    sentences = [key for key, row in scenario.ruleset.sources.items() if row.kind == "sentence"]

    assert len(sentences) == 24
    assert [key for key in sentences if not found[key]] == []
    assert "order consult" in found["S000.5"]


ADJUSTMENTS = [
    ({"field": "tension", "at": "target", "step": 2}, False, "tension at the target: +4 points"),
    (
        {"field": "trust", "at": "target>actor", "step": -1},
        False,
        "trust of the target in the seat: -1 point",
    ),
    ({"field": "trust", "at": "parties>parties", "step": 2}, True, "trust between the parties: +2 points"),
    ({"field": "home.approval", "at": "first", "step": -3}, True, "approval of the first party: -4 points"),
    (
        {"field": "tension", "at": "own", "step": 1, "unless": "consult"},
        False,
        "unless *Consult partners* is",
    ),
    ({"field": "home.approval", "at": "actor", "step": 1, "per": "approval"}, False, "own approval / 50"),
    ({"field": "home.approval", "at": "actor", "step": 1, "delay": 2}, False, "2 turns later"),
    ({"verb": "unlock"}, False, "it may fail"),
]


@pytest.mark.parametrize(("row", "agreed", "words"), ADJUSTMENTS)
def test_an_effect_is_told_with_whose_it_is_and_its_size(
    rules: Ruleset, row: dict[str, Any], agreed: bool, words: str
) -> None:
    assert words in effect_words(rules, Effect(**row), agreed)


PRICES = [
    ({}, "free"),
    ({"capital": (2.0,)}, "2 PC"),
    ({"capital": (1.0,), "funds": (8.0,)}, "1 PC, 8 % of the wedge"),
    ({"levels": ("low", "high"), "capital": (0.0, 3.0), "funds": (0.0, 0.0)}, "low: free; high: 3 PC"),
    ({"levels": ("low", "high"), "capital": (1.0, 1.0), "funds": (0.0, 0.0)}, "1 PC"),
    ({"strength": (1.5,), "effect": (Effect(verb="allot"),)}, "150 % of the line"),
]


@pytest.mark.parametrize(("facts", "words"), PRICES)
def test_prices_name_each_level_only_where_they_differ(
    rules: Ruleset, facts: dict[str, Any], words: str
) -> None:
    plain = {"levels": ("",), "strength": (1.0,), "capital": (0.0,), "funds": (0.0,), "effect": ()}
    order = rules.orders["statement"].model_copy(update=plain | facts)

    assert price_words(order) == words


def test_a_condition_is_told_in_words(scenario: Scenario) -> None:
    condition = Condition(sum=("legacy:railgun",), less=("legacy:glide_usa",), at_least=0.0)

    told = condition_words(scenario.ruleset, condition)

    plan = "if all goes to plan (six years)"
    assert told == f"outlook of railgun {plan} - outlook of glide_usa {plan} at least 0"


class Reader(HTMLParser):
    """Collects what a page links to, its anchors, and its unclosed tags."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links and anchors."""
        facts = dict(attrs)
        self.links += [str(facts[name]) for name in ("href", "src") if name in facts]
        self.anchors |= {str(facts["id"])} if "id" in facts else set()
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened last."""
        assert self.open.pop() == tag


def test_the_page_stands_alone_and_its_links_lead_somewhere(book: str) -> None:
    text = page(book)
    reader = Reader()
    reader.feed(text)

    assert reader.open == []
    assert "http" not in text.partition("</style>")[0]
    assert {link for link in reader.links if not link.startswith("#")} == set()
    assert {link[1:] for link in reader.links} <= reader.anchors
    assert text.count("<h2") == book.count("\n## ")


def test_the_page_escapes_what_is_not_markup() -> None:
    table = "| a |\n| --- |\n| b \\| c |\n"
    text = page(f"# A & B\n\n## One\n\nx < y `a|b <c>` *soft* **loud** [S1] [else]\n\n{table}\n[S1]: #S1\n")

    assert "x &lt; y <code>a|b &lt;c&gt;</code> <em>soft</em> <strong>loud</strong>" in text
    assert '<a href="#S1">S1</a> [else]' in text
    assert "<td>b | c</td>" in text
