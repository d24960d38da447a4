"""What-if by allowance: a team asks, and is told what is likely better or worse, with a range."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wargame.views.whatif import PERCENT

Payload = dict[str, Any]
VERDICTS = {
    "good": "likely better",
    "bad": "likely worse",
    "up": "likely higher",
    "down": "likely lower",
    "none": "no difference",
}
"""What is said of an outcome, by the tone of its row."""
UNCLEAR = "no clear difference"
SHORT = {"percentage points": "pp", "index points": "points", "score points": "points"}
"""Units of a range, shorter."""
NOTHING_YET = "Ask what your draft would change, set beside ordering and signing nothing."
NONE_LEFT = "Your team has asked all its questions of this turn. The next turn brings new ones."
NEVER = "This exercise is played without what-if questions."
BEFORE = "The draft has changed since you asked; this answer is about the draft before."


def question(told: Mapping[str, Any], left: int, allowed: int) -> Payload:
    """Return the answer to a team's question in the form of a room, and what it may still ask.

    Parameters
    ----------
    told : ``views.whatif.payload`` of the seat
    left : questions left this turn, below 0 for no limit;  allowed : questions a turn, below 0 for no limit

    Returns
    -------
    ``state`` : of the what-if, or ``old`` where the draft has changed since
    ``words`` : the state in a sentence;  ``button, off`` : what the button says, and whether it can be pressed
    ``rows`` : ``{"id", "name", "text", "verdict", "tone", "range", "ref"}``, aims first; once all is asked, what the
        draft makes no difference to stands last
    ``progress, spoken, plays, limits`` : as in the what-if of one person
    """
    asked = [row for group in told["groups"] for row in group["rows"]]
    running = told["state"] in ("waiting", "looking")
    if not running:
        asked.sort(key=lambda row: row["tone"] == "none")
    state = "old" if told["updating"] and not running else told["state"]
    return {
        "state": state,
        "words": _words(state, told, allowed, left),
        "button": _button(left, any(row["span"] is not None for row in asked)),
        "off": left == 0 or running,
        "left": left,
        "rows": [_row(row) for row in asked],
        "running": running,
        "progress": told["progress"],
        "spoken": told["spoken"],
        "plays": told["plays"],
        "limits": told["limits"],
    }


def _button(left: int, again: bool) -> str:
    word = "Ask again" if again else "Ask"
    return word if left < 0 else f"{word} ({left} left)" if left else "No questions left"


def _words(state: str, told: Mapping[str, Any], allowed: int, left: int) -> str:
    """Return the state in a sentence, and why nothing may be asked."""
    if not allowed and not left:
        return NEVER
    said = {"empty": NOTHING_YET, "old": BEFORE}.get(state, str(told["words"]))
    if left or state in ("waiting", "looking"):
        return said
    return NONE_LEFT if state == "empty" else f"{said} {NONE_LEFT}"


def _row(row: Mapping[str, Any]) -> Payload:
    return {
        **{name: row[name] for name in ("id", "name", "text", "tone", "ref")},
        "verdict": _verdict(row) if row["span"] is not None else "",
        "range": span_words(row["low"], row["high"], row["unit"]) if row["span"] is not None else "",
    }


def _verdict(row: Mapping[str, Any]) -> str:
    """Return what is said; of many outcomes looked at together some leave 0 by chance, and are told as unclear."""
    if row["tone"] == "none" and row["low"] * row["high"] > 0.0:
        return UNCLEAR
    return VERDICTS[row["tone"]]


def span_words(low: float, high: float, unit: str) -> str:
    """Return an interval in words, as finely as its width deserves.

    Examples
    --------
    >>> span_words(-3.2, 8.1, "percentage points"), span_words(0.0, 0.0, "objectives")
    ('−3 to +8 pp', 'none')
    >>> span_words(0.02, 0.31, "objectives")
    '+0.02 to +0.31 objectives'
    """
    if low == high == 0.0:
        return "none"
    places = 0 if high - low >= PERCENT / 20.0 else 1 if high - low >= 1.0 else 2
    ends = [_signed(end, places) for end in (low, high)]
    told = f"about {ends[0]}" if ends[0] == ends[1] else " to ".join(ends)
    return f"{told} {SHORT.get(unit, unit)}"


def _signed(value: float, places: int) -> str:
    text = f"{abs(value):.{places}f}"
    return text if not float(text) else f"{'−' if value < 0.0 else '+'}{text}"
