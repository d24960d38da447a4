"""The ledger: named contributions that sum to every change.

A phase does not write into the state. It returns changes; ``settle`` rounds each to the field's grain, adds them,
books what the bounds cut off as ``limit``, and returns the next state. Sums of multiples of a power of two are
exact, so the reasons of a change add up to it to the last bit, in any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from wargame import exact
from wargame.arrays import Array, Declaration
from wargame.state import FIELDS, State

Bounds = Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Change:
    """One named contribution to one field.

    Attributes
    ----------
    amount : broadcastable to (replicate, *axes of the field); log units for a log stock, whole numbers for
        a level or flag (+1 raises a flag), the unit of the field else
    reason, rule, source : what to tell, the rule's id (``R1``) or order's id, and keys of the bibliography
    actor : index of the nation that caused it, -1 for nobody
    """

    field: str
    amount: Any
    reason: str
    rule: str = ""
    source: tuple[str, ...] = ()
    actor: int = -1


@dataclass(frozen=True)
class Entry:
    """A booked contribution of one game; ``amount`` has the axes of the field (no replicate)."""

    turn: int
    phase: str
    field: str
    amount: Any
    reason: str
    rule: str
    source: tuple[str, ...]
    actor: int


@dataclass
class Book:
    """The ledger of one game. ``keep=False`` books nothing: an ensemble adds contributions and drops them."""

    keep: bool = True
    turn: int = 0
    phase: str = ""
    entries: list[Entry] = field(default_factory=list)

    def note(self, change: Change, amount: Any) -> None:
        """Book a contribution of the first row, unless it is nothing."""
        if self.keep and np.any(amount):
            self.entries.append(
                Entry(
                    self.turn,
                    self.phase,
                    change.field,
                    amount[0],
                    change.reason,
                    change.rule,
                    change.source,
                    change.actor,
                )
            )

    def of(self, name: str, turn: int, index: tuple[int, ...]) -> list[tuple[Entry, float]]:
        """Return the entries of one number in one turn, each with its amount there."""
        rows = [(e, float(e.amount[index])) for e in self.entries if e.field == name and e.turn == turn]
        return [(entry, amount) for entry, amount in rows if amount != 0.0]


def settle(state: State, changes: Iterable[Change], book: Book, bounds: Bounds) -> State:
    """Return the state after the changes, all measured from the old state (synchronous)."""
    grouped: dict[str, list[Change]] = {}
    for change in changes:
        grouped.setdefault(change.field, []).append(change)
    new = {}
    for name, group in grouped.items():
        old = getattr(state, name)
        declaration = FIELDS[name]
        if declaration.kind == "log stock":
            new[name] = _settle_log(old, group, declaration, book)
        else:
            low, high = bounds.get(name, (declaration.low, declaration.high))
            new[name] = _settle_sum(old, group, declaration, (low, high), book)
    return state.having(**new)


def _settle_sum(old: Any, group: list[Change], what: Declaration, limits: tuple[Any, Any], book: Book) -> Any:
    amounts = [np.asarray(change.amount) for change in group]
    # levels that move by whole steps stay whole: half the memory, the same numbers
    whole = what.kind == "level" and all(amount.dtype.kind == "i" for amount in amounts)
    total = old if whole else np.asarray(old, dtype=np.float64)
    ours = False
    for change, amount in zip(group, amounts, strict=True):
        if what.kind in ("stock", "read-out"):
            amount = exact.grain(amount, what.grain)
        if book.keep:
            book.note(change, np.broadcast_to(amount, total.shape))
        # the old state is read-only; what was added to it once is ours to add to
        total, ours = np.add(total, amount, out=total if ours else None), True
    held = np.maximum(total, int(limits[0]) if whole else limits[0])
    np.minimum(held, int(limits[1]) if whole else limits[1], out=held)
    if book.keep:
        book.note(Change(what.name, None, "limit of the scale", "limit"), held - total)
    return held.astype(what.dtype, copy=False)


def _settle_log(old: Array, group: list[Change], what: Declaration, book: Book) -> Array:
    amounts = {str(place): np.asarray(change.amount) for place, change in enumerate(group)}
    total = np.zeros_like(old)
    for amount in amounts.values():
        total = total + amount
    new = exact.grain(old * exact.exp(total), what.grain)
    held = np.minimum(np.maximum(new, what.low), what.high)
    if not book.keep:
        return held
    shares = log_shares(old, amounts, what.grain)
    for place, change in enumerate(group):
        book.note(change, np.broadcast_to(shares[str(place)], old.shape))
    book.note(Change(what.name, None, "rounding of logarithmic shares", "rounding"), shares["rounding"])
    book.note(Change(what.name, None, "limit of the scale", "limit"), held - new)
    return held


def logarithmic_mean(new: Any, old: Any) -> Array:
    """Return the logarithmic mean of two levels: the level change per unit of log change.

    mean = (new - old) / log(new / old), and old where both are equal

    Parameters
    ----------
    new, old : (...), same unit, above 0

    Returns
    -------
    (...), same unit, between the two

    Examples
    --------
    >>> print(np.round(logarithmic_mean(2.0, 1.0), 6), logarithmic_mean(3.0, 3.0))
    1.442695 3.0
    """
    ratio = np.divide(new, old)
    # the error of the rounded ratio cancels between numerator and logarithm, however near to 1 it is
    logarithm = np.where(ratio == 1.0, 1.0, exact.log(ratio))
    return old * np.where(ratio == 1.0, 1.0, (ratio - 1.0) / logarithm)


def log_shares(old: Any, contributions: Mapping[str, Array], size: float) -> dict[str, Array]:
    """Return named shares of a change of level from named contributions in log units.

    share = logarithmic mean of new and old * contribution, each a whole number of grains; ``rounding`` is
    what is left of the change of the grained level, so that old + all shares is the new level, to the bit and
    in any order.

    Parameters
    ----------
    old : (...), any unit, above 0, a whole number of grains
    contributions : name -> (...), log units
    size : grain, a power of two, same unit

    Returns
    -------
    The same names and ``rounding`` -> (...), same unit

    References
    ----------
    Ang 2004 (decomposition by logarithmic mean).

    Examples
    --------
    >>> shares = log_shares(100.0, {"inertia": np.array(0.01), "pledge": np.array(0.03)}, 2.0**-20)
    >>> {name: round(float(share), 3) for name, share in shares.items() if name != "rounding"}
    {'inertia': 1.02, 'pledge': 3.061}
    >>> print(np.round(100.0 + sum(shares.values()), 6))
    104.081078
    """
    change = np.zeros(())
    for contribution in contributions.values():
        change = change + contribution
    new = exact.grain(old * exact.exp(change), size)
    mean = logarithmic_mean(np.maximum(new, size), old)
    shares = {name: exact.grain(mean * part, size) for name, part in contributions.items()}
    rounding = new - old
    for share in shares.values():
        rounding = rounding - share
    return {**shares, "rounding": rounding}


def reading(name: str, state: State, value: Any, reason: str, rule: str, source: tuple[str, ...]) -> Change:
    """Turn a freshly worked-out read-out into the change from its old value."""
    return Change(name, exact.grain(value, FIELDS[name].grain) - getattr(state, name), reason, rule, source)


def substitute(
    name: str,
    function: Any,
    before: dict[str, Any],
    after: dict[str, Any],
    rule: str,
    source: tuple[str, ...],
) -> list[Change]:
    """Explain a read-out by substituting its inputs, one after the other in their declared order.

    ``function(**inputs)`` is the read-out; ``before`` and ``after`` hold its inputs by reason. The amounts sum
    to ``function(after) - function(before)`` exactly, because each value is rounded to the grain first.
    """
    grain = FIELDS[name].grain
    inputs, changes = dict(before), []
    value = exact.grain(function(**inputs), grain)
    for reason, new in after.items():
        inputs[reason] = new
        following = exact.grain(function(**inputs), grain)
        changes.append(Change(name, following - value, reason.replace("_", " "), rule, source))
        value = following
    return changes
