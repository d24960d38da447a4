"""Libraries that only experiments need: fetched when they are used, with one message where they are missing."""

from __future__ import annotations

import importlib
from typing import Any

from wargame.faults import WargameError

_GIVEN = {"sklearn": "scikit-learn"}


def need(name: str) -> Any:
    """Return a module of SALib, scikit-learn, SciPy or Matplotlib.

    Raises
    ------
    WargameError
        it is not installed
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        top = (error.name or name).partition(".")[0]
        raise WargameError(
            f"Experiments and charts need {_GIVEN.get(top, top)}, which is not installed. "
            "Install it with: pip install 'wargame[analysis]'"
        ) from None
