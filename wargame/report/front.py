"""What stands before and after the turns: what was played, what came of it, limits of use, how to repeat it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from wargame.narrate import names
from wargame.origin import people_of
from wargame.report.markup import card, esc, items, table, tag
from wargame.rulebook.rules import chapters
from wargame.rulebook.sources import resting
from wargame.views.board import Scope
from wargame.views.board.scope import minus
from wargame.views.limits import payload as limits_of
from wargame.views.review import outcome as review

UNKNOWN = "not told"


def outcome(scope: Scope) -> str:
    """Return how the game ended and how each seat stands; a seat learns of others' objectives when it is over."""
    told = review.outcome(scope)
    held = told["stability"]
    text = (
        f'<p class="wg-r-ending">{esc(told["head"])} Regional stability {held["value"]:.1f} of 100: objectives count '
        f"{held['factor']:g} each.</p>"
    )
    body = table(
        "How each seat stands", ("Seat", "Score", "Success", "Objectives"), map(_score, told["rows"]), (1,)
    )
    return card("Outcome", text + body, told["note"], level=2)


def _mark(met: bool) -> str:
    return f'<span class="wg-chip wg-{"good" if met else "muted"}">{"met" if met else "not met"}</span>'


def _score(row: Mapping[str, Any]) -> Sequence[str]:
    known = row["score"] is not None
    return (
        f"{tag(row)} {esc(row['name'])}",
        minus(f"{row['score']:.1f}") if known else UNKNOWN,
        ("yes" if row["succeeds"] else "no") if known else UNKNOWN,
        items(_goal(each) for each in row["objectives"]),
    )


def _goal(goal: Mapping[str, Any]) -> str:
    """Return an objective with the numbers that it asks for."""
    numbers = [f"{each['name']} {each['value']}, asked {each['asked']}" for each in goal["numbers"]]
    if goal["turns"]:
        numbers.insert(0, f"held in {goal['turns'][0]} turns, asked {goal['turns'][1]}")
    told = f"<br><small>{esc('; '.join(numbers))}</small>" if numbers else ""
    return f"{_mark(goal['met'])} {esc(goal['text'])}{told}"


def facts(scope: Scope) -> str:
    """Return what was played by whom; a seat is not told the seed nor what house AI is like."""
    header, scenario, rules = scope.game.record.header, scope.scenario, scope.scenario.ruleset
    rows = [
        (
            "Scenario",
            f"{esc(scenario.frame.title)} (<code>{esc(scenario.id)}</code>), version {esc(scenario.frame.version)}",
        ),
        ("Rules", f"{esc(rules.head.title)}, version {esc(rules.head.version)}"),
        ("Turns", f"{scope.game.turn} played of {scenario.frame.turns}"),
        ("Seats", ", ".join(_players(scope))),
        ("Program", f"wargame {esc(header.version)}, engine {header.engine}"),
    ]
    if not scope.seat:
        rows += [
            ("Dice", f"seed {header.seed}, game {header.replicate}"),
            (
                "Hashes",
                f"scenario <code>{esc(header.scenario_hash[:16])}</code>, "
                f"rules <code>{esc(header.ruleset_hash[:16])}</code>",
            ),
        ]
    if header.branched_from:
        rows.append(("Branch", f"shares {header.branched_from['turn']} turns with another game"))
    told = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in rows)
    return card("What was played", f'<dl class="wg-r-facts">{told}</dl>', level=2, wide=12)


def _players(scope: Scope) -> Iterator[str]:
    record = scope.game.record
    turns = range(scope.game.turn + 1)
    for seat, character in zip(record.header.seats, record.header.characters, strict=True):
        house = "house AI" if scope.seat else f"house AI, {character}"
        held = ["a person" if seat in people_of(record, turn) else house for turn in turns]
        told = [held[0]]
        told += [f"{held[turn]} from turn {turn}" for turn in turns[1:] if held[turn] != held[turn - 1]]
        yield f"{esc(names.nation(scope.scenario, seat))} ({esc('; '.join(told))})"


# -- turning points -----------------------------------------------------------------------------------------


def turning_points(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the turning points as a table; nothing if there are none.

    Parameters
    ----------
    rows : of ``views.review.turning``
    """
    body = [
        (
            f'<a href="#turn-{row["turn"]}">{esc(row["label"])}</a>',
            f"{tag(row['seat'])} {esc(row['order'])}",
            f'{row["reach"]:.2f} <span class="wg-meter"><i style="width:{row["bar"]:g}%"></i></span>',
            items(
                f"{esc(each['text'])}: {esc(each['was'])}, without it {esc(each['without'])}"
                for each in row["moved"][:2]
            ),
            f"{esc(row['fresh']['text'])}: {esc(row['fresh']['words'])}" if row["fresh"] else "not played",
        )
        for row in rows
    ]
    head = ("Turn", "Order", "Moved the game by", "In this game", "On average, under fresh luck")
    note = "each order left out once; moved by is in spreads of outcomes under fresh luck"
    told = table("Orders that moved the game most", head, body)
    return card("Turning points", told, note, level=2) if body else ""


# -- the end ------------------------------------------------------------------------------------------------


def limits() -> str:
    """Return the statement of limits."""
    told = limits_of()
    rows = items(f"<b>{esc(row['title'])}.</b> {esc(row['text'])}" for row in told["rows"])
    text = f"<p><b>{esc(told['short'])}</b></p><p>Made for: {esc(told['made'])}</p>"
    text += f"<p>Not made for: {esc(told['not_made'])}</p>"
    return f'<div id="limits" tabindex="-1">{card("Limits of use", text + rows, level=2)}</div>'


def repeat(scope: Scope) -> str:
    """Return how the game is played again; a seat has no record to do it with."""
    if scope.seat:
        text = "<p>One seat's edition holds what that seat may know. The record is with whoever led the game.</p>"
        return card("How to repeat it", text, level=2)
    header = scope.game.record.header
    words = ["wargame", "run", scope.scenario.id, "--seed", str(header.seed)]
    words += ["--replicate", str(header.replicate)] if header.replicate else []
    words += ["--turns", str(header.turns)]
    words += [
        f"--seat {seat}={character}" for seat, character in zip(header.seats, header.characters, strict=True)
    ]
    alone = (
        f"<p>With these rules, the same game comes from:</p><pre><code>{esc(' '.join(words))}</code></pre>"
    )
    again = "<p>From the record, without asking anybody again, turn by turn against its digests:</p>"
    again += "<pre><code>wargame replay RUN</code></pre>"
    digests = [
        (str(turn), f"<code>{esc(digest)}</code>") for turn, digest in enumerate(scope.game.digests, 1)
    ]
    handed = any(line["kind"] == "hand" for line in scope.game.record.lines)
    body = ("" if header.people or header.branched_from or handed else alone) + again
    return card(
        "How to repeat it", body + table("Digest of each turn", ("Turn", "SHA-256"), digests), level=2
    )


def glossary(scope: Scope, words: Iterable[str]) -> str:
    """Return what the rules and sources are that the ledger names: keys alone would send the reader elsewhere.

    Parameters
    ----------
    words : texts of the ledger, keys among them
    """
    held, rules = set(words), scope.scenario.ruleset
    named = [
        f"<b>{chapter.rule}</b> {esc(chapter.titles[0])}." for chapter in chapters() if chapter.rule in held
    ]
    named += [
        f"<b>{esc(name)}</b> {esc(row.name)}: {esc(row.text)}"
        for name, row in rules.orders.items()
        if name in held
    ]
    rests = resting(scope.scenario) if not scope.seat else {}
    sources = []
    for key, row in rules.sources.items():
        if key in held:
            carried = f" <small>{len(rests[key])} rows rest on it.</small>" if rests.get(key) else ""
            sources.append(
                f'<b id="source-{esc(key)}">{esc(key)}</b> {esc(" ".join(filter(None, (row.cite, row.text))))}{carried}'
            )
    body = f"<details><summary>Rules and orders</summary>{items(named)}</details>"
    body += f"<details><summary>Sources</summary>{items(sources)}</details>"
    return card("What the ledger names", body, level=2)
