"""The printed pages of one seat: its brief, its order sheets, its role cards."""

from __future__ import annotations

from wargame.report.markup import esc
from wargame.server.printed import Payload, sheet_of, table

PENCILLED, LINES = 3, 2
"""Rows for agreements on an order sheet, and lines for the sentence of the turn."""


def brief(told: Payload) -> str:
    """Return the one page of a seat."""
    rules = "".join(f"<li><b>{esc(row['name'])}.</b> {esc(row['text'])}</li>" for row in told["rules"])
    means = "".join(
        f"<li><b>{esc(row['value'])}</b><span>{esc(row['text'])}</span></li>" for row in told["means"]
    )
    parts = (
        _head(told, "Your brief · keep it to your team"),
        f'<p class="dilemma">{esc(told["dilemma"])}</p><p>{esc(told["text"])}</p>',
        '<h2>Your objectives, known to nobody else</h2><ol class="goals">',
        *map(_goal, told["objectives"]),
        '</ol><div class="two"><section><h2>Ten orders that bear on them</h2>',
        table("orders", ("Code", "Order", "Price", "Type it like"), map(_order, told["orders"])),
        '<p class="small">% is of your free funds, PC political capital. The page lists all that is legal now.</p>',
        f'</section><section><h2>Your means</h2><ul class="means">{means}</ul><h2>A turn</h2>',
        f"{_phases(told['turn'])}</section></div><h2>The ladder</h2>{_ladder(told['ladder'])}",
        f'<h2>Four rules</h2><ul class="rules">{rules}</ul><p class="small">{esc(told["short"])}</p>',
    )
    return sheet_of("".join(parts), "brief", told["colour"])


def sheets(told: Payload) -> list[str]:
    """Return the order sheets of a seat: a page a turn."""
    parts = (
        '<h2>Orders as they are written</h2><ul class="crib">',
        *(_crib(row["write"], f"{row['name']}, {row['price']}") for row in told["crib"]),
        '</ul><p class="small">Code, target, level, such as <code>ST rise</code>; of what stands between bars, one. ',
        "Prices are those of the first turn; % is of your free funds.</p>",
        *map(_targets, told["targets"]),
        '<h2>Agreements, at the table and for &lt;agreement&gt;</h2><ul class="crib">',
        *(
            _crib(row["id"], f"{row['name']}, {'; '.join(filter(None, (row['price'], row['shares'])))}")
            for row in told["deals"]
        ),
        "</ul>",
    )
    return [_sheet(told, row, "".join(parts)) for row in told["turns"]]


def _targets(row: Payload) -> str:
    listed = "; ".join(f"<code>{esc(each['id'])}</code> {esc(each['name'])}" for each in row["rows"])
    return f'<p class="small"><b>&lt;{esc(row["kind"])}&gt;</b> {listed}</p>'


def _sheet(told: Payload, row: Payload, foot: str) -> str:
    when = f" · {row['when']}" if row["when"] else ""
    numbers = range(1, row["orders"] + 1)
    orders = [f'<tr><th scope="row">{n}</th><td></td><td></td></tr>' for n in numbers]
    signs = ["<tr><td></td><td></td><td>□ sign &nbsp; □ withhold</td></tr>"] * PENCILLED
    parts = (
        _head(told, f"Order sheet · turn {row['turn']} of {told['of']}{when}"),
        table("write first", ("No.", "Order: code, target, level", "Price"), orders),
        table("write", ("Agreed in pencil", "Who carries what", "Sign it?"), signs),
        '<div class="fields">',
        _field("Signal", ", told to all: one order code"),
        _field("Promise", " not to order next turn"),
        "<p><span><b>Crisis round</b>, if one is due: □ ease &nbsp; □ hold</span></p>",
        _field("Forecast", ", 0 to 100 %"),
        '</div><p class="sentence"><b>One sentence on the record</b></p>',
        '<p class="rule"></p>' * LINES,
        f'<div class="fields">{_field("Finance", ", above a quarter of the funds")}',
        f"{_field('Head of government', '')}</div>{foot}",
    )
    return sheet_of("".join(parts), "sheet", told["colour"])


def cards(told: Payload) -> str:
    """Return the role cards of a seat, to be cut out or folded into name badges."""
    made = "".join(
        f'<section class="card"><p class="over">{esc(told["name"])}</p><h2>{esc(role["name"])}</h2>'
        f'<p>{esc(role["text"])}</p><p class="name"><span></span>Name</p></section>'
        for role in told["roles"]
    )
    head = _head(told, "Role cards · two to six people share them")
    return sheet_of(f'{head}<div class="cards">{made}</div>', "roles", told["colour"])


# -- pieces -------------------------------------------------------------------------------------------------


def _head(told: Payload, over: str) -> str:
    return (
        f'<div class="head"><div><p class="over">{esc(over)}</p><h1>{esc(told["name"])}</h1>'
        f"<p>{esc(told['table'])} · {esc(told['scenario'])}</p></div>{_door(told.get('door'))}</div>"
    )


def _door(door: Payload | None) -> str:
    if door is None:
        return ""
    side, path, label = door["qr"]["size"], door["qr"]["path"], f"QR of {door['url']}"
    return (
        f'<div class="door"><p><span>Join at</span> <b>{esc(door["address"])}</b><br><span>Code of this seat</span> '
        f'<b class="code">{esc(door["code"])}</b></p><svg viewBox="0 0 {side} {side}" role="img" '
        f'aria-label="{esc(label)}" shape-rendering="crispEdges"><rect width="{side}" height="{side}" fill="#fff"/>'
        f'<path d="{path}" fill="#000"/></svg></div>'
    )


def _goal(goal: Payload) -> str:
    held = f" <i>in {goal['turns']} turns or more</i>" if goal["turns"] else ""
    return f"<li><b>{esc(goal['text'])}</b>{held}<small>{'<br>'.join(map(esc, goal['asks']))}</small></li>"


def _order(row: Payload) -> str:
    later = " <i>later</i>" if row["later"] else ""
    return (
        f'<tr><th scope="row">{esc(row["code"])}</th><td>{esc(row["name"])}{later}</td>'
        f"<td>{esc(row['price'])}</td><td><code>{esc(row['example'])}</code></td></tr>"
    )


def _field(name: str, text: str) -> str:
    return f"<p><span><b>{name}</b>{text}</span><i></i></p>"


def _crib(write: str, text: str) -> str:
    return f"<li><code>{esc(write)}</code> <span>{esc(text)}</span></li>"


def _phases(turn: Payload) -> str:
    rows = "".join(f"<li>{esc(row['name'])}<b>{row['minutes']:g}</b></li>" for row in turn["phases"])
    first = f"; {turn['first']:g} in the first two" if turn["first"] != turn["minutes"] else ""
    told = f"Minutes; {turn['minutes']:g} a turn{first}. {turn['turns']} turns."
    return f'<ol class="phases">{rows}</ol><p class="small">{esc(told)}</p>'


def _ladder(told: Payload) -> str:
    steps = "".join(
        f'<li class="tone-{esc(step["tone"])}"><b>{esc(step["name"])}</b> {esc(_from(step))}</li>'
        for step in told["steps"]
    )
    places = "; ".join(
        f"<b>{esc(row['name'])}</b> {row['tension']:g} ({esc(row['level'])}; {esc(row['sides'])})"
        for row in told["places"]
    )
    return (
        f'<ol class="ladder">{steps}</ol><p class="small">Tension, 0 to 100, climbs one step a turn at most. At the '
        f"opening: {places}.</p>"
    )


def _from(step: Payload) -> str:
    return "talks collapse" if step["from"] is None else f"from {step['from']:g}"
