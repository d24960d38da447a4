"""Pieces of HTML: every text that goes in is escaped here."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def esc(text: Any) -> str:
    """Return a text as HTML shows it.

    Examples
    --------
    >>> esc("a < b & c")
    'a &lt; b &amp; c'
    """
    return html.escape(str(text))


def table(
    caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()
) -> str:
    """Return a table with its caption; the first cell of each row is its head.

    Parameters
    ----------
    rows : cells that are HTML already
    numbers : columns of numbers, from 0
    """
    kind = [' class="wg-num"' if place in numbers else "" for place in range(len(head))]
    top = "".join(f'<th scope="col"{each}>{esc(text)}</th>' for text, each in zip(head, kind, strict=True))
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{cell}</th>' if not place else f"<td{each}>{cell}</td>"
            for place, (cell, each) in enumerate(zip(row, kind, strict=True))
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="wg-scroll"><table class="wg-table"><caption>{esc(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def card(title: str, body: str, note: str = "", wide: int = 12, level: int = 3) -> str:
    """Return a card with its heading; nothing for an empty body."""
    if not body:
        return ""
    told = f"<small>{esc(note)}</small>" if note else ""
    return (
        f'<section class="wg-card wg-c{wide}"><div class="wg-card-head"><h{level}>{esc(title)}</h{level}>{told}</div>'
        f"{body}</section>"
    )


def items(rows: Iterable[str]) -> str:
    """Return a list of rows that are HTML already; nothing if there are none."""
    told = "".join(f"<li>{row}</li>" for row in rows)
    return f"<ul>{told}</ul>" if told else ""


def tag(badge: Mapping[str, Any]) -> str:
    """Return a nation's mark: its id on its colour, and its name for whoever points at it."""
    look = f'class="wg-tag" style="--wg-c:{esc(badge["colour"])}" title="{esc(badge["name"])}"'
    return f"<span {look}>{esc(badge['id'])}</span>"


def moved(change: float | None, places: int = 1) -> str:
    """Return a change since last turn, with an arrow; nothing for none.

    Examples
    --------
    >>> moved(-2.04), moved(0.0), moved(None)
    (' <small class="wg-r-moved">▼ 2.0</small>', '', '')
    """
    if change is None or round(change, places) == 0.0:
        return ""
    return f' <small class="wg-r-moved">{"▲" if change > 0 else "▼"} {abs(change):.{places}f}</small>'


def signed(value: float, places: int) -> str:
    """Return a number with its sign, and a true minus.

    Examples
    --------
    >>> signed(-0.5, 2), signed(0.25, 2), signed(0.0, 1)
    ('−0.50', '+0.25', '0.0')
    """
    mark = "+" if value > 0 else "−" if value < 0 else ""
    return f"{mark}{abs(value):.{places}f}"
