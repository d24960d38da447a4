"""The report as one page: styles, words, drawings, data and scripts, with nothing to be asked for elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wargame import ui
from wargame.faults import WargameError
from wargame.game import Game
from wargame.report import front
from wargame.report.drawing import land
from wargame.report.engine import engine
from wargame.report.figures import data, figure, script, specs
from wargame.report.ledger import ledgers
from wargame.report.markup import card, esc
from wargame.report.turns import turn
from wargame.views.board import Scope, geography

STATIC = Path(ui.__file__).parent / "static"
STYLES = ("theme.css", "board.css")
"""Styles that the report shares with the pages; its own follow."""
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "script-src 'unsafe-inline'",
        "img-src data: blob:",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
"""What the page may do: nothing but show what is in it."""


def report(game: Game, seat: str = "", turning: Sequence[Mapping[str, Any]] | None = None) -> str:
    """Return the report of a game as one HTML page; the same record gives the same bytes.

    Parameters
    ----------
    seat : whose edition: only what it may know; "" for the whole game
    turning : rows of ``views.review.turning``, the order that moved the game most first; they tell the orders of all
        seats, so a seat's edition takes none

    Raises
    ------
    WargameError
        there is no such seat, or turning points for a seat's edition
    """
    if seat and turning:
        raise WargameError("Turning points tell the orders of all seats. Leave them out of a seat's edition.")
    scopes = [Scope(game, number, seat) for number in range(game.turn + 1)]
    last = scopes[-1]
    title = game.play.scenario.frame.title
    edition = f"Edition of {game.play.scenario.nations[seat].name}" if seat else "The whole game"
    ground, charts = geography(game.play.scenario), specs(last)
    books = ledgers(scopes[1:])
    main = [
        front.outcome(last),
        front.turning_points(turning or ()),
        _charts(charts),
        _bar(last),
        *(turn(scope, ground) for scope in scopes),
        front.facts(last),
        front.limits(),
        front.glossary(last, books["words"]),
        front.repeat(last),
    ]
    return _document(
        f"{title}: report",
        _head(title, edition, last),
        "\n".join(main),
        [land(ground), data(charts), script("wg-r-ledger", books)],
    )


def _head(title: str, edition: str, scope: Scope) -> str:
    turns = f"{scope.turn} of {scope.scenario.frame.turns} turns"
    return (
        f'<header class="wg-r-head"><div><h1>{esc(title)}</h1><p>Report of a game · {esc(edition)} · {turns}</p></div>'
        '<p class="wg-r-short">Explores, does not predict. <a href="#limits">Limits of use</a></p>'
        '<button type="button" class="wg-btn wg-r-js" data-do="theme">Light or dark</button>'
        '<button type="button" class="wg-btn wg-r-js" data-do="brief" '
        'title="Outcome, open charts and the turn that is shown">Print in short</button>'
        '<button type="button" class="wg-btn wg-r-js" data-do="print">Print</button></header>'
    )


def _charts(found: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    body = _figures(found[""])
    for group, rows in found.items():
        if group and rows:
            head = f"<summary>{esc(group)} ({len(rows)})</summary>"
            body += f'<details class="wg-r-more">{head}{_figures(rows)}</details>'
    return card("The course of the game", body, level=2)


def _figures(rows: Sequence[Mapping[str, Any]]) -> str:
    return f'<div class="wg-r-figures">{"".join(figure(row) for row in rows)}</div>'


def _bar(scope: Scope) -> str:
    """Return the bar that walks through the turns; without scripts it is a list of links."""
    links = "".join(
        f'<a href="#turn-{number}" data-go="{number}">{esc(scope.label(number)) if number else "Opening"}</a>'
        for number in range(scope.turn + 1)
    )
    return (
        '<nav class="wg-r-bar" aria-label="Turns"><button type="button" class="wg-btn wg-r-js" data-do="back" '
        'aria-label="The turn before">◀</button><button type="button" class="wg-btn wg-r-js" data-do="on" '
        f'aria-label="The next turn">▶</button><div class="wg-r-links">{links}</div>'
        '<label class="wg-r-js"><input type="checkbox" data-do="all"> All turns</label></nav>'
    )


def _document(title: str, head: str, main: str, blocks: Sequence[str]) -> str:
    own = Path(__file__).parent
    styles = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in STYLES)
    styles += (own / "report.css").read_text(encoding="utf-8")
    scripts = [
        engine(),
        (STATIC / "charts.js").read_text(encoding="utf-8"),
        (own / "report.js").read_text(encoding="utf-8"),
    ]
    told = "\n".join(f"<script>{_within(text)}</script>" for text in scripts)
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{esc(title)}</title>\n<style>{styles}</style>\n</head>\n<body>\n"
        f'<div class="wg wg-r"><a class="wg-skip" href="#report">To the content</a>\n{head}\n'
        f'<main id="report" class="wg-r-main" tabindex="-1">\n{main}\n</main>\n'
        f"{''.join(blocks)}</div>\n{told}\n</body>\n</html>\n"
    )


def _within(text: str) -> str:
    """Return a script as it may stand in a page: nothing in it ends it early."""
    return text.replace("</script", "<\\/script")
