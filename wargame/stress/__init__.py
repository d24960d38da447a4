"""The stress scenario: an invented world of 30 nations and 60 programmes under the standard rules.

Two camps face each other over some places and a few nations stand between. It is made in code, the same each
time: what differs between nations is drawn from the game's own dice. Laws play it, and the bench grows it; it
tells nothing about anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from wargame.ruleset import read_ruleset
from wargame.scenario import Scenario
from wargame.schema import Frame
from wargame.stress.camps import Camps
from wargame.stress.matters import (
    TURNS,
    agreement_rows,
    event_rows,
    meeting_rows,
    objective_rows,
    programme_rows,
)
from wargame.stress.nations import drain_rows, flashpoint_rows, group_rows, nation_rows, pair_rows

__all__ = ["NATIONS", "PROGRAMMES", "TURNS", "stress_scenario"]

NATIONS, PROGRAMMES = 30, 60
"""Size of the stress scenario."""


def _frozen(rows: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(rows))


@cache
def stress_scenario(nations: int = NATIONS, programmes: int = PROGRAMMES, turns: int = TURNS) -> Scenario:
    """Return the stress scenario, or one of another size.

    Parameters
    ----------
    nations : at least 6, so that each camp has all its roles
    programmes : at least as many as leave every nation one: ten sevenths of the nations
    turns : length of a game
    """
    rules, camps = read_ruleset("standard"), Camps(nations)
    seats = dict(nation_rows(camps, rules))
    wedge = {name: row.spending * row.wedge / 100.0 for name, row in seats.items()}
    places = dict(flashpoint_rows(camps))
    projects = dict(programme_rows(camps, rules, programmes, wedge))
    agreements = dict(agreement_rows(camps, rules, projects))
    return Scenario(
        id="stress",
        frame=Frame(
            title="Stress", text="Invented.", ruleset="standard", version="1.0", first_year=2022, turns=turns
        ),
        ruleset=rules,
        nations=_frozen(seats),
        pairs=tuple(pair_rows(camps)),
        flashpoints=_frozen(places),
        drains=_frozen(dict(drain_rows(camps))),
        groups=_frozen(dict(group_rows(camps))),
        programmes=_frozen(projects),
        agreements=_frozen(agreements),
        meetings=_frozen(dict(meeting_rows(rules, agreements))),
        events=_frozen(dict(event_rows(camps, list(places)))),
        objectives=_frozen(dict(objective_rows(camps, list(places), projects))),
        facts=_frozen({}),
    )
