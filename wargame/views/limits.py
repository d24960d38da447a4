"""The limits of use, one click from every chart."""

from __future__ import annotations

from typing import Any

from wargame.rulebook.limits import LIMITS, MADE_FOR, NOT_MADE_FOR, SHORT


def payload() -> dict[str, Any]:
    """Return the limits of use as a dialog shows them.

    Returns
    -------
    ``title``, ``short`` (the sentence under every chart), ``made`` and ``not_made`` (for what), ``lines`` (each limit
    in a sentence or two) and ``rows`` (the same with ``title`` and ``text`` apart)
    """
    return {
        "title": "Limits of use",
        "short": SHORT,
        "made": MADE_FOR,
        "not_made": NOT_MADE_FOR,
        "lines": [f"{each.title}. {each.text}".replace("`", "") for each in LIMITS],
        "rows": [{"title": each.title, "text": each.text.replace("`", "")} for each in LIMITS],
    }
