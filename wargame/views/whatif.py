"""The live what-if of a seat as a payload: a draft beside doing nothing, by outcome, in words and intervals."""

from __future__ import annotations

import math
import threading
from functools import lru_cache
from typing import Any, Protocol

from wargame.ensemble.intervals import LEVEL
from wargame.forecast import AIMS, BATCHES, NO_DIFFERENCE, Comparison
from wargame.forecast.comparison import COUNTED, UNITS, outcomes_for
from wargame.game import Game
from wargame.live import Look, WhatIf
from wargame.narrate import names
from wargame.outcomes import Outcome
from wargame.scenario import Scenario
from wargame.views.links import ref

REGION = ("stability", "breakdown", "calm", "tense")
"""Outcomes of the region that are always told, before the tension at each flashpoint."""
SHORT = {
    "objectives": "Objectives met",
    "succeeds": "Success: two objectives or more, stable region",
    "score": "Score",
    "stability": "Regional stability",
    "breakdown": "Talks break down",
    "calm": "Calm ending",
    "tense": "Tense ending",
    "tension": "Tension, {place}",
}
"""Short names of outcomes that stand in every what-if; others are called by their text."""
ELSE = 6
"""Most rows of what else differs; those that differ most for their spread."""
SEEN = "no difference seen"
EMPTY = "Draft an order or agree at the table: this compares it with doing neither."
PLAYS = "After this turn house AI ({character}) plays your seat in both."
LIMITS = (
    "It explores, it does not predict: these rules, this scenario, worlds as {name} may believe them, others as "
    "outsiders take them to be. Luck is fresh in every pair and the same in both; it is not the luck this game will "
    f"have. Ranges hold the true difference in {100 * LEVEL:.0f} of 100 such studies; verdicts allow for {{count}} "
    "outcomes looked at together."
)
PERCENT = 100.0
SPANS = {"percentage points": 50.0, "score points": 20.0, "points": 5.0, "bn USD": 5.0}
SPAN = 1.0
"""Ends of the scales, by unit and for all others: room for what one turn's orders move, seldom for more."""
TONES = {"better": "good", "worse": "bad", "higher": "up", "lower": "down"}


class Asks(Protocol):
    """Whose what-ifs are shown: a live game, or the place of somebody at a table."""

    @property
    def lock(self) -> threading.RLock:
        """Held while the game is read."""

    @property
    def game(self) -> Game:
        """The game."""

    @property
    def turn(self) -> int:
        """The turn that is open."""

    def whatif(self, seat: str) -> WhatIf:
        """Return the what-if of a seat."""


def payload(live: Asks, seat: str) -> dict[str, Any]:
    """Return the what-if of a seat's draft as it stands now.

    Parameters
    ----------
    live : the game, or somebody's place at a table;  seat : one that a person plays

    Returns
    -------
    ``state`` : empty, refused, closed, failed, waiting (no pair is played yet), looking or firm
    ``words`` : the state in a sentence;  ``plays`` : who plays on after this turn, in both arms
    ``updating`` : the rows are of an earlier draft
    ``pairs, planned, progress`` : pairs so far, pairs in all, 0-1
    ``groups`` : ``{"title", "rows"}``, see ``_row``;  ``quiet`` : outcomes that are not listed
    ``spoken`` : what a screen reader is told, only of what is final;  ``limits`` : what the numbers are not
    """
    look = live.whatif(seat).look
    with live.lock:
        game = live.game
        scenario, world = game.play.scenario, game.play.world
        name = names.nation(scenario, seat)
        character = scenario.ruleset.characters[game.cast.characters[world.at("nation", seat)]].name.lower()
    found, state = look.found, _state(look)
    if found is not None:
        compared, (groups, rest) = found.outcomes, _groups(found, scenario, seat)
    elif state == "waiting":
        compared, rest = outcomes_for(world, seat, live.turn), 0
        groups = [
            {"title": title, "rows": [_blank(scenario, row) for row in rows]}
            for title, rows in _firsts(compared, seat, name)
        ]
    else:
        compared, groups, rest = (), [], 0
    pairs = 0 if found is None or look.stale else found.pairs
    words = _words(look, state, _summary(found, groups, name) if found is not None else "")
    return {
        "seat": seat,
        "state": state,
        "words": words,
        "plays": PLAYS.format(character=character),
        "updating": look.stale,
        "pairs": pairs,
        "planned": sum(BATCHES),
        "progress": pairs / sum(BATCHES),
        "turn": look.turn,
        "last": scenario.frame.turns,
        "groups": groups,
        "quiet": rest,
        "spoken": "" if look.running else _spoken(state, words, groups),
        "limits": LIMITS.format(name=name, count=len(compared)) if compared else "",
    }


def _state(look: Look) -> str:
    if look.error:
        return "failed"
    if look.running:
        return "waiting" if look.found is None else "looking"
    if look.refusal or look.closed:
        return "refused" if look.refusal else "closed"
    return "empty" if look.found is None else "firm"


def _words(look: Look, state: str, summary: str) -> str:
    told = {
        "failed": look.error,
        "refused": "These orders are not legal together. The draft says what to mend; then they are compared.",
        "closed": look.closed,
        "empty": EMPTY,
        "waiting": "Playing the first pairs of games to the end…",
        "looking": "Updating: the draft has changed." if look.stale else f"So far: {summary}",
        "firm": _sentence(summary),
    }
    return told[state]


def _summary(found: Comparison, groups: list[dict[str, Any]], name: str) -> str:
    """Return what came out in one sentence: aims first, then how much else moved."""
    aims = [row["tone"] for row in groups[0]["rows"]]
    sides = [("better", aims.count("good")), ("worse", aims.count("bad"))]
    told = " and ".join(f"{word} on {count}" for word, count in sides if count)
    differ = sum(row["verdict"] != NO_DIFFERENCE for row in _differences(found).values())
    moved = differ - sum(count for _, count in sides)
    also = f"; {moved} other outcome{'s differ' if moved > 1 else ' differs'}" if moved else ""
    if told:
        return f"likely {told} of {len(aims)} aims{also}."
    return f"{SEEN} in what {name} is after{also}."


def _spoken(state: str, words: str, groups: list[dict[str, Any]]) -> str:
    """Return the result in a few sentences: the sum of it, and the first rows that differ."""
    rows = (
        [row for group in groups for row in group["rows"] if row["tone"] != "none"] if state == "firm" else []
    )
    return " ".join(["What-if.", words, *(f"{row['name']}: {row['words']}." for row in rows[:4])])


# -- rows ---------------------------------------------------------------------------------------------------


def _firsts(outcomes: tuple[Outcome, ...], seat: str, name: str) -> list[tuple[str, list[Outcome]]]:
    """Return the outcomes that are always told, by the title of their group."""
    known = {row.name: row for row in outcomes}
    own = [row.name for row in outcomes if row.name.startswith("objective:")]
    own += [f"{kind}:{seat}" for kind in ("objectives", "succeeds")]
    own += [f"{kind}:{seat}" for kind in AIMS if f"{kind}:{seat}" in known]
    region = [*REGION, *(row.name for row in outcomes if row.name.startswith("tension:"))]
    return [
        (f"What {name} is after", [known[each] for each in dict.fromkeys(own) if each in known]),
        ("The region", [known[each] for each in region if each in known]),
    ]


def _groups(found: Comparison, scenario: Scenario, seat: str) -> tuple[list[dict[str, Any]], int]:
    """Return the groups of rows, and how many outcomes are in none of them."""
    told = _differences(found)
    firsts = _firsts(found.outcomes, seat, names.nation(scenario, seat))
    listed = {row.name for _, rows in firsts for row in rows}
    others = [
        row for row in found.outcomes if row.name not in listed and told[row.name]["verdict"] != NO_DIFFERENCE
    ]
    others.sort(key=lambda row: -told[row.name]["size"])
    sections = [*firsts, ("What else differs most", others[:ELSE])]
    rows = [
        (title, [_row(found, scenario, row, told[row.name]) for row in part])
        for title, part in sections
        if part
    ]
    shown = sum(len(part) for _, part in rows)
    return [{"title": title, "rows": part} for title, part in rows], len(found.outcomes) - shown


@lru_cache(maxsize=8)
def _differences(found: Comparison) -> dict[str, dict[str, Any]]:
    """Return the differences by outcome, each with its ``size``: standard deviations that it has among worlds.

    A page is made again for every change of its game, and a comparison stays what it is.
    """
    rows: Any = found.differences().to_dict("records")
    apart = (found.values[:, 0] - found.values[:, 1]).mean(axis=-1)
    spread = found.values[:, 1].std(axis=-1)
    sizes = [abs(float(a)) / float(s) if s else math.inf for a, s in zip(apart, spread, strict=True)]
    return {row["outcome"]: {**row, "size": size} for row, size in zip(rows, sizes, strict=True)}


def _blank(scenario: Scenario, row: Outcome) -> dict[str, Any]:
    """Return a row whose numbers are still to come."""
    empty = dict.fromkeys(("difference", "low", "high", "span"))
    return {**_named(scenario, row), "words": "", "detail": "", "means": "", "tone": "none", **empty}


def _named(scenario: Scenario, row: Outcome) -> dict[str, Any]:
    kind, _, of = row.name.partition(":")
    text, place = _sentence(row.text.rstrip(".")), scenario.flashpoints.get(of)
    name = SHORT[kind].format(place=place.name if place else of) if kind in SHORT else text
    return {
        "id": row.name,
        "name": name,
        "text": text,
        "unit": unit_of(row),
        "ref": ref("outcome", row.name),
    }


def _row(found: Comparison, scenario: Scenario, row: Outcome, told: Any) -> dict[str, Any]:
    """Return one outcome.

    Returns
    -------
    ``id, name, text, unit, ref`` : what it is
    ``words`` : what may be said of the difference;  ``detail`` : what would likely have been seen, had it been there
    ``means`` : the draft beside doing nothing;  ``tone`` : good, bad, up, down or none
    ``difference, low, high`` : in the unit, with the 95 % interval;  ``span`` : end of the scale, see ``SPANS``
    """
    factor = PERCENT if row.unit == "share" else 1.0
    place = found.outcomes.index(row)
    draft, hold = (_number(row, float(value)) for value in found.values[place].mean(axis=-1))
    words, detail = told["words"].removeprefix("so far: "), ""
    if told["verdict"] == NO_DIFFERENCE:
        words, detail = SEEN, words.removeprefix(NO_DIFFERENCE).lstrip(":; ")
    return {
        **_named(scenario, row),
        "words": _sentence(words),
        "detail": detail,
        "means": f"{draft} · without {hold}",
        "tone": TONES.get(told["verdict"], "none"),
        **{name: round(told[name] * factor, 6) for name in ("difference", "low", "high")},
        "span": span_of(row),
    }


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _number(row: Outcome, mean: float) -> str:
    """Return a mean as finely as the outcome's scale deserves."""
    if row.unit == "share":
        return f"{PERCENT * mean:.0f} %"
    coarse = row.unit in ("points", "bn USD") and abs(mean) >= 5.0
    return f"{mean:.{1 if coarse else 2}f}"


def span_of(row: Outcome) -> float:
    """Return the end of the scale on which a difference is drawn: one a unit, the same for all drafts of all games.

    What lies beyond is drawn at the end, with an arrow.
    """
    return SPANS.get(unit_of(row), SPAN)


def unit_of(row: Outcome) -> str:
    """Return the unit of a difference; a score is told in points too, of another size than all others."""
    kind = row.name.partition(":")[0]
    return "score points" if kind == "score" else COUNTED.get(kind, UNITS.get(row.unit, row.unit))
