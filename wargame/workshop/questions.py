"""Questions of the forecast league: what may be asked of a turn, and whether it came true, for all to see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from wargame.arrays import BoolArray
from wargame.observation import Observation
from wargame.scenario import Scenario
from wargame.state import BREAKDOWN, FIELDED, IN_FORCE, LEVELS, STAGES

_ONWARD = {
    "idea": "become more than an idea",
    "principle": "go beyond an agreement in principle",
    "signed": "begin its research",
    "research": "leave research",
    "development": "leave development",
    "test": "leave testing and be fielded",
}
"""What a programme does that goes beyond its stage, in words to be read aloud."""


@dataclass(frozen=True)
class Question:
    """Something that comes true in a turn or does not, for all to see.

    Attributes
    ----------
    kind : level, tension, agreement, programme, gate or breakdown
    entity : what it is about; of a gate ``<seat>:<gate>``
    than : level or tension that it is held against, else 0
    """

    id: str
    turn: int
    kind: str
    entity: str
    text: str
    than: float = 0.0


def possible(scenario: Scenario, view: Observation, turn: int) -> Iterator[Question]:
    """Yield all that may be asked of a turn, from what every seat may know at its start."""
    yield from _of_places(scenario, view, turn)
    yield from _of_papers(scenario, view, turn)
    yield from _of_programmes(scenario, view, turn)
    yield from _of_gates(scenario, view, turn)
    yield Question(f"{turn}:breakdown", turn, "breakdown", "", f"Will talks break down in turn {turn}?")


def _of_places(scenario: Scenario, view: Observation, turn: int) -> Iterator[Question]:
    for place, (name, row) in enumerate(scenario.flashpoints.items()):
        level, tension = int(view.get("level")[0, 0, place]), float(view.get("tension")[0, 0, place])
        for asked in range(1, LEVELS.index("breakdown")):
            text = (
                f"Will {place_words(row.name)} stand at {LEVELS[asked]} or above at the end of turn {turn}? "
                f"(now: {LEVELS[level]})"
            )
            yield Question(f"{turn}:level:{name}:{asked}", turn, "level", name, text, asked)
        text = f"Will {place_words(row.name)} be tenser at the end of turn {turn} than now ({tension:.1f} of 100)?"
        yield Question(f"{turn}:tension:{name}", turn, "tension", name, text, tension)


def place_words(name: str) -> str:
    """Return a flashpoint within a sentence: with its article unless it is a single word, such as a country.

    Examples
    --------
    >>> place_words("Taiwan Strait"), place_words("The Narrows"), place_words("Korea")
    ('the Taiwan Strait', 'the Narrows', 'Korea')
    """
    if name.startswith("The "):
        return f"the{name[3:]}"
    return f"the {name}" if " " in name else name


def _of_papers(scenario: Scenario, view: Observation, turn: int) -> Iterator[Question]:
    """Yield agreements that nobody could keep to themselves."""
    for place, (name, row) in enumerate(scenario.agreements.items()):
        kind, programme = scenario.ruleset.agreements[row.type], scenario.programmes.get(row.programme)
        if kind.may_be_secret and not (programme is not None and programme.public):
            continue
        binds = int(view.get("agreement")[0, 0, place]) == IN_FORCE
        about = f" on {programme.name}" if programme is not None else ""
        *first, last = (scenario.nations[seat].name for seat in row.parties)
        paper = f"the agreement “{kind.name}{about}” of {', '.join(first)} and {last}"
        still = "still be in force" if binds else "be in force"
        text = f"Will {paper} {still} at the end of turn {turn}?"
        yield Question(f"{turn}:agreement:{name}", turn, "agreement", name, text)


def _of_programmes(scenario: Scenario, view: Observation, turn: int) -> Iterator[Question]:
    for place, (name, row) in enumerate(scenario.programmes.items()):
        stage = int(view.get("stage")[0, 0, place])
        if row.public and stage < FIELDED:
            text = f"Will {row.name} {_ONWARD[STAGES[stage]]} in turn {turn}?"
            yield Question(f"{turn}:programme:{name}", turn, "programme", name, text)


def _of_gates(scenario: Scenario, view: Observation, turn: int) -> Iterator[Question]:
    for n, (seat, nation) in enumerate(scenario.nations.items()):
        for g, (name, row) in enumerate(scenario.ruleset.gates.items()):
            if name in nation.support and not view.get("unlocked")[0, 0, n, g]:
                text = f"Will {row.name.lower()} be approved at home in {nation.name} in turn {turn}?"
                yield Question(f"{turn}:gate:{seat}:{name}", turn, "gate", f"{seat}:{name}", text)


# -- what comes true ----------------------------------------------------------------------------------------

Kind = Callable[[Question, Observation, Observation], BoolArray]
"""What a question asks: question, what all may know before and after the turn -> (replicate,) whether it came true."""


def came_true(question: Question, was: Observation, now: Observation) -> BoolArray:
    """Return (replicate,) whether a question came true.

    Parameters
    ----------
    was, now : what every seat may know before and after the turn: of ``NOBODY``
    """
    return KINDS[question.kind](question, was, now)


def _column(view: Observation, field: str, axis: str, entity: str) -> Any:
    """(replicate, ...) a field of one entry, as everybody sees it."""
    return view.get(field)[:, 0, view.world.index[axis][entity]]


def _level(asked: Question, was: Observation, now: Observation) -> BoolArray:
    return np.asarray(_column(now, "level", "flashpoint", asked.entity) >= asked.than)


def _tension(asked: Question, was: Observation, now: Observation) -> BoolArray:
    return np.asarray(_column(now, "tension", "flashpoint", asked.entity) > asked.than)


def _agreement(asked: Question, was: Observation, now: Observation) -> BoolArray:
    return np.asarray(_column(now, "agreement", "agreement", asked.entity) == IN_FORCE)


def _programme(asked: Question, was: Observation, now: Observation) -> BoolArray:
    before, after = (_column(view, "stage", "programme", asked.entity) for view in (was, now))
    return np.asarray(after > before)


def _gate(asked: Question, was: Observation, now: Observation) -> BoolArray:
    seat, _, gate = asked.entity.partition(":")
    column = _column(now, "unlocked", "nation", seat)
    return np.asarray(column[:, now.world.index["gate"][gate]])


def _breakdown(asked: Question, was: Observation, now: Observation) -> BoolArray:
    return np.asarray(now.get("ending")[:, 0] == BREAKDOWN)


KINDS: Mapping[str, Kind] = {
    "breakdown": _breakdown,
    "level": _level,
    "agreement": _agreement,
    "programme": _programme,
    "gate": _gate,
    "tension": _tension,
}
"""Kinds of questions, in the order in which a turn asks them."""
