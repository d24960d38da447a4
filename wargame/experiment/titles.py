"""Titles of charts by turn: what is asked of each number, with the names of its place, nation and part."""

from __future__ import annotations

import re
from collections.abc import Mapping

from wargame.scenario import Scenario

TITLES: Mapping[str, str] = {
    "tension": "How does tension at {of} move?",
    "level": "How high does {of} stand on the ladder?",
    "lull": "How long has {of} been without an incident?",
    "status_quo": "How far has the challenger come at {of}?",
    "cohesion": "How does the cohesion of {of} move?",
    "drain": "How strong is the outside drain, {of}?",
    "stage": "How far does the programme {of} get?",
    "work": "How much work does the programme {of} still need?",
    "overrun": "What does the programme {of} cost against its plan?",
    "slip": "How many years does the programme {of} lose against its plan?",
    "legacy": "What is the outlook of the programme {of}, if all goes to plan (six years)?",
    "stability": "How does regional stability move?",
    "ending": "How many games are still being played?",
    "agreements": "How many agreements are in force?",
    "spending": "How does the defence budget of {of} move?",
    "gdp": "How does the gross domestic product of {of} move?",
    "growth": "How fast does the defence budget of {of} grow?",
    "stance": "Which budget stance does {of} pledge?",
    "surge_wait": "How long must {of} wait for its next surge?",
    "streak": "How many times running has the budget of {of} risen?",
    "funds": "How do the free funds of {of} move?",
    "capital": "How does the political capital of {of} move?",
    "tech": "How does the technology level of {of} move?",
    "intelligence": "How does the intelligence effort of {of} move?",
    "home": "{part} in {of}: how does it move?",
    "support": "How does support for “{part}” move in {of}?",
    "unlocked": "How often has {of} passed the gate “{part}”?",
    "capability": "How does the capability of {of} move: {part}?",
    "protection": "How well is {of} protected against the {part} class?",
    "threat": "How threatened does {of} feel?",
    "trusted": "How much do the others trust {of}?",
}
"""Field -> title; ``{of}`` is the place, programme or nation, ``{part}`` the part of the field."""


def title_of(scenario: Scenario, name: str) -> str:
    """Return the title of a number by turn.

    Parameters
    ----------
    name : ``tension:strait``, ``home.approval:JPN``

    Examples
    --------
    >>> from wargame.scenario import read_scenario
    >>> title_of(read_scenario("northeast-asia-2022"), "home.approval:JPN")
    'Approval in Japan: how does it move?'
    """
    head, _, entry = name.partition(":")
    field, _, part = head.partition(".")
    rules = scenario.ruleset
    tables = (scenario.nations, scenario.flashpoints, scenario.groups, scenario.programmes, scenario.drains)
    of = next((str(table[entry].name) for table in tables if entry in table), entry)
    named = next((str(t[part].name) for t in (rules.tracks, rules.areas, rules.gates) if part in t), part)
    told = TITLES.get(field, f"How does {head.replace('_', ' ')} move{', {of}' if of else ''}?")
    # in the middle of a sentence areas are common nouns, and so is "The" of a group
    plain = named[:1].lower() + named[1:] if field in ("capability", "protection") else named
    return told.format(of=re.sub("^The ", "the ", of), part=plain)
