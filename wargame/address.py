"""The grammar of addresses: how a row of ``rules/`` names a quantity, and whose.

An *effect* names a field and a selector apart: ``home.approval`` at ``actor``, ``trust`` at ``target>actor``.
A *measure* names both at once: ``home.approval:JPN``, ``trust:KOR>USA``, ``tension:strait``, ``stability``.
This module knows the words and which of them go together. It does not know which tracks, areas or nations
exist: ``ruleset`` and ``scenario`` check those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from wargame.faults import WargameError, nearest

Axis = Literal["nation", "pair", "flashpoint", "group", "drain", "programme"]
Part = Literal["", "track", "area", "gate", "threat_class"]
Context = Literal["order", "agreement", "event", "gate"]

TARGET = "target"
"""The selector, and the part of ``capability``, that stand for what an order or event is aimed at."""


class AddressError(WargameError):
    """An address that cannot be; ``what`` says why, ``mend`` how to write it, ``key`` which half is wrong."""

    def __init__(self, what: str, mend: str, key: str = "field") -> None:
        super().__init__(f"{what} {mend}".strip())
        self.what = what
        self.mend = mend
        self.key = key


@dataclass(frozen=True)
class AddressField:
    """A quantity that an effect may move.

    ``axis`` tells what it belongs to, ``part`` what follows its dot ("" for nothing), ``scale`` which row of
    the five-step scale sizes a step.
    """

    name: str
    axis: Axis
    part: Part
    scale: str


@dataclass(frozen=True)
class MeasureField:
    """A quantity that an objective or a condition may read; ``of`` is the kind of thing it is read of."""

    name: str
    of: Literal["", "nation", "pair", "flashpoint", "group", "drain", "programme", "agreement"]
    part: Part = ""


@dataclass(frozen=True)
class EffectAddress:
    """A parsed effect address: ``trust`` at ``target>actor`` -> field trust, part "", x target, y actor."""

    field: AddressField
    part: str
    x: str
    y: str | None


@dataclass(frozen=True)
class Measure:
    """A parsed measure: ``trust:KOR>USA`` -> ("trust", "", "KOR", "USA"); what is not there is ""."""

    name: str
    part: str
    of: str
    to: str


def _by_name(*fields: AddressField) -> Mapping[str, AddressField]:
    return MappingProxyType({field.name: field for field in fields})


FIELDS: Mapping[str, AddressField] = _by_name(
    AddressField("home", "nation", "track", "points"),
    AddressField("capital", "nation", "", "capital"),
    AddressField("tech", "nation", "", "tech"),
    AddressField("intelligence", "nation", "", "intelligence"),
    AddressField("capability", "nation", "area", "capability"),
    AddressField("support", "nation", "gate", "support"),
    AddressField("trust", "pair", "", "trust"),
    AddressField("salience", "pair", "", "salience"),
    AddressField("relation", "pair", "", "relation"),
    AddressField("tension", "flashpoint", "", "tension"),
    AddressField("status_quo", "flashpoint", "", "status_quo"),
    AddressField("cohesion", "group", "", "cohesion"),
    AddressField("drain", "drain", "", "drain"),
    AddressField("work", "programme", "", "work"),
)
"""Everything an effect may move, by name."""

SCALES: tuple[str, ...] = tuple(dict.fromkeys(field.scale for field in FIELDS.values()))
"""Ids of the five-step scales, one for each kind of field."""

MEASURES: Mapping[str, MeasureField] = MappingProxyType(
    {
        measure.name: measure
        for measure in (
            MeasureField("home", "nation", "track"),
            MeasureField("capability", "nation", "area"),
            MeasureField("protection", "nation", "threat_class"),
            MeasureField("unlocked", "nation", "gate"),
            MeasureField("streak", "nation"),
            MeasureField("burden_share", "nation"),
            MeasureField("spending", "nation"),
            MeasureField("trust", "pair"),
            MeasureField("relation", "pair"),
            MeasureField("threat", "pair"),
            MeasureField("tension", "flashpoint"),
            MeasureField("level", "flashpoint"),
            MeasureField("status_quo", "flashpoint"),
            MeasureField("cohesion", "group"),
            MeasureField("drain", "drain"),
            MeasureField("legacy", "programme"),
            MeasureField("legacy10", "programme"),
            MeasureField("stage", "programme"),
            MeasureField("agreement", "agreement"),
            MeasureField("stability", ""),
        )
    }
)
"""Everything an objective or a condition may read, by name. ``legacy10`` is ten times ``legacy`` (0-10)."""

# Whose: the selectors of each axis, and for nations those that only some rows can answer.
_OF_ACTOR = ("actor", "allies", "partners", "rivals", "others", "everyone")
_OF_TARGET = ("target", "target_allies", "defenders", "challengers")
_OF_PARTIES = ("first", "second", "parties", "outsiders", "party_rivals", "everyone")
_OF_BREACH = ("actor", "others")

NATION_SELECTORS: tuple[str, ...] = tuple(dict.fromkeys(_OF_ACTOR + _OF_TARGET + _OF_PARTIES))
"""Every selector of nations; an event may also name a nation by its id."""

PLACE_SELECTORS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "flashpoint": ("target", "own", "of_target", "all"),
        "group": ("own", "against", "of_target", "all"),
        "drain": ("target", "all"),
        "programme": ("target",),
    }
)
"""Selectors of the axes that are not nations or pairs."""


def selectors(axis: Axis, context: Context, on: str = "signing") -> tuple[str, ...]:
    """Return the selectors that a row of this context may use on this axis.

    Parameters
    ----------
    axis : axis of the field; on "pair" the words are those for either side of ``X>Y``
    context : which kind of row speaks
    on : an agreement's moment; in a breach ``actor`` is the party that breaks it

    Examples
    --------
    >>> selectors("drain", "order")
    ('target', 'all')
    >>> "first" in selectors("nation", "order"), "first" in selectors("nation", "agreement")
    (False, True)
    """
    if axis in PLACE_SELECTORS:
        return PLACE_SELECTORS[axis]
    if context == "agreement":
        return _OF_PARTIES + (_OF_BREACH if on == "breach" else ())
    return _OF_ACTOR if context == "gate" else _OF_ACTOR + _OF_TARGET


def split_field(text: str) -> tuple[str, str]:
    """Split a field into its name and part.

    Examples
    --------
    >>> split_field("home.approval")
    ('home', 'approval')
    >>> split_field("tension")
    ('tension', '')
    """
    name, _, part = text.partition(".")
    return name, part


def split_selector(text: str) -> tuple[str, str | None]:
    """Split a selector into the holder and, for a pair, the one it is held towards.

    Examples
    --------
    >>> split_selector("target>actor")
    ('target', 'actor')
    >>> split_selector("everyone")
    ('everyone', None)
    """
    x, mark, y = text.partition(">")
    return x.strip(), y.strip() if mark else None


def parse_effect_address(field: str, at: str) -> EffectAddress:
    """Return the parsed address of an effect, or tell why it cannot be.

    Whether the selector suits the row (see ``selectors``) and whether the part exists is for the reader.

    Raises
    ------
    AddressError
        an unknown field, a part too many or missing, one side where a pair is needed or a pair where one is

    Examples
    --------
    >>> parse_effect_address("trust", "target>actor").y
    'actor'
    >>> parse_effect_address("trust", "target")
    Traceback (most recent call last):
    wargame.address.AddressError: 'trust' belongs to a pair, and 'target' names one side. Write X>Y, ...
    """
    name, part = split_field(field)
    known = FIELDS.get(name)
    if known is None:
        raise AddressError(f"{name!r} is not a field that an effect may move.", nearest(name, FIELDS))
    _check_part(field, part, known.part)
    x, y = split_selector(at)
    if not x or y == "":
        what = f"{at!r} does not say whose {name!r} it is."
        raise AddressError(what, "Name a selector, such as 'actor'.", "at")
    if known.axis == "pair" and y is None:
        raise AddressError(
            f"{name!r} belongs to a pair, and {at!r} names one side.",
            "Write X>Y, such as 'target>actor': what X holds towards Y.",
            "at",
        )
    if known.axis != "pair" and y is not None:
        what = f"{name!r} does not belong to a pair, but {at!r} names one."
        raise AddressError(what, f"Write {x!r}.", "at")
    return EffectAddress(known, part, x, y)


def parse_measure(text: str) -> Measure:
    """Return the parsed measure of an objective or a condition, or tell why it cannot be.

    Raises
    ------
    AddressError
        an unknown measure, a part too many or missing, a missing or needless "whose"

    Examples
    --------
    >>> parse_measure("trust:KOR>USA")
    Measure(name='trust', part='', of='KOR', to='USA')
    >>> parse_measure("home.approval:JPN").part
    'approval'
    >>> parse_measure("stability").of
    ''
    """
    field, mark, whose = text.partition(":")
    name, part = split_field(field.strip())
    known = MEASURES.get(name)
    if known is None:
        raise AddressError(f"{name!r} is not a measure.", nearest(name, MEASURES))
    _check_part(field, part, known.part)
    if known.of == "":
        if mark:
            raise AddressError(f"{name!r} is one number for all.", f"Write {name!r} alone.")
        return Measure(name, part, "", "")
    x, y = split_selector(whose)
    if not x or y == "":
        raise AddressError(f"{text!r} does not say whose.", f"Write '{field}:' and the id of a {known.of}.")
    if (known.of == "pair") != (y is not None):
        form, short = ("a pair of nations", "X>Y") if known.of == "pair" else (f"one {known.of}", x)
        raise AddressError(f"{name!r} is read of {form}; {whose!r} is not.", f"Write '{field}:{short}'.")
    return Measure(name, part, x, y or "")


def _check_part(field: str, part: str, needed: Part) -> None:
    """Raise unless a part stands exactly where one is needed."""
    name = split_field(field)[0]
    if needed and not part:
        raise AddressError(f"{field!r} does not say which {needed}.", f"Write '{name}.<{needed}>'.")
    if part and not needed:
        raise AddressError(f"{name!r} has no parts, but {field!r} names one.", f"Write {name!r}.")
