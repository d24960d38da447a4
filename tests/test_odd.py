"""The descriptions of the model: nothing that plays is missing from them, and what they say of the program is so."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pytest
from typer.main import get_command
from typer.testing import CliRunner

from tests.support import BASELINE, SCENARIOS, play_of, scenario_of
from tests.test_rulebook import Reader
from wargame import adjudication
from wargame.address import FIELDS as EFFECTS
from wargame.adjudication import SEQUENCE
from wargame.backtest import backtest, read_panel
from wargame.backtest.findings import score_cells
from wargame.backtest.variants import VARIANTS
from wargame.blocks import play_block
from wargame.cli import app
from wargame.dice import Dice
from wargame.experiment.charts.canvas import Canvas, Words
from wargame.policies import cast_of
from wargame.rulebook import limits, odd, page, rulebook
from wargame.rulebook.limits import KINDS, LIMITS, SHORT
from wargame.rulebook.luck import DRAWS
from wargame.rulebook.overview import AXES, ENTITIES, entity_of
from wargame.rulebook.reach import HOUSE_AI, OPENING, reaches
from wargame.rulebook.rules import chapters
from wargame.rulebook.trace import trace
from wargame.rulebook.tried import BACKTEST, DROPPED
from wargame.state import FIELDS
from wargame.verification import TARGETS

pytestmark = pytest.mark.slow

DATA = Path(__file__).parents[2] / "shared" / "data" / "milex_gdp_panel.csv"
ELEMENTS = (
    "1. Purpose and patterns",
    "2. Entities, state variables and scales",
    "3. Process overview and scheduling",
    "4. Design concepts",
    "5. Initialisation",
    "6. Input data",
    "7. Submodels",
)
CONCEPTS = (
    "Basic principles",
    "Emergence",
    "Adaptation",
    "Objectives",
    "Learning",
    "Prediction",
    "Sensing",
    "Interaction",
    "Stochasticity",
    "Collectives",
    "Heterogeneity",
    "Observation",
)
FUNCTIONS = {f"{told.module}.{told.name}" for chapter in chapters() for told in chapter.functions}
GAMES = 60


@pytest.fixture(scope="module")
def text() -> str:
    """Return the description of the baseline."""
    return odd(scenario_of(BASELINE))


@pytest.fixture(scope="module")
def record() -> str:
    """Return the record of the baseline's testing."""
    return trace(scenario_of(BASELINE))


def part(text: str, title: str) -> str:
    """Return a chapter of a document, from its heading to the next of its level."""
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def row(text: str, name: str) -> list[str]:
    """Return the cells of the table row that begins with a name in code."""
    line = next(line for line in text.splitlines() if line.startswith(f"| `{name}` |"))
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


# -- what must be in it ----------------------------------------------------------------------------------------


def test_the_seven_elements_and_the_concepts_stand_in_their_order(text: str) -> None:
    assert tuple(re.findall(r"^## (\d.*)$", text, flags=re.MULTILINE)) == ELEMENTS
    told = re.findall(r"^### (.*)$", part(text, ELEMENTS[3]), flags=re.MULTILINE)
    assert [title.split(" (")[0] for title in told] == list(CONCEPTS)


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_tells_its_axes_unit_bounds_and_who_sees_it(text: str, name: str) -> None:
    what = FIELDS[name]
    cells = row(part(text, ELEMENTS[1]), name)

    assert cells[1] == what.text
    assert cells[2] == (" x ".join(what.axes) or "one number")
    assert cells[3:] == [what.unit, f"{what.low:.10g} to {what.high:.10g}", what.kind, what.see]


def test_every_axis_is_explained() -> None:
    axes = {axis for what in FIELDS.values() for axis in what.axes}

    assert axes - AXES.keys() <= ENTITIES.keys()
    assert {entity_of(what) for what in FIELDS.values()} == ENTITIES.keys()


def test_every_phase_is_told_in_its_order(text: str) -> None:
    told = re.findall(r"^\| \d+ \| ([^|]+) \|", part(text, ELEMENTS[2]), flags=re.MULTILINE)

    assert told == [name for name, _ in SEQUENCE]


def test_every_parameter_tells_its_value_unit_range_and_kind(text: str) -> None:
    rows = scenario_of(BASELINE).ruleset.parameters
    for name, held in rows.items():
        cells = row(part(text, ELEMENTS[6]), name)
        assert cells[2:5] == [held.unit, f"{held.range[0]:.10g} to {held.range[1]:.10g}", held.kind], name
        assert cells[6] == held.note


def test_every_rule_function_tells_what_goes_in_and_whether_a_game_calls_it(text: str) -> None:
    told = part(text, ELEMENTS[6])
    for chapter in chapters():
        for each in chapter.functions:
            name = f"{each.module}.{each.name}"
            after = told.partition(f"**`{name}`**: ")[2]
            assert after, name
            called = any(name in reach.functions for reach in reaches().values())
            assert after.partition("\n")[0].endswith(".*" if called else "*No game calls it.*"), name
            assert each.inputs, f"{name}: its docstring tells no parameters"
            assert all(f"- `{key}`: {what}" in after for key, what in each.inputs), name


def test_every_character_and_every_number_of_house_ai_is_told(text: str) -> None:
    told = part(text, ELEMENTS[6])

    for each in scenario_of(BASELINE).ruleset.characters.values():
        assert f"| {each.name} | {each.text} |" in told
    assert row(told, "PRICE_OF_CAPITAL")[1] == "1.2"
    assert row(told, "SCALES")[1].startswith("protection 1, capability 1, legacy10 2")


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_row_of_the_opening_is_told(name: str) -> None:
    scenario = scenario_of(name)
    opening, series = (part(odd(scenario), title) for title in ELEMENTS[4:6])

    for title, key in (("Budget", "spending"), ("Polyarchy", "polyarchy"), ("Wedge", "wedge")):
        told = next(line for line in opening.splitlines() if line.startswith(f"| {title} |")).split(" | ")[2:]
        assert [cell.strip(" |") for cell in told] == [
            f"{getattr(nation, key):.10g}" for nation in scenario.nations.values()
        ]
    for seat, nation in scenario.nations.items():
        assert f"- `{seat}` {nation.name}: money in {nation.money}, character {nation.character}, " in opening
    for pair in scenario.pairs:
        assert f"| {pair.a}-{pair.b} | {pair.distance:.10g} | {pair.relation:.10g} |" in opening
    for key, goal in scenario.objectives.items():
        assert f"| `{key}` | {goal.seat} | {goal.text} |" in opening
    for table in (scenario.programmes, scenario.agreements):
        assert [key for key in table if f"`{key}`" not in opening] == []
    assert [each.name for each in scenario.events.values() if f"| {each.name} |" not in series] == []


# -- what it says of the program is so -------------------------------------------------------------------------


@dataclass
class Heard:
    """What a block of games did, by phase; what belongs to no phase is the opening's or house AI's."""

    calls: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    moves: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    draws: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    now: str = HOUSE_AI

    def listen(self, frame: FrameType, event: str, _: Any) -> None:
        """Note a call of a rule function."""
        if event == "call" and frame.f_globals.get("__name__", "").startswith("wargame.adjudication."):
            name = f"{frame.f_globals['__name__'].rpartition('.')[2]}.{frame.f_code.co_name}"
            self.calls[self.now] |= {name} & FUNCTIONS


class NotedDice(Dice):
    """Dice that note the name of every draw."""

    heard: Heard

    def uniform(self, rule: str, *rest: Any, **more: Any) -> Any:
        """Note a draw and make it."""
        self.heard.draws[self.heard.now].add(rule)
        return super().uniform(rule, *rest, **more)


@pytest.fixture(scope="module")
def heard() -> Heard:
    """Return what a block of games of the baseline did."""
    found = Heard()

    def noted(name: str, phase: Any) -> Any:
        def run(turn: Any, state: Any) -> Any:
            found.now = name
            after = phase(turn, state)
            found.moves[name] |= {
                key for key in FIELDS if not np.array_equal(getattr(state, key), getattr(after, key))
            }
            found.now = HOUSE_AI
            return after

        return name, run

    dice = NotedDice(5, 0, GAMES)
    object.__setattr__(dice, "heard", found)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adjudication, "SEQUENCE", tuple(noted(*each) for each in SEQUENCE))
        games = play_block(cast_of(play_of(BASELINE)), dice)
        sys.setprofile(found.listen)
        try:
            for _ in games:
                pass
        finally:
            sys.setprofile(None)
    return found


def test_a_phase_calls_the_rules_that_it_is_told_to_call(heard: Heard) -> None:
    told = {name: set(reach.functions) & FUNCTIONS for name, reach in reaches().items()}
    told[HOUSE_AI] |= told.pop(OPENING)

    assert {name: set(calls) for name, calls in heard.calls.items() if calls} == {
        name: calls for name, calls in told.items() if calls
    }


def test_a_phase_moves_no_field_that_it_is_not_told_to_move(heard: Heard) -> None:
    for name, moved in heard.moves.items():
        reach = reaches()[name]
        assert moved <= reach.fields | (EFFECTS.keys() if reach.declared else set()), name
    assert set().union(*heard.moves.values()) > {"spending", "stage", "unlocked", "agreement", "estimate"}


def test_the_draws_are_those_that_games_make_where_they_make_them(heard: Heard) -> None:
    assert {name: set(draws) for name, draws in heard.draws.items() if draws} == {
        name: set(reach.draws) for name, reach in reaches().items() if reach.draws
    }
    assert {draw.name for draw in DRAWS} == set().union(*heard.draws.values())


# -- TRACE and limits ------------------------------------------------------------------------------------------


def test_the_record_has_the_eight_parts_and_every_target(record: str) -> None:
    told = re.findall(r"^## (\d)\. ", record, flags=re.MULTILINE)

    assert told == list("12345678")
    assert [target.id for target in TARGETS if f"| {target.id} |" not in record] == []
    assert f"**{len(TARGETS)} targets, " in record
    assert " 0 missed, " in record


def test_the_record_tells_what_was_set_by_play_and_what_was_dropped(record: str) -> None:
    rows = scenario_of(BASELINE).ruleset.parameters
    calibrated = part(record, "6. Model output verification")

    assert {name for name in rows if f"| `{name}` |" in calibrated} == {
        name for name, held in rows.items() if "playtest" in held.source
    }
    assert all(f"| {each.idea} | {each.found} | {each.instead} |" in record for each in DROPPED)
    assert all(f"| {each.name} | {each.tried} |" in record for each in VARIANTS)
    assert "`wargame experiment assumptions-morris`" in record


def test_the_published_back_test_says_when_the_rules_have_moved(
    record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wargame.rulebook.trace.verify", lambda *_: ())
    scenario = scenario_of(BASELINE)
    head = scenario.ruleset.head.model_copy(update={"version": "99.0"})
    moved = replace(scenario, ruleset=replace(scenario.ruleset, head=head))

    assert f"As of {BACKTEST.date}, ruleset {BACKTEST.ruleset};" in record
    assert ("run it again" in record) == (BACKTEST.ruleset != f"standard {scenario.ruleset.head.version}")
    assert "**The rules are standard 99.0 since: run it again.**" in trace(moved)


@pytest.mark.slow
@pytest.mark.skipif(not DATA.exists(), reason="the panel is not shipped")
def test_the_published_back_test_is_what_its_command_finds() -> None:
    words = BACKTEST.command.split()
    found = backtest(
        read_panel(DATA),
        [int(word) for before, word in pairwise(words) if before == "--origin"],
        [int(words[words.index("--to") + 1])],
        games=int(words[words.index("--games") + 1]),
        seed=int(words[words.index("--seed") + 1]),
    )
    cells = {
        (str(origin.year), *cells)
        for origin in found.origins
        for cells in score_cells(found, origin.year, found.targets[-1])[1:]
    }

    assert set(BACKTEST.rows) <= cells


def test_the_limits_stand_in_every_document_and_under_every_chart(text: str, record: str) -> None:
    scenario = scenario_of(BASELINE)
    for document in (text, record, rulebook(scenario), rulebook(scenario, "JPN"), limits(scenario)):
        told = part(document, "Limits of use")
        assert f"**{SHORT}**" in told
        assert all(f"- **{each.title}.** {each.text}" in told for each in LIMITS)
        assert all(f"| {kind} | {what} |" in told for kind, what in KINDS.items())
    canvas = Canvas(Words("Why?", "How to read it.", "Made by a test."), 1.0, 0.5)
    assert canvas.figure.texts[-1].get_text().endswith(SHORT)


def test_the_limits_count_what_the_numbers_rest_on() -> None:
    rows = scenario_of(BASELINE).ruleset.parameters.values()
    told = dict(re.findall(r"^\| (\w+) \| [^|]+ \| (\d+) \|$", limits(scenario_of(BASELINE)), re.MULTILINE))

    assert {kind: int(count) for kind, count in told.items()} == {
        kind: sum(held.kind == kind for held in rows) for kind in KINDS
    }


# -- pages and the command -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCENARIOS)
def test_documents_resolve_the_sources_they_name_and_no_others(name: str) -> None:
    scenario = scenario_of(name)
    for document in (odd(scenario), limits(scenario)):
        defined = set(re.findall(r"^\[([^\]]+)\]: ", document, flags=re.MULTILINE))
        named = set(re.findall(r"\[([A-Za-z0-9_.]+)\](?!:)", document)) & scenario.ruleset.sources.keys()
        assert named == defined
        assert all(f"- **{key}** (" in document for key in defined)


def test_pages_stand_alone_and_their_links_lead_somewhere(text: str, record: str) -> None:
    for document in (text, record):
        reader = Reader()
        reader.feed(page(document))
        assert reader.open == []
        assert {link[1:] for link in reader.links if link.startswith("#")} <= reader.anchors
        assert [link for link in reader.links if not link.startswith("#")] == []


def test_the_commands_that_the_documents_name_exist(text: str, record: str) -> None:
    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    named = set(re.findall(r"`wargame (\w+)", text + record + limits(scenario_of(BASELINE))))

    assert {"verify", "backtest", "experiment", "lint", "rulebook"} <= named <= known


def call(*words: str, code: int = 0) -> str:
    """Run the rulebook command and expect its exit code."""
    result = CliRunner().invoke(app, ["rulebook", *words])
    assert result.exit_code == code, result.output
    return result.output


def test_the_command_writes_each_part(tmp_path: Path) -> None:
    file = tmp_path / "odd.html"

    assert call("four-islands", "--part", "limits").startswith("# Limits: Four islands")
    assert call("four-islands", "--part", "book") == call("four-islands")
    assert call("four-islands", "--part", "odd", "--html", str(file)) == f"Wrote {file}.\n"
    assert "<title>ODD: Four islands" in file.read_text(encoding="utf-8")


def test_the_command_tells_what_cannot_be_written() -> None:
    assert "Did you mean 'odd'?" in call("--part", "od", code=2)
    assert "--seat JPN goes with the book" in call("--part", "odd", "--seat", "JPN", code=2)
