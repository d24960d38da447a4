"""The printed kit as HTML: pages of A4 that a browser prints, or saves as PDF, as they stand on the screen.

Every text that goes in is escaped; the payloads come from ``wargame.views.room.kit``, the pages of a seat from
``printed_seat``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from wargame.report.markup import esc

Payload = Mapping[str, Any]
PARTS = {
    "kit": "Whole kit",
    "briefs": "Seat briefs",
    "sheets": "Order sheets",
    "cards": "Role cards",
    "script": "Script",
}
"""Parts of the kit that can be printed by themselves."""
_STYLE = Path(__file__).with_name("print.css")


def document(
    title: str, pages: Iterable[str], *, room: str, part: str, seats: Sequence[tuple[str, str]]
) -> str:
    """Return a document that prints page by page; on the screen a bar above leads to its other parts.

    Parameters
    ----------
    pages : HTML of the pages;  room : its name
    part : of ``PARTS``, or the seat whose pages these are;  seats : id and name of those that people play
    """
    links = [(f"/print/{quote(room)}/{each}", name, each == part) for each, name in PARTS.items()]
    links += [(f"/print/{quote(room)}/seat/{quote(seat)}", name, seat == part) for seat, name in seats]
    nav = "".join(
        f'<a href="{esc(path)}"{" aria-current=page" if here else ""}>{esc(name)}</a>'
        for path, name, here in links
    )
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{esc(title)}</title>\n<link rel="icon" href="data:,">\n'
        f"<style>{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n"
        f'<header class="bar"><b>{esc(title)}</b><nav aria-label="Parts of the kit">{nav}</nav>'
        '<button type="button" onclick="window.print()">Print, or save as PDF</button></header>\n'
        f"<main>\n{''.join(pages)}</main>\n</body>\n</html>\n"
    )


def sheet_of(body: str, kind: str, colour: str = "") -> str:
    """Return one page of paper."""
    look = f' style="--c:{esc(colour)}"' if colour else ""
    return f'<section class="page {kind}"{look}>{body}</section>\n'


def table(kind: str, head: Sequence[str], rows: Iterable[str]) -> str:
    """Return a table; heads are text, rows are HTML."""
    top = "".join(f'<th scope="col">{esc(text)}</th>' for text in head)
    first = f"<thead><tr>{top}</tr></thead>" if head else ""
    return f'<table class="{kind}">{first}<tbody>{"".join(rows)}</tbody></table>'


# -- the facilitator's pages --------------------------------------------------------------------------------


def cover(told: Payload, codes: Sequence[Payload], address: str) -> str:
    """Return the first page: what is played, who sits where, the codes of all seats; for the facilitator alone."""
    question = f'<p class="question">{esc(told["question"])}</p>' if told["question"] else ""
    house = f"<p>House AI plays {esc(', '.join(told['house']))}.</p>" if told["house"] else ""
    parts = (
        f'<p class="over">Facilitator only · do not hand out</p><h1>{esc(told["table"])}</h1>',
        f"<p>{esc(told['scenario'])}</p>{question}<h2>Who comes in where</h2>",
        f"<p>Everybody opens <b>{esc(address)}/join</b> and types the code of a seat; each brief has its own as a ",
        "picture for the phone.</p>",
        table("codes", ("Seat", "Code"), map(_code, codes)),
        f"{house}<h2>How it runs, {_time(told['minutes'])} in all</h2>",
        table("times", (), map(_station, told["scenes"])),
        "<h2>What to hand out</h2><ol><li>To each team: its brief, its role cards and, for a table on paper, its ",
        "order sheets. They hold what only that team may know.</li>",
        "<li>Nothing of another team’s, and not this page.</li></ol>",
    )
    return sheet_of("".join(parts), "cover")


def _code(row: Payload) -> str:
    dot = f'<i class="dot" style="background:{esc(row["colour"])}"></i>' if row["colour"] else ""
    return f'<tr><th scope="row">{dot}{esc(row["name"])}</th><td class="code">{esc(row["shown"])}</td></tr>'


def _station(scene: Payload) -> str:
    return (
        f'<tr><td class="num">{_clock(scene["start"])}</td><th scope="row">{esc(scene["title"])}</th>'
        f'<td class="num">{scene["minutes"]:g} min</td></tr>'
    )


def script(told: Payload) -> str:
    """Return the facilitator's script: what to say and do, minute by minute."""
    parts = (
        f'<p class="over">{esc(told["table"])} · facilitator only</p><h1>The script</h1>',
        f"<p>{_time(told['minutes'])} in all. What-if questions: {esc(told['asks'])}. A crisis round is played only ",
        "where one is due, and adds its minutes.</p>",
        *map(_scene, told["scenes"]),
    )
    return sheet_of("".join(parts), "script")


def _scene(scene: Payload) -> str:
    start, rows = scene["start"], []
    for cue in scene["cues"]:
        length = f"{cue['minutes']:g} min" if cue["minutes"] else "if due"
        rows.append(
            f'<tr><td class="num">{_clock(start)}</td>'
            f'<th scope="row">{esc(cue["phase"] or scene["title"])}<small>{length}</small></th>'
            f"<td>{esc(cue['say'])}</td><td>{esc(cue['do'])}</td></tr>"
        )
        start += cue["minutes"]
    span = f"{_clock(scene['start'])} to {_clock(scene['start'] + scene['minutes'])}"
    return f"<h2>{esc(scene['title'])} <small>{span}</small></h2>" + table(
        "scene", ("At", "Phase", "Say", "Do"), rows
    )


def _clock(minutes: float) -> str:
    """Return minutes since the beginning as hours and minutes.

    Examples
    --------
    >>> _clock(0), _clock(96.5)
    ('0:00', '1:36')
    """
    return f"{int(minutes) // 60}:{int(minutes) % 60:02d}"


def _time(minutes: float) -> str:
    """Return a length of time as it is told.

    Examples
    --------
    >>> _time(149), _time(45)
    ('2 h 29', '45 min')
    """
    whole = round(minutes)
    return f"{whole // 60} h {whole % 60:02d}" if whole >= 60 else f"{whole} min"
