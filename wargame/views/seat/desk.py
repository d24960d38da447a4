"""The orders desk: what may be ordered and at what price, and the draft with its sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wargame.faults import OrderError
from wargame.inputs import Draft
from wargame.menus import LegalOrder
from wargame.narrate import desk as told
from wargame.narrate import names
from wargame.narrate.situation import Seat, crisis_place, own, seen
from wargame.orders import allowance
from wargame.rulebook.words import written
from wargame.schema import Order
from wargame.state import IN_FORCE
from wargame.views.links import ref
from wargame.views.seat.situation import wedge
from wargame.views.seat.words import Payload, first_up, label, price, sources

GROUPS = {"money": "Money", "cooperation": "Cooperation", "politics": "Politics", "pressure": "Pressure"}
"""Groups of orders, in the order in which the desk shows them."""
WORN = {1: "half as much", 2: "a quarter as much", 3: "an eighth as much"}
"""What is left of an order's effects, by the times that it was repeated."""


def menu(seat: Seat) -> Payload:
    """Return every legal order by group, each with prices, what allows it, what it does and what it rests on.

    It is the same for all drafts of a turn, so that a page needs it only once.
    """
    rows: dict[str, list[LegalOrder]] = {}
    for row in seat.game.legal_orders(seat.id):
        rows.setdefault(row.order, []).append(row)
    rules = seat.scenario.ruleset.orders
    made = [(rules[name].group, _order(seat, name, found)) for name, found in rows.items()]
    return {
        "groups": [
            {"id": group, "name": name, "orders": [order for kind, order in made if kind == group]}
            for group, name in GROUPS.items()
            if any(kind == group for kind, _ in made)
        ],
        "count": sum(len(found) for found in rows.values()),
    }


def marks(seat: Seat, draft: Draft) -> Payload:
    """Return which orders of the menu are drafted, and which cost more than the draft leaves."""
    left = told.sums(seat, draft)
    over = [
        row.text
        for row in seat.game.legal_orders(seat.id)
        if row.text not in draft.orders and (row.capital > left.capital or row.funds > max(left.funds, 0.0))
    ]
    return {"drafted": list(draft.orders), "over": over}


def _allowed(seat: Seat) -> int:
    return int(allowance(seat.world, seat.game.turn + 1)[seat.place])


def _order(seat: Seat, name: str, rows: Sequence[LegalOrder]) -> Payload:
    """Return one order of the rules with its choices, by target."""
    rules = seat.scenario.ruleset
    order = rules.orders[name]
    targets: dict[str, list[LegalOrder]] = {}
    for row in rows:
        targets.setdefault(row.target, []).append(row)
    return {
        "id": name,
        "code": order.code,
        "name": order.name,
        "help": order.text,
        "write": written(name, order),
        "effects": told.effects_told(rules, order),
        "needs": list(_needs(seat, order)),
        "ref": ref("order", name),
        "sources": sources(order.source),
        "targets": [
            {
                "id": target,
                "name": names.thing(seat.scenario, target) if target else "",
                "levels": [
                    {
                        "text": row.text,
                        "name": names.order(seat.scenario, row.text),
                        "label": label(row.level),
                        "price": price(seat, row),
                    }
                    for row in found
                ],
                "worn": _worn(seat, order, found[0].text),
            }
            for target, found in targets.items()
        ],
    }


def _worn(seat: Seat, order: Order, text: str) -> str:
    """Tell that an order does less now, because the seat issued it lately: each time halves what it does."""
    options = seat.game.play.options
    times = int(own(seat.view, "fatigue")[options.line[options.place[text]]]) if order.damped else 0
    return f"used lately: does {WORN.get(times, 'next to nothing')} now" if times else ""


def _needs(seat: Seat, order: Order) -> Iterator[str]:
    """Yield what must hold for an order, in a few words each."""
    if order.who:
        yield f"for {' or '.join(order.who)} nations"
    if order.role:
        yield f"as {order.role}"
    for place, (name, gate) in enumerate(seat.scenario.ruleset.gates.items()):
        if any(effect.verb == "unlock" for effect in order.effect) and name in seat.row.support:
            support = float(own(seat.view, "support")[place])
            yield f"home decides: support for {gate.name.lower()} is {support:.0f} of 100"
    if order.secret:
        yield "not told to others"


def shut(seat: Seat) -> list[Payload]:
    """Return the orders of the rules that are not legal in any form now, each with the reason for one form of it."""
    legal = {row.order for row in seat.game.legal_orders(seat.id)}
    options, world = seat.game.play.options, seat.world
    menu = None if seat.game.over else seat.game.sitting.menu(seat.id)
    rows = []
    for name, order in seat.scenario.ruleset.orders.items():
        if name in legal or menu is None:
            continue
        own_texts = [k for k, place in enumerate(options.order) if world.ids["order"][place] == name]
        if not own_texts:
            continue
        # what the seat could issue at another time tells more than what it never could
        tried = next((k for k in own_texts if options.may[seat.place, k]), own_texts[0])
        rows.append(
            {
                "id": name,
                "code": order.code,
                "name": order.name,
                "help": order.text,
                "ref": ref("order", name),
                "why": f"“{names.order(seat.scenario, options.text[tried])}” {menu.reason(tried)}",
            }
        )
    return rows


# -- the draft ----------------------------------------------------------------------------------------------


def drafted(
    seat: Seat,
    draft: Draft,
    *,
    sealed: bool = False,
    waiting: Sequence[str] = (),
    steps: tuple[bool, bool] = (False, False),
) -> Payload:
    """Return the draft: its orders, sums, words in public, signatures, crisis round, and what is wrong with it.

    A room says more: who drafted an order (``by``), what somebody else did last (``changed``), whether the draft is
    where one announces (``announces``), whether this person may take orders back (``recalls``), and why this person may
    not commit (``stop``).

    Parameters
    ----------
    sealed : the seat has committed
    waiting : seats of other people that have not
    steps : whether there is a step back, and one forth
    """
    made = told.sums(seat, draft)
    faults = _faults(seat, draft)
    rules = seat.scenario.ruleset.orders
    issued = {text.split()[0] for text in draft.orders}
    said = [{"id": name, "name": rules[name].name} for name in _sayable(seat, draft)]
    return {
        "turn": seat.game.turn + 1,
        "orders": [_line(seat, text, made) for text in draft.orders],
        "allowed": _allowed(seat),
        "sums": _sums(seat, made),
        "faults": faults,
        "sealed": sealed,
        "waiting": [names.nation(seat.scenario, name) for name in waiting],
        "pencilled": [
            {
                "id": name,
                "name": names.agreement(seat.scenario, name),
                "signs": draft.sign is None or name in draft.sign,
            }
            for name in seat.game.pencilled(seat.id)
        ],
        "signal": draft.signal or "",
        "meant": not draft.signal or draft.signal in issued,
        "promise": draft.promise or "",
        "words": sorted(said, key=lambda row: row["name"]),
        "crisis": _crisis(seat, draft),
        "unanswered": unanswered(seat),
        "ending": _ending(seat),
        "undo": steps[0],
        "redo": steps[1],
        "announces": True,
        "recalls": True,
        "stop": "",
        "changed": "",
    }


def unanswered(seat: Seat) -> str:
    """Return what is told of offers that wait for the seat's word, "" if none does."""
    deals = [deal.id for deal in seat.game.table(seat.id) if deal.offer and seat.id in deal.offer.waits_for]
    if not deals:
        return ""
    called = "; ".join(names.agreement(seat.scenario, name) for name in deals)
    return f"On the table, waiting for your word: {called}. What is not answered lapses."


def _sayable(seat: Seat, draft: Draft) -> list[str]:
    """Return the orders that the seat may announce or promise: orders with effects that it could ever issue."""
    rules, options = seat.scenario.ruleset.orders, seat.game.play.options
    could = {seat.world.ids["order"][order] for order in options.order[options.may[seat.place]]}
    said = {draft.signal, draft.promise}
    return [name for name, row in rules.items() if (name in could and row.effect) or name in said]


def _ending(seat: Seat) -> str:
    """Return what is told of the seat's agreements that run out with this turn and are not on the table."""
    view, offered = seat.view, {deal.id for deal in seat.game.table(seat.id) if deal.offer}
    running = (seen(view, "agreement") == IN_FORCE) & (seen(view, "left") <= seat.world.years)
    over = [
        names.agreement(seat.scenario, name)
        for place, (name, row) in enumerate(seat.scenario.agreements.items())
        if running[place] and seat.id in row.parties and name not in offered
    ]
    return f"Ends with this turn: {'; '.join(over)}. Renew?" if over else ""


def _line(seat: Seat, text: str, made: told.Sums) -> Payload:
    row = made.prices.get(text)
    return {
        "text": text,
        "name": names.order(seat.scenario, text),
        "price": price(seat, row) if row else {"short": "", "whole": "not legal now"},
        "legal": row is not None,
        "by": "",
        "ref": ref("order", text.split()[0]),
    }


def _sums(seat: Seat, made: told.Sums) -> Payload:
    """Return what the draft takes from political capital and from the free funds, and what it leaves."""
    whole = wedge(seat, seat.view)
    funds = made.funds + made.reserved + made.paid

    def part(name: str, value: float) -> Payload:
        return {"name": name, "value": value, "percent": 100.0 * value / whole if whole else 0.0}

    return {
        "capital": {
            "left": made.capital,
            "have": made.capital + made.meetings + made.signing + made.orders,
            "parts": [
                part("orders", made.orders),
                part("signatures", made.signing),
                part("meetings", made.meetings),
            ],
        },
        "funds": {
            "left": made.funds,
            "have": funds,
            "unit": seat.money,
            "wedge": whole,
            "percent": 100.0 * made.funds / whole if whole else 0.0,
            "parts": [
                part("lines under way", max(whole - funds, 0.0)),
                part("orders", made.paid),
                part("agreements", made.reserved),
            ],
        },
    }


def _faults(seat: Seat, draft: Draft) -> list[str]:
    """Return all that is wrong with the draft as a whole; nothing is sealed by asking."""
    if seat.game.over:
        return []
    try:
        seat.game.sitting.check(seat.id, draft)
    except OrderError as error:
        place = f"{seat.row.name}, turn {seat.game.turn + 1}: "
        return [first_up(line.removeprefix(place)) for line in str(error).splitlines()]
    return []


def _crisis(seat: Seat, draft: Draft) -> Payload | None:
    place = crisis_place(seat)
    if not place:
        return None
    return {"id": place, "name": names.thing(seat.scenario, place), "ease": draft.ease}
