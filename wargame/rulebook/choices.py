"""Chapters of the rulebook on what can be chosen: orders, meetings and agreements, characters of house AI."""

from __future__ import annotations

from wargame.rulebook import words
from wargame.rulebook.pieces import Lines, effects, keys, mark, table
from wargame.ruleset import Ruleset
from wargame.schema import AgreementType, Order

_ORDERS_OF = {"money": "Money", "cooperation": "Cooperation", "politics": "Politics", "pressure": "Pressure"}
_MANNER_HEAD = (
    "Character",
    "Who it is",
    "Noise",
    "Threshold",
    "Honesty",
    "Horizon, years",
    "Eases",
    "Looks ahead",
)


def orders(rules: Ruleset) -> Lines:
    """Return the chapter on orders: how each is written, its price, strength and declared effects."""
    lines = ["## Orders", "", "Effects are told at strength 1; the strength of each level multiplies them."]
    for group, title in _ORDERS_OF.items():
        members = {name: row for name, row in rules.orders.items() if row.group == group}
        if members:
            lines += ["", f"### {title}"]
        for name, row in members.items():
            lines += ["", *_order(rules, name, row)]
    return lines


def _order(rules: Ruleset, name: str, row: Order) -> Lines:
    facts = [
        f"written `{words.written(name, row)}`",
        f"price: {words.price_words(row)}",
        f"seats tagged {' or '.join(row.who)}" if row.who else "every seat",
    ]
    if len(row.levels) > 1 and not any(effect.verb == "allot" for effect in row.effect):
        strengths = zip(row.levels, row.strength, strict=True)
        facts.append("strength: " + ", ".join(f"{level} {words.number(size)}" for level, size in strengths))
    if max(row.severity):
        facts.append(f"severity {', '.join(str(each) for each in row.severity)}")
    facts += ["does not wear off when repeated"] if not row.damped else []
    facts += ["unseen by others"] if row.secret else []
    return [
        f"**{row.code} {row.name}**: {row.text} {keys(row.source)}{mark('order', name)}",
        "",
        f"*{'; '.join(facts)}.*",
        "",
        *effects(rules, row.effect),
        *([f"- Note: {row.note}"] if row.note else []),
    ]


def agreements(rules: Ruleset) -> Lines:
    """Return the chapter on meetings and kinds of agreement."""
    meetings = [
        (row.name + mark("meeting", name), f"{words.number(row.capital)} PC", keys(row.source), row.note)
        for name, row in rules.meetings.items()
    ]
    lines = ["## Agreements", "", *table(("Meeting", "Price to each side", "Source", "Note"), meetings)]
    for name, row in rules.agreements.items():
        lines += ["", f"### {row.name}{mark('type', name)}", "", f"{row.text} {keys(row.source)}", ""]
        lines += [f"*{_terms(rules, name, row)}*", ""]
        lines += [
            f"- {words.moment_words(each)}, {words.effect_words(rules, each, True)}" for each in row.effect
        ]
        lines += ["", row.note] if row.note else []
    return lines


def _terms(rules: Ruleset, name: str, row: AgreementType) -> str:
    facts = [
        f"type `{name}`",
        f"needs {rules.meetings[row.meeting].name.lower()} to meet" if row.meeting else "needs no meeting",
        f"signing costs each party {words.number(row.capital)} PC",
        f"runs {words.plural(row.term, 'year')}" if row.term else "runs until someone withdraws",
    ]
    if len(row.terms) > 1:
        facts.append(f"the first party's share is {', '.join(words.number(each) for each in row.terms)} %")
    if row.burden:
        share = f"{words.number(row.burden)} % of the smaller party's wedge"
        facts.append(f"costs {share} a year, unless the scenario names the sum")
    facts += ["may be secret"] if row.may_be_secret else []
    facts += ["must pass at home"] if row.home_gate else []
    for order in row.forbids:
        facts.append(f"the first party breaks it by the order {rules.orders[order].name.lower()}")
    return "; ".join(facts) + "."


def characters(rules: Ruleset) -> Lines:
    """Return the chapter on house AI."""
    features = list(dict.fromkeys(feature for row in rules.characters.values() for feature in row.weight))
    manner = [
        (
            row.name + mark("character", name),
            row.text,
            *(words.number(each) for each in (row.noise, row.threshold, row.honesty, row.horizon, row.ease)),
            "yes" if row.ahead else "no",
        )
        for name, row in rules.characters.items()
    ]
    weights = [
        (
            feature.replace("_", " "),
            *(words.number(row.weight.get(feature, 0.0)) for row in rules.characters.values()),
        )
        for feature in features
    ]
    return [
        "## Characters of house AI",
        "",
        *table(_MANNER_HEAD, manner),
        "",
        "What each values, against 1 for the balancer:",
        "",
        *table(("Feature", *(row.name for row in rules.characters.values())), weights),
    ]
