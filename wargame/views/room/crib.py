"""Orders on paper: the ten that bear on what a seat is after, and all it may write, with codes and prices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from wargame.address import parse_measure, split_field
from wargame.menus import LegalOrder
from wargame.narrate import names
from wargame.narrate.situation import Seat
from wargame.rulebook.words import price_words
from wargame.schema import Condition, Order
from wargame.views.seat.words import label

TEN = 10
"""Orders on a seat's brief."""
FEW = 3
"""Targets that are named where an order is written; more of them are listed once for all orders."""
AGREEMENT = "agreement"
"""Kind of target that has a list of its own on a sheet."""
OWN = 0.25
"""What it counts that an order is for such seats alone."""
_BUILDS = {"protection", "capability", "legacy", "legacy10", "stage"}
_MOVES = {
    "allot": _BUILDS,
    "advance": _BUILDS,
    "pledge": {"streak", "spending", "burden_share"},
    "unlock": {"unlocked"},
    "withdraw": {"agreement"},
    "claim": {"home.recognition"},
}
"""What orders move whose work is a verb, by the measures that objectives read."""
_SAME = {"level": "tension"}


def ten(seat: Seat) -> list[dict[str, Any]]:
    """Return the orders that bear most on a seat's objectives at the opening, in the order of the rules.

    What few of its orders move tells more than what most of them do, and orders that are for such seats alone go before
    those that anybody may give. Those that have to wait come last.
    """
    found = {name: (row, legal) for name, row, legal in _issuable(seat)}
    moved = {name: _moved(row) for name, (row, _) in found.items()}
    times = Counter(measure for each in moved.values() for measure in each)
    goals = [_sought(each) for each in seat.scenario.objectives.values() if each.seat == seat.id]

    def bearing(name: str) -> tuple[bool, float]:
        row, legal = found[name]
        weight = sum(1.0 / times[measure] for goal in goals for measure in goal & moved[name])
        return bool(legal), weight + (OWN if row.who else 0.0)

    best = sorted(found, key=bearing, reverse=True)[:TEN]
    return [_row(seat, name, found[name][1]) for name in found if name in best]


def crib(seat: Seat) -> list[dict[str, Any]]:
    """Return every order that the seat could ever give, with all that it may be aimed at, as it is written."""
    return [_row(seat, name, rows) for name, _, rows in _issuable(seat)]


def targets(seat: Seat) -> list[dict[str, Any]]:
    """Return what stands for ``<programme>``, ``<area>`` and so on where orders are written: ids with their names."""
    found: dict[str, dict[str, str]] = {}
    for row in crib(seat):
        if f"<{row['kind']}>" in row["write"]:
            found.setdefault(row["kind"], {}).update({each["id"]: each["name"] for each in row["targets"]})
    rows = [
        {"kind": kind, "rows": [{"id": each, "name": name} for each, name in held.items()]}
        for kind, held in found.items()
    ]
    return [row for row in rows if row["kind"] != AGREEMENT]


def _issuable(seat: Seat) -> Iterator[tuple[str, Order, list[LegalOrder]]]:
    """Yield each order that the seat could ever give, with its forms that are legal at the opening."""
    options, world = seat.game.play.options, seat.world
    could = {world.ids["order"][order] for order in options.order[options.may[seat.place]]}
    legal = seat.game.legal_orders(seat.id)
    for name, row in seat.scenario.ruleset.orders.items():
        if name in could:
            yield name, row, [each for each in legal if each.order == name]


def _row(seat: Seat, name: str, legal: list[LegalOrder]) -> dict[str, Any]:
    order = seat.scenario.ruleset.orders[name]
    options, world = seat.game.play.options, seat.world
    line = world.index["order"][name]
    mine = [k for k, each in enumerate(options.order) if each == line and options.may[seat.place, k]]
    texts = [options.text[k].split() for k in mine]
    aims = list(dict.fromkeys(words[1] for words in texts)) if order.target != "none" else []
    aim = f"<{order.target}>" if len(aims) > FEW or order.target == AGREEMENT else "|".join(aims)
    return {
        "id": name,
        "code": order.code,
        "name": order.name,
        "text": order.text,
        "price": _price(order, legal),
        "levels": [label(each) for each in order.levels if each],
        "kind": order.target,
        "targets": [{"id": each, "name": names.thing(seat.scenario, each)} for each in aims],
        "write": " ".join(filter(None, (order.code, aim, "|".join(filter(None, order.levels))))),
        "example": _example(order.code, legal[0].text if legal else " ".join(texts[0])),
        "later": not legal,
    }


def _example(code: str, text: str) -> str:
    """Return an order with its code in front, as it may be typed."""
    return " ".join((code, *text.split()[1:]))


def _price(order: Order, legal: list[LegalOrder]) -> str:
    """Return what the order costs the seat, over all its forms; money is in percent of the free funds."""
    if not legal:
        return price_words(order).replace("wedge", "free funds")
    told = [_span([each.capital for each in legal], "PC"), _span([each.percent for each in legal], "%")]
    return " + ".join(filter(None, told)) or "free"


def _span(found: list[float], unit: str) -> str:
    """Return the least and the most of a price; what is below nothing is freed.

    Examples
    --------
    >>> _span([1.0, 3.0], "PC"), _span([-6.0], "%"), _span([-2.9, 5.7], "%"), _span([0.0], "%")
    ('1 to 3 PC', 'frees 6 %', '−3 to +6 %', '')
    """
    low, high = round(min(found)), round(max(found))
    if low == high == 0:
        return ""
    if high <= 0:
        return f"frees {-high if low == high else f'{-high} to {-low}'} {unit}"
    if low < 0:
        return f"−{-low} to +{high} {unit}"
    return f"{high} {unit}" if low == high else f"{low} to {high} {unit}"


# -- what objectives seek, and orders move ------------------------------------------------------------------


def _sought(objective: Any) -> frozenset[str]:
    """Return the measures that an objective reads, as ``_moved`` tells them."""
    conditions: list[Condition] = [each for clause in objective.all for each in clause]
    return frozenset(_named(text) for condition in conditions for text in (*condition.sum, *condition.less))


def _named(text: str) -> str:
    measure = parse_measure(text)
    name = _SAME.get(measure.name, measure.name)
    return f"{name}.{measure.part}" if name in ("home", "support") else name


def _moved(order: Order) -> frozenset[str]:
    """Return the measures that an order moves by itself."""
    found: set[str] = set()
    for effect in order.effect:
        found |= _MOVES.get(effect.verb, set())
        if effect.verb == "adjust":
            name, _ = split_field(effect.field)
            found.add(effect.field if name in ("home", "support") else name)
    return frozenset(found)
