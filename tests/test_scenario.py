"""Reading a scenario: with its ruleset, as a variant, by id or path; and the faults of everything at once."""

from __future__ import annotations

import copy
import json
import pickle
import shutil
from pathlib import Path

import pytest

from wargame.faults import RulesError
from wargame.ruleset import read_ruleset
from wargame.scenario import Scenario, check, list_scenarios, read_scenario
from wargame.schema import Sourced

BASE = Path(__file__).parent / "broken" / "base"
RULES = Path(__file__).parents[1] / "rules"
VARIANT = '[scenario]\ntitle = "The strait, later"\nturns = 6\nextends = "strait"\n'


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the tiny rules that the environment names."""
    copied = Path(shutil.copytree(BASE, tmp_path / "rules"))
    monkeypatch.setenv("WARGAME_RULES", str(copied))
    return copied


@pytest.fixture
def strait(root: Path) -> Scenario:
    return read_scenario("strait")


def vary(root: Path, **files: str) -> None:
    """Write the scenario ``later``, a variant of the strait."""
    folder = root / "tiny" / "scenarios" / "later"
    folder.mkdir()
    for stem, text in {"scenario": VARIANT, **files}.items():
        (folder / f"{stem}.toml").write_text(text, encoding="utf-8")


def test_a_scenario_brings_its_ruleset(strait: Scenario) -> None:
    assert strait.ruleset == read_ruleset("tiny")
    assert list(strait.nations) == ["ALB", "BOR"]
    assert [(pair.a, pair.b) for pair in strait.pairs] == [("ALB", "BOR")]
    assert (strait.id, strait.frame.turns) == ("strait", 4)


def test_a_scenario_cannot_be_changed(strait: Scenario) -> None:
    with pytest.raises(TypeError):
        strait.nations["ALB"] = strait.nations["BOR"]  # type: ignore[index]


def test_plain_values_come_back_as_the_same_scenario(strait: Scenario) -> None:
    again = Scenario.from_plain(json.loads(json.dumps(strait.to_plain(), sort_keys=True)))
    assert again == strait
    assert again.content_hash() == strait.content_hash()


def test_a_scenario_travels_to_another_process(strait: Scenario) -> None:
    assert pickle.loads(pickle.dumps(strait)) == strait
    assert copy.deepcopy(strait) == strait


def test_a_variant_holds_only_what_differs(strait: Scenario, root: Path) -> None:
    pairs = '[[pair]]\na = "ALB"\nb = "BOR"\nrelation = 0.3\n'
    vary(root, nations="[BOR]\ngdp = 950.0\ncapital = { start = 5.0 }\n", pairs=pairs)
    later = read_scenario("later")
    assert (later.frame.title, later.frame.turns, later.frame.ruleset) == ("The strait, later", 6, "tiny")
    assert later.nations["ALB"] == strait.nations["ALB"]
    assert (later.nations["BOR"].gdp, later.nations["BOR"].spending) == (950.0, 40.0)
    assert (later.nations["BOR"].capital.start, later.nations["BOR"].capital.cap) == (5.0, 8.0)
    assert (later.pairs[0].relation, later.pairs[0].trust_ab) == (0.3, 40.0)
    assert later.events == strait.events
    assert later.content_hash() != strait.content_hash()


def test_a_variant_names_pairs_in_the_order_of_its_base(root: Path) -> None:
    vary(root, pairs='[[pair]]\na = "BOR"\nb = "ALB"\nrelation = 0.3\n')
    faults = check(root / "tiny" / "scenarios" / "later")
    assert any("a variant names them in the order of ALB-BOR" in str(fault) for fault in faults)
    assert all("later/pairs.toml, [[pair]] BOR-ALB" in fault.where for fault in faults)


def test_scenarios_are_listed_with_their_frames(root: Path) -> None:
    vary(root)
    assert [(name, frame.turns) for name, frame in list_scenarios()] == [("later", 6), ("strait", 4)]


def test_a_scenario_without_a_head_is_not_listed(root: Path) -> None:
    vary(root, scenario="[scenario]\nturns = 6\n")
    assert [name for name, _ in list_scenarios()] == ["strait"]


def test_a_scenario_is_read_by_id_folder_or_file(strait: Scenario, root: Path) -> None:
    folder = root / "tiny" / "scenarios" / "strait"
    assert read_scenario(folder) == strait
    assert read_scenario(str(folder / "scenario.toml")) == strait


def test_rules_elsewhere_are_read_by_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WARGAME_RULES", raising=False)
    assert read_scenario(BASE / "tiny" / "scenarios" / "strait").ruleset.id == "tiny"


def test_an_unknown_scenario(root: Path) -> None:
    with pytest.raises(RulesError, match=r"no scenario 'strat'\. Did you mean 'strait'\?"):
        read_scenario("strat")


@pytest.mark.parametrize(
    "place", ["", "tiny", "tiny/scenarios/strait", "tiny/scenarios/strait/scenario.toml"]
)
def test_check_takes_any_place_of_the_rules(root: Path, place: str) -> None:
    path = root / "tiny" / "orders.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("severity = [3]", "severity = [9]"), encoding="utf-8"
    )
    assert [fault.where for fault in check(root / place)] == ["rules/tiny/orders.toml, [press].severity[1]"]
    assert check(root / place) == check(None)


def test_check_of_a_folder_without_rules(tmp_path: Path) -> None:
    assert [fault.what for fault in check(tmp_path)] == ["there is no ruleset here."]


def test_faults_of_rules_and_scenario_come_together(root: Path) -> None:
    for file, old, new in (
        ("tiny/orders.toml", "severity = [3]", "severity = [9]"),
        ("tiny/scenarios/strait/groups.toml", "cohesion = 50.0", "cohesion = 500.0"),
    ):
        path = root / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(RulesError) as caught:
        read_scenario("strait")
    assert len(caught.value.faults) == 2


def test_everything_below_rules_is_faultless() -> None:
    assert check(RULES) == ()


def test_every_sentence_is_used_by_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WARGAME_RULES", raising=False)
    scenario = read_scenario("northeast-asia-2022")
    rules = scenario.ruleset
    tables = [
        *(
            rules.parameters,
            rules.tracks,
            rules.areas,
            rules.orders,
            rules.agreements,
            rules.meetings,
            rules.gates,
        ),
        *(scenario.nations, scenario.flashpoints, scenario.drains, scenario.groups, scenario.programmes),
        *(scenario.agreements, scenario.meetings, scenario.events, scenario.objectives),
    ]
    rows: list[Sourced] = [*scenario.pairs, *(row for table in tables for row in table.values())]
    used = {source for row in rows for source in row.source}
    sentences = {key for key, source in rules.sources.items() if source.kind == "sentence"}
    assert sentences
    assert sentences - used == set()
