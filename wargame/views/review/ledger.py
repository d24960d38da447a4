"""The ledger of a turn: every number that changed, and the reasons that sum to its change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from wargame.faults import WargameError
from wargame.narrate import names
from wargame.narrate.reasons import FORMS
from wargame.scenario import Scenario
from wargame.state import FIELDS
from wargame.tables import CLASSES, CODES, LONG, MONEY, OUTPUT, PRICES, part_name, text_of, unit_of
from wargame.views.board.scope import Scope, colours, minus
from wargame.views.links import cause_ref, number_ref, sources
from wargame.views.seat.words import first_up

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Flashpoints and region": (
        "tension",
        "level",
        "status_quo",
        "drain",
        "stability",
        "cohesion",
        "pusher",
        "ending",
    ),
    "Relations": ("trust", "relation", "threat", "salience", "promise"),
    "Home politics": ("home", "support", "unlocked", "capital"),
    "Money": ("spending", "gdp", "growth", "stance", "surge_wait", "streak", "funds"),
    "Programmes": ("stage", "work", "overrun", "slip", "share", "funding", "legacy"),
    "Capability": ("capability", "protection", "tech", "intelligence"),
    "Agreements": ("agreement", "left", "term", "secret"),
    "Beliefs": ("estimate", "estimate_error"),
    "Cards and objectives": ("drawn", "queued", "met"),
}
"""Fields as the ledger is filtered by them, in the order in which a reader asks."""
MOST = 60
"""Rows that are told at first; a turn of six nations changes some six hundred numbers."""
TOLD = ("key", "of", "field", "whose", "what", "before", "after", "change", "up", "group", "ref")
PARTS = frozenset({"track", "gate", "area", "threat_class"})
"""Last axes whose entries are part of a number's name, ``home.approval``."""
BESIDE = 20.0
"""Width of a scale on which the number of an order or a seat counts as one."""
LAST, ASIDE = frozenset({"Beliefs", "Cards and objectives"}), 0.1
"""Groups that few ask for, and what their changes count beside others."""
OUTLOOK, NOT_YET = "legacy", "not worked out"
"""What the opening holds no number of yet, and how that is told."""
PERCENTS = frozenset({"share", "log units"})
UNITLESS = frozenset({"index", "count", "ratio", "share", "log units"})


@dataclass(frozen=True)
class Filter:
    """What of a ledger is wanted.

    Attributes
    ----------
    nation, group : only what is about them, "" for all;  text : only rows that hold these letters
    most : rows that are told
    """

    nation: str = ""
    group: str = ""
    text: str = ""
    most: int = MOST

    def takes(self, row: Mapping[str, Any]) -> bool:
        """Tell whether a row is wanted."""
        held = f"{row['what']} {row['whose']} {row['field']}".lower()
        return (
            self.nation in ("", *row["nations"])
            and self.group in ("", row["group"])
            and all(word in held for word in self.text.lower().split())
        )


def more(wanted: Filter) -> Filter:
    """Return the same filter with more rows."""
    return replace(wanted, most=wanted.most + 2 * MOST)


def ledger(scope: Scope, wanted: Filter | None = None) -> dict[str, Any]:
    """Return the numbers that changed in a turn, as far as they may be seen, the largest changes of their scale first.

    Returns
    -------
    ``rows`` (key, of, field, whose, what, before, after, change, group), ``count`` of those that fit and ``all`` of
    the turn, ``groups`` and ``nations`` to filter by, the filter; ``note`` if there is nothing to tell
    """
    wanted = wanted or Filter()
    rows = [] if scope.before is None else sorted(_rows(scope), key=lambda row: (-row["size"], row["key"]))
    held = {row["group"] for row in rows}
    shades = colours(scope.scenario)
    fitting = [row for row in rows if wanted.takes(row)]
    return {
        "turn": scope.turn,
        "label": scope.label(scope.turn),
        "rows": [{name: row[name] for name in TOLD} for row in fitting[: wanted.most]],
        "count": len(fitting),
        "all": len(rows),
        "nation": wanted.nation,
        "group": wanted.group,
        "text": wanted.text,
        "groups": [name for name in GROUPS if name in held],
        "nations": [
            {"id": seat, "name": row.name, "colour": shades[seat]}
            for seat, row in scope.scenario.nations.items()
        ],
        "note": "" if scope.turn else "This is the opening: nothing has changed yet. Move to turn 1.",
    }


def _rows(scope: Scope) -> Iterator[dict[str, Any]]:
    assert scope.before is not None
    for group, fields in GROUPS.items():
        for name in fields:
            if name in LONG or (scope.seat and name == "estimate"):
                continue
            old, new = getattr(scope.before, name)[0], getattr(scope.now, name)[0]
            for place in np.argwhere(np.asarray(old != new)) if FIELDS[name].axes else _scalar(old, new):
                index = tuple(int(k) for k in place)
                if scope.knows(name, *index):
                    yield _row(scope, group, name, index, float(old[index]), float(new[index]))


def _scalar(old: Any, new: Any) -> list[tuple[int, ...]]:
    return [()] if old != new else []


def _row(
    scope: Scope, group: str, name: str, index: tuple[int, ...], old: float, new: float
) -> dict[str, Any]:
    axes, world = FIELDS[name].axes, scope.world
    ids = [world.ids[axis][k] for axis, k in zip(axes, index, strict=True)]
    part = ids.pop() if axes and axes[-1] in PARTS else ""
    field, of = f"{name}.{part}" if part else name, ">".join(ids)
    widest = _width(name, new - old)
    return {
        "key": f"{field} {of}",
        "of": of,
        "field": field,
        "whose": _whose(scope, axes, ids),
        "what": _what(scope, name, part),
        "before": NOT_YET if name == OUTLOOK and scope.turn == 1 else _told(scope, name, old),
        "after": _told(scope, name, new),
        "change": _change(scope, name, new - old, _money_of(scope, name, ids)),
        "up": new > old,
        "size": round(abs(new - old) / (widest or max(abs(old), 1.0)) * (ASIDE if group in LAST else 1.0), 5),
        "group": group,
        "ref": number_ref(field),
        "nations": [each for each in ids if each in world.index["nation"]],
    }


def _width(name: str, moved: float) -> float:
    """Return the width of a field's scale, 0 for a stock that grows by ratios."""
    if name in CODES:
        # the number of an order or a seat is no quantity: told in the middle of all others
        return BESIDE * abs(moved)
    wide = float(FIELDS[name].high) - float(FIELDS[name].low)
    return 0.0 if wide > 1000.0 else wide


def _whose(scope: Scope, axes: tuple[str, ...], ids: list[str]) -> str:
    named = [part_name(scope.world, axis, each) for axis, each in zip(axes, ids, strict=False)]
    if axes[:1] == ("agreement",):
        return names.agreement(scope.scenario, ids[0])
    if axes[:1] == ("event",):
        return scope.scenario.events[ids[0]].name
    if axes[:1] == ("objective",):
        return scope.scenario.objectives[ids[0]].text
    return " → ".join(named) or "the region"


def _what(scope: Scope, name: str, part: str) -> str:
    """Return what a number is, without its scale."""
    if name == "home":
        return scope.scenario.ruleset.tracks[part].name
    if name == "agreement":
        return "Standing of the agreement"
    text = text_of(scope.world, FIELDS[name], "", numbered=False).partition(":")[0]
    axis = FIELDS[name].axes[-1] if part else ""
    told = f"{text}, {part_name(scope.world, axis, part).lower()}" if part else text
    return told[:1].upper() + told[1:]


def _told(scope: Scope, name: str, value: float) -> str:
    row = FIELDS[name]
    if name in CLASSES:
        return str(CLASSES[name][int(value)])
    if row.kind == "flag":
        return "yes" if value else "no"
    if name in CODES:
        ids = scope.world.ids["order" if name == "promise" else "nation"]
        return "none" if value < 0 else _named(scope, name, ids[int(value)])
    if row.unit in PERCENTS:
        return minus(f"{100.0 * value:.1f} %")
    return minus(f"{value:{FORMS.get(row.unit, '.2f')}}")


def _money_of(scope: Scope, name: str, ids: list[str]) -> str:
    """Return the unit of a number whose unit is money, as its nation counts it; "" for what has another unit."""
    unit = FIELDS[name].unit
    told = unit_of(scope.world, unit, ids[0]) if unit in (MONEY, OUTPUT) else ""
    return "points" if told == "index" else told


def _named(scope: Scope, name: str, entry: str) -> str:
    rows: Mapping[str, Any] = scope.scenario.ruleset.orders if name == "promise" else scope.scenario.nations
    return str(rows[entry].name)


def _change(scope: Scope, name: str, moved: float, money: str) -> str:
    row = FIELDS[name]
    if name in CLASSES or row.kind == "flag" or name in CODES:
        return ""
    if row.unit in PERCENTS:
        return minus(f"{100.0 * moved:+.1f} points of 100")
    unit = "" if row.unit in UNITLESS else f" {money or row.unit}"
    return minus(f"{moved:+{FORMS.get(row.unit, '.2f')}}{unit}")


Opened = tuple[tuple[str, str, str], ...]
"""Numbers that are opened into their reasons: key, of and field of each."""
MOST_OPEN = 20


def toggled(opened: Opened, key: str, of: str, field: str) -> Opened:
    """Return the opened numbers with one more, or without it if it was among them; the oldest give way.

    Examples
    --------
    >>> toggled((("a", "", ""),), "b", "", ""), toggled((("a", "", ""),), "a", "", "")
    ((('a', '', ''), ('b', '', '')), ())
    """
    rest = tuple(each for each in opened if each[0] != key)
    return rest if len(rest) < len(opened) else (*rest, (key, of, field))[-MOST_OPEN:]


# -- why ----------------------------------------------------------------------------------------------------


def why(scope: Scope, of: str, field: str) -> dict[str, Any]:
    """Return the reasons of one number in the turn; they sum to its change.

    Raises
    ------
    WargameError
        no such number, or one that is kept from the seat
    """
    if not scope.turn:
        raise WargameError("This is the opening: nothing has changed yet. Move to turn 1.")
    told = scope.game.why(of, field, scope.turn, seat=scope.seat or None)
    return {
        "key": f"{field} {of}",
        "unit": "points of 100" if told.unit in PERCENTS else PRICES if told.unit == MONEY else told.unit,
        "ref": number_ref(field),
        "reasons": [
            {
                "text": first_up(names.reason(scope.scenario, row.reason, row.rule)),
                "amount": _amount(told.unit, row.amount),
                "up": row.amount > 0,
                "by": _by(scope.scenario, row.actor),
                "rule": row.rule,
                "ref": cause_ref(scope.scenario, row.rule),
                "sources": sources(scope.scenario, row.source),
            }
            for row in sorted(told.reasons, key=lambda row: -abs(row.amount))
        ],
        "sum": _amount(told.unit, told.after - told.before),
    }


def _amount(unit: str, amount: float) -> str:
    if unit in PERCENTS:
        return minus(f"{100.0 * amount:+.2f}")
    return minus(f"{amount:+{FORMS.get(unit, '.3f')}}")


def _by(scenario: Scenario, actor: str) -> str:
    return names.nation(scenario, actor) if actor else ""
