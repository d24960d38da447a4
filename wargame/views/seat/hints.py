"""Words of the rules that a person meets for the first time on the seat's page, each in a plain sentence."""

from __future__ import annotations

from collections.abc import Mapping

HINTS: Mapping[str, str] = {
    "back to the usual": "Left alone, home politics goes a part of the way back each year to where it usually stands.",
    "pull": "Left alone, tension goes back towards what is usual for the place.",
    "luck": "Drawn by dice, as nobody steers all that happens. Play the game again and it may fall otherwise.",
    "drift": "It moves a little every year, whatever is done.",
    "threat": "How much the two sides fear each other there.",
    "history": "Old quarrels draw trust back to where it stood for years.",
    "balance": "A friend's friend becomes a friend, a friend's rival a rival.",
    "propensity": "Members of a group go on together as they are used to.",
    "limit of the scale": "It cannot go beyond the end of its scale, so this much had no effect.",
    "not known to you": "What others did in secret, and what you cannot see: one sum, with no names.",
    "other reasons": "Small reasons together. Press the number to see each.",
}
"""Reasons of the ledger whose names do not explain themselves."""


def hint(reason: str) -> str:
    """Return a sentence that explains a reason, "" for one that explains itself."""
    return HINTS.get(reason, "")
