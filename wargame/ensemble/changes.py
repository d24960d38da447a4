"""What differs from a scenario as its files have it, in a few words: for titles, captions, names of folders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from wargame.scenario import Scenario

LONG = 48
"""Letters of a folder's ending from which it only says that something is varied; its manifest tells what."""
VARIED = "varied"


def changes_between(own: Scenario, arranged: Scenario) -> dict[str, Any]:
    """Return what of a scenario's numbers was changed.

    Parameters
    ----------
    own, arranged : the scenario before it was arranged, and as it is to be played

    Returns
    -------
    parameter id -> number or numbers, "ruleset" -> id if it is another one, "turns" -> another length
    """
    changes: dict[str, Any] = {}
    if arranged.ruleset.id != own.ruleset.id:
        changes["ruleset"] = arranged.ruleset.id
    else:
        before = own.ruleset.parameters
        for name, row in arranged.ruleset.parameters.items():
            if name not in before or before[name].value != row.value:
                changes[name] = row.value
    if arranged.frame.turns != own.frame.turns:
        changes["turns"] = arranged.frame.turns
    return changes


def words_of(changes: Mapping[str, Any], seats: Iterable[str]) -> str:
    """Return changes in a few words, who plays first and the length last.

    Parameters
    ----------
    changes : seat -> character, parameter id -> number, "turns" -> length, or factor -> value
    seats : names among them that are seats

    Examples
    --------
    >>> words_of({"turns": 6, "growth.inertia": 0.1, "CHN": "hawk"}, ["CHN"])
    'CHN hawk; growth.inertia 0.1; 6 turns'
    """
    known = set(seats)
    order = sorted(changes, key=lambda name: (name not in known, name == "turns"))
    return "; ".join(_told(name, changes[name]) for name in order)


def ending_of(words: str) -> str:
    """Return words of changes as the ending of a folder's name, "" for none.

    Examples
    --------
    >>> ending_of("CHN hawk; growth.inertia 0.1; 6 turns"), ending_of("")
    ('-CHN-hawk-growth.inertia-0.1-6turns', '')
    """
    plain = re.sub(r"[^A-Za-z0-9.]+", "-", words.replace(" turn", "turn")).strip("-.")
    return f"-{plain if len(plain) <= LONG else VARIED}" if plain else ""


def _told(name: str, value: Any) -> str:
    if name == "turns":
        return f"{value} turn{'' if value == 1 else 's'}"
    parts = value if isinstance(value, (list, tuple)) else (value,)
    return f"{name} {','.join(f'{part:.6g}' if isinstance(part, float) else str(part) for part in parts)}"
