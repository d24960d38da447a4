"""Looking at pages: a screenshot, whether they fit the window, and whether they can be read aloud.

Screenshots go to the folder that ``WARGAME_SHOTS`` names, to be looked at; without it, to the test's own folder.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def shots(folder: Path) -> Path:
    """Return the folder of the screenshots of a test whose own folder is given."""
    made = Path(os.environ.get("WARGAME_SHOTS", folder / "shots"))
    made.mkdir(parents=True, exist_ok=True)
    return made


def look(page: Any, name: str, size: str, theme: str, folder: Path) -> None:
    """Take a screenshot of a page, and hold it to its language, its theme and the width of its window."""
    page.screenshot(path=shots(folder) / f"{name}-{size}-{theme}.png")
    assert page.evaluate("document.documentElement.lang") == "en-GB"
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    wide = page.evaluate(WIDE)
    assert wide <= 0, f"{name}, {size}: {wide} pixels wider than the window"


def faults(page: Any) -> list[str]:
    """Return what keeps people from having a page read aloud, as axe finds it."""
    from axe_playwright_python.sync_playwright import Axe

    return [
        f"{each['id']}: {each['help']}: {[node['target'] for node in each['nodes']][:4]}"
        for each in Axe().run(page).response["violations"]
        if each["impact"] in ("serious", "critical")
    ]
