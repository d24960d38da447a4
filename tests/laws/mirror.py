"""A world that is its own mirror image: two blocs alike in everything, each challenged where it challenges."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from tests.laws.relabelling import Relabelling
from tests.laws.worlds import having, translated
from wargame.adjudication.turn import Play
from wargame.reading.plain import row_of
from wargame.scenario import MODELS, Scenario
from wargame.schema import Nation, Pair

CATALOGUES = tuple(name for name in MODELS if name != "nations")
IMAGE = "_image"
"""What the id of a row's mirror image ends in."""


class Mirrored(NamedTuple):
    """A scenario that is its own mirror image, and what stands where each name stands in the mirror."""

    scenario: Scenario
    names: Mapping[str, str]


def mirrored(scenario: Scenario, swap: Mapping[str, str]) -> Mirrored:
    """Return a scenario in which each bloc has what either had: every row, and beside it its image.

    Parameters
    ----------
    swap : nation -> its image, both ways; of each two, the first in the scenario lends both its numbers
    """
    twice = [
        key
        for table in CATALOGUES
        for key, row in getattr(scenario, table).items()
        if not stands_between(scenario, row, swap)
    ]
    names = {**swap, **{key: key + IMAGE for key in twice}, **{key + IMAGE: key for key in twice}}
    tables = {}
    for table in CATALOGUES:
        rows = getattr(scenario, table)
        images = {
            names[key]: row_of(translated(row.model_dump(), names), type(row))
            for key, row in rows.items()
            if key in names
        }
        tables[table] = {**rows, **images}
    alike = having(scenario, nations=dict(nations_alike(scenario, swap)), **tables)
    return Mirrored(dataclasses.replace(alike, pairs=tuple(pairs_alike(scenario, swap))), names)


def stands_between(scenario: Scenario, row: Any, swap: Mapping[str, str]) -> bool:
    """Tell whether a row is its own image: a nation with its image, and no matter who is named first."""
    parties = getattr(row, "parties", ())
    if not parties or {swap[name] for name in parties} != set(parties):
        return False
    kind = scenario.ruleset.agreements.get(getattr(row, "type", ""))
    ends = {end for effect in kind.effect for end in effect.at.split(">")} if kind else set()
    return not ends & {"first", "second"}


def nations_alike(scenario: Scenario, swap: Mapping[str, str]) -> Iterator[tuple[str, Nation]]:
    """Yield nations, each like its image, with the tags and the gates of both."""
    order = list(scenario.nations)
    for name in order:
        first, other = (scenario.nations[each] for each in sorted((name, swap[name]), key=order.index))
        tags = tuple(dict.fromkeys(first.tags + other.tags))
        yield name, first.model_copy(update={"tags": tags, "support": {**other.support, **first.support}})


def pairs_alike(scenario: Scenario, swap: Mapping[str, str]) -> Iterator[Pair]:
    """Yield pairs, each like its image; a nation and its image trust each other alike."""
    done: dict[frozenset[str], Pair] = {}
    for pair in scenario.pairs:
        ends = frozenset((pair.a, pair.b))
        image = frozenset(swap[name] for name in ends)
        if image == ends:
            done[ends] = pair.model_copy(update={"trust_ba": pair.trust_ab})
        elif image in done:
            done[ends] = done[image].model_copy(update={"a": swap[done[image].a], "b": swap[done[image].b]})
        else:
            done[ends] = pair
        yield done[ends]


class Mirror(Relabelling):
    """The way from games of a world that is its own mirror image to what the mirror shows of them."""

    def __init__(self, play: Play, names: Mapping[str, str]) -> None:
        self.names = names
        super().__init__(play, play)
        self.options = np.array([play.options.place[translated(text, names)] for text in play.options.text])
        self.back = np.argsort(self.options)

    def _places(self, axis: str) -> Any:
        index = self.old.world.index[axis]
        places = [index[translated(name, self.names)] for name in self.old.world.ids[axis]]
        return np.array(places, dtype=np.int64)
