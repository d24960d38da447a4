"""Solara's settings. It reads them when its server is first imported, so they are made here, before, and once."""

from __future__ import annotations

import os
import warnings

SETTINGS = {
    "SOLARA_APP": "wargame.ui.pages",
    "SOLARA_MODE": "production",  # development asks other hosts for files, and reloads the games away
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
    "SOLARA_STATE_AUTO_REMOUNT": "True",  # a page that comes back after a restart builds itself again
    "SOLARA_KERNEL_CULL_TIMEOUT": "10m",
    "SOLARA_SESSION_HTTP_ONLY": "True",
    "SOLARA_ALLOW_GLOBAL_CONTEXT": "False",  # a state that would leak from page to page is an error
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_TITLE": "wargame",
}
IN_A_FRAME = "Cookies with samesite=none require https"
"""Begins a warning about pages inside other pages, which ours never are."""


def prepare() -> None:
    """Set what this project needs and nobody has set otherwise."""
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    warnings.filterwarnings("ignore", message=IN_A_FRAME)
