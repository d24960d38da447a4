"""ODD, elements 5 and 6: how a game begins, and what reaches it from outside."""

from __future__ import annotations

from collections.abc import Iterable

from wargame.rulebook.opening import catalogue, places, programmes, trigger
from wargame.rulebook.pieces import Lines, deeper, keys, table
from wargame.rulebook.words import condition_words, number
from wargame.scenario import Scenario

_NUMBERS = (
    ("Budget", "nation's money a year, prices of 2022", "spending"),
    ("GDP", "nation's money a year, prices of 2015", "gdp"),
    ("Growth of GDP", "share a year", "gdp_growth"),
    ("Growth of the budget", "log units", "growth"),
    ("Volatility of that growth", "log units", "volatility"),
    ("Inflation", "log units a year", "deflator"),
    ("Rises of the budget running", "years", "streak"),
    ("Wedge", "% of the budget", "wedge"),
    ("Engineering slots", "count", "slots"),
    ("Orders a year", "count", "orders"),
    ("Power", "only shares count", "power"),
    ("Technology", "index", "tech"),
    ("Intelligence", "points", "intelligence"),
    ("Polyarchy", "index of 0 to 1", "polyarchy"),
)
_CAPITAL = (
    ("Political capital at the start", "start"),
    ("Political capital a year", "income"),
    ("Political capital at most", "cap"),
)
_PAIR_HEAD = (
    "Pair",
    "Distance, km",
    "Relation",
    "Trust of the first",
    "Trust of the second",
    "Tie",
    "Source",
)


def initialisation(scenario: Scenario) -> Lines:
    """Return element 5: the state at the opening, the same in every replicate."""
    return [
        "## 5. Initialisation",
        "",
        "All games of a scenario open alike, without luck; they differ by their dice from the first turn on. Numbers "
        "that are not told here begin at nothing, read-outs at what follows from the others. What a row rests on "
        "stands beside it.",
        "",
        "### Nations",
        "",
        *_nations(scenario),
        "",
        "### Nations: home politics",
        "",
        "Points; a track that is not named begins at its neutral value and does not drift.",
        "",
        *_home(scenario),
        "",
        "### Pairs",
        "",
        *table(_PAIR_HEAD, _pairs(scenario)),
        "",
        *deeper(places(scenario)),
        "",
        *_drains(scenario),
        "",
        *deeper(programmes(scenario)),
        "",
        *_work(scenario),
        "",
        *deeper(catalogue(scenario)),
        "",
        *_terms(scenario),
        "",
        "### Objectives",
        "",
        *_objectives(scenario),
    ]


def _nations(scenario: Scenario) -> Lines:
    """Tell who the nations are, then their numbers, one column a nation."""
    nations = scenario.nations
    who = [
        f"- `{name}` {row.name}: money in {row.money}, character {row.character}, tags {', '.join(row.tags)}. "
        f"Sources: {keys(row.source)}"
        for name, row in nations.items()
    ]
    rows: list[tuple[str, ...]] = [
        (title, unit, *(number(getattr(row, key)) for row in nations.values()))
        for title, unit, key in _NUMBERS
    ]
    rows += [
        (title, "PC", *(number(getattr(row.capital, key)) for row in nations.values()))
        for title, key in _CAPITAL
    ]
    rows += [
        (
            f"Capability: {area.name}",
            "index",
            *(number(row.capability.get(name, 0.0)) for row in nations.values()),
        )
        for name, area in scenario.ruleset.areas.items()
    ]
    return [*who, "", *table(("Number", "Unit", *nations), rows)]


def _home(scenario: Scenario) -> Lines:
    tracks, gates = scenario.ruleset.tracks, scenario.ruleset.gates
    rows = [
        (
            name,
            _listed((tracks[track].name, value) for track, value in row.home.items()),
            _listed((gates[gate].name, value) for gate, value in row.support.items()) or "not asked",
        )
        for name, row in scenario.nations.items()
    ]
    return table(("Nation", "Tracks", "Public support for what a gate holds back"), rows)


def _listed(pairs: Iterable[tuple[str, float]]) -> str:
    return ", ".join(f"{name} {number(value)}" for name, value in pairs)


def _pairs(scenario: Scenario) -> list[tuple[str, ...]]:
    return [
        (
            f"{pair.a}-{pair.b}",
            number(pair.distance),
            number(pair.relation),
            number(pair.trust_ab),
            number(pair.trust_ba),
            ", ".join(word for word, held in (("allies", pair.ally), ("rivals", pair.rival)) if held),
            keys(pair.source),
        )
        for pair in scenario.pairs
    ]


def _drains(scenario: Scenario) -> Lines:
    rows = [
        (row.name, row.distracted, _menu(row.capital), row.drained, _menu(row.funds), row.mover)
        for row in scenario.drains.values()
    ]
    head = (
        "Drain",
        "Distracts",
        "PC a year, levels 0-3",
        "Drains",
        "% of the wedge, levels 0-3",
        "Moved by",
    )
    return table(head, rows) if rows else []


def _menu(values: Iterable[float]) -> str:
    return ", ".join(map(number, values))


def _work(scenario: Scenario) -> Lines:
    rows = [
        (
            f"`{name}`",
            number(row.gain),
            f"{100 * row.progress:.0f} %",
            f"{100 * row.funding:.0f} %",
            str(row.track_record),
            "yes" if row.public else "no",
        )
        for name, row in scenario.programmes.items()
    ]
    head = (
        "Programme",
        "Capability when fielded",
        "Stage done",
        "Line funded",
        "Finished together before",
        "In public view",
    )
    return table(head, rows)


def _terms(scenario: Scenario) -> Lines:
    """Tell what rows of agreements add to their kind; one that adds nothing is left out."""
    rows = []
    for name, row in scenario.agreements.items():
        facts = (
            ", ".join(row.areas),
            row.programme,
            "" if row.burden is None else number(row.burden),
            "" if row.share is None else number(row.share),
            str(row.tabled or ""),
        )
        if any(facts):
            rows.append((f"`{name}`", *facts))
    head = ("Agreement", "Areas", "Opens", "bn USD a year", "First party's share, %", "Tabled in turn")
    return table(head, rows) if rows else []


def _objectives(scenario: Scenario) -> Lines:
    rows = []
    for name, row in scenario.objectives.items():
        clauses = (
            " or ".join(condition_words(scenario.ruleset, each) for each in clause) for clause in row.all
        )
        asked = f"in {row.turns} turns or more" if row.turns else "at the end"
        rows.append((f"`{name}`", row.seat, row.text, "; and ".join(clauses), asked, keys(row.source)))
    return table(("Objective", "Seat", "In words", "Counted as", "When", "Source"), rows)


def inputs(scenario: Scenario) -> Lines:
    """Return element 6: the deck, scheduled meetings and the growth of economies."""
    cards = [
        (
            row.name,
            f"`{name}`",
            trigger(scenario, row),
            "once" if row.once else "again and again",
            keys(row.source),
        )
        for name, row in scenario.events.items()
    ]
    meetings = [
        (
            scenario.ruleset.meetings[row.level].name,
            ", ".join(row.parties),
            ", ".join(map(str, row.scheduled)) or "when convened",
            keys(row.source),
        )
        for row in scenario.meetings.values()
    ]
    return [
        "## 6. Input data",
        "",
        "No series of data drives a game. From outside come the growth of each economy (element 5, the same rate every "
        "year), meetings in the calendar, and a deck of cards. The effects of a card are told by `wargame rulebook`; "
        "a white cell may play further cards as injects.",
        "",
        "### Meetings",
        "",
        *table(("Level", "Who", "Turns", "Source"), meetings),
        "",
        "### Cards",
        "",
        *table(("Card", "Id", "When, by whom, on whom", "How often", "Source"), cards),
    ]
