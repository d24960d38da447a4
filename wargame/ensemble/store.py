"""The folder of an ensemble: a manifest, a data dictionary, and every table in parts, one part a block.

    manifest.json                     the plan, its key, versions, block size
    dictionary.csv, .parquet          what every column is
    outcomes/part-000000.parquet …    likewise turns/, seats/, orders/

A part is written beside its place and moved there when it is whole, so that every part is whole at every moment. The
same block gives the same bytes wherever it is played.
"""

from __future__ import annotations

import itertools
import json
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wargame import __version__
from wargame.ensemble.changes import ending_of
from wargame.ensemble.harvest import dictionary_of
from wargame.ensemble.parts import WRITING, encode, part_path, write_whole
from wargame.ensemble.plan import Plan
from wargame.ensemble.points import Block
from wargame.faults import RecordError, WargameError
from wargame.record import ENGINE, RUNS

MANIFEST = "manifest.json"
HERE = ".here-"
"""Beginning of the name of the file by which a worker knows that it sees this folder."""
RESUME = "Go on with it by --resume (resume=True), or name another folder."


@dataclass(frozen=True)
class Store:
    """The folder of one ensemble.

    Attributes
    ----------
    plan : what was to be played
    size : most games in a block; set when the run begins, kept when it goes on
    key : key of the plan when the run began
    versions : of wargame's engine and package, Python, NumPy and PyArrow, when the run began
    """

    folder: Path
    plan: Plan
    size: int
    key: str
    versions: Mapping[str, Any]

    @classmethod
    def begin(cls, plan: Plan, folder: Path, size: int, resume: bool = False) -> Store:
        """Return the folder of a run that begins, or that goes on where it stopped.

        Raises
        ------
        WargameError
            the folder holds another experiment, this one without ``resume``, or something else
        """
        if (folder / MANIFEST).is_file():
            return _taken_up(cls.open(folder), plan, resume)
        if folder.exists() and (not folder.is_dir() or not _is_bare(folder)):
            raise WargameError(f"{folder} holds something already. Name a folder that does not exist.")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for table in plan.tables:
                (folder / table).mkdir(exist_ok=True)
        except OSError as error:
            raise WargameError(
                f"{folder}: it cannot be written ({error.strerror}). Name a folder in one that may be written to."
            ) from None
        store = cls(folder, plan, size, plan.key, _versions())
        store._describe()
        return store

    @classmethod
    def open(cls, folder: str | Path) -> Store:
        """Return the folder of an ensemble, finished or not.

        Raises
        ------
        WargameError
            there is no ensemble, or its manifest is damaged
        """
        path = Path(folder) / MANIFEST
        try:
            raw = json.loads(path.read_bytes())
            plan = Plan.from_plain(raw["plan"])
            return cls(Path(folder), plan, int(raw["block"]), str(raw["key"]), raw["versions"])
        except OSError:
            raise WargameError(
                f"{folder}: there is no ensemble here. Name the folder of one, with its {MANIFEST}."
            ) from None
        except (AttributeError, IndexError, KeyError, RecordError, TypeError, ValueError):
            raise WargameError(
                f"{path}: this is no manifest of an ensemble, or a damaged one. Restore it from a copy, or name "
                "another folder."
            ) from None

    @cached_property
    def blocks(self) -> int:
        """Blocks of the plan, finished or not."""
        return self.plan.count_blocks(self.size)

    def path(self, table: str, number: int) -> Path:
        """Return the place of one part of one table."""
        return part_path(self.folder, table, number)

    def finished(self) -> Iterator[Block]:
        """Yield the blocks whose parts are all there, in order."""
        there = [{path.name for path in (self.folder / table).glob("part-*")} for table in self.plan.tables]
        for block in self.plan.blocks(self.size):
            name = self.path("outcomes", block.number).name
            if all(name in names for names in there):
                yield block

    @property
    def games(self) -> int:
        """Games that are finished."""
        return sum(block.games for block in self.finished())

    def whole(self) -> frozenset[int]:
        """Return the numbers of blocks whose parts are there, can be read and are those of this plan."""
        return frozenset(block.number for block in self.finished() if self._is_whole(block))

    def _is_whole(self, block: Block) -> bool:
        wanted = self.plan.block_key(block).encode()
        try:
            told = [pq.read_metadata(self.path(table, block.number)).metadata for table in self.plan.tables]
        except (OSError, ValueError):
            return False
        return all((each or {}).get(b"wargame.block") == wanted for each in told)

    def sweep(self) -> None:
        """Remove what a run that was cut off left half written."""
        for folder in (self.folder, *(self.folder / table for table in self.plan.tables)):
            for beginning in (WRITING, HERE):
                for path in folder.glob(f"{beginning}*"):
                    path.unlink(missing_ok=True)

    def sign(self) -> Path:
        """Return a file of a name that no other folder holds, for workers to see whether they see this one."""
        number, name = tempfile.mkstemp(prefix=HERE, dir=self.folder)
        os.close(number)
        Path(name).chmod(0o644)
        return Path(name)

    def lacking(self, block: Block, games: int) -> int:
        """Return how many bytes the disk is short of for more games, if they are like those of a block."""
        paths = [self.path(table, block.number) for table in self.plan.tables]
        size = sum(path.stat().st_size for path in paths if path.is_file())
        return max(0, size * games // block.games - shutil.disk_usage(self.folder).free)

    def _describe(self) -> None:
        """Write the dictionary and, last, the manifest: from then on the folder holds an ensemble."""
        dictionary = dictionary_of(self.plan)
        table = pa.Table.from_pandas(dictionary, preserve_index=False).replace_schema_metadata(None)
        text = dictionary.to_csv(index=False, lineterminator="\n")
        write_whole(self.folder / "dictionary.csv", text.encode())
        write_whole(self.folder / "dictionary.parquet", encode(table))
        content = {
            "key": self.key,
            "versions": self.versions,
            "games": self.plan.games,
            "block": self.size,
            "blocks": self.blocks,
            "plan": self.plan.to_plain(),
        }
        told = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
        write_whole(self.folder / MANIFEST, told.encode())


def folder_for(plan: Plan, resume: bool = False, kind: str = "ensemble") -> Path:
    """Return a folder in ``runs/`` that is named after a plan, with a counter if there is such a folder.

    Parameters
    ----------
    resume : return the one that holds this very plan, if there is one
    kind : what the plan is played for, the first word of the name
    """
    scenarios = "-".join(dict.fromkeys(setting.scenario.id for setting in plan.settings))
    name = f"{kind}-{scenarios}-seed{plan.seed}-n{plan.replicates}{ending_of(plan.differs)}"
    return next(each for each in counted(name) if not each.exists() or (resume and _holds(each, plan)))


def counted(name: str) -> Iterator[Path]:
    """Yield folders in ``runs/`` of a name: the name itself, then with a counter."""
    yield Path(RUNS) / name
    yield from (Path(RUNS) / f"{name}-{count}" for count in itertools.count(2))


def _holds(folder: Path, plan: Plan) -> bool:
    with suppress(WargameError):
        return Store.open(folder).key == plan.key
    return False


def size_of(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _versions() -> dict[str, Any]:
    return {
        "engine": ENGINE,
        "wargame": __version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "pyarrow": pa.__version__,
    }


def _is_bare(folder: Path) -> bool:
    """Tell whether a folder holds nothing but what a run left that was stopped before it began."""
    names = [path for path in folder.rglob("*") if not path.name.startswith((WRITING, HERE, "dictionary."))]
    return all(path.is_dir() for path in names)


def _taken_up(store: Store, plan: Plan, resume: bool) -> Store:
    """Return a folder that holds this very experiment and may go on."""
    if store.key != plan.key:
        raise WargameError(
            f"{store.folder} holds another experiment: {store.plan.title}. {_difference(store, plan)} "
            "Name another folder."
        )
    if not resume and (games := store.games):
        raise WargameError(
            f"{store.folder} holds this experiment already, {games:,} of {plan.games:,} games. {RESUME}"
        )
    for table in plan.tables:
        (store.folder / table).mkdir(exist_ok=True)
    store.sweep()
    return store


def _difference(store: Store, plan: Plan) -> str:
    """Return in what the experiment of a folder differs from a plan, a sentence."""
    old, told = store.plan, store.versions
    casts = [[dict(each.characters) for each in one.settings] for one in (old, plan)]
    pairs = {
        "the release of wargame": ((told["engine"], told["wargame"]), (ENGINE, __version__)),
        "the scenario or a number of its rules": (set(old.hashes), set(plan.hashes)),
        "the characters": tuple(casts),
        "the points": (old.points, plan.points),
        "the number of games": (old.replicates, plan.replicates),
        "the seed": (old.seed, plan.seed),
        "the tables that are kept": (old.tables, plan.tables),
    }
    found = [what for what, (theirs, ours) in pairs.items() if theirs != ours]
    return f"It differs in {', '.join(found)}." if found else ""
