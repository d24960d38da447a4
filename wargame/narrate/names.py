"""What things are called when they are told: ids of a scenario as words."""

from __future__ import annotations

from wargame.scenario import Scenario

_REASONS = {
    "luck": "chance",
    "pull": "settling back",
    "threat": "threat perceived",
    "drift": "yearly drift",
    "history": "long memory",
    "balance": "friends of friends",
    "propensity": "old habits",
    "cooperation": "working together",
    "incident": "provocations",
}
"""The ledger's shortest reasons, in words that need no rulebook."""
INJECT = "inject"
"""What the ledger names as the rule of a card of the white cell; the rulebook has no row of it."""


def nation(scenario: Scenario, seat: str) -> str:
    """Return the name of a nation, ``South Korea`` for ``ROK``."""
    return scenario.nations[seat].name


def nations(scenario: Scenario, seats: list[str] | tuple[str, ...]) -> str:
    """Return nations as a list in words: ``Japan, Russia and China``."""
    told = [nation(scenario, seat) for seat in seats]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}" if told else "nobody"


def forbidden(scenario: Scenario, name: str) -> str:
    """Return the orders by which the first party breaks an agreement: ``"Test with a claim" of North Korea``."""
    row = scenario.agreements[name]
    rules = scenario.ruleset
    orders = " or ".join(f'"{rules.orders[each].name}"' for each in rules.agreements[row.type].forbids)
    return f"{orders} of {nation(scenario, row.parties[0])}"


def agreement(scenario: Scenario, name: str) -> str:
    """Return an agreement's kind with what it is about and its parties."""
    row = scenario.agreements[name]
    kind = scenario.ruleset.agreements[row.type].name
    about = f" on {scenario.programmes[row.programme].name}" if row.programme else ""
    return f"{kind}{about} ({', '.join(row.parties)})"


def meeting(scenario: Scenario, name: str) -> str:
    """Return a meeting as who meets at which level."""
    row = scenario.meetings[name]
    return f"{scenario.ruleset.meetings[row.level].name} of {nations(scenario, row.parties)}"


def thing(scenario: Scenario, name: str) -> str:
    """Return the name of whatever an order may aim at."""
    if name in scenario.agreements:
        return agreement(scenario, name)
    tables = (scenario.nations, scenario.flashpoints, scenario.programmes, scenario.drains, scenario.groups)
    for table in (*tables, scenario.ruleset.areas, scenario.ruleset.gates):
        if name in table:
            return str(table[name].name)
    return name


def order(scenario: Scenario, text: str) -> str:
    """Return an order as it is told: ``fund railgun 50`` is ``Fund a programme: Railgun at 50 %``.

    Parameters
    ----------
    text : order, target and level as they are written; of another's funding the level is left out, and then
        nothing is said of more or less
    """
    name, *rest = text.split()
    row = scenario.ruleset.orders[name]
    target = thing(scenario, rest.pop(0)) if row.target != "none" and rest else ""
    if not rest and len(row.levels) > 1:
        return f"{row.name}, at a level not told: {target}"
    told = f"{row.name}: {target}" if target else row.name
    if not rest:
        return told
    return f"{told} at {rest[0]} %" if rest[0].isdigit() else f"{told} ({rest[0]})"


def years_more(left: float) -> str:
    """Return how long something still runs.

    Examples
    --------
    >>> years_more(1.0), years_more(2.0), years_more(0.5)
    ('1 more year', '2 more years', '0.5 more years')
    """
    told = f"{left:.1f}".removesuffix(".0")
    return f"{told} more {'year' if told == '1' else 'years'}"


def reason(scenario: Scenario, text: str, rule: str = "") -> str:
    """Return a reason of the ledger in words.

    Parameters
    ----------
    rule : ``Reason.rule``; a card that the white cell wrote is told as one
    """
    if rule == INJECT and all(card.name != text for card in scenario.events.values()):
        return f"card of the white cell: {text}"
    return _REASONS.get(text, text)


def number(scenario: Scenario, field: str, of: str) -> str:
    """Return what a number is: ``home.approval`` of ``JPN`` is ``Japan: approval``."""
    name, _, part = field.partition(".")
    if name == "home":
        return f"{nation(scenario, of)}: {scenario.ruleset.tracks[part].name.lower()}"
    if name == "trust":
        holder, _, towards = of.partition(">")
        return f"{_whose(nation(scenario, holder))} trust in {nation(scenario, towards)}"
    if name == "support":
        return f"{nation(scenario, of)}: support for {scenario.ruleset.gates[part].name.lower()}"
    return f"{name.replace('_', ' ')} of {thing(scenario, of)}"


def _whose(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"
