"""A turn told in words: news, deals, orders, what changed and why, the ladder, scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wargame.narrate import names
from wargame.narrate.reasons import rounded
from wargame.narrate.screen import Line, grid, heading, rule
from wargame.scenario import Scenario
from wargame.state import LEVELS

BAR = 20
"""Columns of a ladder strip."""
LEVEL_STYLE = dict(zip(LEVELS, ("green", "green", "yellow", "dark_orange", "red", "bold red"), strict=True))
Fact = Mapping[str, Any]


def turn(scenario: Scenario, facts: Fact) -> list[Line]:
    """Return a whole turn as lines.

    Parameters
    ----------
    facts : what ``gather`` returned
    """
    parts: tuple[Callable[[Scenario, Fact], list[Line]], ...] = (
        news,
        table,
        orders,
        milestones,
        changes,
        ladder,
        budgets,
        scores,
    )
    title = f"Turn {facts['turn']} of {facts['turns']}, {year(facts['year'])}"
    return [Line(), rule(title), *(line for part in parts for line in part(scenario, facts))]


def year(value: float) -> str:
    """Return a year; half-year turns name their half."""
    return f"{value:.0f}" if value == int(value) else f"{int(value)}, second half"


# -- what happened ------------------------------------------------------------------------------------------


def news(scenario: Scenario, facts: Fact) -> list[Line]:
    """Return the public report."""
    told = [Line(f"{card['name']}. {card['text']}", 2) for card in facts["news"]]
    told += [
        Line(
            f"Ruling: {row['rule']} {row['entity']}: {'yes' if row['outcome'] else 'no'}. {row['reason']}", 2
        )
        for row in facts["rulings"]
    ]
    return [*heading("News"), *told] if told else []


def table(scenario: Scenario, facts: Fact) -> list[Line]:
    """Return meetings and deals."""
    told = []
    for row in facts["meetings"]:
        how = "scheduled" if row["free"] else "convened"
        told.append(Line(f"{names.meeting(scenario, row['meeting'])} met ({how}).", 2))
    told += [Line(deal(scenario, row), 2) for row in facts["deals"]]
    return [*heading("At the table"), *told] if told else []


def deal(scenario: Scenario, row: Fact) -> str:
    """Return what became of one deal, in a sentence or two."""
    kind = scenario.ruleset.agreements[scenario.agreements[row["agreement"]].type]
    share = ""
    if len(kind.terms) > 1:
        first = names.nation(scenario, row["parties"][0])
        share = f" with {first} carrying {row['share']:.0f} %"
    secret = ", in secret" if row["secret"] else ""
    about = names.agreement(scenario, row["agreement"])
    start = f"{names.nation(scenario, row['from'])} offered: {about}{share}{secret}."
    ends = {
        "in force": "Signed by all, and in force.",
        "not signed": f"Agreed at the table, and not signed by {names.nations(scenario, row['withheld'])}.",
        "talks failed": "Signed, and talks on the bill failed.",
        "refused at home": "Signed, and refused at home.",
        "rejected": "Rejected.",
        "lapsed": "It lapsed without an answer.",
    }
    countered = "After a counter-offer: " if row["outcome"] == "accepted after a counter" else ""
    end = ends[row["result"]]
    return f"{start} {countered + end[0].lower() + end[1:] if countered else end}"


def orders(scenario: Scenario, facts: Fact) -> list[Line]:
    """Return what each seat ordered, and what it said."""
    rows = []
    for row in facts["orders"]:
        told = "; ".join(names.order(scenario, text) for text in row["orders"]) or "holds"
        rows.append((names.nation(scenario, row["seat"]), f"{told}.{said(scenario, row)}"))
    told_round = crisis(scenario, facts)
    return [*heading("Orders"), *grid(rows), *told_round] if rows else told_round


def said(scenario: Scenario, row: Fact) -> str:
    """Return what a seat said in public, and whether it was so."""
    rules = scenario.ruleset.orders
    told = ""
    if row["signal"]:
        truth = "as it did" if row["meant"] else "and did not"
        told += f" Announced “{rules[row['signal']].name}”, {truth}."
    if row["promise"]:
        told += f" Promised no “{rules[row['promise']].name}” next turn."
    if row["broken"]:
        told += f" Broke its promise of no “{rules[row['broken']].name}”."
    return told


def crisis(scenario: Scenario, facts: Fact) -> list[Line]:
    """Return the crisis round, if there was one."""
    row = facts["crisis"]
    if not row:
        return []
    parts = [f"{names.nations(scenario, row[what])} {what}" for what in ("eased", "held") if row[what]]
    place = names.thing(scenario, row["flashpoint"])
    return [Line(f"Crisis round at {place}: {', '.join(parts)}.", 2, "bold")]


def milestones(scenario: Scenario, facts: Fact) -> list[Line]:
    """Return programmes that moved on, gates asked for, agreements that ended."""
    told = []
    for row in facts["milestones"]:
        name = names.thing(scenario, row["of"])
        if row["kind"] == "programme":
            told.append(Line(f"{name}: from {row['from']} to {row['to']}.", 2))
        elif row["kind"] == "gate":
            result = "approved" if row["passed"] else "refused"
            told.append(
                Line(f"{names.nation(scenario, row['seat'])}: {name.lower()} was {result} at home.", 2)
            )
        else:
            told.append(Line(f"{name}: {ended(scenario, row)}.", 2))
    return [*heading("Milestones"), *told] if told else []


def ended(scenario: Scenario, row: Fact) -> str:
    """Return how an agreement ended, and by whom: ``expired``, ``broken by North Korea``."""
    if row["to"] != "broken":
        return "expired"
    by = " and ".join(names.nation(scenario, seat) for seat in row["by"])
    return f"broken by {by}" if by else "broken"


# -- what changed and why -----------------------------------------------------------------------------------


def changes(scenario: Scenario, facts: Fact) -> list[Line]:
    """Return the changes worth telling, each with its reasons."""
    told = [Line(change(scenario, row), 2) for row in facts["changes"]]
    return [*heading("What changed, and why"), *told] if told else []


def change(scenario: Scenario, row: Fact) -> str:
    """Return one change with its reasons, in a sentence."""
    before, after = (round(row[when], 1) for when in ("before", "after"))
    moved = f"{before:.1f} to {after:.1f} ({after - before:+.1f})"
    told = ", ".join(f"{each['text']} {each['amount']:+.1f}" for each in reasons(scenario, row))
    return f"{_named(scenario, row)} {moved}: {told}."


def _named(scenario: Scenario, row: Fact) -> str:
    text = names.number(scenario, row["field"], row["of"])
    return text[0].upper() + text[1:]


def reasons(scenario: Scenario, row: Fact) -> list[Fact]:
    """Return the reasons of a change in words (``text``), their amounts rounded so that they sum to what is told."""
    rows = row["reasons"]
    amounts = rounded([each["amount"] for each in rows], row["before"], row["after"], 1)
    told: list[Fact] = []
    for each, amount in zip(rows, amounts, strict=True):
        if amount or len(rows) == 1:
            by = names.nation(scenario, each["by"]) if each["by"] else ""
            more = "; ".join(filter(None, (by, each["worn"])))
            text = names.reason(scenario, each["reason"], each["rule"]) + (f" ({more})" if more else "")
            told.append({**each, "text": text, "amount": amount})
    return told


def ladder(scenario: Scenario, facts: Fact) -> list[Line]:
    """Return the ladder strip, the cohesion of groups and regional stability."""
    cohesion = [
        f"cohesion of {names.thing(scenario, group['group']).lower()} {group['cohesion']:.1f}"
        for group in facts["groups"]
    ]
    tail = ", ".join([f"Regional stability {facts['stability']:.1f}", *cohesion])
    return [*heading("Ladder (tension 0-100)"), *ladder_strip(scenario, facts["ladder"]), Line(f"{tail}.", 2)]


def ladder_strip(scenario: Scenario, flashpoints: Sequence[Fact]) -> list[Line]:
    """Return a bar for each flashpoint, coloured by its level.

    Parameters
    ----------
    flashpoints : id, tension, level and the level before, of each
    """
    rows = []
    for row in flashpoints:
        filled = round(row["tension"] / 100 * BAR)
        strip = "#" * filled + "." * (BAR - filled)
        moved = f" (was {row['before']})" if row["before"] != row["level"] else ""
        name = names.thing(scenario, row["flashpoint"])
        rows.append((name, strip, f"{row['tension']:.1f}", row["level"] + moved))
    return [
        Line(line.text, line.indent, LEVEL_STYLE[row["level"]], line.lead)
        for line, row in zip(grid(rows, right=(2,)), flashpoints, strict=True)
    ]


def budgets(scenario: Scenario, facts: Fact) -> list[Line]:
    """Return each nation's budget of the year, as voted at its end, its real growth and approval."""
    rows = []
    for row in facts["nations"]:
        growth = (row["spending"] / row["before"] - 1.0) * 100.0
        approval = "" if row["approval"] is None else f"approval {row['approval']:.1f}"
        unit = row["unit"] if row["unit"] != "index" else "points"
        rows.append(
            (
                names.nation(scenario, row["seat"]),
                f"{row['spending']:.1f} {unit}",
                f"{growth:+.1f} %",
                approval,
            )
        )
    return [
        *heading("Budgets of the year, voted at its end: real growth, approval"),
        *grid(rows, right=(1, 2)),
    ]


# -- how it stands ------------------------------------------------------------------------------------------


def scores(scenario: Scenario, facts: Fact) -> list[Line]:
    """Return the scores, if they may be told, and the ending."""
    over = facts["ending"] != "playing"
    lines = ending(scenario, facts)
    if not facts["scores"]:
        return lines
    rows = []
    for row in facts["scores"]:
        marks = [f"[{'x' if done else ' '}] {_goal(name, row)}" for name, done in row["objectives"].items()]
        rows.append((names.nation(scenario, row["seat"]), f"{row['score']:.1f}", "  ".join(marks)))
    title = "Final scores" if over else "Scores, if the game ended now"
    note = "objectives met, times what regional stability lets them count for"
    return [*lines, *heading(f"{title} ({note})"), *grid(rows, right=(1,))]


def _goal(name: str, row: Fact) -> str:
    """Return an objective's short name: its id without the seat in front."""
    return name.removeprefix(f"{row['seat'].lower()}_").replace("_", " ")


def ending(scenario: Scenario, facts: Fact) -> list[Line]:
    """Return how the game ended, if it has."""
    if facts["ending"] == "breakdown":
        pusher = f" {names.nation(scenario, facts['pusher'])} pushed last." if facts["pusher"] else ""
        return [
            Line(),
            Line(f"Talks have broken down: the game stops, and nobody scores.{pusher}", 0, "bold red"),
        ]
    return (
        [Line(), Line("The last turn is played: the game is closed.", 0, "bold")]
        if facts["ending"] == "closed"
        else []
    )
