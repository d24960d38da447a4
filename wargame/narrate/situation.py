"""What one seat sees: its own numbers exact, others' as it believes them, with a standard deviation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from wargame.address import parse_measure
from wargame.adjudication.phases.ladder import crisis_due
from wargame.game import Game
from wargame.narrate import names
from wargame.narrate.goals import goals
from wargame.narrate.screen import Line, grid, heading
from wargame.narrate.tell import ladder_strip
from wargame.observation import Observation
from wargame.orders import allowance, line_cost
from wargame.rulebook.words import measure_words
from wargame.scenario import Scenario
from wargame.schema import Nation
from wargame.state import FIELDED, FIELDS, IN_FORCE, LEVELS, RESEARCH, STAGES
from wargame.world import World

ACROSS = 3
"""Columns of home tracks on a line."""
FOREVER = 90.0
"""Years from which an agreement is told to run until someone withdraws."""


@dataclass(frozen=True)
class Seat:
    """One seat of a game as it stands now: what the person in it may see."""

    game: Game
    id: str

    @property
    def world(self) -> World:
        """The world in play."""
        return self.game.play.world

    @property
    def scenario(self) -> Scenario:
        """The scenario in play."""
        return self.game.play.scenario

    @property
    def row(self) -> Nation:
        """The seat's row of the scenario."""
        return self.scenario.nations[self.id]

    @property
    def place(self) -> int:
        """Its place among the nations."""
        return self.world.index["nation"][self.id]

    @property
    def view(self) -> Observation:
        """What it sees now."""
        return self.game.observe(self.id)

    @property
    def money(self) -> str:
        """Unit of its money."""
        return "points" if self.row.money == "index" else self.row.money


def own(view: Observation, field: str) -> Any:
    """Return the seat's own row of a field, exact."""
    return view.own(field)[0, 0]


def seen(view: Observation, field: str) -> Any:
    """Return a field of everyone as the seat sees it."""
    return view.get(field)[0, 0]


def situation(seat: Seat) -> list[Line]:
    """Return the situation in short: means, home, flashpoints, objectives."""
    return [*means(seat), *home(seat), *flashpoints(seat), *objectives(seat)]


def means(seat: Seat) -> list[Line]:
    """Return what the seat can spend this turn."""
    view, row = seat.view, seat.row
    turn = seat.game.turn + 1
    wedge = row.wedge / 100.0 * float(own(view, "spending")) * seat.world.years
    told = [
        f"political capital {own(view, 'capital'):.1f} PC (income {row.capital.income:g} a year, at most "
        f"{row.capital.cap:g})",
        f"free funds {own(view, 'funds'):.2f} {seat.money} (the budget is {own(view, 'spending'):.1f}, its wedge "
        f"for what is new {wedge:.2f})",
        f"{allowance(seat.world, turn)[seat.place]} orders",
        f"{row.slots} engineering slots",
    ]
    streak = int(own(view, "streak"))
    if streak:
        told.append(f"{streak} rises of the budget running")
    text = "; ".join(told)
    return [*heading("Your means"), Line(f"{text[0].upper()}{text[1:]}.", 2)]


def home(seat: Seat) -> list[Line]:
    """Return home politics: all tracks, support for gates, protection."""
    view, rules = seat.view, seat.scenario.ruleset
    cells = [
        (row.name.lower(), f"{value:.1f}")
        for row, value in zip(rules.tracks.values(), own(view, "home"), strict=True)
    ]
    for row, (name, value) in zip(
        rules.gates.values(), zip(rules.gates, own(view, "support"), strict=True), strict=True
    ):
        if name in seat.row.support:
            passed = " (adopted)" if own(view, "unlocked")[seat.world.index["gate"][name]] else ""
            cells.append((f"support for {row.name.lower()}{passed}", f"{value:.1f}"))
    classes = zip(seat.world.threat_classes, own(view, "protection"), strict=True)
    cells += [(f"protection, {name} class (0-10)", f"{value:.1f}") for name, value in classes]
    return [*heading("At home (0-100)"), *in_columns(cells, ACROSS)]


def in_columns(cells: Sequence[tuple[str, str]], across: int) -> list[Line]:
    """Return pairs of name and number, several on a line, read downwards."""
    deep = -(-len(cells) // across)
    padded = [*cells, *[("", "")] * (deep * across - len(cells))]
    rows = [
        [text for column in range(across) for text in padded[column * deep + line]] for line in range(deep)
    ]
    return grid(rows, right=range(1, 2 * across, 2))


def flashpoints(seat: Seat) -> list[Line]:
    """Return the ladder as it stands."""
    view = seat.view
    rows = [
        {"flashpoint": name, "tension": float(tension), "level": LEVELS[level], "before": LEVELS[level]}
        for name, tension, level in zip(
            seat.scenario.flashpoints, seen(view, "tension"), seen(view, "level"), strict=True
        )
    ]
    quo = ", ".join(
        f"{row.name} {value:+.1f}"
        for row, value in zip(seat.scenario.flashpoints.values(), seen(view, "status_quo"), strict=True)
    )
    groups = ", ".join(
        f"{row.name.lower()} {value:.1f}"
        for row, value in zip(seat.scenario.groups.values(), seen(view, "cohesion"), strict=True)
    )
    tail = [Line(f"Status quo moved towards the challenger: {quo}.", 2)]
    tail += [Line(f"Cohesion: {groups}.", 2)] if groups else []
    return [*heading("Ladder (tension 0-100)"), *ladder_strip(seat.scenario, rows), *tail]


def objectives(seat: Seat) -> list[Line]:
    """Return the seat's own objectives with the numbers they ask for, as it sees them."""
    lines = heading("Your objectives, as you see them")
    for goal in goals(seat.world, seat.game.model.states, seat.id):
        count = f" So far in {goal['turns'][0]} of {goal['turns'][1]} turns." if goal["turns"] else ""
        lines.append(Line(f"[{'x' if goal['met'] else ' '}] {goal['text']}{count}", 2))
        told = []
        for number in goal["numbers"]:
            text = " + ".join(measure(seat, each) for each in number["sum"])
            text += "".join(f" - {measure(seat, each)}" for each in number["less"])
            told.append(f"{text}: {size(number)}")
        lines.append(Line("; ".join(told) + ".", 6))
    return lines


def measure(seat: Seat, text: str) -> str:
    """Return a measure of an objective in words, with names instead of ids."""
    return measure_words(seat.scenario.ruleset, text, lambda name: names.thing(seat.scenario, name))


def size(number: Mapping[str, Any]) -> str:
    """Return a number of an objective as it is told: yes or no, a count, a share, or to one decimal."""
    value = number["value"]
    measured = [parse_measure(each).name for each in (*number["sum"], *number["less"])]
    if set(measured) <= {"unlocked", "agreement"} and len(measured) == 1:
        return "yes" if value else "no"
    if number["percent"]:
        return f"{value:.0%}"
    counts = all(name in FIELDS and FIELDS[name].kind == "level" for name in measured)
    return f"{value:.0f}" if counts else f"{value:.1f}"


# -- others -------------------------------------------------------------------------------------------------


def estimates(seat: Seat) -> list[Line]:
    """Return capability by area: one's own exact, others' as a mean and a standard deviation."""
    view = seat.view
    mean, error = seen(view, "capability"), view.error["capability"][0, 0]
    rows = [["", *seat.scenario.nations]]
    for a, area in enumerate(seat.scenario.ruleset.areas.values()):
        cells = [_estimate(mean[n, a], error[n, a]) for n in range(len(mean))]
        rows.append([area.name, *cells])
    rows.append(["Technology level", *(f"{value:.1f}" for value in seen(view, "tech"))])
    title = "Capability (0-10); ± is what you do not know, one standard deviation"
    return [*heading(title), *grid(rows, right=range(1, len(rows[0])))]


def _estimate(mean: float, error: float) -> str:
    return f"{mean:.1f}" if error == 0.0 else f"{mean:.1f}±{error:.1f}"


def relations(seat: Seat) -> list[Line]:
    """Return how the seat and every other nation stand to each other."""
    view, here = seat.view, seat.place
    trust, relation, threat = seen(view, "trust"), seen(view, "relation"), own(view, "threat")
    approval = seat.world.index["track"].get("approval")
    rows = [["", "your trust", "its trust", "relation -1..1", "threat you see", "its budget", "its approval"]]
    for n, (name, row) in enumerate(seat.scenario.nations.items()):
        if n == here:
            continue
        known = f"{seen(view, 'home')[n, approval]:.0f}" if approval is not None else ""
        rows.append(
            [
                f"{row.name} ({name})",
                f"{trust[here, n]:.1f}",
                f"{trust[n, here]:.1f}",
                f"{relation[here, n]:+.2f}",
                f"{threat[n]:.0%}",
                f"{seen(view, 'spending')[n]:.1f}",
                known,
            ]
        )
    return [*heading("Others"), *grid(rows, right=range(1, 7))]


def programmes(seat: Seat) -> list[Line]:
    """Return one's own programmes with work, money and outlook, and the stage of others' that are known."""
    view = seat.view
    stage, line = seen(view, "stage"), line_cost(seat.world, view)[0, 0]
    rows = [["", "stage", "work left", "funding", "full line", "outlook if all goes to plan"]]
    others = []
    for p, (name, row) in enumerate(seat.scenario.programmes.items()):
        if seat.id not in row.owners:
            if row.public and stage[p] > 0:
                others.append(f"{row.name} ({', '.join(row.owners)}): {STAGES[stage[p]]}")
            continue
        working = RESEARCH <= stage[p] < FIELDED
        rows.append(
            [
                f"{row.name} ({name})",
                STAGES[stage[p]],
                f"{seen(view, 'work')[p]:.1f} years" if working else "",
                f"{own(view, 'funding')[p]:.0%}" if working else "",
                f"{line[p]:.2f} {seat.money}" if stage[p] < FIELDED else "",
                f"{seen(view, 'legacy')[p]:.0%} in six years"
                if seat.game.turn and stage[p] < FIELDED
                else "",
            ]
        )
    told = [*heading("Your programmes"), *grid(rows, right=(2, 3, 4))] if len(rows) > 1 else []
    return [*told, *heading("Known of others"), *(Line(text, 2) for text in others)] if others else told


def agreements(seat: Seat) -> list[Line]:
    """Return the agreements in force that the seat knows of."""
    view = seat.view
    rows = []
    for a, (name, row) in enumerate(seat.scenario.agreements.items()):
        if seen(view, "agreement")[a] != IN_FORCE:
            continue
        left = float(seen(view, "left")[a])
        term = f"{left:.1f} years left" if left < FOREVER else "until someone withdraws"
        kind = seat.scenario.ruleset.agreements[row.type]
        share = f"{row.parties[0]} carries {seen(view, 'term')[a]:.0f} %" if len(kind.terms) > 1 else ""
        secret = "secret" if seen(view, "secret")[a] else ""
        breaks = f"broken by {names.forbidden(seat.scenario, name)}" if kind.forbids else ""
        told = ", ".join(part for part in (term, share, secret, breaks) if part)
        rows.append((name, names.agreement(seat.scenario, name), told))
    return [*heading("Agreements in force"), *grid(rows)] if rows else []


def crisis_place(seat: Seat) -> str:
    """Return the flashpoint whose crisis round the seat sits in this turn, "" for none."""
    view = seat.view
    due = np.flatnonzero(crisis_due(seen(view, "level").astype(np.float64), seen(view, "tension")))
    for place in due:
        if seat.place in seat.world.principals[place]:
            return seat.world.ids["flashpoint"][place]
    return ""
