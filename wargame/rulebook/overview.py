"""ODD, elements 1 to 3: purpose and patterns; entities, state variables and scales; processes and their order."""

from __future__ import annotations

from wargame.arrays import Declaration, Kind, Sight
from wargame.rulebook.limits import MADE_FOR, NOT_MADE_FOR, SHORT
from wargame.rulebook.pieces import Lines, table
from wargame.rulebook.reach import reaches
from wargame.rulebook.rules import order_of_play
from wargame.rulebook.words import condition_words, number, plural
from wargame.scenario import Scenario
from wargame.state import FIELDS
from wargame.world import World

ENTITIES: dict[str, tuple[str, str]] = {
    "nation": (
        "Nation",
        "A state with a budget, an economy, home politics, capabilities and political capital. A team of people or "
        "house AI sits in its seat. Its budget and its programmes are agents of their own.",
    ),
    "pair": (
        "Pair",
        "What one nation holds towards another. Alliances and rivalries are given by the scenario and stay.",
    ),
    "programme": (
        "Programme",
        "Research and development of one or several owners, in stages with gates.",
    ),
    "agreement": (
        "Agreement",
        "One place of a catalogue: a kind, its parties and what it covers. It is open, in force, ended or broken.",
    ),
    "flashpoint": (
        "Flashpoint",
        "A place under pressure with challengers and defenders, and a ladder of tension. The first of each side is its "
        "principal.",
    ),
    "group": ("Group", "A set of nations whose cohesion is followed, and the nations it is formed against."),
    "drain": (
        "Drain",
        "A contest outside the model that takes attention from one nation and funds from another.",
    ),
    "event": (
        "Card",
        "Something that happens once or again: on a turn, by chance, on a condition, or called.",
    ),
    "objective": ("Objective", "What a seat wants; private, and counted at the end."),
    "region": ("Region", "All of them together: one measure of stability, one ending."),
}
"""What the entities are, by the axis that their numbers are kept on."""
AXES: dict[str, str] = {
    "other": "the nation towards which something is held",
    "track": "a track of home politics",
    "gate": "something that home politics must allow first",
    "area": "an area of capability",
    "threat_class": "a class of threat, and the defence against it",
    "line": "an order aimed at one of its targets",
    "lag": "a turn that is remembered, the last first",
}
"""The axes that are no entities of their own."""
_LAGS = "lag"
"""What lies on this axis belongs to the nation that comes after it."""
SEES: dict[Sight, str] = {
    "public": "everyone, but for programmes kept out of view and agreements kept secret",
    "estimated": "its nation; others have an estimate with an error",
    "private": "its own side only",
    "by track": "its nation; others as the track says",
    "umpire": "no seat",
}
KINDS: dict[Kind, str] = {
    "stock": "named contributions add up to every change",
    "log stock": "the same, in log units",
    "read-out": "worked out anew each turn from other numbers",
    "level": "a whole number that moves by steps",
    "flag": "yes or no",
}
_PURPOSE = (
    "To explore what could follow from what when governments share the cost, the risk and the politics of an answer to "
    "a new class of threat, while others press, test and bargain. People play it in seats; house AI plays the seats "
    "that are left; analysts play it thousands of times with numbers and characters varied."
)
_PATTERNS = (
    "Four kinds of pattern are asked of it, written down before anyone looked, all of the same program. How far it "
    "meets them is told by the commands named here and by `wargame rulebook --part trace`:"
)
_CHECKS = (
    "each rule, used alone, gives published or closed-form results (`wargame verify`);",
    "the budget rule, blind to what came, forecasts past spending no worse than naive methods do, with honest bands "
    "(`wargame backtest`);",
    "games of house AI stay open, balanced and worth playing, within the windows of `wargame lint`;",
    "what the articles tell comes out likely, not certain:",
)
_SCHEDULE = (
    "Before the phases of a turn every seat observes; house AI works out what it sees; then seats bargain in three "
    "passes: offers, answers, and the proposer's reply to a counter-offer. Orders, signatures and the choices of a "
    "crisis round are sealed by all and opened at once.",
    "Within a phase all nations change at once: every contribution is worked out from the same old state, rounded to "
    "whole grains, and added, so that no order of nations or of sums can change a bit. Phases follow one another, "
    "and each sees what the one before has left.",
    "Rates are yearly. A turn of another length has stocks, chances and flows converted; budgets are voted in the turn "
    "that closes a year.",
    "A game ends after its last turn, or in the turn in which talks break down; it then stays as it is.",
)


def purpose(scenario: Scenario) -> Lines:
    """Return element 1: purpose and patterns."""
    story = [
        (
            each.text,
            condition_words(scenario.ruleset, each.when),
            f"{each.by}",
            f"{100 * each.low:.0f} to {100 * each.high:.0f} % of games",
        )
        for each in scenario.frame.story
    ]
    told = list(_CHECKS if story else (*_CHECKS[:-2], _CHECKS[-2].rstrip(";") + "."))
    lines = [
        "## 1. Purpose and patterns",
        "",
        f"{_PURPOSE} **{SHORT}**",
        "",
        scenario.frame.text,
        "",
        f"It is made for: {MADE_FOR[0].lower()}{MADE_FOR[1:]} It is not made for: "
        f"{NOT_MADE_FOR[0].lower()}{NOT_MADE_FOR[1:]}",
        "",
        _PATTERNS,
        "",
        *(f"- {each}" for each in told),
    ]
    if story:
        lines += ["", *table(("Pattern", "Counted as", "By turn", "Window"), story)]
    return lines


def entities(scenario: Scenario, world: World) -> Lines:
    """Return element 2: entities, state variables and scales."""
    frame, lines = scenario.frame, ["## 2. Entities, state variables and scales"]
    by_entity: dict[str, list[Declaration]] = {name: [] for name in ENTITIES}
    for field in FIELDS.values():
        by_entity[entity_of(field)].append(field)
    for name, fields in by_entity.items():
        title, text = ENTITIES[name]
        lines += ["", f"### {title}", "", f"{_count(world, name)} {text}", "", *_fields(fields)]
    return [
        *lines,
        "",
        "### How variables change, and who may see them",
        "",
        *(f"- *{kind}*: {text}." for kind, text in KINDS.items()),
        *(f"- Seen by *{sight}*: {text}." for sight, text in SEES.items()),
        "",
        "What a nation is given and keeps (wedge, volatility, distances, alliances) stands in element 5. Other axes:",
        "",
        *(f"- *{axis}*: {text}; {_held(world, axis)}." for axis, text in AXES.items()),
        "",
        "### Scales",
        "",
        f"Time: turns of {plural(frame.turn_years, 'year')}, {frame.turns} of them from {frame.first_year}. Space: "
        "there is no map; pairs of nations have the distance between their capitals in kilometres. Money: bn USD at "
        "constant prices, of 2022 for budgets and of 2015 for GDP (their ratio mixes price bases: an index of burden, "
        "no share), or points of an index where no comparable figure exists. Capability: an index of 0 "
        "to 10. Moods, trust, tension and cohesion: points of 0 to 100. One row of every array is one game "
        "(*replicate*), and games do not touch.",
    ]


def entity_of(field: Declaration) -> str:
    """Return the entity that a field belongs to."""
    axes = [axis for axis in field.axes if axis != _LAGS]
    if not axes:
        return "region"
    return "pair" if axes[:2] == ["nation", "other"] else axes[0]


def _count(world: World, entity: str) -> str:
    if entity == "region":
        return "One."
    nations = world.size("nation")
    count = nations * (nations - 1) if entity == "pair" else world.size(entity)
    return f"{count or 'None'} here."


def _held(world: World, axis: str) -> str:
    """Return the names on an axis if they are few, else how many there are."""
    names = world.ids["nation" if axis == "other" else axis]
    few = 0 < len(names) < 20 and axis != "lag"
    return ", ".join(f"`{name}`" for name in names) if few else f"{len(names) or 'none'} here"


def _fields(fields: list[Declaration]) -> Lines:
    rows = [
        (
            f"`{field.name}`",
            field.text,
            " x ".join(field.axes) or "one number",
            field.unit,
            f"{number(field.low)} to {number(field.high)}",
            field.kind,
            field.see,
        )
        for field in fields
    ]
    return table(("Variable", "What it is", "For each", "Unit", "Bounds", "Changes as", "Seen by"), rows)


def processes() -> Lines:
    """Return element 3: process overview and scheduling, with what each phase calls and moves."""
    steps, found = order_of_play(), reaches()
    rows = []
    for count, (name, text) in enumerate(steps, 1):
        reach = found[name]
        moved = ", ".join(f"`{field}`" for field in FIELDS if field in reach.fields)
        declared = "declared effects" if reach.declared else ""
        draws = ", ".join(f"`{draw}`" for draw in sorted(reach.draws)) or "none"
        rows.append((str(count), name, text, ", ".join(filter(None, (moved, declared))), draws))
    told = [line for text in _SCHEDULE for line in (text, "")]
    return [
        "## 3. Process overview and scheduling",
        "",
        *told,
        "*Declared effects* are those that rows of orders, agreements, cards and gates name; `wargame rulebook` lists "
        "them with their sizes. What a phase moves and draws is read from the program.",
        "",
        *table(("", "Phase", "What happens", "Moves", "Draws"), rows),
    ]
