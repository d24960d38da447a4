"""What holds for all tests: hypothesis without a clock, browser tests only where a browser can be driven."""

from __future__ import annotations

import importlib.util
import os

# before NumPy is loaded: its products are small here, and threads of two workers would wait for each other
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from hypothesis import settings

# No deadline: no test may hang on the speed of a machine; derandomised, so that all see the same examples.
settings.register_profile("wargame", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("wargame")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what is marked ``browser`` when no browser driver is installed."""
    if importlib.util.find_spec("playwright") is not None:
        return
    skip = pytest.mark.skip(reason="needs a browser to drive: install playwright and its chromium")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(skip)
