"""Everything in ``rules/`` rests on something: each sentence carries a row, and no row an unknown key."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from wargame.ruleset import MODELS as RULES
from wargame.ruleset import read_ruleset
from wargame.scenario import MODELS as OPENING
from wargame.scenario import list_scenarios, read_scenario
from wargame.schema import Source

ROOT = Path(__file__).parents[2]
SENTENCES = tuple(f"S000.{n}" for n in range(1, 12)) + tuple(f"S003.{n}" for n in range(13))
SENTENCE = re.compile(r"\b(S000|S003)\.(\d+)(?:-(\d+))?")
MAY_REST_ON: Mapping[str, set[str]] = {
    "stated": {"sentence", "data"},
    "published": {"publication", "data"},
    "recalled": {"publication", "data"},
    "estimated": {"data", "project"},
}
"""Kinds of source, one of which a number of this kind needs; implied and assumed ones may rest on any."""

READ_FOR_THE_DESIGN = """
    bailey2017 bergstrom1986 bolten2008 bove2017 caspary1967 cederman2017 chadefaux2017 cornes1984 euiss2015
    gao2010 gibler2005 gibler2016 gilli2019 grimm2005 grimm2014 grimm2020 herman2017 horowitz2010 iwanaga2022
    lempert2003 middleton2006 miller2022 morris1991 mueller2013 perla2011 pugh2007 rand_rb236 saltelli2010
    sandler1993 sandler2001 sargent2013 schrodt2014 tetlock2005 thompson2022 ward2010 warr1983 windrum2007
    cow_mid5 cshapes2 csis_events nsf_rd polity5
"""
"""Entries that no row or docstring names: they shaped the rules, or rules yet to come, without a number."""


@cache
def bibliography() -> Mapping[str, Source]:
    return read_ruleset("standard").sources


@cache
def rests() -> Mapping[str, tuple[str, ...]]:
    """Return key -> the rows of the standard rules and of its scenarios that rest on it."""
    found = defaultdict(list)
    for name, row in rows():
        for key in row.source:
            found[key].append(name)
    return {key: tuple(names) for key, names in found.items()}


def rows() -> Iterator[tuple[str, Any]]:
    rules = read_ruleset("standard")
    for table in set(RULES) - {"sources"}:
        yield from ((f"{table}, {key}", row) for key, row in getattr(rules, table).items())
    for name, _ in list_scenarios():
        scenario = read_scenario(name)
        for table in OPENING:
            yield from ((f"{name}/{table}, {key}", row) for key, row in getattr(scenario, table).items())
        yield from ((f"{name}/pairs, {row.a}-{row.b}", row) for row in scenario.pairs)


@cache
def code() -> str:
    """Return all words of the program and of its verification, on one line each file."""
    paths = [*(ROOT / "wargame").rglob("*.py"), *(ROOT / "tests" / "verification").glob("*.py")]
    return "\n".join(re.sub(r"\s+", " ", path.read_text(encoding="utf-8")) for path in sorted(paths))


def cited(entry: Source) -> bool:
    """Tell whether the code names a publication by its first author and year, or by its report number."""
    author = re.split(r"[,.( ]", entry.cite)[0]
    years = "|".join(re.findall(r"\((?:\d{4}-)?(\d{4})\)", entry.cite)) or "no year"
    reports = [word for word in re.findall(r"[A-Z]+-\d\d-\d+[A-Z]*", entry.cite) if word in code()]
    return bool(reports or re.search(rf"\b{re.escape(author)}\b[^;]{{0,50}}\(?(?:{years})", code()))


def test_the_bibliography_holds_the_24_sentences() -> None:
    assert tuple(key for key, row in bibliography().items() if row.kind == "sentence") == SENTENCES


@pytest.mark.parametrize("key", SENTENCES)
def test_every_sentence_carries_something(key: str) -> None:
    assert rests().get(key), f"nothing in rules/ rests on {key}: {bibliography()[key].text}"


def test_nothing_rests_on_an_unknown_key() -> None:
    unknown = {key: names for key, names in rests().items() if key not in bibliography()}
    assert not unknown


def test_sentences_named_in_the_code_exist() -> None:
    for match in SENTENCE.finditer(code()):
        article, first, last = match.groups()
        named = [f"{article}.{n}" for n in range(int(first), int(last or first) + 1)]
        assert named, f"{match[0]}: a range runs upwards"
        assert set(named) <= set(SENTENCES), f"{match[0]} is no sentence of the articles"


def test_sources_that_the_ledger_tells_exist() -> None:
    for path in sorted((ROOT / "wargame" / "adjudication").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Change", "reading"}:
                last = node.args[-1] if node.args else None
                parts = last.elts if isinstance(last, ast.Tuple) else []
                keys = [part.value for part in parts if isinstance(part, ast.Constant)]
                assert set(keys) <= set(bibliography()), f"{path.name}:{node.lineno}: {keys}"


@pytest.mark.parametrize("key", bibliography())
def test_every_entry_says_what_its_kind_should(key: str) -> None:
    entry = bibliography()[key]
    year = re.search(r"\d{4}$", key)
    if entry.kind == "sentence":
        assert key[:4] in entry.cite, f"{key}: name its article in cite"
    if entry.kind in {"sentence", "data", "project"}:
        assert entry.text, f"{key}: tell in text what is taken from it, or how the number came about"
    if entry.kind != "project":
        assert entry.cite, f"{key}: a {entry.kind} has a reference"
    if entry.kind == "publication" and year:
        assert year[0] in entry.cite, f"{key}: the year of the key is not that of the reference"


def test_every_number_rests_on_what_its_kind_says() -> None:
    for key, row in read_ruleset("standard").parameters.items():
        kinds = {bibliography()[source].kind for source in row.source}
        assert kinds & MAY_REST_ON.get(row.kind, kinds), f"{key} is {row.kind}, and rests on {row.source}"


def test_entries_that_nothing_names_are_listed() -> None:
    unused = {key for key, row in bibliography().items() if key not in rests() and not cited(row)}
    listed = set(READ_FOR_THE_DESIGN.split())
    assert unused <= listed, "name them where they are used, or list them here"
    assert listed <= set(bibliography()), "take off the list what is no longer in the bibliography"
