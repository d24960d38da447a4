"""One turn of the report: what happened, who ordered what, how things stand, what changed and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wargame.narrate import Scene, tell
from wargame.narrate.changes import changes
from wargame.report.drawing import ladder as ladder_drawn
from wargame.report.drawing import region as region_drawn
from wargame.report.markup import card, esc, items, moved, signed, table, tag
from wargame.views.board import Scope, feed, ladder, nations, programmes, purse, region, relations
from wargame.views.review.orders import orders

UNKNOWN = '<span class="wg-muted">not known</span>'


def turn(scope: Scope, ground: Mapping[str, Any]) -> str:
    """Return the section of a turn, the opening for turn 0; it reads on its own, without scripts."""
    frame = scope.scenario.frame
    title = (
        f"Turn {scope.turn} of {frame.turns}, {_when(scope)}"
        if scope.turn
        else f"The opening, {_when(scope)}"
    )
    played = [*_played(scope)] if scope.turn else []
    cards = [
        *played,
        card("Region, ties and rivalries", region_drawn(ground, region(scope)), wide=7),
        card("Ladder", ladder_drawn(ladder(scope)), "tension, points of 100", 5),
        card("Nations", _nations(scope), _knowing(scope)),
        card("Relations", _relations(scope), wide=6),
        card("Funds for new things", _funds(scope), "of a turn: committed and free", 6),
        card("Programmes", _programmes(scope)),
        _ledger(scope.turn) if scope.turn else "",
    ]
    return (
        f'<section class="wg-r-turn" id="turn-{scope.turn}" aria-labelledby="head-{scope.turn}">'
        f'<h2 id="head-{scope.turn}" tabindex="-1">{esc(title)}</h2>'
        f'<div class="wg-grid">{"".join(cards)}</div></section>'
    )


def _when(scope: Scope) -> str:
    year = scope.world.year(scope.turn) if scope.turn else scope.world.year(1) - scope.world.years
    return tell.year(year)


def _knowing(scope: Scope) -> str:
    return (
        f"as {scope.scenario.nations[scope.seat].name} knows them; ± is one standard deviation"
        if scope.seat
        else ""
    )


def _played(scope: Scope) -> Iterator[str]:
    scene = Scene(scope.game, scope.turn, scope.seat)
    told = [item for item in feed(scope, 1)["turns"][0]["items"] if item["kind"] != "orders"]
    words = [
        f'<span class="wg-event-word">{esc(item["word"])}</span> {"".join(tag(each) for each in item["nations"])} '
        f"{esc(item['text'])}"
        for item in told
    ]
    rows = "".join(
        f'<li class="wg-event wg-event-{item["tone"]}">{text}</li>'
        for item, text in zip(told, words, strict=True)
    )
    yield card(
        "What happened",
        f'<ul class="wg-r-feed">{rows}</ul>' if rows else "<p>Nothing out of the ordinary.</p>",
    )
    yield card("Orders", _orders(scope), wide=6)
    moves = [esc(tell.change(scope.scenario, row)) for row in changes(scene)]
    yield card("What changed most, and why", items(moves) or "<p>Nothing moved much.</p>", wide=6)


def _orders(scope: Scope) -> str:
    told = orders(scope)
    rows = []
    for seat in told["seats"]:
        texts = [
            esc(order["text"]) + (" <small>(secret)</small>" if order["secret"] else "")
            for order in seat["orders"]
        ]
        said = f"<p>{esc(seat['said'])}</p>" if seat["said"] else ""
        rows.append(
            (
                f'{tag(seat)} {esc(seat["name"])}<small class="wg-r-by">{esc(seat["by"])}</small>',
                (items(texts) or "Holds") + said,
            )
        )
    note = f'<p class="wg-note">{esc(told["note"])}</p>' if told["note"] else ""
    return table(f"Orders of turn {scope.turn}", ("Seat", "Orders, and what was said"), rows) + note


def _nations(scope: Scope) -> str:
    told = nations(scope)
    head = ["Nation", "Budget", "Change", "Approval", "PC", *(area["name"] for area in told["areas"])]
    return table(
        "Nations at the end of the turn; capability is an index of 0 to 10",
        head,
        map(_nation, told["rows"]),
        range(1, len(head)),
    )


def _nation(row: Mapping[str, Any]) -> list[str]:
    money, approval, capital = row["budget"], row["approval"], row["capital"]
    unit = "bn USD" if money["unit"].startswith("bn") else "points"
    return [
        f"{tag(row)} {esc(row['name'])}",
        f"{money['value']:.1f} {unit}",
        f"{signed(money['percent'], 1)} %" if "percent" in money else "",
        UNKNOWN if approval is None else f"{approval['value']:.0f}{moved(approval['change'], 0)}",
        UNKNOWN if capital is None else f"{capital['value']:.1f} of {capital['cap']:g}",
        *(
            f"{each['value']:.1f}{' ± ' + format(each['error'], '.1f') if each['error'] else ''}{moved(each['change'])}"
            for each in row["capability"]
        ),
    ]


def _relations(scope: Scope) -> str:
    told = relations(scope)
    drawn = [_heat(told["nations"], measure, told["compact"]) for measure in told["measures"]]
    folded = zip(told["measures"][1:], drawn[1:], strict=True)
    return drawn[0] + "".join(
        f"<details><summary>{esc(measure['name'])}</summary>{text}</details>" for measure, text in folded
    )


def _heat(badges: list[dict[str, Any]], measure: Mapping[str, Any], small: bool) -> str:
    """Return a heat map; one of many nations is told by its colours, and its numbers to whoever listens."""
    head = "".join(f'<th scope="col">{tag(each)}</th>' for each in badges)
    rows = ""
    for place, each in enumerate(badges):
        cells = "".join(_shade(measure, place, column, small) for column in range(len(badges)))
        name = tag(each) if small else f'{tag(each)} <span class="wg-heat-name">{esc(each["name"])}</span>'
        rows += f'<tr><th scope="row">{name}</th>{cells}</tr>'
    return (
        f'<div class="wg-scroll"><table class="wg-heat{" wg-heat-small" if small else ""}">'
        f"<caption>{esc(measure['name'])}: {esc(measure['note'])}</caption>"
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _shade(measure: Mapping[str, Any], row: int, column: int, small: bool) -> str:
    value, shade = measure["values"][row][column], measure["shades"][row][column]
    if value is None:
        return (
            '<td class="wg-same"></td>'
            if row == column
            else '<td class="wg-none"><span class="wg-sr">not known</span></td>'
        )
    colour, part = "plus" if shade >= 0 else "minus", round(4 + 66 * min(1.0, abs(shade)))
    text = signed(value, measure["places"]) if measure["signed"] else f"{value:.{measure['places']}f}"
    change = (measure["changes"][row][column] or 0.0) if measure["changes"] else 0.0
    arrow = "" if small or abs(change) < measure["least"] * 4 else "▲" if change > 0 else "▼"
    mark = f'<small class="wg-heat-arrow">{arrow}</small>' if arrow else ""
    told = f'<span class="wg-sr">{text}</span>' if small else text + mark
    return f'<td style="background:color-mix(in srgb,var(--wg-heat-{colour}) {part}%,var(--wg-card))">{told}</td>'


def _funds(scope: Scope) -> str:
    rows = []
    for row in purse(scope)["rows"]:
        free = next(part for part in row["parts"] if part["kind"] == "free")
        taken = [
            f"{esc(part['name'])} {part['percent']:.0f} %" for part in row["parts"] if part["kind"] != "free"
        ]
        rows.append(
            (
                f"{tag(row)} {esc(row['name'])}",
                f"{row['funds']:.2f} {'bn USD' if row['unit'].startswith('bn') else esc(row['unit'])}",
                ", ".join(taken) or "nothing",
                f"{free['percent']:.0f} %",
            )
        )
    return table(
        "Funds for new things after the turn", ("Nation", "Funds", "Committed to", "Free"), rows, (1, 3)
    )


def _programmes(scope: Scope) -> str:
    rows = [_programme(row) for row in programmes(scope)["rows"]]
    head = (
        "Programme",
        "Owners",
        "Stage",
        "Done",
        "Work left",
        "Slip",
        "Cost over plan",
        "Friction",
        "Shares and funding",
    )
    return (
        table("Programmes that are known", head, rows, (3, 4, 5, 6, 7))
        if rows
        else "<p>No programme is known yet.</p>"
    )


def _programme(row: Mapping[str, Any]) -> list[str]:
    done = (
        f"{100 * row['done']:.0f} %"
        if row["done"] == row["reach"]
        else f"{100 * row['done']:.0f} to {100 * row['reach']:.0f} %"
    )
    facts = [UNKNOWN] * 5
    if row["own"]:
        friction = row["friction"]
        shares = [
            f"{esc(each['seat'])} {each['share']:.0f} %"
            + ("" if each["funding"] is None else f", funded {each['funding']:.0f} %")
            for each in row["shares"]
        ]
        facts = [
            f"{row['work']['value']:.1f} years",
            f"{row['slip']['value']:.1f} years",
            f"{signed(row['overrun']['value'], 0)} %",
            "" if friction is None else f"{friction['value']:.0f} %",
            "; ".join(shares),
        ]
    was = f" <small>(was {esc(row['was'])})</small>" if row["was"] else ""
    return [
        esc(row["name"]),
        "".join(tag(each) for each in row["owners"]),
        esc(row["stage"]) + was,
        done,
        *facts,
    ]


def _ledger(number: int) -> str:
    """Return the place of the ledger of a turn; the script fills it when it is opened."""
    body = (
        f'<details class="wg-r-ledger" data-ledger="{number}"><summary>Every number that changed, with the reasons '
        'that sum to its change</summary><noscript><p class="wg-note">The whole ledger is shown by a script. What '
        "changed most stands above, with its reasons.</p></noscript></details>"
    )
    return card("Ledger", body)
