"""Parts: the tables of one block as files, the same bytes wherever they are made, each whole or not there."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from wargame.ensemble.points import Block
from wargame.ensemble.tasks import Task, play_task
from wargame.faults import WargameError

WRITING = ".writing-"
"""Beginning of the name of a file that is being written."""
ROWS = 1 << 20
"""Rows in a row group; part of the bytes of a file, so never a default of the library."""
FULL = (errno.ENOSPC, errno.EDQUOT)


def encode(table: pa.Table) -> bytes:
    """Return a table as a Parquet file: the same bytes for the same table, no times in it."""
    floats = [each.name for each in table.schema if pa.types.is_floating(each.type)]
    others = [each.name for each in table.schema if not pa.types.is_floating(each.type)]
    sink = pa.BufferOutputStream()
    pq.write_table(
        table,
        sink,
        row_group_size=ROWS,
        version="2.6",
        compression="zstd",
        compression_level=1,
        use_dictionary=others,
        use_byte_stream_split=floats,  # a fifth smaller than dictionaries of numbers, and faster
        write_statistics=True,
    )
    return bytes(sink.getvalue())


def decode(part: bytes) -> pa.Table:
    """Return the table of a Parquet file."""
    return pq.read_table(pa.BufferReader(part))


def play_parts(task: Task) -> dict[str, bytes]:
    """Play a block and return each of its tables as a file."""
    return {name: encode(table) for name, table in play_task(task).items()}


def deliver(task: Task, folder: str, sign: str) -> dict[str, bytes] | None:
    """Play a block and write its parts, or return them where the folder is not to be seen from here.

    Parameters
    ----------
    folder, sign : the folder of the ensemble, and a file that stands in it only while the run lasts
    """
    parts = play_parts(task)
    if not (Path(folder) / sign).is_file():
        return parts
    write_parts(Path(folder), task.block, parts)
    return None


def part_path(folder: Path, table: str, number: int) -> Path:
    """Return the place of one part of one table."""
    return folder / table / f"part-{number:06d}.parquet"


def is_readable(path: Path) -> bool:
    """Tell whether a part can be opened: a file that was cut off or overwritten cannot."""
    try:
        pq.read_metadata(path)
    except (OSError, ValueError):
        return False
    return True


def write_parts(folder: Path, block: Block, parts: Mapping[str, bytes]) -> None:
    """Write the parts of a block, each whole or not at all.

    Raises
    ------
    WargameError
        the disk is full, or the folder cannot be written
    """
    for table, content in parts.items():
        write_whole(part_path(folder, table, block.number), content)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is whole or not there at every moment, even if the machine stops."""
    name = ""
    try:
        number, name = tempfile.mkstemp(prefix=WRITING, dir=path.parent)
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        if error.errno in FULL:
            raise WargameError(
                f"{path}: the disk is full. What is finished is kept; make room, then go on by --resume."
            ) from None
        raise WargameError(
            f"{path}: it cannot be written ({error.strerror or error}). What is finished is kept; go on by --resume."
        ) from None
