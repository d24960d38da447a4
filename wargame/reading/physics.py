"""What this model is not about: the performance of weapons.

Capabilities are indices from 0 to 10 without a dimension. A row, key or unit that would bring ranges, speeds,
yields, accuracies or the like is refused, with the reason, by the reader of ``rules/``.
"""

from __future__ import annotations

import re

REASON = "This model holds no weapon performance: a capability is an abstract index from 0 to 10."

# Words of weapon performance wherever they stand alone or between underscores.
_WORDS = frozenset(
    {
        "accuracy", "altitude", "apogee", "ballistics", "blast", "burnout", "calibre", "caliber",
        "cep", "explosive", "fuse", "fuze", "guidance", "kill", "kiloton", "kilotons", "lethality",
        "mach", "megaton", "megatons", "munition", "munitions", "muzzle", "payload", "propellant",
        "salvo", "seeker", "speed", "throw", "thrust", "trajectory", "velocity", "warhead",
        "warheads", "yield",
    }
)  # fmt: skip
# Words that may mean something else in the id of a row, but not as a key or field nobody knows.
_KEY_WORDS = frozenset(
    {
        "km", "kg", "kt", "range", "radius", "reach", "weight", "mass", "fire", "flight", "hit",
    }
)  # fmt: skip
_PHRASES = (
    "rate_of_fire",
    "fire_rate",
    "range_km",
    "km_range",
    "burn_time",
    "time_of_flight",
    "weapon_range",
)
_UNITS = frozenset(
    {
        "cm", "g", "ghz", "gj", "hz", "inch", "j", "kg", "kilogram", "kilograms", "kiloton",
        "kilotons", "km/h", "km/s", "kn", "knots", "kph", "kt", "kw", "m", "m/s", "mach", "megaton",
        "megatons", "meter", "meters", "metre", "metres", "mhz", "mi", "miles", "min", "minute",
        "minutes", "mj", "mm", "mph", "mt", "mw", "n", "newton", "nm", "s", "second", "seconds",
        "t", "ton", "tonne", "tonnes", "tons", "w",
    }
)  # fmt: skip


def is_performance(name: str, *, key: bool = False) -> bool:
    """Tell whether the name of a row, or of a ``key`` or field nobody knows, is about weapon performance.

    Examples
    --------
    >>> is_performance("kill_probability"), is_performance("strike.range_km", key=True)
    (True, True)
    >>> is_performance("burden_range"), is_performance("burden_share")
    (False, False)
    """
    lower = name.casefold()
    words = set(re.split(r"[^a-z]+", lower))
    return bool(words & _WORDS or (key and words & _KEY_WORDS)) or any(phrase in lower for phrase in _PHRASES)


def is_physical_unit(unit: str) -> bool:
    """Tell whether a unit that the model does not know is one of physics.

    Examples
    --------
    >>> is_physical_unit("Mach"), is_physical_unit("bn EUR")
    (True, False)
    """
    return unit.strip().casefold() in _UNITS
