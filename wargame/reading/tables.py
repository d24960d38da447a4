"""Raw tables of ``rules/``: files read, variants laid over what they extend, and where each key stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wargame.faults import Fault, nearest

Raw = dict[str, Any]
Key = tuple[str | int, ...]

# What tomllib says, told to someone who types a table of numbers once a year.
_TOML_WORDS = (
    (r"Cannot declare \('(?P<key>.+)',\) twice", "the table [{key}] stands here twice. Keep one of them."),
    (r"Cannot overwrite a value", "a key stands here twice in one table. Keep one of them."),
    (r"Expected '=' after a key", "a key needs an equals sign and a value. Write: key = value."),
    (r"Invalid value", "this is not a value. Put texts in quotes, lists in [ ], and write numbers like 0.5."),
    (r"Unclosed array", "a list is not closed. Add the missing ] or comma."),
    (r"Unterminated string|Illegal character '\\n'", "a text is not closed. Add the missing quote."),
    (r"Expected newline or end of document", "one key and value to a line. Break the line here."),
    (r"Expected '\]", "the name of a table is not closed. Add the missing ]."),
)


@dataclass
class Table:
    """The rows of one kind, merged over all layers of a variant, with the place where each key was written.

    ``faults`` is shared by all tables of one reading. ``mark`` is how the head of a row is written in a file,
    ``home`` the file that is named when no layer has a row. A table is ``whole`` unless one of its files
    could not be read: then nobody can tell which ids it lacks.
    """

    faults: list[Fault]
    home: str
    mark: str = "[{}]"
    layers: list[tuple[str, Raw]] = field(default_factory=list)
    rows: Raw = field(default_factory=dict)
    whole: bool = True

    def add_layer(self, file: str, rows: Raw | None) -> None:
        """Lay the rows of a file over what is there: tables merge key by key, all else is replaced.

        None stands for a file that could not be read.
        """
        self.whole = self.whole and rows is not None
        self.layers.append((file, rows or {}))
        self.rows = merge(self.rows, rows or {})

    def has(self, key: str) -> bool:
        """Tell whether a row stands here, or might in a file that could not be read."""
        return key in self.rows or not self.whole

    def place(self, *path: str | int) -> str:
        """Return the file and key of a value, such as ``rules/x/orders.toml, [test].effect[2].step``."""
        file = next((name for end in (len(path), 1, 0) for name in self._files_with(path[:end])), self.home)
        if not path:
            return file
        rest = "".join(f".{step}" if isinstance(step, str) else f"[{step + 1}]" for step in path[1:])
        return f"{file}, {self.mark.format(path[0])}{rest}"

    def fault(self, path: Key, what: str, mend: str = "") -> None:
        """Note a fault at a key; entries of lists are counted from 1 in what people read."""
        self.faults.append(Fault(self.place(*path), what, mend))

    def _files_with(self, path: Key) -> Iterator[str]:
        """Yield the files that write this key, the last layer first."""
        for file, rows in reversed(self.layers):
            if has_path(rows, path):
                yield file


def has_path(raw: Any, path: Sequence[str | int]) -> bool:
    """Tell whether nested tables and lists hold a value at this path."""
    for step in path:
        try:
            raw = raw[step]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def merge(base: Raw, over: Raw) -> Raw:
    """Return ``base`` with the keys of ``over`` laid on it, table by table; lists are replaced whole.

    Examples
    --------
    >>> merge({"a": {"x": 1, "y": 2}}, {"a": {"y": 3}, "b": {}})
    {'a': {'x': 1, 'y': 3}, 'b': {}}
    """
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = merge(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def shown(path: Path, root: Path) -> str:
    """Return how messages name a file: below ``rules/`` wherever the folder lies, else as it was given."""
    return f"rules/{path.relative_to(root).as_posix()}" if path.is_relative_to(root) else path.as_posix()


def read_toml(path: Path, name: str, faults: list[Fault]) -> Raw | None:
    """Return a TOML file as nested tables, or None with a fault noted if it cannot be read."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError:
        faults.append(Fault(name, "this file cannot be read.", "Check that it exists and may be opened."))
        return None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        faults.append(Fault(f"{name}, line {line}", "this is not UTF-8 text.", "Save the file as UTF-8."))
        return None
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        faults.append(_toml_fault(str(error), name, text))
        return None
    if not raw:
        faults.append(Fault(name, "this file holds nothing.", "Add its rows, or remove the file."))
    return raw


def _toml_fault(said: str, name: str, text: str) -> Fault:
    """Return tomllib's complaint as a fault with a line number."""
    found = re.search(r"at line (\d+)", said)
    line = int(found[1]) if found else text.count("\n") + 1
    for pattern, words in _TOML_WORDS:
        if match := re.search(pattern, said):
            what = words.format(**match.groupdict())
            return Fault(f"{name}, line {line}", f"this is not TOML: {what}")
    what = re.sub(r"\s*\(at .*\)$", "", said)
    return Fault(f"{name}, line {line}", f"this is not TOML: {what}.", "Compare it with the lines around it.")


@dataclass(frozen=True)
class Layer:
    """One folder as it was read: each file's path in the folder to its tables, None if it cannot be read."""

    folder: Path
    name: str
    files: Mapping[str, Raw | None]


def read_folder(folder: Path, known: Sequence[str], below: str, root: Path, faults: list[Fault]) -> Layer:
    """Read the TOML files of a folder, and of its folder ``below``, whose files may have any name."""
    files: dict[str, Raw | None] = {}
    for path in sorted(folder.glob("*.toml")) + sorted(folder.glob(f"{below}/*.toml") if below else ()):
        name = path.relative_to(folder).as_posix()
        if path.parent == folder and path.stem not in known:
            mend = nearest(name, [f"{stem}.toml" for stem in known])
            faults.append(Fault(shown(path, root), "no file of this name is read here.", mend))
            continue
        files[name] = read_toml(path, shown(path, root), faults)
    return Layer(folder, shown(folder, root), files)


def read_layers(
    folder: Path, head: str, read: Callable[[Path], Layer], find: Mapping[str, Path], faults: list[Fault]
) -> tuple[list[Layer], bool]:
    """Read a folder and all it extends, the deepest base first, and tell whether nothing is missing.

    ``find`` maps the ids that ``extends`` in the table [head] of ``head.toml`` may name to their folders.
    """
    layers = [read(folder)]
    trail = [folder.resolve()]
    while True:
        top = layers[0]
        file = top.files.get(f"{head}.toml")
        row = file.get(head) if file else None
        base = row.get("extends", "") if isinstance(row, dict) else ""
        if not base or not isinstance(base, str):
            return layers, file is not None
        where = f"{top.name}/{head}.toml, [{head}].extends"
        if base not in find:
            faults.append(Fault(where, f"there is no {head} {base!r} to extend.", nearest(base, find)))
            return layers, False
        if find[base].resolve() in trail:
            mend = "One of them must stand alone: remove its line extends."
            faults.append(Fault(where, f"{base!r} extends this {head} in turn, a circle.", mend))
            return layers, False
        trail.append(find[base].resolve())
        layers.insert(0, read(find[base]))
