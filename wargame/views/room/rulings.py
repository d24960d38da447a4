"""Rulings: the named outcomes that the umpire may set, those that can matter this turn first, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from wargame import exact
from wargame.adjudication import home
from wargame.adjudication.measures import holds
from wargame.adjudication.phases import incidents
from wargame.adjudication.phases.hosting import bargain
from wargame.adjudication.phases.ladder import crisis_due
from wargame.adjudication.phases.progress import WORKING, pace
from wargame.game import Game
from wargame.narrate import names
from wargame.scenario import Scenario
from wargame.state import FIELDED, IN_FORCE, LEVELS, RESEARCH
from wargame.views.links import ref
from wargame.whitecell import OUTCOMES

Payload = dict[str, Any]
STANDOFF = LEVELS.index("stand-off")
SURE = 0.05
"""Chance from which a gate at home counts as one that may open."""
ABOUT = (
    "A ruling sets a named outcome of this turn, whatever the dice say. The teams read it in the report, with your "
    "reason. It changes nothing where the rules do not ask: a gate that nobody seeks stays shut."
)


class Named(NamedTuple):
    """What an outcome is called: its title, the words of its two answers, and a sentence for each."""

    title: str
    yes: str
    no: str
    is_so: str
    is_not: str


NAMED: Mapping[str, Named] = {
    "R4.gate": Named(
        "A programme at its gate",
        "Passes",
        "Fails",
        "{} passes the gate it stands at",
        "{} fails the gate it stands at, and does part of the stage again",
    ),
    "R9.ratify": Named(
        "An agreement asked at home",
        "Passes",
        "Is refused",
        "{}: passes at home if it is signed",
        "{}: is refused at home if it is signed",
    ),
    "R2.renewal": Named(
        "Talks on the bill of hosted forces",
        "Fail",
        "Succeed",
        "{}: talks on the bill fail",
        "{}: talks on the bill do not fail by chance",
    ),
    "ladder.breakdown": Named(
        "A breakdown of talks",
        "Talks collapse",
        "Talks hold",
        "Talks collapse at {}: the game ends",
        "Talks hold at {}",
    ),
    "R9.gate": Named(
        "A gate of home politics",
        "Opens",
        "Stays shut",
        "{}: home approves if it is sought",
        "{}: home refuses if it is sought",
    ),
    "R8.incident": Named(
        "An incident", "Happens", "Does not", "An incident happens at {}", "No incident happens at {}"
    ),
    "deck": Named(
        "A card that hangs on chance",
        "Falls",
        "Does not",
        "The card “{}” falls",
        "The card “{}” does not fall",
    ),
}
"""Outcomes of ``whitecell.OUTCOMES`` as the desk names them, in the order in which it shows them."""


def rulings(game: Game) -> Payload:
    """Return the outcomes that may be set now, each with the entities it may be of.

    Returns
    -------
    ``kinds``, each with ``id``, ``title``, ``yes``, ``no`` and ``rows``: ``id`` of the entity, ``name``, ``why`` it can
    matter, ``due`` (it can matter this turn as far as is known), ``chance`` in percent that the answer is yes or None,
    and ``ruled``: what is set already, "" for nothing
    """
    kinds = [_kind(game, rule, told) for rule, told in NAMED.items()]
    kinds.sort(key=lambda kind: not any(row["due"] for row in kind["rows"]))
    return {
        "about": ABOUT,
        "kinds": [each for each in kinds if each["rows"]],
        "due": sum(row["due"] for each in kinds for row in each["rows"]),
    }


def told(scenario: Scenario, rule: str, entity: str, outcome: bool) -> str:
    """Return what a ruling sets, in a sentence without its stop: ``Lantern passes the gate it stands at``."""
    row = NAMED[rule]
    return (row.is_so if outcome else row.is_not).format(entity_told(scenario, entity))


def entity_told(scenario: Scenario, entity: str) -> str:
    """Return the name of whatever a ruling is about: a seat's gate, a card, an agreement, a programme, a place."""
    seat, _, gate = entity.partition(":")
    if gate:
        return f"{names.nation(scenario, seat)}, {names.thing(scenario, gate).lower()}"
    card = scenario.events.get(entity)
    return names.thing(scenario, entity) if card is None else card.name


def _kind(game: Game, rule: str, row: Named) -> Payload:
    set_already = game.sitting.rulings
    rows = [
        {
            "id": each.entity,
            "name": entity_told(game.play.scenario, each.entity),
            "why": each.why,
            "due": each.due,
            "chance": None if each.chance is None else round(100.0 * each.chance),
            "yes": told(game.play.scenario, rule, each.entity, True),
            "no": told(game.play.scenario, rule, each.entity, False),
            "ruled": told(game.play.scenario, rule, each.entity, set_already[rule, each.entity])
            if (rule, each.entity) in set_already
            else "",
        }
        for each in _ASKED[rule](game)
    ]
    rows.sort(key=lambda each: (not each["due"], each["name"]))
    return {
        "id": rule,
        "title": row.title,
        "yes": row.yes,
        "no": row.no,
        "ref": ref("rule", rule.partition(".")[0]),
        "rows": rows,
    }


# -- what can matter now ------------------------------------------------------------------------------------


class Asked(NamedTuple):
    """An entity that an outcome may be of: why, whether it can matter this turn, and the chance of a yes."""

    entity: str
    due: bool
    why: str
    chance: float | None = None


def _programmes(game: Game) -> Iterator[Asked]:
    """Yield programmes with work before a gate; those whose work ends this turn stand at it."""
    world, state = game.play.world, game.state
    done = pace(world, state, np.ones((1, world.size("nation"))))[0] * world.years
    chances = world.parameters.menu("development.gate_chance")
    for place, name in enumerate(world.ids["programme"]):
        stage, left = int(state.stage[0, place]), float(state.work[0, place])
        if not (RESEARCH <= stage < FIELDED and left > 0.0):
            continue
        due, gate = left <= float(done[place]), WORKING[stage - RESEARCH]
        why = (
            f"The gate at the end of {gate} is due this turn at its pace of now."
            if due
            else f"{left:.1f} years of work are left before the gate of {gate}."
        )
        yield Asked(name, due, why, float(chances[stage - RESEARCH]))


def _ratified(game: Game) -> Iterator[Asked]:
    """Yield agreements that home is asked about, those pencilled this turn as due."""
    world, state = game.play.world, game.state
    pencilled = _pencilled(game)
    value = world.parameters.get
    approval = state.home[0, :, world.index["track"]["approval"]]
    margin = (approval - value("diplomacy.ratify_approval", 1)) / value("diplomacy.ratify_width", 1)
    chance = exact.logistic(margin)
    for place, name in enumerate(world.ids["agreement"]):
        if world.agreement_rows[place].home_gate:
            due = name in pencilled
            why = (
                "It is pencilled, and home is asked once it is signed."
                if due
                else "It is not pencilled so far."
            )
            if due or state.agreement[0, place] != IN_FORCE:
                yield Asked(name, due, why, float(chance[world.party[place]].min()))


def _bills(game: Game) -> Iterator[Asked]:
    """Yield agreements on hosted forces, whose bill both sides must settle."""
    world, state = game.play.world, game.state
    pencilled = _pencilled(game)
    lapse = float(np.asarray(world.parameters.get("burden.lapse", 0)))
    surplus = bargain(world, state.tension, state.home).surplus[0]
    for place, left in zip(world.hosted, surplus, strict=True):
        name = world.ids["agreement"][place]
        due = name in pencilled
        why = (
            "It is pencilled: the bill is talked over as it is signed."
            if due
            else "It is not pencilled so far."
        )
        if left < 0.0:
            why += " There is nothing to gain for both, so talks fail whatever you rule."
        yield Asked(name, due, why, lapse if left >= 0.0 else 1.0)


def _pencilled(game: Game) -> set[str]:
    """Return the agreements that were agreed at the table this turn, whoever agreed."""
    return {name for seat in game.play.world.ids["nation"] for name in game.pencilled(seat)}


def _gates(game: Game) -> Iterator[Asked]:
    """Yield the gates of home politics that are shut; who seeks one is sealed."""
    world, state, value = game.play.world, game.state, game.play.world.parameters.get
    chance = home.adoption_chance(
        state.support / 100.0, value("home.threshold", 2), value("home.veto", 2), value("home.gate_width", 2)
    )
    for seat, row in game.play.scenario.nations.items():
        for gate in row.support:
            at = (0, world.index["nation"][seat], world.index["gate"][gate])
            if not state.unlocked[at]:
                why = f"Support is {state.support[at]:.0f} of 100. Whether it is sought stays sealed."
                yield Asked(f"{seat}:{gate}", bool(chance[at] >= SURE), why, float(chance[at]))


def _incidents(game: Game) -> Iterator[Asked]:
    world, state = game.play.world, game.state
    odds = exact.convert_rate(incidents.odds(world, state), world.years)[0]
    able = np.asarray(incidents.strength_of(state)[:, world.principals].any(axis=-1))[0]
    for place, name in enumerate(world.ids["flashpoint"]):
        if able[place]:
            level = LEVELS[int(state.level[0, place])]
            why = f"Tension is {state.tension[0, place]:.0f} of 100, {level}."
            yield Asked(name, True, why, float(odds[place]))


def _breakdowns(game: Game) -> Iterator[Asked]:
    """Yield the flashpoint whose crisis round is held in a stand-off, if there is one."""
    world, state = game.play.world, game.state
    odds = world.parameters.menu("crises.breakdown")
    posted = ", ".join(f"{100.0 * float(each):.0f}" for each in odds)
    for place in np.flatnonzero(crisis_due(state.level[0].astype(np.float64), state.tension[0])):
        if state.level[0, place] >= STANDOFF:
            why = f"A crisis round in a stand-off: the posted odds are {posted} % if none, one or both hold."
            yield Asked(world.ids["flashpoint"][place], True, why)


def _cards(game: Game) -> Iterator[Asked]:
    """Yield cards that hang on chance and may fall."""
    world, state = game.play.world, game.state
    for name in OUTCOMES["deck"][1](world):
        row, place = game.play.scenario.events[name], world.index["event"][name]
        due = all(bool(holds(world, state, each)[0]) for each in row.when)
        if row.once and state.drawn[0, place]:
            continue
        why = "It may fall this turn." if due else "What it waits for does not hold."
        yield Asked(name, due, why, float(exact.convert_rate(row.chance, world.years)) if due else None)


_ASKED: Mapping[str, Callable[[Game], Iterator[Asked]]] = {
    "R4.gate": _programmes,
    "R9.ratify": _ratified,
    "R2.renewal": _bills,
    "ladder.breakdown": _breakdowns,
    "R9.gate": _gates,
    "R8.incident": _incidents,
    "deck": _cards,
}
