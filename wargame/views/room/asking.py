"""A question before an act that is hard to undo, or that is logged with its reason.

An ask is worked out twice: when it opens, and when it is said yes to. What it rests on must be so still; else nothing
is done, so that an act never falls into a turn, or on a person, that it was not meant for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Payload = dict[str, Any]
Given = Mapping[str, Any]


@dataclass(frozen=True)
class Ask:
    """A question with what is done on yes.

    Attributes
    ----------
    still : what must be so still when it is said yes to
    done : does it with what was given, and returns what is told of it
    """

    title: str
    text: Sequence[str]
    yes: str
    still: Any
    done: Callable[[Given], str]
    fields: Sequence[Payload] = field(default_factory=tuple)
    danger: bool = False

    def payload(self, number: int, fault: str = "") -> Payload:
        """Return what the page shows of it."""
        return {
            "n": number,
            "title": self.title,
            "text": list(self.text),
            "yes": self.yes,
            "fields": [dict(each) for each in self.fields],
            "danger": self.danger,
            "fault": fault,
        }


def reason_field(hint: str, value: str = "") -> Payload:
    """Return the field of a reason, which must be filled in."""
    lacks = "It is logged: say in a sentence why."
    return {
        "id": "reason",
        "kind": "text",
        "label": "Reason",
        "hint": hint,
        "value": value,
        "needed": True,
        "lacks": lacks,
    }


def choice_field(
    name: str, label: str, options: Sequence[tuple[str, str, str]], lacks: str = "", value: str = ""
) -> Payload:
    """Return the field of a choice; ``options`` are id, name and note, ``lacks`` tells that one must be chosen."""
    rows = [{"id": each, "name": title, "note": note} for each, title, note in options]
    return {
        "id": name,
        "kind": "choice",
        "label": label,
        "options": rows,
        "value": value,
        "needed": True,
        "lacks": lacks,
    }


def given_reason(given: Given) -> str:
    """Return the reason that was given."""
    return str(given.get("reason", ""))
