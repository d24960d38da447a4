"""Budgets: all nations stacked over the turns, and what of a seat's own funds is committed and what is free."""

from __future__ import annotations

from typing import Any

from wargame.adjudication.phases.hosting import bills
from wargame.adjudication.phases.payments import between, line_bills, wedge
from wargame.narrate import names
from wargame.state import IN_FORCE
from wargame.tables import MONEY, PRICES, unit_of
from wargame.views.board.scope import COMPACT, Scope, badge, colours, plain
from wargame.views.links import ref

_SMALL = 1e-6
"""Money below this is none, bn USD or points."""


def budgets(scope: Scope) -> dict[str, Any]:
    """Return the chart of all defence budgets stacked, turn by turn; what is no money is left out and named.

    Of many nations the largest stand for themselves and the rest for all others; at the opening, with nothing to
    stack over, there are bars.
    """
    rows = scope.scenario.nations
    money = [seat for seat, row in rows.items() if row.money == MONEY]
    others = [seat for seat in rows if seat not in money]
    note = f"{PRICES} a year"
    if others:
        note += f"; without {names.nations(scope.scenario, others)}, whose money is an index"
    return {
        "id": "budgets",
        "kind": "stack" if scope.turn else "bars",
        "title": "Defence budgets",
        "note": note,
        "unit": MONEY,
        "x": {"name": "year" if scope.world.years == 1.0 else "turn", "values": labels(scope)},
        "series": _layers(scope, money),
        "marks": [],
        "range": None,
        "zero": True,
        "percent": False,
        "label": f"Defence budgets of {len(money)} nations, {scope.label(0)} to {scope.label(scope.turn)}.",
    }


def _layers(scope: Scope, money: list[str]) -> list[dict[str, Any]]:
    """Return the layers of the stack: one a nation, or the largest and all others."""
    shades, places = colours(scope.scenario), scope.world.index["nation"]
    largest = sorted(money, key=lambda seat: -float(scope.now.spending[0, places[seat]]))[: COMPACT - 1]
    alone = [seat for seat in money if not scope.crowded or seat in (*largest, scope.seat)]
    rest = [places[seat] for seat in money if seat not in alone]
    told = [(seat, scope.scenario.nations[seat].name, shades[seat], [places[seat]]) for seat in alone]
    if rest:
        told.append(("others", f"{len(rest)} others", "muted", rest))
    return [
        {
            "id": name,
            "name": text,
            "colour": colour,
            "values": scope.course(lambda state, of=tuple(of): state.spending[0, of].sum()),  # type: ignore[misc]
            "dash": False,
            "symbol": False,
        }
        for name, text, colour, of in told
    ]


def labels(scope: Scope) -> list[str]:
    """Return the names of the turns played, the opening first."""
    return [scope.label(turn) for turn in range(scope.turn + 1)]


def purse(scope: Scope) -> dict[str, Any]:
    """Return what of each nation's funds for new things is committed, and what is free; a seat learns of its own.

    Returns
    -------
    ``rows``, one a nation: ``funds`` of a turn with what ended agreements have ``freed``, ``parts`` with amount and
    percent, of the kinds outside, agreement, programme and free, which sum to the funds, ``over`` for what they cannot
    cover, and political capital
    """
    return {
        "seat": scope.seat,
        "rows": [_purse(scope, seat) for seat in scope.seats],
        "ref": ref("field", "funds"),
    }


def _purse(scope: Scope, seat: str) -> dict[str, Any]:
    world, place = scope.world, scope.world.index["nation"][seat]
    new, row = float(wedge(world, scope.now)[0, place]) * world.years, scope.scenario.nations[seat]
    extra = _extra(scope, place)
    freed = max(-extra, 0.0)
    parts = [*_taken(scope, place, new, extra), *_lines(scope, place)]
    spent = sum(part["amount"] for part in parts)
    free = float(scope.now.funds[0, place])
    parts.append({"kind": "free", "name": "free for orders", "amount": free, "ref": ref("field", "funds")})
    unit, whole = unit_of(world, MONEY, seat), new + freed
    return {
        **badge(scope, seat),
        "unit": "points" if unit == "index" else unit,
        "funds": plain(whole, 3),
        "freed": plain(freed, 3),
        "parts": [
            {**part, "amount": plain(part["amount"], 3), "percent": plain(100.0 * part["amount"] / whole, 1)}
            for part in parts
        ],
        "over": plain(max(spent + free - whole, 0.0), 3),
        "capital": {
            "cap": row.capital.cap,
            "income": row.capital.income,
            **(scope.number("capital", place) or {}),
        },
        "slots": row.slots,
    }


def _extra(scope: Scope, place: int) -> float:
    """Return what agreements cost a nation beyond those of the opening; less than 0 where those have ended."""
    world, now = scope.world, scope.now
    due = world.burden_shares(now.term)[0, :, place] * bills(world, now)[0] * (now.agreement[0] == IN_FORCE)
    return (float(due.sum()) - float(world.base_burden[place])) * world.years


def _taken(scope: Scope, place: int, new: float, extra: float) -> list[dict[str, Any]]:
    """Return what an outside drain and agreements beyond those of the opening take.

    Parameters
    ----------
    new : the wedge of the turn;  extra : what agreements cost beyond those of the opening
    """
    seat, told = scope.world.ids["nation"][place], []
    for d, (name, row) in enumerate(scope.scenario.drains.items()):
        taken = float(between(row.funds, scope.now.drain[:, d])[0]) / 100.0 * new
        if row.drained == seat and taken > _SMALL:
            told.append({"kind": "outside", "name": row.name, "amount": taken, "ref": ref("drain", name)})
            new -= taken
    if extra > _SMALL:
        told.append(
            {
                "kind": "agreement",
                "name": "agreements since the opening",
                "amount": extra,
                "ref": ref("field", "term"),
            }
        )
    return told


def _lines(scope: Scope, place: int) -> list[dict[str, Any]]:
    """Return what the standing lines of a nation's programmes take."""
    bills = line_bills(scope.world, scope.now)[0, :, place] * scope.world.years
    rows = scope.scenario.programmes
    return [
        {"kind": "programme", "name": rows[name].name, "amount": float(bill), "ref": ref("programme", name)}
        for name, bill in zip(rows, bills, strict=True)
        if bill > _SMALL
    ]
