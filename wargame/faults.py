"""Errors of the wargame: what is wrong, where, and how to mend it.

Every error derives from ``WargameError``, so that a screen or a command can show its words and nothing else.
A ``RulesError`` carries all faults of the files that were read, not just the first.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

HALF_A_SIGN = "A text holds half of a sign, which cannot be kept. Write that word again."


class WargameError(Exception):
    """Anything that a person at the table can mend; its text is meant for that person."""


class OrderError(WargameError):
    """An order, offer or inject that the rules do not allow; the text names the rule and a legal way."""


class RecordError(WargameError):
    """A record of a run that is damaged, was edited, or belongs to another engine."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a file of ``rules/``.

    Attributes
    ----------
    where : the file and the place in it, such as ``rules/standard/orders.toml, [test].capital``
    what : what is there and why it cannot be, a sentence
    mend : how to mend it, a sentence; "" where ``what`` already tells
    """

    where: str
    what: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.mend}".strip()


class RulesError(WargameError):
    """Files of ``rules/`` that cannot be played; ``faults`` holds every fault found, in file order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def near(word: str, words: Iterable[str]) -> str:
    """Return the known word nearest to a mistyped one, or "" if none is near.

    Examples
    --------
    >>> near("aproval", ["approval", "patience"])
    'approval'
    >>> near("xyz", ["approval"])
    ''
    """
    known = {each.casefold(): each for each in words}
    found = difflib.get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    return known[found[0]] if found else ""


def nearest(word: str, words: Iterable[str]) -> str:
    """Return a hint for a word that is not known: the nearest known one, or the words there are.

    Parameters
    ----------
    word : what was written
    words : what could have been written; a long list is told in part. A mapping to texts tells what each is
        called, and the list then says both

    Examples
    --------
    >>> nearest("UAS", ["USA", "JPN"])
    "Did you mean 'USA'?"
    >>> nearest("Atlantis", ["USA", "JPN"])
    'There are: USA, JPN.'
    >>> nearest("zzz", {"fund": "Fund a programme"})
    'There are: Fund a programme (fund).'
    """
    known = list(words)
    found = near(word, known)
    if found:
        return f"Did you mean {found!r}?"
    if not known:
        return "There are none."
    named = isinstance(words, Mapping) and all(isinstance(each, str) for each in words.values())
    if isinstance(words, Mapping) and named:
        known = [f"{words[each]} ({each})" for each in known]
    most = 6 if named else 12
    return f"There are: {', '.join(known[:most])}{' …' if len(known) > most else ''}."
