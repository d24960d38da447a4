"""The ledger of the report: every number that changed, turn by turn, with the reasons that sum to its change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wargame.views.board import Scope
from wargame.views.review.ledger import Filter, ledger, why

ALL = 1_000_000
LEFT_OUT = "Beliefs"
"""Group that is not told: estimates follow their truth, and would double the file."""


class Words:
    """Texts by their number: the ledger says most of them many times."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def place(self, text: str) -> int:
        """Return the number of a text, a new one for a text that was not told before."""
        return self._places.setdefault(text, len(self._places))

    @property
    def texts(self) -> list[str]:
        """The texts, by their numbers."""
        return list(self._places)


def ledgers(scopes: Iterable[Scope]) -> dict[str, Any]:
    """Return the ledger of some turns, small enough to be carried whole.

    Returns
    -------
    ``words``, and ``turns``: turn -> rows ``[whose, what, before, after, change, group, reasons]``, a reason being
    ``[text, amount, by, rule, sources]``; texts are numbers of words
    """
    words = Words()
    turns = {str(scope.turn): [_row(scope, row, words) for row in _rows(scope)] for scope in scopes}
    return {"words": words.texts, "turns": turns}


def _rows(scope: Scope) -> list[dict[str, Any]]:
    return [row for row in ledger(scope, Filter(most=ALL))["rows"] if row["group"] != LEFT_OUT]


def _row(scope: Scope, row: dict[str, Any], words: Words) -> list[Any]:
    told = [words.place(row[name]) for name in ("whose", "what", "before", "after", "change", "group")]
    return [*told, _reasons(scope, row, words)]


def _reasons(scope: Scope, row: dict[str, Any], words: Words) -> list[list[Any]]:
    return [
        [
            *(words.place(each[name]) for name in ("text", "amount", "by", "rule")),
            [words.place(source["key"]) for source in each["sources"]],
        ]
        for each in why(scope, row["of"], row["field"])["reasons"]
    ]
