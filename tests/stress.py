"""The stress scenario: an invented world of 30 nations and 60 programmes under the standard rules.

Two camps face each other over some places and a few nations stand between. It is made in code, the same each
time: what differs between nations is drawn from the game's own dice. Laws and benchmarks play it; it tells
nothing about anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, cycle, islice
from types import MappingProxyType
from typing import Any

from wargame.dice import Dice
from wargame.ruleset import Ruleset, read_ruleset
from wargame.scenario import Scenario
from wargame.schema import (
    Capital,
    Condition,
    Drain,
    Effect,
    EligibleAgreement,
    Event,
    Flashpoint,
    Frame,
    Group,
    Nation,
    Objective,
    Pair,
    Programme,
    ScheduledMeeting,
)

SOURCE = ("assumption",)
NATIONS, PROGRAMMES, TURNS = 30, 60, 8
EACH_TYPE = 3
"""Eligible agreements of every type but co-development, of which there is one a joint programme."""
LEFT_TAGS = (("coalition", "patron", "builder"), ("coalition", "junior", "striver"), ("coalition", "junior"))
RIGHT_TAGS = (
    ("challenger", "coercer", "trader", "provider", "protector"),
    ("challenger", "tester", "needy"),
    ("challenger", "coercer", "mover", "builder"),
)
BETWEEN_TAGS = (("trader",), ("provider", "builder"))


def draws(kind: str, name: str, count: int) -> list[float]:
    """Return numbers in [0, 1) that belong to a name and nothing else."""
    return [round(float(u), 4) for u in Dice(seed=30).uniform(f"stress.{kind}", [name], 0, count)[0, 0]]


def between(low: float, high: float, u: float) -> float:
    return round(low + (high - low) * u, 3)


def frozen(rows: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(rows))


class Camps:
    """Who stands where: the first two fifths on the left, as many on the right, the rest between."""

    def __init__(self, nations: int) -> None:
        self.everyone = [f"N{number:02d}" for number in range(1, nations + 1)]
        side = 2 * nations // 5
        self.left, self.right = self.everyone[:side], self.everyone[side : 2 * side]
        self.middle = self.everyone[2 * side :]

    def tags(self, name: str) -> tuple[str, ...]:
        for camp, menu in ((self.left, LEFT_TAGS), (self.right, RIGHT_TAGS), (self.middle, BETWEEN_TAGS)):
            if name in camp:
                return menu[camp.index(name) % len(menu)]
        raise ValueError(f"{name} is not a nation of the stress scenario: {self.everyone}.")

    def side(self, name: str) -> int:
        return -1 if name in self.left else 1 if name in self.right else 0

    def neighbours(self, size: int) -> list[tuple[str, ...]]:
        """Return groups of nations of one camp, next to each other in turn, camp by camp."""
        circles = [
            [camp[(start + step) % len(camp)] for step in range(size)]
            for camp in (self.left, self.right)
            for start in range(len(camp))
        ]
        return [tuple(circle) for circle in circles if len(set(circle)) == size]


def nation_rows(camps: Camps, rules: Ruleset) -> Iterator[tuple[str, Nation]]:
    characters, gates = list(rules.characters), list(rules.gates)
    for number, name in enumerate(camps.everyone):
        u = draws("nation", name, 12 + len(rules.areas))
        tags, spending = camps.tags(name), between(5.0, 300.0, u[0] * u[0])
        cap = 6.0 + number % 4
        yield (
            name,
            Nation(
                name=f"Nation {number + 1}",
                adjective=f"N{number + 1}",
                iso3=f"X{number:02d}",
                colour="#6b7a8f",
                place=(between(-160.0, 160.0, u[1]), between(-55.0, 65.0, u[2])),
                tags=tags,
                spending=spending,
                gdp=round(spending * between(25.0, 80.0, u[3]), 3),
                gdp_growth=between(0.0, 0.06, u[4]),
                growth=between(-0.02, 0.05, u[5]),
                volatility=between(0.02, 0.1, u[6]),
                deflator=0.02,
                streak=number % 5,
                wedge=between(1.0, 6.0, u[7]),
                capital=Capital(start=4.0, income=3.0, cap=cap),
                slots=1 + number % 4,
                orders=3 + number % 2,
                polyarchy=u[8],
                power=between(0.002, 0.2, u[9] * u[9]),
                tech=between(4.0, 9.0, u[10]),
                intelligence=between(25.0, 70.0, u[11]),
                capability={
                    area: between(0.0, 6.0, each) for area, each in zip(rules.areas, u[12:], strict=True)
                },
                home={"approval": between(40.0, 65.0, u[0]), "patience": between(40.0, 70.0, u[1])},
                support={gate: between(35.0, 55.0, u[2]) for gate in gates} if "striver" in tags else {},
                character=characters[number % len(characters)],
                dilemma="Invented.",
                brief="Invented.",
                source=SOURCE,
            ),
        )


def pair_rows(camps: Camps) -> Iterator[Pair]:
    for a, b in combinations(camps.everyone, 2):
        u = draws("pair", f"{a}-{b}", 5)
        likeness = camps.side(a) * camps.side(b)
        yield Pair(
            a=a,
            b=b,
            distance=between(200.0, 15000.0, u[0]),
            relation=between(-0.2, 0.2, u[1]) + 0.5 * likeness,
            trust_ab=between(20.0, 50.0, u[2]) + 15.0 * likeness,
            trust_ba=between(20.0, 50.0, u[3]) + 15.0 * likeness,
            ally=likeness > 0 and u[4] < 0.4,
            rival=likeness < 0 and u[4] < 0.3,
            source=SOURCE,
        )


def flashpoint_rows(camps: Camps) -> Iterator[tuple[str, Flashpoint]]:
    for number in range(max(len(camps.everyone) // 3, 1)):
        u = draws("flashpoint", str(number), 4)
        challengers = tuple(islice(cycle(camps.right), number, number + 1 + number % 2))
        defenders = tuple(islice(cycle(camps.left), number, number + 2 + number % 2))
        yield (
            f"place{number:02d}",
            Flashpoint(
                name=f"Place {number + 1}",
                text="Invented.",
                challengers=challengers,
                defenders=defenders,
                base=between(10.0, 30.0, u[0]),
                tension=between(20.0, 55.0, u[1]),
                place=(between(-150.0, 150.0, u[2]), between(-50.0, 60.0, u[3])),
                source=SOURCE,
            ),
        )


def group_rows(camps: Camps) -> Iterator[tuple[str, Group]]:
    for number, (camp, other) in enumerate(((camps.left, camps.right), (camps.right, camps.left)) * 2):
        half = camp[number // 2 :: 2][:4]
        yield (
            f"circle{number}",
            Group(
                name=f"Circle {number + 1}",
                members=tuple(half),
                against=tuple(other[:3]),
                cohesion=50.0 + number,
                source=SOURCE,
            ),
        )


def drain_rows(camps: Camps) -> Iterator[tuple[str, Drain]]:
    movers = [name for name in camps.right if "mover" in camps.tags(name)]
    for number, mover in enumerate(movers[:2]):
        yield (
            f"elsewhere{number}",
            Drain(
                name=f"Elsewhere {number + 1}",
                level=1.0,
                text="Invented.",
                mover=mover,
                distracted=camps.left[number],
                capital=(0.0, 1.0, 2.0, 3.0),
                drained=mover,
                funds=(0.0, 15.0, 30.0, 45.0),
                source=SOURCE,
            ),
        )


def programme_rows(
    camps: Camps, rules: Ruleset, count: int, wedge: Mapping[str, float]
) -> Iterator[tuple[str, Programme]]:
    """Yield programmes: three in ten are joint, of two or three owners; the rest go round the nations."""
    areas, joint = cycle(rules.areas), 3 * count // 10
    circles = [*camps.neighbours(2), *camps.neighbours(3)]
    owners = [circles[place * len(circles) // joint] for place in range(joint)]
    owners += [(name,) for name in islice(cycle(camps.everyone), count - joint)]
    for number, own in enumerate(owners):
        u = draws("programme", str(number), 4)
        stage = "principle" if len(own) > 1 else ("research", "idea", "development", "research")[number % 4]
        least = min(wedge[name] for name in own)
        yield (
            f"programme{number:02d}",
            Programme(
                name=f"Programme {number + 1}",
                text="Invented.",
                owners=own,
                area=next(areas),
                gain=between(0.5, 2.0, u[0]),
                cost=round(least * between(0.08, 0.25, u[1]), 4),
                years=between(4.0, 14.0, u[2]),
                stage=stage,
                progress=between(0.0, 0.6, u[3]) if stage in ("research", "development") else 0.0,
                funding=1.0 if stage in ("research", "development") else 0.0,
                public=number % 7 != 0,
                source=SOURCE,
            ),
        )


def agreement_rows(
    camps: Camps, rules: Ruleset, programmes: Mapping[str, Programme]
) -> Iterator[tuple[str, EligibleAgreement]]:
    """Yield a co-development for each joint programme and a few agreements of every other type."""
    opens = next(name for name, row in rules.agreements.items() if row.enables == "programme")
    for name, row in programmes.items():
        if len(row.owners) > 1:
            yield (
                f"codevelop_{name}",
                EligibleAgreement(type=opens, parties=row.owners, programme=name, source=SOURCE),
            )
    pairs, threes = camps.neighbours(2), camps.neighbours(3)
    across = list(zip(camps.right, camps.left, strict=True))
    for order, (name, kind) in enumerate(rules.agreements.items()):
        if name == opens:
            continue
        inside = any(effect.at == "own" and effect.field == "cohesion" for effect in kind.effect)
        circles = (
            across
            if any(effect.field == "tension" for effect in kind.effect)
            else (threes if inside and not kind.term else pairs)
        )
        for number in range(EACH_TYPE):
            running = number == 0
            yield (
                f"{name}{number}",
                EligibleAgreement(
                    type=name,
                    parties=circles[(EACH_TYPE * order + number) % len(circles)],
                    areas=tuple(rules.areas)[:3] if kind.enables == "research" else (),
                    in_force=running,
                    left=min(kind.term, 3.0) if running else 0.0,
                    source=SOURCE,
                ),
            )


def meeting_rows(
    rules: Ruleset, agreements: Mapping[str, EligibleAgreement]
) -> Iterator[tuple[str, ScheduledMeeting]]:
    """Yield for every circle of parties a meeting at the highest level that their agreements need."""
    ranks, level = {name: row.rank for name, row in rules.meetings.items()}, {}
    for row in agreements.values():
        needed = rules.agreements[row.type].meeting or min(ranks, key=lambda name: ranks[name])
        level[row.parties] = max(level.get(row.parties, needed), needed, key=lambda name: ranks[name])
    for number, (parties, needed) in enumerate(level.items()):
        scheduled = (1 + number % TURNS,) if number % 5 == 0 else ()
        yield (
            f"meeting{number:02d}",
            ScheduledMeeting(level=needed, parties=parties, scheduled=scheduled, source=SOURCE),
        )


def event_rows(camps: Camps, places: Sequence[str]) -> Iterator[tuple[str, Event]]:
    """Yield a card of each kind a place: an incident, a chance, a consequence and what it calls."""
    for number, place in enumerate(places):
        actor = camps.right[number % len(camps.right)]
        heat = Effect(field="tension", at="target", step=1 + number % 3)
        told = {"actor": actor, "target": place, "text": "Invented.", "source": SOURCE}
        yield (
            f"incident{number:02d}",
            Event(name="Incident", trigger="incident", once=False, effect=(heat,), **told),
        )
        provoked = Effect(field="salience", at="rivals>actor", step=2)
        calls = Effect(verb="schedule", event=f"echo{number:02d}", delay=1)
        yield (
            f"season{number:02d}",
            Event(
                name="Season",
                trigger="random",
                chance=0.2,
                once=False,
                effect=(heat, provoked, calls),
                **told,
            ),
        )
        hot = Condition(sum=(f"tension:{place}",), at_least=60.0)
        weary = Effect(field="home.approval", at="actor", step=-1)
        yield (
            f"weary{number:02d}",
            Event(name="Weary", trigger="condition", when=(hot,), effect=(weary,), **told),
        )
        calm = Effect(field="tension", at="target", step=-1)
        yield f"echo{number:02d}", Event(name="Echo", trigger="called", once=False, effect=(calm,), **told)


def objective_rows(
    camps: Camps, places: Sequence[str], programmes: Mapping[str, Programme]
) -> Iterator[tuple[str, Objective]]:
    """Yield three a seat: content at home, a calm place, and something of its own."""
    for number, seat in enumerate(camps.everyone):
        own = next(name for name, row in programmes.items() if seat in row.owners)
        conditions = (
            Condition(sum=(f"home.approval:{seat}",), at_least=50.0),
            Condition(sum=(f"tension:{places[number % len(places)]}",), at_most=45.0),
            Condition(sum=(f"legacy:{own}",), at_least=0.4),
        )
        for place, condition in enumerate(conditions):
            yield (
                f"{seat.lower()}_aim{place}",
                Objective(seat=seat, text="Invented.", all=((condition,),), source=SOURCE),
            )


@cache
def stress_scenario(nations: int = NATIONS, programmes: int = PROGRAMMES, turns: int = TURNS) -> Scenario:
    """Return the stress scenario, or one of another size.

    Parameters
    ----------
    nations : at least 10, so that each camp has all its roles
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
        nations=frozen(seats),
        pairs=tuple(pair_rows(camps)),
        flashpoints=frozen(places),
        drains=frozen(dict(drain_rows(camps))),
        groups=frozen(dict(group_rows(camps))),
        programmes=frozen(projects),
        agreements=frozen(agreements),
        meetings=frozen(dict(meeting_rows(rules, agreements))),
        events=frozen(dict(event_rows(camps, list(places)))),
        objectives=frozen(dict(objective_rows(camps, list(places), projects))),
    )
