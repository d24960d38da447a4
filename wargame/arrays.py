"""Declares a state field once: its axes, unit, bounds, grain and who may see it.

Checks, tables, observations, exports and the data dictionary read the declaration; nothing else repeats it.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int32]
BoolArray = npt.NDArray[np.bool_]

Kind = Literal["stock", "log stock", "read-out", "level", "flag"]
Sight = Literal["public", "estimated", "private", "by track", "umpire"]

FINE = 2.0**-32
"""Grain of money, bn USD."""
POINT = 2.0**-20
"""Grain of points, indices and shares."""


@dataclass(frozen=True)
class Declaration:
    """What one field of the state is.

    Attributes
    ----------
    axes : names of the axes after *replicate*
    kind : *stock* and *log stock* change by contributions; a *read-out* is worked out anew; a *level* is a
        whole number that moves by steps; a *flag* is yes or no
    unit, low, high : unit and closed bounds
    grain : power of two to which contributions are rounded, so that sums are exact in any order
    see : who may see it; a private field belongs to the nation of its first axis
    text : one line for the data dictionary
    """

    name: str
    axes: tuple[str, ...]
    kind: Kind
    unit: str
    low: float
    high: float
    grain: float
    see: Sight
    text: str

    @property
    def dtype(self) -> type[np.generic]:
        """Element type of the array."""
        return {"level": np.int32, "flag": np.bool_}.get(self.kind, np.float64)


def declare(
    *axes: str,
    text: str,
    kind: Kind = "stock",
    unit: str = "points",
    low: float = 0.0,
    high: float = 100.0,
    grain: float = POINT,
    see: Sight = "public",
) -> Any:
    """Declare a field of the state inside its dataclass body."""
    metadata = {"declaration": Declaration("", axes, kind, unit, low, high, grain, see, text)}
    return dataclasses.field(metadata=metadata)


def declarations(record: type) -> dict[str, Declaration]:
    """Read the declarations of a dataclass, in field order."""
    found = {}
    for field in dataclasses.fields(record):
        if "declaration" in field.metadata:
            found[field.name] = dataclasses.replace(field.metadata["declaration"], name=field.name)
    return found


def over(value: Any, axes: int) -> Any:
    """Give a parameter its trailing axes: a number stays, one value per replicate becomes ``(R, 1, ...)``.

    Without this a parameter of shape ``(R,)`` against ``(..., nation)`` goes silently wrong when there are as
    many replicates as nations.
    """
    array = np.asarray(value, dtype=np.float64)
    return array if array.ndim == 0 else array.reshape(array.shape + (1,) * axes)


def frozen(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the array, read-only; replicates are the first axis but lie side by side in memory.

    Sums and maxima over the short last axes then run along whole blocks, ten times as fast; no result changes,
    because none may depend on the order of a sum.
    """
    array = np.asfortranarray(array)
    array.setflags(write=False)
    return array
