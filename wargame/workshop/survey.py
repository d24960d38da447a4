"""The five questions of the debrief: how much people agree, 1 to 5, and one sentence if they like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wargame.faults import WargameError

STATEMENTS: Mapping[str, str] = {
    "understood": "I understood why the numbers that mattered to us moved.",
    "choice": "Our decisions made a difference to how it ended.",
    "others": "I see more clearly now what the other seats wanted, and what bound them.",
    "question": "The exercise helped with the question that it was to answer.",
    "again": "I would play it again, or recommend it.",
}
"""What people agree with or not."""
LEAST, MOST = 1, 5
"""Not at all, and fully."""
SENTENCE, LETTERS = "sentence", 500
"""Key of the free sentence, and its letters at most."""


@dataclass(frozen=True)
class Answered:
    """What came of one statement.

    Attributes
    ----------
    counts : how many gave 1, 2, 3, 4 and 5;  mean : None where nobody answered
    """

    statement: str
    text: str
    counts: tuple[int, ...]
    mean: float | None


def checked_answers(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers as they are kept: statement -> 1 to 5, and a sentence.

    Raises
    ------
    WargameError
        an unknown statement, a number out of range, a sentence too long

    Examples
    --------
    >>> checked_answers({"choice": 4, "sentence": " More time at the table. "})
    {'choice': 4, 'sentence': 'More time at the table.'}
    """
    held: dict[str, Any] = {}
    for name, value in answers.items():
        if name == SENTENCE:
            held[name] = str(value).strip()
            if len(held[name]) > LETTERS:
                raise WargameError(f"The sentence has {LETTERS} letters at most. Shorten it.")
        elif name not in STATEMENTS:
            raise WargameError(f"There is no statement {name[:40]!r} among the five. Load the page again.")
        elif isinstance(value, bool) or not isinstance(value, int) or not LEAST <= value <= MOST:
            raise WargameError(f"Answers go from {LEAST}, not at all, to {MOST}, fully.")
        else:
            held[name] = value
    return held


def summary(answers: Iterable[Mapping[str, Any]]) -> tuple[Answered, ...]:
    """Return what came of every statement, without saying who answered.

    Examples
    --------
    >>> summary([{"choice": 4}, {"choice": 5}])[1].mean
    4.5
    """
    held = list(answers)
    found = []
    for name, text in STATEMENTS.items():
        given = [int(each[name]) for each in held if name in each]
        counts = tuple(given.count(value) for value in range(LEAST, MOST + 1))
        found.append(Answered(name, text, counts, sum(given) / len(given) if given else None))
    return tuple(found)


def sentences(answers: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the free sentences, sorted by their words, so that their order tells nothing of who wrote them."""
    return tuple(sorted(str(each[SENTENCE]) for each in answers if each.get(SENTENCE)))
