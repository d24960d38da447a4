"""Who meets whom: the characters that compete, the seats in which they are tried, the blocs that they lead."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from wargame.arrange import arrange
from wargame.ensemble import Plan, Point, Setting
from wargame.ensemble.changes import changes_between
from wargame.faults import WargameError, nearest
from wargame.scenario import Scenario, read_scenario

PAY_OFFS = ("score", "objectives", "succeeds")
"""What a seat may be after: its score, the objectives it met, or whether it succeeded (0 or 1)."""
FEWEST = 3
"""Games of a cell, at least."""
OWN, SEATS, BLOCS = "own", "seats", "blocs"
"""Parts of a tournament: all as the scenario has them, one seat with another character, two blocs."""

Blocs = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class LineUp:
    """What a tournament plays; made and checked by ``line_up``.

    Attributes
    ----------
    scenario : as it is played
    characters : those that compete
    seats : in which each of them is tried, the other seats as the scenario has them
    blocs : seats of the two sides, each of which gets one character; two empty ones if there are none
    games : games of every cell
    pay_off : the one of ``PAY_OFFS`` that ranking and blocs go by
    changes : what the scenario as it is played has otherwise than its files; see ``Setting``
    again : the words behind ``wargame tournament`` that repeat it
    """

    scenario: Scenario
    characters: tuple[str, ...]
    seats: tuple[str, ...]
    blocs: Blocs
    games: int
    seed: int
    pay_off: str
    changes: Mapping[str, Any]
    again: tuple[str, ...]

    @property
    def command(self) -> str:
        """The command that repeats it."""
        return shlex.join(["wargame", "tournament", *self.again])

    def own(self, seat: str) -> str:
        """Return the character that the scenario gives a seat."""
        return self.scenario.nations[seat].character

    @cached_property
    def plan(self) -> Plan:
        """The plan: the scenario as it is, each character in each seat, each pair in the two blocs."""
        cells = list(self._cells())
        settings = tuple(Setting(self.scenario, cast, self.changes) for _, cast in cells)
        points = tuple(Point(place, {}, labels) for place, (labels, _) in enumerate(cells))
        return Plan(settings, points, self.games, self.seed, ("outcomes",))

    def _cells(self) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
        """Yield the labels of every cell, and the characters that differ from the scenario's."""
        yield {"part": OWN}, {}
        for seat in self.seats:
            for name in self.characters:
                if name != self.own(seat):
                    yield {"part": SEATS, "seat": seat, "first": name}, {seat: name}
        if self.blocs[0]:
            for first in self.characters:
                for second in self.characters:
                    cast = {**dict.fromkeys(self.blocs[0], first), **dict.fromkeys(self.blocs[1], second)}
                    yield {"part": BLOCS, "first": first, "second": second}, cast


def line_up(
    scenario: str | Path | Scenario,
    *,
    characters: Sequence[str] = (),
    seats: Sequence[str] = (),
    blocs: tuple[Sequence[str], Sequence[str]] | None = None,
    games: int = 100,
    seed: int = 0,
    turns: int | None = None,
    pay_off: str = PAY_OFFS[0],
) -> LineUp:
    """Return what a tournament is to play.

    Parameters
    ----------
    scenario : id, folder or scenario
    characters : those that compete, at least two; all of the ruleset if none is named
    seats : seats in which each of them is tried; all if none is named
    blocs : two lists of seats, each of which gets one character; the scenario's first group and those it stands
        against if not given
    games : games of every cell, at least 3
    turns : length of the games instead of the scenario's
    pay_off : what ranking and blocs go by, one of ``PAY_OFFS``

    Raises
    ------
    WargameError
        an unknown seat, character or pay-off; a seat in both blocs; too few games or characters

    Examples
    --------
    >>> print(line_up("four-islands", characters=["dove", "hawk"], games=4, turns=2).command)
    wargame tournament four-islands --games 4 --seed 0 --turns 2 --characters dove,hawk ... --pay-off score
    """
    given = scenario if isinstance(scenario, Scenario) else read_scenario(scenario)
    held = arrange(given, turns=turns)
    entrants = _checked(characters, held.ruleset.characters, "character") or tuple(held.ruleset.characters)
    wanted = _checked(seats, held.nations, "seat") or tuple(held.nations)
    sides = _sides(held, blocs)
    if games < FEWEST:
        raise WargameError(f"{games} games a cell cannot be compared. Ask for {FEWEST} or more.")
    if len(entrants) < 2:
        raise WargameError("A tournament needs two characters or more. Name another one.")
    if pay_off not in PAY_OFFS:
        raise WargameError(f"There is no pay-off {pay_off!r}. {nearest(pay_off, PAY_OFFS)}")
    options = {
        "--games": str(games),
        "--seed": str(seed),
        **({} if turns is None else {"--turns": str(turns)}),
        "--characters": ",".join(entrants),
        "--seats": ",".join(wanted),
    }
    again = [held.id if isinstance(scenario, Scenario) else str(scenario)]
    again += [word for pair in options.items() for word in pair]
    again += [word for side in sides if side for word in ("--bloc", ",".join(side))]
    return LineUp(
        held,
        entrants,
        wanted,
        sides,
        games,
        seed,
        pay_off,
        changes_between(given, held),
        (*again, "--pay-off", pay_off),
    )


def _checked(names: Sequence[str], known: Mapping[str, object], what: str) -> tuple[str, ...]:
    for name in names:
        if name not in known:
            raise WargameError(f"There is no {what} {name!r}. {nearest(name, known)}")
    return tuple(dict.fromkeys(names))


def _sides(scenario: Scenario, blocs: tuple[Sequence[str], Sequence[str]] | None) -> Blocs:
    """Return the seats of both blocs, checked."""
    if blocs is None:
        group = next(iter(scenario.groups.values()), None)
        return (group.members, group.against) if group and group.against else ((), ())
    first, second = (_checked(side, scenario.nations, "seat") for side in blocs)
    if not (first and second):
        raise WargameError("A bloc has no seat. Name one or more for each side.")
    if both := [seat for seat in first if seat in second]:
        raise WargameError(f"{', '.join(both)} cannot be in both blocs. Name each seat on one side.")
    return first, second
