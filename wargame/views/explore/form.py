"""The form of a new ensemble: what can be chosen, and what was typed read into what is wanted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from wargame.faults import WargameError, nearest
from wargame.live.ensembles import Estimate
from wargame.live.wanted import GAMES, LEAST_LUCK, MOST, Wanted
from wargame.scenario import Scenario, list_scenarios, read_scenario
from wargame.schema import Frame, Parameter
from wargame.views.board.scope import colours
from wargame.views.explore.listing import duration, megabytes
from wargame.views.links import ref

MOST_TURNS = next(each.le for each in Frame.model_fields["turns"].metadata if hasattr(each, "le"))
"""Longest game that the rules allow."""
LONG = 40
"""Letters of something typed that a refusal repeats."""
_SEPARATORS = re.compile(r"[\s,_’']")


def form(scenario: str) -> dict[str, Any]:
    """Return what can be chosen for an ensemble of a scenario.

    Raises
    ------
    WargameError
        no such scenario, or one that fails its check
    """
    held, frames = read_scenario(scenario), list_scenarios()
    shades = colours(held)
    rules = held.ruleset
    return {
        "scenario": held.id,
        "scenarios": [{"id": name, "title": frame.title} for name, frame in frames],
        "text": held.frame.text,
        "games": str(GAMES),
        "most": MOST,
        "least_luck": LEAST_LUCK,
        "seed": "0",
        "turns": str(held.frame.turns),
        "most_turns": MOST_TURNS,
        "seats": [
            {"id": seat, "name": row.name, "colour": shades[seat], "character": row.character}
            for seat, row in held.nations.items()
        ],
        "characters": [
            {"id": name, "name": row.name, "text": row.text} for name, row in rules.characters.items()
        ],
        "parameters": [_parameter(name, row) for name, row in rules.parameters.items()],
        "assumed": sum(
            row.kind == "assumed" and not isinstance(row.value, tuple) for row in rules.parameters.values()
        ),
    }


def _parameter(name: str, row: Parameter) -> dict[str, Any]:
    values = row.value if isinstance(row.value, tuple) else (row.value,)
    return {
        "id": name,
        "text": row.note,
        "unit": row.unit,
        "kind": row.kind,
        "value": ", ".join(f"{each:g}" for each in values),
        "low": row.range[0],
        "high": row.range[1],
        "ref": ref("parameter", name),
    }


def read_form(typed: Mapping[str, Any]) -> tuple[Wanted | None, dict[str, str]]:
    """Return what a form asks for, and what is wrong with it by field.

    Parameters
    ----------
    typed : ``scenario, games, seed, turns`` as texts, ``characters`` (seat -> character), ``values`` (rows of ``id``
        and ``value``), ``doubt`` (bool)

    Returns
    -------
    what is wanted, None if anything is wrong; field -> one sentence. ``form`` is the field of what fits no other
    """
    faults: dict[str, str] = {}
    try:
        scenario = read_scenario(str(typed.get("scenario", "")))
    except WargameError as error:
        return None, {"scenario": str(error)}
    games = _whole(typed, "games", "Games", 1, MOST, faults)
    seed = _whole(typed, "seed", "Seed", 0, 2**31 - 1, faults)
    turns = _whole(typed, "turns", "Turns", 1, int(MOST_TURNS), faults)
    values = _values(scenario, typed.get("values", ()), faults)
    given = typed.get("characters", {})
    own = {seat: row.character for seat, row in scenario.nations.items()}
    cast = {seat: name for seat, name in given.items() if own.get(seat) != name}
    if faults:
        return None, faults
    length = None if turns == scenario.frame.turns else turns
    wanted = Wanted(scenario.id, games, seed, length, cast, values, bool(typed.get("doubt")))
    try:
        wanted.plan()
    except WargameError as error:
        return None, {"games" if wanted.doubt and "too few" in str(error) else "form": str(error)}
    return wanted, {}


def run_words(wanted: Wanted | None) -> str:
    """Return what the button that begins says: the games that will be played, however many were typed.

    Examples
    --------
    >>> run_words(Wanted("four-islands", 2_000)), run_words(Wanted("four-islands", 2_000, doubt=True))
    ('Run 2,000 games', 'Run 90 draws × 22 = 1,980 games')
    """
    if wanted is None:
        return "Run games"
    draws, each = wanted.layout
    told = f"{draws * each:,} game{'' if draws * each == 1 else 's'}"
    return f"Run {draws:,} draws × {each} = {told}" if wanted.doubt else f"Run {told}"


def _whole(
    typed: Mapping[str, Any], field: str, name: str, low: int, high: int, faults: dict[str, str]
) -> int:
    """Return a whole number that was typed; a fault is noted, and ``low`` returned, where it is none."""
    text = str(typed.get(field, "")).strip()
    plain = _SEPARATORS.sub("", text)
    usual = f"Write a whole number from {low:,} to {high:,}."
    if not re.fullmatch(r"[-+−]?\d{1,18}", plain):
        told = f"“{_cut(text)}” is no whole number." if text else "nothing is written there."
        faults[field] = f"{name}: {told} {usual}"
        return low
    number = int(plain.replace("−", "-"))
    if not low <= number <= high:
        faults[field] = f"{name}: {number:,} is out of range. {usual}"
        return low
    return number


def _values(scenario: Scenario, rows: Any, faults: dict[str, str]) -> dict[str, Any]:
    """Return parameter -> number or numbers from rows that were typed; rows without a name are left out."""
    known = scenario.ruleset.parameters
    chosen: dict[str, Any] = {}
    for row in rows:
        name, text = str(row.get("id", "")).strip(), str(row.get("value", "")).strip()
        if not name and not text:
            continue
        if name not in known:
            faults["values"] = f"There is no number {_cut(name)!r} in the rules. {nearest(name, known)}"
        elif name in chosen:
            faults["values"] = f"{name} is set twice. Keep one of them."
        else:
            told = _numbers(known[name], text)
            if isinstance(told, str):
                faults["values"] = f"{name}: {told}"
            else:
                chosen[name] = told
    return chosen


def _numbers(row: Parameter, text: str) -> Any:
    """Return the number or numbers of a text, or a sentence that tells why it is none."""
    wanted = len(row.value) if isinstance(row.value, tuple) else 1
    parts = (
        [part.strip().replace("−", "-") for part in text.split(",")]
        if wanted > 1
        else [text.replace("−", "-")]
    )
    try:
        numbers = tuple(float(part) for part in parts)
    except ValueError:
        return f"“{_cut(text)}” is no number. Write one with a point, such as {_first(row):g}."
    if len(numbers) != wanted:
        return f"{len(numbers)} numbers are written, and it has {wanted}, with commas between them."
    for number in numbers:
        if not row.range[0] <= number <= row.range[1]:
            return f"{number:g} lies outside its range, {row.range[0]:g} to {row.range[1]:g} {row.unit}."
    return numbers if isinstance(row.value, tuple) else numbers[0]


def _first(row: Parameter) -> float:
    return row.value[0] if isinstance(row.value, tuple) else row.value


def _cut(text: str) -> str:
    return text if len(text) <= LONG else f"{text[:LONG]}…"


def estimate_words(found: Estimate) -> dict[str, Any]:
    """Return what an ensemble is likely to take, as the form tells it."""
    text = (
        f"{found.games:,} game{'' if found.games == 1 else 's'}: about {duration(found.seconds)} and "
        f"{megabytes(found.size)} on disk ({megabytes(found.free)} free)."
    )
    how = (
        f"Measured on a first block of {found.measured:,} games: {found.rate:,.0f} a second in one process, "
        f"{found.workers} will play. Other work on this machine makes it longer."
    )
    short = found.size > found.free
    if short:
        text += " The disk is too small for all of them."
    return {"text": text, "how": how, "short": short}
