"""Who there is in the stress scenario: nations, pairs, places, groups and drains."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, cycle, islice

from wargame.ruleset import Ruleset
from wargame.schema import Capital, Drain, Flashpoint, Group, Nation, Pair
from wargame.stress.camps import SOURCE, Camps, between, draws


def nation_rows(camps: Camps, rules: Ruleset) -> Iterator[tuple[str, Nation]]:
    """Yield the nations, rich and poor, each with the tags and the character of its place in the row."""
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
    """Yield every pair: friendly within a camp, hostile across, anything between."""
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
    """Yield a place for every three nations, with one or two challengers and two or three defenders."""
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
    """Yield two groups of each camp; a camp of three is one group twice."""
    for number, (camp, other) in enumerate(((camps.left, camps.right), (camps.right, camps.left)) * 2):
        half = camp[number // 2 :: 2][:4] if len(camp) > 3 else camp
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
    """Yield an outside drain for each of the first two nations that can move one."""
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
