"""World: everything that does not change during a game, as arrays.

A scenario and its ruleset are turned, once, into axes with their ids, constants by nation, pair and place, the
catalogue of agreements and programmes, and the parameters. Nothing here knows a replicate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from wargame.arrays import Array, BoolArray, IntArray, over
from wargame.faults import WargameError, nearest
from wargame.ruleset import Ruleset
from wargame.scenario import Scenario

TARGET_AXIS = {
    "none": "",
    "ally": "nation",
    "partner": "nation",
    "rival": "nation",
    "nation": "nation",
    "client": "nation",
    "flashpoint": "flashpoint",
    "programme": "programme",
    "area": "area",
    "agreement": "agreement",
    "drain": "drain",
    "gate": "gate",
}
"""Axis on which an order's target lies."""


@dataclass(frozen=True)
class Parameters:
    """Numbers of the rules by id; each one value, or one per replicate (a sweep is one block, not a loop)."""

    values: Mapping[str, Any]

    def get(self, name: str, axes: int = 0) -> Any:
        """Return a parameter with its trailing axes; a list parameter gives its tuple as an array.

        Parameters
        ----------
        name : id of the parameter, ``growth.inertia``
        axes : number of axes that follow the replicate in the arithmetic
        """
        return over(self.values[name], axes)

    def menu(self, name: str) -> Array:
        """Return a list parameter, (entry,)."""
        return np.asarray(self.values[name], dtype=np.float64)


@dataclass(frozen=True)
class World:
    """One scenario under one ruleset, compiled.

    ``ids[axis]`` names the entries of an axis in order; ``index[axis]`` is its inverse.
    """

    scenario: Scenario
    parameters: Parameters
    ids: Mapping[str, tuple[str, ...]]
    index: Mapping[str, Mapping[str, int]]

    @property
    def ruleset(self) -> Ruleset:
        """The rules the scenario is played by."""
        return self.scenario.ruleset

    @property
    def years(self) -> float:
        """Length of a turn, years."""
        return self.scenario.frame.turn_years

    def size(self, axis: str) -> int:
        """Return the number of entries of an axis."""
        return len(self.ids[axis])

    def shape(self, axes: Iterable[str]) -> tuple[int, ...]:
        """Return the sizes of some axes."""
        return tuple(self.size(axis) for axis in axes)

    def year(self, turn: int) -> float:
        """Return the calendar year in which a turn (from 1) lies."""
        return self.scenario.frame.first_year + (turn - 1) * self.years

    def closes_year(self, turn: int) -> bool:
        """Tell whether a turn (from 1) is the last of its year: budgets are voted then."""
        return abs((turn * self.years) - round(turn * self.years)) < 1e-9

    def at(self, axis: str, name: str) -> int:
        """Return the place of an id on its axis, or tell the nearest one there is."""
        if name not in self.index[axis]:
            raise WargameError(
                f"There is no {axis} {name!r} in this scenario. {nearest(name, self.ids[axis])}"
            )
        return self.index[axis][name]

    def nation_values(self, name: str) -> Array:
        """Return one number of each nation row, (nation,)."""
        return np.array([getattr(row, name) for row in self.scenario.nations.values()], dtype=np.float64)

    def mask(self, axis: str, names: Iterable[str]) -> BoolArray:
        """Return which entries of an axis are among the names."""
        chosen = set(names)
        return np.array([name in chosen for name in self.ids[axis]], dtype=np.bool_)

    @cached_property
    def opening_capability(self) -> Array:
        """(nation, area) capability at the opening, index."""
        areas = self.ids["area"]
        rows = [[row.capability.get(area, 0.0) for area in areas] for row in self.scenario.nations.values()]
        return np.array(rows, dtype=np.float64).reshape(-1, len(areas))

    # -- pairs -------------------------------------------------------------------------------------------------

    def _pairs(self, forth: str, back: str, empty: float = 0.0) -> Array:
        table = np.full((self.size("nation"),) * 2, empty)
        for pair in self.scenario.pairs:
            a, b = self.at("nation", pair.a), self.at("nation", pair.b)
            table[a, b], table[b, a] = float(getattr(pair, forth)), float(getattr(pair, back))
        return table

    @cached_property
    def distance(self) -> Array:
        """(nation, other) km between capitals."""
        return self._pairs("distance", "distance")

    @cached_property
    def border(self) -> Array:
        """(nation, other) km between the nearest borders; between capitals where the scenario does not tell."""
        table = self.distance.copy()
        for pair in self.scenario.pairs:
            if pair.border is not None:
                a, b = self.at("nation", pair.a), self.at("nation", pair.b)
                table[a, b] = table[b, a] = pair.border
        return table

    @cached_property
    def opening_relation(self) -> Array:
        """(nation, other) relation at the opening, which history pulls back to (its propensity)."""
        return self._pairs("relation", "relation")

    @cached_property
    def opening_trust(self) -> Array:
        """(nation, other) trust at the opening, points."""
        return self._pairs("trust_ab", "trust_ba")

    @cached_property
    def ally(self) -> BoolArray:
        """(nation, other) bound by a defence pact at the opening."""
        return self._pairs("ally", "ally") > 0

    @cached_property
    def rival(self) -> BoolArray:
        """(nation, other) marked rivals, or on opposite sides of a flashpoint."""
        table = self._pairs("rival", "rival") > 0
        for challengers, defenders in zip(self.challengers, self.defenders, strict=True):
            table = table | np.outer(challengers, defenders) | np.outer(defenders, challengers)
        return table

    @cached_property
    def partner(self) -> BoolArray:
        """(nation, other) fellow members of a group."""
        joint = (self.member.T.astype(np.int32) @ self.member.astype(np.int32)) > 0
        return joint & ~np.eye(self.size("nation"), dtype=np.bool_)

    @cached_property
    def regime_distance(self) -> Array:
        """(nation, other) |difference of polyarchy|, 0-1."""
        polyarchy = self.nation_values("polyarchy")
        return np.abs(polyarchy[:, None] - polyarchy[None, :])

    # -- places and groups -------------------------------------------------------------------------------------

    @cached_property
    def challengers(self) -> BoolArray:
        """(flashpoint, nation) who challenges."""
        return self._sides("challengers")

    @cached_property
    def defenders(self) -> BoolArray:
        """(flashpoint, nation) who defends."""
        return self._sides("defenders")

    def _sides(self, side: str) -> BoolArray:
        rows = [self.mask("nation", getattr(row, side)) for row in self.scenario.flashpoints.values()]
        return np.array(rows, dtype=np.bool_).reshape(len(rows), self.size("nation"))

    @cached_property
    def principals(self) -> IntArray:
        """(flashpoint, side) nations that sit in a crisis round: principal challenger, principal defender."""
        rows = self.scenario.flashpoints.values()
        return np.array(
            [[self.at("nation", r.challengers[0]), self.at("nation", r.defenders[0])] for r in rows],
            dtype=np.int32,
        ).reshape(len(rows), 2)

    @cached_property
    def member(self) -> BoolArray:
        """(group, nation) members."""
        return self._groups("members")

    @cached_property
    def against(self) -> BoolArray:
        """(group, nation) nations the group is formed against."""
        return self._groups("against")

    def _groups(self, side: str) -> BoolArray:
        rows = [self.mask("nation", getattr(row, side)) for row in self.scenario.groups.values()]
        return np.array(rows, dtype=np.bool_).reshape(len(rows), self.size("nation"))

    # -- areas and programmes ----------------------------------------------------------------------------------

    @cached_property
    def threat_classes(self) -> tuple[str, ...]:
        """Threat classes that some strike area belongs to."""
        return self.ids["threat_class"]

    @cached_property
    def area_class(self) -> IntArray:
        """(area,) index of its threat class, -1 for none."""
        names = [row.threat_class for row in self.ruleset.areas.values()]
        return np.array([self.index["threat_class"].get(name, -1) for name in names], dtype=np.int32)

    def areas_of(self, role: str) -> BoolArray:
        """Return (area,) the areas of a role; "" for all."""
        return np.array([role in ("", row.role) for row in self.ruleset.areas.values()], dtype=np.bool_)

    @cached_property
    def owner(self) -> BoolArray:
        """(programme, nation) owners."""
        rows = [self.mask("nation", row.owners) for row in self.scenario.programmes.values()]
        return np.array(rows, dtype=np.bool_).reshape(len(rows), self.size("nation"))

    @cached_property
    def owners(self) -> tuple[IntArray, BoolArray]:
        """(programme, owner) nations that own each programme, and which entries hold one: short rows are filled."""
        rows = [np.flatnonzero(row).tolist() for row in self.owner]
        widest = max((len(row) for row in rows), default=1)
        places = np.array([row + [0] * (widest - len(row)) for row in rows], dtype=np.int32)
        counts = self.owner.sum(axis=-1)
        return places.reshape(-1, widest), np.arange(widest) < counts[:, None]

    def of_owners(self, values: Array) -> Array:
        """Return (replicate, programme, owner) what each programme's owners have, 0 in filled entries.

        Parameters
        ----------
        values : (replicate, nation), or (replicate, programme, nation); one number for all nations will do
        """
        places, owned = self.owners
        values = np.broadcast_to(values, (*values.shape[:-1], self.size("nation")))
        rows = (np.arange(len(places))[:, None], places) if values.ndim == 3 else (places,)
        return np.where(owned, values[(slice(None), *rows)], 0.0)

    @cached_property
    def programme_area(self) -> IntArray:
        """(programme,) index of its capability area."""
        rows = [self.index["area"][row.area] for row in self.scenario.programmes.values()]
        return np.array(rows, dtype=np.int32)

    def programme_values(self, name: str) -> Array:
        """Return one number of each programme row, (programme,)."""
        return np.array([getattr(row, name) for row in self.scenario.programmes.values()], dtype=np.float64)

    @cached_property
    def joint(self) -> BoolArray:
        """(programme,) owned by more than one nation."""
        return self.owner.sum(axis=-1) > 1

    @cached_property
    def programme_agreement(self) -> IntArray:
        """(programme,) agreement that must be in force first, -1 for none."""
        place = {row.programme: a for a, row in enumerate(self.scenario.agreements.values()) if row.programme}
        return np.array([place.get(name, -1) for name in self.ids["programme"]], dtype=np.int32)

    # -- agreements and meetings -------------------------------------------------------------------------------

    @cached_property
    def party(self) -> BoolArray:
        """(agreement, nation) parties."""
        rows = [self.mask("nation", row.parties) for row in self.scenario.agreements.values()]
        return np.array(rows, dtype=np.bool_).reshape(len(rows), self.size("nation"))

    @cached_property
    def first_party(self) -> IntArray:
        """(agreement,) the party whose share the term states."""
        rows = [self.at("nation", row.parties[0]) for row in self.scenario.agreements.values()]
        return np.array(rows, dtype=np.int32)

    @cached_property
    def agreement_rows(self) -> list[Any]:
        """The type row of each agreement."""
        return [self.ruleset.agreements[row.type] for row in self.scenario.agreements.values()]

    @cached_property
    def forbids(self) -> BoolArray:
        """(agreement, order) orders by which the first party breaks an agreement in force."""
        rows = [self.mask("order", row.forbids) for row in self.agreement_rows]
        return np.array(rows, dtype=np.bool_).reshape(len(rows), self.size("order"))

    @cached_property
    def binding(self) -> BoolArray:
        """(agreement,) that forbid their first party anything."""
        return np.asarray(self.forbids.any(axis=-1))

    @cached_property
    def menu(self) -> Array:
        """(agreement, term) menu of the first party's share, percent; short menus repeat their last entry."""
        widest = max((len(row.terms) for row in self.agreement_rows), default=1)
        rows = [list(row.terms) + [row.terms[-1]] * (widest - len(row.terms)) for row in self.agreement_rows]
        return np.array(rows, dtype=np.float64).reshape(len(rows), widest)

    @cached_property
    def burden(self) -> Array:
        """(agreement,) yearly burden to be shared, bn USD."""
        wedge = self.nation_values("wedge") / 100.0 * self.nation_values("spending")
        rows = []
        for a, row in enumerate(self.scenario.agreements.values()):
            least = wedge[self.party[a]].min()
            share = self.agreement_rows[a].burden / 100.0
            rows.append(share * least if row.burden is None else row.burden)
        return np.array(rows, dtype=np.float64)

    @cached_property
    def base_burden(self) -> Array:
        """(nation,) what agreements in force at the opening cost each nation: paid from the base budget."""
        shares = self.burden_shares(self.opening_term)
        in_force = np.array([row.in_force for row in self.scenario.agreements.values()], dtype=np.bool_)
        return (shares * (self.burden * in_force)[:, None]).sum(axis=0)

    @cached_property
    def opening_term(self) -> Array:
        """(agreement,) first party's share at the opening, percent."""
        rows = self.scenario.agreements.values()
        first = [t.terms[len(t.terms) // 2] for t in self.agreement_rows]
        return np.array(
            [f if r.share is None else r.share for r, f in zip(rows, first, strict=True)], dtype=np.float64
        )

    def burden_shares(self, term: Array) -> Array:
        """Return (..., agreement, nation) who carries which share of the burden, 0-1.

        Parameters
        ----------
        term : (..., agreement), percent carried by the first party; the others split the rest
        """
        first, others = self._bearers
        carried = np.asarray(term)[..., None] / 100.0
        return carried * first + (1.0 - carried) * others

    @cached_property
    def _bearers(self) -> tuple[Array, Array]:
        """(agreement, nation) 1 for the first party; what each other party bears of the rest."""
        first = np.zeros_like(self.party, dtype=np.float64)
        first[np.arange(first.shape[0]), self.first_party] = 1.0
        others = self.party / np.maximum(self.party.sum(axis=-1, keepdims=True) - 1, 1) * (1.0 - first)
        return first, others

    @cached_property
    def hosted(self) -> IntArray:
        """(hosted,) agreements on an ally's forces on the first party's soil."""
        return np.flatnonzero(self.enables("basing")).astype(np.int32)

    @cached_property
    def indexed(self) -> BoolArray:
        """(agreement,) those whose bill follows the first party's defence budget."""
        rows = self.scenario.agreements.values()
        return np.array([row.index == "budget" for row in rows], dtype=np.bool_)

    @cached_property
    def covers(self) -> BoolArray:
        """(agreement, programme) research pacts that cover a programme's area and bind all its owners."""
        table = np.zeros((self.size("agreement"), self.size("programme")), dtype=np.bool_)
        for a, row in enumerate(self.scenario.agreements.values()):
            areas = self.mask("area", row.areas)
            binds = ~(self.owner & ~self.party[a]).any(axis=-1)
            table[a] = areas[self.programme_area] & binds & (self.agreement_rows[a].enables == "research")
        return table

    def enables(self, what: str) -> BoolArray:
        """Return (agreement,) those whose type enables something."""
        return np.array([row.enables == what for row in self.agreement_rows], dtype=np.bool_)

    @cached_property
    def opens(self) -> BoolArray:
        """(meeting, agreement) whether a meeting opens the window for signing an agreement.

        A meeting opens every agreement among its participants that needs its level or a lower one: a summit of
        three opens the bilateral windows inside it.
        """
        table = np.zeros((self.size("meeting"), self.size("agreement")), dtype=np.bool_)
        ranks = {name: row.rank for name, row in self.ruleset.meetings.items()}
        for m, meeting in enumerate(self.scenario.meetings.values()):
            present = self.mask("nation", meeting.parties)
            for a, kind in enumerate(self.agreement_rows):
                inside = not (self.party[a] & ~present).any()
                table[m, a] = inside and (not kind.meeting or ranks[kind.meeting] <= ranks[meeting.level])
        return table

    @cached_property
    def attends(self) -> BoolArray:
        """(meeting, nation) participants."""
        rows = [self.mask("nation", row.parties) for row in self.scenario.meetings.values()]
        return np.array(rows, dtype=np.bool_).reshape(len(rows), self.size("nation"))

    @cached_property
    def meeting_price(self) -> Array:
        """(meeting,) political capital each side pays, PC."""
        return np.array([self.ruleset.meetings[r.level].capital for r in self.scenario.meetings.values()])

    def scheduled(self, turn: int) -> BoolArray:
        """Return (meeting,) the meetings held free of charge in a turn (from 1)."""
        rows = self.scenario.meetings.values()
        return np.array([turn in row.scheduled for row in rows], dtype=np.bool_)

    @cached_property
    def needs_window(self) -> BoolArray:
        """(agreement,) types that can only be signed at a meeting."""
        return np.array([bool(row.meeting) for row in self.agreement_rows], dtype=np.bool_)

    # -- lines -------------------------------------------------------------------------------------------------

    def lines_of(self, order: str) -> slice:
        """Return the stretch of the line axis (order x target) that belongs to an order."""
        return self._line_slices[order]

    @cached_property
    def _line_slices(self) -> dict[str, slice]:
        slices, start = {}, 0
        for name, row in self.ruleset.orders.items():
            axis = TARGET_AXIS[row.target]
            stop = start + (self.size(axis) if axis else 1)
            slices[name], start = slice(start, stop), stop
        return slices

    # -- bounds ------------------------------------------------------------------------------------------------

    @cached_property
    def bounds(self) -> dict[str, tuple[Any, Any]]:
        """Bounds that differ from the declaration: track ceilings, caps of political capital."""
        ceilings = np.array([row.high for row in self.ruleset.tracks.values()])
        caps = np.array([row.capital.cap for row in self.scenario.nations.values()])
        return {"home": (0.0, ceilings), "capital": (0.0, caps)}


def compile_world(scenario: Scenario, overrides: Mapping[str, Any] | None = None) -> World:
    """Compile a scenario.

    Parameters
    ----------
    scenario : a checked scenario
    overrides : parameter id -> one value, or one per replicate, instead of the ruleset's

    Raises
    ------
    WargameError
        an override names a parameter that does not exist
    """
    rules = scenario.ruleset
    values: dict[str, Any] = {name: row.value for name, row in rules.parameters.items()}
    for name, value in (overrides or {}).items():
        if name not in values:
            raise WargameError(f"There is no parameter {name!r}. {nearest(name, values)}")
        values[name] = value
    classes = tuple(dict.fromkeys(row.threat_class for row in rules.areas.values() if row.threat_class))
    ids: dict[str, tuple[str, ...]] = {
        "nation": tuple(scenario.nations),
        "other": tuple(scenario.nations),
        "track": tuple(rules.tracks),
        "area": tuple(rules.areas),
        "threat_class": classes,
        "gate": tuple(rules.gates),
        "flashpoint": tuple(scenario.flashpoints),
        "group": tuple(scenario.groups),
        "drain": tuple(scenario.drains),
        "programme": tuple(scenario.programmes),
        "agreement": tuple(scenario.agreements),
        "meeting": tuple(scenario.meetings),
        "event": tuple(scenario.events),
        "objective": tuple(scenario.objectives),
        "order": tuple(rules.orders),
    }
    ids["line"] = tuple(
        f"{name}:{target}"
        for name, row in rules.orders.items()
        for target in (ids[TARGET_AXIS[row.target]] if TARGET_AXIS[row.target] else ("",))
    )
    longest = max((effect.delay for row in rules.orders.values() for effect in row.effect), default=0)
    ids["lag"] = tuple(f"{lag + 1} turns ago" for lag in range(longest))
    index = {axis: {name: place for place, name in enumerate(names)} for axis, names in ids.items()}
    return World(scenario, Parameters(values), ids, index)
