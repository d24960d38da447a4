"""Anchors: the name by which a row of the rulebook is linked to, such as ``parameter-growth-pull``."""

from __future__ import annotations

import re

from wargame.faults import WargameError, nearest

KINDS: tuple[str, ...] = (
    "rule",
    "phase",
    "parameter",
    "order",
    "meeting",
    "type",
    "agreement",
    "track",
    "area",
    "gate",
    "seat",
    "objective",
    "flashpoint",
    "group",
    "drain",
    "programme",
    "event",
    "character",
    "field",
    "measure",
    "outcome",
    "source",
)
"""What a row of the rulebook can be. ``type`` is a kind of agreement, ``agreement`` one that may be signed."""


def anchor(kind: str, name: str) -> str:
    """Return the anchor of a row: its kind and its id, with a hyphen for all but letters, digits and underscores.

    Parameters
    ----------
    kind : one of ``KINDS``
    name : id of the row, as the rules or the scenario write it

    Raises
    ------
    WargameError
        there is no such kind of row

    Examples
    --------
    >>> anchor("parameter", "growth.pull"), anchor("outcome", "trust:JPN>KOR")
    ('parameter-growth-pull', 'outcome-trust-JPN-KOR')
    """
    if kind not in KINDS:
        raise WargameError(f"The rulebook has no rows of the kind {kind!r}. {nearest(kind, KINDS)}")
    return f"{kind}-{re.sub(r'[^A-Za-z0-9_]+', '-', name).strip('-')}"
