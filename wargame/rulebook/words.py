"""Rows of ``rules/`` told in words: an effect, whose it is, how large it is, a condition, a price."""

from __future__ import annotations

from collections.abc import Callable

from wargame.address import FIELDS, parse_measure, split_field, split_selector
from wargame.ruleset import Ruleset
from wargame.schema import Condition, Effect, Order, Parameter

_ACTING = {
    "actor": "the seat",
    "target": "the target",
    "allies": "its allies",
    "partners": "its partners",
    "rivals": "its rivals",
    "target_allies": "the target's allies",
    "others": "all others",
    "everyone": "everyone",
    "defenders": "the defenders there",
    "challengers": "the challengers there",
    "own": "the {things} it is part of",
    "against": "the {things} formed against it",
    "of_target": "the {things} that concern the target",
    "all": "all {things}",
}
_AGREED = {
    "first": "the first party",
    "second": "the other parties",
    "parties": "the parties",
    "outsiders": "nations outside it",
    "party_rivals": "rivals of the parties",
    "everyone": "everyone",
    "actor": "the party that breaks it",
    "others": "all others",
    "own": "the {things} the parties share",
    "against": "the {things} formed against a party",
    "all": "all {things}",
}
_THINGS = {"flashpoint": "flashpoints", "group": "groups", "drain": "drains", "programme": "programmes"}
_PAIRED = {
    "trust": "trust of {x} in {y}",
    "salience": "wariness of {x} about {y}",
    "relation": "relation between {x} and {y}",
}
_PLACED = {
    "tension": "tension at {x}",
    "status_quo": "status quo, towards the challenger, at {x}",
    "cohesion": "cohesion of {x}",
    "drain": "level of {x}",
    "work": "work left on {x}",
}
_HELD = {"capital": "political capital", "tech": "technology level", "intelligence": "intelligence effort"}
_MOMENT = {
    "signing": "when signed",
    "year": "each year",
    "expiry": "when it expires",
    "breach": "when broken",
}
_PLURAL = {"points", "years"}
_VERBS = {
    "transfer": "technology and skill flow to whichever of the two is behind",
    "allot": "sets the standing funding of the programme to the level chosen",
    "unlock": "asks home politics to open the gate; it may fail",
    "claim": "publishes a claim about its capability that overstates the truth",
    "pledge": "pledges the growth of the budget that the year votes at its end",
    "withdraw": "ends the agreement at once",
}
_MEASURES = {
    "protection": "protection of {of} against the {part} class",
    "unlocked": "{part} adopted by {of}",
    "streak": "rises of the budget of {of} running",
    "burden_share": "share of the joint burden that {of} carries",
    "spending": "budget of {of}",
    "trust": "trust of {of} in {to}",
    "relation": "relation between {of} and {to}",
    "threat": "threat that {of} sees in {to}",
    "tension": "tension at {of}",
    "level": "level of the ladder at {of}",
    "status_quo": "status quo at {of}",
    "cohesion": "cohesion of {of}",
    "drain": "level of {of}",
    "legacy": "outlook of {of} if all goes to plan (six years)",
    "legacy10": "ten times the outlook of {of} if all goes to plan (six years)",
    "stage": "status of {of}",
    "agreement": "{of} in force",
}


def number(value: float) -> str:
    """Return a number as it is written by hand, without needless noughts.

    Examples
    --------
    >>> number(4.0), number(0.04), number(-2.5)
    ('4', '0.04', '-2.5')
    """
    return f"{value:.10g}"


def unit_word(unit: str) -> str:
    """Return a unit as a word that can follow a number; "" for a bare index."""
    return {"index": "", "percent": "%", "ratio": "", "count": ""}.get(unit, unit)


def amount(value: float, unit: str) -> str:
    """Return a signed size with its unit.

    Examples
    --------
    >>> amount(4.0, "points"), amount(-0.04, "index")
    ('+4 points', '-0.04')
    """
    word = unit_word(unit)
    return f"{value:+.10g} {word[:-1] if abs(value) == 1 and word in _PLURAL else word}".strip()


def plural(count: float, word: str) -> str:
    """Return a count with its word: ``1 year``, ``2.5 years``."""
    return f"{number(count)} {word}{'' if abs(count) == 1 else 's'}"


def listed(parameter: Parameter) -> str:
    """Return the value of a parameter, one number or its list."""
    value = parameter.value
    return ", ".join(number(each) for each in value) if isinstance(value, tuple) else number(value)


def size_of(rules: Ruleset, effect: Effect) -> tuple[float, str]:
    """Return what one step of an effect amounts to at strength 1, and its unit."""
    scale = FIELDS[split_field(effect.field)[0]].scale
    unit = rules.parameters[f"effects.{scale}"]
    steps = rules.value("effects.multipliers")
    assert isinstance(steps, tuple)
    assert isinstance(unit.value, float)
    size = steps[abs(effect.step) - 1] * unit.value
    return (size if effect.step > 0 else -size), unit.unit


def field_words(rules: Ruleset, field: str, at: str, agreed: bool = False) -> str:
    """Return a field and whose it is: ``trust of the target in the seat``.

    Parameters
    ----------
    field, at : the address as a row writes it
    agreed : the row is an agreement, whose selectors speak of parties
    """
    name, part = split_field(field)
    x, y = split_selector(at)
    things = _THINGS.get(FIELDS[name].axis, "")
    who = _who(x, things, agreed)
    if y is not None:
        other = _who(y, things, agreed)
        return (
            "trust between the parties"
            if (name, x, y) == ("trust", "parties", "parties")
            else (_PAIRED[name].format(x=who, y=other))
        )
    if name in _PLACED:
        return _PLACED[name].format(x=who)
    return f"{part_words(rules, name, part)} of {who}"


def part_words(rules: Ruleset, name: str, part: str) -> str:
    """Return the words for a nation's field: a track, a capability area, support for a gate, or its name."""
    if name == "home":
        return rules.tracks[part].name.lower()
    if name == "support":
        return f"support for {rules.gates[part].name.lower()}"
    if name == "capability":
        area = "the area chosen" if part == "target" else rules.areas[part].name
        return f"capability in {area}"
    return _HELD.get(name, name)


def effect_words(rules: Ruleset, effect: Effect, agreed: bool = False) -> str:
    """Return one declared effect as a phrase: ``tension at the target: +4 points, unless consult``."""
    if effect.verb == "adjust":
        size, unit = size_of(rules, effect)
        text = f"{field_words(rules, effect.field, effect.at, agreed)}: {amount(size, unit)}"
    elif effect.verb == "schedule":
        text = f"the card *{effect.event}* falls {max(effect.delay, 1)} turn later"
    elif effect.verb == "advance":
        text = "brings the programme into service" if effect.value else "starts work on the programme"
    else:
        text = _VERBS[effect.verb]
    return text + _conditions(rules, effect)


def moment_words(effect: Effect) -> str:
    """Return when an agreement's effect happens."""
    return _MOMENT[effect.on]


def price_words(order: Order) -> str:
    """Return what an order costs at each level: ``2 PC, 10 % of the wedge``; ``free`` for nothing."""
    prices = []
    for level, name in enumerate(order.levels):
        parts = []
        if order.capital[level]:
            parts.append(f"{number(order.capital[level])} PC")
        if order.funds[level]:
            parts.append(f"{number(order.funds[level])} % of the wedge")
        if any(effect.verb == "allot" for effect in order.effect):
            parts.append(f"{number(order.strength[level] * 100)} % of the line")
        prices.append((name, ", ".join(parts) or "free"))
    if len({price for _, price in prices}) == 1:
        return prices[0][1]
    return "; ".join(f"{name}: {price}" for name, price in prices)


def written(name: str, order: Order) -> str:
    """Return how an order is written: ``fund <programme> 25|50|75|100``."""
    target = "" if order.target == "none" else f"<{order.target}>"
    return " ".join(part for part in (name, target, "|".join(order.levels)) if part)


def condition_words(rules: Ruleset, condition: Condition, called: Callable[[str], str] = str) -> str:
    """Return a condition in words: ``tension at strait at most 45``; ``called`` as of ``measure_words``."""
    text = " + ".join(measure_words(rules, each, called) for each in condition.sum)
    if condition.less:
        text += " - " + " - ".join(measure_words(rules, each, called) for each in condition.less)
    if condition.at_least is not None:
        text += f" at least {number(condition.at_least)}"
    if condition.at_most is not None:
        text += f" at most {number(condition.at_most)}"
    return text


def measure_words(rules: Ruleset, text: str, called: Callable[[str], str] = str) -> str:
    """Return a measure in words: ``home.approval:JPN`` is ``approval of JPN``.

    Parameters
    ----------
    called : what to call whatever an id stands for; the id itself if not given
    """
    measure = parse_measure(text)
    of, to = called(measure.of), called(measure.to)
    if measure.name in ("home", "capability"):
        return f"{part_words(rules, measure.name, measure.part)} of {of}"
    if measure.name == "stability":
        return "regional stability"
    part = rules.gates[measure.part].name.lower() if measure.name == "unlocked" else measure.part
    return _MEASURES[measure.name].format(of=of, to=to, part=part)


def measure_form(name: str) -> str:
    """Return what a measure reads, with X for whose it is: ``trust of X in Y``."""
    if name in ("home", "capability"):
        return f"{'a track of home politics' if name == 'home' else 'capability in an area'} of X"
    if name == "stability":
        return "regional stability"
    return _MEASURES[name].format(of="X", to="Y", part="a gate" if name == "unlocked" else "one")


def _who(selector: str, things: str, agreed: bool) -> str:
    """Return the words for a selector; a nation's own id stands for itself."""
    return (_AGREED if agreed else _ACTING).get(selector, selector).format(things=things)


def _conditions(rules: Ruleset, effect: Effect) -> str:
    parts = []
    if effect.given:
        parts.append(f"if *{rules.orders[effect.given].name}* is ordered too")
    if effect.unless:
        parts.append(f"unless *{rules.orders[effect.unless].name}* is ordered too")
    if effect.per:
        parts.append(f"times own {rules.tracks[effect.per].name.lower()} / 50")
    if effect.delay and effect.verb == "adjust":
        parts.append(f"{effect.delay} turns later" if effect.delay > 1 else "a turn later")
    return "".join(f", {part}" for part in parts)
