"""The desks of a game on disk: drafts, notes, and which orders were committed.

A record holds inputs only, so what is not yet an order stands beside it, in ``desk.json``. The file is the old one
or the new one at every moment; commands that read the record never look at it.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from wargame.faults import WargameError
from wargame.inputs import Draft
from wargame.record import replace_text

DESK = "desk.json"
SPOILT = "desk-damaged.json"
"""Where a file is set aside that cannot be read, so that nothing in it is lost."""
MOST_ORDERS, MOST_LETTERS, MOST_NOTES = 60, 200, 50_000
"""Bounds of a draft (texts, letters of each) and of notes (letters): no hand needs more, no disk fills up."""


@dataclass(frozen=True)
class Sheet:
    """What lies on one seat's desk.

    Attributes
    ----------
    turn : the turn that the draft is for;  seal : of the orders that were committed in it, "" for none
    """

    turn: int = 0
    draft: Draft = field(default_factory=Draft)
    seal: str = ""
    notes: str = ""

    @classmethod
    def from_plain(cls, raw: Mapping[str, Any]) -> Sheet:
        """Return the sheet that a file holds."""
        return cls(int(raw["turn"]), Draft.of(raw["draft"]), str(raw["seal"]), str(raw["notes"]))


class Desks(ABC):
    """All desks of one run; a place to keep them says how they are written.

    Attributes
    ----------
    sheets : seat -> what lies on its desk
    guide : what a guided game keeps of its progress, plain values; empty for a game without a guide
    notice : what people are to be told of what could not be read, "" for nothing
    """

    def __init__(
        self,
        sheets: Mapping[str, Sheet] | None = None,
        guide: Mapping[str, Any] | None = None,
        notice: str = "",
    ) -> None:
        self.sheets, self.guide, self.notice = dict(sheets or {}), dict(guide or {}), notice

    def sheet(self, seat: str) -> Sheet:
        """Return what lies on a seat's desk."""
        return self.sheets.get(seat, Sheet())

    def put(self, seat: str, **changed: Any) -> None:
        """Change what lies on a seat's desk; it is on disk when this returns."""
        self._put({**self.sheets, seat: replace(self.sheet(seat), **changed)}, self.guide, seat)

    def put_guide(self, guide: Mapping[str, Any]) -> None:
        """Keep the progress of a guide; it is on disk when this returns."""
        self._put(self.sheets, dict(guide), "")

    def _put(self, sheets: dict[str, Sheet], guide: dict[str, Any], seat: str) -> None:
        self.write(sheets, guide, seat)
        self.sheets, self.guide = sheets, guide

    @abstractmethod
    def write(self, sheets: Mapping[str, Sheet], guide: Mapping[str, Any], seat: str) -> None:
        """Write all of it; ``seat`` is the only one that changed, "" if none did."""


class FolderDesks(Desks):
    """Desks in the folder of a run."""

    folder: Path

    @classmethod
    def read(cls, folder: Path) -> FolderDesks:
        """Return the desks of a run; a file that cannot be read is set aside and told."""
        path = folder / DESK
        try:
            raw = json.loads(path.read_bytes())
            sheets = {str(seat): Sheet.from_plain(each) for seat, each in raw["seats"].items()}
            made = cls(sheets, dict(raw["guide"]))
        except FileNotFoundError:
            made = cls()
        except (AttributeError, KeyError, OSError, TypeError, ValueError):
            notice = f"Drafts and notes of this game could not be read; the file was set aside as {SPOILT}."
            path.replace(folder / SPOILT)
            made = cls(notice=notice)
        made.folder = folder
        return made

    def write(self, sheets: Mapping[str, Sheet], guide: Mapping[str, Any], seat: str) -> None:
        """Replace the file."""
        content = {"guide": guide, "seats": {seat: asdict(sheet) for seat, sheet in sheets.items()}}
        try:
            replace_text(self.folder / DESK, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
        except OSError as error:
            raise WargameError(
                f"{self.folder / DESK}: it cannot be written ({error.strerror}). Make room on the disk, and do "
                "it again."
            ) from None


def well_formed(text: str) -> str:
    r"""Return a text whose lone surrogates, halves of signs that no file takes, are joined or shown as lost.

    Examples
    --------
    >>> well_formed("a\ud83d\ude00b") == "a\U0001f600b", well_formed("a\ud83d") == "a\ufffd"
    (True, True)
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def checked_draft(draft: Draft) -> Draft:
    """Return a draft that a desk may keep, legal or not, in values of plain kinds; an order without words is none.

    Raises
    ------
    WargameError
        more or longer texts than any draft needs
    """
    texts = [*draft.orders, *(draft.sign or ()), draft.signal or "", draft.promise or ""]
    if any(not isinstance(text, str) for text in texts):
        raise WargameError("A draft holds texts, such as 'fund railgun 50'. Write each order as one.")
    if len(texts) > MOST_ORDERS or any(len(text) > MOST_LETTERS for text in texts):
        raise WargameError(
            f"A draft holds {MOST_ORDERS} texts at most, of {MOST_LETTERS} letters each. Take some out."
        )
    orders = tuple(well_formed(text) for text in draft.orders if text.strip())
    sign = None if draft.sign is None else tuple(well_formed(each) for each in draft.sign)
    signal = well_formed(draft.signal or "") or None
    promise = well_formed(draft.promise or "") or None
    return Draft(orders, sign, signal, promise, bool(draft.ease))
