"""The first page: the practice game, a game of one's own, and what lies in ``runs/``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from wargame.experiment.writing import REPORT
from wargame.faults import Fault, RulesError, WargameError, nearest
from wargame.live.cards import Card
from wargame.live.script import Script
from wargame.record import RUNS
from wargame.ruleset import rules_folder
from wargame.scenario import Scenario, find_scenarios, read_scenario
from wargame.schema import Frame
from wargame.views.which import which

MANY = 8
"""Records above which the list gets a box to filter it."""
GROUPS = ("open", "over", "many", "faulty")
"""Groups of the list: to go on with, to look into, many games at once, and what cannot be opened."""
MOST_SEED = 2**53
"""Seeds of the page stay below: a browser holds whole numbers up to here."""


@dataclass(frozen=True)
class Offer:
    """A scenario of the rules: read, or what keeps it from being played."""

    id: str
    scenario: Scenario | None
    faults: tuple[Fault, ...] = ()


def offers() -> tuple[Offer, ...]:
    """Return every scenario of the rules: those to be played first, real ones before practice."""
    found = [_offer(name) for name in find_scenarios(rules_folder())]
    return tuple(sorted(found, key=lambda each: (each.scenario is None, _practice(each), each.id)))


def _offer(name: str) -> Offer:
    try:
        return Offer(name, read_scenario(name))
    except RulesError as error:
        return Offer(name, None, tuple(error.faults))


def _practice(offer: Offer) -> bool:
    return offer.scenario is not None and offer.scenario.frame.practice


def payload(
    cards: Sequence[Card] | None, found: Sequence[Offer], scripts: Sequence[Script]
) -> dict[str, Any]:
    """Return the whole page.

    Parameters
    ----------
    cards : what lies in ``runs/``, None as long as it is being read
    found : the scenarios;  scripts : the practice games
    """
    return {
        "practice": [practice(script, found) for script in scripts],
        "play": play(found),
        "records": records(cards, found),
    }


def practice(script: Script, found: Sequence[Offer]) -> dict[str, Any]:
    """Return what is told of a practice game before it is begun."""
    head = script.head
    scenario = next((each.scenario for each in found if each.id == head.scenario), None)
    return {
        "id": script.id,
        "title": head.title,
        "text": head.text,
        "minutes": head.minutes,
        "turns": head.turns,
        "steps": len(script.steps),
        "map": _map(scenario) if scenario is not None else None,
    }


def _map(scenario: Scenario) -> dict[str, Any]:
    """Return where nations and flashpoints lie, for a drawing without numbers."""
    marks = [
        {"id": seat, "name": row.name, "colour": row.colour, "x": row.place[0], "y": row.place[1]}
        for seat, row in scenario.nations.items()
    ]
    points = [
        {"id": name, "name": row.name, "x": row.place[0], "y": row.place[1]}
        for name, row in scenario.flashpoints.items()
    ]
    ties = [
        {"from": row.a, "to": row.b, "kind": "ally" if row.ally else "rival"}
        for row in scenario.pairs
        if row.ally or row.rival
    ]
    return {"nations": marks, "flashpoints": points, "ties": ties}


# -- a game of one's own -----------------------------------------------------------------------------------


def play(found: Sequence[Offer]) -> dict[str, Any]:
    """Return what can be chosen for a game: scenarios, seats, length, characters."""
    most = next(rule.le for rule in Frame.model_fields["turns"].metadata if hasattr(rule, "le"))
    return {
        "scenarios": [_scenario(each.id, each.scenario) for each in found if each.scenario is not None],
        "broken": [broken(each) for each in found if each.scenario is None],
        "most_turns": most,
    }


def _scenario(name: str, scenario: Scenario) -> dict[str, Any]:
    frame = scenario.frame
    return {
        "id": name,
        "title": frame.title,
        "text": frame.text,
        "turns": frame.turns,
        "first_year": frame.first_year,
        "turn_years": frame.turn_years,
        "seats": [_seat(scenario, seat) for seat in scenario.nations],
        "characters": [
            {"id": name, "name": row.name, "text": row.text}
            for name, row in scenario.ruleset.characters.items()
        ],
    }


def _seat(scenario: Scenario, seat: str) -> dict[str, Any]:
    row = scenario.nations[seat]
    return {
        "id": seat,
        "name": row.name,
        "colour": row.colour,
        "dilemma": row.dilemma,
        "character": row.character,
    }


def broken(offer: Offer) -> dict[str, Any]:
    """Return the faults of a scenario that cannot be played: where, what, how to mend."""
    return {
        "id": offer.id,
        "faults": [{"where": each.where, "what": each.what, "mend": each.mend} for each in offer.faults],
    }


# -- what a person chose -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """A game that a person wants to begin, checked.

    Attributes
    ----------
    turns, seed : None for the scenario's length, and for any seed
    characters : seat -> character, of the seats whose character is another than the scenario's
    """

    scenario: Scenario
    seat: str
    turns: int | None
    seed: int | None
    characters: Mapping[str, str]


def choice(told: Mapping[str, Any], found: Sequence[Offer]) -> Choice:
    """Return the game that the page asks for.

    Parameters
    ----------
    told : scenario, seat, turns, seed, characters, as they were chosen and typed

    Raises
    ------
    WargameError
        something that is not there, or a number that is none; in words for the person who typed it
    """
    known = {each.id: each.scenario for each in found if each.scenario is not None}
    name = str(told.get("scenario", ""))
    scenario = known.get(name)
    if scenario is None:
        raise WargameError(f"There is no scenario {_short(name)} to be played. {nearest(name, known)}")
    seat = str(told.get("seat", ""))
    if seat not in scenario.nations:
        raise WargameError(f"There is no seat {_short(seat)}. {nearest(seat, scenario.nations)}")
    most = play(found)["most_turns"]
    return Choice(
        scenario,
        seat,
        _whole("Length", told.get("turns"), 1, most),
        _whole("Seed", told.get("seed"), 0, MOST_SEED),
        _characters(told.get("characters") or {}, seat, scenario),
    )


def _characters(wanted: Mapping[str, Any], seat: str, scenario: Scenario) -> dict[str, str]:
    chosen = {}
    for name, character in wanted.items():
        row = scenario.nations.get(name)
        if row is None or name == seat or character in ("", row.character):
            continue
        if character not in scenario.ruleset.characters:
            hint = nearest(str(character), scenario.ruleset.characters)
            raise WargameError(f"{row.name}: there is no character {_short(str(character))}. {hint}")
        chosen[str(name)] = str(character)
    return chosen


def _whole(what: str, typed: Any, least: int, most: int) -> int | None:
    """Return a whole number as it was typed, None where nothing was."""
    text = "" if typed is None else str(typed).strip()
    if not text:
        return None
    wanted = f"Write a whole number from {least} to {most:,}, or leave it empty."
    if not text.isascii() or not text.isdecimal():
        raise WargameError(f"{what}: {_short(text)} is not a whole number. {wanted}")
    if len(text) > len(str(most)) or not least <= int(text) <= most:
        raise WargameError(f"{what}: {_short(text)} is out of range. {wanted}")
    return int(text)


def _short(text: str) -> str:
    """Return what was typed as it can be shown in a sentence."""
    return repr(text if len(text) <= 24 else f"{text[:23]}…")


# -- what lies in runs/ ------------------------------------------------------------------------------------


def records(cards: Sequence[Card] | None, found: Sequence[Offer] = ()) -> dict[str, Any]:
    """Return games to go on with, records to look into, sets of many games, and what cannot be opened.

    Parameters
    ----------
    cards : what lies in ``runs/``, the latest first; None as long as it is being read
    found : the scenarios, of which seats have their names and colours
    """
    known = {each.id: each.scenario for each in found if each.scenario is not None}
    rows = [_record(card, known.get(card.scenario)) for card in cards or ()]
    groups = {name: [row for row in rows if row["group"] == name] for name in GROUPS}
    return {**groups, "reading": cards is None, "filter": len(rows) > MANY, "count": len(rows)}


def _record(card: Card, scenario: Scenario | None) -> dict[str, Any]:
    """Return one row of the list: what it is, how far it is, and where a click leads."""
    group, page = _group(card)
    title = card.title or card.name
    text, told = _state(card, scenario), _which(card)
    first = next((seat for seat in card.people if scenario is not None and seat in scenario.nations), None)
    return {
        "name": card.name,
        "group": group,
        "title": title,
        "text": text,
        "which": told,
        "path": f"/{page}/{quote(card.name)}" if page else "",
        "when": card.when,
        "turn": card.turn,
        "turns": card.turns if card.kind == "game" else 0,
        "colour": scenario.nations[first].colour if scenario is not None and first else "",
        "fault": card.fault,
        "words": " ".join((card.name, title, card.scenario, text, told, *card.people, card.kind)).casefold(),
    }


def _which(card: Card) -> str:
    """Return what tells a game, or many, from others of the same scenario; nothing of what cannot be opened."""
    if card.fault or card.kind == "experiment":
        return ""
    return which(card.differs, 0 if card.kind == "game" else card.turns, card.seed, card.replicate)


def _group(card: Card) -> tuple[str, str]:
    """Return the group of a row and the page that opens it."""
    if card.fault:
        return "faulty", ""
    if card.kind != "game":
        return "many", "explore" if card.kind == "ensemble" else ""
    return ("open", "play") if card.people and not card.over else ("over", "review")


def _state(card: Card, scenario: Scenario | None) -> str:
    """Return how far a game or an ensemble is, in words."""
    if card.kind == "experiment":
        return f"An experiment; its report is {RUNS}/{card.name}/{REPORT}."
    if card.kind == "ensemble":
        return f"Ensemble of {card.games:,} games{'' if card.over else ', not all of them played'}"
    known = scenario.nations if scenario is not None else {}
    who = ", ".join(known[seat].name if seat in known else seat for seat in card.people) or "House AI alone"
    grown = f", a branch of {card.branch}" if card.branch else ""
    if card.over:
        end = f"over after {card.turn} turns" if card.turn == card.turns else f"ended in turn {card.turn}"
    else:
        end = f"turn {card.turn + 1} of {card.turns}"
    return f"{who}, {end}{grown}"
