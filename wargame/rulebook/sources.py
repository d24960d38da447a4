"""What rests on which source: every row of a ruleset and a scenario that names a key of the bibliography."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.scenario import MODELS as OPENING
from wargame.scenario import Scenario

_KINDS = {
    "parameters": "parameter",
    "tracks": "track",
    "areas": "area",
    "orders": "order",
    "agreements": "agreement type",
    "meetings": "meeting",
    "gates": "gate",
    "characters": "character",
}
_OPENINGS = {
    "nations": "nation",
    "flashpoints": "flashpoint",
    "drains": "drain",
    "groups": "group",
    "programmes": "programme",
    "agreements": "agreement",
    "meetings": "scheduled meeting",
    "events": "card",
    "objectives": "objective",
    "facts": "fact",
}


def resting(scenario: Scenario) -> dict[str, list[str]]:
    """Return what rests on each source key: key -> rows such as ``order consult``, in the order of the files.

    Keys on which nothing rests have an empty list.
    """
    found: dict[str, list[str]] = {key: [] for key in scenario.ruleset.sources}
    for row, keys in _rows(scenario):
        for key in dict.fromkeys(keys):
            found.setdefault(key, []).append(row)
    return found


def _rows(scenario: Scenario) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every sourced row as words, with its keys."""
    for table, kind in _KINDS.items():
        for name, row in getattr(scenario.ruleset, table).items():
            yield f"{kind} {name}", row.source
    for table in OPENING:
        for name, row in getattr(scenario, table).items():
            yield f"{_OPENINGS[table]} {name}", row.source
    for pair in scenario.pairs:
        yield f"pair {pair.a}-{pair.b}", pair.source
