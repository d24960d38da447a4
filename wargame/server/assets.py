"""Files that the pages need and that another package carries: all on this disk, none from a network."""

from __future__ import annotations

import re
from pathlib import Path

import wargame.ui  # noqa: F401  settings are made before Solara's server is imported
from wargame.faults import WargameError
from wargame.report.engine import engine_file

_ASKED = re.compile(r"\{\{cdn\}\}/((?:@[\w-]+/)?[\w-]+@[\w.-]+)/")


def tree() -> Path:
    """Return the folder of ``solara-assets`` that Solara's server reads."""
    from solara.server import settings

    return Path(settings.assets.proxy_cache_dir)


def packages_asked(template: str, vue3: bool = False) -> set[str]:
    """Return the packages, with their versions, that Solara's page template asks for.

    Parameters
    ----------
    template : text of ``solara.html.j2``
    vue3 : of the line with Vuetify 3 rather than the one in use

    Examples
    --------
    >>> sorted(packages_asked('<script src="{{cdn}}/requirejs@2.3.6/require.js">'))
    ['requirejs@2.3.6']
    """
    return {name for name in _ASKED.findall(template) if ("vuetify3" in name) <= vue3}


def check_assets() -> None:
    """Hold what Solara's template asks for against what is on this disk.

    Raises
    ------
    WargameError
        a package that pages would look for in vain
    """
    import solara.server

    template = Path(solara.server.__file__).parent / "templates" / "solara.html.j2"
    missing = sorted(
        name for name in packages_asked(template.read_text(encoding="utf-8")) if not (tree() / name).is_dir()
    )
    if missing:
        raise WargameError(
            f"{tree()}: {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing, and pages would stay "
            "empty without a network. Install solara-assets 1.58.2."
        )
    engine_file()
