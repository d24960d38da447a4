"""The chart library of pages and reports: a file of the package ``solara-assets``, found without loading it."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from wargame.faults import WargameError

PACKAGE, FILE = "solara-assets", "dist/echarts.min.js"


def engine() -> str:
    """Return the text of the chart library; see ``engine_file``."""
    return engine_file().read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def engine_file() -> Path:
    """Return the file of the chart library.

    Raises
    ------
    WargameError
        the package that carries it is not installed, or lacks it
    """
    try:
        held = distribution(PACKAGE)
    except PackageNotFoundError:
        raise WargameError(
            f"The charts of a report are drawn by a file of {PACKAGE}, which is not installed. Install it: "
            f"pip install {PACKAGE}==1.58.2"
        ) from None
    files = [Path(str(held.locate_file(path))) for path in held.files or () if path.as_posix().endswith(FILE)]
    if not files or not files[0].is_file():
        raise WargameError(
            f"{PACKAGE} lacks {FILE}. Install it again: pip install --force-reinstall {PACKAGE}==1.58.2"
        )
    return files[0]
