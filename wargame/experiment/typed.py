"""What was typed behind ``wargame experiment``: faults name the option as it stands there, not a place in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wargame.reading.tables import Table, has_path

COMMAND_LINE = "command line"
"""Name of the layer of a table that holds what was typed."""
_OPTIONS = {"outcomes": "--outcome"}
"""Options that are called otherwise than their key."""


def option_of(key: str) -> str:
    """Return the option of a key of the head, ``--points``."""
    return _OPTIONS.get(key, f"--{key}")


@dataclass
class TypedTable(Table):
    """A table of which some keys may have been typed: rows are factors, or the head under ``experiment``."""

    def place(self, *path: str | int) -> str:
        """Return an option as it was typed, or the file and key of a value."""
        typed = next((rows for name, rows in self.layers if name == COMMAND_LINE), {})
        if self.home != COMMAND_LINE and (len(path) < 2 or not has_path(typed, path[:2])):
            return super().place(*path)
        if not path or path == ("experiment",):
            return COMMAND_LINE
        if path[0] != "experiment":
            return f"{COMMAND_LINE}, --vary {path[0]}"
        key = str(path[1])
        value = typed.get("experiment", {}).get(key, "")
        option = "" if key == "scenario" else f"{option_of(key)} "
        return f"{COMMAND_LINE}, {option}{_said(value, path[2:])}".rstrip()


def _said(value: Any, rest: Sequence[str | int]) -> str:
    """Return the value of an option as it was typed; of a list, the entry that is meant or all."""
    if not isinstance(value, (list, tuple)):
        return _quoted(value)
    if rest and isinstance(rest[0], int) and rest[0] < len(value):
        return _quoted(value[rest[0]])
    return " ".join(map(_quoted, value))


def _quoted(value: Any) -> str:
    text = str(value)
    return f"'{text}'" if " " in text else text
