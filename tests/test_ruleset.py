"""Reading a ruleset: rows in order, variants over their base, plain values and back, words for mistakes."""

from __future__ import annotations

import copy
import json
import pickle
import shutil
from pathlib import Path

import pytest

from wargame.address import (
    FIELDS,
    MEASURES,
    SCALES,
    AddressError,
    parse_effect_address,
    parse_measure,
    selectors,
)
from wargame.faults import Fault, RecordError, RulesError, WargameError, nearest
from wargame.ruleset import Ruleset, find_rulesets, read_ruleset, rules_folder

BASE = Path(__file__).parent / "broken" / "base"
VARIANT = """
[ruleset]
title = "Tiny rules, quicker"
version = "1.0"
extends = "tiny"
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the tiny rules that the environment names."""
    copied = Path(shutil.copytree(BASE, tmp_path / "rules"))
    monkeypatch.setenv("WARGAME_RULES", str(copied))
    return copied


@pytest.fixture
def tiny(root: Path) -> Ruleset:
    return read_ruleset("tiny")


def vary(root: Path, name: str = "quick", **files: str) -> Path:
    """Write a variant of the tiny ruleset; a key such as parameters__growth is a path."""
    folder = root / name
    for stem, text in {"ruleset": VARIANT, **files}.items():
        path = folder / f"{stem.replace('__', '/')}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_rows_stand_in_the_order_of_the_files(tiny: Ruleset) -> None:
    assert list(tiny.orders) == ["fund", "press", "talk", "sell", "adopt"]
    assert list(tiny.parameters)[:3] == ["growth.inertia", "growth.stance", "growth.term"]
    assert list(tiny.meetings) == ["officials", "ministers", "leaders"]


def test_a_ruleset_cannot_be_changed(tiny: Ruleset) -> None:
    with pytest.raises(TypeError):
        tiny.orders["fund"] = tiny.orders["talk"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        tiny.id = "other"  # type: ignore[misc]


def test_values_of_parameters(tiny: Ruleset) -> None:
    assert tiny.value("growth.inertia") == 0.15
    assert tiny.value("growth.stance") == (-0.03, 0.0, 0.03)
    with pytest.raises(WargameError, match=r"Did you mean 'growth\.inertia'\?"):
        tiny.value("growth.inertai")


def test_lists_that_are_not_written_run_over_the_levels(tiny: Ruleset) -> None:
    fund = tiny.orders["fund"]
    assert fund.capital == (0.0, 1.0)
    assert fund.funds == (0.0, 0.0)
    assert fund.severity == (0, 0)


def test_plain_values_come_back_as_the_same_ruleset(tiny: Ruleset) -> None:
    text = json.dumps(tiny.to_plain(), sort_keys=True)
    again = Ruleset.from_plain(json.loads(text))
    assert again == tiny
    assert list(again.orders) == list(tiny.orders)
    assert again.content_hash() == tiny.content_hash()


def test_a_ruleset_travels_to_another_process(tiny: Ruleset) -> None:
    assert pickle.loads(pickle.dumps(tiny)) == tiny
    assert copy.deepcopy(tiny) == tiny


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("value = 0.15", "value = 0.150  # as estimated", True),
        ("value = 0.15", "value = 0.16", False),
        ('kind = "published"', 'kind = "assumed"', False),
    ],
)
def test_the_hash_moves_with_the_content(tiny: Ruleset, root: Path, old: str, new: str, same: bool) -> None:
    path = root / "tiny" / "parameters" / "growth.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert (read_ruleset("tiny").content_hash() == tiny.content_hash()) is same


def test_the_order_of_rows_is_content(tiny: Ruleset) -> None:
    plain = tiny.to_plain()
    plain["orders"].reverse()
    assert Ruleset.from_plain(plain).content_hash() != tiny.content_hash()


def test_damaged_plain_values_are_told(tiny: Ruleset) -> None:
    plain = tiny.to_plain()
    plain["parameters"][0]["value"] = "much"
    with pytest.raises(RecordError, match="damaged at 'value"):
        Ruleset.from_plain(plain)


def test_a_variant_holds_only_what_differs(tiny: Ruleset, root: Path) -> None:
    vary(root, parameters__growth="[growth.inertia]\nvalue = 0.3\n")
    quick = read_ruleset("quick")
    assert quick.value("growth.inertia") == 0.3
    assert quick.parameters["growth.inertia"].range == (0.0, 0.35)
    assert quick.value("growth.term") == tiny.value("growth.term")
    assert list(quick.parameters) == list(tiny.parameters)
    assert quick.orders == tiny.orders
    assert (quick.id, quick.head.title) == ("quick", "Tiny rules, quicker")
    assert quick.content_hash() != tiny.content_hash()


def test_a_variant_of_a_variant(root: Path) -> None:
    vary(root, parameters__growth="[growth.inertia]\nvalue = 0.3\n")
    folder = vary(root, "quicker", parameters__growth="[growth.term]\nvalue = 3.0\n")
    (folder / "ruleset.toml").write_text(VARIANT.replace('"tiny"', '"quick"'), encoding="utf-8")
    quicker = read_ruleset("quicker")
    assert (quicker.value("growth.inertia"), quicker.value("growth.term")) == (0.3, 3.0)


def test_a_fault_is_told_where_its_key_stands(root: Path) -> None:
    vary(
        root,
        parameters__growth="[growth.inertia]\nvalue = 0.9\n",
        tracks="[approval]\npull = 'stocks.decy'\n",
    )
    with pytest.raises(RulesError) as caught:
        read_ruleset("quick")
    assert [fault.where for fault in caught.value.faults] == [
        "rules/quick/parameters/growth.toml, [growth.inertia].value",
        "rules/quick/tracks.toml, [approval].pull",
    ]


def test_rulesets_in_a_circle(root: Path) -> None:
    vary(root)
    folder = vary(root, "slow")
    (folder / "ruleset.toml").write_text(VARIANT.replace('"tiny"', '"quick"'), encoding="utf-8")
    (root / "quick" / "ruleset.toml").write_text(VARIANT.replace('"tiny"', '"slow"'), encoding="utf-8")
    with pytest.raises(RulesError, match="a circle"):
        read_ruleset("slow")


def test_a_ruleset_is_read_by_id_folder_or_file(tiny: Ruleset, root: Path) -> None:
    assert read_ruleset(root / "tiny") == tiny
    assert read_ruleset(str(root / "tiny" / "ruleset.toml")) == tiny


def test_an_unknown_ruleset(root: Path) -> None:
    with pytest.raises(RulesError, match=r"no ruleset 'tinny'\. Did you mean 'tiny'\?"):
        read_ruleset("tinny")


def test_the_folder_of_the_environment_must_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARGAME_RULES", "nowhere-at-all")
    with pytest.raises(WargameError, match="'nowhere-at-all', which is no folder"):
        rules_folder()


def test_the_rules_of_the_checkout_are_faultless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WARGAME_RULES", raising=False)
    for name in find_rulesets(rules_folder()):
        assert read_ruleset(name).id == name


def test_faults_are_sentences() -> None:
    fault = Fault("rules/x.toml, [a].b", "-1 is below 0.", "Write 0 or more.")
    assert str(fault) == "rules/x.toml, [a].b: -1 is below 0. Write 0 or more."
    assert str(RulesError([fault, fault])).count("\n") == 1


@pytest.mark.parametrize(
    ("word", "words", "says"),
    [
        ("usa", ["USA", "JPN"], "Did you mean 'USA'?"),
        ("zzz", ["USA", "JPN"], "There are: USA, JPN."),
        ("zzz", [], "There are none."),
        (
            "zzz",
            [f"n{number}" for number in range(20)],
            "There are: n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11 ….",
        ),
    ],
)
def test_near_misses(word: str, words: list[str], says: str) -> None:
    assert nearest(word, words) == says


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_has_an_address_in_orders(name: str) -> None:
    field = FIELDS[name]
    word = selectors(field.axis, "order")[0]
    at = f"{word}>{word}" if field.axis == "pair" else word
    address = parse_effect_address(f"{name}.x" if field.part else name, at)
    assert (address.field, address.x) == (field, word)
    assert field.scale in SCALES


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_is_read_as_it_is_written(name: str) -> None:
    measure = MEASURES[name]
    whose = {"": "", "pair": ":A>B"}.get(measure.of, ":A")
    parsed = parse_measure(f"{name}{'.x' if measure.part else ''}{whose}")
    assert parsed.name == name
    assert (parsed.part == "x") is bool(measure.part)
    assert (parsed.of, parsed.to) == {"": ("", ""), "pair": ("A", "B")}.get(measure.of, ("A", ""))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("stability:A", "one number for all"),
        ("home:A", "does not say which track"),
        ("tension.x:A", "has no parts"),
        ("trust:A", "a pair of nations"),
        ("streak:A>B", "one nation"),
        ("trust:A>", "does not say whose"),
        ("aproval:A", "is not a measure"),
    ],
)
def test_measures_that_cannot_be(text: str, says: str) -> None:
    with pytest.raises(AddressError, match=says):
        parse_measure(text)


@pytest.mark.parametrize(
    ("field", "at", "key"),
    [
        ("trst", "actor>target", "field"),
        ("trust", "actor", "at"),
        ("trust.x", "actor>target", "field"),
        ("capability", "actor", "field"),
        ("tech", "actor>target", "at"),
        ("tech", "", "at"),
    ],
)
def test_addresses_that_cannot_be(field: str, at: str, key: str) -> None:
    with pytest.raises(AddressError) as caught:
        parse_effect_address(field, at)
    assert caught.value.key == key
