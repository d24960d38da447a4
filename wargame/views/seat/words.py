"""Small words of the seat's page: prices, nations with their colour, sources as links."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wargame.menus import LegalOrder
from wargame.narrate.situation import Seat
from wargame.views.links import ref

Payload = dict[str, Any]


def nation(seat: Seat, name: str) -> Payload:
    """Return a nation as id, name and colour."""
    row = seat.scenario.nations[name]
    return {"id": name, "name": row.name, "colour": row.colour, "mine": name == seat.id}


def sources(names: Iterable[str]) -> list[Payload]:
    """Return keys of the bibliography with the rows they lead to."""
    return [{"key": name, "ref": ref("source", name)} for name in names]


def tone(seat: Seat, of: str, field: str, moved: float) -> str:
    """Return whether a move of a number is good or bad for the seat, "" where that lies with who looks at it."""
    name, _, part = field.partition(".")
    wanted = {"tension": "low", "stability": "high"}.get(name, "")
    if of == seat.id:
        own = seat.scenario.ruleset.tracks[part].better if name == "home" else ""
        wanted = own or ("high" if name in ("capability", "protection", "tech", "capital") else "")
    return (
        "" if wanted in ("", "none") or not moved else "good" if (moved > 0) == (wanted == "high") else "bad"
    )


def price(seat: Seat, row: LegalOrder) -> Payload:
    """Return what an order costs, short for a button and whole for its title."""
    capital = f"{row.capital:g} PC" if row.capital else ""
    frees = "frees " if row.funds < 0 else ""
    share = f"{abs(row.percent):.0f} %" if row.funds else ""
    money = f"{frees}{abs(row.funds):.2f} {seat.money} ({share} of the free wedge)" if row.funds else ""
    return {
        "capital": row.capital,
        "funds": row.funds,
        "percent": row.percent,
        "short": " + ".join(
            filter(None, (capital, f"{'−' if row.funds < 0 else ''}{share}" if share else ""))
        ),
        "whole": " and ".join(filter(None, (capital, money))) or "free of charge",
    }


def label(text: str) -> str:
    """Return a level of an order's menu as it is told: a bare number is a percent."""
    return f"{text} %" if text.isdigit() else text


def first_up(text: str) -> str:
    """Return a text with a capital letter in front."""
    return text[:1].upper() + text[1:]
