"""A person's desk told in lines: the table with its offers, the orders there are, the draft with its sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wargame.deals import Deal, reserve
from wargame.inputs import Draft
from wargame.menus import LegalOrder
from wargame.narrate import names
from wargame.narrate.screen import Line, grid, heading
from wargame.narrate.situation import Seat, crisis_place, own
from wargame.orders import allowance
from wargame.rulebook.pieces import effects
from wargame.rulebook.words import written
from wargame.ruleset import Ruleset
from wargame.schema import Order

AGREED = ("accepted", "accepted after a counter")


@dataclass(frozen=True)
class Sums:
    """What the draft leaves: PC and money after meetings, signatures and orders."""

    capital: float
    funds: float
    meetings: float = 0.0
    signing: float = 0.0
    orders: float = 0.0
    reserved: float = 0.0
    paid: float = 0.0
    prices: Mapping[str, LegalOrder] = field(default_factory=dict)


def sums(seat: Seat, draft: Draft) -> Sums:
    """Return what a draft costs and leaves.

    Parameters
    ----------
    draft : orders that are legal one by one; what may be wrong with the set is for ``Game.submit`` to tell
    """
    view, game = seat.view, seat.game
    listed = {row.text: row for row in game.legal_orders(seat.id)}
    prices = {text: listed[text] for text in draft.orders if text in listed}
    deals = game.table(seat.id)
    signed = [deal for deal in deals if _binds(seat.id, deal, draft)]
    meetings = 0.0 if game.over else game.sitting.talks.escrow(seat.id)
    signing = sum(deal.price for deal in signed)
    orders = sum(row.capital for row in prices.values())
    term = game.state.term[0].copy()
    for deal in signed:
        assert deal.offer is not None
        agreed = deal.offer.counter if deal.offer.standing == AGREED[1] else deal.offer.share
        term[seat.world.index["agreement"][deal.id]] = agreed
    reserved = reserve(seat.world, game.state, seat.place, tuple(deal.id for deal in signed), term)
    paid = sum(row.funds for row in prices.values())
    return Sums(
        float(own(view, "capital")) - meetings - signing - orders,
        float(own(view, "funds")) - reserved - paid,
        meetings,
        signing,
        orders,
        reserved,
        paid,
        prices,
    )


def _binds(seat: str, deal: Deal, draft: Draft) -> bool:
    """Tell whether a deal takes from the purse: pencilled and to be signed, or offered and waiting."""
    if deal.offer is None:
        return False
    if deal.offer.standing in AGREED:
        return draft.sign is None or deal.id in draft.sign
    return deal.offer.seat == seat and bool(deal.offer.waits_for)


# -- the table ----------------------------------------------------------------------------------------------


def table(seat: Seat) -> list[Line]:
    """Return what waits for the seat, what was said, what it may offer, and what a meeting would open."""
    deals = seat.game.table(seat.id)
    waiting = [deal for deal in deals if deal.offer and seat.id in deal.offer.waits_for]
    said = [deal for deal in deals if deal.offer and deal not in waiting]
    free = [deal for deal in deals if deal.may_offer]
    shut = [deal for deal in deals if deal.meetings]
    return [
        *_part("Waiting for your word", (_waiting(seat, deal) for deal in waiting)),
        *_part("Said at the table", (_said(seat, deal) for deal in said)),
        *_part("You may offer (at most two a turn)", (_free(seat, deal) for deal in free)),
        *_part("A meeting would open", (_shut(seat, deal) for deal in shut)),
    ] or [Line("There is nothing on the table for you this turn.")]


def _part(title: str, rows: Iterable[str]) -> list[Line]:
    lines = [Line(row, 2) for row in rows]
    return [*heading(title), *lines] if lines else []


def _about(seat: Seat, deal: Deal) -> str:
    return f"{deal.id}: {names.agreement(seat.scenario, deal.id)}"


def _share(deal: Deal, share: float) -> str:
    """Return who carries what of the burden, where it is bargained."""
    if len(deal.menu) < 2:
        return ""
    yearly = f" of {deal.burden:.2f} bn USD a year" if deal.burden else ""
    return f", {deal.parties[0]} carrying {share:.0f} %{yearly}"


def _waiting(seat: Seat, deal: Deal) -> str:
    offer = deal.offer
    assert offer is not None
    if offer.counter is not None:
        return (
            f"{_about(seat, deal)}. You offered {offer.share:.0f} %, the answer is {offer.counter:.0f} %. "
            f"Write: take {deal.id}, or leave {deal.id}."
        )
    secret = ", in secret" if offer.secret else ""
    counter = f", counter {deal.id} SHARE (of {_menu(deal)})" if _may_counter(deal) else ""
    start = f"{_about(seat, deal)}. {names.nation(seat.scenario, offer.seat)} offers it"
    return (
        f"{start}{_share(deal, offer.share)}{secret}; "
        f"signing costs {deal.price:g} PC. Write: accept {deal.id}, reject {deal.id}{counter}."
    )


def _may_counter(deal: Deal) -> bool:
    return len(deal.menu) > 1 and len(deal.parties) == 2


def _menu(deal: Deal) -> str:
    return ", ".join(f"{share:g}" for share in deal.menu)


def _said(seat: Seat, deal: Deal) -> str:
    offer = deal.offer
    assert offer is not None
    share = offer.counter if offer.standing == AGREED[1] and offer.counter is not None else offer.share
    waits = f" It waits for {names.nations(seat.scenario, offer.waits_for)}." if offer.waits_for else ""
    done = " It is pencilled: sign or withhold when you commit." if offer.standing in AGREED else ""
    return f"{_about(seat, deal)}{_share(deal, share)}: {offer.standing}.{waits}{done}"


def _free(seat: Seat, deal: Deal) -> str:
    shares = f" SHARE (of {_menu(deal)})" if len(deal.menu) > 1 else ""
    secret = " [secret]" if deal.may_be_secret else ""
    renewal = f" It runs {names.years_more(deal.left)}." if deal.status == "in force" else ""
    renewal += f" An even bargain has the first carry {deal.fair:.0f} %." if deal.fair is not None else ""
    return (
        f"{_about(seat, deal)}{_share(deal, deal.share)}; signing costs {deal.price:g} PC.{renewal} "
        f"Write: offer {deal.id}{shares}{secret}."
    )


def _shut(seat: Seat, deal: Deal) -> str:
    ways = []
    for each in deal.meetings:
        called = "" if each.standing == "not called" else f", {each.standing}"
        ways.append(f"convene {each.id} ({each.price:g} PC{called})")
    return f"{_about(seat, deal)}. Write: {' or '.join(ways)}."


# -- orders and the draft -----------------------------------------------------------------------------------


def orders(seat: Seat, draft: Draft, words: Sequence[str] = ()) -> list[Line]:
    """Return the legal orders with their prices, grouped as the rules group them.

    Parameters
    ----------
    words : only orders whose text, name or group holds one of these
    """
    left = sums(seat, draft)
    rules = seat.scenario.ruleset.orders
    groups: dict[str, list[list[str]]] = {}
    for row in seat.game.legal_orders(seat.id):
        group = rules[row.order].group
        found = f"{row.text} {row.name} {rules[row.order].code} {group}".lower()
        if words and not any(word.lower() in found for word in words):
            continue
        over = row.capital > left.capital or row.funds > max(left.funds, 0.0)
        note = "drafted" if row.text in draft.orders else "more than is left" if over else ""
        cells = [row.text, _capital(row.capital), _funds(seat, row), note]
        groups.setdefault(group, []).append(cells)
    if not groups:
        return [Line(f"No legal order matches {' '.join(words)!r}. Write: can ORDER, to be told why.")]
    told = [
        line
        for group, rows in groups.items()
        for line in [*heading(group.capitalize()), *grid(rows, right=(1, 2))]
    ]
    return [*told, Line(), Line("Write help ORDER to be told what one does, such as: help consult.")]


def _capital(price: float) -> str:
    return f"{price:g} PC" if price else ""


def _funds(seat: Seat, row: LegalOrder) -> str:
    if not row.funds:
        return ""
    frees = "frees " if row.funds < 0 else ""
    return f"{frees}{abs(row.funds):.2f} {seat.money} ({abs(row.percent):.0f} % of the wedge)"


def effects_told(rules: Ruleset, row: Order) -> list[str]:
    """Return what an order does, and how much of it at each of its levels where they differ."""
    told = [text.removeprefix("- ").replace("*", "") for text in effects(rules, row.effect)]
    return [*told, *filter(None, [by_level(row)])]


def by_level(row: Order) -> str:
    """Return how much of its effects an order has at each level, "" where all have the whole of them.

    A budget stance tells of a cut "50 %, the other way round", of a hold "none", and so on up to a surge.
    """
    if len(row.levels) < 2 or all(effect.verb != "adjust" for effect in row.effect):
        return ""
    named = zip(row.levels, row.strength, strict=True)
    return f"Of these numbers, {'; '.join(f'{level}: {_so_much(size)}' for level, size in named)}."


def _so_much(size: float) -> str:
    """Return a strength in words."""
    if size in (0.0, 1.0):
        return "all" if size else "none"
    return f"{abs(size):.0%}".replace("%", " %") + (", the other way round" if size < 0.0 else "")


def help_for(seat: Seat, name: str) -> list[Line]:
    """Return what an order is, how it is written and what it does, in the words of the rules."""
    rules = seat.scenario.ruleset
    row = rules.orders[name]
    told = [Line(f"{row.name} ({row.code}): {row.text}"), Line(f"Write: {written(name, row)}", 2)]
    told += [Line(text, 2) for text in effects_told(rules, row)]
    return [*told, *([Line("It is not told to others.", 2)] if row.secret else [])]


def draft_lines(seat: Seat, draft: Draft) -> list[Line]:
    """Return the draft with what it costs and what it leaves."""
    made = sums(seat, draft)
    allowed = int(allowance(seat.world, seat.game.turn + 1)[seat.place])
    rows = []
    for number, text in enumerate(draft.orders, 1):
        price = made.prices.get(text)
        cells = [_capital(price.capital), _funds(seat, price)] if price else ["", ""]
        rows.append([f"{number}.", text, *cells])
    lines = [*heading(f"Draft: {len(draft.orders)} of {allowed} orders"), *grid(rows, right=(2, 3))]
    lines += [Line(text, 2) for text in (*_words(seat, draft), *waiting(seat))]
    spent = f"orders {made.orders:g}, signing {made.signing:g}, meetings {made.meetings:g}"
    paid = f"orders {made.paid:.2f}, agreements {made.reserved:.2f}"
    lines.append(Line(f"Political capital: {spent}; {made.capital:g} PC left.", 2))
    return [*lines, Line(f"Money: {paid}; {made.funds:.2f} {seat.money} left.", 2)]


def waiting(seat: Seat) -> list[str]:
    """Return what is told of offers that wait for the seat's word, nothing if none does."""
    ids = [deal.id for deal in seat.game.table(seat.id) if deal.offer and seat.id in deal.offer.waits_for]
    return [f"Waiting for your word: {', '.join(ids)} (see table); unanswered they lapse."] if ids else []


def _words(seat: Seat, draft: Draft) -> list[str]:
    rules = seat.scenario.ruleset.orders
    told = []
    pencilled = seat.game.pencilled(seat.id)
    for name in pencilled:
        signs = draft.sign is None or name in draft.sign
        told.append(f"{'Sign' if signs else 'Withhold'}: {names.agreement(seat.scenario, name)} ({name}).")
    if draft.signal:
        truth = (
            ""
            if draft.signal in {text.split()[0] for text in draft.orders}
            else ", which you have not ordered"
        )
        told.append(f"Announce: {rules[draft.signal].name}{truth}.")
    if draft.promise:
        told.append(f"Promise: no {rules[draft.promise].name} next turn.")
    place = crisis_place(seat)
    if place:
        choice = "ease" if draft.ease else "hold"
        told.append(f"Crisis round at {names.thing(seat.scenario, place)}: {choice} (write ease or hold).")
    return told
