"""What a seat values: the slope of its utility in every number that an effect may move.

Utility is counted in points. A slope is what one more unit of a number is worth to the seat, given its character, what
it sees now and how far its objectives are. An order is then worth its declared effects times the slopes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wargame import exact
from wargame.address import Measure, parse_measure
from wargame.adjudication.measures import gap
from wargame.adjudication.threat import total_threat
from wargame.adjudication.turn import Play
from wargame.arrays import Array, IntArray
from wargame.observation import Observation
from wargame.policies.characters import Manner
from wargame.policies.stakes import Stakes
from wargame.schema import Condition
from wargame.world import World

SLOPE = 2.0**-12
"""Grain of a slope: products with the effect tables stay exact."""
OBJECTIVE = 12.0
"""Points that a scale's worth of progress on an objective is worth near its threshold."""
CHALLENGER_HEAT = 0.35
"""How much of the fear of tension a challenger feels: heat is its lever as well as its risk."""
FELLOW_FEAR = 0.07
"""Points that a point of an ally's or partner's fear is worth to a seat: frightened partners are poor partners."""
SCALES = {
    "protection": 1.0,
    "capability": 1.0,
    "legacy10": 2.0,
    "legacy": 0.2,
    "burden_share": 0.1,
    "streak": 1.0,
    "agreement": 1.0,
    "unlocked": 1.0,
    "stage": 1.0,
    "status_quo": 4.0,
    "threat": 0.1,
    "relation": 0.2,
    "drain": 1.0,
    "level": 1.0,
}
"""What counts as a step of each measure; 10 points for all others."""


@dataclass(frozen=True)
class Values:
    """What some seats value, (replicate, seat, ...).

    Attributes
    ----------
    slope : entity, points per unit of the effect scale
    agreement, gate, programme : points for an agreement in force, an open gate, a year's progress on a programme
    streak, burden : points for a year's rise of the budget, for a share of the joint burden carried
    """

    slope: Array
    agreement: Array
    gate: Array
    programme: Array
    streak: Array
    burden: Array


def values_of(play: Play, observation: Observation, manner: Manner, aims: bool = True) -> Values:
    """Return what the seats of an observation value, each with its own character.

    Parameters
    ----------
    aims : count in the seats' own objectives; not for a guess at others, whose objectives are private
    """
    world, layout = play.world, play.effects.layout
    shape = (observation.replicates, len(observation.seats))
    slope = np.zeros((*shape, layout.total), order="F")
    parts = {name: layout.view(slope, name) for name in layout.shapes}
    seat = observation.seats
    weight = {name: value[None, :] for name, value in manner.weight.items()}
    _places(world, observation, weight, parts)
    _ties(world, observation, weight, parts, seat)
    _strength(world, observation, weight, parts, seat)
    _home(world, observation, manner, weight, parts, seat)
    extras = Values(
        slope,
        np.zeros((*shape, world.size("agreement"))),
        np.zeros((*shape, world.size("gate"))),
        np.zeros((*shape, world.size("programme")))
        + weight["progress"][..., None]
        * np.where(world.owner.T[seat], 4.0 * world.programme_values("gain"), 0.0),
        np.zeros(shape),
        np.zeros(shape),
    )
    if aims:
        _objectives(play, observation, weight, parts, extras)
    return Values(
        _grained(slope, play.effects.unit_vector),
        extras.agreement,
        extras.gate,
        extras.programme,
        extras.streak,
        extras.burden,
    )


def _grained(slope: Array, unit: Array) -> Array:
    """Return the slopes a unit of the scale is worth, in whole grains; what nobody values is left at 0."""
    place, entity = np.nonzero(slope.any(axis=0))
    slope[:, place, entity] = exact.grain(slope[:, place, entity] * unit[..., entity], SLOPE)
    return slope


def _places(
    world: World, observation: Observation, weight: dict[str, Array], parts: dict[str, Array]
) -> None:
    """Tension frightens the more the higher it is; the status quo parts challengers and defenders."""
    seat = observation.seats
    challenger, defender = world.challengers.T[seat], world.defenders.T[seat]
    involved = np.where(defender, 1.0, np.where(challenger, CHALLENGER_HEAT, 0.25))
    heat = observation.get("tension") / 60.0
    parts["tension"][...] = -weight["tension"][..., None] * involved * (0.15 + heat * heat)
    lost = 0.2 + np.minimum(np.maximum(observation.get("status_quo"), 0.0) / 5.0, 2.0)
    parts["status_quo"][...] = weight["status_quo"][..., None] * (challenger - 1.5 * defender * lost)
    member, against = world.member.T[seat], world.against.T[seat]
    parts["cohesion"][...] = (
        0.8 * weight["cohesion"][..., None] * member - 0.6 * weight["rival_cohesion"][..., None] * against
    )


def _ties(
    world: World, observation: Observation, weight: dict[str, Array], parts: dict[str, Array], seat: IntArray
) -> None:
    """Others' trust in the seat, its relations, and how provoked others feel by it."""
    close = world.ally | world.partner
    places = np.arange(len(seat))
    regard = np.where(close, 0.5, np.where(world.rival, 0.15, 0.25))[seat]
    parts["trust"][:, places, :, seat] = (weight["trust"][..., None] * regard).swapaxes(0, 1)
    parts["relation"][:, places, seat, :] = weight["relation"][..., None] * regard * 40.0
    provoked = -weight["tension"][..., None] * 2.5 * world.rival[seat]
    parts["salience"][:, places, :, seat] = provoked.swapaxes(0, 1)


def _strength(
    world: World, observation: Observation, weight: dict[str, Array], parts: dict[str, Array], seat: IntArray
) -> None:
    """Own capability by area, rivals' strike, technology, intelligence, political capital."""
    places = np.arange(len(seat))
    threat = total_threat(observation.own("threat"))
    shield = (world.areas_of("defence") | world.areas_of("tracking"))[None, :]
    role = {name: world.areas_of(name).astype(np.float64) for name in ("strike", "presence")}
    need = weight["protection"] * (2.0 + 6.0 * threat)
    own = (
        need[..., None] * shield
        + (4.0 * weight["own_strike"])[..., None] * role["strike"]
        + (4.0 * weight["presence"])[..., None] * role["presence"]
    )
    rival = -3.0 * weight["rival_strike"][..., None, None] * world.rival[seat][..., None] * role["strike"]
    parts["capability"][...] = rival
    parts["capability"][:, places, seat, :] = own
    parts["tech"][...] = -1.5 * weight["rival_strike"][..., None] * world.rival[seat]
    parts["tech"][:, places, seat] = np.broadcast_to(5.0 * weight["progress"], parts["tech"].shape[:2])
    parts["intelligence"][:, places, seat] = np.broadcast_to(
        0.06 * weight["intelligence"], parts["tech"].shape[:2]
    )
    scarce = 1.5 / (1.0 + observation.own("capital") / 4.0)
    parts["capital"][:, places, seat] = weight["capital"] * scarce
    owned = world.owner.T[seat]
    parts["work"][...] = -weight["progress"][..., None] * np.where(
        owned, 4.0 * world.programme_values("gain"), 0.0
    )
    asked = np.array([[g in r.support for g in world.ids["gate"]] for r in world.scenario.nations.values()])
    parts["support"][:, places, seat, :] = 0.3 * asked[seat]


def _home(
    world: World,
    observation: Observation,
    manner: Manner,
    weight: dict[str, Array],
    parts: dict[str, Array],
    seat: IntArray,
) -> None:
    """Own home tracks by their better end, the more the worse they stand; a look ahead counts the drift in."""
    rows = list(world.ruleset.tracks.values())
    better = np.array([{"high": 1.0, "low": -1.0, "none": 0.0}[row.better] for row in rows])
    named = np.array(
        [[name in row.home for name in world.ids["track"]] for row in world.scenario.nations.values()]
    )[seat]
    drifts = [np.asarray(world.parameters.get(row.drift, 1) if row.drift else 0.0) for row in rows]
    drift = np.stack(np.broadcast_arrays(*drifts), axis=-1)
    now = observation.own("home") + manner.ahead[None, :, None] * np.where(named, drift, 0.0) * world.years
    short = np.maximum(better * (50.0 - now), 0.0) / 25.0
    care = np.where(named, 0.35, 0.08) * weight["home"][..., None] * (1.0 + short)
    place = world.index["track"].get("approval")
    if place is not None:
        care[..., place] = 0.45 * weight["approval"] * (1.0 + short[..., place])
    for fear in ("abandonment", "entrapment"):
        if fear in world.index["track"]:
            fellow = (world.ally | world.partner)[seat]
            parts["home"][..., world.index["track"][fear]] = (
                -FELLOW_FEAR * weight["trust"][..., None] * fellow
            )
    parts["home"][:, np.arange(len(seat)), seat, :] = better * care


def urgency(condition: Condition, value: Array, scale: float) -> tuple[Array, float]:
    """Return how much a step towards a condition matters (0-1), and in which direction it lies (+1 or -1).

    Most just short of the threshold; less the farther off it is; least once it is safely met.
    """
    if condition.at_least is not None:
        short, sign = (condition.at_least - value) / scale, 1.0
    else:
        short, sign = (value - float(condition.at_most or 0.0)) / scale, -1.0
    ahead = 1.0 / (1.0 + (short / 3.0) * (short / 3.0))
    safe = 1.0 / (1.0 + short * short)
    return np.where(short > 0.0, ahead, safe), sign


def _objectives(
    play: Play, observation: Observation, weight: dict[str, Array], parts: dict[str, Array], extras: Values
) -> None:
    """Pull towards the seat's own objectives; nobody knows another's."""
    for row in play.scenario.objectives.values():
        seat = play.world.index["nation"][row.seat]
        for place in np.flatnonzero(observation.seats == seat):
            for clause in row.all:
                for condition in clause:
                    _pull(play, observation, weight, parts, extras, int(place), condition, 1.0 / len(clause))


def _pull(
    play: Play,
    observation: Observation,
    weight: dict[str, Array],
    parts: dict[str, Array],
    extras: Values,
    place: int,
    condition: Condition,
    part: float,
) -> None:
    world = play.world

    def lookup(name: str) -> Array:
        return _private(observation, name, place)

    value = gap(world, condition, lookup)
    scale = SCALES.get(parse_measure(condition.sum[0]).name, 10.0)
    pressing, sign = urgency(condition, value, scale)
    points = sign * part * OBJECTIVE * weight["objective"][0, place] * pressing / scale
    for text in condition.sum:
        _towards(world, parse_measure(text), points, place, parts, extras)
    for text in condition.less:
        _towards(world, parse_measure(text), -points, place, parts, extras)


def _private(observation: Observation, name: str, place: int) -> Array:
    """Give a field as the seat at a place knows it: its own rows exact, others as seen."""
    if name in observation.seen:
        return np.asarray(observation.seen[name][:, place])
    own = observation.mine[name][:, place]
    seats = observation.world.size("nation")
    table = np.zeros((own.shape[0], seats, *own.shape[1:]))
    table[:, observation.seats[place]] = own
    return np.moveaxis(table, 1, -1) if name in ("share", "funding") else table


def _towards(
    world: World, measure: Measure, points: Array, place: int, parts: dict[str, Array], extras: Values
) -> None:
    """Add an objective's pull to the numbers that move its measure."""
    name, part, of, to = measure.name, measure.part, measure.of, measure.to
    nation = world.index["nation"].get(of, -1)
    if name in ("home", "capability"):
        axis = "track" if name == "home" else "area"
        parts[name][:, place, nation, world.index[axis][part]] += points
    elif name == "protection":
        kind = world.index["threat_class"][part]
        areas = world.areas_of("tracking") | (world.areas_of("defence") & (world.area_class == kind))
        parts["capability"][:, place, nation, areas] += points[:, None] / 2.0
    elif name in ("trust", "relation"):
        parts[name][:, place, nation, world.index["nation"][to]] += points
    elif name in ("tension", "status_quo", "cohesion", "drain"):
        axis = {"cohesion": "group", "drain": "drain"}.get(name, "flashpoint")
        parts[name][:, place, world.index[axis][of]] += points
    elif name in ("legacy", "legacy10", "stage"):
        programme = world.index["programme"][of]
        gain = points * (1.0 if name == "legacy10" else 0.1)
        extras.programme[:, place, programme] += gain
        tied = world.programme_agreement[programme]
        if tied >= 0:
            extras.agreement[:, place, tied] += 4.0 * gain
    elif name == "agreement":
        extras.agreement[:, place, world.index["agreement"][of]] += points
    elif name == "unlocked":
        extras.gate[:, place, world.index["gate"][part]] += points
    elif name == "streak":
        extras.streak[:, place] += points
    elif name == "burden_share":
        extras.burden[:, place] += points


def lines_worth(play: Play, values: Values, observation: Observation) -> Array:
    """Return (replicate, seat, line) what each line is worth at strength 1 by its declared effects."""
    world = play.world
    worth = np.zeros((observation.replicates, len(observation.seats), world.size("line")))
    for place, seat in enumerate(observation.seats):
        for table in play.effects.line_tables[seat]:
            told = values.slope[:, place, table.columns] @ table.matrix
            if table.per:
                track = world.index["track"][table.per]
                told *= observation.own("home")[:, place, track, None] / 50.0
            # whether partners are asked first is not settled yet: count either case by half
            told *= (0.5 if table.conditional else 1.0) / (1.0 + 0.1 * table.delay)
            worth[:, place, table.lines] += told
    return worth


def agreements_worth(play: Play, values: Values, stakes: Stakes) -> dict[str, Array]:
    """Return by moment (replicate, stake) what the effects of each agreement then are worth to a seat."""
    shape = (len(values.slope), len(stakes.place))
    worth = {moment: np.empty(shape) for moment in play.effects.agreements}
    for place, span in enumerate(stakes.spans):
        tables = np.concatenate([table[stakes.agreement[span]] for table in play.effects.agreements.values()])
        columns = np.flatnonzero(tables.any(axis=0))
        told = values.slope[:, place, columns] @ np.ascontiguousarray(tables[:, columns].T)
        for moment, part in zip(worth, np.split(told, len(worth), axis=-1), strict=True):
            worth[moment][:, span] = part
    return worth
