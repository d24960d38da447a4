"""The record of a run: a header, a log of inputs, a digest for every turn. Never states, never differences.

A run is a folder with three files::

    header.json   engine number, resolved ruleset and scenario with their hashes, seed, seats, versions
    log.jsonl     one input or digest a line, in order; every line ends with the sha256 of all before it
    tail.json     how many lines there are, and the last hash, so that lines cut off at the end are missed

The first hash is that of the header. Nothing of a record is an instruction: names and numbers are looked up
in the resolved scenario that the header holds.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np

from wargame import __version__
from wargame.faults import HALF_A_SIGN, RecordError, WargameError
from wargame.scenario import Scenario

ENGINE = 4
"""Number of the engine; it moves when arithmetic moves, and a record belongs to one."""
HEADER, LOG, TAIL = "header.json", "log.jsonl", "tail.json"
RUNS = "runs"
"""Folder, in the working directory, that runs are saved to if no other is named."""

_KINDS: Mapping[str, type] = {
    "seed": int,
    "replicate": int,
    "turns": int,
    "seats": list,
    "characters": list,
    "people": list,
    "scenario": dict,
}
"""What the values of a header must be to be read at all; the hashes tell the rest."""


@dataclass(frozen=True)
class Header:
    """What a run was played with.

    Attributes
    ----------
    scenario : the resolved scenario, its ruleset included (``Scenario.to_plain``)
    seats, characters, people : all seats, the house-AI character of each, and those that persons play
    branched_from : run, turn and digest that a branch grew from, None for a game of its own
    """

    engine: int
    version: str
    scenario_hash: str
    ruleset_hash: str
    seed: int
    replicate: int
    turns: int
    seats: tuple[str, ...]
    characters: tuple[str, ...]
    people: tuple[str, ...]
    python: str
    numpy: str
    branched_from: Mapping[str, Any] | None
    scenario: Mapping[str, Any]

    def read_scenario(self, where: str) -> Scenario:
        """Return the scenario that was played, checked against the hashes of the header.

        Raises
        ------
        RecordError
            the scenario is damaged, or it or its rules are not those that the hashes were taken of
        """
        try:
            scenario = Scenario.from_plain(self.scenario)
        except (AttributeError, KeyError, RecordError, TypeError, ValueError):
            raise RecordError(
                f"{where}: the scenario in it is damaged, a row or a value is missing or of another kind. "
                "Restore the file from a copy."
            ) from None
        pairs = (
            ("ruleset", scenario.ruleset.content_hash(), self.ruleset_hash),
            ("scenario", scenario.content_hash(), self.scenario_hash),
        )
        for what, found, told in pairs:
            if found != told:
                raise RecordError(
                    f"{where}: the {what} has the hash {found[:12]}, the run was played with {told[:12]}. "
                    "It was changed after the game: restore the file from a copy."
                )
        return scenario


def make_header(
    scenario: Scenario,
    *,
    seed: int,
    replicate: int,
    characters: Sequence[str],
    people: Sequence[str],
    branched_from: Mapping[str, Any] | None = None,
) -> Header:
    """Return the header of a game that starts now, with this engine and these versions."""
    return Header(
        engine=ENGINE,
        version=__version__,
        scenario_hash=scenario.content_hash(),
        ruleset_hash=scenario.ruleset.content_hash(),
        seed=seed,
        replicate=replicate,
        turns=scenario.frame.turns,
        seats=tuple(scenario.nations),
        characters=tuple(characters),
        people=tuple(people),
        python=platform.python_version(),
        numpy=np.__version__,
        branched_from=branched_from,
        scenario=scenario.to_plain(),
    )


@dataclass
class Record:
    """The record of one run; bound to a folder, it writes every line as it is noted.

    Attributes
    ----------
    scenario : the scenario that the header resolves
    lines : facts in order, each with ``turn``, ``kind`` and ``hash``
    folder : where it is kept, None as long as it is not saved in a folder
    keep : keeps the lines from a number on in another place than a folder, all of them or none; None for no such place
    torn : the machine stopped while it wrote; what it left is cut off with the next line
    """

    header: Header
    scenario: Scenario
    lines: list[dict[str, Any]] = field(default_factory=list)
    folder: Path | None = None
    torn: bool = False
    keep: Callable[[int, Sequence[Mapping[str, Any]]], None] | None = None

    @property
    def head(self) -> str:
        """Hash of the whole record so far."""
        return str(self.lines[-1]["hash"]) if self.lines else _header_hash(self.header)

    def note(self, turn: int, *facts: Mapping[str, Any]) -> None:
        """Add one line for each fact; in a folder, all of them are written or none.

        Raises
        ------
        RecordError
            another program wrote to the folder since, the disk is full, or a text cannot be written; nothing counts
            as written
        """
        if not self.is_current:
            raise RecordError(f"{self.folder}: another program wrote to this run meanwhile. Open it again.")
        held, head, lines = len(self.lines), self.head, list[dict[str, Any]]()
        for fact in facts:
            line = {"turn": turn, **fact}
            line["hash"] = head = _chained(head, line)
            lines.append(line)
        self.lines += lines
        if self.keep is not None:
            try:
                self.keep(held, self.lines[held:])
            except WargameError:
                del self.lines[held:]
                raise
        if self.folder is None:
            return
        try:
            self._write(self.folder, held)
        except OSError as error:
            del self.lines[held:]
            self.torn = True  # whatever reached the log is past what the tail tells of
            raise RecordError(
                f"{self.folder}: it cannot be written ({error.strerror}), and nothing of this was kept. Make room on "
                "the disk, and do it again."
            ) from None

    def _write(self, folder: Path, held: int) -> None:
        """Write the lines after the first ones; they count from the moment that the tail tells of them."""
        if self.torn:
            replace_text(folder / LOG, "".join(_text(line) + "\n" for line in self.lines))
            self.torn = False
        else:
            with (folder / LOG).open("a", encoding="utf-8", newline="\n") as log:
                log.write("".join(_text(line) + "\n" for line in self.lines[held:]))
        replace_text(folder / TAIL, self._tail())

    @property
    def is_current(self) -> bool:
        """Whether the folder holds what was read or written here, and no other program wrote to it since."""
        return self.folder is None or _read_tail(self.folder / TAIL) == json.loads(self._tail())

    def of(self, turn: int, *kinds: str) -> list[dict[str, Any]]:
        """Return the lines of a turn, of some kinds or of all."""
        return [line for line in self.lines if line["turn"] == turn and (not kinds or line["kind"] in kinds)]

    @property
    def turns(self) -> int:
        """Turns that were played to their end."""
        return max((line["turn"] for line in self.lines if line["kind"] == "digest"), default=0)

    def save(self, folder: str | Path | None = None) -> Path:
        """Write the record to a folder of its own, and keep it there from now on.

        Parameters
        ----------
        folder : a folder that does not exist or is empty; None for one in ``runs/`` named after scenario,
            seed and replicate, with a counter if there is such a run

        Raises
        ------
        RecordError
            the folder holds something else, or cannot be written
        """
        if self.folder is not None and (folder is None or Path(folder) == self.folder):
            return self.folder
        target = _free_folder(self.header) if folder is None else Path(folder)
        work = self._written_beside(target)
        while True:
            try:
                work.replace(target)
            except OSError:
                # another game took the name since: twin tables end together
                if folder is None and target.exists():
                    target = _free_folder(self.header)
                    continue
                shutil.rmtree(work)
                raise RecordError(
                    f"{target} holds something already. Name a folder that does not exist."
                ) from None
            self.folder = target
            return target

    def _written_beside(self, target: Path) -> Path:
        """Return a folder beside the target that holds all files of the record; nothing is left where that fails."""
        work: Path | None = None
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            work = Path(tempfile.mkdtemp(prefix=".saving-", dir=target.parent))
            (work / HEADER).write_bytes(_header_text(self.header).encode())
            (work / LOG).write_bytes("".join(_text(line) + "\n" for line in self.lines).encode())
            (work / TAIL).write_bytes(self._tail().encode())
            work.chmod(0o755)
        except OSError as error:
            if work is not None:
                shutil.rmtree(work, ignore_errors=True)
            raise RecordError(
                f"{target}: it cannot be written ({error.strerror}). Make room on the disk, or name a folder in one "
                "that may be written to."
            ) from None
        return work

    def _tail(self) -> str:
        return json.dumps({"lines": len(self.lines), "hash": self.head}) + "\n"

    @classmethod
    def read(cls, path: str | Path) -> Record:
        """Read a record and check every line of it.

        Parameters
        ----------
        path : the folder of a run, or a file in it

        Raises
        ------
        RecordError
            no record, a record of another engine, or one that was edited or cut off; with the line number
        """
        folder = Path(path).parent if Path(path).is_file() else Path(path)
        header = _read_header(folder / HEADER)
        record = cls(header, header.read_scenario(str(folder / HEADER)), [], folder)
        tail = _read_tail(folder / TAIL)
        raw = _read_bytes(folder / LOG).split(b"\n")
        told = tail["lines"]
        for number, line in enumerate(raw[:-1][:told], 1):
            record.lines.append(_checked(folder / LOG, number, line, record.head))
        record._check_tail(told, tail["hash"])
        record.torn = len(raw) != told + 1 or bool(raw[-1])
        return record

    @classmethod
    def from_plain(cls, header: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], where: str) -> Record:
        """Return the record that plain values hold, every line of it checked.

        Parameters
        ----------
        header, lines : as ``plain_header`` and ``lines`` gave them
        where : what a fault names as the place

        Raises
        ------
        RecordError
            as ``read``
        """
        made = _header_of(dict(header), where)
        record = cls(made, made.read_scenario(where))
        for number, line in enumerate(lines, 1):
            record.lines.append(_checked_line(where, number, dict(line), record.head))
        return record

    def plain_header(self) -> dict[str, Any]:
        """Return the header as plain values, for ``from_plain``."""
        return {each.name: getattr(self.header, each.name) for each in fields(Header)}

    def _check_tail(self, told: int, head: str) -> None:
        """Tell lines that were cut off; lines that the tail does not tell of were never finished."""
        assert self.folder is not None
        log = self.folder / LOG
        if len(self.lines) < told:
            raise RecordError(
                f"{log}, line {len(self.lines) + 1}: the record is cut off here, {told} lines were written. "
                "Restore the file from a copy."
            )
        found = self.lines[told - 1]["hash"] if told else _header_hash(self.header)
        if found != head:
            raise RecordError(
                f"{log}, line {told}: this line, the header or {TAIL} was edited. Restore them from a copy."
            )


def run_name(header: Header) -> str:
    """Return the name of a run: scenario, seed, replicate, and the turn it branched at."""
    branch = "" if header.branched_from is None else f"-branch{header.branched_from['turn']}"
    return f"{header.scenario['id']}-seed{header.seed}-r{header.replicate}{branch}"


def _free_folder(header: Header) -> Path:
    name, count = run_name(header), 1
    while (folder := Path(RUNS) / (name if count == 1 else f"{name}-{count}")).exists():
        count += 1
    return folder


def _text(line: Mapping[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=False, allow_nan=False)


def _header_text(header: Header) -> str:
    content = {each.name: getattr(header, each.name) for each in fields(Header)}
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _header_hash(header: Header) -> str:
    """Hash a header; its scenario is covered by the hash of its own that the header holds."""
    content = {each.name: getattr(header, each.name) for each in fields(Header) if each.name != "scenario"}
    return _sha(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


def _sha(text: str) -> str:
    try:
        return hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError:  # a lone surrogate: a browser cut a sign in two
        raise RecordError(HALF_A_SIGN) from None


def _chained(head: str, line: Mapping[str, Any]) -> str:
    """Hash a line behind all before it; the order of its keys does not count."""
    content = {name: value for name, value in line.items() if name != "hash"}
    return _sha(head + json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


def replace_text(path: Path, text: str) -> None:
    """Write a file so that it is the old one or the new one at every moment."""
    number, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise RecordError(
            f"{path}: there is no such file. Name the folder of a run, with its {path.name}."
        ) from None


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(_read_bytes(path))
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise _damaged(path)
    return content


def _damaged(path: Path) -> RecordError:
    return RecordError(f"{path}: this is no JSON that a record could hold. Restore the file from a copy.")


def _read_tail(path: Path) -> dict[str, Any]:
    tail = _read_json(path)
    whole = tail.keys() == {"lines", "hash"} and isinstance(tail["lines"], int) and tail["lines"] >= 0
    if not whole or not isinstance(tail["hash"], str):
        raise _damaged(path)
    return tail


def _read_header(path: Path) -> Header:
    return _header_of(_read_json(path), str(path))


def _header_of(raw: dict[str, Any], path: str) -> Header:
    if raw.get("engine") != ENGINE:
        raise RecordError(
            f"{path}: this run was played by engine {raw.get('engine')} (wargame {raw.get('version')}), "
            f"and this is engine {ENGINE} (wargame {__version__}), which plays the same inputs otherwise. Open it with "
            f"a release of engine {raw.get('engine')}; the changelog tells which."
        )
    names = {each.name for each in fields(Header)}
    if raw.keys() != names:
        wrong = ", ".join(sorted(raw.keys() ^ names))
        raise RecordError(
            f"{path}: these keys are missing or unknown: {wrong}. Restore the file from a copy."
        )
    wrong = ", ".join(name for name, kind in _KINDS.items() if not isinstance(raw[name], kind))
    if wrong:
        raise RecordError(f"{path}: these values are of another kind: {wrong}. Restore the file from a copy.")
    for name in ("seats", "characters", "people"):
        raw[name] = tuple(map(str, raw[name]))
    return Header(**raw)


def _checked(path: Path, number: int, raw: bytes, head: str) -> dict[str, Any]:
    try:
        line = json.loads(raw)
    except ValueError:
        line = None
    return _checked_line(str(path), number, line, head)


def _checked_line(path: str, number: int, line: Any, head: str) -> dict[str, Any]:
    if not isinstance(line, dict) or not {"turn", "kind", "hash"} <= line.keys():
        raise RecordError(
            f"{path}, line {number}: this is no line of a record. Restore the file from a copy."
        )
    if line["hash"] != _chained(head, line):
        edited = (
            "this line, or the header, was edited"
            if number == 1
            else "this line was edited or one is missing"
        )
        raise RecordError(f"{path}, line {number}: {edited}. Restore the file from a copy.")
    return line
