"""What there is to decide in the stress scenario: programmes, agreements, meetings, cards, objectives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle, islice
from typing import Any

from wargame.ruleset import Ruleset
from wargame.schema import Condition, Effect, EligibleAgreement, Event, Objective, Programme, ScheduledMeeting
from wargame.stress.camps import SOURCE, Camps, between, draws

TURNS = 8
"""Length of a game."""
EACH_TYPE = 3
"""Eligible agreements of every type but co-development, of which there is one a joint programme."""


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
    ranks: dict[Any, int] = {name: row.rank for name, row in rules.meetings.items()}
    level: dict[tuple[str, ...], Any] = {}
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
