"""How the games of an ensemble end: endings, seats that succeed, objectives met, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wargame.views.board.scope import COMPACT, colours
from wargame.views.explore.means import INTERVAL, Mean, by_point, interval_kind, means, outcome_means
from wargame.views.explore.numbers import Numbers, finite, games_told, top_of

ENDINGS = {
    "calm": ("Calm", "good"),
    "": ("Warning", "muted"),
    "tense": ("Tense", "warn"),
    "breakdown": ("Breakdown", "bad"),
}
"""Outcome by which games end -> name and tone; a game that ends in none of them rests at a warning."""
MEANING = (
    "Calm: friction or less everywhere. Warning: somewhere at a warning, nowhere above. "
    "Tense: a show of force or more somewhere. Breakdown: talks broke down, and nobody's objectives count."
)


def endings(numbers: Numbers) -> dict[str, Any]:
    """Return the chart of endings: share of games with its interval."""
    results, known = numbers.results, [name for name in ENDINGS if name]
    frame = results.outcomes(known)
    columns = {name: by_point(frame, name) for name in known}
    columns[""] = 1.0 - sum(columns.values())  # type: ignore[assignment]
    found = means(results, columns, list(ENDINGS))
    return _shares(
        numbers,
        ("endings", "How games end", "ending", ""),
        [(told, tone, found[name]) for name, (told, tone) in ENDINGS.items()],
    )


def successes(numbers: Numbers) -> dict[str, Any]:
    """Return the chart of seats that succeed: two objectives or more, in a stable region."""
    nations, shades = numbers.scenario.nations, colours(numbers.scenario)
    asked = {seat: f"succeeds:{seat}" for seat in nations}
    found = outcome_means(numbers.results, list(asked.values()), list(asked.values()))
    return _shares(
        numbers,
        ("succeeds", "Who succeeds", "nation", "two objectives or more, in a stable region; "),
        [(row.name, shades[seat], found[asked[seat]]) for seat, row in nations.items()],
    )


def _shares(
    numbers: Numbers, words: tuple[str, str, str, str], rows: Sequence[tuple[str, str, Mean]]
) -> dict[str, Any]:
    """Return a chart of shares of games.

    Parameters
    ----------
    words : id, title, name of the axis, what is counted
    rows : name, colour and share of each bar
    """
    key, title, axis, counted = words
    told = games_told(numbers.results)
    spoken = ", ".join(f"{name} {100 * each.mean:.0f} %" for name, _, each in rows)
    return {
        "id": key,
        "kind": "bars",
        "title": title,
        "note": f"{counted}share of {told}, {interval_kind(numbers.results)}",
        "unit": "",
        "percent": True,
        "range": [0.0, top_of(each.high for _, _, each in rows)],
        "interval": INTERVAL,
        "across": len(rows) > COMPACT,  # many names have room below each other only
        "x": {"name": axis, "values": [name for name, _, _ in rows]},
        "series": [
            {
                "id": "share",
                "name": "share of games",
                "colour": "accent",
                "colours": [colour for _, colour, _ in rows],
                "values": [finite(each.mean) for _, _, each in rows],
                "low": [finite(each.low) for _, _, each in rows],
                "high": [finite(each.high) for _, _, each in rows],
            }
        ],
        "label": f"{title}, {counted}share of {told}: {spoken}.",
    }


def objectives(numbers: Numbers) -> dict[str, Any]:
    """Return the table of objectives by seat: how many are met in the mean, and the share of games for each."""
    results, scenario = numbers.results, numbers.scenario
    single = [f"objective:{name}" for name in scenario.objectives]
    found = outcome_means(results, [*single, *(f"objectives:{seat}" for seat in scenario.nations)], single)
    shades = colours(scenario)
    seats = []
    for seat, nation in scenario.nations.items():
        own = [name for name, row in scenario.objectives.items() if row.seat == seat]
        rows = [
            {
                "id": name,
                "text": scenario.objectives[name].text,
                "ref": numbers.ref(f"objective:{name}"),
                **_plain(found[f"objective:{name}"]),
            }
            for name in own
        ]
        mean = _plain(found[f"objectives:{seat}"])
        seats.append(
            {"id": seat, "name": nation.name, "colour": shades[seat], "of": len(own), **mean, "rows": rows}
        )
    return {
        "title": "Objectives met",
        "note": f"share of {games_told(results)} in which each is met, {interval_kind(results)}; "
        "none counts after a breakdown",
        "seats": seats,
    }


def _plain(mean: Mean) -> dict[str, float | None]:
    return {"mean": finite(mean.mean), "low": finite(mean.low), "high": finite(mean.high)}
