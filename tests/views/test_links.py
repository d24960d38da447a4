"""Links of numbers: every row that a number may lead to is in the rulebook, once."""

from __future__ import annotations

import re
from functools import cache

import pytest

from wargame.address import MEASURES
from wargame.adjudication import SEQUENCE
from wargame.faults import WargameError
from wargame.game import Game
from wargame.outcomes import list_outcomes
from wargame.rulebook.anchors import KINDS
from wargame.rulebook.rules import chapters
from wargame.scenario import Scenario, list_scenarios, read_scenario
from wargame.state import FIELDS
from wargame.views.links import cause_ref, number_ref, ref
from wargame.views.rulebook import PARTS, document
from wargame.world import compile_world

SCENARIOS = [name for name, _ in list_scenarios()]


@cache
def scenario(name: str) -> Scenario:
    """Return a scenario, read once."""
    return read_scenario(name)


@cache
def anchors(name: str, part: str = "book", seat: str = "") -> list[str]:
    """Return the ids of a document, as often as they stand in it."""
    return re.findall(r' id="([^"]+)"', str(document(scenario(name), part, seat)["html"]))


def rows(told: Scenario) -> dict[str, list[str]]:
    """Return the ids of every kind of row."""
    rules = told.ruleset
    return {
        "rule": [
            *(row.rule for row in chapters()),
            *{row.rule for row in rules.parameters.values() if row.rule},
        ],
        "phase": [name for name, _ in SEQUENCE],
        "parameter": list(rules.parameters),
        "order": list(rules.orders),
        "meeting": list(rules.meetings),
        "type": list(rules.agreements),
        "agreement": list(told.agreements),
        "track": list(rules.tracks),
        "area": list(rules.areas),
        "gate": list(rules.gates),
        "seat": list(told.nations),
        "objective": list(told.objectives),
        "flashpoint": list(told.flashpoints),
        "group": list(told.groups),
        "drain": list(told.drains),
        "programme": list(told.programmes),
        "event": list(told.events),
        "character": list(rules.characters),
        "field": list(FIELDS),
        "measure": list(MEASURES),
        "outcome": [row.name for row in list_outcomes(compile_world(told))],
        "source": list(rules.sources),
    }


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_row_that_can_be_linked_to_is_in_the_book(name: str) -> None:
    told = rows(scenario(name))
    held = set(anchors(name))

    assert set(told) == set(KINDS)
    assert [
        ref(kind, each) for kind, ids in told.items() for each in ids if ref(kind, each) not in held
    ] == []


@pytest.mark.parametrize("name", SCENARIOS)
def test_no_two_rows_have_the_same_anchor(name: str) -> None:
    for part in set(PARTS) - {"trace"}:
        assert len(anchors(name, part)) == len(set(anchors(name, part))), part
    told = rows(scenario(name))
    linked = [ref(kind, each) for kind, ids in told.items() for each in dict.fromkeys(ids)]
    assert len(linked) == len(set(linked))


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_reason_of_a_game_leads_to_a_row(name: str) -> None:
    game = Game.new(scenario(name), seed=4)
    while not game.over:
        game.advance()
    entries = game.book.entries
    causes = {cause_ref(game.play.scenario, entry.rule) for entry in entries} - {""}
    sources = {ref("source", key) for entry in entries for key in entry.source}
    world = game.play.world
    parts = [
        *(f"home.{track}" for track in world.ids["track"]),
        *(f"capability.{area}" for area in world.ids["area"]),
        *(f"support.{gate}" for gate in world.ids["gate"]),
    ]
    numbers = {number_ref(field) for field in (*FIELDS, *MEASURES, *parts)}

    assert "" not in numbers
    assert (causes | sources | numbers) - set(anchors(name)) == set()


def test_a_seats_edition_holds_its_own_rows_only() -> None:
    name, seat = "four-islands", "BRENN"
    held = set(anchors(name, seat=seat))
    goals = {ref("objective", goal): row.seat for goal, row in scenario(name).objectives.items()}

    assert {anchor for anchor in held if anchor.startswith("objective-")} == {
        anchor for anchor, owner in goals.items() if owner == seat
    }
    assert not any(anchor.startswith(("event-", "character-")) for anchor in held)
    assert not any(
        ref("outcome", f"score:{other}") in held for other in scenario(name).nations if other != seat
    )
    assert ref("outcome", f"score:{seat}") in held
    assert ref("parameter", "growth.pull") in held


def test_an_unknown_kind_is_told_with_the_nearest() -> None:
    with pytest.raises(WargameError, match="Did you mean 'parameter'"):
        ref("paramter", "growth.pull")


def test_what_is_no_number_and_no_cause_leads_nowhere() -> None:
    assert number_ref("mood") == ""
    assert cause_ref(scenario("four-islands"), "") == ""
    assert cause_ref(scenario("four-islands"), "R4") == "rule-R4"
    assert cause_ref(scenario("four-islands"), "rd_pact") == "type-rd_pact"
